//! Whether it is the same person: weighing all that is known.
//!
//! Each feature moves the log odds (Fellegi and Sunter's way); the points of a feature are by how
//! much it moved the probability, in a fixed order, so that they add up to the confidence.

use crate::birth::Born;
use crate::document::Papers;
use crate::rule::Effect;
use crate::{Axis, Cap, EntityKind, Feature, NameKind, Point, Rule, Score, Target};

/// Where the odds begin, in hundredths: a name alone is rather somebody else's.
const START: i32 = -150;
/// What the whole difference between two names would take.
const UNLIKE: i32 = 600;

/// All that bears on confidence.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Evidence {
    pub axis: Axis,
    pub kind: EntityKind,
    pub similarity: Score,
    /// What the shared tokens say, in hundredths of log odds.
    pub shared: i32,
    pub name_kind: NameKind,
    /// Whether names were compared and have nothing in common.
    pub disjoint: bool,
    pub born: Born,
    pub country: Option<bool>,
    pub gender: Option<bool>,
    pub papers: Papers,
}

/// A confidence, what it is made of, and the limits that held it down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Weighed {
    pub confidence: Score,
    pub points: Vec<Point>,
    pub caps: Vec<Cap>,
}

/// Weighs the evidence.
pub(crate) fn weigh(evidence: &Evidence) -> Weighed {
    let mut sum = Sum::default();
    match evidence.axis {
        Axis::Document => {
            sum.to(Feature::Document, 9_900);
            let less = match evidence.born {
                Born::Conflict => 1_400,
                Born::Differs => 400,
                _ => 0,
            };
            sum.to(Feature::BirthDate, sum.confidence - less);
            let less = if evidence.gender == Some(false) { 900 } else { 0 };
            sum.to(Feature::Gender, sum.confidence - less);
        }
        Axis::Name => name_axis(evidence, &mut sum),
    }
    for rule in limits(evidence) {
        sum.limit(rule);
    }
    Weighed {
        confidence: Score::clamped(sum.confidence.into()),
        points: sum.points,
        caps: sum.caps,
    }
}

/// The confidence alone.
pub(crate) fn confidence(evidence: &Evidence) -> Score {
    weigh(evidence).confidence
}

fn name_axis(evidence: &Evidence, sum: &mut Sum) {
    let unlike = 10_000 - i32::from(evidence.similarity.get());
    let mut odds = START - unlike * UNLIKE / 10_000;
    // One register has many people of one name, but few companies.
    if evidence.kind != EntityKind::Person && evidence.similarity == Score::ONE {
        odds += 100;
    }
    sum.to(Feature::Name, probability(odds));
    for (feature, weight) in [
        (Feature::Rarity, evidence.shared),
        (Feature::NameKind, name_kind(evidence.name_kind)),
        (Feature::BirthDate, born(evidence.born)),
        (Feature::Country, either(evidence.country, 40, -60)),
        (Feature::Gender, either(evidence.gender, 15, -250)),
        (Feature::Document, if evidence.papers == Papers::Differs { -300 } else { 0 }),
    ] {
        odds += weight;
        sum.to(feature, probability(odds));
    }
}

fn limits(evidence: &Evidence) -> impl Iterator<Item = Rule> {
    let named = evidence.axis == Axis::Name;
    [
        (named && evidence.gender == Some(false), Rule::GenderConflict),
        (named && evidence.born == Born::Conflict, Rule::BirthDateConflict),
        (named && evidence.papers == Papers::Differs, Rule::DocumentConflict),
        (!named && evidence.disjoint, Rule::DocumentNameDisjoint),
    ]
    .into_iter()
    .filter_map(|(applies, rule)| applies.then_some(rule))
}

const fn name_kind(kind: NameKind) -> i32 {
    match kind {
        NameKind::Primary | NameKind::Alias => 0,
        NameKind::Former => -20,
        NameKind::Weak => -120,
    }
}

const fn born(born: Born) -> i32 {
    match born {
        Born::Equal => 350,
        Born::Transposed => 220,
        Born::Near => 150,
        Born::SameYear => 140,
        Born::NextYear => -20,
        Born::Differs => -150,
        Born::Conflict => -450,
        Born::Unknown => 0,
    }
}

const fn either(known: Option<bool>, equal: i32, different: i32) -> i32 {
    match known {
        Some(true) => equal,
        Some(false) => different,
        None => 0,
    }
}

/// A confidence that grows and shrinks by points.
#[derive(Default)]
struct Sum {
    confidence: i32,
    points: Vec<Point>,
    caps: Vec<Cap>,
}

impl Sum {
    fn to(&mut self, feature: Feature, confidence: i32) {
        let points = confidence - self.confidence;
        if points != 0 {
            self.points.push(Point { feature, points });
        }
        self.confidence = confidence;
    }

    fn limit(&mut self, rule: Rule) {
        if let Effect::Limit(limit) = rule.effect() {
            self.caps.push(Cap { rule, on: Target::Confidence, limit });
            let most = i32::from(limit.get());
            if most < self.confidence {
                match self.points.iter_mut().find(|point| point.feature == Feature::Limit) {
                    Some(held) => held.points += most - self.confidence,
                    None => self
                        .points
                        .push(Point { feature: Feature::Limit, points: most - self.confidence }),
                }
                self.confidence = most;
            }
        }
    }
}

/// 10,000 / (1 + e^(-odds/100)) for odds of 0, 25, 50 … 800.
const LOGISTIC: [i32; 33] = [
    5_000, 5_622, 6_225, 6_792, 7_311, 7_773, 8_176, 8_520, 8_808, 9_047, 9_241, 9_399, 9_526,
    9_627, 9_707, 9_770, 9_820, 9_859, 9_890, 9_914, 9_933, 9_948, 9_959, 9_968, 9_975, 9_981,
    9_985, 9_988, 9_991, 9_993, 9_994, 9_996, 9_997,
];

/// The probability of log odds in hundredths, in ten-thousandths; from a table, so that it is the
/// same on every machine.
fn probability(odds: i32) -> i32 {
    let size = odds.abs().min(800);
    let (at, between) = ((size / 25) as usize, size % 25);
    let low = LOGISTIC[at];
    let high = LOGISTIC[(at + 1).min(32)];
    let above = low + (high - low) * between / 25;
    if odds < 0 { 10_000 - above } else { above }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RARE: Evidence = Evidence {
        axis: Axis::Name,
        kind: EntityKind::Person,
        similarity: Score::ONE,
        shared: 350,
        name_kind: NameKind::Primary,
        disjoint: false,
        born: Born::Unknown,
        country: None,
        gender: None,
        papers: Papers::Unknown,
    };
    const COMMON: Evidence = Evidence { shared: 105, ..RARE };

    #[test]
    fn more_evidence_is_more_confidence() {
        let rising = [
            Evidence { born: Born::Conflict, ..RARE },
            Evidence { name_kind: NameKind::Weak, ..COMMON },
            COMMON,
            Evidence { born: Born::SameYear, ..COMMON },
            RARE,
            Evidence { born: Born::Equal, ..COMMON },
            Evidence { born: Born::Equal, ..RARE },
        ];
        let scores: Vec<_> = rising.iter().map(confidence).collect();
        assert!(scores.windows(2).all(|pair| pair[0] < pair[1]), "{scores:?}");
    }

    #[test]
    fn conflicts_hold_the_confidence_down() {
        for (evidence, most) in [
            (Evidence { born: Born::Conflict, ..RARE }, 4_500),
            (Evidence { gender: Some(false), ..RARE }, 4_900),
            (Evidence { papers: Papers::Differs, ..RARE }, 4_000),
        ] {
            let weighed = weigh(&evidence);
            assert!(weighed.confidence <= Score::new(most), "{weighed:?}");
            assert_eq!(weighed.caps.len(), 1);
        }
    }

    #[test]
    fn a_document_is_nearly_certain() {
        let document = Evidence { axis: Axis::Document, papers: Papers::Equal, ..COMMON };
        assert_eq!(confidence(&document), Score::new(9_900));
        let other = Evidence { disjoint: true, ..document };
        assert_eq!(confidence(&other), Score::new(7_500));
        assert_eq!(weigh(&other).points.iter().map(|p| p.points).sum::<i32>(), 7_500);
    }

    #[test]
    fn the_table_is_the_logistic_curve() {
        for odds in -900..900 {
            let exact = 10_000.0 / (1.0 + (-f64::from(odds.clamp(-800, 800)) / 100.0).exp());
            assert!((f64::from(probability(odds)) - exact).abs() < 12.0, "{odds}");
        }
    }
}
