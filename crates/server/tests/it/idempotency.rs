//! One key, one object, one answer.

use std::time::Duration;

use http::Method;
use server::client::{Answer, Client};

use crate::support::TestApp;

const BODY: &str = "country=ALL&type=person&user_authorized=true&force_creation=true&first_name=Ana&last_name=Ficticia";

async fn post(client: &Client, key: &str, body: &str) -> Answer {
    let headers = [("content-type", "application/x-www-form-urlencoded"), ("Idempotency-Key", key)];
    client.send(Method::POST, "/v1/checks", &headers, body.to_owned().into()).await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_hundred_requests_with_one_key_make_one_check() {
    let app = TestApp::start().await;
    let tenant = app.tenant().await;
    let requests: Vec<_> = (0..100)
        .map(|_| {
            let client = tenant.client.clone();
            tokio::spawn(async move { post(&client, "key-1", BODY).await })
        })
        .collect();
    let mut answers = Vec::new();
    for request in requests {
        answers.push(request.await.unwrap());
    }
    assert!(answers.iter().all(|answer| answer.status == 201), "{answers:?}");
    assert!(answers.iter().all(|answer| answer.body == answers[0].body));
    let first = answers.iter().filter(|one| !one.headers.contains_key("idempotency-replayed"));
    assert_eq!(first.count(), 1);
    assert_eq!(app.count("select count(*) from checks").await, 1);
    assert_eq!(app.count("select count(*) from jobs").await, 1);
}

#[tokio::test]
async fn another_request_with_the_same_key_is_an_error() {
    let app = TestApp::start().await;
    let tenant = app.tenant().await;
    assert_eq!(post(&tenant.client, "k", BODY).await.status, 201);
    let other = post(&tenant.client, "k", &BODY.replace("Ana", "Eva")).await;
    assert_eq!((other.status.as_u16(), other.body["code"].as_u64()), (422, Some(10_422)));
    assert_eq!(app.count("select count(*) from checks").await, 1);
    // Another tenant's key of the same name is another key.
    assert_eq!(post(&app.tenant().await.client, "k", BODY).await.status, 201);
}

#[tokio::test]
async fn a_key_is_visible_characters() {
    let app = TestApp::start().await;
    let tenant = app.tenant().await;
    for (key, status) in [("a key", 201), ("", 400), ("a\tkey", 400), (&"k".repeat(256), 400)] {
        assert_eq!(post(&tenant.client, key, BODY).await.status, status, "{key}");
    }
}

#[tokio::test]
async fn a_key_is_kept_for_a_day() {
    let app = TestApp::start().await;
    let tenant = app.tenant().await;
    let first = post(&tenant.client, "k", BODY).await;
    app.clock.advance(Duration::from_secs(24 * 3_600 - 1));
    assert_eq!(post(&tenant.client, "k", BODY).await.body, first.body);
    app.clock.advance(Duration::from_secs(2));
    let later = post(&tenant.client, "k", BODY).await;
    assert_eq!(later.status, 201);
    assert_ne!(later.body["check"]["check_id"], first.body["check"]["check_id"]);
    app.clock.advance(Duration::from_secs(25 * 3_600));
    server::idempotency::forget_old(&app.app).await.unwrap();
    assert_eq!(app.count("select count(*) from idempotency").await, 0);
}

#[tokio::test]
async fn an_error_leaves_the_key_free() {
    let app = TestApp::start().await;
    let tenant = app.tenant().await;
    let wrong = post(&tenant.client, "k", &BODY.replace("ALL", "XX")).await;
    assert_eq!(wrong.status, 400);
    assert_eq!(app.count("select count(*) from idempotency").await, 0);
    assert_eq!(post(&tenant.client, "k", BODY).await.status, 201);
    for key in ["", "ñ", &"x".repeat(256)] {
        assert_eq!(post(&tenant.client, key, BODY).await.status, 400, "{key}");
    }
}

#[tokio::test]
async fn a_reused_check_and_other_writes_are_replayed_too() {
    let app = TestApp::start().await;
    let tenant = app.tenant().await;
    let plain = BODY.replace("&force_creation=true", "");
    assert_eq!(post(&tenant.client, "a", &plain).await.status, 201);
    let reused = post(&tenant.client, "b", &plain).await;
    assert_eq!(reused.status, 200);
    let again = post(&tenant.client, "b", &plain).await;
    assert_eq!((again.status, &again.body), (reused.status, &reused.body));
    assert!(again.headers.contains_key("idempotency-replayed"));

    let key = |headers: &'static [(&'static str, &'static str)]| {
        let client = tenant.client.clone();
        async move {
            let body = "key_type=backend&key_name=second";
            client.send(Method::POST, "/v1/api-keys", headers, body.into()).await.unwrap()
        }
    };
    let headers =
        &[("content-type", "application/x-www-form-urlencoded"), ("Idempotency-Key", "c")];
    let (first, second) = (key(headers).await, key(headers).await);
    // A key is shown once and not kept for a second showing.
    assert_eq!((first.status.as_u16(), second.status.as_u16()), (200, 409));
    assert_eq!(app.app.accounts.keys(tenant.id).await.unwrap().len(), 2);
}

#[tokio::test]
async fn deleting_a_check_deletes_the_kept_answer() {
    let app = TestApp::start().await;
    let tenant = app.tenant().await;
    let made = post(&tenant.client, "k", BODY).await;
    let path = made.body["self"].as_str().unwrap();
    let headers = [("Idempotency-Key", "d")];
    let delete = async || {
        tenant.client.send(Method::DELETE, path, &headers, bytes::Bytes::new()).await.unwrap()
    };
    let deleted = delete().await;
    assert_eq!(deleted.status, 200);
    // What is kept is the answer to the deletion, which has no inputs.
    assert!(!deleted.body.to_string().contains("Ficticia"));
    let kept = "select count(*) from idempotency where sealed_answer is not null";
    assert_eq!(app.count(kept).await, 1);
    assert_eq!(delete().await.body, deleted.body);
    assert_eq!(post(&tenant.client, "k", BODY).await.status, 409);
}
