//! Guatemala: NIT.

use crate::chars::Chars;
use crate::digits::{complement11, rising};
use crate::facts::{Facts, Verdict, check, refuse};
use crate::kind::{Alphabet, BASE, KindInfo};
use crate::phone::{self, Plan};
use crate::refusal::Scheme;
use crate::{passport, plate};

/// Número de Identificación Tributaria: up to eleven digits and a check character, which may be
/// `K`.
///
/// Weights 2, 3, 4 and so on from the right, modulo 11, ten being `K` (SAT, reglas y validaciones
/// FEL). Leading zeros are dropped. Persons and entities have the same form. `CF` (consumidor
/// final) on invoices is no NIT.
pub const NIT: KindInfo = KindInfo {
    country: "GT",
    name: "nit",
    label: "NIT",
    issuer: "Superintendencia de Administración Tributaria",
    has_check_digit: true,
    check: Scheme::Mod11,
    min_len: 2,
    max_len: 12,
    alphabet: Alphabet::DigitsK,
    source: "SAT Guatemala, FEL: reglas y validaciones (dígito verificador del NIT)",
    caveat: "that the taxpayer is active",
    layouts: &["###########-#"],
    judge: nit,
    make: |rng| {
        let mut chars = rng.decimal(100_000, 119_999_999);
        let letter = letter(&chars);
        chars.add(letter);
        chars
    },
    ..BASE
};

/// Passport: nine digits.
pub const PASSPORT: KindInfo = KindInfo {
    country: "GT",
    issuer: "Instituto Guatemalteco de Migración",
    judge: |chars| passport::judge(chars, &["999999999", "A99999999"]),
    make: |rng| plate::make(rng, &["999999999"]),
    ..passport::BASE
};

/// Telephone number: eight digits, fixed lines beginning with 2, 6 or 7, mobile ones with 3, 4 or
/// 5 (SIT).
pub const PHONE: KindInfo = KindInfo {
    country: "GT",
    issuer: "Superintendencia de Telecomunicaciones",
    layouts: &["+### #### ####"],
    judge: |chars| phone::judge(chars, &PLAN),
    make: |rng| phone::make(rng, &PLAN),
    ..phone::BASE
};

const PLAN: Plan = Plan {
    code: "502",
    trunk: "",
    mobile: &["3ddddddd", "4ddddddd", "5ddddddd"],
    fixed: &["2ddddddd", "6ddddddd", "7ddddddd"],
    areas: &[],
};

/// All kinds of Guatemala.
pub const KINDS: &[KindInfo] = &[NIT, PASSPORT, PHONE];

fn letter(body: &[u8]) -> u8 {
    match complement11(rising(body, 2, 12)) {
        10 => b'K',
        digit => b'0' + digit as u8,
    }
}

fn nit(chars: &mut Chars) -> Verdict {
    chars.strip_zeros(2);
    check!(chars.tail() == letter(chars.body()));
    if chars.number(0..chars.len() - 1) == 0 {
        return refuse!(Reserved);
    }
    Ok(Facts::default())
}
