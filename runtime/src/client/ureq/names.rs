//! Looks up the names of hosts for ureq, and remembers them for a while.
//!
//! ureq asks for addresses with every request, also where it has a connection, and with a limit of
//! time it looks a name up on a new thread. Many requests at once then start as many threads.

use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;

use crate::client::connection::MAX_IDLE;

/// The names that a transport has looked up; clones are the same.
///
/// They are remembered for as long as a connection may be idle, and forgotten when there is no
/// connection to what they lead to.
#[derive(Clone, Default)]
pub(super) struct Names(Arc<Mutex<Vec<Known>>>);

/// A name, its addresses, and until when they are good. A client has one host, and perhaps a proxy.
struct Known {
    /// With scheme and port, as the URL has them.
    name: String,
    addresses: Vec<SocketAddr>,
    until: Instant,
}

impl Names {
    /// Looks up anew from now on.
    pub(super) fn forget(&self) {
        self.lock().clear();
    }

    fn recall(&self, name: &str, now: Instant) -> Option<Vec<SocketAddr>> {
        let mut known = self.lock();
        known.retain(|known| now < known.until);
        let found = known.iter().find(|known| known.name == name);
        found.map(|known| known.addresses.clone())
    }

    fn remember(&self, name: &str, addresses: &[SocketAddr], now: Instant) {
        let mut known = self.lock();
        // Threads that begin together look it up together.
        known.retain(|known| known.name != name);
        known.push(Known {
            name: name.to_owned(),
            addresses: addresses.to_vec(),
            until: now + MAX_IDLE,
        });
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Known>> {
        // The list is whole after each step.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl std::fmt::Debug for Names {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Names")
    }
}

impl Resolver for Names {
    fn resolve(
        &self,
        uri: &Uri,
        config: &ureq::config::Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let of = |addresses: &[SocketAddr]| {
            let mut resolved = self.empty();
            for address in addresses {
                resolved.push(*address);
            }
            resolved
        };
        if let Some(address) = address_in(uri) {
            return Ok(of(&[address]));
        }
        let scheme = uri.scheme_str().unwrap_or_default();
        let authority = uri.authority().map_or("", |authority| authority.as_str());
        let name = format!("{scheme}://{authority}");
        if let Some(addresses) = self.recall(&name, Instant::now()) {
            return Ok(of(&addresses));
        }
        let found = DefaultResolver::default().resolve(uri, config, timeout)?;
        self.remember(&name, &found, Instant::now());
        Ok(found)
    }
}

/// The address that a URL names, where it names one and no host.
fn address_in(uri: &Uri) -> Option<SocketAddr> {
    let usual = match uri.scheme_str()? {
        "http" => 80,
        "https" => 443,
        _ => return None,
    };
    let host = uri.host()?.trim_start_matches('[').trim_end_matches(']');
    let address: IpAddr = host.parse().ok()?;
    Some(SocketAddr::new(address, uri.port_u16().unwrap_or(usual)))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn an_address_is_taken_as_it_is_and_a_name_is_looked_up() {
        for (url, address) in [
            ("http://127.0.0.1:8080/o", Some("127.0.0.1:8080")),
            ("http://[::1]/o", Some("[::1]:80")),
            ("https://10.0.0.1/o", Some("10.0.0.1:443")),
            ("https://my.billingplatform.com/o", None),
            ("socks5://127.0.0.1:1080", None),
        ] {
            let url = url.parse().expect("it is a URL");
            let found = address_in(&url).map(|address| address.to_string());
            assert_eq!(found.as_deref(), address);
        }
    }

    #[test]
    fn a_name_is_remembered_for_a_while_and_until_it_leads_nowhere() {
        let names = Names::default();
        let now = Instant::now();
        let address = SocketAddr::from(([10, 0, 0, 1], 443));
        names.remember("https://a", &[address], now);
        assert_eq!(names.recall("https://a", now), Some(vec![address]));
        assert_eq!(names.recall("https://b", now), None);
        let late = now + MAX_IDLE + Duration::from_secs(1);
        assert_eq!(names.recall("https://a", late), None);
        names.remember("https://a", &[address], now);
        names.remember("https://a", &[address], now);
        assert_eq!(names.lock().len(), 1);
        names.clone().forget();
        assert_eq!(names.recall("https://a", now), None);
    }
}
