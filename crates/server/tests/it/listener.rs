//! How connections are taken: slow clients, too many, proxies, and the end.

use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::routing::get;
use kit::http::{ClientAddress, OverTls};
use server::client::Client;
use server::listener::{Bounds, Edge, serve};
use server::proxies::Proxies;
use server::router::Service;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep, timeout};
use tokio_util::sync::CancellationToken;
use tower::Layer as _;
use tower::util::MapRequestLayer;

use crate::support::TestApp;

const SHORT: Duration = Duration::from_millis(300);
/// Longer than anything here may take.
const LONG: Duration = Duration::from_secs(20);
const GET: &[u8] = b"GET /slow HTTP/1.1\r\nhost: localhost\r\n\r\n";

/// A listener with routes of its own.
struct Served {
    address: String,
    stop: CancellationToken,
    serving: JoinHandle<()>,
}

impl Served {
    async fn start(edge: Edge) -> Self {
        let as_it_is: fn(Request) -> Request = |request| request;
        let routes = Router::new()
            .route("/", get(async |request: Request| who(&request)))
            .route("/large", get(async || vec![b'x'; 64 * 1024 * 1024]))
            .route("/never", get(std::future::pending::<()>))
            .route("/slow", get(async || sleep(SHORT).await));
        let service: Service = MapRequestLayer::new(as_it_is).layer(routes);
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let stop = CancellationToken::new();
        let serving = tokio::spawn(serve(listener, service, edge, stop.clone()));
        Self { address, stop, serving }
    }

    async fn connect(&self) -> TcpStream {
        TcpStream::connect(&self.address).await.unwrap()
    }

    /// Everything that is answered until the connection closes, and whether it closed in order.
    async fn answer_to(&self, request: &[u8]) -> (String, bool) {
        let mut stream = self.connect().await;
        stream.write_all(request).await.unwrap();
        let mut answer = Vec::new();
        let closed = timeout(LONG, stream.read_to_end(&mut answer)).await.unwrap();
        (String::from_utf8(answer).unwrap(), closed.is_ok())
    }
}

fn who(request: &Request) -> String {
    let ClientAddress(address) = request.extensions().get().unwrap();
    format!("{address} {}", request.extensions().get::<OverTls>().is_some())
}

fn bounded(bounds: Bounds) -> Edge {
    Edge { bounds, ..Edge::default() }
}

/// Whether the other side has closed, and within how long.
async fn until_closed(stream: &mut TcpStream) -> Duration {
    let began = Instant::now();
    let closed = timeout(LONG, stream.read_to_end(&mut Vec::new())).await;
    assert!(closed.is_ok(), "the connection stays open");
    began.elapsed()
}

#[tokio::test]
async fn headers_that_do_not_come_close_the_connection_and_others_are_served() {
    let bounds = Bounds { beginning: Duration::from_secs(1), ..Bounds::default() };
    let app = TestApp::at(bounded(bounds)).await;
    let address = app.base.strip_prefix("http://").unwrap();
    let mut slow = Vec::new();
    for _ in 0..100 {
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(b"G").await.unwrap();
        slow.push(stream);
    }
    let tenant = app.tenant().await;
    assert_eq!(tenant.client.get("/v1/checks").await.unwrap().status, 200);
    let began = Instant::now();
    for stream in &mut slow {
        until_closed(stream).await;
    }
    assert!(began.elapsed() < LONG / 2, "{:?}", began.elapsed());
}

#[tokio::test]
async fn an_idle_connection_is_kept_for_a_while() {
    let bounds = Bounds { beginning: SHORT, idle: 4 * SHORT, ..Bounds::default() };
    let served = Served::start(bounded(bounds)).await;
    let mut stream = served.connect().await;
    for _ in 0..2 {
        stream.write_all(GET).await.unwrap();
        let mut answer = [0; 512];
        let length = stream.read(&mut answer).await.unwrap();
        assert!(answer[..length].starts_with(b"HTTP/1.1 200"));
        sleep(2 * SHORT).await;
    }
    // Half of the next request is no request.
    stream.write_all(&GET[..9]).await.unwrap();
    assert!(until_closed(&mut stream).await < LONG / 2);
}

#[tokio::test]
async fn one_connection_too_many_is_closed_and_makes_nobody_wait() {
    let served = Served::start(bounded(Bounds { connections: 2, ..Bounds::default() })).await;
    let (first, mut second) = (served.connect().await, served.connect().await);
    second.write_all(GET).await.unwrap();
    let mut answer = [0; 512];
    assert!(second.read(&mut answer).await.unwrap() > 0);
    until_closed(&mut served.connect().await).await;
    drop(first);
    let request = b"GET / HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n";
    let deadline = Instant::now() + LONG;
    while !served.answer_to(request).await.0.ends_with("127.0.0.1 false") {
        assert!(Instant::now() < deadline, "the place is not free again");
        sleep(Duration::from_millis(10)).await;
    }
}

#[tokio::test]
async fn an_answer_that_nobody_takes_is_given_up() {
    let served = Served::start(bounded(Bounds { taking: SHORT, ..Bounds::default() })).await;
    let mut stream = served.connect().await;
    stream.write_all(b"GET /large HTTP/1.1\r\nhost: localhost\r\n\r\n").await.unwrap();
    sleep(4 * SHORT).await;
    let mut answer = Vec::new();
    let _ = timeout(LONG, stream.read_to_end(&mut answer)).await.unwrap();
    assert!(answer.len() < 64 * 1024 * 1024, "all of it came");
    // A client that takes it gets all of it.
    let client = Client::new(format!("http://{}", served.address), None);
    assert_eq!(client.text("/large").await.unwrap().len(), 64 * 1024 * 1024);
}

#[tokio::test]
async fn headers_without_end_are_refused() {
    let served = Served::start(Edge::default()).await;
    let long = format!("GET / HTTP/1.1\r\nhost: localhost\r\na: {}", "b".repeat(65 * 1024));
    let (answer, _) = served.answer_to(long.as_bytes()).await;
    assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 431"), "{answer}");
}

#[tokio::test]
async fn stopping_lets_a_request_end_and_closes_idle_connections() {
    let served = Served::start(Edge::default()).await;
    let mut idle = served.connect().await;
    let mut busy = served.connect().await;
    busy.write_all(GET).await.unwrap();
    sleep(SHORT / 3).await;
    served.stop.cancel();
    let mut answer = String::new();
    timeout(LONG, busy.read_to_string(&mut answer)).await.unwrap().unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    until_closed(&mut idle).await;
    timeout(LONG, served.serving).await.unwrap().unwrap();
    assert!(TcpStream::connect(&served.address).await.is_err());
}

#[tokio::test]
async fn stopping_waits_for_nobody_for_ever() {
    let served = Served::start(bounded(Bounds { ending: SHORT, ..Bounds::default() })).await;
    let mut busy = served.connect().await;
    busy.write_all(b"GET /never HTTP/1.1\r\nhost: localhost\r\n\r\n").await.unwrap();
    sleep(SHORT / 3).await;
    served.stop.cancel();
    timeout(LONG, served.serving).await.unwrap().unwrap();
}

#[tokio::test]
async fn every_handler_learns_the_client_from_a_trusted_proxy_only() {
    let request = b"GET / HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\
        x-forwarded-for: 203.0.113.7, 198.51.100.9\r\nx-forwarded-proto: https\r\n\r\n";
    let plain = Served::start(Edge::default()).await;
    let (answer, in_order) = plain.answer_to(request).await;
    assert!(answer.ends_with("\r\n\r\n127.0.0.1 false") && in_order, "{answer}");
    let networks = serde_json::from_str(r#"["127.0.0.0/8"]"#).unwrap();
    let proxies = Proxies { networks, ..Proxies::default() };
    let behind = Served::start(Edge { proxies: proxies.clone(), ..Edge::default() }).await;
    let (answer, _) = behind.answer_to(request).await;
    assert!(answer.ends_with("\r\n\r\n198.51.100.9 true"), "{answer}");

    let said = [("x-forwarded-proto", "https")];
    for (edge, told) in [(Edge::default(), false), (Edge { proxies, ..Edge::default() }, true)] {
        let app = TestApp::at(edge).await;
        let stranger = app.stranger();
        let answer = stranger.send(http::Method::GET, "/healthz", &said, Vec::new().into()).await;
        let headers = answer.unwrap().headers;
        assert_eq!(headers.contains_key("strict-transport-security"), told);
        assert!(
            !stranger.get("/x").await.unwrap().headers.contains_key("strict-transport-security")
        );
    }
}
