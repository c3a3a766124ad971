//! Tenants apart: every operation of the description, with every id of a foreign tenant.

use bytes::Bytes;
use http::Method;
use serde_json::Value;
use server::client::Client;

use crate::support::{TestApp, finished};

const PERSON: [(&str, &str); 5] = [
    ("country", "ALL"),
    ("type", "person"),
    ("user_authorized", "true"),
    ("first_name", "Ana"),
    ("last_name", "Ficticia Canaria"),
];

/// Every operation: method, path, whether it has an id in its path.
async fn operations(app: &TestApp) -> Vec<(Method, String, bool)> {
    let description = app.stranger().get("/openapi.json").await.unwrap().body;
    let mut found = Vec::new();
    for (path, methods) in description["paths"].as_object().unwrap() {
        for method in methods.as_object().unwrap().keys() {
            let method = Method::from_bytes(method.to_uppercase().as_bytes()).unwrap();
            found.push((method, path.clone(), path.contains('{')));
        }
    }
    assert!(found.len() >= 6);
    found
}

/// What a path's id is filled with.
fn filled(path: &str, id: &str) -> String {
    let filled = path.replace("{check_id}", id);
    assert!(!filled.contains('{'), "a new kind of id needs an object of its own here: {path}");
    filled
}

#[tokio::test]
async fn a_foreign_id_is_as_unknown_as_one_that_never_was() {
    let app = TestApp::start().await;
    let (owner, other) = (app.tenant().await, app.tenant().await);
    let check = finished(&app, &owner, &PERSON).await;
    let id = check["check_id"].as_str().unwrap();
    let unknown = "CHK00000000000000000000000000000000";
    for (method, path, has_id) in operations(&app).await {
        if !has_id {
            continue;
        }
        let mut answers = Vec::new();
        for id in [id, unknown] {
            let path = filled(&path, id);
            let answer = other.client.send(method.clone(), &path, &[], Bytes::new()).await.unwrap();
            assert_eq!(answer.status, 404, "{method} {path}");
            answers.push(answer.body);
        }
        assert_eq!(answers[0], answers[1], "{method} {path}: the answers do not tell them apart");
    }
    // Ids in queries: another tenant's key of a page, and a list without the foreign check.
    let paged = other.client.get(&format!("/v1/checks?start_key={id}")).await.unwrap();
    assert_eq!(paged.status, 400);
    assert!(!other.client.get("/v1/checks").await.unwrap().body.to_string().contains("Canaria"));
    // The owner still has it, untouched.
    assert_eq!(owner.client.get(&format!("/v1/checks/{id}")).await.unwrap().body["check"], check);
}

#[tokio::test]
async fn no_operation_works_without_a_valid_key() {
    let app = TestApp::start().await;
    let owner = app.tenant().await;
    let check = finished(&app, &owner, &PERSON).await;
    let id = check["check_id"].as_str().unwrap();
    let key = app.app.accounts.keys(owner.id).await.unwrap()[0].id.clone();
    app.app.accounts.revoke_key(owner.id, &key).await.unwrap();
    for (method, path, _) in operations(&app).await {
        let path = filled(&path, id);
        for client in [owner.client.clone(), Client::new(app.base.clone(), None)] {
            let answer = client.send(method.clone(), &path, &[], Bytes::new()).await.unwrap();
            assert_eq!(answer.status, 401, "{method} {path}");
            assert_eq!(answer.body, serde_json::json!({"message": "Unauthorized"}));
        }
    }
    let checks = app.count("select count(*) from checks where deleted_at is null").await;
    assert_eq!(checks, 1);
}

#[tokio::test]
async fn a_key_without_the_grant_may_do_nothing() {
    let app = TestApp::start().await;
    let owner = app.tenant().await;
    let check = finished(&app, &owner, &PERSON).await;
    let id = check["check_id"].as_str().unwrap();
    let mut tx = app.app.db.write().await.unwrap();
    let sql = "update api_keys set grants = 'nothing' where client_id = $1";
    tx.query(sql).bind(owner.id).execute().await.unwrap();
    tx.commit().await.unwrap();
    let body = "country=ALL&type=person&user_authorized=true&first_name=A&last_name=B&key_type=backend&key_name=k";
    let headers = [("content-type", "application/x-www-form-urlencoded")];
    for (method, path, _) in operations(&app).await {
        let path = filled(&path, id);
        let answer = owner.client.send(method.clone(), &path, &headers, body.into()).await.unwrap();
        assert_eq!(answer.status, 403, "{method} {path}");
        let message = answer.body["message"].as_str().unwrap_or_default().to_owned();
        assert!(message.starts_with("Insufficient permissions: missing access to "), "{message}");
        assert_eq!(answer.body["code"], Value::from(10_403));
    }
}
