//! One set of migrations for both databases.
//!
//! `@JSON@`, `@BYTES@` and `@C@` (the byte-wise collation of a text that is paged by) stand for
//! what each database calls them. Steps only add, so that the previous release runs on the new
//! schema.

use kit::{Error, Result};
use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::postgres::PgPool;
use sqlx::sqlite::SqlitePool;
use sqlx::{AssertSqlSafe, SqlSafeStr as _};

const STEPS: &[(i64, &str, &str)] = &[
    (1, "foundation", include_str!("../../../migrations/0001_foundation.sql")),
    (2, "checks", include_str!("../../../migrations/0002_checks.sql")),
    (3, "idempotency", include_str!("../../../migrations/0003_idempotency.sql")),
    (4, "adopted keys", include_str!("../../../migrations/0004_adopted_keys.sql")),
    (5, "audit", include_str!("../../../migrations/0005_audit.sql")),
    (6, "high priority", include_str!("../../../migrations/0006_high_priority.sql")),
];

fn migrator(words: [(&str, &str); 3]) -> Migrator {
    let steps = STEPS.iter().map(|(version, name, sql)| {
        let mut sql = (*sql).to_owned();
        for (placeholder, word) in words {
            sql = sql.replace(placeholder, word);
        }
        // The text is a constant of this crate with three constant words put in.
        let sql = AssertSqlSafe(sql).into_sql_str();
        Migration::new(*version, (*name).into(), MigrationType::Simple, sql, false)
    });
    Migrator::with_migrations(steps.collect())
}

pub(crate) async fn sqlite(pool: &SqlitePool) -> Result<()> {
    migrator([("@JSON@", "text"), ("@BYTES@", "blob"), (" @C@", "")])
        .run(pool)
        .await
        .map_err(|error| Error::internal("bringing the schema up to date", error))
}

pub(crate) async fn postgres(pool: &PgPool) -> Result<()> {
    migrator([("@JSON@", "jsonb"), ("@BYTES@", "bytea"), ("@C@", "collate \"C\"")])
        .run(pool)
        .await
        .map_err(|error| Error::internal("bringing the schema up to date", error))
}
