//! Which statements ran, and how the database would run them: for the test that looks at every
//! plan. Debug builds only.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use kit::{Error, Result};
use sqlx::{AssertSqlSafe, Row as _};

use crate::tx::{Tx, TxInner};

static SEEN: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());

pub(crate) fn note(sql: &'static str) {
    SEEN.lock().unwrap_or_else(PoisonError::into_inner).insert(sql);
}

/// Every statement that this process has run.
pub fn seen() -> Vec<&'static str> {
    SEEN.lock().unwrap_or_else(PoisonError::into_inner).iter().copied().collect()
}

impl Tx {
    /// The plan of a statement, line by line. PostgreSQL is asked not to scan or sort where
    /// it has a choice, since on small tables these are the better plans.
    pub async fn explain(&mut self, sql: &str) -> Result<Vec<String>> {
        let failed = |error| Error::internal("explaining a statement", error);
        let rows = match &mut self.inner {
            TxInner::Pg(tx) => {
                let places = (1..20).take_while(|n| sql.contains(&format!("${n}"))).count();
                let nulls = vec!["null"; places].join(", ");
                let arguments = if places == 0 { String::new() } else { format!("({nulls})") };
                for step in [
                    "set local enable_seqscan = off".to_owned(),
                    "set local enable_bitmapscan = off".to_owned(),
                    "set local enable_sort = off".to_owned(),
                    "set local plan_cache_mode = force_generic_plan".to_owned(),
                    "deallocate all".to_owned(),
                    format!("prepare explained as {sql}"),
                ] {
                    sqlx::raw_sql(AssertSqlSafe(step)).execute(&mut **tx).await.map_err(failed)?;
                }
                let explain = format!("explain execute explained{arguments}");
                let rows = sqlx::raw_sql(AssertSqlSafe(explain))
                    .fetch_all(&mut **tx)
                    .await
                    .map_err(failed)?;
                rows.iter().map(|row| row.get::<String, _>(0)).collect()
            }
            TxInner::Read(tx) => {
                let explain = format!("explain query plan {sql}");
                let rows = sqlx::query(AssertSqlSafe(explain))
                    .fetch_all(&mut **tx)
                    .await
                    .map_err(failed)?;
                rows.iter().map(|row| row.get::<String, _>(3)).collect()
            }
            TxInner::Write(_) => {
                return Err(failed(sqlx::Error::InvalidArgument("a read is needed".into())));
            }
        };
        Ok(rows)
    }
}
