//! Who did what, when, to whose data, from where: an entry for every change and every reading of
//! personal data.
//!
//! Whoever lets work in (the HTTP layer, a command, a worker) opens a [`Scope`] with who and from
//! where; the work says by [`about`] which objects it changes or shows. Every transaction of the
//! scope that changes something ends with its entries: if these cannot be written, the change is
//! undone. A reading is noted before it is answered ([`Scope::note_readings`]).
//!
//! A sealer links the entries into signed segments ([`Audit::seal`]), and [`Audit::verify`] finds
//! what was edited, removed, added or moved since. Entries hold ids and no personal data, so that
//! they stay when an object is erased.

mod entry;
mod scope;
mod segment;
mod verify;

use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use ed25519_dalek::SigningKey;
use kit::{Clock, Error, Result, Time};
use store::{Db, Vault};

pub use entry::{Entry, Filter};
pub use scope::{Origin, Scope, about};
pub use segment::Head;
pub use verify::{Finding, Report};

/// The secret that segments are signed with.
const SIGNING_KEY: &str = "audit-1";

/// The time of the latest entry, which is about that of the latest record of the installation. The
/// epoch where there is none.
pub async fn latest(db: &Db) -> Result<Time> {
    let mut tx = db.read().await?;
    let sealed = segment::last(&mut tx).await?.map(|segment| segment.sealed_at);
    let waiting = entry::latest_unsealed(&mut tx).await?;
    Ok(sealed.max(waiting).unwrap_or(Time::from_micros(0)))
}

/// The audit of this installation.
#[derive(Clone)]
pub struct Audit {
    db: Db,
    clock: Arc<dyn Clock>,
    signing: Arc<SigningKey>,
    head_file: Option<PathBuf>,
    recent: Arc<Mutex<scope::Recent>>,
}

impl Audit {
    /// Opens the audit; makes the signing key on the first start.
    pub async fn open(db: Db, vault: &Vault, clock: Arc<dyn Clock>) -> Result<Self> {
        let mut tx = db.write().await?;
        let secret = vault.secret(&mut tx, SIGNING_KEY).await?;
        tx.commit().await?;
        let secret = <[u8; 32]>::try_from(secret)
            .map_err(|_| Error::internal("reading the audit's key", "not 32 bytes"))?;
        let signing = Arc::new(SigningKey::from_bytes(&secret));
        Ok(Self { db, clock, signing, head_file: None, recent: Arc::default() })
    }

    /// Keeps the head of the chain in a file, too, outside of the database: what is cut off at the
    /// end of the chain shows only against it.
    #[must_use]
    pub fn with_head_file(self, file: PathBuf) -> Self {
        Self { head_file: Some(file), ..self }
    }

    /// Where the chain stands; none before the first segment.
    pub async fn head(&self) -> Result<Option<Head>> {
        Ok(segment::last(&mut self.db.read().await?).await?.map(|segment| segment.head()))
    }

    /// The entries that a filter leaves, newest first.
    pub async fn list(&self, filter: &Filter<'_>) -> Result<Vec<Entry>> {
        entry::list(&mut self.db.read().await?, filter).await
    }
}
