//! Whether two names are one: the similarity of a pair of names.

mod company;
mod person;

use crate::align::{Alignment, Link, align};
use crate::name::{Parsed, Shape};
use crate::rule::Tally;
use crate::{Agreement, Matching, Score};

/// What comparing two names came to.
#[derive(Clone, Debug)]
pub(crate) struct Verdict {
    pub similarity: Score,
    pub alignment: Alignment,
    pub rules: Tally,
}

impl Verdict {
    /// Whether nothing but particles agrees.
    pub fn is_disjoint(&self, query: &Parsed) -> bool {
        !self.alignment.links.iter().any(|link| counting(&query.tokens, link.q, link.q_count) > 0)
    }
}

/// Compares two names of the same shape.
pub(crate) fn judge(q: &Parsed, r: &Parsed, matching: Matching) -> Verdict {
    if matching == Matching::Exact {
        return exact(q, r);
    }
    if is_same(q, r) {
        return same(q);
    }
    let alignment = align(q, r);
    let (similarity, rules) = match q.shape {
        Shape::Person => person::judge(q, r, &alignment),
        Shape::Entity => company::judge(q, r, &alignment),
    };
    Verdict { similarity, alignment, rules }
}

/// Whether two names have the same tokens in the same order; such names are one, however they
/// are read.
fn is_same(q: &Parsed, r: &Parsed) -> bool {
    q.tokens.len() == r.tokens.len()
        && q.tokens.iter().zip(&r.tokens).all(|(a, b)| a.class == b.class && a.text == b.text)
}

fn same(name: &Parsed) -> Verdict {
    let mut alignment = Alignment::default();
    for i in 0..name.tokens.len() {
        let (agreement, score) = (Agreement::Equal, 10_000);
        alignment.links.push(Link { q: i, q_count: 1, r: i, r_count: 1, agreement, score });
        alignment.q_linked[i] = true;
        alignment.r_linked[i] = true;
    }
    Verdict { similarity: Score::ONE, alignment, rules: Tally::default() }
}

/// The same folded tokens in any order; legal forms must not contradict.
fn exact(q: &Parsed, r: &Parsed) -> Verdict {
    let mut alignment = Alignment::default();
    for (i, a) in q.tokens.iter().enumerate() {
        let free =
            r.tokens.iter().enumerate().position(|(j, b)| {
                !alignment.r_linked[j] && a.class == b.class && a.text == b.text
            });
        if let Some(j) = free {
            alignment.q_linked[i] = true;
            alignment.r_linked[j] = true;
            let (agreement, score) = (Agreement::Equal, 10_000);
            alignment.links.push(Link { q: i, q_count: 1, r: j, r_count: 1, agreement, score });
        }
    }
    let whole = |name: &Parsed, linked: &[bool]| {
        name.tokens.iter().zip(linked).all(|(token, linked)| *linked || !token.must_agree())
    };
    let legal = q.legal.is_none() || r.legal.is_none() || q.legal == r.legal;
    let equal = legal && whole(q, &alignment.q_linked) && whole(r, &alignment.r_linked);
    let similarity = if equal { Score::ONE } else { Score::ZERO };
    Verdict { similarity, alignment, rules: Tally::default() }
}

/// How many tokens of a run count.
fn counting(tokens: &[crate::name::Token], from: usize, count: usize) -> usize {
    tokens[from..from + count].iter().filter(|token| token.counts()).count()
}
