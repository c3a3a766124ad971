//! The few places where the two databases differ.

use kit::Result;

use crate::Tx;

/// Picks the text for the database at hand. Both texts take the same placeholders.
pub const fn pick(tx: &Tx, sqlite: &'static str, postgres: &'static str) -> &'static str {
    if tx.is_postgres() { postgres } else { sqlite }
}

/// Lets only one transaction at a time go on for a key, until it ends. SQLite has one writer
/// anyway; on PostgreSQL it is a lock by the key's first eight bytes.
pub async fn one_at_a_time(tx: &mut Tx, key: &[u8]) -> Result<()> {
    if !tx.is_postgres() {
        return Ok(());
    }
    let mut first = [0; 8];
    for (to, from) in first.iter_mut().zip(key) {
        *to = *from;
    }
    let lock = "select pg_advisory_xact_lock($1)";
    tx.system(lock).bind(i64::from_be_bytes(first)).execute().await.map(drop)
}
