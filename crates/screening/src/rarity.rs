//! How much it says that two names share a token.

use crate::align::Alignment;
use crate::hash::Map;
use crate::lexicon::{Frequency, Word};
use crate::name::{Class, Parsed, Shape, Token};

/// Lists smaller than this tell nothing about how common a name is.
const SMALLEST_LIST: usize = 1_000;
/// The most that a whole name says.
const MOST: i32 = 450;

/// Where the frequency of a token is read from, besides the engine's own tables.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rarity<'a> {
    counts: Option<&'a Map<String, u32>>,
    records: usize,
}

impl<'a> Rarity<'a> {
    /// The engine's own tables alone.
    pub const fn shipped() -> Self {
        Self { counts: None, records: 0 }
    }

    /// The tables, and how many records of a list have each token.
    pub fn of_list(counts: &'a Map<String, u32>, records: usize) -> Self {
        Self { counts: (records >= SMALLEST_LIST).then_some(counts), records }
    }

    fn in_list(&self, token: &str) -> Frequency {
        let count = self.counts.and_then(|counts| counts.get(token)).copied().unwrap_or(0) as usize;
        match () {
            _ if count * 200 > self.records => Frequency::VeryCommon,
            _ if count * 1_000 > self.records => Frequency::Common,
            _ => Frequency::Rare,
        }
    }

    /// What an agreement on this token says, in hundredths of log odds.
    fn information(&self, token: &Token, shape: Shape) -> i32 {
        match (token.class, shape, token.word) {
            (Class::Initial, Shape::Person, _) => return 10,
            (_, Shape::Entity, Word::Generic) => return 15,
            (_, Shape::Entity, Word::Telling) => return 30,
            (Class::Content | Class::Initial, ..) => {}
            _ => return 0,
        }
        let known = match shape {
            Shape::Person => token.known.given_frequency.max(token.known.surname_frequency),
            Shape::Entity => Frequency::Rare,
        };
        match known.max(self.in_list(&token.text)) {
            Frequency::VeryCommon => 35,
            Frequency::Common => 70,
            Frequency::Rare => 140,
        }
    }

    /// What all agreements of two names say together.
    pub fn shared(&self, q: &Parsed, r: &Parsed, alignment: &Alignment) -> i32 {
        let all = |name: &Parsed, from: usize, count: usize| -> i32 {
            let tokens = name.tokens[from..from + count].iter();
            tokens.map(|token| self.information(token, name.shape)).sum()
        };
        let mut sum = 0;
        for link in &alignment.links {
            let least = all(q, link.q, link.q_count).min(all(r, link.r, link.r_count));
            // A likeness says less than an equality.
            sum += least * i32::from(link.score) / 10_000 * i32::from(link.score) / 10_000;
        }
        sum.min(MOST)
    }
}
