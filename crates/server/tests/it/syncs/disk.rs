//! A disk that forgets: it keeps for certain only what was synced.

use std::collections::{BTreeMap, HashMap};

use super::trace::Call;

/// What a disk writes at once.
const SECTOR: usize = 512;

/// Files by name.
pub type Files = BTreeMap<String, Vec<u8>>;

/// How much of what was not synced is found after the power has gone.
#[derive(Clone, Copy, Debug)]
pub enum Left {
    /// Nothing: the worst that the kernel may do.
    Nothing,
    /// All of it, as after a kill.
    Everything,
    /// The first half of the writes, the next one cut in two.
    Torn,
    /// Every other sector, by a rule that this number varies.
    Scattered(usize),
}

/// The files of a database and what of them has reached the disk.
pub struct Disk<'a> {
    calls: &'a [Call],
    files: Vec<File>,
    /// The folder as the server sees it: names and places in `files`.
    names: BTreeMap<String, usize>,
    /// The folder as the disk has it.
    kept_names: BTreeMap<String, usize>,
    /// What each sync under way will have brought to the disk.
    syncs: HashMap<usize, Covered>,
}

struct File {
    /// As the disk has it.
    kept: Vec<u8>,
    /// Writes that no sync has covered, in order, and whether they have ended.
    waiting: Vec<(usize, bool)>,
}

enum Covered {
    Folder(BTreeMap<String, usize>),
    File(usize, Vec<usize>),
}

impl<'a> Disk<'a> {
    /// A disk on which these files are safe.
    pub fn new(files: &Files, calls: &'a [Call]) -> Self {
        let names: BTreeMap<_, _> = files.keys().cloned().zip(0..).collect();
        let files = files.values().map(|kept| File { kept: kept.clone(), waiting: Vec::new() });
        let (files, kept_names) = (files.collect(), names.clone());
        Self { calls, files, names, kept_names, syncs: HashMap::new() }
    }

    /// A call begins. From now on a write may be on the disk; a sync covers what has ended.
    pub fn began(&mut self, n: usize) {
        match &self.calls[n] {
            Call::Create(_) | Call::Remove(_) => {}
            Call::Write { file, .. } | Call::Truncate { file, .. } => {
                let file = self.names[file];
                self.files[file].waiting.push((n, false));
            }
            Call::Sync(name) if name.is_empty() => {
                self.syncs.insert(n, Covered::Folder(self.names.clone()));
            }
            Call::Sync(name) => {
                let file = self.names[name];
                let ended = self.files[file].waiting.iter().filter(|(_, ended)| *ended);
                let covered = Covered::File(file, ended.map(|(n, _)| *n).collect());
                self.syncs.insert(n, covered);
            }
        }
    }

    /// A call has ended. What a sync covered is safe.
    pub fn ended(&mut self, n: usize) {
        match &self.calls[n] {
            Call::Create(name) => {
                if !self.names.contains_key(name) {
                    self.names.insert(name.clone(), self.files.len());
                    self.files.push(File { kept: Vec::new(), waiting: Vec::new() });
                }
            }
            Call::Remove(name) => drop(self.names.remove(name)),
            Call::Write { .. } | Call::Truncate { .. } => {
                let waiting = self.files.iter_mut().flat_map(|file| &mut file.waiting);
                waiting.filter(|(call, _)| *call == n).for_each(|(_, ended)| *ended = true);
            }
            Call::Sync(_) => match self.syncs.remove(&n) {
                Some(Covered::Folder(names)) => self.kept_names = names,
                Some(Covered::File(file, covered)) => {
                    let File { kept, waiting } = &mut self.files[file];
                    waiting.retain(|(n, _)| !covered.contains(n));
                    covered.iter().for_each(|n| apply(kept, &self.calls[*n], |_| true));
                }
                None => {}
            },
        }
    }

    /// Whether all is on the disk.
    pub fn is_settled(&self) -> bool {
        self.names == self.kept_names && self.files.iter().all(|file| file.waiting.is_empty())
    }

    /// What is found when the power goes now.
    pub fn after_power_cut(&self, left: Left) -> Files {
        let names = match left {
            Left::Nothing | Left::Scattered(_) => &self.kept_names,
            Left::Everything | Left::Torn => &self.names,
        };
        let found = |file: &File| {
            let mut bytes = file.kept.clone();
            let half = file.waiting.len() / 2;
            for (place, (n, _)) in file.waiting.iter().enumerate() {
                let call = &self.calls[*n];
                match left {
                    Left::Nothing => break,
                    Left::Everything => apply(&mut bytes, call, |_| true),
                    Left::Torn if place < half => apply(&mut bytes, call, |_| true),
                    Left::Torn if place > half => break,
                    Left::Torn => match call {
                        Call::Write { at, bytes: new, .. } => {
                            let end = at + new.len() / 2;
                            apply(&mut bytes, call, |byte| byte < end);
                        }
                        _ => break,
                    },
                    Left::Scattered(salt) => apply(&mut bytes, call, |byte| {
                        let mixed = (byte / SECTOR + salt).wrapping_mul(0x9E37_79B9);
                        mixed >> 16 & 1 == 0
                    }),
                }
            }
            bytes
        };
        names.iter().map(|(name, file)| (name.clone(), found(&self.files[*file]))).collect()
    }
}

/// Carries a write out, as far as `reaches` lets a byte reach the disk.
fn apply(file: &mut Vec<u8>, call: &Call, reaches: impl Fn(usize) -> bool) {
    match call {
        Call::Write { at, bytes, .. } => {
            for (place, byte) in (*at..).zip(bytes).filter(|(place, _)| reaches(*place)) {
                if file.len() <= place {
                    file.resize(place + 1, 0);
                }
                file[place] = *byte;
            }
        }
        Call::Truncate { length, .. } if reaches(*length) => file.resize(*length, 0),
        _ => {}
    }
}
