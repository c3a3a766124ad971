//! Reads a file of comma-separated values without a header, as OFAC publishes them.

use csv::{ByteRecord, ReaderBuilder};

use super::lines::{Lines, MOST_ROWS, foreign, text, tidy, without_mark};
use super::{FormatError, Rejected};

/// A row with as many fields as it should have. A null is an empty text.
pub(super) struct Row<const N: usize> {
    pub(super) line: u64,
    pub(super) fields: [String; N],
}

impl<const N: usize> Row<N> {
    /// The fields without blank ends and double spaces.
    pub(super) fn tidy(&self) -> [String; N] {
        std::array::from_fn(|at| tidy(&self.fields[at]))
    }
}

/// The rows of a file, and the ones that have another number of fields.
pub(super) struct Table<const N: usize> {
    pub(super) rows: Vec<Row<N>>,
    pub(super) rejected: Vec<Rejected>,
}

/// Reads the file. A first row of another width shows that it is another file, and a last one,
/// or a quotation mark without its partner, that it was cut off.
pub(super) fn read<const N: usize>(file: &str, bytes: &[u8]) -> Result<Table<N>, FormatError> {
    let bytes = without_end_mark(without_mark(bytes));
    if let Some(kind) = foreign(bytes) {
        return Err(FormatError::not_this(file, 1, kind));
    }
    let mut table = Table { rows: Vec::new(), rejected: Vec::new() };
    let mut lines = Lines::new(bytes);
    let mut reader = ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
    let mut record = ByteRecord::new();
    let mut last = (1, true);
    loop {
        let line = lines.line_at(next_row(bytes, reader.position().byte()));
        let more = reader.read_byte_record(&mut record);
        if !more.map_err(|_| FormatError::not_this(file, line, "the row cannot be read"))? {
            break;
        }
        last = (line, record.len() == N);
        match fields(&record) {
            Some(fields) => table.rows.push(Row { line, fields }),
            None => table.rejected.push(wrong_width(file, line, N, record.len())),
        }
        if table.rows.len() + table.rejected.len() > MOST_ROWS {
            let reason = "there are too many rows";
            return Err(FormatError::not_this(file, line, reason));
        }
        if table.rows.is_empty() {
            let reason = width(N, record.len());
            return Err(FormatError::not_this(file, line, reason));
        }
    }
    let quotes = bytes.iter().filter(|&&byte| byte == b'"').count();
    match last {
        (line, false) => {
            Err(FormatError::not_this(file, line, "the file ends in the middle of a row"))
        }
        (line, true) if quotes % 2 == 1 => {
            Err(FormatError::not_this(file, line, "a quotation mark is not closed"))
        }
        _ => Ok(table),
    }
}

/// Old tools close a file with a control character.
fn without_end_mark(bytes: &[u8]) -> &[u8] {
    let end = bytes.iter().rposition(|&byte| byte != 0x1a && !byte.is_ascii_whitespace());
    &bytes[..end.map_or(0, |at| at + 1)]
}

/// Line ends before a row belong to the one before it.
fn next_row(bytes: &[u8], from: u64) -> usize {
    let from = usize::try_from(from).unwrap_or(usize::MAX).min(bytes.len());
    let blank = bytes[from..].iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
    from + blank
}

fn fields<const N: usize>(record: &ByteRecord) -> Option<[String; N]> {
    if record.len() != N {
        return None;
    }
    let mut fields = record.iter().map(|field| match text(field) {
        null if matches!(null.trim(), "-0-" | "-0") => String::new(),
        text => text,
    });
    Some(std::array::from_fn(|_| fields.next().unwrap_or_default()))
}

fn wrong_width(file: &str, line: u64, expected: usize, found: usize) -> Rejected {
    Rejected { file: file.to_owned(), line, reason: width(expected, found) }
}

fn width(expected: usize, found: usize) -> String {
    format!("{expected} columns expected, {found} found")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(bytes: &[u8]) -> String {
        read::<3>("t.csv", bytes).err().expect("is refused").to_string()
    }

    #[test]
    fn rows_keep_their_line_and_lose_their_nulls() {
        let bytes = b"\xef\xbb\xbf1,\"a, b\",-0- \r\n\r\n2,\"over\r\ntwo lines\",\"x\"\r\n\
            3,c,\r\n4,x\r\n5,\"Mu\xf1oz\",\"\"\"q\"\"\"\r\n\x1a";
        let table = read::<3>("t.csv", bytes).unwrap();
        let rows: Vec<_> = table.rows.iter().map(|row| (row.line, row.tidy().join("|"))).collect();
        assert_eq!(
            rows,
            [
                (1, "1|a, b|".to_owned()),
                (3, "2|over two lines|x".to_owned()),
                (5, "3|c|".to_owned()),
                (7, "5|Muñoz|\"q\"".to_owned()),
            ]
        );
        assert_eq!(table.rejected.len(), 1);
        let rejected = &table.rejected[0];
        assert_eq!((rejected.line, rejected.reason.as_str()), (6, "3 columns expected, 2 found"));
    }

    #[test]
    fn other_files_are_refused_with_the_line() {
        for (bytes, message) in [
            (&b"%PDF-1.7\n%x"[..], "t.csv, line 1: it is a PDF document"),
            (b"PK\x03\x04xx", "t.csv, line 1: it is a ZIP archive or an office document"),
            (b"a,b,\0", "t.csv, line 1: it is not text"),
            (b"<html>\n", "t.csv, line 1: 3 columns expected, 1 found"),
            (b"\n\nid,name\n", "t.csv, line 3: 3 columns expected, 2 found"),
            (
                b"1,a,b\r\n2,\"a\r\nb\",c\r\n3,a",
                "t.csv, line 4: the file ends in the middle of a row",
            ),
            (b"1,a,b\n2,a,\"b c", "t.csv, line 2: a quotation mark is not closed"),
        ] {
            assert_eq!(refused(bytes), message);
        }
    }

    #[test]
    fn an_empty_file_has_no_rows() {
        for bytes in [&b""[..], b"\x1a", b"\r\n\r\n\x1a", b"\xef\xbb\xbf"] {
            assert!(read::<3>("t.csv", bytes).unwrap().rows.is_empty());
        }
    }
}
