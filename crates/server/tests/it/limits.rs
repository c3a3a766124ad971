//! A key that asks too often is refused at once, and others do not notice.

use server::limits::Limits;

use crate::support::TestApp;

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

#[tokio::test]
async fn without_a_limit_nothing_is_said() {
    let app = TestApp::start().await;
    let tenant = app.tenant().await;
    let answer = tenant.client.get("/v1/checks").await.unwrap();
    assert!(!answer.headers.contains_key("ratelimit-limit"));
}
