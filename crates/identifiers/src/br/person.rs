//! Numbers of persons: CPF and the voter's number.

use crate::chars::Chars;
use crate::digits::{all_equal, complement11_zero, dot};
use crate::facts::{Facts, Verdict, check, refuse};
use crate::kind::KindInfo;

use super::{BR, close, closed};

/// Cadastro de Pessoas Físicas, the taxpayer number of persons: 11 digits.
///
/// Two check digits modulo 11, weights 10 to 2 and 11 to 2, a remainder of 0 or 1 giving 0
/// (Receita Federal; Instrução Normativa RFB 2.172/2024 for the register). The ninth digit is the
/// fiscal region in which the number was given out. Numbers of eleven equal digits satisfy the
/// formula and are never issued. Since Lei 14.534/2023 the CPF is the one number of a citizen in
/// public registers. One of ten digits has lost a leading zero, or any other digit, and is refused
/// by length rather than guessed at. Because 10 is written as 0, a few single errors in two positions slip
/// through.
///
/// It proves neither that the number is regular (`regular`, `suspensa`, `cancelada`) nor where
/// its holder lives.
pub const CPF: KindInfo = KindInfo {
    name: "cpf",
    label: "CPF",
    issuer: "Receita Federal do Brasil",
    min_len: 11,
    max_len: 11,
    source: "Receita Federal, rotina de cálculo do dígito verificador do CPF (módulo 11)",
    caveat: "that the registration is regular, or where the holder lives",
    layouts: &["###.###.###-##"],
    judge: cpf,
    make: |rng| {
        let mut chars = rng.fresh(9);
        close(&mut chars, cpf_digits);
        chars
    },
    ..BR
};

/// Número de inscrição of the voter's card: 12 digits.
///
/// Eight digits in sequence, two of the electoral court (01 to 28, 28 being abroad), two check
/// digits modulo 11 (Resolução TSE 23.659/2021, article 36). For São Paulo and Minas Gerais many
/// implementations write a remainder of zero as one; the resolution does not say so, and both are
/// accepted there. The court is the one of the first registration, not of the present domicile.
pub const TITULO_ELEITOR: KindInfo = KindInfo {
    name: "titulo_eleitor",
    label: "Título de eleitor",
    issuer: "Tribunal Superior Eleitoral",
    min_len: 12,
    max_len: 12,
    source: "Resolução TSE 23.659/2021, art. 36",
    caveat: "that the voter is in good standing, or where the voter lives",
    layouts: &["#### #### ####"],
    judge: titulo,
    make: |rng| {
        let mut chars = rng.fresh(8);
        let court = rng.within(1, 28) as u32;
        chars.add_digit(court / 10);
        chars.add_digit(court % 10);
        let first = titulo_first(&chars, 0);
        chars.add_digit(first);
        let second = titulo_second(&chars, first, 0);
        chars.add_digit(second);
        chars
    },
    ..BR
};

const REGIONS: [(&str, &str); 10] = [
    ("0", "RS"),
    ("1", "DF, GO, MS, MT, TO"),
    ("2", "AC, AM, AP, PA, RO, RR"),
    ("3", "CE, MA, PI"),
    ("4", "AL, PB, PE, RN"),
    ("5", "BA, SE"),
    ("6", "MG"),
    ("7", "ES, RJ"),
    ("8", "SP"),
    ("9", "PR, SC"),
];

const COURTS: [(&str, &str); 28] = [
    ("01", "São Paulo"),
    ("02", "Minas Gerais"),
    ("03", "Rio de Janeiro"),
    ("04", "Rio Grande do Sul"),
    ("05", "Bahia"),
    ("06", "Paraná"),
    ("07", "Ceará"),
    ("08", "Pernambuco"),
    ("09", "Santa Catarina"),
    ("10", "Goiás"),
    ("11", "Maranhão"),
    ("12", "Paraíba"),
    ("13", "Pará"),
    ("14", "Espírito Santo"),
    ("15", "Piauí"),
    ("16", "Rio Grande do Norte"),
    ("17", "Alagoas"),
    ("18", "Mato Grosso"),
    ("19", "Mato Grosso do Sul"),
    ("20", "Distrito Federal"),
    ("21", "Sergipe"),
    ("22", "Amazonas"),
    ("23", "Rondônia"),
    ("24", "Acre"),
    ("25", "Amapá"),
    ("26", "Roraima"),
    ("27", "Tocantins"),
    ("28", "Exterior"),
];

fn cpf_digits(body: &[u8]) -> (u32, u32) {
    let first = complement11_zero(dot(body, &[10, 9, 8, 7, 6, 5, 4, 3, 2]));
    let sum = dot(body, &[11, 10, 9, 8, 7, 6, 5, 4, 3]);
    (first, complement11_zero(sum + 2 * first))
}

fn cpf(chars: &mut Chars) -> Verdict {
    check!(closed(chars, cpf_digits(&chars[..9])));
    if all_equal(chars) {
        return refuse!(
            Reserved,
            "los once dígitos son iguales",
            "all eleven digits are the same",
            "os onze dígitos são iguais"
        );
    }
    let (code, name) = REGIONS[chars.digit(8) as usize % 10];
    Ok(Facts::person().from(code, name))
}

/// A remainder of ten counts as zero, and a remainder of zero as `zero`.
fn remainder(sum: u32, zero: u32) -> u32 {
    match sum % 11 {
        0 => zero,
        10 => 0,
        other => other,
    }
}

fn titulo_first(chars: &[u8], zero: u32) -> u32 {
    remainder(dot(&chars[..8], &[2, 3, 4, 5, 6, 7, 8, 9]), zero)
}

fn titulo_second(chars: &[u8], first: u32, zero: u32) -> u32 {
    remainder(dot(&chars[8..10], &[7, 8]) + 9 * first, zero)
}

fn titulo(chars: &mut Chars) -> Verdict {
    let court = chars.number(8..10) as usize;
    let Some(&(code, name)) = court.checked_sub(1).and_then(|index| COURTS.get(index)) else {
        return refuse!(
            Range,
            "los dígitos 9 y 10 van de 01 a 28 (tribunal electoral)",
            "digits 9 and 10 run from 01 to 28 (electoral court)",
            "os dígitos 9 e 10 vão de 01 a 28 (tribunal eleitoral)"
        );
    };
    let zeros: &[u32] = if court <= 2 { &[0, 1] } else { &[0] };
    check!(zeros.iter().any(|&zero| {
        let first = titulo_first(chars, zero);
        closed(chars, (first, titulo_second(chars, first, zero)))
    }));
    if chars.number(0..8) == 0 {
        return refuse!(Reserved);
    }
    Ok(Facts::person().from(code, name))
}
