//! Why a hit is a hit: everything that went into its two scores, as data.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{NameKind, Score};

mod build;
mod rules;
mod sentence;
mod tokens;

pub(crate) use build::hit;
pub use rules::{Cap, Reduction, Rule, Target};
pub use sentence::Lang;

/// The reasons of a hit. The same input gives the same bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Explanation {
    /// The name of the record that fitted best; empty when names were not compared.
    pub matched_name: String,
    /// How the record carries that name.
    pub name_kind: NameKind,
    /// Which tokens of the query stand for which of the record, in the order of the query.
    pub tokens: Vec<TokenMatch>,
    /// What each feature brought; they add up to the confidence in ten-thousandths.
    pub points: Vec<Point>,
    /// What speaks for the same person.
    pub agreed: Vec<Observation>,
    /// What speaks against it.
    pub against: Vec<Observation>,
    /// What could not be compared because one side does not tell.
    pub unknown: Vec<Fact>,
    /// What made the similarity a little smaller.
    pub reductions: Vec<Reduction>,
    /// Rules that held a score down.
    pub caps: Vec<Cap>,
    /// Facts that the record knows and the query lacks; equal, they would bring this confidence.
    pub would_confirm: Vec<Outlook>,
    /// The same facts; different, they would bring this confidence.
    pub would_clear: Vec<Outlook>,
}

/// The field of the query that a token comes from.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum QueryField {
    /// The whole name.
    #[default]
    Name,
    /// Given names.
    FirstName,
    /// Surnames.
    LastName,
}

/// A token of the query and the token of the record that it stands for.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenMatch {
    /// The text in the query, as written there.
    pub query: Option<String>,
    /// The text in the record, as written there.
    pub record: Option<String>,
    /// The field of the query that `query_span` counts in.
    pub query_field: QueryField,
    /// From and to in bytes of the query's field.
    pub query_span: Option<(usize, usize)>,
    /// From and to in bytes of the record's matched name.
    pub record_span: Option<(usize, usize)>,
    /// How the two agree.
    pub agreement: Agreement,
    /// How alike they are.
    pub score: Score,
}

impl fmt::Debug for TokenMatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenMatch")
            .field("query", &self.query.as_ref().map(|_| "***"))
            .field("record", &self.record)
            .field("query_span", &self.query_span)
            .field("record_span", &self.record_span)
            .field("agreement", &self.agreement)
            .field("score", &self.score)
            .finish()
    }
}

/// How two tokens agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Agreement {
    /// The same letters, whatever their case.
    Equal,
    /// The same once accents are left out and scripts are made Latin.
    Folded,
    /// Another form of the same name: Luiz and Luis, Pepe and José.
    Variant,
    /// The same sound in Spanish or Portuguese.
    Phonetic,
    /// An initial and the name that it can stand for.
    Initial,
    /// A few letters apart.
    Edited,
    /// One token on one side is two or three on the other.
    Joined,
    /// Only one side has it.
    Missing,
    /// Both sides have one in this place, and they are different.
    Different,
    /// A legal form of a company; never evidence.
    LegalForm,
}

/// What confidence is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Feature {
    /// How alike the names are.
    Name,
    /// How rare the tokens are that agree.
    Rarity,
    /// Whether the list calls the name weak or former.
    NameKind,
    /// The birth date.
    BirthDate,
    /// The country.
    Country,
    /// The gender.
    Gender,
    /// Identity documents.
    Document,
    /// A rule that holds the confidence down, see [`Explanation::caps`].
    Limit,
}

/// What one feature brought to the confidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Point {
    /// The feature.
    pub feature: Feature,
    /// Ten-thousandths of confidence, for (positive) or against (negative).
    pub points: i32,
}

/// Something that speaks for or against the same person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Observation {
    /// The whole name is the same.
    NameEqual,
    /// The name is alike.
    NameSimilar,
    /// The tokens that agree are rare.
    NameRare,
    /// The tokens that agree are common: many people share them.
    NameCommon,
    /// The list calls the name weak.
    NameWeak,
    /// The names are about different people.
    NameDisjoint,
    /// Surnames are different.
    SurnameDiffers,
    /// Second surnames are different.
    SecondSurnameDiffers,
    /// Given names are different.
    GivenNameDiffers,
    /// The words of the company name are different.
    WordsDiffer,
    /// Numbers or places in the name are different.
    NumberDiffers,
    /// Legal forms are different.
    LegalFormDiffers,
    /// Junior, Filho, Neto and the like are different.
    SuffixDiffers,
    /// Surnames come in the other order.
    SurnamesSwapped,
    /// Born on the same day.
    BirthDateEqual,
    /// Born in the same year, as far as it is known.
    BirthYearEqual,
    /// The same date with day and month in the other order.
    BirthDateTransposed,
    /// The dates are one typing mistake or one year apart.
    BirthDateNear,
    /// The dates are different, but not far apart.
    BirthDateDiffers,
    /// The dates are years apart.
    BirthDateConflict,
    /// The same country.
    CountryEqual,
    /// Different countries.
    CountryDiffers,
    /// The same gender.
    GenderEqual,
    /// Different genders.
    GenderDiffers,
    /// The same document number.
    DocumentEqual,
    /// Different numbers of the same document.
    DocumentDiffers,
}

/// A fact about a person that can be known or unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fact {
    /// The second surname.
    SecondSurname,
    /// The birth date.
    BirthDate,
    /// An identity document.
    Document,
    /// The country.
    Country,
    /// The gender.
    Gender,
}

/// The confidence that one more fact would bring.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outlook {
    /// The fact.
    pub fact: Fact,
    /// The confidence with it.
    pub confidence: Score,
}
