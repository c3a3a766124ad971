//! Venezuela: RIF.

use crate::chars::Chars;
use crate::digits::{complement11_zero, dot, is_digit};
use crate::facts::{Facts, Holder, Note, Verdict, refuse};
use crate::kind::{Alphabet, BASE, KindInfo};
use crate::phone::{self, Plan};
use crate::refusal::Scheme;
use crate::{passport, plate};

/// Registro Único de Información Fiscal: a letter, eight digits and a check digit.
///
/// `V` Venezuelans, `E` foreigners, `P` passport holders, `J` entities, `G` the state, `C` communal
/// councils. The letter counts 1, 2, 4, 3, 5 times four; the digits have weights 3, 2, 7, 6, 5, 4,
/// 3, 2; modulo 11, with 10 and 11 written as 0 (SENIAT). For `C`, a later letter, sources disagree
/// on the value: it is taken as that of `J`, and a mismatch is only noted. Cédulas shorter than
/// eight digits are padded with zeros.
pub const RIF: KindInfo = KindInfo {
    country: "VE",
    name: "rif",
    label: "RIF",
    issuer: "SENIAT",
    has_check_digit: true,
    check: Scheme::Mod11,
    min_len: 7,
    max_len: 10,
    alphabet: Alphabet::Alphanumeric,
    source: "Providencia Administrativa SNAT/2013/0048; algorithm as in python-stdnum",
    caveat: "that the registration is in force",
    layouts: &["#-########-#"],
    judge: rif,
    make: |rng| {
        let mut chars = Chars::from_bytes(rng.pick(&[&b"V"[..], b"E", b"J", b"G"]));
        rng.digits(&mut chars, 8);
        let digit = digit(&chars);
        chars.add_digit(digit);
        chars
    },
    ..BASE
};

/// Passport: nine digits, or a letter and seven or eight in old ones.
pub const PASSPORT: KindInfo = KindInfo {
    country: "VE",
    issuer: "SAIME",
    judge: |chars| passport::judge(chars, &["999999999", "A9999999", "A99999999"]),
    make: |rng| plate::make(rng, &["999999999"]),
    ..passport::BASE
};

/// Telephone number: ten digits, mobile ones in 412, 414, 416, 422, 424 and 426, fixed ones in 2xx
/// (CONATEL).
pub const PHONE: KindInfo = KindInfo {
    country: "VE",
    issuer: "CONATEL",
    layouts: &["+## ### ### ####"],
    judge: |chars| phone::judge(chars, &PLAN),
    make: |rng| phone::make(rng, &PLAN),
    ..phone::BASE
};

const PLAN: Plan = Plan {
    code: "58",
    trunk: "0",
    mobile: &["412ddddddd", "414ddddddd", "416ddddddd", "422ddddddd", "424ddddddd", "426ddddddd"],
    fixed: &["2ddddddddd"],
    areas: &[],
};

/// All kinds of Venezuela.
pub const KINDS: &[KindInfo] = &[RIF, PASSPORT, PHONE];

fn digit(chars: &[u8]) -> u32 {
    let letter = match chars[0] {
        b'V' => 4,
        b'E' => 8,
        b'J' | b'C' => 12,
        b'P' => 16,
        _ => 20,
    };
    complement11_zero(letter + dot(&chars[1..9], &[3, 2, 7, 6, 5, 4, 3, 2]))
}

fn rif(chars: &mut Chars) -> Verdict {
    let facts = match chars[0] {
        b'V' => Facts::person().taxed_as("V", "Persona natural venezolana"),
        b'E' => Facts::of(Holder::Foreigner).taxed_as("E", "Persona natural extranjera"),
        b'P' => Facts::of(Holder::Foreigner).taxed_as("P", "Persona con pasaporte"),
        b'J' => Facts::of(Holder::Company).taxed_as("J", "Persona jurídica"),
        b'G' => Facts::of(Holder::Public).taxed_as("G", "Ente gubernamental"),
        b'C' => Facts::of(Holder::Public).taxed_as("C", "Consejo comunal"),
        _ => {
            return refuse!(
                Characters,
                "comienza por V, E, P, J, G o C",
                "it begins with V, E, P, J, G or C",
                "começa por V, E, P, J, G ou C"
            );
        }
    };
    if !chars[1..].iter().all(u8::is_ascii_digit) {
        return refuse!(Characters);
    }
    chars.pad(1, 10);
    if chars.number(1..9) == 0 {
        return refuse!(Reserved);
    }
    match (is_digit(chars.tail(), digit(chars)), chars[0]) {
        (true, _) => Ok(facts),
        (false, b'C') => Ok(Facts { note: Some(Note::CheckDigitNotRequired), ..facts }),
        _ => refuse!(CheckDigit),
    }
}
