//! Settings of a client on its way to be made.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::asynchronous::Client;
use super::authenticate::Authenticate;
use super::blocking::BlockingClient;
use super::budget::Budget;
use super::core::Core;
use super::existence::Existences;
use super::gate::Gate;
use super::layer::Layer;
use super::options::{HttpOptions, Limits};
use super::retry::Backoff;
use super::throttle::Rates;
use super::transport::{BlockingTransport, Transport};
use super::turnstile::Turnstile;
use crate::base_url::BaseUrl;
use crate::error::{Error, ErrorKind};
use crate::secret::Secret;

/// Settings of a client. `T` is its kind of transport: `dyn Transport` for
/// [`Client`], `dyn BlockingTransport` for [`BlockingClient`].
#[must_use = "a builder is only data until the client is built"]
pub struct Builder<S: Authenticate, T: ?Sized> {
    base_url: String,
    credentials: Option<S::Credentials>,
    limits: Limits,
    backoff: Backoff,
    retry_budget: u32,
    rates: Rates,
    http: HttpOptions,
    layers: Vec<Arc<dyn Layer>>,
    logout_on_drop: bool,
    transport: Option<Arc<T>>,
}

impl<S: Authenticate, T: ?Sized> Builder<S, T> {
    pub(super) fn new(base_url: String) -> Self {
        Self {
            base_url,
            credentials: None,
            limits: Limits::default(),
            backoff: Backoff {
                first: Duration::from_millis(500),
                most: Duration::from_secs(20),
            },
            retry_budget: 100,
            rates: Rates::default(),
            http: HttpOptions::default(),
            layers: Vec::new(),
            logout_on_drop: false,
            transport: None,
        }
    }

    /// What to log in with. Without it, requests are sent as they are, each with the session that it
    /// was given.
    pub fn credentials(mut self, credentials: S::Credentials) -> Self {
        self.credentials = Some(credentials);
        self
    }

    /// How long a call may take, waits, repetitions and logins included: three minutes unless set.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.limits.total = timeout;
        self
    }

    /// How long one attempt may take: a minute unless set.
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.limits.attempt = timeout;
        self
    }

    /// How long connecting may take, for the HTTP stacks of this crate.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.http.connect_timeout = Some(timeout);
        self
    }

    /// How many requests may be sent in a second, logins and repetitions included: as many as there
    /// are unless set. They are evenly spaced: at 10, one every 100 milliseconds.
    ///
    /// When the server answers 429, half of them are sent, and more again within a minute.
    pub fn requests_per_second(mut self, requests: f64) -> Self {
        self.rates.per_second = Some(requests);
        self
    }

    /// How many requests may be under way at the same time: as many as there are unless set.
    ///
    /// When the server answers 429, half of them are, and more again within a minute; where nothing
    /// is set, half of those that were under way then.
    pub fn concurrent_requests(mut self, requests: usize) -> Self {
        self.rates.at_once = Some(requests);
        self
    }

    /// How often a call may be sent again: four times unless set. What must not be repeated is not,
    /// whatever this says.
    pub fn retries(mut self, retries: u32) -> Self {
        self.limits.retries = retries;
        self
    }

    /// How many repetitions all calls together may make while the server answers none of them: 100
    /// unless set. Each answer gives one back.
    pub fn retry_budget(mut self, repetitions: u32) -> Self {
        self.retry_budget = repetitions;
        self
    }

    /// How long to wait before a repetition: anything from nothing to `first`, doubled with each
    /// repetition, to `most`. Half a second and 20 seconds unless set.
    pub fn backoff(mut self, first: Duration, most: Duration) -> Self {
        self.backoff = Backoff { first, most };
        self
    }

    /// The proxy that requests go through (`http://user:password@proxy:3128`), for the HTTP stacks
    /// of this crate.
    pub fn proxy(mut self, url: impl Into<Secret>) -> Self {
        self.http.proxy = Some(url.into());
        self
    }

    /// Trusts the certificates in this PEM text as well, for the HTTP stacks of this crate.
    pub fn root_certificates(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.http.root_certificates.push(pem.into());
        self
    }

    /// What the header `User-Agent` says, for the HTTP stacks of this crate: this crate's name and
    /// version unless set.
    pub fn user_agent(mut self, name: impl Into<String>) -> Self {
        self.http.user_agent = Some(name.into());
        self
    }

    /// Shows each attempt to a layer; see [`Layer`].
    pub fn layer(mut self, layer: impl Layer + 'static) -> Self {
        self.layers.push(Arc::new(layer));
        self
    }

    /// Ends the session when the last clone of the client is dropped.
    ///
    /// A [`BlockingClient`] waits for it, five seconds at the most. A [`Client`] cannot wait: its
    /// transport gives the logout to its runtime, where it is lost if that ends before. To be sure,
    /// call `logout()`.
    pub fn logout_on_drop(mut self) -> Self {
        self.logout_on_drop = true;
        self
    }

    /// Puts the parts together around a transport; `standard` makes that of this crate.
    fn assemble(
        self,
        standard: impl FnOnce(&HttpOptions) -> Result<Arc<T>, Error>,
    ) -> Result<Core<S, T>, Error> {
        let base_url = BaseUrl::parse(&self.base_url).map_err(misconfigured)?;
        let is_rate = |rate: f64| rate.is_finite() && rate > 0.0;
        if !self.rates.per_second.is_none_or(is_rate) || self.rates.at_once == Some(0) {
            return Err(misconfigured(
                "requests per second and concurrent requests must be more than 0".to_owned(),
            ));
        }
        let transport = match self.transport {
            Some(_) if !self.http.is_default() => {
                return Err(misconfigured(
                    "proxy, certificates, user agent and time to connect are settings of the HTTP stacks of \
                     this crate: set them in your own transport"
                        .to_owned(),
                ));
            }
            Some(transport) => transport,
            None => standard(&self.http)?,
        };
        Ok(Core {
            base_url,
            credentials: self.credentials,
            gate: Gate::new(),
            turnstile: Turnstile::new(self.rates),
            existences: Existences::default(),
            limits: self.limits,
            backoff: self.backoff,
            budget: Arc::new(Budget::new(self.retry_budget)),
            layers: self.layers,
            logout_on_drop: self.logout_on_drop,
            transport,
        })
    }
}

impl<S: Authenticate> Builder<S, dyn Transport> {
    /// Sends through an HTTP stack of the caller's.
    pub fn transport(mut self, transport: impl Transport + 'static) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// Makes the client. Nothing is sent before its first request.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidConfiguration`] for a base URL that is not HTTPS (loopback excepted), for
    /// settings that the HTTP stack does not take, and where there is no HTTP stack: with the
    /// feature `async` there is one, without it a [`transport`](Builder::transport) must be given.
    pub fn build(self) -> Result<Client<S>, Error> {
        self.assemble(standard).map(Client::of)
    }
}

impl<S: Authenticate> Builder<S, dyn BlockingTransport> {
    /// Sends through an HTTP stack of the caller's.
    pub fn transport(mut self, transport: impl BlockingTransport + 'static) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// Makes the client. Nothing is sent before its first request.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidConfiguration`] for a base URL that is not HTTPS (loopback excepted), for
    /// settings that the HTTP stack does not take, and where there is no HTTP stack: with the
    /// feature `blocking` there is one, without it a [`transport`](Builder::transport) must be
    /// given.
    pub fn build(self) -> Result<BlockingClient<S>, Error> {
        self.assemble(standard_blocking).map(BlockingClient::of)
    }
}

impl<S: Authenticate, T: ?Sized> fmt::Debug for Builder<S, T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Builder")
            .field("system", &S::NAME)
            .field("base_url", &self.base_url)
            .field("credentials", &self.credentials)
            .field("limits", &self.limits)
            .finish_non_exhaustive()
    }
}

/// The error of settings that make no client.
pub(super) fn misconfigured(problem: String) -> Error {
    Error::new(ErrorKind::InvalidConfiguration, None, "build").with_cause(problem)
}

#[cfg(feature = "async")]
fn standard(options: &HttpOptions) -> Result<Arc<dyn Transport>, Error> {
    let transport = options
        .connection()
        .and_then(|connection| super::ReqwestTransport::new(&connection));
    match transport {
        Ok(transport) => Ok(Arc::new(transport)),
        Err(problem) => Err(misconfigured(problem.to_string())),
    }
}

#[cfg(not(feature = "async"))]
fn standard(_: &HttpOptions) -> Result<Arc<dyn Transport>, Error> {
    Err(no_transport("async"))
}

#[cfg(feature = "blocking")]
fn standard_blocking(options: &HttpOptions) -> Result<Arc<dyn BlockingTransport>, Error> {
    let transport = options
        .connection()
        .and_then(|connection| super::UreqTransport::new(&connection));
    match transport {
        Ok(transport) => Ok(Arc::new(transport)),
        Err(problem) => Err(misconfigured(problem.to_string())),
    }
}

#[cfg(not(feature = "blocking"))]
fn standard_blocking(_: &HttpOptions) -> Result<Arc<dyn BlockingTransport>, Error> {
    Err(no_transport("blocking"))
}

#[cfg(not(all(feature = "async", feature = "blocking")))]
fn no_transport(feature: &str) -> Error {
    misconfigured(format!(
        "there is no HTTP stack: turn on the feature `{feature}`, or give one with `transport`"
    ))
}
