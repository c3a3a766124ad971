//! An entry while its rows come in.

use screening::{DocumentKind, EntityKind, Gender, Name, NameKind, PartialDate, Record};

use super::entry::{Entry, Fact, Label};

/// An entry in the making. Facts keep the order in which they are told; ties with countries are
/// kept apart, because how much they mean depends on what the entry is about.
#[derive(Default)]
pub(super) struct Draft {
    pub(super) record: Record,
    facts: Vec<Fact>,
    born_in: Vec<String>,
    seated_in: Vec<String>,
}

impl Draft {
    pub(super) fn new(id: &str, kind: EntityKind) -> Self {
        Self { record: Record { id: id.to_owned(), kind, ..Record::default() }, ..Self::default() }
    }

    /// Adds a fact, unless there is nothing to say.
    pub(super) fn fact(&mut self, label: Label, value: impl Into<String>) {
        let value = value.into();
        if !value.is_empty() {
            self.facts.push(Fact { label, value });
        }
    }

    pub(super) fn facts(&mut self, facts: Vec<Fact>) {
        self.facts.extend(facts);
    }

    pub(super) fn name(&mut self, text: impl Into<String>, kind: NameKind) {
        let text = text.into();
        if text.chars().any(char::is_alphanumeric) {
            self.record.names.push(Name { text, kind });
        }
    }

    pub(super) fn birth_date(&mut self, date: PartialDate) {
        if !self.record.birth_dates.contains(&date) && self.record.birth_dates.len() < MANY {
            self.record.birth_dates.push(date);
        }
    }

    pub(super) fn gender(&mut self, text: &str) {
        self.record.gender = match text.trim().to_ascii_lowercase().as_str() {
            "male" | "m" => Some(Gender::Male),
            "female" | "f" => Some(Gender::Female),
            _ => self.record.gender,
        };
    }

    /// A nationality, a citizenship or a flag.
    pub(super) fn belongs_to(&mut self, country: Option<&str>) {
        add(&mut self.record.countries, country);
    }

    pub(super) fn born_in(&mut self, country: Option<&str>) {
        add(&mut self.born_in, country);
    }

    pub(super) fn seated_in(&mut self, country: Option<&str>) {
        add(&mut self.seated_in, country);
    }

    /// The entry, with its ties in order of weight: nationality, the countries of its identity
    /// documents, the country of birth. An address ties a company; a person only when there is
    /// nothing better.
    pub(super) fn finish(self) -> Entry {
        let Self { mut record, facts, born_in, seated_in } = self;
        let person = record.kind == EntityKind::Person;
        for document in &record.documents {
            if !person || document.kind != DocumentKind::Other {
                add(&mut record.countries, document.country.as_deref());
            }
        }
        for country in &born_in {
            add(&mut record.countries, Some(country));
        }
        if !person || record.countries.is_empty() {
            for country in &seated_in {
                add(&mut record.countries, Some(country));
            }
        }
        Entry { record, facts }
    }
}

/// More birth dates than any list gives for one person.
const MANY: usize = 100;

fn add(countries: &mut Vec<String>, country: Option<&str>) {
    if let Some(country) = country
        && !countries.iter().any(|known| known == country)
    {
        countries.push(country.to_owned());
    }
}
