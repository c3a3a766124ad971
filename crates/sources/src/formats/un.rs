//! The consolidated list of the United Nations Security Council.

use std::collections::HashSet;

use screening::{EntityKind, NameKind};

use super::draft::Draft;
use super::entry::{Entry, Label};
use super::xml::{self, Element};
use super::{FormatError, Parsed, Rejected, countries, dates, un_values};

const ROOT: &str = "CONSOLIDATED_LIST";

pub(super) fn read(file: &str, bytes: &[u8]) -> Result<Parsed, FormatError> {
    let mut parsed = Parsed::default();
    let mut known = HashSet::new();
    let stated = xml::read(file, bytes, (ROOT, "dateGenerated"), |record| {
        parsed.rows += 1;
        match entry(record, &mut known) {
            Ok(entry) => parsed.entries.push(entry),
            Err(reason) => parsed.rejected.push(Rejected {
                file: file.to_owned(),
                line: record.line,
                reason: reason.to_owned(),
            }),
        }
    })?;
    if parsed.rows == 0 {
        return Err(FormatError::Empty { file: file.to_owned() });
    }
    parsed.published = stated.map(|stated| day(&stated).to_owned());
    Ok(parsed)
}

/// The day of a time: `2026-02-27T00:00:09.554Z`.
fn day(time: &str) -> &str {
    time.split_once('T').map_or(time, |(day, _)| day)
}

fn entry(record: &Element, known: &mut HashSet<String>) -> Result<Entry, &'static str> {
    let kind = match record.name.as_str() {
        "INDIVIDUAL" => EntityKind::Person,
        "ENTITY" => EntityKind::Company,
        _ => return Err("it is neither an individual nor an entity"),
    };
    let reference = record.child("REFERENCE_NUMBER");
    let id = if reference.is_empty() { record.child("DATAID") } else { reference };
    if id.is_empty() {
        return Err("there is no reference number");
    }
    let mut draft = Draft::new(&id, kind);
    let parts = ["FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME"];
    let name = parts.map(|part| record.child(part));
    let mut names = un_values::names(&join(&name, " ")).into_iter();
    draft.name(names.next().unwrap_or_default(), NameKind::Primary);
    if draft.record.names.is_empty() {
        return Err("there is no name");
    }
    names.for_each(|name| draft.name(name, NameKind::Alias));
    if !known.insert(id) {
        return Err("another entry has the same reference number");
    }
    for element in &record.children {
        describe(element, &mut draft);
    }
    Ok(draft.finish())
}

/// Adds what an element says; elements that are not named here only serve the publisher.
fn describe(element: &Element, draft: &mut Draft) {
    match element.name.as_str() {
        "UN_LIST_TYPE" => draft.fact(Label::Program, element.text()),
        "REFERENCE_NUMBER" => draft.fact(Label::Reference, element.text()),
        "LISTED_ON" => draft.fact(Label::ListedOn, day(&element.text())),
        "LAST_DAY_UPDATED" => {
            let last = element.all("VALUE").map(Element::text).max().unwrap_or_default();
            draft.fact(Label::UpdatedOn, day(&last));
        }
        "TITLE" => values(element, Label::Title, draft),
        "DESIGNATION" => values(element, Label::Designation, draft),
        "NATIONALITY" => {
            for value in element.all("VALUE") {
                draft.belongs_to(countries::code(&value.text()));
            }
            values(element, Label::Nationality, draft);
        }
        "GENDER" => {
            draft.gender(&element.text());
            draft.fact(Label::Gender, element.text());
        }
        "NAME_ORIGINAL_SCRIPT" => {
            draft.name(element.text(), NameKind::Alias);
            draft.fact(Label::OriginalScript, element.text());
        }
        "INDIVIDUAL_ALIAS" | "ENTITY_ALIAS" => alias(element, draft),
        "INDIVIDUAL_DATE_OF_BIRTH" => {
            let (date, text) = un_values::birth_date(element);
            date.into_iter().for_each(|date| draft.birth_date(date));
            draft.fact(Label::BirthDate, text);
        }
        "INDIVIDUAL_PLACE_OF_BIRTH" => {
            draft.born_in(countries::code(&element.child("COUNTRY")));
            draft.fact(Label::BirthPlace, un_values::place(element));
        }
        "INDIVIDUAL_ADDRESS" | "ENTITY_ADDRESS" => {
            draft.seated_in(countries::code(&element.child("COUNTRY")));
            draft.fact(Label::Address, un_values::place(element));
        }
        "INDIVIDUAL_DOCUMENT" => {
            let (document, text) = un_values::document(element);
            draft.record.documents.extend(document);
            draft.fact(Label::Document, text);
        }
        "COMMENTS1" => draft.fact(Label::Remarks, element.text()),
        _ => {}
    }
}

fn values(element: &Element, label: Label, draft: &mut Draft) {
    for value in element.all("VALUE") {
        draft.fact(label, value.text());
    }
}

/// An alias may come with the birth of the identity it belongs to.
fn alias(element: &Element, draft: &mut Draft) {
    let note = element.child("NOTE");
    let quality = element.child("QUALITY").to_ascii_lowercase();
    let former = quality.starts_with("f.k.a") || note.contains("listed as");
    let (kind, label) = match quality.as_str() {
        _ if former => (NameKind::Former, Label::FormerName),
        "good" | "a.k.a." | "a.k.a" => (NameKind::Alias, Label::Alias),
        _ => (NameKind::Weak, Label::WeakAlias),
    };
    let text = element.child("ALIAS_NAME");
    for name in un_values::names(&text) {
        draft.name(name, kind);
    }
    dates::parse(&element.child("DATE_OF_BIRTH"))
        .into_iter()
        .for_each(|date| draft.birth_date(date));
    let birth = ["DATE_OF_BIRTH", "CITY_OF_BIRTH", "COUNTRY_OF_BIRTH"];
    let birth = join(&birth.map(|part| element.child(part)), ", ");
    let more = join(&[note, birth], "; ");
    match (text.is_empty(), more.is_empty()) {
        (true, _) => {}
        (false, true) => draft.fact(label, text),
        (false, false) => draft.fact(label, format!("{text} ({more})")),
    }
}

/// The parts that say something, joined.
pub(super) fn join(parts: &[String], separator: &str) -> String {
    let parts: Vec<_> = parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
    parts.join(separator)
}

#[cfg(test)]
#[path = "un_tests.rs"]
mod tests;
