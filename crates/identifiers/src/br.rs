//! Brazil: CPF, CNPJ, driving licence, vehicle register, voter's number.

mod cnpj;
mod person;
mod traffic;

pub use cnpj::{CNPJ, CNPJ_ALPHANUMERIC};
pub use person::{CPF, TITULO_ELEITOR};
pub use traffic::{CNH, LICENSE_PLATE, RENAVAM};

use crate::chars::Chars;
use crate::digits::is_digit;
use crate::kind::{BASE, KindInfo};
use crate::phone::{self, Plan};
use crate::refusal::Scheme;
use crate::{passport, plate};

const BR: KindInfo =
    KindInfo { country: "BR", has_check_digit: true, check: Scheme::Mod11, ..BASE };

/// Passport: two letters and six digits.
pub const PASSPORT: KindInfo = KindInfo {
    country: "BR",
    issuer: "Polícia Federal",
    layouts: &[],
    judge: |chars| passport::judge(chars, &["AA999999"]),
    make: |rng| plate::make(rng, &["AA999999"]),
    ..passport::BASE
};

/// Telephone number: two-digit area code, eight digits for fixed lines, nine beginning with 9
/// for mobile ones (Anatel, Resolução 553/2010; nine digits in all areas since November 2016).
pub const PHONE: KindInfo = KindInfo {
    country: "BR",
    issuer: "Anatel",
    source: "Anatel, Plano de Numeração; Resolução 749/2022",
    layouts: &["+## ## ####-####", "+## ## #####-####"],
    judge: |chars| phone::judge(chars, &PLAN),
    make: |rng| phone::make(rng, &PLAN),
    ..phone::BASE
};

const PLAN: Plan = Plan {
    code: "55",
    trunk: "0",
    mobile: &["aa9dddddddd"],
    fixed: &["aa2ddddddd", "aa3ddddddd", "aa4ddddddd", "aa5ddddddd"],
    areas: &[
        11, 12, 13, 14, 15, 16, 17, 18, 19, 21, 22, 24, 27, 28, 31, 32, 33, 34, 35, 37, 38, 41, 42,
        43, 44, 45, 46, 47, 48, 49, 51, 53, 54, 55, 61, 62, 63, 64, 65, 66, 67, 68, 69, 71, 73, 74,
        75, 77, 79, 81, 82, 83, 84, 85, 86, 87, 88, 89, 91, 92, 93, 94, 95, 96, 97, 98, 99,
    ],
};

/// All kinds of Brazil.
pub const KINDS: &[KindInfo] =
    &[CPF, CNPJ, CNPJ_ALPHANUMERIC, CNH, RENAVAM, TITULO_ELEITOR, PASSPORT, LICENSE_PLATE, PHONE];

fn close(chars: &mut Chars, digits: fn(&[u8]) -> (u32, u32)) {
    let (first, second) = digits(chars);
    chars.add_digit(first);
    chars.add_digit(second);
}

fn closed(chars: &[u8], digits: (u32, u32)) -> bool {
    let end = chars.len() - 2;
    is_digit(chars[end], digits.0) && is_digit(chars[end + 1], digits.1)
}
