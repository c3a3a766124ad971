//! How alike two tokens are.

use crate::Agreement;
use crate::lexicon::{GivenGender, Known, Word};
use crate::name::{Class, Shape, Token};
use crate::text;

/// What an agreement is worth before letters are counted, in ten-thousandths.
const SPELLING: u16 = 9_500;
const NICKNAME: u16 = 8_500;
const SOUND: u16 = 9_200;
const INITIAL: u16 = 8_000;
/// What is left of names that tell opposite genders: Mario and María.
pub(crate) const GENDER_PAIR: u16 = 3_500;
/// What a wrong, missing or added first letter costs, in hundredths.
const FIRST_LETTER: u32 = 130;
/// Shorter tokens have to be equal.
const SHORTEST: usize = 4;

/// How two tokens that stand in the same place agree; `None` when they are different names.
///
/// Symmetric. `Equal` also stands for tokens that only folding makes equal.
pub(crate) fn agree(a: &Token, b: &Token, shape: Shape) -> Option<(Agreement, u16)> {
    match (a.class, b.class) {
        (Class::Particle, Class::Particle) => {}
        (Class::Content | Class::Initial, Class::Content | Class::Initial) => {}
        // A legal form with a mistake in it is taken for a word on its own side.
        (Class::Content, Class::Legal) | (Class::Legal, Class::Content) => {
            return edited(a, b, shape).filter(|_| a.text.len().min(b.text.len()) >= SHORTEST);
        }
        _ => return None,
    }
    if a.text == b.text {
        return Some((Agreement::Equal, 10_000));
    }
    if a.class == Class::Particle || a.word == Word::Telling || b.word == Word::Telling {
        return None;
    }
    if a.text.len() == 1 || b.text.len() == 1 {
        let stands = shape == Shape::Person && a.text.as_bytes()[0] == b.text.as_bytes()[0];
        return stands.then_some((Agreement::Initial, INITIAL));
    }
    if shape == Shape::Person {
        if opposite(a, b) {
            return None;
        }
        if let Some(found) = variant(a.known, b.known) {
            return Some(found);
        }
    }
    let shorter = a.text.len().min(b.text.len());
    if shorter < SHORTEST {
        return None;
    }
    if a.key == b.key {
        return Some((Agreement::Phonetic, SOUND));
    }
    edited(a, b, shape)
}

/// A few letters apart, within a budget that grows with the length.
fn edited(a: &Token, b: &Token, shape: Shape) -> Option<(Agreement, u16)> {
    // Two names that both exist are two names, however close: Marín and Martín.
    if shape == Shape::Person && a.known.is_name() && b.known.is_name() {
        return None;
    }
    let longer = a.text.len().max(b.text.len());
    let budget = match (a.text.len().min(b.text.len()), longer) {
        (4, 5) => 100,
        (shorter, _) => budget(shorter),
    };
    if !text::may_be_near(a.letters, b.letters, budget) {
        return None;
    }
    // A wrong first letter is the one mistake that a short name may have.
    let (x, y) = (a.text.as_bytes(), b.text.as_bytes());
    let cost = if longer > 5 && (x[1..] == y[1..] || x[1..] == *y || *x == y[1..]) {
        FIRST_LETTER
    } else {
        text::distance(x, y, budget)?
    };
    Some((Agreement::Edited, (10_000 - cost * 100 / longer as u32) as u16))
}

/// How many hundredths of a letter two tokens can be apart, by the length of the shorter.
pub(crate) const fn budget(shorter: usize) -> u32 {
    match shorter {
        ..4 => 0,
        4 => 50,
        5..=6 => 100,
        7..=8 => 140,
        _ => 200,
    }
}

fn variant(a: Known, b: Known) -> Option<(Agreement, u16)> {
    if a.spelling != 0 && a.spelling == b.spelling {
        return Some((Agreement::Variant, SPELLING));
    }
    let shared = a.nicknames.iter().any(|id| *id != 0 && b.nicknames.contains(id));
    shared.then_some((Agreement::Variant, NICKNAME))
}

/// Whether two given names tell opposite genders.
pub(crate) fn opposite(a: &Token, b: &Token) -> bool {
    use GivenGender::{Female, Male};
    match (a.known.given, b.known.given) {
        (Some(Male), Some(Female)) | (Some(Female), Some(Male)) => true,
        (None, None) => false,
        _ => {
            let (stem_a, last_a) = a.text.split_at(a.text.len() - 1);
            let (stem_b, last_b) = b.text.split_at(b.text.len() - 1);
            stem_a.len() >= 3
                && stem_a == stem_b
                && matches!((last_a, last_b), ("a", "o") | ("o", "a"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{EntityKind, Query};

    fn token(text: &str) -> Token {
        let query = Query { kind: EntityKind::Person, name: Some(text.into()), ..Query::default() };
        crate::name::of_query(&query)[0].tokens[0].clone()
    }

    #[test]
    fn tokens_agree_in_their_ways() {
        use Agreement::{Edited, Equal, Initial, Phonetic, Variant};
        for (a, b, want) in [
            ("Prueba", "PRUEBA", Some((Equal, 10_000))),
            ("Luis", "Luiz", Some((Variant, 9_500))),
            ("Pepe", "José", Some((Variant, 8_500))),
            ("Prueva", "Prueba", Some((Phonetic, 9_200))),
            ("L", "Lucía", Some((Initial, 8_000))),
            ("Ficticia", "Fictcia", Some((Edited, 8_750))),
            ("Fict1cia", "Ficticia", Some((Edited, 9_500))),
            ("Fi?ticia", "Ficticia", Some((Edited, 9_875))),
            ("Mario", "María", None),
            ("Daniel", "Daniela", None),
            ("Marín", "Martín", None),
            ("Paz", "Pas", None),
            ("Gómez", "Gámez", None),
            ("Lara", "Mara", None),
            ("Prueba", "Ficticia", None),
        ] {
            assert_eq!(agree(&token(a), &token(b), Shape::Person), want, "{a} {b}");
            assert_eq!(agree(&token(b), &token(a), Shape::Person), want, "{b} {a}");
        }
    }
}
