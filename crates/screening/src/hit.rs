//! What a search returns.

use serde::{Deserialize, Serialize};

use crate::{Explanation, Score};

/// What brought a hit about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Axis {
    /// An identity document agrees.
    Document,
    /// The name is alike.
    Name,
}

/// A record that may be the one that is looked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hit {
    /// The position of the record in the index; 0 from [`crate::compare`].
    pub record: usize,
    /// What brought the hit about.
    pub axis: Axis,
    /// Whether it is the same name.
    pub similarity: Score,
    /// Whether it is the same person or company.
    pub confidence: Score,
    /// Why.
    pub explanation: Explanation,
}
