//! Checks on the wire (contract: checks.md §3.2).

use accounts::Caller;
use kit::Time;
use kit::http::Decimal;
use serde::Serialize;
use sources::{Found, Lang};
use utoipa::ToSchema;

use crate::Checks;
use crate::http::words::{
    CompanyWord, CountryWord, IdentityWord, Moment, ReasonWord, ResultWord, SeverityWord,
    SourceStatusWord, StatusWord, SummaryWord, VehicleWord, WrongInputWord,
};
use crate::inputs::Subject;
use crate::model::{Check, NotAsked};
use crate::score::{Asked, Mark, ONE, Scored, SetScore, SourceStatus};

/// How much of a check is shown.
#[derive(Clone, Copy)]
pub enum Shown {
    /// All of it.
    Full,
    /// A short form without inputs, which are destroyed, with the time of its deletion.
    Deleted(Time),
}

/// A check with the paths to it.
#[derive(Serialize, ToSchema)]
pub struct CheckOutput {
    check: CheckView,
    /// The path of its details.
    #[serde(skip_serializing_if = "Option::is_none")]
    details: Option<String>,
    /// Its own path.
    #[serde(rename = "self")]
    own: String,
}

impl CheckOutput {
    pub fn of(checks: &Checks, check: &Check, caller: &Caller, shown: Shown) -> Self {
        let own = format!("/v1/checks/{}", check.id);
        let details = matches!(shown, Shown::Full).then(|| format!("{own}/details"));
        Self { check: CheckView::of(checks, check, caller, shown), details, own }
    }
}

/// One page of checks.
#[derive(Serialize, ToSchema)]
pub struct ChecksOutput {
    /// The checks, newest first.
    pub checks: Vec<CheckView>,
    /// The path of this page.
    #[serde(rename = "self")]
    pub own: String,
    /// The path of the next page, or empty.
    pub next: String,
}

/// A check. Inputs are answered under their own names; what was not given is left out.
#[derive(Serialize, ToSchema)]

pub struct CheckView {
    check_id: String,
    country: CountryWord,
    #[serde(rename = "type")]
    kind: &'static str,
    status: StatusWord,
    creation_date: Moment,
    update_date: Moment,
    #[serde(skip_serializing_if = "Option::is_none")]
    start_date: Option<Moment>,
    #[serde(skip_serializing_if = "Option::is_none")]
    deleted: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    delete_date: Option<Moment>,
    /// 0 (high risk) to 1 (low risk); −1 while nobody has been asked.
    score: Decimal<-1>,
    /// The score of what is tied to a document.
    id_score: Decimal<-1>,
    /// The score of what is tied to a name only.
    name_score: Decimal<-1>,
    /// `name_score` under its old name.
    homonym_score: Decimal<-1>,
    /// Ours: the share of the type's weight for which a source was really asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    coverage: Option<CoverageView>,
    /// Ours: the data sets of the type that were not asked, and why.
    #[serde(skip_serializing_if = "Option::is_none")]
    not_asked: Option<Vec<NotAskedView>>,
    /// Ours: inputs that the country asks for and that were not given.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    missing_inputs: Vec<&'static str>,
    /// Inputs that the document number contradicts.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    wrong_inputs: Vec<WrongInputView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    scores: Option<Vec<ScoreView>>,
    /// Only for keys of version 0: the part of `scores` that is tied to a name.
    #[serde(skip_serializing_if = "Option::is_none")]
    homonym_scores: Option<Vec<HomonymScoreView>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    statuses: Option<Vec<StatusView>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    summary: Option<SummaryView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    company_summary: Option<CompanySummaryView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    vehicle_summary: Option<VehicleSummaryView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    report_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    previous_check: Option<String>,
    #[serde(flatten)]
    given: Given,
}

macro_rules! given {
    ($($(#[$meta:meta])* $name:ident),* $(,)?) => {
        /// The inputs as they were given.
        #[derive(Default, Serialize, ToSchema)]
        pub struct Given { $(
            $(#[$meta])*
            #[serde(skip_serializing_if = "Option::is_none")]
            $name: Option<String>
        ),* }

        impl Given {
            fn of(check: &Check) -> Self {
                Self { $( $name: check.inputs.get(stringify!($name)).and_then(|value| echoed(stringify!($name), value)) ),* }
            }
        }
    };
}

given!(
    birth_certificate,
    certificate_folio,
    company_name,
    custom_input,
    #[schema(format = DateTime)]
    date_of_birth,
    diplomatic_id,
    driver_license,
    escrow,
    first_name,
    foreign_id,
    gender,
    imei,
    #[schema(format = DateTime)]
    issue_date,
    issue_number,
    last_name,
    license_plate,
    national_id,
    native_country,
    native_national_id,
    owner_document_id,
    owner_document_type,
    passport,
    payment_date,
    pep,
    phone_number,
    professional_card,
    ptp,
    region,
    state_id,
    tax_id,
    vehicle_id,
    verification_code,
);

/// Dates of birth and issue are moments on the wire, and the region of an answer is never `ALL`
/// (contract: checks.md §3.2).
fn echoed(name: &str, value: &str) -> Option<String> {
    match (name, value) {
        ("date_of_birth" | "issue_date", _) => Some(format!("{value}T00:00:00Z")),
        ("region", "ALL") => None,
        _ => Some(value.to_owned()),
    }
}

/// How much of the type was really asked, as shares of its weight.
#[derive(Serialize, ToSchema)]
pub struct CoverageView {
    overall: Decimal,
    by_id: Decimal,
    by_name: Decimal,
}

/// An input that is contradicted. The capital is the contract's.
#[derive(Serialize, ToSchema)]
pub struct WrongInputView {
    #[serde(rename = "Input")]
    input: WrongInputWord,
}

impl WrongInputView {
    const fn of(input: &'static str) -> Self {
        Self { input: WrongInputWord(input) }
    }
}

/// A data set that was not asked.
#[derive(Serialize, ToSchema)]
pub struct NotAskedView {
    data_set: &'static str,
    reason: ReasonWord,
}

/// One data set, scored.
#[derive(Serialize, ToSchema)]
pub struct ScoreView {
    data_set: &'static str,
    result: ResultWord,
    score: Decimal,
    severity: SeverityWord,
    by_id: MarkView,
    by_name: MarkView,
}

/// One axis of a data set.
#[derive(Serialize, ToSchema)]
pub struct MarkView {
    result: ResultWord,
    score: Decimal,
    severity: SeverityWord,
}

/// The part of a score that is tied to a name.
#[derive(Serialize, ToSchema)]
pub struct HomonymScoreView {
    data_set: &'static str,
    result: ResultWord,
    score: Decimal,
    severity: SeverityWord,
}

/// One source.
#[derive(Serialize, ToSchema)]
pub struct StatusView {
    /// Left out when the source was skipped.
    #[serde(skip_serializing_if = "Option::is_none")]
    data_set: Option<&'static str>,
    database_id: String,
    database_name: String,
    status: SourceStatusWord,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    invalid_inputs: Vec<String>,
}

/// What identity sources say of a person.
#[derive(Serialize, ToSchema)]
pub struct SummaryView {
    result: SummaryWord,
    /// Left out when no identity source was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    identity_status: Option<IdentityWord>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    names_found: Vec<NameFoundView>,
    update_date: Moment,
}

/// A name under which identity sources know the subject.
#[derive(Serialize, ToSchema)]
pub struct NameFoundView {
    first_name: String,
    last_name: String,
    count: i64,
}

/// What business sources say of a company.
#[derive(Serialize, ToSchema)]
pub struct CompanySummaryView {
    result: SummaryWord,
    /// Left out when the check is of a company and no business source was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    company_status: Option<CompanyWord>,
    update_date: Moment,
}

/// What vehicle sources say of a vehicle.
#[derive(Serialize, ToSchema)]
pub struct VehicleSummaryView {
    result: SummaryWord,
    /// Left out when the check is of a vehicle and no vehicle source was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    vehicle_status: Option<VehicleWord>,
    update_date: Moment,
}

impl CheckView {
    pub fn of(checks: &Checks, check: &Check, caller: &Caller, shown: Shown) -> Self {
        let scored = check.outcome.as_ref().map(|outcome| &outcome.scored);
        let full = matches!(shown, Shown::Full);
        let deleted_at = match shown {
            Shown::Deleted(at) => Some(at),
            Shown::Full => None,
        };
        let number = |pick: fn(&Scored) -> i64, before: i64| Decimal(scored.map_or(before, pick));
        let name_score = number(|scored| scored.name_score, 0);
        let whole = scored.filter(|_| full);
        let names_old = whole.filter(|_| caller.version.0 == 0 && check.subject == Subject::Person);
        let started = full && check.outcome.is_some();
        Self {
            check_id: check.id.to_string(),
            country: CountryWord(check.country.code()),
            kind: check.subject.word(),
            status: StatusWord(check.status.word()),
            creation_date: Moment::of(check.created_at),
            update_date: Moment::of(deleted_at.unwrap_or(check.updated_at)),
            start_date: check.started_at.map(Moment::of),
            deleted: deleted_at.map(|_| true),
            delete_date: deleted_at.map(Moment::of),
            score: number(|scored| scored.score, -ONE),
            id_score: number(|scored| scored.id_score, 0),
            name_score,
            homonym_score: name_score,
            coverage: scored.map(coverage),
            not_asked: scored.map(|scored| scored.not_asked.iter().map(NotAskedView::of).collect()),
            missing_inputs: match shown {
                Shown::Full => check.inputs.missing(check.subject, check.country),
                Shown::Deleted(_) => Vec::new(),
            },
            wrong_inputs: match shown {
                Shown::Full => check.wrong_inputs().into_iter().map(WrongInputView::of).collect(),
                Shown::Deleted(_) => Vec::new(),
            },
            scores: whole.map(|scored| scored.sets.iter().map(ScoreView::of).collect()),
            homonym_scores: names_old
                .map(|scored| scored.sets.iter().map(HomonymScoreView::of).collect()),
            statuses: check.outcome.as_ref().filter(|_| full).map(|outcome| {
                outcome.asked.iter().map(|asked| StatusView::of(checks, asked)).collect()
            }),
            summary: started.then(|| summary(check)),
            company_summary: started.then(|| company_summary(check)),
            vehicle_summary: started.then(|| vehicle_summary(check)),
            report_id: check.report.map(|id| id.to_string()),
            previous_check: check.previous.map(|id| id.to_string()),
            given: match shown {
                Shown::Full => Given::of(check),
                Shown::Deleted(_) => Given::default(),
            },
        }
    }
}

fn coverage(scored: &Scored) -> CoverageView {
    let coverage = &scored.coverage;
    CoverageView {
        overall: Decimal(coverage.overall),
        by_id: Decimal(coverage.by_id),
        by_name: Decimal(coverage.by_name),
    }
}

impl NotAskedView {
    fn of(one: &NotAsked) -> Self {
        Self { data_set: one.data_set.word(), reason: ReasonWord(one.reason.word()) }
    }
}

impl MarkView {
    fn of(mark: &Mark) -> Self {
        Self {
            result: ResultWord(mark.result.word()),
            score: Decimal(mark.score),
            severity: SeverityWord(mark.severity.word()),
        }
    }
}

impl ScoreView {
    fn of(set: &SetScore) -> Self {
        let MarkView { result, score, severity } = MarkView::of(&set.overall);
        Self {
            data_set: set.data_set.word(),
            result,
            score,
            severity,
            by_id: MarkView::of(&set.by_id),
            by_name: MarkView::of(&set.by_name),
        }
    }
}

impl HomonymScoreView {
    fn of(set: &SetScore) -> Self {
        let MarkView { result, score, severity } = MarkView::of(&set.by_name);
        Self { data_set: set.data_set.word(), result, score, severity }
    }
}

impl StatusView {
    fn of(checks: &Checks, asked: &Asked) -> Self {
        let skipped = asked.status == SourceStatus::Skipped;
        Self {
            data_set: (!skipped).then(|| asked.data_set.word()),
            database_id: asked.database.to_string(),
            database_name: checks.database_name(asked, Lang::Es),
            status: SourceStatusWord(asked.status.word()),
            invalid_inputs: asked.invalid_inputs.clone(),
        }
    }
}

/// `summary.result` is `skipped` and there is no `identity_status` when no identity source was
/// asked: a number that is well formed proves nothing about a person.
fn summary(check: &Check) -> SummaryView {
    let update_date = Moment::of(check.updated_at);
    let identity = check.outcome.as_ref().and_then(|outcome| outcome.identity());
    let (result, identity_status) = match identity {
        None if !check.status.is_final() => ("in_progress", None),
        None => ("skipped", None),
        Some(Found::Yes { .. }) => ("found", Some("found")),
        Some(Found::Dead) => ("found", Some("dead")),
        Some(Found::No) => ("not_found", Some("not_found")),
    };
    SummaryView {
        result: SummaryWord(result),
        identity_status: identity_status.map(IdentityWord),
        names_found: names_found(check),
        update_date,
    }
}

fn names_found(check: &Check) -> Vec<NameFoundView> {
    let mut names: Vec<NameFoundView> = Vec::new();
    let asked = check.outcome.iter().flat_map(|outcome| &outcome.asked);
    for found in asked.filter_map(|one| one.answer.as_ref()?.identity.as_ref()) {
        let Found::Yes { first_name, last_name } = found else {
            continue;
        };
        let same = names
            .iter_mut()
            .find(|one| one.first_name == *first_name && one.last_name == *last_name);
        match same {
            Some(same) => same.count += 1,
            None => names.push(NameFoundView {
                first_name: first_name.clone(),
                last_name: last_name.clone(),
                count: 1,
            }),
        }
    }
    names.sort_by_key(|one| -one.count);
    names
}

fn company_summary(check: &Check) -> CompanySummaryView {
    let about_it = check.subject == Subject::Company;
    CompanySummaryView {
        result: SummaryWord(other_result(check, about_it)),
        company_status: (!about_it).then_some(CompanyWord("not_found")),
        update_date: Moment::of(check.updated_at),
    }
}

fn vehicle_summary(check: &Check) -> VehicleSummaryView {
    let about_it = check.subject == Subject::Vehicle;
    VehicleSummaryView {
        result: SummaryWord(other_result(check, about_it)),
        vehicle_status: (!about_it).then_some(VehicleWord("not_found")),
        update_date: Moment::of(check.updated_at),
    }
}

/// No source of companies or vehicles is asked yet, and a summary says so.
fn other_result(check: &Check, about_it: bool) -> &'static str {
    if about_it && !check.status.is_final() { "in_progress" } else { "skipped" }
}
