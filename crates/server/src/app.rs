//! Everything opened and wired together.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use accounts::Accounts;
use anyhow::{Context as _, Result};
use audit::{Audit, Origin};
use checks::{Checks, RunCheck};
use jobs::{Registry, Wake, Worker};
use kit::{Clock, SystemClock};
use sources::{Catalogue, Lists, Sources};
use store::{Db, MasterKey, Vault};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tracing::{error, info, warn};

use crate::limits::Limits;
use crate::listener::{self, Edge};
use crate::settings::{Role, Settings};
use crate::{idempotency, router};

/// How often a process looks for lists that another one imported.
const LOOK_FOR_LISTS: Duration = Duration::from_secs(2);
/// How often answers that are not replayed any more are removed.
const FORGET_OLD: Duration = Duration::from_secs(600);

/// How often audit entries are sealed.
const SEAL_EVERY: Duration = Duration::from_secs(1);

/// An installation, open.
#[derive(Clone)]
pub struct App {
    /// The database.
    pub db: Db,
    /// The keys of tenants' data.
    pub vault: Arc<Vault>,
    /// Tenants and keys.
    pub accounts: Accounts,
    /// Who did what.
    pub audit: Audit,
    /// Background checks.
    pub checks: Checks,
    /// What is asked.
    pub sources: Sources,
    /// Runs jobs.
    pub worker: Worker,
    /// How much a key may ask.
    pub limits: Limits,
    /// How connections are taken.
    pub edge: Edge,
    /// The time.
    pub clock: Arc<dyn Clock>,
}

impl App {
    /// Opens the installation that the settings describe, making what is missing.
    pub async fn open(settings: &Settings) -> Result<Self> {
        let db = open_database(settings).await?;
        let vault = Arc::new(Vault::new(master_key(settings, &db).await?));
        let sources = Sources::new(Catalogue::built_in()?, Lists::default());
        let clock = SystemClock::not_before(audit::latest(&db).await?);
        let app = Self::wire(db, vault, Arc::new(clock), sources).await?;
        let audit = app.audit.clone().with_head_file(settings.data.join("audit.head"));
        let checks = app.checks.clone().with_high_under_way(settings.high_priority_under_way);
        Ok(Self { limits: Limits::new(settings.requests_per_second), audit, checks, ..app })
    }

    /// Wires the rooms over a database, a clock and sources, without limits.
    pub async fn wire(
        db: Db,
        vault: Arc<Vault>,
        clock: Arc<dyn Clock>,
        sources: Sources,
    ) -> Result<Self> {
        sources.lists().reload(&db).await?;
        let accounts = Accounts::open(db.clone(), Arc::clone(&vault), Arc::clone(&clock)).await?;
        let audit = Audit::open(db.clone(), &vault, Arc::clone(&clock)).await?;
        let wake = Wake::new(db.clone());
        let checks = Checks::new(
            db.clone(),
            Arc::clone(&vault),
            Arc::clone(&clock),
            sources.clone(),
            wake.clone(),
        );
        let registry = Registry::default().with::<RunCheck>(checks.clone());
        let name = format!("{}-{:08x}", std::process::id(), uuid::Uuid::new_v4().as_fields().0);
        let worker =
            Worker::new(db.clone(), Arc::clone(&clock), registry, wake, audit.clone(), &name);
        let (limits, edge) = (Limits::new(0), Edge::default());
        Ok(Self { db, vault, accounts, audit, checks, sources, worker, limits, edge, clock })
    }

    /// Does something in the operator's name: what it changes is audited.
    pub async fn operate<F: Future>(&self, command: &str, work: F) -> F::Output {
        let user = ["SUDO_USER", "USER", "LOGNAME"].map(|name| std::env::var(name).ok());
        let user = user.into_iter().flatten().next().unwrap_or_default();
        let origin = Origin {
            who: format!("operator {user}").trim_end().to_owned(),
            action: command.to_owned(),
            address: "command line".to_owned(),
            request: String::new(),
            tenant: None,
        };
        let done = self.audit.scope(origin).run(work).await;
        seal(&self.audit).await;
        done
    }

    /// Serves on a listener until `stop`, then ends what is under way.
    pub async fn serve(
        &self,
        listener: TcpListener,
        role: Role,
        stop: CancellationToken,
    ) -> Result<()> {
        let lists = tokio::spawn(self.clone().look_after(stop.clone()));
        let sealer = tokio::spawn(keep_sealing(self.audit.clone(), stop.clone()));
        let worker =
            (role != Role::Api).then(|| tokio::spawn(self.worker.clone().run(stop.clone())));
        let service = router::service(self, role);
        listener::serve(listener, service, self.edge.clone(), stop).await;
        if let Some(worker) = worker {
            worker.await.context("stopping the worker")?;
        }
        lists.await.context("stopping")?;
        sealer.await.context("stopping")?;
        // What the last requests and jobs left.
        seal(&self.audit).await;
        self.db.close().await;
        Ok(())
    }

    async fn look_after(self, stop: CancellationToken) {
        let mut forget = Instant::now();
        while stop.run_until_cancelled(tokio::time::sleep(LOOK_FOR_LISTS)).await.is_some() {
            if let Err(error) = self.sources.lists().reload(&self.db).await {
                warn!(error = error.chain(), "lists could not be looked for");
            }
            if forget.elapsed() >= FORGET_OLD {
                forget = Instant::now();
                self.limits.forget_idle();
                if let Err(error) = idempotency::forget_old(&self).await {
                    warn!(error = error.chain(), "old answers could not be removed");
                }
            }
        }
    }
}

/// Seals the audit until `stop`.
async fn keep_sealing(audit: Audit, stop: CancellationToken) {
    while stop.run_until_cancelled(tokio::time::sleep(SEAL_EVERY)).await.is_some() {
        seal(&audit).await;
    }
}

async fn seal(audit: &Audit) {
    if let Err(error) = audit.seal().await {
        error!(error = error.chain(), "the audit could not be sealed");
    }
}

/// Opens the database of the settings and brings its schema up to date; touches no key.
pub async fn open_database(settings: &Settings) -> Result<Db> {
    if !settings.database.is_empty() {
        return Ok(Db::open_postgres(&settings.database).await?);
    }
    std::fs::create_dir_all(&settings.data)
        .with_context(|| format!("making the data folder {}", settings.data.display()))?;
    let file = settings.data.join("cotejo.db");
    Ok(Db::open_sqlite_synced(&file, !settings.without_sync).await?)
}

/// The master key from the environment, a command or the key file. A key file is made only for an
/// installation that has sealed nothing yet.
async fn master_key(settings: &Settings, db: &Db) -> Result<MasterKey> {
    if !settings.master_key.is_empty() {
        return Ok(MasterKey::from_hex(&settings.master_key)?);
    }
    if !settings.master_key_command.is_empty() {
        let output = std::process::Command::new("sh")
            .arg("-c")
            .arg(&settings.master_key_command)
            .output()
            .context("running master_key_command")?;
        anyhow::ensure!(output.status.success(), "master_key_command ended with {}", output.status);
        return Ok(MasterKey::from_hex(&String::from_utf8_lossy(&output.stdout))?);
    }
    let mut tx = db.read().await?;
    let (sealed,) = tx.system("select count(*) from secrets").one::<(i64,)>().await?;
    std::fs::create_dir_all(&settings.data)
        .with_context(|| format!("making the data folder {}", settings.data.display()))?;
    let file = settings.data.join("master.key");
    MasterKey::from_file(&file, sealed == 0)
        .map_err(|error| anyhow::anyhow!(error.chain()))
        .with_context(|| format!("the master key of this installation, {}", file.display()))
}

/// Listens on an address.
pub async fn listen(address: SocketAddr) -> Result<TcpListener> {
    let listener = TcpListener::bind(address)
        .await
        .with_context(|| format!("a setting is wrong: host and port: listening on {address}"))?;
    info!(%address, "listening");
    Ok(listener)
}

/// Cancelled by Ctrl-C, or by the signal that asks a service to end.
pub fn until_stopped() -> CancellationToken {
    let stop = CancellationToken::new();
    let told = stop.clone();
    tokio::spawn(async move {
        let interrupt = tokio::signal::ctrl_c();
        #[cfg(unix)]
        {
            use tokio::signal::unix::{SignalKind, signal};
            match signal(SignalKind::terminate()) {
                Ok(mut terminate) => tokio::select! {
                    _ = interrupt => {}
                    _ = terminate.recv() => {}
                },
                Err(_) => drop(interrupt.await),
            }
        }
        #[cfg(not(unix))]
        drop(interrupt.await);
        told.cancel();
    });
    stop
}
