//! A small deterministic generator for examples: SplitMix64.

use crate::chars::Chars;

/// SplitMix64 (Steele, Lea, Flood 2014): the same seed makes the same number on every machine.
pub(crate) struct Rng(u64);

impl Rng {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number from `low` to `high`, both included.
    pub(crate) fn within(&mut self, low: u64, high: u64) -> u64 {
        low + self.next() % (high - low + 1)
    }

    /// One of a list.
    pub(crate) fn pick<'a, T: ?Sized>(&mut self, list: &[&'a T]) -> &'a T {
        list[self.within(0, list.len() as u64 - 1) as usize]
    }

    /// One byte of a text.
    pub(crate) fn byte(&mut self, of: &[u8]) -> u8 {
        of[self.within(0, of.len() as u64 - 1) as usize]
    }

    /// Appends random digits.
    pub(crate) fn digits(&mut self, to: &mut Chars, count: usize) {
        for _ in 0..count {
            to.add(self.byte(b"0123456789"));
        }
    }

    /// A run of random digits.
    pub(crate) fn fresh(&mut self, count: usize) -> Chars {
        let mut chars = Chars::new();
        self.digits(&mut chars, count);
        chars
    }

    /// The decimal digits of a number within a range.
    pub(crate) fn decimal(&mut self, low: u64, high: u64) -> Chars {
        Chars::from_bytes(self.within(low, high).to_string().as_bytes())
    }

    /// Six digits of a day, year first; every year has its days 1 to 28.
    pub(crate) fn day(&mut self, to: &mut Chars) {
        for (low, high) in [(0, 99), (1, 12), (1, 28)] {
            let part = self.within(low, high) as u32;
            to.add_digit(part / 10);
            to.add_digit(part % 10);
        }
    }
}
