//! Where in a file something stands, and what its bytes say.

/// Far more than any of these lists has had: the largest file is of 6 MB.
pub(super) const MOST_BYTES: u64 = 32 << 20;
/// Far more than any of these lists has had: the longest has some 20,000.
pub(super) const MOST_ROWS: usize = 500_000;

/// Tells the line of an offset; offsets must come in rising order.
pub(super) struct Lines<'a> {
    bytes: &'a [u8],
    at: usize,
    line: u64,
}

impl<'a> Lines<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0, line: 1 }
    }

    /// The line of the offset, from 1.
    pub(super) fn line_at(&mut self, offset: usize) -> u64 {
        let offset = offset.clamp(self.at, self.bytes.len());
        let passed = &self.bytes[self.at..offset];
        self.line += passed.iter().filter(|&&byte| byte == b'\n').count() as u64;
        self.at = offset;
        self.line
    }
}

/// The text of bytes in UTF-8, or else in Windows-1252.
pub(super) fn text(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => bytes.iter().map(|&byte| windows_1252(byte)).collect(),
    }
}

/// The text with single spaces, without control characters or blank ends.
pub(super) fn tidy(text: &str) -> String {
    let mut tidy = String::with_capacity(text.len());
    for word in text.split(|c: char| c.is_whitespace() || c.is_control()) {
        if !word.is_empty() {
            if !tidy.is_empty() {
                tidy.push(' ');
            }
            tidy.push_str(word);
        }
    }
    tidy
}

/// What the opening bytes give away about a file that is not plain text.
pub(super) fn foreign(bytes: &[u8]) -> Option<&'static str> {
    let known: [(&[u8], &str); 7] = [
        (b"%PDF", "it is a PDF document"),
        (b"PK\x03\x04", "it is a ZIP archive or an office document"),
        (b"\x1f\x8b", "it is compressed with gzip"),
        (b"\xd0\xcf\x11\xe0", "it is an office document"),
        (b"\xff\xfe", "it is in UTF-16, not in UTF-8"),
        (b"\xfe\xff", "it is in UTF-16, not in UTF-8"),
        (b"{", "it is JSON"),
    ];
    let opening = known.iter().find(|(magic, _)| bytes.starts_with(magic));
    opening.map(|(_, kind)| *kind).or_else(|| bytes.contains(&0).then_some("it is not text"))
}

pub(super) fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)
}

fn windows_1252(byte: u8) -> char {
    #[rustfmt::skip]
    const HIGH: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}',
        '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9f => HIGH[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_counted_from_one() {
        let mut lines = Lines::new(b"a\r\nb\n\nc");
        let told = [0, 1, 3, 5, 6, 100].map(|offset| lines.line_at(offset));
        assert_eq!(told, [1, 1, 2, 3, 4, 4]);
    }

    #[test]
    fn both_encodings_are_read() {
        for (bytes, expected) in [
            (&b"Mu\xf1oz"[..], "Muñoz"),
            ("Muñoz".as_bytes(), "Muñoz"),
            (b"\x93X\x94", "“X”"),
            (b" a \r\n\t b\x07 ", "a b"),
            (b"", ""),
        ] {
            assert_eq!(tidy(&text(bytes)), expected);
        }
    }
}
