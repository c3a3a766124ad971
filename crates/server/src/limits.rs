//! How much a key may ask, and how much at a time: what is over it is refused at once, never made
//! to wait.

use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use accounts::Caller;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use governor::clock::{Clock as _, DefaultClock};
use governor::middleware::StateInformationMiddleware;
use governor::state::keyed::DashMapStateStore;
use governor::{Quota, RateLimiter};
use http::header::RETRY_AFTER;
use http::{HeaderMap, HeaderName, HeaderValue};
use kit::Error;
use kit::http::ApiError;
use tokio::sync::Semaphore;

/// The most requests under way in one process; the next is refused with 503.
const UNDER_WAY: usize = 1_024;
const LIMIT: HeaderName = HeaderName::from_static("ratelimit-limit");
const REMAINING: HeaderName = HeaderName::from_static("ratelimit-remaining");
const RESET: HeaderName = HeaderName::from_static("ratelimit-reset");

type Limiter =
    RateLimiter<String, DashMapStateStore<String>, DefaultClock, StateInformationMiddleware>;

/// The limits of a process.
#[derive(Clone)]
pub struct Limits {
    keys: Option<Arc<Limiter>>,
    per_second: u32,
    places: Arc<Semaphore>,
}

impl Limits {
    /// So many requests a second for each key, twice as many at once; 0 for no limit.
    pub fn new(per_second: u32) -> Self {
        let quota = NonZeroU32::new(per_second)
            .zip(NonZeroU32::new(per_second.saturating_mul(2)))
            .map(|(rate, burst)| Quota::per_second(rate).allow_burst(burst));
        let keys = quota.map(|quota| {
            Arc::new(RateLimiter::dashmap(quota).with_middleware::<StateInformationMiddleware>())
        });
        Self { keys, per_second, places: Arc::new(Semaphore::new(UNDER_WAY)) }
    }

    /// Forgets keys that have not asked for a while.
    pub fn forget_idle(&self) {
        if let Some(keys) = &self.keys {
            keys.retain_recent();
        }
    }
}

/// Refuses a request at once when too many are under way.
pub async fn bounded(
    State(limits): State<Limits>,
    request: Request,
    next: Next,
) -> Result<Response, ApiError> {
    let Ok(_place) = limits.places.clone().try_acquire_owned() else {
        let source = "too many requests are under way".into();
        return Err(Error::Unavailable { doing: "taking a request", source }.into());
    };
    Ok(next.run(request).await)
}

/// Refuses a request when its key asks too often, and tells every answer how much is left.
pub async fn limited(
    State(limits): State<Limits>,
    caller: Caller,
    request: Request,
    next: Next,
) -> Result<Response, ApiError> {
    let Some(keys) = &limits.keys else { return Ok(next.run(request).await) };
    match keys.check_key(&caller.key) {
        Ok(left) => {
            let mut response = next.run(request).await;
            let remaining = left.remaining_burst_capacity();
            let used = limits.per_second.saturating_mul(2).saturating_sub(remaining);
            let whole_again = Duration::from_secs(used.div_ceil(limits.per_second).into());
            tell(response.headers_mut(), limits.per_second, remaining, whole_again);
            Ok(response)
        }
        Err(late) => {
            let wait = late.wait_time_from(DefaultClock::default().now());
            let mut response = ApiError(Error::TooMany).into_response();
            tell(response.headers_mut(), limits.per_second, 0, wait);
            let seconds = HeaderValue::from(wait.as_secs() + 1);
            response.headers_mut().insert(RETRY_AFTER, seconds);
            Ok(response)
        }
    }
}

/// `RateLimit-Reset` is in seconds: until all may be asked again, or until the next may.
fn tell(headers: &mut HeaderMap, per_second: u32, remaining: u32, wait: Duration) {
    headers.insert(LIMIT, HeaderValue::from(per_second.saturating_mul(2)));
    headers.insert(REMAINING, HeaderValue::from(remaining));
    headers.insert(RESET, HeaderValue::from(wait.as_secs().max(1)));
}
