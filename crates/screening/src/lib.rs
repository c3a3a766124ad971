//! Is this the person on the list?
//!
//! Names and records of a list in, hits with reasons out. The crate is pure: no files, no network,
//! no clock, no chance; the same input gives the same bytes on every machine. Reading lists,
//! keeping hits and deciding about them is left to others.
//!
//! Begin with [`Index::build`] and [`Index::search`]; [`compare`] takes a single pair.
//!
//! ```
//! use screening::{EntityKind, Index, Lang, Name, PartialDate, Query, Record, Settings};
//!
//! let index = Index::build(vec![Record {
//!     id: "1".into(),
//!     kind: EntityKind::Person,
//!     names: vec![Name::primary("FICTICIA PRUEBA, Lucía")],
//!     birth_dates: vec![PartialDate::full(1980, 5, 17)],
//!     ..Record::default()
//! }]);
//! let query = Query {
//!     kind: EntityKind::Person,
//!     name: Some("Lucia Fictizia".into()),
//!     birth_date: Some(PartialDate::full(1980, 5, 17)),
//!     ..Query::default()
//! };
//! let hit = &index.search(&query, &Settings::default())[0];
//! assert_eq!(hit.similarity.to_string(), "0.9120");
//! assert_eq!(hit.confidence.to_string(), "0.9659");
//! assert_eq!(
//!     hit.explanation.sentence(Lang::En),
//!     "“Lucía” agrees; “Fictizia” sounds like “FICTICIA”; the list adds “PRUEBA”; born on the \
//!      same day. Not compared: second surname, document, country and gender."
//! );
//! ```
//!
//! # Two scores
//!
//! *Similarity* says whether it is the same name, and decides what is a hit (at least
//! [`Settings::threshold`]). *Confidence* says whether it is the same person: it also weighs how
//! rare the name is, the birth date, the document, the country and the gender. A hit is reported
//! whatever its confidence; callers decide on that.
//!
//! # How a score comes about
//!
//! Text is folded to plain letters and cut into tokens (`text`), which get their part in the name
//! (`name`): given names, surnames, particles, suffixes, or words and the legal form of a company.
//! A comma or separate fields settle what is a surname; otherwise the likely readings are kept.
//! Tokens are set against each other (`token`, `align`), and rules judge what is left (`judge`,
//! `rule`). In the example:
//!
//! | step | value |
//! |---|---|
//! | `Lucia` / `Lucía` | equal once folded: 1.0000 |
//! | `Fictizia` / `FICTICIA` | equal by sound: 0.9200 |
//! | mean of the tokens that agree | 0.9600 |
//! | the query lacks the second surname | × 0.9500 |
//! | **similarity** | **0.9120** |
//!
//! Some rules take a part ([`Reduction`]), others set a limit ([`Cap`]): different second surnames
//! 0.62, different main surnames 0.55, no given name shared 0.55, a single token shared 0.50.
//! Mario and María are two names, and so are any two names that both exist, however close.
//!
//! Confidence adds log odds, as Fellegi and Sunter do, and tells what each feature moved:
//!
//! | feature | points |
//! |---|---|
//! | name: as alike as this | + 0.1173 |
//! | rarity: `Lucía` is common, `Ficticia` is not | + 0.3454 |
//! | birth date: the same day | + 0.5032 |
//! | **confidence** | **0.9659** |
//!
//! Years between full birth dates hold it below 0.45, different genders below 0.49, different
//! numbers of one national document below 0.40. An equal document is a hit of its own
//! ([`Axis::Document`]) with 0.99, or 0.75 when the names have nothing in common.
//!
//! # How a search stays short
//!
//! An index leads from the tokens of a query to the names that have them: by letters, by sound, by
//! other forms, and with one letter left out. Names met by two tokens, or by a rare one, are
//! compared; the list is never read from end to end. At most 24 tokens and 1,024 bytes of a name
//! count, so that no name takes long.
//!
//! # Where it errs
//!
//! - Tokens of fewer than four letters have to be equal: `Paz` and `Pas` are two names.
//! - Without comma or fields, the parts of a name are guessed from tables of Latin American names
//!   and some of the names that lists have most; rare names in unusual order can be read wrongly.
//! - A given name and a surname written as one word (`LucíaFicticia Prueba`) are not taken apart.
//! - Text that was decoded wrongly (`GarcÃ­a`) is not repaired; a lost letter (`Garc?a`) is.
//! - Other scripts are transliterated letter by letter; Arabic and Hebrew lack their vowels, and
//!   Chinese and Japanese readings are those of Mandarin.
//! - Company names are compared word by word in the language in which they are written.
//! - A search for less than the default threshold can miss names that share no token by letters,
//!   sound or a letter left out.
//! - The weights of confidence are judged by hand, not learned.

mod align;
mod birth;
mod confidence;
mod document;
mod explain;
mod hash;
mod hit;
mod index;
mod judge;
mod lexicon;
mod model;
mod name;
mod pair;
mod rarity;
mod rule;
mod score;
mod text;
mod token;

pub use document::is_comparable;
pub use explain::{
    Agreement, Cap, Explanation, Fact, Feature, Lang, Observation, Outlook, Point, QueryField,
    Reduction, Rule, Target, TokenMatch,
};
pub use hit::{Axis, Hit};
pub use index::Index;
pub use model::{
    Document, DocumentKind, EntityKind, Gender, Matching, Name, NameKind, PartialDate, Query,
    Record, Settings,
};
pub use pair::compare;
pub use score::Score;
