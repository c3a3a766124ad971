//! The rules for names of persons.
//!
//! Agreement of tokens gives the base; then surnames, given names and suffixes are judged by their
//! part in the name. Each name can have several readings, so every pair of readings is judged and
//! the kindest one stands.

mod parts;

use super::counting;
use crate::align::{Alignment, Link};
use crate::name::{Class, Parsed};
use crate::rule::Tally;
use crate::{Agreement, Rule, Score};
use parts::{Links, Pair, Side};

/// The weight of a name against that of an initial.
const NAME: u32 = 100;
const INITIAL: u32 = 40;
/// How usual it is that all names agree and only their order does not.
const ROTATED: Score = Score::new(9_300);

pub(super) fn judge(q: &Parsed, r: &Parsed, alignment: &Alignment) -> (Score, Tally) {
    let mut common = Tally::default();
    let base = base(q, r, alignment);
    whole_name_rules(q, r, alignment, &mut common);
    let portuguese = q.portuguese || r.portuguese;
    let mut best: Option<(Score, Tally)> = None;
    for rq in &q.readings {
        for rr in &r.readings {
            for last_is_main in [false, true] {
                if last_is_main && !portuguese {
                    continue;
                }
                let mut rules = common;
                let usual = Score::new(rq.plausibility).times(Score::new(rr.plausibility));
                rules.reading = Some(usual);
                if q.content > 1 || r.content > 1 {
                    let pair = Pair {
                        q: Side::of(q, rq, &alignment.q_linked, last_is_main),
                        r: Side::of(r, rr, &alignment.r_linked, last_is_main),
                        links: Links::of(q, r, rq, rr, alignment),
                        last_is_main,
                    };
                    pair.judge_surnames(&mut rules);
                    pair.judge_given(&mut rules);
                }
                let score = rules.apply(base);
                if best.as_ref().is_none_or(|(held, _)| score > *held) {
                    best = Some((score, rules));
                }
            }
        }
    }
    let guessed = |name: &Parsed| name.readings.iter().any(|reading| reading.guessed);
    if (guessed(q) || guessed(r)) && is_rotated(q, r, alignment) {
        let mut rules = common;
        rules.reading = Some(ROTATED);
        let score = rules.apply(base);
        if best.as_ref().is_none_or(|(held, _)| score > *held) {
            best = Some((score, rules));
        }
    }
    best.unwrap_or((Score::ZERO, common))
}

/// Whether one name is the other with its end put in front: the same names in the order of a
/// register. Every token that counts has a counterpart.
fn is_rotated(q: &Parsed, r: &Parsed, alignment: &Alignment) -> bool {
    let full = |name: &Parsed, linked: &[bool]| {
        name.tokens.iter().zip(linked).all(|(token, linked)| *linked || !token.counts())
    };
    let by_initial = alignment.links.iter().any(|link| link.agreement == Agreement::Initial);
    if by_initial || !full(q, &alignment.q_linked) || !full(r, &alignment.r_linked) {
        return false;
    }
    let mut pairs: Vec<(usize, usize)> = alignment
        .links
        .iter()
        .filter(|link| tokens_shared(q, r, link) > 0)
        .map(|link| (link.q, link.r))
        .collect();
    pairs.sort_unstable();
    let falls = (0..pairs.len()).filter(|i| pairs[*i].1 > pairs[(i + 1) % pairs.len()].1).count();
    pairs.len() > 1 && falls <= 1
}

/// The mean agreement of the tokens that have a counterpart.
fn base(q: &Parsed, r: &Parsed, alignment: &Alignment) -> Score {
    let (mut sum, mut weights) = (0, 0);
    for link in &alignment.links {
        let count = tokens_shared(q, r, link) as u32;
        if count == 0 {
            continue;
        }
        let initial =
            q.tokens[link.q].class == Class::Initial || r.tokens[link.r].class == Class::Initial;
        let weight = if initial { INITIAL } else { NAME } * count;
        sum += weight * u32::from(link.score);
        weights += weight;
    }
    Score::clamped(i64::from(sum.checked_div(weights).unwrap_or(0)))
}

/// How many names agree by a link: a joined one counts as many as it joins.
fn tokens_shared(q: &Parsed, r: &Parsed, link: &Link) -> usize {
    counting(&q.tokens, link.q, link.q_count).max(counting(&r.tokens, link.r, link.r_count))
}

/// Rules that need no reading of the parts.
fn whole_name_rules(q: &Parsed, r: &Parsed, alignment: &Alignment, rules: &mut Tally) {
    let shared: usize = alignment.links.iter().map(|link| tokens_shared(q, r, link)).sum();
    if shared < 2 && (q.content > 1 || r.content > 1) {
        rules.note(Rule::SingleToken);
    }
    match (q.suffix, r.suffix) {
        (Some(a), Some(b)) if a != b => rules.note(Rule::SuffixConflict),
        (Some(_), None) | (None, Some(_)) => rules.note(Rule::SuffixDropped),
        _ => {}
    }
    let dropped = |name: &Parsed, linked: &[bool]| {
        let tokens = name.tokens.iter().zip(linked);
        tokens.filter(|(token, linked)| token.class == Class::Particle && !**linked).count()
    };
    let dropped = dropped(q, &alignment.q_linked) + dropped(r, &alignment.r_linked);
    rules.note_times(Rule::ParticleDropped, dropped.min(4));
}
