//! How the transports of this crate connect: time-outs, proxy, certificates.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use percent_encoding::percent_decode_str;
use rustls::RootCertStore;
use rustls::crypto::CryptoProvider;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;

use super::transport::{Delivery, TransportError, TransportErrorKind};
use crate::Secret;

/// How long connecting may take unless the options say otherwise.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// How long a connection may wait for its next request. Short: a server that closes a connection
/// just when a create is written to it leaves the create uncertain.
pub(super) const MAX_IDLE: Duration = Duration::from_secs(15);

/// How a transport connects. One set of options means the same for both transports.
///
/// - Redirects are never followed, and answers never decompressed.
/// - TLS is by rustls with ring, whatever the program has installed for others. Trusted are the
///   certificates of the machine (of the file or folder in `SSL_CERT_FILE` and `SSL_CERT_DIR`, where
///   these are set), and those that are added here.
/// - A proxy is used only where it is set here. The environment is not asked, so that no variable
///   can lead requests elsewhere; a program that wants it reads `HTTPS_PROXY` itself.
///
/// ```
/// use std::time::Duration;
/// use billbind_runtime::client::{ConnectionOptions, Proxy};
///
/// let options = ConnectionOptions::new()
///     .connect_timeout(Duration::from_secs(5))
///     .user_agent("my-billing/1.0")
///     .proxy(Proxy::new("http://proxy.example:3128")?.credentials("user", "password"));
/// # Ok::<(), billbind_runtime::client::TransportError>(())
/// ```
#[derive(Debug, Clone)]
pub struct ConnectionOptions {
    pub(super) connect_timeout: Duration,
    pub(super) proxy: Option<Proxy>,
    pub(super) user_agent: String,
    root_certificates: Vec<Vec<u8>>,
    trusts_machine: bool,
}

impl ConnectionOptions {
    /// The usual options: connecting may take ten seconds, and there is no proxy.
    #[must_use]
    pub fn new() -> Self {
        Self {
            connect_timeout: CONNECT_TIMEOUT,
            proxy: None,
            user_agent: concat!("billbind/", env!("CARGO_PKG_VERSION")).to_owned(),
            root_certificates: Vec::new(),
            trusts_machine: true,
        }
    }

    /// How long it may take to connect: DNS, TCP, TLS and the proxy.
    #[must_use]
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// Sends all requests through a proxy.
    #[must_use]
    pub fn proxy(mut self, proxy: Proxy) -> Self {
        self.proxy = Some(proxy);
        self
    }

    /// What the header `User-Agent` says.
    #[must_use]
    pub fn user_agent(mut self, name: impl Into<String>) -> Self {
        self.user_agent = name.into();
        self
    }

    /// Trusts the root certificates in a PEM text as well, such as that of a company's proxy.
    #[must_use]
    pub fn root_certificates(mut self, pem: impl AsRef<[u8]>) -> Self {
        self.root_certificates.push(pem.as_ref().to_vec());
        self
    }

    /// Trusts no certificates of the machine, only those that are added.
    #[must_use]
    pub fn without_machine_certificates(mut self) -> Self {
        self.trusts_machine = false;
        self
    }

    /// The certificates that are trusted.
    pub(super) fn trusted(&self) -> Result<Vec<CertificateDer<'static>>, TransportError> {
        let mut trusted = Vec::new();
        for pem in &self.root_certificates {
            let before = trusted.len();
            for certificate in CertificateDer::pem_slice_iter(pem) {
                trusted.push(certificate.map_err(|cause| {
                    unusable(&format!("a root certificate is no PEM: {cause}"))
                })?);
            }
            if trusted.len() == before {
                return Err(unusable("a PEM text of root certificates holds none"));
            }
        }
        for certificate in &trusted {
            let checked = RootCertStore::empty().add(certificate.clone());
            checked.map_err(|cause| {
                unusable(&format!("a root certificate cannot be used: {cause}"))
            })?;
        }
        if self.trusts_machine {
            // Those that cannot be read are left out, as other programs do.
            trusted.extend(rustls_native_certs::load_native_certs().certs);
        }
        // A program may talk to a server on its own machine only, without TLS: that there are none
        // shows when a server is not trusted.
        Ok(trusted)
    }

    /// The one implementation of cryptography: nothing is installed for the whole process.
    pub(super) fn cryptography() -> Arc<CryptoProvider> {
        Arc::new(rustls::crypto::ring::default_provider())
    }
}

impl Default for ConnectionOptions {
    fn default() -> Self {
        Self::new()
    }
}

/// A proxy, and who asks it.
#[derive(Clone)]
pub struct Proxy {
    pub(super) is_https: bool,
    /// As in a URL: an IPv6 address is in brackets.
    pub(super) host: String,
    pub(super) port: u16,
    pub(super) credentials: Option<(Secret, Secret)>,
}

impl Proxy {
    /// A proxy by its URL: `http://proxy.example:3128`, or `https://` where the way to the proxy is
    /// encrypted. User and password may stand in the URL, percent-encoded.
    ///
    /// # Errors
    /// Where the URL is none of a proxy. The error does not show it, since it may hold a password.
    pub fn new(url: &str) -> Result<Self, TransportError> {
        let refusal =
            || unusable("the URL of a proxy is like `http://proxy.example:3128`, or with `https`");
        let (scheme, rest) = url.split_once("://").ok_or_else(refusal)?;
        let is_https = match scheme.to_ascii_lowercase().as_str() {
            "http" => false,
            "https" => true,
            _ => return Err(refusal()),
        };
        let rest = rest.strip_suffix('/').unwrap_or(rest);
        let (user, address) = match rest.rsplit_once('@') {
            Some((user, address)) => (Some(user), address),
            None => (None, rest),
        };
        let (host, port) = match address.rsplit_once(':') {
            // The last colon of an address in brackets is one of the address.
            Some((host, port)) if !port.ends_with(']') => {
                (host, port.parse().map_err(|_| refusal())?)
            }
            _ => (address, if is_https { 443 } else { 80 }),
        };
        let is_in_host = |byte: u8| {
            byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'[' | b']' | b':')
        };
        if host.is_empty() || !host.bytes().all(is_in_host) {
            return Err(refusal());
        }
        let proxy = Self {
            is_https,
            host: host.to_owned(),
            port,
            credentials: None,
        };
        let Some(user) = user else {
            return Ok(proxy);
        };
        let (user, password) = user.split_once(':').unwrap_or((user, ""));
        let decoded = |text: &str| {
            let decoded = percent_decode_str(text).decode_utf8();
            decoded.map(String::from).map_err(|_| refusal())
        };
        Ok(proxy.credentials(decoded(user)?, decoded(password)?))
    }

    /// User and password for the proxy.
    #[must_use]
    pub fn credentials(mut self, user: impl Into<String>, password: impl Into<Secret>) -> Self {
        self.credentials = Some((Secret::new(user), password.into()));
        self
    }
}

impl fmt::Debug for Proxy {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = if self.is_https { "https" } else { "http" };
        write!(formatter, "Proxy({scheme}://{}:{})", self.host, self.port)
    }
}

/// What is told of a server that cannot be connected to.
pub(super) fn no_connection(words: &str) -> String {
    // The words of rustls for a certificate whose issuer is not among those that are trusted.
    let hint = if words.contains("UnknownIssuer") {
        "; trust who has issued it with `root_certificates`"
    } else {
        ""
    };
    format!("there is no connection: {words}{hint}")
}

/// The error of options that no connection can be made with.
pub(super) fn unusable(why: &str) -> TransportError {
    TransportError::new(TransportErrorKind::Options, Delivery::NotSent, why)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_of_a_proxy_s_url_are_taken_apart() {
        for (url, shown, credentials) in [
            (
                "http://proxy.example:3128",
                "http://proxy.example:3128",
                None,
            ),
            ("HTTP://proxy.example/", "http://proxy.example:80", None),
            ("https://[::1]", "https://[::1]:443", None),
            ("http://[::1]:8080/", "http://[::1]:8080", None),
            (
                "http://us%40er:p%3A%2Fw:x@10.0.0.1:1",
                "http://10.0.0.1:1",
                Some(("us@er", "p:/w:x")),
            ),
            ("http://user@h:1", "http://h:1", Some(("user", ""))),
        ] {
            let proxy = Proxy::new(url).unwrap_or_else(|error| panic!("{url}: {error}"));
            assert_eq!(format!("{proxy:?}"), format!("Proxy({shown})"));
            let found = proxy.credentials.as_ref();
            let found = found.map(|(user, password)| (user.expose(), password.expose()));
            assert_eq!(found, credentials, "{url}");
        }
    }

    #[test]
    fn what_is_no_url_of_a_proxy_is_refused_without_being_shown() {
        for url in [
            "",
            "proxy:3128",
            "socks5://h:1",
            "http://",
            "http://user:hunter2@",
            "http://h:port",
            "http://h:99999",
            "http://h/hunter2",
            "http://h?hunter2",
            "http://h h:1",
            "http://user:%ff@h:1",
            "http://h\r\nx: hunter2:1",
        ] {
            let error = Proxy::new(url).expect_err(url);
            assert_eq!(error.kind(), TransportErrorKind::Options);
            assert!(!error.to_string().contains("hunter2"), "{error}");
        }
    }

    #[test]
    fn options_show_no_password() {
        let proxy = Proxy::new("http://user:hunter2@h:1").expect("a proxy");
        let options = ConnectionOptions::new().proxy(proxy);
        assert!(!format!("{options:?}").contains("hunter2"));
        #[cfg(feature = "blocking")]
        {
            let transport = crate::client::UreqTransport::new(&options).expect("they can be used");
            assert!(!format!("{transport:?}").contains("hunter2"));
        }
        #[cfg(feature = "async")]
        {
            let transport = crate::client::ReqwestTransport::new(&options);
            let transport = transport.expect("they can be used");
            assert!(!format!("{transport:?}").contains("hunter2"));
        }
    }

    #[test]
    fn root_certificates_that_are_none_are_refused() {
        for pem in [
            "",
            "no PEM",
            "-----BEGIN CERTIFICATE-----\nQUJD\n-----END CERTIFICATE-----\n",
            "-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----\n",
        ] {
            let options = ConnectionOptions::new().root_certificates(pem);
            let error = options.trusted().expect_err(pem);
            assert_eq!(error.kind(), TransportErrorKind::Options);
        }
    }
}
