//! `cotejo bench`: measures this machine with this program, in figures that can be compared within
//! one run.

mod checks;
mod growth;
mod neighbours;
mod people;
mod place;
mod seed;
mod server;

use std::path::Path;
use std::time::Duration;

use anyhow::Result;
use clap::Subcommand;
use serde::Serialize;
use sources::ListFormat;

use crate::app::App;
use crate::settings::Settings;

/// What shall be measured.
#[derive(Subcommand)]
pub enum Bench {
    /// Checks from request to result through the HTTP API of a server of its own
    Checks(checks::Checks),
    /// Fill the database of the settings with checks of the past year, for trials
    ///
    /// They are like those that are asked for: screened by the lists that are loaded (the sample
    /// lists are loaded where there are none), sealed, finished, with their events. No two share a
    /// name or a document.
    Seed(seed::Seed),
    /// Create, get and list where few and where many checks are stored
    ///
    /// Two servers are asked in turn, so that whatever else the machine does falls on both. Their
    /// databases are folders in the data folder, or schemas in the PostgreSQL database of the
    /// settings, and are removed at the end.
    Growth(growth::Growth),
    /// What one tenant feels of another that asks ten times what it may
    ///
    /// The quiet one is measured alone, beside another at its limit, and beside one at ten times
    /// its limit, in turn.
    Neighbours(neighbours::Neighbours),
}

impl Bench {
    /// Runs the measurement.
    pub async fn run(self, settings: &Settings) -> Result<()> {
        match self {
            Self::Checks(checks) => checks.run(settings).await,
            Self::Seed(seed) => seed.run(settings).await,
            Self::Growth(growth) => growth.run(settings).await,
            Self::Neighbours(neighbours) => neighbours.run(settings).await,
        }
    }
}

/// Loads real lists from a folder, as for demo; the sample lists when there is no folder.
async fn load_lists(app: &App, folder: Option<&Path>) -> Result<()> {
    for list in ListFormat::EVERY {
        let parsed = match folder {
            Some(folder) => list.read(&folder.join(list.folder()))?,
            None => list.sample()?,
        };
        sources::import(&app.db, list, parsed, true, app.clock.now()).await?;
    }
    app.sources.lists().reload(&app.db).await?;
    Ok(())
}

/// One line for each figure, or one JSON object.
fn show(report: &impl Serialize, json: bool) -> Result<()> {
    if json {
        println!("{}", serde_json::to_string(report)?);
        return Ok(());
    }
    let value = serde_json::to_value(report)?;
    for (name, value) in value.as_object().into_iter().flatten() {
        match value.as_f64().filter(|_| value.is_f64()) {
            Some(number) => println!("{name:24} {number:>12.2}"),
            None => println!("{name:24} {:>12}", value.to_string().trim_matches('"')),
        }
    }
    Ok(())
}

const fn kind(db: &store::Db) -> &'static str {
    if db.is_postgres() { "postgresql" } else { "sqlite" }
}

/// In milliseconds.
fn percentile(took: &[Duration], percent: usize) -> f64 {
    let mut sorted = took.to_vec();
    sorted.sort_unstable();
    let at = sorted.len().saturating_sub(1) * percent / 100;
    sorted.get(at).map_or(0.0, |took| took.as_secs_f64() * 1_000.0)
}
