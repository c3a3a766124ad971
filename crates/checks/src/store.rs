//! The table of checks, and what of a check is sealed.

use ::store::{DataKey, FromRow, Row, TenantKeys, Tx, erase};
use kit::{Country, Error, PageRequest, Result, TenantId, Time};
use serde_json::Value;

use crate::inputs::{Inputs, Subject};
use crate::model::{Basis, Check, CheckId, ReportId, Status};
use crate::score::Outcome;

const INPUTS: &str = "checks.sealed_inputs";
pub const RESULT: &str = "checks.sealed_result";

/// The sealed parts of a check, made before its transaction.
pub struct Sealed {
    data_key: Vec<u8>,
    inputs: Vec<u8>,
    result: Option<Vec<u8>>,
    pub fingerprint: Vec<u8>,
    pub subject: Vec<u8>,
}

impl Sealed {
    pub fn of(keys: &TenantKeys, check: &Check) -> Result<Self> {
        let (key, data_key) = keys.new_data_key(&check.id.to_string())?;
        let kind = format!("{} {}", check.country, check.subject.word());
        let report = check.report.map(|id| id.to_string()).unwrap_or_default();
        let outcome = check.outcome.as_ref();
        Ok(Self {
            data_key,
            inputs: key.seal(INPUTS, &check.inputs)?,
            result: outcome.map(|outcome| key.seal(RESULT, outcome)).transpose()?,
            fingerprint: keys.index(&format!("check {kind} {report}"), &check.inputs.compared()),
            subject: keys.index(&format!("subject {kind}"), &check.inputs.subject()),
        })
    }
}

const INSERT_KEY: &str = "insert into data_keys (client_id, object_id, sealed) values ($1, $2, $3)";

const INSERT: &str = "
    insert into checks (client_id, id, country, type, status, report_id, previous_check,
                        fingerprint, subject, key_version, created_by, created_at, updated_at,
                        started_at, deadline, basis, basis_hash, sealed_inputs, sealed_result)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)";

const INSERT_BASIS: &str = "
    insert into check_bases (client_id, hash, basis) values ($1, $2, $3) on conflict do nothing";

/// Writes checks that are not there yet, each with its key.
pub async fn insert(tx: &mut Tx, checks: Vec<(&Check, Sealed)>) -> Result<()> {
    keep_bases(tx, checks.iter().map(|(check, _)| *check)).await?;
    let (mut keys, mut rows) = (Vec::new(), Vec::new());
    for (check, sealed) in checks {
        keys.push(vec![check.tenant.into(), check.id.to_string().into(), sealed.data_key.into()]);
        rows.push(vec![
            check.tenant.into(),
            check.id.to_string().into(),
            check.country.code().into(),
            check.subject.word().into(),
            check.status.word().into(),
            check.report.map(|id| id.to_string()).into(),
            check.previous.map(|id| id.to_string()).into(),
            sealed.fingerprint.into(),
            sealed.subject.into(),
            check.key_version.into(),
            check.created_by.as_str().into(),
            check.created_at.into(),
            check.updated_at.into(),
            check.started_at.into(),
            check.deadline.into(),
            Value::Null.into(),
            basis_hash(&check.basis)?.into(),
            sealed.inputs.into(),
            sealed.result.into(),
        ]);
    }
    tx.insert(INSERT_KEY, keys).await?;
    tx.insert(INSERT, rows).await
}

/// What a basis is kept under: the hash of its text.
fn basis_hash(basis: &Basis) -> Result<Vec<u8>> {
    let text = serde_json::to_vec(basis).map_err(basis_failed)?;
    Ok(kit::Uid::derived(&[text.as_slice()]).bytes().to_vec())
}

fn basis_failed(error: serde_json::Error) -> Error {
    Error::internal("writing a check's basis", error)
}

/// Keeps what checks rest on, each basis once.
pub async fn keep_bases(tx: &mut Tx, checks: impl Iterator<Item = &Check>) -> Result<()> {
    let mut kept: Vec<(TenantId, &Basis)> = Vec::new();
    for check in checks {
        if !kept.contains(&(check.tenant, &check.basis)) {
            kept.push((check.tenant, &check.basis));
        }
    }
    let row = |(tenant, basis): (TenantId, &Basis)| {
        let json = serde_json::to_value(basis).map_err(basis_failed)?;
        Ok(vec![tenant.into(), basis_hash(basis)?.into(), json.into()])
    };
    tx.insert(INSERT_BASIS, kept.into_iter().map(row).collect::<Result<_>>()?).await
}

/// A check as it stands in the table, still sealed.
pub struct CheckRow {
    check: Check,
    sealed_key: Vec<u8>,
    sealed_inputs: Vec<u8>,
    sealed_result: Option<Vec<u8>>,
}

impl CheckRow {
    pub const fn basis(&self) -> &Basis {
        &self.check.basis
    }

    /// Opens what is sealed.
    pub fn open(self, keys: &TenantKeys) -> Result<Check> {
        self.open_with_key(keys).map(|(check, _)| check)
    }

    /// Opens what is sealed, and gives the key for what is still to be sealed.
    pub fn open_with_key(self, keys: &TenantKeys) -> Result<(Check, DataKey)> {
        let mut check = self.check;
        let key = keys.open_data_key(&check.id.to_string(), &self.sealed_key)?;
        check.inputs = key.open(INPUTS, &self.sealed_inputs)?;
        check.outcome =
            self.sealed_result.map(|sealed| key.open::<Outcome>(RESULT, &sealed)).transpose()?;
        Ok((check, key))
    }
}

impl FromRow for CheckRow {
    fn from_row(row: &Row) -> Result<Self> {
        let wrong = |_: &str| Error::internal("reading a check", "a word that is not known");
        let word = |at| row.get::<String>(at);
        let (id, country, subject, status) = (word(1)?, word(2)?, word(3)?, word(4)?);
        let check = Check {
            tenant: row.get(0)?,
            id: CheckId::parse(&id).ok_or_else(|| wrong("id"))?,
            country: Country::parse(&country).ok_or_else(|| wrong("country"))?,
            subject: Subject::parse(&subject).ok_or_else(|| wrong("type"))?,
            status: Status::parse(&status).ok_or_else(|| wrong("status"))?,
            report: row.get::<Option<String>>(5)?.as_deref().and_then(ReportId::parse),
            previous: row.get::<Option<String>>(6)?.as_deref().and_then(CheckId::parse),
            key_version: row.get(7)?,
            created_by: row.get(8)?,
            created_at: row.get(9)?,
            updated_at: row.get(10)?,
            started_at: row.get(11)?,
            deadline: row.get(12)?,
            basis: serde_json::from_value(row.get(13)?)
                .map_err(|error| Error::internal("reading a check's basis", error))?,
            inputs: Inputs::default(),
            outcome: None,
        };
        Ok(Self {
            check,
            sealed_inputs: row.get(14)?,
            sealed_result: row.get(15)?,
            sealed_key: row.get(16)?,
        })
    }
}

/// The columns of a [`CheckRow`], with a condition that begins with the tenant.
macro_rules! select {
    ($($rest:literal)*) => {
        concat!(
            "select c.client_id, c.id, country, type, status, report_id, previous_check,
                    key_version, created_by, created_at, updated_at, started_at, deadline,
                    coalesce(b.basis, c.basis),
                    sealed_inputs, sealed_result, k.sealed
               from checks c join data_keys k on k.client_id = c.client_id and k.object_id = c.id
                    left join check_bases b on b.client_id = c.client_id and b.hash = c.basis_hash
              where c.client_id = $1 and deleted_at is null ",
            $($rest),*
        )
    };
}

pub async fn find(tx: &mut Tx, tenant: TenantId, id: CheckId) -> Result<Option<CheckRow>> {
    tx.query(select!("and c.id = $2")).bind(tenant).bind(id.to_string()).optional().await
}

const RECENT: &str = select!(
    "and fingerprint = $2 and created_at >= $3 and status <> 'error'
     order by created_at desc limit 1"
);

/// The latest check of a fingerprint since a moment that did not end as an error.
pub async fn recent(
    tx: &mut Tx,
    tenant: TenantId,
    fingerprint: &[u8],
    since: Time,
) -> Result<Option<CheckRow>> {
    tx.query(RECENT).bind(tenant).bind(fingerprint.to_vec()).bind(since).optional().await
}

const LATEST_OF_SUBJECT: &str = "
    select id from checks where client_id = $1 and subject = $2 and deleted_at is null
     order by created_at desc limit 1";

pub async fn latest_of_subject(
    tx: &mut Tx,
    tenant: TenantId,
    subject: &[u8],
) -> Result<Option<CheckId>> {
    let found = tx
        .query(LATEST_OF_SUBJECT)
        .bind(tenant)
        .bind(subject.to_vec())
        .optional::<(String,)>()
        .await?;
    Ok(found.and_then(|(id,)| CheckId::parse(&id)))
}

/// Which checks are listed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Those of a report.
    pub report: Option<ReportId>,
    /// Those that stand somewhere.
    pub status: Option<Status>,
    /// Those of a type.
    pub check_type: Option<String>,
}

/// One page, newest first, with a further condition that an index serves.
macro_rules! page_of {
    ($($condition:literal)?) => {
        select!(
            "and (created_at, c.id) < ($2, $3) "
            $($condition)?
            " order by created_at desc, c.id desc limit $4"
        )
    };
}

const START: &str = "select created_at from checks where client_id = $1 and id = $2";

pub async fn list(
    tx: &mut Tx,
    tenant: TenantId,
    filter: &Filter,
    page: &PageRequest,
) -> Result<Vec<CheckRow>> {
    let (from, id) = match &page.start_key {
        None => (i64::MAX, "~".to_owned()),
        Some(key) => {
            let start =
                tx.query(START).bind(tenant).bind(key.as_str()).optional::<(i64,)>().await?;
            let unknown = || Error::invalid("start_key", "unknown", "is not a key of this list");
            (start.ok_or_else(unknown)?.0, key.clone())
        }
    };
    let (sql, values) = texts(filter);
    let mut query = tx.query(sql).bind(tenant).bind(from).bind(id).bind(page.rows());
    for value in values {
        query = query.bind(value);
    }
    query.all().await
}

fn texts(filter: &Filter) -> (&'static str, Vec<String>) {
    let report = filter.report.map(|id| id.to_string());
    let status = filter.status.map(|status| status.word().to_owned());
    let check_type = filter.check_type.clone();
    let sql = match (&report, &status, &check_type) {
        (None, None, None) => page_of!(),
        (Some(_), None, None) => page_of!("and report_id = $5"),
        (None, Some(_), None) => page_of!("and status = $5"),
        (None, None, Some(_)) => page_of!("and type = $5"),
        (Some(_), Some(_), None) => page_of!("and report_id = $5 and status = $6"),
        (Some(_), None, Some(_)) => page_of!("and report_id = $5 and type = $6"),
        (None, Some(_), Some(_)) => page_of!("and status = $5 and type = $6"),
        (Some(_), Some(_), Some(_)) => {
            page_of!("and report_id = $5 and status = $6 and type = $7")
        }
    };
    (sql, [report, status, check_type].into_iter().flatten().collect())
}

const UPDATE: &str = "
    update checks set status = $3, updated_at = $4, started_at = $5, basis_hash = coalesce($6, basis_hash),
           sealed_result = $7
     where client_id = $1 and id = $2 and deleted_at is null
       and status not in ('completed', 'error')";

/// Writes what a run changed, with another basis where one was kept for it; false when the check was
/// deleted or is closed.
pub async fn update(
    tx: &mut Tx,
    check: &Check,
    other_basis: bool,
    sealed_result: Vec<u8>,
) -> Result<bool> {
    let rows = tx
        .query(UPDATE)
        .bind(check.tenant)
        .bind(check.id.to_string())
        .bind(check.status.word())
        .bind(check.updated_at)
        .bind(check.started_at)
        .bind(other_basis.then(|| basis_hash(&check.basis)).transpose()?)
        .bind(sealed_result)
        .execute()
        .await?;
    Ok(rows == 1)
}

const GIVE_UP: &str = "
    update checks set status = 'error', updated_at = $3
     where client_id = $1 and id = $2 and deleted_at is null
       and status not in ('completed', 'error')";

/// Closes a check as an error; false when it was deleted or is closed.
pub async fn give_up(tx: &mut Tx, tenant: TenantId, id: CheckId, now: Time) -> Result<bool> {
    let rows = tx.query(GIVE_UP).bind(tenant).bind(id.to_string()).bind(now).execute().await?;
    Ok(rows == 1)
}

const DELETE: &str = "
    update checks set deleted_at = $3, updated_at = $3, fingerprint = $4, subject = $4,
           sealed_inputs = $4, sealed_result = null
     where client_id = $1 and id = $2 and deleted_at is null";

/// Destroys the key of a check and what it sealed; false when there is no such check.
pub async fn delete(tx: &mut Tx, tenant: TenantId, id: CheckId, now: Time) -> Result<bool> {
    let id = id.to_string();
    erase(tx, tenant, &id).await?;
    let rows = tx
        .query(DELETE)
        .bind(tenant)
        .bind(id.as_str())
        .bind(now)
        .bind(Vec::new())
        .execute()
        .await?;
    Ok(rows == 1)
}
