//! Commands for operators. Each prints for people, or one JSON value with `--json`.

mod audit;
mod bench;
mod id;

use std::io::Read as _;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use accounts::{Accounts, NewKey};
use anyhow::{Context as _, Result, bail};
use clap::Subcommand;
use indicatif::{ProgressBar, ProgressStyle};
use kit::TenantId;
use serde::Serialize;
use serde_json::json;
use sources::{ImportReport, ListFormat};

use crate::app::{self, App};
use crate::listener::Edge;
use crate::settings::Settings;

pub use audit::Audit;
pub use bench::Bench;
pub use id::Id;

/// Serves until it is stopped.
pub async fn serve(settings: &Settings) -> Result<()> {
    let edge = Edge::open(settings)?;
    let app = App { edge, ..App::open(settings).await? };
    let listener = app::listen(SocketAddr::new(settings.host, settings.port)).await?;
    let stop = app::until_stopped();
    if settings.metrics_port != 0 {
        metrics(settings.metrics_port, app.db.clone()).await?;
    }
    app.serve(listener, settings.role, stop).await
}

/// Serves `/metrics` on the loopback address, apart from the API.
async fn metrics(port: u16, db: store::Db) -> Result<()> {
    let recorder = metrics_exporter_prometheus::PrometheusBuilder::new()
        .install_recorder()
        .context("starting metrics")?;
    let upkeep = recorder.clone();
    tokio::spawn(async move {
        loop {
            tokio::time::sleep(Duration::from_secs(5)).await;
            upkeep.run_upkeep();
        }
    });
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let listener = tokio::net::TcpListener::bind(address).await.with_context(|| {
        format!("a setting is wrong: metrics_port: listening on {address} (0 for none)")
    })?;
    let answer = move || {
        metrics::counter!("cotejo_commits_total").absolute(db.commits());
        std::future::ready(recorder.render())
    };
    let router = axum::Router::new().route("/metrics", axum::routing::get(answer));
    tokio::spawn(async move { axum::serve(listener, router).await });
    Ok(())
}

/// Brings the schema up to date.
pub async fn migrate(settings: &Settings) -> Result<()> {
    app::open_database(settings).await?.close().await;
    println!("The schema is up to date.");
    Ok(())
}

fn print<T: Serialize>(json: bool, value: &T, people: impl FnOnce()) -> Result<()> {
    if json {
        println!("{}", serde_json::to_string(value)?);
    } else {
        people();
    }
    Ok(())
}

/// Commands about tenants.
#[derive(Subcommand)]
pub enum Tenants {
    /// Make a tenant and print its id
    Create {
        /// What people call it
        name: String,
        /// One JSON value
        #[arg(long)]
        json: bool,
    },
    /// List tenants
    List {
        /// One JSON value
        #[arg(long)]
        json: bool,
    },
    /// Shut a tenant out: its keys stop working at once
    Disable {
        /// TCI…
        tenant: String,
    },
}

impl Tenants {
    /// Runs the command.
    pub async fn run(self, settings: &Settings) -> Result<()> {
        let app = App::open(settings).await?;
        let command = match &self {
            Self::Create { .. } => "tenants create",
            Self::List { .. } => "tenants list",
            Self::Disable { .. } => "tenants disable",
        };
        app.operate(command, self.run_on(&app.accounts)).await
    }

    async fn run_on(self, accounts: &Accounts) -> Result<()> {
        match self {
            Self::Create { name, json } => {
                let tenant = accounts.create_tenant(&name).await?;
                let value = json!({"client_id": tenant.id, "name": tenant.name});
                print(json, &value, || println!("{}", tenant.id))
            }
            Self::List { json } => {
                let tenants = accounts.tenants().await?;
                let view = |one: &accounts::Tenant| {
                    json!({
                        "client_id": one.id,
                        "name": one.name,
                        "status": one.status.word(),
                        "creation_date": one.created_at.to_string(),
                    })
                };
                print(json, &tenants.iter().map(view).collect::<Vec<_>>(), || {
                    for one in &tenants {
                        println!("{}  {:8}  {}", one.id, one.status.word(), one.name);
                    }
                })
            }
            Self::Disable { tenant } => {
                accounts.disable_tenant(tenant_id(&tenant)?).await?;
                println!("{tenant} is shut out.");
                Ok(())
            }
        }
    }
}

pub(crate) fn tenant_id(text: &str) -> Result<TenantId> {
    TenantId::parse(text).context("tenant: needs TCI and 32 hex digits")
}

/// Commands about keys.
#[derive(Subcommand)]
pub enum Keys {
    /// Make a key and print it, this once
    Create {
        /// TCI…
        tenant: String,
        /// What people call it
        #[arg(long, default_value = "backend")]
        name: String,
        /// 0, or 1 to require the subject's consent on every check
        #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(i64).range(0..=2))]
        version: i64,
        /// How many days it lives
        #[arg(long)]
        days: Option<u32>,
        /// One JSON value
        #[arg(long)]
        json: bool,
    },
    /// Take over a key that a customer already uses, read from standard input; only its SHA-256 is
    /// kept, and the customer's client changes its address and nothing else
    Adopt {
        /// TCI…
        tenant: String,
        /// What people call it
        #[arg(long, default_value = "adopted")]
        name: String,
        /// 0, or 1 to require the subject's consent on every check
        #[arg(long, default_value_t = 0, value_parser = clap::value_parser!(i64).range(0..=2))]
        version: i64,
        /// How many days it lives; as its token says when absent
        #[arg(long)]
        days: Option<u32>,
    },
    /// List the keys of a tenant
    List {
        /// TCI…
        tenant: String,
        /// One JSON value
        #[arg(long)]
        json: bool,
    },
    /// Revoke a key at once and for good
    Revoke {
        /// TCI…
        tenant: String,
        /// The key's id, from the list
        id: String,
    },
}

impl Keys {
    /// Runs the command.
    pub async fn run(self, settings: &Settings) -> Result<()> {
        let app = App::open(settings).await?;
        let command = match &self {
            Self::Create { .. } => "keys create",
            Self::Adopt { .. } => "keys adopt",
            Self::List { .. } => "keys list",
            Self::Revoke { .. } => "keys revoke",
        };
        app.operate(command, self.run_on(&app.accounts)).await
    }

    async fn run_on(self, accounts: &Accounts) -> Result<()> {
        match self {
            Self::Create { tenant, name, version, days, json } => {
                let new = NewKey { name, version: accounts::KeyVersion(version), days };
                let (key, token) = accounts.create_key(tenant_id(&tenant)?, new).await?;
                let token = token.into_revealed();
                let value = json!({"api_key_id": key.id, "key_name": key.name, "api_key": token});
                print(json, &value, || println!("{token}"))
            }
            Self::Adopt { tenant, name, version, days } => {
                let mut token = String::new();
                std::io::stdin().read_to_string(&mut token).context("reading the key")?;
                let new = NewKey { name, version: accounts::KeyVersion(version), days };
                let token = kit::Secret::new(token);
                let key = accounts.adopt_key(tenant_id(&tenant)?, &token, new).await?;
                println!("{} is adopted; it is valid until {}", key.id, key.expires_at);
                Ok(())
            }
            Self::List { tenant, json } => {
                let keys = accounts.keys(tenant_id(&tenant)?).await?;
                let view = |key: &accounts::ApiKey| {
                    json!({
                        "api_key_id": key.id,
                        "key_name": key.name,
                        "key_type": key.kind.word(),
                        "api_key_version": key.version.0,
                        "creation_date": key.created_at.to_string(),
                        "expiration_date": key.expires_at.to_string(),
                        "revoked": key.revoked_at.is_some(),
                    })
                };
                print(json, &keys.iter().map(view).collect::<Vec<_>>(), || {
                    for key in &keys {
                        let state = if key.revoked_at.is_some() { "revoked" } else { "valid" };
                        println!("{}  v{}  {state:7}  {}", key.id, key.version.0, key.name);
                    }
                })
            }
            Self::Revoke { tenant, id } => {
                accounts.revoke_key(tenant_id(&tenant)?, &id).await?;
                println!("{id} is revoked.");
                Ok(())
            }
        }
    }
}

/// Commands about lists.
#[derive(Subcommand)]
pub enum Sources {
    /// Import a list from its publisher's files; a running server takes it up by itself
    Import {
        /// ofac-sdn, ofac-consolidated or un-sc
        name: String,
        /// The file or the folder of files
        path: PathBuf,
        /// Import even a list that has shrunk by more than half
        #[arg(long)]
        force: bool,
        /// One JSON value
        #[arg(long)]
        json: bool,
    },
    /// List the versions that were imported
    List {
        /// One JSON value
        #[arg(long)]
        json: bool,
    },
}

impl Sources {
    /// Runs the command.
    pub async fn run(self, settings: &Settings) -> Result<()> {
        match self {
            Self::Import { name, path, force, json } => {
                let Some(list) = ListFormat::parse(&name) else {
                    let known = ListFormat::EVERY.map(ListFormat::name).join(", ");
                    bail!("name: needs one of {known}");
                };
                let app = App::open(settings).await?;
                let importing = import(&app, list, &path, force);
                let report = app.operate("sources import", importing).await?;
                print(json, &report, || describe(&report))
            }
            Self::List { json } => {
                let app = App::open(settings).await?;
                let versions = sources::list_versions(&mut app.db.read().await?).await?;
                print(json, &versions, || {
                    for one in &versions {
                        let mark = if one.current { "current" } else { "" };
                        let (list, version) = (&one.list, &one.version);
                        println!(
                            "{list:18} {version} {:>8} entries  {mark:7}  {}",
                            one.entries, one.imported_at
                        );
                    }
                })
            }
        }
    }
}

/// Reads and imports one list, with a sign of life on a terminal.
pub(crate) async fn import(
    app: &App,
    list: ListFormat,
    path: &std::path::Path,
    force: bool,
) -> Result<ImportReport> {
    let bar = ProgressBar::new_spinner()
        .with_style(ProgressStyle::with_template("{spinner} {msg} ({elapsed})")?)
        .with_message(format!("reading {}", list.name()));
    bar.enable_steady_tick(Duration::from_millis(100));
    let path = path.to_owned();
    let parsed = tokio::task::spawn_blocking(move || list.read(&path)).await?;
    bar.set_message(format!("importing {}", list.name()));
    let report = sources::import(&app.db, list, parsed?, force, app.clock.now()).await;
    bar.finish_and_clear();
    Ok(report?)
}

fn describe(report: &ImportReport) {
    let ImportReport { list, version, entries, rows, .. } = report;
    println!("{list} {version}: {entries} entries from {rows} rows");
    if report.unchanged {
        println!("This version was current already; nothing was changed.");
    } else {
        println!("{} added, {} changed, {} gone", report.added, report.changed, report.gone);
    }
    for row in &report.rejected {
        println!("not loaded: {}:{}: {}", row.file, row.line, row.reason);
    }
}
