//! The reasons of a hit in one or two plain sentences.

mod en;
mod es;
mod pt;

use serde::{Deserialize, Serialize};

use super::{Agreement, Explanation, Fact, Observation, TokenMatch};

/// The language of a sentence.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Lang {
    /// Spanish.
    #[default]
    Es,
    /// English.
    En,
    /// Portuguese.
    Pt,
}

/// The words of a language. `{q}` and `{r}` are the texts of the query and of the record.
struct Phrases {
    /// Tokens that are the same, as a list in `{}`; one, and several.
    same: [&'static str; 2],
    same_document: &'static str,
    variant: &'static str,
    sounds: &'static str,
    initial: &'static str,
    edited: &'static str,
    joined: &'static str,
    different: &'static str,
    only_query: &'static str,
    only_record: &'static str,
    nothing_shared: &'static str,
    against: &'static str,
    unknown: &'static str,
    and: &'static str,
    /// Opening and closing quotation marks.
    quotes: [&'static str; 2],
    /// What an observation is called; nothing when tokens tell it already.
    observation: fn(Observation) -> Option<&'static str>,
    fact: fn(Fact) -> &'static str,
}

/// The most differences that are told one by one.
const MOST: usize = 3;

impl Explanation {
    /// The reasons in one or two plain sentences: what agrees and how, then what speaks against
    /// and what is not known.
    pub fn sentence(&self, lang: Lang) -> String {
        let words = match lang {
            Lang::Es => &es::PHRASES,
            Lang::En => &en::PHRASES,
            Lang::Pt => &pt::PHRASES,
        };
        let first = self.names(words).join("; ");
        let mut second = Vec::new();
        let told = |list: &[Observation]| -> Vec<&str> {
            list.iter().filter_map(|seen| (words.observation)(*seen)).collect()
        };
        let against = told(&self.against);
        if !against.is_empty() {
            second.push(words.against.replace("{}", &list(&against, words.and)));
        }
        let unknown: Vec<&str> = self.unknown.iter().map(|fact| (words.fact)(*fact)).collect();
        if !unknown.is_empty() {
            second.push(words.unknown.replace("{}", &list(&unknown, words.and)));
        }
        let mut text = capital(&first) + ".";
        if !second.is_empty() {
            text += " ";
            text += &capital(&second.join("; "));
            text += ".";
        }
        text
    }

    /// What tokens and other facts tell, as clauses.
    fn names(&self, words: &Phrases) -> Vec<String> {
        let mut clauses = Vec::new();
        if self.agreed.contains(&Observation::DocumentEqual) {
            clauses.push(words.same_document.to_owned());
        }
        let same: Vec<String> = self
            .tokens
            .iter()
            .filter(|token| matches!(token.agreement, Agreement::Equal | Agreement::Folded))
            .filter_map(|token| token.record.as_deref())
            .map(|text| format!("{}{text}{}", words.quotes[0], words.quotes[1]))
            .collect();
        match same.len() {
            0 if self.tokens.is_empty() => {}
            0 if self.against.contains(&Observation::NameDisjoint) => {
                clauses.push(words.nothing_shared.to_owned());
            }
            0 => {}
            many => {
                let same: Vec<&str> = same.iter().map(String::as_str).collect();
                let phrase = words.same[usize::from(many > 1)];
                clauses.push(phrase.replace("{}", &list(&same, words.and)));
            }
        }
        if !self.against.contains(&Observation::NameDisjoint) {
            let told = self.tokens.iter().filter_map(|token| clause(token, words));
            clauses.extend(told.take(MOST));
        }
        let agreed: Vec<&str> =
            self.agreed.iter().filter_map(|seen| (words.observation)(*seen)).collect();
        clauses.extend(agreed.into_iter().map(str::to_owned));
        if clauses.is_empty() {
            clauses.push(words.nothing_shared.to_owned());
        }
        clauses
    }
}

fn clause(token: &TokenMatch, words: &Phrases) -> Option<String> {
    let phrase = match (token.agreement, &token.query, &token.record) {
        (Agreement::Variant, ..) => words.variant,
        (Agreement::Phonetic, ..) => words.sounds,
        (Agreement::Initial, ..) => words.initial,
        (Agreement::Edited, ..) => words.edited,
        (Agreement::Joined, ..) => words.joined,
        (Agreement::Different, ..) => words.different,
        (Agreement::Missing, Some(_), _) => words.only_query,
        (Agreement::Missing, None, _) => words.only_record,
        (Agreement::Equal | Agreement::Folded | Agreement::LegalForm, ..) => return None,
    };
    let [q, r] = [&token.query, &token.record].map(|text| text.as_deref().unwrap_or_default());
    // One pass over the phrase, so that braces in a name stay as they are.
    let (before, after) = phrase.split_once("{q}").unwrap_or((phrase, ""));
    let fill = |part: &str| match part.split_once("{r}") {
        Some((left, right)) => format!("{left}{r}{right}"),
        None => part.to_owned(),
    };
    let q = if phrase.contains("{q}") { q } else { "" };
    Some(format!("{}{q}{}", fill(before), fill(after)))
}

/// `a, b and c`.
fn list(items: &[&str], and: &str) -> String {
    match items {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} {and} {last}", first.join(", ")),
    }
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
