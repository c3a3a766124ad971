//! What the surroundings of some work add to its transactions; code inside need not know.
//!
//! A [`Unit`] makes everything that one request writes one transaction, together with what comes
//! before and after (an idempotency key, the answer). Inside [`Unit::run`], the first `db.write()`
//! opens the transaction and runs the opening; a `commit()` keeps the transaction for later instead
//! of committing; a further `db.write()` goes on in the same transaction. Whoever made the unit
//! commits it.
//!
//! [`ending_with`] runs a step at the end of every transaction that changes something (an audit
//! entry); the step's error undoes the change.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};

use kit::Result;

use crate::{Db, Tx};

/// Something that is done in a transaction of someone else; an error undoes all of it.
pub type Step = Arc<
    dyn for<'t> Fn(&'t mut Tx) -> Pin<Box<dyn Future<Output = Result<()>> + Send + 't>>
        + Send
        + Sync,
>;

tokio::task_local! {
    static CURRENT: Unit;
    static ENDING: Step;
}

/// Runs work in which every transaction that changes something ends with a step.
pub async fn ending_with<F: Future>(step: Step, work: F) -> F::Output {
    ENDING.scope(step, work).await
}

/// The step at the end of a transaction, if there is one.
pub(crate) fn ending() -> Option<Step> {
    ENDING.try_with(Arc::clone).ok()
}

/// One unit of work.
#[derive(Clone)]
pub struct Unit {
    opening: Step,
    kept: Arc<Mutex<Option<Tx>>>,
}

impl Unit {
    /// A unit that begins with an opening.
    pub fn new(opening: Step) -> Self {
        Self { opening, kept: Arc::default() }
    }

    /// Runs work inside the unit.
    pub async fn run<F: Future>(&self, work: F) -> F::Output {
        CURRENT.scope(self.clone(), work).await
    }

    /// The transaction that the work left to be committed; a new one, opened, when it wrote nothing.
    pub async fn finish(self, db: &Db) -> Result<Tx> {
        if let Some(tx) = self.take() {
            return Ok(tx);
        }
        let mut tx = db.begin_write().await?;
        (self.opening)(&mut tx).await?;
        Ok(tx)
    }

    fn take(&self) -> Option<Tx> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// The transaction of the current unit, or the opening of one that begins now.
pub(crate) enum Joined {
    Alone,
    Going(Tx),
    First(Step),
}

pub(crate) fn join() -> Joined {
    let joined = CURRENT.try_with(|unit| match unit.take() {
        Some(tx) => Joined::Going(tx),
        None => Joined::First(Arc::clone(&unit.opening)),
    });
    joined.unwrap_or(Joined::Alone)
}

/// Keeps a transaction for the unit it belongs to; gives it back where there is none.
pub(crate) fn keep(tx: Tx) -> Option<Tx> {
    let mut tx = Some(tx);
    let _ = CURRENT.try_with(|unit| {
        *unit.kept.lock().unwrap_or_else(PoisonError::into_inner) = tx.take();
    });
    tx
}
