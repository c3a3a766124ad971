//! `cotejo bench checks`: checks from request to result.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use accounts::{KeyVersion, NewKey};
use anyhow::{Result, ensure};
use clap::Args;
use serde::Serialize;
use store::Db;

use super::place::Place;
use super::server::Server;
use super::{kind, load_lists, people, percentile, show};
use crate::app::App;
use crate::client::Client;
use crate::settings::Settings;

/// How long a bare write of rows is measured.
const ROWS_FOR: Duration = Duration::from_secs(2);

/// How checks are measured.
#[derive(Args)]
pub struct Checks {
    /// How many checks
    #[arg(long, default_value_t = 2_000)]
    checks: usize,
    /// How many requests are under way at a time
    #[arg(long, default_value_t = 64)]
    in_flight: usize,
    /// A folder with real lists, as for demo; sample lists when absent
    #[arg(long)]
    lists: Option<PathBuf>,
    /// Without waiting for the disk, to see what the disk costs (SQLite only)
    #[arg(long)]
    without_sync: bool,
    /// One JSON object
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Report {
    database: &'static str,
    checks: usize,
    in_flight: usize,
    synced: bool,
    ready_ms: f64,
    resident_mb: f64,
    checks_per_second: f64,
    commits_per_check: f64,
    server_cpu_ms_per_check: f64,
    create_ms_p50: f64,
    create_ms_p99: f64,
    get_ms_p50: f64,
    get_ms_p99: f64,
    rows_per_second_1: f64,
    rows_per_second_16: f64,
}

impl Checks {
    /// Runs the measurement in a place of its own.
    pub async fn run(self, settings: &Settings) -> Result<()> {
        let own = Place::CHECKS.make(settings).await?;
        let report = self.measure(&own).await;
        Place::CHECKS.remove(settings).await?;
        show(&report?, self.json)
    }

    async fn measure(&self, settings: &Settings) -> Result<Report> {
        let app = App::open(settings).await?;
        load_lists(&app, self.lists.as_deref()).await?;
        let tenant = app.accounts.create_tenant("Bench").await?.id;
        let new = NewKey { name: "bench".into(), version: KeyVersion(1), days: Some(1) };
        let key = app.accounts.create_key(tenant, new).await?.1.into_revealed();
        let rows_per_second_1 = rows(&app.db, 1).await?;
        let rows_per_second_16 = rows(&app.db, 16).await?;

        let began = Instant::now();
        let server = Server::start(settings, self.without_sync)?;
        server.ready().await?;
        let ready_ms = began.elapsed().as_secs_f64() * 1_000.0;
        let client = Client::new(server.base.clone(), Some(key));
        let resident_mb = server.resident_mb()?;
        let (cpu, commits) = (server.cpu()?, server.commits().await?);

        let began = Instant::now();
        let create = self.load(&client).await?;
        while waiting(&app.db).await? > 0 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        let seconds = began.elapsed().as_secs_f64();
        let checks = self.checks as f64;
        let cpu = server.cpu()? - cpu;
        let commits = server.commits().await? - commits;
        let get = gets(&client).await?;
        Ok(Report {
            database: kind(&app.db),
            checks: self.checks,
            in_flight: self.in_flight,
            synced: !self.without_sync,
            ready_ms,
            resident_mb,
            checks_per_second: checks / seconds,
            commits_per_check: commits / checks,
            server_cpu_ms_per_check: cpu.as_secs_f64() * 1_000.0 / checks,
            create_ms_p50: percentile(&create, 50),
            create_ms_p99: percentile(&create, 99),
            get_ms_p50: percentile(&get, 50),
            get_ms_p99: percentile(&get, 99),
            rows_per_second_1,
            rows_per_second_16,
        })
    }

    /// Creates the checks; the time that each request took.
    async fn load(&self, client: &Client) -> Result<Vec<Duration>> {
        let next = Arc::new(AtomicUsize::new(0));
        let clients = (0..self.in_flight).map(|_| {
            let (client, next, last) = (client.clone(), Arc::clone(&next), self.checks);
            tokio::spawn(async move {
                let mut took = Vec::new();
                loop {
                    let n = next.fetch_add(1, Ordering::Relaxed);
                    if n >= last {
                        return anyhow::Ok(took);
                    }
                    let began = Instant::now();
                    create(&client, n).await?;
                    took.push(began.elapsed());
                }
            })
        });
        let mut took = Vec::new();
        for client in clients.collect::<Vec<_>>() {
            took.extend(client.await??);
        }
        Ok(took)
    }
}

/// Asks for a check, no two of them the same.
async fn create(client: &Client, n: usize) -> Result<()> {
    let form = people::form(n);
    let fields: Vec<_> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let answer = client.post_form("/v1/checks", &fields).await?;
    ensure!(answer.status == 201, "creating a check: {} {}", answer.status, answer.body);
    Ok(())
}

/// The time that a read of one check takes, over and over.
async fn gets(client: &Client) -> Result<Vec<Duration>> {
    let page = client.get("/v1/checks?page_size=100").await?.body;
    let mut took = Vec::new();
    for check in page["checks"].as_array().into_iter().flatten().cycle().take(500) {
        let id = check["check_id"].as_str().unwrap_or_default();
        let began = Instant::now();
        let answer = client.get(&format!("/v1/checks/{id}")).await?;
        took.push(began.elapsed());
        ensure!(
            answer.body["check"]["status"] == "completed",
            "a check is not completed: {}",
            answer.body
        );
    }
    Ok(took)
}

/// Bare committed rows a second with a number of writers.
async fn rows(db: &Db, writers: usize) -> Result<f64> {
    const INSERT: &str = "insert into secrets (name, sealed) values ($1, $2)";
    let began = Instant::now();
    let writers = (0..writers).map(|_| {
        let db = db.clone();
        tokio::spawn(async move {
            let mut rows = 0_u64;
            while began.elapsed() < ROWS_FOR {
                let mut tx = db.write().await?;
                let name = format!("bench {}", uuid::Uuid::new_v4());
                tx.system(INSERT).bind(name).bind(vec![0_u8; 64]).execute().await?;
                tx.commit().await?;
                rows += 1;
            }
            anyhow::Ok(rows)
        })
    });
    let mut rows = 0;
    for writer in writers.collect::<Vec<_>>() {
        rows += writer.await??;
    }
    let seconds = began.elapsed().as_secs_f64();
    let mut tx = db.write().await?;
    tx.system("delete from secrets where name > 'bench ' and name < 'bench~'").execute().await?;
    tx.commit().await?;
    Ok(rows as f64 / seconds)
}

async fn waiting(db: &Db) -> Result<i64> {
    Ok(jobs::waiting(&mut db.read().await?).await?)
}
