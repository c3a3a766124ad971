//! Surnames and given names of two names, each under one reading.

use super::tokens_shared;
use crate::align::Alignment;
use crate::name::{Class, Parsed, Reading, Role};
use crate::rule::Tally;
use crate::{Agreement, Rule};

/// One name under one reading.
pub(super) struct Side {
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
    pub fn of(name: &Parsed, reading: &Reading, linked: &[bool], last_is_main: bool) -> Self {
        let place = |wanted: fn(&Role) -> bool| {
            let roles = reading.roles.iter().enumerate();
            roles.filter(move |(_, role)| wanted(role)).map(|(at, _)| at)
        };
        let full = |at: &usize| name.tokens[*at].class != Class::Initial;
        let mut surnames = place(|role| matches!(role, Role::Surname | Role::Married));
        let main = if last_is_main { surnames.clone().next_back() } else { surnames.next() };
        let others = place(|role| matches!(role, Role::Surname | Role::Married))
            .filter(|at| Some(*at) != main);
        let given = place(|role| *role == Role::Given);
        Self {
            given: given.clone().count(),
            given_free: given.clone().filter(|at| !linked[*at]).filter(full).count(),
            first_given_free: given.clone().next().is_some_and(|at| !linked[at]),
            doubtful: reading.guessed
                && given.skip(1).any(|at| !linked[at] && name.tokens[at].known.given.is_none()),
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
pub(super) struct Links {
    given: usize,
    given_by_initial: usize,
    surnames: usize,
    crossed: usize,
    /// The places of the surnames that are linked to each other.
    places: Vec<(std::ops::Range<usize>, std::ops::Range<usize>)>,
}

impl Links {
    pub fn of(q: &Parsed, r: &Parsed, rq: &Reading, rr: &Reading, alignment: &Alignment) -> Self {
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

/// Two names under one reading each.
pub(super) struct Pair {
    pub q: Side,
    pub r: Side,
    pub links: Links,
    /// Whether the last surname is the main one, as in Portuguese.
    pub last_is_main: bool,
}

impl Pair {
    /// Main surnames have to agree; the others may be missing.
    pub fn judge_surnames(&self, rules: &mut Tally) {
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

    /// One given name has to agree; others may be missing.
    pub fn judge_given(&self, rules: &mut Tally) {
        let (q, r, links) = (&self.q, &self.r, &self.links);
        if q.given == 0 || r.given == 0 {
            return rules.note(Rule::GivenUnknown);
        }
        if links.given == 0 {
            return rules.note(Rule::GivenDisjoint);
        }
        if links.given == links.given_by_initial {
            let weak = links.surnames < 2;
            rules.note(if weak { Rule::InitialOnly } else { Rule::InitialGiven });
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
                rules.note_times(Rule::GivenDropped, dropped - usize::from(first && dropped > 0));
            }
            _ if links.surnames + links.given >= 3 => rules.note(Rule::GivenPartly),
            _ => rules.note(Rule::GivenConflict),
        }
    }
}
