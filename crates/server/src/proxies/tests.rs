use super::*;

fn proxies(networks: &[&str], header: ProxyHeader) -> Proxies {
    let list = networks.iter().map(|one| (*one).to_owned()).collect();
    Proxies { networks: Written::List(list).try_into().unwrap(), header }
}

fn headers(lines: &[(&str, &str)]) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for (name, value) in lines {
        let name = HeaderName::from_bytes(name.as_bytes()).unwrap();
        headers.append(name, HeaderValue::from_bytes(value.as_bytes()).unwrap());
    }
    headers
}

const FOR: &str = "x-forwarded-for";

#[test]
fn the_client_is_the_first_from_the_right_that_is_no_trusted_proxy() {
    let trusted = proxies(&["10.0.0.0/8", "2001:db8:aa::/48", "::1"], ProxyHeader::XForwardedFor);
    for (why, peer, lines, client) in [
        ("nobody says anything", "10.0.0.1", &[][..], "10.0.0.1"),
        ("a stranger is not believed", "192.0.2.9", &[(FOR, "198.51.100.7")], "192.0.2.9"),
        ("a proxy is", "10.0.0.1", &[(FOR, "198.51.100.7")], "198.51.100.7"),
        ("what the client wrote is not", "10.0.0.1", &[(FOR, "1.1.1.1, 192.0.2.9")], "192.0.2.9"),
        ("not even as a proxy", "10.0.0.1", &[(FOR, "10.6.6.6, 192.0.2.9")], "192.0.2.9"),
        ("two proxies", "10.0.0.1", &[(FOR, "192.0.2.9, 10.0.0.2")], "192.0.2.9"),
        ("two lines", "10.0.0.1", &[(FOR, "192.0.2.9"), (FOR, "10.0.0.2")], "192.0.2.9"),
        ("the last line counts", "10.0.0.1", &[(FOR, "1.1.1.1"), (FOR, "192.0.2.9")], "192.0.2.9"),
        ("only proxies", "10.0.0.1", &[(FOR, "10.0.0.3,10.0.0.2")], "10.0.0.3"),
        ("a port", "10.0.0.1", &[(FOR, "192.0.2.9:4711")], "192.0.2.9"),
        ("IPv6", "::1", &[(FOR, "2001:db8::7, 2001:db8:aa::1")], "2001:db8::7"),
        ("IPv6 in brackets", "::1", &[(FOR, "[2001:db8::7]")], "2001:db8::7"),
        ("IPv6 with a port", "::1", &[(FOR, "[2001:db8::7]:4711")], "2001:db8::7"),
        ("a mapped peer", "::ffff:10.0.0.1", &[(FOR, "192.0.2.9")], "192.0.2.9"),
        ("a mapped client", "10.0.0.1", &[(FOR, "::ffff:192.0.2.9")], "192.0.2.9"),
        ("a mapped proxy", "10.0.0.1", &[(FOR, "192.0.2.9, ::ffff:10.0.0.2")], "192.0.2.9"),
        ("nonsense", "10.0.0.1", &[(FOR, "me")], "10.0.0.1"),
        ("nonsense ends the walk", "10.0.0.1", &[(FOR, "192.0.2.9, me, 10.0.0.2")], "10.0.0.2"),
        ("so does nothing", "10.0.0.1", &[(FOR, "192.0.2.9,,10.0.0.2")], "10.0.0.2"),
        ("an empty header", "10.0.0.1", &[(FOR, "")], "10.0.0.1"),
        ("other bytes", "10.0.0.1", &[(FOR, "192.0.2.9"), (FOR, "é")], "10.0.0.1"),
        ("only what is odd is unreadable", "10.0.0.1", &[(FOR, "é, 192.0.2.9")], "192.0.2.9"),
        ("a quote hides nobody", "10.0.0.1", &[(FOR, "\", 192.0.2.9")], "192.0.2.9"),
        ("the other header", "10.0.0.1", &[("forwarded", "for=192.0.2.9")], "10.0.0.1"),
    ] {
        let found = trusted.origin(peer.parse().unwrap(), &headers(lines)).address;
        assert_eq!(found, client.parse::<IpAddr>().unwrap(), "{why}");
    }
    let nobody = Proxies::default();
    let found = nobody.origin([127, 0, 0, 1].into(), &headers(&[(FOR, "192.0.2.9")]));
    assert_eq!(found.address, IpAddr::from([127, 0, 0, 1]));
}

#[test]
fn forwarded_is_read_where_it_is_chosen() {
    let trusted = proxies(&["10.0.0.0/8"], ProxyHeader::Forwarded);
    for (text, client, tls) in [
        ("for=192.0.2.9", "192.0.2.9", false),
        ("For=192.0.2.9;Proto=HTTPS;by=10.0.0.1", "192.0.2.9", true),
        ("for=\"192.0.2.9:80\" ; proto=\"https\"", "192.0.2.9", true),
        ("for=\"[2001:db8::7]:4711\"", "2001:db8::7", false),
        ("for=192.0.2.9;proto=https, for=10.0.0.2;proto=http", "192.0.2.9", true),
        ("for=1.1.1.1;proto=https, for=192.0.2.9;proto=http", "192.0.2.9", false),
        ("for=1.1.1.1, for=\"a,b;c=d\", for=10.0.0.2", "10.0.0.2", false),
        ("for=_hidden;proto=https", "10.0.0.1", true),
        ("for=unknown", "10.0.0.1", false),
        ("proto=https", "10.0.0.1", true),
        ("for=\"192.0.2.9", "10.0.0.1", false),
        ("for=1.1.1.1;proto=https;x=\", for=192.0.2.9", "10.0.0.1", false),
        ("for=1.1.1.1;proto=https;x=\"\\\", for=192.0.2.9", "192.0.2.9", false),
        ("", "10.0.0.1", false),
    ] {
        let lines = [("forwarded", text), (FOR, "203.0.113.5"), ("x-forwarded-proto", "https")];
        let found = trusted.origin([10, 0, 0, 1].into(), &headers(&lines));
        assert_eq!(found, Origin { address: client.parse().unwrap(), tls }, "{text}");
    }
}

#[test]
fn tls_is_what_the_nearest_trusted_proxy_says() {
    let trusted = proxies(&["10.0.0.1"], ProxyHeader::XForwardedFor);
    for (peer, proto, tls) in [
        ([10, 0, 0, 1], "https", true),
        ([10, 0, 0, 1], "HTTPS", true),
        ([10, 0, 0, 1], "https, http", false),
        ([10, 0, 0, 1], "http", false),
        ([10, 0, 0, 2], "https", false),
    ] {
        let lines = [(FOR, "192.0.2.9"), ("x-forwarded-proto", proto)];
        assert_eq!(trusted.origin(peer.into(), &headers(&lines)).tls, tls, "{peer:?} {proto}");
    }
}

#[test]
fn networks_are_read_as_people_write_them() {
    for (text, shown) in [
        ("10.1.2.3", "10.1.2.3/32"),
        ("10.1.2.3/8", "10.0.0.0/8"),
        ("::1", "::1/128"),
        ("::ffff:10.1.2.3", "10.1.2.3/32"),
        ("::ffff:10.0.0.0/104", "10.0.0.0/8"),
        ("2001:db8::/32", "2001:db8::/32"),
    ] {
        assert_eq!(network(text).unwrap().to_string(), shown, "{text}");
    }
    for text in ["", "10.0.0.0/33", "10.0.0", "localhost", "10.0.0.0/8/8"] {
        assert!(network(text).is_none(), "{text}");
    }
    let some = Networks::try_from(Written::Text("10.0.0.0/8, ::1".into())).unwrap();
    assert_eq!(Vec::from(some), ["10.0.0.0/8", "::1/128"]);
}
