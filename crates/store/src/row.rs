//! Rows of either database, read by column number.

use kit::{Error, Result, TenantId, Time};
use sqlx::Row as _;
use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;

/// One row of an answer.
pub struct Row(pub(crate) Inner);

pub(crate) enum Inner {
    Sqlite(SqliteRow),
    Pg(PgRow),
}

/// A type that a row is read into; columns are taken in the order of the statement.
pub trait FromRow: Sized {
    /// Reads the row.
    fn from_row(row: &Row) -> Result<Self>;
}

/// A type that a column is read into.
pub trait FromColumn: Sized {
    /// Reads column `at`, counted from 0.
    fn from_column(row: &Row, at: usize) -> Result<Self>;
}

impl Row {
    /// Reads column `at`, counted from 0.
    pub fn get<T: FromColumn>(&self, at: usize) -> Result<T> {
        T::from_column(self, at)
    }
}

macro_rules! native {
    ($($ty:ty),*) => { $(
        impl FromColumn for $ty {
            fn from_column(row: &Row, at: usize) -> Result<Self> {
                match &row.0 {
                    Inner::Sqlite(row) => row.try_get(at),
                    Inner::Pg(row) => row.try_get(at),
                }
                .map_err(|error| Error::internal("reading a column", error))
            }
        }
    )* };
}

native!(
    i64,
    Option<i64>,
    String,
    Option<String>,
    Vec<u8>,
    Option<Vec<u8>>,
    sqlx::types::Json<serde_json::Value>
);

impl FromColumn for Time {
    fn from_column(row: &Row, at: usize) -> Result<Self> {
        row.get(at).map(Time::from_micros)
    }
}

impl FromColumn for Option<Time> {
    fn from_column(row: &Row, at: usize) -> Result<Self> {
        Ok(row.get::<Option<i64>>(at)?.map(Time::from_micros))
    }
}

impl FromColumn for serde_json::Value {
    fn from_column(row: &Row, at: usize) -> Result<Self> {
        row.get::<sqlx::types::Json<Self>>(at).map(|json| json.0)
    }
}

impl FromColumn for TenantId {
    fn from_column(row: &Row, at: usize) -> Result<Self> {
        let text: String = row.get(at)?;
        Self::parse(&text)
            .ok_or_else(|| Error::internal("reading a tenant's id", "not a tenant id"))
    }
}

macro_rules! tuples {
    ($($name:ident $at:tt),*) => {
        impl<$($name: FromColumn),*> FromRow for ($($name,)*) {
            fn from_row(row: &Row) -> Result<Self> {
                Ok(($(row.get::<$name>($at)?,)*))
            }
        }
    };
}

tuples!(A 0);
tuples!(A 0, B 1);
tuples!(A 0, B 1, C 2);
tuples!(A 0, B 1, C 2, D 3);
tuples!(A 0, B 1, C 2, D 3, E 4);
