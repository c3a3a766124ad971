//! Colombia: cédulas, permits for migrants, NIT.

mod migrants;
mod nit;

pub use migrants::{CEDULA_EXTRANJERIA, PEP, PPT};
pub use nit::NIT;

use crate::chars::Chars;
use crate::date;
use crate::facts::{Facts, Note, Sex, Verdict, refuse};
use crate::kind::{BASE, KindInfo};
use crate::phone::{self, Plan};
use crate::{passport, plate};

const CO: KindInfo = KindInfo { country: "CO", ..BASE };

/// Cédula de ciudadanía: 3 to 8 digits, or 10 beginning with 1. There is no check digit.
///
/// From 1952 to about 2003 men received 1 to 19,999,999 and 70,000,000 to 99,999,999, women (from
/// 25 May 1956) 20,000,000 to 69,999,999. The NUIP, in use since March 2000, runs from
/// 1,000,000,000 for everyone. Nine-digit numbers were never cédulas; they are usually a NIT or a
/// number with a digit missing.
///
/// It proves neither that the cédula is in force (it is cancelled on death) nor the present sex
/// in the register.
pub const CEDULA_CIUDADANIA: KindInfo = KindInfo {
    name: "cedula_ciudadania",
    label: "Cédula de ciudadanía",
    issuer: "Registraduría Nacional del Estado Civil",
    min_len: 3,
    max_len: 10,
    source: "Registraduría Nacional, cupos numéricos; Decreto 1260 de 1970; NUIP",
    caveat: "that the cédula is in force, or the present sex in the register",
    layouts: &["#.###.###.###"],
    judge: cedula,
    make: |rng| match rng.within(0, 2) {
        0 => rng.decimal(100_000, 99_999_999),
        _ => rng.decimal(1_000_000_000, 1_199_999_999),
    },
    ..CO
};

/// Tarjeta de identidad of minors: the NUIP of 10 digits, or the old form of 11 digits that
/// begins with the birth date as year, month, day. There is no check digit.
pub const TARJETA_IDENTIDAD: KindInfo = KindInfo {
    name: "tarjeta_identidad",
    label: "Tarjeta de identidad",
    issuer: "Registraduría Nacional del Estado Civil",
    min_len: 10,
    max_len: 11,
    source: "Registraduría Nacional; Decreto 1694 de 1971",
    caveat: "the age of the holder",
    judge: tarjeta,
    make: |rng| rng.decimal(1_000_000_000, 1_199_999_999),
    ..CO
};

/// Passport: two letters and six digits, or in old ones `CC` and the cédula.
pub const PASSPORT: KindInfo = KindInfo {
    country: "CO",
    issuer: "Cancillería",
    judge: |chars| passport::judge(chars, &["AA999999", "AA9999999", "cc99999999", "cc9999999999"]),
    make: |rng| plate::make(rng, &["AA999999"]),
    ..passport::BASE
};

/// Licence plate: `ABC123` for cars, `ABC12D` for motorcycles (`ABC12` before), `123ABC` for
/// three-wheelers, `R12345` and `S12345` for trailers.
pub const LICENSE_PLATE: KindInfo = KindInfo {
    country: "CO",
    issuer: "RUNT, Ministerio de Transporte",
    source: "Ley 769 de 2002; forms as observed",
    judge: |chars| {
        plate::judge(
            chars,
            &["AAA999", "AAA99A", "999AAA", "r99999", "s99999", "AA9999"],
            &["AAA99"],
        )
    },
    make: |rng| plate::make(rng, &["AAA999", "AAA99A"]),
    ..plate::BASE
};

/// Telephone number: ten digits; mobile ones begin with 3, fixed ones with 60 and the digit of
/// the region (Resolución CRC 5826 de 2019, since 1 September 2021).
pub const PHONE: KindInfo = KindInfo {
    country: "CO",
    issuer: "Comisión de Regulación de Comunicaciones",
    source: "Resolución CRC 5826 de 2019",
    layouts: &["+## ### ### ####"],
    judge: |chars| phone::judge(chars, &PLAN),
    make: |rng| phone::make(rng, &PLAN),
    ..phone::BASE
};

const PLAN: Plan = Plan {
    code: "57",
    trunk: "",
    mobile: &["3ddddddddd"],
    fixed: &[
        "601ddddddd",
        "602ddddddd",
        "604ddddddd",
        "605ddddddd",
        "606ddddddd",
        "607ddddddd",
        "608ddddddd",
    ],
    areas: &[],
};

/// All kinds of Colombia.
pub const KINDS: &[KindInfo] = &[
    CEDULA_CIUDADANIA,
    NIT,
    CEDULA_EXTRANJERIA,
    PEP,
    PPT,
    TARJETA_IDENTIDAD,
    PASSPORT,
    LICENSE_PLATE,
    PHONE,
];

fn cedula(chars: &mut Chars) -> Verdict {
    chars.strip_zeros(3);
    let sex = match chars.number(0..chars.len()) {
        0..100 => {
            return refuse!(
                Range,
                "tiene menos de tres cifras",
                "it has fewer than three digits",
                "tem menos de três algarismos"
            );
        }
        100_000_000..1_000_000_000 => {
            return refuse!(
                Range,
                "ninguna cédula tiene nueve cifras: puede faltar una, o ser un NIT",
                "no cédula has nine digits: one may be missing, or it is a NIT",
                "nenhuma cédula tem nove algarismos: pode faltar um, ou ser um NIT"
            );
        }
        2_000_000_000.. => {
            return refuse!(
                Range,
                "las de diez cifras comienzan por 1",
                "those of ten digits begin with 1",
                "as de dez algarismos começam por 1"
            );
        }
        1_000_000_000..2_000_000_000 => return Ok(Facts::person()),
        20_000_000..70_000_000 => Sex::Female,
        _ => Sex::Male,
    };
    Ok(Facts { sex: Some(sex), note: Some(Note::SexFromRange), ..Facts::person() })
}

fn tarjeta(chars: &mut Chars) -> Verdict {
    if chars.len() == 10 {
        if chars[0] != b'1' {
            return refuse!(Range);
        }
        return Ok(Facts::person());
    }
    // Issued to minors from 1971 to 2008, who were born from 1953 on: the century is known.
    let short = date::year_first(chars);
    let century = if short.0 >= 50 { 1900 } else { 2000 };
    match date::in_century(century, short) {
        Some(day) => {
            Ok(Facts { birth_date: Some(day), note: Some(Note::OldForm), ..Facts::person() })
        }
        None => refuse!(Date),
    }
}
