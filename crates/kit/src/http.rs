//! The edge between HTTP and the domain: bodies in, errors out.

mod address;
mod json;

use axum::Json;
use axum::body::to_bytes;
use axum::extract::{FromRequest, Request};
use axum::response::{IntoResponse, Response};
use http::header::{CONTENT_TYPE, RETRY_AFTER};
use http::{HeaderValue, StatusCode};
use percent_encoding::percent_decode;
use serde::Serialize;
use serde_json::json;
use tracing::error;

use crate::error::{Error, FieldError};
use crate::fields::{Fields, FromFields};

pub use address::{ClientAddress, OverTls};

/// The largest body that is taken: 1 MiB.
pub const BODY_LIMIT: usize = 1024 * 1024;

/// A number of ten-thousandths on the wire: a whole number has no fraction, since some clients
/// decode scores into integers (contract: checks.md §1.4).
/// It is described as a number from `LOWEST` to 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decimal<const LOWEST: i8 = 0>(pub i64);

impl<const LOWEST: i8> Serialize for Decimal<LOWEST> {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        if self.0 % 10_000 == 0 {
            s.serialize_i64(self.0 / 10_000)
        } else {
            s.serialize_f64(self.0 as f64 / 10_000.0)
        }
    }
}

impl<const LOWEST: i8> utoipa::PartialSchema for Decimal<LOWEST> {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        let schema = json!({"type": "number", "minimum": LOWEST, "maximum": 1});
        serde_json::from_value(schema).expect("a number's schema is a schema")
    }
}

impl<const LOWEST: i8> utoipa::ToSchema for Decimal<LOWEST> {
    fn name() -> std::borrow::Cow<'static, str> {
        if LOWEST < 0 { "ScoreOrNone".into() } else { "Share".into() }
    }
}

/// An [`Error`] on its way to the client.
#[derive(Debug)]
pub struct ApiError(pub Error);

impl<E: Into<Error>> From<E> for ApiError {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

/// The body of most errors (contract: checks.md §1.6), with the fields that are wrong beside it.
#[derive(Serialize, utoipa::ToSchema)]
pub struct GenericError {
    /// 10000 + the HTTP status; 10400 where too many checks of high priority are under way.
    code: u32,
    /// The HTTP status.
    http_code: u16,
    /// A sentence for people.
    message: String,
    /// Every field that breaks a rule; absent when the error is not about fields.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<FieldErrorView>,
}

/// One wrong field.
#[derive(Serialize, utoipa::ToSchema)]
pub struct FieldErrorView {
    /// The name of the field.
    field: String,
    /// The rule that it breaks, a stable word.
    rule: &'static str,
    /// Where the rule is explained.
    docs: String,
}

/// The body of a 401.
#[derive(Serialize, utoipa::ToSchema)]
pub struct UnauthorizedError {
    /// `Unauthorized`.
    message: &'static str,
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let error = self.0;
        if matches!(error, Error::Unauthorized) {
            let body = UnauthorizedError { message: "Unauthorized" };
            return (StatusCode::UNAUTHORIZED, Json(body)).into_response();
        }
        let (status, message) = match &error {
            Error::Invalid(_) => (StatusCode::BAD_REQUEST, format!("Invalid request: {error}")),
            Error::NotFound { .. } => (StatusCode::NOT_FOUND, "Resource not found".to_owned()),
            Error::Conflict(reason) => (StatusCode::CONFLICT, reason.clone()),
            Error::TooMany => (StatusCode::TOO_MANY_REQUESTS, "Too many requests".to_owned()),
            Error::Busy(reason) => {
                (StatusCode::TOO_MANY_REQUESTS, format!("Too many requests: {reason}"))
            }
            Error::Unprocessable(reason) => (StatusCode::UNPROCESSABLE_ENTITY, reason.clone()),
            Error::Forbidden(reason) => (StatusCode::FORBIDDEN, reason.clone()),
            Error::TooLarge { .. } => {
                (StatusCode::PAYLOAD_TOO_LARGE, format!("Invalid request: {error}"))
            }
            Error::Unavailable { .. } | Error::Upstream { .. } => {
                error!(error = error.chain(), "a request met a passing failure");
                (StatusCode::SERVICE_UNAVAILABLE, "Not available just now, try again".to_owned())
            }
            Error::Unauthorized | Error::LeaseLost | Error::Internal { .. } => {
                error!(error = error.chain(), "a request failed");
                (StatusCode::INTERNAL_SERVER_ERROR, "Internal error".to_owned())
            }
        };
        // The contract's own exception (checks.md §1.6).
        let coded = if matches!(error, Error::Busy(_)) { StatusCode::BAD_REQUEST } else { status };
        let wait =
            matches!(error, Error::Busy(_) | Error::Unavailable { .. } | Error::Upstream { .. });
        let errors = match error {
            Error::Invalid(fields) => fields.into_iter().map(FieldErrorView::from).collect(),
            _ => Vec::new(),
        };
        let http_code = status.as_u16();
        let code = 10_000 + u32::from(coded.as_u16());
        let body = GenericError { code, http_code, message, errors };
        let mut response = (status, Json(body)).into_response();
        if wait {
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("1"));
        }
        response
    }
}

/// Every rule that an answer can name; each is explained in `docs/wire.md`.
pub const RULES: &[&str] = &[
    "required",
    "required_with",
    "repeated",
    "max_length",
    "max_fields",
    "characters",
    "date",
    "range",
    "boolean",
    "one_of",
    "pattern",
    "id",
    "frequency",
    "consent",
    "not_available",
    "unknown",
    "utf8",
    "json",
    "multipart",
    "incomplete",
];

/// Marks an answer that must not be kept for replay: it shows a secret once.
#[derive(Clone, Copy, Debug)]
pub struct ShownOnce;

impl From<FieldError> for FieldErrorView {
    fn from(error: FieldError) -> Self {
        debug_assert!(RULES.contains(&error.rule), "{} is not explained", error.rule);
        let docs = format!("docs/wire.md#rule-{}", error.rule);
        Self { field: error.field, rule: error.rule, docs }
    }
}

/// The body of a write, whatever its encoding: form, multipart text or JSON.
pub struct Body<T>(pub T);

impl<T: FromFields, S: Send + Sync> FromRequest<S> for Body<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, _: &S) -> Result<Self, ApiError> {
        let mut fields = read(request).await?;
        Ok(Self(T::from_fields(&mut fields).map_err(Error::Invalid)?))
    }
}

/// The query of a read, in the same types as a body.
pub struct Query<T>(pub T);

impl<T: FromFields, S: Send + Sync> axum::extract::FromRequestParts<S> for Query<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut http::request::Parts, _: &S) -> Result<Self, ApiError> {
        let mut fields = Fields::default();
        urlencoded(parts.uri.query().unwrap_or_default().as_bytes(), &mut fields)?;
        Ok(Self(T::from_fields(&mut fields).map_err(Error::Invalid)?))
    }
}

async fn read(request: Request) -> Result<Fields, ApiError> {
    let kind = request.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let kind = kind.unwrap_or_default().to_ascii_lowercase();
    let boundary = multer::parse_boundary(
        request.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default(),
    );
    let body = to_bytes(request.into_body(), BODY_LIMIT).await.map_err(|error| {
        let limited = std::error::Error::source(&error)
            .is_some_and(|cause| cause.to_string().contains("length limit"));
        if limited {
            Error::TooLarge { limit: BODY_LIMIT }
        } else {
            Error::invalid("body", "incomplete", "did not arrive whole")
        }
    })?;
    let mut fields = Fields::default();
    if kind.starts_with("multipart/form-data") {
        let boundary = boundary
            .map_err(|_| Error::invalid("body", "multipart", "needs a boundary in Content-Type"))?;
        multipart(body, boundary, &mut fields).await?;
    } else if kind.starts_with("application/json") {
        json::read(&body, &mut fields)?;
    } else {
        urlencoded(&body, &mut fields)?;
    }
    Ok(fields)
}

fn one(error: FieldError) -> Error {
    Error::Invalid(vec![error])
}

fn urlencoded(body: &[u8], fields: &mut Fields) -> Result<(), Error> {
    for pair in body.split(|byte| *byte == b'&').filter(|pair| !pair.is_empty()) {
        let cut = pair.iter().position(|byte| *byte == b'=');
        let (name, value) = match cut {
            Some(at) => (&pair[..at], &pair[at + 1..]),
            None => (pair, &[][..]),
        };
        let name = decode(name).ok_or_else(|| not_utf8("body"))?;
        let value = decode(value).ok_or_else(|| not_utf8("body"))?;
        fields.push(&name, value).map_err(one)?;
    }
    Ok(())
}

fn decode(part: &[u8]) -> Option<String> {
    let spaced: Vec<u8> = part.iter().map(|b| if *b == b'+' { b' ' } else { *b }).collect();
    percent_decode(&spaced).decode_utf8().ok().map(std::borrow::Cow::into_owned)
}

fn not_utf8(field: &str) -> Error {
    Error::invalid(field, "utf8", "is not valid UTF-8")
}

async fn multipart(body: bytes::Bytes, boundary: String, to: &mut Fields) -> Result<(), Error> {
    let wrong = || Error::invalid("body", "multipart", "is not a well-formed multipart body");
    let stream = SingleChunk(Some(body));
    let mut parts = multer::Multipart::new(stream, boundary);
    while let Some(part) = parts.next_field().await.map_err(|_| wrong())? {
        let name = part.name().ok_or_else(wrong)?.to_owned();
        let bytes = part.bytes().await.map_err(|_| wrong())?;
        let value = std::str::from_utf8(&bytes).map_err(|_| not_utf8("body"))?;
        to.push(&name, value).map_err(one)?;
    }
    Ok(())
}

/// A body that has already arrived, as the stream that the multipart reader wants.
struct SingleChunk(Option<bytes::Bytes>);

impl futures_core::Stream for SingleChunk {
    type Item = Result<bytes::Bytes, std::convert::Infallible>;

    fn poll_next(
        mut self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        std::task::Poll::Ready(self.0.take().map(Ok))
    }
}
