//! Bad input gets a clear 4xx in the contract's shape and leaves nothing behind.

use http::Method;
use serde_json::json;

use crate::support::{TestApp, wrong};

const PERSON: [(&str, &str); 5] = [
    ("country", "CO"),
    ("type", "person"),
    ("user_authorized", "true"),
    ("first_name", "Ana"),
    ("last_name", "Ficticia"),
];

async fn nothing_is_left(app: &TestApp) {
    for sql in [
        "select count(*) from checks",
        "select count(*) from jobs",
        "select count(*) from events",
        "select count(*) from data_keys",
    ] {
        assert_eq!(app.count(sql).await, 0, "{sql}");
    }
}

#[tokio::test]
async fn every_wrong_field_is_named_with_its_rule() {
    let app = TestApp::start().await;
    let tenant = app.tenant().await;
    let long = "x".repeat(129);
    let without =
        |name: &str| PERSON.into_iter().filter(|(one, _)| *one != name).collect::<Vec<_>>();
    let and = |name, value| {
        let mut fields = without(name);
        fields.push((name, value));
        fields
    };
    let table: Vec<(Vec<(&str, &str)>, Vec<(&str, &str)>)> = vec![
        (vec![], vec![("country", "required"), ("type", "required")]),
        (without("user_authorized"), vec![("user_authorized", "consent")]),
        (and("user_authorized", "false"), vec![("user_authorized", "consent")]),
        (and("user_authorized", "maybe"), vec![("user_authorized", "boolean")]),
        (and("country", "XX"), vec![("country", "one_of")]),
        (and("type", "robot"), vec![("type", "one_of")]),
        (and("date_of_birth", "1990-02-30"), vec![("date_of_birth", "date")]),
        (and("date_of_birth", "30/01/1990"), vec![("date_of_birth", "date")]),
        (and("date_of_birth", "2030-01-01"), vec![("date_of_birth", "range")]),
        (and("custom_input", &long), vec![("custom_input", "max_length")]),
        (and("first_name", &long), vec![("first_name", "max_length")]),
        (and("first_name", "a\u{0}b"), vec![("first_name", "characters")]),
        (and("imei", "12345"), vec![("imei", "pattern")]),
        (and("region", "ZZ"), vec![("region", "one_of")]),
        (and("gender", "x"), vec![("gender", "one_of")]),
        (and("report_id", "RPT1"), vec![("report_id", "id")]),
        (and("state_id", "-"), vec![("state_id", "characters")]),
        (and("state_id", &long), vec![("state_id", "max_length")]),
        (and("watch", "123456d"), vec![("watch", "not_available")]),
        (and("watch", "1q"), vec![("watch", "frequency")]),
        (and("watch", "1m"), vec![("watch", "not_available")]),
        (and("native_national_id", "1"), vec![("native_country", "required_with")]),
        (without("last_name"), vec![("national_id", "required")]),
        (and("first_name", "."), vec![("first_name", "characters")]),
        (and("national_id", "--"), vec![("national_id", "characters")]),
        (
            vec![
                ("country", "ALL"),
                ("type", "vehicle"),
                ("user_authorized", "true"),
                ("license_plate", "ABC123"),
            ],
            vec![("type", "not_available")],
        ),
        ([PERSON.to_vec(), vec![("first_name", "Eva")]].concat(), vec![("first_name", "repeated")]),
        (
            [and("country", "XX"), vec![("imei", "1")]].concat(),
            vec![("country", "one_of"), ("imei", "pattern")],
        ),
    ];
    for (fields, expected) in table {
        let answer = tenant.client.post_form("/v1/checks", &fields).await.unwrap();
        assert_eq!(answer.status, 400, "{fields:?}");
        assert_eq!((&answer.body["code"], &answer.body["http_code"]), (&json!(10400), &json!(400)));
        assert!(answer.body["message"].as_str().unwrap().starts_with("Invalid request: "));
        let expected: Vec<(String, String)> =
            expected.iter().map(|(field, rule)| (field.to_string(), rule.to_string())).collect();
        assert_eq!(wrong(&answer), expected, "{fields:?}");
        let docs = answer.body["errors"][0]["docs"].as_str().unwrap();
        assert_eq!(docs, format!("docs/wire.md#rule-{}", expected[0].1));
    }
    nothing_is_left(&app).await;
}

/// Every rule that an answer can name is explained where the answer points to.
#[test]
fn every_rule_is_explained() {
    let wire = include_str!("../../../../docs/wire.md");
    for rule in kit::http::RULES {
        assert!(wire.contains(&format!("id=\"rule-{rule}\"")), "{rule}");
    }
}

#[tokio::test]
async fn bodies_that_are_not_what_they_say_are_refused() {
    let app = TestApp::start().await;
    let tenant = app.tenant().await;
    let big = vec![b'a'; 2 * 1024 * 1024];
    let many = "a=1&".repeat(3_000).into_bytes();
    let deep = format!("{{\"a\":{}", "[".repeat(10_000)).into_bytes();
    // A long name over many children must not be copied for each of them.
    let children = |n: usize| (0..n).map(|n| format!("\"{n}\":1")).collect::<Vec<_>>().join(",");
    let nested = format!("{{\"{}\":{{{}}}}}", "k".repeat(400_000), children(40_000)).into_bytes();
    let wide = format!("{{{}}}", children(60_000)).into_bytes();
    let table: Vec<(&str, Vec<u8>, u16, &str)> = vec![
        (
            "application/x-www-form-urlencoded",
            b"country=CO&first_name=%FF%FE".to_vec(),
            400,
            "utf8",
        ),
        ("application/x-www-form-urlencoded", b"country=CO&first_name=\xff".to_vec(), 400, "utf8"),
        ("application/x-www-form-urlencoded", many, 400, "max_fields"),
        ("application/x-www-form-urlencoded", big.clone(), 413, ""),
        ("application/json", b"{".to_vec(), 400, "json"),
        ("application/json", b"[1]".to_vec(), 400, "json"),
        ("application/json", b"{\"country\":\"CO\",\"country\":\"ALL\"}".to_vec(), 400, "repeated"),
        ("application/json", nested, 400, "max_length"),
        ("application/json", wide, 400, "max_fields"),
        ("application/json", b"{\"a\":\"\xff\"}".to_vec(), 400, "json"),
        ("application/json", deep, 400, "json"),
        ("application/json", big, 413, ""),
        ("multipart/form-data", b"x".to_vec(), 400, "multipart"),
        ("multipart/form-data; boundary=b", b"--b\r\nno".to_vec(), 400, "multipart"),
    ];
    for (kind, body, status, rule) in table {
        let length = body.len();
        let answer = tenant
            .client
            .send(Method::POST, "/v1/checks", &[("content-type", kind)], body.into())
            .await
            .unwrap();
        assert_eq!(answer.status.as_u16(), status, "{kind} {length}");
        assert_eq!(answer.body["code"], 10_000 + u64::from(status));
        if !rule.is_empty() {
            assert_eq!(wrong(&answer)[0].1, rule, "{kind} {length}");
        }
    }
    nothing_is_left(&app).await;
}

/// PostgreSQL keeps no text with such a character: it is refused wherever it comes in.
#[tokio::test]
async fn a_nul_is_refused_in_every_encoding() {
    let app = TestApp::start().await;
    let tenant = app.tenant().await;
    let form =
        "country=CO&type=person&user_authorized=true&first_name=Ana&last_name=F&custom_input";
    let json = r#"{"country": "CO", "type": "person", "user_authorized": true, "first_name": "Ana",
        "last_name": "F", "custom_input": "a\u0000b"}"#;
    let part = "--b\r\ncontent-disposition: form-data; name=\"custom_input\"\r\n\r\na\0b\r\n";
    for (path, kind, body) in [
        ("/v1/checks", "application/x-www-form-urlencoded", format!("{form}=a%00b")),
        ("/v1/checks", "application/x-www-form-urlencoded", format!("{form}=a\0b")),
        ("/v1/checks", "application/json", json.to_owned()),
        ("/v1/checks", "multipart/form-data; boundary=b", format!("{part}--b--\r\n")),
        ("/v1/api-keys", "application/x-www-form-urlencoded", "key_name=a%00b".to_owned()),
    ] {
        let headers = [("content-type", kind)];
        let answer = tenant.client.send(Method::POST, path, &headers, body.into()).await.unwrap();
        assert_eq!(answer.status, 400, "{kind}");
        assert!(wrong(&answer).iter().any(|(_, rule)| rule == "characters"), "{kind}");
    }
    for query in ["check_type=a%00b", "start_key=a%00b"] {
        let answer = tenant.client.get(&format!("/v1/checks?{query}")).await.unwrap();
        assert_eq!(wrong(&answer)[0].1, "characters", "{query}");
    }
    nothing_is_left(&app).await;
}

#[tokio::test]
async fn an_answer_never_quotes_what_was_sent() {
    let app = TestApp::start().await;
    let tenant = app.tenant().await;
    let canary = "zqxwcanary";
    for (name, value) in [
        ("country", canary),
        ("type", canary),
        ("date_of_birth", canary),
        ("gender", canary),
        ("imei", canary),
        ("watch", canary),
    ] {
        let answer = tenant.client.post_form("/v1/checks", &[(name, value)]).await.unwrap();
        assert!(!answer.body.to_string().contains(canary), "{name}");
    }
    for body in
        [format!("{canary}=%FF"), format!("{canary}%FF=1"), format!("first_name={canary}%FF")]
    {
        let headers = [("content-type", "application/x-www-form-urlencoded")];
        let answer =
            tenant.client.send(Method::POST, "/v1/checks", &headers, body.into()).await.unwrap();
        assert_eq!(answer.status, 400);
        assert!(!answer.body.to_string().contains(canary));
    }
    let path = format!("/v1/checks?start_key={canary}&status={canary}&lang={canary}");
    assert!(!tenant.client.get(&path).await.unwrap().body.to_string().contains(canary));
}

#[tokio::test]
async fn a_foreign_check_is_as_unknown_as_none() {
    let app = TestApp::start().await;
    let (tenant, other) = (app.tenant().await, app.tenant().await);
    let created = tenant.client.post_form("/v1/checks", &PERSON).await.unwrap();
    let id = created.body["check"]["check_id"].as_str().unwrap();
    let missing = "CHK00000000000000000000000000000000";
    for id in [id, missing, "CHK", "x", "CHK%00", "%FF", "..%2F..%2Fetc"] {
        for path in [format!("/v1/checks/{id}"), format!("/v1/checks/{id}/details")] {
            let answer = other.client.get(&path).await.unwrap();
            assert_eq!(answer.status, 404, "{path}");
            assert_eq!(answer.body["message"], "Resource not found");
        }
        assert_eq!(other.client.delete(&format!("/v1/checks/{id}")).await.unwrap().status, 404);
    }
    let foreign_key = other.client.get(&format!("/v1/checks?start_key={id}")).await.unwrap();
    assert_eq!(foreign_key.status, 400);
    assert_eq!(tenant.client.get(&format!("/v1/checks/{id}")).await.unwrap().status, 200);
}

#[tokio::test]
async fn wrong_parameters_of_a_list_are_named() {
    let app = TestApp::start().await;
    let tenant = app.tenant().await;
    for (query, field, rule) in [
        ("page_size=0", "page_size", "range"),
        ("page_size=101", "page_size", "range"),
        ("page_size=ten", "page_size", "range"),
        ("status=done", "status", "one_of"),
        ("start_key=CHK1", "start_key", "unknown"),
        ("report_id=RPT1", "report_id", "id"),
        ("page_size=1&page_size=2", "page_size", "repeated"),
        ("status=%FF", "body", "utf8"),
    ] {
        let answer = tenant.client.get(&format!("/v1/checks?{query}")).await.unwrap();
        assert_eq!(answer.status, 400, "{query}");
        assert_eq!(wrong(&answer), [(field.to_owned(), rule.to_owned())], "{query}");
    }
}

#[tokio::test]
async fn unknown_paths_and_methods_answer_as_the_gateway_does() {
    let app = TestApp::start().await;
    let tenant = app.tenant().await;
    for (method, path) in [
        (Method::GET, "/v1/nothing"),
        (Method::GET, "/"),
        (Method::PATCH, "/v1/checks"),
        (Method::PUT, "/v1/checks/CHK00000000000000000000000000000000"),
        (Method::GET, "/v2/checks"),
    ] {
        let answer = tenant.client.send(method, path, &[], bytes::Bytes::new()).await.unwrap();
        assert_eq!(answer.status, 403, "{path}");
        assert_eq!(answer.body, json!({"message": "Missing Authentication Token"}));
    }
}
