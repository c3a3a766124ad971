//! Reading the name of a person: which tokens are given names and which are surnames.
//!
//! A comma ("SURNAMES, Given") or separate fields settle it. Without them several readings are
//! kept, each with how usual it is by the number of tokens and by the tables of names; whoever
//! compares takes the pair of readings that fits best.

use super::{Class, Parsed, Part, Reading, Role, Shape, Token, Written};
use crate::lexicon::{self, GivenGender};
use crate::text::{MAX_TOKENS, key};

/// The most readings that are kept.
const MAX_READINGS: usize = 4;
/// Readings less usual than this, against the best, are dropped.
const LEAST_PLAUSIBLE: u32 = 7_500;

pub(super) fn parse(written: Vec<Written>, portuguese: bool, at: usize) -> Parsed {
    let parts = parts(&written);
    let mut tokens: Vec<Token> = Vec::with_capacity(written.len());
    let last_of_part = |i: usize| parts.get(i + 1).is_none_or(|next| *next != parts[i]);
    let count = written.len().min(MAX_TOKENS);
    let dotted: Vec<bool> =
        written.iter().map(|(piece, ..)| piece.dotted || piece.folded).collect();
    for (i, (piece, field, _)) in written.into_iter().take(MAX_TOKENS).enumerate() {
        let first = i == 0 || last_of_part(i - 1);
        let class = class(&piece.text, dotted[i], first, last_of_part(i), count);
        tokens.push(Token::new(piece, field, class));
    }
    unless_too_few(&mut tokens);
    for i in 0..tokens.len() {
        let next_is_given = tokens.get(i + 1).is_some_and(|next| next.known.given.is_some());
        if let Some(whole) = lexicon::short_given(&tokens[i].text)
            && (dotted[i] || next_is_given)
        {
            let token = &mut tokens[i];
            token.text = whole.to_owned();
            token.key = key(whole);
            token.letters = super::letters(whole);
            token.known = lexicon::known(whole);
        }
    }
    let suffix = tokens.iter().find_map(|token| match token.class {
        Class::Suffix(kind) => Some(kind),
        _ => None,
    });
    let evident = tokens.iter().any(|token| match token.class {
        Class::Particle => lexicon::is_portuguese_particle(&token.text),
        Class::Suffix(kind) => kind <= 3 && !matches!(token.text.as_str(), "hijo" | "jr"),
        _ => matches!(token.text.as_str(), "joao" | "luiz" | "thiago" | "goncalves"),
    });
    Parsed {
        at,
        shape: Shape::Person,
        readings: readings(&tokens, &parts),
        content: tokens.iter().filter(|token| token.counts()).count(),
        suffix,
        legal: None,
        portuguese: portuguese || evident,
        tokens,
    }
}

/// The part of every token: as given by its field, or by the first comma of a whole name.
fn parts(written: &[Written]) -> Vec<Part> {
    let comma = written.iter().position(|(piece, _, part)| piece.after_comma && *part == Part::Any);
    let only_suffix = |from: usize| {
        written[from..].iter().all(|(piece, ..)| lexicon::suffix(&piece.text).is_some())
    };
    written
        .iter()
        .enumerate()
        .map(|(i, (_, _, part))| match comma {
            _ if *part != Part::Any => *part,
            Some(from) if from > 0 && !only_suffix(from) => {
                if i < from {
                    Part::Surname
                } else {
                    Part::Given
                }
            }
            _ => Part::Any,
        })
        .collect()
}

fn class(text: &str, dotted: bool, first: bool, last: bool, count: usize) -> Class {
    let is_letter = text.len() == 1 && text.as_bytes()[0].is_ascii_alphabetic();
    if lexicon::is_particle(text) && !last && !dotted {
        return Class::Particle;
    }
    if is_letter {
        return Class::Initial;
    }
    if count > 2
        && last
        && !first
        && let Some(kind) = lexicon::suffix(text)
    {
        return Class::Suffix(kind);
    }
    if count > 2 && first && !last && lexicon::is_title(text) {
        return Class::Title;
    }
    Class::Content
}

/// Particles and titles that all but make up a name are its tokens: Abu Ficticio.
fn unless_too_few(tokens: &mut [Token]) {
    if tokens.iter().filter(|token| token.counts()).count() < 2 {
        let minor = |token: &&mut Token| matches!(token.class, Class::Particle | Class::Title);
        tokens.iter_mut().filter(minor).for_each(|token| token.class = Class::Content);
    }
}

fn readings(tokens: &[Token], parts: &[Part]) -> Vec<Reading> {
    let content: Vec<usize> = (0..tokens.len()).filter(|i| tokens[*i].counts()).collect();
    if parts.first().is_some_and(|part| *part != Part::Any) {
        let given = |i: &usize| parts[*i] == Part::Given;
        let roles = roles(tokens, &content, |at| given(&content[at]));
        return vec![Reading { roles, plausibility: 10_000, guessed: false }];
    }
    let n = content.len();
    let mut found: Vec<(u32, Vec<Role>)> = Vec::new();
    for given in 1..n {
        let roles = roles(tokens, &content, |at| at < given);
        found.push((plausibility(tokens, &roles, start(n, given)), roles));
    }
    for surnames in 1..n.min(3) {
        let roles = roles(tokens, &content, |at| at >= surnames);
        let start = if n > 2 && surnames == 1 { 8_800 } else { 9_000 };
        found.push((plausibility(tokens, &roles, start), roles));
    }
    if found.is_empty() {
        found.push((10_000, roles(tokens, &content, |_| false)));
    }
    // The sort is stable, so equal readings stay in the order in which they were made.
    found.sort_by_key(|(plausibility, _)| std::cmp::Reverse(*plausibility));
    let best = found[0].0.max(1);
    found
        .into_iter()
        .map(|(usual, roles)| (usual * 10_000 / best, roles))
        .filter(|(usual, _)| *usual >= LEAST_PLAUSIBLE)
        .take(MAX_READINGS)
        .map(|(usual, roles)| Reading { roles, plausibility: usual as u16, guessed: true })
        .collect()
}

/// How usual so many given names are among so many tokens, surnames last.
fn start(tokens: usize, given: usize) -> u32 {
    match (tokens, given) {
        (..=3, 1) | (4.., 2) => 10_000,
        // Chains of names, as in Arabic: all but the last, or all but two.
        (5.., _) if given + 2 >= tokens => 9_800,
        (5.., 3) => 9_700,
        _ => 9_600,
    }
}

/// Roles where `is_given` says which of the counting tokens are given names.
fn roles(tokens: &[Token], content: &[usize], is_given: impl Fn(usize) -> bool) -> Vec<Role> {
    let mut roles = vec![Role::None; tokens.len()];
    for (at, i) in content.iter().enumerate() {
        roles[*i] = if is_given(at) { Role::Given } else { Role::Surname };
    }
    let female = content
        .iter()
        .any(|i| roles[*i] == Role::Given && tokens[*i].known.given == Some(GivenGender::Female));
    let surnames = roles.iter().filter(|role| **role == Role::Surname).count();
    if let Some(last) = roles.iter().rposition(|role| *role == Role::Surname)
        && female
        && surnames > 1
        && last > 1
        && tokens[last - 1].text == "de"
        && roles[last - 2] == Role::Surname
    {
        roles[last] = Role::Married;
    }
    roles
}

/// How well the tables of names agree with a reading.
fn plausibility(tokens: &[Token], roles: &[Role], start: u32) -> u32 {
    let mut plausible = start;
    for (i, token) in tokens.iter().enumerate() {
        let known = token.known;
        let after_particle = i > 0 && lexicon::is_romance_particle(&tokens[i - 1].text);
        plausible = match roles[i] {
            Role::Given if known.given.is_none() && known.is_surname() => plausible * 70 / 100,
            Role::Given if known.given.is_none() && after_particle => plausible * 85 / 100,
            Role::Surname if token.class == Class::Initial => plausible * 80 / 100,
            Role::Surname if known.given.is_some() && !known.is_surname() => plausible * 88 / 100,
            _ => plausible,
        };
    }
    plausible
}

#[cfg(test)]
mod tests {
    use super::super::cut;
    use super::*;
    use crate::explain::QueryField;

    fn best(text: &str) -> String {
        let name = parse(cut(text, QueryField::Name, Part::Any), false, 0);
        let letter = |role: &Role| match role {
            Role::Given => 'g',
            Role::Surname => 's',
            Role::Married => 'm',
            Role::None => '-',
        };
        name.readings[0].roles.iter().map(letter).collect()
    }

    #[test]
    fn parts_of_a_name_are_found() {
        for (text, roles) in [
            ("FICTICIA PRUEBA, Lucía", "ssg"),
            ("Lucía Ficticia Prueba", "gss"),
            ("Ana Lucía Ficticia Prueba", "ggss"),
            ("Ana Lucía Ficticia", "ggs"),
            ("Lucía Ficticia", "gs"),
            ("García Prueba Lucía", "ssg"),
            ("Lucía Ficticia de la Prueba", "gs--s"),
            ("Lucía Ficticia de Prueba", "gs-m"),
            ("Dr. Inventado Prueba Tercero", "-gss"),
            ("Inventado Prueba Filho", "gs-"),
            ("PRUEBA, Inventado, Jr.", "sg-"),
            ("Prueba", "s"),
            ("de la", "gs"),
        ] {
            assert_eq!(best(text), roles, "{text}");
        }
    }
}
