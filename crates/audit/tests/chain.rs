//! The chain on real databases: what is done to it afterwards is named.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::slice;
use std::sync::Arc;
use std::time::Duration;

use audit::{Audit, Entry, Filter, Finding, Head, Origin, about};
use kit::{Error, ManualClock, TenantId, Time};
use testkit::TestDb;

struct House {
    test: TestDb,
    clock: ManualClock,
    audit: Audit,
    tenant: TenantId,
}

impl House {
    async fn new() -> Self {
        let test = TestDb::new().await;
        let clock = ManualClock::at(Time::from_micros(1_000_000_000));
        let audit = Audit::open(test.db.clone(), &test.vault, Arc::new(clock.clone()));
        let audit = audit.await.unwrap().with_head_file(test.folder().join("audit.head"));
        Self { test, clock, audit, tenant: TenantId::new() }
    }

    fn origin(&self, who: &str) -> Origin {
        Origin {
            who: who.to_owned(),
            action: "changeThing".to_owned(),
            address: "192.0.2.7".to_owned(),
            request: "r1".to_owned(),
            tenant: Some(self.tenant),
        }
    }

    /// A change of a tenant's data, in a scope.
    async fn change(&self, object: &str) -> kit::Result<()> {
        let scope = self.audit.scope(self.origin("key k1"));
        scope.run(self.insert_key(object)).await
    }

    async fn insert_key(&self, object: &str) -> kit::Result<()> {
        const INSERT: &str =
            "insert into data_keys (client_id, object_id, sealed) values ($1, $2, $3)";
        let mut tx = self.test.db.write().await?;
        tx.query(INSERT).bind(self.tenant).bind(object).bind(vec![1_u8]).execute().await?;
        about(self.tenant, object);
        tx.commit().await
    }

    async fn show(&self, who: &str, object: &str) {
        let scope = self.audit.scope(self.origin(who));
        scope.run(async { about(self.tenant, object) }).await;
        scope.note_readings().await.unwrap();
    }

    async fn entries(&self) -> Vec<Entry> {
        let filter = Filter { tenant: Some(self.tenant), object: None, limit: 100 };
        self.audit.list(&filter).await.unwrap()
    }

    async fn run(&self, sql: &'static str) {
        let mut tx = self.test.db.write().await.unwrap();
        tx.system(sql).execute().await.unwrap();
        tx.commit().await.unwrap();
    }

    /// Three segments of four entries each, and the ids of the entries from the oldest on.
    async fn sealed(&self) -> Vec<String> {
        for segment in 0..3 {
            for entry in 0..4 {
                self.clock.advance(Duration::from_secs(1));
                self.change(&format!("CHK{segment}{entry}")).await.unwrap();
            }
            assert_eq!(self.audit.seal().await.unwrap(), 1);
        }
        let report = self.audit.verify(None).await.unwrap();
        assert_eq!((report.segments, report.entries, report.unsealed), (3, 12, 0));
        assert_eq!(report.findings, []);
        self.entries().await.iter().rev().map(|entry| entry.id.clone()).collect()
    }
}

#[tokio::test]
async fn a_change_and_its_entry_are_one() {
    let house = House::new().await;
    house.change("CHK1").await.unwrap();
    let entries = house.entries().await;
    assert_eq!(entries.len(), 1);
    let Entry { who, action, object, address, request, created_at, .. } = &entries[0];
    assert_eq!(
        [who, action, object, address, request],
        ["key k1", "changeThing", "CHK1", "192.0.2.7", "r1"]
    );
    assert_eq!(*created_at, Time::from_micros(1_000_000_000));

    // The entry cannot be written: the change is undone.
    house.run("drop table audit").await;
    let failed = house.change("CHK2").await.unwrap_err();
    assert!(matches!(failed, Error::Internal { .. } | Error::Unavailable { .. }), "{failed}");
    let mut tx = house.test.db.read().await.unwrap();
    let kept = "select object_id from data_keys where client_id = $1";
    let kept = tx.query(kept).bind(house.tenant).all::<(String,)>().await.unwrap();
    assert_eq!(kept, [("CHK1".to_owned(),)]);
}

#[tokio::test]
async fn readings_are_noted_once_a_minute_for_a_key_and_an_object() {
    let house = House::new().await;
    for (who, object) in [("key a", "X"), ("key a", "X"), ("key b", "X"), ("key a", "Y")] {
        house.show(who, object).await;
    }
    assert_eq!(house.entries().await.len(), 3);
    // Another process remembers nothing, and the database knows.
    let other =
        Audit::open(house.test.db.clone(), &house.test.vault, Arc::new(house.clock.clone()));
    let scope = other.await.unwrap().scope(house.origin("key a"));
    scope.run(async { about(house.tenant, "X") }).await;
    scope.note_readings().await.unwrap();
    assert_eq!(house.entries().await.len(), 3);
    house.clock.advance(Duration::from_secs(60));
    house.show("key a", "X").await;
    assert_eq!(house.entries().await.len(), 4);
    assert_eq!(house.audit.seal().await.unwrap(), 1);
    assert_eq!(house.audit.verify(None).await.unwrap().entries, 4);
}

#[tokio::test]
async fn every_tampering_is_named() {
    type Expected = fn(&[String]) -> Vec<Finding>;
    let cases: [(&str, &'static str, Expected); 9] = [
        ("an edited field", "update audit set who = 'key k2' where object_id = 'CHK12'", |ids| {
            vec![Finding::Edited { entry: ids[6].clone(), segment: 2 }]
        }),
        (
            "an edited time, which is the order",
            "update audit set created_at = created_at + 60000000 where object_id = 'CHK00'",
            |ids| vec![Finding::Edited { entry: ids[0].clone(), segment: 1 }],
        ),
        ("a deleted entry", "delete from audit where object_id = 'CHK13'", |ids| {
            vec![Finding::Deleted { entry: ids[7].clone(), segment: 2 }]
        }),
        (
            "an entry that is taken out of its segment, to be sealed again",
            "update audit set segment = 0 where object_id = 'CHK20'",
            |ids| vec![Finding::Deleted { entry: ids[8].clone(), segment: 3 }],
        ),
        (
            "an entry that is moved to another segment",
            "update audit set segment = 3 where object_id = 'CHK03'",
            |ids| {
                vec![
                    Finding::Deleted { entry: ids[3].clone(), segment: 1 },
                    Finding::Added { entry: ids[3].clone(), segment: 3 },
                ]
            },
        ),
        (
            "an entry that was never sealed",
            "insert into audit values ('AUD00000000000000000000000000000001', '', 1, 'a', 'b', 'c',
             'd', 'e', 2)",
            |_| {
                let entry = "AUD00000000000000000000000000000001".to_owned();
                vec![Finding::Added { entry, segment: 2 }]
            },
        ),
        ("a deleted segment", "delete from audit_segments where number = 2", |ids| {
            let mut found = vec![Finding::SegmentsDeleted { first: 2, last: 2 }];
            found.extend(
                ids[4..8].iter().map(|id| Finding::Added { entry: id.clone(), segment: 2 }),
            );
            found
        }),
        ("an edited segment", "update audit_segments set sealed_at = 1 where number = 2", |_| {
            vec![Finding::SegmentEdited { segment: 2 }]
        }),
        (
            "the end of the chain with its entries",
            "delete from audit_segments where number = 3",
            |ids| {
                let mut found: Vec<Finding> = ids[8..]
                    .iter()
                    .map(|id| Finding::Added { entry: id.clone(), segment: 3 })
                    .collect();
                found.push(Finding::Truncated { found: 2, known: 3 });
                found
            },
        ),
    ];
    for (what, tampering, expected) in cases {
        let house = House::new().await;
        let ids = house.sealed().await;
        house.run(tampering).await;
        let found = house.audit.verify(None).await.unwrap().findings;
        assert_eq!(found, expected(&ids), "{what}");
    }
}

#[tokio::test]
async fn segments_that_change_places_are_named() {
    let house = House::new().await;
    house.sealed().await;
    house.run("update audit_segments set number = 9 where number = 1").await;
    house.run("update audit_segments set number = 1 where number = 2").await;
    house.run("update audit_segments set number = 2 where number = 9").await;
    let found = house.audit.verify(None).await.unwrap().findings;
    for segment in [1, 2] {
        assert!(found.contains(&Finding::SegmentEdited { segment }), "{found:?}");
        assert!(found.contains(&Finding::SegmentMoved { segment }), "{found:?}");
    }
}

#[tokio::test]
async fn what_is_cut_off_without_a_trace_shows_against_the_head() {
    let house = House::new().await;
    house.sealed().await;
    let elsewhere = house.audit.head().await.unwrap().unwrap();
    assert_eq!(Head::parse(&elsewhere.to_string()), Some(elsewhere.clone()));
    house.run("delete from audit where segment = 3").await;
    house.run("delete from audit_segments where number = 3").await;
    let truncated = Finding::Truncated { found: 2, known: 3 };
    assert_eq!(house.audit.verify(None).await.unwrap().findings, slice::from_ref(&truncated));
    // Whoever can write the file as well is found by a head that is kept elsewhere.
    std::fs::remove_file(house.test.folder().join("audit.head")).unwrap();
    assert_eq!(house.audit.verify(None).await.unwrap().findings, []);
    let found = house.audit.verify(Some(elsewhere.clone())).await.unwrap().findings;
    assert_eq!(found, [truncated]);
    // The chain goes on over what was cut off: the third segment is another.
    house.change("CHK9").await.unwrap();
    house.audit.seal().await.unwrap();
    let found = house.audit.verify(Some(elsewhere)).await.unwrap().findings;
    assert_eq!(found, [Finding::Replaced { segment: 3 }]);
}

/// A server that goes on over a chain that was cut off does not cover it up.
#[tokio::test]
async fn the_head_file_is_not_written_over() {
    let house = House::new().await;
    house.sealed().await;
    house.run("delete from audit where segment >= 2").await;
    house.run("delete from audit_segments where number >= 2").await;
    for (segments, finding) in [
        (1, Finding::Truncated { found: 2, known: 3 }),
        (1, Finding::Replaced { segment: 3 }),
        (1, Finding::Replaced { segment: 3 }),
    ] {
        house.change(&format!("CHK9-{segments}-{}", house.entries().await.len())).await.unwrap();
        assert_eq!(house.audit.seal().await.unwrap(), segments);
        assert_eq!(house.audit.verify(None).await.unwrap().findings, [finding]);
    }
}

/// Whatever stands in the table is sealed as it stands, and what is not sealed in time is said.
#[tokio::test]
async fn rows_that_are_no_entries_stop_nothing() {
    let house = House::new().await;
    house.run("insert into audit values ('x', '', 0, '', '', '', '', '', 0)").await;
    house.clock.advance(Duration::from_secs(61));
    house.change("CHK1").await.unwrap();
    let late = Finding::Unsealed { entries: 2, since: Time::from_micros(0) };
    assert_eq!(house.audit.verify(None).await.unwrap().findings, [late]);
    assert_eq!(house.audit.seal().await.unwrap(), 1);
    assert_eq!(house.audit.verify(None).await.unwrap().findings, []);
    house.run("update audit set client_id = 'y' where id = 'x'").await;
    house.run("update audit set segment = -1 where object_id = 'CHK1'").await;
    house
        .run(
            "insert into audit_segments select 9223372036854775807, 0, 0, hash, hash, hash, hash
                 from audit_segments",
        )
        .await;
    let chk1 = house.entries().await[0].id.clone();
    let found = house.audit.verify(None).await.unwrap().findings;
    for finding in [
        Finding::Edited { entry: "x".to_owned(), segment: 1 },
        Finding::Deleted { entry: chk1.clone(), segment: 1 },
        Finding::Added { entry: chk1, segment: -1 },
        Finding::SegmentsDeleted { first: 2, last: i64::MAX - 1 },
        Finding::SegmentEdited { segment: i64::MAX },
    ] {
        assert!(found.contains(&finding), "{finding:?} {found:?}");
    }
    house.change("CHK2").await.unwrap();
    assert!(house.audit.seal().await.is_err(), "there is no number left");
}

#[tokio::test]
async fn segments_made_with_another_key_are_not_ours() {
    let house = House::new().await;
    house.sealed().await;
    house.run("delete from secrets where name = 'audit-1'").await;
    let other =
        Audit::open(house.test.db.clone(), &house.test.vault, Arc::new(house.clock.clone()));
    let found = other.await.unwrap().verify(None).await.unwrap().findings;
    assert_eq!(found, [1, 2, 3].map(|segment| Finding::SegmentEdited { segment }));
}

#[tokio::test]
async fn sealers_side_by_side_make_one_chain() {
    let house = Arc::new(House::new().await);
    let mut work = Vec::new();
    for writer in 0..4 {
        let house = Arc::clone(&house);
        work.push(tokio::spawn(async move {
            for entry in 0..25 {
                house.change(&format!("CHK{writer}-{entry}")).await.unwrap();
                if entry % 5 == 0 {
                    house.audit.seal().await.unwrap();
                }
            }
        }));
    }
    for one in work {
        one.await.unwrap();
    }
    house.audit.seal().await.unwrap();
    let report = house.audit.verify(None).await.unwrap();
    assert_eq!((report.entries, report.unsealed), (100, 0));
    assert_eq!(report.findings, []);
}
