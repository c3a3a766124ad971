//! Lists of checks, and what deleting one leaves.

use serde_json::json;

use crate::support::{LISTED, Tenant, TestApp, finished};

async fn make(tenant: &Tenant, n: usize, kind: &str) -> String {
    let name = format!("Persona {n}");
    let fields = [
        ("country", "ALL"),
        ("type", kind),
        ("user_authorized", "true"),
        ("first_name", name.as_str()),
        ("last_name", "Inventada"),
        ("company_name", "Empresa Inventada"),
    ];
    let answer = tenant.client.post_form("/v1/checks", &fields).await.unwrap();
    answer.body["check"]["check_id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn checks_are_listed_newest_first_page_by_page() {
    let app = TestApp::start().await;
    let tenant = app.tenant().await;
    let mut made = Vec::new();
    for n in 0..25 {
        made.push(make(&tenant, n, "person").await);
    }
    make(&app.tenant().await, 0, "person").await;
    made.reverse();
    let mut listed = Vec::new();
    let mut path = "/v1/checks".to_owned();
    while !path.is_empty() {
        let page = tenant.client.get(&path).await.unwrap();
        assert_eq!(page.status, 200);
        assert_eq!(page.body["self"], path);
        let ids = page.body["checks"].as_array().unwrap().iter();
        listed.extend(ids.map(|check| check["check_id"].as_str().unwrap().to_owned()));
        // Old clients join the base, a slash, and a path that begins with one.
        path = page.body["next"].as_str().unwrap().to_owned();
        if !path.is_empty() {
            let joined = tenant.client.get(&format!("/{path}")).await.unwrap();
            assert_eq!(joined.status, 200);
        }
    }
    assert_eq!(listed, made);
}

#[tokio::test]
async fn lists_are_filtered() {
    let app = TestApp::start().await;
    let tenant = app.tenant().await;
    for n in 0..3 {
        make(&tenant, n, "person").await;
    }
    app.run_jobs().await;
    make(&tenant, 3, "person").await;
    make(&tenant, 4, "company").await;
    for (query, count) in [
        ("", 5),
        ("status=completed", 3),
        ("status=not_started", 2),
        ("check_type=company", 1),
        ("check_type=vehicle", 0),
        ("status=not_started&check_type=person", 1),
        ("report_id=RPT00000000000000000000000000000000", 0),
        ("page_size=2", 2),
    ] {
        let page = tenant.client.get(&format!("/v1/checks?{query}")).await.unwrap();
        assert_eq!(page.body["checks"].as_array().unwrap().len(), count, "{query}");
    }
    let next = tenant.client.get("/v1/checks?page_size=2&status=completed").await.unwrap();
    let next = next.body["next"].as_str().unwrap().to_owned();
    assert!(next.contains("status=completed") && next.contains("page_size=2"), "{next}");
    let last = tenant.client.get(&next).await.unwrap();
    assert_eq!(last.body["checks"].as_array().unwrap().len(), 1);
    assert_eq!(last.body["next"], "");
}

#[tokio::test]
async fn a_deleted_check_is_gone_with_its_key() {
    let app = TestApp::start().await;
    let tenant = app.tenant().await;
    let check = finished(&app, &tenant, &LISTED).await;
    let path = format!("/v1/checks/{}", check["check_id"].as_str().unwrap());
    let deleted = tenant.client.delete(&path).await.unwrap();
    assert_eq!(deleted.status, 200);
    assert_eq!(deleted.body["check"]["deleted"], true);
    assert_eq!(deleted.body["check"]["delete_date"], "2026-03-02T15:04:05.000000Z");
    assert!(deleted.body.get("details").is_none());
    for path in [path.clone(), format!("{path}/details")] {
        let gone = tenant.client.get(&path).await.unwrap();
        assert_eq!(gone.status, 404);
        assert_eq!(
            gone.body,
            json!({"code": 10404, "http_code": 404, "message": "Resource not found"})
        );
    }
    assert_eq!(tenant.client.delete(&path).await.unwrap().status, 404);
    assert_eq!(tenant.client.get("/v1/checks").await.unwrap().body["checks"], json!([]));
    assert_eq!(app.count("select count(*) from data_keys").await, 0);
    assert_eq!(app.count("select count(*) from checks where sealed_result is null").await, 1);
    // The same request makes a new check, and its run finds nothing of the old one.
    assert_eq!(tenant.client.post_form("/v1/checks", &LISTED).await.unwrap().status, 201);
}

#[tokio::test]
async fn a_check_that_is_deleted_before_it_runs_stays_deleted() {
    let app = TestApp::start().await;
    let tenant = app.tenant().await;
    let id = make(&tenant, 0, "person").await;
    tenant.client.delete(&format!("/v1/checks/{id}")).await.unwrap();
    app.run_jobs().await;
    assert_eq!(tenant.client.get(&format!("/v1/checks/{id}")).await.unwrap().status, 404);
    assert_eq!(app.count("select count(*) from jobs").await, 0);
    assert_eq!(app.count("select count(*) from events where event_action = 'finished'").await, 0);
}
