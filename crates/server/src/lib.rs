//! The server: settings, wiring, router, worker loop and commands. It knows every room and holds
//! no rule of its own.
//!
//! Begin with [`app::App`], which opens everything, and [`router`], which puts it on the wire.

pub mod app;
mod audited;
pub mod cli;
pub mod client;
mod commands;
mod demo;
mod describe;
pub mod idempotency;
pub mod limits;
pub mod listener;
mod patience;
pub mod proxies;
pub mod router;
pub mod settings;
pub mod tls;
