//! Sealing: personal data at rest is readable only with three keys in a row.
//!
//! The master key of the installation seals each tenant's key, the tenant's key seals a data key
//! per object, and the data key seals the object's documents (XChaCha20-Poly1305, a random 24-byte
//! nonce each). The associated data binds a sealed text to its tenant, its place and its object,
//! so that it cannot be moved. Destroying the data key erases the object.
//!
//! What must be found again is kept as a keyed hash (HMAC-SHA-256) from a separate index key.

use std::collections::HashMap;
use std::io::{Read as _, Write as _};
use std::path::Path;
use std::sync::{Arc, PoisonError, RwLock};

use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use hmac::{Hmac, Mac as _};
use kit::{Error, Result, TenantId};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::Sha256;

use crate::{Db, Tx};

const FORMAT: u8 = 1;
const NONCE: usize = 24;
/// The most that a sealed document may unpack to: 64 MiB.
const UNPACKED_LIMIT: u64 = 64 * 1024 * 1024;

type Key = [u8; 32];

fn random_key() -> Result<Key> {
    let mut key = [0; 32];
    getrandom::fill(&mut key).map_err(|error| Error::internal("drawing a random key", error))?;
    Ok(key)
}

fn seal(key: &Key, bound_to: &str, plain: &[u8]) -> Result<Vec<u8>> {
    let mut nonce = [0; NONCE];
    getrandom::fill(&mut nonce).map_err(|error| Error::internal("drawing a nonce", error))?;
    let payload = Payload { msg: plain, aad: bound_to.as_bytes() };
    let sealed = XChaCha20Poly1305::new(key.into())
        .encrypt(&XNonce::from(nonce), payload)
        .map_err(|_| Error::internal("sealing", "the cipher refused"))?;
    let mut out = Vec::with_capacity(1 + NONCE + sealed.len());
    out.push(FORMAT);
    out.extend_from_slice(&nonce);
    out.extend_from_slice(&sealed);
    Ok(out)
}

fn open(key: &Key, bound_to: &str, sealed: &[u8]) -> Result<Vec<u8>> {
    let wrong = || Error::internal("unsealing", "not sealed with this key for this place");
    let (format, rest) = sealed.split_first().ok_or_else(wrong)?;
    let (nonce, sealed) = rest.split_first_chunk::<NONCE>().ok_or_else(wrong)?;
    if *format != FORMAT {
        return Err(wrong());
    }
    let payload = Payload { msg: sealed, aad: bound_to.as_bytes() };
    XChaCha20Poly1305::new(key.into()).decrypt(&XNonce::from(*nonce), payload).map_err(|_| wrong())
}

fn open_key(key: &Key, bound_to: &str, sealed: &[u8]) -> Result<Key> {
    Key::try_from(open(key, bound_to, sealed)?)
        .map_err(|_| Error::internal("unsealing a key", "not 32 bytes"))
}

/// The key that all others hang on.
pub struct MasterKey(Key);

impl MasterKey {
    /// A new random key.
    pub fn random() -> Result<Self> {
        random_key().map(Self)
    }

    /// Reads 64 hex digits.
    pub fn from_hex(text: &str) -> Result<Self> {
        let mut key = [0; 32];
        hex::decode_to_slice(text.trim(), &mut key)
            .map_err(|_| Error::internal("reading the master key", "needs 64 hex digits"))?;
        Ok(Self(key))
    }

    /// Reads the key file, which only its owner may read; makes one where there is none and
    /// `may_create` says that nothing has been sealed yet.
    pub fn from_file(file: &Path, may_create: bool) -> Result<Self> {
        match std::fs::read_to_string(file) {
            Ok(text) => {
                owner_only(file)?;
                Self::from_hex(&text)
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound && may_create => {
                let key = Self::random()?;
                key.write_to(file)
                    .map_err(|error| Error::internal("writing the master key", error))?;
                Ok(key)
            }
            Err(error) => Err(Error::internal("reading the master key", error)),
        }
    }

    fn write_to(&self, file: &Path) -> std::io::Result<()> {
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(file)?;
        writeln!(file, "{}", hex::encode(self.0))?;
        file.sync_all()
    }
}

#[cfg(unix)]
fn owner_only(file: &Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = std::fs::metadata(file)
        .map_err(|error| Error::internal("reading the master key", error))?
        .permissions()
        .mode();
    if mode & 0o077 != 0 {
        let reason = "others may read the file; its mode must be 0600";
        return Err(Error::internal("reading the master key", reason));
    }
    Ok(())
}

#[cfg(not(unix))]
fn owner_only(_: &Path) -> Result<()> {
    Ok(())
}

/// Opens what the master key seals, and keeps tenants' keys at hand.
pub struct Vault {
    master: MasterKey,
    tenants: RwLock<HashMap<TenantId, Arc<TenantKeys>>>,
}

impl Vault {
    /// A vault under a master key.
    pub fn new(master: MasterKey) -> Self {
        Self { master, tenants: RwLock::default() }
    }

    /// New keys for a tenant, as the two sealed columns of its row: sealing key, index key.
    pub fn new_tenant(&self, tenant: TenantId) -> Result<(Vec<u8>, Vec<u8>)> {
        let key = seal(&self.master.0, &format!("tenant {tenant} key"), &random_key()?)?;
        let index = seal(&self.master.0, &format!("tenant {tenant} index"), &random_key()?)?;
        Ok((key, index))
    }

    /// A tenant's keys.
    pub async fn tenant(&self, db: &Db, tenant: TenantId) -> Result<Arc<TenantKeys>> {
        let known =
            self.tenants.read().unwrap_or_else(PoisonError::into_inner).get(&tenant).cloned();
        if let Some(keys) = known {
            return Ok(keys);
        }
        let mut tx = db.read().await?;
        let (key, index) = tx
            .query("select sealed_key, sealed_index_key from tenants where client_id = $1")
            .bind(tenant)
            .optional::<(Vec<u8>, Vec<u8>)>()
            .await?
            .ok_or(Error::NotFound { kind: "tenant" })?;
        let keys = Arc::new(TenantKeys {
            tenant,
            key: open_key(&self.master.0, &format!("tenant {tenant} key"), &key)?,
            index: open_key(&self.master.0, &format!("tenant {tenant} index"), &index)?,
        });
        let mut tenants = self.tenants.write().unwrap_or_else(PoisonError::into_inner);
        tenants.insert(tenant, Arc::clone(&keys));
        Ok(keys)
    }

    /// A secret of the installation by name, made on its first use.
    pub async fn secret(&self, tx: &mut Tx, name: &str) -> Result<Vec<u8>> {
        const FIND: &str = "select sealed from secrets where name = $1";
        let bound_to = format!("secret {name}");
        if let Some((sealed,)) = tx.system(FIND).bind(name).optional::<(Vec<u8>,)>().await? {
            return open(&self.master.0, &bound_to, &sealed);
        }
        let sealed = seal(&self.master.0, &bound_to, &random_key()?)?;
        tx.system(
            "insert into secrets (name, sealed) values ($1, $2) on conflict (name) do nothing",
        )
        .bind(name)
        .bind(sealed)
        .execute()
        .await?;
        let (sealed,) = tx.system(FIND).bind(name).one::<(Vec<u8>,)>().await?;
        open(&self.master.0, &bound_to, &sealed)
    }
}

/// The keys of one tenant.
pub struct TenantKeys {
    tenant: TenantId,
    key: Key,
    index: Key,
}

impl TenantKeys {
    /// Makes a data key for an object: the key, and its sealed form for the `data_keys` table.
    pub fn new_data_key(&self, object: &str) -> Result<(DataKey, Vec<u8>)> {
        let key = random_key()?;
        let sealed = seal(&self.key, &format!("{} data {object}", self.tenant), &key)?;
        Ok((self.data_key(object, key), sealed))
    }

    /// Opens the data key of an object.
    pub fn open_data_key(&self, object: &str, sealed: &[u8]) -> Result<DataKey> {
        let key = open_key(&self.key, &format!("{} data {object}", self.tenant), sealed)?;
        Ok(self.data_key(object, key))
    }

    fn data_key(&self, object: &str, key: Key) -> DataKey {
        DataKey { bound_to: format!("{} {object}", self.tenant), key }
    }

    /// Seals bytes that live shorter than the objects they tell about, for a place and an id.
    pub fn seal(&self, place: &str, id: &str, plain: &[u8]) -> Result<Vec<u8>> {
        seal(&self.key, &format!("{} {place} {id}", self.tenant), plain)
    }

    /// Opens what [`Self::seal`] sealed.
    pub fn open(&self, place: &str, id: &str, sealed: &[u8]) -> Result<Vec<u8>> {
        open(&self.key, &format!("{} {place} {id}", self.tenant), sealed)
    }

    /// The keyed hash by which a value can be found again. `kind` keeps values of different
    /// meaning apart.
    pub fn index(&self, kind: &str, value: &str) -> Vec<u8> {
        let mut mac =
            Hmac::<Sha256>::new_from_slice(&self.index).expect("HMAC takes a key of any length");
        mac.update(kind.as_bytes());
        mac.update(&[0]);
        mac.update(value.as_bytes());
        mac.finalize().into_bytes().to_vec()
    }
}

/// Seals the documents of one object.
pub struct DataKey {
    bound_to: String,
    key: Key,
}

impl DataKey {
    /// Seals a document for its place, named as `table.column`.
    pub fn seal<T: Serialize>(&self, place: &str, document: &T) -> Result<Vec<u8>> {
        // As a whole: every write into the encoder clears a buffer of 32 KiB.
        let plain = serde_json::to_vec(document)
            .map_err(|error| Error::internal("writing a document", error))?;
        let mut packed = DeflateEncoder::new(Vec::new(), Compression::fast());
        packed.write_all(&plain).map_err(|error| Error::internal("packing a document", error))?;
        let packed =
            packed.finish().map_err(|error| Error::internal("packing a document", error))?;
        seal(&self.key, &format!("{} {place}", self.bound_to), &packed)
    }

    /// Opens a document from its place.
    pub fn open<T: DeserializeOwned>(&self, place: &str, sealed: &[u8]) -> Result<T> {
        let packed = open(&self.key, &format!("{} {place}", self.bound_to), sealed)?;
        let mut plain = Vec::new();
        DeflateDecoder::new(packed.as_slice())
            .take(UNPACKED_LIMIT)
            .read_to_end(&mut plain)
            .map_err(|error| Error::internal("unpacking a document", error))?;
        serde_json::from_slice(&plain)
            .map_err(|_| Error::internal("reading a document", "not of the expected form"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys() -> TenantKeys {
        TenantKeys { tenant: TenantId::new(), key: [7; 32], index: [8; 32] }
    }

    #[test]
    fn a_document_opens_only_where_it_was_sealed() {
        let keys = keys();
        let (key, sealed_key) = keys.new_data_key("CHK1").unwrap();
        let sealed = key.seal("checks.sealed_inputs", &"LUCÍA FICTICIA").unwrap();
        let again = keys.open_data_key("CHK1", &sealed_key).unwrap();
        assert_eq!(
            again.open::<String>("checks.sealed_inputs", &sealed).unwrap(),
            "LUCÍA FICTICIA"
        );
        assert!(again.open::<String>("checks.sealed_result", &sealed).is_err());
        assert!(keys.open_data_key("CHK2", &sealed_key).is_err());
        let mut changed = sealed.clone();
        *changed.last_mut().unwrap() ^= 1;
        assert!(again.open::<String>("checks.sealed_inputs", &changed).is_err());
        for cut in 0..sealed.len() {
            assert!(again.open::<String>("checks.sealed_inputs", &sealed[..cut]).is_err());
        }
    }

    #[test]
    fn the_index_depends_on_key_kind_and_value() {
        let (a, mut b) = (keys(), keys());
        assert_eq!(a.index("document", "1"), b.index("document", "1"));
        assert_ne!(a.index("document", "1"), a.index("phone", "1"));
        b.index = [9; 32];
        assert_ne!(a.index("document", "1"), b.index("document", "1"));
    }

    #[cfg(unix)]
    #[test]
    fn a_key_file_that_others_may_read_is_refused() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("master.key");
        assert!(MasterKey::from_file(&file, false).is_err());
        MasterKey::from_file(&file, true).unwrap();
        assert!(MasterKey::from_file(&file, false).is_ok());
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o644)).unwrap();
        assert!(MasterKey::from_file(&file, false).is_err());
    }
}
