//! What is true of every operation, because a layer around the routes makes it so, in the API
//! description.

use kit::fields::parameter;
use serde_json::json;
use utoipa::openapi::header::Header;
use utoipa::openapi::path::Operation;
use utoipa::openapi::{Content, OpenApi, Ref, RefOr, ResponseBuilder};

/// Adds what the layers take and answer to every operation.
pub fn layers(openapi: &mut OpenApi) {
    let components = openapi.components.get_or_insert_default();
    for (name, header) in HEADERS {
        let header: Header = serde_json::from_str(header).expect("a header is described as one");
        components.headers.insert(name.to_owned(), header.into());
    }
    for item in openapi.paths.paths.values_mut() {
        for write in [&mut item.post, &mut item.put, &mut item.patch, &mut item.delete] {
            let Some(operation) = write else { continue };
            idempotency(operation);
            error(operation, "400", "An input breaks a rule");
            error(operation, "413", "The body is too large");
        }
        let all = [&mut item.get, &mut item.post, &mut item.put, &mut item.patch, &mut item.delete];
        for operation in all.into_iter().flatten() {
            error(operation, "429", "Too many requests; Retry-After says when");
            error(operation, "503", "Not available just now; Retry-After says when to try again");
            headers(operation, &["X-Request-Id"], |_| true);
            let limits = ["RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset"];
            headers(operation, &limits, |status| status != "401");
            headers(operation, &["Retry-After"], |status| ["429", "503"].contains(&status));
        }
    }
}

/// The headers that answers have.
const HEADERS: [(&str, &str); 6] = [
    (
        "X-Request-Id",
        r#"{"description": "The caller's own where it is short and plain",
            "schema": {"type": "string", "pattern": "^[A-Za-z0-9._-]{1,64}$"}}"#,
    ),
    (
        "RateLimit-Limit",
        r#"{"description": "How many requests may come at once",
            "schema": {"type": "integer", "minimum": 0}}"#,
    ),
    (
        "RateLimit-Remaining",
        r#"{"description": "How many of them are left",
            "schema": {"type": "integer", "minimum": 0}}"#,
    ),
    (
        "RateLimit-Reset",
        r#"{"description": "Seconds until all may come again, or until the next may",
            "schema": {"type": "integer", "minimum": 1}}"#,
    ),
    (
        "Retry-After",
        r#"{"description": "Seconds to wait", "schema": {"type": "integer", "minimum": 1}}"#,
    ),
    (
        "Idempotency-Replayed",
        r#"{"description": "The first answer to this Idempotency-Key, again",
            "schema": {"type": "string", "enum": ["true"]}}"#,
    ),
];

/// Every write takes an `Idempotency-Key`, so every write says so.
fn idempotency(operation: &mut Operation) {
    let key = json!({
        "description": "The first answer to this key is replayed for 24 hours",
        "type": "string",
        "minLength": 1,
        "maxLength": 255,
        "pattern": "^[!-~]([ -~]*[!-~])?$",
    });
    let parameter = parameter("header", "Idempotency-Key", key, false);
    operation.parameters.get_or_insert_default().push(parameter.into());
    error(operation, "409", "What this Idempotency-Key made is gone");
    error(operation, "422", "This Idempotency-Key was used with another request");
    headers(operation, &["Idempotency-Replayed"], |status| status.starts_with('2'));
}

/// Names headers of the answers with some statuses.
fn headers(operation: &mut Operation, names: &[&str], wanted: impl Fn(&str) -> bool) {
    for (status, response) in &mut operation.responses.responses {
        let RefOr::T(response) = response else { continue };
        for name in names.iter().filter(|_| wanted(status)) {
            let header = Ref::new(format!("#/components/headers/{name}"));
            response.headers.insert((*name).to_owned(), RefOr::Ref(header));
        }
    }
}

/// An error of the usual shape, where the operation does not describe it in its own words.
fn error(operation: &mut Operation, status: &str, text: &str) {
    let content = Content::new(Some(Ref::from_schema_name("GenericError")));
    let response =
        ResponseBuilder::new().description(text).content("application/json", content).build();
    operation.responses.responses.entry(status.to_owned()).or_insert_with(|| response.into());
}
