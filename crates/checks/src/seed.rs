//! Checks of the past, for measurements: a database as it is after a year of use.

use std::time::Duration;

use ::jobs::record_all;
use accounts::Caller;
use kit::{Error, Result, Time};

use crate::store::Sealed;
use crate::{Check, CheckId, Checks, NewCheck, event, store};

/// How long after its request a check of the past ran.
const RAN_AFTER: Duration = Duration::from_millis(10);

/// Checks that have run and are not written yet.
pub struct Past(Vec<(Check, Sealed)>);

impl Checks {
    /// Runs checks as if each had been asked for at its moment: screened like any other, by what
    /// is loaded now. No recent check is looked for and no earlier one is linked: that all are of
    /// different subjects is the caller's to see to.
    pub async fn past(&self, caller: &Caller, asked: Vec<(Time, NewCheck)>) -> Result<Past> {
        let keys = self.vault.tenant(&self.db, caller.tenant).await?;
        let mut checks = Vec::with_capacity(asked.len());
        for (at, new) in asked {
            let check = Check { id: CheckId::at(at), ..self.draft(caller, new, at)? };
            let check = self.ran(&check, at.plus(RAN_AFTER)).await;
            if !check.status.is_final() {
                return Err(Error::internal("running checks of the past", "a source waits"));
            }
            let sealed = Sealed::of(&keys, &check)?;
            checks.push((check, sealed));
        }
        Ok(Past(checks))
    }

    /// Writes checks of the past with their keys and events, and without a job, in one transaction.
    pub async fn seed(&self, past: Past) -> Result<()> {
        let (checks, sealed): (Vec<_>, Vec<_>) = past.0.into_iter().unzip();
        let mut tx = self.db.write().await?;
        store::insert(&mut tx, checks.iter().zip(sealed).collect()).await?;
        let events = checks.iter().flat_map(|check| {
            [
                (event(check, "created"), check.created_at),
                (event(check, "started"), check.updated_at),
                (event(check, "finished"), check.updated_at),
            ]
        });
        record_all(&mut tx, events).await?;
        tx.commit().await
    }
}
