//! Pages of a list: newest first, continued from the last id of the page before.

use crate::error::{Error, Result};

/// How many items a page holds when the caller does not say (contract: checks.md §1.5).
pub const DEFAULT_SIZE: usize = 10;
/// The most items that a page can hold.
pub const MAX_SIZE: usize = 100;

/// Which page is wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageRequest {
    /// The last id of the page before; none for the first page.
    pub start_key: Option<String>,
    /// How many items, 1 to [`MAX_SIZE`].
    pub size: usize,
}

impl PageRequest {
    /// The page after `start_key`, of `size` items or the default.
    pub fn new(start_key: Option<String>, size: Option<usize>) -> Result<Self> {
        let size = size.unwrap_or(DEFAULT_SIZE);
        if !(1..=MAX_SIZE).contains(&size) {
            return Err(Error::invalid("page_size", "range", "needs a whole number from 1 to 100"));
        }
        Ok(Self { start_key: start_key.filter(|key| !key.is_empty()), size })
    }

    /// How many rows to read: one more than the page holds, to know whether another follows.
    pub const fn rows(&self) -> i64 {
        self.size as i64 + 1
    }
}

/// One page of a list.
#[derive(Clone, Debug)]
pub struct Page<T> {
    /// The items, in the list's order.
    pub items: Vec<T>,
    /// The key that the next page starts after; none when this is the last.
    pub next: Option<String>,
}

impl<T> Page<T> {
    /// Makes a page from the rows that [`PageRequest::rows`] asked for.
    pub fn cut(mut rows: Vec<T>, request: &PageRequest, key: impl Fn(&T) -> String) -> Self {
        let more = rows.len() > request.size;
        rows.truncate(request.size);
        let next = if more { rows.last().map(key) } else { None };
        Self { items: rows, next }
    }
}
