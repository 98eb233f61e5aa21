//! From which address a request comes, also behind a proxy on this machine.
//! For the edge; by it guessing is slowed, so a stranger must not choose it.

use std::net::{IpAddr, Ipv4Addr};

use axum::extract::{ConnectInfo, Request};

use crate::patience::Peer;

/// The peer; if that is this machine, a proxy, then the last address that the proxy names.
pub(crate) fn ip_of(request: &Request) -> IpAddr {
    let peer = request
        .extensions()
        .get::<ConnectInfo<Peer>>()
        .map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |info| info.0.0.ip());
    if !peer.to_canonical().is_loopback() {
        return peer;
    }
    // Why the last line too: some proxies add their own below the one that a stranger sent.
    request
        .headers()
        .get_all("x-forwarded-for")
        .iter()
        .next_back()
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.rsplit(',').next())
        .and_then(|last| last.trim().parse().ok())
        .unwrap_or(peer)
}

#[cfg(test)]
mod tests {
    use axum::body::Body;

    use super::*;

    fn asked_from(peer: &str, forwarded: &str) -> IpAddr {
        let peer = peer.parse().expect("a valid address");
        let mut request = Request::new(Body::empty());
        request.extensions_mut().insert(ConnectInfo(Peer(peer)));
        if !forwarded.is_empty() {
            let value = forwarded.parse().expect("a valid header");
            request.headers_mut().insert("x-forwarded-for", value);
        }
        ip_of(&request)
    }

    #[test]
    fn only_a_proxy_on_this_machine_may_name_another_address() {
        let ip = |text: &str| text.parse::<IpAddr>().expect("a valid address");
        assert_eq!(asked_from("203.0.113.5:1", "10.0.0.1"), ip("203.0.113.5"));
        assert_eq!(
            asked_from("127.0.0.1:1", "1.2.3.4, 203.0.113.9"),
            ip("203.0.113.9")
        );
        assert_eq!(asked_from("[::1]:1", "nonsense"), ip("::1"));
        assert_eq!(asked_from("127.0.0.1:1", ""), ip("127.0.0.1"));
    }

    #[test]
    fn of_several_lines_the_one_that_the_proxy_added_counts() {
        let mut request = Request::new(Body::empty());
        let peer = "127.0.0.1:1".parse().expect("a valid address");
        request.extensions_mut().insert(ConnectInfo(Peer(peer)));
        for line in ["1.2.3.4", "5.6.7.8, 203.0.113.9"] {
            let value = line.parse().expect("a valid header");
            request.headers_mut().append("x-forwarded-for", value);
        }
        let ip: IpAddr = "203.0.113.9".parse().expect("a valid address");
        assert_eq!(ip_of(&request), ip);
    }
}
