//! A check from request to explained result.

use http::Method;
use serde_json::{Value, json};

use crate::support::{LISTED, TestApp, details, finished};

fn with<'a>(fields: &[(&'a str, &'a str)], more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let kept = fields.iter().filter(|(name, _)| !more.iter().any(|(other, _)| other == name));
    kept.chain(more).copied().collect()
}

fn set<'a>(check: &'a Value, data_set: &str) -> &'a Value {
    let scores = check["scores"].as_array().unwrap();
    scores.iter().find(|score| score["data_set"] == data_set).unwrap()
}

#[tokio::test]
async fn a_new_check_answers_short_and_is_queued() {
    let app = TestApp::start().await;
    let tenant = app.tenant().await;
    let created = tenant.client.post_form("/v1/checks", &LISTED).await.unwrap();
    assert_eq!(created.status, 201);
    let check = &created.body["check"];
    assert_eq!(check["status"], "not_started");
    assert_eq!(
        (&check["score"], &check["id_score"], &check["name_score"]),
        (&json!(-1), &json!(0), &json!(0))
    );
    assert_eq!(check["national_id"], "16.123.458");
    assert_eq!(check["creation_date"], "2026-03-02T15:04:05.000000Z");
    for absent in ["scores", "statuses", "summary", "coverage", "deleted", "previous_check"] {
        assert!(check.get(absent).is_none(), "{absent}");
    }
    let id = check["check_id"].as_str().unwrap();
    assert_eq!(created.body["self"], format!("/v1/checks/{id}"));
    assert_eq!(created.body["details"], format!("/v1/checks/{id}/details"));
}

#[tokio::test]
async fn a_listed_person_is_found_by_document_and_explained() {
    let app = TestApp::start().await;
    let tenant = app.tenant().await;
    let check = finished(&app, &tenant, &LISTED).await;
    assert_eq!(check["status"], "completed");
    let world = set(&check, "international_background");
    assert_eq!(world["by_id"], json!({"result": "found", "score": 0, "severity": "very_high"}));
    assert_eq!((&world["score"], &world["severity"]), (&json!(0), &json!("very_high")));
    // Of the weights only international_background (0.1) was asked; it is lost.
    assert_eq!(check["score"], 0.9);
    assert_eq!(check["coverage"], json!({"overall": 0.1, "by_id": 0.1, "by_name": 0.1}));

    let details = details(&tenant, &check).await;
    let hit = details
        .iter()
        .find(|one| {
            one["route"] == "person" && one["result"] == "found" && one["severity"] == "very_high"
        })
        .unwrap();
    let cells = |title: &str| {
        let tables = hit["tables"].as_array().unwrap();
        tables.iter().find(|table| table["title"] == title).unwrap()["rows"][0]["cells"].clone()
    };
    let value = |cells: &Value, label: &str| {
        let cells = cells.as_array().unwrap();
        let cell = cells.iter().find(|cell| cell["label"] == label).unwrap();
        cell["value"].as_str().unwrap().to_owned()
    };
    assert_eq!(
        value(&cells("Record on the list"), "Name on the list"),
        "PRUEBA FICTICIA, Aurelio Ramón"
    );
    let why = cells("Why it matches");
    assert!(!value(&why, "Explanation").is_empty());
    assert!(value(&why, "List and version").starts_with("ofac-sdn "));
}

#[tokio::test]
async fn a_namesake_with_another_birth_date_is_shown_and_does_not_weigh() {
    let app = TestApp::start().await;
    let tenant = app.tenant().await;
    let namesake = [
        ("country", "ALL"),
        ("type", "person"),
        ("user_authorized", "true"),
        ("first_name", "Mateo Andrés"),
        ("last_name", "Quimera Solano"),
        ("date_of_birth", "1994-06-21"),
    ];
    let check = finished(&app, &tenant, &namesake).await;
    let world = set(&check, "international_background");
    assert_eq!((&world["result"], &world["severity"]), (&json!("found"), &json!("none")));
    assert_eq!(check["score"], 1);
    let details = details(&tenant, &check).await;
    let hit = details.iter().find(|one| one["result"] == "found").unwrap();
    assert_eq!(hit["route"], "person-name");

    let same_day = with(&namesake, &[("date_of_birth", "1958-11-02")]);
    let check = finished(&app, &tenant, &same_day).await;
    let world = set(&check, "international_background");
    assert_eq!((&world["result"], &world["severity"]), (&json!("found"), &json!("high")));
}

#[tokio::test]
async fn a_company_is_found_by_its_tax_number() {
    let app = TestApp::start().await;
    let tenant = app.tenant().await;
    let company = [
        ("country", "CO"),
        ("type", "company"),
        ("user_authorized", "true"),
        ("tax_id", "900.123.456-8"),
        ("company_name", "Comercializadora Espejismo del Sur"),
    ];
    let check = finished(&app, &tenant, &company).await;
    let world = set(&check, "international_background");
    assert_eq!(world["by_id"]["severity"], "very_high");
    assert_eq!(check["summary"]["result"], "skipped");
    assert_eq!(check["company_summary"]["result"], "skipped");
    assert!(
        check["company_summary"].get("company_status").is_none(),
        "no business source was asked"
    );
    let routes: Vec<Value> =
        details(&tenant, &check).await.iter().map(|one| one["route"].clone()).collect();
    assert!(routes.contains(&json!("company")) && routes.contains(&json!("company-name")));
}

#[tokio::test]
async fn an_unknown_person_is_clear_where_it_was_asked_and_the_rest_is_named() {
    let app = TestApp::start().await;
    let tenant = app.tenant().await;
    let fields = with(
        &LISTED,
        &[
            ("first_name", "Valentina Inés"),
            ("last_name", "Ejemplar Montenegro"),
            ("national_id", "1032456789"),
        ],
    );
    let check = finished(&app, &tenant, &fields).await;
    assert_eq!(check["score"], 1);
    assert_eq!(set(&check, "international_background")["result"], "not_found");
    // What nobody asked can be told from what is clean.
    let criminal = set(&check, "criminal_record");
    assert_eq!(
        (&criminal["result"], &criminal["severity"]),
        (&json!("ignored"), &json!("unknown"))
    );
    let not_asked = check["not_asked"].as_array().unwrap();
    assert!(not_asked.contains(&json!({"data_set": "criminal_record", "reason": "no_source"})));
    assert!(!not_asked.iter().any(|one| one["data_set"] == "international_background"));
    assert_eq!(check["summary"]["result"], "skipped");
    assert!(check["summary"].get("identity_status").is_none());
}

#[tokio::test]
async fn what_happened_is_in_the_outbox_once() {
    let app = TestApp::start().await;
    let tenant = app.tenant().await;
    finished(&app, &tenant, &LISTED).await;
    let mut tx = app.app.db.read().await.unwrap();
    let events = tx
        .query("select event_action, id from events where client_id = $1 order by created_at, id")
        .bind(tenant.id)
        .all::<(String, String)>()
        .await
        .unwrap();
    let mut actions: Vec<_> = events.iter().map(|(action, _)| action.as_str()).collect();
    actions.sort_unstable();
    assert_eq!(actions, ["created", "finished", "started"]);
    assert!(events.iter().all(|(_, id)| id.len() == 43 && id.starts_with("HIK")));
}

#[tokio::test]
async fn a_recent_check_with_the_same_inputs_is_answered_again() {
    let app = TestApp::start().await;
    let tenant = app.tenant().await;
    let first = finished(&app, &tenant, &LISTED).await;
    let post = async |fields: &[(&str, &str)]| {
        let answer = tenant.client.post_form("/v1/checks", fields).await.unwrap();
        (answer.status.as_u16(), answer.body["check"]["check_id"].as_str().unwrap().to_owned())
    };
    let id = first["check_id"].as_str().unwrap().to_owned();
    assert_eq!(post(&LISTED).await, (200, id.clone()));
    assert_eq!(post(&with(&LISTED, &[("national_id", "16123458")])).await, (200, id.clone()));
    assert_eq!(post(&with(&LISTED, &[("national_id", "16123459")])).await.0, 201);
    let forced = post(&with(&LISTED, &[("force_creation", "True")])).await;
    assert_eq!(forced.0, 201);
    let second = tenant.client.get(&format!("/v1/checks/{}", forced.1)).await.unwrap().body;
    assert_eq!(second["check"]["previous_check"], id);
    // Another tenant's request is its own.
    let other = app.tenant().await;
    assert_eq!(other.client.post_form("/v1/checks", &LISTED).await.unwrap().status, 201);
    // After a day the answer is old.
    app.clock.advance(24 * crate::support::HOUR + std::time::Duration::from_secs(1));
    assert_eq!(post(&LISTED).await.0, 201);
}

#[tokio::test]
async fn a_changed_list_makes_a_new_check() {
    let app = TestApp::start().await;
    let tenant = app.tenant().await;
    finished(&app, &tenant, &LISTED).await;
    let list = sources::ListFormat::OfacSdn;
    let mut parsed = list.sample().unwrap();
    parsed.entries.pop();
    sources::import(&app.app.db, list, parsed, false, crate::support::NOW).await.unwrap();
    app.app.sources.lists().reload(&app.app.db).await.unwrap();
    let again = tenant.client.post_form("/v1/checks", &LISTED).await.unwrap();
    assert_eq!(again.status, 201);
}

#[tokio::test]
async fn details_come_in_pages_and_languages() {
    let app = TestApp::start().await;
    let tenant = app.tenant().await;
    let check = finished(&app, &tenant, &LISTED).await;
    let all = details(&tenant, &check).await;
    let own = format!("/v1/checks/{}/details", check["check_id"].as_str().unwrap());
    let mut path = format!("{own}?page_size=2&lang=en");
    let mut paged = Vec::new();
    while !path.is_empty() {
        let page = tenant.client.get(&path).await.unwrap().body;
        assert_eq!(page["self"], own);
        paged.extend(page["details"].as_array().unwrap().clone());
        path = page["next"].as_str().unwrap().to_owned();
    }
    assert_eq!(paged, all);
    assert!(all.iter().all(|one| one["id"].as_str().unwrap().starts_with("DTL")));
    for (lang, title) in [
        ("", "Por qué coincide"),
        ("?lang=pt", "Por que coincide"),
        ("?lang=es", "Por qué coincide"),
    ] {
        let page = tenant.client.get(&format!("{own}{lang}")).await.unwrap().body.to_string();
        assert!(page.contains(title), "{lang}");
    }
    assert_eq!(tenant.client.get(&format!("{own}?lang=fr")).await.unwrap().status, 400);
    assert_eq!(tenant.client.get(&format!("{own}?start_key=DTL1")).await.unwrap().status, 400);
}

#[tokio::test]
async fn every_body_encoding_and_spelling_of_a_client_is_taken() {
    let app = TestApp::start().await;
    let tenant = app.tenant().await;
    let form = "country=co&type=person&user_authorized=True&first_name=Ana+Mar%C3%ADa&last_name=Ficticia&colour=red";
    let json = r#"{"country":"CO","type":"person","user_authorized":true,"first_name":"Ana María","last_name":"Ficticia","national_id":null}"#;
    let part = |name: &str, value: &str| {
        format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    let multipart = [
        part("country", "CO"),
        part("type", "person"),
        part("user_authorized", "1"),
        part("first_name", "Ana María"),
        part("last_name", "Ficticia"),
        "--b--\r\n".to_owned(),
    ]
    .concat();
    let mut ids = Vec::new();
    for (kind, body, path) in [
        ("application/x-www-form-urlencoded", form, "/v1/checks"),
        ("www-x-form-urlencoded", form, "/v1/checks/"),
        ("application/json", json, "//v1/checks"),
        ("application/json; charset=utf-8", json, "/checks/v1/checks"),
        ("multipart/form-data; boundary=b", &multipart, "/checks-api/v1/checks/"),
    ] {
        let body = bytes::Bytes::copy_from_slice(body.as_bytes());
        let answer =
            tenant.client.send(Method::POST, path, &[("content-type", kind)], body).await.unwrap();
        assert!(answer.status.is_success(), "{kind}: {answer:?}");
        assert_eq!(answer.body["check"]["first_name"], "Ana María");
        ids.push(answer.body["check"]["check_id"].clone());
    }
    assert!(ids.iter().all(|id| *id == ids[0]), "one request, however it is written");
}

#[tokio::test]
async fn keys_of_version_0_see_what_old_clients_saw() {
    let app = TestApp::start().await;
    let old = app.tenant_with(0).await;
    let fields: Vec<_> =
        LISTED.into_iter().filter(|(name, _)| *name != "user_authorized").collect();
    let check = finished(&app, &old, &fields).await;
    assert!(check["homonym_scores"].is_array());
    let new = app.tenant().await;
    let check = finished(&app, &new, &LISTED).await;
    assert!(check.get("homonym_scores").is_none());
    assert_eq!(check["homonym_score"], check["name_score"]);
}

#[tokio::test]
async fn priority_decides_what_runs_first() {
    let app = TestApp::start().await;
    let tenant = app.tenant().await;
    for (priority, status) in [("low", 201), ("medium", 201), ("high", 201), ("urgent", 400)] {
        let body = format!(
            "country=ALL&type=person&user_authorized=true&first_name={priority}&last_name=x"
        );
        let headers =
            [("content-type", "application/x-www-form-urlencoded"), ("Truora-Priority", priority)];
        let answer =
            tenant.client.send(Method::POST, "/v1/checks", &headers, body.into()).await.unwrap();
        assert_eq!(answer.status.as_u16(), status, "{priority}");
    }
    let mut tx = app.app.db.read().await.unwrap();
    let ranks =
        tx.system("select priority from jobs order by priority").all::<(i64,)>().await.unwrap();
    assert_eq!(ranks, [(0,), (1,), (2,)]);
}

#[tokio::test]
async fn a_request_has_an_id() {
    let app = TestApp::start().await;
    let client = app.stranger();
    let id = |answer: &server::client::Answer| {
        answer.headers["x-request-id"].to_str().unwrap().to_owned()
    };
    assert_eq!(id(&client.get("/healthz").await.unwrap()).len(), 32);
    for (given, kept) in [("abc-1.2_3", true), ("has space", false), ("", false)] {
        let headers = [("X-Request-Id", given)];
        let answer =
            client.send(Method::GET, "/healthz", &headers, bytes::Bytes::new()).await.unwrap();
        assert_eq!(id(&answer) == given, kept, "{given}");
    }
}

#[tokio::test]
async fn a_number_that_cannot_be_compared_is_not_said_to_be_asked() {
    let app = TestApp::start().await;
    let tenant = app.tenant().await;
    for (number, by_id) in [("123", 0.0), ("000-12", 0.0), ("00016123459", 0.9), ("16123459", 0.9)]
    {
        let fields = [
            ("country", "ALL"),
            ("type", "person"),
            ("user_authorized", "true"),
            ("first_name", "Valentina"),
            ("last_name", "Ejemplar Montenegro"),
            ("passport", number),
        ];
        let check = finished(&app, &tenant, &fields).await;
        assert_eq!(check["coverage"]["by_id"].as_f64(), Some(by_id), "{number}");
        assert_eq!(check["coverage"]["by_name"], 0.9, "{number}");
    }
}
