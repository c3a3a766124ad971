//! The rules for names of companies, ships and anything else that is not a person.
//!
//! The likeness is twice the weight that agrees over the weight of both names. Words that many
//! companies carry weigh little and prove nothing alone; legal forms weigh nothing.

use crate::align::Alignment;
use crate::lexicon::Word;
use crate::name::{Class, Parsed, Token};
use crate::rule::Tally;
use crate::{Rule, Score};

const DISTINCT: u32 = 100;
const GENERIC: u32 = 40;
const TELLING: u32 = 60;

pub(super) fn judge(q: &Parsed, r: &Parsed, alignment: &Alignment) -> (Score, Tally) {
    let mut rules = Tally::default();
    let (mut agreed, mut distinct) = (0, 0);
    let mut whole = weights(&q.tokens) + weights(&r.tokens);
    for link in &alignment.links {
        let (qs, rs) = (link.q..link.q + link.q_count, link.r..link.r + link.r_count);
        let both = weights(&q.tokens[qs.clone()]) + weights(&r.tokens[rs.clone()]);
        if q.tokens[link.q].class == Class::Legal || r.tokens[link.r].class == Class::Legal {
            whole -= both;
            continue;
        }
        agreed += both * u32::from(link.score);
        let mut tokens = q.tokens[qs].iter().chain(&r.tokens[rs]);
        if tokens.any(|token| token.counts() && token.word == Word::Distinct) {
            distinct += 1;
        }
    }
    let base = Score::clamped(i64::from(agreed.checked_div(whole).unwrap_or(0)));

    let free_q = Free::of(q, &alignment.q_linked);
    let free_r = Free::of(r, &alignment.r_linked);
    if free_q.distinct > 0 && free_r.distinct > 0 {
        rules.note(Rule::WordConflict);
    }
    // A number on one side only is a conflict too: `Ficticia` is not `Ficticia 2`.
    if free_q.telling + free_r.telling > 0 {
        rules.note(Rule::NumberConflict);
    }
    if free_q.generic > 0 && free_r.generic > 0 {
        rules.note(Rule::ActivityConflict);
    }
    let differs = free_q.any() || free_r.any();
    if distinct == 0 && differs {
        rules.note(Rule::GenericOnly);
    }
    if let (Some(a), Some(b)) = (q.legal, r.legal)
        && a != b
    {
        rules.note(Rule::LegalFormDiffers);
    }
    (rules.apply(base), rules)
}

fn weights(tokens: &[Token]) -> u32 {
    let counting = tokens.iter().filter(|token| token.counts());
    counting
        .map(|token| match token.word {
            Word::Distinct => DISTINCT,
            Word::Generic => GENERIC,
            Word::Telling => TELLING,
            Word::Joining => 0,
        })
        .sum()
}

/// How many words of each kind have no counterpart.
#[derive(Default)]
struct Free {
    distinct: usize,
    generic: usize,
    telling: usize,
}

impl Free {
    fn of(name: &Parsed, linked: &[bool]) -> Self {
        let mut free = Self::default();
        for (token, linked) in name.tokens.iter().zip(linked) {
            match token.word {
                _ if *linked || !token.counts() => {}
                Word::Distinct => free.distinct += 1,
                Word::Generic => free.generic += 1,
                Word::Telling => free.telling += 1,
                Word::Joining => {}
            }
        }
        free
    }

    fn any(&self) -> bool {
        self.distinct + self.generic + self.telling > 0
    }
}
