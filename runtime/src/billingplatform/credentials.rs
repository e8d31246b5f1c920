//! How clients of BillingPlatform log in, and the names under which they are imported.

use std::fmt;

use super::{BillingPlatform, Session, login, logout, oauth_token};
use crate::Secret;
use crate::client::{self, Authenticate, Existence, Proof};
use crate::request::Request;

/// A client whose calls are futures.
///
/// ```no_run
/// use billbind_runtime::billingplatform::{Client, Credentials};
/// use billbind_runtime::{Error, Secret};
///
/// # fn client(my_http_stack: impl billbind_runtime::client::Transport + 'static) -> Result<(), Error> {
/// let client = Client::builder("https://sandbox.billingplatform.com/myorg")
///     .credentials(Credentials::login("my.username", Secret::new("password")))
///     .transport(my_http_stack) // not needed with the feature `async`
///     .build()?;
/// # Ok(())
/// # }
/// ```
pub type Client = client::Client<BillingPlatform>;

/// A client that stops the thread until there is an answer.
///
/// ```no_run
/// use billbind_runtime::billingplatform::{BlockingClient, Credentials};
/// use billbind_runtime::{Error, Secret};
///
/// # fn client(my_http_stack: impl billbind_runtime::client::BlockingTransport + 'static) -> Result<(), Error> {
/// let client = BlockingClient::builder("https://sandbox.billingplatform.com/myorg")
///     .credentials(Credentials::login("my.username", Secret::new("password")))
///     .transport(my_http_stack) // not needed with the feature `blocking`
///     .build()?;
/// # Ok(())
/// # }
/// ```
pub type BlockingClient = client::BlockingClient<BillingPlatform>;

/// What a client logs in with.
#[derive(Clone)]
pub struct Credentials(Way);

#[derive(Clone)]
enum Way {
    Login { user: String, password: Secret },
    OAuth { id: String, secret: Secret },
}

impl Credentials {
    /// User and password (Authentication; REST Methods, LOGIN).
    pub fn login(user: impl Into<String>, password: impl Into<Secret>) -> Self {
        Self(Way::Login {
            user: user.into(),
            password: password.into(),
        })
    }

    /// The id and the secret of an OAuth client; see [`oauth_token`] for where this comes from.
    pub fn oauth(client_id: impl Into<String>, client_secret: impl Into<Secret>) -> Self {
        Self(Way::OAuth {
            id: client_id.into(),
            secret: client_secret.into(),
        })
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self.0 {
            Way::Login { .. } => "Credentials(login)",
            Way::OAuth { .. } => "Credentials(oauth)",
        })
    }
}

impl Authenticate for BillingPlatform {
    type Credentials = Credentials;
    type Session = Session;

    fn login(credentials: &Credentials) -> Request<Self, Session> {
        match &credentials.0 {
            Way::Login { user, password } => login(user, password),
            Way::OAuth { id, secret } => oauth_token(id, secret),
        }
    }

    /// Tokens have no logout: no known client sends one.
    fn logout(session: &Session) -> Option<Request<Self, ()>> {
        session.is_by_login().then(|| logout().authorized(session))
    }

    fn proof(session: &Session) -> Proof {
        let (header, value) = session.header();
        Proof::new(header, value, session.secret().clone())
    }

    /// Asks for the entity and for ENTITY itself, so that a catalogue that cannot be read is not
    /// taken for one that does not have the entity.
    fn existence(entity: &str) -> Option<Request<Self, Existence>> {
        Some(super::catalogue::existence(entity))
    }
}
