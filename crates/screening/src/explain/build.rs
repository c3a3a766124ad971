//! Putting the reasons of a hit together.

use super::tokens::Tokens;
use crate::birth::Born;
use crate::confidence::{self, Evidence, weigh};
use crate::document::Papers;
use crate::judge::judge;
use crate::pair::{Asked, Found, Listed};
use crate::rule::Tally;
use crate::{
    Axis, Explanation, Fact, Hit, NameKind, Observation, Outlook, Query, Record, Rule, Score,
    Settings,
};

/// Names that share this much, in hundredths of log odds, are rare.
const RARE: i32 = 240;
/// Names that share no more than this are common.
const COMMON: i32 = 150;

/// Explains a hit.
pub(crate) fn hit(
    asked: &Asked<'_>,
    listed: Listed<'_>,
    found: &Found,
    settings: &Settings,
) -> Hit {
    let evidence = &found.evidence;
    let weighed = weigh(evidence);
    let mut explanation = Explanation { points: weighed.points, ..Explanation::default() };
    let mut rules = Tally::default();
    if let Some((q, r)) = found.names {
        let (q, r) = (&asked.names[q], &listed.names[r]);
        let verdict = judge(q, r, settings.matching);
        let name = &listed.record.names[r.at];
        explanation.matched_name.clone_from(&name.text);
        explanation.name_kind = name.kind;
        explanation.tokens = Tokens { asked, q, r, written: &name.text }.all(&verdict.alignment);
        rules = verdict.rules;
    }
    explanation.reductions = rules.reductions();
    explanation.caps = rules.caps();
    explanation.caps.extend(weighed.caps);
    explanation.agreed = agreed(evidence);
    explanation.against = against(evidence, &rules);
    explanation.unknown = unknown(asked.query, listed.record, evidence, &rules);
    (explanation.would_confirm, explanation.would_clear) =
        outlooks(asked.query, listed.record, evidence);
    Hit {
        record: 0,
        axis: evidence.axis,
        similarity: evidence.similarity,
        confidence: found.confidence,
        explanation,
    }
}

fn agreed(evidence: &Evidence) -> Vec<Observation> {
    let mut agreed = Vec::new();
    if evidence.papers == Papers::Equal {
        agreed.push(Observation::DocumentEqual);
    }
    if evidence.similarity == Score::ONE {
        agreed.push(Observation::NameEqual);
    } else if evidence.similarity >= Settings::THRESHOLD {
        agreed.push(Observation::NameSimilar);
    }
    if evidence.similarity >= Settings::THRESHOLD && evidence.shared >= RARE {
        agreed.push(Observation::NameRare);
    }
    agreed.extend(match evidence.born {
        Born::Equal => Some(Observation::BirthDateEqual),
        Born::Transposed => Some(Observation::BirthDateTransposed),
        Born::Near => Some(Observation::BirthDateNear),
        Born::SameYear => Some(Observation::BirthYearEqual),
        _ => None,
    });
    agreed.extend((evidence.country == Some(true)).then_some(Observation::CountryEqual));
    agreed.extend((evidence.gender == Some(true)).then_some(Observation::GenderEqual));
    agreed
}

fn against(evidence: &Evidence, rules: &Tally) -> Vec<Observation> {
    let mut against = Vec::new();
    if evidence.disjoint {
        against.push(Observation::NameDisjoint);
    } else {
        for observation in rules.iter().filter_map(|(rule, _)| rule.observation()) {
            if !against.contains(&observation) {
                against.push(observation);
            }
        }
    }
    against.extend(match evidence.born {
        Born::Differs | Born::NextYear => Some(Observation::BirthDateDiffers),
        Born::Conflict => Some(Observation::BirthDateConflict),
        _ => None,
    });
    let differs = evidence.papers == Papers::Differs;
    against.extend(differs.then_some(Observation::DocumentDiffers));
    against.extend((evidence.country == Some(false)).then_some(Observation::CountryDiffers));
    against.extend((evidence.gender == Some(false)).then_some(Observation::GenderDiffers));
    let named = evidence.axis == Axis::Name;
    if named && evidence.name_kind == NameKind::Weak {
        against.push(Observation::NameWeak);
    }
    if named && evidence.shared <= COMMON {
        against.push(Observation::NameCommon);
    }
    against
}

fn unknown(query: &Query, record: &Record, evidence: &Evidence, rules: &Tally) -> Vec<Fact> {
    let missing = |rule: Rule| rules.iter().any(|(applied, _)| applied == rule);
    let no_papers = query.documents.is_empty() || record.documents.is_empty();
    [
        (missing(Rule::SecondSurnameMissing), Fact::SecondSurname),
        (evidence.born == Born::Unknown, Fact::BirthDate),
        (no_papers, Fact::Document),
        (evidence.country.is_none(), Fact::Country),
        (evidence.gender.is_none(), Fact::Gender),
    ]
    .into_iter()
    .filter_map(|(applies, fact)| applies.then_some(fact))
    .collect()
}

/// What facts that the record knows and the query lacks would bring, equal and different.
fn outlooks(query: &Query, record: &Record, evidence: &Evidence) -> (Vec<Outlook>, Vec<Outlook>) {
    let mut confirm = Vec::new();
    let mut clear = Vec::new();
    let mut add = |fact, equal: Evidence, different: Evidence| {
        confirm.push(Outlook { fact, confidence: confidence::confidence(&equal) });
        clear.push(Outlook { fact, confidence: confidence::confidence(&different) });
    };
    if evidence.axis == Axis::Document {
        return (confirm, clear);
    }
    if query.birth_date.is_none() && !record.birth_dates.is_empty() {
        let full = record.birth_dates.iter().any(|date| date.is_full() && !date.circa);
        let equal = if full { Born::Equal } else { Born::SameYear };
        let with = |born| Evidence { born, ..*evidence };
        add(Fact::BirthDate, with(equal), with(Born::Conflict));
    }
    if query.documents.is_empty() && !record.documents.is_empty() {
        let equal = Evidence { axis: Axis::Document, papers: Papers::Equal, ..*evidence };
        add(Fact::Document, equal, Evidence { papers: Papers::Differs, ..*evidence });
    }
    (confirm, clear)
}
