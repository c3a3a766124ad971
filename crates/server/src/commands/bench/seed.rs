//! `cotejo bench seed`: a database as it is after a year of use.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use accounts::{KeyVersion, NewKey};
use anyhow::{Context as _, Result, ensure};
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use kit::TenantId;
use serde::Serialize;
use store::Db;

use super::{kind, load_lists, people, server, show};
use crate::app::App;
use crate::commands::tenant_id;
use crate::settings::Settings;

/// How many checks one transaction writes.
const BATCH: usize = 2_000;
/// Over how long before now the checks are spread.
const PAST: Duration = Duration::from_secs(365 * 24 * 3_600);

/// How a database is filled.
#[derive(Args)]
pub struct Seed {
    /// How many checks
    checks: usize,
    /// TCI…; a new tenant when absent
    #[arg(long)]
    tenant: Option<String>,
    /// A folder with real lists to load first, as for demo
    #[arg(long)]
    lists: Option<PathBuf>,
    /// One JSON object
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Report {
    client_id: TenantId,
    database: &'static str,
    checks: usize,
    seconds: f64,
    checks_per_second: f64,
    database_mb: f64,
    peak_resident_mb: f64,
}

impl Seed {
    /// Fills the database of the settings.
    pub async fn run(self, settings: &Settings) -> Result<()> {
        let app = App::open(settings).await?;
        if self.lists.is_some() || app.sources.lists().current().is_empty() {
            load_lists(&app, self.lists.as_deref()).await?;
        }
        let tenant = match &self.tenant {
            Some(id) => tenant_id(id)?,
            None => app.operate("bench seed", app.accounts.create_tenant("Bench")).await?.id,
        };
        let began = Instant::now();
        app.operate("bench seed", fill(&app, tenant, self.checks)).await?;
        let seconds = began.elapsed().as_secs_f64();
        let report = Report {
            client_id: tenant,
            database: kind(&app.db),
            checks: self.checks,
            seconds,
            checks_per_second: self.checks as f64 / seconds,
            database_mb: size(&app.db, &settings.data).await? / 1_048_576.0,
            peak_resident_mb: server::peak_mb()?,
        };
        app.db.close().await;
        show(&report, self.json)
    }
}

/// Adds checks to those that a tenant has, oldest first: every core makes a batch while the one
/// before is written.
pub async fn fill(app: &App, tenant: TenantId, count: usize) -> Result<()> {
    let before = stored(&app.db, tenant).await?;
    let new = NewKey { name: "bench".into(), version: KeyVersion(1), days: Some(1) };
    let (key, token) = app.accounts.create_key(tenant, new).await?;
    let caller = app.accounts.authenticate(token.reveal()).await?;
    let bar = ProgressBar::new(count as u64)
        .with_style(ProgressStyle::with_template("{bar:40} {pos} of {len} ({elapsed})")?);
    let (start, step) = (app.clock.now().minus(PAST), PAST / u32::try_from(count)?.max(1));
    let at = |n| start.plus(step * u32::try_from(n).unwrap_or(u32::MAX));
    let mut batches = (0..count).step_by(BATCH).map(|from| {
        let numbers = from..count.min(from + BATCH);
        let asked = numbers.map(|n| (at(n), people::new_check(before + n))).collect();
        let (checks, caller) = (app.checks.clone(), caller.clone());
        tokio::spawn(async move { checks.past(&caller, asked).await })
    });
    let cores = std::thread::available_parallelism().map_or(2, usize::from);
    let mut making: VecDeque<_> = batches.by_ref().take(cores).collect();
    while let Some(made) = making.pop_front() {
        let past = made.await.context("making checks")??;
        making.extend(batches.next());
        app.checks.seed(past).await?;
        bar.inc(BATCH as u64);
    }
    bar.finish_and_clear();
    if app.db.is_postgres() {
        // As autovacuum would have done long ago.
        let mut tx = app.db.write().await?;
        tx.system("analyze").execute().await?;
        tx.commit().await?;
    }
    app.accounts.revoke_key(tenant, &key.id).await?;
    let after = stored(&app.db, tenant).await?;
    ensure!(after == before + count, "{after} checks are stored instead of {}", before + count);
    Ok(())
}

/// How many checks of a tenant are stored, deleted ones included.
pub async fn stored(db: &Db, tenant: TenantId) -> Result<usize> {
    let count = "select count(*) from checks where client_id = $1";
    let (count,) = db.read().await?.query(count).bind(tenant).one::<(i64,)>().await?;
    Ok(usize::try_from(count)?)
}

/// The bytes of the database on the disk, with its log on SQLite.
async fn size(db: &Db, data: &Path) -> Result<f64> {
    if db.is_postgres() {
        let size = "select pg_database_size(current_database())";
        return Ok(db.read().await?.system(size).one::<(i64,)>().await?.0 as f64);
    }
    let files = ["cotejo.db", "cotejo.db-wal"].map(|name| std::fs::metadata(data.join(name)));
    Ok(files.into_iter().flatten().map(|file| file.len() as f64).sum())
}
