//! What is known of a kind of number, and how one is read.

use std::fmt;

use crate::chars::{Chars, Classes};
use crate::document::Document;
use crate::facts::{Fault, Verdict};
use crate::refusal::{Refusal, Rule, Scheme, Text};
use crate::rng::Rng;

/// The characters that a number may have once separators are gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Alphabet {
    /// Digits only.
    Digits,
    /// Digits, and `K` as the last character.
    DigitsK,
    /// Digits and the letters A to Z.
    Alphanumeric,
    /// Digits, the letters A to Z, `Ñ` and `&`.
    Taxpayer,
    /// Digits, the letters A to Z and the filler `<`.
    MachineReadable,
}

impl Alphabet {
    /// Whether characters may be met, those of a number being of the classes given.
    fn allows(self, chars: &[u8], met: Classes) -> bool {
        let letters = Classes::DIGITS.with(Classes::K).with(Classes::LETTERS);
        match self {
            Self::Digits => met.within(Classes::DIGITS),
            Self::DigitsK => {
                met.within(Classes::DIGITS)
                    || met.within(Classes::DIGITS.with(Classes::K))
                        && chars.iter().position(|&byte| byte == b'K') == Some(chars.len() - 1)
            }
            Self::Alphanumeric => met.within(letters),
            Self::Taxpayer => met.within(letters.with(Classes::NAMES)),
            Self::MachineReadable => met.within(letters.with(Classes::FILLER)),
        }
    }

    pub(crate) const fn text(self) -> &'static Text {
        match self {
            Self::Digits => &Text {
                es: "se escribe solo con dígitos",
                en: "it is written with digits only",
                pt: "escreve-se só com dígitos",
            },
            Self::DigitsK => &Text {
                es: "se escribe con dígitos, y el último puede ser K",
                en: "it is written with digits, and the last may be K",
                pt: "escreve-se com dígitos, e o último pode ser K",
            },
            Self::Alphanumeric => &Text {
                es: "se escribe con dígitos y letras de la A a la Z, cada uno en su lugar",
                en: "it is written with digits and letters A to Z, each in its place",
                pt: "escreve-se com dígitos e letras de A a Z, cada um em seu lugar",
            },
            Self::Taxpayer => &Text {
                es: "se escribe con letras (también Ñ y &), seis dígitos de fecha y la homoclave",
                en: "it is written with letters (Ñ and & too), six digits of a date and a homoclave",
                pt: "escreve-se com letras (também Ñ e &), seis dígitos de data e a homoclave",
            },
            Self::MachineReadable => &Text {
                es: "se escribe con dígitos, letras de la A a la Z y el relleno <",
                en: "it is written with digits, letters A to Z and the filler <",
                pt: "escreve-se com dígitos, letras de A a Z e o preenchimento <",
            },
        }
    }
}

/// A kind of number: who issues it, what it looks like, what can be judged of it.
///
/// The constants in the country modules ([`br::CPF`](crate::br::CPF) and so on) document each
/// kind; [`kinds`](crate::kinds) lists all.
#[derive(Clone, Copy)]
pub struct KindInfo {
    /// Country as ISO 3166-1 alpha-2, or `ALL`.
    pub country: &'static str,
    /// Name of the kind within the country, such as `cpf`.
    pub name: &'static str,
    /// What people call it.
    pub label: &'static str,
    /// Who gives the number out.
    pub issuer: &'static str,
    /// Whether the number carries a check digit that its issuer computes; where the issuer breaks
    /// its own rule or does not require it, a wrong one is noted rather than refused.
    pub has_check_digit: bool,
    /// Whether the scheme promises that any one wrong digit is refused.
    pub catches_single_errors: bool,
    /// The scheme of the check digit.
    pub check: Scheme,
    /// Fewest characters, separators aside.
    pub min_len: usize,
    /// Most characters, separators aside.
    pub max_len: usize,
    /// The characters it is written with.
    pub alphabet: Alphabet,
    /// Where the rule comes from: the issuer's norm, or the source of the algorithm.
    pub source: &'static str,
    /// What an accepted number must not be taken to prove.
    pub caveat: &'static str,
    /// How people write it, `#` standing for a character; filled from the right.
    pub(crate) layouts: &'static [&'static str],
    pub(crate) judge: fn(&mut Chars) -> Verdict,
    pub(crate) make: fn(&mut Rng) -> Chars,
}

/// What most kinds have in common; the rest is spelled out by each.
pub(crate) const BASE: KindInfo = KindInfo {
    country: "",
    name: "",
    label: "",
    issuer: "",
    has_check_digit: false,
    catches_single_errors: false,
    check: Scheme::None,
    min_len: 1,
    max_len: 20,
    alphabet: Alphabet::Digits,
    source: "",
    caveat: "that the number was issued, or that whoever gives it is its holder",
    layouts: &[],
    judge: |_| Err(Fault::bare(Rule::Range)),
    make: |_| Chars::new(),
};

impl KindInfo {
    /// Reads a number of this kind; the same as [`parse`](crate::parse), without looking the kind
    /// up.
    pub fn parse(&'static self, value: &str) -> Result<Document, Refusal> {
        // One step after the other in one place: a document is too large to be handed on.
        let refuse = |fault: Fault| Refusal::new(self, fault.rule, fault.detail);
        let mut chars = Chars::new();
        let mut met = chars.read(value).map_err(refuse)?;
        if self.drop_country(&mut chars) {
            met = chars.classes();
        }
        if !self.alphabet.allows(&chars, met) {
            return Err(refuse(Fault::bare(Rule::Characters)));
        }
        if !(self.min_len..=self.max_len).contains(&chars.len()) {
            return Err(refuse(Fault::bare(Rule::Length)));
        }
        let facts = (self.judge)(&mut chars).map_err(refuse)?;
        Ok(Document::new(self, chars.to_text(), facts))
    }

    /// Invoices write numbers with the country in front, as in `CL 12.345.678-5`.
    fn drop_country(&self, chars: &mut Chars) -> bool {
        let numeric = matches!(self.alphabet, Alphabet::Digits | Alphabet::DigitsK);
        let named = numeric && chars.starts_with(self.country.as_bytes());
        if named {
            chars.drop_front(self.country.len());
        }
        named
    }

    /// A valid made-up number of this kind; the same seed makes the same number.
    ///
    /// It is drawn at random from all valid numbers, so someone may happen to hold it.
    pub fn example(&'static self, seed: u64) -> Option<String> {
        let mut rng = Rng::new(seed);
        (0..256).find_map(|_| {
            let made = (self.make)(&mut rng).to_text();
            self.parse(&made).ok().map(Document::into_normalised)
        })
    }

    /// Writes a normalised number as people do.
    pub(crate) fn format(&self, normalised: &str) -> String {
        let kept = normalised.chars().filter(|c| c.is_alphanumeric()).count();
        let slots = |layout: &&&str| layout.matches('#').count();
        let exact = self.layouts.iter().find(|layout| slots(layout) == kept);
        match exact.or(self.layouts.last()) {
            Some(layout) if slots(&layout) >= kept => fill(layout, normalised),
            _ => normalised.to_owned(),
        }
    }
}

/// Fills a layout from the right; what stands before the first filled place is dropped, except
/// for a leading plus sign.
fn fill(layout: &str, normalised: &str) -> String {
    let mut source = normalised.chars().rev().filter(|c| c.is_alphanumeric()).peekable();
    let mut reversed = Vec::with_capacity(layout.len());
    for place in layout.chars().rev() {
        match place {
            '#' => match source.next() {
                Some(kept) => reversed.push(kept),
                None => break,
            },
            '+' => reversed.push('+'),
            literal if source.peek().is_some() => reversed.push(literal),
            _ => break,
        }
    }
    reversed.iter().rev().collect()
}

impl PartialEq for KindInfo {
    fn eq(&self, other: &Self) -> bool {
        self.country == other.country && self.name == other.name
    }
}

impl Eq for KindInfo {}

impl fmt::Debug for KindInfo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.country, self.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn layouts_fill_from_the_right() {
        for (layout, normalised, written) in [
            ("##.###.###-#", "123456785", "12.345.678-5"),
            ("##.###.###-#", "12345678", "1.234.567-8"),
            ("##.###.###-#", "1234567", "123.456-7"),
            ("+## ### ### ####", "+573001234567", "+57 300 123 4567"),
        ] {
            assert_eq!(fill(layout, normalised), written);
        }
    }
}
