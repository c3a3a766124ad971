//! The rules that bore on a score, as they are told.

use serde::{Deserialize, Serialize};

use crate::Score;

/// Which of the two scores a rule bears on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    /// The similarity of the names.
    Similarity,
    /// The confidence that both are the same.
    Confidence,
}

/// A rule and the limit that it set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cap {
    /// The rule.
    pub rule: Rule,
    /// The score that it bears on.
    pub on: Target,
    /// The most that this score can be.
    pub limit: Score,
}

/// A rule that took a part of the similarity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reduction {
    /// The rule.
    pub rule: Rule,
    /// What is left after it, once.
    pub factor: Score,
    /// How often it applied.
    pub times: u8,
}

/// A rule of the engine; its name is its id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// Both have a main surname, and they are different.
    SurnameConflict,
    /// Both have a second surname, and they are different.
    SecondSurnameConflict,
    /// The only surname of one side is the second surname of the other.
    SurnameShifted,
    /// No given name is shared.
    GivenDisjoint,
    /// A given name is shared, another differs.
    GivenConflict,
    /// Three names or more are shared, another given name differs.
    GivenPartly,
    /// A token of one side is a given name or a surname that the other lacks: it cannot be told.
    GivenDoubtful,
    /// One side has no given name.
    GivenUnknown,
    /// One side has no surname.
    SurnameUnknown,
    /// Given names agree by an initial only.
    InitialOnly,
    /// A given name agrees by its initial, and both surnames agree.
    InitialGiven,
    /// A single token is shared, and there is more on some side.
    SingleToken,
    /// Junior, Filho, Neto and the like are different.
    SuffixConflict,
    /// Numbers or other words that tell companies apart are different.
    NumberConflict,
    /// Both names have a word of their own.
    WordConflict,
    /// Only words that many companies carry are shared.
    GenericOnly,
    /// The words for the line of business are different.
    ActivityConflict,
    /// One side lacks the second surname.
    SecondSurnameMissing,
    /// One side lacks a further surname.
    SurnameDropped,
    /// One side lacks a given name.
    GivenDropped,
    /// One side lacks the first given name of the other.
    FirstGivenDropped,
    /// The two surnames come in the other order.
    SurnamesSwapped,
    /// A given name of one side is a surname of the other.
    OrderCrossed,
    /// A particle is on one side only.
    ParticleDropped,
    /// Junior, Filho, Neto and the like are on one side only.
    SuffixDropped,
    /// The second surname of one side can be the married name of the other.
    MarriedName,
    /// The legal forms are of different families.
    LegalFormDiffers,
    /// The parts of the name had to be read in a less usual way.
    UnusualReading,
    /// Birth dates are years apart.
    BirthDateConflict,
    /// Different numbers of the same document.
    DocumentConflict,
    /// Different genders.
    GenderConflict,
    /// The document agrees, the names have nothing in common.
    DocumentNameDisjoint,
}
