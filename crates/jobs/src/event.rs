//! The outbox: what happened, written in the transaction of the change.

use std::fmt;

use kit::{Result, TenantId, Time, Uid};
use store::Tx;

/// The id of an event: `HIK` and 40 hex digits, also its idempotency key towards receivers.
#[derive(Clone, PartialEq, Eq)]
pub struct EventId(String);

impl EventId {
    /// The id of what happened to an object: the same fact always has the same id.
    pub fn of(object: &str, action: &str, at: Time) -> Self {
        let first = Uid::derived(&[b"event", object.as_bytes(), action.as_bytes()]);
        let micros = at.micros().to_be_bytes();
        let second = Uid::derived(&[b"event", object.as_bytes(), action.as_bytes(), &micros]);
        Self(format!("HIK{first}{}", &second.to_string()[..8]))
    }
}

impl fmt::Display for EventId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Something that happened to an object (contract: checks.md §12.3).
pub struct Event<'a> {
    /// Whose object it is.
    pub tenant: TenantId,
    /// The product: `checks`.
    pub product: &'a str,
    /// The kind of object: `check`.
    pub event_type: &'a str,
    /// What happened: `created`, `started`, `finished`.
    pub action: &'a str,
    /// The object's id; the event holds nothing else about it.
    pub object: String,
}

const INSERT: &str = "
    insert into events (id, client_id, product, event_type, event_action, object_id, created_at)
    values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing";

/// Writes an event into the outbox; writing the same one again changes nothing.
pub async fn record(tx: &mut Tx, event: Event<'_>, now: Time) -> Result<()> {
    record_all(tx, [(event, now)]).await
}

/// Writes events into the outbox, each with its moment.
pub async fn record_all<'a>(
    tx: &mut Tx,
    events: impl IntoIterator<Item = (Event<'a>, Time)>,
) -> Result<()> {
    let row = |(event, at): (Event<'_>, Time)| {
        let id = EventId::of(&event.object, event.action, at);
        vec![
            id.to_string().into(),
            event.tenant.into(),
            event.product.into(),
            event.event_type.into(),
            event.action.into(),
            event.object.into(),
            at.into(),
        ]
    };
    tx.insert(INSERT, events.into_iter().map(row).collect()).await
}
