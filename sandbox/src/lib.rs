//! A local server that speaks the protocol of BillingPlatform, keeps state and is driven by the
//! checked model of the schemas.

#![deny(missing_docs)]

mod clock;
mod error;
mod examples;
mod http;
mod options;
mod organization;
mod protocol;
mod query;
mod store;

pub use error::StartError;
pub use http::{Incoming, Outgoing};
pub use options::Options;

use protocol::Protocol;

/// A sandbox in this process, without a socket.
///
/// ```
/// use billbind_sandbox::{Incoming, Options, Sandbox};
///
/// let sandbox = Sandbox::new(&Options::new())?;
/// let login = Incoming {
///     method: "POST".to_owned(),
///     path: "/myorg/rest/2.0/login".to_owned(),
///     body: br#"{"username": "my.username", "password": "password"}"#.to_vec(),
///     ..Incoming::default()
/// };
/// assert_eq!(sandbox.answer(&login).status, 200);
/// # Ok::<(), billbind_sandbox::StartError>(())
/// ```
#[derive(Debug)]
pub struct Sandbox {
    protocol: Protocol,
}

impl Sandbox {
    /// Makes a sandbox.
    ///
    /// # Errors
    ///
    /// Schemas with problems, and data that cannot be opened or does not fit the schemas.
    pub fn new(options: &Options) -> Result<Self, StartError> {
        Ok(Self {
            protocol: options.open()?,
        })
    }

    /// Answers a request.
    #[must_use]
    pub fn answer(&self, incoming: &Incoming) -> Outgoing {
        self.protocol.answer(incoming).0
    }

    /// Ends all sessions, as if two hours had passed without a request.
    pub fn expire_sessions(&self) {
        self.protocol.expire_sessions();
    }
}
