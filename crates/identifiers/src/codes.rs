//! Codes of two or three characters inside numbers, and what they stand for.

use crate::rng::Rng;

/// Five bits of each of the first two characters.
const SLOTS: usize = 1 << 10;

/// A list of codes in which one is found without a search.
pub(crate) struct Codes<const COUNT: usize> {
    listed: [(&'static str, &'static str); COUNT],
    /// For each slot, where its codes begin in the list; `COUNT` where it has none.
    begins: [u8; SLOTS],
}

const fn slot(code: &[u8]) -> usize {
    ((code[0] & 31) as usize) << 5 | (code[1] & 31) as usize
}

impl<const COUNT: usize> Codes<COUNT> {
    /// Takes a list of codes and names, in which codes that begin alike stand together.
    pub(crate) const fn new(listed: [(&'static str, &'static str); COUNT]) -> Self {
        assert!(COUNT <= u8::MAX as usize, "places are kept in a byte");
        let mut begins = [COUNT as u8; SLOTS];
        let mut before = SLOTS;
        let mut at = 0;
        while at < COUNT {
            let slot = slot(listed[at].0.as_bytes());
            if slot != before {
                assert!(begins[slot] as usize == COUNT, "codes that begin alike stand apart");
                begins[slot] = at as u8;
            }
            before = slot;
            at += 1;
        }
        Self { listed, begins }
    }

    /// The code, two characters or more, and its name, if it is listed.
    pub(crate) fn find(&self, code: &[u8]) -> Option<(&'static str, &'static str)> {
        let slot = slot(code);
        self.listed[usize::from(self.begins[slot])..]
            .iter()
            .take_while(|(listed, _)| self::slot(listed.as_bytes()) == slot)
            .find(|(listed, _)| listed.as_bytes() == code)
            .copied()
    }

    /// Any code of the list.
    pub(crate) fn pick(&self, rng: &mut Rng) -> &'static [u8] {
        let place = rng.within(0, COUNT as u64 - 1) as usize;
        self.listed[place].0.as_bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_found_among_those_that_begin_alike() {
        static CODES: Codes<4> =
            Codes::new([("CHE", "a"), ("CHL", "b"), ("D<<", "c"), ("ZZ", "d")]);
        for (code, name) in [
            ("CHE", Some("a")),
            ("CHL", Some("b")),
            ("CHN", None),
            ("CH", None),
            ("D<<", Some("c")),
            ("ZZ", Some("d")),
            ("AA", None),
        ] {
            let found = CODES.find(code.as_bytes());
            assert_eq!(found.map(|(_, name)| name), name, "{code}");
        }
    }
}
