//! Databases for tests: each test owns one, and it is gone afterwards.
//!
//! A test runs on SQLite, and on PostgreSQL when `TEST_DATABASE_URL` names a server on which
//! databases may be made (`postgres://user@127.0.0.1:5432/postgres`).

use std::path::Path;
use std::sync::Arc;

use sqlx::{AssertSqlSafe, Connection as _, PgConnection};
use store::{Db, MasterKey, Vault};
use tempfile::TempDir;

/// A database of a test's own, with a folder beside it.
pub struct TestDb {
    /// The database.
    pub db: Db,
    /// A vault with a key of its own.
    pub vault: Arc<Vault>,
    folder: TempDir,
    postgres: Option<(String, String)>,
}

impl TestDb {
    /// A new database on the server of `TEST_DATABASE_URL`, or a SQLite file.
    pub async fn new() -> Self {
        let folder = TempDir::new().expect("a temporary folder can be made");
        let master = MasterKey::random().expect("the machine gives random bytes");
        let vault = Arc::new(Vault::new(master));
        let Ok(server) = std::env::var("TEST_DATABASE_URL") else {
            let file = folder.path().join("cotejo.db");
            let db = Db::open_sqlite(&file).await.expect("a new SQLite file opens");
            return Self { db, vault, folder, postgres: None };
        };
        let name = format!("test_{}", uuid::Uuid::new_v4().simple());
        run(&server, format!("create database {name}")).await;
        let (start, _) = server.rsplit_once('/').expect("the address names a database");
        let url = format!("{start}/{name}");
        let db = Db::open_postgres(&url).await.expect("a new PostgreSQL database opens");
        Self { db, vault, folder, postgres: Some((server, name)) }
    }

    /// The folder of the test; on SQLite the database file `cotejo.db` is in it.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The address of the test's own PostgreSQL database, when it runs on one.
    pub fn postgres_url(&self) -> Option<String> {
        let (server, name) = self.postgres.as_ref()?;
        server.rsplit_once('/').map(|(start, _)| format!("{start}/{name}"))
    }
}

async fn run(server: &str, sql: String) {
    let mut connection = PgConnection::connect(server).await.expect("the test server answers");
    // The only name in the text is one that this module made.
    sqlx::query(AssertSqlSafe(sql)).execute(&mut connection).await.expect("the statement runs");
}

impl Drop for TestDb {
    fn drop(&mut self) {
        let Some((server, name)) = self.postgres.take() else {
            return;
        };
        let dropping = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            if let Ok(runtime) = runtime {
                runtime.block_on(run(&server, format!("drop database {name} with (force)")));
            }
        });
        let _ = dropping.join();
    }
}
