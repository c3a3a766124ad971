//! Work that must happen: a durable queue with fenced leases, and the outbox of events.
//!
//! A job is enqueued in the transaction that makes it necessary ([`enqueue`]), claimed with a
//! lease, and safe to run twice: it reads the state first and ends inside the transaction of its
//! effect ([`finish`]). If the lease was lost meanwhile, no row is touched and all of it rolls
//! back, so that an effect happens once though a run may happen twice.
//!
//! ```text
//! queued -- claim --> leased -- finish ----------------> gone
//!    ^                  |------ passing error, retry --> queued, later
//!    |                  |------ other error ----------> parked, shown to an operator
//!    '--- lease ran out (the worker died)
//! ```

mod event;
mod queue;
mod worker;

pub use event::{Event, EventId, record, record_all};
pub use queue::{JobId, Lease, Priority, enqueue, finish, parked, prove, waiting};
pub use worker::{Job, Registry, Wake, Worker};
