//! Licence plates, by the patterns of each country.
//!
//! Plates have no check digit. In a pattern `A` is a letter, `B` a consonant, `9` a digit, `X` a
//! letter or digit, and a lower-case letter or `0` stands for itself.

use crate::chars::Chars;
use crate::facts::{Facts, Holder, Note, Verdict, refuse};
use crate::kind::{Alphabet, KindInfo};
use crate::rng::Rng;

const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const CONSONANTS: &[u8] = b"BCDFGHJKLPRSTVWXYZ";

/// What plates of all countries have in common.
pub(crate) const BASE: KindInfo = KindInfo {
    name: "license_plate",
    label: "Licence plate",
    min_len: 4,
    max_len: 9,
    alphabet: Alphabet::Alphanumeric,
    source: "form as observed on issued plates",
    caveat: "who owns or drives the vehicle: plates are moved, copied and given out again",
    ..crate::kind::BASE
};

/// Accepts a plate of a present form or, with a note, of a former one.
pub(crate) fn judge(chars: &mut Chars, present: &[&str], former: &[&str]) -> Verdict {
    let vehicle = Facts::of(Holder::Vehicle);
    if present.iter().any(|pattern| matches(chars, pattern)) {
        return Ok(vehicle);
    }
    if former.iter().any(|pattern| matches(chars, pattern)) {
        return Ok(Facts { note: Some(Note::OldForm), ..vehicle });
    }
    if present.iter().chain(former).any(|pattern| pattern.len() == chars.len()) {
        return refuse!(
            Characters,
            "letras y dígitos no están donde los ponen las placas del país",
            "letters and digits are not where the country's plates put them",
            "letras e dígitos não estão onde as placas do país os põem"
        );
    }
    refuse!(Length)
}

/// Whether characters follow a pattern.
pub(crate) fn matches(chars: &[u8], pattern: &str) -> bool {
    chars.len() == pattern.len()
        && chars.iter().zip(pattern.bytes()).all(|(&byte, place)| match place {
            b'A' => byte.is_ascii_uppercase(),
            b'B' => CONSONANTS.contains(&byte),
            b'9' => byte.is_ascii_digit(),
            b'X' => byte.is_ascii_alphanumeric(),
            literal => byte == literal.to_ascii_uppercase(),
        })
}

/// Fills one of the patterns at random.
pub(crate) fn make(rng: &mut Rng, patterns: &[&str]) -> Chars {
    let mut chars = Chars::new();
    for place in rng.pick(patterns).bytes() {
        let byte = match place {
            b'A' => rng.byte(LETTERS),
            b'B' => rng.byte(CONSONANTS),
            b'9' | b'X' => rng.byte(b"0123456789"),
            literal => literal.to_ascii_uppercase(),
        };
        chars.add(byte);
    }
    chars
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_mean_what_they_say() {
        for (chars, pattern, expected) in [
            ("ABC123", "AAA999", true),
            ("AB0123", "AAA999", false),
            ("BCD123", "BBB999", true),
            ("ABC123", "BBB999", false),
            ("CL12345", "cl99999", true),
            ("MOT12345", "cl99999", false),
            ("A1B234", "AXX999", true),
        ] {
            assert_eq!(matches(chars.as_bytes(), pattern), expected, "{chars} {pattern}");
        }
    }
}
