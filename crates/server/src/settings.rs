//! Settings: defaults, then the file, then variables of the environment.

use std::net::{IpAddr, Ipv4Addr};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use figment::Figment;
use figment::providers::{Env, Format as _, Serialized, Toml};
use serde::{Deserialize, Serialize};

use crate::proxies::{Networks, ProxyHeader};

/// The file that is read when it exists and no other is named.
const DEFAULT_FILE: &str = "cotejo.toml";

/// Everything that an operator can set. Variables are `COTEJO_` and the name in capitals:
/// `COTEJO_PORT=8080`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// The folder of the SQLite file and the master key.
    pub data: PathBuf,
    /// `postgres://…`; a SQLite file in `data` when empty.
    pub database: String,
    /// The address that is listened on.
    pub host: IpAddr,
    /// The port that is listened on.
    pub port: u16,
    /// The certificate and its chain, a PEM file; plain HTTP when empty.
    pub tls_cert: PathBuf,
    /// The certificate's key, a PEM file; not everybody may read it.
    pub tls_key: PathBuf,
    /// Addresses and networks of proxies that are believed about the client's address; a list, or
    /// one text with commas. Nobody is believed when empty.
    pub trusted_proxies: Networks,
    /// The header in which they name the client: `x-forwarded-for` or `forwarded`.
    pub proxy_header: ProxyHeader,
    /// The port of `/metrics` on the loopback address; 0 for none.
    pub metrics_port: u16,
    /// How many requests a second a key may send, twice as many at once; 0 for no limit.
    pub requests_per_second: u32,
    /// How many checks of high priority a tenant may have under way in one country.
    pub high_priority_under_way: u32,
    /// What this process does.
    pub role: Role,
    /// 64 hex digits; the file `master.key` in `data` when empty.
    pub master_key: String,
    /// A command that prints the master key; instead of `master_key`.
    pub master_key_command: String,
    /// What is logged: a level, or `target=level` pairs.
    pub log: String,
    /// How lines of the log look.
    pub log_format: LogFormat,
    /// For measurements only: an acknowledged check may be lost when the machine goes down.
    pub without_sync: bool,
}

/// What a process does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// It answers requests.
    Api,
    /// It runs jobs.
    Worker,
    /// Both.
    All,
}

/// How lines of the log look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            data: PathBuf::from("data"),
            database: String::new(),
            host: IpAddr::V4(Ipv4Addr::LOCALHOST),
            port: 8080,
            tls_cert: PathBuf::new(),
            tls_key: PathBuf::new(),
            trusted_proxies: Networks::default(),
            proxy_header: ProxyHeader::default(),
            metrics_port: 9464,
            requests_per_second: 100,
            high_priority_under_way: checks::HIGH_UNDER_WAY,
            role: Role::All,
            master_key: String::new(),
            master_key_command: String::new(),
            log: "info".to_owned(),
            log_format: LogFormat::Text,
            without_sync: false,
        }
    }
}

impl Settings {
    /// Reads defaults, file and environment. A file that was named must exist; a wrong or unknown
    /// setting is an error that names it and where it stands.
    pub fn read(file: Option<&Path>) -> Result<Self> {
        let mut figment = Figment::from(Serialized::defaults(Self::default()));
        match file {
            Some(file) if !file.is_file() => {
                bail!("the settings file {} is not there", file.display())
            }
            Some(file) => figment = figment.merge(Toml::file_exact(file)),
            None if Path::new(DEFAULT_FILE).is_file() => {
                figment = figment.merge(Toml::file_exact(DEFAULT_FILE));
            }
            None => {}
        }
        let settings: Self = figment
            .merge(Env::prefixed("COTEJO_").ignore(&["config"]))
            .extract()
            .context("a setting is wrong")?;
        settings.check()?;
        Ok(settings)
    }

    fn check(&self) -> Result<()> {
        if !self.database.is_empty()
            && !self.database.starts_with("postgres://")
            && !self.database.starts_with("postgresql://")
        {
            bail!("a setting is wrong: database: needs to begin with postgres:// or be empty");
        }
        if !self.master_key.is_empty() && !self.master_key_command.is_empty() {
            bail!("a setting is wrong: master_key and master_key_command: only one may be set");
        }
        Ok(())
    }

    /// The settings as TOML, without secrets.
    pub fn redacted(&self) -> String {
        let mut shown = self.clone();
        for secret in [&mut shown.master_key, &mut shown.master_key_command] {
            if !secret.is_empty() {
                *secret = "***".to_owned();
            }
        }
        shown.database = without_password(&shown.database);
        let value = serde_json::to_value(&shown).unwrap_or_default();
        let lines = value.as_object().into_iter().flatten();
        // JSON strings and numbers are written the same in TOML.
        lines.map(|(name, value)| format!("{name} = {value}\n")).collect()
    }
}

/// The address without its password, in front of the host or among the parameters.
fn without_password(url: &str) -> String {
    let (address, parameters) = url.split_once('?').unwrap_or((url, ""));
    let address = match address.split_once("://").zip(address.rsplit_once('@')) {
        Some(((scheme, _), (user, host))) => {
            let user = user.rsplit('/').next().and_then(|user| user.split(':').next());
            format!("{scheme}://{}:***@{host}", user.unwrap_or_default())
        }
        None => address.to_owned(),
    };
    let shown = parameters
        .split('&')
        .filter(|one| !one.is_empty())
        .map(|one| if one.starts_with("password=") { "password=***" } else { one });
    let shown = shown.collect::<Vec<_>>().join("&");
    if shown.is_empty() { address } else { format!("{address}?{shown}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_not_printed() {
        let settings = Settings {
            master_key: "ab".repeat(32),
            database: "postgres://cotejo:s3cret@db/cotejo".to_owned(),
            ..Settings::default()
        };
        let printed = settings.redacted();
        assert!(!printed.contains("abab") && !printed.contains("s3cret"), "{printed}");
        assert!(printed.contains("postgres://cotejo:***@db/cotejo"));
        for (url, shown) in [
            ("postgres://h/db?user=u&password=s3cret", "postgres://h/db?user=u&password=***"),
            ("postgres://h/db", "postgres://h/db"),
            ("", ""),
        ] {
            assert_eq!(without_password(url), shown);
        }
    }

    #[test]
    fn a_wrong_setting_is_named() {
        let folder = tempfile::tempdir().unwrap();
        for (text, named) in [
            ("port = 70000", "port"),
            ("prot = 80", "prot"),
            ("role = \"boss\"", "role"),
            ("database = \"mysql://x\"", "database"),
            ("trusted_proxies = [\"10.0.0.0/40\"]", "trusted_proxies"),
            ("trusted_proxies = 10", "trusted_proxies"),
            ("proxy_header = \"x-real-ip\"", "proxy_header"),
        ] {
            let file = folder.path().join("cotejo.toml");
            std::fs::write(&file, text).unwrap();
            let error = format!("{:#}", Settings::read(Some(&file)).unwrap_err());
            assert!(error.contains(named), "{text}: {error}");
        }
    }
}
