//! Each country: what its inputs make of the sources, and that a data set which nobody asked can
//! be told from a clean one in every output.

use serde_json::{Value, json};

use crate::support::{TestApp, details, finished};

struct Case {
    country: &'static str,
    kind: &'static str,
    /// The input of the document, a valid number and one that its issuer would refuse.
    document: Option<(&'static str, &'static str, &'static str)>,
    /// The document as `identifiers` names it, to make a valid number from a seed.
    rule: &'static str,
}

const CASES: &[Case] = &[
    Case { country: "ALL", kind: "person", document: None, rule: "" },
    Case { country: "ALL", kind: "company", document: None, rule: "" },
    Case {
        country: "BR",
        kind: "person",
        document: Some(("national_id", "", "111.111.111-11")),
        rule: "cpf",
    },
    Case {
        country: "BR",
        kind: "company",
        document: Some(("tax_id", "", "00000000000000")),
        rule: "cnpj",
    },
    Case {
        country: "CL",
        kind: "person",
        document: Some(("national_id", "", "12345678-0")),
        rule: "rut",
    },
    Case {
        country: "CL",
        kind: "company",
        document: Some(("tax_id", "", "12345678-0")),
        rule: "rut",
    },
    Case {
        country: "CO",
        kind: "person",
        document: Some(("national_id", "", "12")),
        rule: "cedula_ciudadania",
    },
    Case {
        country: "CO",
        kind: "company",
        document: Some(("tax_id", "", "900123456-1")),
        rule: "nit",
    },
    Case {
        country: "CR",
        kind: "person",
        document: Some(("national_id", "", "12")),
        rule: "cedula_fisica",
    },
    Case {
        country: "CR",
        kind: "company",
        document: Some(("tax_id", "", "12")),
        rule: "cedula_juridica",
    },
    Case {
        country: "MX",
        kind: "person",
        document: Some(("national_id", "", "XXXX000000XXXXXX00")),
        rule: "curp",
    },
    Case {
        country: "MX",
        kind: "company",
        document: Some(("tax_id", "", "12")),
        rule: "rfc_company",
    },
    Case { country: "PE", kind: "person", document: Some(("national_id", "", "12")), rule: "dni" },
    Case {
        country: "PE",
        kind: "company",
        document: Some(("tax_id", "", "12345678901")),
        rule: "ruc",
    },
];

/// The ids of the sources of facts that follow from a number alone.
fn derived_ids() -> [String; 2] {
    ["derived-facts", "derived-company-facts"].map(|slug| sources::DatabaseId::of(slug).to_string())
}

fn derived(check: &Value) -> Option<&Value> {
    let ids = derived_ids();
    let statuses = check["statuses"].as_array()?;
    statuses.iter().find(|one| ids.iter().any(|id| one["database_id"] == *id))
}

fn never_asked_is_said(check: &Value, details: &[Value]) {
    let scores = check["scores"].as_array().unwrap();
    let not_asked: Vec<&str> = check["not_asked"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["data_set"].as_str().unwrap())
        .collect();
    assert!(!not_asked.is_empty());
    let mut weight_asked = 0;
    for score in scores {
        let set = score["data_set"].as_str().unwrap();
        if not_asked.contains(&set) {
            assert_eq!(
                (&score["result"], &score["severity"]),
                (&json!("ignored"), &json!("unknown")),
                "{set}"
            );
            let shown = details.iter().filter(|one| one["data_set"] == set);
            let ids = derived_ids();
            let derived = |one: &Value| ids.iter().any(|id| one["database_id"] == *id);
            assert!(shown.into_iter().all(derived), "{set}");
        } else {
            assert_ne!(score["result"], "ignored", "{set}");
            assert!(details.iter().any(|one| one["data_set"] == set), "{set}");
            weight_asked += 1;
        }
    }
    assert!(weight_asked > 0);
    assert!(check["coverage"]["overall"].as_f64().unwrap() < 1.0);
    // Nothing here establishes who somebody is.
    assert_eq!(check["summary"]["result"], "skipped");
    assert!(check["summary"].get("identity_status").is_none());
}

#[tokio::test]
async fn every_country_and_type_says_what_it_did_not_ask() {
    let app = TestApp::start().await;
    let tenant = app.tenant().await;
    for case in CASES {
        let label = format!("{} {}", case.country, case.kind);
        let mut fields = vec![
            ("country", case.country),
            ("type", case.kind),
            ("user_authorized", "true"),
            ("first_name", "Valentina"),
            ("last_name", "Ejemplar Montenegro"),
            ("company_name", "Ejemplar Montenegro Limitada"),
        ];
        let number = identifiers::example(case.country, case.rule, 7);
        if let (Some((input, ..)), Some(number)) = (case.document, number.as_deref()) {
            fields.push((input, number));
        }
        assert_eq!(number.is_some(), case.document.is_some(), "{label}");
        let check = finished(&app, &tenant, &fields).await;
        assert_eq!(
            (&check["status"], &check["score"]),
            (&json!("completed"), &json!(1)),
            "{label}"
        );
        let details = details(&tenant, &check).await;
        never_asked_is_said(&check, &details);
        if case.document.is_some() {
            assert_eq!(derived(&check).unwrap()["status"], "completed", "{label}");
            assert!(check["coverage"]["by_id"].as_f64().unwrap() > 0.0, "{label}");
        }
    }
}

#[tokio::test]
async fn a_number_that_its_issuer_would_refuse_is_not_asked_by_and_never_fails_a_check() {
    let app = TestApp::start().await;
    let tenant = app.tenant().await;
    for case in CASES {
        let Some((input, _, refused)) = case.document else {
            continue;
        };
        let label = format!("{} {}", case.country, case.kind);
        let mut fields = vec![
            ("country", case.country),
            ("type", case.kind),
            ("user_authorized", "true"),
            (input, refused),
        ];
        // By the number alone nobody can be asked: an error that says why, and no score.
        let check = finished(&app, &tenant, &fields).await;
        assert_eq!((&check["status"], &check["score"]), (&json!("error"), &json!(-1)), "{label}");
        for status in check["statuses"].as_array().unwrap() {
            assert_eq!(status["status"], "skipped", "{label}");
            assert!(
                status["invalid_inputs"].as_array().unwrap().contains(&json!(input)),
                "{label}"
            );
        }
        // With a name the lists are asked by it.
        fields.extend([
            ("first_name", "Valentina"),
            ("last_name", "Ejemplar Montenegro"),
            ("company_name", "Ejemplar Montenegro Limitada"),
        ]);
        let check = finished(&app, &tenant, &fields).await;
        assert_eq!(check["status"], "completed", "{label}");
        assert_eq!(check["coverage"]["by_id"], 0, "{label}");
        assert!(check["coverage"]["by_name"].as_f64().unwrap() > 0.0, "{label}");
        let derived = derived(&check).unwrap();
        assert_eq!(
            (&derived["status"], &derived["invalid_inputs"]),
            (&json!("skipped"), &json!([input])),
            "{label}"
        );
    }
}

#[tokio::test]
async fn a_number_tells_what_it_tells() {
    let app = TestApp::start().await;
    let tenant = app.tenant().await;
    let curp = identifiers::example("MX", "curp", 11).unwrap();
    let fields = [
        ("country", "MX"),
        ("type", "person"),
        ("user_authorized", "true"),
        ("national_id", curp.as_str()),
    ];
    let check = finished(&app, &tenant, &fields).await;
    let details = details(&tenant, &check).await;
    let derived = details.iter().find(|one| one["data_set"] == "personal_identity").unwrap();
    let cells = derived["tables"][0]["rows"][0]["cells"].as_array().unwrap();
    let labels: Vec<&str> = cells.iter().map(|cell| cell["label"].as_str().unwrap()).collect();
    assert_eq!(labels, ["Valid number of type", "Date of birth", "Sex", "Place", "Holder"]);
}

#[tokio::test]
async fn missing_inputs_are_those_of_the_contract() {
    let app = TestApp::start().await;
    let tenant = app.tenant().await;
    for (country, missing) in [
        ("BR", json!(["national_id", "date_of_birth", "region"])),
        ("CO", json!(["national_id"])),
        ("PE", json!(["national_id", "date_of_birth"])),
        ("CR", json!(["national_id"])),
    ] {
        let fields = [
            ("country", country),
            ("type", "person"),
            ("user_authorized", "true"),
            ("first_name", "Valentina"),
            ("last_name", "Ejemplar"),
        ];
        let check = finished(&app, &tenant, &fields).await;
        assert_eq!(check["missing_inputs"], missing, "{country}");
    }
}

#[tokio::test]
async fn an_input_that_the_number_contradicts_is_named() {
    let app = TestApp::start().await;
    let tenant = app.tenant().await;
    // Born on 20 August 1931, male, says the number.
    for (born, gender, wrong) in [
        ("1931-08-20", "hombre", json!(null)),
        ("1931-08-21", "h", json!([{"Input": "date_of_birth"}])),
        ("1931-08-20", "mujer", json!([{"Input": "gender"}])),
        ("1990-01-01", "female", json!([{"Input": "date_of_birth"}, {"Input": "gender"}])),
    ] {
        let fields = [
            ("country", "MX"),
            ("type", "person"),
            ("user_authorized", "true"),
            ("national_id", "BOXW310820HNERXN09"),
            ("date_of_birth", born),
            ("gender", gender),
        ];
        let check = finished(&app, &tenant, &fields).await;
        assert_eq!(check["wrong_inputs"], wrong, "{born} {gender}");
    }
}
