use screening::{DocumentKind, Gender, PartialDate};

use super::*;

fn list(records: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?>\n<CONSOLIDATED_LIST dateGenerated=\"2026-01-15T00:00:09.000Z\">\n\
         <G>\n{records}\n</G>\n</CONSOLIDATED_LIST>"
    )
}

fn person(inside: &str) -> Entry {
    let record =
        format!("<INDIVIDUAL><DATAID>1</DATAID><FIRST_NAME>X</FIRST_NAME>{inside}</INDIVIDUAL>");
    read("un.xml", list(&record).as_bytes()).unwrap().entries.remove(0)
}

fn texts(entry: &Entry, label: Label) -> Vec<&str> {
    entry.facts.iter().filter(|fact| fact.label == label).map(|fact| &*fact.value).collect()
}

#[test]
fn a_record_is_read_whole() {
    let entry = person(
        "<SECOND_NAME> INVENTED\n  PERSON </SECOND_NAME><THIRD_NAME/>
         <UN_LIST_TYPE>DRC</UN_LIST_TYPE>
         <REFERENCE_NUMBER>XDi.901</REFERENCE_NUMBER><LISTED_ON>2012-12-31</LISTED_ON>
         <GENDER>Female</GENDER><COMMENTS1>Smoke &amp; mirrors &#233;</COMMENTS1>
         <DESIGNATION><VALUE>One</VALUE><VALUE>Two</VALUE></DESIGNATION>
         <NATIONALITY><VALUE>Iran (Islamic Republic of)</VALUE></NATIONALITY>
         <LAST_DAY_UPDATED><VALUE>2016-10-13</VALUE><VALUE>2019-05-01</VALUE></LAST_DAY_UPDATED>
         <INDIVIDUAL_ADDRESS><CITY>Quito</CITY><COUNTRY>Ecuador</COUNTRY><NOTE>old</NOTE>
         </INDIVIDUAL_ADDRESS>
         <INDIVIDUAL_PLACE_OF_BIRTH><CITY>Lima</CITY><COUNTRY>Peru</COUNTRY>
         </INDIVIDUAL_PLACE_OF_BIRTH>
         <SORT_KEY/>",
    );
    assert_eq!(entry.record.id, "XDi.901");
    assert_eq!(entry.record.names[0].text, "X INVENTED PERSON");
    assert_eq!(entry.record.gender, Some(Gender::Female));
    assert_eq!(entry.record.countries, ["ir", "pe"]);
    let facts: Vec<_> = entry.facts.iter().map(|fact| (fact.label, &*fact.value)).collect();
    assert_eq!(
        facts,
        [
            (Label::Program, "DRC"),
            (Label::Reference, "XDi.901"),
            (Label::ListedOn, "2012-12-31"),
            (Label::Gender, "Female"),
            (Label::Remarks, "Smoke & mirrors é"),
            (Label::Designation, "One"),
            (Label::Designation, "Two"),
            (Label::Nationality, "Iran (Islamic Republic of)"),
            (Label::UpdatedOn, "2019-05-01"),
            (Label::Address, "Quito, Ecuador (old)"),
            (Label::BirthPlace, "Lima, Peru"),
        ]
    );
    assert_eq!(person("").record.id, "1", "the data id stands in for the reference");
}

#[test]
fn the_quality_of_an_alias_is_kept() {
    for (quality, note, kind, label) in [
        ("Good", "", NameKind::Alias, Label::Alias),
        ("Low", "", NameKind::Weak, Label::WeakAlias),
        ("", "", NameKind::Weak, Label::WeakAlias),
        ("a.k.a.", "", NameKind::Alias, Label::Alias),
        ("f.k.a.", "", NameKind::Former, Label::FormerName),
        ("Good", "previously listed as", NameKind::Former, Label::FormerName),
    ] {
        let entry = person(&format!(
            "<INDIVIDUAL_ALIAS><QUALITY>{quality}</QUALITY><ALIAS_NAME>Y</ALIAS_NAME>\
             <NOTE>{note}</NOTE></INDIVIDUAL_ALIAS>"
        ));
        assert_eq!(entry.record.names[1].kind, kind, "{quality} {note}");
        assert_eq!(entry.facts[0].label, label, "{quality} {note}");
    }
    assert_eq!(
        person("<INDIVIDUAL_ALIAS><QUALITY/><ALIAS_NAME/></INDIVIDUAL_ALIAS>").record.names.len(),
        1
    );
}

#[test]
fn an_alias_may_hold_several_names() {
    for (text, names) in [
        ("Uno; Dos", &["Uno", "Dos"][..]),
        ("Uno (Уно)", &["Uno", "Уно"]),
        ("Уно (Uno; Dos)", &["Уно", "Uno", "Dos"]),
        ("Uno (birth name)", &["Uno"]),
        ("Grupo (GRP)", &["Grupo (GRP)"]),
        ("Grupo (GRP) SA", &["Grupo (GRP) SA"]),
        ("Uno, born 1 Jan. 1960 (passport 1)", &["Uno"]),
        (") Uno (", &[") Uno ("]),
        ("Uno b) Dos; Tres", &["Uno", "Dos", "Tres"]),
        ("()", &[]),
    ] {
        assert_eq!(un_values::names(text), names, "{text}");
    }
}

#[test]
fn every_type_of_birth_date_is_read() {
    let year = PartialDate::year;
    for (inside, date, text) in [
        (
            "<TYPE_OF_DATE>EXACT</TYPE_OF_DATE><DATE>1971-04-19</DATE>",
            Some(PartialDate::full(1971, 4, 19)),
            "1971-04-19",
        ),
        ("<TYPE_OF_DATE>EXACT</TYPE_OF_DATE><YEAR>1957</YEAR>", Some(year(1957)), "1957"),
        (
            "<TYPE_OF_DATE>APPROXIMATELY</TYPE_OF_DATE><YEAR>1963</YEAR>",
            Some(PartialDate { circa: true, ..year(1963) }),
            "circa 1963",
        ),
        (
            "<TYPE_OF_DATE>BETWEEN</TYPE_OF_DATE><FROM_YEAR>1955</FROM_YEAR><TO_YEAR>1958</TO_YEAR>",
            Some(PartialDate { until_year: Some(1958), ..year(1955) }),
            "1955 to 1958",
        ),
        (
            "<TYPE_OF_DATE>EXACT</TYPE_OF_DATE><NOTE>Nov. 1973 </NOTE>",
            Some(PartialDate { month: Some(11), ..year(1973) }),
            "Nov. 1973",
        ),
        ("<NOTE>30-35 years old</NOTE>", None, "30-35 years old"),
        ("<TYPE_OF_DATE/>", None, ""),
    ] {
        let entry =
            person(&format!("<INDIVIDUAL_DATE_OF_BIRTH>{inside}</INDIVIDUAL_DATE_OF_BIRTH>"));
        assert_eq!(entry.record.birth_dates, Vec::from_iter(date), "{inside}");
        assert_eq!(texts(&entry, Label::BirthDate).join(""), text, "{inside}");
    }
}

#[test]
fn a_document_number_is_found_in_free_text() {
    use DocumentKind::{NationalId, Other, Passport, TaxId};
    for (kind, inside, expected) in [
        (
            "Passport",
            "<NUMBER>PS 100001</NUMBER><ISSUING_COUNTRY>Burma</ISSUING_COUNTRY>",
            Some((Passport, "PS100001", "mm")),
        ),
        ("Passport", "<NUMBER>Libya B/100001</NUMBER>", Some((Passport, "B100001", "ly"))),
        ("Passport", "<NUMBER>R100001, South Sudan</NUMBER>", Some((Passport, "R100001", "ss"))),
        (
            "Passport",
            "<NUMBER>XYZ diplomatic passport no. D100001</NUMBER>",
            Some((Passport, "D100001", "")),
        ),
        (
            "Passport",
            "<NUMBER>passport number 1001 No. 100001</NUMBER>",
            Some((Passport, "1001100001", "")),
        ),
        (
            "Passport",
            "<NUMBER>100001 (Expires 18 Jun. 2018)</NUMBER>",
            Some((Passport, "100001", "")),
        ),
        ("Passport", "<NOTE>issued in 1993</NOTE>", None),
        (
            "Passport",
            "<NOTE>passport number L 100001 issued on 28 Feb. 1996</NOTE>",
            Some((Passport, "L100001", "")),
        ),
        ("Número de pasaporte", "<NUMBER>100001</NUMBER>", Some((Passport, "100001", ""))),
        (
            "National Identification Number",
            "<NUMBER>1-00-00001-80</NUMBER>",
            Some((NationalId, "1000000180", "")),
        ),
        (
            "National Identification Number",
            "<TYPE_OF_DOCUMENT2>Voter ID</TYPE_OF_DOCUMENT2><NUMBER>100001</NUMBER>",
            Some((Other, "100001", "")),
        ),
        (
            "National Identification Number",
            "<NOTE>Italian Fiscal Code: XXXXXX00X00X000X</NOTE>",
            Some((TaxId, "XXXXXX00X00X000X", "")),
        ),
        ("", "", None),
    ] {
        let entry = person(&format!(
            "<INDIVIDUAL_DOCUMENT><TYPE_OF_DOCUMENT>{kind}</TYPE_OF_DOCUMENT>{inside}\
             </INDIVIDUAL_DOCUMENT>"
        ));
        let found = entry.record.documents.first().map(|document| {
            (document.kind, &*document.number, document.country.as_deref().unwrap_or_default())
        });
        assert_eq!(found, expected, "{inside}");
    }
}

#[test]
fn a_record_that_is_not_used_is_reported_with_its_line() {
    let records = "<INDIVIDUAL><DATAID>1</DATAID><FIRST_NAME>X</FIRST_NAME></INDIVIDUAL>
<INDIVIDUAL><DATAID>2</DATAID><FIRST_NAME/></INDIVIDUAL>
<ENTITY><FIRST_NAME>Y</FIRST_NAME></ENTITY>
<ENTITY><DATAID>1</DATAID><FIRST_NAME>Y</FIRST_NAME></ENTITY>
<SHIP/>";
    let parsed = read("un.xml", list(records).as_bytes()).unwrap();
    let told: Vec<_> = parsed.rejected.iter().map(|row| (row.line, &*row.reason)).collect();
    assert_eq!(
        told,
        [
            (5, "there is no name"),
            (6, "there is no reference number"),
            (7, "another entry has the same reference number"),
            (8, "it is neither an individual nor an entity"),
        ]
    );
    assert_eq!((parsed.rows, parsed.entries.len()), (5, 1));
    assert_eq!(parsed.published.as_deref(), Some("2026-01-15"));
}

#[test]
fn a_hostile_or_broken_file_is_refused() {
    let deep = list(&"<A>".repeat(50));
    let wide = list(&format!("<INDIVIDUAL>{}</INDIVIDUAL>", "<A/>".repeat(30_000)));
    let bomb = "<?xml version=\"1.0\"?>\n<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]>\n\
                <CONSOLIDATED_LIST>&b;</CONSOLIDATED_LIST>";
    let external = "<!DOCTYPE x SYSTEM \"file:///etc/hosts\"><CONSOLIDATED_LIST/>";
    let whole = list("<INDIVIDUAL>\n<DATAID>1</DATAID></INDIVIDUAL>");
    let until = |text: &str| &whole[..whole.find(text).unwrap()];
    for (text, message) in [
        (deep.as_str(), "un.xml, line 4: the elements are too many or too deep"),
        (&wide, "un.xml, line 4: the elements are too many or too deep"),
        (bomb, "un.xml, line 2: a document type (DTD) is not accepted"),
        (external, "un.xml, line 1: a document type (DTD) is not accepted"),
        (&list("<INDIVIDUAL>&x;</INDIVIDUAL>"), "un.xml, line 4: an entity is not known"),
        (until("<DATAID>"), "un.xml, line 5: the file ends inside INDIVIDUAL"),
        (until("</DATAID>"), "un.xml, line 5: the file ends inside DATAID"),
        (until("DATAID>"), "un.xml, line 5: "),
        (until("</G>"), "un.xml, line 6: the file ends inside G"),
        (&list("<INDIVIDUAL></ENTITY>"), "un.xml, line 4: "),
        ("<html><body/></html>", "un.xml, line 1: the root is not CONSOLIDATED_LIST"),
        ("<CONSOLIDATED_LIST/>", "un.xml: is empty"),
        (
            "<CONSOLIDATED_LIST/><CONSOLIDATED_LIST/>",
            "un.xml, line 1: the root is not CONSOLIDATED_LIST",
        ),
        ("<CONSOLIDATED_LIST/>x", "un.xml, line 1: there is text outside of the elements"),
        ("just text", "un.xml, line 1: there is text outside of the elements"),
        ("<!-- nothing -->", "un.xml, line 1: there is no element"),
        ("", "un.xml: is empty"),
        (" \n", "un.xml: is empty"),
        ("%PDF-1.7", "un.xml, line 1: it is a PDF document"),
        ("<CONSOLIDATED_LIST>\0", "un.xml, line 1: it is not text"),
    ] {
        let error = read("un.xml", text.as_bytes()).unwrap_err().to_string();
        assert!(error.starts_with(message), "{error}");
    }
    let error = read("un.xml", b"<CONSOLIDATED_LIST>\n\xff").unwrap_err().to_string();
    assert_eq!(error, "un.xml, line 2: it is not in UTF-8");
}
