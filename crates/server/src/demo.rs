//! `cotejo demo`: the whole product in one command, on lists of invented people.

mod subjects;
mod table;

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use accounts::{KeyVersion, NewKey, Tenant};
use anyhow::{Context as _, Result, ensure};
use clap::Args;
use serde_json::{Value, json};
use sources::ListFormat;
use tokio::net::TcpListener;

use crate::app::{self, App};
use crate::cli;
use crate::client::Client;
use crate::commands;
use crate::settings::Settings;
use subjects::Subject;

/// The tenant that a demo makes.
const TENANT: &str = "Demo";
/// How many ports after the wanted one are tried.
const PORTS: u16 = 100;
/// How long a check of the demo may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// What the demo is asked to do.
#[derive(Args)]
pub struct Demo {
    /// End after the table instead of serving
    #[arg(long)]
    once: bool,
    /// A folder with real lists: `ofac/sdn.csv` and its companions, `un/consolidated.xml`
    #[arg(long)]
    lists: Option<PathBuf>,
    /// The data folder
    #[arg(long, default_value = "data/demo")]
    data: PathBuf,
    /// The port; the next free one is taken when it is in use
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// Print one JSON object on one line instead of the table
    #[arg(long)]
    json: bool,
}

/// A check of the demo: what was asked, and what came of it.
pub(crate) struct Shown {
    pub subject: Subject,
    pub check: Value,
    pub details: Value,
}

impl Demo {
    /// Runs the demo.
    pub async fn run(self, settings: Settings) -> Result<()> {
        // A demo of its own: nothing of the operator's settings but how it logs.
        let settings = Settings {
            data: self.data.clone(),
            log: quiet(&settings),
            log_format: settings.log_format,
            ..Settings::default()
        };
        cli::log(&settings)?;
        let stop = app::until_stopped();
        let app = App::open(&settings).await?;
        let (tenant, key) = app.operate("demo", self.set_up(&app)).await?;
        let listener = self.listen().await?;
        let base = format!("http://{}", listener.local_addr()?);
        let serving = tokio::spawn({
            let (app, role, stop) = (app.clone(), settings.role, stop.clone());
            async move { app.serve(listener, role, stop).await }
        });
        let client = Client::new(base.clone(), Some(key.clone()));
        let mut shown = Vec::new();
        for subject in subjects::choose(&app.sources.lists().current()) {
            shown.push(check(&client, subject).await?);
        }
        if self.json {
            let checks: Vec<&Value> = shown.iter().map(|one| &one.check).collect();
            let object = json!({
                "base_url": base,
                "client_id": tenant.id,
                "api_key": key,
                "checks": checks,
            });
            println!("{object}");
        } else {
            table::print(&shown, &base, &key, &app.sources.lists().current(), self.lists.is_none());
        }
        if self.once {
            stop.cancel();
        } else if !self.json {
            println!("\nServing on {base} until Ctrl-C.");
        }
        serving.await.context("serving")?
    }

    async fn set_up(&self, app: &App) -> Result<(Tenant, String)> {
        let tenant = own_tenant(app).await?;
        self.load_lists(app).await?;
        let new = NewKey { name: "demo".to_owned(), version: KeyVersion(1), days: Some(30) };
        let key = app.accounts.create_key(tenant.id, new).await?.1.into_revealed();
        Ok((tenant, key))
    }

    async fn load_lists(&self, app: &App) -> Result<()> {
        for list in ListFormat::EVERY {
            match &self.lists {
                None => {
                    sources::import(&app.db, list, list.sample()?, true, app.clock.now()).await?;
                }
                Some(folder) => {
                    let path = folder.join(list.folder());
                    ensure!(path.exists(), "lists: {} is not there", path.display());
                    let report = commands::import(app, list, &path, true).await?;
                    if !self.json {
                        println!(
                            "{}: {} entries from {} rows",
                            report.list, report.entries, report.rows
                        );
                    }
                }
            }
        }
        app.sources.lists().reload(&app.db).await?;
        Ok(())
    }

    async fn listen(&self) -> Result<TcpListener> {
        for port in (self.port..=u16::MAX).take(usize::from(PORTS)) {
            let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
            if let Ok(listener) = TcpListener::bind(address).await {
                if port != self.port && !self.json {
                    println!("Port {} is in use; serving on {port}.", self.port);
                }
                return Ok(listener);
            }
        }
        anyhow::bail!("port: none of {} to {} is free", self.port, self.port.saturating_add(PORTS))
    }
}

/// The tenant of the demo; an error in the data folder of an installation, whose lists a demo must
/// not replace.
async fn own_tenant(app: &App) -> Result<Tenant> {
    let tenants = app.accounts.tenants().await?;
    ensure!(
        tenants.iter().all(|one| one.name == TENANT),
        "data: this folder belongs to an installation with tenants of its own; name another"
    );
    match tenants.into_iter().next() {
        Some(tenant) => Ok(tenant),
        None => Ok(app.accounts.create_tenant(TENANT).await?),
    }
}

/// A person reads the table, not the log; an operator's own choice of log stays.
fn quiet(settings: &Settings) -> String {
    if settings.log == Settings::default().log { "warn".to_owned() } else { settings.log.clone() }
}

/// Runs one check through the HTTP API, as a client would.
async fn check(client: &Client, subject: Subject) -> Result<Shown> {
    let fields: Vec<(&str, &str)> =
        subject.fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let created = client.post_form("/v1/checks", &fields).await?;
    ensure!(created.status.is_success(), "creating a check: {} {}", created.status, created.body);
    let path = created.body["self"].as_str().context("the answer has no path")?.to_owned();
    let check = tokio::time::timeout(PATIENCE, finished(client, &path))
        .await
        .context("a check did not finish in 30 s")??;
    let details = client.get(&format!("{path}/details?lang=en&page_size=100")).await?.body;
    Ok(Shown { subject, check, details })
}

async fn finished(client: &Client, path: &str) -> Result<Value> {
    loop {
        let check = client.get(path).await?.body["check"].take();
        if matches!(check["status"].as_str(), Some("completed" | "error")) {
            return Ok(check);
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
