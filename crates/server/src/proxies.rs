//! Which proxies are believed, and what they say about the client.

use std::net::{IpAddr, SocketAddr};

use http::{HeaderMap, HeaderName, HeaderValue};
use ipnet::{IpNet, Ipv4Net};
use serde::{Deserialize, Serialize};

const X_FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
const X_FORWARDED_PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");
/// RFC 7239.
const FORWARDED: HeaderName = HeaderName::from_static("forwarded");

/// The networks of trusted proxies. In settings a list of addresses and networks, or one text with
/// commas between them.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(try_from = "Written", into = "Vec<String>")]
pub struct Networks(Vec<IpNet>);

#[derive(Deserialize)]
#[serde(untagged, expecting = "needs a list of addresses and networks, like [\"10.0.0.0/8\"]")]
enum Written {
    List(Vec<String>),
    Text(String),
}

impl TryFrom<Written> for Networks {
    type Error = String;

    fn try_from(written: Written) -> Result<Self, String> {
        let one = |text: &str| {
            network(text.trim()).ok_or_else(|| {
                format!("{text:?}: needs an address or a network, like 10.1.2.3 or 10.0.0.0/8")
            })
        };
        match written {
            Written::List(list) => list.iter().map(|text| one(text)).collect(),
            Written::Text(text) if text.trim().is_empty() => Ok(Vec::new()),
            Written::Text(text) => text.split(',').map(one).collect(),
        }
        .map(Self)
    }
}

impl From<Networks> for Vec<String> {
    fn from(networks: Networks) -> Self {
        networks.0.iter().map(ToString::to_string).collect()
    }
}

/// An address is a network of one. IPv4 written as IPv6 (`::ffff:10.0.0.0/104`) is IPv4.
fn network(text: &str) -> Option<IpNet> {
    let net: IpNet = match text.parse::<IpAddr>() {
        Ok(address) => address.to_canonical().into(),
        Err(_) => text.parse().ok()?,
    };
    if let (IpNet::V6(net), IpAddr::V4(address)) = (net, net.addr().to_canonical())
        && let Some(length) = net.prefix_len().checked_sub(96)
    {
        return Ipv4Net::new(address, length).ok().map(|net| IpNet::V4(net.trunc()));
    }
    Some(net.trunc())
}

/// The header in which trusted proxies name the client. Only one is believed: a proxy that writes
/// one of them hands on what a client put into the other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ProxyHeader {
    /// `X-Forwarded-For`, and `X-Forwarded-Proto` beside it.
    #[default]
    XForwardedFor,
    /// `Forwarded` (RFC 7239).
    Forwarded,
}

/// The proxies that are believed.
#[derive(Clone, Debug, Default)]
pub struct Proxies {
    /// Where they are; nowhere by default.
    pub networks: Networks,
    /// What they write.
    pub header: ProxyHeader,
}

/// Where a request came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The client's address.
    pub address: IpAddr,
    /// Whether a trusted proxy says that the client spoke TLS.
    pub tls: bool,
}

/// What one proxy says of whoever asked it: the address, where it can be read, and TLS.
type Hop = (Option<IpAddr>, bool);

impl Proxies {
    /// Who sent a request: the peer, and as long as that is a trusted proxy, the one whom it names.
    /// The walk goes from the right, since everything to the left of what a trusted proxy wrote may
    /// be the client's invention. A hop that cannot be read ends it.
    pub fn origin(&self, peer: IpAddr, headers: &HeaderMap) -> Origin {
        let mut origin = Origin { address: peer.to_canonical(), tls: false };
        if !self.trusts(origin.address) {
            return origin;
        }
        let hops: Vec<Hop> = match self.header {
            ProxyHeader::XForwardedFor => {
                let tls = last(headers, &X_FORWARDED_PROTO)
                    .is_some_and(|word| word.eq_ignore_ascii_case("https"));
                origin.tls = tls;
                let lines = headers.get_all(&X_FORWARDED_FOR).into_iter();
                let elements = lines.flat_map(|line| line.as_bytes().split(|byte| *byte == b','));
                elements.map(|element| (text(element).and_then(address), tls)).collect()
            }
            ProxyHeader::Forwarded => {
                headers.get_all(&FORWARDED).into_iter().flat_map(forwarded_line).collect()
            }
        };
        for (address, tls) in hops.into_iter().rev() {
            if !self.trusts(origin.address) {
                break;
            }
            origin.tls = tls;
            let Some(address) = address else { break };
            origin.address = address;
        }
        origin
    }

    fn trusts(&self, address: IpAddr) -> bool {
        self.networks.0.iter().any(|network| network.contains(&address))
    }
}

/// The elements of one line of `Forwarded`. A line in which a quote stays open is one that cannot be
/// read: what a client left open would take in what the proxy wrote behind it.
fn forwarded_line(line: &HeaderValue) -> Vec<Hop> {
    match text(line.as_bytes()).filter(|line| line.matches('"').count() % 2 == 0) {
        Some(line) => split(line, ',').into_iter().map(forwarded).collect(),
        None => vec![(None, false)],
    }
}

/// The last element of the last line: what the nearest proxy says.
fn last<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    let line = headers.get_all(name).into_iter().next_back()?;
    text(line.as_bytes().rsplit(|byte| *byte == b',').next()?)
}

fn text(bytes: &[u8]) -> Option<&str> {
    std::str::from_utf8(bytes).ok().map(str::trim)
}

/// The parts between separators that stand outside quotes.
fn split(text: &str, separator: char) -> Vec<&str> {
    let mut quoted = false;
    text.split(|letter: char| {
        quoted ^= letter == '"';
        letter == separator && !quoted
    })
    .map(str::trim)
    .collect()
}

/// One element of `Forwarded`: `for=192.0.2.43;proto=https`.
fn forwarded(element: &str) -> Hop {
    let (mut client, mut tls) = (None, false);
    for pair in split(element, ';') {
        let Some((name, value)) = pair.split_once('=') else { continue };
        let value =
            value.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(value);
        if name.eq_ignore_ascii_case("for") {
            client = address(value);
        } else if name.eq_ignore_ascii_case("proto") {
            tls = value.eq_ignore_ascii_case("https");
        }
    }
    (client, tls)
}

/// An address, with or without a port or brackets.
fn address(text: &str) -> Option<IpAddr> {
    let bare = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(text);
    let address = bare.parse::<IpAddr>().ok();
    let address = address.or_else(|| text.parse::<SocketAddr>().ok().map(|socket| socket.ip()));
    address.map(|address| address.to_canonical())
}

#[cfg(test)]
mod tests;
