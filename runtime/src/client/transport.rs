//! The border to an HTTP stack: what it is given to send, and where it puts what comes back.
//!
//! A transport sends one attempt and knows nothing of sessions, retries and errors of the vendor.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::files::receive::{Download, Receiver, Stopped};
use crate::{Answer, Headers, RenderedRequest, Request, System};

/// A future on the heap.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// One attempt of a call, for a transport.
#[derive(Debug)]
#[non_exhaustive]
pub struct Attempt<'a> {
    /// What to send. Redirects must not be followed: a repeated create bills twice, and another
    /// host would get the session.
    pub request: &'a RenderedRequest,
    /// How long it may take, from connecting to the last byte of the answer.
    pub timeout: Option<Duration>,
}

impl<'a> Attempt<'a> {
    /// An attempt to send a request, however long it takes.
    #[must_use]
    pub fn new(request: &'a RenderedRequest) -> Self {
        Self {
            request,
            timeout: None,
        }
    }

    /// Says how long it may take.
    #[must_use]
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.timeout = Some(limit);
        self
    }
}

/// An HTTP stack that waits.
pub trait BlockingTransport: Send + Sync {
    /// Sends one attempt and gives the answer to `reception`.
    ///
    /// # Errors
    /// Where no whole answer came. What the error says of the [`Delivery`] decides whether a create
    /// is sent again: [`Delivery::NotSent`] only where surely no byte of the request arrived.
    fn send(
        &self,
        attempt: &Attempt<'_>,
        reception: &mut Reception<'_>,
    ) -> Result<(), TransportError>;

    /// Waits before the next attempt.
    fn sleep(&self, duration: Duration) {
        std::thread::sleep(duration);
    }

    /// The time that deadlines are counted in; a test may have its own.
    fn now(&self) -> Instant {
        Instant::now()
    }
}

/// An HTTP stack of futures, on whatever runtime it needs.
///
/// ```
/// use std::time::Duration;
/// use billbind_runtime::client::{
///     Attempt, BoxFuture, Delivery, Reception, Transport, TransportError, TransportErrorKind,
/// };
///
/// struct MyStack(my_http::Agent);
///
/// impl Transport for MyStack {
///     fn send<'a>(
///         &'a self,
///         attempt: Attempt<'a>,
///         reception: &'a mut Reception<'_>,
///     ) -> BoxFuture<'a, Result<(), TransportError>> {
///         Box::pin(async move {
///             let failure = |kind, delivery, why: &str| TransportError::new(kind, delivery, why);
///             let mut connection = self.0.connect(&attempt.request.url).await.map_err(|_| {
///                 failure(TransportErrorKind::Connect, Delivery::NotSent, "no connection")
///             })?;
///             let answer = connection.exchange(attempt.request, attempt.timeout).await;
///             let (status, body) = answer.map_err(|_| {
///                 failure(TransportErrorKind::Broken, Delivery::Unknown, "the connection broke")
///             })?;
///             reception.head(status, []);
///             reception.push(&body)
///         })
///     }
///
///     fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
///         Box::pin(my_http::sleep(duration))
///     }
/// }
/// # mod my_http {
/// #     use std::time::Duration;
/// #     pub struct Agent;
/// #     pub struct Connection;
/// #     impl Agent {
/// #         pub async fn connect(&self, _: &str) -> Result<Connection, ()> { Ok(Connection) }
/// #     }
/// #     impl Connection {
/// #         pub async fn exchange(&mut self, _: &billbind_runtime::RenderedRequest, _: Option<Duration>)
/// #             -> Result<(u16, Vec<u8>), ()> { Ok((200, b"{}".to_vec())) }
/// #     }
/// #     pub async fn sleep(_: Duration) {}
/// # }
/// ```
pub trait Transport: Send + Sync {
    /// Sends one attempt and gives the answer to `reception`.
    ///
    /// # Errors
    /// Like [`BlockingTransport::send`].
    fn send<'a>(
        &'a self,
        attempt: Attempt<'a>,
        reception: &'a mut Reception<'_>,
    ) -> BoxFuture<'a, Result<(), TransportError>>;

    /// Waits before the next attempt.
    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()>;

    /// The time that deadlines are counted in; a test may have its own.
    fn now(&self) -> Instant {
        Instant::now()
    }

    /// Ready when a call has waited long enough for the login of another. The same as
    /// [`sleep`](Transport::sleep), unless that takes no time.
    fn expire(&self, duration: Duration) -> BoxFuture<'_, ()> {
        self.sleep(duration)
    }

    /// Runs a task that nobody waits for: the logout of a client that is dropped. Unless
    /// implemented, it is not run.
    fn spawn(&self, task: BoxFuture<'static, ()>) {
        drop(task);
    }
}

/// Whether a request of which no answer came may have arrived.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Delivery {
    /// Surely not: there was no connection, or nothing had been written to it.
    NotSent,
    /// Maybe.
    Unknown,
}

/// Why no whole answer came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// There is no connection to the server.
    Connect,
    /// The attempt took too long.
    TimedOut,
    /// The connection broke.
    Broken,
    /// The answer is larger than allowed.
    TooLarge,
    /// The source of an upload, or the sink of a download, failed.
    LocalIo,
    /// The options of the connection cannot be used; nothing was tried.
    Options,
    /// Anything else.
    Other,
}

/// The failure of an attempt. Its text holds no secret.
#[derive(Debug, Clone)]
pub struct TransportError {
    kind: TransportErrorKind,
    delivery: Delivery,
    message: String,
}

impl TransportError {
    /// A failure, in words that hold neither query nor headers of the request.
    pub fn new(kind: TransportErrorKind, delivery: Delivery, message: impl Into<String>) -> Self {
        Self {
            kind,
            delivery,
            message: message.into(),
        }
    }

    /// Why no answer came.
    #[must_use]
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }

    /// Whether the request may have arrived.
    #[must_use]
    pub fn delivery(&self) -> Delivery {
        self.delivery
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl std::error::Error for TransportError {}

/// Most bytes for which there is room when they are only announced: a server can announce anything.
const ROOM: usize = 256 * 1024;

/// Takes the answer of one attempt as it arrives, and no more of it than is allowed.
///
/// The file of a download goes to its sink from here, part by part.
///
/// ```
/// use billbind_runtime::client::Reception;
///
/// let mut reception = Reception::new(1024);
/// reception.head(200, [("content-type", "application/json")]);
/// reception.push(b"{}")?;
/// let answer = reception.finish()?;
/// assert_eq!((answer.status, &answer.body[..]), (200, &b"{}"[..]));
/// # Ok::<(), billbind_runtime::client::TransportError>(())
/// ```
pub struct Reception<'r> {
    status: Option<u16>,
    headers: Headers,
    body: Vec<u8>,
    max_body: usize,
    download: Option<&'r Download>,
    /// On the heap: it is large, and most answers hold no file.
    receiver: Option<Box<Receiver<'r>>>,
}

impl<'r> Reception<'r> {
    /// Takes the answer to a request.
    #[must_use]
    pub fn of<S: System, T>(request: &'r Request<S, T>) -> Self {
        Self {
            download: request.subject.download.as_ref(),
            ..Self::new(request.max_body_bytes())
        }
    }

    /// Takes an answer of up to so many bytes: for tests of a transport.
    #[must_use]
    pub fn new(max_body: usize) -> Self {
        Self {
            status: None,
            headers: Headers::default(),
            body: Vec::new(),
            max_body,
            download: None,
            receiver: None,
        }
    }

    /// Takes status and headers. Names may be in any case; values that are no text are left out.
    pub fn head<'h>(&mut self, status: u16, headers: impl IntoIterator<Item = (&'h str, &'h str)>) {
        self.status = Some(status);
        self.headers = headers.into_iter().collect();
        let has_file = (200..300).contains(&status);
        let download = self.download.filter(|_| has_file);
        self.receiver = download.map(|download| Box::new(Receiver::new(download)));
    }

    /// Takes the next part of the body.
    ///
    /// # Errors
    /// Where nothing more is wanted: the answer is larger than allowed, or the sink of a download
    /// failed. The transport stops reading, closes the connection and gives this error on.
    pub fn push(&mut self, part: &[u8]) -> Result<(), TransportError> {
        match &mut self.receiver {
            Some(receiver) => {
                receiver.push(part, &mut self.body).map_err(stopped)?;
                if self.body.len() > self.max_body {
                    return Err(self.too_large());
                }
            }
            None if self.body.len() + part.len() > self.max_body => return Err(self.too_large()),
            None => {
                let room = self.body.capacity() - self.body.len();
                if !self.body.is_empty() && room < part.len() {
                    self.make_room();
                }
                self.body.extend_from_slice(part);
            }
        }
        Ok(())
    }

    /// The answer, when all of it has arrived.
    ///
    /// # Errors
    /// Where the transport gave no status.
    pub fn finish(self) -> Result<Answer, TransportError> {
        let Some(status) = self.status else {
            return Err(TransportError::new(
                TransportErrorKind::Other,
                Delivery::Unknown,
                "the transport gave no status",
            ));
        };
        let mut answer = Answer::new(status, self.body);
        answer.headers = self.headers;
        answer.file = self.receiver.map(|receiver| Arc::new(receiver.finish()));
        Ok(answer)
    }

    /// Makes room for all that is announced, now that more than one part has come of it.
    fn make_room(&mut self) {
        let announced = self.headers.get("content-length");
        let announced = announced.and_then(|length| length.parse::<usize>().ok());
        let whole = announced.map_or(0, |length| length.min(ROOM).min(self.max_body));
        if let Some(more @ 1..) = whole.checked_sub(self.body.len()) {
            self.body.reserve_exact(more);
        }
    }

    fn too_large(&self) -> TransportError {
        TransportError::new(
            TransportErrorKind::TooLarge,
            Delivery::Unknown,
            format!(
                "the answer has more than {} bytes; raise the limit with `max_body`",
                self.max_body
            ),
        )
    }
}

impl fmt::Debug for Reception<'_> {
    /// Without headers and body: each may hold a secret.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Reception")
            .field("status", &self.status)
            .field("bytes", &self.body.len())
            .field("max_body", &self.max_body)
            .finish_non_exhaustive()
    }
}

/// The error of a download that cannot go on.
#[expect(clippy::needless_pass_by_value, reason = "it maps an error")]
fn stopped(stopped: Stopped) -> TransportError {
    let kind = match stopped {
        Stopped::TooLarge(_) => TransportErrorKind::TooLarge,
        Stopped::Sink(_) => TransportErrorKind::LocalIo,
    };
    TransportError::new(kind, Delivery::Unknown, stopped.to_string())
}

#[cfg(test)]
mod tests {
    use super::{Attempt, Reception};
    use crate::Secret;
    use crate::client::layer::AttemptEnd;
    use crate::request::{Method, RenderedRequest};

    #[test]
    fn a_body_is_what_arrives_whatever_length_was_announced() {
        for announced in ["0", "3", "6", "18446744073709551615", "-1", "six"] {
            let mut reception = Reception::new(1_000);
            reception.head(200, [("Content-Length", announced)]);
            for part in [b"one", b"two"] {
                reception.push(part).expect("it is short");
            }
            let answer = reception.finish().expect("it has a status");
            assert_eq!(answer.body, b"onetwo", "{announced}");
            assert!(answer.body.capacity() <= 1_000, "{announced}");
        }
    }

    #[test]
    fn what_is_sent_and_received_does_not_show() {
        let mut reception = Reception::new(1_000);
        reception.head(200, [("set-cookie", "hunter2")]);
        reception
            .push(br#"{"loginResponse": [{"SessionID": "hunter2"}]}"#)
            .expect("it is short");
        let shown = format!("{reception:?}");
        assert!(
            shown.contains("200") && !shown.contains("hunter2"),
            "{shown}"
        );
        let bytes = format!("{:?}", b"hunter2");
        let bytes = bytes.trim_matches(['[', ']']);
        assert!(!shown.contains(bytes), "{shown}");

        let answer = reception.finish().expect("it has a status");
        let shown = format!("{:?}", AttemptEnd::Answered(&answer));
        assert!(
            !shown.contains("hunter2") && !shown.contains(bytes),
            "{shown}"
        );

        let request = RenderedRequest {
            method: Method::Post,
            url: "https://h/o/rest/2.0/login?password=hunter2".to_owned(),
            headers: vec![("sessionid", Secret::new("hunter2"))],
            body: Some(b"hunter2".to_vec().into()),
        };
        let shown = format!("{:?}", Attempt::new(&request));
        assert!(
            !shown.contains("hunter2") && !shown.contains(bytes),
            "{shown}"
        );
    }
}
