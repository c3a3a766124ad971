//! Every request is audited: who asks, by which operation, from where.

use std::collections::HashMap;
use std::sync::Arc;

use accounts::Caller;
use audit::{Audit, Origin};
use axum::extract::{MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::Method;
use kit::http::{ApiError, ClientAddress};
use utoipa::openapi::OpenApi;

use crate::router::REQUEST_ID;

/// The audit, and the names of the operations.
#[derive(Clone)]
pub struct Audited {
    audit: Audit,
    operations: Arc<HashMap<(Method, String), String>>,
}

impl Audited {
    /// Takes the names from the description of the API.
    pub fn new(audit: Audit, openapi: &OpenApi) -> Self {
        let mut operations = HashMap::new();
        for (path, item) in &openapi.paths.paths {
            for (method, operation) in [
                (Method::GET, &item.get),
                (Method::POST, &item.post),
                (Method::PUT, &item.put),
                (Method::PATCH, &item.patch),
                (Method::DELETE, &item.delete),
            ] {
                let id = operation.as_ref().and_then(|one| one.operation_id.clone());
                if let Some(id) = id {
                    operations.insert((method, path.clone()), id);
                }
            }
        }
        Self { audit, operations: Arc::new(operations) }
    }

    fn action(&self, method: &Method, path: &str) -> String {
        let method = if method == Method::HEAD { Method::GET } else { method.clone() };
        let known = self.operations.get(&(method.clone(), path.to_owned()));
        known.cloned().unwrap_or_else(|| format!("{method} {path}"))
    }
}

/// Notes what a request changes in the transaction of the change, and what it shows before it is
/// answered; where that fails, the request does.
pub async fn audited(
    State(audited): State<Audited>,
    caller: Caller,
    path: MatchedPath,
    request: Request,
    next: Next,
) -> Result<Response, ApiError> {
    let id = request.headers().get(REQUEST_ID).and_then(|id| id.to_str().ok());
    let address = request.extensions().get::<ClientAddress>();
    let scope = audited.audit.scope(Origin {
        who: format!("key {}", caller.key),
        action: audited.action(request.method(), path.as_str()),
        address: address.map(|one| one.0.to_string()).unwrap_or_default(),
        request: id.unwrap_or_default().to_owned(),
        tenant: Some(caller.tenant),
    });
    let response = scope.run(next.run(request)).await;
    if response.status().is_success() {
        scope.note_readings().await?;
    }
    Ok(response)
}
