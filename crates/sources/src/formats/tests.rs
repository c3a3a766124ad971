use std::fs;
use std::path::Path;

use screening::{DocumentKind, EntityKind, NameKind, PartialDate};

use super::*;

const FORMATS: [Format; 3] = [Format::OfacSdn, Format::OfacConsolidated, Format::UnConsolidated];

fn samples(folder: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("samples").join(folder)
}

fn parsed(format: Format) -> Parsed {
    read_bytes(format, sample(format)).unwrap()
}

fn named(format: Format, name: &str) -> Entry {
    let has_name = |entry: &Entry| entry.record.names.iter().any(|known| known.text == name);
    parsed(format).entries.into_iter().find(has_name).expect("the sample has this entry")
}

/// The files of the SDN sample, one of them replaced.
fn with<'a>(file: &str, bytes: &'a [u8]) -> Vec<(&'a str, &'a [u8])>
where
    'static: 'a,
{
    let replaced = |&(name, kept): &(&'static str, &'static [u8])| {
        if name == file { (name, bytes) } else { (name, kept) }
    };
    sample(Format::OfacSdn).iter().map(replaced).collect()
}

fn refusal(format: Format, files: &[(&str, &[u8])]) -> String {
    read_bytes(format, files).unwrap_err().to_string()
}

#[test]
fn the_samples_are_read_whole() {
    for (format, rows, entries, people, aliases) in [
        (Format::OfacSdn, 121, 40, 25, 48),
        (Format::OfacConsolidated, 38, 12, 4, 14),
        (Format::UnConsolidated, 17, 17, 12, 29),
    ] {
        let parsed = parsed(format);
        assert_eq!((parsed.rows, parsed.entries.len()), (rows, entries), "{format:?}");
        assert_eq!(parsed.rejected, [], "{format:?}");
        let person = |entry: &&Entry| entry.record.kind == EntityKind::Person;
        assert_eq!(parsed.entries.iter().filter(person).count(), people, "{format:?}");
        let names: usize = parsed.entries.iter().map(|entry| entry.record.names.len()).sum();
        assert_eq!(names - entries, aliases, "{format:?}");
        for entry in &parsed.entries {
            assert_eq!(entry.record.names[0].kind, NameKind::Primary);
            assert!(!entry.record.id.is_empty() && !entry.facts.is_empty());
        }
    }
}

#[test]
fn the_samples_have_the_people_of_the_demonstration() {
    let known = named(Format::OfacSdn, "PRUEBA FICTICIA, Aurelio Ramón").record;
    assert_eq!(known.birth_dates, [PartialDate::full(1961, 3, 14)]);
    assert_eq!(known.countries, ["co"]);
    assert_eq!(known.documents[0].number, "16123458");
    assert_eq!(known.documents[0].kind, DocumentKind::NationalId);

    let namesake = named(Format::OfacSdn, "QUIMERA SOLANO, Mateo Andrés").record;
    assert_eq!(namesake.birth_dates, [PartialDate::full(1958, 11, 2)]);
    assert_eq!(namesake.countries, ["ve"]);

    let company = named(Format::OfacSdn, "COMERCIALIZADORA ESPEJISMO DEL SUR S.A.S.");
    assert_eq!(company.record.kind, EntityKind::Company);
    assert_eq!(company.record.documents[0].number, "9001234568");
    assert_eq!(company.record.documents[0].kind, DocumentKind::TaxId);
    let shown = company.facts.iter().any(|fact| fact.value == "NIT # 900123456-8 (Colombia)");
    assert!(shown && company.record.names.len() > 1);
}

#[test]
fn the_overflow_of_the_remarks_is_joined() {
    let company = named(Format::OfacSdn, "INVERSIONES CARTON PIEDRA LTDA.");
    let links: Vec<_> = company.facts.iter().filter(|fact| fact.label == Label::LinkedTo).collect();
    assert_eq!(links.len(), 27);
    assert_eq!(links[26].value, "HACIENDA LA PARED DE AIRE");
    assert_eq!(company.record.names.last().map(|name| name.kind), Some(NameKind::Weak));
}

#[test]
fn the_folder_reads_like_the_embedded_files() {
    for (format, folder) in FORMATS.into_iter().zip(["ofac", "ofac", "un"]) {
        assert_eq!(read(format, &samples(folder)).unwrap(), parsed(format), "{format:?}");
    }
    let file = samples("un").join("consolidated.xml");
    assert_eq!(read(Format::UnConsolidated, &file).unwrap(), parsed(Format::UnConsolidated));
}

#[test]
fn file_names_may_be_in_any_letter_case() {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in sample(Format::OfacSdn) {
        fs::write(folder.path().join(name.to_uppercase()), bytes).unwrap();
    }
    let (_, list) = sample(Format::UnConsolidated)[0];
    fs::write(folder.path().join("en-consolidated.XML"), list).unwrap();
    for format in [Format::OfacSdn, Format::UnConsolidated] {
        assert_eq!(read(format, folder.path()).unwrap(), parsed(format));
    }
    let missing = read(Format::OfacConsolidated, folder.path()).unwrap_err();
    assert_eq!(missing.to_string(), "cons_prim.csv: is missing");
    let gone = read(Format::OfacSdn, &folder.path().join("gone")).unwrap_err();
    assert!(matches!(gone, FormatError::Io { ref file, .. } if file == "gone"), "{gone}");
}

#[test]
fn addresses_and_comments_may_be_absent_and_other_names_not() {
    let files = sample(Format::OfacSdn);
    let parsed = read_bytes(Format::OfacSdn, &files[..2]).unwrap();
    assert_eq!((parsed.entries.len(), parsed.rows), (40, 79));
    assert_eq!(refusal(Format::OfacSdn, &files[..1]), "alt.csv: is missing");
    assert_eq!(refusal(Format::OfacSdn, &files[1..]), "sdn.csv: is missing");
    assert_eq!(refusal(Format::UnConsolidated, &[]), "consolidated.xml: is missing");
}

#[test]
fn a_bad_file_is_refused_with_its_line() {
    let sdn = sample(Format::OfacSdn)[0].1;
    let alt = sample(Format::OfacSdn)[1].1;
    for (file, bytes, message) in [
        ("sdn.csv", &b""[..], "sdn.csv: is empty"),
        ("sdn.csv", b"\x1a", "sdn.csv: is empty"),
        ("alt.csv", b"\r\n", "alt.csv: is empty"),
        ("add.csv", b"", "add.csv: is empty"),
        ("sdn.csv", b"%PDF-1.4\n1 0 obj", "sdn.csv, line 1: it is a PDF document"),
        (
            "sdn.csv",
            b"<html><body>Busy</body></html>",
            "sdn.csv, line 1: 12 columns expected, 1 found",
        ),
        ("sdn.csv", alt, "sdn.csv, line 1: 12 columns expected, 5 found"),
        ("alt.csv", sdn, "alt.csv, line 1: 5 columns expected, 12 found"),
        ("alt.csv", &alt[..alt.len() / 2], "alt.csv, line 20: "),
        ("sdn.csv", &sdn[..3000], "sdn.csv, line 9: a quotation mark is not closed"),
    ] {
        let error = refusal(Format::OfacSdn, &with(file, bytes));
        assert!(error.starts_with(message), "{error}");
    }
}

#[test]
fn a_list_cut_between_two_rows_is_refused() {
    let sdn = sample(Format::OfacSdn)[0].1;
    let end = sdn[..4000].iter().rposition(|&byte| byte == b'\n').unwrap();
    let error = read_bytes(Format::OfacSdn, &with("sdn.csv", &sdn[..=end])).unwrap_err();
    let FormatError::TooManyRejected { rejected, rows, first } = error else { panic!("{error}") };
    assert_eq!(
        (first.file.as_str(), first.reason.as_str()),
        ("alt.csv", "there is no entry with this number")
    );
    assert!(rejected > 20 && rows > 80);
}

#[test]
fn one_bad_row_in_a_hundred_is_tolerated() {
    let list = |good: usize| {
        let rows = (0..good)
            .map(|n| format!("<ENTITY><DATAID>{n}</DATAID><FIRST_NAME>X</FIRST_NAME></ENTITY>\n"));
        format!(
            "<CONSOLIDATED_LIST><E>\n<ENTITY/>\n{}</E></CONSOLIDATED_LIST>",
            rows.collect::<String>()
        )
    };
    let parsed = read_bytes(Format::UnConsolidated, &[("un.xml", list(99).as_bytes())]).unwrap();
    assert_eq!((parsed.entries.len(), parsed.rejected.len(), parsed.rejected[0].line), (99, 1, 2));
    assert_eq!(
        refusal(Format::UnConsolidated, &[("un.xml", list(98).as_bytes())]),
        "1 of 99 rows cannot be used; first un.xml, line 2: there is no reference number"
    );
}

#[test]
fn a_huge_file_is_refused_before_it_is_read() {
    let huge = vec![b'1'; 33 << 20];
    let error = refusal(Format::UnConsolidated, &[("un.xml", &huge)]);
    assert_eq!(error, "un.xml: is larger than 33554432 bytes");
}

#[test]
fn cut_and_damaged_files_never_panic() {
    for format in FORMATS {
        let files = sample(format);
        for (at, &(name, bytes)) in files.iter().enumerate() {
            for step in 0..50 {
                let position = bytes.len() * step / 50;
                let mut damaged = bytes.to_vec();
                damaged[position] = [b'"', b'<', b'&', 0xff, b'\n', b';', b'('][step % 7];
                for broken in [&bytes[..position], &damaged] {
                    let mut all = files.to_vec();
                    all[at] = (name, broken);
                    let _ = read_bytes(format, &all);
                }
            }
        }
    }
}
