//! Uruguay: cédula de identidad and RUT.

use crate::chars::Chars;
use crate::digits::{complement10, complement11, dot, is_digit};
use crate::facts::{Facts, Verdict, check, refuse};
use crate::kind::{BASE, KindInfo};
use crate::phone::{self, Plan};
use crate::refusal::Scheme;
use crate::{passport, plate};

const UY: KindInfo = KindInfo { country: "UY", has_check_digit: true, ..BASE };

/// Cédula de identidad: six or seven digits and a check digit (weights 2, 9, 8, 7, 6, 3, 4,
/// modulo 10).
///
/// Old numbers have six digits before the check digit; they are kept with a leading zero. Even
/// weights let some single errors pass. The number says neither age nor nationality.
pub const CI: KindInfo = KindInfo {
    name: "ci",
    label: "Cédula de identidad",
    issuer: "Dirección Nacional de Identificación Civil",
    check: Scheme::Mod10,
    min_len: 7,
    max_len: 8,
    source: "Decreto 501/978 (DNIC); formula as commonly implemented",
    caveat: "nationality: foreigners who reside have the same numbers",
    layouts: &["#.###.###-#"],
    judge: ci,
    make: |rng| {
        let mut chars = rng.decimal(1_000_000, 6_499_999);
        let digit = complement10(dot(&chars, CI_WEIGHTS));
        chars.add_digit(digit);
        chars
    },
    ..UY
};

/// Registro Único Tributario: 12 digits.
///
/// Two digits of the registry (01 to 22), six in sequence, `001`, and a check digit modulo 11
/// with weights 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2 (Dirección General Impositiva). Numbers that would
/// need 10 are not issued, so every single wrong digit is caught.
pub const RUT: KindInfo = KindInfo {
    name: "rut",
    label: "RUT",
    issuer: "Dirección General Impositiva",
    catches_single_errors: true,
    check: Scheme::Mod11,
    min_len: 12,
    max_len: 12,
    source: "DGI; AGESIC, modelo de datos (dígito verificador del RUT)",
    caveat: "that the taxpayer is active",
    layouts: &["##-######-###-#"],
    judge: rut,
    make: |rng| {
        let registry = rng.within(1, 22) as u32;
        let mut chars = Chars::new();
        chars.add_digit(registry / 10);
        chars.add_digit(registry % 10);
        rng.digits(&mut chars, 6);
        chars.add_all(b"001");
        let digit = complement11(dot(&chars, RUT_WEIGHTS));
        if digit < 10 {
            chars.add_digit(digit);
        }
        chars
    },
    ..UY
};

/// Passport: a letter and six digits.
pub const PASSPORT: KindInfo = KindInfo {
    country: "UY",
    issuer: "Dirección Nacional de Identificación Civil",
    judge: |chars| passport::judge(chars, &["A999999", "A9999999"]),
    make: |rng| plate::make(rng, &["A999999"]),
    ..passport::BASE
};

/// Telephone number: eight digits, mobile ones beginning with 9, fixed ones with 2 or 4 (URSEC).
pub const PHONE: KindInfo = KindInfo {
    country: "UY",
    issuer: "URSEC",
    layouts: &["+### #### ####"],
    judge: |chars| phone::judge(chars, &PLAN),
    make: |rng| phone::make(rng, &PLAN),
    ..phone::BASE
};

const PLAN: Plan = Plan {
    code: "598",
    trunk: "0",
    mobile: &[
        "91dddddd", "92dddddd", "93dddddd", "94dddddd", "95dddddd", "96dddddd", "97dddddd",
        "98dddddd", "99dddddd",
    ],
    fixed: &["2ddddddd", "4ddddddd"],
    areas: &[],
};

/// All kinds of Uruguay.
pub const KINDS: &[KindInfo] = &[CI, RUT, PASSPORT, PHONE];

const CI_WEIGHTS: &[u8] = &[2, 9, 8, 7, 6, 3, 4];
const RUT_WEIGHTS: &[u8] = &[4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2];

fn ci(chars: &mut Chars) -> Verdict {
    chars.pad(0, 8);
    check!(is_digit(chars.tail(), complement10(dot(chars.body(), CI_WEIGHTS))));
    if chars.number(0..7) < 100_000 {
        return refuse!(
            Range,
            "tiene menos de seis cifras antes del dígito verificador",
            "it has fewer than six digits before the check digit",
            "tem menos de seis algarismos antes do dígito verificador"
        );
    }
    Ok(Facts::person())
}

fn rut(chars: &mut Chars) -> Verdict {
    if !(1..=22).contains(&chars.number(0..2)) || &chars[8..11] != b"001" {
        return refuse!(
            Range,
            "comienza por 01 a 22 y lleva 001 antes del dígito verificador",
            "it begins with 01 to 22 and has 001 before the check digit",
            "começa por 01 a 22 e leva 001 antes do dígito verificador"
        );
    }
    check!(is_digit(chars.tail(), complement11(dot(chars.body(), RUT_WEIGHTS))));
    if chars.number(2..8) == 0 {
        return refuse!(Reserved);
    }
    Ok(Facts::default())
}
