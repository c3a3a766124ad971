//! Documents of foreigners: cédula de extranjería, PEP, PPT.

use crate::chars::Chars;
use crate::facts::{Facts, Holder, Verdict, refuse};
use crate::kind::KindInfo;

use super::CO;

/// Cédula de extranjería: 3 to 7 digits in sequence, no check digit.
pub const CEDULA_EXTRANJERIA: KindInfo = KindInfo {
    name: "cedula_extranjeria",
    label: "Cédula de extranjería",
    issuer: "Migración Colombia",
    min_len: 3,
    max_len: 7,
    source: "Decreto 1067 de 2015, art. 2.2.1.11.4.1; length as observed",
    caveat: "that the visa behind it is in force",
    layouts: &["#.###.###"],
    judge: foreigner,
    make: |rng| rng.decimal(100_000, 1_999_999),
    ..CO
};

/// Permiso Especial de Permanencia for Venezuelans: 15 digits, no check digit.
///
/// Issued from August 2017 (Resolución 5797 de 2017) and out of force since 28 February 2023,
/// replaced by the PPT.
pub const PEP: KindInfo = KindInfo {
    name: "pep",
    label: "PEP",
    issuer: "Migración Colombia",
    min_len: 15,
    max_len: 15,
    source: "Resolución 5797 de 2017 (Cancillería); length as observed",
    caveat: "a right to stay: no PEP is in force since 28 February 2023",
    judge: foreigner,
    make: |rng| {
        let mut chars = rng.decimal(1, 9);
        rng.digits(&mut chars, 14);
        chars
    },
    ..CO
};

/// Permiso por Protección Temporal for Venezuelans: the RUMV number, 5 to 8 digits, no check
/// digit (Decreto 216 de 2021, Resolución 971 de 2021).
pub const PPT: KindInfo = KindInfo {
    name: "ppt",
    label: "PPT",
    issuer: "Migración Colombia",
    min_len: 5,
    max_len: 8,
    source: "Resolución 971 de 2021 (Migración Colombia); length as observed",
    caveat: "that the permit is in force",
    layouts: &["##.###.###"],
    judge: foreigner,
    make: |rng| rng.decimal(100_000, 7_999_999),
    ..CO
};

fn foreigner(chars: &mut Chars) -> Verdict {
    if chars[0] == b'0' {
        return refuse!(
            Range,
            "no comienza por cero",
            "it does not begin with zero",
            "não começa com zero"
        );
    }
    Ok(Facts::of(Holder::Foreigner))
}
