//! The background job of a check.

use jobs::{Job, Lease};
use kit::Result;
use serde::{Deserialize, Serialize};
use store::Tx;

use crate::Checks;
use crate::model::CheckId;

/// Asks the sources of a check and closes it.
#[derive(Serialize, Deserialize)]
pub struct RunCheck {
    /// The check.
    pub check: CheckId,
}

impl Job for RunCheck {
    const NAME: &'static str = "checks.run";
    const MAX_ATTEMPTS: i64 = 100;
    type Context = Checks;

    fn unique_key(&self) -> Option<String> {
        Some(self.check.to_string())
    }

    async fn set_aside(&self, checks: &Checks, lease: &Lease, tx: &mut Tx) -> Result<()> {
        checks.give_up(self.check, lease, tx).await
    }

    async fn run(&self, checks: &Checks, lease: &Lease) -> Result<()> {
        checks.run(self.check, lease).await
    }
}
