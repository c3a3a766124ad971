//! The table of list versions. It is the system's: a list belongs to no tenant.

use kit::{Error, Result, Time};
use store::{FromRow, Row, Tx};

use crate::import::ImportReport;

const CURRENT: &str = "select list, version from list_versions where current = 1 order by list";

/// The current version of every list: name and version.
pub async fn current(tx: &mut Tx) -> Result<Vec<(String, String)>> {
    tx.system(CURRENT).all().await
}

const FIND: &str = "select published, content from list_versions where list = $1 and version = $2";

/// A version: the date that the publisher states, and the packed content.
pub async fn find(
    tx: &mut Tx,
    list: &str,
    version: &str,
) -> Result<Option<(Option<String>, Vec<u8>)>> {
    tx.system(FIND).bind(list).bind(version).optional().await
}

const RETIRE: &str = "
    update list_versions set current = 0 where list = $1 and current = 1 and version = $2";

const INSERT: &str = "
    insert into list_versions (list, version, imported_at, published, current, entries, rows_read,
                               added, changed, gone, rejected, content)
    values ($1, $2, $3, $4, 1, $5, $6, $7, $8, $9, $10, $11)
    on conflict (list, version) do update
       set current = 1, imported_at = excluded.imported_at, added = excluded.added,
           changed = excluded.changed, gone = excluded.gone";

/// Makes a version the current one of its list, in place of the version that it was compared with;
/// an earlier version comes back where it is the same. A conflict when another import was quicker.
pub async fn insert(
    tx: &mut Tx,
    report: &ImportReport,
    before: Option<&str>,
    content: Vec<u8>,
    now: Time,
) -> Result<()> {
    let rejected = serde_json::to_value(&report.rejected)
        .map_err(|error| Error::internal("writing rejected rows", error))?;
    let list = report.list.as_str();
    let current = current(tx).await?.into_iter().find(|(name, _)| name == list);
    let retired = match before {
        Some(before) => tx.system(RETIRE).bind(list).bind(before).execute().await?,
        None => u64::from(current.is_none()),
    };
    if retired != 1 {
        let reason = "another import of this list was quicker; nothing was changed";
        return Err(Error::Conflict(reason.to_owned()));
    }
    tx.system(INSERT)
        .bind(report.list.as_str())
        .bind(report.version.as_str())
        .bind(now)
        .bind(report.published.clone())
        .bind(report.entries as i64)
        .bind(report.rows as i64)
        .bind(report.added as i64)
        .bind(report.changed as i64)
        .bind(report.gone as i64)
        .bind(rejected)
        .bind(content)
        .execute()
        .await
        .map(drop)
}

/// A version as it is listed.
#[derive(Clone, Debug, serde::Serialize)]
pub struct VersionRow {
    /// The list's name.
    pub list: String,
    /// The hash of its content.
    pub version: String,
    /// When it was imported, RFC 3339.
    pub imported_at: String,
    /// The date that the publisher states.
    pub published: Option<String>,
    /// Whether it is the current one.
    pub current: bool,
    /// How many entries it has.
    pub entries: i64,
}

impl FromRow for VersionRow {
    fn from_row(row: &Row) -> Result<Self> {
        Ok(Self {
            list: row.get(0)?,
            version: row.get(1)?,
            imported_at: row.get::<Time>(2)?.to_string(),
            published: row.get(3)?,
            current: row.get::<i64>(4)? == 1,
            entries: row.get(5)?,
        })
    }
}

const LIST: &str = "
    select list, version, imported_at, published, current, entries from list_versions
     order by list, version";

/// Every version that was imported.
pub async fn list(tx: &mut Tx) -> Result<Vec<VersionRow>> {
    tx.system(LIST).all().await
}
