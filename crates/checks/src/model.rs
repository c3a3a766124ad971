//! A check and its life.
//!
//! ```text
//! not_started --> in_progress --> completed | error
//!                     |   ^
//!                     v   |
//!                   delayed ----> completed | error
//! ```

use std::collections::BTreeMap;
use std::time::Duration;

use kit::{Country, Error, Result, TenantId, Time};
use serde::{Deserialize, Serialize};
use sources::{Consent, DataSet, DatabaseId, DerivedLabel, Evidence};

use crate::inputs::{Inputs, Subject};
use crate::score::Outcome;
use crate::types::Weights;

kit::id!(
    /// A check.
    CheckId,
    "CHK"
);

kit::id!(
    /// A report that groups checks.
    ReportId,
    "RPT"
);

/// How long an earlier check with the same inputs is answered again (contract: checks.md §15.6).
pub const REUSE_WINDOW: Duration = Duration::from_secs(24 * 3_600);

/// Where a check stands (contract: checks.md §7.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "each variant is named for its word in the contract")]
pub enum Status {
    NotStarted,
    InProgress,
    Delayed,
    Completed,
    Error,
}

impl Status {
    /// Every status.
    pub const EVERY: [Self; 5] =
        [Self::NotStarted, Self::InProgress, Self::Delayed, Self::Completed, Self::Error];

    /// The word on the wire.
    pub const fn word(self) -> &'static str {
        match self {
            Self::NotStarted => "not_started",
            Self::InProgress => "in_progress",
            Self::Delayed => "delayed",
            Self::Completed => "completed",
            Self::Error => "error",
        }
    }

    /// Reads the word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::EVERY.into_iter().find(|status| status.word() == word)
    }

    /// Whether nothing follows.
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Completed | Self::Error)
    }

    /// Goes on to another status, or says why that cannot be.
    pub fn to(self, next: Self) -> Result<Self> {
        let allowed = matches!(
            (self, next),
            (Self::NotStarted, Self::InProgress)
                | (Self::InProgress, Self::Delayed | Self::Completed | Self::Error)
                | (Self::Delayed, Self::InProgress | Self::Completed | Self::Error)
        );
        if allowed {
            return Ok(next);
        }
        Err(Error::Conflict(format!(
            "a check that is {} cannot become {}",
            self.word(),
            next.word()
        )))
    }
}

/// What a check was decided with, so that it can be done again from the same ground.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Basis {
    /// The release that planned and scored.
    pub engine: String,
    /// The weights of the type, in ten-thousandths.
    pub weights: Weights,
    /// The version of each source that was live.
    pub sources: BTreeMap<DatabaseId, String>,
    /// What was known of the subject's consent.
    pub consent: Consent,
}

/// A check.
#[derive(Clone)]
pub struct Check {
    /// Its id.
    pub id: CheckId,
    /// Whose it is.
    pub tenant: TenantId,
    /// Where the subject's documents are from.
    pub country: Country,
    /// What is checked.
    pub subject: Subject,
    /// Where it stands.
    pub status: Status,
    /// The report that it belongs to.
    pub report: Option<ReportId>,
    /// The latest earlier check of the same subject.
    pub previous: Option<CheckId>,
    /// The version of the key that asked.
    pub key_version: i64,
    /// The name of the key that asked.
    pub created_by: String,
    /// When it was asked for.
    pub created_at: Time,
    /// When it last changed.
    pub updated_at: Time,
    /// When its run began.
    pub started_at: Option<Time>,
    /// When sources that have not answered are given up.
    pub deadline: Time,
    /// What it was planned with.
    pub basis: Basis,
    /// What was given.
    pub inputs: Inputs,
    /// What came of it.
    pub outcome: Option<Outcome>,
}

impl Check {
    /// The inputs that a document number contradicts: a birth date or a sex other than the number
    /// tells (contract: checks.md §3.2, `wrong_inputs`).
    pub fn wrong_inputs(&self) -> Vec<&'static str> {
        let mut wrong = Vec::new();
        let asked = self.outcome.iter().flat_map(|outcome| &outcome.asked);
        for finding in asked.filter_map(|one| one.answer.as_ref()).flat_map(|one| &one.findings) {
            let Evidence::Derived { facts } = &finding.evidence else {
                continue;
            };
            for fact in facts {
                let input = match fact.label {
                    DerivedLabel::BirthDate => "date_of_birth",
                    DerivedLabel::Sex => "gender",
                    _ => continue,
                };
                let contradicts = self.inputs.get(input).is_some_and(|given| given != fact.value);
                if contradicts && !wrong.contains(&input) {
                    wrong.push(input);
                }
            }
        }
        wrong
    }
}

/// The longest run of a check where the tenant has no setting of its own
/// (contract: checks.md §10, retries off).
pub const fn max_duration(country: Country) -> Duration {
    let hours = match country {
        Country::Co | Country::Mx | Country::Pe | Country::Br => 3,
        Country::Cl | Country::All => 48,
        Country::Cr => 72,
    };
    Duration::from_secs(hours * 3_600)
}

/// Why a data set that has a place in the type was not asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "each variant is explained by its word and in docs/wire.md")]
pub enum NotAskedReason {
    NoSource,
    MissingInput,
    InvalidInput,
    NoConsent,
    SourceFailed,
}

impl NotAskedReason {
    /// Every reason.
    pub const EVERY: [Self; 5] = [
        Self::NoSource,
        Self::MissingInput,
        Self::InvalidInput,
        Self::NoConsent,
        Self::SourceFailed,
    ];

    /// The word on the wire.
    pub const fn word(self) -> &'static str {
        match self {
            Self::NoSource => "no_source",
            Self::MissingInput => "missing_input",
            Self::InvalidInput => "invalid_input",
            Self::NoConsent => "no_consent",
            Self::SourceFailed => "source_failed",
        }
    }
}

/// A data set that was not asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotAsked {
    /// The data set.
    pub data_set: DataSet,
    /// Why.
    pub reason: NotAskedReason,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_check_goes_only_where_its_life_leads() {
        // checks.md §7.1
        use Status::{Completed, Delayed, InProgress, NotStarted};
        let allowed = [
            (NotStarted, InProgress),
            (InProgress, Delayed),
            (InProgress, Completed),
            (InProgress, Status::Error),
            (Delayed, InProgress),
            (Delayed, Completed),
            (Delayed, Status::Error),
        ];
        for from in Status::EVERY {
            for to in Status::EVERY {
                assert_eq!(from.to(to).is_ok(), allowed.contains(&(from, to)), "{from:?} {to:?}");
            }
            assert_eq!(from.is_final(), !allowed.iter().any(|(start, _)| *start == from));
        }
    }

    #[test]
    fn default_durations_are_those_of_the_contract() {
        // checks.md §10
        for (country, hours) in [
            (Country::Co, 3),
            (Country::Mx, 3),
            (Country::Pe, 3),
            (Country::Br, 3),
            (Country::Cl, 48),
            (Country::All, 48),
            (Country::Cr, 72),
        ] {
            assert_eq!(max_duration(country), Duration::from_secs(hours * 3_600));
        }
    }
}
