//! Every statement that the server runs is served by an index: no scan, no sort.

use std::time::Duration;

use http::Method;
use sources::DataSet;

use crate::support::{Steered, TestApp, down, finished};

/// Statements on small tables of the system that are read whole on purpose: by an operator's
/// command, or at a start.
const READ_WHOLE: &[&str] = &[
    "from tenants order by client_id",
    "select count(*) from tenants",
    "from list_versions\n     order by list, version",
    // Nothing but the jobs under way and the few that were set aside.
    "select count(*) from jobs where state in",
    // Every tenant's leases, at most as many as run.
    "where state = 'leased' group by client_id",
    "from sqlite_master",
    // One answer of each age is enough; the index has the order.
    "delete from idempotency where created_at",
];

async fn everything_that_the_server_does() -> TestApp {
    let flaky = Steered::new("court", DataSet::CriminalRecord, |_| Err(down()));
    let app = TestApp::with(vec![flaky], true).await;
    let tenant = app.tenant().await;
    let person = [
        ("country", "CO"),
        ("type", "person"),
        ("user_authorized", "true"),
        ("first_name", "Ana"),
        ("last_name", "Ficticia"),
        ("national_id", "1032456789"),
    ];
    let check = finished(&app, &tenant, &person).await;
    for _ in 0..3 {
        app.clock.advance(Duration::from_secs(600));
        app.run_jobs().await;
    }
    let path = format!("/v1/checks/{}", check["check_id"].as_str().unwrap());
    let report = "report_id=RPT00000000000000000000000000000000";
    for path in [path.clone(), format!("{path}/details"), "/v1/checks".to_owned()] {
        tenant.client.get(&path).await.unwrap();
    }
    for query in ["", "status=completed", "check_type=person", "status=completed&check_type=person"]
    {
        for report in ["", report] {
            tenant.client.get(&format!("/v1/checks?{query}&{report}")).await.unwrap();
        }
    }
    let start = check["check_id"].as_str().unwrap();
    tenant.client.get(&format!("/v1/checks?start_key={start}")).await.unwrap();
    let headers = [("content-type", "application/x-www-form-urlencoded"), ("Idempotency-Key", "k")];
    for _ in 0..2 {
        let body = "key_type=backend&key_name=k";
        tenant.client.send(Method::POST, "/v1/api-keys", &headers, body.into()).await.unwrap();
    }
    tenant.client.post_form("/v1/checks", &person).await.unwrap();
    let headers =
        [("content-type", "application/x-www-form-urlencoded"), ("Truora-Priority", "high")];
    let body = "country=ALL&type=person&user_authorized=true&first_name=A&last_name=B";
    tenant.client.send(Method::POST, "/v1/checks", &headers, body.into()).await.unwrap();
    tenant.client.delete(&path).await.unwrap();
    let accounts = &app.app.accounts;
    let key = accounts.keys(tenant.id).await.unwrap()[0].id.clone();
    accounts.revoke_key(tenant.id, &key).await.unwrap();
    let token = kit::Secret::new("a-key-of-another-issuer".to_owned());
    let new =
        accounts::NewKey { name: "old".into(), version: accounts::KeyVersion(0), days: Some(1) };
    accounts.adopt_key(tenant.id, &token, new).await.unwrap();
    accounts.authenticate(token.reveal()).await.unwrap();
    accounts.tenants().await.unwrap();
    accounts.disable_tenant(tenant.id).await.unwrap();
    sources::list_versions(&mut app.app.db.read().await.unwrap()).await.unwrap();
    let audit = &app.app.audit;
    audit.seal().await.unwrap();
    audit.verify(None).await.unwrap();
    for object in [None, Some(start)] {
        audit.list(&audit::Filter { tenant: Some(tenant.id), object, limit: 1 }).await.unwrap();
    }
    audit::latest(&app.app.db).await.unwrap();
    server::idempotency::forget_old(&app.app).await.unwrap();
    app
}

/// What SQLite says that it scans: a table, or the few rows of a subquery.
fn scanned(line: &str) -> Option<&str> {
    line.trim_start().strip_prefix("SCAN ")?.split_whitespace().next()
}

async fn tables(app: &TestApp) -> Vec<(String,)> {
    let mut tx = app.app.db.read().await.unwrap();
    tx.system("select name from sqlite_master where type = 'table'").all().await.unwrap()
}

#[tokio::test]
async fn every_statement_is_served_by_an_index() {
    let app = everything_that_the_server_does().await;
    let seen = store::statements::seen();
    assert!(seen.len() > 40, "the scenario runs the statements: {}", seen.len());
    let tables = if app.app.db.is_postgres() { Vec::new() } else { tables(&app).await };
    let mut bad = Vec::new();
    for sql in seen {
        if READ_WHOLE.iter().any(|whole| sql.contains(whole))
            || sql.contains("insert into") && !sql.contains("select")
        {
            continue;
        }
        let mut tx = app.app.db.read().await.unwrap();
        let plan = tx.explain(sql).await.unwrap();
        let slow = plan.iter().any(|line| {
            line.contains("Seq Scan")
                || scanned(line).is_some_and(|name| tables.iter().any(|(table,)| table == name))
                || line.contains("TEMP B-TREE")
                || line.trim_start().trim_start_matches("->").trim_start().starts_with("Sort ")
        });
        if slow {
            bad.push(format!("{sql}\n{plan:#?}"));
        }
    }
    assert!(bad.is_empty(), "{}", bad.join("\n\n"));
}
