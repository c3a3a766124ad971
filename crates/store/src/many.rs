//! Many rows with few statements.

use kit::Result;
use sqlx::{AssertSqlSafe, SqlSafeStr as _};

use crate::tx::{Query, Tx, Value};

/// How many rows one statement inserts. More gain nothing: what is left is the rows' own cost.
const ROWS: usize = 100;

impl Tx {
    /// Runs the insert of one row, `insert into … values ($1, …)`, for many rows, a hundred with
    /// one statement. Every row gives its values in the order of the placeholders.
    pub async fn insert(&mut self, sql: &'static str, rows: Vec<Vec<Value>>) -> Result<()> {
        let mut rows = rows.into_iter();
        while rows.len() > 0 {
            let group: Vec<_> = rows.by_ref().take(ROWS).collect();
            let one = self.query(sql);
            let many = (group.len() > 1).then(|| repeated(sql, group.len(), one.tx.is_postgres()));
            let sql = match many {
                // The text is a constant with its placeholders repeated.
                Some(many) => AssertSqlSafe(many).into_sql_str(),
                None => one.sql,
            };
            let values = group.into_iter().flatten().collect();
            Query { tx: one.tx, sql, values }.execute().await?;
        }
        Ok(())
    }
}

/// The text with its row of placeholders, `($1, …)` without further brackets, written so many
/// times. SQLite is given `?`, since it looks numbered ones up one by one.
fn repeated(sql: &str, rows: usize, numbered: bool) -> String {
    let start = sql.rfind("($1").unwrap_or(sql.len());
    let end = sql[start..].find(')').map_or(sql.len(), |end| start + end + 1);
    let pieces: Vec<&str> = sql[start..end].split('$').collect();
    let columns = pieces.len() - 1;
    let mut many = sql[..start].to_owned();
    for row in 0..rows {
        many.push_str(if row == 0 { "" } else { ", " });
        for (at, piece) in pieces.iter().enumerate() {
            match (at, numbered) {
                (0, _) => {}
                (_, true) => many.push_str(&format!("${}", row * columns + at)),
                (_, false) => many.push('?'),
            }
            many.push_str(piece.trim_start_matches(|c: char| c.is_ascii_digit()));
        }
    }
    many.push_str(&sql[end..]);
    many
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_row_of_placeholders_is_repeated() {
        let sql = "insert into t (a, b, c) values ($1, 'x', $2) on conflict do nothing";
        for (rows, numbered, values) in [
            (1, true, "($1, 'x', $2)"),
            (2, true, "($1, 'x', $2), ($3, 'x', $4)"),
            (3, false, "(?, 'x', ?), (?, 'x', ?), (?, 'x', ?)"),
        ] {
            let expected = sql.replace("($1, 'x', $2)", values);
            assert_eq!(repeated(sql, rows, numbered), expected);
        }
    }
}
