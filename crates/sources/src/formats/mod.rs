//! Sanctions lists in the formats of their publishers.
//!
//! [`read`] takes a folder as it was downloaded, [`read_bytes`] the same files in memory; both
//! return every entry, and every row that could not be used with its file and line. A file that is
//! not of the format, is cut off, or has too many unusable rows is refused as a whole: a bad
//! download must not replace a good list. Fetching and storing the lists is left to others.

mod countries;
mod dates;
mod draft;
mod entry;
mod error;
mod files;
mod lines;
mod ofac;
mod ofac_documents;
mod ofac_remarks;
mod samples;
mod table;
mod un;
mod un_values;
mod xml;

use std::path::Path;

use serde::{Deserialize, Serialize};

pub use countries::code as country_code;
pub use entry::{Entry, Fact, Label};
pub use error::FormatError;
pub use samples::sample;

/// A publisher's format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// The blocked persons of the US Treasury: `sdn.csv`, `alt.csv`, `add.csv`,
    /// `sdn_comments.csv`.
    OfacSdn,
    /// Its other sanctions lists: `cons_prim.csv`, `cons_alt.csv`, `cons_add.csv`,
    /// `cons_comments.csv`.
    OfacConsolidated,
    /// The list of the United Nations Security Council: `consolidated.xml`.
    UnConsolidated,
}

/// What a list holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Parsed {
    /// The listed subjects, in the publisher's order.
    pub entries: Vec<Entry>,
    /// The rows that could not be used.
    pub rejected: Vec<Rejected>,
    /// How many rows were read, over all files.
    pub rows: u64,
    /// The date that the publisher states, where it states one: `2026-02-27`.
    pub published: Option<String>,
}

/// A row that could not be used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rejected {
    /// The file.
    pub file: String,
    /// The line on which the row begins, from 1.
    pub line: u64,
    /// Why; it never quotes the row.
    pub reason: String,
}

/// Reads the list in a folder; file names may be in any letter case. For a list of one file, the
/// path may also be that file.
pub fn read(format: Format, path: &Path) -> Result<Parsed, FormatError> {
    let files = files::load(format, path)?;
    let files: Vec<_> = files.iter().map(|(name, bytes)| (name.as_str(), &bytes[..])).collect();
    read_bytes(format, &files)
}

/// Reads the list from files in memory, each with its name.
pub fn read_bytes(format: Format, files: &[(&str, &[u8])]) -> Result<Parsed, FormatError> {
    for (name, bytes) in files {
        files::within_limit(name, bytes.len() as u64)?;
    }
    let parsed = match format {
        Format::OfacSdn | Format::OfacConsolidated => ofac::read(&files::ofac(format, files)?)?,
        Format::UnConsolidated => {
            let (name, bytes) = files::un(files)?;
            un::read(name, bytes)?
        }
    };
    accept(parsed)
}

/// One unusable row in a hundred is the publisher's slip; more is a bad file.
fn accept(parsed: Parsed) -> Result<Parsed, FormatError> {
    let rejected = parsed.rejected.len() as u64;
    match parsed.rejected.first() {
        Some(first) if rejected.saturating_mul(100) > parsed.rows => {
            Err(FormatError::TooManyRejected { rejected, rows: parsed.rows, first: first.clone() })
        }
        _ => Ok(parsed),
    }
}

#[cfg(test)]
mod tests;
