//! What holds for every kind.

use std::collections::HashSet;

use identifiers::{Document, KindInfo, Lang, Rule, Scheme, kinds, parse};
use proptest::prelude::*;
use proptest::sample::select;

fn any_kind() -> impl Strategy<Value = &'static KindInfo> {
    select(kinds().iter().collect::<Vec<_>>())
}

fn example(info: &KindInfo, seed: u64) -> Document {
    let made = identifiers::example(info.country, info.name, seed);
    let made = made.unwrap_or_else(|| panic!("{info:?} makes an example"));
    parse(info.country, info.name, &made).unwrap_or_else(|e| panic!("{info:?}: {e}"))
}

/// Every number that differs from a given one in one digit.
fn neighbours(number: &str) -> impl Iterator<Item = String> {
    number.char_indices().filter(|(_, c)| c.is_ascii_digit()).flat_map(move |(at, right)| {
        ('0'..='9').filter(move |&wrong| wrong != right).map(move |wrong| {
            let mut changed = number.to_owned();
            changed.replace_range(at..=at, &wrong.to_string());
            changed
        })
    })
}

/// Checks a wrong-digit count over 40 examples: how many changed, how many were still accepted.
fn missed(info: &KindInfo) -> (usize, usize) {
    let (mut tried, mut accepted) = (0, 0);
    for seed in 0..40 {
        for wrong in neighbours(example(info, seed).normalised()) {
            tried += 1;
            accepted += usize::from(parse(info.country, info.name, &wrong).is_ok());
        }
    }
    (tried, accepted)
}

#[test]
fn a_scheme_that_promises_it_catches_every_single_wrong_digit() {
    for info in kinds().iter().filter(|info| info.catches_single_errors) {
        let (tried, accepted) = missed(info);
        assert!(tried > 0 && accepted == 0, "{info:?} accepts {accepted} of {tried}");
    }
}

#[test]
fn other_check_digits_catch_most_wrong_digits() {
    // Outside the countries that demand it a VIN has none, an RUC has establishments after it, and
    // an RFC is accepted with a wrong one.
    let partial = [("ALL", "vin"), ("EC", "ruc"), ("MX", "rfc_person"), ("MX", "rfc_company")];
    for info in kinds().iter().filter(|info| info.has_check_digit) {
        if partial.contains(&(info.country, info.name)) {
            continue;
        }
        let (tried, accepted) = missed(info);
        assert!(accepted * 10 < tried, "{info:?} accepts {accepted} of {tried}");
    }
}

#[test]
fn kinds_are_described_in_full() {
    let mut names = HashSet::new();
    for info in kinds() {
        assert!(names.insert((info.country, info.name)), "{info:?} is listed twice");
        assert_eq!(info.has_check_digit, info.check != Scheme::None, "{info:?}");
        assert!(info.has_check_digit || !info.catches_single_errors, "{info:?}");
        assert!(info.min_len <= info.max_len && !info.label.is_empty(), "{info:?}");
        assert!(!info.issuer.is_empty() && !info.source.is_empty(), "{info:?}");
        assert!(!info.caveat.is_empty(), "{info:?}");
        assert_eq!(identifiers::find(info.country, info.name), Some(info));
    }
}

#[test]
fn a_refusal_is_explained_in_three_languages() {
    for info in kinds() {
        let refusal = parse(info.country, info.name, "").unwrap_err();
        assert_eq!(refusal.rule, Rule::Empty);
        let said = [Lang::Es, Lang::En, Lang::Pt].map(|lang| refusal.explain(lang));
        assert!(said.iter().all(|text| text.starts_with(info.label)), "{said:?}");
        assert_ne!(said[0], said[1]);
        assert_eq!(refusal.to_string(), said[1]);
    }
    let missing = parse("CO", "nit", "900123456").unwrap_err();
    assert_eq!(missing.rule, Rule::CheckDigit);
    assert!(missing.explain(Lang::Es).contains("parece faltar el dígito de verificación"));
    assert_eq!(parse("XX", "cpf", "1").unwrap_err().rule, Rule::UnknownKind);
    assert_eq!(
        parse("BR", "rut", "1").unwrap_err().explain(Lang::En),
        "unknown kind of document for the country"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn every_example_is_valid_and_repeatable(info in any_kind(), seed: u64) {
        let made = example(info, seed);
        let again = identifiers::example(info.country, info.name, seed);
        prop_assert_eq!(Some(made.normalised()), again.as_deref());
    }

    #[test]
    fn reading_what_was_formatted_changes_nothing(info in any_kind(), seed: u64) {
        let made = example(info, seed);
        let formatted = parse(info.country, info.name, &made.formatted());
        prop_assert_eq!(formatted.as_ref(), Ok(&made));
        let lower = parse(info.country, info.name, &made.formatted().to_lowercase());
        prop_assert_eq!(lower.as_ref(), Ok(&made));
    }

    #[test]
    fn full_width_forms_read_the_same(info in any_kind(), seed: u64) {
        let made = example(info, seed);
        let wide: String = made.formatted().chars().map(|c| match c {
            '!'..='~' => char::from_u32(c as u32 + 0xFEE0).unwrap(),
            other => other,
        }).collect();
        prop_assert_eq!(parse(info.country, info.name, &wide), Ok(made));
    }

    #[test]
    fn debug_and_mask_hide_the_number(info in any_kind(), seed: u64) {
        let made = example(info, seed);
        let masked = made.masked();
        let shown = masked.chars().filter(|c| c.is_alphanumeric()).count();
        let all = made.formatted().chars().filter(|c| c.is_alphanumeric()).count();
        prop_assert!(shown <= 4 && shown * 3 <= all);
        let debug = format!("{made:?}");
        prop_assert!(!debug.contains(made.normalised()) && !debug.contains(&made.formatted()));
    }

    #[test]
    fn a_refusal_never_repeats_the_number(info in any_kind(), value in "[0-9]{6,18}") {
        if let Err(refusal) = info.parse(&value) {
            let debug = format!("{refusal:?} {refusal}");
            prop_assert!(!debug.contains(&value));
        }
    }

    #[test]
    fn no_text_panics(info in any_kind(), value in any::<String>()) {
        let _ = info.parse(&value).map(|document| document.formatted());
    }

    #[test]
    fn no_plausible_text_panics(info in any_kind(), value in "[+]?[0-9A-ZÑ<& .-]{0,66}") {
        let _ = info.parse(&value).map(|document| document.masked());
    }

    #[test]
    fn no_text_of_the_right_length_panics(
        info in any_kind(),
        digits in "[0-9]{64}",
        mixed in "[0-9A-Z<]{64}",
        extra in 0_usize..20,
    ) {
        let length = (info.min_len + extra).min(info.max_len);
        for value in [&digits[..length], &mixed[..length]] {
            let _ = info.parse(value).map(|document| document.masked());
        }
    }

    #[test]
    fn a_damaged_example_does_not_panic(
        info in any_kind(),
        seed: u64,
        at in 0_usize..64,
        by in "[0-9A-Z<Ñ+]{0,2}",
    ) {
        let made = example(info, seed);
        let mut damaged: Vec<char> = made.normalised().chars().collect();
        let at = at % damaged.len();
        damaged.splice(at..=at, by.chars());
        let damaged: String = damaged.into_iter().collect();
        let _ = info.parse(&damaged).map(|document| document.masked());
    }
}
