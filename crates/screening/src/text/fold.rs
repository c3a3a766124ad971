//! Cutting text into tokens of plain lower-case letters and digits, with their places in it.

use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// The most text that is read, in bytes.
const MAX_TEXT: usize = 1_024;
/// The most tokens that are kept.
pub(crate) const MAX_TOKENS: usize = 24;
/// The most letters of a token that are kept.
const MAX_LETTERS: usize = 40;

/// A token: folded text and where it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    /// Lower-case ASCII letters and digits; `?` stands for a damaged letter.
    pub text: String,
    /// From, in bytes of the original.
    pub start: usize,
    /// To, in bytes of the original.
    pub end: usize,
    /// Whether a comma stands between this token and the one before.
    pub after_comma: bool,
    /// Whether a full stop follows: an initial or an abbreviation.
    pub dotted: bool,
    /// Whether folding changed more than case.
    pub folded: bool,
}

/// Cuts text into tokens.
pub(crate) fn pieces(text: &str) -> Vec<Piece> {
    let mut cutter = Cutter::default();
    let mut before = ' ';
    let mut rest = text.char_indices().peekable();
    while let Some((at, c)) = rest.next() {
        if at >= MAX_TEXT || cutter.done.len() >= MAX_TOKENS {
            break;
        }
        let end = at + c.len_utf8();
        let after = rest.peek().map_or(' ', |(_, c)| *c);
        match c {
            _ if c.is_ascii_alphanumeric() => cutter.letter(c.to_ascii_lowercase(), at, end),
            '?' | '\u{fffd}' if before.is_alphabetic() && after.is_alphabetic() => {
                cutter.letter('?', at, end);
                cutter.folded = true;
            }
            _ if is_joiner(c) => {}
            _ if c.is_ascii() || !(c.is_alphanumeric() || is_combining_mark(c)) => cutter.gap(c),
            _ => cutter.foreign(c, at, end),
        }
        before = c;
    }
    cutter.cut();
    cutter.done.truncate(MAX_TOKENS);
    cutter.done
}

/// Signs that stand inside a name without parting it: O’Higgins, D'Ávila, zero-width signs.
fn is_joiner(c: char) -> bool {
    matches!(
        c,
        '\'' | '’' | '‘' | 'ʼ' | 'ʻ' | 'ʿ' | 'ʾ' | '`' | '´' | '\u{ad}' | '\u{200b}'
            ..='\u{200f}' | '\u{2060}' | '\u{feff}'
    )
}

#[derive(Default)]
struct Cutter {
    done: Vec<Piece>,
    text: String,
    start: usize,
    end: usize,
    comma: bool,
    folded: bool,
}

impl Cutter {
    fn letter(&mut self, c: char, at: usize, end: usize) {
        if self.text.is_empty() {
            self.start = at;
        }
        if self.text.len() < MAX_LETTERS {
            self.text.push(c);
        }
        self.end = end;
    }

    fn gap(&mut self, c: char) {
        let open = !self.text.is_empty();
        self.cut();
        match c {
            ',' | '،' | '，' | '、' => self.comma = true,
            '.' if open => {
                if let Some(last) = self.done.last_mut() {
                    last.dotted = true;
                }
            }
            _ => {}
        }
    }

    fn cut(&mut self) {
        if self.text.is_empty() {
            return;
        }
        self.done.push(Piece {
            text: std::mem::take(&mut self.text),
            start: self.start,
            end: self.end,
            after_comma: std::mem::take(&mut self.comma),
            dotted: false,
            folded: std::mem::take(&mut self.folded),
        });
    }

    /// A letter outside ASCII: the own table, then decomposition, then transliteration.
    fn foreign(&mut self, c: char, at: usize, end: usize) {
        self.folded = true;
        if is_mark(c) {
            if !self.text.is_empty() {
                self.end = end;
            }
            return;
        }
        let own = own_fold(c);
        if !own.is_empty() {
            return own.chars().for_each(|l| self.letter(l, at, end));
        }
        let mut plain = None;
        let mut whole = true;
        decompose_compatible(c, |part| {
            if part.is_ascii_alphanumeric() && plain.is_none() {
                plain = Some(part.to_ascii_lowercase());
            } else if !is_mark(part) {
                whole = false;
            }
        });
        if let (Some(letter), true) = (plain, whole) {
            return self.letter(letter, at, end);
        }
        for l in any_ascii::any_ascii_char(c).chars().filter(char::is_ascii_alphanumeric) {
            self.letter(l.to_ascii_lowercase(), at, end);
        }
    }
}

/// Marks that change no consonant: Latin accents, Hebrew points, Arabic vowel signs.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5c7}' | '\u{610}'..='\u{61a}'
        | '\u{640}' | '\u{64b}'..='\u{65f}' | '\u{670}')
}

/// Letters that decomposition leaves alone, or that names write in their own way.
fn own_fold(c: char) -> &'static str {
    match c {
        'ñ' | 'Ñ' => "n",
        'ç' | 'Ç' => "c",
        'ß' | 'ẞ' => "ss",
        'æ' | 'Æ' => "ae",
        'œ' | 'Œ' => "oe",
        'ø' | 'Ø' => "o",
        'đ' | 'Đ' | 'ð' | 'Ð' => "d",
        'ı' | 'İ' => "i",
        'ł' | 'Ł' => "l",
        'þ' | 'Þ' => "th",
        'ª' => "a",
        'º' => "o",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<String> {
        pieces(text).into_iter().map(|piece| piece.text).collect()
    }

    #[test]
    fn text_is_folded_to_plain_tokens() {
        for (text, tokens) in [
            ("LUCÍA Ficticia", vec!["lucia", "ficticia"]),
            ("Lucı\u{301}a  Muñoz", vec!["lucia", "munoz"]),
            ("Gonçalves-Prueba", vec!["goncalves", "prueba"]),
            ("D’Ávila O'Prueba", vec!["davila", "oprueba"]),
            ("Straße Øre Æbler", vec!["strasse", "ore", "aebler"]),
            ("Invenção S/A", vec!["invencao", "s", "a"]),
            ("Лукия Тестова", vec!["lukiya", "testova"]),
            ("Mu\u{fffd}oz ¿Pe?a?", vec!["mu?oz", "pe?a"]),
            ("Ma. Prueba", vec!["ma", "prueba"]),
            ("😀 \u{202e} \0", vec![]),
            ("", vec![]),
        ] {
            assert_eq!(texts(text), tokens, "{text:?}");
        }
    }

    #[test]
    fn places_point_into_the_original() {
        let text = "  MUÑOZ, José-Luis";
        let found: Vec<_> =
            pieces(text).iter().map(|p| (text[p.start..p.end].to_owned(), p.after_comma)).collect();
        let want = [("MUÑOZ", false), ("José", true), ("Luis", false)];
        assert_eq!(found, want.map(|(text, comma)| (text.to_owned(), comma)));
    }

    #[test]
    fn hostile_text_is_cut_short() {
        assert_eq!(pieces(&"a ".repeat(10_000)).len(), MAX_TOKENS);
        assert_eq!(pieces(&"a".repeat(10_000))[0].text.len(), MAX_LETTERS);
        assert_eq!(pieces(&"ñ\u{301}".repeat(10_000)).len(), 1);
    }
}
