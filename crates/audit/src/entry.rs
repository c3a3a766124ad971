//! The table of entries.

use kit::{Error, Result, TenantId, Time};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use store::{FromRow, Row, Tx, dialect};

kit::id!(
    /// An entry of the audit.
    EntryId,
    "AUD"
);

/// One thing that someone did to one object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its id.
    pub id: EntryId,
    /// Whose data it is; none for what belongs to the installation, such as a list.
    pub tenant: Option<TenantId>,
    /// When it was done.
    pub created_at: Time,
    /// `key <id>`, `operator <name>` or `worker`.
    pub who: String,
    /// The operation of the API, the command or the kind of job.
    pub action: String,
    /// The id of the object; empty when it is about all of the tenant.
    pub object: String,
    /// The client's address, `command line`, or the name of the worker's process.
    pub address: String,
    /// The id of the request or the job.
    pub request: String,
}

/// How much of a digest is kept: 128 bits.
pub const DIGEST: usize = 16;

impl Entry {
    /// What a segment keeps of an entry: no field can change without changing it.
    pub fn digest(&self) -> [u8; DIGEST] {
        let mut hash = Sha256::new();
        let at = self.created_at.micros().to_string();
        let id = self.id.to_string();
        let tenant = self.tenant.map(|id| id.to_string()).unwrap_or_default();
        let texts = [&id, &tenant, &at, &self.who, &self.action];
        for text in texts.into_iter().chain([&self.object, &self.address, &self.request]) {
            hash.update((text.len() as u64).to_be_bytes());
            hash.update(text);
        }
        let mut digest = [0; DIGEST];
        digest.copy_from_slice(&hash.finalize()[..DIGEST]);
        digest
    }
}

/// The columns of an [`Entry`].
macro_rules! columns {
    () => {
        "id, client_id, created_at, who, action, object_id, address, request_id"
    };
}
pub(crate) use columns;

impl FromRow for Entry {
    fn from_row(row: &Row) -> Result<Self> {
        let id: String = row.get(0)?;
        let tenant: String = row.get(1)?;
        Ok(Self {
            id: EntryId::parse(&id)
                .ok_or_else(|| Error::internal("reading an audit entry", "not an id"))?,
            tenant: TenantId::parse(&tenant),
            created_at: row.get(2)?,
            who: row.get(3)?,
            action: row.get(4)?,
            object: row.get(5)?,
            address: row.get(6)?,
            request: row.get(7)?,
        })
    }
}

/// All entries in one statement, however many: one array of arrays.
const INSERT: [&str; 2] = [
    concat!(
        "insert into audit (",
        columns!(),
        ") select value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5,
                  value ->> 6, value ->> 7
             from json_each($1) where true on conflict (id) do nothing"
    ),
    concat!(
        "insert into audit (",
        columns!(),
        ") select value ->> 0, value ->> 1, (value ->> 2)::bigint, value ->> 3, value ->> 4,
                  value ->> 5, value ->> 6, value ->> 7
             from jsonb_array_elements($1) on conflict (id) do nothing"
    ),
];

/// Writes entries; one that is there already is left as it is.
pub async fn insert(tx: &mut Tx, entries: &[Entry]) -> Result<()> {
    let row = |entry: &Entry| -> Value {
        let tenant = entry.tenant.map(|id| id.to_string()).unwrap_or_default();
        let Entry { id, created_at, who, action, object, address, request, .. } = entry;
        json!([id.to_string(), tenant, created_at.micros(), who, action, object, address, request])
    };
    let rows: Vec<Value> = entries.iter().map(row).collect();
    let sql = dialect::pick(tx, INSERT[0], INSERT[1]);
    tx.query(sql).bind(Value::from(rows)).execute().await.map(drop)
}

const LATEST_UNSEALED: &str =
    "select created_at from audit where segment = 0 order by created_at desc limit 1";

pub async fn latest_unsealed(tx: &mut Tx) -> Result<Option<Time>> {
    let found = tx.system(LATEST_UNSEALED).optional::<(Time,)>().await?;
    Ok(found.map(|(time,)| time))
}

/// Which entries are listed.
#[derive(Clone, Copy, Debug)]
pub struct Filter<'a> {
    /// Those of a tenant; none for what belongs to the installation.
    pub tenant: Option<TenantId>,
    /// Those about an object.
    pub object: Option<&'a str>,
    /// How many at most.
    pub limit: u32,
}

const LIST: &str = concat!(
    "select ",
    columns!(),
    " from audit where client_id = $1 order by created_at desc, id desc limit $2"
);

const LIST_OBJECT: &str = concat!(
    "select ",
    columns!(),
    " from audit where client_id = $1 and object_id = $3
       order by created_at desc, id desc limit $2"
);

pub async fn list(tx: &mut Tx, filter: &Filter<'_>) -> Result<Vec<Entry>> {
    let tenant = filter.tenant.map(|id| id.to_string()).unwrap_or_default();
    let sql = if filter.object.is_some() { LIST_OBJECT } else { LIST };
    let mut query = tx.query(sql).bind(tenant).bind(i64::from(filter.limit));
    if let Some(object) = filter.object {
        query = query.bind(object);
    }
    query.all().await
}
