//! Segments: what was written since the one before, linked to it and signed.
//!
//! A segment keeps id and digest of each of its entries, its hash covers these and the hash of the
//! segment before, and its signature (Ed25519) covers the hash. Whoever changes the database
//! without the installation's key can not make it fit again.

use std::fmt;
use std::io::Write as _;
use std::path::Path;

use ed25519_dalek::Signer as _;
use kit::{Error, Result, Time};
use sha2::{Digest as _, Sha256};
use store::{FromRow, Row, Tx, dialect};
use tracing::error;

use crate::Audit;
use crate::entry::{DIGEST, Entry, columns};

/// The most entries of one segment.
const ENTRIES: i64 = 4_096;
/// What one entry takes in the digests of a segment: its name and its digest.
pub const WIDTH: usize = 16 + DIGEST;
/// The lock that lets one sealer at a time go on, where several processes share a database.
const LOCK: &[u8] = b"audit-seal";

/// A segment as it stands in its table.
pub struct Segment {
    pub number: i64,
    pub sealed_at: Time,
    pub entries: i64,
    pub previous: Vec<u8>,
    pub digests: Vec<u8>,
    pub hash: Vec<u8>,
    pub signature: Vec<u8>,
}

impl Segment {
    /// The hash that the other fields make.
    pub fn computed_hash(&self) -> Vec<u8> {
        let mut hash = Sha256::new();
        hash.update(b"cotejo audit segment 1");
        hash.update(self.number.to_be_bytes());
        hash.update(self.sealed_at.micros().to_be_bytes());
        hash.update(self.entries.to_be_bytes());
        hash.update((self.previous.len() as u64).to_be_bytes());
        hash.update(&self.previous);
        hash.update(Sha256::digest(&self.digests));
        hash.finalize().to_vec()
    }

    /// Its entries: name and digest.
    pub fn sealed(&self) -> impl Iterator<Item = ([u8; 16], &[u8])> {
        self.digests.chunks_exact(WIDTH).map(|chunk| {
            let (name, digest) = chunk.split_at(16);
            let mut bytes = [0; 16];
            bytes.copy_from_slice(name);
            (bytes, digest)
        })
    }

    /// Where the chain stands with this segment.
    pub fn head(&self) -> Head {
        Head { number: self.number, hash: hex::encode(&self.hash) }
    }
}

impl FromRow for Segment {
    fn from_row(row: &Row) -> Result<Self> {
        Ok(Self {
            number: row.get(0)?,
            sealed_at: row.get(1)?,
            entries: row.get(2)?,
            previous: row.get(3)?,
            digests: row.get(4)?,
            hash: row.get(5)?,
            signature: row.get(6)?,
        })
    }
}

/// Where the chain stands: the last segment and its hash. Kept apart, it shows what is cut off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// The number of the last segment.
    pub number: i64,
    /// Its hash, in hex digits.
    pub hash: String,
}

impl fmt::Display for Head {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.number, self.hash)
    }
}

impl Head {
    /// Reads `NUMBER:HASH`.
    pub fn parse(text: &str) -> Option<Self> {
        let (number, hash) = text.trim().split_once(':')?;
        let plain = hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
        let number = number.parse().ok().filter(|_| plain)?;
        Some(Self { number, hash: hash.to_ascii_lowercase() })
    }

    /// The head that a file keeps; none where there is no file.
    pub(crate) fn read(file: &Path) -> Result<Option<Self>> {
        match std::fs::read_to_string(file) {
            Ok(text) => {
                let wrong = || Error::internal("reading the head of the audit", "not a head");
                Self::parse(&text).map(Some).ok_or_else(wrong)
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(Error::internal("reading the head of the audit", error)),
        }
    }

    /// Replaces the file as a whole, so that a reader never finds half of it.
    fn write(&self, file: &Path) -> Result<()> {
        let failed = |error| Error::internal("writing the head of the audit", error);
        let new = file.with_extension(format!("head.{}", std::process::id()));
        let write = || {
            let mut new_file = std::fs::File::create(&new)?;
            writeln!(new_file, "{self}")?;
            new_file.sync_all()?;
            std::fs::rename(&new, file)
        };
        write().map_err(failed)
    }
}

const HASH: &str = "select hash from audit_segments where number = $1";

/// Whether a head that was kept apart is one of this chain. One that is not is what shows that the
/// chain was cut off, so it is never written over.
async fn is_ours(tx: &mut Tx, kept: &Head) -> Result<bool> {
    let found = tx.system(HASH).bind(kept.number).optional::<(Vec<u8>,)>().await?;
    Ok(found.is_some_and(|(hash,)| hex::encode(hash) == kept.hash))
}

const LAST: &str = "
    select number, sealed_at, entries, previous, digests, hash, signature
      from audit_segments where number > 0 order by number desc limit 1";

pub async fn last(tx: &mut Tx) -> Result<Option<Segment>> {
    tx.system(LAST).optional().await
}

const WAITING: &str = "select id from audit where segment = 0 limit 1";

const TAKE: &str = concat!(
    "update audit set segment = $1
      where id in (select id from audit where segment = 0 order by created_at, id limit $2)
      returning ",
    columns!()
);

const INSERT: &str = "
    insert into audit_segments (number, sealed_at, entries, previous, digests, hash, signature)
    values ($1, $2, $3, $4, $5, $6, $7)";

impl Audit {
    /// Seals what waits; how many segments it made. Several processes may do so at a time.
    pub async fn seal(&self) -> Result<usize> {
        let mut made = 0;
        loop {
            let mut tx = self.db.read().await?;
            let waits = tx.system(WAITING).optional::<(String,)>().await?.is_some();
            drop(tx);
            if !waits {
                return Ok(made);
            }
            let kept = self.head_file.as_deref().map(Head::read).transpose()?.flatten();
            let mut tx = self.db.write().await?;
            dialect::one_at_a_time(&mut tx, LOCK).await?;
            let Some(segment) = self.next(&mut tx).await? else { return Ok(made) };
            let follows = match &kept {
                Some(kept) => is_ours(&mut tx, kept).await?,
                None => true,
            };
            tx.commit().await?;
            made += 1;
            match &self.head_file {
                Some(file) if follows => segment.head().write(file)?,
                Some(_) => error!("the audit was cut off or replaced: see `cotejo audit verify`"),
                None => {}
            }
        }
    }

    async fn next(&self, tx: &mut Tx) -> Result<Option<Segment>> {
        let before = last(tx).await?;
        let number = before.as_ref().map_or(Some(1), |segment| segment.number.checked_add(1));
        let number =
            number.ok_or_else(|| Error::internal("sealing the audit", "the last number"))?;
        let mut taken = tx.system(TAKE).bind(number).bind(ENTRIES).all::<Entry>().await?;
        if taken.is_empty() {
            return Ok(None);
        }
        taken.sort_by(|one, other| (one.created_at, &one.id).cmp(&(other.created_at, &other.id)));
        let digests = taken.iter().flat_map(|entry| {
            let name = entry.name().bytes();
            name.into_iter().chain(entry.digest()).collect::<Vec<u8>>()
        });
        let mut segment = Segment {
            number,
            sealed_at: self.clock.now(),
            entries: taken.len() as i64,
            previous: before.map(|segment| segment.hash).unwrap_or_default(),
            digests: digests.collect(),
            hash: Vec::new(),
            signature: Vec::new(),
        };
        segment.hash = segment.computed_hash();
        segment.signature = self.signing.sign(&segment.hash).to_bytes().to_vec();
        tx.system(INSERT)
            .bind(segment.number)
            .bind(segment.sealed_at)
            .bind(segment.entries)
            .bind(segment.previous.clone())
            .bind(segment.digests.clone())
            .bind(segment.hash.clone())
            .bind(segment.signature.clone())
            .execute()
            .await?;
        Ok(Some(segment))
    }
}
