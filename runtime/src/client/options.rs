//! What can be set of a client and of one call.

use std::time::Duration;

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
}

impl HttpOptions {
    /// Whether nothing is set, so that a stack of the caller's own misses nothing.
    pub(crate) fn is_default(&self) -> bool {
        self.connect_timeout.is_none() && self.proxy.is_none() && self.root_certificates.is_empty()
    }
}
