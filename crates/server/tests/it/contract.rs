//! What we describe and what we answer, against the contract.
//!
//! `contract/openapi.json` has the facts of every operation that is implemented. Both documents are
//! taken apart into facts, one line each; whatever stands on one side only must be listed in
//! `contract/deviations.toml`, and whatever is listed must still be so.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde_json::{Value, json};

use crate::support::{Steered, TestApp, details, down, finished};

const CONTRACT: &str = include_str!("../../../../contract/openapi.json");
const DEVIATIONS: &str = include_str!("../../../../contract/deviations.toml");

#[derive(Deserialize)]
struct Deviations {
    deviation: Vec<Deviation>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Deviation {
    /// The facts that differ: a fact, or several with one `*` for what differs among them. A `+`
    /// in front means that it is ours, a `-` that it is the contract's.
    facts: Vec<String>,
    /// Why, for the reader of the file.
    reason: String,
}

impl Deviation {
    fn covers(pattern: &str, fact: &str) -> bool {
        match pattern.split_once('*') {
            Some((start, end)) => fact.strip_prefix(start).is_some_and(|rest| rest.ends_with(end)),
            None => fact == pattern,
        }
    }
}

/// Follows a reference, joins what `allOf` joins, and takes what may be null for what it is.
fn resolved(document: &Value, schema: &Value) -> Value {
    if let Some(choice) = schema["oneOf"].as_array() {
        let real = choice.iter().find(|one| one["type"] != "null").unwrap_or(&Value::Null);
        return resolved(document, real);
    }
    if let Some(name) = schema["$ref"].as_str() {
        let pointer = name.trim_start_matches('#');
        return resolved(document, document.pointer(pointer).unwrap_or(&Value::Null));
    }
    let Some(parts) = schema["allOf"].as_array() else {
        return schema.clone();
    };
    let mut joined = json!({"type": "object", "properties": {}, "required": []});
    for part in parts {
        let part = resolved(document, part);
        for (name, value) in part["properties"].as_object().into_iter().flatten() {
            joined["properties"][name] = value.clone();
        }
        let required = part["required"].as_array().cloned().unwrap_or_default();
        joined["required"].as_array_mut().unwrap().extend(required);
    }
    joined
}

fn schema_facts(document: &Value, schema: &Value, at: &str, facts: &mut BTreeSet<String>) {
    let schema = resolved(document, schema);
    let types: Vec<&str> = match &schema["type"] {
        Value::String(one) => vec![one],
        Value::Array(many) => {
            many.iter().filter_map(Value::as_str).filter(|one| *one != "null").collect()
        }
        _ => vec![],
    };
    if !types.is_empty() {
        facts.insert(format!("{at} type {}", types.join("|")));
    }
    for keyword in ["format", "pattern", "maxLength", "minLength", "const", "default"] {
        let value = &schema[keyword];
        // int32 and float only repeat the type.
        if !value.is_null()
            && !["int32", "int64", "float", "double"].contains(&value.as_str().unwrap_or_default())
        {
            facts.insert(format!("{at} {keyword} {value}"));
        }
    }
    for keyword in ["minimum", "maximum"] {
        if let Some(value) = schema[keyword].as_f64() {
            facts.insert(format!("{at} {keyword} {value}"));
        }
    }
    if let Some(words) = schema["enum"].as_array() {
        let words: BTreeSet<&str> = words.iter().filter_map(Value::as_str).collect();
        for word in words {
            facts.insert(format!("{at} value {word}"));
        }
    }
    if let Some(required) = schema["required"].as_array().filter(|_| at.contains(" request")) {
        for name in required.iter().filter_map(Value::as_str) {
            facts.insert(format!("{at}.{name} required"));
        }
    }
    for (name, property) in schema["properties"].as_object().into_iter().flatten() {
        facts.insert(format!("{at}.{name} exists"));
        schema_facts(document, property, &format!("{at}.{name}"), facts);
    }
    if !schema["items"].is_null() {
        schema_facts(document, &schema["items"], &format!("{at}[]"), facts);
    }
}

/// A check and a detail stand in several answers; each is compared once.
const SHARED: [(&str, &str); 6] = [
    ("createCheck 201.check.", "Check."),
    ("getCheck 200.check.", "Check."),
    ("deleteCheck 200.check.", "Check."),
    ("listChecks 200.checks[].", "Check."),
    ("listCheckDetails 200.details[].", "Detail."),
    ("createCheck 201.", "CheckOutput."),
];

fn shared(fact: String) -> String {
    let found = SHARED
        .iter()
        .find_map(|(start, name)| Some(format!("{name}{}", fact.strip_prefix(start)?)));
    found.unwrap_or(fact)
}

/// The facts of the operations that `wanted` names; of answers, those with a status in `answers`.
fn facts(
    document: &Value,
    wanted: &BTreeSet<String>,
    answers: &BTreeSet<String>,
) -> BTreeSet<String> {
    let mut facts = BTreeSet::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            let Some(id) = operation["operationId"].as_str().filter(|id| wanted.contains(*id))
            else {
                continue;
            };
            facts.insert(format!("{id} route {method} {path}"));
            for parameter in operation["parameters"].as_array().into_iter().flatten() {
                let (name, place) = (&parameter["name"], &parameter["in"]);
                let at = format!("{id} {}.{}", place.as_str().unwrap(), name.as_str().unwrap());
                facts.insert(format!("{at} exists"));
                if parameter["required"] == true {
                    facts.insert(format!("{at} required"));
                }
                schema_facts(document, &parameter["schema"], &at, &mut facts);
            }
            for (kind, content) in
                operation["requestBody"]["content"].as_object().into_iter().flatten()
            {
                facts.insert(format!("{id} request {kind}"));
                schema_facts(document, &content["schema"], &format!("{id} request"), &mut facts);
            }
            for (status, response) in operation["responses"].as_object().unwrap() {
                facts.insert(format!("{id} answers {status}"));
                if !answers.contains(&format!("{id} answers {status}")) {
                    continue;
                }
                let content = &response["content"]["application/json"]["schema"];
                // Errors have one shape, compared once.
                let at = if status.starts_with('2') {
                    format!("{id} {status}")
                } else {
                    format!("error {status}")
                };
                schema_facts(document, content, &at, &mut facts);
            }
        }
    }
    facts.into_iter().map(shared).collect()
}

/// Which operation answers with which status.
fn answers(document: &Value) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let paths = document["paths"].as_object().unwrap().values();
    for operation in paths.flat_map(|one| one.as_object().unwrap().values()) {
        for status in
            operation["responses"].as_object().into_iter().flatten().map(|(status, _)| status)
        {
            found.insert(format!(
                "{} answers {status}",
                operation["operationId"].as_str().unwrap_or_default()
            ));
        }
    }
    found
}

fn operations(document: &Value) -> BTreeSet<String> {
    let methods = document["paths"]
        .as_object()
        .unwrap()
        .values()
        .flat_map(|one| one.as_object().unwrap().values());
    methods.filter_map(|one| one["operationId"].as_str()).map(str::to_owned).collect()
}

#[tokio::test]
async fn our_description_is_the_contract_but_for_the_listed_deviations() {
    let app = TestApp::start().await;
    let ours = app.stranger().get("/openapi.json").await.unwrap().body;
    let contract: Value = serde_json::from_str(CONTRACT).unwrap();
    let wanted = operations(&contract);
    assert_eq!(operations(&ours), wanted, "an operation is added to both sides together");
    let answers = answers(&contract);
    let our_facts = facts(&ours, &wanted, &answers);
    let contract_facts = facts(&contract, &wanted, &answers);
    let added = our_facts.difference(&contract_facts).map(|fact| format!("+ {fact}"));
    let lacking = contract_facts.difference(&our_facts).map(|fact| format!("- {fact}"));
    let differing: BTreeSet<String> = added.chain(lacking).collect();

    let listed: Deviations = toml::from_str(DEVIATIONS).unwrap();
    let patterns: Vec<&String> = listed.deviation.iter().flat_map(|one| &one.facts).collect();
    let unlisted: Vec<&String> = differing
        .iter()
        .filter(|fact| !patterns.iter().any(|pattern| Deviation::covers(pattern, fact)))
        .collect();
    let stale: Vec<&&String> = patterns
        .iter()
        .filter(|pattern| !differing.iter().any(|fact| Deviation::covers(pattern, fact)))
        .collect();
    assert!(unlisted.is_empty(), "not listed in deviations.toml:\n{unlisted:#?}");
    assert!(stale.is_empty(), "listed and no longer so:\n{stale:#?}");
    assert!(listed.deviation.iter().all(|one| one.reason.len() > 10));
}

/// A validator for what an operation answers with a status, by a document's own schemas.
fn validator(document: &Value, operation: &str, status: &str) -> jsonschema::Validator {
    let methods = document["paths"]
        .as_object()
        .unwrap()
        .values()
        .flat_map(|one| one.as_object().unwrap().values());
    let found = methods.into_iter().find(|one| one["operationId"] == operation).unwrap();
    let schema = &found["responses"][status]["content"]["application/json"]["schema"];
    assert!(!schema.is_null(), "{operation} {status} is described");
    let mut root = schema.clone();
    root["components"] = document["components"].clone();
    jsonschema::validator_for(&root).unwrap()
}

fn check_body(documents: &[(&str, &Value)], operation: &str, status: u16, body: &Value) {
    for (name, document) in documents {
        let methods = document["paths"]
            .as_object()
            .unwrap()
            .values()
            .flat_map(|one| one.as_object().unwrap().values());
        let found = methods.into_iter().find(|one| one["operationId"] == operation).unwrap();
        let status = status.to_string();
        if found["responses"].get(&status).is_none() && *name == "contract" {
            continue; // A listed deviation: the contract does not describe this status.
        }
        let validator = validator(document, operation, &status);
        let errors: Vec<String> = validator
            .iter_errors(body)
            .map(|error| format!("{}: {error}", error.instance_path))
            .collect();
        assert!(errors.is_empty(), "{operation} {status} against {name}: {errors:#?}\n{body:#}");
    }
}

#[tokio::test]
async fn real_answers_are_what_both_documents_describe() {
    let dead = Steered::new("court", sources::DataSet::CriminalRecord, |_| Err(down()));
    let app = TestApp::with(vec![dead], true).await;
    let ours = app.stranger().get("/openapi.json").await.unwrap().body;
    let contract: Value = serde_json::from_str(CONTRACT).unwrap();
    let documents = [("ours", &ours), ("contract", &contract)];
    let tenant = app.tenant_with(0).await;

    let requests: BTreeMap<&str, Vec<(&str, &str)>> = BTreeMap::from([
        (
            "person",
            vec![
                ("first_name", "Aurelio Ramón"),
                ("last_name", "Prueba Ficticia"),
                ("national_id", "16123458"),
                ("date_of_birth", "1961-03-14"),
                ("issue_date", "1980-01-01"),
                ("native_country", "CO"),
                ("gender", "hombre"),
                ("custom_input", "x"),
            ],
        ),
        (
            "company",
            vec![("company_name", "Comercializadora Espejismo del Sur"), ("tax_id", "900123456-8")],
        ),
        (
            "vehicle",
            vec![("license_plate", "ABC123"), ("first_name", "Ana"), ("last_name", "Ficticia")],
        ),
    ]);
    for (kind, mut fields) in requests {
        fields.extend([("country", "CO"), ("type", kind), ("user_authorized", "true")]);
        let created = tenant.client.post_form("/v1/checks", &fields).await.unwrap();
        check_body(&documents, "createCheck", created.status.as_u16(), &created.body);
        let again = tenant.client.post_form("/v1/checks", &fields).await.unwrap();
        check_body(&documents, "createCheck", 200, &again.body);
        let check = finished(&app, &tenant, &fields).await;
        let path = created.body["self"].as_str().unwrap().to_owned();
        let read = tenant.client.get(&path).await.unwrap();
        check_body(&documents, "getCheck", read.status.as_u16(), &read.body);
        assert!(!details(&tenant, &check).await.is_empty());
        let page = tenant.client.get(&format!("{path}/details")).await.unwrap();
        check_body(&documents, "listCheckDetails", page.status.as_u16(), &page.body);
        let list = tenant.client.get("/v1/checks?page_size=1").await.unwrap();
        check_body(&documents, "listChecks", list.status.as_u16(), &list.body);
        let deleted = tenant.client.delete(&path).await.unwrap();
        check_body(&documents, "deleteCheck", deleted.status.as_u16(), &deleted.body);
        let gone = tenant.client.get(&path).await.unwrap();
        check_body(&documents, "getCheck", gone.status.as_u16(), &gone.body);
    }
    let wrong = tenant.client.post_form("/v1/checks", &[]).await.unwrap();
    check_body(&documents, "createCheck", wrong.status.as_u16(), &wrong.body);
    let key = [("key_type", "backend"), ("key_name", "k")];
    let key = tenant.client.post_form("/v1/api-keys", &key).await.unwrap();
    check_body(&documents, "createApiKey", key.status.as_u16(), &key.body);
    let stranger = app.stranger().post_form("/v1/api-keys", &[]).await.unwrap();
    check_body(&documents, "createApiKey", stranger.status.as_u16(), &stranger.body);
}
