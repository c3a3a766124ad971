//! Erasure: what an object leaves behind when it is deleted.

use kit::{Result, TenantId};

use crate::Tx;

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
