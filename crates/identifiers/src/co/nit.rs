//! Número de Identificación Tributaria.

use crate::chars::Chars;
use crate::digits::is_digit;
use crate::facts::{Facts, Holder, Verdict, refuse};
use crate::kind::KindInfo;
use crate::refusal::Scheme;

use super::CO;

/// Número de Identificación Tributaria: the number and its check digit (DV).
///
/// Weights 3, 7, 13, 17, 19, 23, 29, 37, 41, 43, 47, 53, 59, 67, 71 from the right, modulo 11;
/// remainders 0 and 1 are kept, others subtracted from 11 (DIAN, Orden Administrativa 4 de 1989).
/// Companies have nine digits from 800 million to 999 million; for persons the NIT is the cédula
/// with a check digit. The check digit must be given: without it there is nothing to check.
///
/// It proves neither that the RUT is active nor the taxpayer's duties.
pub const NIT: KindInfo = KindInfo {
    name: "nit",
    label: "NIT",
    issuer: "Dirección de Impuestos y Aduanas Nacionales (DIAN)",
    has_check_digit: true,
    check: Scheme::Mod11,
    min_len: 4,
    max_len: 11,
    source: "DIAN, Orden Administrativa 4 de 1989 (cálculo del dígito de verificación)",
    caveat: "that the RUT is active, or what its holder owes",
    layouts: &["#.###.###.###-#"],
    judge: nit,
    make: |rng| {
        let mut chars = match rng.within(0, 2) {
            0 => rng.decimal(1_000_000, 99_999_999),
            _ => rng.decimal(800_000_000, 901_999_999),
        };
        let digit = dv(&chars);
        chars.add_digit(digit);
        chars
    },
    ..CO
};

/// The weights 3, 7, 13 … 71 are primes; only their remainders modulo 11 count.
fn dv(body: &[u8]) -> u32 {
    const WEIGHTS: [u32; 15] = [3, 7, 13, 17, 19, 23, 29, 37, 41, 43, 47, 53, 59, 67, 71];
    let digits = body.iter().rev().map(|&byte| u32::from(byte.wrapping_sub(b'0')));
    match digits.zip(WEIGHTS).map(|(digit, weight)| digit * weight).sum::<u32>() % 11 {
        kept @ (0 | 1) => kept,
        other => 11 - other,
    }
}

fn nit(chars: &mut Chars) -> Verdict {
    if !is_digit(chars.tail(), dv(chars.body())) {
        if chars.len() == 9 && chars[0] >= b'8' {
            return refuse!(
                CheckDigit,
                "con nueve cifras parece faltar el dígito de verificación, que es la décima",
                "with nine digits the check digit seems to be missing, which is the tenth",
                "com nove algarismos parece faltar o dígito verificador, que é o décimo"
            );
        }
        return refuse!(CheckDigit);
    }
    if chars[0] == b'0' {
        return refuse!(
            Range,
            "no comienza por cero",
            "it does not begin with zero",
            "não começa com zero"
        );
    }
    match chars.number(0..chars.len() - 1) {
        800_000_000..1_000_000_000 => Ok(Facts::of(Holder::Company)),
        100..100_000_000 | 1_000_000_000..2_000_000_000 => Ok(Facts::person()),
        // Given out to persons without a cédula and to others; the number does not say to whom.
        100_000_000..800_000_000 => Ok(Facts::default()),
        _ => refuse!(Range),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_check_digits_hold() {
        // The worked example of DIAN concepts and of its calculators: NIT 800.197.268 (the DIAN).
        assert_eq!(dv(b"800197268"), 4);
        assert_eq!(dv(b"213123432"), 1);
    }
}
