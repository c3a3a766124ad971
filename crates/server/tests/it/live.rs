//! Sources that fail, wait, need consent, or know who exists.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use serde_json::{Value, json};
use sources::{DataSet, Found};

use crate::support::{Steered, Tenant, TestApp, down, finished, says};

const PERSON: [(&str, &str); 6] = [
    ("country", "CO"),
    ("type", "person"),
    ("user_authorized", "true"),
    ("first_name", "Ana"),
    ("last_name", "Ficticia"),
    ("national_id", "1032456789"),
];

fn known() -> Option<Found> {
    Some(Found::Yes { first_name: "ANA".into(), last_name: "FICTICIA".into() })
}

fn status<'a>(check: &'a Value, name: &str) -> &'a Value {
    let id = sources::DatabaseId::of(name).to_string();
    let statuses = check["statuses"].as_array().unwrap();
    statuses.iter().find(|one| one["database_id"] == id).unwrap()
}

async fn read(tenant: &Tenant, check: &Value) -> Value {
    let id = check["check_id"].as_str().unwrap();
    tenant.client.get(&format!("/v1/checks/{id}")).await.unwrap().body["check"].clone()
}

#[tokio::test]
async fn an_identity_source_that_knows_nobody_closes_the_check_at_almost_nothing() {
    let identity =
        Steered::new("registry", DataSet::PersonalIdentity, |_| Ok(says(vec![], Some(Found::No))));
    let app = TestApp::with(vec![identity], true).await;
    let tenant = app.tenant().await;
    let check = finished(&app, &tenant, &PERSON).await;
    assert_eq!(check["status"], "completed");
    assert_eq!(check["summary"]["identity_status"], "not_found");
    let identity = &check["scores"][0];
    assert_eq!(identity["data_set"], "personal_identity");
    assert_eq!((&identity["score"], &identity["severity"]), (&json!(0), &json!("very_high")));
    // What nobody was asked for stays ignored at 1: 0.6 + 0.1 of the weights.
    assert_eq!(check["score"], 0.7);
}

#[tokio::test]
async fn an_identity_source_that_knows_the_person_says_so() {
    let identity =
        Steered::new("registry", DataSet::PersonalIdentity, |_| Ok(says(vec![], known())));
    let app = TestApp::with(vec![identity], true).await;
    let tenant = app.tenant().await;
    let check = finished(&app, &tenant, &PERSON).await;
    assert_eq!(check["summary"]["identity_status"], "found");
    assert_eq!(
        check["summary"]["names_found"],
        json!([{"first_name": "ANA", "last_name": "FICTICIA", "count": 1}])
    );
    assert_eq!(check["coverage"]["by_id"], 0.3);
}

#[tokio::test]
async fn names_of_identity_sources_are_asked_where_none_was_given() {
    let identity = Steered::new("registry", DataSet::PersonalIdentity, |_| {
        let (first_name, last_name) = ("AURELIO RAMON".into(), "PRUEBA FICTICIA".into());
        Ok(says(vec![], Some(Found::Yes { first_name, last_name })))
    });
    let app = TestApp::with(vec![identity], true).await;
    let tenant = app.tenant().await;
    let fields = [
        ("country", "CO"),
        ("type", "person"),
        ("user_authorized", "true"),
        ("national_id", "1032456789"),
    ];
    let check = finished(&app, &tenant, &fields).await;
    let world = check["scores"].as_array().unwrap();
    let world = world.iter().find(|one| one["data_set"] == "international_background").unwrap();
    assert_eq!(world["by_name"]["result"], "found");
}

#[tokio::test]
async fn a_source_that_fails_in_passing_is_asked_again() {
    let asked = Arc::new(AtomicI64::new(0));
    let count = Arc::clone(&asked);
    let flaky = Steered::new("court", DataSet::CriminalRecord, move |_| {
        if count.fetch_add(1, Ordering::SeqCst) == 0 { Err(down()) } else { Ok(says(vec![], None)) }
    });
    let app = TestApp::with(vec![flaky], true).await;
    let tenant = app.tenant().await;
    let waiting = finished(&app, &tenant, &PERSON).await;
    assert_eq!(waiting["status"], "delayed");
    assert_eq!(status(&waiting, "court")["status"], "delayed");
    assert_eq!(status(&waiting, "ofac-sdn")["status"], "completed", "what is there is kept");
    app.clock.advance(Duration::from_secs(10));
    app.run_jobs().await;
    let check = read(&tenant, &waiting).await;
    assert_eq!(check["status"], "completed");
    assert_eq!(status(&check, "court")["status"], "completed");
    assert_eq!(asked.load(Ordering::SeqCst), 2);
    for (action, times) in [("created", 1), ("started", 1), ("delayed", 1), ("finished", 1)] {
        let mut tx = app.app.db.read().await.unwrap();
        let sql = "select count(*) from events where client_id = $1 and event_action = $2";
        let found = tx.query(sql).bind(tenant.id).bind(action).one::<(i64,)>().await.unwrap();
        assert_eq!(found.0, times, "{action}");
    }
}

#[tokio::test]
async fn a_source_that_keeps_failing_is_given_up_and_the_rest_counts() {
    let dead = Steered::new("court", DataSet::CriminalRecord, |_| Err(down()));
    let app = TestApp::with(vec![dead], true).await;
    let tenant = app.tenant().await;
    let first = finished(&app, &tenant, &PERSON).await;
    for _ in 0..3 {
        app.clock.advance(Duration::from_secs(60));
        app.run_jobs().await;
    }
    let check = read(&tenant, &first).await;
    // Three lists answered, one court failed: 25 % failed, within the 30 % of the rule.
    assert_eq!(check["status"], "completed");
    assert_eq!(status(&check, "court")["status"], "error");
    assert!(
        check["not_asked"]
            .as_array()
            .unwrap()
            .contains(&json!({"data_set": "criminal_record", "reason": "source_failed"}))
    );
    assert_eq!(check["coverage"]["by_id"], 0.1);
}

#[tokio::test]
async fn a_check_that_waited_too_long_expires() {
    let dead = Steered::new("court", DataSet::CriminalRecord, |_| Err(down()));
    let app = TestApp::with(vec![dead], true).await;
    let tenant = app.tenant().await;
    let first = finished(&app, &tenant, &PERSON).await;
    app.clock.advance(3 * crate::support::HOUR);
    app.run_jobs().await;
    let check = read(&tenant, &first).await;
    assert_eq!(status(&check, "court")["status"], "expired");
    assert_eq!(check["status"], "completed");
}

#[tokio::test]
async fn a_source_that_needs_consent_is_not_asked_without_it() {
    let asked = Arc::new(AtomicI64::new(0));
    let count = Arc::clone(&asked);
    let court = Steered::new("court", DataSet::CriminalRecord, move |_| {
        count.fetch_add(1, Ordering::SeqCst);
        Ok(says(vec![], None))
    });
    let app = TestApp::with(vec![court], true).await;
    let old = app.tenant_with(0).await;
    let fields: Vec<_> =
        PERSON.into_iter().filter(|(name, _)| *name != "user_authorized").collect();
    let check = finished(&app, &old, &fields).await;
    assert_eq!(asked.load(Ordering::SeqCst), 0);
    assert_eq!(status(&check, "court")["status"], "skipped");
    assert!(
        check["not_asked"]
            .as_array()
            .unwrap()
            .contains(&json!({"data_set": "criminal_record", "reason": "no_consent"}))
    );
    let check = finished(&app, &old, &PERSON).await;
    assert_eq!(asked.load(Ordering::SeqCst), 1, "a stated consent is another request");
    assert_eq!(status(&check, "court")["status"], "completed");
}

#[tokio::test]
async fn a_check_for_which_nobody_can_be_asked_is_an_error_without_a_score() {
    let app = TestApp::with(Vec::new(), false).await;
    let tenant = app.tenant().await;
    let check = finished(&app, &tenant, &PERSON).await;
    assert_eq!(check["status"], "error");
    assert_eq!(check["score"], -1);
    assert_eq!(check["coverage"], json!({"overall": 0, "by_id": 0, "by_name": 0}));
}

#[tokio::test]
async fn a_new_version_of_a_source_makes_a_new_check() {
    let court = Steered::new("court", DataSet::CriminalRecord, |_| Ok(says(vec![], None)));
    let app = TestApp::with(vec![court.clone()], true).await;
    let tenant = app.tenant().await;
    finished(&app, &tenant, &PERSON).await;
    let post =
        async || tenant.client.post_form("/v1/checks", &PERSON).await.unwrap().status.as_u16();
    assert_eq!(post().await, 200);
    court.set_version("2");
    assert_eq!(post().await, 201);
}
