//! The loop that takes connections: TLS where it is set, time limits for clients that are slow, a
//! bound on how many are open, and an end that lets requests finish.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use anyhow::{Result, ensure};
use axum::body::Body;
use http::{Request, Response};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use kit::http::{ClientAddress, OverTls};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tower::ServiceExt as _;
use tracing::{debug, warn};

use crate::patience::Patient;
use crate::proxies::Proxies;
use crate::router::Service;
use crate::settings::Settings;
use crate::tls::{LOOK_FOR_CERTIFICATE, Tls};

/// The most bytes of a request's first line and headers.
const HEAD_LIMIT: usize = 64 * 1024;
/// How long nothing is taken after the system refused, such as when no file may be opened any more.
const BREATH: Duration = Duration::from_millis(200);

/// How connections are taken.
#[derive(Clone, Default)]
pub struct Edge {
    /// The certificate; plain HTTP without one.
    pub tls: Option<Tls>,
    /// Who is believed about the client's address.
    pub proxies: Proxies,
    /// How long and how many.
    pub bounds: Bounds,
}

/// How long a client may take, and how many connections may be open.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// For the TLS handshake, and then for the first request's headers.
    pub beginning: Duration,
    /// From an answer to the end of the next request's headers. Longer than the minute after which
    /// clients and balancers usually close, so that it is they who do.
    pub idle: Duration,
    /// For taking any part of an answer.
    pub taking: Duration,
    /// For requests under way when the server is stopped.
    pub ending: Duration,
    /// How often the certificate's files are looked at.
    pub look: Duration,
    /// Connections; one more is closed at once.
    pub connections: usize,
}

impl Default for Bounds {
    fn default() -> Self {
        Self {
            beginning: Duration::from_secs(10),
            idle: Duration::from_secs(75),
            taking: Duration::from_secs(30),
            ending: Duration::from_secs(30),
            look: LOOK_FOR_CERTIFICATE,
            connections: 8_192,
        }
    }
}

impl Edge {
    /// What the settings say; reads the certificate.
    pub fn open(settings: &Settings) -> Result<Self> {
        let (certificate, key) = (&settings.tls_cert, &settings.tls_key);
        let (plain, no_key) = (certificate.as_os_str().is_empty(), key.as_os_str().is_empty());
        ensure!(plain || !no_key, "a setting is wrong: tls_key: is needed beside tls_cert");
        ensure!(!plain || no_key, "a setting is wrong: tls_cert: is needed beside tls_key");
        let tls = if plain { None } else { Some(Tls::open(certificate, key)?) };
        let proxies =
            Proxies { networks: settings.trusted_proxies.clone(), header: settings.proxy_header };
        Ok(Self { tls, proxies, bounds: Bounds::default() })
    }
}

/// Takes connections until `stop`, then lets requests under way end.
pub async fn serve(listener: TcpListener, service: Service, edge: Edge, stop: CancellationToken) {
    let bounds = edge.bounds;
    if let Some(tls) = edge.tls.clone() {
        tokio::spawn(tls.look_after(bounds.look, stop.clone()));
    }
    let door = Arc::new(Door { service, edge, stop: stop.clone() });
    let (open, cut) = (TaskTracker::new(), CancellationToken::new());
    let mut full = false;
    while let Some(accepted) = stop.run_until_cancelled(listener.accept()).await {
        match accepted {
            Ok(_) if open.len() >= bounds.connections => {
                if !full {
                    warn!(
                        connections = open.len(),
                        "too many are open: new connections are closed"
                    );
                }
                full = true;
            }
            Ok((stream, peer)) => {
                full = false;
                let (door, cut) = (Arc::clone(&door), cut.clone());
                open.spawn(async move { cut.run_until_cancelled(door.enter(stream, peer)).await });
            }
            Err(error) if is_about_one(&error) => {}
            Err(error) => {
                warn!(%error, "connections cannot be taken");
                tokio::time::sleep(BREATH).await;
            }
        }
    }
    drop(listener);
    open.close();
    if tokio::time::timeout(bounds.ending, open.wait()).await.is_err() {
        warn!(connections = open.len(), "connections that do not end are cut off");
        cut.cancel();
        open.wait().await;
    }
}

/// An error of one connection that its client has given up, not of the listener.
fn is_about_one(error: &std::io::Error) -> bool {
    use std::io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}

struct Door {
    service: Service,
    edge: Edge,
    stop: CancellationToken,
}

impl Door {
    /// Serves one connection until it ends. What its client does wrong is worth no line in the log.
    async fn enter(self: Arc<Self>, stream: TcpStream, peer: SocketAddr) {
        // Without it answers are late, not wrong.
        let _ = stream.set_nodelay(true);
        let stream = Patient::new(stream, self.edge.bounds.taking);
        let Some(tls) = &self.edge.tls else {
            return self.converse(stream, peer, false).await;
        };
        let handshake = tls.acceptor().accept(stream);
        let handshake = tokio::time::timeout(self.edge.bounds.beginning, handshake);
        match self.stop.run_until_cancelled(handshake).await {
            Some(Ok(Ok(stream))) => self.converse(stream, peer, true).await,
            Some(Ok(Err(error))) => debug!(%error, "no TLS"),
            Some(Err(_)) | None => {}
        }
    }

    async fn converse<S>(&self, stream: S, peer: SocketAddr, tls: bool)
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let asked = AtomicBool::new(false);
        let answer = service_fn(|request| {
            asked.store(true, Ordering::Relaxed);
            self.answer(request, peer, tls)
        });
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            // Runs while a connection is idle too, hence the longer of the two.
            .header_read_timeout(self.edge.bounds.idle)
            .max_buf_size(HEAD_LIMIT)
            .serve_connection(TokioIo::new(stream), answer);
        let mut connection = pin!(connection);
        let mut beginning = pin!(tokio::time::sleep(self.edge.bounds.beginning));
        let (mut begun, mut ending) = (false, false);
        loop {
            tokio::select! {
                done = connection.as_mut() => {
                    if let Err(error) = done {
                        debug!(%error, "a connection broke");
                    }
                    return;
                }
                () = beginning.as_mut(), if !begun => {
                    if !asked.load(Ordering::Relaxed) {
                        return;
                    }
                    begun = true;
                }
                () = self.stop.cancelled(), if !ending => {
                    connection.as_mut().graceful_shutdown();
                    ending = true;
                }
            }
        }
    }

    /// Hands a request in, with where it came from.
    async fn answer(
        &self,
        request: Request<Incoming>,
        peer: SocketAddr,
        tls: bool,
    ) -> Result<Response<Body>, Infallible> {
        let mut request = request.map(Body::new);
        let origin = self.edge.proxies.origin(peer.ip(), request.headers());
        request.extensions_mut().insert(ClientAddress(origin.address));
        if tls || origin.tls {
            request.extensions_mut().insert(OverTls);
        }
        self.service.clone().oneshot(request).await
    }
}
