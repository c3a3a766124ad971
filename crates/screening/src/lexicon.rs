//! What is known beforehand about tokens: names, their gender, their forms, words of companies.
//!
//! The tables are the engine's own, not a list's, so that a pair of names scores the same whatever
//! else is on the list.

mod given;
mod legal;
mod minor;
mod surname;
mod variant;
mod word;

use std::sync::LazyLock;

use crate::hash::Map;

pub(crate) use minor::{
    is_particle, is_portuguese_particle, is_romance_particle, is_title, short_given, suffix,
};

/// How common a token is as a name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Frequency {
    /// Not in the tables.
    #[default]
    Rare,
    /// In the tables.
    Common,
    /// One of the names that everybody has.
    VeryCommon,
}

/// The gender that a given name tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum GivenGender {
    Male,
    Female,
    Both,
}

/// What the tables know about a token of a person's name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Known {
    /// The gender, when it is a known given name.
    pub given: Option<GivenGender>,
    /// How common it is as a given name.
    pub given_frequency: Frequency,
    /// How common it is as a surname; `Rare` when unknown.
    pub surname_frequency: Frequency,
    /// The names that it is a spelling of; 0 is none.
    pub spelling: u16,
    /// The names that it is or is a nickname of; 0 is none.
    pub nicknames: [u16; 3],
}

impl Known {
    /// Whether it is a known surname.
    pub fn is_surname(&self) -> bool {
        self.surname_frequency > Frequency::Rare
    }

    /// Whether it is in any table of names.
    pub fn is_name(&self) -> bool {
        self.given.is_some() || self.is_surname()
    }
}

/// The family of law of a legal form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LegalFamily {
    Shares,
    Limited,
    Sole,
    Partnership,
    Cooperative,
    NonProfit,
    Public,
}

/// What a word of a company name does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Word {
    /// A word of its own.
    #[default]
    Distinct,
    /// A line of business, or another word that many carry.
    Generic,
    /// A number, an ordinal, a compass point.
    Telling,
    /// Joins other words.
    Joining,
}

static SPELLINGS: LazyLock<Vec<&str>> = LazyLock::new(|| lines(variant::SPELLINGS));
static NICKNAMES: LazyLock<Vec<&str>> = LazyLock::new(|| lines(variant::NICKNAMES));
static KNOWN: LazyLock<Map<&'static str, Known>> = LazyLock::new(names);
static WORDS: LazyLock<Map<&'static str, Word>> = LazyLock::new(words);
static SHORT: LazyLock<Map<&'static str, &'static str>> =
    LazyLock::new(|| word::SHORT.lines().filter_map(|line| line.trim().split_once(' ')).collect());
static LEGAL: LazyLock<Map<&'static str, LegalFamily>> = LazyLock::new(|| {
    let forms = legal::FORMS.iter();
    forms.flat_map(|(family, list)| list.split_whitespace().map(|form| (form, *family))).collect()
});

/// What is known about a token of a person's name.
pub(crate) fn known(token: &str) -> Known {
    KNOWN.get(token).copied().unwrap_or_default()
}

/// Other spellings and nicknames of a token, to look for in an index.
pub(crate) fn related(token: &str) -> impl Iterator<Item = &'static str> {
    let known = known(token);
    let line = |lines: &[&'static str], id: u16| {
        usize::from(id).checked_sub(1).and_then(|at| lines.get(at).copied()).unwrap_or_default()
    };
    std::iter::once(line(&SPELLINGS, known.spelling))
        .chain(known.nicknames.map(|id| line(&NICKNAMES, id)))
        .flat_map(str::split_whitespace)
        .filter(move |form| *form != token)
}

/// What a word of a company name does.
pub(crate) fn word(token: &str) -> Word {
    if token.bytes().all(|b| b.is_ascii_digit()) {
        return Word::Telling;
    }
    WORDS.get(token).copied().unwrap_or_default()
}

/// The word that a shortened one stands for.
pub(crate) fn expand(token: &str) -> Option<&'static str> {
    SHORT.get(token).copied()
}

/// The family of a legal form whose tokens were glued.
pub(crate) fn legal_family(glued: &str) -> Option<LegalFamily> {
    LEGAL.get(glued).copied()
}

/// The lines of a table; the id of a line is its place, counted from 1.
fn lines(table: &'static str) -> Vec<&'static str> {
    table.lines().map(str::trim).filter(|line| !line.is_empty()).collect()
}

fn names() -> Map<&'static str, Known> {
    use Frequency::{Common, VeryCommon};
    use GivenGender::{Both, Female, Male};
    let mut names: Map<&'static str, Known> = Map::default();
    for (gender, frequency, list) in [
        (Male, Common, given::MALE),
        (Male, VeryCommon, given::MALE_VERY_COMMON),
        (Female, Common, given::FEMALE),
        (Female, VeryCommon, given::FEMALE_VERY_COMMON),
        (Both, Common, given::BOTH),
    ] {
        for name in list.split_whitespace() {
            let known = names.entry(name).or_default();
            known.given = Some(gender);
            known.given_frequency = known.given_frequency.max(frequency);
        }
    }
    for (frequency, list) in [
        (Common, surname::COMMON),
        (Common, surname::ELSEWHERE),
        (Common, surname::CHAINED),
        (VeryCommon, surname::VERY_COMMON),
    ] {
        for name in list.split_whitespace() {
            names.entry(name).or_default().surname_frequency = frequency;
        }
    }
    for name in surname::CHAINED.split_whitespace() {
        let known = names.entry(name).or_default();
        known.given = known.given.or(Some(Both));
    }
    for (id, line) in (1_u16..).zip(SPELLINGS.iter()) {
        for name in line.split_whitespace() {
            names.entry(name).or_default().spelling = id;
        }
    }
    for (id, line) in (1_u16..).zip(NICKNAMES.iter()) {
        for name in line.split_whitespace() {
            let ids = &mut names.entry(name).or_default().nicknames;
            if let Some(free) = ids.iter_mut().find(|held| **held == 0) {
                *free = id;
            }
        }
    }
    names
}

fn words() -> Map<&'static str, Word> {
    let mut words = Map::default();
    for (kind, list) in [
        (Word::Generic, word::GENERIC),
        (Word::Telling, word::TELLING),
        (Word::Joining, word::JOINING),
    ] {
        words.extend(list.split_whitespace().map(|word| (word, kind)));
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_folded_and_hold_together() {
        let tokens = KNOWN.keys().chain(WORDS.keys()).chain(SHORT.keys()).chain(LEGAL.keys());
        for token in tokens {
            assert!(token.bytes().all(|b| b.is_ascii_alphanumeric()), "{token}");
        }
        assert_eq!(known("mario").given, Some(GivenGender::Male));
        assert_eq!(known("garcia").surname_frequency, Frequency::VeryCommon);
        assert_eq!(known("luis").spelling, known("luiz").spelling);
        assert_eq!(known("ficticia"), Known::default());
        assert!(related("jose").any(|form| form == "pepe"));
        assert_eq!(related("ficticia").count(), 0);
        assert_eq!(legal_family("sadecv"), Some(LegalFamily::Shares));
        assert_eq!(expand("transp"), Some("transportes"));
    }
}
