//! The queue on a real database: fairness, fences, retries.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use audit::Audit;
use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use jobs::{Job, Lease, Priority, Registry, Wake, Worker, enqueue, finish, parked, waiting};
use kit::{Error, ManualClock, Result, TenantId, Time};
use serde::{Deserialize, Serialize};
use store::Db;
use testkit::TestDb;

#[derive(Serialize, Deserialize)]
struct Note {
    text: String,
    /// How often it fails before it succeeds.
    failures: i64,
    lasting: bool,
}

impl Note {
    fn good(text: &str) -> Self {
        Self { text: text.to_owned(), failures: 0, lasting: false }
    }
}

#[derive(Clone)]
struct Context {
    db: Db,
    ran: Arc<Mutex<Vec<String>>>,
}

impl Job for Note {
    const NAME: &'static str = "test.note";
    const MAX_ATTEMPTS: i64 = 3;
    type Context = Context;

    fn unique_key(&self) -> Option<String> {
        Some(self.text.clone())
    }

    async fn run(&self, context: &Context, lease: &Lease) -> Result<()> {
        context.ran.lock().unwrap().push(self.text.clone());
        if self.lasting {
            return Err(Error::internal("testing", "broken for good"));
        }
        if lease.attempts <= self.failures {
            return Err(Error::Upstream { provider: "test".into(), source: "down".into() });
        }
        let mut tx = context.db.write().await?;
        finish(&mut tx, lease).await?;
        tx.commit().await
    }
}

struct House {
    test: TestDb,
    clock: ManualClock,
    context: Context,
    wake: Wake,
    audit: Audit,
}

impl House {
    async fn new() -> Self {
        let test = TestDb::new().await;
        let context = Context { db: test.db.clone(), ran: Arc::default() };
        let wake = Wake::new(test.db.clone());
        let clock = ManualClock::at(Time::from_micros(1_000_000_000));
        let audit = Audit::open(test.db.clone(), &test.vault, Arc::new(clock.clone()));
        let audit = audit.await.unwrap();
        Self { test, clock, context, wake, audit }
    }

    fn worker(&self, name: &str) -> Worker {
        let registry = Registry::default().with::<Note>(self.context.clone());
        let clock = Arc::new(self.clock.clone());
        let (wake, audit) = (self.wake.clone(), self.audit.clone());
        Worker::new(self.test.db.clone(), clock, registry, wake, audit, name)
    }

    async fn put(&self, tenant: TenantId, note: &Note, priority: Priority) {
        let now = kit::Clock::now(&self.clock);
        let mut tx = self.test.db.write().await.unwrap();
        enqueue(&mut tx, tenant, note, priority, now, &self.wake).await.unwrap();
        tx.commit().await.unwrap();
    }

    fn ran(&self) -> Vec<String> {
        std::mem::take(&mut *self.context.ran.lock().unwrap())
    }

    async fn waiting(&self) -> i64 {
        waiting(&mut self.test.db.read().await.unwrap()).await.unwrap()
    }
}

#[tokio::test]
async fn a_job_runs_once_and_is_gone() {
    let house = House::new().await;
    house.put(TenantId::new(), &Note::good("a"), Priority::Medium).await;
    assert_eq!(house.worker("w").drain().await.unwrap(), 1);
    assert_eq!(house.worker("w").drain().await.unwrap(), 0);
    assert_eq!((house.ran(), house.waiting().await), (vec!["a".to_owned()], 0));
}

#[tokio::test]
async fn a_job_of_a_transaction_that_is_dropped_never_was() {
    let house = House::new().await;
    let mut tx = house.test.db.write().await.unwrap();
    let now = kit::Clock::now(&house.clock);
    enqueue(&mut tx, TenantId::new(), &Note::good("a"), Priority::Medium, now, &house.wake)
        .await
        .unwrap();
    drop(tx);
    assert_eq!(house.worker("w").drain().await.unwrap(), 0);
}

#[tokio::test]
async fn two_jobs_with_one_key_are_one() {
    let house = House::new().await;
    for _ in 0..2 {
        house.put(TenantId::new(), &Note::good("a"), Priority::Medium).await;
    }
    assert_eq!(house.waiting().await, 1);
}

#[tokio::test]
async fn priorities_go_first_and_tenants_take_turns() {
    let house = House::new().await;
    let (busy, quiet) = (TenantId::new(), TenantId::new());
    for n in 0..100 {
        house.put(busy, &Note::good(&format!("busy {n}")), Priority::Medium).await;
    }
    for n in 0..3 {
        house.put(quiet, &Note::good(&format!("quiet {n}")), Priority::Medium).await;
    }
    house.put(busy, &Note::good("low"), Priority::Low).await;
    house.put(busy, &Note::good("high"), Priority::High).await;
    house.worker("w").drain().await.unwrap();
    let at: HashMap<String, usize> =
        house.ran().into_iter().enumerate().map(|(at, text)| (text, at)).collect();
    assert_eq!(at["high"], 0);
    assert_eq!(at["low"], 104);
    let last_quiet = (0..3).map(|n| at[&format!("quiet {n}")]).max().unwrap();
    assert!(last_quiet < 64, "the quiet tenant is served in the first claim, at {last_quiet}");
}

#[tokio::test]
async fn a_passing_error_is_tried_again_later_and_then_set_aside() {
    let house = House::new().await;
    house.put(TenantId::new(), &Note { failures: 1, ..Note::good("once") }, Priority::Medium).await;
    house
        .put(TenantId::new(), &Note { failures: 9, ..Note::good("always") }, Priority::Medium)
        .await;
    house
        .put(TenantId::new(), &Note { lasting: true, ..Note::good("broken") }, Priority::Medium)
        .await;
    let worker = house.worker("w");
    worker.drain().await.unwrap();
    assert_eq!(house.waiting().await, 2, "the broken one is set aside at once");
    assert_eq!(worker.drain().await.unwrap(), 0, "nothing is due before the wait is over");
    for _ in 0..3 {
        house.clock.advance(Duration::from_secs(600));
        worker.drain().await.unwrap();
    }
    let aside = parked(&mut house.test.db.read().await.unwrap()).await.unwrap();
    assert_eq!((house.waiting().await, aside.len()), (0, 2));
    let ran = house.ran();
    let times = |text: &str| ran.iter().filter(|one| *one == text).count();
    assert_eq!((times("once"), times("always"), times("broken")), (2, 3, 1));
}

/// A worker whose lease ran out cannot end the job: its whole transaction is undone.
#[tokio::test]
async fn a_lost_lease_undoes_the_effect() {
    #[derive(Serialize, Deserialize)]
    struct Slow;

    impl Job for Slow {
        const NAME: &'static str = "test.slow";
        type Context = (Context, ManualClock, Worker);

        async fn run(&self, (context, clock, other): &Self::Context, lease: &Lease) -> Result<()> {
            if lease.attempts == 1 {
                // While this one dawdles, the lease runs out and another worker has the job.
                clock.advance(Duration::from_secs(120));
                other.drain().await?;
            }
            let mut tx = context.db.write().await?;
            let name = format!("effect of attempt {}", lease.attempts);
            tx.system("insert into secrets (name, sealed) values ($1, $2)")
                .bind(name)
                .bind(vec![0_u8])
                .execute()
                .await?;
            finish(&mut tx, lease).await?;
            tx.commit().await
        }
    }

    let house = House::new().await;
    let make = |name: &str, other: Worker| {
        let context = (house.context.clone(), house.clock.clone(), other);
        let registry = Registry::default().with::<Slow>(context);
        let clock = Arc::new(house.clock.clone());
        let (wake, audit) = (house.wake.clone(), house.audit.clone());
        Worker::new(house.test.db.clone(), clock, registry, wake, audit, name)
    };
    let second = make("second", house.worker("unused"));
    let first = make("first", second);
    let now = kit::Clock::now(&house.clock);
    let mut tx = house.test.db.write().await.unwrap();
    enqueue(&mut tx, TenantId::new(), &Slow, Priority::Medium, now, &house.wake).await.unwrap();
    tx.commit().await.unwrap();
    first.drain().await.unwrap();
    let mut tx = house.test.db.read().await.unwrap();
    let effects = tx
        .system("select name from secrets where name like 'effect%'")
        .all::<(String,)>()
        .await
        .unwrap();
    assert_eq!(effects, [("effect of attempt 2".to_owned(),)]);
    drop(tx);
    assert_eq!(house.waiting().await, 0);
}
