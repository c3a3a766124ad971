//! Which tokens of one name stand for which of the other.

use std::cmp::Reverse;

use crate::Agreement;
use crate::name::{Class, Parsed, Token};
use crate::text::{self, MAX_TOKENS};
use crate::token::agree;

/// What tokens that are only parted or joined otherwise are worth.
const JOINED: u16 = 9_500;
/// What a surname is worth that has swallowed its particle on one side only.
const SWALLOWED: u16 = 9_200;
/// The most tokens that are glued to match one.
const MOST_GLUED: usize = 4;

/// Tokens of the query that stand for tokens of the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Link {
    /// The first token of the query.
    pub q: usize,
    /// How many tokens of the query.
    pub q_count: usize,
    /// The first token of the record.
    pub r: usize,
    /// How many tokens of the record.
    pub r_count: usize,
    pub agreement: Agreement,
    pub score: u16,
}

/// All links between two names, and for each token whether it has one.
#[derive(Clone, Debug, Default)]
pub(crate) struct Alignment {
    pub links: Vec<Link>,
    pub q_linked: [bool; MAX_TOKENS],
    pub r_linked: [bool; MAX_TOKENS],
}

/// Links the tokens of two names, the best agreements first.
///
/// Symmetric: between equal scores, the pair that is nearer in place wins, whichever side is which.
pub(crate) fn align(q: &Parsed, r: &Parsed) -> Alignment {
    let mut candidates = Vec::with_capacity(q.tokens.len() + r.tokens.len());
    for (i, a) in q.tokens.iter().enumerate() {
        for (j, b) in r.tokens.iter().enumerate() {
            if let Some((agreement, score)) = agree(a, b, q.shape) {
                candidates.push(Link { q: i, q_count: 1, r: j, r_count: 1, agreement, score });
            }
        }
    }
    joined(&q.tokens, &r.tokens, |q, q_count, r, score| {
        let agreement = Agreement::Joined;
        candidates.push(Link { q, q_count, r, r_count: 1, agreement, score });
    });
    joined(&r.tokens, &q.tokens, |r, r_count, q, score| {
        let agreement = Agreement::Joined;
        candidates.push(Link { q, q_count: 1, r, r_count, agreement, score });
    });
    candidates.sort_unstable_by_key(|link| {
        let widths = link.q_count + link.r_count;
        (Reverse(link.score), Reverse(widths), link.q.abs_diff(link.r), link.q + link.r, link.q)
    });
    let mut found = Alignment::default();
    for link in candidates {
        let (qs, rs) = (link.q..link.q + link.q_count, link.r..link.r + link.r_count);
        let taken = found.q_linked[qs.clone()].contains(&true)
            || found.r_linked[rs.clone()].contains(&true);
        if !taken {
            found.q_linked[qs].fill(true);
            found.r_linked[rs].fill(true);
            found.links.push(link);
        }
    }
    uncross(&mut found.links, q, r);
    found
}

/// Puts links to repeated tokens in the order in which the tokens stand: García García.
fn uncross(links: &mut [Link], q: &Parsed, r: &Parsed) {
    for a in 0..links.len() {
        for b in 0..links.len() {
            let (x, y) = (links[a], links[b]);
            let single = [x.q_count, x.r_count, y.q_count, y.r_count] == [1; 4];
            let crossed = x.q < y.q && x.r > y.r;
            if single && crossed && r.tokens[x.r].text == r.tokens[y.r].text {
                (links[a].r, links[b].r) = (y.r, x.r);
            } else if single && crossed && q.tokens[x.q].text == q.tokens[y.q].text {
                (links[a].q, links[b].q) = (y.q, x.q);
            }
        }
    }
}

/// Finds runs of tokens that, glued, are one token of the other side.
fn joined(parts: &[Token], wholes: &[Token], mut found: impl FnMut(usize, usize, usize, u16)) {
    for (j, whole) in wholes.iter().enumerate() {
        if whole.class != Class::Content || whole.text.len() < 4 {
            continue;
        }
        for i in 0..parts.len() {
            if parts[i].text.as_bytes()[0] == whole.text.as_bytes()[0] {
                for count in 2..=MOST_GLUED.min(parts.len() - i) {
                    if is_glued(&parts[i..i + count], &whole.text) {
                        found(i, count, j, JOINED);
                    }
                }
            }
            if swallowed(&parts[i], whole) {
                found(i, 1, j, SWALLOWED);
            }
        }
    }
}

fn is_glued(parts: &[Token], whole: &str) -> bool {
    let usable = |part: &Token| part.counts() || part.class == Class::Particle;
    if !parts.iter().all(usable) || !parts.iter().any(Token::counts) {
        return false;
    }
    let length: usize = parts.iter().map(|part| part.text.len()).sum();
    if length == whole.len() {
        let mut rest = whole;
        return parts.iter().all(|part| match rest.strip_prefix(part.text.as_str()) {
            Some(after) => {
                rest = after;
                true
            }
            None => false,
        });
    }
    // Names that sound alike once glued, when they are long enough to tell.
    length >= 8 && length.abs_diff(whole.len()) <= 1 && {
        let glued: String = parts.iter().map(|part| part.text.as_str()).collect();
        text::distance(glued.as_bytes(), whole.as_bytes(), 50).is_some()
    }
}

/// Whether the whole is the part with a particle glued to it: `delacruz` and `cruz`.
fn swallowed(part: &Token, whole: &Token) -> bool {
    const SWALLOWED: [&str; 12] =
        ["dela", "del", "de", "dos", "das", "da", "do", "al", "el", "bin", "ibn", "abu"];
    part.class == Class::Content
        && part.text.len() >= 4
        && whole.text.strip_suffix(part.text.as_str()).is_some_and(|head| SWALLOWED.contains(&head))
}
