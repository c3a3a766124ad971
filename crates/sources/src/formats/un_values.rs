//! Names, dates, places and documents of the UN list, which are partly free text.

use screening::{Document, DocumentKind, PartialDate};

use super::lines::tidy;
use super::ofac_documents::{country, normal};
use super::un::join;
use super::xml::Element;
use super::{countries, dates};

/// The names in a text: several may stand between semicolons, and one in another script in
/// parentheses. Explanations in parentheses are left out.
pub(super) fn names(text: &str) -> Vec<String> {
    let mut outside = String::with_capacity(text.len());
    let mut inside = Vec::new();
    if is_flat(text) {
        let other_script = is_other_script(text.split('(').next().unwrap_or_default());
        for (at, piece) in text.split(['(', ')']).enumerate() {
            if at % 2 == 0 {
                outside.push_str(piece);
            } else if piece.contains(char::is_alphabetic) && is_other_script(piece) != other_script
            {
                inside.extend(piece.split(';'));
            } else if is_part_of_name(piece) {
                outside.extend(["(", piece, ")"]);
            }
        }
    } else {
        outside.push_str(text);
    }
    for mark in [" b) ", " c) ", " d) "] {
        outside = outside.replace(mark, ";");
    }
    let names = outside.split(';').chain(inside).map(|name| tidy(without_birth(name)));
    names.filter(|name| !name.is_empty()).collect()
}

/// Whether every parenthesis is closed before the next one opens.
fn is_flat(text: &str) -> bool {
    let mut open = false;
    for c in text.chars().filter(|c| matches!(c, '(' | ')')) {
        if open == (c == '(') {
            return false;
        }
        open = !open;
    }
    !open
}

/// "NAME, born 1 Jan. 1960" ends with the name.
fn without_birth(name: &str) -> &str {
    let end =
        [", born ", " born in ", " born on "].iter().filter_map(|words| name.find(words)).min();
    &name[..end.unwrap_or(name.len())]
}

/// Whether most of the letters are not Latin.
fn is_other_script(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic());
    let (latin, other): (Vec<_>, Vec<_>) = letters.partition(|c| u32::from(*c) < 0x250);
    other.len() > latin.len()
}

/// Abbreviations and branches are, explanations such as "(birth name)" are not.
fn is_part_of_name(text: &str) -> bool {
    let opening = text.chars().next().is_some_and(char::is_uppercase);
    opening && text.len() <= 40 && !text.contains(|c: char| c.is_ascii_digit())
}

/// The date, where it can be compared, and the text to show.
pub(super) fn birth_date(element: &Element) -> (Option<PartialDate>, String) {
    let kind = element.child("TYPE_OF_DATE").to_ascii_uppercase();
    let note = element.child("NOTE");
    let [date, year, from, to] =
        ["DATE", "YEAR", "FROM_YEAR", "TO_YEAR"].map(|part| element.child(part));
    let stated = match (date.is_empty(), year.is_empty(), from.is_empty() || to.is_empty()) {
        (false, ..) => date.get(..10).unwrap_or(&date).to_owned(),
        (true, false, _) => year,
        (true, true, false) => format!("{from} to {to}"),
        (true, true, true) => String::new(),
    };
    let circa = kind == "APPROXIMATELY" || note.to_ascii_lowercase().starts_with("approx");
    let known = if stated.is_empty() { &note } else { &stated };
    let parsed = dates::parse(known).map(|date| PartialDate { circa: circa || date.circa, ..date });
    let shown = match (stated.is_empty(), kind == "APPROXIMATELY") {
        (false, true) => format!("circa {stated}"),
        _ => stated,
    };
    (parsed, with_note(shown, &note))
}

/// An address or a place of birth on one line.
pub(super) fn place(element: &Element) -> String {
    let parts = ["STREET", "CITY", "STATE_PROVINCE", "ZIP_CODE", "COUNTRY"];
    with_note(join(&parts.map(|part| element.child(part)), ", "), &element.child("NOTE"))
}

/// The document, where its number is clear, and the text to show.
pub(super) fn document(element: &Element) -> (Option<Document>, String) {
    let [kind, other_kind, number, note] =
        ["TYPE_OF_DOCUMENT", "TYPE_OF_DOCUMENT2", "NUMBER", "NOTE"].map(|part| element.child(part));
    let issuer = ["ISSUING_COUNTRY", "COUNTRY_OF_ISSUE"]
        .map(|part| element.child(part))
        .into_iter()
        .find(|country| !country.is_empty())
        .unwrap_or_default();
    let source = [&number, &other_kind, &note].into_iter().find(|text| has_digit(text));
    let found = source.and_then(|text| number_in(text)).map(|number| Document {
        kind: kind_of(&format!("{kind} {other_kind} {}", source.map_or("", |text| text))),
        number,
        country: countries::code(&issuer)
            .or_else(|| country(source?))
            .or_else(|| source?.split(',').next()?.split(' ').find_map(countries::code))
            .map(str::to_owned),
    });
    let date = element.child("DATE_OF_ISSUE");
    let issued = if date.is_empty() { date } else { format!("issued {date}") };
    let named = if other_kind.is_empty() { kind } else { other_kind };
    let shown = join(&[named, number], " ");
    let more = join(&[issued, element.child("CITY_OF_ISSUE"), issuer, note], ", ");
    (found, with_note(shown, &more))
}

fn kind_of(text: &str) -> DocumentKind {
    let text = text.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
    if has(&["fiscal", "tax"]) {
        DocumentKind::TaxId
    } else if has(&[
        "birth", "ration", "voter", "student", "driver", "driving", "military", "other",
    ]) {
        DocumentKind::Other
    } else if has(&["passport", "passeport", "pasaporte", "travel document", "laissez-passer"]) {
        DocumentKind::Passport
    } else if has(&["ident", "national", "ssn", "social security"]) {
        DocumentKind::NationalId
    } else {
        DocumentKind::Other
    }
}

/// The number in "Passport number AB 123 (Chile), issued in 1999": the words without small letters
/// around the first digit. A year of issue is no number.
fn number_in(text: &str) -> Option<String> {
    let text = text.split(", ").next().unwrap_or(text);
    let mut number = String::new();
    for word in text.split(['(', ')', ' ']) {
        let begun = has_digit(&number);
        let is_word = word.chars().filter(|c| c.is_lowercase()).count() >= 2;
        let is_marker = matches!(word, "No." | "no." | "No" | "N°" | "No.:");
        match (begun, is_word || is_marker) {
            (_, false) => number.push_str(word),
            (true, true) if is_marker => {}
            (true, true) => break,
            (false, true) if is_date_of(word) => return None,
            (false, true) => number.clear(),
        }
    }
    let number = normal(&number);
    (has_digit(&number) && (4..=24).contains(&number.len())).then_some(number)
}

fn is_date_of(word: &str) -> bool {
    ["issued", "born", "expired", "expires", "valid"].contains(&word)
}

fn has_digit(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_digit())
}

fn with_note(text: String, note: &str) -> String {
    match (text.is_empty(), note.is_empty()) {
        (_, true) => text,
        (true, false) => note.to_owned(),
        (false, false) => format!("{text} ({note})"),
    }
}
