//! Looks whether the entries are still what was sealed.

use std::collections::HashMap;
use std::fmt;
use std::time::Duration;

use ed25519_dalek::Signature;
use kit::{Result, Time};
use store::Tx;

use crate::Audit;
use crate::entry::{Entry, EntryId, columns};
use crate::segment::{Head, Segment};

/// How many segments are held at a time.
const AT_A_TIME: i64 = 64;
/// An entry that waits longer is a finding.
const SOON: Duration = Duration::from_secs(60);
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
    /// Segments are gone, from the first to the last.
    SegmentsDeleted {
        /// The first.
        first: i64,
        /// The last; the same where it is one.
        last: i64,
    },
    /// Entries were not sealed when they should have been: nothing seals, or it cannot.
    Unsealed {
        /// How many.
        entries: u64,
        /// When the oldest of them was made.
        since: Time,
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
            Self::SegmentsDeleted { first, last } if first == last => {
                write!(f, "segment {first} was deleted")
            }
            Self::SegmentsDeleted { first, last } => {
                write!(f, "segments {first} to {last} were deleted")
            }
            Self::Unsealed { entries, since } => {
                write!(f, "{entries} entries wait to be sealed, since {since}")
            }
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

const SEGMENTS: &str = "
    select number, sealed_at, entries, previous, digests, hash, signature
      from audit_segments where number > $1 order by number limit $2";

const ENTRIES: &str =
    concat!("select ", columns!(), " from audit where segment = $1 order by created_at, id");

/// Entries of segments that are not there.
const STRAY: &str = "
    select id, segment from audit where segment > $1 and segment < $2
     order by segment, created_at, id limit 1000";

const UNSEALED: &str = "select count(*), min(created_at) from audit where segment = 0";

async fn strays(tx: &mut Tx, after: i64, before: i64, report: &mut Report) -> Result<()> {
    let strays = tx.system(STRAY).bind(after).bind(before).all::<(String, i64)>().await?;
    for (entry, segment) in strays {
        report.add(Finding::Added { entry, segment });
    }
    Ok(())
}

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
                let follows = segment.number - 1 == number;
                if !follows {
                    let (first, last) = (number + 1, segment.number - 1);
                    report.add(Finding::SegmentsDeleted { first, last });
                    strays(&mut tx, number, segment.number, &mut report).await?;
                }
                number = segment.number;
                if follows && segment.previous != previous {
                    report.add(Finding::SegmentMoved { segment: number });
                }
                previous.clone_from(&segment.hash);
                self.judge(&mut tx, segment, kept.as_ref(), &mut report).await?;
            }
        }
        strays(&mut tx, number, i64::MAX, &mut report).await?;
        strays(&mut tx, i64::MIN, 0, &mut report).await?;
        if let Some(kept) = kept.filter(|kept| kept.number > number) {
            report.add(Finding::Truncated { found: number, known: kept.number });
        }
        let (count, since) = tx.system(UNSEALED).one::<(i64, Option<i64>)>().await?;
        report.unsealed = count.unsigned_abs();
        report.unsealed_since = since.map(Time::from_micros);
        let late = report.unsealed_since.filter(|since| self.clock.now().since(*since) > SOON);
        if let Some(since) = late {
            report.add(Finding::Unsealed { entries: report.unsealed, since });
        }
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
        let sealed = segment.sealed().map(|(name, digest)| (name, digest.to_vec())).collect();
        self.judge_entries(tx, segment.number, sealed, report).await
    }

    async fn judge_entries(
        &self,
        tx: &mut Tx,
        segment: i64,
        mut sealed: HashMap<[u8; 16], Vec<u8>>,
        report: &mut Report,
    ) -> Result<()> {
        for now in tx.system(ENTRIES).bind(segment).all::<Entry>().await? {
            match sealed.remove(&now.name().bytes()) {
                None => report.add(Finding::Added { entry: now.id, segment }),
                Some(digest) if digest == now.digest() => report.entries += 1,
                Some(_) => report.add(Finding::Edited { entry: now.id, segment }),
            }
        }
        let mut gone: Vec<_> = sealed.into_keys().collect();
        gone.sort_unstable();
        for name in gone {
            let entry = format!("{}{}", EntryId::PREFIX, hex::encode(name));
            report.add(Finding::Deleted { entry, segment });
        }
        Ok(())
    }
}
