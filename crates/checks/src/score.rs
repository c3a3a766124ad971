//! Scores: a pure function of what the sources answered and the weights of the type.
//!
//! All arithmetic is in whole ten-thousandths, so that the same answers give the same bytes
//! everywhere (contract: checks.md §8).

use kit::Time;
use serde::{Deserialize, Serialize};
use sources::{Answer, Axis, DataSet, DatabaseId, Found, Kind, Severity};

use crate::model::{NotAsked, NotAskedReason, Status};
use crate::types::Weights;

/// One whole: a score of 1.
pub const ONE: i64 = 10_000;
/// The share of sources that may fail, in percent (contract: checks.md §7.1).
const MAY_FAIL_PERCENT: usize = 30;

/// Where one source of a check stands (contract: checks.md §7.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "each variant is named for its word in the contract")]
pub enum SourceStatus {
    NotStarted,
    Completed,
    Expired,
    Error,
    Delayed,
    Skipped,
}

impl SourceStatus {
    /// Every status.
    pub const EVERY: [Self; 6] = [
        Self::NotStarted,
        Self::Completed,
        Self::Expired,
        Self::Error,
        Self::Delayed,
        Self::Skipped,
    ];

    /// The word on the wire.
    pub const fn word(self) -> &'static str {
        match self {
            Self::NotStarted => "not_started",
            Self::Completed => "completed",
            Self::Expired => "expired",
            Self::Error => "error",
            Self::Delayed => "delayed",
            Self::Skipped => "skipped",
        }
    }
}

/// One source of a check, and what became of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Asked {
    /// The database.
    pub database: DatabaseId,
    /// The version of its data that was planned or answered with.
    pub version: String,
    /// What it answers for.
    pub data_set: DataSet,
    /// How it knows.
    pub kind: Kind,
    /// How often it was asked.
    pub attempts: i64,
    /// Where it stands.
    pub status: SourceStatus,
    /// Why it was skipped or failed.
    pub reason: Option<NotAskedReason>,
    /// The inputs that it lacks, when it was skipped for them.
    pub invalid_inputs: Vec<String>,
    /// What it said.
    pub answer: Option<Answer>,
    /// When it was last asked, in microseconds since the epoch.
    pub at: i64,
}

impl Asked {
    /// When it was last asked.
    pub const fn time(&self) -> Time {
        Time::from_micros(self.at)
    }

    /// Whether it counts as a source at all: facts derived from an input ask nobody.
    fn counts(&self) -> bool {
        self.kind != Kind::Derived && self.status != SourceStatus::Skipped
    }
}

/// What became of a data set on one axis, or of all of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "each variant is named for its word in the contract")]
pub enum SetResult {
    Pending,
    Found,
    NotFound,
    Error,
    Delayed,
    Ignored,
}

impl SetResult {
    /// Every result.
    pub const EVERY: [Self; 6] =
        [Self::Pending, Self::Found, Self::NotFound, Self::Error, Self::Delayed, Self::Ignored];

    /// The word on the wire.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Found => "found",
            Self::NotFound => "not_found",
            Self::Error => "error",
            Self::Delayed => "delayed",
            Self::Ignored => "ignored",
        }
    }
}

/// Result, severity and score together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// What was found.
    pub result: SetResult,
    /// How much it weighs.
    pub severity: Severity,
    /// The score in ten-thousandths.
    pub score: i64,
}

impl Mark {
    const IGNORED: Self = Self::of(SetResult::Ignored, Severity::Unknown);

    /// A result with the score that follows from its severity.
    pub const fn of(result: SetResult, severity: Severity) -> Self {
        Self { result, severity, score: severity_score(severity) }
    }
}

/// The score of a severity (contract: checks.md §8).
pub const fn severity_score(severity: Severity) -> i64 {
    match severity {
        Severity::Unknown | Severity::None => ONE,
        Severity::VeryLow => 8_000,
        Severity::Low => 6_000,
        Severity::Medium => 4_000,
        Severity::High => 2_000,
        Severity::VeryHigh => 0,
    }
}

/// One data set of the type, scored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetScore {
    /// The data set.
    pub data_set: DataSet,
    /// Both axes together.
    pub overall: Mark,
    /// What is tied to a document.
    pub by_id: Mark,
    /// What is tied to a name only.
    pub by_name: Mark,
}

/// The share of the type's weight for which a live source was really asked, in ten-thousandths.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coverage {
    /// On either axis.
    pub overall: i64,
    /// By document.
    pub by_id: i64,
    /// By name.
    pub by_name: i64,
}

/// A check, scored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scored {
    /// The global score in ten-thousandths; −10000 when nobody was asked.
    pub score: i64,
    /// The part that is tied to a document.
    pub id_score: i64,
    /// The part that is tied to a name only.
    pub name_score: i64,
    /// Every data set of the type.
    pub sets: Vec<SetScore>,
    /// How much of the type was really asked.
    pub coverage: Coverage,
    /// The data sets that were not, and why.
    pub not_asked: Vec<NotAsked>,
}

/// What came of a check so far.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    /// Every source of the plan.
    pub asked: Vec<Asked>,
    /// The scores that follow.
    pub scored: Scored,
}

impl Outcome {
    /// Scores what the sources answered. `closed` says that the check ends with this.
    pub fn of(asked: Vec<Asked>, weights: &Weights, closed: bool) -> Self {
        let scored = score(&asked, weights, closed);
        Self { asked, scored }
    }

    /// How the check ends: by the 70 % rule, and as an error when nobody was asked.
    pub fn closing_status(&self) -> Status {
        let counted = self.asked.iter().filter(|one| one.counts()).count();
        let failed = self
            .asked
            .iter()
            .filter(|one| one.counts())
            .filter(|one| matches!(one.status, SourceStatus::Error | SourceStatus::Expired))
            .count();
        if counted == 0 || failed * 100 > counted * MAY_FAIL_PERCENT {
            Status::Error
        } else {
            Status::Completed
        }
    }

    /// What the identity sources say: known if any knows the subject, unknown if one was asked and
    /// none does, and nothing if none was asked.
    pub fn identity(&self) -> Option<&Found> {
        identity(&self.asked)
    }
}

fn identity(asked: &[Asked]) -> Option<&Found> {
    let said = || {
        asked
            .iter()
            .filter(|one| one.counts())
            .filter_map(|one| one.answer.as_ref()?.identity.as_ref())
    };
    said().find(|found| **found != Found::No).or_else(|| said().next())
}

fn score(asked: &[Asked], weights: &Weights, closed: bool) -> Scored {
    let counted: Vec<&Asked> = asked.iter().filter(|one| one.counts()).collect();
    let mut sets: Vec<SetScore> =
        weights.keys().map(|set| set_score(*set, &of_set(&counted, *set))).collect();
    if closed && identity(asked) == Some(&Found::No) {
        fail_closed(&mut sets);
    }
    let sum = |pick: fn(&SetScore) -> i64| {
        let total: i64 = sets.iter().map(|set| weights[&set.data_set] * pick(set)).sum();
        rounded(total)
    };
    let covered = |by: fn(&[Axis]) -> bool| {
        let asked_for = |set: &&DataSet| {
            of_set(&counted, **set)
                .iter()
                .any(|one| one.answer.as_ref().is_some_and(|answer| by(&answer.asked)))
        };
        weights.keys().filter(asked_for).map(|set| weights[set]).sum()
    };
    let nobody = counted.iter().all(|one| one.answer.is_none());
    Scored {
        score: if nobody { -ONE } else { sum(|set| set.overall.score) },
        id_score: if nobody { 0 } else { sum(|set| set.by_id.score) },
        name_score: if nobody { 0 } else { sum(|set| set.by_name.score) },
        coverage: Coverage {
            overall: covered(|axes| !axes.is_empty()),
            by_id: covered(|axes| axes.contains(&Axis::Id)),
            by_name: covered(|axes| axes.contains(&Axis::Name)),
        },
        not_asked: weights.keys().filter_map(|set| not_asked(*set, asked)).collect(),
        sets,
    }
}

/// From hundred-millionths to ten-thousandths, rounded to three decimals.
const fn rounded(hundred_millionths: i64) -> i64 {
    (hundred_millionths + 50_000) / 100_000 * 10
}

fn of_set<'a>(asked: &[&'a Asked], set: DataSet) -> Vec<&'a Asked> {
    asked.iter().copied().filter(|one| one.data_set == set).collect()
}

fn set_score(data_set: DataSet, asked: &[&Asked]) -> SetScore {
    let by_id = axis_mark(Axis::Id, asked);
    let by_name = axis_mark(Axis::Name, asked);
    let overall = if asked.iter().any(|one| one.answer.is_some()) {
        together(data_set, by_id, by_name)
    } else {
        unanswered(asked)
    };
    SetScore { data_set, overall, by_id, by_name }
}

/// The lower of both axes; identity follows the document where it was asked by one.
fn together(data_set: DataSet, by_id: Mark, by_name: Mark) -> Mark {
    if by_id.result == SetResult::Ignored {
        return by_name;
    }
    if by_name.result == SetResult::Ignored || data_set == DataSet::PersonalIdentity {
        return by_id;
    }
    let found = [by_id.result, by_name.result].contains(&SetResult::Found);
    let result = if found { SetResult::Found } else { by_id.result };
    let severity = by_id.severity.max(by_name.severity);
    Mark { result, severity, score: by_id.score.min(by_name.score) }
}

/// No source of the set has answered: the most frequent reason why, which does not lower a score.
fn unanswered(asked: &[&Asked]) -> Mark {
    let count =
        |wanted: &[SourceStatus]| asked.iter().filter(|one| wanted.contains(&one.status)).count();
    let reasons = [
        (count(&[SourceStatus::Error, SourceStatus::Expired]), SetResult::Error),
        (count(&[SourceStatus::Delayed]), SetResult::Delayed),
        (count(&[SourceStatus::NotStarted]), SetResult::Pending),
    ];
    let most = reasons.iter().map(|(count, _)| *count).max().unwrap_or(0);
    match reasons.iter().find(|(count, _)| *count == most) {
        Some((1.., result)) => Mark::of(*result, Severity::None),
        _ => Mark::IGNORED,
    }
}

fn axis_mark(axis: Axis, asked: &[&Asked]) -> Mark {
    let answers: Vec<&Answer> = asked
        .iter()
        .filter_map(|one| one.answer.as_ref())
        .filter(|answer| answer.asked.contains(&axis))
        .collect();
    if answers.is_empty() {
        return Mark::IGNORED;
    }
    let findings = answers.iter().flat_map(|answer| &answer.findings);
    let worst = findings.filter(|found| found.axis == axis).map(|found| found.severity).max();
    let known =
        answers.iter().any(|one| matches!(one.identity, Some(Found::Yes { .. } | Found::Dead)));
    match worst {
        Some(severity) => Mark::of(SetResult::Found, severity),
        None if known => Mark::of(SetResult::Found, Severity::None),
        None => Mark::of(SetResult::NotFound, Severity::None),
    }
}

/// The subject does not exist, says a source that knows: nothing else that was asked can be
/// trusted to be about them (contract: checks.md §8, fail-closed rule).
fn fail_closed(sets: &mut [SetScore]) {
    let unanswered = [SetResult::Ignored, SetResult::Error, SetResult::Pending, SetResult::Delayed];
    for set in sets.iter_mut().filter(|set| !unanswered.contains(&set.overall.result)) {
        let severity = match set.data_set {
            DataSet::PersonalIdentity => Severity::VeryHigh,
            _ => Severity::Unknown,
        };
        for mark in [&mut set.overall, &mut set.by_id, &mut set.by_name] {
            if mark.result != SetResult::Ignored {
                *mark = Mark { result: SetResult::NotFound, severity, score: 0 };
            }
        }
    }
}

/// Why nobody was asked for a data set; none when somebody answered.
fn not_asked(data_set: DataSet, asked: &[Asked]) -> Option<NotAsked> {
    let of_set: Vec<_> =
        asked.iter().filter(|one| one.data_set == data_set && one.kind != Kind::Derived).collect();
    let open =
        |one: &&&Asked| matches!(one.status, SourceStatus::NotStarted | SourceStatus::Delayed);
    if of_set.iter().any(|one| one.answer.is_some()) || of_set.iter().find(open).is_some() {
        return None;
    }
    let reasons: Vec<_> = of_set.iter().filter_map(|one| one.reason).collect();
    use NotAskedReason::{InvalidInput, MissingInput, NoConsent, NoSource, SourceFailed};
    let reason = [SourceFailed, NoConsent, InvalidInput, MissingInput]
        .into_iter()
        .find(|reason| reasons.contains(reason))
        .unwrap_or(NoSource);
    Some(NotAsked { data_set, reason })
}

#[cfg(test)]
mod tests;
