//! What a sandbox is started with.

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::clock::Clock;
use crate::error::StartError;
use crate::examples;
use crate::organization::Organization;
use crate::protocol::{Credentials, Protocol, Sessions};
use crate::store::Store;

/// The user of the vendor's samples ("Authentication").
const DEFAULT_USER: (&str, &str) = ("my.username", "password");

/// An OAuth client of the sandbox's own.
const DEFAULT_CLIENT: (&str, &str) = ("my.client", "my.client.secret");

/// What a sandbox is started with; what is not said has a default.
///
/// ```
/// use billbind_sandbox::Options;
///
/// let options = Options::new().user("jane", "s3cret").examples(true);
/// assert_eq!(options.users().collect::<Vec<_>>(), [("jane", "s3cret")]);
/// ```
#[derive(Debug, Clone, Default)]
pub struct Options {
    schemas: Option<PathBuf>,
    data: Option<PathBuf>,
    users: Vec<Credentials>,
    clients: Vec<Credentials>,
    examples: bool,
    clock: Clock,
}

impl Options {
    /// The organization of the vendor's samples, in memory.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Plays the organization that the schemas in a folder describe, one folder per system; they
    /// may extend the shipped ones (`extends: billingplatform`).
    #[must_use]
    pub fn schemas(mut self, folder: impl Into<PathBuf>) -> Self {
        self.schemas = Some(folder.into());
        self
    }

    /// Keeps the records in a file, which is made where it is missing: every write that was
    /// answered survives the end of the process, however that comes.
    #[must_use]
    pub fn data(mut self, file: impl Into<PathBuf>) -> Self {
        self.data = Some(file.into());
        self
    }

    /// Lets a user log in; the first call replaces the default user.
    #[must_use]
    pub fn user(mut self, name: impl Into<String>, password: impl Into<String>) -> Self {
        self.users.push(credentials(name, password));
        self
    }

    /// Gives tokens to an OAuth client; the first call replaces the default client.
    #[must_use]
    pub fn client(mut self, id: impl Into<String>, secret: impl Into<String>) -> Self {
        self.clients.push(credentials(id, secret));
        self
    }

    /// Whether the records of the schemas' examples exist, beside those that every sandbox has.
    #[must_use]
    pub fn examples(mut self, wanted: bool) -> Self {
        self.examples = wanted;
        self
    }

    /// The clock that sessions, `Created` and `Updated` go by, in place of the computer's.
    #[must_use]
    pub fn clock(mut self, now: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        self.clock = Clock::new(now);
        self
    }

    /// Names and passwords of the users that may log in.
    pub fn users(&self) -> impl Iterator<Item = (&str, &str)> {
        pairs(&self.users, DEFAULT_USER)
    }

    /// Ids and secrets of the OAuth clients.
    pub fn clients(&self) -> impl Iterator<Item = (&str, &str)> {
        pairs(&self.clients, DEFAULT_CLIENT)
    }

    /// The protocol over the organization and its records.
    pub(crate) fn open(&self) -> Result<Protocol, StartError> {
        let organization = match self.schemas.as_deref() {
            Some(folder) => Organization::from_folder(folder)?,
            None => Organization::shipped()?,
        };
        let store = Store::open(self.data.as_deref().map(Path::new), &organization)?;
        examples::fill(&store, &organization, self.examples)?;
        let owned = |(name, secret): (&str, &str)| credentials(name, secret);
        let sessions = Sessions::new(
            self.users().map(owned).collect(),
            self.clients().map(owned).collect(),
        );
        Protocol::new(organization, store, sessions, self.clock.clone())
    }
}

fn credentials(name: impl Into<String>, secret: impl Into<String>) -> Credentials {
    Credentials {
        name: name.into(),
        secret: secret.into(),
    }
}

fn pairs<'a>(
    given: &'a [Credentials],
    default: (&'static str, &'static str),
) -> impl Iterator<Item = (&'a str, &'a str)> {
    let default = given.is_empty().then_some(default);
    given
        .iter()
        .map(|credentials| (credentials.name.as_str(), credentials.secret.as_str()))
        .chain(default)
}
