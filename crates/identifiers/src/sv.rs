//! El Salvador: DUI and NIT.

use crate::chars::Chars;
use crate::date;
use crate::digits::{complement10, complement11_zero, dot, is_digit};
use crate::facts::{Facts, Holder, Note, Region, Verdict, check, refuse};
use crate::kind::{BASE, KindInfo};
use crate::passport;
use crate::phone::{self, Plan};
use crate::plate;
use crate::refusal::Scheme;

const SV: KindInfo = KindInfo { country: "SV", has_check_digit: true, ..BASE };

/// Documento Único de Identidad: 9 digits, the last a check digit (weights 9 to 2, modulo 10).
///
/// Since December 2021 the DUI serves natural persons as their NIT (Ministerio de Hacienda). The formula is that of public implementations; RNPN does not
/// publish one. Even weights let some single errors pass.
pub const DUI: KindInfo = KindInfo {
    name: "dui",
    label: "DUI",
    issuer: "Registro Nacional de las Personas Naturales",
    check: Scheme::Mod10,
    min_len: 9,
    max_len: 9,
    source: "Ley Especial Reguladora de la Emisión del DUI; formula as commonly implemented",
    caveat: "that the document is in force",
    layouts: &["########-#"],
    judge: dui,
    make: |rng| {
        let mut chars = rng.fresh(8);
        let digit = complement10(dot(&chars, DUI_WEIGHTS));
        chars.add_digit(digit);
        chars
    },
    ..SV
};

/// Número de Identificación Tributaria: 14 digits.
///
/// Four digits of the municipality of birth or seat (`9` first for foreigners), day, month and year
/// of birth or incorporation, three in sequence, and a check digit modulo 11, whose weights depend
/// on the sequence (up to 100 the old ones). The year has two digits and nothing tells the century.
/// Persons and entities have the same form.
pub const NIT: KindInfo = KindInfo {
    name: "nit",
    label: "NIT",
    issuer: "Ministerio de Hacienda",
    check: Scheme::Mod11,
    min_len: 14,
    max_len: 14,
    source: "Ley del Registro y Control Especial de Contribuyentes; algorithm as in python-stdnum",
    caveat: "that the taxpayer is registered; persons use the DUI since December 2021",
    layouts: &["####-######-###-#"],
    judge: nit,
    make: |rng| {
        let department = rng.within(1, 14) as u32;
        let mut chars = Chars::new();
        for part in [department, 1 + rng.within(0, 9) as u32] {
            chars.add_digit(part / 10);
            chars.add_digit(part % 10);
        }
        let (day, month, year) = (rng.within(1, 28), rng.within(1, 12), rng.within(0, 99));
        for part in [day, month, year] {
            chars.add_digit(part as u32 / 10);
            chars.add_digit(part as u32 % 10);
        }
        chars.add_all(b"10");
        chars.add(rng.byte(b"0123456789"));
        let digit = nit_digit(&chars);
        chars.add_digit(digit);
        chars
    },
    ..SV
};

/// Passport: a letter and eight digits.
pub const PASSPORT: KindInfo = KindInfo {
    country: "SV",
    issuer: "Dirección General de Migración y Extranjería",
    judge: |chars| passport::judge(chars, &["A99999999", "A9999999"]),
    make: |rng| plate::make(rng, &["A99999999"]),
    ..passport::BASE
};

/// Telephone number: eight digits, fixed lines beginning with 2, mobile ones with 6 or 7 (SIGET).
pub const PHONE: KindInfo = KindInfo {
    country: "SV",
    issuer: "SIGET",
    layouts: &["+### #### ####"],
    judge: |chars| phone::judge(chars, &PLAN),
    make: |rng| phone::make(rng, &PLAN),
    ..phone::BASE
};

const PLAN: Plan = Plan {
    code: "503",
    trunk: "",
    mobile: &["6ddddddd", "7ddddddd"],
    fixed: &["2ddddddd"],
    areas: &[],
};

/// All kinds of El Salvador.
pub const KINDS: &[KindInfo] = &[DUI, NIT, PASSPORT, PHONE];

const DUI_WEIGHTS: &[u8] = &[9, 8, 7, 6, 5, 4, 3, 2];

const DEPARTMENTS: [(&str, &str); 14] = [
    ("01", "Ahuachapán"),
    ("02", "Santa Ana"),
    ("03", "Sonsonate"),
    ("04", "Chalatenango"),
    ("05", "La Libertad"),
    ("06", "San Salvador"),
    ("07", "Cuscatlán"),
    ("08", "La Paz"),
    ("09", "Cabañas"),
    ("10", "San Vicente"),
    ("11", "Usulután"),
    ("12", "San Miguel"),
    ("13", "Morazán"),
    ("14", "La Unión"),
];

fn dui(chars: &mut Chars) -> Verdict {
    check!(is_digit(chars.tail(), complement10(dot(chars.body(), DUI_WEIGHTS))));
    if chars.number(0..8) == 0 {
        return refuse!(Reserved);
    }
    Ok(Facts::person())
}

fn nit_digit(body: &[u8]) -> u32 {
    if &body[10..13] <= b"100".as_slice() {
        dot(&body[..13], &[14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11 % 10
    } else {
        complement11_zero(dot(&body[..13], &[2, 7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]))
    }
}

fn nit(chars: &mut Chars) -> Verdict {
    let facts = match chars[0] {
        b'0' | b'1' => {
            let department = chars.number(0..2) as usize;
            let Some(&(code, name)) = DEPARTMENTS.get(department.wrapping_sub(1)) else {
                return refuse!(
                    Range,
                    "los dos primeros dígitos son el departamento, de 01 a 14, o 9 para extranjeros",
                    "the first two digits are the department, 01 to 14, or 9 for foreigners",
                    "os dois primeiros dígitos são o departamento, de 01 a 14, ou 9 para \
                     estrangeiros"
                );
            };
            Facts { region: Some(Region { code, name }), ..Facts::default() }
        }
        b'9' => Facts::of(Holder::Foreigner),
        _ => return refuse!(Range),
    };
    let short = (date::pair(chars, 8), date::pair(chars, 6), date::pair(chars, 4));
    if !date::in_either_century(short) {
        return refuse!(
            Date,
            "los dígitos 5 a 10 son día, mes y año",
            "digits 5 to 10 are day, month and year",
            "os dígitos 5 a 10 são dia, mês e ano"
        );
    }
    check!(is_digit(chars.tail(), nit_digit(chars)));
    Ok(Facts { note: Some(Note::CenturyUnknown), ..facts })
}
