//! A transport without a network: a function that answers, and a clock that nobody waits for.

use std::fmt;
use std::future::pending;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::transport::{
    Attempt, BlockingTransport, BoxFuture, Reception, Transport, TransportError,
};
use crate::answer::Answer;
use crate::request::RenderedRequest;

/// Answers requests in the same process: for tests of code that uses a client, and for servers that
/// need no socket. It is a transport for both kinds of clients; clones are the same.
///
/// Waits between attempts take no time: they only move its clock, by which deadlines are counted.
///
/// ```
/// use billbind_runtime::billingplatform::{BlockingClient, Credentials, raw};
/// use billbind_runtime::client::{Delivery, InProcess, TransportError, TransportErrorKind};
/// use billbind_runtime::{Answer, Method};
///
/// let server = InProcess::new(|request| match request.url.rsplit('/').next() {
///     Some("login") => Ok(Answer::new(200, r#"{"loginResponse": [{"SessionID": "s", "ErrorCode": "0"}]}"#)),
///     Some("1") => Ok(Answer::new(200, r#"{"retrieveResponse": [{"Id": "1"}]}"#)),
///     Some("2") => Ok(Answer::new(429, "").with_header("retry-after", "90")),
///     _ => Err(TransportError::new(TransportErrorKind::Broken, Delivery::Unknown, "cut")),
/// });
/// let client = BlockingClient::builder("https://sandbox.billingplatform.com/myorg")
///     .credentials(Credentials::login("my.username", "password"))
///     .transport(server)
///     .build()?;
///
/// let read = |id: &str| raw(Method::Get, &["rest", "2.0", "ACCOUNT", id], None);
/// assert!(client.send(read("1")).is_ok());
/// assert!(client.send(read("2")).unwrap_err().is_throttled()); // at once, after three minutes
/// assert!(client.send(read("3")).unwrap_err().is_connection());
/// # Ok::<(), billbind_runtime::Error>(())
/// ```
#[derive(Clone)]
pub struct InProcess {
    answer: Arc<AnswerFunction>,
    clock: Arc<Mutex<Instant>>,
}

type AnswerFunction = dyn Fn(&RenderedRequest) -> Result<Answer, TransportError> + Send + Sync;

impl InProcess {
    /// A transport that lets a function answer.
    pub fn new(
        answer: impl Fn(&RenderedRequest) -> Result<Answer, TransportError> + Send + Sync + 'static,
    ) -> Self {
        Self {
            answer: Arc::new(answer),
            clock: Arc::new(Mutex::new(Instant::now())),
        }
    }

    /// Lets time pass.
    pub fn advance(&self, duration: Duration) {
        let mut clock = self.clock.lock().unwrap_or_else(PoisonError::into_inner);
        // A clock cannot show every time; nobody waits for so long.
        *clock = clock.checked_add(duration).unwrap_or(*clock);
    }

    fn time(&self) -> Instant {
        *self.clock.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn receive(
        &self,
        request: &RenderedRequest,
        reception: &mut Reception<'_>,
    ) -> Result<(), TransportError> {
        let answer = (self.answer)(request)?;
        reception.head(answer.status, answer.headers.iter());
        reception.push(&answer.body)
    }
}

impl BlockingTransport for InProcess {
    fn send(
        &self,
        attempt: &Attempt<'_>,
        reception: &mut Reception<'_>,
    ) -> Result<(), TransportError> {
        self.receive(attempt.request, reception)
    }

    fn sleep(&self, duration: Duration) {
        self.advance(duration);
    }

    fn now(&self) -> Instant {
        self.time()
    }
}

impl Transport for InProcess {
    fn send<'a>(
        &'a self,
        attempt: Attempt<'a>,
        reception: &'a mut Reception<'_>,
    ) -> BoxFuture<'a, Result<(), TransportError>> {
        Box::pin(async move { self.receive(attempt.request, reception) })
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        Box::pin(async move { self.advance(duration) })
    }

    /// Never: what others do takes no time on this clock.
    fn expire(&self, _: Duration) -> BoxFuture<'_, ()> {
        Box::pin(pending())
    }

    fn now(&self) -> Instant {
        self.time()
    }
}

impl fmt::Debug for InProcess {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("InProcess")
    }
}
