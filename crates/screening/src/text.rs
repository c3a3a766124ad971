//! From written text to comparable tokens.

mod edit;
mod fold;
mod sound;

pub(crate) use edit::{distance, may_be_near};
pub(crate) use fold::{MAX_TOKENS, Piece, pieces};
pub(crate) use sound::key;
