//! A score between nothing and certainty, held as an integer so that it is the same everywhere.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A score in ten-thousandths: `0..=10_000`.
///
/// On the wire it is that integer; [`Score::as_f64`] gives the fraction for people.
#[derive(
    Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize,
)]
#[serde(from = "u16")]
pub struct Score(u16);

impl Score {
    /// No likeness at all.
    pub const ZERO: Self = Self(0);
    /// As alike as can be.
    pub const ONE: Self = Self(10_000);

    /// A score of so many ten-thousandths; more than 10,000 counts as 10,000.
    pub const fn new(ten_thousandths: u16) -> Self {
        if ten_thousandths > 10_000 { Self::ONE } else { Self(ten_thousandths) }
    }

    /// The nearest score to a fraction; below 0 (or no number) is 0, above 1 is 1.
    pub fn from_f64(fraction: f64) -> Self {
        // A float-to-integer `as` saturates and turns NaN into 0, which is what is wanted here.
        Self::new((fraction * 10_000.0).round() as u16)
    }

    /// The score in ten-thousandths.
    pub const fn get(self) -> u16 {
        self.0
    }

    /// The score as a fraction between 0 and 1.
    pub fn as_f64(self) -> f64 {
        f64::from(self.0) / 10_000.0
    }

    /// A score from a wide integer, held between 0 and 1.
    pub(crate) fn clamped(ten_thousandths: i64) -> Self {
        Self(ten_thousandths.clamp(0, 10_000) as u16)
    }

    /// This score taken `factor` times.
    pub(crate) fn times(self, factor: Self) -> Self {
        Self((u32::from(self.0) * u32::from(factor.0) / 10_000) as u16)
    }
}

impl From<u16> for Score {
    fn from(ten_thousandths: u16) -> Self {
        Self::new(ten_thousandths)
    }
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:04}", self.0 / 10_000, self.0 % 10_000)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_score_stays_between_nothing_and_certainty() {
        assert_eq!(Score::new(12_000), Score::ONE);
        assert_eq!(Score::from_f64(0.7), Score::new(7_000));
        assert_eq!(Score::from_f64(-3.0), Score::ZERO);
        assert_eq!(Score::from_f64(f64::NAN), Score::ZERO);
        assert_eq!(Score::from_f64(f64::INFINITY), Score::ONE);
        assert_eq!(Score::clamped(-1), Score::ZERO);
        assert_eq!(Score::new(9_500).times(Score::new(9_000)), Score::new(8_550));
    }

    #[test]
    fn a_score_is_an_integer_on_the_wire() {
        assert_eq!(serde_json::to_string(&Score::new(7_250)).unwrap(), "7250");
        assert_eq!(serde_json::from_str::<Score>("20000").unwrap(), Score::ONE);
        assert_eq!(Score::new(7_250).to_string(), "0.7250");
    }
}
