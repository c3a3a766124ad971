//! Where a request came from, as its extensions say.

use std::net::IpAddr;

/// The address of the client: the peer's, or what a trusted proxy said of it. In the extensions of
/// every request that the listener takes. It is personal data: it belongs into no log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClientAddress(pub IpAddr);

/// In the extensions of a request whose client spoke TLS, with this server or with a trusted proxy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OverTls;
