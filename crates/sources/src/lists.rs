//! The lists in memory: swapped as a whole when a new version is imported, never half.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

use kit::{Error, Result};
use screening::{
    Document, DocumentKind, EntityKind, Hit, Index, Matching, Query, Record, Settings,
};
use store::Db;
use tracing::{error, info};

use crate::Cover;
use crate::catalogue::{Entry, Severity};
use crate::formats;
use crate::import;
use crate::question::Question;
use crate::source::{Answer, Asking, Axis, Evidence, Finding, Source};

/// Below this confidence a hit is shown as a homonym and does not weigh.
const HOMONYM_BELOW: u16 = 5_000;
/// From this confidence on a hit has the full severity of its source.
const SURE_FROM: u16 = 8_000;
/// The most hits of one list in one answer.
const MOST_HITS: usize = 20;

/// One version of a list, ready to be screened against.
pub struct LoadedList {
    /// The list's name.
    pub name: String,
    /// The hash of its content.
    pub version: String,
    /// The date that the publisher states.
    pub published: Option<String>,
    /// What a reader is shown of each record of the index, in the same order.
    facts: Vec<Vec<formats::Fact>>,
    index: Index,
}

impl LoadedList {
    /// Indexes the entries of a version.
    pub fn new(
        name: String,
        version: String,
        published: Option<String>,
        entries: Vec<formats::Entry>,
    ) -> Self {
        let (records, facts) = entries.into_iter().map(|entry| (entry.record, entry.facts)).unzip();
        Self { name, version, published, facts, index: Index::build(records) }
    }

    /// The records that are screened, in the publisher's order.
    pub fn records(&self) -> impl Iterator<Item = &Record> {
        (0..self.len()).map(|at| self.index.record(at))
    }

    /// A listed subject as it is kept with a finding.
    fn entry(&self, at: usize) -> formats::Entry {
        formats::Entry { record: self.index.record(at).clone(), facts: self.facts[at].clone() }
    }

    /// How many entries it has.
    pub fn len(&self) -> usize {
        self.index.len()
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.index.is_empty()
    }
}

type ByName = BTreeMap<String, Arc<LoadedList>>;

/// The current version of every list.
#[derive(Clone, Default)]
pub struct Lists(Arc<RwLock<Arc<ByName>>>);

impl Lists {
    /// What is loaded now; a reader keeps what it has while a new version is swapped in.
    pub fn current(&self) -> Arc<ByName> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn swap(&self, lists: ByName) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(lists);
    }

    /// Loads every list whose current version in the database is not the one in memory; how many
    /// were loaded.
    pub async fn reload(&self, db: &Db) -> Result<usize> {
        let heads = crate::store::current(&mut db.read().await?).await?;
        let have = self.current();
        let mut lists = ByName::new();
        let mut loaded = 0;
        for (name, version) in heads {
            if let Some(same) = have.get(&name).filter(|list| list.version == version) {
                lists.insert(name, Arc::clone(same));
                continue;
            }
            let stored = crate::store::find(&mut db.read().await?, &name, &version).await?;
            let Some((published, content)) = stored else {
                continue;
            };
            let loading = tokio::task::spawn_blocking({
                let (name, version) = (name.clone(), version.clone());
                move || {
                    let entries = import::unpack(&content)?;
                    drop(content);
                    Ok::<_, Error>(LoadedList::new(name, version, published, entries))
                }
            });
            let list = match loading.await {
                Ok(Ok(list)) => list,
                failed => {
                    // The other lists are not held up; this one stays in the version that it has.
                    let why = failed.map_or_else(
                        |_| "a panic".to_owned(),
                        |failed| failed.map_or_else(|error| error.chain(), |_| String::new()),
                    );
                    error!(list = name, version, why, "a list could not be loaded");
                    lists.extend(have.get(&name).map(|list| (name, Arc::clone(list))));
                    continue;
                }
            };
            info!(list = name, version = list.version, entries = list.len(), "list loaded");
            lists.insert(name, Arc::new(list));
            loaded += 1;
        }
        if loaded > 0 || lists.len() != have.len() {
            self.swap(lists);
        }
        Ok(loaded)
    }

    /// The source for a catalogue entry, if its list is loaded.
    pub(crate) fn source(&self, entry: &Entry) -> Option<ListSource> {
        let list = self.current().get(entry.list.as_deref()?).cloned()?;
        Some(ListSource { entry: entry.clone(), list })
    }
}

/// A list that is asked, in the version that was current when the check was planned.
pub(crate) struct ListSource {
    entry: Entry,
    list: Arc<LoadedList>,
}

impl Source for ListSource {
    fn entry(&self) -> &Entry {
        &self.entry
    }

    fn version(&self) -> String {
        self.list.version.clone()
    }

    fn missing(&self, question: &Question) -> Vec<&'static str> {
        if question.has_document() || question.has_name() {
            return Vec::new();
        }
        let refused = question.documents.iter().filter(|doc| doc.refused).map(|doc| doc.input);
        let names: &[_] = match question.entity {
            EntityKind::Company => &["company_name"],
            _ => &["first_name", "last_name"],
        };
        refused.chain(names.iter().copied()).collect()
    }

    fn ask<'a>(&'a self, _: Cover, question: &'a Question) -> Asking<'a> {
        Box::pin(std::future::ready(Ok(self.screen(question))))
    }
}

impl ListSource {
    fn screen(&self, question: &Question) -> Answer {
        let mut asked = Vec::new();
        if question.has_document() {
            asked.push(Axis::Id);
        }
        if question.has_name() {
            asked.push(Axis::Name);
        }
        let settings =
            Settings { matching: Matching::Soft, limit: MOST_HITS, ..Settings::default() };
        let hits = self.list.index.search(&query(question), &settings);
        let findings = hits.into_iter().map(|hit| self.finding(hit)).collect();
        Answer { asked, findings, identity: None }
    }

    fn finding(&self, hit: Hit) -> Finding {
        let (axis, sure) = match hit.axis {
            screening::Axis::Document => (Axis::Id, self.entry.by_id),
            screening::Axis::Name => (Axis::Name, self.entry.by_name),
        };
        let severity = weighed(sure, hit.confidence.get());
        let evidence = Evidence::Listed {
            list: self.list.name.clone(),
            version: self.list.version.clone(),
            published: self.list.published.clone(),
            entry: Box::new(self.list.entry(hit.record)),
            similarity: hit.similarity,
            confidence: hit.confidence,
            explanation: Box::new(hit.explanation),
        };
        Finding { axis, severity, evidence }
    }
}

/// A finding weighs by how sure it is that it is the same person: a homonym does not weigh, and
/// neither does a number that somebody else has; an unsure hit weighs medium at most.
fn weighed(sure: Severity, confidence: u16) -> Severity {
    if confidence < HOMONYM_BELOW {
        Severity::None
    } else if confidence < SURE_FROM {
        sure.min(Severity::Medium)
    } else {
        sure
    }
}

/// The question in the terms of screening.
fn query(question: &Question) -> Query {
    let issued_in = match question.country {
        kit::Country::All => None,
        country => Some(country.code().to_lowercase()),
    };
    let documents = question.documents.iter().filter(|document| document.is_asked());
    let documents = documents.map(|document| {
        // A passport may be of any country; the others are of the country of the check.
        let country =
            if document.kind == DocumentKind::Passport { None } else { issued_in.clone() };
        Document { kind: document.kind, number: document.number().to_owned(), country }
    });
    Query {
        kind: question.entity,
        name: question.company_name.clone(),
        first_name: question.first_name.clone(),
        last_name: question.last_name.clone(),
        birth_date: question.birth_date,
        country: None,
        gender: question.gender,
        documents: documents.collect(),
    }
}
