//! Why a number was refused, in words that a person can act on.

use std::fmt;

use crate::kind::{Alphabet, KindInfo};

/// A language for explanations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Lang {
    /// Spanish.
    #[default]
    Es,
    /// English.
    En,
    /// Portuguese.
    Pt,
}

/// The same sentence in three languages.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Text {
    pub(crate) es: &'static str,
    pub(crate) en: &'static str,
    pub(crate) pt: &'static str,
}

impl Text {
    pub(crate) const fn in_lang(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::Es => self.es,
            Lang::En => self.en,
            Lang::Pt => self.pt,
        }
    }
}

/// The rule that a refused number breaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Rule {
    /// There is nothing but separators.
    Empty,
    /// A character that this kind does not use, or uses elsewhere.
    Characters,
    /// Too few or too many characters.
    Length,
    /// The check digit does not follow from the other characters.
    CheckDigit,
    /// A part lies outside what the issuer gives out.
    Range,
    /// The form is right, and the issuer never gives such a number to anyone.
    Reserved,
    /// A part that is a date names no day of the calendar.
    Date,
    /// No such kind is known for the country.
    UnknownKind,
}

impl Rule {
    /// A short stable name, for logs and wire formats.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Characters => "characters",
            Self::Length => "length",
            Self::CheckDigit => "check_digit",
            Self::Range => "range",
            Self::Reserved => "reserved",
            Self::Date => "date",
            Self::UnknownKind => "unknown_kind",
        }
    }

    const fn text(self) -> Text {
        match self {
            Self::Empty => Text { es: "está vacío", en: "is empty", pt: "está vazio" },
            Self::Characters => Text {
                es: "tiene caracteres que no corresponden",
                en: "has characters that do not belong there",
                pt: "tem caracteres que não lhe pertencem",
            },
            Self::Length => Text {
                es: "no tiene la longitud debida",
                en: "has the wrong length",
                pt: "não tem o comprimento devido",
            },
            Self::CheckDigit => Text {
                es: "el dígito verificador no corresponde",
                en: "the check digit does not match",
                pt: "o dígito verificador não confere",
            },
            Self::Range => Text {
                es: "está fuera de lo que asigna el emisor",
                en: "lies outside what the issuer gives out",
                pt: "está fora do que o emissor atribui",
            },
            Self::Reserved => Text {
                es: "tiene buena forma, pero el emisor nunca lo asigna a un titular",
                en: "is well formed, but the issuer never assigns it to a holder",
                pt: "tem boa forma, mas o emissor nunca o atribui a um titular",
            },
            Self::Date => Text {
                es: "contiene una fecha que no existe",
                en: "contains a date that does not exist",
                pt: "contém uma data que não existe",
            },
            Self::UnknownKind => Text {
                es: "tipo de documento desconocido para el país",
                en: "unknown kind of document for the country",
                pt: "tipo de documento desconhecido para o país",
            },
        }
    }
}

/// The scheme of a check digit, in a person's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scheme {
    /// There is none: only form and range can be judged.
    None,
    /// A weighted sum, divided by 11.
    Mod11,
    /// A weighted sum, divided by 10.
    Mod10,
    /// The Luhn formula of ISO/IEC 7812-1.
    Luhn,
    /// Weights 7, 3, 1 modulo 10 of ICAO Doc 9303.
    Icao,
}

impl Scheme {
    const fn text(self) -> Option<Text> {
        Some(match self {
            Self::None => return None,
            Self::Mod11 => Text {
                es: "se calcula con los demás caracteres, por pesos y módulo 11",
                en: "it is computed from the other characters, by weights modulo 11",
                pt: "calcula-se com os demais caracteres, por pesos e módulo 11",
            },
            Self::Mod10 => Text {
                es: "se calcula con los demás caracteres, por pesos y módulo 10",
                en: "it is computed from the other characters, by weights modulo 10",
                pt: "calcula-se com os demais caracteres, por pesos e módulo 10",
            },
            Self::Luhn => Text {
                es: "se calcula con los demás dígitos, por la fórmula de Luhn",
                en: "it is computed from the other digits, by the Luhn formula",
                pt: "calcula-se com os demais dígitos, pela fórmula de Luhn",
            },
            Self::Icao => Text {
                es: "se calcula con pesos 7, 3, 1 módulo 10 (OACI 9303)",
                en: "it is computed by weights 7, 3, 1 modulo 10 (ICAO 9303)",
                pt: "calcula-se com pesos 7, 3, 1 módulo 10 (OACI 9303)",
            },
        })
    }
}

const RETYPE: Text = Text {
    es: "revise si un dígito está mal escrito o si dos están cambiados de lugar",
    en: "look for a mistyped digit or two that changed places",
    pt: "veja se um dígito foi digitado errado ou se dois trocaram de lugar",
};

/// A number that was not accepted, and why.
///
/// It never holds the number itself, so it may be logged.
///
/// ```
/// use identifiers::{Lang, Rule, parse};
///
/// let refusal = parse("BR", "cpf", "529.982.247-24").unwrap_err();
/// assert_eq!(refusal.rule, Rule::CheckDigit);
/// assert!(refusal.explain(Lang::Es).starts_with("CPF (BR): el dígito verificador"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The rule that is broken.
    pub rule: Rule,
    /// The country of the kind, empty where the kind is unknown.
    pub country: &'static str,
    /// The name of the kind, empty where it is unknown.
    pub kind: &'static str,
    info: Option<&'static KindInfo>,
    detail: Option<&'static Text>,
}

impl Refusal {
    pub(crate) fn new(info: &'static KindInfo, rule: Rule, detail: Option<&'static Text>) -> Self {
        Self { rule, country: info.country, kind: info.name, info: Some(info), detail }
    }

    pub(crate) const fn unknown() -> Self {
        Self { rule: Rule::UnknownKind, country: "", kind: "", info: None, detail: None }
    }

    /// What is wrong and what to look at, in a language.
    pub fn explain(&self, lang: Lang) -> String {
        let rule = self.rule.text().in_lang(lang);
        let Some(info) = self.info else {
            return rule.to_owned();
        };
        let mut said = format!("{} ({}): {rule}", info.label, info.country);
        match self.rule {
            Rule::Length | Rule::Empty => {
                said.push_str("; ");
                said.push_str(&shape(info, lang));
            }
            Rule::Characters => {
                said.push_str("; ");
                said.push_str(info.alphabet.text().in_lang(lang));
            }
            Rule::CheckDigit => {
                if let Some(scheme) = info.check.text() {
                    said.push_str(": ");
                    said.push_str(scheme.in_lang(lang));
                }
                said.push_str("; ");
                said.push_str(RETYPE.in_lang(lang));
            }
            _ => {}
        }
        if let Some(detail) = self.detail {
            said.push_str("; ");
            said.push_str(detail.in_lang(lang));
        }
        said
    }
}

fn shape(info: &KindInfo, lang: Lang) -> String {
    let (low, high) = (info.min_len, info.max_len);
    let unit = match (info.alphabet, lang) {
        (Alphabet::Digits, Lang::En) => "digits",
        (Alphabet::Digits, _) => "dígitos",
        (_, Lang::Es) => "caracteres",
        (_, Lang::En) => "characters",
        (_, Lang::Pt) => "caracteres",
    };
    match lang {
        Lang::Es if low == high => format!("son {low} {unit}, sin contar separadores"),
        Lang::En if low == high => format!("there are {low} {unit}, not counting separators"),
        Lang::Pt if low == high => format!("são {low} {unit}, sem contar separadores"),
        Lang::Es => format!("son de {low} a {high} {unit}, sin contar separadores"),
        Lang::En => format!("there are {low} to {high} {unit}, not counting separators"),
        Lang::Pt => format!("são de {low} a {high} {unit}, sem contar separadores"),
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.explain(Lang::En))
    }
}

impl std::error::Error for Refusal {}
