//! A number that its issuer's rules accept.

use std::fmt;

use crate::facts::Facts;
use crate::kind::KindInfo;

/// A number that was read and accepted; having one is the proof that it is well formed.
///
/// `Debug` prints it masked, and leaves its facts out.
#[derive(Clone, PartialEq, Eq)]
pub struct Document {
    info: &'static KindInfo,
    value: String,
    facts: Facts,
}

impl Document {
    pub(crate) fn new(info: &'static KindInfo, value: String, facts: Facts) -> Self {
        Self { info, value, facts }
    }

    pub(crate) fn into_normalised(self) -> String {
        self.value
    }

    /// The country whose kind it is, or `ALL`.
    pub fn country(&self) -> &'static str {
        self.info.country
    }

    /// The name of its kind.
    pub fn kind(&self) -> &'static str {
        self.info.name
    }

    /// All that is known of its kind.
    pub fn info(&self) -> &'static KindInfo {
        self.info
    }

    /// The one form in which to store and compare it: upper case, no separators, full length.
    pub fn normalised(&self) -> &str {
        &self.value
    }

    /// The form in which people of the country write it.
    pub fn formatted(&self) -> String {
        self.info.format(&self.value)
    }

    /// The form for screens and logs: at most the last four characters remain, and never more
    /// than a third.
    pub fn masked(&self) -> String {
        let written = self.formatted();
        let all = written.chars().filter(|c| c.is_alphanumeric()).count();
        let hidden = all - (all / 3).min(4);
        let mut seen = 0;
        written
            .chars()
            .map(|c| {
                seen += usize::from(c.is_alphanumeric());
                if c.is_alphanumeric() && seen <= hidden { '*' } else { c }
            })
            .collect()
    }

    /// What the number tells by itself.
    pub fn facts(&self) -> &Facts {
        &self.facts
    }
}

impl fmt::Debug for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Document({:?} {})", self.info, self.masked())
    }
}
