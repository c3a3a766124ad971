//! The table of entries.

use kit::{Result, TenantId, Time, Uid};
use sha2::{Digest as _, Sha256};
use store::{FromRow, Row, Tx};

kit::id!(
    /// An entry of the audit.
    EntryId,
    "AUD"
);

/// One thing that someone did to one object, word for word as it stands in the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its id: `AUD…`.
    pub id: String,
    /// Whose data it is; empty for what belongs to the installation, such as a list.
    pub tenant: String,
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
    /// The id of the request, which its client may have chosen, or of the job.
    pub request: String,
}

/// How much of a digest is kept: 128 bits.
pub const DIGEST: usize = 16;

impl Entry {
    /// What a segment calls an entry: the bytes of its id, or of the hash of what is no id.
    pub fn name(&self) -> Uid {
        let id = EntryId::parse(&self.id).map(|id| id.0);
        id.unwrap_or_else(|| Uid::derived(&[self.id.as_bytes()]))
    }

    /// What a segment keeps of an entry: no field can change without changing it.
    pub fn digest(&self) -> [u8; DIGEST] {
        let mut hash = Sha256::new();
        let at = self.created_at.micros().to_string();
        let texts = [&self.id, &self.tenant, &at, &self.who, &self.action];
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
        Ok(Self {
            id: row.get(0)?,
            tenant: row.get(1)?,
            created_at: row.get(2)?,
            who: row.get(3)?,
            action: row.get(4)?,
            object: row.get(5)?,
            address: row.get(6)?,
            request: row.get(7)?,
        })
    }
}

const INSERT: &str = concat!(
    "insert into audit (",
    columns!(),
    ") values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (id) do nothing"
);

/// Writes entries; one that is there already is left as it is.
pub async fn insert(tx: &mut Tx, entries: Vec<Entry>) -> Result<()> {
    let row = |entry: Entry| {
        vec![
            entry.id.into(),
            entry.tenant.into(),
            entry.created_at.into(),
            entry.who.into(),
            entry.action.into(),
            entry.object.into(),
            entry.address.into(),
            entry.request.into(),
        ]
    };
    tx.insert(INSERT, entries.into_iter().map(row).collect()).await
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
