//! What a client can say about a subject, and what each country asks for.

use std::collections::BTreeMap;

use kit::{Country, Error, FieldError, Result, Time};
use screening::{DocumentKind, EntityKind, Gender, PartialDate};
use serde::{Deserialize, Serialize};
use sources::{Question, SubjectDocument, document_kind};

/// The three things that can be checked. A custom type is one of them with its own weights.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each variant is named for what is checked")]
pub enum Subject {
    Person,
    Company,
    Vehicle,
}

impl Subject {
    /// Each of them.
    pub const EVERY: [Self; 3] = [Self::Person, Self::Company, Self::Vehicle];

    /// The word on the wire.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Company => "company",
            Self::Vehicle => "vehicle",
        }
    }

    /// Who is screened: for a vehicle its owner.
    pub const fn entity(self) -> EntityKind {
        match self {
            Self::Company => EntityKind::Company,
            Self::Person | Self::Vehicle => EntityKind::Person,
        }
    }

    /// Reads the word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::EVERY.into_iter().find(|one| one.word() == word)
    }
}

/// Everything that was given, by the name of the input, normalised: dates as `YYYY-MM-DD`, the
/// rest trimmed. It has no `Debug`: it holds personal data.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inputs(BTreeMap<String, String>);

/// Inputs that say nothing about the subject and do not make a request another one.
const NOT_COMPARED: [&str; 1] = ["watch"];

impl Inputs {
    /// Notes an input.
    pub fn set(&mut self, name: &str, value: impl Into<String>) {
        self.0.insert(name.to_owned(), value.into());
    }

    /// An input by name.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// Whether an input was given.
    pub fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// All of them, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// One text for what makes two requests the same: equal texts, equal requests.
    pub fn compared(&self) -> String {
        let mut text = String::new();
        for (name, value) in self.iter().filter(|(name, _)| !NOT_COMPARED.contains(name)) {
            let value = folded(name, value);
            text.push_str(&format!("{name}={}:{value};", value.len()));
        }
        text
    }

    /// One text for whom the check is about: the first document that was given, else the name with
    /// the birth date.
    pub fn subject(&self) -> String {
        for name in DOCUMENTS.iter().map(|(name, _)| *name).chain(VEHICLE_KEYS) {
            if let Some(value) = self.get(name) {
                return format!("{name}={}", folded(name, value));
            }
        }
        ["first_name", "last_name", "company_name", "date_of_birth"]
            .iter()
            .map(|name| format!("{name}={};", folded(name, self.get(name).unwrap_or_default())))
            .collect()
    }

    /// Rules between inputs, and dates against the calendar (contract: checks.md §3.1).
    pub fn check(&self, subject: Subject, country: Country, now: Time) -> Result<()> {
        let mut errors = Vec::new();
        if self.has("native_national_id") && !self.has("native_country") {
            let reason = "is required with native_national_id";
            errors.push(FieldError::new("native_country", "required_with", reason));
        }
        for name in DOCUMENTS.iter().map(|(name, _)| *name).chain(VEHICLE_KEYS) {
            if self.get(name).is_some_and(|given| !given.chars().any(char::is_alphanumeric)) {
                errors.push(FieldError::new(name, "characters", "needs letters or digits"));
            }
        }
        for name in NAMES {
            if self.get(name).is_some_and(|given| !given.chars().any(char::is_alphabetic)) {
                errors.push(FieldError::new(name, "characters", "needs letters"));
            }
        }
        for name in ["date_of_birth", "issue_date"] {
            let future = self.get(name).is_some_and(|date| date > now.date().to_string().as_str());
            if future {
                errors.push(FieldError::new(name, "range", "must not be in the future"));
            }
        }
        if !self.identifies(subject) {
            let (field, reason) = match (subject, country) {
                (Subject::Person, Country::All) => {
                    ("first_name", "and last_name are required, or a document")
                }
                (Subject::Person, _) => (
                    "national_id",
                    "or another document, or first_name with last_name, is required",
                ),
                (Subject::Company, _) => ("tax_id", "or company_name is required"),
                (Subject::Vehicle, _) => {
                    ("license_plate", "or vehicle_id, or a document of the owner, is required")
                }
            };
            errors.push(FieldError::new(field, "required", reason));
        }
        if errors.is_empty() { Ok(()) } else { Err(Error::Invalid(errors)) }
    }

    /// Whether there is anything to search by.
    fn identifies(&self, subject: Subject) -> bool {
        let document = DOCUMENTS.iter().any(|(name, _)| self.has(name));
        let name = self.has("first_name") && self.has("last_name");
        match subject {
            Subject::Person => document || name,
            Subject::Company => document || self.has("company_name"),
            Subject::Vehicle => document || name || VEHICLE_KEYS.iter().any(|one| self.has(one)),
        }
    }

    /// The inputs that the contract asks for in a country and that were not given: the shortest
    /// such set where there are alternatives (contract: checks.md §3.3).
    pub fn missing(&self, subject: Subject, country: Country) -> Vec<&'static str> {
        required(subject, country)
            .iter()
            .map(|set| set.iter().copied().filter(|name| !self.has(name)).collect::<Vec<_>>())
            .min_by_key(Vec::len)
            .unwrap_or_default()
    }

    /// The question for the sources.
    pub fn question(&self, subject: Subject, country: Country) -> Question {
        let text = |name: &str| self.get(name).map(str::to_owned);
        Question {
            country,
            entity: subject.entity(),
            first_name: text("first_name"),
            last_name: text("last_name"),
            company_name: text("company_name"),
            birth_date: self.get("date_of_birth").and_then(partial_date),
            gender: match self.get("gender") {
                Some("male") => Some(Gender::Male),
                Some("female") => Some(Gender::Female),
                _ => None,
            },
            documents: self.documents(subject, country),
        }
    }

    fn documents(&self, subject: Subject, country: Country) -> Vec<SubjectDocument> {
        let entity = subject.entity();
        let given =
            DOCUMENTS.iter().filter_map(|(name, kind)| Some((*name, *kind, self.get(name)?)));
        given
            .filter(|(name, ..)| subject != Subject::Company || *name == "tax_id")
            .map(|(input, kind, given)| {
                let judged = document_kind(country, entity, input)
                    .map(|rule| identifiers::parse(country.code(), rule, given));
                let refused = matches!(judged, Some(Err(_)));
                let judged = judged.and_then(Result::ok);
                SubjectDocument { input, kind, given: given.to_owned(), judged, refused }
            })
            .collect()
    }
}

/// The inputs that are documents of a person or company, in the order in which they identify.
const DOCUMENTS: [(&str, DocumentKind); 10] = [
    ("national_id", DocumentKind::NationalId),
    ("tax_id", DocumentKind::TaxId),
    ("foreign_id", DocumentKind::NationalId),
    ("passport", DocumentKind::Passport),
    ("ptp", DocumentKind::NationalId),
    ("pep", DocumentKind::NationalId),
    ("diplomatic_id", DocumentKind::Other),
    ("owner_document_id", DocumentKind::NationalId),
    ("birth_certificate", DocumentKind::Other),
    ("professional_card", DocumentKind::Other),
];

const NAMES: [&str; 3] = ["first_name", "last_name", "company_name"];

const VEHICLE_KEYS: [&str; 2] = ["license_plate", "vehicle_id"];

fn folded(name: &str, value: &str) -> String {
    let document = DOCUMENTS.iter().any(|(one, _)| *one == name) || VEHICLE_KEYS.contains(&name);
    if document {
        value.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).collect()
    } else {
        value.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
    }
}

fn partial_date(text: &str) -> Option<PartialDate> {
    let date: jiff::civil::Date = text.parse().ok()?;
    Some(PartialDate {
        year: date.year(),
        month: u8::try_from(date.month()).ok(),
        day: u8::try_from(date.day()).ok(),
        circa: false,
        until_year: None,
    })
}

/// The sets of inputs that the contract marks as required (checks.md §3.3, in bold); any one set
/// is enough.
pub fn required(subject: Subject, country: Country) -> &'static [&'static [&'static str]] {
    use Country::{All, Br, Cl, Co, Cr, Mx, Pe};
    use Subject::{Company, Person, Vehicle};
    match (country, subject) {
        (All, Person | Vehicle) => &[&["first_name", "last_name"]],
        (All, Company) => &[&["company_name"]],
        (Cl, Person) => &[
            &["national_id"],
            &["foreign_id", "date_of_birth", "first_name", "last_name", "native_country"],
        ],
        (Cl, Vehicle) => &[
            &["national_id", "license_plate"],
            &[
                "foreign_id",
                "first_name",
                "last_name",
                "date_of_birth",
                "native_country",
                "license_plate",
            ],
        ],
        (Co, Person) => &[
            &["national_id"],
            &["foreign_id", "date_of_birth", "issue_date"],
            &["ptp", "date_of_birth", "issue_date"],
        ],
        (Co, Vehicle) => {
            &[&["national_id", "license_plate"], &["foreign_id", "license_plate", "issue_date"]]
        }
        (Mx, Person) => &[
            &["national_id"],
            &["first_name", "last_name", "state_id", "gender", "date_of_birth"],
            &["foreign_id"],
        ],
        (Br, Person) => &[&["national_id", "date_of_birth", "region"]],
        (Cr, Person) => &[&["national_id"], &["foreign_id"]],
        (Pe, Person) => &[&["national_id", "date_of_birth"], &["foreign_id", "phone_number"]],
        (Pe, Vehicle) => &[
            &["national_id", "date_of_birth", "license_plate"],
            &["foreign_id", "date_of_birth", "license_plate"],
        ],
        (Br | Cr | Mx, Vehicle) => &[&["license_plate"]],
        (Br | Co | Mx | Cl | Cr | Pe, Company) => &[&["tax_id"]],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inputs(pairs: &[(&str, &str)]) -> Inputs {
        let mut inputs = Inputs::default();
        for (name, value) in pairs {
            inputs.set(name, *value);
        }
        inputs
    }

    #[test]
    fn missing_inputs_follow_the_table_of_the_contract() {
        // checks.md §3.3
        let table: &[(Country, Subject, &[(&str, &str)], &[&str])] = &[
            (Country::Co, Subject::Person, &[("national_id", "1")], &[]),
            (
                Country::Co,
                Subject::Person,
                &[("first_name", "A"), ("last_name", "B")],
                &["national_id"],
            ),
            (
                Country::Co,
                Subject::Person,
                &[("ptp", "1"), ("issue_date", "2020-01-01"), ("date_of_birth", "1990-01-01")],
                &[],
            ),
            (Country::Br, Subject::Person, &[("national_id", "1")], &["date_of_birth", "region"]),
            (Country::Pe, Subject::Person, &[("national_id", "1")], &["date_of_birth"]),
            (Country::Cl, Subject::Person, &[("national_id", "1")], &[]),
            (Country::Cr, Subject::Person, &[("foreign_id", "1")], &[]),
            (
                Country::Mx,
                Subject::Person,
                &[
                    ("first_name", "A"),
                    ("last_name", "B"),
                    ("state_id", "DF"),
                    ("gender", "male"),
                    ("date_of_birth", "1990-01-01"),
                ],
                &[],
            ),
            (Country::All, Subject::Person, &[("first_name", "A")], &["last_name"]),
            (Country::All, Subject::Company, &[("company_name", "A")], &[]),
            (Country::Co, Subject::Company, &[("company_name", "A")], &["tax_id"]),
            (Country::Co, Subject::Vehicle, &[("license_plate", "ABC123")], &["national_id"]),
            (Country::Cr, Subject::Vehicle, &[("license_plate", "ABC123")], &[]),
        ];
        for (country, subject, given, missing) in table {
            assert_eq!(
                &inputs(given).missing(*subject, *country),
                missing,
                "{country} {subject:?}"
            );
        }
    }

    #[test]
    fn a_check_needs_something_to_search_by() {
        let now = Time::from_micros(1_772_463_845_000_000);
        let table: &[(Subject, &[(&str, &str)], &[(&str, &str)])] = &[
            (Subject::Person, &[], &[("national_id", "required")]),
            (Subject::Person, &[("first_name", "A")], &[("national_id", "required")]),
            (Subject::Person, &[("first_name", "A"), ("last_name", "B")], &[]),
            (Subject::Person, &[("passport", "AB1234")], &[]),
            (
                Subject::Company,
                &[("first_name", "A"), ("last_name", "B")],
                &[("tax_id", "required")],
            ),
            (Subject::Vehicle, &[("license_plate", "ABC123")], &[]),
            (
                Subject::Person,
                &[("national_id", "1"), ("date_of_birth", "2026-03-03")],
                &[("date_of_birth", "range")],
            ),
            (Subject::Person, &[("national_id", "1"), ("date_of_birth", "2026-03-02")], &[]),
            (
                Subject::Person,
                &[("national_id", "1"), ("native_national_id", "1")],
                &[("native_country", "required_with")],
            ),
        ];
        for (subject, given, wrong) in table {
            let found = match inputs(given).check(*subject, Country::Co, now) {
                Err(Error::Invalid(errors)) => errors,
                _ => Vec::new(),
            };
            let found: Vec<_> = found.iter().map(|e| (e.field.as_str(), e.rule)).collect();
            assert_eq!(&found, wrong);
        }
    }

    #[test]
    fn spelling_does_not_make_another_request_and_values_do() {
        let a = inputs(&[("national_id", "12.345.678-5"), ("first_name", "Lucía  Ana")]);
        let b =
            inputs(&[("national_id", "123456785"), ("first_name", "lucía ana"), ("watch", "1m")]);
        let c = inputs(&[("national_id", "123456786"), ("first_name", "lucía ana")]);
        assert_eq!(a.compared(), b.compared());
        assert_ne!(a.compared(), c.compared());
        assert_eq!(a.subject(), b.subject());
    }
}
