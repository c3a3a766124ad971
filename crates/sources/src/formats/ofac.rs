//! The sanctions lists of the US Treasury (OFAC): four files without headers that belong together.
//!
//! The entries (12 columns), their other names (5), their addresses (6), and what did not fit into
//! the remarks (2). The first column of each is the number of the entry.

use std::collections::HashMap;

use screening::{EntityKind, NameKind};

use super::draft::Draft;
use super::entry::{Entry, Fact, Label};
use super::lines::tidy;
use super::table::{self, Row, Table};
use super::{FormatError, Parsed, Rejected, countries, ofac_remarks};

/// The bytes of the four files, each under its name. The last two may be absent.
pub(super) struct Files<'a> {
    pub(super) entries: (&'a str, &'a [u8]),
    pub(super) names: (&'a str, &'a [u8]),
    pub(super) addresses: (&'a str, Option<&'a [u8]>),
    pub(super) comments: (&'a str, Option<&'a [u8]>),
}

pub(super) fn read(files: &Files<'_>) -> Result<Parsed, FormatError> {
    let mut list = List::default();
    let entries: Table<12> = filled(files.entries.0, files.entries.1)?;
    let names: Table<5> = filled(files.names.0, files.names.1)?;
    let addresses: Option<Table<6>> =
        files.addresses.1.map(|bytes| filled(files.addresses.0, bytes)).transpose()?;
    let comments: Option<Table<2>> =
        files.comments.1.map(|bytes| table::read(files.comments.0, bytes)).transpose()?;

    list.take(files.entries.0, entries, List::entry);
    list.take(files.names.0, names, List::other_name);
    if let Some(addresses) = addresses {
        list.take(files.addresses.0, addresses, List::address);
    }
    if let Some(comments) = comments {
        list.take(files.comments.0, comments, List::comment);
    }
    Ok(list.finish())
}

fn filled<const N: usize>(file: &str, bytes: &[u8]) -> Result<Table<N>, FormatError> {
    let table = table::read(file, bytes)?;
    if table.rows.is_empty() {
        return Err(FormatError::Empty { file: file.to_owned() });
    }
    Ok(table)
}

/// Why a row is not used.
type Reason = &'static str;

const NO_NUMBER: Reason = "the entry number is not a number";
const NO_ENTRY: Reason = "there is no entry with this number";
const NO_NAME: Reason = "there is no name";

/// The entries while the files are read, found by their number.
#[derive(Default)]
struct List {
    entries: Vec<(Draft, String)>,
    by_number: HashMap<String, usize>,
    rejected: Vec<Rejected>,
    rows: u64,
}

impl List {
    /// Gives each row to the function; what is not used is reported in the order of the file.
    fn take<const N: usize>(
        &mut self,
        file: &str,
        table: Table<N>,
        mut use_row: impl FnMut(&mut Self, Row<N>) -> Result<(), Reason>,
    ) {
        self.rows += (table.rows.len() + table.rejected.len()) as u64;
        let mut rejected = table.rejected;
        for row in table.rows {
            let line = row.line;
            if let Err(reason) = use_row(self, row) {
                let (file, reason) = (file.to_owned(), reason.to_owned());
                rejected.push(Rejected { file, line, reason });
            }
        }
        rejected.sort_by_key(|row| row.line);
        self.rejected.append(&mut rejected);
    }

    fn entry(&mut self, row: Row<12>) -> Result<(), Reason> {
        let [number, name, kind, program, title, call_sign, vessel_type, rest @ ..] = row.tidy();
        let [tonnage, gross_tonnage, flag, owner, _] = rest;
        let [.., remarks] = row.fields;
        if number.is_empty() || !number.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(NO_NUMBER);
        }
        if self.by_number.contains_key(&number) {
            return Err("another entry has the same number");
        }
        let mut draft = Draft::new(&number, kind_of(&kind));
        draft.name(name, NameKind::Primary);
        if draft.record.names.is_empty() {
            return Err(NO_NAME);
        }
        for program in program.split("] [") {
            draft.fact(Label::Program, program.trim_matches(['[', ']', ' ']));
        }
        draft.belongs_to(countries::code(&flag));
        for (label, value) in [
            (Label::Title, title),
            (Label::VesselType, vessel_type),
            (Label::CallSign, call_sign),
            (Label::Tonnage, tonnage),
            (Label::GrossTonnage, gross_tonnage),
            (Label::Flag, flag),
            (Label::VesselOwner, owner),
        ] {
            draft.fact(label, value);
        }
        self.by_number.insert(number, self.entries.len());
        self.entries.push((draft, remarks));
        Ok(())
    }

    fn other_name(&mut self, row: Row<5>) -> Result<(), Reason> {
        let [number, _, kind, name, remarks] = row.tidy();
        let (draft, _) = self.numbered(&number)?;
        if !name.chars().any(char::is_alphanumeric) {
            return Err(NO_NAME);
        }
        let (kind, label) = match kind.as_str() {
            "fka" => (NameKind::Former, Label::FormerName),
            _ => (NameKind::Alias, Label::Alias),
        };
        draft.fact(label, with_note(name.clone(), &remarks));
        draft.name(name, kind);
        Ok(())
    }

    fn address(&mut self, row: Row<6>) -> Result<(), Reason> {
        let [number, _, street, city, country, remarks] = row.tidy();
        let (draft, _) = self.numbered(&number)?;
        draft.seated_in(countries::code(&country));
        let parts: Vec<_> =
            [street, city, country].into_iter().filter(|part| !part.is_empty()).collect();
        draft.fact(Label::Address, with_note(parts.join(", "), &remarks));
        Ok(())
    }

    /// The remarks are cut at a fixed length, often inside a word: the rest follows without a gap.
    fn comment(&mut self, row: Row<2>) -> Result<(), Reason> {
        let [number, more] = row.fields;
        let (_, remarks) = self.numbered(number.trim())?;
        remarks.push_str(&more);
        Ok(())
    }

    fn numbered(&mut self, number: &str) -> Result<&mut (Draft, String), Reason> {
        let at = *self.by_number.get(number).ok_or(NO_ENTRY)?;
        self.entries.get_mut(at).ok_or(NO_ENTRY)
    }

    fn finish(self) -> Parsed {
        let Self { entries, rejected, rows, .. } = self;
        let entries = entries.into_iter().map(|(draft, remarks)| finished(draft, &remarks));
        Parsed { entries: entries.collect(), rejected, rows, published: None }
    }
}

fn finished(mut draft: Draft, remarks: &str) -> Entry {
    let facts: Vec<Fact> = ofac_remarks::read(&tidy(remarks), &mut draft);
    draft.facts(facts);
    draft.finish()
}

/// An entry without a type is an organisation.
fn kind_of(text: &str) -> EntityKind {
    match text.to_ascii_lowercase().as_str() {
        "individual" => EntityKind::Person,
        "" | "entity" => EntityKind::Company,
        "vessel" => EntityKind::Vessel,
        "aircraft" => EntityKind::Aircraft,
        _ => EntityKind::Unknown,
    }
}

fn with_note(text: String, note: &str) -> String {
    match (text.is_empty(), note.is_empty()) {
        (_, true) => text,
        (true, false) => note.to_owned(),
        (false, false) => format!("{text} ({note})"),
    }
}

#[cfg(test)]
#[path = "ofac_tests.rs"]
mod tests;
