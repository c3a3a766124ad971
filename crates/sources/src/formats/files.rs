//! Which files a format has, and where they are.

use std::fs;
use std::path::{Path, PathBuf};

use super::lines::MOST_BYTES;
use super::{Format, FormatError, ofac};

type Named<'a> = (&'a str, &'a [u8]);

impl Format {
    /// The files of the format. Those of OFAC are, in this order, the entries, their other names,
    /// their addresses, and the overflow of the remarks.
    pub const fn files(self) -> &'static [&'static str] {
        match self {
            Self::OfacSdn => &["sdn.csv", "alt.csv", "add.csv", "sdn_comments.csv"],
            Self::OfacConsolidated => {
                &["cons_prim.csv", "cons_alt.csv", "cons_add.csv", "cons_comments.csv"]
            }
            Self::UnConsolidated => &["consolidated.xml"],
        }
    }
}

/// Loads those files of the format that are in the folder.
pub(super) fn load(format: Format, path: &Path) -> Result<Vec<(String, Vec<u8>)>, FormatError> {
    if format == Format::UnConsolidated && path.is_file() {
        return Ok(vec![open(path)?]);
    }
    let mut inside = Vec::new();
    for entry in fs::read_dir(path).map_err(|source| unreadable(path, source))? {
        inside.push(entry.map_err(|source| unreadable(path, source))?.path());
    }
    inside.sort();
    let mut wanted: Vec<_> = format
        .files()
        .iter()
        .filter_map(|file| inside.iter().find(|path| name(path).eq_ignore_ascii_case(file)))
        .collect();
    if wanted.is_empty() && format == Format::UnConsolidated {
        wanted = only_xml(&inside);
    }
    wanted.into_iter().map(|path| open(path)).collect()
}

/// A single XML file is the list, whatever its name.
fn only_xml(inside: &[PathBuf]) -> Vec<&PathBuf> {
    let is_xml = |path: &&PathBuf| {
        path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("xml"))
    };
    let found: Vec<_> = inside.iter().filter(is_xml).collect();
    if found.len() == 1 { found } else { Vec::new() }
}

fn open(path: &Path) -> Result<(String, Vec<u8>), FormatError> {
    let failed = |source| unreadable(path, source);
    let size = fs::metadata(path).map_err(failed)?.len();
    within_limit(&name(path), size)?;
    Ok((name(path), fs::read(path).map_err(failed)?))
}

/// Refuses what would only fill the memory.
pub(super) fn within_limit(file: &str, size: u64) -> Result<(), FormatError> {
    if size > MOST_BYTES {
        let (file, limit) = (file.to_owned(), MOST_BYTES);
        return Err(FormatError::TooLarge { file, limit });
    }
    Ok(())
}

fn unreadable(path: &Path, source: std::io::Error) -> FormatError {
    FormatError::Io { file: name(path), source }
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

/// The four files of an OFAC list.
pub(super) fn ofac<'a>(
    format: Format,
    files: &[Named<'a>],
) -> Result<ofac::Files<'a>, FormatError> {
    let [entries, names, addresses, comments] = format.files() else {
        return Err(FormatError::Missing { file: "sdn.csv".to_owned() });
    };
    Ok(ofac::Files {
        entries: required(entries, files)?,
        names: required(names, files)?,
        addresses: (addresses, find(addresses, files).map(|(_, bytes)| bytes)),
        comments: (comments, find(comments, files).map(|(_, bytes)| bytes)),
    })
}

/// The file of the UN list: the one of that name, or the only one.
pub(super) fn un<'a>(files: &[Named<'a>]) -> Result<Named<'a>, FormatError> {
    match files {
        [only] => Ok(*only),
        _ => required(Format::UnConsolidated.files()[0], files),
    }
}

fn required<'a>(file: &'static str, files: &[Named<'a>]) -> Result<Named<'a>, FormatError> {
    find(file, files).ok_or_else(|| FormatError::Missing { file: file.to_owned() })
}

fn find<'a>(file: &str, files: &[Named<'a>]) -> Option<Named<'a>> {
    files.iter().copied().find(|(name, _)| name.eq_ignore_ascii_case(file))
}
