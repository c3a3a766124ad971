//! What is told about a person is found nowhere in clear: not in the database files, not in the
//! write-ahead log, not in the table of jobs.

use std::sync::{Arc, Mutex};

use base64::Engine as _;
use http::Method;
use sources::DataSet;

use crate::support::{Steered, TestApp, down, finished};

/// Every text and number that a client can send, with a value that stands nowhere else. Document
/// numbers that must be valid are valid; those of lists are not checked here.
const CANARIES: &[(&str, &str)] = &[
    ("national_id", "1098712345"),
    ("foreign_id", "7746512398"),
    ("passport", "QZX9017732"),
    ("pep", "8812374650123"),
    ("ptp", "5519283746"),
    ("diplomatic_id", "DIPQZ77123"),
    ("birth_certificate", "BIRQZ99812"),
    ("professional_card", "PROQZ55187"),
    ("driver_license", "DRVQZ33471"),
    ("state_id", "STAQZ22918"),
    ("native_national_id", "9917263540"),
    ("first_name", "Zqfirstña Wkanary"),
    ("last_name", "Xvlastó Jkanary"),
    ("date_of_birth", "1987-09-13"),
    ("issue_date", "2007-11-29"),
    ("phone_number", "+573157789012"),
    ("issue_number", "ISSQZ10293"),
    ("verification_code", "VERQZ48576"),
    ("certificate_folio", "FOLQZ60718"),
    ("tax_id", "8300987654"),
    ("company_name", "Zqcompañía Vkanary Ltda"),
    ("license_plate", "ZQX917"),
    ("vehicle_id", "9BWZZZ377VT004251"),
    ("owner_document_id", "4471829365"),
    ("payment_date", "2019-08-17"),
    ("escrow", "ESCQZ31415"),
    ("imei", "490154203237518"),
    ("custom_input", "CUSTOMQZ-77-kanary"),
];

fn folded(text: &str) -> String {
    text.to_lowercase()
        .chars()
        .map(|c| match c {
            'á' => 'a',
            'é' => 'e',
            'í' => 'i',
            'ó' => 'o',
            'ú' => 'u',
            'ñ' => 'n',
            other => other,
        })
        .collect()
}

/// The forms in which a value could stand in a file.
fn forms(value: &str) -> Vec<Vec<u8>> {
    let mut texts = vec![
        value.to_owned(),
        value.to_uppercase(),
        value.to_lowercase(),
        folded(value),
        folded(value).to_uppercase(),
        value.chars().filter(|c| c.is_alphanumeric()).collect(),
    ];
    texts.extend(value.split_whitespace().filter(|word| word.len() > 6).map(str::to_owned));
    texts.dedup();
    let mut forms = Vec::new();
    for text in texts {
        forms.push(text.encode_utf16().flat_map(u16::to_le_bytes).collect());
        forms.push(text.encode_utf16().flat_map(u16::to_be_bytes).collect());
        forms.push(hex::encode(&text).into_bytes());
        forms.push(hex::encode(&text).to_uppercase().into_bytes());
        // A value inside a longer base64 text begins at one of three places.
        for shift in 0..3 {
            let padded = [&b"\0\0\0"[..shift], text.as_bytes()].concat();
            let encoded = base64::engine::general_purpose::STANDARD_NO_PAD.encode(&padded);
            let (from, to) = (if shift == 0 { 0 } else { shift + 1 }, encoded.len() - 2);
            if to > from + 7 {
                forms.push(encoded.as_bytes()[from..to].to_vec());
            }
        }
        forms.push(text.into_bytes());
    }
    forms
}

fn found(haystack: &[u8], value: &str) -> bool {
    forms(value).iter().any(|form| memchr::memmem::find(haystack, form).is_some())
}

#[test]
fn the_search_finds_what_is_there() {
    let value = "Zqfirstña Wkanary";
    for text in [
        "xx Zqfirstña Wkanary xx".to_owned(),
        "xx ZQFIRSTNA WKANARY xx".to_owned(),
        format!("xx{}", hex::encode(value)),
        base64::engine::general_purpose::STANDARD.encode(format!("ab{value}cd")),
    ] {
        assert!(found(text.as_bytes(), value), "{text}");
    }
    let utf16: Vec<u8> = value.encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert!(found(&utf16, value));
    assert!(!found(b"nothing of the kind", value));
}

/// Everything that the database holds, as bytes: files on SQLite, every row on PostgreSQL.
async fn everything(app: &TestApp) -> Vec<u8> {
    let Some(url) = app.test.postgres_url() else {
        let mut bytes = Vec::new();
        for entry in std::fs::read_dir(app.test.folder()).unwrap() {
            bytes.extend(std::fs::read(entry.unwrap().path()).unwrap());
        }
        return bytes;
    };
    let dump = std::process::Command::new("pg_dump")
        .args(["--inserts", &url])
        .output()
        .expect("pg_dump is there where PostgreSQL is");
    assert!(dump.status.success(), "{}", String::from_utf8_lossy(&dump.stderr));
    dump.stdout
}

/// The log of this process at its most talkative.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl std::io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn nothing_that_tells_about_a_person_is_in_clear() {
    let log = Log::default();
    let writer = log.clone();
    tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(move || writer.clone())
        .init();
    let flaky = Steered::new("court", DataSet::CriminalRecord, |_| Err(down()));
    let app = TestApp::with(vec![flaky], true).await;
    let tenant = app.tenant().await;
    for (kind, country) in
        [("person", "CO"), ("company", "CO"), ("vehicle", "CO"), ("person", "BR")]
    {
        let mut fields = CANARIES.to_vec();
        fields.extend([
            ("type", kind),
            ("country", country),
            ("user_authorized", "true"),
            ("native_country", "CO"),
        ]);
        finished(&app, &tenant, &fields).await;
    }
    // A listed person too: what was found is as secret as what was asked.
    let listed = [
        ("type", "person"),
        ("country", "CO"),
        ("user_authorized", "true"),
        ("first_name", "Aurelio Ramón"),
        ("last_name", "Prueba Ficticia"),
        ("national_id", "16123458"),
    ];
    finished(&app, &tenant, &listed).await;
    // Answers that are kept for replay, and wrong input, are no exception.
    for (n, (name, value)) in CANARIES.iter().enumerate() {
        let key = n.to_string();
        let headers = [
            ("content-type", "application/x-www-form-urlencoded"),
            ("Idempotency-Key", key.as_str()),
        ];
        let right = [
            ("country", "CO"),
            ("type", "person"),
            ("user_authorized", "true"),
            ("national_id", "1032456789"),
            (*name, *value),
        ];
        let wrong =
            [("country", *value), ("type", *value), ("date_of_birth", *value), (*name, *value)];
        for fields in [right.as_slice(), wrong.as_slice()] {
            let body = server::client::encode(fields);
            tenant.client.send(Method::POST, "/v1/checks", &headers, body.into()).await.unwrap();
        }
    }
    assert!(
        app.count("select count(*) from idempotency where sealed_answer is not null").await > 10
    );
    let bytes = everything(&app).await;
    assert!(found(&bytes, "checks.run"), "the search reads what is there");
    let log = log.0.lock().unwrap().clone();
    assert!(found(&log, "request answered") && log.len() > 10_000, "the log is there");
    for (place, bytes) in [("the database", &bytes), ("the log", &log)] {
        for (name, value) in CANARIES {
            assert!(!found(bytes, value), "{name} is in clear in {place}");
        }
        for value in ["16123458", "Aurelio Ramón"] {
            assert!(!found(bytes, value), "{value} is in clear in {place}");
        }
    }
}
