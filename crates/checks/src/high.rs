//! How many checks of high priority may be under way: a cap for each tenant and country, beyond
//! which the next is refused (contract: checks.md §1.6, §3.1). Without it everything would be high.

use kit::{Error, Result};
use store::{Tx, dialect};

use crate::model::Check;

const MARK: &str = "update checks set high = 1 where client_id = $1 and id = $2";

const UNDER_WAY: &str = "
    select count(*) from (
        select id from checks
         where client_id = $1 and country = $2
           and high = 1 and deleted_at is null and status not in ('completed', 'error')
         limit $3) under_way";

/// Counts a new check of high priority among those under way; an error when there are more than
/// `most` with it.
pub async fn admit(tx: &mut Tx, check: &Check, most: u32) -> Result<()> {
    let country = check.country.code();
    let place = format!("high {} {country}", check.tenant);
    dialect::one_at_a_time(tx, &kit::Uid::derived(&[place.as_bytes()]).bytes()).await?;
    tx.query(MARK).bind(check.tenant).bind(check.id.to_string()).execute().await?;
    let most = i64::from(most);
    let (under_way,) =
        tx.query(UNDER_WAY).bind(check.tenant).bind(country).bind(most + 1).one::<(i64,)>().await?;
    if under_way > most {
        let reason = format!("{most} checks of high priority are under way for {country} already");
        return Err(Error::Busy(reason));
    }
    Ok(())
}
