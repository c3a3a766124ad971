//! The table of jobs: enqueue, claim, finish, retry, park.

use std::collections::HashMap;
use std::time::Duration;

use kit::{Error, Result, TenantId, Time};
use serde_json::Value;
use store::{FromRow, Row, Tx, dialect};

use crate::worker::{Job, Wake};

kit::id!(
    /// A job.
    JobId,
    "JOB"
);

/// The most jobs of one tenant that are leased at a time.
const TENANT_SHARE: usize = 32;

/// What goes first (`Truora-Priority`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Priority {
    /// After everything else.
    Low,
    /// The usual.
    #[default]
    Medium,
    /// Before everything else.
    High,
}

impl Priority {
    /// The number that the queue sorts by: smaller goes first.
    const fn rank(self) -> i64 {
        match self {
            Self::High => 0,
            Self::Medium => 1,
            Self::Low => 2,
        }
    }
}

/// The right to run a job until a moment. Its fence proves that nobody else has claimed it since.
#[derive(Clone, Debug)]
pub struct Lease {
    /// The job.
    pub job: JobId,
    /// Which kind it is.
    pub kind: String,
    /// Whose it is.
    pub tenant: TenantId,
    /// How many times it was claimed, this time included.
    pub attempts: i64,
    /// How many times it may be.
    pub max_attempts: i64,
    /// Grows with every claim.
    pub fence: i64,
    pub(crate) payload: Value,
}

struct LeaseRow(Lease);

impl FromRow for LeaseRow {
    fn from_row(row: &Row) -> Result<Self> {
        let id: String = row.get(0)?;
        Ok(Self(Lease {
            job: JobId::parse(&id)
                .ok_or_else(|| Error::internal("reading a job", "not a job id"))?,
            kind: row.get(1)?,
            tenant: row.get(2)?,
            attempts: row.get(3)?,
            max_attempts: row.get(4)?,
            fence: row.get(5)?,
            payload: row.get(6)?,
        }))
    }
}

const INSERT: &str = "
    insert into jobs (id, kind, client_id, state, priority, run_at, attempts, max_attempts,
                      fence, unique_key, payload)
    values ($1, $2, $3, 'queued', $4, $5, 0, $6, 0, $7, $8) on conflict do nothing";

/// Queues a job in the transaction that makes it necessary. A second job of the same kind and
/// unique key is not queued while the first exists.
pub async fn enqueue<J: Job>(
    tx: &mut Tx,
    tenant: TenantId,
    job: &J,
    priority: Priority,
    run_at: Time,
    wake: &Wake,
) -> Result<()> {
    let payload = serde_json::to_value(job)
        .map_err(|error| Error::internal("writing a job's payload", error))?;
    tx.system(INSERT)
        .bind(JobId::new().to_string())
        .bind(J::NAME)
        .bind(tenant)
        .bind(priority.rank())
        .bind(run_at)
        .bind(J::MAX_ATTEMPTS)
        .bind(job.unique_key())
        .bind(payload)
        .execute()
        .await?;
    wake.after(tx);
    Ok(())
}

const RELEASE_DEAD: &str = "
    update jobs set state = 'queued', lease_until = null
     where state = 'leased' and lease_until < $1";

/// Walks the index from one (priority, tenant) to the next, so that a long queue of one tenant is
/// not read to find another's.
const NEXT_GROUP: &str = "
    select priority, client_id from jobs
     where state = 'queued' and (priority, client_id) > ($1, $2)
     order by priority, client_id limit 1";

const HELD: &str = "select client_id, count(*) from jobs where state = 'leased' group by client_id";

const CLAIM: [&str; 2] = [
    "update jobs set state = 'leased', lease_until = $1, leased_by = $2,
            attempts = attempts + 1, fence = fence + 1
      where id in (select id from jobs where state = 'queued' and priority = $3 and client_id = $4
                      and run_at <= $5 order by run_at, id limit $6)
      returning id, kind, client_id, attempts, max_attempts, fence, payload",
    "update jobs set state = 'leased', lease_until = $1, leased_by = $2,
            attempts = attempts + 1, fence = fence + 1
      where id in (select id from jobs where state = 'queued' and priority = $3 and client_id = $4
                      and run_at <= $5 order by run_at, id limit $6 for update skip locked)
      returning id, kind, client_id, attempts, max_attempts, fence, payload",
];

/// Claims up to `limit` due jobs: higher priorities first, and within one the tenants in turn.
pub(crate) async fn claim(
    tx: &mut Tx,
    worker: &str,
    now: Time,
    lease: Duration,
    limit: usize,
) -> Result<Vec<Lease>> {
    tx.system(RELEASE_DEAD).bind(now).execute().await?;
    let mut groups = Vec::new();
    let (mut priority, mut tenant) = (-1_i64, String::new());
    while let Some(next) = tx
        .system(NEXT_GROUP)
        .bind(priority)
        .bind(tenant.as_str())
        .optional::<(i64, String)>()
        .await?
    {
        (priority, tenant) = next.clone();
        groups.push(next);
    }
    let mut held: HashMap<String, usize> = HashMap::new();
    for (tenant, count) in tx.system(HELD).all::<(String, i64)>().await? {
        held.insert(tenant, usize::try_from(count).unwrap_or(usize::MAX));
    }
    let sql = dialect::pick(tx, CLAIM[0], CLAIM[1]);
    let mut claimed = Vec::new();
    for rank in [Priority::High, Priority::Medium, Priority::Low].map(Priority::rank) {
        let mut tenants: Vec<String> = groups
            .iter()
            .filter(|(one, _)| *one == rank)
            .map(|(_, tenant)| tenant.clone())
            .collect();
        // Who holds least comes first; among equals the order changes from claim to claim.
        tenants.sort_by_cached_key(|tenant| {
            let turn = kit::Uid::derived(&[tenant.as_bytes(), &now.micros().to_be_bytes()]);
            (held.get(tenant).copied().unwrap_or(0), turn)
        });
        for (at, tenant) in tenants.iter().enumerate() {
            let holds = held.entry(tenant.clone()).or_default();
            let left = limit.saturating_sub(claimed.len());
            let share = left.div_ceil(tenants.len() - at).min(TENANT_SHARE.saturating_sub(*holds));
            if share == 0 {
                continue;
            }
            let rows = tx
                .system(sql)
                .bind(now.plus(lease))
                .bind(worker)
                .bind(rank)
                .bind(tenant.as_str())
                .bind(now)
                .bind(share as i64)
                .all::<LeaseRow>()
                .await?;
            *holds += rows.len();
            claimed.extend(rows.into_iter().map(|row| row.0));
        }
    }
    Ok(claimed)
}

const FINISH: &str = "delete from jobs where id = $1 and fence = $2 and state = 'leased'";

/// Ends a job inside the transaction of its effect. An error when the lease went to another
/// worker: the caller then drops the transaction and nothing of this run is kept.
pub async fn finish(tx: &mut Tx, lease: &Lease) -> Result<()> {
    let ended = tx.system(FINISH).bind(lease.job.to_string()).bind(lease.fence).execute().await?;
    if ended == 1 { Ok(()) } else { Err(Error::LeaseLost) }
}

const PROVE: &str =
    "update jobs set fence = fence where id = $1 and fence = $2 and state = 'leased'";

/// Proves inside a transaction that the lease is still held, for a run that keeps something without
/// ending the job. An error when it went to another worker.
pub async fn prove(tx: &mut Tx, lease: &Lease) -> Result<()> {
    let held = tx.system(PROVE).bind(lease.job.to_string()).bind(lease.fence).execute().await?;
    if held == 1 { Ok(()) } else { Err(Error::LeaseLost) }
}

const EXTEND: &str =
    "update jobs set lease_until = $3 where id = $1 and fence = $2 and state = 'leased'";

/// Holds a job for longer; false when the lease is lost already.
pub(crate) async fn extend(tx: &mut Tx, lease: &Lease, until: Time) -> Result<bool> {
    let rows = tx
        .system(EXTEND)
        .bind(lease.job.to_string())
        .bind(lease.fence)
        .bind(until)
        .execute()
        .await?;
    Ok(rows == 1)
}

const RETRY: &str = "
    update jobs set state = 'queued', lease_until = null, run_at = $3, last_error = $4
     where id = $1 and fence = $2 and state = 'leased'";

/// Puts a job back for a later attempt.
pub(crate) async fn retry(tx: &mut Tx, lease: &Lease, run_at: Time, why: &str) -> Result<()> {
    tx.system(RETRY)
        .bind(lease.job.to_string())
        .bind(lease.fence)
        .bind(run_at)
        .bind(why)
        .execute()
        .await
        .map(drop)
}

const PARK: &str = "
    update jobs set state = 'parked', lease_until = null, last_error = $3
     where id = $1 and fence = $2 and state = 'leased'";

/// Sets a job aside for an operator.
pub(crate) async fn park(tx: &mut Tx, lease: &Lease, why: &str) -> Result<()> {
    tx.system(PARK)
        .bind(lease.job.to_string())
        .bind(lease.fence)
        .bind(why)
        .execute()
        .await
        .map(drop)
}

/// How many jobs wait or run.
pub async fn waiting(tx: &mut Tx) -> Result<i64> {
    const COUNT: &str = "select count(*) from jobs where state in ('queued', 'leased')";
    tx.system(COUNT).one::<(i64,)>().await.map(|row| row.0)
}

/// The jobs that were set aside: kind and last error.
pub async fn parked(tx: &mut Tx) -> Result<Vec<(String, String)>> {
    const LIST: &str = "
        select kind, coalesce(last_error, '') from jobs where state = 'parked' limit 100";
    tx.system(LIST).all().await
}

#[cfg(test)]
mod tests {
    use testkit::TestDb;

    use super::*;

    #[derive(serde::Serialize, serde::Deserialize)]
    struct Nothing;

    impl Job for Nothing {
        const NAME: &'static str = "test.nothing";
        type Context = ();

        async fn run(&self, (): &(), _: &Lease) -> Result<()> {
            Ok(())
        }
    }

    /// Places come free one at a time while two tenants have long queues: a third is still served.
    #[tokio::test]
    async fn a_tenant_is_served_while_others_have_long_queues() {
        let test = TestDb::new().await;
        let wake = Wake::new(test.db.clone());
        let now = Time::from_micros(1_000_000);
        let tenants = [TenantId::new(), TenantId::new(), TenantId::new()];
        let mut tx = test.db.write().await.unwrap();
        for (tenant, jobs) in tenants.into_iter().zip([100, 100, 3]) {
            for _ in 0..jobs {
                enqueue(&mut tx, tenant, &Nothing, Priority::Medium, now, &wake).await.unwrap();
            }
        }
        tx.commit().await.unwrap();
        let mut running: Vec<Lease> = Vec::new();
        let mut served = [0; 3];
        for turn in 0..60 {
            let mut tx = test.db.write().await.unwrap();
            let limit = if turn == 0 { 40 } else { 1 };
            let claimed = claim(&mut tx, "w", now, Duration::from_secs(60), limit).await.unwrap();
            assert!((1..=limit).contains(&claimed.len()), "there is work");
            for lease in &claimed {
                served[tenants.iter().position(|one| *one == lease.tenant).unwrap()] += 1;
            }
            running.extend(claimed);
            let ended = running.remove(0);
            finish(&mut tx, &ended).await.unwrap();
            tx.commit().await.unwrap();
        }
        assert_eq!(served[2], 3, "the quiet tenant got all that it asked for: {served:?}");
        assert!(served.iter().all(|served| *served >= 3), "nobody is left out: {served:?}");
    }
}
