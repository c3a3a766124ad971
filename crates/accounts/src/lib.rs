//! Who calls: tenants, their API keys, and what a key may do.
//!
//! A key is an HS256 JSON Web Token that is shown once (contract: checks.md §1.2). The server
//! keeps its id, tenant, kind, version and dates, never the key itself; a token is accepted when
//! its signature is ours and its id is known, not revoked and not expired.
//!
//! Begin with [`Accounts`].

pub mod http;
mod model;
mod store;

use std::sync::Arc;

use ::store::{Db, Vault};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use kit::{Clock, Error, Result, Secret, TenantId, Time};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

pub use model::{ApiKey, Caller, KeyType, KeyVersion, NewKey, Permission, Tenant, TenantStatus};

/// The name of the signing key, which is also the `kid` of every token.
const SIGNING_KEY: &str = "api-keys-1";

/// The accounts of this installation.
#[derive(Clone)]
pub struct Accounts {
    db: Db,
    vault: Arc<Vault>,
    clock: Arc<dyn Clock>,
    signing: Arc<Secret<Vec<u8>>>,
}

/// The claims of a key (contract: identity.md §2.4).
#[derive(Serialize, Deserialize)]
struct Claims {
    account_id: String,
    additional_data: String,
    client_id: String,
    exp: i64,
    grant: String,
    iat: i64,
    iss: String,
    jti: String,
    key_name: String,
    key_type: String,
    username: String,
}

impl Accounts {
    /// Opens the accounts; makes the signing key on the first start.
    pub async fn open(db: Db, vault: Arc<Vault>, clock: Arc<dyn Clock>) -> Result<Self> {
        let mut tx = db.write().await?;
        let signing = vault.secret(&mut tx, SIGNING_KEY).await?;
        tx.commit().await?;
        Ok(Self { db, vault, clock, signing: Arc::new(Secret::new(signing)) })
    }

    /// Makes a tenant with keys of its own.
    pub async fn create_tenant(&self, name: &str) -> Result<Tenant> {
        let name = model::label("name", name)?;
        let tenant = Tenant {
            id: TenantId::new(),
            name,
            status: TenantStatus::Active,
            created_at: self.clock.now(),
        };
        let sealed = self.vault.new_tenant(tenant.id)?;
        let mut tx = self.db.write().await?;
        store::insert_tenant(&mut tx, &tenant, sealed).await?;
        audit::about(tenant.id, tenant.id);
        tx.commit().await?;
        Ok(tenant)
    }

    /// All tenants, oldest first.
    pub async fn tenants(&self) -> Result<Vec<Tenant>> {
        store::list_tenants(&mut self.db.read().await?).await
    }

    /// Shuts a tenant out: its keys stop working at once, its data stays.
    pub async fn disable_tenant(&self, id: TenantId) -> Result<()> {
        let mut tx = self.db.write().await?;
        if !store::disable_tenant(&mut tx, id).await? {
            return Err(Error::NotFound { kind: "tenant" });
        }
        audit::about(id, id);
        tx.commit().await
    }

    /// Makes a key. The token is returned once and kept nowhere.
    pub async fn create_key(
        &self,
        tenant: TenantId,
        new: NewKey,
    ) -> Result<(ApiKey, Secret<String>)> {
        let key = ApiKey::new(tenant, new, self.clock.now())?;
        let token = self.token(&key)?;
        let mut tx = self.db.write().await?;
        if store::find_tenant(&mut tx, tenant).await?.is_none() {
            return Err(Error::NotFound { kind: "tenant" });
        }
        store::insert_key(&mut tx, &key, None).await?;
        audit::about(tenant, &key.id);
        tx.commit().await?;
        Ok((key, token))
    }

    /// Takes over a key that another issuer made: the client that has it goes on as it is. Only the
    /// SHA-256 of the token is kept. The key lives as long as its token says, or `new.days`.
    pub async fn adopt_key(
        &self,
        tenant: TenantId,
        token: &Secret<String>,
        new: NewKey,
    ) -> Result<ApiKey> {
        let token = token.reveal().trim();
        if !(16..=8_192).contains(&token.len())
            || !token.bytes().all(|byte| byte.is_ascii_graphic())
        {
            let reason = "needs 16 to 8192 visible ASCII characters";
            return Err(Error::invalid("key", "pattern", reason));
        }
        let stated = if new.days.is_none() { stated_expiry(token) } else { None };
        let mut key = ApiKey::new(tenant, new, self.clock.now())?;
        key.expires_at = stated.unwrap_or(key.expires_at);
        let mut tx = self.db.write().await?;
        if store::find_tenant(&mut tx, tenant).await?.is_none() {
            return Err(Error::NotFound { kind: "tenant" });
        }
        if !store::insert_key(&mut tx, &key, Some(hash(token))).await? {
            return Err(Error::Conflict("this key was adopted before".to_owned()));
        }
        audit::about(tenant, &key.id);
        tx.commit().await?;
        Ok(key)
    }

    /// The keys of a tenant, oldest first.
    pub async fn keys(&self, tenant: TenantId) -> Result<Vec<ApiKey>> {
        store::list_keys(&mut self.db.read().await?, tenant).await
    }

    /// Revokes a key at once and for good; revoking it again changes nothing.
    pub async fn revoke_key(&self, tenant: TenantId, id: &str) -> Result<()> {
        let mut tx = self.db.write().await?;
        if !store::revoke_key(&mut tx, tenant, id, self.clock.now()).await? {
            return Err(Error::NotFound { kind: "key" });
        }
        audit::about(tenant, id);
        tx.commit().await
    }

    fn token(&self, key: &ApiKey) -> Result<Secret<String>> {
        let claims = Claims {
            account_id: String::new(),
            additional_data: "{}".to_owned(),
            client_id: key.tenant.to_string(),
            exp: key.expires_at.micros() / 1_000_000,
            grant: key.grants.clone(),
            iat: key.created_at.micros() / 1_000_000,
            iss: "cotejo".to_owned(),
            jti: key.id.clone(),
            key_name: key.name.clone(),
            key_type: key.kind.word().to_owned(),
            username: key.username(),
        };
        let header = Header { kid: Some(SIGNING_KEY.to_owned()), ..Header::new(Algorithm::HS256) };
        jsonwebtoken::encode(&header, &claims, &EncodingKey::from_secret(self.signing.reveal()))
            .map(Secret::new)
            .map_err(|error| Error::internal("signing a key", error))
    }

    /// Finds out who presents a token.
    pub async fn authenticate(&self, token: &str) -> Result<Caller> {
        let mut rules = Validation::new(Algorithm::HS256);
        rules.validate_exp = false; // Expiry is judged below, by our clock and our record.
        rules.required_spec_claims.clear();
        let signing = DecodingKey::from_secret(self.signing.reveal());
        let ours = jsonwebtoken::decode::<Claims>(token, &signing, &rules);
        let mut tx = self.db.read().await?;
        let found = match ours {
            Ok(ours) => store::find_key(&mut tx, &ours.claims.jti).await?,
            Err(_) => store::find_adopted(&mut tx, hash(token)).await?,
        };
        let (key, tenant) = found.ok_or(Error::Unauthorized)?;
        if key.revoked_at.is_some() || tenant != TenantStatus::Active {
            return Err(Error::Unauthorized);
        }
        if key.expires_at <= self.clock.now() {
            return Err(Error::Forbidden(
                "User is not authorized to access this resource with an explicit deny: \
                 the api key has expired"
                    .to_owned(),
            ));
        }
        Ok(Caller::new(&key))
    }
}

fn hash(token: &str) -> Vec<u8> {
    Sha256::digest(token).to_vec()
}

/// The expiry that a token of another issuer states, a number or a text of one in seconds. It is
/// believed because the operator vouches for the token.
fn stated_expiry(token: &str) -> Option<Time> {
    let payload = URL_SAFE_NO_PAD.decode(token.split('.').nth(1)?).ok()?;
    let claims: serde_json::Value = serde_json::from_slice(&payload).ok()?;
    let exp = &claims["exp"];
    let seconds = exp.as_i64().or_else(|| exp.as_str()?.parse().ok())?;
    Some(Time::from_micros(seconds.checked_mul(1_000_000)?))
}
