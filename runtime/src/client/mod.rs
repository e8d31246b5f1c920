//! The client: what sends requests, logs in, waits and repeats what is safe to repeat.
//!
//! A call is a machine without IO (`machine`), which decides by a pure function what comes after an
//! attempt (`retry`); [`Client`] and [`BlockingClient`] only do what it says, so they cannot differ. The
//! session is shared by all calls of a client (`session`, `gate`).
//!
//! What is repeated depends on what a repetition means ([`Retry`](crate::Retry)). A request that must
//! not be done twice is sent again only where it surely was not done: nothing had been sent, the
//! session was dead, or the server was asked too often. Where that cannot be known, the call ends with
//! an error that [is uncertain](crate::Error::is_uncertain).
//!
//! # An HTTP stack of your own
//!
//! With the feature `async` or `blocking` there is one. Any other is a transport of about twenty
//! lines. Redirects must not be followed, nor may the stack repeat anything on its own.
//!
//! ```
//! use billbind_runtime::billingplatform::{BlockingClient, Credentials};
//! use billbind_runtime::client::{
//!     Attempt, BlockingTransport, Delivery, Reception, TransportError, TransportErrorKind,
//! };
//!
//! struct MyStack(my_http::Agent);
//!
//! impl BlockingTransport for MyStack {
//!     fn send(&self, attempt: &Attempt<'_>, reception: &mut Reception<'_>) -> Result<(), TransportError> {
//!         let request = attempt.request;
//!         let headers = request.headers.iter().map(|(name, value)| (*name, value.expose()));
//!         let body = request.body.as_ref().map(|body| body.to_bytes()).transpose();
//!         let body = body.map_err(|error| {
//!             TransportError::new(TransportErrorKind::LocalIo, Delivery::NotSent, error.to_string())
//!         })?;
//!         let sent = self.0.send(request.method.as_str(), &request.url, headers, body, attempt.timeout);
//!         let answer = sent.map_err(|failure| match failure {
//!             my_http::Failure::NoConnection => {
//!                 TransportError::new(TransportErrorKind::Connect, Delivery::NotSent, "no connection")
//!             }
//!             my_http::Failure::Broken => {
//!                 TransportError::new(TransportErrorKind::Broken, Delivery::Unknown, "the connection broke")
//!             }
//!         })?;
//!         reception.head(answer.status, answer.headers.iter().map(|(name, value)| (&**name, &**value)));
//!         reception.push(&answer.body)
//!     }
//! }
//!
//! let client = BlockingClient::builder("https://sandbox.billingplatform.com/myorg")
//!     .credentials(Credentials::login("my.username", "password"))
//!     .transport(MyStack(my_http::Agent))
//!     .build()?;
//! # use billbind_runtime::{Method, billingplatform::raw};
//! # client.send(raw(Method::Get, &["rest", "2.0", "ACCOUNT", "1"], None))?;
//! # mod my_http {
//! #     pub struct Agent;
//! #     #[allow(dead_code)]
//! #     pub enum Failure { NoConnection, Broken }
//! #     pub struct Answer { pub status: u16, pub headers: Vec<(String, String)>, pub body: Vec<u8> }
//! #     impl Agent {
//! #         pub fn send<'h>(&self, _: &str, url: &str, _: impl Iterator<Item = (&'static str, &'h str)>,
//! #             _: Option<Vec<u8>>, _: Option<std::time::Duration>) -> Result<Answer, Failure> {
//! #             let body = match url.ends_with("/login") {
//! #                 true => r#"{"loginResponse": [{"SessionID": "s", "ErrorCode": "0"}]}"#,
//! #                 false => "{}",
//! #             };
//! #             Ok(Answer { status: 200, headers: Vec::new(), body: body.into() })
//! #         }
//! #     }
//! # }
//! # Ok::<(), billbind_runtime::Error>(())
//! ```
//!
//! A [`Transport`] for [`Client`] is the same with futures: `send` gives `Box::pin(async move { .. })`,
//! and `sleep` the timer of its runtime.
//!
//! In a test of your own code the transport can be a function that answers: see [`InProcess`].

mod asynchronous;
mod authenticate;
mod blocking;
mod budget;
mod builder;
mod call;
#[cfg(any(feature = "async", feature = "blocking"))]
mod connection;
mod core;
mod existence;
mod gate;
#[cfg(test)]
mod gate_model;
mod in_process;
mod layer;
mod machine;
mod options;
mod pages;
#[cfg(feature = "async")]
mod reqwest;
mod retry;
mod session;
mod throttle;
mod trace;
mod transport;
mod turnstile;
#[cfg(any(feature = "async", feature = "blocking"))]
mod upload;
#[cfg(feature = "blocking")]
mod ureq;

/// The lock and the condition that the gate is made of.
mod sync {
    pub(super) use std::sync::{Condvar, Mutex, MutexGuard};
}

#[cfg(feature = "async")]
pub use self::reqwest::ReqwestTransport;
#[cfg(feature = "blocking")]
pub use self::ureq::UreqTransport;
pub use asynchronous::Client;
pub use authenticate::{Authenticate, Proof};
pub use blocking::BlockingClient;
pub use builder::Builder;
pub use call::Call;
#[cfg(any(feature = "async", feature = "blocking"))]
pub use connection::{ConnectionOptions, Proxy};
pub use existence::Existence;
pub use in_process::InProcess;
pub use layer::{AttemptEnd, AttemptView, Layer};
pub use pages::{DEFAULT_PAGE_SIZE, Items, Page, Paged, Pages};
pub use transport::{
    Attempt, BlockingTransport, BoxFuture, Delivery, Reception, Transport, TransportError,
    TransportErrorKind,
};
