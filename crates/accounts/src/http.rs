//! Authentication of every request, and the route that makes keys.

use ::http::{HeaderMap, header, request::Parts};
use axum::extract::{FromRequestParts, Request, State};
use axum::middleware::Next;
use axum::response::Response;
use axum::{Extension, Json};
use kit::Error;
use kit::fields::Text;
use kit::http::{ApiError, Body, GenericError, ShownOnce, UnauthorizedError};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::{Accounts, Caller, KeyType, KeyVersion, NewKey, Permission};

/// The routes of accounts.
pub fn router() -> OpenApiRouter<Accounts> {
    OpenApiRouter::new().routes(routes!(create_api_key))
}

/// Puts the [`Caller`] into the request, or answers 401.
pub async fn authenticate(
    State(accounts): State<Accounts>,
    mut request: Request,
    next: Next,
) -> Result<Response, ApiError> {
    let token = presented(request.headers()).ok_or(Error::Unauthorized)?;
    let caller = accounts.authenticate(token).await?;
    request.extensions_mut().insert(caller);
    Ok(next.run(request).await)
}

/// `Truora-API-Key: <key>` in any letter case, or `Authorization: Bearer <key>`.
fn presented(headers: &HeaderMap) -> Option<&str> {
    let own = headers.get("truora-api-key").and_then(|value| value.to_str().ok());
    let bearer = || {
        let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
        let (scheme, token) = value.split_once(' ')?;
        scheme.eq_ignore_ascii_case("bearer").then_some(token)
    };
    own.or_else(bearer).map(str::trim).filter(|token| !token.is_empty())
}

impl<S: Send + Sync> FromRequestParts<S> for Caller {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        parts.extensions.get::<Self>().cloned().ok_or(ApiError(Error::Unauthorized))
    }
}

kit::form! {
    /// What a new key shall be.
    pub struct CreateApiKey {
        /// What the key is for.
        key_type: KeyType,
        /// What people call it; required for `backend`.
        key_name: Option<Text<100>>,
        /// What it asks of its user.
        api_key_version: Option<KeyVersion>,
        /// Accounting unit; taken and not used yet.
        billing_hub: Option<Text<100>>,
    }
}

/// A new key, shown this once.
#[derive(Serialize, ToSchema)]
pub struct CreateApiKeyOutput {
    /// The key.
    api_key: String,
    /// A sentence for people.
    message: &'static str,
}

/// Mint an API key
#[utoipa::path(
    post,
    path = "/v1/api-keys",
    operation_id = "createApiKey",
    tag = "API keys",
    request_body(content(
        (CreateApiKey = "application/x-www-form-urlencoded",
            example = json!({"key_type": "backend", "key_name": "warehouse"})),
        (CreateApiKey = "multipart/form-data"),
        (CreateApiKey = "application/json"),
    )),
    responses(
        (status = 200, description = "The key, shown this once", body = CreateApiKeyOutput),
        (status = 400, description = "An input breaks a rule", body = GenericError),
        (status = 401, description = "No valid key", body = UnauthorizedError),
        (status = 403, description = "The key may not do this", body = GenericError),
    ),
)]
async fn create_api_key(
    State(accounts): State<Accounts>,
    caller: Caller,
    Body(form): Body<CreateApiKey>,
) -> Result<(Extension<ShownOnce>, Json<CreateApiKeyOutput>), ApiError> {
    caller.may(Permission::ManageKeys)?;
    if form.key_type == KeyType::Web {
        let reason = "web keys open identity processes, which this server does not offer yet";
        return Err(Error::invalid("key_type", "not_available", reason).into());
    }
    let name = form
        .key_name
        .ok_or_else(|| Error::invalid("key_name", "required", "is required for a backend key"))?;
    let new = NewKey {
        name: name.into_string(),
        version: form.api_key_version.unwrap_or_default(),
        days: None,
    };
    let (_, token) = accounts.create_key(caller.tenant, new).await?;
    let output = CreateApiKeyOutput {
        api_key: token.into_revealed(),
        message: "API key created successfully",
    };
    Ok((Extension(ShownOnce), Json(output)))
}
