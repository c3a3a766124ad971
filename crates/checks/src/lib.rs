//! Background checks: a request becomes a plan, the plan asks sources, their answers become
//! details and scores.
//!
//! Begin with [`Checks`]: `request`, `run`, `get`, `list`, `delete`. The rules are in `inputs`
//! (what is asked of whom), `plan` (who is asked) and `score` (what follows); none of them does
//! I/O. What a source is and how a name is compared is left to `sources` and `screening`.

pub mod details;
mod high;
pub mod http;
pub mod inputs;
pub mod jobs;
pub mod model;
pub mod plan;
mod run;
pub mod score;
mod seed;
mod store;
pub mod types;

use std::sync::Arc;

use ::jobs::{Event, Lease, Priority, Wake, enqueue, record};
use ::store::{DataKey, Db, Tx, Vault, dialect};
use accounts::{Caller, Permission};
use kit::{Clock, Country, Error, Page, PageRequest, Result, Time};
use sources::{Consent, Lang, Sources};

pub use jobs::RunCheck;
pub use model::{Check, CheckId, ReportId, Status};
pub use seed::Past;
pub use store::Filter;

use inputs::{Inputs, Subject};
use model::{Basis, REUSE_WINDOW, max_duration};

/// The release that plans and scores; kept with every check.
const ENGINE: &str = env!("CARGO_PKG_VERSION");

/// The background checks of this installation.
#[derive(Clone)]
pub struct Checks {
    db: Db,
    vault: Arc<Vault>,
    clock: Arc<dyn Clock>,
    sources: Sources,
    wake: Wake,
    high: u32,
}

/// How many checks of high priority a tenant may have under way in one country, unless said
/// otherwise; ours.
pub const HIGH_UNDER_WAY: u32 = 100;

/// What a client asks for.
pub struct NewCheck {
    /// Where the subject's documents are from.
    pub country: Country,
    /// What is checked.
    pub subject: Subject,
    /// What is known of the subject.
    pub inputs: Inputs,
    /// Whether the client says that the subject agreed.
    pub user_authorized: Option<bool>,
    /// A new check even where a recent one answers the same.
    pub force: bool,
    /// What goes first.
    pub priority: Priority,
    /// The report that it belongs to.
    pub report: Option<ReportId>,
}

/// Whether a request made a check or found a recent one.
pub enum Requested {
    /// A new check, durable and queued.
    Created(Check),
    /// An earlier check with the same inputs and the same ground to answer from.
    Reused(Check),
}

impl Checks {
    /// Checks over a database and sources.
    pub fn new(
        db: Db,
        vault: Arc<Vault>,
        clock: Arc<dyn Clock>,
        sources: Sources,
        wake: Wake,
    ) -> Self {
        Self { db, vault, clock, sources, wake, high: HIGH_UNDER_WAY }
    }

    /// At most so many checks of high priority under way for one tenant in one country.
    #[must_use]
    pub fn with_high_under_way(self, most: u32) -> Self {
        Self { high: most, ..self }
    }

    /// The sources that are asked.
    pub const fn sources(&self) -> &Sources {
        &self.sources
    }

    /// The name of a source for readers.
    pub(crate) fn database_name(&self, asked: &score::Asked, lang: Lang) -> String {
        self.sources.name(&asked.database, lang)
    }

    /// Records a check, its first event and its job in one transaction, or finds a recent check
    /// that answers the same.
    pub async fn request(&self, caller: &Caller, new: NewCheck) -> Result<Requested> {
        let now = self.clock.now();
        let (force, priority) = (new.force, new.priority);
        let mut check = self.draft(caller, new, now)?;
        let keys = self.vault.tenant(&self.db, caller.tenant).await?;
        let sealed = store::Sealed::of(&keys, &check)?;
        let mut tx = self.db.write().await?;
        if !force {
            dialect::one_at_a_time(&mut tx, &sealed.fingerprint).await?;
            let since = now.minus(REUSE_WINDOW);
            let recent = store::recent(&mut tx, check.tenant, &sealed.fingerprint, since).await?;
            // The same ground to answer from: weights, consent and the version of every source.
            if let Some(row) = recent.filter(|row| row.basis() == &check.basis) {
                drop(tx);
                let check = row.open(&keys)?;
                audit::about(check.tenant, check.id);
                return Ok(Requested::Reused(check));
            }
        }
        check.previous = store::latest_of_subject(&mut tx, check.tenant, &sealed.subject).await?;
        store::insert(&mut tx, vec![(&check, sealed)]).await?;
        if priority == Priority::High {
            high::admit(&mut tx, &check, self.high).await?;
        }
        self.tell(&mut tx, &check, "created", now).await?;
        audit::about(check.tenant, check.id);
        let job = RunCheck { check: check.id };
        enqueue(&mut tx, check.tenant, &job, priority, now, &self.wake).await?;
        tx.commit().await?;
        Ok(Requested::Created(check))
    }

    /// The check that a request makes, before anything is written.
    fn draft(&self, caller: &Caller, new: NewCheck, now: Time) -> Result<Check> {
        caller.may(Permission::RequestChecks)?;
        let consent = consent(caller, &new)?;
        let Some(weights) = types::weights(new.country, new.subject.word()) else {
            let reason = format!("{} is not offered for {}", new.subject.word(), new.country);
            return Err(Error::invalid("type", "not_available", reason));
        };
        new.inputs.check(new.subject, new.country, now)?;
        let basis = Basis {
            engine: ENGINE.to_owned(),
            weights: weights.clone(),
            sources: plan::versions(&self.sources, new.country, new.subject, weights),
            consent,
        };
        Ok(Check {
            id: CheckId::new(),
            tenant: caller.tenant,
            country: new.country,
            subject: new.subject,
            status: Status::NotStarted,
            report: new.report,
            previous: None,
            key_version: caller.version.0,
            created_by: caller.username.clone(),
            created_at: now,
            updated_at: now,
            started_at: None,
            deadline: now.plus(max_duration(new.country)),
            basis,
            inputs: new.inputs,
            outcome: None,
        })
    }

    /// One check of the caller's tenant.
    pub async fn get(&self, caller: &Caller, id: CheckId) -> Result<Check> {
        caller.may(Permission::ReadChecks)?;
        let found = self.find(caller.tenant, id).await?;
        let (check, _) = found.ok_or(Error::NotFound { kind: "check" })?;
        audit::about(check.tenant, check.id);
        Ok(check)
    }

    /// A check with the key of its documents.
    async fn find(&self, tenant: kit::TenantId, id: CheckId) -> Result<Option<(Check, DataKey)>> {
        let keys = self.vault.tenant(&self.db, tenant).await?;
        let row = store::find(&mut self.db.read().await?, tenant, id).await?;
        row.map(|row| row.open_with_key(&keys)).transpose()
    }

    /// The checks of the caller's tenant, newest first.
    pub async fn list(
        &self,
        caller: &Caller,
        filter: &Filter,
        page: &PageRequest,
    ) -> Result<Page<Check>> {
        caller.may(Permission::ReadChecks)?;
        let keys = self.vault.tenant(&self.db, caller.tenant).await?;
        let mut tx = self.db.read().await?;
        let rows = store::list(&mut tx, caller.tenant, filter, page).await?;
        drop(tx);
        let checks = rows.into_iter().map(|row| row.open(&keys)).collect::<Result<Vec<_>>>()?;
        let page = Page::cut(checks, page, |check| check.id.to_string());
        for check in &page.items {
            audit::about(check.tenant, check.id);
        }
        Ok(page)
    }

    /// Deletes a check with everything that it found: its key is destroyed, its row stays as a
    /// mark that it existed. Returns the check as it was, and when it was deleted.
    pub async fn delete(&self, caller: &Caller, id: CheckId) -> Result<(Check, Time)> {
        caller.may(Permission::DeleteChecks)?;
        let found = self.find(caller.tenant, id).await?;
        let (check, _) = found.ok_or(Error::NotFound { kind: "check" })?;
        let now = self.clock.now();
        let mut tx = self.db.write().await?;
        if !store::delete(&mut tx, caller.tenant, id, now).await? {
            return Err(Error::NotFound { kind: "check" });
        }
        audit::about(check.tenant, check.id);
        tx.commit().await?;
        Ok((check, now))
    }

    /// Closes a check whose job is given up, so that nobody waits for it for ever.
    pub(crate) async fn give_up(&self, id: CheckId, lease: &Lease, tx: &mut Tx) -> Result<()> {
        let now = self.clock.now();
        if !store::give_up(tx, lease.tenant, id, now).await? {
            return Ok(());
        }
        audit::about(lease.tenant, id);
        let event = Event {
            tenant: lease.tenant,
            product: "checks",
            event_type: "check",
            action: "finished",
            object: id.to_string(),
        };
        record(tx, event, now).await
    }

    /// Writes an event of a check into the outbox.
    async fn tell(&self, tx: &mut Tx, check: &Check, action: &str, now: Time) -> Result<()> {
        record(tx, event(check, action), now).await
    }
}

/// What happened to a check.
fn event<'a>(check: &Check, action: &'a str) -> Event<'a> {
    Event {
        tenant: check.tenant,
        product: "checks",
        event_type: "check",
        action,
        object: check.id.to_string(),
    }
}

/// What is known of the subject's consent (contract: checks.md §1.2, §3.1): from key version 1 on
/// it must be stated.
fn consent(caller: &Caller, new: &NewCheck) -> Result<Consent> {
    match new.user_authorized {
        Some(true) => Ok(Consent::DeclaredByClient),
        None | Some(false) if caller.version.needs_consent() => {
            let reason = "must be true: the subject's consent is required";
            Err(Error::invalid("user_authorized", "consent", reason))
        }
        None | Some(false) => Ok(Consent::NotStated),
    }
}
