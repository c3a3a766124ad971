//! Ecuador: cédula and RUC.

use crate::chars::Chars;
use crate::digits::{complement11, dot, is_digit, luhn};
use crate::facts::{Facts, Fault, Holder, Note, Region, Verdict, check, refuse};
use crate::kind::{BASE, KindInfo};
use crate::phone::{self, Plan};
use crate::refusal::Scheme;
use crate::rng::Rng;
use crate::{passport, plate};

const EC: KindInfo = KindInfo { country: "EC", has_check_digit: true, ..BASE };

/// Cédula de identidad o de ciudadanía: 10 digits.
///
/// Two digits of the province where it was first issued (01 to 24, 30 abroad), a third digit of 0
/// to 6 (6 appeared with foreigners), six in sequence, and a check digit by the Luhn formula
/// (Registro Civil). Every single wrong digit is caught.
///
/// It proves neither citizenship nor where its holder lives.
pub const CI: KindInfo = KindInfo {
    name: "ci",
    label: "Cédula",
    issuer: "Dirección General de Registro Civil",
    catches_single_errors: true,
    check: Scheme::Luhn,
    min_len: 10,
    max_len: 10,
    source: "Ley Orgánica de Gestión de la Identidad y Datos Civiles; módulo 10",
    caveat: "citizenship, or where the holder lives",
    layouts: &["#########-#"],
    judge: ci,
    make: make_ci,
    ..EC
};

/// Registro Único de Contribuyentes: 13 digits.
///
/// For persons the cédula and a number of establishment from 001. Public bodies have 6 as their
/// third digit, companies and foreigners without a cédula 9. The modulus 11 of these two is a habit
/// of old numbers: the SRI has stated that they are given out without an algorithm and that the
/// check digit must not be required, so it is computed, and a mismatch is only noted
/// ([`Note::CheckDigitNotRequired`]).
pub const RUC: KindInfo = KindInfo {
    name: "ruc",
    label: "RUC",
    issuer: "Servicio de Rentas Internas (SRI)",
    check: Scheme::Luhn,
    min_len: 13,
    max_len: 13,
    source: "Reglamento a la Ley del RUC; SRI on RUCs of companies, quoted in python-stdnum issue 497",
    caveat: "that the taxpayer is active",
    layouts: &["##########-###"],
    judge: ruc,
    make: |rng| {
        let mut chars = make_ci(rng);
        chars.add_all(b"001");
        chars
    },
    ..EC
};

/// Passport: a letter and seven or eight digits, or the cédula in old ones.
pub const PASSPORT: KindInfo = KindInfo {
    country: "EC",
    issuer: "Dirección General de Registro Civil",
    judge: |chars| passport::judge(chars, &["A9999999", "A99999999", "9999999999"]),
    make: |rng| plate::make(rng, &["A9999999"]),
    ..passport::BASE
};

/// Licence plate: `ABC1234`, the first letter being the province of registration; `ABC123` in old
/// ones; motorcycles `AB123C`.
pub const LICENSE_PLATE: KindInfo = KindInfo {
    country: "EC",
    issuer: "Agencia Nacional de Tránsito",
    source: "Ley Orgánica de Transporte Terrestre, Reglamento; ANT, letras por provincia",
    layouts: &["###-###", "###-####"],
    judge: |chars| {
        let facts = plate::judge(chars, &["AAA9999", "AA999A"], &["AAA999"])?;
        let region = LETTERS.iter().find(|(code, _)| code.as_bytes()[0] == chars[0]);
        Ok(Facts { region: region.map(|&(code, name)| Region { code, name }), ..facts })
    },
    make: |rng| plate::make(rng, &["pAA9999", "gAA9999"]),
    ..plate::BASE
};

/// Telephone number: nine digits beginning with 9 for mobile lines, area 2 to 7 and seven digits
/// for fixed ones (ARCOTEL).
pub const PHONE: KindInfo = KindInfo {
    country: "EC",
    issuer: "ARCOTEL",
    source: "ARCOTEL, Plan Técnico Fundamental de Numeración",
    layouts: &["+### # ### ####", "+### ## ### ####"],
    judge: |chars| phone::judge(chars, &PLAN),
    make: |rng| phone::make(rng, &PLAN),
    ..phone::BASE
};

const PLAN: Plan = Plan {
    code: "593",
    trunk: "0",
    mobile: &["9dddddddd"],
    fixed: &["2ddddddd", "3ddddddd", "4ddddddd", "5ddddddd", "6ddddddd", "7ddddddd"],
    areas: &[],
};

/// All kinds of Ecuador.
pub const KINDS: &[KindInfo] = &[CI, RUC, PASSPORT, LICENSE_PLATE, PHONE];

const PROVINCES: [(&str, &str); 24] = [
    ("01", "Azuay"),
    ("02", "Bolívar"),
    ("03", "Cañar"),
    ("04", "Carchi"),
    ("05", "Cotopaxi"),
    ("06", "Chimborazo"),
    ("07", "El Oro"),
    ("08", "Esmeraldas"),
    ("09", "Guayas"),
    ("10", "Imbabura"),
    ("11", "Loja"),
    ("12", "Los Ríos"),
    ("13", "Manabí"),
    ("14", "Morona Santiago"),
    ("15", "Napo"),
    ("16", "Pastaza"),
    ("17", "Pichincha"),
    ("18", "Tungurahua"),
    ("19", "Zamora Chinchipe"),
    ("20", "Galápagos"),
    ("21", "Sucumbíos"),
    ("22", "Orellana"),
    ("23", "Santo Domingo de los Tsáchilas"),
    ("24", "Santa Elena"),
];

const LETTERS: [(&str, &str); 24] = [
    ("A", "Azuay"),
    ("B", "Bolívar"),
    ("C", "Carchi"),
    ("E", "Esmeraldas"),
    ("G", "Guayas"),
    ("H", "Chimborazo"),
    ("I", "Imbabura"),
    ("J", "Santo Domingo de los Tsáchilas"),
    ("K", "Sucumbíos"),
    ("L", "Loja"),
    ("M", "Manabí"),
    ("N", "Napo"),
    ("O", "El Oro"),
    ("P", "Pichincha"),
    ("Q", "Orellana"),
    ("R", "Los Ríos"),
    ("S", "Pastaza"),
    ("T", "Tungurahua"),
    ("U", "Cañar"),
    ("V", "Morona Santiago"),
    ("W", "Galápagos"),
    ("X", "Cotopaxi"),
    ("Y", "Santa Elena"),
    ("Z", "Zamora Chinchipe"),
];

fn province(chars: &[u8]) -> Result<Region, Fault> {
    let number = usize::from(crate::date::pair(chars, 0));
    match (number, PROVINCES.get(number.wrapping_sub(1))) {
        (_, Some(&(code, name))) => Ok(Region { code, name }),
        (30, _) => Ok(Region { code: "30", name: "Exterior" }),
        (50, _) => Ok(Region { code: "50", name: "Exterior" }),
        _ => refuse!(
            Range,
            "los dos primeros dígitos son la provincia: 01 a 24, o 30",
            "the first two digits are the province: 01 to 24, or 30",
            "os dois primeiros dígitos são a província: 01 a 24, ou 30"
        ),
    }
}

fn ci(chars: &mut Chars) -> Verdict {
    let region = province(chars)?;
    if chars[2] > b'6' {
        return refuse!(
            Range,
            "el tercer dígito va de 0 a 6",
            "the third digit runs from 0 to 6",
            "o terceiro dígito vai de 0 a 6"
        );
    }
    check!(is_digit(chars[9], luhn(&chars[..9])));
    Ok(Facts { region: Some(region), ..Facts::person() })
}

fn ruc(chars: &mut Chars) -> Verdict {
    let region = Some(province(chars)?);
    let natural = chars[2] <= b'6' && is_digit(chars[9], luhn(&chars[..9]));
    if chars.number(10..13) == 0 {
        return refuse!(
            Range,
            "los establecimientos se numeran desde 001",
            "establishments are numbered from 001",
            "os estabelecimentos são numerados a partir de 001"
        );
    }
    let facts = match chars[2] {
        b'0'..=b'5' => {
            check!(natural);
            Facts::person().taxed_as("0-5", "Persona natural")
        }
        b'6' if natural && !public_digit(chars) => Facts::person().taxed_as("6", "Persona natural"),
        b'6' => {
            noted(Facts::of(Holder::Public).taxed_as("6", "Entidad pública"), public_digit(chars))
        }
        b'9' => {
            let holds = public_digit(chars) || company_digit(chars);
            noted(
                Facts::of(Holder::Company).taxed_as("9", "Sociedad o extranjero sin cédula"),
                holds,
            )
        }
        _ => {
            return refuse!(
                Range,
                "el tercer dígito es 0 a 6 o 9",
                "the third digit is 0 to 6 or 9",
                "o terceiro dígito é 0 a 6 ou 9"
            );
        }
    };
    Ok(Facts { region, ..facts })
}

fn noted(facts: Facts, holds: bool) -> Facts {
    Facts { note: (!holds).then_some(Note::CheckDigitNotRequired), ..facts }
}

fn public_digit(chars: &[u8]) -> bool {
    is_digit(chars[8], complement11(dot(&chars[..8], &[3, 2, 7, 6, 5, 4, 3, 2])))
}

fn company_digit(chars: &[u8]) -> bool {
    is_digit(chars[9], complement11(dot(&chars[..9], &[4, 3, 2, 7, 6, 5, 4, 3, 2])))
}

fn make_ci(rng: &mut Rng) -> Chars {
    let province = rng.within(1, 24) as u32;
    let mut chars = Chars::new();
    chars.add_digit(province / 10);
    chars.add_digit(province % 10);
    chars.add(rng.byte(b"012345"));
    rng.digits(&mut chars, 6);
    let digit = luhn(&chars);
    chars.add_digit(digit);
    chars
}
