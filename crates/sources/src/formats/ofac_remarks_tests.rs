use screening::{EntityKind, Gender, PartialDate};

use super::*;
use crate::formats::Entry;

fn entry(remarks: &str) -> Entry {
    let mut draft = Draft::new("1", EntityKind::Person);
    let facts = read(remarks, &mut draft);
    draft.facts(facts);
    draft.finish()
}

fn facts(remarks: &str) -> Vec<(Label, String)> {
    entry(remarks).facts.into_iter().map(|fact| (fact.label, fact.value)).collect()
}

#[test]
fn every_part_is_a_fact_in_its_order() {
    let told = facts(
        "(Linked To: X); DOB 14 Mar 1961; alt. DOB circa 1960; POB Cali, Colombia; \
         alt. POB Palmira; nationality Colombia; citizen Panama; Gender Male; \
         Cedula No. 10000001 (Colombia); Passport A1000001 (Chile); issued 01 Jan 2001; \
         expires 01 Jan 2011; a.k.a. 'EL FICTICIO'; f.k.a. 'ANTES'; Linked To: COMERCIO INVENTADO S.A.; Email Address a@example.com; \
         Digital Currency Address - XBT 1Example; Secondary sanctions risk: none.",
    );
    let expected = [
        (Label::Remarks, "(Linked To: X)"),
        (Label::BirthDate, "14 Mar 1961"),
        (Label::BirthDate, "circa 1960"),
        (Label::BirthPlace, "Cali, Colombia"),
        (Label::BirthPlace, "Palmira"),
        (Label::Nationality, "Colombia"),
        (Label::Citizenship, "Panama"),
        (Label::Gender, "Male"),
        (Label::Document, "Cedula No. 10000001 (Colombia)"),
        (Label::Document, "Passport A1000001 (Chile); issued 01 Jan 2001; expires 01 Jan 2011"),
        (Label::WeakAlias, "EL FICTICIO"),
        (Label::FormerName, "ANTES"),
        (Label::LinkedTo, "COMERCIO INVENTADO S.A."),
        (Label::Contact, "Email Address a@example.com"),
        (Label::DigitalWallet, "XBT 1Example"),
        (Label::Remarks, "Secondary sanctions risk: none"),
    ];
    let expected: Vec<_> = expected.map(|(label, value)| (label, value.to_owned())).into();
    assert_eq!(told, expected);
}

#[test]
fn the_record_has_what_can_be_compared() {
    let record = entry(
        "DOB 14 Mar 1961; alt. DOB 1950 to 1955; POB Quito, Ecuador; nationality Colombia; \
         Gender Female; Passport A1000001 (Chile); Driver's License No. 1000001 (Mexico); \
         a.k.a. 'AL-INVENTADO, 'Abd''.",
    )
    .record;
    let range = PartialDate { until_year: Some(1955), ..PartialDate::year(1950) };
    assert_eq!(record.birth_dates, [PartialDate::full(1961, 3, 14), range]);
    assert_eq!(record.countries, ["co", "cl", "ec"], "a licence says little about nationality");
    assert_eq!(record.gender, Some(Gender::Female));
    assert_eq!(record.documents.len(), 2);
    assert_eq!(record.names.len(), 1);
    assert_eq!(
        (record.names[0].text.as_str(), record.names[0].kind),
        ("AL-INVENTADO, 'Abd'", NameKind::Weak)
    );
}

#[test]
fn names_in_quotes_keep_their_apostrophes() {
    for (part, name) in [
        ("a.k.a. 'X'", "X"),
        ("a.k.a. ''X''", "X"),
        ("a.k.a. ''ABD AL-X'", "'ABD AL-X"),
        ("a.k.a. 'ABU 'X'", "ABU 'X"),
    ] {
        assert_eq!(facts(part), [(Label::WeakAlias, name.to_owned())], "{part}");
    }
    assert_eq!(facts("a.k.a. X")[0].0, Label::Remarks);
}

#[test]
fn what_is_not_understood_is_kept() {
    for (part, label) in [
        ("DOB unknown", Label::BirthDate),
        ("DOB 31 Feb 1960", Label::BirthDate),
        ("DOB", Label::Remarks),
        ("citizen journalist", Label::Remarks),
        ("nationality unknown", Label::Nationality),
        ("Former Minister of Nothing", Label::Remarks),
        ("Genderless", Label::Remarks),
    ] {
        let told = entry(part);
        assert_eq!(told.facts[0].label, label, "{part}");
        assert!(told.record.birth_dates.is_empty(), "{part}");
        assert!(told.record.countries.is_empty(), "{part}");
    }
    for nothing in ["", "-0-", ".", "; ;"] {
        assert!(facts(nothing).is_empty(), "{nothing}");
    }
}

#[test]
fn the_last_full_stop_goes_unless_it_is_of_an_abbreviation() {
    for (remarks, value) in [
        ("Linked To: INVENTADA S.A.", "INVENTADA S.A."),
        ("Linked To: INVENTADA, S. DE R.L. DE C.V.", "INVENTADA, S. DE R.L. DE C.V."),
        ("Linked To: INVENTADA S.A.S..", "INVENTADA S.A.S."),
        ("Linked To: INVENTADA.", "INVENTADA"),
        ("Website www.example.com.", "Website www.example.com"),
    ] {
        assert_eq!(facts(remarks)[0].1, value);
    }
}
