//! Reading the name of a company, a ship or anything else that is not a person.

use super::{Class, Parsed, Shape, Token, Written};
use crate::lexicon::{self, LegalFamily, Word};
use crate::text::{MAX_TOKENS, Piece};

/// The most tokens that a legal form is written with: S. de R. L. de C. V.
const MAX_LEGAL: usize = 8;

pub(super) fn parse(written: Vec<Written>, at: usize) -> Parsed {
    let mut written: Vec<Written> = written.into_iter().take(MAX_TOKENS).collect();
    let mut family = None;
    let mut legal = Vec::new();
    while let Some((found, count)) = tail_form(&written) {
        // The outermost form is the company's own: "… Ltda. S.A." is an S.A.
        family = family.or(Some(found));
        let mut tail = written.split_off(written.len() - count);
        tail.append(&mut legal);
        legal = tail;
    }
    let mut tokens: Vec<Token> =
        glue_letters(written).into_iter().map(|piece| token(piece, Class::Content)).collect();
    if !tokens.iter().any(Token::counts) {
        tokens.iter_mut().for_each(|token| token.class = Class::Content);
    }
    tokens.extend(legal.into_iter().map(|piece| token(piece, Class::Legal)));
    Parsed {
        at,
        shape: Shape::Entity,
        content: tokens.iter().filter(|token| token.counts()).count(),
        readings: Vec::new(),
        suffix: None,
        legal: family,
        portuguese: false,
        tokens,
    }
}

/// The longest legal form that the name ends with, and how many tokens it takes.
fn tail_form(written: &[Written]) -> Option<(LegalFamily, usize)> {
    let most = MAX_LEGAL.min(written.len().saturating_sub(1));
    (1..=most).rev().find_map(|count| {
        let tail = &written[written.len() - count..];
        let glued: String = tail.iter().map(|(piece, ..)| piece.text.as_str()).collect();
        lexicon::legal_family(&glued).map(|family| (family, count))
    })
}

/// Joins letters that stand alone beside each other: `A. B. C.` is `abc`.
fn glue_letters(written: Vec<Written>) -> Vec<Written> {
    let mut glued: Vec<Written> = Vec::with_capacity(written.len());
    let mut open = false;
    for (piece, field, part) in written {
        let single = piece.text.len() == 1 && piece.text.as_bytes()[0].is_ascii_alphabetic();
        match glued.last_mut() {
            Some((last, last_field, _)) if open && single && *last_field == field => {
                last.text.push_str(&piece.text);
                last.end = piece.end;
            }
            _ => glued.push((piece, field, part)),
        }
        open = single;
    }
    glued
}

fn token((mut piece, field, _): Written, class: Class) -> Token {
    let joining = lexicon::word(&piece.text) == Word::Joining;
    if class == Class::Legal {
        return Token::new(piece, field, class);
    }
    normalise(&mut piece);
    let class = if joining { Class::Particle } else { class };
    let word = lexicon::word(&piece.text);
    Token { word, ..Token::new(piece, field, class) }
}

/// Writes shortened words in full, and numbers in digits.
fn normalise(piece: &mut Piece) {
    let whole = lexicon::expand(&piece.text).or(match piece.text.as_str() {
        "ii" => Some("2"),
        "iii" => Some("3"),
        "iv" => Some("4"),
        "vi" => Some("6"),
        "vii" => Some("7"),
        "viii" => Some("8"),
        "ix" => Some("9"),
        _ => None,
    });
    if let Some(whole) = whole {
        whole.clone_into(&mut piece.text);
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Part, cut};
    use super::*;
    use crate::explain::QueryField;

    #[test]
    fn legal_forms_are_set_apart() {
        use LegalFamily::{Limited, Shares, Sole};
        for (text, words, family) in [
            ("Inventos Ficticios S.A. de C.V.", "inventos ficticios", Some(Shares)),
            ("Inventos Ficticios S. de R.L. de C.V.", "inventos ficticios", Some(Limited)),
            ("INVENTOS FICTICIOS CIA. LTDA.", "inventos ficticios", Some(Limited)),
            ("Transp. Ficticio E.I.R.L.", "transportes ficticio", Some(Sole)),
            ("R D I S.A.", "rdi", Some(Shares)),
            ("Ficticia & Prueba", "ficticia prueba", None),
            ("Ficticia II Ltd", "ficticia 2", Some(Limited)),
            ("S.A.", "sa", None),
        ] {
            let name = parse(cut(text, QueryField::Name, Part::Any), 0);
            let found: Vec<_> =
                name.tokens.iter().filter(|t| t.counts()).map(|t| t.text.as_str()).collect();
            assert_eq!(found.join(" "), words, "{text}");
            assert_eq!(name.legal, family, "{text}");
        }
    }
}
