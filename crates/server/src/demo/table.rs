//! The table of the demo, for a person at a terminal.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value;
use sources::LoadedList;

use super::Shown;
use crate::client::encode;

const WIDTH: usize = 88;

/// Prints what was found, the key, and how to repeat each step.
pub fn print(
    shown: &[Shown],
    base: &str,
    key: &str,
    lists: &BTreeMap<String, Arc<LoadedList>>,
    invented: bool,
) {
    println!();
    println!("Cotejo demo: {} checks through the API at {base}", shown.len());
    let loaded: Vec<String> =
        lists.values().map(|list| format!("{} ({} entries)", list.name, list.len())).collect();
    println!("Lists: {}", loaded.join(", "));
    if invented {
        println!("These lists ship with the program; everybody on them is invented.");
    }
    for one in shown {
        card(one);
    }
    println!();
    println!("Your key, shown this once:\n\n  {key}\n");
    println!("Repeat each step:\n");
    println!("  KEY='{key}'");
    for one in shown {
        let fields: Vec<(&str, &str)> =
            one.subject.fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        println!("  curl -H \"Truora-API-Key: $KEY\" -d '{}' {base}/v1/checks", encode(&fields));
        let id = one.check["check_id"].as_str().unwrap_or_default();
        println!("  curl -H \"Truora-API-Key: $KEY\" {base}/v1/checks/{id}");
        println!("  curl -H \"Truora-API-Key: $KEY\" '{base}/v1/checks/{id}/details?lang=en'");
    }
}

fn card(shown: &Shown) {
    let check = &shown.check;
    println!("\n{}", "─".repeat(WIDTH));
    println!("{}", shown.subject.title);
    println!("  Asked     {}", asked(shown));
    println!(
        "  Score     {}  (1 is clear, 0 is high risk; by document {}, by name {})",
        check["score"], check["id_score"], check["name_score"]
    );
    let coverage = &check["coverage"];
    println!(
        "  Coverage  {} of the type's weight was really asked (by document {}, by name {})",
        percent(&coverage["overall"]),
        percent(&coverage["by_id"]),
        percent(&coverage["by_name"])
    );
    wrapped("  Not asked ", &not_asked(check));
    let mut any = false;
    for detail in shown.details["details"].as_array().into_iter().flatten() {
        any |= findings(detail);
    }
    if !any {
        println!("  Hits      none");
    }
}

fn asked(shown: &Shown) -> String {
    let quiet = ["country", "type", "user_authorized"];
    let given = shown.subject.fields.iter().filter(|(name, _)| !quiet.contains(name));
    given.map(|(_, value)| value.as_str()).collect::<Vec<_>>().join(", ")
}

fn percent(share: &Value) -> String {
    format!("{:.0} %", share.as_f64().unwrap_or_default() * 100.0)
}

fn not_asked(check: &Value) -> String {
    let mut by_reason: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for one in check["not_asked"].as_array().into_iter().flatten() {
        let reason = match one["reason"].as_str().unwrap_or_default() {
            "no_source" => "no source here",
            "missing_input" => "an input is missing",
            "invalid_input" => "an input is not valid",
            "no_consent" => "no consent",
            _ => "the source failed",
        };
        let data_set = one["data_set"].as_str().unwrap_or_default().replace('_', " ");
        by_reason.entry(reason).or_default().push(data_set);
    }
    let parts = by_reason.iter().map(|(reason, sets)| format!("{} ({reason})", sets.join(", ")));
    let text = parts.collect::<Vec<_>>().join("; ");
    if text.is_empty() { "nothing was left out".to_owned() } else { text }
}

/// Prints the hits of a detail: who, how bad, and why.
fn findings(detail: &Value) -> bool {
    if detail["result"] != "found" || detail["data_set"] != "international_background" {
        return false;
    }
    let severity = match detail["severity"].as_str().unwrap_or_default() {
        "none" => "a namesake, does not weigh".to_owned(),
        word => format!("severity {}", word.replace('_', " ")),
    };
    let by = if detail["route"].as_str().unwrap_or_default().ends_with("-name") {
        "name"
    } else {
        "document"
    };
    let source = detail["database_name"].as_str().unwrap_or_default();
    println!("  Hit       by {by}: {source}; {severity}");
    for table in detail["tables"].as_array().into_iter().flatten() {
        for cells in table["rows"].as_array().into_iter().flatten() {
            let value = |label: &str| {
                let cells = cells["cells"].as_array()?;
                cells.iter().find(|cell| cell["label"] == label)?["value"].as_str()
            };
            if let Some(name) = value("Name on the list") {
                println!("            on the list: {name}");
            }
            if let Some(why) = value("Explanation") {
                wrapped("            because: ", why);
            }
            if let (Some(similarity), Some(confidence)) =
                (value("Similarity of the name"), value("Confidence"))
            {
                println!("            name {similarity} alike, {confidence} sure to be the same");
            }
        }
    }
    true
}

fn wrapped(lead: &str, text: &str) {
    let indent = " ".repeat(12);
    let mut line = lead.to_owned();
    for word in text.split_whitespace() {
        if line.chars().count() + word.chars().count() + 1 > WIDTH && line.trim() != lead.trim() {
            println!("{line}");
            line = indent.clone();
        }
        if !line.ends_with(' ') {
            line.push(' ');
        }
        line.push_str(word);
    }
    println!("{line}");
}
