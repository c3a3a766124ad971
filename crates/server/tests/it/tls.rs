//! TLS: a certificate that is checked at the start, used, and renewed while connections go on.

use std::fs;
use std::net::SocketAddr;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use base64::prelude::{BASE64_STANDARD, Engine as _};
use bytes::Bytes;
use http::{Request, Response};
use http_body_util::Full;
use hyper::body::Incoming;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper_util::rt::TokioIo;
use server::client::encode;
use server::listener::{Bounds, Edge};
use server::settings::Settings;
use server::tls::Tls;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::{Instant, sleep, timeout};
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::version::{TLS12, TLS13};
use tokio_rustls::rustls::{ClientConfig, RootCertStore, SupportedProtocolVersion};

use crate::support::{LISTED, TestApp};

const LONG: Duration = Duration::from_secs(20);
const OFTEN: Duration = Duration::from_millis(20);

/// A certificate of its own authority.
struct Made {
    certificate: CertificateDer<'static>,
    public: String,
    private: String,
}

fn made() -> Made {
    let pair = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    Made {
        certificate: pair.cert.der().clone(),
        public: pem("CERTIFICATE", pair.cert.der()),
        private: pem("PRIVATE KEY", pair.signing_key.serialized_der()),
    }
}

fn pem(label: &str, bytes: &[u8]) -> String {
    let lines = BASE64_STANDARD.encode(bytes);
    format!("-----BEGIN {label}-----\n{lines}\n-----END {label}-----\n")
}

/// A folder with the two files.
struct Files(tempfile::TempDir);

impl Files {
    fn holding(made: &Made) -> Self {
        let files = Self(tempfile::tempdir().unwrap());
        files.renew("cert.pem", &made.public);
        files.renew("key.pem", &made.private);
        files
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Replaces a file as renewal tools do, by a new one.
    fn renew(&self, name: &str, text: &str) {
        write(&self.path("new"), text, 0o640);
        fs::rename(self.path("new"), self.path(name)).unwrap();
    }

    fn edge(&self, bounds: Bounds) -> Edge {
        let tls = Tls::open(&self.path("cert.pem"), &self.path("key.pem")).unwrap();
        Edge { tls: Some(tls), bounds, ..Edge::default() }
    }
}

fn write(path: &Path, text: &str, mode: u32) {
    fs::write(path, text).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

/// One connection, and the certificate that it was shown.
struct Connection {
    sender: SendRequest<Full<Bytes>>,
    shown: CertificateDer<'static>,
}

impl Connection {
    async fn open(app: &TestApp, trusted: &[&Made]) -> Self {
        Self::with(app, trusted, &[&TLS13, &TLS12]).await
    }

    async fn with(
        app: &TestApp,
        trusted: &[&Made],
        versions: &[&'static SupportedProtocolVersion],
    ) -> Self {
        let mut roots = RootCertStore::empty();
        for made in trusted {
            roots.add(made.certificate.clone()).unwrap();
        }
        let mut config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_protocol_versions(versions)
            .unwrap()
            .with_root_certificates(roots)
            .with_no_client_auth();
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        let stream = TcpStream::connect(address(app)).await.unwrap();
        let name = ServerName::try_from("localhost").unwrap();
        let connecting = TlsConnector::from(Arc::new(config)).connect(name, stream);
        let stream = timeout(LONG, connecting).await.unwrap().unwrap();
        let (_, session) = stream.get_ref();
        assert_eq!(session.alpn_protocol(), Some(&b"http/1.1"[..]));
        let shown = session.peer_certificates().unwrap()[0].clone();
        let (sender, connection) = handshake(TokioIo::new(stream)).await.unwrap();
        tokio::spawn(connection);
        Self { sender, shown }
    }

    async fn send(&mut self, request: Request<Full<Bytes>>) -> Response<Incoming> {
        self.sender.ready().await.unwrap();
        self.sender.send_request(request).await.unwrap()
    }

    async fn health(&mut self) -> u16 {
        let request = Request::get("/healthz").header("host", "localhost");
        self.send(request.body(Full::default()).unwrap()).await.status().as_u16()
    }
}

fn address(app: &TestApp) -> SocketAddr {
    app.base.strip_prefix("http://").unwrap().parse().unwrap()
}

/// Waits until new connections are shown a certificate.
async fn until_shown(app: &TestApp, trusted: &[&Made], wanted: &Made) {
    let deadline = Instant::now() + LONG;
    while Connection::open(app, trusted).await.shown != wanted.certificate {
        assert!(Instant::now() < deadline, "the new certificate is not used");
        sleep(OFTEN).await;
    }
}

#[tokio::test]
async fn a_check_is_created_over_tls_and_the_client_is_told_to_stay_with_it() {
    let made = made();
    let files = Files::holding(&made);
    let app = TestApp::at(files.edge(Bounds::default())).await;
    let tenant = app.tenant().await;
    for version in [&TLS12, &TLS13] {
        let mut connection = Connection::with(&app, &[&made], &[version]).await;
        let request = Request::post("/v1/checks")
            .header("host", "localhost")
            .header("Truora-API-Key", &tenant.key)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Full::from(encode(&LISTED)))
            .unwrap();
        let answer = connection.send(request).await;
        assert!(answer.status().is_success(), "{}", answer.status());
        assert_eq!(answer.headers()["strict-transport-security"], "max-age=31536000");
    }
    let plain = TestApp::start().await;
    let answer = plain.stranger().get("/healthz").await.unwrap();
    assert!(!answer.headers.contains_key("strict-transport-security"));
}

#[tokio::test]
async fn clients_that_speak_no_tls_are_closed_and_disturb_nobody() {
    let made = made();
    let files = Files::holding(&made);
    let bounds = Bounds { beginning: Duration::from_secs(1), ..Bounds::default() };
    let app = TestApp::at(files.edge(bounds)).await;
    let mut wrong = Vec::new();
    for said in [&b"GET / HTTP/1.1\r\nhost: localhost\r\n\r\n"[..], b"", b"\x16\x03\x01\x02\x00"] {
        let mut stream = TcpStream::connect(address(&app)).await.unwrap();
        stream.write_all(said).await.unwrap();
        wrong.push(stream);
    }
    assert_eq!(Connection::open(&app, &[&made]).await.health().await, 200);
    for mut stream in wrong {
        let closed = timeout(LONG, stream.read_to_end(&mut Vec::new())).await.unwrap();
        assert!(closed.is_ok(), "{closed:?}");
    }
    assert_eq!(Connection::open(&app, &[&made]).await.health().await, 200);
}

#[tokio::test]
async fn a_renewed_certificate_is_taken_up_and_old_connections_go_on() {
    let (old, new) = (made(), made());
    let both = [&old, &new];
    let files = Files::holding(&old);
    let app = TestApp::at(files.edge(Bounds { look: OFTEN, ..Bounds::default() })).await;
    let mut early = Connection::open(&app, &both).await;
    assert_eq!(early.shown, old.certificate);

    // The certificate comes before its key: for a while the two do not belong together.
    files.renew("cert.pem", &new.public);
    sleep(10 * OFTEN).await;
    let mut between = Connection::open(&app, &both).await;
    assert_eq!(between.shown, old.certificate);
    assert_eq!(between.health().await, 200);
    files.renew("key.pem", &new.private);
    until_shown(&app, &both, &new).await;
    assert_eq!((early.health().await, between.health().await), (200, 200));

    // Nothing that is broken is taken up.
    for (name, text) in [("cert.pem", ""), ("key.pem", "no key"), ("key.pem", &old.private)] {
        files.renew(name, text);
        sleep(5 * OFTEN).await;
        assert_eq!(Connection::open(&app, &both).await.shown, new.certificate, "{name}: {text}");
    }
    fs::remove_file(files.path("key.pem")).unwrap();
    sleep(5 * OFTEN).await;
    assert_eq!(Connection::open(&app, &both).await.shown, new.certificate);
    files.renew("cert.pem", &old.public);
    files.renew("key.pem", &old.private);
    until_shown(&app, &both, &old).await;
}

#[tokio::test]
async fn a_signal_takes_up_a_renewed_certificate_at_once() {
    let (old, new) = (made(), made());
    let files = Files::holding(&old);
    let bounds = Bounds { look: Duration::from_secs(3_600), ..Bounds::default() };
    let app = TestApp::at(files.edge(bounds)).await;
    assert_eq!(Connection::open(&app, &[&old]).await.health().await, 200);
    files.renew("cert.pem", &new.public);
    files.renew("key.pem", &new.private);
    let pid = std::process::id().to_string();
    assert!(std::process::Command::new("kill").args(["-HUP", &pid]).status().unwrap().success());
    until_shown(&app, &[&old, &new], &new).await;
}

#[test]
fn a_wrong_setting_is_named_with_its_file_and_the_rule() {
    let (made, other) = (made(), made());
    let files = Files::holding(&made);
    files.renew("other.pem", &other.private);
    files.renew("text.pem", "nothing");
    write(&files.path("open.pem"), &made.private, 0o644);
    for (cert, key, named) in [
        ("cert.pem", "", &["tls_key: is needed beside tls_cert"][..]),
        ("", "key.pem", &["tls_cert: is needed beside tls_key"]),
        ("gone.pem", "key.pem", &["tls_cert: ", "gone.pem", "No such file"]),
        ("cert.pem", "gone.pem", &["tls_key: ", "gone.pem", "No such file"]),
        ("cert.pem", "other.pem", &["tls_key: ", "other.pem", "is not the key of", "cert.pem"]),
        ("cert.pem", "open.pem", &["tls_key: ", "open.pem", "its mode must end in 0"]),
        ("cert.pem", "text.pem", &["tls_key: ", "text.pem", "holds no private key"]),
        ("text.pem", "key.pem", &["tls_cert: ", "text.pem", "needs certificates in PEM"]),
        ("key.pem", "key.pem", &["tls_cert: ", "key.pem", "needs certificates in PEM"]),
        ("cert.pem", "cert.pem", &["tls_key: ", "cert.pem", "holds no private key"]),
    ] {
        let at = |name: &str| if name.is_empty() { PathBuf::new() } else { files.path(name) };
        let settings = Settings { tls_cert: at(cert), tls_key: at(key), ..Settings::default() };
        let error = format!("{:#}", Edge::open(&settings).err().unwrap());
        assert!(error.starts_with("a setting is wrong: "), "{error}");
        assert!(named.iter().all(|part| error.contains(part)), "{cert} {key}: {error}");
    }
    assert!(Edge::open(&Settings::default()).unwrap().tls.is_none());
}
