//! Dominican Republic: cédula and RNC.

use crate::chars::Chars;
use crate::digits::{dot, is_digit, luhn};
use crate::facts::{Facts, Holder, Verdict, check, refuse};
use crate::kind::{BASE, KindInfo};
use crate::phone::{self, Plan};
use crate::refusal::Scheme;
use crate::{passport, plate};

const DO: KindInfo = KindInfo { country: "DO", has_check_digit: true, ..BASE };

/// Cédula de identidad y electoral: 11 digits, the last by the Luhn formula.
///
/// Three digits of the registry, seven in sequence and a check digit (Junta Central Electoral).
/// Every single wrong digit is caught. A few hundred cédulas were issued with a wrong check digit
/// and are in force; they are refused here, and only the JCE can tell them from errors.
pub const CEDULA: KindInfo = KindInfo {
    name: "cedula",
    label: "Cédula de identidad y electoral",
    issuer: "Junta Central Electoral",
    catches_single_errors: true,
    check: Scheme::Luhn,
    min_len: 11,
    max_len: 11,
    source: "Ley 8-92; módulo 10 (Luhn)",
    caveat: "citizenship: foreigners who reside have cédulas too",
    layouts: &["###-#######-#"],
    judge: cedula,
    make: |rng| {
        let mut chars = rng.fresh(10);
        let digit = luhn(&chars);
        chars.add_digit(digit);
        chars
    },
    ..DO
};

/// Registro Nacional de Contribuyentes: 9 digits for entities; persons use the cédula.
///
/// Check digit modulo 11 with weights 7, 9, 8, 6, 5, 4, 3, 2; remainders 0 and 1 give 2 and 1, so
/// that a few single errors pass (DGII). Some old numbers do not satisfy it and are refused.
pub const RNC: KindInfo = KindInfo {
    name: "rnc",
    label: "RNC",
    issuer: "Dirección General de Impuestos Internos",
    check: Scheme::Mod11,
    min_len: 9,
    max_len: 9,
    source: "DGII, Norma General sobre el RNC; algorithm as in python-stdnum",
    caveat: "that the taxpayer is active",
    layouts: &["#-##-#####-#"],
    judge: rnc,
    make: |rng| {
        let mut chars = Chars::from_bytes(rng.pick(&[&b"1"[..], b"4"]));
        rng.digits(&mut chars, 7);
        let digit = rnc_digit(&chars);
        chars.add_digit(digit);
        chars
    },
    ..DO
};

/// Passport: two letters and seven digits.
pub const PASSPORT: KindInfo = KindInfo {
    country: "DO",
    issuer: "Dirección General de Pasaportes",
    judge: |chars| passport::judge(chars, &["AA9999999"]),
    make: |rng| plate::make(rng, &["AA9999999"]),
    ..passport::BASE
};

/// Telephone number of the North American plan in areas 809, 829 and 849; the plan does not tell
/// mobile from fixed lines (INDOTEL).
pub const PHONE: KindInfo = KindInfo {
    country: "DO",
    issuer: "INDOTEL",
    source: "North American Numbering Plan; INDOTEL",
    layouts: &["+# ### ### ####"],
    judge: |chars| phone::judge(chars, &PLAN),
    make: |rng| phone::make(rng, &PLAN),
    ..phone::BASE
};

const PLAN: Plan = Plan { code: "1", trunk: "1", mobile: LINES, fixed: &[], areas: &[] };

const LINES: &[&str] = &[
    "8092dddddd",
    "8093dddddd",
    "8094dddddd",
    "8095dddddd",
    "8096dddddd",
    "8097dddddd",
    "8098dddddd",
    "8099dddddd",
    "8292dddddd",
    "8293dddddd",
    "8294dddddd",
    "8295dddddd",
    "8296dddddd",
    "8297dddddd",
    "8298dddddd",
    "8299dddddd",
    "8492dddddd",
    "8493dddddd",
    "8494dddddd",
    "8495dddddd",
    "8496dddddd",
    "8497dddddd",
    "8498dddddd",
    "8499dddddd",
];

/// All kinds of the Dominican Republic.
pub const KINDS: &[KindInfo] = &[CEDULA, RNC, PASSPORT, PHONE];

fn cedula(chars: &mut Chars) -> Verdict {
    check!(is_digit(chars.tail(), luhn(chars.body())));
    if chars.number(0..3) == 0 || chars.number(3..10) == 0 {
        return refuse!(Reserved);
    }
    Ok(Facts::person())
}

fn rnc_digit(body: &[u8]) -> u32 {
    let remainder = dot(&body[..8], &[7, 9, 8, 6, 5, 4, 3, 2]) % 11;
    (10 - remainder) % 9 + 1
}

fn rnc(chars: &mut Chars) -> Verdict {
    check!(is_digit(chars.tail(), rnc_digit(chars)));
    if chars.number(0..8) == 0 {
        return refuse!(Reserved);
    }
    match chars[0] {
        b'4' => Ok(Facts::of(Holder::Public)),
        _ => Ok(Facts::of(Holder::Company)),
    }
}
