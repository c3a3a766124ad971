//! Passport numbers, by the patterns of the country that issues them.
//!
//! ICAO Doc 9303 leaves the number to the issuing state (up to nine letters or digits), and no
//! state here prints a check digit with it: the one in the machine-readable zone belongs to the
//! zone. Patterns are those that issued passports show; the norms do not state them.

use crate::chars::Chars;
use crate::digits::all_equal;
use crate::facts::{Facts, Verdict, refuse};
use crate::kind::{Alphabet, KindInfo};
use crate::plate;

/// What passports of all countries have in common.
pub(crate) const BASE: KindInfo = KindInfo {
    name: "passport",
    label: "Passport",
    min_len: 6,
    max_len: 12,
    alphabet: Alphabet::Alphanumeric,
    source: "pattern as observed on issued passports; ICAO Doc 9303, part 4",
    caveat: "that the passport exists, is in force, or that its holder is a citizen",
    ..crate::kind::BASE
};

/// Accepts a number of one of the patterns.
pub(crate) fn judge(chars: &mut Chars, patterns: &[&str]) -> Verdict {
    if !patterns.iter().any(|pattern| plate::matches(chars, pattern)) {
        return if patterns.iter().any(|pattern| pattern.len() == chars.len()) {
            refuse!(
                Characters,
                "letras y dígitos no están donde los pone ese país",
                "letters and digits are not where that country puts them",
                "letras e dígitos não estão onde esse país os põe"
            )
        } else {
            refuse!(Length)
        };
    }
    let digits = chars.iter().position(u8::is_ascii_digit).unwrap_or(0);
    if all_equal(&chars[digits..]) && chars.tail() == b'0' {
        return refuse!(Reserved);
    }
    Ok(Facts::person())
}
