//! Why a file is refused. A refused file changes nothing: the list that was loaded stays.

use super::Rejected;

/// Why a list could not be read. No message quotes what the file says about a person.
#[derive(Debug, thiserror::Error)]
pub enum FormatError {
    /// A file or its folder could not be opened or read.
    #[error("{file}: cannot be read")]
    Io {
        /// The file.
        file: String,
        /// What the system says.
        #[source]
        source: std::io::Error,
    },
    /// A file that the format needs is not there.
    #[error("{file}: is missing")]
    Missing {
        /// The file.
        file: String,
    },
    /// A file has no entries.
    #[error("{file}: is empty")]
    Empty {
        /// The file.
        file: String,
    },
    /// A file is far larger than such a list can be.
    #[error("{file}: is larger than {limit} bytes")]
    TooLarge {
        /// The file.
        file: String,
        /// The most bytes that are read.
        limit: u64,
    },
    /// A file is of another kind, or cut off.
    #[error("{file}, line {line}: {reason}")]
    NotThisFormat {
        /// The file.
        file: String,
        /// The line, from 1.
        line: u64,
        /// What shows it.
        reason: String,
    },
    /// A file is not well-formed XML, or asks for what such a list never needs.
    #[error("{file}, line {line}: {reason}")]
    Xml {
        /// The file.
        file: String,
        /// The line, from 1.
        line: u64,
        /// What is wrong.
        reason: String,
    },
    /// More than one row in a hundred cannot be used.
    #[error(
        "{rejected} of {rows} rows cannot be used; first {}, line {}: {}",
        first.file, first.line, first.reason
    )]
    TooManyRejected {
        /// How many rows were rejected.
        rejected: u64,
        /// How many rows were read.
        rows: u64,
        /// The first of them.
        first: Rejected,
    },
}

impl FormatError {
    pub(super) fn not_this(file: &str, line: u64, reason: impl Into<String>) -> Self {
        Self::NotThisFormat { file: file.to_owned(), line, reason: reason.into() }
    }
}
