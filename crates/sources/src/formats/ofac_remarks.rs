//! The remarks of an OFAC entry: a small language of parts between semicolons.
//!
//! `DOB 14 Mar 1961; alt. DOB circa 1960; POB Cali, Colombia; nationality Colombia; Gender Male;
//! Cedula No. 10000001 (Colombia); a.k.a. 'X'; Linked To: Y.` Whatever is not understood stays
//! a remark, so that nothing the publisher says is lost.

use screening::NameKind;

use super::draft::Draft;
use super::entry::{Fact, Label};
use super::{countries, dates, ofac_documents};

/// Reads the remarks into the entry. The facts are returned: they come after those of the other
/// files.
pub(super) fn read(remarks: &str, draft: &mut Draft) -> Vec<Fact> {
    let mut facts: Vec<Fact> = Vec::new();
    for part in without_full_stop(remarks).split(';').map(str::trim) {
        let part = without_alternative(part);
        if part.is_empty() || part == "-0-" {
            continue;
        }
        let continued = ["issued ", "expires ", "expired "];
        if let Some(last) = facts.last_mut()
            && last.label == Label::Document
            && continued.iter().any(|word| part.starts_with(word))
        {
            last.value.push_str("; ");
            last.value.push_str(part);
            continue;
        }
        let (label, value) = understand(part, draft);
        facts.push(Fact { label, value: value.to_owned() });
    }
    facts
}

fn understand<'a>(part: &'a str, draft: &mut Draft) -> (Label, &'a str) {
    if let Some(date) = after(part, &["DOB"]) {
        dates::parse(date).into_iter().for_each(|date| draft.birth_date(date));
        return (Label::BirthDate, date);
    }
    if let Some(place) = after(part, &["POB"]) {
        draft.born_in(countries::at_end_of(place));
        return (Label::BirthPlace, place);
    }
    if let Some(country) = after(part, &["nationality", "Nationality of Registration"]) {
        draft.belongs_to(countries::code(country));
        return (Label::Nationality, country);
    }
    if let Some(country) = after(part, &["citizen"])
        && let Some(code) = countries::code(country)
    {
        draft.belongs_to(Some(code));
        return (Label::Citizenship, country);
    }
    if let Some(gender) = after(part, &["Gender"]) {
        draft.gender(gender);
        return (Label::Gender, gender);
    }
    if let Some(name) = quoted(part, &["a.k.a. ", "n.k.a. "]) {
        draft.name(name, NameKind::Weak);
        return (Label::WeakAlias, name);
    }
    if let Some(name) = quoted(part, &["f.k.a. "]) {
        draft.name(name, NameKind::Former);
        return (Label::FormerName, name);
    }
    if let Some(name) = after(part, &["Linked To"]) {
        return (Label::LinkedTo, name);
    }
    if let Some(wallet) = after(part, &["Digital Currency Address -"]) {
        return (Label::DigitalWallet, wallet);
    }
    const CONTACTS: &[&str] = &[
        "Email Address",
        "Email",
        "Phone Number",
        "Phone No.",
        "Telephone",
        "PHONE",
        "Fax",
        "FAX",
        "TELEX",
        "Website",
    ];
    if after(part, CONTACTS).is_some() {
        return (Label::Contact, part);
    }
    match ofac_documents::read(part, draft.record.kind) {
        Some(mention) => {
            draft.record.documents.extend(mention.document);
            (Label::Document, part)
        }
        None => (Label::Remarks, part),
    }
}

/// What follows one of the words, past a colon or a space.
fn after<'a>(part: &'a str, words: &[&str]) -> Option<&'a str> {
    let rest = words.iter().find_map(|word| part.strip_prefix(word))?;
    let rest = rest.strip_prefix(':').or_else(|| rest.strip_prefix(' '))?.trim_start();
    (!rest.is_empty()).then_some(rest)
}

/// The name in `a.k.a. 'NAME'`; an apostrophe inside belongs to it.
fn quoted<'a>(part: &'a str, openings: &[&str]) -> Option<&'a str> {
    let rest = openings.iter().find_map(|opening| part.strip_prefix(opening))?;
    let name = rest.strip_prefix('\'')?.strip_suffix('\'')?;
    let inner = name.strip_prefix('\'').and_then(|name| name.strip_suffix('\''));
    Some(inner.unwrap_or(name).trim()).filter(|name| !name.is_empty())
}

fn without_alternative(part: &str) -> &str {
    part.strip_prefix("alt. ").or_else(|| part.strip_prefix("Alt. ")).unwrap_or(part).trim_start()
}

/// The full stop of the last part goes, the one of an abbreviation (`S.A.`) stays.
fn without_full_stop(remarks: &str) -> &str {
    let remarks = remarks.trim_end();
    let Some(text) = remarks.strip_suffix('.') else {
        return remarks;
    };
    let last = text.rsplit(' ').next().unwrap_or(text);
    let short = |piece: &str| (1..=2).contains(&piece.len()) && piece.is_ascii();
    let abbreviation = last.contains('.') && last.split('.').all(short);
    if abbreviation { remarks } else { text }
}

#[cfg(test)]
#[path = "ofac_remarks_tests.rs"]
mod tests;
