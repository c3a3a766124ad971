//! Tables of numbers that independent implementations accept or refuse.
//!
//! `tests/vectors/<country>.tsv` has kind, input, and the normalised number or `!` and the rule;
//! `~` before the number stands for a check digit that is wrong and only noted.
//! The numbers are made up or come from documentation; check digits were computed by the
//! implementations that `tests/vectors/README.md` names, never by this crate.

use std::collections::BTreeMap;

use identifiers::Note;

const TABLES: [(&str, &str); 15] = [
    ("BR", include_str!("vectors/br.tsv")),
    ("CL", include_str!("vectors/cl.tsv")),
    ("CO", include_str!("vectors/co.tsv")),
    ("CR", include_str!("vectors/cr.tsv")),
    ("MX", include_str!("vectors/mx.tsv")),
    ("PE", include_str!("vectors/pe.tsv")),
    ("AR", include_str!("vectors/ar.tsv")),
    ("EC", include_str!("vectors/ec.tsv")),
    ("SV", include_str!("vectors/sv.tsv")),
    ("UY", include_str!("vectors/uy.tsv")),
    ("VE", include_str!("vectors/ve.tsv")),
    ("DO", include_str!("vectors/do.tsv")),
    ("GT", include_str!("vectors/gt.tsv")),
    ("PY", include_str!("vectors/py.tsv")),
    ("ALL", include_str!("vectors/all.tsv")),
];

fn rows() -> impl Iterator<Item = (&'static str, &'static str, String, &'static str)> {
    TABLES.into_iter().flat_map(|(country, table)| {
        table.lines().map(move |row| {
            let mut cells = row.split('\t');
            let mut cell = || cells.next().expect("three cells a row");
            (country, cell(), cell().replace("\\n", "\n"), cell())
        })
    })
}

#[test]
fn every_number_is_judged_as_independent_implementations_judge_it() {
    let mut wrong = Vec::new();
    for (country, kind, input, expected) in rows() {
        let judged = match identifiers::parse(country, kind, &input) {
            Ok(document) if document.facts().note == Some(Note::CheckDigitMismatch) => {
                format!("~{}", document.normalised())
            }
            Ok(document) => document.normalised().to_owned(),
            Err(refusal) => format!("!{}", refusal.rule.name()),
        };
        if judged != expected {
            wrong.push(format!("{country} {kind} {input:?}: {judged}, not {expected}"));
        }
    }
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_kind_has_at_least_twenty_numbers() {
    let mut counts = BTreeMap::new();
    for (country, kind, ..) in rows() {
        *counts.entry((country, kind)).or_insert(0) += 1;
    }
    for info in identifiers::kinds() {
        let count = counts.get(&(info.country, info.name)).copied().unwrap_or(0);
        assert!(count >= 20, "{info:?} has {count}");
    }
}
