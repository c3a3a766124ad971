//! The few places where the two databases differ.

use crate::Tx;

/// Picks the text for the database at hand. Both texts take the same placeholders.
pub const fn pick(tx: &Tx, sqlite: &'static str, postgres: &'static str) -> &'static str {
    if tx.is_postgres() { postgres } else { sqlite }
}
