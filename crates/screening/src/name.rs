//! A name made ready for comparison.

mod company;
mod person;

use crate::explain::QueryField;
use crate::lexicon::{self, Known, LegalFamily, Word};
use crate::text::{self, Piece};
use crate::{EntityKind, Query, Record};

/// Whether a name is taken for that of a person or of anything else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    Person,
    Entity,
}

/// What a token does in its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    /// A name or a word.
    Content,
    /// One letter that stands for a given name.
    Initial,
    /// `de`, `la`, `bin`; in company names whatever joins words.
    Particle,
    /// A form of address.
    Title,
    /// Junior, Filho, Neto.
    Suffix(u8),
    /// A part of the legal form.
    Legal,
}

/// A token with all that is known about it.
#[derive(Clone, Debug)]
pub(crate) struct Token {
    pub text: String,
    /// How it sounds.
    pub key: u64,
    /// Which letters it has, one bit each.
    pub letters: u32,
    pub class: Class,
    pub known: Known,
    pub word: Word,
    pub field: QueryField,
    pub start: u32,
    pub end: u32,
}

impl Token {
    fn new(piece: Piece, field: QueryField, class: Class) -> Self {
        Self {
            key: text::key(&piece.text),
            letters: letters(&piece.text),
            class,
            known: lexicon::known(&piece.text),
            word: Word::Distinct,
            field,
            start: piece.start as u32,
            end: piece.end as u32,
            text: piece.text,
        }
    }

    /// Whether it counts when names are compared.
    pub fn counts(&self) -> bool {
        matches!(self.class, Class::Content | Class::Initial)
    }

    /// Whether exact matching asks for it on both sides.
    pub fn must_agree(&self) -> bool {
        !matches!(self.class, Class::Title | Class::Legal)
    }
}

/// Which letters a token has, one bit each.
pub(crate) fn letters(text: &str) -> u32 {
    text.bytes().fold(0, |mask, b| match b {
        b'a'..=b'z' => mask | 1 << (b - b'a'),
        b'0'..=b'9' => mask | 1 << (26 + b % 5),
        _ => mask | 1 << 31,
    })
}

/// What a token of a person's name is in one reading of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    Given,
    Surname,
    /// A second surname after a single `de` in a woman's name: perhaps her husband's.
    Married,
    /// Neither: particles, titles, suffixes.
    None,
}

/// One way to read the tokens of a person's name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Reading {
    /// One role per token.
    pub roles: Vec<Role>,
    /// How usual this reading is, the best being 10,000.
    pub plausibility: u16,
    /// Whether neither a comma nor the fields of the query told it.
    pub guessed: bool,
}

/// A name made ready for comparison.
#[derive(Clone, Debug)]
pub(crate) struct Parsed {
    /// Its place among the names of its record.
    pub at: usize,
    pub shape: Shape,
    pub tokens: Vec<Token>,
    /// The readings of a person's name, the most usual first; none for other shapes.
    pub readings: Vec<Reading>,
    /// How many tokens count.
    pub content: usize,
    pub suffix: Option<u8>,
    pub legal: Option<LegalFamily>,
    /// Whether something tells that the last surname is the main one.
    pub portuguese: bool,
}

/// What a part of the text is known to hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Any,
    Given,
    Surname,
}

/// A piece of text with the field and the part that it comes from.
type Written = (Piece, QueryField, Part);

/// The names of a query in every shape that its kind allows.
pub(crate) fn of_query(query: &Query) -> Vec<Parsed> {
    let portuguese = query.country.as_deref().is_some_and(is_portuguese);
    let text = |field: &Option<String>| field.clone().filter(|text| !text.trim().is_empty());
    let (whole, first, last) = (text(&query.name), text(&query.first_name), text(&query.last_name));
    let written = match (whole, first, last) {
        (_, Some(first), Some(last)) => {
            let mut written = cut(&first, QueryField::FirstName, Part::Given);
            written.extend(cut(&last, QueryField::LastName, Part::Surname));
            written
        }
        (Some(whole), ..) => cut(&whole, QueryField::Name, Part::Any),
        (None, Some(first), None) => cut(&first, QueryField::FirstName, Part::Given),
        (None, None, Some(last)) => cut(&last, QueryField::LastName, Part::Surname),
        (None, None, None) => return Vec::new(),
    };
    in_shapes(query.kind, written, portuguese, 0)
}

/// The names of a record in every shape that its kind allows.
pub(crate) fn of_record(record: &Record) -> Vec<Parsed> {
    let portuguese = record.countries.iter().any(|country| is_portuguese(country));
    let names = record.names.iter().enumerate();
    names
        .flat_map(|(at, name)| {
            let written = cut(&name.text, QueryField::Name, Part::Any);
            in_shapes(record.kind, written, portuguese, at)
        })
        .collect()
}

fn in_shapes(kind: EntityKind, written: Vec<Written>, portuguese: bool, at: usize) -> Vec<Parsed> {
    let mut parsed = Vec::with_capacity(2);
    if matches!(kind, EntityKind::Person | EntityKind::Unknown) {
        parsed.push(person::parse(written.clone(), portuguese, at));
    }
    if kind != EntityKind::Person {
        parsed.push(company::parse(written, at));
    }
    parsed.retain(|name| name.content > 0);
    parsed
}

fn cut(text: &str, field: QueryField, part: Part) -> Vec<Written> {
    text::pieces(text).into_iter().map(|piece| (piece, field, part)).collect()
}

/// Countries where the last surname is the main one.
fn is_portuguese(country: &str) -> bool {
    matches!(country, "br" | "pt" | "ao" | "mz" | "cv" | "gw" | "tl" | "st")
}
