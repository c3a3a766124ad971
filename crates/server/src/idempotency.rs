//! `Idempotency-Key` on every write: the first answer is replayed for 24 hours, and one key makes
//! one object however many requests carry it.
//!
//! The key is claimed first in the transaction of the effect and the answer is put into the same
//! one, so that effect and answer are there together or not at all. Of concurrent requests the
//! second waits for the first, finds the key claimed, and replays. An answer that is an error leaves
//! nothing, and the key may be used again. Routes need not know of any of this.

use std::sync::Arc;
use std::time::Duration;

use accounts::Caller;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use kit::http::{ApiError, BODY_LIMIT, ShownOnce};
use kit::{Error, TenantId, Time};
use store::{Step, TenantKeys, Tx, Unit, data_key};

use crate::app::App;

/// How long a first answer is replayed.
pub const KEPT: Duration = Duration::from_secs(24 * 3_600);
const HEADER: &str = "idempotency-key";
const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");
const PLACE: &str = "idempotency.sealed_answer";
/// What the opening says when the key is taken; never seen outside of this module.
const TAKEN: &str = "the idempotency key is taken";

/// Runs a write with an `Idempotency-Key` once.
pub async fn idempotent(
    State(app): State<App>,
    request: Request,
    next: Next,
) -> Result<Response, ApiError> {
    let safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    let Some(key) = request.headers().get(HEADER).filter(|_| !safe).cloned() else {
        return Ok(next.run(request).await);
    };
    let caller = request.extensions().get::<Caller>().cloned().ok_or(Error::Unauthorized)?;
    let (parts, body) = request.into_parts();
    let body =
        to_bytes(body, BODY_LIMIT).await.map_err(|_| Error::TooLarge { limit: BODY_LIMIT })?;
    let keys = app.vault.tenant(&app.db, caller.tenant).await?;
    let claim = Claim::new(&app, &caller, &keys, &key, &parts, &body)?;
    if claim.is_known(&app).await? {
        return claim.replay(&app, &keys).await;
    }
    let unit = Unit::new(claim.opening());
    let response = unit.run(next.run(Request::from_parts(parts, Body::from(body)))).await;
    if claim.was_taken() {
        drop(unit);
        return claim.replay(&app, &keys).await;
    }
    if !response.status().is_success() {
        return Ok(response);
    }
    let mut tx = match unit.finish(&app.db).await {
        Ok(tx) => tx,
        Err(_) if claim.was_taken() => return claim.replay(&app, &keys).await,
        Err(error) => return Err(error.into()),
    };
    let response_may_be_kept = response.extensions().get::<ShownOnce>().is_none();
    let (status, headers, body) = taken_apart(response).await?;
    if response_may_be_kept {
        claim.keep(&mut tx, &keys, status, &body).await?;
    }
    tx.commit().await?;
    Ok((status, headers, body).into_response())
}

async fn taken_apart(response: Response) -> Result<(StatusCode, HeaderMap, Vec<u8>), Error> {
    let (parts, body) = response.into_parts();
    let body = to_bytes(body, usize::MAX)
        .await
        .map_err(|error| Error::internal("reading an answer", error))?;
    Ok((parts.status, parts.headers, body.to_vec()))
}

/// A key with the request that carries it.
#[derive(Clone)]
struct Claim {
    tenant: TenantId,
    deletes: bool,
    key: Vec<u8>,
    request: Vec<u8>,
    now: Time,
    taken: Arc<std::sync::atomic::AtomicBool>,
}

const CLAIM: &str = "
    insert into idempotency (client_id, key_hash, request_hash, created_at) values ($1, $2, $3, $4)
    on conflict (client_id, key_hash) do update
       set request_hash = excluded.request_hash, created_at = excluded.created_at,
           object_id = null, sealed_answer = null
     where idempotency.created_at < $5";

const KEEP: &str = "
    update idempotency set object_id = $3, sealed_answer = $4 where client_id = $1 and key_hash = $2";

const FIND: &str = "
    select request_hash, object_id, sealed_answer from idempotency where client_id = $1 and key_hash = $2";

const KNOWN: &str = "
    select created_at from idempotency
     where client_id = $1 and key_hash = $2 and created_at >= $3";

impl Claim {
    fn new(
        app: &App,
        caller: &Caller,
        keys: &TenantKeys,
        key: &HeaderValue,
        parts: &http::request::Parts,
        body: &[u8],
    ) -> Result<Self, Error> {
        let plain = key.to_str().ok().filter(|key| {
            (1..=255).contains(&key.len()) && key.bytes().all(|byte| (b' '..=b'~').contains(&byte))
        });
        let plain = plain.ok_or_else(|| {
            Error::invalid("Idempotency-Key", "pattern", "needs 1 to 255 visible ASCII characters")
        })?;
        let request =
            format!("{} {} {}", parts.method, parts.uri.path(), String::from_utf8_lossy(body));
        Ok(Self {
            tenant: caller.tenant,
            deletes: parts.method == Method::DELETE,
            key: keys.index("idempotency key", &format!("{} {plain}", caller.key)),
            request: keys.index("idempotency request", &request),
            now: app.clock.now(),
            taken: Arc::default(),
        })
    }

    fn opening(&self) -> Step {
        let claim = self.clone();
        Arc::new(move |tx: &mut Tx| {
            let claim = claim.clone();
            Box::pin(async move {
                let claimed = tx
                    .query(CLAIM)
                    .bind(claim.tenant)
                    .bind(claim.key)
                    .bind(claim.request)
                    .bind(claim.now)
                    .bind(claim.now.minus(KEPT))
                    .execute()
                    .await?;
                if claimed == 0 {
                    claim.taken.store(true, std::sync::atomic::Ordering::SeqCst);
                    return Err(Error::Conflict(TAKEN.to_owned()));
                }
                Ok(())
            })
        })
    }

    fn was_taken(&self) -> bool {
        self.taken.load(std::sync::atomic::Ordering::SeqCst)
    }

    /// Whether the key was used in the last 24 hours. What a route reads may have changed since, so
    /// this is asked before the route is.
    async fn is_known(&self, app: &App) -> Result<bool, Error> {
        let mut tx = app.db.read().await?;
        let found = tx
            .query(KNOWN)
            .bind(self.tenant)
            .bind(self.key.clone())
            .bind(self.now.minus(KEPT))
            .optional::<(i64,)>()
            .await?;
        Ok(found.is_some())
    }

    /// Puts the answer into the transaction of the effect.
    async fn keep(
        &self,
        tx: &mut Tx,
        keys: &TenantKeys,
        status: StatusCode,
        body: &[u8],
    ) -> Result<(), Error> {
        let answer = (status.as_u16(), String::from_utf8_lossy(body));
        let object = object(body);
        let sealed = match &object {
            // The answer to a deletion has no inputs, and the key of the object is destroyed.
            Some(_) | None if self.deletes => {
                keys.seal(PLACE, &self.id(), &serde_json::to_vec(&answer).unwrap_or_default())?
            }
            Some(object) => {
                // Under the object's own key, so that deleting it makes this unreadable, too.
                let Some(key) = data_key(tx, self.tenant, object, keys).await? else {
                    return Ok(());
                };
                key.seal(PLACE, &answer)?
            }
            None => return Ok(()),
        };
        tx.query(KEEP)
            .bind(self.tenant)
            .bind(self.key.clone())
            .bind(object)
            .bind(sealed)
            .execute()
            .await
            .map(drop)
    }

    /// The first answer, or an error when the key came with another request.
    async fn replay(&self, app: &App, keys: &TenantKeys) -> Result<Response, ApiError> {
        let mut tx = app.db.read().await?;
        let found = tx.query(FIND).bind(self.tenant).bind(self.key.clone());
        let found = found.optional::<(Vec<u8>, Option<String>, Option<Vec<u8>>)>().await?;
        let (request, object, sealed) = found.ok_or_else(gone)?;
        if request != self.request {
            let reason = "this Idempotency-Key was used with another request";
            return Err(Error::Unprocessable(reason.to_owned()).into());
        }
        let sealed = sealed.ok_or_else(gone)?;
        let (status, body): (u16, String) = match object {
            Some(object) if !self.deletes => {
                let key = data_key(&mut tx, self.tenant, &object, keys).await?;
                audit::about(self.tenant, &object);
                key.ok_or_else(gone)?.open(PLACE, &sealed)?
            }
            _ => serde_json::from_slice(&keys.open(PLACE, &self.id(), &sealed)?)
                .map_err(|error| Error::internal("reading a kept answer", error))?,
        };
        let status = StatusCode::from_u16(status)
            .map_err(|error| Error::internal("reading a kept answer", error))?;
        let json = HeaderValue::from_static("application/json");
        let replayed = HeaderValue::from_static("true");
        let headers = [(CONTENT_TYPE, json), (REPLAYED, replayed)];
        Ok((status, headers, body).into_response())
    }

    /// The key's hash as text: what the answer is bound to.
    fn id(&self) -> String {
        self.key.iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// There is no answer to replay: it showed a secret once, or its object was deleted since.
fn gone() -> Error {
    let reason = "this Idempotency-Key was used, and its answer is not kept";
    Error::Conflict(reason.to_owned())
}

/// The id of the object that an answer is about: the end of its own path. When the object is
/// deleted, the answer goes with it.
fn object(body: &[u8]) -> Option<String> {
    let body: serde_json::Value = serde_json::from_slice(body).ok()?;
    Some(body["self"].as_str()?.rsplit('/').next()?.to_owned())
}

/// Removes the answers that are not replayed any more.
pub async fn forget_old(app: &App) -> Result<(), Error> {
    const DELETE: &str = "delete from idempotency where created_at < $1";
    let mut tx = app.db.write().await?;
    tx.system(DELETE).bind(app.clock.now().minus(KEPT)).execute().await?;
    tx.commit().await
}
