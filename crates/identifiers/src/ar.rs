//! Argentina: DNI and CUIT.

use crate::chars::Chars;
use crate::digits::{complement11, dot, is_digit};
use crate::facts::{Facts, Holder, Verdict, check, refuse};
use crate::kind::{BASE, KindInfo};
use crate::phone::{self, Plan};
use crate::refusal::Scheme;
use crate::{passport, plate};

const AR: KindInfo = KindInfo { country: "AR", ..BASE };

/// Documento Nacional de Identidad: 6 to 8 digits, no check digit.
///
/// Given out in sequence by RENAPER. Foreigners who reside have 90 million and up. The series from
/// 60,000,000 to 69,999,999 was assigned in December 2019 to CUIT and CUIL of foreigners
/// (Disposición RENAPER 4678/2019), so births went from 59,999,999 to 70,000,000 in 2023: a DNI in
/// that series is refused.
pub const DNI: KindInfo = KindInfo {
    name: "dni",
    label: "DNI",
    issuer: "RENAPER",
    min_len: 6,
    max_len: 8,
    source: "Ley 17.671; Disposición RENAPER 4678/2019",
    caveat: "nationality, or that the holder is alive",
    layouts: &["##.###.###"],
    judge: dni,
    make: |rng| rng.decimal(5_000_000, 59_999_999),
    ..AR
};

/// Clave Única de Identificación Tributaria, and the CUIL of employees: 11 digits.
///
/// Prefix, eight digits (the DNI for persons) and a check digit modulo 11 with weights 5, 4, 3, 2,
/// 7, 6, 5, 4, 3, 2. A remainder that would need 10 is never issued: the prefix becomes 23, 24, 33
/// or 34 instead; so every single wrong digit is caught. Prefixes 20, 23 to 27 are persons, 30, 33
/// and 34 entities, 50, 51 and 55 persons and entities abroad (AFIP, now ARCA).
///
/// The prefix used to follow sex (20 male, 27 female), but 23 to 26 do not tell it and the other
/// two no longer do so reliably: sex is not derived.
pub const CUIT: KindInfo = KindInfo {
    name: "cuit",
    label: "CUIT/CUIL",
    issuer: "ARCA (AFIP), ANSES",
    has_check_digit: true,
    catches_single_errors: true,
    check: Scheme::Mod11,
    min_len: 11,
    max_len: 11,
    source: "Resolución General AFIP 10/1997; módulo 11",
    caveat: "that the taxpayer is registered, or the sex of the person",
    layouts: &["##-########-#"],
    judge: cuit,
    make: |rng| {
        let mut chars = Chars::from_bytes(rng.pick(&[&b"20"[..], b"27", b"30"]));
        let body = match chars[0] {
            b'3' => rng.decimal(50_000_000, 71_999_999),
            _ => rng.decimal(10_000_000, 59_999_999),
        };
        chars.add_all(&body);
        let digit = complement11(dot(&chars, WEIGHTS));
        if digit < 10 {
            chars.add_digit(digit);
        }
        chars
    },
    ..AR
};

/// Passport: three letters and six digits since 2012, eight digits and a letter before.
pub const PASSPORT: KindInfo = KindInfo {
    country: "AR",
    issuer: "RENAPER",
    judge: |chars| passport::judge(chars, &["AAA999999", "99999999A", "9999999A"]),
    make: |rng| plate::make(rng, &["AAA999999"]),
    ..passport::BASE
};

/// Licence plate: `AB123CD` (Mercosur) since April 2016, `ABC123` from 1995; motorcycles `A123BCD`
/// and `123ABC`.
pub const LICENSE_PLATE: KindInfo = KindInfo {
    country: "AR",
    issuer: "DNRPA",
    source: "Resolución GMC Mercosur 33/14; Disposición DNRPA",
    layouts: &["### ###", "## ### ##"],
    judge: |chars| plate::judge(chars, &["AA999AA", "A999AAA"], &["AAA999", "999AAA"]),
    make: |rng| plate::make(rng, &["AA999AA", "AAA999"]),
    ..plate::BASE
};

/// Telephone number: ten digits, area code included; from abroad a `9` precedes mobile ones, and
/// at home `15` follows the area code, which is brought to the former (ENACOM).
pub const PHONE: KindInfo = KindInfo {
    country: "AR",
    issuer: "ENACOM",
    source: "Resolución SC 46/97 (Plan Fundamental de Numeración Nacional)",
    layouts: &["+## ## #### ####", "+## # ## #### ####"],
    judge: |chars| phone::judge(chars, &PLAN),
    make: |rng| phone::make(rng, &PLAN),
    ..phone::BASE
};

const PLAN: Plan = Plan {
    code: "54",
    trunk: "0",
    mobile: &["911dddddddd", "92ddddddddd", "93ddddddddd"],
    fixed: &["11dddddddd", "2ddddddddd", "3ddddddddd"],
    areas: &[],
};

/// All kinds of Argentina.
pub const KINDS: &[KindInfo] = &[DNI, CUIT, PASSPORT, LICENSE_PLATE, PHONE];

const WEIGHTS: &[u8] = &[5, 4, 3, 2, 7, 6, 5, 4, 3, 2];

fn dni(chars: &mut Chars) -> Verdict {
    chars.strip_zeros(6);
    match chars.number(0..chars.len()) {
        0..100_000 => refuse!(
            Range,
            "los DNI tienen más cifras",
            "DNIs have more digits",
            "os DNI têm mais algarismos"
        ),
        60_000_000..70_000_000 => refuse!(
            Reserved,
            "la serie de 60 millones es de CUIT y CUIL de extranjeros, no de DNI",
            "the series of 60 million belongs to CUITs and CUILs of foreigners, not to DNIs",
            "a série de 60 milhões é de CUIT e CUIL de estrangeiros, não de DNI"
        ),
        90_000_000.. => Ok(Facts::of(Holder::Foreigner)),
        _ => Ok(Facts::person()),
    }
}

fn cuit(chars: &mut Chars) -> Verdict {
    let facts = match &chars[..2] {
        b"20" | b"23" | b"24" | b"25" | b"26" | b"27" => Facts::person(),
        b"30" | b"33" | b"34" => Facts::of(Holder::Company),
        b"50" | b"51" | b"55" => Facts::default().taxed_as("5", "Sujeto del exterior"),
        _ => {
            return refuse!(
                Range,
                "comienza por 20, 23 a 27, 30, 33, 34, 50, 51 o 55",
                "it begins with 20, 23 to 27, 30, 33, 34, 50, 51 or 55",
                "começa por 20, 23 a 27, 30, 33, 34, 50, 51 ou 55"
            );
        }
    };
    check!(is_digit(chars.tail(), complement11(dot(chars.body(), WEIGHTS))));
    if chars.number(2..10) == 0 {
        return refuse!(Reserved);
    }
    Ok(facts)
}
