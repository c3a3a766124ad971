//! The Checks API on the wire: create, list, get, details, delete.

mod create;
mod detail;
mod view;
mod words;

use ::http::{HeaderMap, StatusCode};
use ::jobs::Priority;
use accounts::Caller;
use axum::Json;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use kit::fields::{Broken, FieldValue, Text, Whole, parameter};
use kit::http::{ApiError, Body, GenericError, Query, UnauthorizedError};
use kit::{Error, Page, PageRequest};
use serde_json::{Value, json};
use sources::Lang;
use utoipa::IntoParams;
use utoipa::openapi::path::{Parameter, ParameterIn};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::details::details;
use crate::inputs::Subject;
use crate::model::{CheckId, ReportId, Status};
use crate::{Checks, Filter, Requested};

use create::CreateCheck;
use detail::CheckDetailsOutput;
use view::{CheckOutput, ChecksOutput, Shown};

/// The routes of checks.
pub fn router() -> OpenApiRouter<Checks> {
    OpenApiRouter::new()
        .routes(routes!(create_check, list_checks))
        .routes(routes!(get_check, delete_check))
        .routes(routes!(list_check_details))
}

const NOT_FOUND: Error = Error::NotFound { kind: "check" };

/// The id of a path; whatever is none is the id of no check.
fn check_id(raw: Result<Path<String>, PathRejection>) -> Result<CheckId, Error> {
    raw.ok().and_then(|Path(raw)| CheckId::parse(&raw)).ok_or(NOT_FOUND)
}

/// Create and queue a background check
///
/// Answers 201 when the check is durable and queued, and 200 with an earlier check when one with
/// the same inputs was made in the last 24 hours and nothing that it rests on has changed.
#[utoipa::path(
    post,
    path = "/v1/checks",
    operation_id = "createCheck",
    tag = "Checks",
    params(PriorityHeader),
    request_body(content(
        (CreateCheck = "application/x-www-form-urlencoded", example = json!(create::example())),
        (CreateCheck = "multipart/form-data"),
        (CreateCheck = "application/json"),
    )),
    responses(
        (status = 201, description = "A new check, durable and queued", body = CheckOutput, links(
            ("read" = (operation_id = "getCheck", parameters(("check_id" = "$response.body#/check/check_id")))),
            ("details" = (operation_id = "listCheckDetails", parameters(("check_id" = "$response.body#/check/check_id")))),
            ("delete" = (operation_id = "deleteCheck", parameters(("check_id" = "$response.body#/check/check_id")))),
        )),
        (status = 200, description = "An earlier check with the same inputs", body = CheckOutput),
        (status = 400, description = "An input breaks a rule", body = GenericError),
        (status = 401, description = "No valid key", body = UnauthorizedError),
        (status = 403, description = "The key may not do this", body = GenericError),
        (status = 413, description = "The body is too large", body = GenericError),
        (status = 503, description = "Not available just now; repeat it with the same Idempotency-Key", body = GenericError),
    ),
)]
async fn create_check(
    State(checks): State<Checks>,
    caller: Caller,
    headers: HeaderMap,
    Body(form): Body<CreateCheck>,
) -> Result<(StatusCode, Json<CheckOutput>), ApiError> {
    let new = form.into_new(priority(&headers)?)?;
    let (status, check) = match checks.request(&caller, new).await? {
        Requested::Created(check) => (StatusCode::CREATED, check),
        Requested::Reused(check) => (StatusCode::OK, check),
    };
    Ok((status, Json(CheckOutput::of(&checks, &check, &caller, Shown::Full))))
}

/// How `Truora-Priority` is described.
struct PriorityHeader;

impl IntoParams for PriorityHeader {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let schema = json!({
            "description": "low, medium or high; medium when absent",
            "type": "string",
            "enum": ["low", "medium", "high"],
        });
        vec![parameter("header", "Truora-Priority", schema, false)]
    }
}

/// `Truora-Priority` (contract: checks.md §3.1).
fn priority(headers: &HeaderMap) -> Result<Priority, Error> {
    match headers.get("truora-priority").map(|value| value.to_str().unwrap_or_default().trim()) {
        None | Some("medium") => Ok(Priority::Medium),
        Some("high") => Ok(Priority::High),
        Some("low") => Ok(Priority::Low),
        Some(_) => {
            Err(Error::invalid("Truora-Priority", "one_of", "needs one of low, medium, high"))
        }
    }
}

kit::form! {
    /// Which page of which checks.
    pub struct ListChecks {
        /// Those of a report.
        report_id: Option<ReportId>,
        /// The last id of the page before.
        start_key: Option<Text<64>>,
        /// How many on a page; 10 when absent.
        page_size: Option<Whole<1, 100>>,
        /// Those that stand somewhere.
        status: Option<Status>,
        /// Those of a type.
        check_type: Option<Text<64>>,
    }
}

impl FieldValue for ReportId {
    fn parse(raw: &str) -> Result<Self, Broken> {
        Self::parse(raw.trim()).ok_or_else(|| Broken::new("id", "needs RPT and 32 hex digits"))
    }
    fn schema() -> Value {
        json!({"type": "string", "pattern": "^RPT[0-9a-f]{32}$"})
    }
}

impl FieldValue for Status {
    fn parse(raw: &str) -> Result<Self, Broken> {
        Self::parse(raw.trim()).ok_or_else(|| Broken::one_of(&Self::EVERY.map(Self::word)))
    }
    fn schema() -> Value {
        json!({"type": "string", "enum": Self::EVERY.map(Self::word)})
    }
}

/// List checks of the account or report
///
/// Newest first.
#[utoipa::path(
    get,
    path = "/v1/checks",
    operation_id = "listChecks",
    tag = "Checks",
    params(ListChecks),
    responses(
        (status = 200, description = "One page", body = ChecksOutput),
        (status = 400, description = "A parameter breaks a rule", body = GenericError),
        (status = 401, description = "No valid key", body = UnauthorizedError),
        (status = 403, description = "The key may not do this", body = GenericError),
    ),
)]
async fn list_checks(
    State(checks): State<Checks>,
    caller: Caller,
    Query(query): Query<ListChecks>,
) -> Result<Json<ChecksOutput>, ApiError> {
    let size = query.page_size.map(|size| size.0 as usize);
    let start_key = query.start_key.map(Text::into_string);
    let page = PageRequest::new(start_key.clone(), size)?;
    let filter = Filter {
        report: query.report_id,
        status: query.status,
        check_type: query.check_type.map(Text::into_string),
    };
    let found = checks.list(&caller, &filter, &page).await?;
    let mut kept = Vec::new();
    if let Some(report) = filter.report {
        kept.push(format!("report_id={report}"));
    }
    if let Some(status) = filter.status {
        kept.push(format!("status={}", status.word()));
    }
    if let Some(kind) = filter.check_type.as_deref().filter(|kind| Subject::parse(kind).is_some()) {
        kept.push(format!("check_type={kind}"));
    }
    if let Some(size) = size {
        kept.push(format!("page_size={size}"));
    }
    let path = |start: Option<&str>| {
        let start = start.map(|key| format!("start_key={key}"));
        let query: Vec<String> = kept.iter().cloned().chain(start).collect();
        if query.is_empty() {
            "/v1/checks".to_owned()
        } else {
            format!("/v1/checks?{}", query.join("&"))
        }
    };
    Ok(Json(ChecksOutput {
        checks: found
            .items
            .iter()
            .map(|check| view::CheckView::of(&checks, check, &caller, Shown::Full))
            .collect(),
        own: path(start_key.as_deref().filter(|key| CheckId::parse(key).is_some())),
        next: found.next.as_deref().map(|key| path(Some(key))).unwrap_or_default(),
    }))
}

/// Read one check with scores
#[utoipa::path(
    get,
    path = "/v1/checks/{check_id}",
    operation_id = "getCheck",
    tag = "Checks",
    params(("check_id" = String, Path, description = "The check")),
    responses(
        (status = 200, description = "The check", body = CheckOutput),
        (status = 401, description = "No valid key", body = UnauthorizedError),
        (status = 403, description = "The key may not do this", body = GenericError),
        (status = 404, description = "No such check", body = GenericError),
    ),
)]
async fn get_check(
    State(checks): State<Checks>,
    caller: Caller,
    id: Result<Path<String>, PathRejection>,
) -> Result<Json<CheckOutput>, ApiError> {
    let check = checks.get(&caller, check_id(id)?).await?;
    Ok(Json(CheckOutput::of(&checks, &check, &caller, Shown::Full)))
}

/// Delete one check
///
/// Everything that it found is destroyed with it.
#[utoipa::path(
    delete,
    path = "/v1/checks/{check_id}",
    operation_id = "deleteCheck",
    tag = "Checks",
    params(("check_id" = String, Path, description = "The check")),
    responses(
        (status = 200, description = "The check as it was, in short", body = CheckOutput),
        (status = 401, description = "No valid key", body = UnauthorizedError),
        (status = 403, description = "The key may not do this", body = GenericError),
        (status = 404, description = "No such check", body = GenericError),
    ),
)]
async fn delete_check(
    State(checks): State<Checks>,
    caller: Caller,
    id: Result<Path<String>, PathRejection>,
) -> Result<Json<CheckOutput>, ApiError> {
    let (check, at) = checks.delete(&caller, check_id(id)?).await?;
    Ok(Json(CheckOutput::of(&checks, &check, &caller, Shown::Deleted(at))))
}

kit::form! {
    /// Which page of details, in which language.
    pub struct ListDetails {
        /// The language of labels; `es` when absent.
        lang: Option<Lang>,
        /// The last id of the page before.
        start_key: Option<Text<64>>,
        /// How many on a page; 10 when absent.
        page_size: Option<Whole<1, 100>>,
    }
}

/// Page through findings per source
#[utoipa::path(
    get,
    path = "/v1/checks/{check_id}/details",
    operation_id = "listCheckDetails",
    tag = "Checks",
    params(
        ("check_id" = String, Path, description = "The check"),
        ListDetails,
    ),
    responses(
        (status = 200, description = "One page", body = CheckDetailsOutput),
        (status = 400, description = "A parameter breaks a rule", body = GenericError),
        (status = 401, description = "No valid key", body = UnauthorizedError),
        (status = 403, description = "The key may not do this", body = GenericError),
        (status = 404, description = "No such check", body = GenericError),
    ),
)]
async fn list_check_details(
    State(checks): State<Checks>,
    caller: Caller,
    id: Result<Path<String>, PathRejection>,
    Query(query): Query<ListDetails>,
) -> Result<Json<CheckDetailsOutput>, ApiError> {
    let lang = query.lang.unwrap_or_default();
    let size = query.page_size.map(|size| size.0 as usize);
    let page = PageRequest::new(query.start_key.map(Text::into_string), size)?;
    let check = checks.get(&caller, check_id(id)?).await?;
    let mut rows = details(&check, lang);
    if let Some(key) = &page.start_key {
        let at = rows
            .iter()
            .position(|one| one.id.to_string() == *key)
            .ok_or_else(|| Error::invalid("start_key", "unknown", "is not a key of this list"))?;
        rows.drain(..=at);
    }
    let rows = Page::cut(rows, &page, |one| one.id.to_string());
    let own = format!("/v1/checks/{}/details", check.id);
    let more = size.map(|size| format!("&page_size={size}")).unwrap_or_default();
    let next = match &rows.next {
        Some(key) => format!("{own}?start_key={key}&lang={}{more}", lang.pick("es", "en", "pt")),
        None => String::new(),
    };
    let details = rows.items.iter().map(|one| detail::DetailView::of(&checks, &check, one, lang));
    Ok(Json(CheckDetailsOutput { details: details.collect(), own, next }))
}
