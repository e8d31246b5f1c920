//! The client: what sends requests, logs in, waits and repeats what is safe to repeat.

mod transport;

pub use transport::{
    Attempt, BlockingTransport, BoxFuture, Delivery, Reception, Transport, TransportError,
    TransportErrorKind,
};
