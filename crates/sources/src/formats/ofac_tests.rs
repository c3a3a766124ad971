use screening::Name;

use super::*;

fn files<'a>(
    entries: &'a str,
    names: &'a str,
    addresses: Option<&'a str>,
    comments: Option<&'a str>,
) -> Files<'a> {
    Files {
        entries: ("sdn.csv", entries.as_bytes()),
        names: ("alt.csv", names.as_bytes()),
        addresses: ("add.csv", addresses.map(str::as_bytes)),
        comments: ("sdn_comments.csv", comments.map(str::as_bytes)),
    }
}

fn row(number: &str, name: &str, kind: &str, remarks: &str) -> String {
    format!("{number},\"{name}\",{kind},\"SDNT\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,{remarks}\r\n")
}

const NAMES: &str = "1,1,\"aka\",\"INVENTADO, Otro\",-0- \r\n";

fn reasons(parsed: &Parsed) -> Vec<(&str, u64, &str)> {
    parsed.rejected.iter().map(|row| (&*row.file, row.line, &*row.reason)).collect()
}

#[test]
fn an_entry_is_joined_from_the_four_files() {
    let entries = "1,\"FICTICIO, Uno\",\"individual\",\"SDNT] [SDGT\",\"Director\",\
                   -0- ,-0- ,-0- ,-0- ,-0- ,-0- ,\"DOB 1961; Cedula No. 100000\"\r\n\
                   2,\"BARCO INVENTADO\",\"vessel\",\"SDNT\",-0- ,\"HO1\",\"Tanker\",\"10\",\"20\",\
                   \"Panama\",\"Nadie\",-0- \r\n\x1a";
    let names = "1,1,\"aka\",\"INVENTADO, Uno\",\"note\"\r\n1,2,\"fka\",\"ANTES, Uno\",-0- \r\n";
    let addresses = "1,1,\"Calle 0\",\"Cali\",\"Colombia\",-0- \r\n2,2,-0- ,-0- ,-0- ,-0- \r\n";
    let comments = "1,\"01 (Colombia).\"\r\n";
    let parsed = read(&files(entries, names, Some(addresses), Some(comments))).unwrap();
    assert_eq!((parsed.rows, parsed.rejected.len(), parsed.entries.len()), (7, 0, 2));

    let person = &parsed.entries[0];
    assert_eq!((person.record.id.as_str(), person.record.kind), ("1", EntityKind::Person));
    let name = |text: &str, kind| Name { text: text.into(), kind };
    assert_eq!(
        person.record.names,
        [
            name("FICTICIO, Uno", NameKind::Primary),
            name("INVENTADO, Uno", NameKind::Alias),
            name("ANTES, Uno", NameKind::Former),
        ]
    );
    assert_eq!(person.record.documents[0].number, "10000001");
    let facts: Vec<_> = person.facts.iter().map(|fact| (fact.label, fact.value.as_str())).collect();
    assert_eq!(
        facts,
        [
            (Label::Program, "SDNT"),
            (Label::Program, "SDGT"),
            (Label::Title, "Director"),
            (Label::Alias, "INVENTADO, Uno (note)"),
            (Label::FormerName, "ANTES, Uno"),
            (Label::Address, "Calle 0, Cali, Colombia"),
            (Label::BirthDate, "1961"),
            (Label::Document, "Cedula No. 10000001 (Colombia)"),
        ]
    );

    let vessel = &parsed.entries[1];
    assert_eq!(
        (vessel.record.kind, vessel.record.countries.as_slice()),
        (EntityKind::Vessel, &["pa".to_owned()][..])
    );
    let labels: Vec<_> = vessel.facts.iter().map(|fact| fact.label).collect();
    assert_eq!(
        labels,
        [
            Label::Program,
            Label::VesselType,
            Label::CallSign,
            Label::Tonnage,
            Label::GrossTonnage,
            Label::Flag,
            Label::VesselOwner,
        ]
    );
}

#[test]
fn a_cut_at_a_space_keeps_the_space() {
    for (cut, rest, value) in [
        ("Linked To: UNO ", "DOS.", "UNO DOS"),
        ("Linked To: UNO", " DOS.", "UNO DOS"),
        ("Linked To: UNODOS; Lin", "ked To: UNO DOS.", "UNO DOS"),
    ] {
        let entries = row("1", "X", "-0- ", &format!("\"{cut}\""));
        let comments = format!("1,\"{rest}\"\r\n");
        let parsed = read(&files(&entries, NAMES, None, Some(&comments))).unwrap();
        assert_eq!(parsed.entries[0].facts.last().unwrap().value, value, "{cut}|{rest}");
    }
}

#[test]
fn every_row_that_is_not_used_is_reported() {
    let entries = [
        row("1", "FICTICIO, Uno", "\"individual\"", "-0- "),
        row("x", "FICTICIO, Dos", "\"individual\"", "-0- "),
        row("1", "FICTICIO, Tres", "\"individual\"", "-0- "),
        row("4", "", "\"individual\"", "-0- "),
        "5,\"over two\r\nlines\"\r\n".to_owned(),
        row("6", "FICTICIO, Seis", "\"something new\"", "\"DOB 31 Feb 1961\""),
    ]
    .concat();
    let names = format!("{NAMES}7,1,\"aka\",\"NADIE\",-0- \r\n1,2,\"aka\",-0- ,-0- \r\n");
    let addresses = "8,1,-0- ,\"Cali\",-0- ,-0- \r\n1,2,-0- ,-0- ,-0- ,-0- \r\n";
    let parsed = read(&files(&entries, &names, Some(addresses), Some("9,\"x\"\r\n"))).unwrap();
    assert_eq!(
        reasons(&parsed),
        [
            ("sdn.csv", 2, "the entry number is not a number"),
            ("sdn.csv", 3, "another entry has the same number"),
            ("sdn.csv", 4, "there is no name"),
            ("sdn.csv", 5, "12 columns expected, 2 found"),
            ("alt.csv", 2, "there is no entry with this number"),
            ("alt.csv", 3, "there is no name"),
            ("add.csv", 1, "there is no entry with this number"),
            ("sdn_comments.csv", 1, "there is no entry with this number"),
        ]
    );
    let kinds: Vec<_> = parsed.entries.iter().map(|entry| entry.record.kind).collect();
    assert_eq!(kinds, [EntityKind::Person, EntityKind::Unknown]);
    assert_eq!(parsed.rows, 12);
}

#[test]
fn a_company_is_tied_to_where_it_is_and_a_person_to_where_she_belongs() {
    let entries = [
        row("1", "EMPRESA INVENTADA", "-0- ", "\"NIT # 9001000011 (Colombia)\""),
        row("2", "FICTICIA, Dos", "\"individual\"", "\"nationality Peru\""),
        row("3", "FICTICIA, Tres", "\"individual\"", "-0- "),
    ]
    .concat();
    let addresses = "1,1,-0- ,-0- ,\"Panama\",-0- \r\n2,2,-0- ,-0- ,\"Panama\",-0- \r\n\
                     3,3,-0- ,-0- ,\"Panama\",-0- \r\n";
    let parsed = read(&files(&entries, NAMES, Some(addresses), None)).unwrap();
    let ties: Vec<_> =
        parsed.entries.iter().map(|entry| entry.record.countries.join(" ")).collect();
    assert_eq!(ties, ["co pa", "pe", "pa"]);
}
