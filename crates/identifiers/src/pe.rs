//! Peru: DNI, CUI, RUC, and permits for migrants.

use crate::chars::Chars;
use crate::digits::{all_equal, dot, is_digit};
use crate::facts::{Facts, Holder, Note, Verdict, check, refuse};
use crate::kind::{Alphabet, BASE, KindInfo};
use crate::phone::{self, Plan};
use crate::refusal::Scheme;
use crate::{passport, plate};

const PE: KindInfo = KindInfo { country: "PE", ..BASE };

/// Documento Nacional de Identidad: 8 digits, without the check character.
///
/// The eight digits alone carry no check digit (it is printed apart, see [`CUI`]). Leading zeros
/// count.
///
/// It proves neither where its holder lives nor that its holder is alive.
pub const DNI: KindInfo = KindInfo {
    name: "dni",
    label: "DNI",
    issuer: "RENIEC",
    min_len: 8,
    max_len: 8,
    source: "Ley 26497, art. 26 a 32 (RENIEC)",
    caveat: "where the holder lives, or that the holder is alive",
    judge: dni,
    make: |rng| rng.fresh(8),
    ..PE
};

/// Código Único de Identificación: the DNI and its check character.
///
/// Weights 3, 2, 7, 6, 5, 4, 3, 2 modulo 11. Cards of before 14 August 2007 print the check
/// character as a letter (`A` to `K`), later ones as a digit; both stand for the same remainder
/// and are accepted. Two remainders share the digit 1, so that a few single errors pass.
pub const CUI: KindInfo = KindInfo {
    name: "cui",
    label: "CUI (DNI con dígito verificador)",
    issuer: "RENIEC",
    has_check_digit: true,
    check: Scheme::Mod11,
    min_len: 9,
    max_len: 9,
    alphabet: Alphabet::Alphanumeric,
    source: "RENIEC, código de verificación del DNI; algorithm as in python-stdnum",
    caveat: "where the holder lives, or that the holder is alive",
    layouts: &["########-#"],
    judge: cui,
    make: |rng| {
        let mut chars = rng.fresh(8);
        let (digit, letter) = cui_pair(&chars);
        let old = rng.within(0, 3) == 0;
        chars.add(if old { letter } else { digit });
        chars
    },
    ..PE
};

/// Registro Único de Contribuyentes: 11 digits.
///
/// `10` and the DNI for persons, `15` and `17` for persons without one, `20` for legal entities;
/// check digit modulo 11 with weights 5, 4, 3, 2, 7, 6, 5, 4, 3, 2 (SUNAT).
pub const RUC: KindInfo = KindInfo {
    name: "ruc",
    label: "RUC",
    issuer: "SUNAT",
    has_check_digit: true,
    check: Scheme::Mod11,
    min_len: 11,
    max_len: 11,
    source: "Decreto Legislativo 943; Resolución de Superintendencia 210-2004/SUNAT",
    caveat: "that the taxpayer is active (`activo`) and can be found (`habido`)",
    judge: ruc,
    make: |rng| {
        let mut chars = Chars::from_bytes(rng.pick(&[&b"10"[..], b"15", b"17", b"20"]));
        rng.digits(&mut chars, 8);
        let digit = ruc_digit(&chars);
        chars.add_digit(digit);
        chars
    },
    ..PE
};

/// Carné de extranjería: 9 digits, `00` first in most. There is no check digit.
pub const CARNE_EXTRANJERIA: KindInfo = KindInfo {
    name: "carne_extranjeria",
    label: "Carné de extranjería",
    issuer: "Superintendencia Nacional de Migraciones",
    min_len: 9,
    max_len: 9,
    source: "Decreto Legislativo 1350; length as in SUNAT's table of documents",
    caveat: "that the residence is in force",
    judge: foreigner,
    make: |rng| {
        let mut chars = Chars::from_bytes(b"00");
        rng.digits(&mut chars, 7);
        chars
    },
    ..PE
};

/// Permiso Temporal de Permanencia of Venezuelans (also CPP): 7 to 9 digits, no check digit.
///
/// Given from 2017 (Decreto Supremo 002-2017-IN); the CPP followed in 2021.
pub const PTP: KindInfo = KindInfo {
    name: "ptp",
    label: "PTP",
    issuer: "Superintendencia Nacional de Migraciones",
    min_len: 7,
    max_len: 9,
    source: "Decreto Supremo 002-2017-IN; length as observed",
    caveat: "that the permit is in force",
    judge: foreigner,
    make: |rng| {
        let mut chars = Chars::from_bytes(b"00");
        rng.digits(&mut chars, 7);
        chars
    },
    ..PE
};

/// Passport: nine digits since the biometric one (July 2016), seven before.
pub const PASSPORT: KindInfo = KindInfo {
    country: "PE",
    issuer: "Superintendencia Nacional de Migraciones",
    judge: |chars| passport::judge(chars, &["999999999", "9999999", "A9999999", "AA999999"]),
    make: |rng| plate::make(rng, &["999999999"]),
    ..passport::BASE
};

/// Licence plate: `ABC123` (the second and third may be digits) since 2010; `1234AB` and `AB1234`
/// for motorcycles.
pub const LICENSE_PLATE: KindInfo = KindInfo {
    country: "PE",
    issuer: "SUNARP, Asociación Automotriz del Perú",
    source: "Decreto Supremo 017-2008-MTC (Reglamento de Placa Única Nacional de Rodaje)",
    layouts: &["###-###"],
    judge: |chars| plate::judge(chars, &["AXX999", "9999XA", "AA9999"], &["AA999", "AAA99"]),
    make: |rng| plate::make(rng, &["AXX999"]),
    ..plate::BASE
};

/// Telephone number: nine digits beginning with 9 for mobile lines; 1 and seven digits in Lima,
/// two digits of the department and six elsewhere (MTC, Plan Técnico Fundamental).
pub const PHONE: KindInfo = KindInfo {
    country: "PE",
    issuer: "Ministerio de Transportes y Comunicaciones",
    source: "Resolución Suprema 022-2002-MTC (Plan Técnico Fundamental de Numeración)",
    layouts: &["+## ## ######", "+## ### ### ###"],
    judge: |chars| phone::judge(chars, &PLAN),
    make: |rng| phone::make(rng, &PLAN),
    ..phone::BASE
};

const PLAN: Plan = Plan {
    code: "51",
    trunk: "0",
    mobile: &["9dddddddd"],
    fixed: &["1ddddddd", "4ddddddd", "5ddddddd", "6ddddddd", "7ddddddd", "8ddddddd"],
    areas: &[],
};

/// All kinds of Peru.
pub const KINDS: &[KindInfo] =
    &[DNI, CUI, RUC, CARNE_EXTRANJERIA, PTP, PASSPORT, LICENSE_PLATE, PHONE];

fn dni(chars: &mut Chars) -> Verdict {
    if all_equal(chars) && chars[0] == b'0' {
        return refuse!(Reserved);
    }
    Ok(Facts::person())
}

/// The digit and the letter that a remainder stands for.
fn cui_pair(body: &[u8]) -> (u8, u8) {
    let remainder = dot(&body[..8], &[3, 2, 7, 6, 5, 4, 3, 2]) as usize % 11;
    (b"65432110987"[remainder], b"KJIHGFEDCBA"[remainder])
}

fn cui(chars: &mut Chars) -> Verdict {
    if !chars[..8].iter().all(u8::is_ascii_digit) {
        return refuse!(
            Characters,
            "solo el último carácter puede ser una letra",
            "only the last character may be a letter",
            "só o último caractere pode ser uma letra"
        );
    }
    let (digit, letter) = cui_pair(chars);
    check!(chars.tail() == digit || chars.tail() == letter);
    if chars.number(0..8) == 0 {
        return refuse!(Reserved);
    }
    let old = chars.tail().is_ascii_uppercase();
    Ok(Facts { note: old.then_some(Note::OldForm), ..Facts::person() })
}

fn ruc_digit(body: &[u8]) -> u32 {
    (11 - dot(&body[..10], &[5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11) % 10
}

fn ruc(chars: &mut Chars) -> Verdict {
    let facts = match &chars[..2] {
        b"10" => Facts::person().taxed_as("10", "Persona natural con DNI"),
        b"15" => Facts::person().taxed_as("15", "Persona natural sin DNI"),
        b"17" => Facts::of(Holder::Foreigner).taxed_as("17", "Persona natural sin DNI"),
        b"20" => Facts::of(Holder::Company).taxed_as("20", "Persona jurídica"),
        _ => {
            return refuse!(
                Range,
                "comienza por 10, 15, 17 o 20",
                "it begins with 10, 15, 17 or 20",
                "começa por 10, 15, 17 ou 20"
            );
        }
    };
    check!(is_digit(chars.tail(), ruc_digit(chars)));
    if chars.number(2..10) == 0 {
        return refuse!(Reserved);
    }
    Ok(facts)
}

fn foreigner(chars: &mut Chars) -> Verdict {
    if all_equal(chars) && chars[0] == b'0' {
        return refuse!(Reserved);
    }
    Ok(Facts::of(Holder::Foreigner))
}
