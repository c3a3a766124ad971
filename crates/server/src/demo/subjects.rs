//! Whom the demo checks: chosen from the lists that are loaded, so that there is something to find.

use std::collections::BTreeMap;
use std::sync::Arc;

use screening::{DocumentKind, EntityKind, PartialDate, Record};
use sources::LoadedList;

/// One subject of the demo.
pub struct Subject {
    /// What the case shows.
    pub title: &'static str,
    /// The fields of the request.
    pub fields: Vec<(&'static str, String)>,
}

/// How many years after the listed person the namesake was born.
const YEARS_LATER: i16 = 31;

/// A clear person, one found by document, a namesake, a company.
pub fn choose(lists: &BTreeMap<String, Arc<LoadedList>>) -> Vec<Subject> {
    let records: Vec<&Record> =
        lists.get("ofac-sdn").map(|list| list.records().collect()).unwrap_or_default();
    let clear = Subject {
        title: "A person whom no list knows",
        fields: person("CO", "Valentina Inés", "Ejemplar Montenegro", "1991-07-23", "1032456789"),
    };
    let found = [by_document(&records), namesake(&records), company(&records)];
    std::iter::once(clear).chain(found.into_iter().flatten()).collect()
}

fn person(
    country: &str,
    first: &str,
    last: &str,
    born: &str,
    id: &str,
) -> Vec<(&'static str, String)> {
    vec![
        ("country", country.to_owned()),
        ("type", "person".to_owned()),
        ("first_name", first.to_owned()),
        ("last_name", last.to_owned()),
        ("date_of_birth", born.to_owned()),
        ("national_id", id.to_owned()),
        ("user_authorized", "true".to_owned()),
    ]
}

/// A listed name `SURNAMES, Given` with a full birth date.
fn named(record: &Record) -> Option<(&str, &str, &PartialDate)> {
    let (last, first) = record.names.first()?.text.split_once(", ")?;
    let born = record.birth_dates.first().filter(|born| born.day.is_some() && !born.circa)?;
    (record.kind == EntityKind::Person).then_some((first, last, born))
}

fn day(born: &PartialDate, years: i16) -> String {
    // The 28th exists in every month of every year.
    let day = born.day.unwrap_or(1).min(28);
    format!("{:04}-{:02}-{day:02}", born.year + years, born.month.unwrap_or(1))
}

/// A Colombian number of the list that its issuer would accept.
fn number<'a>(record: &'a Record, kind: DocumentKind, rule: &str) -> Option<&'a str> {
    let documents = record.documents.iter().filter(|document| document.kind == kind);
    documents
        .filter(|document| document.country.as_deref() == Some("co"))
        .map(|document| document.number.as_str())
        .find(|number| identifiers::parse("CO", rule, number).is_ok())
}

fn by_document(records: &[&Record]) -> Option<Subject> {
    records.iter().find_map(|record| {
        let (first, last, born) = named(record)?;
        let id = number(record, DocumentKind::NationalId, "cedula_ciudadania")?;
        Some(Subject {
            title: "A listed person, found by document",
            fields: person("CO", first, last, &day(born, 0), id),
        })
    })
}

fn namesake(records: &[&Record]) -> Option<Subject> {
    records.iter().find_map(|record| {
        let (first, last, born) = named(record)?;
        let foreign = record.documents.iter().all(|one| one.country.as_deref() != Some("co"));
        let plain = foreign && born.year < 1975 && last.contains(' ');
        plain.then(|| Subject {
            title: "A namesake, born a generation later",
            fields: person("CO", first, last, &day(born, YEARS_LATER), "1098765432"),
        })
    })
}

fn company(records: &[&Record]) -> Option<Subject> {
    records.iter().find_map(|record| {
        let name = &record.names.first()?.text;
        let id = number(record, DocumentKind::TaxId, "nit")?;
        (record.kind == EntityKind::Company).then(|| Subject {
            title: "A listed company",
            fields: vec![
                ("country", "CO".to_owned()),
                ("type", "company".to_owned()),
                ("company_name", name.clone()),
                ("tax_id", id.to_owned()),
                ("user_authorized", "true".to_owned()),
            ],
        })
    })
}
