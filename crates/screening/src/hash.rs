//! A hash that is the same in every run and quick on short keys.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// A map that iterates in no useful order; use it for look-ups only.
pub(crate) type Map<K, V> = HashMap<K, V, BuildHasherDefault<Mixer>>;

const SEED: u64 = 0x517c_c1b7_2722_0a95;

/// Multiply and rotate, as in the compiler's own hash tables.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Mixer(u64);

impl Mixer {
    fn mix(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(SEED);
    }
}

impl Hasher for Mixer {
    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let word = chunk.iter().fold(0, |word, byte| word << 8 | u64::from(*byte));
            self.mix(word);
        }
        self.mix(bytes.len() as u64);
    }

    fn write_u8(&mut self, byte: u8) {
        self.mix(u64::from(byte));
    }

    fn write_u32(&mut self, word: u32) {
        self.mix(u64::from(word));
    }

    fn write_u64(&mut self, word: u64) {
        self.mix(word);
    }

    fn finish(&self) -> u64 {
        // The table takes its bits from the top and the bottom, so spread the product once more.
        self.0 ^ self.0 >> 32
    }
}

/// The hash of some bytes with one left out.
pub(crate) fn without(bytes: &[u8], skip: Option<usize>) -> u64 {
    let mut hash = Mixer::default();
    for (at, byte) in bytes.iter().enumerate() {
        if Some(at) != skip {
            hash.mix(u64::from(*byte));
        }
    }
    hash.finish()
}
