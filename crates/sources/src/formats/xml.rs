//! Reads the records of an XML list, one small tree at a time.

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};

use super::FormatError;
use super::lines::{Lines, MOST_ROWS, foreign, tidy, without_mark};

/// Deeper than any list goes.
const DEEPEST: usize = 12;
/// More elements than any record has.
const MOST_ELEMENTS: usize = 20_000;
const LONGEST_REASON: usize = 120;

/// An element of a record.
#[derive(Default)]
pub(super) struct Element {
    pub(super) name: String,
    pub(super) line: u64,
    pub(super) children: Vec<Element>,
    text: String,
}

impl Element {
    /// The text with single spaces.
    pub(super) fn text(&self) -> String {
        tidy(&self.text)
    }

    /// The text of the first child of that name; empty when there is none.
    pub(super) fn child(&self, name: &str) -> String {
        self.all(name).next().map(Self::text).unwrap_or_default()
    }

    /// The children of that name.
    pub(super) fn all(&self, name: &str) -> impl Iterator<Item = &Element> {
        self.children.iter().filter(move |child| child.name == name)
    }
}

/// Reads the elements two levels below the root and gives each to the function; returns an
/// attribute of the root. A document type is refused: it can make a small file expand without end.
pub(super) fn read(
    file: &str,
    bytes: &[u8],
    (root, attribute): (&str, &str),
    mut record: impl FnMut(&Element),
) -> Result<Option<String>, FormatError> {
    let bytes = without_mark(bytes);
    if let Some(kind) = foreign(bytes) {
        return Err(FormatError::not_this(file, 1, kind));
    }
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(FormatError::Empty { file: file.to_owned() });
    }
    let mut walk = Walk {
        file,
        root,
        attribute,
        lines: Lines::new(bytes),
        open: Vec::new(),
        records: 0,
        elements: 0,
        seen_root: false,
        stated: None,
    };
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => return Err(walk.wrong(error.valid_up_to(), "it is not in UTF-8")),
    };
    let mut reader = Reader::from_str(text);
    loop {
        let start = offset(reader.buffer_position());
        let event = reader.read_event().map_err(|error| {
            let reason: String = error.to_string().chars().take(LONGEST_REASON).collect();
            walk.wrong(offset(reader.error_position()), &reason)
        })?;
        match event {
            Event::Eof => return walk.finish(bytes.len()),
            event => walk.step(event, start, &mut record)?,
        }
    }
}

fn offset(position: u64) -> usize {
    usize::try_from(position).unwrap_or(usize::MAX)
}

/// The elements that are open, the root first.
struct Walk<'a> {
    file: &'a str,
    root: &'a str,
    attribute: &'a str,
    lines: Lines<'a>,
    open: Vec<Element>,
    records: usize,
    elements: usize,
    seen_root: bool,
    stated: Option<String>,
}

impl Walk<'_> {
    fn step(
        &mut self,
        event: Event<'_>,
        start: usize,
        record: &mut impl FnMut(&Element),
    ) -> Result<(), FormatError> {
        match event {
            Event::Start(tag) => self.enter(&tag, start),
            Event::Empty(tag) => {
                self.enter(&tag, start)?;
                self.leave(record);
                Ok(())
            }
            Event::End(_) => {
                self.leave(record);
                Ok(())
            }
            Event::Text(text) => self.add(&text.xml10_content(), start),
            Event::CData(text) => self.add(&text.xml10_content(), start),
            Event::GeneralRef(reference) => {
                let named = resolve_predefined_entity(&reference);
                match (named, reference.resolve_char_ref()) {
                    (Some(text), _) => self.add(text, start),
                    (None, Ok(Some(c))) => self.add(c.encode_utf8(&mut [0; 4]), start),
                    _ => Err(self.wrong(start, "an entity is not known")),
                }
            }
            Event::DocType(_) => Err(self.wrong(start, "a document type (DTD) is not accepted")),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::Eof => Ok(()),
        }
    }

    fn begin(&mut self, tag: &BytesStart<'_>, start: usize) -> Result<(), FormatError> {
        if self.seen_root || tag.local_name().as_ref() != self.root {
            let line = self.lines.line_at(start);
            let reason = format!("the root is not {}", self.root);
            return Err(FormatError::not_this(self.file, line, reason));
        }
        self.seen_root = true;
        let mut attributes = tag.attributes();
        attributes.with_checks(false);
        self.stated = attributes
            .filter_map(Result::ok)
            .find(|attribute| attribute.key.as_ref() == self.attribute)
            .map(|attribute| tidy(&attribute.value));
        Ok(())
    }

    fn enter(&mut self, tag: &BytesStart<'_>, start: usize) -> Result<(), FormatError> {
        match self.open.len() {
            0 => self.begin(tag, start)?,
            RECORD => {
                self.elements = 0;
                self.records += 1;
            }
            _ => {}
        }
        self.elements += 1;
        let too_many =
            self.records > MOST_ROWS || (self.open.len() > RECORD && self.elements > MOST_ELEMENTS);
        if too_many || self.open.len() >= DEEPEST {
            return Err(self.wrong(start, "the elements are too many or too deep"));
        }
        let name = tag.local_name().as_ref().to_owned();
        let line = self.lines.line_at(start);
        self.open.push(Element { name, line, ..Element::default() });
        Ok(())
    }

    fn leave(&mut self, record: &mut impl FnMut(&Element)) {
        let Some(element) = self.open.pop() else {
            return;
        };
        match self.open.len() {
            0..RECORD => {}
            RECORD => record(&element),
            _ => {
                if let Some(parent) = self.open.last_mut() {
                    parent.children.push(element);
                }
            }
        }
    }

    fn add(&mut self, text: &str, start: usize) -> Result<(), FormatError> {
        match self.open.len() {
            0 if text.trim().is_empty() => Ok(()),
            0 => Err(self.wrong(start, "there is text outside of the elements")),
            1..=RECORD => Ok(()),
            _ => {
                if let Some(element) = self.open.last_mut() {
                    element.text.push_str(text);
                }
                Ok(())
            }
        }
    }

    fn finish(mut self, end: usize) -> Result<Option<String>, FormatError> {
        match self.open.last() {
            None if self.seen_root => Ok(self.stated),
            None => Err(FormatError::not_this(self.file, 1, "there is no element")),
            Some(element) => {
                let name: String = element.name.chars().take(40).collect();
                Err(self.wrong(end, &format!("the file ends inside {name}")))
            }
        }
    }

    fn wrong(&mut self, at: usize, reason: &str) -> FormatError {
        let (file, line) = (self.file.to_owned(), self.lines.line_at(at));
        FormatError::Xml { file, line, reason: reason.to_owned() }
    }
}

/// How many elements are open around a record: the root and a group.
const RECORD: usize = 2;
