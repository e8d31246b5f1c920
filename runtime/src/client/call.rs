//! One call with settings of its own, in place of those of its client.

use std::fmt;
use std::time::Duration;

use super::options::Limits;
use crate::request::{Request, System};

/// A request on its way to a client, and what differs for it from the client's settings.
///
/// `C` is the client: [`Client`](super::Client) or [`BlockingClient`](super::BlockingClient).
#[must_use = "a call is only data until it is sent"]
pub struct Call<'c, C, S, T> {
    pub(super) client: &'c C,
    pub(super) request: Request<S, T>,
    pub(super) limits: Limits,
}

impl<C, S, T> Call<'_, C, S, T> {
    /// How long the whole call may take, waits and logins included.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.limits.total = timeout;
        self
    }

    /// How long one attempt may take.
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.limits.attempt = timeout;
        self
    }

    /// How often the request may be sent again. What must not be repeated is not, whatever this
    /// says.
    pub fn retries(mut self, retries: u32) -> Self {
        self.limits.retries = retries;
        self
    }
}

impl<C, S: System, T> fmt::Debug for Call<'_, C, S, T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Call")
            .field("request", &self.request)
            .field("limits", &self.limits)
            .finish_non_exhaustive()
    }
}
