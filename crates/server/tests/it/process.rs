//! The server as a process of its own, as operators run it, and clients that put it under load.

use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use accounts::{KeyVersion, NewKey};
use kit::TenantId;
use server::app::App;
use server::client::Client;
use server::settings::Settings;
use tokio_util::sync::CancellationToken;

/// How many clients write at a time.
pub const WRITERS: usize = 16;
/// How long anything may take before a test gives up on it; leases of a killed server end sooner.
pub const PATIENCE: Duration = Duration::from_secs(90);

/// The program under test.
pub const PROGRAM: &str = env!("CARGO_BIN_EXE_cotejo");

/// The ids of checks that clients were told of.
pub type Acknowledged = Arc<Mutex<Vec<String>>>;

/// A server in a process; it is killed when this is dropped.
pub struct Server {
    pub child: Child,
    pub base: String,
}

impl Server {
    /// Starts the program in a data folder, or on a PostgreSQL database.
    pub fn start(folder: &Path, postgres: Option<&str>) -> Self {
        Self::start_as(Command::new(PROGRAM), folder, postgres)
    }

    /// As [`Self::start`] with a command that runs the program.
    pub fn start_as(mut command: Command, folder: &Path, postgres: Option<&str>) -> Self {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let child = command
            .args(["serve", "--port", &port.to_string()])
            .current_dir(folder)
            .env("COTEJO_DATA", folder)
            .env("COTEJO_DATABASE", postgres.unwrap_or_default())
            .env("COTEJO_METRICS_PORT", "0")
            .env("COTEJO_REQUESTS_PER_SECOND", "0")
            .env("COTEJO_LOG", "error")
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        Self { child, base: format!("http://127.0.0.1:{port}") }
    }

    /// Waits until it serves.
    pub async fn ready(&self) {
        let client = Client::new(self.base.clone(), None);
        let began = Instant::now();
        while !client.get("/readyz").await.is_ok_and(|answer| answer.status == 200) {
            assert!(began.elapsed() < PATIENCE, "the server is ready in time");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Prepares a data folder or database: a list, a tenant and its key.
pub async fn install(folder: &Path, postgres: Option<&str>) -> (App, TenantId, String) {
    let settings = Settings {
        data: folder.to_owned(),
        database: postgres.unwrap_or_default().to_owned(),
        ..Default::default()
    };
    let app = App::open(&settings).await.unwrap();
    let list = sources::ListFormat::OfacSdn;
    sources::import(&app.db, list, list.sample().unwrap(), false, app.clock.now()).await.unwrap();
    let tenant = app.accounts.create_tenant("Transportes Ejemplo").await.unwrap().id;
    let new = NewKey { name: "k".into(), version: KeyVersion(1), days: None };
    let key = app.accounts.create_key(tenant, new).await.unwrap().1.into_revealed();
    (app, tenant, key)
}

/// Creates checks of ever new people, each with a name that begins with `people`, until the server
/// is gone or `stop` is cancelled.
pub async fn write_checks(
    client: Client,
    people: String,
    acknowledged: Acknowledged,
    stop: CancellationToken,
) {
    for n in 0.. {
        let last = format!("{people} {n}");
        let fields = [
            ("country", "ALL"),
            ("type", "person"),
            ("user_authorized", "true"),
            ("first_name", "Persona"),
            ("last_name", last.as_str()),
        ];
        if stop.is_cancelled() {
            return;
        }
        match client.post_form("/v1/checks", &fields).await {
            Ok(answer) if answer.status == 201 => {
                let id = answer.body["check"]["check_id"].as_str().unwrap().to_owned();
                acknowledged.lock().unwrap().push(id);
            }
            Ok(answer) => assert_eq!(answer.status, 503, "{answer:?}"),
            Err(_) => return,
        }
    }
}
