//! The loop that claims jobs and runs them.

use std::collections::HashMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use audit::{Audit, Origin, Scope};
use kit::{Clock, Error, Result};
use serde::Serialize;
use serde::de::DeserializeOwned;
use store::{Db, Tx};
use tokio::sync::{Notify, Semaphore};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tracing::{error, info, warn};

use crate::queue::{self, Lease};

/// How long a worker may be silent before others take its jobs.
const LEASE: Duration = Duration::from_secs(15);
/// How often a worker says that a job is still at work.
const EXTEND_EVERY: Duration = Duration::from_secs(5);
/// How often the queue is looked at when nobody rings: the net under lost rings, and the rate at
/// which delayed jobs come due.
const POLL: Duration = Duration::from_millis(500);
/// How many jobs run at a time in one process.
const IN_FLIGHT: usize = 64;

/// A kind of work. It holds ids and loads the rest.
pub trait Job: Serialize + DeserializeOwned + Send + Sync + 'static {
    /// The name in the table: `checks.run`.
    const NAME: &'static str;
    /// How many times it is tried.
    const MAX_ATTEMPTS: i64 = 10;
    /// What the job works with.
    type Context: Clone + Send + Sync + 'static;

    /// Two jobs of one kind with the same key are one.
    fn unique_key(&self) -> Option<String> {
        None
    }

    /// Writes what follows when the job is given up, in the transaction that sets it aside.
    fn set_aside(
        &self,
        _context: &Self::Context,
        _lease: &Lease,
        _tx: &mut Tx,
    ) -> impl Future<Output = Result<()>> + Send {
        std::future::ready(Ok(()))
    }

    /// Does the work and ends with [`crate::finish`] in the transaction of its effect.
    fn run(
        &self,
        context: &Self::Context,
        lease: &Lease,
    ) -> impl Future<Output = Result<()>> + Send;
}

type Run = Pin<Box<dyn Future<Output = Result<()>> + Send>>;
type Aside<'t> = Pin<Box<dyn Future<Output = Result<()>> + Send + 't>>;

/// Runs jobs of one kind, and clears up after those that are given up.
trait Handler: Send + Sync {
    fn run(&self, lease: Lease) -> Run;
    fn set_aside<'t>(&'t self, lease: Lease, tx: &'t mut Tx) -> Aside<'t>;
}

/// The handler of a kind: what its jobs work with.
struct Kind<J: Job>(J::Context);

fn read<J: Job>(lease: &Lease) -> Result<J> {
    serde_json::from_value(lease.payload.clone())
        .map_err(|error| Error::internal("reading a job's payload", error))
}

impl<J: Job> Handler for Kind<J> {
    fn run(&self, lease: Lease) -> Run {
        let context = self.0.clone();
        Box::pin(async move { read::<J>(&lease)?.run(&context, &lease).await })
    }

    fn set_aside<'t>(&'t self, lease: Lease, tx: &'t mut Tx) -> Aside<'t> {
        Box::pin(async move { read::<J>(&lease)?.set_aside(&self.0, &lease, tx).await })
    }
}

/// Which kinds of jobs this process runs.
#[derive(Clone, Default)]
pub struct Registry(HashMap<&'static str, Arc<dyn Handler>>);

impl Registry {
    /// Adds a kind with what it works with.
    #[must_use]
    pub fn with<J: Job>(mut self, context: J::Context) -> Self {
        self.0.insert(J::NAME, Arc::new(Kind::<J>(context)));
        self
    }
}

/// Rings the workers of this process, and on PostgreSQL those of other nodes.
#[derive(Clone)]
pub struct Wake {
    bell: Arc<Notify>,
    db: Db,
    /// A notice to other nodes is on its way; rings meanwhile need no other.
    noticing: Arc<Semaphore>,
}

const CHANNEL: &str = "cotejo_jobs";
/// At most one notice to other nodes in this time.
const NOTICE_EVERY: Duration = Duration::from_millis(10);

impl Wake {
    /// A bell over a database.
    pub fn new(db: Db) -> Self {
        Self { bell: Arc::default(), db, noticing: Arc::new(Semaphore::new(1)) }
    }

    /// Rings when the transaction is committed.
    pub fn after(&self, tx: &mut Tx) {
        let wake = self.clone();
        tx.after_commit(move || wake.ring());
    }

    fn ring(&self) {
        self.bell.notify_one();
        let Some(pool) = self.db.postgres().cloned() else {
            return;
        };
        let Ok(turn) = Arc::clone(&self.noticing).try_acquire_owned() else {
            return;
        };
        tokio::spawn(async move {
            tokio::time::sleep(NOTICE_EVERY).await;
            drop(turn);
            if let Err(error) =
                sqlx::query("select pg_notify($1, '')").bind(CHANNEL).execute(&pool).await
            {
                warn!(%error, "other nodes could not be woken; they will find the work by polling");
            }
        });
    }

    /// Passes notices of other nodes on to this process until it stops.
    async fn listen(&self, stop: CancellationToken) {
        let Some(pool) = self.db.postgres() else {
            return;
        };
        while !stop.is_cancelled() {
            if let Ok(mut listener) = sqlx::postgres::PgListener::connect_with(pool).await
                && listener.listen(CHANNEL).await.is_ok()
            {
                while let Some(Ok(_)) = stop.run_until_cancelled(listener.recv()).await {
                    self.bell.notify_one();
                }
            }
            stop.run_until_cancelled(tokio::time::sleep(POLL)).await;
        }
    }
}

/// Claims and runs jobs.
#[derive(Clone)]
pub struct Worker {
    db: Db,
    clock: Arc<dyn Clock>,
    registry: Registry,
    wake: Wake,
    audit: Audit,
    name: Arc<str>,
}

impl Worker {
    /// A worker with a name that says where it runs.
    pub fn new(
        db: Db,
        clock: Arc<dyn Clock>,
        registry: Registry,
        wake: Wake,
        audit: Audit,
        name: &str,
    ) -> Self {
        Self { db, clock, registry, wake, audit, name: name.into() }
    }

    /// What a job changes is audited in the worker's name.
    fn scope(&self, lease: &Lease) -> Scope {
        self.audit.scope(Origin {
            who: "worker".to_owned(),
            action: lease.kind.clone(),
            address: self.name.to_string(),
            request: lease.job.to_string(),
            tenant: Some(lease.tenant),
        })
    }

    /// Runs until `stop`, then waits for the jobs under way.
    pub async fn run(self, stop: CancellationToken) {
        let tasks = TaskTracker::new();
        let places = Arc::new(Semaphore::new(IN_FLIGHT));
        let listener = {
            let (wake, stop) = (self.wake.clone(), stop.clone());
            async move { wake.listen(stop).await }
        };
        tasks.spawn(listener);
        while !stop.is_cancelled() {
            let free = places.available_permits();
            let claimed = if free == 0 { Ok(Vec::new()) } else { self.claim(free).await };
            match claimed {
                Ok(leases) if leases.is_empty() => {
                    tokio::select! {
                        () = stop.cancelled() => {}
                        () = self.wake.bell.notified() => {}
                        () = tokio::time::sleep(POLL) => {}
                    }
                }
                Ok(leases) => {
                    for lease in leases {
                        let Ok(place) = Arc::clone(&places).acquire_owned().await else {
                            return;
                        };
                        let worker = self.clone();
                        tasks.spawn(async move {
                            worker.run_one(lease).await;
                            drop(place);
                            worker.wake.bell.notify_one();
                        });
                    }
                }
                Err(error) => {
                    warn!(error = error.chain(), "jobs could not be claimed; trying again");
                    stop.run_until_cancelled(tokio::time::sleep(POLL)).await;
                }
            }
        }
        tasks.close();
        tasks.wait().await;
    }

    /// Runs every job that is due now, one after another; how many ran. For tests and commands.
    pub async fn drain(&self) -> Result<usize> {
        let mut ran = 0;
        loop {
            let leases = self.claim(IN_FLIGHT).await?;
            if leases.is_empty() {
                return Ok(ran);
            }
            for lease in leases {
                self.run_one(lease).await;
                ran += 1;
            }
        }
    }

    /// Claims only where there is something, so that an idle server writes nothing.
    async fn claim(&self, limit: usize) -> Result<Vec<Lease>> {
        const DUE: &str = "
            select id from (select id from jobs where state = 'queued' and run_at <= $1 limit 1) due
            union all
            select id from (select id from jobs where state = 'leased' and lease_until < $1 limit 1)
                           dead";
        let now = self.clock.now();
        let mut tx = self.db.read().await?;
        let due = tx.system(DUE).bind(now).optional::<(String,)>().await?;
        drop(tx);
        if due.is_none() {
            return Ok(Vec::new());
        }
        let mut tx = self.db.write().await?;
        let leases = queue::claim(&mut tx, &self.name, now, LEASE, limit).await?;
        tx.commit().await?;
        Ok(leases)
    }

    async fn run_one(&self, lease: Lease) {
        let outcome = match self.registry.0.get(lease.kind.as_str()) {
            // It was claimed as often as it may be and its workers died: it may be what kills them.
            Some(_) if lease.attempts > lease.max_attempts => {
                Err(Error::internal("running a job", "its workers died"))
            }
            Some(handler) => {
                let (scope, work) = (self.scope(&lease), handler.run(lease.clone()));
                let running = tokio::spawn(async move { scope.run(work).await });
                self.watch(&lease, running).await
            }
            // Another release may know the kind.
            None => Err(Error::Upstream {
                provider: "a worker of another release".to_owned(),
                source: "no handler for this kind".into(),
            }),
        };
        let Err(error) = outcome else { return };
        if matches!(error, Error::LeaseLost) {
            info!(job.id = %lease.job, job.kind = lease.kind, "the lease was lost; another has the job");
            return;
        }
        if let Err(failure) = self.put_back(&lease, &error).await {
            warn!(job.id = %lease.job, error = failure.chain(), "the job waits for its lease to end");
        }
    }

    /// Waits for a job, holding its lease meanwhile; a job whose lease is lost is stopped.
    async fn watch(&self, lease: &Lease, mut running: JoinHandle<Result<()>>) -> Result<()> {
        loop {
            tokio::select! {
                ended = &mut running => {
                    // What a panic says may quote data; where it was is in the log.
                    return ended.unwrap_or_else(|_| Err(Error::internal("running a job", "a panic")));
                }
                () = tokio::time::sleep(EXTEND_EVERY) => match self.extend(lease).await {
                    Ok(true) => {}
                    Ok(false) => {
                        running.abort();
                        return Err(Error::LeaseLost);
                    }
                    Err(error) => {
                        warn!(job.id = %lease.job, error = error.chain(), "a lease was not extended");
                    }
                },
            }
        }
    }

    async fn extend(&self, lease: &Lease) -> Result<bool> {
        let until = self.clock.now().plus(LEASE);
        let mut tx = self.db.write().await?;
        let held = queue::extend(&mut tx, lease, until).await?;
        tx.commit().await?;
        Ok(held)
    }

    async fn put_back(&self, lease: &Lease, error: &Error) -> Result<()> {
        self.scope(lease).run(self.put_back_audited(lease, error)).await
    }

    async fn put_back_audited(&self, lease: &Lease, error: &Error) -> Result<()> {
        // Only what was being done is kept; causes may quote data.
        let why = error.to_string();
        let mut tx = self.db.write().await?;
        if error.is_transient() && lease.attempts < lease.max_attempts {
            warn!(job.id = %lease.job, job.kind = lease.kind, error = error.chain(), "a job will be tried again");
            let run_at = self.clock.now().plus(backoff(lease.attempts, lease.job));
            queue::retry(&mut tx, lease, run_at, &why).await?;
        } else {
            error!(job.id = %lease.job, job.kind = lease.kind, error = error.chain(), "a job was set aside");
            if let Some(handler) = self.registry.0.get(lease.kind.as_str()) {
                queue::prove(&mut tx, lease).await?;
                handler.set_aside(lease.clone(), &mut tx).await?;
            }
            queue::park(&mut tx, lease, &why).await?;
        }
        tx.commit().await
    }
}

/// 1 s, 2 s, 4 s … up to 5 minutes, each up to a quarter longer by the job's id, so that jobs that
/// failed together do not come back together.
fn backoff(attempts: i64, job: queue::JobId) -> Duration {
    let seconds = 1_u64 << attempts.clamp(1, 9).unsigned_abs().saturating_sub(1);
    let base = Duration::from_secs(seconds.min(300));
    let spread = u32::from(job.0.bytes()[15]);
    base + base * spread / 1024
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_doubles_and_stays_within_a_quarter_of_its_step() {
        for (attempts, seconds) in [(1, 1), (2, 2), (3, 4), (8, 128), (9, 256), (60, 256)] {
            let wait = backoff(attempts, queue::JobId::new());
            let base = Duration::from_secs(seconds);
            assert!(wait >= base && wait <= base * 5 / 4, "{attempts}: {wait:?}");
        }
    }
}
