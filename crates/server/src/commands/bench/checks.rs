//! `cotejo bench`: measures this machine with this program, in figures that can be compared within
//! one run.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use accounts::{KeyVersion, NewKey};
use anyhow::{Context as _, Result, ensure};
use clap::{Args, Subcommand};
use serde::Serialize;
use sources::ListFormat;
use store::Db;

use crate::app::App;
use crate::client::Client;
use crate::settings::Settings;

/// How long a bare write of rows is measured.
const ROWS_FOR: Duration = Duration::from_secs(2);

/// What shall be measured.
#[derive(Subcommand)]
pub enum Bench {
    /// Checks from request to result through the HTTP API of a server of its own
    Checks(Checks),
}

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

impl Bench {
    /// Runs the measurement in a folder of its own, or in the database of the settings.
    pub async fn run(self, settings: &Settings) -> Result<()> {
        let Self::Checks(checks) = self;
        checks.run(settings).await
    }
}

impl Checks {
    async fn run(self, settings: &Settings) -> Result<()> {
        let folder = settings.data.join(format!("bench-{}", std::process::id()));
        std::fs::create_dir_all(&folder).context("making a folder for the measurement")?;
        let report = self.measure(settings, &folder).await;
        std::fs::remove_dir_all(&folder).context("removing the folder of the measurement")?;
        let report = report?;
        if self.json {
            println!("{}", serde_json::to_string(&report)?);
            return Ok(());
        }
        let value = serde_json::to_value(&report)?;
        for (name, value) in value.as_object().into_iter().flatten() {
            match value.as_f64().filter(|_| value.is_f64()) {
                Some(number) => println!("{name:24} {number:>12.2}"),
                None => println!("{name:24} {:>12}", value.to_string().trim_matches('"')),
            }
        }
        Ok(())
    }

    async fn measure(&self, settings: &Settings, folder: &Path) -> Result<Report> {
        let settings = Settings { data: folder.to_owned(), ..settings.clone() };
        let app = App::open(&settings).await?;
        for list in ListFormat::EVERY {
            let parsed = match &self.lists {
                Some(lists) => list.read(&lists.join(list.folder()))?,
                None => list.sample()?,
            };
            sources::import(&app.db, list, parsed, true, app.clock.now()).await?;
        }
        let tenant = app.accounts.create_tenant("Bench").await?.id;
        let new = NewKey { name: "bench".into(), version: KeyVersion(1), days: Some(1) };
        let key = app.accounts.create_key(tenant, new).await?.1.into_revealed();
        let rows_per_second_1 = rows(&app.db, 1).await?;
        let rows_per_second_16 = rows(&app.db, 16).await?;

        let began = Instant::now();
        let server = Server::start(&settings, self.without_sync)?;
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
            database: if app.db.is_postgres() { "postgresql" } else { "sqlite" },
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

const GIVEN: [&str; 12] = [
    "Valentina",
    "Mateo",
    "Camila",
    "Santiago",
    "Mariana",
    "Thiago",
    "Luciana",
    "Joaquín",
    "Antonella",
    "Emiliano",
    "Renata",
    "Bautista",
];
const SURNAMES: [&str; 12] = [
    "Ejemplar",
    "Montenegro",
    "Quimera",
    "Solano",
    "Ficticia",
    "Prueba",
    "Lindero",
    "Arrayán",
    "Molle",
    "Tarqui",
    "Yacaré",
    "Ombú",
];

/// Asks for the check of a person, a company or a vehicle's owner, no two of them the same.
async fn create(client: &Client, n: usize) -> Result<()> {
    let given = format!("{} {}", GIVEN[n % 12], GIVEN[n / 12 % 12]);
    let last = format!("{} {}", SURNAMES[n / 144 % 12], SURNAMES[n / 1_728 % 12]);
    let id = (1_000_000_000 + n).to_string();
    let company = format!("Comercial {} {n} S.A.S.", SURNAMES[n % 12]);
    let plate = format!("BEN{n}");
    let mut fields = vec![("country", "CO"), ("user_authorized", "true")];
    match n % 10 {
        0 => fields.extend([("type", "company"), ("company_name", company.as_str())]),
        1 => fields.extend([
            ("type", "vehicle"),
            ("license_plate", plate.as_str()),
            ("national_id", id.as_str()),
        ]),
        _ => fields.extend([
            ("type", "person"),
            ("first_name", given.as_str()),
            ("last_name", last.as_str()),
            ("national_id", id.as_str()),
            ("date_of_birth", "1991-07-23"),
        ]),
    }
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

fn percentile(took: &[Duration], percent: usize) -> f64 {
    let mut sorted = took.to_vec();
    sorted.sort_unstable();
    let at = sorted.len().saturating_sub(1) * percent / 100;
    sorted.get(at).map_or(0.0, |took| took.as_secs_f64() * 1_000.0)
}

/// A server in a process of its own, so that its time and memory can be told from ours.
struct Server {
    child: Child,
    base: String,
    metrics: String,
}

impl Server {
    fn start(settings: &Settings, without_sync: bool) -> Result<Self> {
        let free = || anyhow::Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port());
        let (port, metrics) = (free()?, free()?);
        let child = Command::new(std::env::current_exe()?)
            .args(["serve", "--port", &port.to_string()])
            .env("COTEJO_DATA", &settings.data)
            .env("COTEJO_DATABASE", &settings.database)
            .env("COTEJO_METRICS_PORT", metrics.to_string())
            .env("COTEJO_WITHOUT_SYNC", without_sync.to_string())
            .env("COTEJO_REQUESTS_PER_SECOND", "0")
            .env("COTEJO_LOG", "error")
            .stdout(Stdio::null())
            .spawn()
            .context("starting a server")?;
        let at = |port| format!("http://127.0.0.1:{port}");
        Ok(Self { child, base: at(port), metrics: at(metrics) })
    }

    async fn ready(&self) -> Result<()> {
        let client = Client::new(self.base.clone(), None);
        for _ in 0..10_000 {
            if client.get("/readyz").await.is_ok_and(|answer| answer.status == 200) {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        anyhow::bail!("the server is not ready after 20 s")
    }

    async fn commits(&self) -> Result<f64> {
        let text = Client::new(self.metrics.clone(), None).text("/metrics").await?;
        let line = text.lines().find_map(|line| line.strip_prefix("cotejo_commits_total "));
        line.context("the server does not count commits")?
            .trim()
            .parse()
            .context("reading a metric")
    }

    fn proc(&self, name: &str) -> Result<String> {
        let file = format!("/proc/{}/{name}", self.child.id());
        std::fs::read_to_string(&file).with_context(|| format!("reading {file} (Linux only)"))
    }

    /// The processor time that the server has used, in ticks of 10 ms.
    fn cpu(&self) -> Result<Duration> {
        let stat = self.proc("stat")?;
        let after_name = stat.rsplit(") ").next().unwrap_or_default();
        let ticks: u64 =
            after_name.split(' ').skip(11).take(2).filter_map(|n| n.parse::<u64>().ok()).sum();
        Ok(Duration::from_millis(ticks * 10))
    }

    fn resident_mb(&self) -> Result<f64> {
        let status = self.proc("status")?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kb: f64 = line
            .and_then(|line| line.trim().trim_end_matches(" kB").parse().ok())
            .context("reading the memory of the server")?;
        Ok(kb / 1_024.0)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
