//! The one error that crosses crates. HTTP is unknown to it; `http::ApiError` gives it a status.

use std::error::Error as StdError;
use std::fmt;

/// The cause behind an error, kept for the log.
pub type Source = Box<dyn StdError + Send + Sync + 'static>;

/// The result of everything that can fail with [`Error`].
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What is wrong with one input, never the value that was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// The name of the input as the caller spells it.
    pub field: String,
    /// The rule that it breaks, a stable word: `required`, `max_length`, `date`, `one_of`, …
    pub rule: &'static str,
    /// The rule in a sentence fragment that follows the field's name: `needs YYYY-MM-DD`.
    pub reason: String,
}

impl FieldError {
    /// An error of `field` against `rule`.
    pub fn new(field: impl Into<String>, rule: &'static str, reason: impl Into<String>) -> Self {
        Self { field: field.into(), rule, reason: reason.into() }
    }
}

impl fmt::Display for FieldError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.field, self.reason)
    }
}

/// Why something could not be done.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The object does not exist for this caller.
    #[error("no {kind} with that id")]
    NotFound {
        /// What was looked for: `check`.
        kind: &'static str,
    },
    /// One or more inputs break a rule; all that were found are listed.
    #[error("{}", join(.0))]
    Invalid(Vec<FieldError>),
    /// The request contradicts the state of the object.
    #[error("{0}")]
    Conflict(String),
    /// The request is well formed and contradicts an earlier one that it refers to.
    #[error("{0}")]
    Unprocessable(String),
    /// No key, or one that is unknown, malformed or revoked.
    #[error("the key is missing or not valid")]
    Unauthorized,
    /// A valid key that may not do this.
    #[error("{0}")]
    Forbidden(String),
    /// The caller asks too often.
    #[error("too many requests")]
    TooMany,
    /// Too much of the caller's own work is under way.
    #[error("{0}")]
    Busy(String),
    /// The body is larger than what is taken.
    #[error("the body is larger than {limit} bytes")]
    TooLarge {
        /// The limit in bytes.
        limit: usize,
    },
    /// The lease of a job went to another worker; nothing of this run may be kept.
    #[error("the lease of this job was lost")]
    LeaseLost,
    /// A source or service outside of this process did not answer; trying again may help.
    #[error("{provider} did not answer")]
    Upstream {
        /// Who did not answer.
        provider: String,
        /// Why.
        #[source]
        source: Source,
    },
    /// The database could not take the work just now; trying again may help.
    #[error("the database is not available while {doing}")]
    Unavailable {
        /// What was being done, in lower case.
        doing: &'static str,
        /// Why.
        #[source]
        source: Source,
    },
    /// A fault of ours.
    #[error("{doing}")]
    Internal {
        /// What was being done, in lower case.
        doing: &'static str,
        /// Why.
        #[source]
        source: Source,
    },
}

impl Error {
    /// A single wrong input.
    pub fn invalid(
        field: impl Into<String>,
        rule: &'static str,
        reason: impl Into<String>,
    ) -> Self {
        Self::Invalid(vec![FieldError::new(field, rule, reason)])
    }

    /// A fault of ours while `doing` something.
    pub fn internal(doing: &'static str, source: impl Into<Source>) -> Self {
        Self::Internal { doing, source: source.into() }
    }

    /// Whether the same attempt may succeed later.
    pub fn is_transient(&self) -> bool {
        matches!(self, Self::Upstream { .. } | Self::Unavailable { .. })
    }

    /// The whole chain of causes on one line, for the log.
    pub fn chain(&self) -> String {
        let mut text = self.to_string();
        let mut next = self.source();
        while let Some(cause) = next {
            text.push_str(": ");
            text.push_str(&cause.to_string());
            next = cause.source();
        }
        text
    }
}

fn join(fields: &[FieldError]) -> String {
    fields.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}
