//! Where a measurement keeps its database.

use anyhow::{Context as _, Result};

use crate::app::open_database;
use crate::settings::Settings;

/// A place of its own: a folder with the key, and the SQLite file in it or a schema in the
/// PostgreSQL database of the settings.
pub struct Place {
    name: &'static str,
    make: &'static str,
    remove: &'static str,
}

macro_rules! place {
    ($name:literal) => {
        Place {
            name: $name,
            make: concat!("create schema if not exists ", $name),
            remove: concat!("drop schema if exists ", $name, " cascade"),
        }
    };
}

impl Place {
    /// For checks from request to result.
    pub const CHECKS: Self = place!("bench_checks");
    /// For two tenants side by side.
    pub const NEIGHBOURS: Self = place!("bench_neighbours");
    /// For few checks.
    pub const SMALL: Self = place!("bench_small");
    /// For many checks.
    pub const LARGE: Self = place!("bench_large");

    /// Settings that name this place, which is made where it is missing.
    pub async fn make(&self, settings: &Settings) -> Result<Settings> {
        let data = settings.data.join(self.name);
        if settings.database.is_empty() {
            return Ok(Settings { data, ..settings.clone() });
        }
        run(settings, self.make).await?;
        let joint = if settings.database.contains('?') { '&' } else { '?' };
        let database = format!("{}{joint}options[search_path]={}", settings.database, self.name);
        Ok(Settings { data, database, ..settings.clone() })
    }

    /// Removes it with everything in it.
    pub async fn remove(&self, settings: &Settings) -> Result<()> {
        if !settings.database.is_empty() {
            run(settings, self.remove).await?;
        }
        let data = settings.data.join(self.name);
        std::fs::remove_dir_all(data).context("removing the folder of the measurement")
    }
}

async fn run(settings: &Settings, sql: &'static str) -> Result<()> {
    let db = open_database(settings).await?;
    let mut tx = db.write().await?;
    tx.system(sql).execute().await?;
    tx.commit().await?;
    db.close().await;
    Ok(())
}
