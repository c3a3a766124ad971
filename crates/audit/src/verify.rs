//! Looks whether the entries are still what was sealed.

use std::collections::HashMap;
use std::fmt;

use ed25519_dalek::Signature;
use kit::{Result, Time};
use store::{FromRow, Row, Tx};

use crate::Audit;
use crate::entry::{Entry, EntryId, columns};
use crate::segment::{Head, Segment};

/// How many segments are held at a time.
const AT_A_TIME: i64 = 64;
/// Beyond this many the rest is counted and not listed.
const FINDINGS: usize = 1_000;

/// Something that is not as it was sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// A field of an entry is another.
    Edited {
        /// The entry.
        entry: String,
        /// Where it was sealed.
        segment: i64,
    },
    /// An entry that was sealed is gone.
    Deleted {
        /// The entry.
        entry: String,
        /// Where it was sealed.
        segment: i64,
    },
    /// An entry says that it was sealed in a segment that does not know it.
    Added {
        /// The entry.
        entry: String,
        /// Where it says that it was sealed.
        segment: i64,
    },
    /// A segment's fields do not make its hash, or its signature is not ours.
    SegmentEdited {
        /// The segment.
        segment: i64,
    },
    /// A segment does not follow from the one before it.
    SegmentMoved {
        /// The segment.
        segment: i64,
    },
    /// A segment is gone.
    SegmentDeleted {
        /// The segment.
        segment: i64,
    },
    /// The chain ends before the head that was kept apart.
    Truncated {
        /// The last segment that is there.
        found: i64,
        /// The last one that was.
        known: i64,
    },
    /// The segment of the head that was kept apart has another hash.
    Replaced {
        /// The segment.
        segment: i64,
    },
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Edited { entry, segment } => {
                write!(f, "entry {entry} of segment {segment} was edited")
            }
            Self::Deleted { entry, segment } => {
                write!(f, "entry {entry} of segment {segment} was deleted")
            }
            Self::Added { entry, segment } => {
                write!(f, "entry {entry} was added to segment {segment} after it was sealed")
            }
            Self::SegmentEdited { segment } => write!(f, "segment {segment} was edited"),
            Self::SegmentMoved { segment } => {
                write!(f, "segment {segment} does not follow from the one before it")
            }
            Self::SegmentDeleted { segment } => write!(f, "segment {segment} was deleted"),
            Self::Truncated { found, known } => {
                write!(f, "the chain ends with segment {found}, and segment {known} was there")
            }
            Self::Replaced { segment } => {
                write!(f, "segment {segment} is not the one whose hash was kept apart")
            }
        }
    }
}

/// What a look at the whole chain found.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// How many segments there are.
    pub segments: u64,
    /// How many sealed entries there are.
    pub entries: u64,
    /// How many entries are not sealed yet.
    pub unsealed: u64,
    /// When the oldest of these was made.
    pub unsealed_since: Option<Time>,
    /// The head that the chain was compared with.
    pub compared_with: Option<Head>,
    /// Where the chain stands.
    pub head: Option<Head>,
    /// What is not as it was sealed, at most a thousand.
    pub findings: Vec<Finding>,
    /// How many more there are.
    pub more: u64,
}

impl Report {
    fn add(&mut self, finding: Finding) {
        if self.findings.len() < FINDINGS {
            self.findings.push(finding);
        } else {
            self.more += 1;
        }
    }
}

/// An entry of a segment, as far as it can be read.
struct Found {
    id: String,
    entry: Option<Entry>,
}

impl FromRow for Found {
    fn from_row(row: &Row) -> Result<Self> {
        Ok(Self { id: row.get(0)?, entry: Entry::from_row(row).ok() })
    }
}

const SEGMENTS: &str = "
    select number, sealed_at, entries, previous, digests, hash, signature
      from audit_segments where number > $1 order by number limit $2";

const ENTRIES: &str =
    concat!("select ", columns!(), " from audit where segment = $1 order by created_at, id");

const BEYOND: &str = concat!(
    "select ",
    columns!(),
    ", segment from audit where segment > $1 order by segment, created_at, id limit 1000"
);

struct Beyond(String, i64);

impl FromRow for Beyond {
    fn from_row(row: &Row) -> Result<Self> {
        Ok(Self(row.get(0)?, row.get(8)?))
    }
}

const UNSEALED: &str = "select count(*), min(created_at) from audit where segment = 0";

impl Audit {
    /// Looks at every segment and every entry, and compares the end of the chain with a head that
    /// was kept apart: the one that is given, or else the one of the head file.
    pub async fn verify(&self, kept: Option<Head>) -> Result<Report> {
        let kept = match (kept, &self.head_file) {
            (None, Some(file)) => Head::read(file)?,
            (kept, _) => kept,
        };
        let mut report = Report { compared_with: kept.clone(), ..Report::default() };
        let mut tx = self.db.read().await?;
        let (mut number, mut previous) = (0, Vec::new());
        loop {
            let segments =
                tx.system(SEGMENTS).bind(number).bind(AT_A_TIME).all::<Segment>().await?;
            if segments.is_empty() {
                break;
            }
            for segment in segments {
                for gone in number + 1..segment.number {
                    report.add(Finding::SegmentDeleted { segment: gone });
                    self.judge_entries(&mut tx, gone, HashMap::new(), &mut report).await?;
                }
                let follows = segment.number == number + 1;
                number = segment.number;
                if follows && segment.previous != previous {
                    report.add(Finding::SegmentMoved { segment: number });
                }
                previous.clone_from(&segment.hash);
                self.judge(&mut tx, segment, kept.as_ref(), &mut report).await?;
            }
        }
        for Beyond(entry, segment) in tx.system(BEYOND).bind(number).all::<Beyond>().await? {
            report.add(Finding::Added { entry, segment });
        }
        if let Some(kept) = kept.filter(|kept| kept.number > number) {
            report.add(Finding::Truncated { found: number, known: kept.number });
        }
        let (count, since) = tx.system(UNSEALED).one::<(i64, Option<i64>)>().await?;
        report.unsealed = count.unsigned_abs();
        report.unsealed_since = since.map(Time::from_micros);
        Ok(report)
    }

    async fn judge(
        &self,
        tx: &mut Tx,
        segment: Segment,
        kept: Option<&Head>,
        report: &mut Report,
    ) -> Result<()> {
        report.segments += 1;
        let signature = Signature::from_slice(&segment.signature);
        let signed = signature.is_ok_and(|signature| {
            self.signing.verifying_key().verify_strict(&segment.hash, &signature).is_ok()
        });
        if segment.computed_hash() != segment.hash || !signed {
            report.add(Finding::SegmentEdited { segment: segment.number });
        }
        let head = segment.head();
        if kept.is_some_and(|kept| kept.number == head.number && *kept != head) {
            report.add(Finding::Replaced { segment: segment.number });
        }
        report.head = Some(head);
        let sealed = segment.sealed().map(|(id, digest)| (id, digest.to_vec())).collect();
        self.judge_entries(tx, segment.number, sealed, report).await
    }

    async fn judge_entries(
        &self,
        tx: &mut Tx,
        segment: i64,
        mut sealed: HashMap<EntryId, Vec<u8>>,
        report: &mut Report,
    ) -> Result<()> {
        for found in tx.system(ENTRIES).bind(segment).all::<Found>().await? {
            let entry = found.id;
            let digest = EntryId::parse(&entry).and_then(|id| sealed.remove(&id));
            match (digest, found.entry) {
                (None, _) => report.add(Finding::Added { entry, segment }),
                (Some(digest), Some(now)) if digest == now.digest() => report.entries += 1,
                (Some(_), _) => report.add(Finding::Edited { entry, segment }),
            }
        }
        let mut gone: Vec<EntryId> = sealed.into_keys().collect();
        gone.sort_unstable();
        for id in gone {
            report.add(Finding::Deleted { entry: id.to_string(), segment });
        }
        Ok(())
    }
}
