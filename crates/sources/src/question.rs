//! What a source is asked.

use kit::Country;
use screening::{DocumentKind, EntityKind, Gender, PartialDate};

/// A document of the subject, as it was given and as it was judged.
#[derive(Clone)]
pub struct SubjectDocument {
    /// The input that it came in: `national_id`.
    pub input: &'static str,
    /// What it is for screening.
    pub kind: DocumentKind,
    /// The number as given, only trimmed.
    pub given: String,
    /// The number as its issuer would write it, when it was judged valid.
    pub judged: Option<identifiers::Document>,
    /// Whether the issuer would refuse it; such a number is not asked by.
    pub refused: bool,
}

/// Who or what is asked about. It has no `Debug`: it holds personal data.
#[derive(Clone)]
pub struct Question {
    /// Where the check was asked for.
    pub country: Country,
    /// A person or a company.
    pub entity: EntityKind,
    /// Given names, for a person.
    pub first_name: Option<String>,
    /// Surnames, for a person.
    pub last_name: Option<String>,
    /// The name, for a company.
    pub company_name: Option<String>,
    /// When the person was born.
    pub birth_date: Option<PartialDate>,
    /// The person's sex as documents state it.
    pub gender: Option<Gender>,
    /// Documents that were given.
    pub documents: Vec<SubjectDocument>,
}

impl SubjectDocument {
    /// The number as it is asked by: as its issuer writes it, or as it was given.
    pub fn number(&self) -> &str {
        self.judged.as_ref().map_or(&self.given, |judged| judged.normalised())
    }

    /// Whether it is asked by: its issuer would accept it, and it can be compared.
    pub fn is_asked(&self) -> bool {
        !self.refused && screening::is_comparable(self.number())
    }
}

impl Question {
    /// Whether something can be asked by document.
    pub fn has_document(&self) -> bool {
        self.documents.iter().any(SubjectDocument::is_asked)
    }

    /// Whether something can be asked by name: a company's name, or a person's given names and
    /// surnames together, each with letters.
    pub fn has_name(&self) -> bool {
        let named = |name: &Option<String>| {
            name.as_ref().is_some_and(|name| name.chars().any(char::is_alphabetic))
        };
        match self.entity {
            EntityKind::Company => named(&self.company_name),
            _ => named(&self.first_name) && named(&self.last_name),
        }
    }
}
