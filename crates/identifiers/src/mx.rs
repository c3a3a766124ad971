//! Mexico: CURP and RFC.

mod curp;
mod rfc;

pub use curp::CURP;
pub use rfc::{RFC_COMPANY, RFC_PERSON};

use crate::chars::Chars;
use crate::kind::{BASE, KindInfo};
use crate::phone::{self, Plan};
use crate::rng::Rng;
use crate::{passport, plate};

const MX: KindInfo = KindInfo { country: "MX", ..BASE };

/// Passport: a letter and eight digits; nine to eleven digits in old ones.
pub const PASSPORT: KindInfo = KindInfo {
    country: "MX",
    issuer: "Secretaría de Relaciones Exteriores",
    judge: |chars| passport::judge(chars, &["A99999999", "999999999", "9999999999", "99999999999"]),
    make: |rng| plate::make(rng, &["A99999999"]),
    ..passport::BASE
};

/// Licence plate of a state or of the federation.
///
/// Since NOM-001-SCT-2-2016 cars have `ABC123D` or, in Mexico City, `A12BCD`; lorries, taxis,
/// motorcycles and former series have the other forms. The letters of a series belong to a
/// state, which is not decoded here.
pub const LICENSE_PLATE: KindInfo = KindInfo {
    country: "MX",
    issuer: "Secretaría de Infraestructura, Comunicaciones y Transportes",
    source: "NOM-001-SCT-2-2016; forms as observed",
    judge: |chars| plate::judge(chars, PLATES, &["AAA9999", "999AAA", "AAA999", "A9999", "99999A"]),
    make: |rng| plate::make(rng, &["AAA999A", "A99AAA"]),
    ..plate::BASE
};

const PLATES: &[&str] = &[
    "AAA999A", "A99AAA", "AA99999", "AA9999A", "A99999A", "A999AAA", "99A999", "99AA9A", "A9999A",
    "999AA9", "A999AA", "AA999A",
];

/// Telephone number: ten digits, without a trunk prefix since 3 August 2019; the `1` that used
/// to follow +52 is dropped. The plan does not tell mobile from fixed lines (IFT).
pub const PHONE: KindInfo = KindInfo {
    country: "MX",
    issuer: "Instituto Federal de Telecomunicaciones",
    source: "IFT, Plan Técnico Fundamental de Numeración, DOF 11-05-2018",
    layouts: &["+## ## #### ####"],
    judge: |chars| phone::judge(chars, &PLAN),
    make: |rng| phone::make(rng, &PLAN),
    ..phone::BASE
};

const PLAN: Plan = Plan { code: "52", trunk: "", mobile: TEN, fixed: &[], areas: &[] };

const TEN: &[&str] = &[
    "2ddddddddd",
    "3ddddddddd",
    "4ddddddddd",
    "5ddddddddd",
    "6ddddddddd",
    "7ddddddddd",
    "81dddddddd",
    "82dddddddd",
    "83dddddddd",
    "84dddddddd",
    "86dddddddd",
    "87dddddddd",
    "89dddddddd",
    "9ddddddddd",
];

/// All kinds of Mexico.
pub const KINDS: &[KindInfo] = &[CURP, RFC_PERSON, RFC_COMPANY, PASSPORT, LICENSE_PLATE, PHONE];

/// The words of a list, four letters each and in order, each word read as one number.
const fn words<const COUNT: usize>(listed: &str) -> [u32; COUNT] {
    let listed = listed.as_bytes();
    let mut words = [0; COUNT];
    let mut at = 0;
    while at < COUNT * 4 {
        words[at / 4] = words[at / 4] << 8 | listed[at / 4 * 5 + at % 4] as u32;
        at += 1;
    }
    let mut next = 1;
    while next < COUNT {
        assert!(words[next - 1] < words[next], "the words are out of order");
        next += 1;
    }
    words
}

/// Whether the first letters are one of the words that the issuers avoid.
fn inconvenient(chars: &[u8], words: &[u32]) -> bool {
    chars
        .first_chunk()
        .is_some_and(|&letters| words.binary_search(&u32::from_be_bytes(letters)).is_ok())
}

fn name(rng: &mut Rng, count: usize) -> Chars {
    let mut chars = Chars::new();
    for place in 0..count {
        let of: &[u8] = if place == 1 { b"AEIOU" } else { b"BCDFGHJKLMNPQRSTVWXYZ" };
        chars.add(rng.byte(of));
    }
    chars
}
