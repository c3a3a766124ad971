//! How the documents of a query and of a record agree.

use crate::{Document, DocumentKind};

/// Shorter numbers say nothing alone.
const SHORTEST: usize = 5;
/// The most of a number that is read.
const LONGEST: usize = 64;

/// How documents agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Papers {
    /// A number is the same.
    Equal,
    /// Both have the same document of the same country, with different numbers.
    Differs,
    /// Nothing that can be compared.
    Unknown,
}

/// Whether a number can be compared at all: long enough, without leading zeros, that few people
/// share it by chance.
pub fn is_comparable(number: &str) -> bool {
    normal(number).is_some()
}

/// A number by its letters and digits, in upper case; without leading zeros when all digits.
/// Nothing when it is too short to identify anybody.
pub(crate) fn normal(number: &str) -> Option<String> {
    let kept = number.chars().filter(char::is_ascii_alphanumeric).take(LONGEST);
    let kept: String = kept.map(|c| c.to_ascii_uppercase()).collect();
    let kept = if kept.bytes().all(|b| b.is_ascii_digit()) {
        kept.trim_start_matches('0').to_owned()
    } else {
        kept
    };
    (kept.len() >= SHORTEST).then_some(kept)
}

/// Whether two countries can be the same: equal, or one is not known.
fn compatible(a: Option<&str>, b: Option<&str>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => a.eq_ignore_ascii_case(b),
        _ => true,
    }
}

/// Compares all documents of both sides.
pub(crate) fn compare(query: &[Document], record: &[Document]) -> Papers {
    let mut differs = false;
    for a in query {
        let Some(a_number) = normal(&a.number) else {
            continue;
        };
        for b in record {
            let Some(b_number) = normal(&b.number) else {
                continue;
            };
            if !compatible(a.country.as_deref(), b.country.as_deref()) {
                continue;
            }
            if a_number == b_number {
                return Papers::Equal;
            }
            // A person can have had several passports, and "other" is many things.
            let unique = matches!(a.kind, DocumentKind::NationalId | DocumentKind::TaxId);
            let known = a.country.is_some() && b.country.is_some();
            differs |= unique && known && a.kind == b.kind;
        }
    }
    if differs { Papers::Differs } else { Papers::Unknown }
}

#[cfg(test)]
mod tests {
    use std::slice::from_ref;

    use super::*;
    use crate::DocumentKind::{NationalId, Other, Passport, TaxId};

    fn document(kind: DocumentKind, number: &str, country: &str) -> Document {
        let country = (!country.is_empty()).then(|| country.to_owned());
        Document { kind, number: number.into(), country }
    }

    #[test]
    fn documents_agree_by_their_letters_and_digits() {
        for (a, b, want) in [
            ((NationalId, "1.000.000.001", "co"), (NationalId, "1000000001", "co"), Papers::Equal),
            ((NationalId, "00012345", "co"), (Other, "12345", ""), Papers::Equal),
            ((Passport, "ab-12345", "pe"), (Passport, "AB12345", "pe"), Papers::Equal),
            ((NationalId, "1234", "co"), (NationalId, "1234", "co"), Papers::Unknown),
            ((NationalId, "00001234", "co"), (NationalId, "1234", "co"), Papers::Unknown),
            ((NationalId, "12345678", "pe"), (NationalId, "12345678", "ar"), Papers::Unknown),
            ((NationalId, "12345678", "pe"), (NationalId, "87654321", "pe"), Papers::Differs),
            ((NationalId, "12345678", "pe"), (TaxId, "87654321", "pe"), Papers::Unknown),
            ((Passport, "12345678", "pe"), (Passport, "87654321", "pe"), Papers::Unknown),
            ((NationalId, "", ""), (NationalId, "", ""), Papers::Unknown),
        ] {
            let (a, b) = (document(a.0, a.1, a.2), document(b.0, b.1, b.2));
            assert_eq!(compare(from_ref(&a), from_ref(&b)), want, "{} {}", a.number, b.number);
            assert_eq!(compare(from_ref(&b), from_ref(&a)), want);
        }
    }
}
