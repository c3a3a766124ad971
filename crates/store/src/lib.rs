//! The database, for every room above: one facade over SQLite and PostgreSQL, commits that are
//! shared on SQLite, migrations, and the sealing of personal data.
//!
//! Begin with [`Db`]; `db.read()` and `db.write()` say the intent. A statement is written
//! once, with `$1` placeholders, and runs on both databases. A statement on a tenant's data names
//! `client_id`; the system's own tables are reached by [`Tx::system`].
//!
//! What belongs to one slice (its tables, its statements) stays in that slice.

pub mod dialect;
mod erase;
mod many;
mod migrate;
mod row;
mod seal;
mod shared;
#[cfg(debug_assertions)]
pub mod statements;
mod tx;
mod unit;

pub use erase::{data_key, erase};
pub use row::{FromRow, Row};
pub use seal::{DataKey, MasterKey, TenantKeys, Vault};
pub use tx::{Db, Query, Tx, Value};
pub use unit::{Step, Unit, ending_with};
