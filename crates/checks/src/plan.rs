//! The plan of a check: which sources are asked, which are skipped and why.

use std::collections::BTreeMap;
use std::sync::Arc;

use kit::Country;
use sources::{Consent, Cover, DatabaseId, Question, Source, Sources};

use crate::inputs::Subject;
use crate::model::NotAskedReason;
use crate::score::{Asked, SourceStatus};
use crate::types::Weights;

/// One source of the plan.
pub struct Step {
    /// The source.
    pub source: Arc<dyn Source>,
    /// Where it stands before anybody is asked.
    pub asked: Asked,
    /// The right to ask it; none when it is skipped.
    pub cover: Option<Cover>,
}

/// The live sources of a country and subject whose data set has a place in the type.
fn live(
    sources: &Sources,
    country: Country,
    subject: Subject,
    weights: &Weights,
) -> Vec<Arc<dyn Source>> {
    let mut live = sources.live(country, subject.word());
    live.retain(|source| weights.contains_key(&source.entry().data_set));
    live
}

/// The version of every source that a check would ask now.
pub fn versions(
    sources: &Sources,
    country: Country,
    subject: Subject,
    weights: &Weights,
) -> BTreeMap<DatabaseId, String> {
    live(sources, country, subject, weights)
        .into_iter()
        .map(|source| (source.entry().id(), source.version()))
        .collect()
}

/// Makes the plan (contract: checks.md §3.3, §7.2): a source whose inputs are missing or wrong, or
/// that needs a consent which was not given, is skipped; it never fails the check.
pub fn plan(
    sources: &Sources,
    country: Country,
    subject: Subject,
    weights: &Weights,
    consent: Consent,
    question: &Question,
) -> Vec<Step> {
    let steps = live(sources, country, subject, weights).into_iter().map(|source| {
        let entry = source.entry();
        let missing = source.missing(question);
        let cover = consent.cover(entry);
        let refused = |input: &&str| {
            question.documents.iter().any(|document| document.refused && document.input == *input)
        };
        let reason = if cover.is_none() {
            Some(NotAskedReason::NoConsent)
        } else if missing.is_empty() {
            None
        } else if missing.iter().any(refused) {
            Some(NotAskedReason::InvalidInput)
        } else {
            Some(NotAskedReason::MissingInput)
        };
        let asked = Asked {
            database: entry.id(),
            version: source.version(),
            attempts: 0,
            data_set: entry.data_set,
            kind: entry.kind,
            status: match reason {
                None => SourceStatus::NotStarted,
                Some(_) => SourceStatus::Skipped,
            },
            reason,
            invalid_inputs: missing.into_iter().map(str::to_owned).collect(),
            answer: None,
            at: 0,
        };
        let cover = cover.filter(|_| reason.is_none());
        Step { source, asked, cover }
    });
    steps.collect()
}
