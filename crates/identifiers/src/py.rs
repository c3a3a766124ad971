//! Paraguay: RUC.

use crate::chars::Chars;
use crate::digits::{complement11_zero, is_digit, rising};
use crate::facts::{Facts, Holder, Verdict, check, refuse};
use crate::kind::{BASE, KindInfo};
use crate::phone::{self, Plan};
use crate::refusal::Scheme;
use crate::{passport, plate};

/// Registro Único de Contribuyentes: up to eight digits and a check digit.
///
/// Weights 2, 3, 4 and so on from the right, modulo 11, ten written as zero, so that a few single
/// errors pass (SET, now DNIT). Entities have 80 million and up; for persons the number is that of
/// the cédula.
pub const RUC: KindInfo = KindInfo {
    country: "PY",
    name: "ruc",
    label: "RUC",
    issuer: "Dirección Nacional de Ingresos Tributarios",
    has_check_digit: true,
    check: Scheme::Mod11,
    min_len: 2,
    max_len: 9,
    source: "SET, cálculo del dígito verificador del RUC (módulo 11)",
    caveat: "that the taxpayer is active",
    layouts: &["########-#"],
    judge: ruc,
    make: |rng| {
        let mut chars = match rng.within(0, 1) {
            0 => rng.decimal(100_000, 7_999_999),
            _ => rng.decimal(80_000_001, 80_149_999),
        };
        let digit = complement11_zero(rising(&chars, 2, 11));
        chars.add_digit(digit);
        chars
    },
    ..BASE
};

/// Passport: a letter and six digits.
pub const PASSPORT: KindInfo = KindInfo {
    country: "PY",
    issuer: "Policía Nacional, Departamento de Identificaciones",
    judge: |chars| passport::judge(chars, &["A999999", "A9999999"]),
    make: |rng| plate::make(rng, &["A999999"]),
    ..passport::BASE
};

/// Telephone number: nine digits beginning with 9 for mobile lines, area 2 to 8 and seven to
/// nine digits in all for fixed ones (CONATEL).
pub const PHONE: KindInfo = KindInfo {
    country: "PY",
    issuer: "CONATEL",
    layouts: &["+### ### ### ###"],
    judge: |chars| phone::judge(chars, &PLAN),
    make: |rng| phone::make(rng, &PLAN),
    ..phone::BASE
};

const PLAN: Plan = Plan {
    code: "595",
    trunk: "0",
    mobile: &["96ddddddd", "97ddddddd", "98ddddddd", "99ddddddd"],
    fixed: &[
        "2ddddddd",
        "21ddddddd",
        "3ddddddd",
        "4ddddddd",
        "5ddddddd",
        "6ddddddd",
        "7ddddddd",
        "8ddddddd",
    ],
    areas: &[],
};

/// All kinds of Paraguay.
pub const KINDS: &[KindInfo] = &[RUC, PASSPORT, PHONE];

fn ruc(chars: &mut Chars) -> Verdict {
    chars.strip_zeros(2);
    check!(is_digit(chars.tail(), complement11_zero(rising(chars.body(), 2, 11))));
    match chars.number(0..chars.len() - 1) {
        0 => refuse!(Reserved),
        80_000_000.. => Ok(Facts::of(Holder::Company)),
        _ => Ok(Facts::person()),
    }
}
