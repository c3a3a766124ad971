//! Drivers and vehicles: CNH, RENAVAM, licence plate.

use crate::chars::Chars;
use crate::digits::{all_equal, complement11_zero, dot, is_digit, rising};
use crate::facts::{Facts, Holder, Verdict, check, refuse};
use crate::kind::KindInfo;
use crate::plate;

use super::{BR, close, closed};

/// Número de registro of the Carteira Nacional de Habilitação: 11 digits.
///
/// The number of the driver in RENACH, which stays the same on renewal, not the number printed
/// on the blank form. Two check digits modulo 11 (weights 9 to 1, then 1 to 9), the second
/// reduced by two where the first came out as ten. DENATRAN never published the formula; it is
/// the one that all implementations share.
pub const CNH: KindInfo = KindInfo {
    name: "cnh",
    label: "CNH (registro)",
    issuer: "SENATRAN",
    min_len: 11,
    max_len: 11,
    source: "Resolução CONTRAN 886/2021 for the document; formula as commonly implemented",
    caveat: "that the licence is valid, or for which category",
    layouts: &["###########"],
    judge: cnh,
    make: |rng| {
        let mut chars = rng.fresh(9);
        close(&mut chars, cnh_digits);
        chars
    },
    ..BR
};

/// Registro Nacional de Veículos Automotores: 11 digits, the last a check digit.
///
/// Weights 2 to 9 from the right and again 2, 3, modulo 11 (DENATRAN, Portaria 27/2013). Up to
/// 2013 numbers had nine digits; they are now written with two leading zeros, and short forms
/// are padded.
pub const RENAVAM: KindInfo = KindInfo {
    name: "renavam",
    label: "RENAVAM",
    issuer: "SENATRAN",
    min_len: 9,
    max_len: 11,
    source: "Portaria DENATRAN 27/2013 (eleven digits); módulo 11",
    caveat: "who owns the vehicle, or that it is not stolen",
    layouts: &["###########"],
    judge: renavam,
    make: |rng| {
        let mut chars = rng.fresh(10);
        let digit = complement11_zero(rising(&chars, 2, 9));
        chars.add_digit(digit);
        chars
    },
    ..BR
};

/// Licence plate: `ABC1234`, and the Mercosur form `ABC1D23`.
///
/// The Mercosur form was introduced in September 2018 and is given to all new vehicles since 31
/// January 2020 (Resolução CONTRAN 780/2019, now 969/2022); on conversion the second digit becomes
/// a letter, `A` for 0 to `J` for 9.
pub const LICENSE_PLATE: KindInfo = KindInfo {
    country: "BR",
    issuer: "SENATRAN",
    source: "Resolução CONTRAN 969/2022",
    judge: |chars| plate::judge(chars, &["AAA9A99"], &["AAA9999"]),
    make: |rng| plate::make(rng, &["AAA9A99", "AAA9999"]),
    ..plate::BASE
};

fn cnh_digits(body: &[u8]) -> (u32, u32) {
    let first = dot(body, &[9, 8, 7, 6, 5, 4, 3, 2, 1]) % 11;
    let discount = if first == 10 { 2 } else { 0 };
    let second = (dot(body, &[1, 2, 3, 4, 5, 6, 7, 8, 9]) % 11 + 11 - discount) % 11;
    (first % 10, second % 10)
}

fn cnh(chars: &mut Chars) -> Verdict {
    check!(closed(chars, cnh_digits(&chars[..9])));
    if all_equal(chars) {
        return refuse!(Reserved);
    }
    Ok(Facts::person())
}

fn renavam(chars: &mut Chars) -> Verdict {
    chars.pad(0, 11);
    check!(is_digit(chars.tail(), complement11_zero(rising(chars.body(), 2, 9))));
    if all_equal(chars) {
        return refuse!(Reserved);
    }
    Ok(Facts::of(Holder::Vehicle))
}
