//! A full disk, a clock that is set back, a database that goes away: clients are told to come
//! again, nothing is half done, and work goes on by itself.

use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::Method;
use kit::TenantId;
use server::app::App;
use server::client::{Answer, Client};

use crate::process::{PATIENCE, PROGRAM, Server, install};

/// The most that a client waits for an answer while something is out of order.
const AT_ONCE: Duration = Duration::from_secs(8);

/// A server whose disk can be filled and whose clock can be set.
struct Steered {
    server: Server,
    full: PathBuf,
    clock: PathBuf,
}

impl Steered {
    fn start(folder: &Path) -> Self {
        let (full, clock) = (folder.join("disk-is-full"), folder.join("clock-offset"));
        if !clock.exists() {
            std::fs::write(&clock, 0_i64.to_ne_bytes()).unwrap();
        }
        let mut command = Command::new(PROGRAM);
        command
            .env("LD_PRELOAD", shim(folder))
            .env("TEST_DISK_FULL", &full)
            .env("TEST_CLOCK", &clock);
        Self { server: Server::start_as(command, folder, None), full, clock }
    }

    fn set_clock(&self, seconds: i64) {
        use std::os::unix::fs::FileExt as _;
        let file = std::fs::OpenOptions::new().write(true).open(&self.clock).unwrap();
        file.write_all_at(&seconds.to_ne_bytes(), 0).unwrap();
    }
}

/// The library that stands between server and machine, compiled into the folder.
fn shim(folder: &Path) -> PathBuf {
    let library = folder.join("shim.so");
    if !library.exists() {
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/outages/shim.c");
        let mut cc = Command::new("cc");
        cc.args(["-shared", "-fPIC", "-O1", "-o"]).arg(&library).arg(source).arg("-ldl");
        assert!(cc.status().expect("cc is installed").success(), "the shim compiles");
    }
    library
}

/// Asks for a check of a person whom nobody asked about before.
async fn create(client: &Client, n: usize) -> Answer {
    let body = format!(
        "country=ALL&type=person&user_authorized=true&first_name=Persona&last_name=Prueba+{n}"
    );
    let form = [("content-type", "application/x-www-form-urlencoded")];
    let began = Instant::now();
    let answer = client.send(Method::POST, "/v1/checks", &form, Bytes::from(body)).await.unwrap();
    assert!(began.elapsed() < AT_ONCE, "an answer comes in time: {:?}", began.elapsed());
    match answer.status.as_u16() {
        201 => {}
        503 => assert!(answer.headers.contains_key("retry-after"), "{answer:?}"),
        _ => panic!("{answer:?}"),
    }
    answer
}

/// The id of a check that was taken.
fn taken_as(answer: &Answer) -> Option<String> {
    (answer.status == 201).then(|| answer.body["check"]["check_id"].as_str().unwrap().to_owned())
}

/// Creates checks until one is refused, or until one is taken; the ids of those that were taken.
async fn until(client: &Client, taken: bool, first: usize) -> Vec<String> {
    let began = Instant::now();
    let mut ids = Vec::new();
    for n in first.. {
        assert!(began.elapsed() < PATIENCE, "taken: {taken}, {} were", ids.len());
        let id = taken_as(&create(client, n).await);
        let was_taken = id.is_some();
        ids.extend(id);
        if was_taken == taken {
            break;
        }
        tokio::time::sleep(Duration::from_millis(if was_taken { 0 } else { 50 })).await;
    }
    ids
}

/// Every check that was acknowledged is there and finishes; whatever is there is whole.
async fn all_is_whole(app: &App, tenant: TenantId, acknowledged: &[String]) {
    const ODD: &str = "
        select object_id, count(*) from events where client_id = $1
         group by object_id having count(*) <> 3 or count(distinct event_action) <> 3";
    const DONE: &str = "select id from checks where client_id = $1 and status = 'completed'";
    let began = Instant::now();
    loop {
        let mut tx = app.db.read().await.unwrap();
        let waiting = jobs::waiting(&mut tx).await.unwrap();
        if waiting == 0 {
            let odd = tx.query(ODD).bind(tenant).all::<(String, i64)>().await.unwrap();
            assert_eq!(odd, [], "every check has its three events once");
            let done = tx.query(DONE).bind(tenant).all::<(String,)>().await.unwrap();
            let done: BTreeSet<String> = done.into_iter().map(|(id,)| id).collect();
            let lost: Vec<_> = acknowledged.iter().filter(|id| !done.contains(*id)).collect();
            assert!(lost.is_empty(), "{lost:?}");
            break;
        }
        assert!(began.elapsed() < PATIENCE, "{waiting} jobs wait");
        drop(tx);
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    app.audit.seal().await.unwrap();
    assert_eq!(app.audit.verify(None).await.unwrap().findings, []);
}

#[tokio::test]
async fn a_full_disk_refuses_and_goes_on() {
    if std::env::var("TEST_DATABASE_URL").is_ok() {
        return; // The disk under PostgreSQL is PostgreSQL's.
    }
    let folder = tempfile::tempdir().unwrap();
    let (app, tenant, key) = install(folder.path(), None).await;
    let steered = Steered::start(folder.path());
    steered.server.ready().await;
    let client = Client::new(steered.server.base.clone(), Some(key));
    let mut ids = until(&client, true, 0).await;
    for round in 1..=3 {
        std::fs::write(&steered.full, "").unwrap();
        // What fits into the log as it is may still be taken.
        ids.extend(until(&client, false, round * 10_000).await);
        for n in 0..20 {
            ids.extend(taken_as(&create(&client, round * 10_000 + 5_000 + n).await));
        }
        std::fs::remove_file(&steered.full).unwrap();
        ids.extend(until(&client, true, round * 10_000 + 9_000).await);
    }
    all_is_whole(&app, tenant, &ids).await;
    let mut tx = app.db.read().await.unwrap();
    let (integrity,) = tx.system("pragma integrity_check").one::<(String,)>().await.unwrap();
    assert_eq!(integrity, "ok");
}

#[tokio::test]
async fn a_clock_that_is_set_back_stops_nothing() {
    if std::env::var("TEST_DATABASE_URL").is_ok() {
        return; // The clock is the server's, whatever the database.
    }
    let folder = tempfile::tempdir().unwrap();
    let (app, tenant, key) = install(folder.path(), None).await;
    let steered = Steered::start(folder.path());
    steered.server.ready().await;
    let client = Client::new(steered.server.base.clone(), Some(key.clone()));
    let mut ids = until(&client, true, 0).await;
    steered.set_clock(-3_600);
    ids.extend(until(&client, true, 1).await);
    all_is_whole(&app, tenant, &ids).await;
    // Set back once more, with work under way, and killed: the next process begins in the past.
    tokio::time::sleep(Duration::from_millis(1_500)).await; // The last segment is sealed.
    ids.extend(until(&client, true, 2).await);
    ids.extend(until(&client, true, 3).await);
    drop(steered);
    std::fs::write(folder.path().join("clock-offset"), (-7_200_i64).to_ne_bytes()).unwrap();
    let steered = Steered::start(folder.path());
    steered.server.ready().await;
    let client = Client::new(steered.server.base.clone(), Some(key));
    ids.extend(until(&client, true, 4).await);
    all_is_whole(&app, tenant, &ids).await;
    let mut tx = app.db.read().await.unwrap();
    let times = "select id from checks where client_id = $1 order by created_at, id";
    let times = tx.query(times).bind(tenant).all::<(String,)>().await.unwrap();
    let times: Vec<String> = times.into_iter().map(|(id,)| id).collect();
    assert_eq!(times, ids, "later checks have later times");
}

/// A PostgreSQL of the test's own, which it may stop and start.
struct Postgres {
    child: Child,
    url: String,
    control: String,
}

impl Postgres {
    fn start() -> Self {
        let scripts = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scripts");
        let mut child = Command::new(scripts.join("with-postgres"))
            .args(["sh", "-c", r#"echo "$TEST_DATABASE_URL"; echo "$TEST_DATABASE_CONTROL"; cat"#])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut line = || lines.next().expect("a line").unwrap();
        let (url, control) = (line(), line());
        Self { child, url, control }
    }

    fn control(&self, word: &str) {
        assert!(Command::new(&self.control).arg(word).status().unwrap().success(), "{word}");
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        let _ = self.child.wait();
    }
}

#[tokio::test]
async fn a_database_that_goes_away_and_comes_back_is_waited_for() {
    if std::env::var("TEST_DATABASE_URL").is_err() {
        return; // SQLite has no server that could go away.
    }
    let postgres = Postgres::start();
    let folder = tempfile::tempdir().unwrap();
    let (app, tenant, key) = install(folder.path(), Some(&postgres.url)).await;
    let server = Server::start(folder.path(), Some(&postgres.url));
    server.ready().await;
    let client = Client::new(server.base.clone(), Some(key));
    let mut ids = until(&client, true, 0).await;
    for round in 1..=2 {
        let first = round * 10_000;
        // It crashes under load.
        let load = tokio::spawn({
            let client = client.clone();
            async move { until(&client, false, first).await }
        });
        tokio::time::sleep(Duration::from_millis(300)).await;
        postgres.control("crash");
        ids.extend(load.await.unwrap());
        assert_eq!(create(&client, first + 5_000).await.status, 503);
        let ready = client.get("/readyz").await.unwrap();
        assert_eq!(ready.status, 503);
        postgres.control("start");
        ids.extend(until(&client, true, first + 6_000).await);
    }
    all_is_whole(&app, tenant, &ids).await;
}
