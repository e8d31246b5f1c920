//! The transport over ureq, which waits.

mod names;

use std::cell::Cell;
use std::fmt;
use std::io::Read;
use std::time::{Duration, Instant};

use ureq::config::AutoHeaderValue;
use ureq::http;
use ureq::tls::{Certificate, RootCerts, TlsConfig, TlsProvider};
use ureq::unversioned::resolver::{ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{
    ConnectionDetails, Connector, DefaultConnector, NextTimeout, Transport as Connection,
};
use ureq::{Agent, ProxyProtocol, SendBody, Timeout};

use super::connection::{ConnectionOptions, MAX_IDLE, Proxy, no_connection, unusable};
use super::transport::{
    Attempt, BlockingTransport, Delivery, Reception, TransportError, TransportErrorKind,
};
use super::upload::Upload;
use crate::{Body, RenderedRequest};
use names::Names;

/// Most connections that wait for a next request.
const MAX_IDLE_CONNECTIONS: usize = 64;

/// Bytes of an answer that are read at once.
const PART: usize = 8 * 1024;

/// Sends requests by ureq. Clones share their connections.
#[derive(Clone)]
pub struct UreqTransport {
    agent: Agent,
    names: Names,
    connect_timeout: Duration,
}

impl fmt::Debug for UreqTransport {
    /// Without what ureq shows of its settings: the proxy's password is one of them.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("UreqTransport")
    }
}

impl UreqTransport {
    /// A transport with these options. It connects when it sends.
    ///
    /// # Errors
    /// [`TransportErrorKind::Options`] where the options cannot be used.
    pub fn new(options: &ConnectionOptions) -> Result<Self, TransportError> {
        let trusted = options.trusted()?;
        let trusted = trusted
            .iter()
            .map(|one| Certificate::from_der(one).to_owned());
        let tls = TlsConfig::builder()
            .provider(TlsProvider::Rustls)
            .unversioned_rustls_crypto_provider(ConnectionOptions::cryptography())
            .root_certs(RootCerts::from(trusted))
            .build();
        if http::HeaderValue::from_str(&options.user_agent).is_err() {
            return Err(unusable(
                "the user agent holds a character that no header may hold",
            ));
        }
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .proxy(options.proxy.as_ref().map(proxy).transpose()?)
            .tls_config(tls)
            .user_agent(options.user_agent.as_str())
            .accept_encoding(AutoHeaderValue::None)
            .max_idle_age(MAX_IDLE)
            .max_idle_connections(MAX_IDLE_CONNECTIONS)
            .max_idle_connections_per_host(MAX_IDLE_CONNECTIONS)
            .build();
        let names = Names::default();
        let agent = Agent::with_parts(
            config,
            Watched(DefaultConnector::default()),
            Watched(names.clone()),
        );
        Ok(Self {
            agent,
            names,
            connect_timeout: options.connect_timeout,
        })
    }

    fn exchange(
        &self,
        attempt: &Attempt<'_>,
        reception: &mut Reception<'_>,
        upload: &mut Option<Upload>,
    ) -> Result<(), Stop> {
        if let Some(upload) = upload {
            return self.run(attempt, SendBody::from_reader(upload), reception);
        }
        let body = attempt.request.body.as_ref();
        match body.and_then(Body::as_bytes) {
            Some(bytes) => self.run(attempt, bytes, reception),
            None => self.run(attempt, (), reception),
        }
    }

    fn run(
        &self,
        attempt: &Attempt<'_>,
        body: impl ureq::AsSendBody,
        reception: &mut Reception<'_>,
    ) -> Result<(), Stop> {
        let request = http_request(attempt.request, body).map_err(|_| Stop::Unsendable)?;
        let limit = attempt.timeout.filter(is_on_the_clock);
        let connect = limit.map_or(self.connect_timeout, |limit| {
            limit.min(self.connect_timeout)
        });
        let connect = Some(connect).filter(is_on_the_clock);
        let request = self
            .agent
            .configure_request(request)
            .timeout_global(limit)
            .timeout_resolve(connect)
            .timeout_connect(connect)
            .build();
        let mut response = self.agent.run(request).map_err(Stop::Failed)?;
        let headers = response.headers().iter();
        reception.head(
            response.status().as_u16(),
            headers.filter_map(|(name, value)| Some((name.as_str(), value.to_str().ok()?))),
        );
        let mut reader = response.body_mut().as_reader();
        let mut part = [0; PART];
        loop {
            match reader.read(&mut part) {
                Ok(0) => return Ok(()),
                Ok(count) => {
                    let part = part.get(..count).unwrap_or_default();
                    reception.push(part).map_err(Stop::Reception)?;
                }
                Err(cause) if cause.kind() == std::io::ErrorKind::Interrupted => {}
                Err(cause) => return Err(Stop::Failed(cause.into())),
            }
        }
    }
}

impl BlockingTransport for UreqTransport {
    fn send(
        &self,
        attempt: &Attempt<'_>,
        reception: &mut Reception<'_>,
    ) -> Result<(), TransportError> {
        let mut upload = Upload::of(attempt.request)?;
        FAILED_TO_CONNECT.set(false);
        self.exchange(attempt, reception, &mut upload)
            .map_err(|stop| {
                if FAILED_TO_CONNECT.get() {
                    self.names.forget();
                }
                // The failure of a source looks like one of the connection.
                let local = upload.and_then(|upload| upload.failure().take());
                local.unwrap_or_else(|| stop.told(FAILED_TO_CONNECT.get()))
            })
    }
}

/// Whether a clock can tell when so much time is over. ureq panics where it cannot; a limit of that
/// length is none.
fn is_on_the_clock(limit: &Duration) -> bool {
    Instant::now().checked_add(*limit).is_some()
}

/// The request with the types of ureq.
fn http_request<B>(request: &RenderedRequest, body: B) -> Result<http::Request<B>, http::Error> {
    let mut builder = http::Request::builder()
        .method(request.method.as_str())
        .uri(&request.url);
    for (name, value) in &request.headers {
        let mut value = http::HeaderValue::from_str(value.expose())?;
        // What logs requests leaves it out.
        value.set_sensitive(true);
        builder = builder.header(*name, value);
    }
    // The size of bytes is known to ureq; that of an upload, where we know it, is told.
    if let Some(length) = Upload::length_of(request) {
        builder = builder.header("content-length", length);
    }
    builder.body(body)
}

fn proxy(proxy: &Proxy) -> Result<ureq::Proxy, TransportError> {
    let protocol = if proxy.is_https {
        ProxyProtocol::Https
    } else {
        ProxyProtocol::Http
    };
    let mut builder = ureq::Proxy::builder(protocol)
        .host(&proxy.host)
        .port(proxy.port);
    if let Some((user, password)) = &proxy.credentials {
        builder = builder.username(user.expose()).password(password.expose());
    }
    builder
        .build()
        .map_err(|_| unusable("the proxy cannot be used"))
}

/// Why an exchange ended.
enum Stop {
    Unsendable,
    Failed(ureq::Error),
    /// The reception takes no more.
    Reception(TransportError),
}

impl Stop {
    /// The failure in words without secrets: ureq's own may hold the URL.
    fn told(self, failed_to_connect: bool) -> TransportError {
        use TransportErrorKind as Kind;

        let cause = match self {
            Self::Reception(error) => return error,
            Self::Unsendable => {
                let message = "the request has a URL or a header that HTTP does not have";
                return TransportError::new(Kind::Other, Delivery::NotSent, message);
            }
            Self::Failed(cause) => cause,
        };
        let is_connect_timeout = matches!(
            cause,
            ureq::Error::Timeout(Timeout::Resolve | Timeout::Connect)
        );
        let delivery = if failed_to_connect || is_connect_timeout {
            Delivery::NotSent
        } else {
            Delivery::Unknown
        };
        let kind = match (&cause, delivery) {
            (ureq::Error::Timeout(_), _) => Kind::TimedOut,
            (_, Delivery::NotSent) => Kind::Connect,
            (ureq::Error::Io(_) | ureq::Error::Protocol(_), _) => Kind::Broken,
            _ => Kind::Other,
        };
        let message = match (kind, delivery) {
            (Kind::TimedOut, Delivery::NotSent) => "connecting took too long".to_owned(),
            (Kind::TimedOut, _) => "the answer took too long".to_owned(),
            (Kind::Connect, _) => no_connection(&words(&cause)),
            _ => format!("the connection broke: {}", words(&cause)),
        };
        TransportError::new(kind, delivery, message)
    }
}

/// What ureq says, where it surely says nothing of the request.
fn words(cause: &ureq::Error) -> String {
    match cause {
        ureq::Error::Io(_)
        | ureq::Error::Protocol(_)
        | ureq::Error::Rustls(_)
        | ureq::Error::Tls(_)
        | ureq::Error::HostNotFound
        | ureq::Error::ConnectionFailed
        | ureq::Error::ConnectProxyFailed(_)
        | ureq::Error::LargeResponseHeader(..) => cause.to_string(),
        _ => "ureq failed".to_owned(),
    }
}

thread_local! {
    /// Whether the exchange of this thread failed before there was a connection, and so surely
    /// before a byte of the request was written. ureq's errors do not tell that: a refused
    /// connection and a broken one are both an error of IO.
    static FAILED_TO_CONNECT: Cell<bool> = const { Cell::new(false) };
}

/// A connector or resolver whose failures are noted.
#[derive(Debug)]
struct Watched<T>(T);

fn noted<T>(outcome: Result<T, ureq::Error>) -> Result<T, ureq::Error> {
    if outcome.is_err() {
        FAILED_TO_CONNECT.set(true);
    }
    outcome
}

impl Connector for Watched<DefaultConnector> {
    type Out = Box<dyn Connection>;

    fn connect(
        &self,
        details: &ConnectionDetails<'_>,
        chained: Option<()>,
    ) -> Result<Option<Self::Out>, ureq::Error> {
        noted(self.0.connect(details, chained))
    }
}

impl Resolver for Watched<Names> {
    fn resolve(
        &self,
        uri: &http::Uri,
        config: &ureq::config::Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        noted(self.0.resolve(uri, config, timeout))
    }
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;
    use std::time::Duration;

    use super::UreqTransport;
    use crate::client::{Attempt, BlockingTransport, ConnectionOptions, Delivery, Reception};
    use crate::request::{Method, RenderedRequest};

    #[test]
    fn limits_beyond_what_a_clock_can_tell_are_none() {
        // A port that nobody listens to any more.
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
        let address = listener.local_addr().expect("it has one");
        drop(listener);
        let request = RenderedRequest {
            method: Method::Get,
            url: format!("http://{address}/o"),
            headers: Vec::new(),
            body: None,
        };
        let options = ConnectionOptions::new().connect_timeout(Duration::MAX);
        let transport = UreqTransport::new(&options).expect("they can be used");
        let endless = Attempt::new(&request).timeout(Duration::from_secs(u64::MAX));
        for attempt in [Attempt::new(&request), endless] {
            let failed = transport.send(&attempt, &mut Reception::new(1));
            let error = failed.expect_err("nobody answers");
            assert_eq!(error.delivery(), Delivery::NotSent, "{error}");
        }
    }
}
