//! Which names are worth comparing with a query, without looking at all of them.
//!
//! Every token of the list is a word of one vocabulary, with the names that have it. A token of a
//! query is looked up by its letters, its sound, its other forms, and with one letter left out on
//! either side. A name is worth comparing when two tokens of the query lead to it, when one leads
//! to it and there is no more on either side, or when one leads to it that few names have.

use crate::hash::{Map, without};
use crate::lexicon;
use crate::name::{Class, Parsed, Shape, Token, letters};
use crate::text::{self, MAX_TOKENS};
use crate::token::budget;
use crate::{Matching, Settings};

/// Tokens at least this long are also looked up with one letter left out.
const SHORTEST_EDITED: usize = 4;
/// Tokens at least this long can be two letters apart: looked up by how they begin and end.
const SHORTEST_EDGED: usize = 7;
/// How many letters make a beginning or an end.
const EDGE: usize = 5;
/// A single token that no more names have than this is enough to compare them.
const FEW: usize = 200;
/// The most words of the vocabulary that one token of a query stands for.
const MOST_FORMS: usize = 200;
/// The most words that are tried for one beginning or end.
const MOST_EDGED: usize = 300;
/// The most tokens that are glued.
const MOST_GLUED: usize = 4;

/// The postings of a list.
#[derive(Clone, Debug, Default)]
pub(crate) struct Block {
    /// The record of each name, its place there, and how many tokens count.
    names: Vec<(u32, u32, u8)>,
    shapes: Vec<Shape>,
    words: Map<String, u32>,
    texts: Vec<String>,
    letters: Vec<u32>,
    /// The names of each word, rising.
    postings: Vec<Vec<u32>>,
    by_sound: Map<u64, Vec<u32>>,
    by_deletion: Map<u64, Vec<u32>>,
    by_edge: Map<u64, Vec<u32>>,
}

impl Block {
    /// Adds a name.
    pub fn insert(&mut self, record: u32, place: u32, name: &Parsed) {
        let id = self.names.len() as u32;
        self.names.push((record, place, name.content.min(255) as u8));
        self.shapes.push(name.shape);
        for token in name.tokens.iter().filter(|token| token.counts()) {
            let word = self.word(&token.text, token.key);
            if !self.texts[word as usize].is_empty() {
                self.post(word, id);
                continue;
            }
            self.texts[word as usize].clone_from(&token.text);
            for hash in deletions(&token.text) {
                self.by_deletion.entry(hash).or_default().push(word);
            }
            for hash in edges(&token.text) {
                self.by_edge.entry(hash).or_default().push(word);
            }
            self.post(word, id);
        }
        glued(&name.tokens, |_, text| {
            let word = self.word(text, text::key(text));
            self.post(word, id);
        });
    }

    /// The word of a text; glued ones are only looked up by their letters and sound, so that
    /// their text is not kept.
    fn word(&mut self, text: &str, key: u64) -> u32 {
        if let Some(word) = self.words.get(text) {
            return *word;
        }
        let word = self.postings.len() as u32;
        self.words.insert(text.to_owned(), word);
        self.texts.push(String::new());
        self.letters.push(letters(text));
        self.postings.push(Vec::new());
        self.by_sound.entry(key).or_default().push(word);
        word
    }

    fn post(&mut self, word: u32, name: u32) {
        let names = &mut self.postings[word as usize];
        if names.last() != Some(&name) {
            names.push(name);
        }
    }

    /// Gives back what building needed and searching does not.
    pub fn finish(&mut self) {
        self.postings.iter_mut().for_each(Vec::shrink_to_fit);
        self.by_sound.values_mut().for_each(Vec::shrink_to_fit);
        self.by_deletion.values_mut().for_each(Vec::shrink_to_fit);
    }

    /// Adds the names worth comparing as record and place.
    pub fn candidates(&self, query: &Parsed, settings: &Settings, found: &mut Vec<(u32, u32)>) {
        // Which tokens of the query lead to a name, one bit each; the top bit: one that few have.
        const RARE: u32 = 1 << 31;
        let mut leads = vec![0_u32; self.names.len()];
        let mut touched: Vec<u32> = Vec::new();
        let exact = settings.matching == Matching::Exact;
        let mut follow = |bits: u32, words: &[u32]| {
            let count: usize = words.iter().map(|word| self.postings[*word as usize].len()).sum();
            let bits = if count <= FEW { bits | RARE } else { bits };
            for name in words.iter().flat_map(|word| &self.postings[*word as usize]) {
                let lead = &mut leads[*name as usize];
                if *lead == 0 {
                    touched.push(*name);
                }
                *lead |= bits;
            }
        };
        for (i, token) in query.tokens.iter().enumerate().filter(|(_, token)| token.counts()) {
            follow(1 << i, &self.forms(&token.text, token.key, exact));
            // A name that has glued two tokens of its own is met twice by one token.
            if !exact && token.text.len() >= 8 {
                follow(1 << i, &self.forms(&token.text, token.key, true));
            }
        }
        if !exact {
            glued(&query.tokens, |at, text| {
                let bits = at.clone().fold(0, |bits, i| bits | 1 << i);
                follow(bits, &self.glued_forms(text));
            });
        }
        let all = settings.threshold < Settings::THRESHOLD;
        for id in touched {
            let lead = leads[id as usize];
            let (record, place, content) = self.names[id as usize];
            let tokens = (lead & !RARE).count_ones();
            let enough = tokens >= 2 || content <= 1 || query.content <= 1 || lead & RARE != 0;
            if (enough || all) && self.shapes[id as usize] == query.shape {
                found.push((record, place));
            }
        }
    }

    /// The words of the vocabulary that glued tokens can stand for.
    fn glued_forms(&self, text: &str) -> Vec<u32> {
        let mut forms: Vec<u32> = self.words.get(text).copied().into_iter().collect();
        let sound = self.by_sound.get(&text::key(text)).into_iter().flatten();
        forms.extend(sound.filter(|word| !forms.contains(word)).copied().collect::<Vec<_>>());
        forms
    }

    /// The words of the vocabulary that a token can stand for.
    fn forms(&self, text: &str, key: u64, exact: bool) -> Vec<u32> {
        let mut forms: Vec<u32> = self.words.get(text).copied().into_iter().collect();
        if exact {
            return forms;
        }
        forms.extend(lexicon::related(text).filter_map(|form| self.words.get(form)));
        if text.len() >= 4 {
            forms.extend(self.by_sound.get(&key).into_iter().flatten());
        }
        let budget = budget(text.len());
        let mask = letters(text);
        let near = |word: &&u32| {
            let at = **word as usize;
            text::may_be_near(mask, self.letters[at], budget)
                && text::distance(text.as_bytes(), self.texts[at].as_bytes(), budget).is_some()
        };
        for hash in deletions(text) {
            forms.extend(self.by_deletion.get(&hash).into_iter().flatten());
        }
        for hash in edges(text) {
            let words = self.by_edge.get(&hash).into_iter().flatten();
            forms.extend(words.take(MOST_EDGED).filter(near));
        }
        forms.sort_unstable();
        forms.dedup();
        forms.truncate(MOST_FORMS);
        forms
    }
}

/// The hashes of a token, whole and with each letter left out.
fn deletions(text: &str) -> Vec<u64> {
    if text.len() < SHORTEST_EDITED {
        return Vec::new();
    }
    let bytes = text.as_bytes();
    let mut hashes: Vec<u64> =
        (0..bytes.len()).map(|at| without(bytes, Some(at))).chain([without(bytes, None)]).collect();
    hashes.sort_unstable();
    hashes.dedup();
    hashes
}

/// The hashes of how a long token begins and ends.
fn edges(text: &str) -> impl Iterator<Item = u64> {
    let bytes = text.as_bytes();
    let long = bytes.len() >= SHORTEST_EDGED;
    let from_end = bytes.len().saturating_sub(EDGE);
    let ends = [(&bytes[..EDGE.min(bytes.len())], 1), (&bytes[from_end..], 2)];
    ends.into_iter().filter(move |_| long).map(|(edge, side)| without(edge, None) ^ side)
}

/// Runs of neighbouring tokens, glued.
fn glued(tokens: &[Token], mut found: impl FnMut(std::ops::Range<usize>, &str)) {
    let usable = |token: &Token| token.counts() || token.class == Class::Particle;
    let tokens = &tokens[..tokens.len().min(MAX_TOKENS)];
    for from in 0..tokens.len() {
        for count in 2..=MOST_GLUED.min(tokens.len() - from) {
            let run = &tokens[from..from + count];
            if !run.iter().all(usable) {
                break;
            }
            if run.iter().any(Token::counts) {
                let text: String = run.iter().map(|token| token.text.as_str()).collect();
                found(from..from + count, &text);
            }
        }
    }
}
