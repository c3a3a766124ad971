//! A source: asked with a cover and a question, it answers with findings.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use kit::{Country, Result};
use screening::Score;
use serde::{Deserialize, Serialize};

use crate::Cover;
use crate::catalogue::{Catalogue, DatabaseId, Entry, Kind, Lang, Severity};
use crate::derived::{self, DerivedFact};
use crate::formats;
use crate::lists::Lists;
use crate::question::Question;

/// By which kind of input something was searched and found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Axis {
    /// By a document number.
    Id,
    /// By a name.
    Name,
}

/// What a source said.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    /// The axes that were really asked.
    pub asked: Vec<Axis>,
    /// What was found; nothing when the subject is not there.
    pub findings: Vec<Finding>,
    /// What an identity source says of the subject's existence; `None` from every other source.
    pub identity: Option<Found>,
}

/// Whether an identity source knows the subject.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Found {
    /// It does, under these names.
    Yes {
        /// Given names as registered.
        first_name: String,
        /// Surnames as registered.
        last_name: String,
    },
    /// It answers that there is no such subject.
    No,
    /// The subject is registered as dead.
    Dead,
}

/// One thing that was found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// By what it was found.
    pub axis: Axis,
    /// How much it weighs.
    pub severity: Severity,
    /// The evidence as it was.
    pub evidence: Evidence,
}

/// What a finding rests on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Evidence {
    /// A record of a list.
    Listed {
        /// The list's name.
        list: String,
        /// The version of the list: a hash of its content.
        version: String,
        /// The date that the publisher states.
        published: Option<String>,
        /// The record as it was.
        entry: Box<formats::Entry>,
        /// Whether it is the same name.
        similarity: Score,
        /// Whether it is the same person or company.
        confidence: Score,
        /// Why.
        explanation: Box<screening::Explanation>,
    },
    /// Facts that follow from a document number.
    Derived {
        /// The facts.
        facts: Vec<DerivedFact>,
    },
}

/// The future of an answer.
pub type Asking<'a> = Pin<Box<dyn Future<Output = Result<Answer>> + Send + 'a>>;

/// Something that can be asked.
pub trait Source: Send + Sync {
    /// Its place in the catalogue.
    fn entry(&self) -> &Entry;

    /// What it answers with now: the version of its data, remembered by each check.
    fn version(&self) -> String;

    /// Which inputs it lacks: empty when it can be asked on at least one axis.
    fn missing(&self, question: &Question) -> Vec<&'static str>;

    /// Asks it. A transient error may be tried again.
    fn ask<'a>(&'a self, cover: Cover, question: &'a Question) -> Asking<'a>;
}

/// Everything that can be asked here.
#[derive(Clone)]
pub struct Sources {
    catalogue: Arc<Catalogue>,
    lists: Lists,
    more: Vec<Arc<dyn Source>>,
}

impl Sources {
    /// The catalogue over the lists that are loaded.
    pub fn new(catalogue: Catalogue, lists: Lists) -> Self {
        Self { catalogue: Arc::new(catalogue), lists, more: Vec::new() }
    }

    /// Adds a source that is not in the built-in catalogue.
    #[must_use]
    pub fn with(mut self, source: Arc<dyn Source>) -> Self {
        self.more.push(source);
        self
    }

    /// The lists.
    pub const fn lists(&self) -> &Lists {
        &self.lists
    }

    /// The name of a database for readers; empty for one that is gone from the catalogue.
    pub fn name(&self, id: &DatabaseId, lang: Lang) -> String {
        let added = self.more.iter().map(|source| source.entry()).find(|entry| entry.id() == *id);
        let entry = self.catalogue.find(id).or(added);
        entry.map(|entry| entry.name(lang).to_owned()).unwrap_or_default()
    }

    /// The sources that can be asked now for a country and a kind of check. A list that was never
    /// imported is not among them.
    pub fn live(&self, country: Country, kind: &str) -> Vec<Arc<dyn Source>> {
        let built_in = self.catalogue.entries().iter().filter_map(|entry| {
            let source: Arc<dyn Source> = match entry.kind {
                Kind::List => Arc::new(self.lists.source(entry)?),
                Kind::Derived => Arc::new(derived::DerivedFacts::new(entry)),
                Kind::Connector => return None,
            };
            Some(source)
        });
        built_in
            .chain(self.more.iter().cloned())
            .filter(|source| {
                let entry = source.entry();
                entry.countries.contains(&country) && entry.types.iter().any(|one| one == kind)
            })
            .collect()
    }
}
