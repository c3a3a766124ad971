//! Facts that follow from a document number alone.

use identifiers::{Holder, Note, Sex};
use kit::Country;
use screening::EntityKind;
use serde::{Deserialize, Serialize};

use crate::Cover;
use crate::catalogue::{Entry, Lang, Severity};
use crate::question::Question;
use crate::source::{Answer, Asking, Axis, Evidence, Finding, Source};

/// What an input holds in a country, for a person's, a foreigner's or a company's number: the name
/// under which `identifiers` judges it, or none where no rule is known.
pub fn document_kind(country: Country, entity: EntityKind, input: &str) -> Option<&'static str> {
    let company = entity == EntityKind::Company;
    match (country, input) {
        (Country::Br, "national_id") => Some("cpf"),
        (Country::Br, "tax_id") if company => Some("cnpj_alphanumeric"),
        (Country::Cl, "national_id" | "foreign_id" | "tax_id") => Some("rut"),
        (Country::Co, "national_id") => Some("cedula_ciudadania"),
        (Country::Co, "tax_id") => Some("nit"),
        (Country::Co, "foreign_id") => Some("cedula_extranjeria"),
        (Country::Co, "pep") => Some("pep"),
        (Country::Co, "ptp") => Some("ppt"),
        (Country::Cr, "national_id") => Some("cedula_fisica"),
        (Country::Cr, "foreign_id") => Some("dimex"),
        (Country::Cr, "tax_id") if company => Some("cedula_juridica"),
        (Country::Mx, "national_id") => Some("curp"),
        (Country::Mx, "tax_id") if company => Some("rfc_company"),
        (Country::Mx, "tax_id") => Some("rfc_person"),
        (Country::Pe, "national_id") => Some("dni"),
        (Country::Pe, "tax_id") => Some("ruc"),
        (Country::Pe, "foreign_id") => Some("carne_extranjeria"),
        (Country::Pe, "ptp") => Some("ptp"),
        _ => None,
    }
}

/// One fact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DerivedFact {
    /// What it tells.
    pub label: DerivedLabel,
    /// The value: a date, a word of this module, or a name.
    pub value: String,
    /// The input that it follows from.
    pub input: String,
}

/// What a number can tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "each variant is named for what it tells")]
pub enum DerivedLabel {
    Document,
    BirthDate,
    Sex,
    Region,
    Holder,
    Note,
}

impl DerivedLabel {
    /// The label for readers.
    pub const fn text(self, lang: Lang) -> &'static str {
        match self {
            Self::Document => {
                lang.pick("Número válido de", "Valid number of type", "Número válido de")
            }
            Self::BirthDate => {
                lang.pick("Fecha de nacimiento", "Date of birth", "Data de nascimento")
            }
            Self::Sex => lang.pick("Sexo", "Sex", "Sexo"),
            Self::Region => lang.pick("Lugar", "Place", "Lugar"),
            Self::Holder => lang.pick("Titular", "Holder", "Titular"),
            Self::Note => lang.pick("Observación", "Note", "Observação"),
        }
    }
}

/// What may be said beside a number that is taken, with the words that are kept.
const NOTES: [(Note, &str); 5] = [
    (Note::CenturyUnknown, "century_unknown"),
    (Note::CheckDigitNotRequired, "check_digit_not_required"),
    (Note::CheckDigitMismatch, "check_digit_mismatch"),
    (Note::SexFromRange, "sex_from_range"),
    (Note::OldForm, "old_form"),
];

const fn spoken(lang: Lang) -> identifiers::Lang {
    match lang {
        Lang::Es => identifiers::Lang::Es,
        Lang::En => identifiers::Lang::En,
        Lang::Pt => identifiers::Lang::Pt,
    }
}

impl DerivedFact {
    /// The value for readers.
    pub fn text(&self, lang: Lang) -> &str {
        match (self.label, self.value.as_str()) {
            (DerivedLabel::Sex, "male") => lang.pick("hombre", "male", "homem"),
            (DerivedLabel::Sex, "female") => lang.pick("mujer", "female", "mulher"),
            (DerivedLabel::Holder, "person") => lang.pick("persona", "person", "pessoa física"),
            (DerivedLabel::Holder, "company") => lang.pick("empresa", "company", "pessoa jurídica"),
            (DerivedLabel::Holder, "foreigner") => {
                lang.pick("persona extranjera", "foreigner", "pessoa estrangeira")
            }
            (DerivedLabel::Holder, "public") => {
                lang.pick("entidad pública", "public body", "órgão público")
            }
            (DerivedLabel::Note, word) => {
                let note = NOTES.into_iter().find(|(_, one)| *one == word);
                note.map_or(word, |(note, _)| note.explain(spoken(lang)))
            }
            (_, value) => value,
        }
    }
}

/// The source that tells them.
pub(crate) struct DerivedFacts {
    entry: Entry,
}

impl DerivedFacts {
    pub(crate) fn new(entry: &Entry) -> Self {
        Self { entry: entry.clone() }
    }
}

impl Source for DerivedFacts {
    fn entry(&self) -> &Entry {
        &self.entry
    }

    fn version(&self) -> String {
        env!("CARGO_PKG_VERSION").to_owned()
    }

    /// It lacks something only when a number was given that its issuer would refuse.
    fn missing(&self, question: &Question) -> Vec<&'static str> {
        if question.documents.iter().any(|document| document.judged.is_some()) {
            return Vec::new();
        }
        let refused: Vec<_> =
            question.documents.iter().filter(|doc| doc.refused).map(|doc| doc.input).collect();
        match question.entity {
            _ if !refused.is_empty() => refused,
            EntityKind::Company => vec!["tax_id"],
            _ => vec!["national_id"],
        }
    }

    fn ask<'a>(&'a self, _: Cover, question: &'a Question) -> Asking<'a> {
        let facts: Vec<_> = question
            .documents
            .iter()
            .filter_map(|document| Some((document.input, document.judged.as_ref()?)))
            .flat_map(|(input, judged)| facts(input, judged))
            .collect();
        let findings = vec![Finding {
            axis: Axis::Id,
            severity: Severity::None,
            evidence: Evidence::Derived { facts },
        }];
        let answer = Answer { asked: vec![Axis::Id], findings, identity: None };
        Box::pin(std::future::ready(Ok(answer)))
    }
}

fn facts(input: &str, document: &identifiers::Document) -> Vec<DerivedFact> {
    let told = document.facts();
    let fact = |label, value: String| DerivedFact { label, value, input: input.to_owned() };
    let mut facts = vec![fact(DerivedLabel::Document, document.kind().replace('_', " "))];
    if let Some((year, month, day)) = told.birth_date {
        facts.push(fact(DerivedLabel::BirthDate, format!("{year:04}-{month:02}-{day:02}")));
    }
    match told.sex {
        Some(Sex::Male) => facts.push(fact(DerivedLabel::Sex, "male".to_owned())),
        Some(Sex::Female) => facts.push(fact(DerivedLabel::Sex, "female".to_owned())),
        _ => {}
    }
    if let Some(region) = &told.region {
        facts.push(fact(DerivedLabel::Region, region.name.to_string()));
    }
    let holder = match told.holder {
        Some(Holder::Person) => Some("person"),
        Some(Holder::Company) => Some("company"),
        Some(Holder::Foreigner) => Some("foreigner"),
        Some(Holder::Public) => Some("public"),
        _ => None,
    };
    if let Some(holder) = holder {
        facts.push(fact(DerivedLabel::Holder, holder.to_owned()));
    }
    if let Some((_, word)) = NOTES.into_iter().find(|(note, _)| Some(*note) == told.note) {
        facts.push(fact(DerivedLabel::Note, word.to_owned()));
    }
    facts
}
