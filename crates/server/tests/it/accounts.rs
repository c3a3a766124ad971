//! Who gets in, and who does not.

use std::time::Duration;

use server::client::Client;

use crate::support::{TestApp, wrong};

#[tokio::test]
async fn without_a_valid_key_nothing_is_told() {
    let app = TestApp::start().await;
    let tenant = app.tenant().await;
    let mut forged = tenant.key.clone();
    forged.replace_range(forged.len() - 6.., "AAAAAA");
    let none = tenant.key.split('.').nth(1).unwrap();
    let unsigned = format!("eyJhbGciOiJub25lIn0.{none}.");
    for key in [None, Some(String::new()), Some("x".into()), Some(forged), Some(unsigned)] {
        let client = Client::new(app.base.clone(), key);
        for path in ["/v1/checks", "/v1/checks/CHK00000000000000000000000000000000"] {
            let answer = client.get(path).await.unwrap();
            assert_eq!(answer.status, 401);
            assert_eq!(answer.body, serde_json::json!({"message": "Unauthorized"}));
        }
    }
    assert_eq!(tenant.client.get("/v1/checks").await.unwrap().status, 200);
}

#[tokio::test]
async fn a_key_is_taken_in_any_letter_case_and_as_bearer() {
    let app = TestApp::start().await;
    let tenant = app.tenant().await;
    let bearer = format!("Bearer {}", tenant.key);
    for (name, value) in [
        ("Truora-API-Key", &tenant.key),
        ("truora-api-key", &tenant.key),
        ("TRUORA-API-KEY", &tenant.key),
        ("Authorization", &bearer),
    ] {
        let headers = [(name, value.as_str())];
        let answer = app
            .stranger()
            .send(http::Method::GET, "/v1/checks", &headers, bytes::Bytes::new())
            .await
            .unwrap();
        assert_eq!(answer.status, 200, "{name}");
    }
}

#[tokio::test]
async fn revoked_and_expired_keys_and_shut_out_tenants_stay_outside() {
    let app = TestApp::start().await;
    let tenant = app.tenant().await;
    let keys = app.app.accounts.keys(tenant.id).await.unwrap();
    let other = Client::new(app.base.clone(), Some(app.key(tenant.id, 1).await));
    app.app.accounts.revoke_key(tenant.id, &keys[0].id).await.unwrap();
    assert_eq!(tenant.client.get("/v1/checks").await.unwrap().status, 401);
    assert_eq!(other.get("/v1/checks").await.unwrap().status, 200);

    app.clock.advance(Duration::from_secs(365 * 86_400));
    let expired = other.get("/v1/checks").await.unwrap();
    assert_eq!(expired.status, 403);
    assert_eq!(expired.body["code"], 10403);
    assert!(expired.body["message"].as_str().unwrap().ends_with("the api key has expired"));

    let shut = app.tenant().await;
    assert_eq!(shut.client.get("/v1/checks").await.unwrap().status, 200);
    app.app.accounts.disable_tenant(shut.id).await.unwrap();
    assert_eq!(shut.client.get("/v1/checks").await.unwrap().status, 401);
}

#[tokio::test]
async fn a_key_makes_further_backend_keys() {
    let app = TestApp::start().await;
    let tenant = app.tenant().await;
    let fields = [("key_type", "backend"), ("key_name", "Second key"), ("api_key_version", "0")];
    let made = tenant.client.post_form("/v1/api-keys", &fields).await.unwrap();
    assert_eq!(made.status, 200);
    assert_eq!(made.body["message"], "API key created successfully");
    let key = made.body["api_key"].as_str().unwrap().to_owned();
    let client = Client::new(app.base.clone(), Some(key));
    assert_eq!(client.get("/v1/checks").await.unwrap().status, 200);
    let keys = app.app.accounts.keys(tenant.id).await.unwrap();
    assert!(keys.iter().any(|key| key.name == "second-key" && key.version.0 == 0));
}

#[tokio::test]
async fn a_wrong_request_for_a_key_is_explained() {
    let app = TestApp::start().await;
    let tenant = app.tenant().await;
    let table: &[(&[(&str, &str)], (&str, &str))] = &[
        (&[], ("key_type", "required")),
        (&[("key_type", "boss")], ("key_type", "one_of")),
        (&[("key_type", "backend")], ("key_name", "required")),
        (&[("key_type", "backend"), ("key_name", "¡!")], ("key_name", "characters")),
        (&[("key_type", "web")], ("key_type", "not_available")),
        (
            &[("key_type", "backend"), ("key_name", "a"), ("api_key_version", "7")],
            ("api_key_version", "one_of"),
        ),
    ];
    for (fields, (field, rule)) in table {
        let answer = tenant.client.post_form("/v1/api-keys", fields).await.unwrap();
        assert_eq!(answer.status, 400, "{fields:?}");
        assert_eq!(wrong(&answer), [(field.to_string(), rule.to_string())], "{fields:?}");
    }
}
