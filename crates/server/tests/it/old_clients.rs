//! Clients that were written for the contract, years ago, and change their address only.

use std::collections::HashMap;

use accounts::{KeyVersion, NewKey};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use kit::Secret;
use serde::Deserialize;
use server::client::{Client, encode};

use crate::support::{NOW, TestApp};

/// A token as another issuer makes them, with an expiry in seconds.
fn token(exp: &str) -> String {
    let part = |json: &str| URL_SAFE_NO_PAD.encode(json);
    let header = part(r#"{"alg":"HS256","typ":"JWT"}"#);
    let claims = part(&format!(r#"{{"client_id":"TCI1","exp":{exp},"key_name":"old","jti":"x"}}"#));
    format!("{header}.{claims}.{}", part("a signature of theirs"))
}

fn new_key() -> NewKey {
    NewKey { name: "old".into(), version: KeyVersion(0), days: None }
}

/// What an old client keeps of a check: scores in whole numbers.
#[derive(Deserialize)]
struct OldCheck {
    check_id: String,
    score: i64,
    id_score: i64,
    name_score: i64,
    homonym_score: i64,
}

#[derive(Deserialize)]
struct OldPage {
    checks: Vec<OldCheck>,
    next: String,
}

#[tokio::test]
async fn an_old_client_changes_its_address_and_nothing_else() {
    let app = TestApp::start().await;
    let tenant = app.tenant().await;
    let seconds = NOW.micros() / 1_000_000 + 50 * 365 * 86_400;
    let token = token(&seconds.to_string());
    let key = app.app.accounts.adopt_key(tenant.id, &Secret::new(token.clone()), new_key()).await;
    assert_eq!(key.unwrap().expires_at.micros(), seconds * 1_000_000);
    let client = Client::new(app.base.clone(), Some(token));

    for n in 0..12 {
        let last = format!("Inventada {n}");
        let fields = [
            ("country", "ALL"),
            ("type", "person"),
            ("user_authorized", "True"),
            ("first_name", "Ana"),
            ("last_name", last.as_str()),
        ];
        let headers = [("content-type", "www-x-form-urlencoded"), ("accept", "application/json")];
        let body = encode(&fields).into();
        let made = client.send(http::Method::POST, "/v1/checks/", &headers, body).await.unwrap();
        assert_eq!(made.status, 201);
        let check: OldCheck = serde_json::from_value(made.body["check"].clone()).unwrap();
        assert_eq!((check.score, check.id_score, check.name_score), (-1, 0, 0));
    }
    app.run_jobs().await;

    // Base, a slash, and a path that begins with one.
    let mut path = "v1/checks".to_owned();
    let mut seen = HashMap::new();
    while !path.is_empty() {
        let answer = client.get(&format!("/{path}")).await.unwrap();
        let page: OldPage = serde_json::from_value(answer.body).unwrap();
        for check in page.checks {
            assert_eq!((check.score, check.id_score, check.homonym_score), (1, 1, 1));
            *seen.entry(check.check_id).or_insert(0) += 1;
        }
        path = page.next;
    }
    assert_eq!(seen.len(), 12);
    assert!(seen.values().all(|times| *times == 1));
}

#[tokio::test]
async fn an_adopted_key_is_a_key_like_any_other() {
    let app = TestApp::start().await;
    let (tenant, other) = (app.tenant().await, app.tenant().await);
    let accounts = &app.app.accounts;
    let token = Secret::new(token("\"4102444800\""));
    let client = Client::new(app.base.clone(), Some(token.reveal().clone()));
    assert_eq!(client.get("/v1/checks").await.unwrap().status, 401, "not before it is adopted");
    let key = accounts.adopt_key(tenant.id, &token, new_key()).await.unwrap();
    assert_eq!(client.get("/v1/checks").await.unwrap().status, 200);
    for again in [tenant.id, other.id] {
        assert!(accounts.adopt_key(again, &token, new_key()).await.is_err(), "one key, one tenant");
    }
    for wrong in ["", "short", "with a blank in it, though long"] {
        let wrong = Secret::new(wrong.to_owned());
        assert!(accounts.adopt_key(tenant.id, &wrong, new_key()).await.is_err());
    }
    let kept = app.count("select count(*) from api_keys where key_hash is not null").await;
    assert_eq!(kept, 1);
    accounts.revoke_key(tenant.id, &key.id).await.unwrap();
    assert_eq!(client.get("/v1/checks").await.unwrap().status, 401);

    let expired = Secret::new(self::token("1600000000"));
    accounts.adopt_key(tenant.id, &expired, new_key()).await.unwrap();
    let client = Client::new(app.base.clone(), Some(expired.reveal().clone()));
    assert_eq!(client.get("/v1/checks").await.unwrap().status, 403);
}

#[tokio::test]
async fn nobody_keeps_or_frames_an_answer() {
    let app = TestApp::start().await;
    let answer = app.stranger().get("/v1/checks").await.unwrap();
    for (name, value) in [
        ("cache-control", "no-store"),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
    ] {
        assert_eq!(answer.headers[name], value);
    }
}
