//! The facade on a real database: SQLite, and PostgreSQL when `TEST_DATABASE_URL` is set.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::time::Duration;

use kit::{Error, TenantId, Time};
use store::{Db, Tx};
use testkit::TestDb;

const INSERT: &str = "
    insert into tenants (client_id, name, status, sealed_key, sealed_index_key, created_at)
    values ($1, $2, 'active', $3, $4, $5)";

async fn insert(tx: &mut Tx, name: &str) -> Result<TenantId, Error> {
    let id = TenantId::new();
    tx.query(INSERT)
        .bind(id)
        .bind(name)
        .bind(vec![1_u8])
        .bind(vec![2_u8])
        .bind(Time::from_micros(3))
        .execute()
        .await?;
    Ok(id)
}

async fn count(db: &Db) -> i64 {
    let mut tx = db.read().await.unwrap();
    tx.system("select count(*) from tenants").one::<(i64,)>().await.unwrap().0
}

#[tokio::test]
async fn what_is_committed_is_read_and_what_is_dropped_is_not() {
    let test = TestDb::new().await;
    let mut tx = test.db.write().await.unwrap();
    insert(&mut tx, "kept").await.unwrap();
    tx.commit().await.unwrap();
    let mut tx = test.db.write().await.unwrap();
    insert(&mut tx, "dropped").await.unwrap();
    drop(tx);
    assert_eq!(count(&test.db).await, 1);
    let mut tx = test.db.write().await.unwrap();
    insert(&mut tx, "after").await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(count(&test.db).await, 2);
}

#[tokio::test]
async fn columns_come_back_as_they_went_in() {
    let test = TestDb::new().await;
    let mut tx = test.db.write().await.unwrap();
    let id = insert(&mut tx, "ÁÑ 日本 '; drop table tenants").await.unwrap();
    tx.commit().await.unwrap();
    let mut tx = test.db.read().await.unwrap();
    let row = tx
        .query("select client_id, name, sealed_key, created_at from tenants where client_id = $1")
        .bind(id)
        .one::<(TenantId, String, Vec<u8>, Time)>()
        .await
        .unwrap();
    assert_eq!(row, (id, "ÁÑ 日本 '; drop table tenants".into(), vec![1], Time::from_micros(3)));
}

#[tokio::test]
async fn many_rows_are_inserted_each_with_its_own_values() {
    let test = TestDb::new().await;
    let mut tx = test.db.write().await.unwrap();
    let row = |n: i64| -> Vec<store::Value> {
        let bytes = vec![u8::try_from(n % 251).unwrap()];
        let name = format!("tenant {n}");
        vec![TenantId::new().into(), name.into(), bytes.clone().into(), bytes.into(), n.into()]
    };
    for rows in [0..0, 0..1, 1..102, 102..352] {
        tx.insert(INSERT, rows.map(row).collect()).await.unwrap();
    }
    tx.commit().await.unwrap();
    let mut tx = test.db.read().await.unwrap();
    let select = "select name, sealed_key, created_at, status from tenants order by created_at";
    let found = tx.system(select).all::<(String, Vec<u8>, i64, String)>().await.unwrap();
    assert_eq!(found.len(), 352);
    for (n, (name, bytes, at, status)) in (0..).zip(found) {
        assert_eq!((name, at, status.as_str()), (format!("tenant {n}"), n, "active"));
        assert_eq!(bytes, [u8::try_from(n % 251).unwrap()]);
    }
}

/// A member of a shared commit that fails or goes away takes only its own writes with it.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_writers_share_commits_and_each_keeps_exactly_its_own() {
    let test = TestDb::new().await;
    let writers = (0..200).map(|n| {
        let db = test.db.clone();
        tokio::spawn(async move {
            let mut tx = db.write().await.unwrap();
            insert(&mut tx, &format!("{n}")).await.unwrap();
            match n % 4 {
                0 => drop(tx),
                1 => {
                    // The same row twice breaks the key: this member fails and is dropped.
                    let twice = "insert into secrets (name, sealed) values ('x', $1), ('x', $1)";
                    assert!(tx.system(twice).bind(vec![0_u8]).execute().await.is_err());
                }
                _ => tx.commit().await.unwrap(),
            }
        })
    });
    for writer in writers.collect::<Vec<_>>() {
        writer.await.unwrap();
    }
    assert_eq!(count(&test.db).await, 100);
    let mut tx = test.db.read().await.unwrap();
    let (secrets,) = tx.system("select count(*) from secrets").one::<(i64,)>().await.unwrap();
    assert_eq!(secrets, 0);
}

/// A caller that goes away at any moment leaves nothing half done and nothing locked.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn callers_that_go_away_leave_the_writer_usable() {
    let test = TestDb::new().await;
    let mut kept = 0;
    for n in 0_u64..150 {
        let db = test.db.clone();
        let work = async move {
            let mut tx = db.write().await?;
            insert(&mut tx, "x").await?;
            tx.commit().await
        };
        let patience = Duration::from_micros(n * 20);
        if tokio::time::timeout(patience, work).await.is_ok_and(|done| done.is_ok()) {
            kept += 1;
        }
    }
    let mut tx = test.db.write().await.unwrap();
    insert(&mut tx, "last").await.unwrap();
    tx.commit().await.unwrap();
    assert!(count(&test.db).await > kept, "what was acknowledged is there");
}

#[tokio::test]
async fn opening_again_changes_nothing() {
    let test = TestDb::new().await;
    let mut tx = test.db.write().await.unwrap();
    insert(&mut tx, "kept").await.unwrap();
    tx.commit().await.unwrap();
    let again = match test.postgres_url() {
        Some(url) => Db::open_postgres(&url).await.unwrap(),
        None => Db::open_sqlite(&test.folder().join("cotejo.db")).await.unwrap(),
    };
    assert_eq!(count(&again).await, 1);
    again.close().await;
}

#[tokio::test]
async fn text_is_ordered_by_byte() {
    let test = TestDb::new().await;
    let mut tx = test.db.write().await.unwrap();
    for name in ["b", "A", "a", "B", "_", "1"] {
        let insert = "insert into secrets (name, sealed) values ($1, $2)";
        tx.system(insert).bind(name).bind(vec![0_u8]).execute().await.unwrap();
    }
    tx.commit().await.unwrap();
    let mut tx = test.db.read().await.unwrap();
    let names =
        tx.system("select name from secrets order by name").all::<(String,)>().await.unwrap();
    let names: Vec<_> = names.into_iter().map(|row| row.0).collect();
    assert_eq!(names, ["1", "A", "B", "_", "a", "b"]);
}

/// The tables, columns and indexes of both databases are the same; PostgreSQL is compared with a
/// new SQLite file.
#[tokio::test]
async fn both_databases_have_the_same_schema() {
    let test = TestDb::new().await;
    if test.postgres_url().is_none() {
        return;
    }
    let sqlite = Db::open_sqlite(&test.folder().join("other.db")).await.unwrap();
    let columns_pg = "
        select table_name || '.' || column_name || ' ' || is_nullable
          from information_schema.columns
         where table_schema = 'public' and table_name not like '%sqlx%' order by 1";
    let columns_sqlite = "
        select t.name || '.' || c.name || ' ' ||
               case when c.\"notnull\" = 1 or c.pk > 0 then 'NO' else 'YES' end
          from sqlite_master t join pragma_table_info(t.name) c
         where t.type = 'table' and t.name not like '%sqlx%' order by 1";
    let indexes_pg = "
        select indexname || ' ' || tablename from pg_indexes
         where schemaname = 'public' and indexname not like '%pkey' order by 1";
    let indexes_sqlite = "
        select name || ' ' || tbl_name from sqlite_master
         where type = 'index' and name not like 'sqlite_%' order by 1";
    for (pg, lite) in [(columns_pg, columns_sqlite), (indexes_pg, indexes_sqlite)] {
        let mut a = test.db.read().await.unwrap();
        let mut b = sqlite.read().await.unwrap();
        let mut left: Vec<(String,)> = a.system(pg).all().await.unwrap();
        let mut right: Vec<(String,)> = b.system(lite).all().await.unwrap();
        left.sort();
        right.sort();
        assert_eq!(left, right);
        assert!(left.len() > 5);
    }
    sqlite.close().await;
}
