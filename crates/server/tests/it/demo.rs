//! The commands, run as people run them.

use std::process::{Command, Output};

use serde_json::Value;

fn cotejo(folder: &std::path::Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_cotejo"))
        .args(arguments)
        .current_dir(folder)
        .env("COTEJO_DATA", folder.join("data"))
        .env_remove("COTEJO_DATABASE")
        .output()
        .unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn the_demo_shows_a_clear_person_a_document_a_namesake_and_a_company() {
    let folder = tempfile::tempdir().unwrap();
    let shown = cotejo(folder.path(), &["demo", "--once", "--port", "18080"]);
    assert!(shown.status.success(), "{}", text(&shown.stderr));
    let table = text(&shown.stdout);
    for expected in [
        "A person whom no list knows",
        "A listed person, found by document",
        "A namesake, born a generation later",
        "A listed company",
        "because:",
        "a namesake, does not weigh",
        "no source here",
        "curl -H",
    ] {
        assert!(table.contains(expected), "{expected}\n{table}");
    }
    assert!(
        table.lines().all(|line| line.chars().count() <= 100
            || line.contains("curl")
            || line.contains("eyJ")),
        "{table}"
    );
}

#[test]
fn the_demo_prints_one_object_for_scripts() {
    let folder = tempfile::tempdir().unwrap();
    let shown = cotejo(folder.path(), &["demo", "--once", "--json", "--port", "18180"]);
    assert!(shown.status.success(), "{}", text(&shown.stderr));
    let output = text(&shown.stdout);
    assert_eq!(output.lines().count(), 1, "{output}");
    let object: Value = serde_json::from_str(&output).unwrap();
    assert!(object["base_url"].as_str().unwrap().starts_with("http://127.0.0.1:"));
    assert!(object["client_id"].as_str().unwrap().starts_with("TCI"));
    assert_eq!(object["api_key"].as_str().unwrap().split('.').count(), 3);
    let scores: Vec<f64> = object["checks"]
        .as_array()
        .unwrap()
        .iter()
        .map(|check| check["score"].as_f64().unwrap())
        .collect();
    assert_eq!(scores, [1.0, 0.9, 1.0, 0.9]);
    // A second run finds its tenant again.
    let again = cotejo(folder.path(), &["demo", "--once", "--json", "--port", "18180"]);
    let again: Value = serde_json::from_str(&text(&again.stdout)).unwrap();
    assert_eq!(again["client_id"], object["client_id"]);
}

#[test]
fn the_demo_keeps_away_from_an_installation() {
    let folder = tempfile::tempdir().unwrap();
    assert!(cotejo(folder.path(), &["tenants", "create", "Transportes Ejemplo"]).status.success());
    let refused = cotejo(folder.path(), &["demo", "--once", "--data", "data", "--port", "18280"]);
    assert!(!refused.status.success());
    assert!(text(&refused.stderr).contains("installation"), "{}", text(&refused.stderr));
    let lists = cotejo(folder.path(), &["sources", "list", "--json"]);
    assert_eq!(text(&lists.stdout).trim(), "[]");
}

#[test]
fn an_operator_makes_tenants_and_keys_and_imports_lists() {
    let folder = tempfile::tempdir().unwrap();
    let run = |arguments: &[&str]| cotejo(folder.path(), arguments);
    let json = |arguments: &[&str]| -> Value {
        let output = run(arguments);
        assert!(output.status.success(), "{arguments:?}: {}", text(&output.stderr));
        serde_json::from_str(&text(&output.stdout)).unwrap()
    };
    let tenant = json(&["tenants", "create", "Transportes Ejemplo", "--json"]);
    let id = tenant["client_id"].as_str().unwrap();
    let key = json(&["keys", "create", id, "--json"]);
    let listed = json(&["keys", "list", id, "--json"]);
    assert_eq!(listed[0]["api_key_id"], key["api_key_id"]);
    assert!(run(&["keys", "revoke", id, key["api_key_id"].as_str().unwrap()]).status.success());
    assert_eq!(json(&["keys", "list", id, "--json"])[0]["revoked"], true);

    let samples = concat!(env!("CARGO_MANIFEST_DIR"), "/../sources/samples/ofac");
    let report = json(&["sources", "import", "ofac-sdn", samples, "--json"]);
    assert_eq!(report["added"], report["entries"]);
    assert_eq!(json(&["sources", "import", "ofac-sdn", samples, "--json"])["unchanged"], true);
    assert_eq!(json(&["sources", "list", "--json"])[0]["current"], true);
    assert!(run(&["migrate"]).status.success());
    assert!(run(&["tenants", "disable", id]).status.success());

    for (arguments, named) in [
        (&["keys", "create", "TCI1"][..], "tenant"),
        (&["sources", "import", "nothing", samples], "name"),
        (&["sources", "import", "un-sc", samples], "consolidated.xml"),
        (&["tenants", "disable", "TCI00000000000000000000000000000000"], "tenant"),
    ] {
        let output = run(arguments);
        assert!(!output.status.success(), "{arguments:?}");
        assert!(text(&output.stderr).contains(named), "{arguments:?}: {}", text(&output.stderr));
    }
}

#[test]
fn settings_are_shown_without_secrets_and_wrong_ones_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let secret = "ab".repeat(32);
    std::fs::write(
        folder.path().join("cotejo.toml"),
        format!("port = 8123\nmaster_key = \"{secret}\"\n"),
    )
    .unwrap();
    let shown = cotejo(folder.path(), &["serve", "--print-config"]);
    let shown = text(&shown.stdout);
    assert!(
        shown.contains("port = 8123") && shown.contains("***") && !shown.contains(&secret),
        "{shown}"
    );
    std::fs::write(folder.path().join("cotejo.toml"), "prot = 1\n").unwrap();
    let wrong = cotejo(folder.path(), &["serve"]);
    assert!(!wrong.status.success());
    let error = text(&wrong.stderr);
    assert!(error.contains("prot") && error.contains("cotejo.toml"), "{error}");
}

#[test]
fn the_key_of_an_installation_is_not_made_anew() {
    let folder = tempfile::tempdir().unwrap();
    // Bringing the schema up to date touches no key.
    assert!(cotejo(folder.path(), &["migrate"]).status.success());
    assert!(!folder.path().join("data/master.key").exists());
    assert!(cotejo(folder.path(), &["tenants", "list"]).status.success());
    std::fs::remove_file(folder.path().join("data/master.key")).unwrap();
    let without = cotejo(folder.path(), &["tenants", "list"]);
    assert!(!without.status.success());
    assert!(text(&without.stderr).contains("master key"), "{}", text(&without.stderr));
    assert!(!folder.path().join("data/master.key").exists());
}
