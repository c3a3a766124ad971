//! Details on the wire (contract: checks.md §3.5).

use kit::http::Decimal;
use serde::Serialize;
use sources::{Found, Lang};
use utoipa::ToSchema;

use crate::Checks;
use crate::details::{self, Detail};
use crate::http::words::{Moment, ResultWord, SeverityWord};
use crate::model::Check;

/// One page of details.
#[derive(Serialize, ToSchema)]
pub struct CheckDetailsOutput {
    /// The details, in the order of the plan.
    pub details: Vec<DetailView>,
    /// The path of the first page.
    #[serde(rename = "self")]
    pub own: String,
    /// The path of the next page, or empty.
    pub next: String,
}

/// What one source said on one axis. Fields that the source does not know are empty.
#[derive(Serialize, ToSchema)]
pub struct DetailView {
    id: String,
    check_id: String,
    data_set: &'static str,
    database_id: String,
    database_name: String,
    result: ResultWord,
    severity: SeverityWord,
    score: Decimal,
    group: &'static str,
    route: &'static str,
    depth: i64,
    document_type: &'static str,
    found_first_name: String,
    found_last_name: String,
    found_company_name: String,
    found_date_of_birth: String,
    found_rfc: String,
    identity_result: String,
    identity_state: String,
    issued_at: String,
    tables: Option<Vec<TableView>>,
    update_date: Moment,
}

/// Rows under a title.
#[derive(Serialize, ToSchema)]
pub struct TableView {
    title: String,
    rows: Vec<RowView>,
}

/// One row.
#[derive(Serialize, ToSchema)]
pub struct RowView {
    cells: Vec<CellView>,
}

/// A label and its value.
#[derive(Serialize, ToSchema)]
pub struct CellView {
    label: String,
    value: String,
}

impl DetailView {
    pub fn of(checks: &Checks, check: &Check, detail: &Detail, lang: Lang) -> Self {
        let identity = detail.asked.answer.as_ref().and_then(|answer| answer.identity.as_ref());
        let (first, last) = match identity {
            Some(Found::Yes { first_name, last_name }) => (first_name.clone(), last_name.clone()),
            _ => Default::default(),
        };
        let by_document = detail.axis == sources::Axis::Id;
        Self {
            id: detail.id.to_string(),
            check_id: check.id.to_string(),
            data_set: detail.asked.data_set.word(),
            database_id: detail.asked.database.to_string(),
            database_name: checks.database_name(&detail.asked, lang),
            result: ResultWord(detail.result.word()),
            severity: SeverityWord(detail.severity.word()),
            score: Decimal(detail.score()),
            group: details::group(detail.asked.data_set),
            route: detail.route(check.subject),
            depth: 0,
            document_type: if by_document { document_type(check) } else { "" },
            found_first_name: first,
            found_last_name: last,
            found_company_name: String::new(),
            found_date_of_birth: String::new(),
            found_rfc: String::new(),
            identity_result: String::new(),
            identity_state: String::new(),
            issued_at: String::new(),
            tables: (!detail.tables.is_empty())
                .then(|| detail.tables.iter().map(TableView::of).collect()),
            update_date: Moment::of(detail.asked.time()),
        }
    }
}

impl TableView {
    fn of(table: &details::Table) -> Self {
        let cell = |cell: &details::Cell| CellView {
            label: cell.label.clone(),
            value: cell.value.clone(),
        };
        let row = |row: &Vec<details::Cell>| RowView { cells: row.iter().map(cell).collect() };
        Self { title: table.title.clone(), rows: table.rows.iter().map(row).collect() }
    }
}

/// The first document that was given, as the contract names its kind.
fn document_type(check: &Check) -> &'static str {
    [
        ("national_id", "national-id"),
        ("tax_id", "tax-id"),
        ("foreign_id", "foreign-id"),
        ("passport", "passport"),
        ("ptp", "ptp"),
        ("pep", "pep"),
    ]
    .into_iter()
    .find(|(input, _)| check.inputs.has(input))
    .map_or("", |(_, kind)| kind)
}
