//! What every room uses: ids, errors, clocks, secrets, pages, and the edge between HTTP and
//! the domain. It knows nothing of checks, people or databases.
//!
//! Begin with [`Error`], the one error that crosses crates, and with [`http::Body`], which turns
//! any request body into typed fields.

pub mod clock;
pub mod country;
pub mod error;
pub mod fields;
pub mod http;
pub mod id;
pub mod page;
pub mod secret;

pub use clock::{Clock, ManualClock, SystemClock, Time};
pub use country::Country;
pub use error::{Error, FieldError, Result};
pub use id::{TenantId, Uid};
pub use page::{Page, PageRequest};
pub use secret::Secret;
