//! What is being done, by whom and from where, while it is being done.

use std::collections::HashSet;
use std::fmt::Display;
use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};

use kit::{Result, TenantId, Time, Uid};
use store::{Step, Tx, ending_with};

use crate::Audit;
use crate::entry::{self, Entry, EntryId};

/// Readings by one caller of one object within this are one entry: a minute, in microseconds.
const MINUTE: i64 = 60_000_000;
/// How many readings of the minute a process remembers; beyond, the database tells.
const REMEMBERED: usize = 100_000;

tokio::task_local! {
    static CURRENT: Scope;
}

/// Who does something, and from where.
#[derive(Clone, Debug)]
pub struct Origin {
    /// `key <id>`, `operator <name>` or `worker`.
    pub who: String,
    /// The operation of the API, the command or the kind of job.
    pub action: String,
    /// The client's address, `command line`, or the name of the worker's process.
    pub address: String,
    /// The id of the request or the job.
    pub request: String,
    /// Whose data it is, where that is known from the start.
    pub tenant: Option<TenantId>,
}

/// Some work that is audited.
#[derive(Clone)]
pub struct Scope {
    audit: Audit,
    origin: Arc<Origin>,
    objects: Arc<Mutex<Vec<(Option<TenantId>, String)>>>,
}

/// Says which object the work at hand changes or shows. Nothing happens where nothing is audited.
pub fn about(tenant: impl Into<Option<TenantId>>, object: impl Display) {
    let tenant = tenant.into();
    let _ = CURRENT.try_with(|scope| scope.objects().push((tenant, object.to_string())));
}

impl Audit {
    /// A scope for some work.
    pub fn scope(&self, origin: Origin) -> Scope {
        Scope { audit: self.clone(), origin: Arc::new(origin), objects: Arc::default() }
    }
}

impl Scope {
    /// Runs work: every transaction in it that changes something ends with its entries.
    pub async fn run<F: Future>(&self, work: F) -> F::Output {
        CURRENT.scope(self.clone(), ending_with(self.step(), work)).await
    }

    /// Notes the objects that were shown, each at most once a minute for one caller. What a change
    /// was about is noted with the change.
    pub async fn note_readings(&self) -> Result<()> {
        let objects = std::mem::take(&mut *self.objects());
        if objects.is_empty() {
            return Ok(());
        }
        let now = self.audit.clock.now();
        let mut readings = self.entries(objects, now, |entry| {
            let minute = now.micros().div_euclid(MINUTE).to_be_bytes();
            let parts = [&entry.tenant, &entry.who, &entry.object].map(|part| part.as_bytes());
            EntryId(Uid::derived(&[b"reading", parts[0], parts[1], parts[2], &minute]))
        });
        // In one order for all, so that two requests never wait for one another.
        readings.sort_by(|one, other| one.id.cmp(&other.id));
        self.recent().leave_new(now, &mut readings);
        if readings.is_empty() {
            return Ok(());
        }
        let mut tx = self.audit.db.write().await?;
        let noted: Vec<String> = readings.iter().map(|entry| entry.id.clone()).collect();
        entry::insert(&mut tx, readings).await?;
        tx.commit().await?;
        self.recent().remember(now, noted);
        Ok(())
    }

    fn step(&self) -> Step {
        let scope = self.clone();
        Arc::new(move |tx: &mut Tx| {
            let scope = scope.clone();
            Box::pin(async move {
                let mut objects = std::mem::take(&mut *scope.objects());
                if objects.is_empty() {
                    objects.push((scope.origin.tenant, String::new()));
                }
                let now = scope.audit.clock.now();
                let entries = scope.entries(objects, now, |_| EntryId::new());
                entry::insert(tx, entries).await
            })
        })
    }

    fn entries(
        &self,
        objects: Vec<(Option<TenantId>, String)>,
        now: Time,
        id: impl Fn(&Entry) -> EntryId,
    ) -> Vec<Entry> {
        let Origin { who, action, address, request, tenant } = &*self.origin;
        let entry = |(of, object): (Option<TenantId>, String)| {
            let mut entry = Entry {
                id: String::new(),
                tenant: of.or(*tenant).map(|id| id.to_string()).unwrap_or_default(),
                created_at: now,
                who: who.clone(),
                action: action.clone(),
                object,
                address: address.clone(),
                request: request.clone(),
            };
            entry.id = id(&entry).to_string();
            entry
        };
        objects.into_iter().map(entry).collect()
    }

    fn objects(&self) -> std::sync::MutexGuard<'_, Vec<(Option<TenantId>, String)>> {
        self.objects.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn recent(&self) -> std::sync::MutexGuard<'_, Recent> {
        self.audit.recent.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The readings of the present minute that are on the disk.
#[derive(Default)]
pub struct Recent {
    minute: i64,
    noted: HashSet<String>,
}

impl Recent {
    fn turn_to(&mut self, now: Time) {
        let minute = now.micros().div_euclid(MINUTE);
        if self.minute != minute || self.noted.len() > REMEMBERED {
            self.minute = minute;
            self.noted.clear();
        }
    }

    fn leave_new(&mut self, now: Time, readings: &mut Vec<Entry>) {
        self.turn_to(now);
        readings.dedup_by(|one, other| one.id == other.id);
        readings.retain(|entry| !self.noted.contains(&entry.id));
    }

    fn remember(&mut self, now: Time, noted: Vec<String>) {
        self.turn_to(now);
        self.noted.extend(noted);
    }
}
