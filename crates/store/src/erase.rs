//! The data key of an object, and erasure: what an object leaves behind when it is deleted.

use kit::{Result, TenantId};

use crate::{DataKey, TenantKeys, Tx};

const FIND: &str = "select sealed from data_keys where client_id = $1 and object_id = $2";

/// The key of an object's documents; none when it was deleted.
pub async fn data_key(
    tx: &mut Tx,
    tenant: TenantId,
    object: &str,
    keys: &TenantKeys,
) -> Result<Option<DataKey>> {
    let sealed = tx.query(FIND).bind(tenant).bind(object).optional::<(Vec<u8>,)>().await?;
    sealed.map(|(sealed,)| keys.open_data_key(object, &sealed)).transpose()
}

const DATA_KEY: &str = "delete from data_keys where client_id = $1 and object_id = $2";

const ANSWERS: &str = "
    update idempotency set sealed_answer = null where client_id = $1 and object_id = $2";

/// Destroys the data key of an object, so that nothing that it sealed can be read again, and the
/// kept answers that show it.
pub async fn erase(tx: &mut Tx, tenant: TenantId, object: &str) -> Result<()> {
    for sql in [DATA_KEY, ANSWERS] {
        tx.query(sql).bind(tenant).bind(object).execute().await?;
    }
    Ok(())
}
