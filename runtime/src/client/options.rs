//! What can be set of a client and of one call.

use std::time::{Duration, Instant};

#[cfg(any(feature = "async", feature = "blocking"))]
use super::connection::{ConnectionOptions, Proxy};
#[cfg(any(feature = "async", feature = "blocking"))]
use super::transport::TransportError;
use crate::Secret;

/// How long a call may take, and how often it is repeated.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    /// From the first step to the last, waits and logins included.
    pub(crate) total: Duration,
    /// One attempt.
    pub(crate) attempt: Duration,
    /// Repetitions; those after a dead session are not counted.
    pub(crate) retries: u32,
}

impl Limits {
    /// What is left of them for a further question of the same call.
    pub(crate) fn since(self, start: Instant, now: Instant) -> Self {
        let took = now.saturating_duration_since(start);
        Self {
            total: self.total.saturating_sub(took),
            ..self
        }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            total: Duration::from_secs(180),
            attempt: Duration::from_secs(60),
            retries: 4,
        }
    }
}

/// What the HTTP stacks of this crate are made with.
#[derive(Debug, Clone, Default)]
pub(crate) struct HttpOptions {
    /// How long it may take to connect.
    pub(crate) connect_timeout: Option<Duration>,
    /// URL of a proxy; it may hold a password.
    pub(crate) proxy: Option<Secret>,
    /// Certificates in PEM that are trusted besides the usual ones.
    pub(crate) root_certificates: Vec<Vec<u8>>,
    /// What the header `User-Agent` says.
    pub(crate) user_agent: Option<String>,
}

impl HttpOptions {
    /// The same for a transport.
    #[cfg(any(feature = "async", feature = "blocking"))]
    pub(crate) fn connection(&self) -> Result<ConnectionOptions, TransportError> {
        let mut options = ConnectionOptions::new();
        if let Some(timeout) = self.connect_timeout {
            options = options.connect_timeout(timeout);
        }
        if let Some(url) = &self.proxy {
            options = options.proxy(Proxy::new(url.expose())?);
        }
        if let Some(name) = &self.user_agent {
            options = options.user_agent(name);
        }
        let certificates = self.root_certificates.iter();
        Ok(certificates.fold(options, ConnectionOptions::root_certificates))
    }

    /// Whether nothing is set, so that a stack of the caller's own misses nothing.
    pub(crate) fn is_default(&self) -> bool {
        self.connect_timeout.is_none()
            && self.proxy.is_none()
            && self.root_certificates.is_empty()
            && self.user_agent.is_none()
    }
}
