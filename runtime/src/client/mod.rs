//! The client: what sends requests, logs in, waits and repeats what is safe to repeat.
//!
//! A call is a machine without IO (`machine`), which decides by a pure function what comes after an
//! attempt (`retry`); [`Client`] and [`BlockingClient`] only do what it says. The session is shared by
//! all calls of a client (`session`, `gate`).

mod asynchronous;
mod authenticate;
mod blocking;
mod budget;
mod builder;
mod call;
#[cfg(any(feature = "async", feature = "blocking"))]
mod connection;
mod core;
mod gate;
#[cfg(test)]
mod gate_model;
mod layer;
mod machine;
mod options;
#[cfg(feature = "async")]
mod reqwest;
mod retry;
mod session;
mod throttle;
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
pub use layer::{AttemptEnd, AttemptView, Layer};
pub use transport::{
    Attempt, BlockingTransport, BoxFuture, Delivery, Reception, Transport, TransportError,
    TransportErrorKind,
};
