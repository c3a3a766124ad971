//! The run of a check: plan, ask, score, close.

use ::jobs::{Lease, finish, prove};
use kit::{Error, Result, Time};
use sources::{DataSet, Found, Question};
use tracing::{info, warn};

use crate::model::{Basis, Check, CheckId, NotAskedReason, Status};
use crate::plan::{self, Step};
use crate::score::{Asked, Outcome, SourceStatus};
use crate::{Checks, ENGINE, store};

/// How often a source that fails is asked where the tenant has no setting of its own.
const ASK_ATTEMPTS: i64 = 3;

impl Checks {
    /// Asks every source of a check that has not answered yet. When all have, or the time is up,
    /// the check is closed: scores, statuses, events and the end of the job are one write. When
    /// some wait, what is there is kept and the job comes again.
    pub(crate) async fn run(&self, id: CheckId, lease: &Lease) -> Result<()> {
        let found = self.find(lease.tenant, id).await?;
        let Some((check, key)) = found.filter(|(check, _)| !check.status.is_final()) else {
            // Deleted, or closed by an earlier run: only the job is left to end.
            let mut tx = self.db.write().await?;
            finish(&mut tx, lease).await?;
            return tx.commit().await;
        };
        let now = self.clock.now();
        let updated = self.ran(&check, now).await;
        // Written like the outcome itself: there is one.
        let sealed = key.seal(store::RESULT, &updated.outcome)?;
        self.keep(&check, &updated, sealed, lease, now).await?;
        if !updated.status.is_final() {
            let source = "a source did not answer; the check waits for it".into();
            return Err(Error::Upstream { provider: "a source".to_owned(), source });
        }
        info!(check.id = %id, check.status = updated.status.word(), "check closed");
        Ok(())
    }

    /// The check as it is after every source was asked: closed, or delayed when some wait.
    pub(crate) async fn ran(&self, check: &Check, now: Time) -> Check {
        let asked = self.ask_all(check, now).await;
        let waits = asked.iter().any(|one| one.status == SourceStatus::Delayed);
        let versions = asked.iter().map(|one| (one.database.clone(), one.version.clone()));
        let basis =
            Basis { engine: ENGINE.to_owned(), sources: versions.collect(), ..check.basis.clone() };
        let outcome = Outcome::of(asked, &basis.weights, !waits);
        Check {
            status: if waits { Status::Delayed } else { outcome.closing_status() },
            updated_at: now,
            started_at: check.started_at.or(Some(now)),
            basis,
            outcome: Some(outcome),
            ..check.clone()
        }
    }

    /// Writes what a run changed; a final status ends the job in the same transaction.
    async fn keep(
        &self,
        was: &Check,
        is: &Check,
        sealed: Vec<u8>,
        lease: &Lease,
        now: Time,
    ) -> Result<()> {
        let running = match was.status {
            Status::NotStarted => was.status.to(Status::InProgress)?,
            other => other,
        };
        if running != is.status {
            running.to(is.status)?;
        }
        let mut tx = self.db.write().await?;
        let other_basis = was.basis != is.basis;
        if other_basis {
            store::keep_bases(&mut tx, [is].into_iter()).await?;
        }
        // No row: the check was deleted while it ran, and nothing of it is kept.
        if store::update(&mut tx, is, other_basis, sealed).await? {
            audit::about(is.tenant, is.id);
            if was.started_at.is_none() {
                self.tell(&mut tx, is, "started", now).await?;
            }
            match is.status {
                Status::Delayed => self.tell(&mut tx, is, "delayed", now).await?,
                _ => self.tell(&mut tx, is, "finished", now).await?,
            }
        }
        if is.status.is_final() {
            finish(&mut tx, lease).await?;
        } else {
            prove(&mut tx, lease).await?;
        }
        tx.commit().await
    }

    /// Asks every source that has not answered yet or whose data has changed since, those of
    /// identity first: the names that they know are what is asked by name where none was given.
    async fn ask_all(&self, check: &Check, now: Time) -> Vec<Asked> {
        let mut question = check.inputs.question(check.subject, check.country);
        let before: &[Asked] = check.outcome.as_ref().map_or(&[], |outcome| &outcome.asked);
        let mut done: Vec<Asked> = Vec::new();
        for identity_first in [true, false] {
            let plan = plan::plan(
                &self.sources,
                check.country,
                check.subject,
                &check.basis.weights,
                check.basis.consent,
                &question,
            );
            let asked_now = plan.into_iter().filter(|step| {
                (step.asked.data_set == DataSet::PersonalIdentity) == identity_first
            });
            for mut step in asked_now {
                let earlier = before.iter().find(|one| one.database == step.asked.database);
                let answered =
                    earlier.filter(|one| one.answer.is_some() && one.version == step.asked.version);
                if let Some(answered) = answered {
                    done.push(answered.clone());
                    continue;
                }
                step.asked.attempts = earlier.map_or(0, |one| one.attempts);
                done.push(ask(step, &question, check.deadline, now).await);
            }
            if identity_first {
                take_names(&mut question, &done);
            }
        }
        done
    }
}

/// Asks one source. In a task of its own, so that a fault in one source is that source's failure.
async fn ask(step: Step, question: &Question, deadline: Time, now: Time) -> Asked {
    let Step { source, mut asked, cover } = step;
    let Some(cover) = cover else { return asked };
    asked.at = now.micros();
    asked.attempts += 1;
    let question = question.clone();
    let asking = tokio::spawn(async move { source.ask(cover, &question).await });
    let said = asking.await.unwrap_or_else(|_| Err(Error::internal("asking a source", "a panic")));
    match said {
        Ok(answer) => {
            asked.status = SourceStatus::Completed;
            asked.answer = Some(answer);
        }
        Err(error) => {
            warn!(database.id = %asked.database, error = error.chain(), "a source failed");
            asked.status = failure(&error, asked.attempts, now >= deadline);
            if asked.status != SourceStatus::Delayed {
                asked.reason = Some(NotAskedReason::SourceFailed);
            }
        }
    }
    asked
}

/// What a failure makes of a source: given up when the time is up, tried again while it may pass.
fn failure(error: &Error, attempts: i64, time_is_up: bool) -> SourceStatus {
    if time_is_up {
        SourceStatus::Expired
    } else if error.is_transient() && attempts < ASK_ATTEMPTS {
        SourceStatus::Delayed
    } else {
        SourceStatus::Error
    }
}

fn take_names(question: &mut Question, answered: &[Asked]) {
    if question.has_name() {
        return;
    }
    let names = answered.iter().filter_map(|one| one.answer.as_ref()?.identity.as_ref());
    for found in names {
        if let Found::Yes { first_name, last_name } = found {
            question.first_name = Some(first_name.clone());
            question.last_name = Some(last_name.clone());
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_waits_errs_or_expires() {
        let passing = || Error::Upstream { provider: "p".into(), source: "down".into() };
        let lasting = || Error::internal("asking", "broken");
        for (error, attempts, time_is_up, expected) in [
            (passing(), 1, false, SourceStatus::Delayed),
            (passing(), 2, false, SourceStatus::Delayed),
            (passing(), 3, false, SourceStatus::Error),
            (passing(), 1, true, SourceStatus::Expired),
            (lasting(), 1, false, SourceStatus::Error),
            (lasting(), 1, true, SourceStatus::Expired),
        ] {
            assert_eq!(failure(&error, attempts, time_is_up), expected);
        }
    }
}
