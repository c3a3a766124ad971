//! What a check asks: the catalogue of databases, the lists that were imported, and the facts that
//! a document number tells by itself.
//!
//! A source is asked with a [`Cover`], the proof that the subject's consent or another legal basis
//! allows it, and a [`Question`]; it answers with findings, each with the evidence as it was.
//! Begin with [`Sources`].
//!
//! How findings become scores is left to the slices; how names are compared is left to
//! `screening`.

pub mod catalogue;
mod cover;
mod derived;
pub mod formats;
mod import;
mod lists;
mod question;
mod source;
mod store;

pub use self::store::{VersionRow, list as list_versions};
pub use catalogue::{
    Catalogue, DataSet, DatabaseId, Entry as CatalogueEntry, Kind, Lang, LegalBasis, Severity,
};
pub use cover::{Consent, Cover};
pub use derived::{DerivedFact, DerivedLabel, document_kind};
pub use import::{ImportReport, ListFormat, import};
pub use lists::{Lists, LoadedList};
pub use question::{Question, SubjectDocument};
pub use source::{Answer, Asking, Axis, Evidence, Finding, Found, Source, Sources};
