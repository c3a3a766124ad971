//! TLS on our own listener, with a certificate that is renewed while the server runs.

use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use anyhow::{Context as _, Result, bail, ensure};
use sha2::{Digest as _, Sha256};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::crypto::{CryptoProvider, ring};
use tokio_rustls::rustls::pki_types::pem::{self, PemObject as _};
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::server::{ClientHello, ResolvesServerCert};
use tokio_rustls::rustls::sign::CertifiedKey;
use tokio_rustls::rustls::version::{TLS12, TLS13};
use tokio_rustls::rustls::{Error as RustlsError, InconsistentKeys, ServerConfig};
use tokio_util::sync::CancellationToken;
use tracing::{info, warn};

/// How often the files are looked at.
pub const LOOK_FOR_CERTIFICATE: Duration = Duration::from_secs(5);
/// The largest file that is read: 1 MiB.
const FILE_LIMIT: u64 = 1024 * 1024;

/// A certificate in use and the files that it came from.
#[derive(Clone)]
pub struct Tls {
    files: Files,
    current: Arc<Current>,
    acceptor: TlsAcceptor,
}

impl Tls {
    /// Reads a certificate with its chain, and the certificate's key, each a PEM file.
    pub fn open(certificate: &Path, key: &Path) -> Result<Self> {
        let provider = Arc::new(ring::default_provider());
        let files = Files { certificate: certificate.to_owned(), key: key.to_owned() };
        let pair = files.read(&provider).context("a setting is wrong")?;
        let current = Arc::new(Current(RwLock::new(pair)));
        let mut config = ServerConfig::builder_with_provider(provider)
            .with_protocol_versions(&[&TLS13, &TLS12])
            .context("starting TLS")?
            .with_no_client_auth()
            .with_cert_resolver(Arc::clone(&current) as Arc<dyn ResolvesServerCert>);
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        info!(certificate = %files.certificate.display(), "serving over TLS");
        Ok(Self { files, current, acceptor: TlsAcceptor::from(Arc::new(config)) })
    }

    /// What turns a connection into a TLS connection.
    pub fn acceptor(&self) -> &TlsAcceptor {
        &self.acceptor
    }

    /// Looks at the files again and again, and at once on SIGHUP. A new pair serves the connections
    /// that come from then on; one that is broken is logged, and the old one stays.
    pub async fn look_after(self, period: Duration, stop: CancellationToken) {
        let mut told = Told::default();
        let mut asked = Asked::listen();
        let provider = Arc::new(ring::default_provider());
        loop {
            tokio::select! {
                () = stop.cancelled() => break,
                () = tokio::time::sleep(period) => {}
                () = asked.again() => told.anew(),
            }
            let (files, provider) = (self.files.clone(), Arc::clone(&provider));
            let read = tokio::task::spawn_blocking(move || files.read(&provider)).await;
            match read.map_err(anyhow::Error::from).flatten() {
                Ok(pair) => {
                    let changed = self.current.take(pair);
                    told.good(changed);
                }
                Err(reason) => told.bad(&format!("{reason:#}")),
            }
        }
    }
}

/// A certificate with its key, and what the files held.
#[derive(Clone)]
struct Pair {
    certified: Arc<CertifiedKey>,
    digest: [u8; 32],
}

/// The pair that new connections are given.
struct Current(RwLock<Pair>);

impl Current {
    /// Takes a pair into use; says whether it is another than before.
    fn take(&self, pair: Pair) -> bool {
        let mut current = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let changed = current.digest != pair.digest;
        if changed {
            *current = pair;
        }
        changed
    }
}

impl std::fmt::Debug for Current {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Current")
    }
}

impl ResolvesServerCert for Current {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        let current = self.0.read().unwrap_or_else(PoisonError::into_inner);
        Some(Arc::clone(&current.certified))
    }
}

#[derive(Clone)]
struct Files {
    certificate: PathBuf,
    key: PathBuf,
}

impl Files {
    fn read(&self, provider: &CryptoProvider) -> Result<Pair> {
        let (certificate, key) = (self.certificate.display(), self.key.display());
        let (public, _) =
            read(&self.certificate).with_context(|| format!("tls_cert: {certificate}"))?;
        let (private, mode) = read(&self.key).with_context(|| format!("tls_key: {key}"))?;
        ensure!(
            mode & 0o007 == 0,
            "tls_key: {key}: everybody may read or change the file; its mode must end in 0, like 0640"
        );
        let chain = CertificateDer::pem_slice_iter(&public)
            .collect::<Result<Vec<_>, _>>()
            .ok()
            .filter(|chain| !chain.is_empty())
            .with_context(|| format!("tls_cert: {certificate}: needs certificates in PEM"))?;
        let private_key = PrivateKeyDer::from_pem_slice(&private).map_err(|error| match error {
            pem::Error::NoItemsFound => {
                anyhow::anyhow!("tls_key: {key}: holds no private key in PEM without a passphrase")
            }
            // What is wrong may quote the key.
            _ => anyhow::anyhow!("tls_key: {key}: is not whole PEM"),
        })?;
        let digest = Sha256::new()
            .chain_update((public.len() as u64).to_be_bytes())
            .chain_update(&public)
            .chain_update(&private);
        match CertifiedKey::from_der(chain, private_key, provider) {
            Ok(certified) => {
                Ok(Pair { certified: Arc::new(certified), digest: digest.finalize().into() })
            }
            Err(RustlsError::InconsistentKeys(InconsistentKeys::KeyMismatch)) => {
                bail!("tls_key: {key}: is not the key of the certificate {certificate}")
            }
            Err(RustlsError::InvalidCertificate(error)) => {
                bail!("tls_cert: {certificate}: the first certificate is wrong: {error}")
            }
            Err(error) => bail!("tls_key: {key}: the key cannot be used: {error}"),
        }
    }
}

/// A file's content and its mode.
fn read(file: &Path) -> std::io::Result<(Vec<u8>, u32)> {
    let file = File::open(file)?;
    let mode = mode(&file.metadata()?);
    let mut content = Vec::new();
    file.take(FILE_LIMIT).read_to_end(&mut content)?;
    Ok((content, mode))
}

#[cfg(unix)]
fn mode(file: &std::fs::Metadata) -> u32 {
    std::os::unix::fs::MetadataExt::mode(file)
}

#[cfg(not(unix))]
fn mode(_: &std::fs::Metadata) -> u32 {
    0
}

/// What the log was told, so that it is told once.
#[derive(Default)]
struct Told {
    reason: Option<String>,
    asked: bool,
}

impl Told {
    /// The operator asked: say how it is, even if nothing has changed.
    fn anew(&mut self) {
        *self = Self { reason: None, asked: true };
    }

    fn good(&mut self, changed: bool) {
        if changed {
            info!("a new certificate is in use");
        } else if self.asked || self.reason.is_some() {
            info!("the certificate is the one in use");
        }
        *self = Self::default();
    }

    fn bad(&mut self, reason: &str) {
        if self.reason.as_deref() != Some(reason) {
            warn!(reason, "the certificate cannot be renewed; the old one stays in use");
        }
        *self = Self { reason: Some(reason.to_owned()), asked: false };
    }
}

/// SIGHUP, where there is such a thing.
struct Asked {
    #[cfg(unix)]
    signal: Option<tokio::signal::unix::Signal>,
}

impl Asked {
    fn listen() -> Self {
        Self {
            #[cfg(unix)]
            signal: tokio::signal::unix::signal(tokio::signal::unix::SignalKind::hangup()).ok(),
        }
    }

    async fn again(&mut self) {
        #[cfg(unix)]
        if let Some(signal) = &mut self.signal
            && signal.recv().await.is_some()
        {
            return;
        }
        std::future::pending().await
    }
}
