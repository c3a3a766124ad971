//! `cotejo bench growth`: whether what is stored makes the next request slower.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use accounts::{KeyVersion, NewKey};
use anyhow::{Context as _, Result, ensure};
use clap::Args;
use kit::TenantId;
use serde::Serialize;
use store::Db;

use super::place::Place;
use super::server::Server;
use super::{load_lists, people, percentile, seed};
use crate::app::App;
use crate::client::Client;
use crate::settings::Settings;

/// How many first requests of each kind are not counted.
const WARM_UP: usize = 20;

/// How growth is measured.
#[derive(Args)]
pub struct Growth {
    /// How many checks are stored on the one side
    #[arg(long, default_value_t = 1_000)]
    small: usize,
    /// How many on the other
    #[arg(long, default_value_t = 1_000_000)]
    large: usize,
    /// How many requests of each kind are counted
    #[arg(long, default_value_t = 500)]
    requests: usize,
    /// A folder with real lists, as for demo; sample lists when absent
    #[arg(long)]
    lists: Option<PathBuf>,
    /// Leave both databases for the next measurement, which goes on with them
    #[arg(long)]
    keep: bool,
    /// One JSON object
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Figure {
    request: &'static str,
    small_ms: f64,
    large_ms: f64,
    ratio: f64,
}

/// What is asked; each is a read of one page or one check, but for the first.
const REQUESTS: [&str; 6] =
    ["create", "get", "list, first page", "list, any page", "list by status", "list by type"];

impl Growth {
    /// Measures with databases of its own.
    pub async fn run(self, settings: &Settings) -> Result<()> {
        let figures = self.measure(settings).await;
        let removed = if self.keep { Ok(()) } else { remove(settings).await };
        let figures = figures?;
        removed?;
        if self.json {
            println!("{}", serde_json::to_string(&figures)?);
            return Ok(());
        }
        println!("{:20} {:>12} {:>12} {:>8}", "median, ms", self.small, self.large, "ratio");
        for Figure { request, small_ms, large_ms, ratio } in figures {
            println!("{request:20} {small_ms:>12.2} {large_ms:>12.2} {ratio:>8.2}");
        }
        Ok(())
    }

    async fn measure(&self, settings: &Settings) -> Result<Vec<Figure>> {
        let mut small = self.side(&Place::SMALL, settings, self.small).await?;
        let mut large = self.side(&Place::LARGE, settings, self.large).await?;
        let mut figures = Vec::new();
        for request in REQUESTS {
            let (mut at_small, mut at_large) = (Vec::new(), Vec::new());
            for n in 0..WARM_UP + self.requests {
                // Each side goes first every other time.
                let (one, other) = if n % 2 == 0 {
                    let one = small.ask(request, n).await?;
                    (one, large.ask(request, n).await?)
                } else {
                    let other = large.ask(request, n).await?;
                    (small.ask(request, n).await?, other)
                };
                at_small.push(one);
                at_large.push(other);
                if request == "create" {
                    small.finished().await?;
                    large.finished().await?;
                }
            }
            let small_ms = percentile(&at_small[WARM_UP..], 50);
            let large_ms = percentile(&at_large[WARM_UP..], 50);
            figures.push(Figure { request, small_ms, large_ms, ratio: large_ms / small_ms });
        }
        Ok(figures)
    }

    /// Fills one side as far as it is not, and starts its server.
    async fn side(&self, place: &Place, settings: &Settings, checks: usize) -> Result<Side> {
        let settings = place.make(settings).await?;
        let app = App::open(&settings).await?;
        if self.lists.is_some() || app.sources.lists().current().is_empty() {
            load_lists(&app, self.lists.as_deref()).await?;
        }
        let tenant = match app.accounts.tenants().await?.first() {
            Some(tenant) => tenant.id,
            None => app.accounts.create_tenant("Bench").await?.id,
        };
        let stored = seed::stored(&app.db, tenant).await?;
        if stored < checks {
            seed::fill(&app, tenant, checks - stored).await?;
        }
        // A key for each request: what a key has read in the same minute is audited already, and that
        // would be much of what little is stored, and little of much.
        let mut keys = Vec::new();
        for _ in 0..REQUESTS.len() * (WARM_UP + self.requests) {
            let new = NewKey { name: "growth".into(), version: KeyVersion(1), days: Some(1) };
            keys.push(app.accounts.create_key(tenant, new).await?.1.into_revealed());
        }
        let ids = some_checks(&app.db, tenant, self.requests + WARM_UP).await?;
        let next = seed::stored(&app.db, tenant).await?;
        app.db.close().await;
        let server = Server::start(&settings, false)?;
        server.ready().await?;
        let client = Client::new(server.base.clone(), keys.first().cloned());
        Ok(Side { client, keys, _server: server, ids, next, last: None })
    }
}

/// Ids of checks from anywhere in a tenant's past.
async fn some_checks(db: &Db, tenant: TenantId, count: usize) -> Result<Vec<String>> {
    const ENDS: &str = "
        select min(created_at), max(created_at) from checks
         where client_id = $1 and deleted_at is null";
    const FROM: &str = "
        select id from checks
         where client_id = $1 and created_at >= $2 and deleted_at is null
         order by created_at, id limit 1";
    let mut tx = db.read().await?;
    let (first, last) = tx.query(ENDS).bind(tenant).one::<(i64, i64)>().await?;
    let mut ids = Vec::new();
    for n in 0..count {
        // Steps of the golden ratio fall evenly and in no order.
        let share = (n as f64 * 0.618_033_988_75).fract();
        let from = first + ((last - first) as f64 * share) as i64;
        ids.push(tx.query(FROM).bind(tenant).bind(from).one::<(String,)>().await?.0);
    }
    Ok(ids)
}

async fn remove(settings: &Settings) -> Result<()> {
    Place::SMALL.remove(settings).await?;
    Place::LARGE.remove(settings).await
}

/// A server over few or many checks.
struct Side {
    client: Client,
    keys: Vec<String>,
    /// Ends with it.
    _server: Server,
    ids: Vec<String>,
    /// The number of the next made-up subject.
    next: usize,
    /// The path of the check that was made last.
    last: Option<String>,
}

impl Side {
    /// Sends one request; how long its answer took.
    async fn ask(&mut self, request: &str, n: usize) -> Result<Duration> {
        let id = &self.ids[n];
        let path = match request {
            "create" => return self.create().await,
            "get" => format!("/v1/checks/{id}"),
            "list, first page" => "/v1/checks".to_owned(),
            "list, any page" => format!("/v1/checks?start_key={id}"),
            "list by status" => format!("/v1/checks?status=completed&start_key={id}"),
            _ => format!("/v1/checks?check_type=vehicle&start_key={id}"),
        };
        let client = self.client.with_key(self.keys.pop().context("a key for each request")?);
        let began = Instant::now();
        let answer = client.get(&path).await?;
        let took = began.elapsed();
        ensure!(answer.status == 200, "{path}: {} {}", answer.status, answer.body);
        Ok(took)
    }

    async fn create(&mut self) -> Result<Duration> {
        let form = people::form(self.next);
        self.next += 1;
        let fields: Vec<_> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let began = Instant::now();
        let answer = self.client.post_form("/v1/checks", &fields).await?;
        let took = began.elapsed();
        ensure!(answer.status == 201, "creating a check: {} {}", answer.status, answer.body);
        self.last = answer.body["self"].as_str().map(str::to_owned);
        Ok(took)
    }

    /// Waits until the check that was made last has run, so that nothing runs beside the next.
    async fn finished(&self) -> Result<()> {
        let path = self.last.as_deref().context("no check was made")?;
        while self.client.get(path).await?.body["check"]["status"] != "completed" {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        Ok(())
    }
}
