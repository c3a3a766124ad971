//! `cotejo bench neighbours`: what one tenant feels of another that asks far too much.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use accounts::{KeyVersion, NewKey};
use anyhow::{Context as _, Result, ensure};
use clap::Args;
use serde::Serialize;
use tokio::time::{MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::place::Place;
use super::server::Server;
use super::{kind, load_lists, people, percentile, show};
use crate::app::App;
use crate::client::Client;
use crate::settings::Settings;

/// How long one phase of a round lasts.
const PHASE: Duration = Duration::from_secs(3);
/// How long the noise goes on before a phase: what its key may ask at once is used up by then.
const LEAD: Duration = Duration::from_secs(1);
/// What is asked before anything is measured.
const WARM_UP: Duration = Duration::from_secs(2);

/// How neighbours are measured.
#[derive(Args)]
pub struct Neighbours {
    /// How many requests a second a key may send
    #[arg(long, default_value_t = 50)]
    limit: u32,
    /// How many requests a second the quiet tenant sends, half of them new checks
    #[arg(long, default_value_t = 40)]
    quiet: u32,
    /// How many rounds of the three phases
    #[arg(long, default_value_t = 10)]
    rounds: u32,
    /// A folder with real lists, as for demo; sample lists when absent
    #[arg(long)]
    lists: Option<PathBuf>,
    /// One JSON object
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Report {
    database: &'static str,
    alone_ms_p50: f64,
    alone_ms_p99: f64,
    beside_limit_ms_p50: f64,
    beside_limit_ms_p99: f64,
    beside_ten_times_ms_p50: f64,
    beside_ten_times_ms_p99: f64,
    p99_ten_times_to_alone: f64,
    p99_ten_times_to_limit: f64,
    noisy_answered: usize,
    noisy_refused: usize,
}

/// What became of the noisy tenant's requests.
#[derive(Default)]
struct Fate {
    answered: AtomicUsize,
    refused: AtomicUsize,
}

impl Neighbours {
    /// Runs the measurement in a place of its own.
    pub async fn run(self, settings: &Settings) -> Result<()> {
        let own = Place::NEIGHBOURS.make(settings).await?;
        let own = Settings { requests_per_second: self.limit, ..own };
        let report = self.measure(&own).await;
        Place::NEIGHBOURS.remove(settings).await?;
        show(&report?, self.json)
    }

    async fn measure(&self, settings: &Settings) -> Result<Report> {
        let app = App::open(settings).await?;
        load_lists(&app, self.lists.as_deref()).await?;
        let server = Server::start_limited(settings)?;
        server.ready().await?;
        let quiet = client(&app, &server).await?;
        let noisy = client(&app, &server).await?;
        let next = Arc::new(AtomicUsize::new(0));
        let fate = Arc::new(Fate::default());
        let mut took = [Vec::new(), Vec::new(), Vec::new()];
        ask(&quiet, self.quiet, WARM_UP, &next).await?;
        for _ in 0..self.rounds {
            for (took, times) in took.iter_mut().zip([0, 1, 10]) {
                let stop = CancellationToken::new();
                let noise = tokio::spawn(make_noise(
                    noisy.clone(),
                    self.limit * times,
                    Arc::clone(&next),
                    Arc::clone(&fate),
                    stop.clone(),
                ));
                tokio::time::sleep(LEAD).await;
                took.extend(ask(&quiet, self.quiet, PHASE, &next).await?);
                stop.cancel();
                noise.await.context("making noise")?;
            }
        }
        let [alone, limit, ten] = took;
        let p99 = [&alone, &limit, &ten].map(|took| percentile(took, 99));
        Ok(Report {
            database: kind(&app.db),
            alone_ms_p50: percentile(&alone, 50),
            alone_ms_p99: p99[0],
            beside_limit_ms_p50: percentile(&limit, 50),
            beside_limit_ms_p99: p99[1],
            beside_ten_times_ms_p50: percentile(&ten, 50),
            beside_ten_times_ms_p99: p99[2],
            p99_ten_times_to_alone: p99[2] / p99[0],
            p99_ten_times_to_limit: p99[2] / p99[1],
            noisy_answered: fate.answered.load(Ordering::Relaxed),
            noisy_refused: fate.refused.load(Ordering::Relaxed),
        })
    }
}

/// A client of a tenant of its own.
async fn client(app: &App, server: &Server) -> Result<Client> {
    let tenant = app.accounts.create_tenant("Bench").await?.id;
    let new = NewKey { name: "bench".into(), version: KeyVersion(1), days: Some(1) };
    let key = app.accounts.create_key(tenant, new).await?.1.into_revealed();
    Ok(Client::new(server.base.clone(), Some(key)))
}

/// Sends requests at a steady pace whether or not the ones before are answered, each second one a
/// new check, the others a read of a page; the time that each took.
async fn ask(
    client: &Client,
    per_second: u32,
    time: Duration,
    next: &Arc<AtomicUsize>,
) -> Result<Vec<Duration>> {
    let mut asking = Vec::new();
    let mut ticks = interval(Duration::from_secs(1) / per_second.max(1));
    let began = Instant::now();
    while began.elapsed() < time {
        ticks.tick().await;
        let (client, n) = (client.clone(), next.fetch_add(1, Ordering::Relaxed));
        asking.push(tokio::spawn(async move {
            let began = Instant::now();
            let status = send(&client, n).await?;
            ensure!(status < 300, "the quiet tenant is answered {status}");
            anyhow::Ok(began.elapsed())
        }));
    }
    let mut took = Vec::new();
    for one in asking {
        took.push(one.await??);
    }
    Ok(took)
}

async fn send(client: &Client, n: usize) -> Result<u16> {
    if n.is_multiple_of(2) {
        let form = people::form(n);
        let fields: Vec<_> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        return Ok(client.post_form("/v1/checks", &fields).await?.status.as_u16());
    }
    Ok(client.get("/v1/checks?page_size=1").await?.status.as_u16())
}

/// Sends requests at a pace until it is stopped.
async fn make_noise(
    client: Client,
    per_second: u32,
    next: Arc<AtomicUsize>,
    fate: Arc<Fate>,
    stop: CancellationToken,
) {
    if per_second == 0 {
        return;
    }
    let mut ticks = interval(Duration::from_secs(1) / per_second);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Skip);
    let tasks = TaskTracker::new();
    while stop.run_until_cancelled(ticks.tick()).await.is_some() {
        let (client, fate) = (client.clone(), Arc::clone(&fate));
        let n = next.fetch_add(1, Ordering::Relaxed);
        tasks.spawn(async move {
            match send(&client, n).await {
                Ok(200..300) => fate.answered.fetch_add(1, Ordering::Relaxed),
                _ => fate.refused.fetch_add(1, Ordering::Relaxed),
            }
        });
    }
    tasks.close();
    tasks.wait().await;
}
