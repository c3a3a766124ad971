//! Cadastro Nacional da Pessoa Jurídica, in both its forms.

use crate::chars::Chars;
use crate::digits::{all_equal, complement11_zero, dot};
use crate::facts::{Facts, Holder, Verdict, check, refuse};
use crate::kind::{Alphabet, KindInfo};

use super::{BR, close, closed};

/// Cadastro Nacional da Pessoa Jurídica, numeric form: 14 digits.
///
/// Eight digits of the entity, four of the establishment (`0001` is the head office as a rule),
/// two check digits modulo 11 with weights 2 to 9 from the right (Receita Federal, Instrução
/// Normativa RFB 2.119/2022). Numbers issued before July 2026 keep this form for ever, and
/// establishments of old entities go on receiving it. Equal digits are refused.
pub const CNPJ: KindInfo = KindInfo {
    name: "cnpj",
    label: "CNPJ",
    issuer: "Receita Federal do Brasil",
    min_len: 14,
    max_len: 14,
    source: "Instrução Normativa RFB 2.119/2022; cálculo do DV por módulo 11",
    caveat: "that the entity is active, or that the establishment exists",
    layouts: &["##.###.###/####-##"],
    judge: cnpj,
    make: |rng| {
        let mut chars = rng.fresh(8);
        chars.add_all(b"0001");
        close(&mut chars, cnpj_digits);
        chars
    },
    ..BR
};

/// Cadastro Nacional da Pessoa Jurídica, alphanumeric form: 12 letters or digits and two digits.
///
/// Instrução Normativa RFB 2.229 of 15 October 2024, for entities registered from July 2026. The
/// formula is that of the numeric form, a character being worth its ASCII code less 48 (`A` = 17).
/// A numeric CNPJ is also a valid number of this kind.
pub const CNPJ_ALPHANUMERIC: KindInfo = KindInfo {
    name: "cnpj_alphanumeric",
    alphabet: Alphabet::Alphanumeric,
    source: "Instrução Normativa RFB 2.229/2024; Receita Federal, Cálculo do DV do CNPJ Alfanumérico",
    make: |rng| {
        let mut chars = Chars::new();
        for _ in 0..8 {
            chars.add(rng.byte(b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"));
        }
        chars.add_all(b"0001");
        close(&mut chars, cnpj_digits);
        chars
    },
    ..CNPJ
};

fn cnpj_digits(body: &[u8]) -> (u32, u32) {
    let first = complement11_zero(dot(body, &[5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2]));
    let sum = dot(body, &[6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3]);
    (first, complement11_zero(sum + 2 * first))
}

fn cnpj(chars: &mut Chars) -> Verdict {
    if !chars[12..].iter().all(u8::is_ascii_digit) {
        return refuse!(
            Characters,
            "los dos últimos son siempre dígitos",
            "the last two are always digits",
            "os dois últimos são sempre dígitos"
        );
    }
    check!(closed(chars, cnpj_digits(&chars[..12])));
    if all_equal(chars) {
        return refuse!(
            Reserved,
            "todos los caracteres son iguales",
            "all characters are the same",
            "todos os caracteres são iguais"
        );
    }
    if &chars[8..12] == b"0000" {
        return refuse!(
            Reserved,
            "los establecimientos se numeran desde 0001",
            "establishments are numbered from 0001",
            "os estabelecimentos são numerados a partir de 0001"
        );
    }
    let facts = Facts::of(Holder::Company);
    Ok(if &chars[8..12] == b"0001" { facts.taxed_as("0001", "Matriz") } else { facts })
}
