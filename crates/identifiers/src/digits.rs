//! Check-digit schemes that several issuers share.
//!
//! All take bytes that are already known to be of the right alphabet.

/// Sum of value times weight, value being the character code less that of `0`.
///
/// For digits that is the digit; for the letters of an alphanumeric CNPJ it is the value that
/// the Receita Federal gives them (`A` = 17).
pub(crate) fn dot(chars: &[u8], weights: &[u8]) -> u32 {
    chars
        .iter()
        .zip(weights)
        .map(|(&byte, &weight)| u32::from(byte.wrapping_sub(b'0')) * u32::from(weight))
        .sum()
}

/// Weighted sum from the right, the weights running from `low` to `high` and over again.
pub(crate) fn rising(chars: &[u8], low: u32, high: u32) -> u32 {
    let mut weight = low;
    let mut sum = 0;
    for &byte in chars.iter().rev() {
        sum += u32::from(byte.wrapping_sub(b'0')) * weight;
        weight = if weight == high { low } else { weight + 1 };
    }
    sum
}

/// The complement of a sum modulo 11: 0 to 10.
pub(crate) fn complement11(sum: u32) -> u32 {
    (11 - sum % 11) % 11
}

/// The complement modulo 11 with ten written as zero, as most issuers do.
pub(crate) fn complement11_zero(sum: u32) -> u32 {
    complement11(sum) % 10
}

/// The complement of a sum modulo 10.
pub(crate) fn complement10(sum: u32) -> u32 {
    (10 - sum % 10) % 10
}

/// The digit that completes a number under the Luhn formula (ISO/IEC 7812-1, annex B).
pub(crate) fn luhn(body: &[u8]) -> u32 {
    let mut sum = 0;
    for (place, &byte) in body.iter().rev().enumerate() {
        let digit = u32::from(byte.wrapping_sub(b'0'));
        let doubled = if place % 2 == 0 { digit * 2 } else { digit };
        sum += if doubled > 9 { doubled - 9 } else { doubled };
    }
    complement10(sum)
}

/// The check digit of ICAO Doc 9303, part 3: weights 7, 3, 1 modulo 10, letters from ten,
/// filler zero.
pub(crate) fn icao(fields: &[&[u8]]) -> u32 {
    let (mut sum, mut weight) = (0, 7);
    for &byte in fields.iter().copied().flatten() {
        sum += weight * icao_value(byte);
        weight = match weight {
            7 => 3,
            3 => 1,
            _ => 7,
        };
    }
    sum % 10
}

fn icao_value(byte: u8) -> u32 {
    match byte {
        b'0'..=b'9' => u32::from(byte - b'0'),
        b'A'..=b'Z' => u32::from(byte - b'A') + 10,
        _ => 0,
    }
}

/// Whether every character is the same.
pub(crate) fn all_equal(chars: &[u8]) -> bool {
    chars.windows(2).all(|pair| pair[0] == pair[1])
}

/// Whether a character is the digit given as a number.
pub(crate) fn is_digit(byte: u8, digit: u32) -> bool {
    byte.is_ascii_digit() && u32::from(byte - b'0') == digit
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_examples_hold() {
        // ISO/IEC 7812-1 annex B and the Wikipedia article on the Luhn formula.
        assert_eq!(luhn(b"7992739871"), 3);
        assert_eq!(luhn(b"1789372997"), 4);
        // ICAO Doc 9303 part 3, section 4.9, and appendix A to part 3.
        assert_eq!(icao(&[b"520727"]), 3);
        assert_eq!(icao(&[b"AB2134<<<"]), 5);
        assert_eq!(
            icao(&[b"HA672242<6", b"5802254", b"9601086", b"<<<<<<<<<<<<<<0"]),
            8
        );
        assert_eq!(
            icao(&[
                b"D231458907<<<<<<<<<<<<<<<",
                b"7408122",
                b"1204159",
                b"<<<<<<<<<<<"
            ]),
            6
        );
    }

    #[test]
    fn complements_wrap() {
        assert_eq!([0, 1, 10, 11].map(complement11), [0, 10, 1, 0]);
        assert_eq!([0, 1, 10, 11].map(complement11_zero), [0, 0, 1, 0]);
        assert_eq!([0, 1, 10].map(complement10), [0, 9, 0]);
    }

    #[test]
    fn weights_run_from_the_right() {
        assert_eq!(rising(b"12345", 2, 4), 5 * 2 + 4 * 3 + 3 * 4 + 2 * 2 + 3);
        assert_eq!(dot(b"12", &[3, 4]), 11);
    }
}
