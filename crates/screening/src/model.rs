//! What is compared: records of a list, and the query put to it.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::Score;

/// What a record or a query is about.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum EntityKind {
    /// A natural person.
    Person,
    /// A company or another organisation.
    Company,
    /// A ship.
    Vessel,
    /// An aircraft.
    Aircraft,
    /// Not stated: compared with every kind.
    #[default]
    Unknown,
}

/// The gender of a person, as a list or an identity document states it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Gender {
    /// Male.
    Male,
    /// Female.
    Female,
}

/// How a record carries a name.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum NameKind {
    /// The main name.
    #[default]
    Primary,
    /// Another name of good quality.
    Alias,
    /// Another name that the publisher calls weak or broad: it speaks less for identity.
    Weak,
    /// A name that is no longer used.
    Former,
}

/// One name of a record, as the list writes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Name {
    /// The name: "Given Surnames" or "SURNAMES, Given".
    pub text: String,
    /// How the record carries it.
    #[serde(default)]
    pub kind: NameKind,
}

impl Name {
    /// A main name.
    pub fn primary(text: impl Into<String>) -> Self {
        Self { text: text.into(), kind: NameKind::Primary }
    }

    /// Another name of good quality.
    pub fn alias(text: impl Into<String>) -> Self {
        Self { text: text.into(), kind: NameKind::Alias }
    }
}

/// A date of which only the year is certain to be known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PartialDate {
    /// The year, or the first year of a range.
    pub year: i16,
    /// The month, 1 to 12.
    #[serde(default)]
    pub month: Option<u8>,
    /// The day of the month, 1 to 31.
    #[serde(default)]
    pub day: Option<u8>,
    /// Whether the publisher calls the date approximate.
    #[serde(default)]
    pub circa: bool,
    /// The last year of a range.
    #[serde(default)]
    pub until_year: Option<i16>,
}

impl PartialDate {
    /// A full date.
    pub const fn full(year: i16, month: u8, day: u8) -> Self {
        Self { year, month: Some(month), day: Some(day), circa: false, until_year: None }
    }

    /// A year without month and day.
    pub const fn year(year: i16) -> Self {
        Self { year, month: None, day: None, circa: false, until_year: None }
    }

    /// Whether year, month and day are all known.
    pub const fn is_full(&self) -> bool {
        self.month.is_some() && self.day.is_some() && self.until_year.is_none()
    }
}

/// What an identity document is.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum DocumentKind {
    /// A national identity number: cédula, DNI, CURP, CPF.
    NationalId,
    /// A tax number: NIT, RUC, RFC, CUIT, CNPJ.
    TaxId,
    /// A passport.
    Passport,
    /// Any other number.
    #[default]
    Other,
}

/// An identity document. Its number is personal data and stays out of `Debug`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// What it is.
    pub kind: DocumentKind,
    /// The number, as written.
    pub number: String,
    /// The issuing country, ISO 3166 alpha-2 in lower case.
    #[serde(default)]
    pub country: Option<String>,
}

impl fmt::Debug for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Document")
            .field("kind", &self.kind)
            .field("number", &"***")
            .field("country", &self.country)
            .finish()
    }
}

/// An entry of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Record {
    /// The publisher's id.
    pub id: String,
    /// What it is about.
    pub kind: EntityKind,
    /// Its names, the main one first.
    pub names: Vec<Name>,
    /// Every birth date that the list gives.
    pub birth_dates: Vec<PartialDate>,
    /// Nationality and other ties, ISO 3166 alpha-2 in lower case.
    pub countries: Vec<String>,
    /// The gender, where stated.
    pub gender: Option<Gender>,
    /// Identity documents.
    pub documents: Vec<Document>,
}

/// Who is looked for. Names and numbers stay out of `Debug`.
///
/// A person is given by `name` ("Given Surnames" or "SURNAMES, Given"), or better by `first_name`
/// and `last_name`, which leave no doubt about what is a surname.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Query {
    /// What is looked for; `Unknown` is compared with every kind.
    pub kind: EntityKind,
    /// The whole name.
    pub name: Option<String>,
    /// Given names.
    pub first_name: Option<String>,
    /// Surnames.
    pub last_name: Option<String>,
    /// The birth date.
    pub birth_date: Option<PartialDate>,
    /// The nationality, ISO 3166 alpha-2 in lower case.
    pub country: Option<String>,
    /// The gender.
    pub gender: Option<Gender>,
    /// Identity documents.
    pub documents: Vec<Document>,
}

impl fmt::Debug for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hidden = |present: bool| if present { "***" } else { "none" };
        f.debug_struct("Query")
            .field("kind", &self.kind)
            .field("name", &hidden(self.name.is_some()))
            .field("first_name", &hidden(self.first_name.is_some()))
            .field("last_name", &hidden(self.last_name.is_some()))
            .field("birth_date", &hidden(self.birth_date.is_some()))
            .field("country", &self.country)
            .field("gender", &self.gender)
            .field("documents", &self.documents.len())
            .finish()
    }
}

/// How names are compared.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Matching {
    /// Tolerates spelling, order, missing and joined tokens.
    #[default]
    Soft,
    /// The same tokens in any order; case and accents do not count.
    Exact,
}

/// How a search is made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// How names are compared.
    pub matching: Matching,
    /// The least name similarity of a hit.
    pub threshold: Score,
    /// The most hits that are returned.
    pub limit: usize,
}

impl Settings {
    /// The threshold that the engine is tuned for.
    pub const THRESHOLD: Score = Score::new(7_000);
}

impl Default for Settings {
    fn default() -> Self {
        Self { matching: Matching::Soft, threshold: Self::THRESHOLD, limit: 25 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_tells_nothing_personal() {
        let query = Query {
            name: Some("Lucía Ficticia Prueba".into()),
            last_name: Some("Ficticia".into()),
            birth_date: Some(PartialDate::full(1980, 5, 17)),
            documents: vec![Document {
                kind: DocumentKind::NationalId,
                number: "1000000001".into(),
                country: Some("co".into()),
            }],
            ..Query::default()
        };
        let shown = format!("{query:?} {:?}", query.documents);
        for personal in ["Luc", "Ficticia", "1980", "1000000001"] {
            assert!(!shown.contains(personal), "{personal} in {shown}");
        }
    }

    #[test]
    fn a_query_reads_with_fields_left_out() {
        let query: Query = serde_json::from_str(r#"{"kind":"person","name":"X"}"#).unwrap();
        assert_eq!(
            query,
            Query { kind: EntityKind::Person, name: Some("X".into()), ..Query::default() }
        );
    }
}
