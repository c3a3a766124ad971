//! A list made ready for search.

mod block;

use crate::document;
use crate::explain;
use crate::hash::Map;
use crate::name::{self, Parsed};
use crate::pair::{self, Asked, Found, Listed, find};
use crate::rarity::Rarity;
use crate::{Hit, Query, Record, Settings};
use block::Block;

/// A list made ready for search.
///
/// It is built once for a version of a list and then only read, from as many threads as one likes.
#[derive(Clone, Debug, Default)]
pub struct Index {
    records: Vec<Record>,
    names: Vec<Vec<Parsed>>,
    /// Which records have a document number.
    documents: Map<String, Vec<u32>>,
    /// How many records have a token.
    counts: Map<String, u32>,
    block: Block,
}

impl Index {
    /// Makes records ready for search.
    pub fn build(records: Vec<Record>) -> Self {
        let mut index = Self::default();
        for (at, record) in records.iter().enumerate() {
            let names = name::of_record(record);
            for number in record.documents.iter().filter_map(|d| document::normal(&d.number)) {
                index.documents.entry(number).or_default().push(at as u32);
            }
            index.count(&names);
            for (place, name) in names.iter().enumerate() {
                index.block.insert(at as u32, place as u32, name);
            }
            index.names.push(names);
        }
        index.records = records;
        index.block.finish();
        index
    }

    fn count(&mut self, names: &[Parsed]) {
        let tokens = names.iter().flat_map(|name| &name.tokens).filter(|token| token.counts());
        let mut seen: Vec<&str> = tokens.map(|token| token.text.as_str()).collect();
        seen.sort_unstable();
        seen.dedup();
        for text in seen {
            match self.counts.get_mut(text) {
                Some(count) => *count += 1,
                None => {
                    self.counts.insert(text.to_owned(), 1);
                }
            }
        }
    }

    /// How many records there are.
    pub fn len(&self) -> usize {
        self.records.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// The record at a position, which must be less than [`Index::len`].
    pub fn record(&self, at: usize) -> &Record {
        &self.records[at]
    }

    /// Compares a query with the record at a position, which must be less than [`Index::len`], as
    /// [`Index::search`] would.
    pub fn compare(&self, query: &Query, at: usize, settings: &Settings) -> Option<Hit> {
        let hit = pair::hit(&Asked::new(query), self.listed(at), self.rarity(), settings)?;
        Some(Hit { record: at, ..hit })
    }

    /// The records that may be the one looked for, the most certain first.
    pub fn search(&self, query: &Query, settings: &Settings) -> Vec<Hit> {
        let asked = Asked::new(query);
        let mut found: Vec<(usize, Found)> = Vec::new();
        for (at, names) in self.candidates(&asked, settings) {
            let listed = self.listed(at);
            if find(&asked, listed, self.rarity(), settings, names).is_some() {
                // Another name of the record, which the index did not lead to, may fit better.
                let all = 0..listed.names.len();
                let hit = find(&asked, listed, self.rarity(), settings, all);
                found.extend(hit.map(|hit| (at, hit)));
            }
        }
        found.sort_unstable_by_key(|(at, hit)| {
            use std::cmp::Reverse;
            (Reverse(hit.confidence), Reverse(hit.evidence.similarity), *at)
        });
        found.truncate(settings.limit);
        let explained = found.iter().map(|(at, hit)| Hit {
            record: *at,
            ..explain::hit(&asked, self.listed(*at), hit, settings)
        });
        explained.collect()
    }

    /// The records worth comparing, each with the names worth comparing.
    fn candidates(&self, asked: &Asked<'_>, settings: &Settings) -> Vec<(usize, Vec<usize>)> {
        let mut found: Vec<(u32, u32)> = Vec::new();
        for name in &asked.names {
            self.block.candidates(name, settings, &mut found);
        }
        // A document counts whatever the name, so all names of its record are compared.
        for document in asked.query.documents.iter() {
            let number = document::normal(&document.number);
            let records = number.and_then(|number| self.documents.get(&number));
            for at in records.into_iter().flatten() {
                let names = self.names[*at as usize].len() as u32;
                found.push((*at, u32::MAX));
                found.extend((0..names).map(|place| (*at, place)));
            }
        }
        found.sort_unstable();
        found.dedup();
        found
            .chunk_by(|a, b| a.0 == b.0)
            .map(|names| {
                let places = names.iter().filter(|(_, place)| *place != u32::MAX);
                (names[0].0 as usize, places.map(|(_, place)| *place as usize).collect())
            })
            .collect()
    }

    fn listed(&self, at: usize) -> Listed<'_> {
        Listed { record: &self.records[at], names: &self.names[at] }
    }

    fn rarity(&self) -> Rarity<'_> {
        Rarity::of_list(&self.counts, self.records.len())
    }
}
