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

/// Sum of value times weight, the values of characters being those of a table.
pub(crate) fn weigh(chars: &[u8], values: &[u8; 256], weights: &[u8]) -> u32 {
    chars
        .iter()
        .zip(weights)
        .map(|(&byte, &weight)| u32::from(values[usize::from(byte)]) * u32::from(weight))
        .sum()
}

/// The values that a function gives to all characters.
macro_rules! values {
    ($value:ident) => {{
        let mut values = [0; 256];
        let mut byte = 0;
        while byte < values.len() {
            values[byte] = $value(byte as u8);
            byte += 1;
        }
        values
    }};
}

pub(crate) use values;

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
    // Twice the digit, less nine where that has two digits.
    const DOUBLED: [u32; 16] = [0, 2, 4, 6, 8, 1, 3, 5, 7, 9, 0, 0, 0, 0, 0, 0];
    let mut sum = 0;
    for pair in body.rchunks(2) {
        let [.., last] = pair else { continue };
        sum += DOUBLED[usize::from(last & 0xF)];
        if let [first, _] = pair {
            sum += u32::from(first & 0xF);
        }
    }
    complement10(sum)
}

/// The check digit of ICAO Doc 9303, part 3: weights 7, 3, 1 modulo 10, letters from ten,
/// filler zero.
pub(crate) fn icao(fields: &[&[u8]]) -> u32 {
    static VALUES: [u8; 256] = values!(icao_value);
    let value = |byte: u8| u32::from(VALUES[usize::from(byte)]);
    let [mut first, mut second, mut third] = [7, 3, 1];
    let mut sum = 0;
    for field in fields {
        let (threes, rest) = field.as_chunks::<3>();
        for &[a, b, c] in threes {
            sum += first * value(a) + second * value(b) + third * value(c);
        }
        // The weights run on from field to field.
        match *rest {
            [a] => {
                sum += first * value(a);
                [first, second, third] = [second, third, first];
            }
            [a, b] => {
                sum += first * value(a) + second * value(b);
                [first, second, third] = [third, first, second];
            }
            _ => {}
        }
    }
    sum % 10
}

const fn icao_value(byte: u8) -> u8 {
    match byte {
        b'0'..=b'9' => byte - b'0',
        b'A'..=b'Z' => byte - b'A' + 10,
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
        assert_eq!(icao(&[b"HA672242<6", b"5802254", b"9601086", b"<<<<<<<<<<<<<<0"]), 8);
        assert_eq!(
            icao(&[b"D231458907<<<<<<<<<<<<<<<", b"7408122", b"1204159", b"<<<<<<<<<<<"]),
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
