//! A key that asks too often is refused at once, and others do not notice.

use http::Method;
use server::limits::Limits;

use crate::support::{Tenant, TestApp};

#[tokio::test]
async fn a_key_over_its_limit_is_refused_and_told_when_to_come_back() {
    let app = TestApp::limited(Limits::new(5)).await;
    let (busy, quiet) = (app.tenant().await, app.tenant().await);
    let mut statuses = Vec::new();
    for _ in 0..40 {
        let answer = busy.client.get("/v1/checks").await.unwrap();
        assert_eq!(answer.headers["ratelimit-limit"], "10");
        if answer.status == 429 {
            assert_eq!(answer.headers["ratelimit-remaining"], "0");
            assert_eq!(answer.headers["retry-after"], "1");
            assert_eq!(answer.body["code"], 10_429);
        }
        statuses.push(answer.status.as_u16());
    }
    assert!(statuses[..10].iter().all(|status| *status == 200), "{statuses:?}");
    assert!(statuses.contains(&429), "{statuses:?}");
    let other = quiet.client.get("/v1/checks").await.unwrap();
    assert_eq!(
        (other.status.as_u16(), &other.headers["ratelimit-remaining"]),
        (200, &"9".parse().unwrap())
    );
    // A second key of the busy tenant has a limit of its own, and health is never limited.
    for _ in 0..20 {
        assert_eq!(app.stranger().get("/healthz").await.unwrap().status, 200);
    }
}

/// Checks of high priority are capped for each tenant and country; as they finish, others may come.
#[tokio::test]
async fn too_many_checks_of_high_priority_are_refused() {
    let app = TestApp::start().await;
    let (tenant, other) = (app.tenant().await, app.tenant().await);
    let ask = async |tenant: &Tenant, country: &str, priority: &str, n: usize| {
        let form =
            [("content-type", "application/x-www-form-urlencoded"), ("Truora-Priority", priority)];
        let body = format!(
            "country={country}&type=person&user_authorized=true&first_name=A&last_name=B+{n}"
        );
        tenant.client.send(Method::POST, "/v1/checks", &form, body.into()).await.unwrap()
    };
    let most = checks::HIGH_UNDER_WAY as usize;
    for n in 0..most {
        assert_eq!(ask(&tenant, "ALL", "high", n).await.status, 201);
    }
    let refused = ask(&tenant, "ALL", "high", most).await;
    assert_eq!(refused.status, 429);
    assert_eq!(refused.headers["retry-after"], "1");
    assert_eq!((&refused.body["code"], &refused.body["http_code"]), (&10_400.into(), &429.into()));
    let stored = app.count("select count(*) from checks").await;
    assert_eq!(stored, most as i64, "nothing of the refused one is kept");
    // A recent check answers still, and other priorities, countries and tenants are let in.
    assert_eq!(ask(&tenant, "ALL", "high", 0).await.status, 200);
    for (tenant, country, priority) in
        [(&tenant, "ALL", "medium"), (&tenant, "CO", "high"), (&other, "ALL", "high")]
    {
        assert_eq!(ask(tenant, country, priority, most + 1).await.status, 201);
    }
    app.run_jobs().await;
    assert_eq!(ask(&tenant, "ALL", "high", most + 2).await.status, 201);
}

#[tokio::test]
async fn without_a_limit_nothing_is_said() {
    let app = TestApp::start().await;
    let tenant = app.tenant().await;
    let answer = tenant.client.get("/v1/checks").await.unwrap();
    assert!(!answer.headers.contains_key("ratelimit-limit"));
}
