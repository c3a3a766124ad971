//! The rules for names of persons.
//!
//! Agreement of tokens gives the base; then surnames, given names and suffixes are judged by their
//! part in the name. Each name can have several readings, so every pair of readings is judged and
//! the kindest one stands.

use super::counting;
use crate::align::{Alignment, Link};
use crate::name::{Class, Parsed, Reading, Role};
use crate::rule::Tally;
use crate::{Agreement, Rule, Score};

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
        name.tokens
            .iter()
            .zip(linked)
            .all(|(token, linked)| *linked || !token.counts())
    };
    let by_initial = alignment
        .links
        .iter()
        .any(|link| link.agreement == Agreement::Initial);
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
    let falls = (0..pairs.len())
        .filter(|i| pairs[*i].1 > pairs[(i + 1) % pairs.len()].1)
        .count();
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
    let shared: usize = alignment
        .links
        .iter()
        .map(|link| tokens_shared(q, r, link))
        .sum();
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
        tokens
            .filter(|(token, linked)| token.class == Class::Particle && !**linked)
            .count()
    };
    let dropped = dropped(q, &alignment.q_linked) + dropped(r, &alignment.r_linked);
    rules.note_times(Rule::ParticleDropped, dropped.min(4));
}

/// One name under one reading.
struct Side {
    given: usize,
    given_free: usize,
    /// Whether the first given name has no counterpart.
    first_given_free: bool,
    /// Whether a token without a counterpart is only guessed to be a given name.
    doubtful: bool,
    /// The place of the main surname.
    main: Option<usize>,
    main_free: bool,
    /// Second and further surnames.
    others: usize,
    others_free: usize,
    married_free: bool,
}

impl Side {
    fn of(name: &Parsed, reading: &Reading, linked: &[bool], last_is_main: bool) -> Self {
        let place = |wanted: fn(&Role) -> bool| {
            let roles = reading.roles.iter().enumerate();
            roles
                .filter(move |(_, role)| wanted(role))
                .map(|(at, _)| at)
        };
        let full = |at: &usize| name.tokens[*at].class != Class::Initial;
        let mut surnames = place(|role| matches!(role, Role::Surname | Role::Married));
        let main = if last_is_main {
            surnames.clone().next_back()
        } else {
            surnames.next()
        };
        let others = place(|role| matches!(role, Role::Surname | Role::Married))
            .filter(|at| Some(*at) != main);
        let given = place(|role| *role == Role::Given);
        Self {
            given: given.clone().count(),
            given_free: given.clone().filter(|at| !linked[*at]).filter(full).count(),
            first_given_free: given.clone().next().is_some_and(|at| !linked[at]),
            doubtful: reading.guessed
                && given
                    .skip(1)
                    .any(|at| !linked[at] && name.tokens[at].known.given.is_none()),
            main,
            main_free: main.is_some_and(|at| !linked[at]),
            others: others.clone().count(),
            others_free: others.filter(|at| !linked[*at]).count(),
            married_free: place(|role| *role == Role::Married).any(|at| !linked[at]),
        }
    }
}

/// The links between two names by the parts that they join.
#[derive(Default)]
struct Links {
    given: usize,
    given_by_initial: usize,
    surnames: usize,
    crossed: usize,
    /// The places of the surnames that are linked to each other.
    places: Vec<(std::ops::Range<usize>, std::ops::Range<usize>)>,
}

impl Links {
    fn of(q: &Parsed, r: &Parsed, rq: &Reading, rr: &Reading, alignment: &Alignment) -> Self {
        let role = |roles: &[Role]| roles.iter().rev().copied().find(|role| *role != Role::None);
        let mut links = Self::default();
        for link in &alignment.links {
            let (qs, rs) = (link.q..link.q + link.q_count, link.r..link.r + link.r_count);
            let shared = tokens_shared(q, r, link);
            match (role(&rq.roles[qs.clone()]), role(&rr.roles[rs.clone()])) {
                (Some(Role::Given), Some(Role::Given)) => {
                    links.given += shared;
                    links.given_by_initial += usize::from(link.agreement == Agreement::Initial);
                }
                (None, _) | (_, None) => {}
                (Some(Role::Given), _) | (_, Some(Role::Given)) => links.crossed += 1,
                _ => {
                    links.surnames += shared;
                    links.places.push((qs, rs));
                }
            }
        }
        links
    }
}

struct Pair {
    q: Side,
    r: Side,
    links: Links,
    last_is_main: bool,
}

impl Pair {
    fn judge_surnames(&self, rules: &mut Tally) {
        let (q, r) = (&self.q, &self.r);
        rules.note_times(Rule::OrderCrossed, self.links.crossed);
        let (Some(q_main), Some(r_main)) = (q.main, r.main) else {
            return rules.note(Rule::SurnameUnknown);
        };
        let linked = |qs: Option<usize>, rs: Option<usize>| {
            self.links.places.iter().any(|(q, r)| {
                qs.is_none_or(|at| q.contains(&at)) && rs.is_none_or(|at| r.contains(&at))
            })
        };
        if linked(Some(q_main), Some(r_main)) {
            return self.judge_other_surnames(rules);
        }
        match (linked(Some(q_main), None), linked(None, Some(r_main))) {
            (true, true) => rules.note(Rule::SurnamesSwapped),
            (true, false) | (false, true) => {
                let matched = if linked(Some(q_main), None) { q } else { r };
                rules.note(match (self.last_is_main, matched.others_free) {
                    (true, 0) => Rule::MarriedName,
                    (false, 0) => Rule::SurnameShifted,
                    _ => Rule::SurnameConflict,
                });
            }
            (false, false) if q.main_free && r.main_free => rules.note(Rule::SurnameConflict),
            (false, false) if self.links.surnames == 0 => rules.note(Rule::SurnameConflict),
            (false, false) => {}
        }
    }

    /// Second and further surnames, once the main ones agree.
    fn judge_other_surnames(&self, rules: &mut Tally) {
        let (q, r) = (&self.q, &self.r);
        match (q.others_free, r.others_free) {
            (0, 0) => {}
            (0, dropped) | (dropped, 0) => {
                let alone = q.others == 0 || r.others == 0;
                if alone && !self.last_is_main {
                    rules.note(Rule::SecondSurnameMissing);
                    rules.note_times(Rule::SurnameDropped, dropped - 1);
                } else {
                    rules.note_times(Rule::SurnameDropped, dropped);
                }
            }
            _ if q.married_free != r.married_free => rules.note(Rule::MarriedName),
            _ => rules.note(Rule::SecondSurnameConflict),
        }
    }

    fn judge_given(&self, rules: &mut Tally) {
        let (q, r, links) = (&self.q, &self.r, &self.links);
        if q.given == 0 || r.given == 0 {
            return rules.note(Rule::GivenUnknown);
        }
        if links.given == 0 {
            return rules.note(Rule::GivenDisjoint);
        }
        if links.given == links.given_by_initial {
            let weak = links.surnames < 2;
            rules.note(if weak {
                Rule::InitialOnly
            } else {
                Rule::InitialGiven
            });
        }
        match (q.given_free, r.given_free) {
            (0, 0) => {}
            (0, dropped) | (dropped, 0) => {
                if q.doubtful || r.doubtful {
                    rules.note(Rule::GivenDoubtful);
                }
                let first = q.first_given_free || r.first_given_free;
                if first {
                    rules.note(Rule::FirstGivenDropped);
                }
                rules.note_times(
                    Rule::GivenDropped,
                    dropped - usize::from(first && dropped > 0),
                );
            }
            _ if links.surnames + links.given >= 3 => rules.note(Rule::GivenPartly),
            _ => rules.note(Rule::GivenConflict),
        }
    }
}
