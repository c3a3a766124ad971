//! Chile: RUT.

use crate::chars::Chars;
use crate::digits::{complement11, rising};
use crate::facts::{Facts, Holder, Verdict, check, refuse};
use crate::kind::{Alphabet, KindInfo};
use crate::phone::{self, Plan};
use crate::refusal::Scheme;
use crate::{passport, plate};

/// Rol Único Tributario, for persons the same number as the RUN: up to eight digits and a check
/// digit, which may be `K`.
///
/// Weights 2 to 7 from the right, modulo 11; ten is `K` (Servicio de Impuestos Internos;
/// Registro Civil). Every single wrong digit is caught. Persons have numbers below fifty million,
/// foreigners who receive a RUN included; companies and other taxpayers have 50 million and up.
/// Numbers of 100 million and up are provisional school numbers (IPE, IPA), not RUTs, and are
/// refused by length. Repeated digits (`11.111.111-1`) are not reserved.
///
/// It proves neither nationality nor that its holder is alive.
pub const RUT: KindInfo = KindInfo {
    country: "CL",
    name: "rut",
    label: "RUT",
    issuer: "Servicio de Registro Civil e Identificación; Servicio de Impuestos Internos",
    has_check_digit: true,
    catches_single_errors: true,
    check: Scheme::Mod11,
    min_len: 2,
    max_len: 10,
    alphabet: Alphabet::DigitsK,
    source: "DFL 3 de 1969 (Hacienda); SII, cálculo del dígito verificador por módulo 11",
    caveat: "nationality, or that the holder is alive or the company active",
    layouts: &["##.###.###-#"],
    judge: rut,
    make: |rng| {
        let mut chars = rng.decimal(1_000_000, 27_999_999);
        let letter = letter(&chars);
        chars.add(letter);
        chars
    },
};

/// Passport: an optional letter and seven to nine digits.
pub const PASSPORT: KindInfo = KindInfo {
    country: "CL",
    issuer: "Servicio de Registro Civil e Identificación",
    judge: |chars| passport::judge(chars, PASSPORTS),
    make: |rng| plate::make(rng, PASSPORTS),
    ..passport::BASE
};

const PASSPORTS: &[&str] = &["A99999999", "A9999999", "999999999", "99999999", "9999999"];

/// Licence plate (placa patente única): `BBBB12` since 2007, `AB1234` before; motorcycles
/// `BBB12` and `AB123`, also written with a zero after the letters.
///
/// The present form has no vowels, to avoid words. Forms are those of the Registro de Vehículos
/// Motorizados.
pub const LICENSE_PLATE: KindInfo = KindInfo {
    country: "CL",
    issuer: "Servicio de Registro Civil e Identificación",
    source: "Registro de Vehículos Motorizados; forms as observed",
    layouts: &["##-###", "####-##"],
    judge: |chars| {
        plate::judge(chars, &["BBBB99", "BBB99", "BBB099"], &["AA9999", "AA999", "AA0999"])
    },
    make: |rng| plate::make(rng, &["BBBB99"]),
    ..plate::BASE
};

/// Telephone number: nine digits for fixed and mobile lines alike; mobile ones begin with 9
/// (Subtel, since 2016 and 2018). Fixed lines carry the area code as their first one or two
/// digits.
pub const PHONE: KindInfo = KindInfo {
    country: "CL",
    issuer: "Subsecretaría de Telecomunicaciones",
    source: "Decreto 747 de 1999 (Plan Técnico Fundamental de Numeración Telefónica)",
    layouts: &["+## # #### ####"],
    judge: |chars| phone::judge(chars, &PLAN),
    make: |rng| phone::make(rng, &PLAN),
    ..phone::BASE
};

const PLAN: Plan = Plan {
    code: "56",
    trunk: "",
    mobile: &["9dddddddd"],
    fixed: &["2dddddddd", "3dddddddd", "4dddddddd", "5dddddddd", "6dddddddd", "7dddddddd"],
    areas: &[],
};

/// All kinds of Chile.
pub const KINDS: &[KindInfo] = &[RUT, PASSPORT, LICENSE_PLATE, PHONE];

fn letter(body: &[u8]) -> u8 {
    match complement11(rising(body, 2, 7)) {
        10 => b'K',
        digit => b'0' + digit as u8,
    }
}

fn rut(chars: &mut Chars) -> Verdict {
    chars.strip_zeros(2);
    let body = chars.len() - 1;
    if body > 8 {
        return refuse!(
            Length,
            "antes del dígito verificador hay ocho dígitos a lo más",
            "there are eight digits at most before the check digit",
            "há no máximo oito dígitos antes do verificador"
        );
    }
    check!(chars.tail() == letter(chars.body()));
    match chars.number(0..body) {
        0..100_000 => refuse!(
            Range,
            "los RUT comienzan en cien mil",
            "RUTs begin at one hundred thousand",
            "os RUT começam em cem mil"
        ),
        100_000..50_000_000 => Ok(Facts::person()),
        _ => Ok(Facts::of(Holder::Company)),
    }
}
