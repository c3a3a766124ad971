//! Imports: a file becomes a version of a list, whole or not at all.

use std::collections::HashMap;
use std::io::{Read as _, Write as _};
use std::path::Path;

use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use kit::{Error, Result, Time};
use serde::Serialize;
use sha2::{Digest, Sha256};
use store::Db;

use crate::formats::{self, Entry, Format, Parsed};

/// The most that the content of a list may unpack to: 1 GiB.
const UNPACKED_LIMIT: u64 = 1024 * 1024 * 1024;
/// A version with less than this share of the entries before it is refused unless it is forced: a
/// file that was cut in the middle looks like a list that shrank.
const LEAST_SHARE: f64 = 0.5;

/// The lists that can be imported, by the name that people type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each variant is named for its list")]
pub enum ListFormat {
    OfacSdn,
    OfacConsolidated,
    UnSecurityCouncil,
}

impl ListFormat {
    /// Every list.
    pub const EVERY: [Self; 3] = [Self::OfacSdn, Self::OfacConsolidated, Self::UnSecurityCouncil];

    /// The list's name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::OfacSdn => "ofac-sdn",
            Self::OfacConsolidated => "ofac-consolidated",
            Self::UnSecurityCouncil => "un-sc",
        }
    }

    /// The list of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::EVERY.into_iter().find(|list| list.name() == name)
    }

    const fn format(self) -> Format {
        match self {
            Self::OfacSdn => Format::OfacSdn,
            Self::OfacConsolidated => Format::OfacConsolidated,
            Self::UnSecurityCouncil => Format::UnConsolidated,
        }
    }

    /// The folder of the list inside a folder of lists.
    pub const fn folder(self) -> &'static str {
        match self {
            Self::OfacSdn | Self::OfacConsolidated => "ofac",
            Self::UnSecurityCouncil => "un",
        }
    }

    /// Reads the list from a file or folder of its publisher.
    pub fn read(self, path: &Path) -> Result<Parsed> {
        formats::read(self.format(), path).map_err(refused)
    }

    /// Reads the sample that ships in the binary: invented people in the publisher's format.
    pub fn sample(self) -> Result<Parsed> {
        formats::read_bytes(self.format(), formats::sample(self.format())).map_err(refused)
    }
}

fn refused(error: formats::FormatError) -> Error {
    Error::invalid("path", "format", error.to_string())
}

/// What an import did.
#[derive(Clone, Debug, Serialize)]
pub struct ImportReport {
    /// The list's name.
    pub list: String,
    /// The hash of its content.
    pub version: String,
    /// The date that the publisher states.
    pub published: Option<String>,
    /// Whether this very content was current already; nothing was written then.
    pub unchanged: bool,
    /// How many entries the list has now.
    pub entries: usize,
    /// How many rows were read, over all files.
    pub rows: u64,
    /// Entries that the version before did not have.
    pub added: usize,
    /// Entries that differ from the version before.
    pub changed: usize,
    /// Entries that only the version before had.
    pub gone: usize,
    /// Rows that were not loaded: file, line, reason.
    pub rejected: Vec<formats::Rejected>,
}

/// Makes a parsed file the current version of a list, in one transaction.
pub async fn import(
    db: &Db,
    list: ListFormat,
    parsed: Parsed,
    force: bool,
    now: Time,
) -> Result<ImportReport> {
    let name = list.name();
    let before = previous(db, name).await?;
    let lines = lines(&parsed.entries)?;
    let version = hex::encode(Sha256::digest(&lines))[..16].to_owned();
    let (added, changed, gone) = difference(&before.entries, &parsed.entries);
    let report = ImportReport {
        list: name.to_owned(),
        unchanged: before.version.as_deref() == Some(version.as_str()),
        version,
        published: parsed.published,
        entries: parsed.entries.len(),
        rows: parsed.rows,
        added,
        changed,
        gone,
        rejected: parsed.rejected,
    };
    if report.unchanged {
        return Ok(report);
    }
    let least = before.entries.len() as f64 * LEAST_SHARE;
    if (report.entries as f64) < least && !force {
        let reason = format!(
            "has {} entries where the current version has {}; nothing was changed (force it if the \
             list really shrank)",
            report.entries,
            before.entries.len()
        );
        return Err(Error::invalid("path", "shrank", reason));
    }
    let content = pack(&lines)?;
    let mut tx = db.write().await?;
    crate::store::insert(&mut tx, &report, before.version.as_deref(), content, now).await?;
    audit::about(None, format!("{name} {}", report.version));
    tx.note_change();
    tx.commit().await?;
    Ok(report)
}

#[derive(Default)]
struct Previous {
    version: Option<String>,
    entries: Vec<Entry>,
}

async fn previous(db: &Db, list: &str) -> Result<Previous> {
    let mut tx = db.read().await?;
    let heads = crate::store::current(&mut tx).await?;
    let Some((_, version)) = heads.into_iter().find(|(name, _)| name == list) else {
        return Ok(Previous::default());
    };
    let Some((_, content)) = crate::store::find(&mut tx, list, &version).await? else {
        return Ok(Previous::default());
    };
    Ok(Previous { version: Some(version), entries: unpack(&content)? })
}

fn difference(before: &[Entry], after: &[Entry]) -> (usize, usize, usize) {
    let old: HashMap<&str, &Entry> =
        before.iter().map(|entry| (entry.record.id.as_str(), entry)).collect();
    let (mut added, mut changed, mut kept) = (0, 0, 0);
    for entry in after {
        match old.get(entry.record.id.as_str()) {
            None => added += 1,
            Some(was) => {
                kept += 1;
                changed += usize::from(**was != *entry);
            }
        }
    }
    (added, changed, old.len().saturating_sub(kept))
}

fn lines(entries: &[Entry]) -> Result<Vec<u8>> {
    let mut lines = Vec::new();
    for entry in entries {
        serde_json::to_writer(&mut lines, entry)
            .map_err(|error| Error::internal("writing a list", error))?;
        lines.push(b'\n');
    }
    Ok(lines)
}

fn pack(lines: &[u8]) -> Result<Vec<u8>> {
    let mut packed = DeflateEncoder::new(Vec::new(), Compression::default());
    packed
        .write_all(lines)
        .and_then(|()| packed.finish())
        .map_err(|error| Error::internal("packing a list", error))
}

pub(crate) fn unpack(content: &[u8]) -> Result<Vec<Entry>> {
    let mut lines = Vec::new();
    DeflateDecoder::new(content)
        .take(UNPACKED_LIMIT)
        .read_to_end(&mut lines)
        .map_err(|error| Error::internal("unpacking a list", error))?;
    lines
        .split(|byte| *byte == b'\n')
        .filter(|line| !line.is_empty())
        .map(|line| {
            serde_json::from_slice(line).map_err(|error| Error::internal("reading a list", error))
        })
        .collect()
}
