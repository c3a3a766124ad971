//! A server for one test, with sources that the test can steer.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use accounts::{KeyVersion, NewKey};
use kit::{Error, ManualClock, TenantId, Time};
use server::app::App;
use server::client::{Answer, Client};
use server::limits::Limits;
use server::listener::Edge;
use server::settings::Role;
use sources::{
    Answer as Said, Asking, Axis, Catalogue, CatalogueEntry, Cover, ListFormat, Lists, Question,
    Source, Sources,
};
use testkit::TestDb;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

/// 2 March 2026, 15:04:05 UTC.
pub const NOW: Time = Time::from_micros(1_772_463_845_000_000);

/// A person of the sample lists, by document.
pub const LISTED: [(&str, &str); 6] = [
    ("country", "CO"),
    ("type", "person"),
    ("user_authorized", "true"),
    ("first_name", "Aurelio Ramón"),
    ("last_name", "Prueba Ficticia"),
    ("national_id", "16.123.458"),
];

/// A running server of a test's own.
pub struct TestApp {
    pub app: App,
    pub test: TestDb,
    pub clock: ManualClock,
    pub base: String,
    stop: CancellationToken,
}

impl TestApp {
    /// A server with the sample lists.
    pub async fn start() -> Self {
        Self::with(Vec::new(), true).await
    }

    /// A server with limits.
    pub async fn limited(limits: Limits) -> Self {
        Self::build(Vec::new(), true, limits, Edge::default()).await
    }

    /// A server that takes connections in its own way.
    pub async fn at(edge: Edge) -> Self {
        Self::build(Vec::new(), true, Limits::new(0), edge).await
    }

    /// A server with further sources, with or without the sample lists.
    pub async fn with(more: Vec<Arc<dyn Source>>, lists: bool) -> Self {
        Self::build(more, lists, Limits::new(0), Edge::default()).await
    }

    async fn build(more: Vec<Arc<dyn Source>>, lists: bool, limits: Limits, edge: Edge) -> Self {
        let test = TestDb::new().await;
        if lists {
            for list in ListFormat::EVERY {
                let sample = list.sample().unwrap();
                sources::import(&test.db, list, sample, false, NOW).await.unwrap();
            }
        }
        let clock = ManualClock::at(NOW);
        let mut sources = Sources::new(Catalogue::built_in().unwrap(), Lists::default());
        for source in more {
            sources = sources.with(source);
        }
        let (db, vault) = (test.db.clone(), Arc::clone(&test.vault));
        let app = App::wire(db, vault, Arc::new(clock.clone()), sources).await.unwrap();
        let app = App { limits, edge, ..app };
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let stop = CancellationToken::new();
        tokio::spawn({
            let (app, stop) = (app.clone(), stop.clone());
            async move { app.serve(listener, Role::Api, stop).await }
        });
        Self { app, test, clock, base, stop }
    }

    /// A new tenant with a key of version 1.
    pub async fn tenant(&self) -> Tenant {
        self.tenant_with(1).await
    }

    /// A new tenant with a key of a version.
    pub async fn tenant_with(&self, version: i64) -> Tenant {
        let id = self.app.accounts.create_tenant("Transportes Ejemplo").await.unwrap().id;
        let key = self.key(id, version).await;
        Tenant { id, client: Client::new(self.base.clone(), Some(key.clone())), key }
    }

    /// Another key of a tenant.
    pub async fn key(&self, tenant: TenantId, version: i64) -> String {
        let new = NewKey { name: "backend".into(), version: KeyVersion(version), days: None };
        self.app.accounts.create_key(tenant, new).await.unwrap().1.into_revealed()
    }

    /// A client without a key.
    pub fn stranger(&self) -> Client {
        Client::new(self.base.clone(), None)
    }

    /// Runs every job that is due; a job that was set aside fails the test.
    pub async fn run_jobs(&self) {
        self.app.worker.drain().await.unwrap();
        let mut tx = self.app.db.read().await.unwrap();
        let parked = jobs::parked(&mut tx).await.unwrap();
        assert!(parked.is_empty(), "jobs were set aside: {parked:?}");
    }

    /// How many rows a table has.
    pub async fn count(&self, sql: &'static str) -> i64 {
        self.app.db.read().await.unwrap().system(sql).one::<(i64,)>().await.unwrap().0
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

/// A tenant and its client.
pub struct Tenant {
    pub id: TenantId,
    pub client: Client,
    pub key: String,
}

/// Creates a check, runs it and reads it back.
pub async fn finished(
    app: &TestApp,
    tenant: &Tenant,
    fields: &[(&str, &str)],
) -> serde_json::Value {
    let created = tenant.client.post_form("/v1/checks", fields).await.unwrap();
    assert!(created.status.is_success(), "{created:?}");
    app.run_jobs().await;
    let path = created.body["self"].as_str().unwrap();
    tenant.client.get(path).await.unwrap().body["check"].clone()
}

/// The details of a check with English labels.
pub async fn details(tenant: &Tenant, check: &serde_json::Value) -> Vec<serde_json::Value> {
    let id = check["check_id"].as_str().unwrap();
    let path = format!("/v1/checks/{id}/details?lang=en&page_size=100");
    let answer = tenant.client.get(&path).await.unwrap();
    answer.body["details"].as_array().unwrap().clone()
}

/// The names of the fields that an answer complains about, with the rules.
pub fn wrong(answer: &Answer) -> Vec<(String, String)> {
    let errors = answer.body["errors"].as_array().cloned().unwrap_or_default();
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    errors.iter().map(|one| (text(&one["field"]), text(&one["rule"]))).collect()
}

type Behaviour = dyn FnMut(&Question) -> Result<Said, Error> + Send;

/// A source that does what the test says.
pub struct Steered {
    entry: CatalogueEntry,
    behaviour: Mutex<Box<Behaviour>>,
    version: Mutex<String>,
}

impl Steered {
    /// A source for a data set, asked everywhere, that needs consent.
    pub fn new(
        slug: &str,
        data_set: sources::DataSet,
        behaviour: impl FnMut(&Question) -> Result<Said, Error> + Send + 'static,
    ) -> Arc<Self> {
        let mut entry = Catalogue::built_in().unwrap().entries()[0].clone();
        entry.slug = slug.to_owned();
        entry.list = None;
        entry.kind = sources::Kind::Connector;
        entry.countries = kit::Country::EVERY.to_vec();
        entry.data_set = data_set;
        entry.legal_basis = sources::LegalBasis::Consent;
        let version = Mutex::new("1".to_owned());
        Arc::new(Self { entry, behaviour: Mutex::new(Box::new(behaviour)), version })
    }

    /// Makes as if the source's data had changed.
    pub fn set_version(&self, version: &str) {
        *self.version.lock().unwrap() = version.to_owned();
    }
}

impl Source for Steered {
    fn entry(&self) -> &CatalogueEntry {
        &self.entry
    }

    fn version(&self) -> String {
        self.version.lock().unwrap().clone()
    }

    fn missing(&self, question: &Question) -> Vec<&'static str> {
        if question.has_document() { Vec::new() } else { vec!["national_id"] }
    }

    fn ask<'a>(&'a self, _: Cover, question: &'a Question) -> Asking<'a> {
        let said = (self.behaviour.lock().unwrap())(question);
        Box::pin(std::future::ready(said))
    }
}

/// An answer by document with findings.
pub fn says(findings: Vec<sources::Finding>, identity: Option<sources::Found>) -> Said {
    Said { asked: vec![Axis::Id], findings, identity }
}

/// A failure that may pass.
pub fn down() -> Error {
    Error::Upstream { provider: "registry".into(), source: "connection refused".into() }
}

/// A long while.
pub const HOUR: Duration = Duration::from_secs(3_600);
