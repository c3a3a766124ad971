//! Tenants, keys and callers: pure rules.

use std::time::Duration;

use kit::fields::{Broken, FieldValue};
use kit::{Error, Result, TenantId, Time};
use serde_json::{Value, json};

/// How long a key lives when nobody says: 365 days (contract: checks.md §1.2).
const DEFAULT_DAYS: u32 = 365;
/// The longest life of a key in days, about 50 years (contract: identity.md §2.1).
const MAX_DAYS: u32 = 18_250;

/// A company that uses this installation.
#[derive(Clone, Debug)]
pub struct Tenant {
    /// The `client_id` of the contract.
    pub id: TenantId,
    /// What people call it.
    pub name: String,
    /// Whether its keys work.
    pub status: TenantStatus,
    /// When it was made.
    pub created_at: Time,
}

/// Whether a tenant's keys work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TenantStatus {
    /// They do.
    Active,
    /// They do not.
    Disabled,
}

impl TenantStatus {
    /// The word in the database and in listings.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Disabled => "disabled",
        }
    }
}

/// What a key is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyType {
    /// From server to server, for everything.
    Backend,
    /// For one person and one process; part of identity.
    Web,
}

impl KeyType {
    const WORDS: [&'static str; 2] = ["backend", "web"];

    /// The word on the wire.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Backend => "backend",
            Self::Web => "web",
        }
    }
}

impl FieldValue for KeyType {
    fn parse(raw: &str) -> Result<Self, Broken> {
        match raw.trim() {
            "backend" => Ok(Self::Backend),
            "web" => Ok(Self::Web),
            _ => Err(Broken::one_of(&Self::WORDS)),
        }
    }
    fn schema() -> Value {
        json!({"type": "string", "enum": Self::WORDS})
    }
}

/// The version of a key: what it asks of its user. From 1 on, consent must be stated on checks of
/// persons, and `homonym_scores` is not answered (contract: checks.md §1.2).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct KeyVersion(pub i64);

impl KeyVersion {
    /// Whether checks of persons need `user_authorized=true`.
    pub const fn needs_consent(self) -> bool {
        self.0 >= 1
    }
}

impl FieldValue for KeyVersion {
    fn parse(raw: &str) -> Result<Self, Broken> {
        match raw.trim() {
            "0" => Ok(Self(0)),
            "1" => Ok(Self(1)),
            "2" => Ok(Self(2)),
            _ => Err(Broken::one_of(&["0", "1", "2"])),
        }
    }
    fn schema() -> Value {
        json!({"type": "string", "enum": ["0", "1", "2"], "default": "0"})
    }
}

/// What a new key shall be.
#[derive(Clone, Debug)]
pub struct NewKey {
    /// What people call it; letters, digits, `-` and `_` are kept, in lower case.
    pub name: String,
    /// What it asks of its user.
    pub version: KeyVersion,
    /// How many days it lives.
    pub days: Option<u32>,
}

/// What is kept of a key.
#[derive(Clone, Debug)]
pub struct ApiKey {
    /// Its id, the `jti` of the token.
    pub id: String,
    /// Whose it is.
    pub tenant: TenantId,
    /// Its normalised name.
    pub name: String,
    /// What it is for.
    pub kind: KeyType,
    /// What it asks of its user.
    pub version: KeyVersion,
    /// What it may do; empty means everything.
    pub grants: String,
    /// When it was made.
    pub created_at: Time,
    /// When it stops working.
    pub expires_at: Time,
    /// When it was revoked, if it was.
    pub revoked_at: Option<Time>,
}

impl ApiKey {
    /// A backend key.
    pub(crate) fn new(tenant: TenantId, new: NewKey, now: Time) -> Result<Self> {
        let days = new.days.unwrap_or(DEFAULT_DAYS);
        if !(1..=MAX_DAYS).contains(&days) {
            return Err(Error::invalid("days_exp", "range", "needs 1 to 18250 days"));
        }
        Ok(Self {
            id: uuid::Uuid::new_v4().to_string(),
            tenant,
            name: normalised(&new.name)?,
            kind: KeyType::Backend,
            version: new.version,
            grants: String::new(),
            created_at: now,
            expires_at: now.plus(Duration::from_secs(u64::from(days) * 86_400)),
            revoked_at: None,
        })
    }

    /// The name that is recorded on what the key makes: `<client_id>-<key_name>`.
    pub fn username(&self) -> String {
        format!("{}-{}", self.tenant, self.name)
    }
}

fn normalised(name: &str) -> Result<String> {
    let mut kept = String::new();
    for letter in name.trim().to_ascii_lowercase().chars() {
        if letter.is_ascii_alphanumeric() || letter == '_' {
            kept.push(letter);
        } else if !kept.ends_with('-') {
            kept.push('-');
        }
    }
    let kept = kept.trim_matches('-');
    if kept.is_empty() {
        return Err(Error::invalid("key_name", "characters", "needs letters or digits"));
    }
    label("key_name", kept)
}

/// A short name for people.
pub(crate) fn label(field: &'static str, text: &str) -> Result<String> {
    let text = text.trim();
    if text.is_empty() || text.chars().count() > 100 || text.chars().any(char::is_control) {
        return Err(Error::invalid(field, "max_length", "needs 1 to 100 plain characters"));
    }
    Ok(text.to_owned())
}

/// What a caller wants to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each variant is named for what it allows")]
pub enum Permission {
    RequestChecks,
    ReadChecks,
    DeleteChecks,
    ManageKeys,
}

impl Permission {
    const fn name(self) -> &'static str {
        match self {
            Self::RequestChecks => "checks.checks.create",
            Self::ReadChecks => "checks.checks.read",
            Self::DeleteChecks => "checks.checks.delete",
            Self::ManageKeys => "account.api-keys.create",
        }
    }
}

/// Who is calling, proven by a key.
#[derive(Clone, Debug)]
pub struct Caller {
    /// The tenant whose objects the caller sees.
    pub tenant: TenantId,
    /// The version of the key.
    pub version: KeyVersion,
    /// What is recorded as the maker of objects.
    pub username: String,
    /// The id of the key.
    pub key: String,
    grants: String,
}

impl Caller {
    pub(crate) fn new(key: &ApiKey) -> Self {
        Self {
            tenant: key.tenant,
            version: key.version,
            username: key.username(),
            key: key.id.clone(),
            grants: key.grants.clone(),
        }
    }

    /// Whether the caller may do something; a backend key without grants may do everything.
    pub fn may(&self, wanted: Permission) -> Result<()> {
        if self.grants.is_empty() || self.grants.split(' ').any(|grant| grant == wanted.name()) {
            return Ok(());
        }
        Err(Error::Forbidden(format!(
            "Insufficient permissions: missing access to {}",
            wanted.name()
        )))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn key_names_are_normalised() {
        for (raw, kept) in [
            ("Backend", "backend"),
            ("  My  Key (prod) ", "my-key-prod"),
            ("a_b-c", "a_b-c"),
            ("ñandú", "and"),
        ] {
            assert_eq!(normalised(raw).ok().as_deref(), Some(kept), "{raw}");
        }
        assert!(normalised("  ¡!  ").is_err());
        // In small letters it would be longer than a name may be.
        assert!(normalised(&format!("{}k", "İ".repeat(99))).is_ok());
    }

    #[test]
    fn a_life_has_bounds() {
        for (days, fits) in [(0, false), (1, true), (18_250, true), (18_251, false)] {
            let new = NewKey { name: "k".into(), version: KeyVersion(1), days: Some(days) };
            assert_eq!(ApiKey::new(TenantId::new(), new, Time::from_micros(0)).is_ok(), fits);
        }
    }

    #[test]
    fn a_key_with_grants_may_do_only_what_they_say() {
        let new = NewKey { name: "k".into(), version: KeyVersion(1), days: None };
        let mut key = ApiKey::new(TenantId::new(), new, Time::from_micros(0)).unwrap();
        assert!(Caller::new(&key).may(Permission::DeleteChecks).is_ok());
        key.grants = "checks.checks.read".to_owned();
        assert!(Caller::new(&key).may(Permission::ReadChecks).is_ok());
        assert!(Caller::new(&key).may(Permission::DeleteChecks).is_err());
    }
}
