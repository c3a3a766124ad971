//! The tables of tenants and keys.

use kit::{Error, Result, TenantId, Time};
use store::{FromRow, Row, Tx};

use crate::model::{ApiKey, KeyType, KeyVersion, Tenant, TenantStatus};

const INSERT_TENANT: &str = "
    insert into tenants (client_id, name, status, sealed_key, sealed_index_key, created_at)
    values ($1, $2, $3, $4, $5, $6)";

pub async fn insert_tenant(
    tx: &mut Tx,
    tenant: &Tenant,
    (key, index): (Vec<u8>, Vec<u8>),
) -> Result<()> {
    tx.query(INSERT_TENANT)
        .bind(tenant.id)
        .bind(tenant.name.as_str())
        .bind(tenant.status.word())
        .bind(key)
        .bind(index)
        .bind(tenant.created_at)
        .execute()
        .await
        .map(drop)
}

impl FromRow for Tenant {
    fn from_row(row: &Row) -> Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            name: row.get(1)?,
            status: status(&row.get::<String>(2)?)?,
            created_at: row.get(3)?,
        })
    }
}

fn status(word: &str) -> Result<TenantStatus> {
    [TenantStatus::Active, TenantStatus::Disabled]
        .into_iter()
        .find(|status| status.word() == word)
        .ok_or_else(|| Error::internal("reading a tenant", "unknown status"))
}

pub async fn list_tenants(tx: &mut Tx) -> Result<Vec<Tenant>> {
    tx.system("select client_id, name, status, created_at from tenants order by client_id")
        .all()
        .await
}

pub async fn find_tenant(tx: &mut Tx, id: TenantId) -> Result<Option<Tenant>> {
    tx.query("select client_id, name, status, created_at from tenants where client_id = $1")
        .bind(id)
        .optional()
        .await
}

pub async fn disable_tenant(tx: &mut Tx, id: TenantId) -> Result<bool> {
    tx.query("update tenants set status = 'disabled' where client_id = $1")
        .bind(id)
        .execute()
        .await
        .map(|rows| rows == 1)
}

const INSERT_KEY: &str = "
    insert into api_keys (id, client_id, key_name, key_type, version, grants, created_at, expires_at,
                          key_hash)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing";

/// Keeps a key, an adopted one with the hash of its token; false when that token is kept already.
pub async fn insert_key(tx: &mut Tx, key: &ApiKey, hash: Option<Vec<u8>>) -> Result<bool> {
    tx.query(INSERT_KEY)
        .bind(key.id.as_str())
        .bind(key.tenant)
        .bind(key.name.as_str())
        .bind(key.kind.word())
        .bind(key.version.0)
        .bind(key.grants.as_str())
        .bind(key.created_at)
        .bind(key.expires_at)
        .bind(hash)
        .execute()
        .await
        .map(|rows| rows == 1)
}

impl FromRow for ApiKey {
    fn from_row(row: &Row) -> Result<Self> {
        let kind = row.get::<String>(3)?;
        Ok(Self {
            id: row.get(0)?,
            tenant: row.get(1)?,
            name: row.get(2)?,
            kind: if kind == KeyType::Web.word() { KeyType::Web } else { KeyType::Backend },
            version: KeyVersion(row.get(4)?),
            grants: row.get(5)?,
            created_at: row.get(6)?,
            expires_at: row.get(7)?,
            revoked_at: row.get(8)?,
        })
    }
}

const LIST_KEYS: &str = "
    select id, client_id, key_name, key_type, version, grants, created_at, expires_at, revoked_at
      from api_keys where client_id = $1 order by created_at, id";

pub async fn list_keys(tx: &mut Tx, tenant: TenantId) -> Result<Vec<ApiKey>> {
    tx.query(LIST_KEYS).bind(tenant).all().await
}

struct KeyAndStatus(ApiKey, TenantStatus);

impl FromRow for KeyAndStatus {
    fn from_row(row: &Row) -> Result<Self> {
        Ok(Self(ApiKey::from_row(row)?, status(&row.get::<String>(9)?)?))
    }
}

/// The tenant is what a key tells us, so these two statements have none to begin with.
macro_rules! find_by {
    ($column:literal) => {
        concat!(
            "select k.id, k.client_id, key_name, key_type, version, grants, k.created_at, expires_at,
                    revoked_at, t.status
               from api_keys k join tenants t on t.client_id = k.client_id where k.",
            $column,
            " = $1"
        )
    };
}

/// A key by the id that its token names, and whether its tenant is let in.
pub async fn find_key(tx: &mut Tx, id: &str) -> Result<Option<(ApiKey, TenantStatus)>> {
    let found = tx.system(find_by!("id")).bind(id).optional::<KeyAndStatus>().await?;
    Ok(found.map(|found| (found.0, found.1)))
}

/// An adopted key by the hash of its token.
pub async fn find_adopted(tx: &mut Tx, hash: Vec<u8>) -> Result<Option<(ApiKey, TenantStatus)>> {
    let found = tx.system(find_by!("key_hash")).bind(hash).optional::<KeyAndStatus>().await?;
    Ok(found.map(|found| (found.0, found.1)))
}

const REVOKE_KEY: &str = "
    update api_keys set revoked_at = coalesce(revoked_at, $3) where client_id = $1 and id = $2";

pub async fn revoke_key(tx: &mut Tx, tenant: TenantId, id: &str, now: Time) -> Result<bool> {
    let rows = tx.query(REVOKE_KEY).bind(tenant).bind(id).bind(now).execute().await?;
    Ok(rows == 1)
}
