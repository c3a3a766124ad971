//! What a server asked of the kernel, in the order in which strace saw it.
//!
//! strace stops a thread before a call begins and again before its result is handed over. So what
//! has begun by a line had not begun before it, and what has ended by a line had ended.

use std::collections::HashMap;
use std::fs::File;
use std::io::Read as _;
use std::path::Path;
use std::process::Command;

/// The database itself.
pub const DATABASE: &str = "cotejo.db";
/// The write-ahead log of SQLite.
pub const WAL: &str = "cotejo.db-wal";

/// The calls that are of interest. Were there another way to the files, what the trace tells and
/// what the files hold in the end would differ.
const CALLS: &str = "trace=open,openat,unlink,unlinkat,rename,renameat,renameat2,write,writev,\
     pwrite64,pwritev,pwritev2,ftruncate,fallocate,fsync,fdatasync,recvfrom,sendto,sendmsg";

/// A call on a file of the database; files go by their names in the data folder.
#[derive(Debug)]
pub enum Call {
    /// The file is made where it is missing.
    Create(String),
    /// The name goes.
    Remove(String),
    /// Bytes at an offset.
    Write { file: String, at: usize, bytes: Vec<u8> },
    /// The file gets a length.
    Truncate { file: String, length: usize },
    /// A file is brought to the disk; without a name it is the folder.
    Sync(String),
}

/// What happened; calls go by their place in [`Trace::calls`].
pub enum Event {
    /// A call began.
    Began(usize),
    /// A call ended well.
    Ended(usize),
    /// Bytes had come in from a socket.
    Asked(String),
    /// An answer 201 that names a check is about to go out.
    Answered { socket: String, check: String },
}

/// A trace that can be read while it grows.
pub struct Trace {
    pub calls: Vec<Call>,
    pub events: Vec<Event>,
    /// The process has ended and its trace is whole.
    pub over: bool,
    folder: String,
    process: String,
    input: File,
    rest: Vec<u8>,
    unfinished: HashMap<String, Begun>,
}

/// A call that has begun.
#[derive(Default)]
struct Begun {
    call: Option<usize>,
    receives: Option<String>,
}

/// A command that runs a program under strace, as a child of its own. Fails where that is not
/// possible: without it there is no proof.
pub fn traced(program: &str, output: &Path) -> Command {
    let tried = Command::new("strace").args(["-f", "-o", "/dev/null", "true"]).output();
    let tried = tried.unwrap_or_else(|error| panic!("strace is needed, install it: {error}"));
    let said = String::from_utf8_lossy(&tried.stderr);
    assert!(tried.status.success(), "strace is not allowed to trace here (ptrace): {said}");
    let mut command = Command::new("strace");
    command.args(["-D", "-f", "--seccomp-bpf", "-y", "-xx", "-s", "1048576", "-e", CALLS, "-o"]);
    command.arg(output).args(["--", program]);
    command
}

impl Trace {
    /// The trace of a process on a data folder (without links in its path).
    pub fn open(file: &Path, folder: &Path, process: u32) -> Self {
        Self {
            calls: Vec::new(),
            events: Vec::new(),
            over: false,
            folder: folder.to_str().unwrap().to_owned(),
            process: process.to_string(),
            input: File::open(file).unwrap(),
            rest: Vec::new(),
            unfinished: HashMap::new(),
        }
    }

    /// Reads what has been added.
    pub fn read_on(&mut self) {
        let mut text = std::mem::take(&mut self.rest);
        self.input.read_to_end(&mut text).unwrap();
        let whole = text.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        self.rest = text.split_off(whole);
        for line in std::str::from_utf8(&text).unwrap().lines() {
            self.line(line);
        }
    }

    /// The syncs that have ended: where, and of what.
    pub fn syncs(&self) -> Vec<(usize, &str)> {
        let events = self.events.iter().enumerate();
        let ended = events.filter_map(|(place, event)| match event {
            Event::Ended(n) => match &self.calls[*n] {
                Call::Sync(name) => Some((place, name.as_str())),
                _ => None,
            },
            _ => None,
        });
        ended.collect()
    }

    /// How often the log was begun from its start: after the first time, because a checkpoint had
    /// brought all of it into the database.
    pub fn log_starts(&self) -> usize {
        let starts = |call: &&Call| matches!(call, Call::Write { file, at: 0, .. } if file == WAL);
        self.calls.iter().filter(starts).count()
    }

    fn line(&mut self, line: &str) {
        let (thread, text) = line.split_once(' ').unwrap();
        let text = text.trim_start();
        if text.starts_with("+++") {
            self.unfinished.remove(thread);
            self.over |= thread == self.process;
        } else if text.starts_with("<... ") {
            let begun = self.unfinished.remove(thread).unwrap_or_default();
            self.end(begun, text);
        } else if let Some(text) = text.strip_suffix("<unfinished ...>") {
            let begun = self.begin(text);
            self.unfinished.insert(thread.to_owned(), begun);
        } else if !text.starts_with("---") {
            let begun = self.begin(text);
            self.end(begun, text);
        }
    }

    fn begin(&mut self, text: &str) -> Begun {
        let Some((name, arguments)) = text.split_once('(') else { return Begun::default() };
        let target = described(arguments);
        if target.starts_with("socket:") {
            return self.begin_on_socket(name, target, arguments);
        }
        let call = match name {
            "open" | "openat" | "unlink" | "unlinkat" | "rename" | "renameat" | "renameat2" => {
                let path = String::from_utf8(strings(arguments)).unwrap();
                let Some(file) = self.file(&path) else { return Begun::default() };
                match name {
                    "unlink" | "unlinkat" => Call::Remove(file),
                    "open" | "openat" if arguments.contains("O_TRUNC") => panic!("{text}"),
                    "open" | "openat" if arguments.contains("O_CREAT") => Call::Create(file),
                    "open" | "openat" => return Begun::default(),
                    _ => panic!("a file of the database is renamed: {path}"),
                }
            }
            "fsync" | "fdatasync" if target == self.folder => Call::Sync(String::new()),
            _ => {
                let Some(file) = self.file(&target) else { return Begun::default() };
                let number = |from_end: usize| -> usize {
                    let arguments = arguments.rsplit_once(") =").map_or(arguments, |(a, _)| a);
                    let number = arguments.trim_end().rsplit(", ").nth(from_end).unwrap();
                    number.parse().unwrap()
                };
                match name {
                    "pwrite64" => {
                        let bytes = strings(arguments);
                        assert_eq!(bytes.len(), number(1), "the trace has all bytes");
                        Call::Write { file, at: number(0), bytes }
                    }
                    "ftruncate" => Call::Truncate { file, length: number(0) },
                    "fsync" | "fdatasync" => Call::Sync(file),
                    _ => panic!("{name} on {file} is more than this proof understands"),
                }
            }
        };
        let n = self.calls.len();
        self.calls.push(call);
        self.events.push(Event::Began(n));
        Begun { call: Some(n), receives: None }
    }

    fn begin_on_socket(&mut self, name: &str, socket: String, arguments: &str) -> Begun {
        if name == "recvfrom" {
            return Begun { call: None, receives: Some(socket) };
        }
        let sent = strings(arguments);
        if sent.starts_with(b"HTTP/1.1 201") {
            let sent = String::from_utf8(sent).unwrap();
            let body = sent.split_once("\r\n\r\n").unwrap().1;
            let body: serde_json::Value = serde_json::from_str(body).unwrap();
            let check = body["check"]["check_id"].as_str().unwrap().to_owned();
            self.events.push(Event::Answered { socket, check });
        }
        Begun::default()
    }

    fn end(&mut self, begun: Begun, text: &str) {
        let result = text.rsplit_once(" = ").map_or("?", |(_, result)| result);
        let number = result.split(|c: char| c != '-' && !c.is_ascii_digit()).next();
        let Some(number) = number.and_then(|number| number.parse::<i64>().ok()) else {
            return; // killed in the middle
        };
        if let Some(n) = begun.call {
            let call = &self.calls[n];
            let well = match call {
                Call::Write { bytes, .. } => number == bytes.len() as i64,
                Call::Remove(_) if number < 0 => return,
                _ => number >= 0,
            };
            assert!(well, "a call on {call:.80?} ended with {result}");
            self.events.push(Event::Ended(n));
        }
        if let Some(socket) = begun.receives.filter(|_| number > 0) {
            self.events.push(Event::Asked(socket));
        }
    }

    /// The name of a file of the database. The index of the log, `-shm`, is not one: it is shared
    /// memory, and made anew by whoever opens the database first.
    fn file(&self, path: &str) -> Option<String> {
        let name = path.strip_prefix(self.folder.as_str())?.strip_prefix('/')?;
        let ours = name.starts_with(DATABASE) && !name.ends_with("-shm");
        ours.then(|| name.to_owned())
    }
}

/// What the first argument stands for, if it is a descriptor: `7<path>`.
fn described(arguments: &str) -> String {
    let inside = arguments.split_once('<').filter(|(number, _)| number.parse::<u32>().is_ok());
    let name = inside
        .and_then(|(_, rest)| rest.split_once('>'))
        .map_or("", |(name, rest)| if rest.starts_with("(deleted)") { "" } else { name });
    String::from_utf8(unescaped(name)).unwrap()
}

/// All quoted strings, one after the other.
fn strings(arguments: &str) -> Vec<u8> {
    let quoted = arguments.split('"').skip(1).step_by(2);
    quoted.flat_map(unescaped).collect()
}

/// Bytes from `\x41`; what is not escaped stands for itself.
fn unescaped(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len() / 4);
    let mut left = text.as_bytes();
    while let Some(first) = left.first() {
        if let [b'\\', b'x', high, low, ..] = left {
            let digit = |hex: &u8| char::from(*hex).to_digit(16).unwrap() as u8;
            bytes.push(digit(high) * 16 + digit(low));
            left = &left[4..];
        } else {
            bytes.push(*first);
            left = &left[1..];
        }
    }
    bytes
}
