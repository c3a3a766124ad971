//! One table per rule of checks.md §5, §7 and §8.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use proptest::prelude::*;
use sources::Evidence;

use super::*;
use sources::Finding;

const IDENTITY: DataSet = DataSet::PersonalIdentity;
const CRIMINAL: DataSet = DataSet::CriminalRecord;
const WORLD: DataSet = DataSet::InternationalBackground;

fn weights() -> Weights {
    [(IDENTITY, 2_000), (CRIMINAL, 6_000), (WORLD, 2_000)].into_iter().collect()
}

fn asked(data_set: DataSet, status: SourceStatus) -> Asked {
    Asked {
        database: DatabaseId::of(&format!("{} {status:?}", data_set.word())),
        version: "1".to_owned(),
        data_set,
        kind: Kind::Connector,
        attempts: 1,
        status,
        reason: None,
        invalid_inputs: Vec::new(),
        answer: None,
        at: 0,
    }
}

fn answered(data_set: DataSet, axes: &[Axis], findings: &[(Axis, Severity)]) -> Asked {
    let finding = |(axis, severity): &(Axis, Severity)| Finding {
        axis: *axis,
        severity: *severity,
        evidence: Evidence::Derived { facts: Vec::new() },
    };
    let findings = findings.iter().map(finding).collect();
    let answer = Answer { asked: axes.to_vec(), findings, identity: None };
    Asked { answer: Some(answer), ..asked(data_set, SourceStatus::Completed) }
}

fn identity_says(found: Found) -> Asked {
    let mut one = answered(IDENTITY, &[Axis::Id], &[]);
    one.answer.as_mut().unwrap().identity = Some(found);
    one
}

fn known() -> Found {
    Found::Yes { first_name: "LUCÍA".into(), last_name: "FICTICIA PRUEBA".into() }
}

fn set_of(outcome: &Outcome, data_set: DataSet) -> SetScore {
    *outcome.scored.sets.iter().find(|set| set.data_set == data_set).unwrap()
}

#[test]
fn severities_have_the_scores_of_the_contract() {
    // checks.md §8
    for (severity, score) in [
        (Severity::Unknown, 10_000),
        (Severity::None, 10_000),
        (Severity::VeryLow, 8_000),
        (Severity::Low, 6_000),
        (Severity::Medium, 4_000),
        (Severity::High, 2_000),
        (Severity::VeryHigh, 0),
    ] {
        assert_eq!(severity_score(severity), score);
    }
}

#[test]
fn the_worst_finding_of_an_axis_counts_and_the_lower_axis_is_the_score() {
    // checks.md §8, "Overall data-set score"
    let both = &[Axis::Id, Axis::Name];
    for (findings, by_id, by_name, overall) in [
        (vec![], 10_000, 10_000, 10_000),
        (vec![(Axis::Id, Severity::High)], 2_000, 10_000, 2_000),
        (vec![(Axis::Name, Severity::Medium)], 10_000, 4_000, 4_000),
        (vec![(Axis::Name, Severity::Low), (Axis::Name, Severity::High)], 10_000, 2_000, 2_000),
        (vec![(Axis::Id, Severity::Low), (Axis::Name, Severity::VeryHigh)], 6_000, 0, 0),
        (vec![(Axis::Name, Severity::None)], 10_000, 10_000, 10_000),
    ] {
        let outcome = Outcome::of(vec![answered(WORLD, both, &findings)], &weights(), true);
        let set = set_of(&outcome, WORLD);
        assert_eq!(
            (set.by_id.score, set.by_name.score, set.overall.score),
            (by_id, by_name, overall)
        );
        let found = if findings.is_empty() { SetResult::NotFound } else { SetResult::Found };
        assert_eq!(set.overall.result, found);
    }
}

#[test]
fn an_axis_that_was_not_asked_is_ignored() {
    // checks.md §8, `ignored`
    let one = answered(WORLD, &[Axis::Name], &[(Axis::Name, Severity::High)]);
    let set = set_of(&Outcome::of(vec![one], &weights(), true), WORLD);
    assert_eq!(set.by_id, Mark::of(SetResult::Ignored, Severity::Unknown));
    assert_eq!(set.overall, Mark::of(SetResult::Found, Severity::High));
}

#[test]
fn identity_follows_the_document() {
    // checks.md §8, "except personal_identity, which follows by_id"
    let mut one = answered(IDENTITY, &[Axis::Id, Axis::Name], &[(Axis::Name, Severity::High)]);
    one.answer.as_mut().unwrap().identity = Some(known());
    let set = set_of(&Outcome::of(vec![one], &weights(), true), IDENTITY);
    assert_eq!(set.overall, Mark::of(SetResult::Found, Severity::None));
}

#[test]
fn the_global_score_is_the_weighted_average_to_three_decimals() {
    // checks.md §8, "Global = Σ weight × data-set score"
    let both = &[Axis::Id, Axis::Name];
    let world = answered(WORLD, both, &[(Axis::Name, Severity::Medium)]);
    let outcome = Outcome::of(vec![identity_says(known()), world], &weights(), true);
    assert_eq!(outcome.scored.score, 8_800);
    assert_eq!(outcome.scored.id_score, 10_000);
    assert_eq!(outcome.scored.name_score, 8_800);
    for (total, shown) in [(12_345_678, 1_230), (12_350_000, 1_240), (99_999_999, 10_000), (0, 0)] {
        assert_eq!(rounded(total), shown);
    }
}

#[test]
fn what_has_not_answered_does_not_lower_a_score() {
    // checks.md §8, `pending`, `delayed`, `error`
    for (status, result) in [
        (SourceStatus::NotStarted, SetResult::Pending),
        (SourceStatus::Delayed, SetResult::Delayed),
        (SourceStatus::Error, SetResult::Error),
        (SourceStatus::Expired, SetResult::Error),
    ] {
        let set = set_of(&Outcome::of(vec![asked(CRIMINAL, status)], &weights(), true), CRIMINAL);
        assert_eq!(set.overall, Mark::of(result, Severity::None), "{status:?}");
        assert_eq!(set.by_id.result, SetResult::Ignored);
    }
}

#[test]
fn the_rule_fails_closed_only_when_an_identity_source_says_no() {
    // checks.md §8, fail-closed rule; what was never asked stays ignored
    let world = || answered(WORLD, &[Axis::Id, Axis::Name], &[]);
    let closed = Outcome::of(vec![identity_says(Found::No), world()], &weights(), true);
    assert_eq!(set_of(&closed, IDENTITY).overall.severity, Severity::VeryHigh);
    assert_eq!(set_of(&closed, IDENTITY).overall.score, 0);
    assert_eq!(set_of(&closed, WORLD).overall.score, 0);
    assert_eq!(set_of(&closed, WORLD).overall.severity, Severity::Unknown);
    assert_eq!(set_of(&closed, CRIMINAL).overall.result, SetResult::Ignored);
    assert_eq!(closed.scored.score, 6_000);

    let open = |asked| Outcome::of(asked, &weights(), true).scored.score;
    assert_eq!(open(vec![identity_says(known()), world()]), ONE);
    assert_eq!(open(vec![world()]), ONE, "nobody was asked for identity");
    assert_eq!(open(vec![asked(IDENTITY, SourceStatus::Error), world()]), ONE);
    assert_eq!(open(vec![identity_says(Found::No), identity_says(known()), world()]), ONE);
    let running = Outcome::of(vec![identity_says(Found::No), world()], &weights(), false);
    assert_eq!(set_of(&running, WORLD).overall.score, ONE, "only when the check ends");
}

#[test]
fn a_check_ends_by_the_seventy_percent_rule() {
    // checks.md §7.1; skipped and derived sources do not count
    let good = || answered(WORLD, &[Axis::Name], &[]);
    let bad = |status| asked(CRIMINAL, status);
    for (good_ones, errors, expired, skipped, status) in [
        (1, 0, 0, 0, Status::Completed),
        (7, 3, 0, 0, Status::Completed),
        (7, 2, 1, 0, Status::Completed),
        (6, 2, 2, 0, Status::Error),
        (2, 1, 0, 0, Status::Error),
        (1, 0, 0, 9, Status::Completed),
        (0, 1, 0, 0, Status::Error),
        (0, 0, 0, 5, Status::Error),
        (0, 0, 0, 0, Status::Error),
    ] {
        let mut all: Vec<Asked> = (0..good_ones).map(|_| good()).collect();
        all.extend((0..errors).map(|_| bad(SourceStatus::Error)));
        all.extend((0..expired).map(|_| bad(SourceStatus::Expired)));
        all.extend((0..skipped).map(|_| bad(SourceStatus::Skipped)));
        let outcome = Outcome::of(all, &weights(), true);
        assert_eq!(outcome.closing_status(), status, "{good_ones} {errors} {expired} {skipped}");
    }
}

#[test]
fn derived_facts_establish_nothing() {
    let mut one = answered(IDENTITY, &[Axis::Id], &[(Axis::Id, Severity::None)]);
    one.kind = Kind::Derived;
    let outcome = Outcome::of(vec![one.clone()], &weights(), true);
    assert_eq!(set_of(&outcome, IDENTITY).overall, Mark::of(SetResult::Ignored, Severity::Unknown));
    assert_eq!(outcome.scored.coverage, Coverage::default());
    assert_eq!(outcome.scored.score, -ONE, "nobody was asked, so there is no score");
    assert_eq!(outcome.closing_status(), Status::Error);
    let with_list = Outcome::of(vec![one, answered(WORLD, &[Axis::Name], &[])], &weights(), true);
    assert!(with_list.scored.not_asked.iter().any(|one| one.data_set == IDENTITY));
}

#[test]
fn a_score_begins_with_the_first_answer() {
    for status in [
        SourceStatus::NotStarted,
        SourceStatus::Delayed,
        SourceStatus::Error,
        SourceStatus::Expired,
        SourceStatus::Skipped,
    ] {
        let scored = Outcome::of(vec![asked(CRIMINAL, status)], &weights(), true).scored;
        assert_eq!((scored.score, scored.coverage.overall), (-ONE, 0), "{status:?}");
    }
}

#[test]
fn coverage_is_the_weight_that_was_really_asked() {
    let outcome = Outcome::of(
        vec![
            answered(WORLD, &[Axis::Name], &[]),
            identity_says(known()),
            asked(CRIMINAL, SourceStatus::Error),
        ],
        &weights(),
        true,
    );
    let expected = Coverage { overall: 4_000, by_id: 2_000, by_name: 2_000 };
    assert_eq!(outcome.scored.coverage, expected);
}

#[test]
fn a_data_set_that_nobody_asked_says_why() {
    let skipped = |reason| Asked { reason: Some(reason), ..asked(CRIMINAL, SourceStatus::Skipped) };
    let failed = Asked {
        reason: Some(NotAskedReason::SourceFailed),
        ..asked(CRIMINAL, SourceStatus::Error)
    };
    use NotAskedReason::{InvalidInput, MissingInput, NoConsent, NoSource, SourceFailed};
    for (sources, reason) in [
        (vec![], Some(NoSource)),
        (vec![skipped(MissingInput)], Some(MissingInput)),
        (vec![skipped(MissingInput), skipped(InvalidInput)], Some(InvalidInput)),
        (vec![skipped(InvalidInput), skipped(NoConsent)], Some(NoConsent)),
        (vec![skipped(NoConsent), failed.clone()], Some(SourceFailed)),
        (vec![failed, answered(CRIMINAL, &[Axis::Id], &[])], None),
        (vec![asked(CRIMINAL, SourceStatus::Delayed)], None),
    ] {
        let scored = Outcome::of(sources, &weights(), true).scored;
        let found = scored.not_asked.iter().find(|one| one.data_set == CRIMINAL);
        assert_eq!(found.map(|one| one.reason), reason);
    }
}

fn any_severity() -> impl Strategy<Value = Severity> {
    (0..Severity::EVERY.len()).prop_map(|at| Severity::EVERY[at])
}

fn any_axis() -> impl Strategy<Value = Axis> {
    any::<bool>().prop_map(|id| if id { Axis::Id } else { Axis::Name })
}

proptest! {
    #[test]
    fn scores_stay_within_bounds_and_do_not_depend_on_order(
        findings in prop::collection::vec((any_axis(), any_severity()), 0..12),
        cut in 0_usize..12,
    ) {
        let cut = cut.min(findings.len());
        let both = &[Axis::Id, Axis::Name];
        let a = answered(WORLD, both, &findings[..cut]);
        let b = answered(CRIMINAL, both, &findings[cut..]);
        let one = Outcome::of(vec![a.clone(), b.clone()], &weights(), true).scored;
        let other = Outcome::of(vec![b, a], &weights(), true).scored;
        prop_assert_eq!(&one, &other);
        for score in [one.score, one.id_score, one.name_score] {
            prop_assert!((0..=ONE).contains(&score));
        }
        prop_assert!(one.score <= one.id_score.min(one.name_score));
    }

    #[test]
    fn one_more_finding_never_raises_the_score(
        findings in prop::collection::vec((any_axis(), any_severity()), 0..8),
        more in (any_axis(), any_severity()),
    ) {
        let both = &[Axis::Id, Axis::Name];
        let score = |findings: &[(Axis, Severity)]| {
            Outcome::of(vec![answered(WORLD, both, findings)], &weights(), true).scored.score
        };
        let before = score(&findings);
        let mut after = findings;
        after.push(more);
        prop_assert!(score(&after) <= before);
    }
}
