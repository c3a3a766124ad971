//! The rules of the engine and what each does to a score.

use crate::{Cap, Observation, Reduction, Rule, Score, Target};

/// What a rule does when it applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Effect {
    /// The score is no more than this.
    Limit(Score),
    /// This is left of the score, each time.
    Factor(Score),
}

impl Rule {
    /// Every rule about names, in the order in which they apply.
    pub(crate) const NAMES: [Self; 28] = [
        Self::UnusualReading,
        Self::SecondSurnameMissing,
        Self::SurnameDropped,
        Self::GivenDropped,
        Self::FirstGivenDropped,
        Self::GivenPartly,
        Self::GivenDoubtful,
        Self::InitialGiven,
        Self::SurnamesSwapped,
        Self::OrderCrossed,
        Self::ParticleDropped,
        Self::SuffixDropped,
        Self::MarriedName,
        Self::LegalFormDiffers,
        Self::SurnameConflict,
        Self::SecondSurnameConflict,
        Self::SurnameShifted,
        Self::GivenDisjoint,
        Self::GivenConflict,
        Self::GivenUnknown,
        Self::SurnameUnknown,
        Self::InitialOnly,
        Self::SingleToken,
        Self::SuffixConflict,
        Self::NumberConflict,
        Self::WordConflict,
        Self::GenericOnly,
        Self::ActivityConflict,
    ];

    /// What the rule does. `UnusualReading` carries a factor of its own.
    pub(crate) const fn effect(self) -> Effect {
        const fn limit(ten_thousandths: u16) -> Effect {
            Effect::Limit(Score::new(ten_thousandths))
        }
        const fn factor(ten_thousandths: u16) -> Effect {
            Effect::Factor(Score::new(ten_thousandths))
        }
        match self {
            Self::SurnameConflict | Self::GivenDisjoint => limit(5_500),
            Self::SecondSurnameConflict | Self::SurnameShifted => limit(6_200),
            Self::ActivityConflict => limit(6_500),
            Self::GivenConflict => limit(5_700),
            Self::GivenUnknown | Self::SurnameUnknown => limit(6_000),
            Self::SuffixConflict | Self::NumberConflict | Self::WordConflict => limit(6_000),
            Self::InitialOnly => limit(6_800),
            Self::SingleToken | Self::GenericOnly => limit(5_000),
            Self::SecondSurnameMissing | Self::SuffixDropped => factor(9_500),
            Self::SurnameDropped | Self::GivenDropped => factor(9_700),
            Self::FirstGivenDropped => factor(9_200),
            Self::GivenPartly => factor(8_000),
            Self::GivenDoubtful => factor(7_800),
            Self::InitialGiven | Self::LegalFormDiffers => factor(9_000),
            Self::SurnamesSwapped => factor(7_200),
            Self::OrderCrossed => factor(7_500),
            Self::ParticleDropped => factor(9_950),
            Self::MarriedName => factor(8_500),
            Self::UnusualReading => factor(10_000),
            Self::BirthDateConflict => limit(4_500),
            Self::DocumentConflict => limit(4_000),
            Self::GenderConflict => limit(4_900),
            Self::DocumentNameDisjoint => limit(7_500),
        }
    }

    /// What the rule tells against the same person.
    pub(crate) const fn observation(self) -> Option<Observation> {
        Some(match self {
            Self::SurnameConflict | Self::SurnameShifted => Observation::SurnameDiffers,
            Self::SecondSurnameConflict => Observation::SecondSurnameDiffers,
            Self::GivenDisjoint | Self::GivenConflict | Self::GivenPartly => {
                Observation::GivenNameDiffers
            }
            Self::SuffixConflict => Observation::SuffixDiffers,
            Self::NumberConflict => Observation::NumberDiffers,
            Self::WordConflict | Self::ActivityConflict | Self::GenericOnly => {
                Observation::WordsDiffer
            }
            Self::LegalFormDiffers => Observation::LegalFormDiffers,
            Self::SurnamesSwapped => Observation::SurnamesSwapped,
            _ => return None,
        })
    }
}

/// The rules that applied to a pair of names, and how often.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    counts: [u8; Rule::NAMES.len()],
    /// How usual the readings of both names are.
    pub reading: Option<Score>,
}

impl Tally {
    pub fn note(&mut self, rule: Rule) {
        self.note_times(rule, 1);
    }

    pub fn note_times(&mut self, rule: Rule, times: usize) {
        if let Some(at) = Rule::NAMES.iter().position(|known| *known == rule) {
            self.counts[at] = self.counts[at].saturating_add(times.min(255) as u8);
        }
    }

    /// The rules that applied, with how often.
    pub fn iter(&self) -> impl Iterator<Item = (Rule, u8)> {
        Rule::NAMES.into_iter().zip(self.counts).filter(|(_, times)| *times > 0)
    }

    /// What the rules leave of a score.
    pub fn apply(&self, score: Score) -> Score {
        let mut left = score;
        for (rule, times) in self.iter() {
            match rule.effect() {
                Effect::Limit(limit) => left = left.min(limit),
                Effect::Factor(factor) => {
                    for _ in 0..times.min(4) {
                        left = left.times(factor);
                    }
                }
            }
        }
        // Last, so that of two readings that meet a limit the more usual one stands.
        left.times(self.reading.unwrap_or(Score::ONE))
    }

    /// The factors that applied, to be explained.
    pub fn reductions(&self) -> Vec<Reduction> {
        let reading = self.reading.filter(|factor| *factor < Score::ONE);
        let reading =
            reading.map(|factor| Reduction { rule: Rule::UnusualReading, factor, times: 1 });
        let others = self.iter().filter_map(|(rule, times)| match rule.effect() {
            Effect::Factor(factor) => Some(Reduction { rule, factor, times }),
            Effect::Limit(_) => None,
        });
        reading.into_iter().chain(others).collect()
    }

    /// The limits that applied, to be explained.
    pub fn caps(&self) -> Vec<Cap> {
        self.iter()
            .filter_map(|(rule, _)| match rule.effect() {
                Effect::Limit(limit) => Some(Cap { rule, on: Target::Similarity, limit }),
                Effect::Factor(_) => None,
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_apply_in_one_order() {
        let mut tally = Tally::default();
        tally.note(Rule::GivenDisjoint);
        tally.note(Rule::SecondSurnameMissing);
        tally.note_times(Rule::ParticleDropped, 2);
        assert_eq!(tally.apply(Score::ONE), Score::new(5_500));
        assert_eq!(tally.caps().len(), 1);
        assert_eq!(tally.reductions().len(), 2);
    }
}
