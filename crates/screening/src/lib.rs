//! Is this the person on the list?

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
