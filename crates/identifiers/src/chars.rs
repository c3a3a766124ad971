//! What people type, reduced to the characters that count.

use crate::facts::Fault;
use crate::refusal::Rule;

/// The longest number known here is the 60 characters of a machine-readable identity card.
const CAPACITY: usize = 64;

/// Up to 64 characters in Latin-1, upper case, without separators.
///
/// Latin-1 keeps `Ñ`, which the Mexican taxpayer number allows, in one byte.
#[derive(Clone, Copy)]
pub(crate) struct Chars {
    buf: [u8; CAPACITY],
    len: u8,
    /// Bit *n* is set where a separator stood before character *n*.
    gaps: u64,
    /// Whether the first thing written was `+`.
    pub(crate) plus: bool,
}

impl Chars {
    pub(crate) const fn new() -> Self {
        Self { buf: [0; CAPACITY], len: 0, gaps: 0, plus: false }
    }

    /// Reads what was typed: full-width forms become ASCII, lower case upper case, and dots,
    /// dashes, slashes, spaces and the like are dropped. Tells the classes of what was kept.
    ///
    /// It begins anew in place, since returning them would copy what was just written.
    pub(crate) fn read(&mut self, value: &str) -> Result<Classes, Fault> {
        *self = Self::new();
        if value.is_ascii() {
            self.gather(value.bytes().map(|byte| ASCII[usize::from(byte & 0x7F)]))
        } else {
            self.gather(value.chars().map(fold))
        }
    }

    #[inline]
    fn gather(&mut self, typed: impl Iterator<Item = Typed>) -> Result<Classes, Fault> {
        // Kept apart from `self`, these stay in registers.
        let (mut len, mut gaps, mut plus, mut met) = (0_usize, 0_u64, false, Classes::NONE);
        for typed in typed {
            if typed.class != Classes::NONE {
                let Some(place) = self.buf.get_mut(len) else {
                    return Err(Fault::bare(Rule::Length));
                };
                *place = typed.byte;
                len += 1;
                met = met.with(typed.class);
                continue;
            }
            match typed {
                Typed::SEPARATOR => gaps |= 1_u64.checked_shl(len as u32).unwrap_or(0),
                Typed::PLUS if len == 0 && !plus => plus = true,
                _ => return Err(Fault::bare(Rule::Characters)),
            }
        }
        if len == 0 {
            return Err(Fault::bare(Rule::Empty));
        }
        self.len = len as u8;
        self.gaps = gaps;
        self.plus = plus;
        Ok(met)
    }

    /// Copies bytes that are known to be short.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Self {
        let mut chars = Self::new();
        chars.add_all(bytes);
        chars
    }

    /// Appends a byte; one too many is dropped.
    #[inline]
    pub(crate) fn add(&mut self, byte: u8) {
        if let Some(place) = self.buf.get_mut(usize::from(self.len)) {
            *place = byte;
            self.len += 1;
        }
    }

    /// Appends a digit given as a number below ten.
    pub(crate) fn add_digit(&mut self, digit: u32) {
        self.add(b'0' + (digit % 10) as u8);
    }

    /// Appends the bytes of a text; those too many are dropped.
    pub(crate) fn add_all(&mut self, bytes: &[u8]) {
        let free = &mut self.buf[usize::from(self.len)..];
        let fit = bytes.len().min(free.len());
        free[..fit].copy_from_slice(&bytes[..fit]);
        self.len += fit as u8;
    }

    /// Puts zeros before character `at` until the whole is `width` long.
    pub(crate) fn pad(&mut self, at: usize, width: usize) {
        let missing = width.saturating_sub(self.len());
        let mut padded = Self { plus: self.plus, ..Self::new() };
        padded.add_all(&self[..at]);
        for _ in 0..missing {
            padded.add(b'0');
        }
        padded.add_all(&self[at..]);
        *self = padded;
    }

    /// Drops the first `count` characters.
    pub(crate) fn drop_front(&mut self, count: usize) {
        let count = count.min(self.len());
        let kept = usize::from(self.len) - count;
        self.buf.copy_within(count..count + kept, 0);
        self.len = kept as u8;
        self.gaps = self.gaps.checked_shr(count as u32).unwrap_or(0);
    }

    /// Drops leading zeros as long as more than `keep` characters remain.
    pub(crate) fn strip_zeros(&mut self, keep: usize) {
        let zeros = self.iter().take_while(|&&byte| byte == b'0').count();
        self.drop_front(zeros.min(self.len().saturating_sub(keep)));
    }

    /// The lengths of the three groups that separators made, if they made exactly three.
    pub(crate) fn three_groups(&self) -> Option<[usize; 3]> {
        let inner = self.gaps & !1 & !1_u64.checked_shl(self.len.into()).unwrap_or(0);
        if inner.count_ones() != 2 {
            return None;
        }
        let first = inner.trailing_zeros() as usize;
        let second = 63 - inner.leading_zeros() as usize;
        Some([first, second - first, self.len() - second])
    }

    /// The digit at a place, as a number.
    pub(crate) fn digit(&self, at: usize) -> u32 {
        u32::from(self[at].wrapping_sub(b'0'))
    }

    /// Digits of a range read as one number; the caller knows that they are digits, 18 at most.
    pub(crate) fn number(&self, range: std::ops::Range<usize>) -> u64 {
        self[range].iter().fold(0, |sum, &byte| sum * 10 + u64::from(byte.wrapping_sub(b'0')))
    }

    /// The classes of all characters.
    pub(crate) fn classes(&self) -> Classes {
        self.iter().map(|&byte| fold(char::from(byte)).class).fold(Classes::NONE, Classes::with)
    }

    /// All characters but the last.
    pub(crate) fn body(&self) -> &[u8] {
        self.split_last().map_or(&[], |(_, body)| body)
    }

    /// The last character.
    pub(crate) fn tail(&self) -> u8 {
        self.last().copied().unwrap_or(0)
    }

    /// The text, for keeping.
    pub(crate) fn to_text(self) -> String {
        // Only the letter Ñ is not ASCII.
        match std::str::from_utf8(&self) {
            Ok(text) => text.to_owned(),
            Err(_) => self.iter().map(|&byte| char::from(byte)).collect(),
        }
    }
}

impl std::ops::Deref for Chars {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.buf[..usize::from(self.len)]
    }
}

/// A set of classes of characters.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Classes(u8);

impl Classes {
    const NONE: Self = Self(0);
    /// Digits.
    pub(crate) const DIGITS: Self = Self(1);
    /// The letter `K`.
    pub(crate) const K: Self = Self(2);
    /// The letters A to Z, `K` aside.
    pub(crate) const LETTERS: Self = Self(4);
    /// `Ñ` and `&`.
    pub(crate) const NAMES: Self = Self(8);
    /// The filler `<`.
    pub(crate) const FILLER: Self = Self(16);

    /// Both together.
    pub(crate) const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether all are among others.
    pub(crate) const fn within(self, others: Self) -> bool {
        self.0 & !others.0 == 0
    }
}

/// What a typed character comes to.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Typed {
    byte: u8,
    /// None where the character is dropped; this is asked first, for nearly all are kept.
    class: Classes,
}

impl Typed {
    const SEPARATOR: Self = Self::new(b' ', Classes::NONE);
    const PLUS: Self = Self::new(b'+', Classes::NONE);
    const FOREIGN: Self = Self::new(0, Classes::NONE);

    const fn new(byte: u8, class: Classes) -> Self {
        Self { byte, class }
    }
}

/// What each ASCII character folds to, since nearly all that is typed is ASCII.
static ASCII: [Typed; 128] = {
    let mut table = [Typed::FOREIGN; 128];
    let mut code = 0;
    while code < table.len() {
        table[code] = fold_ascii(code as u8);
        code += 1;
    }
    table
};

const fn fold_ascii(typed: u8) -> Typed {
    match typed {
        b'0'..=b'9' => Typed::new(typed, Classes::DIGITS),
        b'K' | b'k' => Typed::new(b'K', Classes::K),
        b'A'..=b'Z' | b'a'..=b'z' => Typed::new(typed.to_ascii_uppercase(), Classes::LETTERS),
        b'&' => Typed::new(typed, Classes::NAMES),
        b'<' => Typed::new(typed, Classes::FILLER),
        b' ' | b'.' | b'-' | b'/' | b',' | b'_' | b'(' | b')' | b'\t' | b'\n' | b'\r' | b'\'' => {
            Typed::SEPARATOR
        }
        b'+' => Typed::PLUS,
        _ => Typed::FOREIGN,
    }
}

fn fold(typed: char) -> Typed {
    match typed {
        '\0'..='\x7F' => fold_ascii(typed as u8),
        'Ñ' | 'ñ' => Typed::new(0xD1, Classes::NAMES),
        // Full-width forms of the printable ASCII characters.
        '\u{FF01}'..='\u{FF5E}' => fold_ascii((typed as u32 - 0xFEE0) as u8),
        '\u{A0}'
        | '\u{AD}'
        | '\u{B7}'
        | '\u{2000}'..='\u{2015}'
        | '\u{2019}'
        | '\u{2022}'
        | '\u{202F}' => Typed::SEPARATOR,
        '\u{2060}' | '\u{2212}' | '\u{3000}' | '\u{3002}' | '\u{30FB}' | '\u{FEFF}' => {
            Typed::SEPARATOR
        }
        _ => Typed::FOREIGN,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chars(value: &str) -> Option<Chars> {
        let mut chars = Chars::new();
        chars.read(value).ok().map(|_| chars)
    }

    fn read(value: &str) -> Option<String> {
        chars(value).map(Chars::to_text)
    }

    #[test]
    fn typing_habits_are_forgiven() {
        for (typed, kept) in [
            ("529.982.247-25", "52998224725"),
            (" 12 345 678\u{2013}k ", "12345678K"),
            ("\u{FF11}\u{FF12}\u{FF0D}\u{FF4B}", "12K"),
            ("\u{FEFF}1\u{A0}2\u{200B}3", "123"),
            ("ñ&a", "Ñ&A"),
            ("ab\n<<1", "AB<<1"),
        ] {
            assert_eq!(read(typed).as_deref(), Some(kept), "{typed:?}");
        }
    }

    #[test]
    fn other_characters_are_refused() {
        for typed in ["12#4", "1+2", "++1", "١٢٣", "é", "\u{0}", "🙂", "", " - "] {
            assert_eq!(read(typed), None, "{typed:?}");
        }
        assert_eq!(read(&"1".repeat(65)), None);
    }

    #[test]
    fn groups_are_remembered() {
        assert_eq!(chars("1-613-584").and_then(|c| c.three_groups()), Some([1, 3, 3]));
        assert_eq!(chars("106130584").and_then(|c| c.three_groups()), None);
    }
}
