//! A seeded database holds checks like any other.

use std::collections::HashSet;
use std::process::Command;

use accounts::{KeyVersion, NewKey};
use kit::TenantId;
use serde_json::Value;
use server::app::App;
use server::client::Client;
use server::settings::{Role, Settings};
use testkit::TestDb;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

const CHECKS: usize = 300;

fn seed(settings: &Settings, more: &[&str]) -> Value {
    let done = Command::new(env!("CARGO_BIN_EXE_cotejo"))
        .args(["bench", "seed", &CHECKS.to_string(), "--json"])
        .args(more)
        .env("COTEJO_DATA", &settings.data)
        .env("COTEJO_DATABASE", &settings.database)
        .output()
        .unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    serde_json::from_slice(&done.stdout).unwrap()
}

async fn client(app: &App, tenant: TenantId, stop: &CancellationToken) -> Client {
    let new = NewKey { name: "k".into(), version: KeyVersion(1), days: None };
    let key = app.accounts.create_key(tenant, new).await.unwrap().1.into_revealed();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn({
        let (app, stop) = (app.clone(), stop.clone());
        async move { app.serve(listener, Role::Api, stop).await }
    });
    Client::new(base, Some(key))
}

/// Every check of the tenant, page by page.
async fn all(client: &Client) -> Vec<Value> {
    let mut checks = Vec::new();
    let mut path = "/v1/checks?page_size=100".to_owned();
    while !path.is_empty() {
        let page = client.get(&path).await.unwrap();
        assert_eq!(page.status, 200, "{}", page.body);
        checks.extend(page.body["checks"].as_array().unwrap().iter().cloned());
        path = page.body["next"].as_str().unwrap().to_owned();
    }
    checks
}

fn names(object: &Value) -> Vec<&String> {
    object.as_object().unwrap().keys().collect()
}

async fn events(app: &App, tenant: TenantId, object: &str) -> Vec<(String, i64)> {
    let sql = "
        select event_action, created_at from events where client_id = $1 and object_id = $2
         order by event_action";
    let mut tx = app.db.read().await.unwrap();
    tx.query(sql).bind(tenant).bind(object).all().await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn seeded_checks_are_like_those_that_were_asked_for() {
    let test = TestDb::new().await;
    let settings = Settings {
        data: test.folder().to_owned(),
        database: test.postgres_url().unwrap_or_default(),
        requests_per_second: 0,
        ..Settings::default()
    };
    let report = seed(&settings, &[]);
    let tenant = TenantId::parse(report["client_id"].as_str().unwrap()).unwrap();
    // What is added later goes on where the first ended.
    assert_eq!(seed(&settings, &["--tenant", &tenant.to_string()])["checks"], CHECKS);

    let app = App::open(&settings).await.unwrap();
    let stop = CancellationToken::new();
    let _stop = stop.clone().drop_guard();
    let client = client(&app, tenant, &stop).await;
    let listed = all(&client).await;
    assert_eq!(listed.len(), 2 * CHECKS);
    assert_eq!(jobs::waiting(&mut app.db.read().await.unwrap()).await.unwrap(), 0);

    let mut subjects = HashSet::new();
    let mut documents = HashSet::new();
    let mut types = [0, 0, 0];
    for check in &listed {
        let id = check["check_id"].as_str().unwrap();
        let path = format!("/v1/checks/{id}");
        let read = client.get(&path).await.unwrap().body["check"].clone();
        assert_eq!(&read, check);
        assert_eq!(read["status"], "completed");
        assert!(read["score"].as_f64().unwrap() >= 0.0 && read.get("previous_check").is_none());
        let (at, subject, document) = match read["type"].as_str().unwrap() {
            "company" => (0, read["company_name"].to_string(), "tax_id"),
            "vehicle" => (1, read["license_plate"].to_string(), "national_id"),
            _ => (2, format!("{} {}", read["first_name"], read["last_name"]), "national_id"),
        };
        types[at] += 1;
        assert!(subjects.insert(subject), "{id}: a name comes twice");
        assert!(documents.insert(read[document].to_string()), "{id}: a document comes twice");
        let details = client.get(&format!("{path}/details")).await.unwrap();
        assert_eq!(details.status, 200);
        assert!(!details.body["details"].as_array().unwrap().is_empty(), "{}", details.body);
        let events = events(&app, tenant, id).await;
        let actions: Vec<_> = events.iter().map(|(action, _)| action.as_str()).collect();
        assert_eq!(actions, ["created", "finished", "started"]);
        assert!(events[0].1 < events[1].1 && events[1].1 == events[2].1);
    }
    assert_eq!(types, [CHECKS / 5, CHECKS / 5, CHECKS * 8 / 5]);

    // One that is asked for looks the same.
    let like = listed.iter().find(|check| check["type"] == "person").unwrap();
    let person = [
        ("country", "CO"),
        ("type", "person"),
        ("user_authorized", "true"),
        ("first_name", "Lucía"),
        ("last_name", "Inventada"),
        ("national_id", "1900999999"),
        ("date_of_birth", "1991-07-23"),
    ];
    let made = client.post_form("/v1/checks", &person).await.unwrap();
    app.worker.drain().await.unwrap();
    let path = made.body["self"].as_str().unwrap();
    let made = client.get(path).await.unwrap().body["check"].clone();
    assert_eq!(names(&made), names(like));
    assert_eq!(made["coverage"], like["coverage"]);
    assert_eq!(made["not_asked"], like["not_asked"]);
    assert_eq!(made["statuses"], like["statuses"]);

    let path = format!("/v1/checks/{}", like["check_id"].as_str().unwrap());
    assert_eq!(client.delete(&path).await.unwrap().status, 200);
    assert_eq!(client.get(&path).await.unwrap().status, 404);
    assert_eq!(all(&client).await.len(), 2 * CHECKS);
}

#[tokio::test]
async fn growth_is_measured_and_leaves_nothing() {
    let (test, folder) = (TestDb::new().await, tempfile::tempdir().unwrap());
    let shown = Command::new(env!("CARGO_BIN_EXE_cotejo"))
        .args(["bench", "growth", "--small", "30", "--large", "60", "--requests", "3", "--json"])
        .env("COTEJO_DATA", folder.path())
        .env("COTEJO_DATABASE", test.postgres_url().unwrap_or_default())
        .output()
        .unwrap();
    assert!(shown.status.success(), "{}", String::from_utf8_lossy(&shown.stderr));
    let figures: Value = serde_json::from_slice(&shown.stdout).unwrap();
    assert_eq!(figures.as_array().unwrap().len(), 6);
    assert!(figures.as_array().unwrap().iter().all(|one| one["ratio"].as_f64().unwrap() > 0.0));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    if test.db.is_postgres() {
        let left = "select count(*) from pg_namespace where nspname like 'bench%'";
        let mut tx = test.db.read().await.unwrap();
        assert_eq!(tx.system(left).one::<(i64,)>().await.unwrap().0, 0);
    }
}
