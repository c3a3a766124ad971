//! The one router: every `/v1/…` path on every host, with or without the name of a surface.

use std::sync::Arc;
use std::time::{Duration, Instant};

use accounts::http::authenticate;
use axum::Json;
use axum::Router;
use axum::extract::{MatchedPath, Request, State};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY,
    X_CONTENT_TYPE_OPTIONS,
};
use http::{HeaderName, HeaderValue, Method, StatusCode, Uri};
use kit::Error;
use kit::http::{ApiError, OverTls};
use serde_json::json;
use tower::Layer as _;
use tower::util::{MapRequest, MapRequestLayer};
use tower_http::catch_panic::CatchPanicLayer;
use tracing::{Instrument as _, info, info_span};
use utoipa::openapi::security::{ApiKey, ApiKeyValue, SecurityScheme};
use utoipa::openapi::{InfoBuilder, OpenApiBuilder, SecurityRequirement};
use utoipa_axum::router::OpenApiRouter;

use crate::app::App;
use crate::audited::{Audited, audited};
use crate::describe;
use crate::idempotency::idempotent;
use crate::limits::{bounded, limited};
use crate::settings::Role;

/// How long a request may take.
const TIME_LIMIT: Duration = Duration::from_secs(30);
/// The id of a request, the caller's own or a new one.
pub(crate) const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// Answers hold personal data: nobody keeps, guesses or frames them.
const SECURITY: [(HeaderName, &str); 4] = [
    (CACHE_CONTROL, "no-store"),
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (REFERRER_POLICY, "no-referrer"),
    (CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'"),
];
/// A client that spoke TLS once speaks nothing else for a year.
const ONLY_TLS: HeaderValue = HeaderValue::from_static("max-age=31536000");
/// The first segments that old hosts and proxies put before `/v1`.
const SURFACES: [&str; 6] =
    ["checks", "account", "identity", "connect", "validations", "checks-api"];

/// The service that a listener serves.
pub type Service = MapRequest<Router, fn(Request) -> Request>;

/// The service of a role: a worker answers only whether it is well.
pub fn service(app: &App, role: Role) -> Service {
    let rewrite: fn(Request) -> Request = plain_path;
    let router = if role == Role::Worker { operation(app) } else { router(app) };
    MapRequestLayer::new(rewrite).layer(router)
}

fn api(app: &App) -> OpenApiRouter {
    let info = InfoBuilder::new()
        .title("Cotejo")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some("Background checks on your own server."))
        .build();
    let mut openapi = OpenApiBuilder::new().info(info).build();
    openapi.security =
        Some(vec![SecurityRequirement::new::<_, [&str; 0], &str>("TruoraApiKey", [])]);
    let components = openapi.components.get_or_insert_default();
    components.add_security_scheme(
        "TruoraApiKey",
        SecurityScheme::ApiKey(ApiKey::Header(ApiKeyValue::new("Truora-API-Key"))),
    );
    OpenApiRouter::with_openapi(openapi)
        .merge(checks::http::router().with_state(app.checks.clone()))
        .merge(accounts::http::router().with_state(app.accounts.clone()))
}

fn router(app: &App) -> Router {
    let (api, mut openapi) = api(app).split_for_parts();
    describe::layers(&mut openapi);
    let audit = Audited::new(app.audit.clone(), &openapi);
    let openapi = Arc::new(openapi);
    api.route_layer(from_fn_with_state(app.clone(), idempotent))
        .route_layer(from_fn_with_state(audit, audited))
        .route_layer(from_fn_with_state(app.limits.clone(), limited))
        .route_layer(from_fn_with_state(app.accounts.clone(), authenticate))
        .route("/openapi.json", get(move || std::future::ready(Json((*openapi).clone()))))
        .merge(operation(app))
        .method_not_allowed_fallback(unknown)
        .fallback(unknown)
        .layer(CatchPanicLayer::custom(|_| failed()))
        .layer(from_fn(in_time))
        .layer(from_fn_with_state(app.limits.clone(), bounded))
        .layer(from_fn(observed))
}

fn operation(app: &App) -> Router {
    Router::new()
        .route("/healthz", get(|| std::future::ready(Json(json!({"status": "ok"})))))
        .route("/readyz", get(ready))
        .with_state(app.clone())
}

/// Ready when the database answers.
async fn ready(State(app): State<App>) -> Result<Response, ApiError> {
    app.db.ping().await?;
    let lists: Vec<_> = app
        .sources
        .lists()
        .current()
        .values()
        .map(|list| json!({"list": list.name, "version": list.version, "entries": list.len()}))
        .collect();
    Ok(Json(json!({"status": "ready", "lists": lists})).into_response())
}

/// An unknown path or method answers as the gateway of the contract does (identity.md §1).
async fn unknown() -> Response {
    (StatusCode::FORBIDDEN, Json(json!({"message": "Missing Authentication Token"})))
        .into_response()
}

fn failed() -> Response {
    let body = json!({"code": 10500, "http_code": 500, "message": "Internal error"});
    (StatusCode::INTERNAL_SERVER_ERROR, Json(body)).into_response()
}

/// Gives every request an id, and notes route, status and time: never a query or a body.
async fn observed(mut request: Request, next: Next) -> Response {
    let began = Instant::now();
    let id = request_id(&request);
    request.headers_mut().insert(REQUEST_ID, id.clone());
    let method = method(request.method());
    let tls = request.extensions().get::<OverTls>().is_some();
    let route = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned());
    let span = info_span!("request", request.id = id.to_str().unwrap_or_default());
    let mut response = next.run(request).instrument(span.clone()).await;
    let (status, took) = (response.status().as_u16(), began.elapsed());
    let route = route.unwrap_or_else(|| "unknown".to_owned());
    span.in_scope(|| {
        info!(
            http.method = method,
            http.route = route,
            http.status = status,
            took_ms = took.as_secs_f64() * 1_000.0,
            "request answered"
        );
    });
    let labels = [("method", method.to_owned()), ("route", route), ("status", status.to_string())];
    metrics::counter!("cotejo_http_requests_total", &labels).increment(1);
    metrics::histogram!("cotejo_http_request_seconds", &labels).record(took.as_secs_f64());
    let headers = response.headers_mut();
    headers.insert(REQUEST_ID, id);
    for (name, value) in SECURITY {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if tls {
        headers.insert(STRICT_TRANSPORT_SECURITY, ONLY_TLS);
    }
    response
}

/// A word out of a short list: what a caller makes up is neither logged nor counted.
fn method(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::DELETE => "DELETE",
        Method::PATCH => "PATCH",
        Method::HEAD => "HEAD",
        Method::OPTIONS => "OPTIONS",
        _ => "OTHER",
    }
}

/// Answers 503 when a request takes too long. What it did may have been kept: a client that repeats
/// it with the same `Idempotency-Key` is told.
async fn in_time(request: Request, next: Next) -> Result<Response, ApiError> {
    let answer = tokio::time::timeout(TIME_LIMIT, next.run(request)).await;
    answer.map_err(|late| {
        ApiError(Error::Unavailable { doing: "answering in time", source: Box::new(late) })
    })
}

/// The caller's own id where it is short and plain, else a new one.
fn request_id(request: &Request) -> HeaderValue {
    let given = request.headers().get(REQUEST_ID).filter(|id| {
        (1..=64).contains(&id.len())
            && id
                .as_bytes()
                .iter()
                .all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(byte))
    });
    given.cloned().unwrap_or_else(|| {
        HeaderValue::try_from(uuid::Uuid::new_v4().simple().to_string())
            .expect("hex digits are a header value")
    })
}

/// Forgives doubled slashes and a trailing one, and drops the name of a surface before `/v1`.
fn plain_path(mut request: Request) -> Request {
    if let Some(path) = rewritten(request.uri().path()) {
        let query = request.uri().query().map(|query| format!("?{query}")).unwrap_or_default();
        if let Ok(uri) = Uri::try_from(format!("{path}{query}")) {
            *request.uri_mut() = uri;
        }
    }
    request
}

fn rewritten(path: &str) -> Option<String> {
    let mut segments: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    if segments.len() >= 2 && SURFACES.contains(&segments[0]) && segments[1] == "v1" {
        segments.remove(0);
    }
    let plain = format!("/{}", segments.join("/"));
    (plain != path).then_some(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_forgiven() {
        for (path, plain) in [
            ("/v1/checks", None),
            ("/v1/checks/", Some("/v1/checks")),
            ("//v1//checks", Some("/v1/checks")),
            ("/checks/v1/checks/CHK1", Some("/v1/checks/CHK1")),
            ("/account/v1/api-keys", Some("/v1/api-keys")),
            ("/checks-api/v1/checks", Some("/v1/checks")),
            ("/checks/v2/checks", None),
            ("/other/v1/checks", None),
            ("/", None),
            ("//", Some("/")),
        ] {
            assert_eq!(rewritten(path).as_deref(), plain, "{path}");
        }
    }
}
