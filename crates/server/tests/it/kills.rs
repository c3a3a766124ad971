//! A 2xx is a promise: the server is killed at random moments under load, and what it acknowledged
//! exists once, finishes, has each detail once, and its events once.
//!
//! `PROVE_KILLS` says how often; `./scripts/prove kills N` runs it on both databases.

use std::collections::BTreeSet;
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use accounts::{KeyVersion, NewKey};
use serde_json::Value;
use server::client::Client;
use testkit::TestDb;

const WRITERS: usize = 16;
/// How long a check may take to finish after the last restart; leases of the dead end in between.
const PATIENCE: Duration = Duration::from_secs(90);

struct Server {
    child: Child,
    base: String,
}

impl Server {
    fn start(folder: &Path, postgres: Option<&str>) -> Self {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let child = Command::new(env!("CARGO_BIN_EXE_cotejo"))
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

    async fn ready(&self) {
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

/// A generator that needs no quality, only to differ from run to run.
fn random(below: u64) -> u64 {
    let bytes = uuid::Uuid::new_v4();
    bytes.as_u64_pair().1 % below
}

async fn write_until_dead(
    client: Client,
    round: usize,
    writer: usize,
    acknowledged: Arc<Mutex<Vec<String>>>,
) {
    for n in 0.. {
        let last = format!("Inventada {round} {writer} {n}");
        let fields = [
            ("country", "ALL"),
            ("type", "person"),
            ("user_authorized", "true"),
            ("first_name", "Persona"),
            ("last_name", last.as_str()),
        ];
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

async fn finished(client: &Client, id: &str) -> Value {
    let began = Instant::now();
    loop {
        let answer = client.get(&format!("/v1/checks/{id}")).await.unwrap();
        assert_eq!(answer.status, 200, "{id} was acknowledged");
        if answer.body["check"]["status"] == "completed" {
            return answer.body["check"].clone();
        }
        assert!(began.elapsed() < PATIENCE, "{id} finishes: {}", answer.body);
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_acknowledged_survives_every_kill() {
    let kills: usize = std::env::var("PROVE_KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(25);
    let test = TestDb::new().await;
    let folder = tempfile::tempdir().unwrap();
    let url = test.postgres_url();
    let settings = server::settings::Settings {
        data: folder.path().to_owned(),
        database: url.clone().unwrap_or_default(),
        ..Default::default()
    };
    let app = server::app::App::open(&settings).await.unwrap();
    let list = sources::ListFormat::OfacSdn;
    sources::import(&app.db, list, list.sample().unwrap(), false, app.clock.now()).await.unwrap();
    let tenant = app.accounts.create_tenant("Transportes Ejemplo").await.unwrap().id;
    let new = NewKey { name: "k".into(), version: KeyVersion(1), days: None };
    let key = app.accounts.create_key(tenant, new).await.unwrap().1.into_revealed();

    let acknowledged = Arc::new(Mutex::new(Vec::new()));
    for round in 0..kills {
        let mut server = Server::start(folder.path(), url.as_deref());
        server.ready().await;
        let client = Client::new(server.base.clone(), Some(key.clone()));
        let writers: Vec<_> = (0..WRITERS)
            .map(|writer| {
                tokio::spawn(write_until_dead(
                    client.clone(),
                    round,
                    writer,
                    Arc::clone(&acknowledged),
                ))
            })
            .collect();
        tokio::time::sleep(Duration::from_millis(20 + random(200))).await;
        server.child.kill().unwrap();
        for writer in writers {
            writer.await.unwrap();
        }
    }

    let server = Server::start(folder.path(), url.as_deref());
    server.ready().await;
    let client = Client::new(server.base.clone(), Some(key));
    let acknowledged = acknowledged.lock().unwrap().clone();
    assert!(acknowledged.len() > kills, "there was load: {}", acknowledged.len());
    let ids: BTreeSet<&String> = acknowledged.iter().collect();
    assert_eq!(ids.len(), acknowledged.len(), "no id was given twice");
    for id in &acknowledged {
        let check = finished(&client, id).await;
        assert_eq!(check["score"], 1);
        let details = client.get(&format!("/v1/checks/{id}/details")).await.unwrap().body;
        let details: Vec<&str> = details["details"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["id"].as_str().unwrap())
            .collect();
        assert_eq!(details.iter().collect::<BTreeSet<_>>().len(), 1, "{id}");
        assert_eq!(details.len(), 1, "{id}");
    }
    // Whatever exists, acknowledged or not, is whole: each with its events once and no job left.
    let sql = "
        select object_id, count(*) from events where client_id = $1
         group by object_id having count(*) <> 3 or count(distinct event_action) <> 3";
    let began = Instant::now();
    loop {
        let mut tx = app.db.read().await.unwrap();
        let waiting = jobs::waiting(&mut tx).await.unwrap();
        let odd = tx.query(sql).bind(tenant).all::<(String, i64)>().await.unwrap();
        if waiting == 0 {
            assert_eq!(odd, [], "every check has its three events once");
            break;
        }
        assert!(began.elapsed() < PATIENCE, "{waiting} jobs wait");
        drop(tx);
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let mut tx = app.db.read().await.unwrap();
    let sql = "
        select count(*), sum(case when status = 'completed' then 1 else 0 end)
          from checks where client_id = $1";
    let (all, completed) = tx.query(sql).bind(tenant).one::<(i64, i64)>().await.unwrap();
    assert_eq!(all, completed);
    assert!(all >= acknowledged.len() as i64);
    println!("{kills} kills, {} checks acknowledged, {all} stored", acknowledged.len());
}
