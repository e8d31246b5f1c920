//! What a protocol has to say for a client to log in, and to understand what it is answered.

use std::fmt;

use super::existence::Existence;
use crate::request::{Request, System};
use crate::secret::Secret;

/// A system whose clients log in.
///
/// Implemented by the protocols of this crate.
pub trait Authenticate: System + Sized {
    /// What a login needs.
    type Credentials: Clone + fmt::Debug + Send + Sync + 'static;

    /// What a login gives.
    type Session: Clone + fmt::Debug + Send + Sync + 'static;

    /// The request that logs in.
    fn login(credentials: &Self::Credentials) -> Request<Self, Self::Session>;

    /// The request that ends a session, where the system has one; with its proof.
    fn logout(session: &Self::Session) -> Option<Request<Self, ()>>;

    /// How a request proves that it belongs to a session.
    fn proof(session: &Self::Session) -> Proof;

    /// The request that finds out whether the organization has an entity, for systems that answer
    /// 404 both for a wrong name and for no records.
    #[must_use]
    fn existence(entity: &str) -> Option<Request<Self, Existence>> {
        let _ = entity;
        None
    }
}

/// The header of a session.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Proof {
    /// Name of the header, in lower case.
    pub header: &'static str,
    /// Its value.
    pub value: Secret,
    /// What no error may show, even where the server repeats it.
    pub secret: Secret,
}

impl Proof {
    /// A header, and the secret in its value.
    #[must_use]
    pub fn new(header: &'static str, value: Secret, secret: Secret) -> Self {
        Self {
            header,
            value,
            secret,
        }
    }
}
