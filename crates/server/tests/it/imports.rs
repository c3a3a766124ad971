//! Imports of lists: whole or not at all, versioned, compared with what was there.

use std::path::Path;

use kit::Error;
use sources::{ImportReport, ListFormat, import};

use crate::support::{NOW, TestApp};

const SDN: ListFormat = ListFormat::OfacSdn;

async fn again(
    app: &TestApp,
    parsed: sources::formats::Parsed,
    force: bool,
) -> Result<ImportReport, Error> {
    import(&app.app.db, SDN, parsed, force, NOW).await
}

#[tokio::test]
async fn an_import_tells_what_is_new_changed_and_gone() {
    let app = TestApp::start().await;
    let same = again(&app, SDN.sample().unwrap(), false).await.unwrap();
    assert!(same.unchanged);

    let mut parsed = SDN.sample().unwrap();
    let entries = parsed.entries.len();
    parsed.entries.remove(0);
    parsed.entries[0].record.names[0].text.push_str(" Segundo");
    let mut new = parsed.entries[1].clone();
    new.record.id = "999999".to_owned();
    parsed.entries.push(new);
    let report = again(&app, parsed, false).await.unwrap();
    assert_eq!((report.added, report.changed, report.gone), (1, 1, 1));
    assert_eq!((report.entries, report.unchanged), (entries, false));

    app.app.sources.lists().reload(&app.app.db).await.unwrap();
    assert_eq!(app.app.sources.lists().current()["ofac-sdn"].version, report.version);
    // Going back to the first version is an import like any other.
    let back = again(&app, SDN.sample().unwrap(), false).await.unwrap();
    assert_eq!((back.added, back.changed, back.gone), (1, 1, 1));
    assert_eq!(back.version, same.version);
    let current = "select count(*) from list_versions where current = 1 and list = 'ofac-sdn'";
    assert_eq!(app.count(current).await, 1);
}

#[tokio::test]
async fn a_list_that_shrinks_by_half_is_refused_unless_forced() {
    let app = TestApp::start().await;
    let mut parsed = SDN.sample().unwrap();
    parsed.entries.truncate(parsed.entries.len() / 3);
    let refused = again(&app, parsed.clone(), false).await.unwrap_err();
    assert!(matches!(&refused, Error::Invalid(fields) if fields[0].rule == "shrank"), "{refused}");
    assert_eq!(app.count("select count(*) from list_versions").await, 3);
    assert!(!again(&app, parsed, true).await.unwrap().unchanged);
}

#[test]
fn a_bad_file_is_refused_with_its_reason() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    std::fs::create_dir(at("pdf")).unwrap();
    std::fs::write(at("pdf").join("sdn.csv"), b"%PDF-1.7\n\x00\x01\x02").unwrap();
    std::fs::write(at("pdf").join("alt.csv"), b"").unwrap();
    std::fs::create_dir(at("empty")).unwrap();
    std::fs::write(at("cut.xml"), b"<?xml version=\"1.0\"?><CONSOLIDATED_LIST><INDIVIDUALS><INDIV")
        .unwrap();
    std::fs::write(at("other.xml"), b"<html></html>").unwrap();
    for (list, path) in [
        (ListFormat::OfacSdn, "pdf"),
        (ListFormat::OfacSdn, "empty"),
        (ListFormat::OfacSdn, "nowhere"),
        (ListFormat::UnSecurityCouncil, "cut.xml"),
        (ListFormat::UnSecurityCouncil, "other.xml"),
    ] {
        let refused = list.read(&at(path));
        assert!(
            matches!(&refused, Err(Error::Invalid(fields)) if fields[0].field == "path"),
            "{path}"
        );
    }
}

/// The lists that ship in the binary are the files of the repository, read as a person would.
#[test]
fn the_samples_are_read_from_a_folder_as_from_memory() {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../sources/samples");
    for list in ListFormat::EVERY {
        let read = list.read(&samples.join(list.folder())).unwrap();
        assert_eq!(read, list.sample().unwrap(), "{}", list.name());
        assert!(read.rejected.is_empty());
    }
}
