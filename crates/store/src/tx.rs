//! The facade: one text of SQL, two databases.

use std::path::Path;
use std::str::FromStr as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use kit::{Error, Result, Time};
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{Postgres, SqlSafeStr as _, SqlStr, Sqlite, Transaction};

use crate::row::{FromRow, Inner, Row};
use crate::shared::{Member, SharedWriter};
use crate::unit::{self, Joined};

/// How many connections read at a time on SQLite.
const READERS: u32 = 4;
/// How many connections PostgreSQL gives us.
const PG_CONNECTIONS: u32 = 16;
/// How long a caller waits for one of them, or for PostgreSQL to come back; then it is told.
const PG_PATIENCE: Duration = Duration::from_secs(2);

/// A database that is open and migrated.
#[derive(Clone)]
pub struct Db(Backend);

#[derive(Clone)]
enum Backend {
    Sqlite { read: SqlitePool, write: Arc<SharedWriter> },
    Pg { pool: PgPool, commits: Arc<AtomicU64> },
}

impl Db {
    /// Opens a SQLite file, making it where it is missing, and brings its schema up to date.
    pub async fn open_sqlite(file: &Path) -> Result<Self> {
        Self::open_sqlite_synced(file, true).await
    }

    /// As [`Self::open_sqlite`]; without `synced` a commit does not wait for the disk, which is for
    /// measurements only.
    pub async fn open_sqlite_synced(file: &Path, synced: bool) -> Result<Self> {
        let options = SqliteConnectOptions::new()
            .filename(file)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(if synced { SqliteSynchronous::Full } else { SqliteSynchronous::Off })
            .busy_timeout(Duration::from_secs(5))
            .foreign_keys(true)
            .pragma("cache_size", "-65536")
            // Savepoints and sorts keep pages aside: in memory, so that data stays in its folder.
            .pragma("temp_store", "memory");
        let migrating = SqlitePoolOptions::new()
            .max_connections(1)
            .connect_with(options.clone())
            .await
            .map_err(|error| Error::internal("opening the database file", error))?;
        crate::migrate::sqlite(&migrating).await?;
        migrating.close().await;
        let read = SqlitePoolOptions::new()
            .max_connections(READERS)
            .connect_with(options.clone().read_only(true))
            .await
            .map_err(|error| Error::internal("opening the database file", error))?;
        Ok(Self(Backend::Sqlite { read, write: SharedWriter::new(options) }))
    }

    /// Connects to PostgreSQL (`postgres://user@host/database`) and brings the schema up to date.
    pub async fn open_postgres(url: &str) -> Result<Self> {
        let options = PgConnectOptions::from_str(url)
            .map_err(|error| Error::internal("reading the database address", error))?;
        let pool = PgPoolOptions::new()
            .max_connections(PG_CONNECTIONS)
            .acquire_timeout(PG_PATIENCE)
            .connect_with(options)
            .await
            .map_err(|error| Error::internal("connecting to PostgreSQL", error))?;
        crate::migrate::postgres(&pool).await?;
        Ok(Self(Backend::Pg { pool, commits: Arc::default() }))
    }

    /// Whether this is PostgreSQL.
    pub const fn is_postgres(&self) -> bool {
        matches!(self.0, Backend::Pg { .. })
    }

    /// A transaction that only reads: one consistent view.
    pub async fn read(&self) -> Result<Tx> {
        let inner = match &self.0 {
            Backend::Sqlite { read, .. } => TxInner::Read(read.begin().await.map_err(reading)?),
            Backend::Pg { pool, .. } => {
                let begin = "begin isolation level repeatable read read only";
                TxInner::Pg(pool.begin_with(begin).await.map_err(reading)?)
            }
        };
        Ok(Tx { inner, writes: false, changes: false, after: Vec::new() })
    }

    /// A transaction that writes. Inside it only SQL is awaited: other writers may be waiting.
    /// Inside a [`crate::Unit`] it is the unit's transaction.
    pub async fn write(&self) -> Result<Tx> {
        match unit::join() {
            Joined::Alone => self.begin_write().await,
            Joined::Going(tx) => Ok(tx),
            Joined::First(opening) => {
                let mut tx = self.begin_write().await?;
                opening(&mut tx).await?;
                Ok(tx)
            }
        }
    }

    pub(crate) async fn begin_write(&self) -> Result<Tx> {
        let inner = match &self.0 {
            Backend::Sqlite { write, .. } => TxInner::Write(write.begin().await?),
            Backend::Pg { pool, .. } => TxInner::Pg(pool.begin().await.map_err(reading)?),
        };
        let mut tx = Tx { inner, writes: true, changes: false, after: Vec::new() };
        if let Backend::Pg { commits, .. } = &self.0 {
            let commits = Arc::clone(commits);
            tx.after_commit(move || {
                commits.fetch_add(1, Ordering::Relaxed);
            });
        }
        Ok(tx)
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<()> {
        let mut tx = self.read().await?;
        tx.system("select count(*) from tenants").one::<(i64,)>().await.map(drop)
    }

    /// How many times this process has committed: on SQLite a group counts once.
    pub fn commits(&self) -> u64 {
        match &self.0 {
            Backend::Sqlite { write, .. } => write.commits(),
            Backend::Pg { commits, .. } => commits.load(Ordering::Relaxed),
        }
    }

    /// The PostgreSQL pool, for listening to notices.
    pub fn postgres(&self) -> Option<&PgPool> {
        match &self.0 {
            Backend::Pg { pool, .. } => Some(pool),
            Backend::Sqlite { .. } => None,
        }
    }

    /// Closes every connection, after the work under way.
    pub async fn close(&self) {
        match &self.0 {
            Backend::Sqlite { read, .. } => read.close().await,
            Backend::Pg { pool, .. } => pool.close().await,
        }
    }
}

fn reading(error: sqlx::Error) -> Error {
    Error::Unavailable { doing: "opening a transaction", source: Box::new(error) }
}

/// A transaction. Dropping it undoes what it wrote.
pub struct Tx {
    pub(crate) inner: TxInner,
    writes: bool,
    /// It changes a tenant's data, or something that is as important.
    changes: bool,
    after: Vec<Box<dyn FnOnce() + Send>>,
}

pub(crate) enum TxInner {
    Read(Transaction<'static, Sqlite>),
    Write(Member),
    Pg(Transaction<'static, Postgres>),
}

impl Tx {
    /// A statement on a tenant's data; its text names `client_id`.
    pub fn query(&mut self, sql: &'static str) -> Query<'_> {
        debug_assert!(sql.contains("client_id"), "a statement without its tenant: {sql}");
        let reads = sql.trim_start().get(..6).is_some_and(|word| word == "select");
        self.changes |= self.writes && !reads;
        self.system(sql)
    }

    /// A statement on the system's own tables: jobs, lists, sources, keys by id. Only `server`, `audit`,
    /// `jobs`, `accounts` and `sources` call it; a test reads the sources to see to it.
    pub fn system(&mut self, sql: &'static str) -> Query<'_> {
        #[cfg(debug_assertions)]
        crate::statements::note(sql);
        Query { tx: self, sql: sql.into_sql_str(), values: Vec::new() }
    }

    /// Says that this transaction changes something that must be answered for, though it is no
    /// tenant's data. Statements on a tenant's data say so by themselves.
    pub fn note_change(&mut self) {
        self.changes = true;
    }

    /// Whether this runs on PostgreSQL.
    pub const fn is_postgres(&self) -> bool {
        matches!(self.inner, TxInner::Pg(_))
    }

    /// Runs something after a successful commit.
    pub fn after_commit(&mut self, then: impl FnOnce() + Send + 'static) {
        self.after.push(Box::new(then));
    }

    /// Keeps what was written; when this returns, it is on the disk. Inside a [`crate::Unit`] the
    /// transaction is left to whoever made the unit; inside [`crate::ending_with`] the step comes
    /// first.
    pub async fn commit(self) -> Result<()> {
        let own = if self.writes { unit::keep(self) } else { Some(self) };
        let Some(mut tx) = own else { return Ok(()) };
        if tx.changes
            && let Some(step) = unit::ending()
        {
            step(&mut tx).await?;
        }
        tx.commit_now().await
    }

    async fn commit_now(self) -> Result<()> {
        match self.inner {
            TxInner::Read(tx) => tx.commit().await.map_err(reading)?,
            TxInner::Write(member) => member.commit().await?,
            TxInner::Pg(tx) => tx.commit().await.map_err(|error| Error::Unavailable {
                doing: "committing",
                source: Box::new(error),
            })?,
        }
        for then in self.after {
            then();
        }
        Ok(())
    }
}

/// A value for a placeholder.
#[allow(missing_docs, reason = "each variant is named for what it holds")]
pub enum Value {
    Text(Option<String>),
    Int(Option<i64>),
    Bytes(Option<Vec<u8>>),
    Json(serde_json::Value),
}

macro_rules! into_value {
    ($($from:ty => $variant:ident, $value:ident => $expr:expr;)*) => { $(
        impl From<$from> for Value {
            fn from($value: $from) -> Self { Self::$variant($expr) }
        }
    )* };
}

into_value! {
    &str => Text, v => Some(v.to_owned());
    String => Text, v => Some(v);
    Option<String> => Text, v => v;
    Option<&str> => Text, v => v.map(str::to_owned);
    kit::TenantId => Text, v => Some(v.to_string());
    i64 => Int, v => Some(v);
    Option<i64> => Int, v => v;
    Time => Int, v => Some(v.micros());
    Option<Time> => Int, v => v.map(Time::micros);
    Vec<u8> => Bytes, v => Some(v);
    Option<Vec<u8>> => Bytes, v => v;
    serde_json::Value => Json, v => v;
}

/// A statement with its values, ready to run.
pub struct Query<'t> {
    pub(crate) tx: &'t mut Tx,
    pub(crate) sql: SqlStr,
    pub(crate) values: Vec<Value>,
}

macro_rules! bind_all {
    ($sql:expr, $values:expr) => {{
        let mut query = sqlx::query($sql);
        for value in $values {
            query = match value {
                Value::Text(v) => query.bind(v),
                Value::Int(v) => query.bind(v),
                Value::Bytes(v) => query.bind(v),
                Value::Json(v) => query.bind(sqlx::types::Json(v)),
            };
        }
        query
    }};
}

impl Query<'_> {
    /// Gives the next placeholder its value.
    #[must_use]
    pub fn bind(mut self, value: impl Into<Value>) -> Self {
        self.values.push(value.into());
        self
    }

    /// Runs the statement; how many rows it touched.
    pub async fn execute(self) -> Result<u64> {
        let done = match &mut self.tx.inner {
            TxInner::Read(tx) => {
                bind_all!(self.sql, self.values).execute(&mut **tx).await.map(|r| r.rows_affected())
            }
            TxInner::Write(member) => {
                let connection = member.connection()?;
                bind_all!(self.sql, self.values)
                    .execute(connection)
                    .await
                    .map(|r| r.rows_affected())
            }
            TxInner::Pg(tx) => {
                bind_all!(self.sql, self.values).execute(&mut **tx).await.map(|r| r.rows_affected())
            }
        };
        done.map_err(failed)
    }

    /// All rows.
    pub async fn all<T: FromRow>(self) -> Result<Vec<T>> {
        let rows: Vec<Row> = match &mut self.tx.inner {
            TxInner::Read(tx) => wrap(
                bind_all!(self.sql, self.values).fetch_all(&mut **tx).await.map_err(failed)?,
                Inner::Sqlite,
            ),
            TxInner::Write(member) => wrap(
                bind_all!(self.sql, self.values)
                    .fetch_all(member.connection()?)
                    .await
                    .map_err(failed)?,
                Inner::Sqlite,
            ),
            TxInner::Pg(tx) => wrap(
                bind_all!(self.sql, self.values).fetch_all(&mut **tx).await.map_err(failed)?,
                Inner::Pg,
            ),
        };
        rows.iter().map(T::from_row).collect()
    }

    /// The first row, if there is one.
    pub async fn optional<T: FromRow>(self) -> Result<Option<T>> {
        Ok(self.all().await?.into_iter().next())
    }

    /// The first row of a statement that always has one.
    pub async fn one<T: FromRow>(self) -> Result<T> {
        self.optional().await?.ok_or_else(|| Error::internal("reading a row", "there is none"))
    }
}

fn wrap<R>(rows: Vec<R>, as_row: impl Fn(R) -> Inner) -> Vec<Row> {
    rows.into_iter().map(|row| Row(as_row(row))).collect()
}

/// A broken rule of the schema is a fault of ours; anything else may pass.
fn failed(error: sqlx::Error) -> Error {
    let ours = match &error {
        sqlx::Error::Database(error) => {
            use sqlx::error::ErrorKind::UniqueViolation;
            use sqlx::error::ErrorKind::{CheckViolation, ForeignKeyViolation, NotNullViolation};
            matches!(
                error.kind(),
                UniqueViolation | ForeignKeyViolation | NotNullViolation | CheckViolation
            ) || error.message().contains("syntax")
                || error.message().contains("no such")
                || error.message().contains("does not exist")
        }
        sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed => false,
        sqlx::Error::WorkerCrashed => false,
        _ => true,
    };
    if ours {
        Error::internal("running a statement", error)
    } else {
        Error::Unavailable { doing: "running a statement", source: Box::new(error) }
    }
}
