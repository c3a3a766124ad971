//! Words out of closed lists, and moments, each described as what it is.

use kit::{Country, Time};
use serde::Serialize;
use sources::Severity;

use crate::model::{NotAskedReason, Status};
use crate::score::{SetResult, SourceStatus};

/// A word out of a closed list, described as such.
macro_rules! word {
    ($(#[$doc:meta])* $name:ident: $words:expr) => {
        $(#[$doc])*
        #[derive(Serialize)]
        #[serde(transparent)]
        pub struct $name(pub &'static str);

        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                let schema = serde_json::json!({"type": "string", "enum": $words});
                serde_json::from_value(schema).expect("a list of words is a schema")
            }
        }

        impl utoipa::ToSchema for $name {}
    };
}

word!(
    /// Where a check stands.
    StatusWord: Status::EVERY.map(Status::word)
);
word!(
    /// The country of a check.
    CountryWord: Country::EVERY.map(Country::code)
);
word!(
    /// What became of a data set.
    ResultWord: SetResult::EVERY.map(SetResult::word)
);
word!(
    /// How much a finding weighs.
    SeverityWord: Severity::EVERY.iter().map(|one| one.word()).collect::<Vec<_>>()
);
word!(
    /// Where a source stands.
    SourceStatusWord: SourceStatus::EVERY.map(SourceStatus::word)
);
word!(
    /// What a summary rests on.
    SummaryWord: ["found", "not_found", "skipped", "in_progress"]
);
word!(
    /// Whether a person is known.
    IdentityWord: ["found", "not_found", "dead"]
);
word!(
    /// Where a company stands.
    CompanyWord: ["active", "cancelled", "not_reinscribed", "suspended", "incapable", "not_found", "found"]
);
word!(
    /// Whether a vehicle is known.
    VehicleWord: ["found", "not_found"]
);
word!(
    /// An input that is contradicted.
    WrongInputWord: [
        "document_expedition_date",
        "first_name",
        "last_name",
        "tax_id",
        "date_of_birth",
        "gender"
    ]
);
word!(
    /// Why a data set was not asked.
    ReasonWord: NotAskedReason::EVERY.map(NotAskedReason::word)
);

/// A moment as RFC 3339 in UTC.
#[derive(Serialize)]
#[serde(transparent)]
pub struct Moment(String);

impl Moment {
    /// The text of a moment.
    pub fn of(time: Time) -> Self {
        Self(time.to_string())
    }
}

impl utoipa::PartialSchema for Moment {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        let schema = serde_json::json!({"type": "string", "format": "date-time"});
        serde_json::from_value(schema).expect("a moment is a schema")
    }
}

impl utoipa::ToSchema for Moment {}
