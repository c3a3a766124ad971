//! Who did what: every operation leaves its entry, and none goes on without it.

use std::process::Command;
use std::time::Duration;

use audit::{Entry, Filter};
use bytes::Bytes;
use http::Method;
use kit::TenantId;
use serde_json::Value;

use crate::support::{LISTED, Tenant, TestApp, finished};

async fn entries(app: &TestApp, tenant: TenantId) -> Vec<Entry> {
    let filter = Filter { tenant: Some(tenant), object: None, limit: 1_000 };
    let mut entries = app.app.audit.list(&filter).await.unwrap();
    entries.reverse();
    entries
}

/// What an operation is asked with, and the object that its entry names.
async fn ask(app: &TestApp, tenant: &Tenant, operation: &str) -> String {
    let check = finished(app, tenant, &[&LISTED[..], &[("force_creation", "true")]].concat()).await;
    let id = check["check_id"].as_str().unwrap().to_owned();
    app.clock.advance(Duration::from_secs(3_600)); // A reading of another minute.
    let form = [("content-type", "application/x-www-form-urlencoded"), ("x-request-id", "r-7")];
    let (method, path, body) = match operation {
        "createCheck" => {
            let body = "country=ALL&type=person&user_authorized=true&first_name=A&last_name=B\
                        &force_creation=true";
            (Method::POST, "/v1/checks".to_owned(), body)
        }
        "listChecks" => (Method::GET, "/v1/checks?page_size=1".to_owned(), ""),
        "getCheck" => (Method::GET, format!("/v1/checks/{id}"), ""),
        "listCheckDetails" => (Method::GET, format!("/v1/checks/{id}/details"), ""),
        "deleteCheck" => (Method::DELETE, format!("/v1/checks/{id}"), ""),
        "createApiKey" => (Method::POST, "/v1/api-keys".to_owned(), "key_type=backend&key_name=k"),
        other => panic!("a new operation needs its case here: {other}"),
    };
    let answer = tenant.client.send(method, &path, &form, Bytes::from(body)).await.unwrap();
    assert!(answer.status.is_success(), "{operation}: {answer:?}");
    match operation {
        "createCheck" => answer.body["check"]["check_id"].as_str().unwrap().to_owned(),
        "createApiKey" => {
            app.app.accounts.keys(tenant.id).await.unwrap().last().unwrap().id.clone()
        }
        _ => id,
    }
}

#[tokio::test]
async fn every_operation_leaves_exactly_its_entry() {
    let app = TestApp::start().await;
    let description = app.stranger().get("/openapi.json").await.unwrap().body;
    let operations = description["paths"]
        .as_object()
        .unwrap()
        .values()
        .flat_map(|methods| methods.as_object().unwrap().values())
        .map(|operation| operation["operationId"].as_str().unwrap().to_owned());
    for operation in operations {
        let tenant = app.tenant().await;
        let object = ask(&app, &tenant, &operation).await;
        let all = entries(&app, tenant.id).await;
        // What came before, to have something to ask for: created, run, read.
        let own = &all[3..];
        assert_eq!(own.len(), 1, "{operation}: {own:#?}");
        let key = app.app.accounts.keys(tenant.id).await.unwrap()[0].id.clone();
        assert_eq!(own[0].action, operation);
        assert_eq!(own[0].object, object, "{operation}");
        assert_eq!(own[0].who, format!("key {key}"));
        assert_eq!(own[0].request, "r-7");
        assert_eq!(own[0].address, "127.0.0.1");
    }
}

#[tokio::test]
async fn a_check_leaves_a_trail() {
    let app = TestApp::start().await;
    let tenant = app.tenant().await;
    let check = finished(&app, &tenant, &LISTED).await;
    let path = format!("/v1/checks/{}", check["check_id"].as_str().unwrap());
    for _ in 0..3 {
        tenant.client.get(&path).await.unwrap();
        tenant.client.get(&format!("{path}/details")).await.unwrap();
    }
    tenant.client.post_form("/v1/checks", &LISTED).await.unwrap();
    app.clock.advance(Duration::from_secs(1));
    tenant.client.delete(&path).await.unwrap();
    tenant.client.get(&path).await.unwrap();
    let trail: Vec<String> =
        entries(&app, tenant.id).await.iter().map(|entry| entry.action.clone()).collect();
    // One reading a minute; the reuse by the second request is one of them.
    assert_eq!(trail, ["createCheck", "checks.run", "getCheck", "deleteCheck"]);
    assert!(entries(&app, tenant.id).await.iter().all(|entry| check["check_id"] == entry.object));
    app.app.audit.seal().await.unwrap();
    assert_eq!(app.app.audit.verify(None).await.unwrap().findings, []);
}

#[tokio::test]
async fn a_replayed_answer_is_a_reading() {
    let app = TestApp::start().await;
    let tenant = app.tenant().await;
    let form = [("content-type", "application/x-www-form-urlencoded"), ("Idempotency-Key", "k")];
    let body = "country=ALL&type=person&user_authorized=true&first_name=A&last_name=B";
    for _ in 0..2 {
        let answer = tenant.client.send(Method::POST, "/v1/checks", &form, body.into()).await;
        assert_eq!(answer.unwrap().status, 201);
        app.clock.advance(Duration::from_secs(60));
    }
    let entries = entries(&app, tenant.id).await;
    assert_eq!(entries.len(), 2, "{entries:#?}");
    assert_eq!(entries[0].object, entries[1].object);
}

/// Where no entry can be written nothing is changed and nothing is shown.
#[tokio::test]
async fn without_its_entry_nothing_is_done() {
    let app = TestApp::start().await;
    let tenant = app.tenant().await;
    let check = finished(&app, &tenant, &LISTED).await;
    let path = format!("/v1/checks/{}", check["check_id"].as_str().unwrap());
    app.clock.advance(Duration::from_secs(60));
    let mut tx = app.app.db.write().await.unwrap();
    tx.system("alter table audit rename to audit_away").execute().await.unwrap();
    tx.commit().await.unwrap();
    let person = [&LISTED[..], &[("force_creation", "true")]].concat();
    for answer in [
        tenant.client.post_form("/v1/checks", &person).await.unwrap(),
        tenant.client.get(&path).await.unwrap(),
        tenant.client.get("/v1/checks").await.unwrap(),
        tenant.client.get(&format!("{path}/details")).await.unwrap(),
        tenant.client.delete(&path).await.unwrap(),
    ] {
        assert!(answer.status.is_server_error(), "{answer:?}");
        assert!(answer.body["check"].is_null() && answer.body["checks"].is_null(), "{answer:?}");
    }
    assert_eq!(app.count("select count(*) from checks where deleted_at is null").await, 1);
    let mut tx = app.app.db.write().await.unwrap();
    tx.system("alter table audit_away rename to audit").execute().await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(tenant.client.get(&path).await.unwrap().status, 200);
}

fn cotejo(folder: &std::path::Path, arguments: &[&str]) -> (bool, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_cotejo"))
        .args(arguments)
        .current_dir(folder)
        .env("COTEJO_DATA", folder)
        .env("USER", "lucia")
        .env_remove("SUDO_USER")
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.success(), text(output.stdout) + &text(output.stderr))
}

/// What an operator does is audited, too, and an operator can look.
#[test]
fn an_operator_leaves_a_trail_and_can_read_it() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let (_, tenant) = cotejo(folder, &["tenants", "create", "Fletes"]);
    let tenant = tenant.trim();
    assert!(cotejo(folder, &["keys", "create", tenant]).0);
    let (_, keys) = cotejo(folder, &["keys", "list", tenant, "--json"]);
    let keys: Value = serde_json::from_str(&keys).unwrap();
    let key = keys[0]["api_key_id"].as_str().unwrap();
    assert!(cotejo(folder, &["keys", "revoke", tenant, key]).0);
    assert!(cotejo(folder, &["tenants", "disable", tenant]).0);
    let (_, listed) = cotejo(folder, &["audit", "list", tenant, "--json"]);
    let listed: Vec<Value> = serde_json::from_str(&listed).unwrap();
    let did: Vec<[&str; 3]> = listed
        .iter()
        .rev()
        .map(|one| ["who", "action", "object_id"].map(|name| one[name].as_str().unwrap()))
        .collect();
    let who = "operator lucia";
    assert_eq!(
        did,
        [
            [who, "tenants create", tenant],
            [who, "keys create", key],
            [who, "keys revoke", key],
            [who, "tenants disable", tenant],
        ]
    );
    let (fine, said) = cotejo(folder, &["audit", "verify"]);
    assert!(fine && said.contains("4 entries in 4 segments are as they were sealed"), "{said}");
    let (fine, said) = cotejo(folder, &["audit", "verify", "--head", "1"]);
    assert!(!fine && said.contains("head: needs NUMBER:HASH"), "{said}");
    let (fine, said) = cotejo(folder, &["audit", "head"]);
    assert!(fine && said.starts_with("4:"), "{said}");
    let head = format!("5:{}", "0".repeat(64));
    let (fine, said) = cotejo(folder, &["audit", "verify", "--head", &head]);
    assert!(!fine && said.contains("ends with segment 4, and segment 5 was there"), "{said}");
}
