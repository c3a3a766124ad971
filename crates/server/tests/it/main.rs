//! The server from outside, through HTTP, on SQLite, and on PostgreSQL when `TEST_DATABASE_URL` is
//! set.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod accounts;
mod audit;
mod bad_input;
mod checks;
mod contract;
mod countries;
mod demo;
mod explain;
mod idempotency;
mod imports;
mod kills;
mod limits;
mod listener;
mod listing;
mod live;
mod old_clients;
mod outages;
mod process;
mod sealed;
mod seed;
mod structure;
mod support;
#[cfg(target_os = "linux")]
mod syncs;
mod tenants;
mod tls;
