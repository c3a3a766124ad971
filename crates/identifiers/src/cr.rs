//! Costa Rica: cédula, legal entities, foreigners.

use crate::chars::Chars;
use crate::facts::{Facts, Holder, Verdict, refuse};
use crate::kind::{BASE, KindInfo};
use crate::phone::{self, Plan};
use crate::{passport, plate};

const CR: KindInfo = KindInfo { country: "CR", ..BASE };

/// Cédula de identidad of persons: 9 digits, province, volume (tomo) and entry (asiento). There is
/// no check digit.
///
/// The first digit is the province of registration of the birth, 1 to 7, or 8 for naturalised
/// citizens and 9 for special registrations. Zeros that people leave out between dashes
/// (`1-613-584`) are put back; a zero before the province (`01-0613-0584`) is dropped.
///
/// It proves neither where its holder lives nor that its holder is alive.
pub const CEDULA_FISICA: KindInfo = KindInfo {
    name: "cedula_fisica",
    label: "Cédula de identidad",
    issuer: "Tribunal Supremo de Elecciones, Registro Civil",
    min_len: 5,
    max_len: 10,
    source: "Ley 3504 (Orgánica del TSE y del Registro Civil); Hacienda, formato de cédulas",
    caveat: "where the holder lives, or that the holder is alive",
    layouts: &["#-####-####"],
    judge: fisica,
    make: |rng| {
        let mut chars = rng.decimal(1, 7);
        let volume = rng.decimal(1001, 1999);
        let entry = rng.decimal(1001, 1999);
        chars.add_all(b"0");
        chars.add_all(&volume[1..]);
        chars.add_all(b"0");
        chars.add_all(&entry[1..]);
        chars
    },
    ..CR
};

/// Cédula de persona jurídica: 10 digits, class, type and number. There is no check digit.
///
/// Classes and types are those of the Registro Nacional (Listado de Clases y Tipos de Cédulas
/// Jurídicas): 2 for the powers of the state and municipalities, 3 for entities of private law
/// (`101` sociedad anónima, `102` sociedad de responsabilidad limitada), 4 for autonomous
/// institutions, 5 for entities registered otherwise. An unknown type is refused.
pub const CEDULA_JURIDICA: KindInfo = KindInfo {
    name: "cedula_juridica",
    label: "Cédula jurídica",
    issuer: "Registro Nacional",
    min_len: 10,
    max_len: 10,
    source: "Registro Nacional, Listado de Clases y Tipos de Cédulas Jurídicas",
    caveat: "that the entity is in good standing",
    layouts: &["#-###-######"],
    judge: juridica,
    make: |rng| {
        let mut chars = Chars::from_bytes(rng.pick(&[&b"3101"[..], b"3102", b"3002", b"4000"]));
        rng.digits(&mut chars, 6);
        chars
    },
    ..CR
};

/// DIMEX, the number of foreigners: 11 or 12 digits beginning with 1, then three digits of the
/// country in the migration authority's own list. There is no check digit.
pub const DIMEX: KindInfo = KindInfo {
    name: "dimex",
    label: "DIMEX",
    issuer: "Dirección General de Migración y Extranjería",
    min_len: 11,
    max_len: 12,
    source: "Ley 8764 (General de Migración); Hacienda, formato de cédulas",
    caveat: "that the residence is in force",
    layouts: &["############"],
    judge: dimex,
    make: |rng| {
        let mut chars = Chars::from_bytes(b"1");
        rng.digits(&mut chars, 11);
        chars
    },
    ..CR
};

/// Passport: a letter and six to nine digits, or nine digits (the cédula).
pub const PASSPORT: KindInfo = KindInfo {
    country: "CR",
    issuer: "Dirección General de Migración y Extranjería",
    judge: |chars| passport::judge(chars, PASSPORTS),
    make: |rng| plate::make(rng, PASSPORTS),
    ..passport::BASE
};

const PASSPORTS: &[&str] = &["A999999", "A9999999", "A99999999", "A999999999", "999999999"];

/// Licence plate: `BCD123` without vowels since 2013, up to six digits before; `CL123456` for
/// light lorries, `MOT123456` for motorcycles.
pub const LICENSE_PLATE: KindInfo = KindInfo {
    country: "CR",
    issuer: "Registro Nacional",
    source: "Registro Nacional; forms as observed",
    judge: |chars| plate::judge(chars, PLATES, &["999999", "99999", "9999"]),
    make: |rng| plate::make(rng, PLATES),
    ..plate::BASE
};

const PLATES: &[&str] = &["BBB999", "cl999999", "cl99999", "mot999999", "mot99999"];

/// Telephone number: eight digits, fixed lines beginning with 2, mobile ones with 5, 6, 7 or 8
/// (SUTEL).
pub const PHONE: KindInfo = KindInfo {
    country: "CR",
    issuer: "SUTEL",
    source: "Decreto 40943-MICITT (Plan Nacional de Numeración)",
    layouts: &["+### #### ####"],
    judge: |chars| phone::judge(chars, &PLAN),
    make: |rng| phone::make(rng, &PLAN),
    ..phone::BASE
};

const PLAN: Plan = Plan {
    code: "506",
    trunk: "",
    mobile: &["5ddddddd", "6ddddddd", "7ddddddd", "8ddddddd"],
    fixed: &["2ddddddd"],
    areas: &[],
};

/// All kinds of Costa Rica.
pub const KINDS: &[KindInfo] =
    &[CEDULA_FISICA, CEDULA_JURIDICA, DIMEX, PASSPORT, LICENSE_PLATE, PHONE];

const PROVINCES: [(&str, &str); 7] = [
    ("1", "San José"),
    ("2", "Alajuela"),
    ("3", "Cartago"),
    ("4", "Heredia"),
    ("5", "Guanacaste"),
    ("6", "Puntarenas"),
    ("7", "Limón"),
];

/// Class and type with the names of the Registro Nacional where they are well known.
const TYPES: [(&str, &str); 29] = [
    ("2100", "Poderes de la República"),
    ("2200", "Poderes de la República"),
    ("2300", "Poderes de la República"),
    ("2400", "Poderes de la República"),
    ("3002", "Asociación"),
    ("3003", "Persona jurídica"),
    ("3004", "Cooperativa"),
    ("3005", "Persona jurídica"),
    ("3006", "Fundación"),
    ("3007", "Persona jurídica"),
    ("3008", "Junta de educación"),
    ("3009", "Persona jurídica"),
    ("3010", "Persona jurídica"),
    ("3011", "Sindicato"),
    ("3012", "Persona jurídica extranjera"),
    ("3013", "Persona jurídica"),
    ("3014", "Municipalidad"),
    ("3101", "Sociedad anónima"),
    ("3102", "Sociedad de responsabilidad limitada"),
    ("3103", "Sociedad en nombre colectivo"),
    ("3104", "Sociedad en comandita"),
    ("3105", "Empresa individual de responsabilidad limitada"),
    ("3106", "Sociedad civil"),
    ("3107", "Persona jurídica"),
    ("3108", "Persona jurídica"),
    ("3109", "Condominio"),
    ("3110", "Persona jurídica"),
    ("4000", "Institución autónoma"),
    ("5001", "Persona jurídica"),
];

fn fisica(chars: &mut Chars) -> Verdict {
    if let Some([province, volume, entry]) = chars.three_groups()
        && province <= 2
        && volume <= 4
        && entry <= 4
    {
        let width = chars.len() + 4 - volume;
        chars.pad(province, width);
        let width = chars.len() + 4 - entry;
        chars.pad(province + 4, width);
    }
    if chars.len() == 10 && chars[0] == b'0' {
        chars.drop_front(1);
    }
    if chars.len() != 9 {
        return refuse!(
            Length,
            "son nueve dígitos: provincia (1), tomo (4) y asiento (4)",
            "there are nine digits: province (1), volume (4) and entry (4)",
            "são nove dígitos: província (1), tomo (4) e assento (4)"
        );
    }
    if chars.number(1..5) == 0 || chars.number(5..9) == 0 {
        return refuse!(
            Range,
            "tomo y asiento se cuentan desde 1",
            "volume and entry count from 1",
            "tomo e assento contam-se a partir de 1"
        );
    }
    match chars.digit(0) {
        digit @ 1..=7 => {
            let (code, name) = PROVINCES[digit as usize - 1];
            Ok(Facts::person().from(code, name))
        }
        8 => Ok(Facts::of(Holder::Naturalised)),
        9 => Ok(Facts::person().from("9", "Partida especial de nacimiento")),
        _ => refuse!(
            Range,
            "el primer dígito es la provincia, de 1 a 7, u 8 o 9",
            "the first digit is the province, 1 to 7, or 8 or 9",
            "o primeiro dígito é a província, de 1 a 7, ou 8 ou 9"
        ),
    }
}

fn juridica(chars: &mut Chars) -> Verdict {
    let Some(&(code, name)) = TYPES.iter().find(|(code, _)| code.as_bytes() == &chars[..4]) else {
        return refuse!(
            Range,
            "los cuatro primeros dígitos no son una clase y un tipo del Registro Nacional",
            "the first four digits are no class and type of the Registro Nacional",
            "os quatro primeiros dígitos não são classe e tipo do Registro Nacional"
        );
    };
    if chars.number(4..10) == 0 {
        return refuse!(Reserved);
    }
    let holder = match code.as_bytes() {
        [b'2' | b'4', ..] | b"3014" => Holder::Public,
        _ => Holder::Company,
    };
    Ok(Facts::of(holder).taxed_as(code, name))
}

fn dimex(chars: &mut Chars) -> Verdict {
    if chars[0] != b'1' {
        return refuse!(Range, "comienza por 1", "it begins with 1", "começa por 1");
    }
    Ok(Facts::of(Holder::Foreigner))
}
