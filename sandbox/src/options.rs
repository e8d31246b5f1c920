//! What a sandbox is started with.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use crate::clock::Clock;
use crate::error::StartError;
use crate::examples;
use crate::faults::Rule;
use crate::log::{Exchange, Listener};
use crate::organization::Organization;
use crate::protocol::{Credentials, IDLE_LIMIT, Protocol, Sessions};
use crate::store::Store;

/// The organization of the vendor's samples ("REST Methods").
const DEFAULT_ORGANIZATION: &str = "myorg";

/// The largest body of a request: a file of 512 MiB in base64.
const DEFAULT_MAX_BODY: usize = 700 << 20;

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
#[derive(Clone)]
pub struct Options {
    pub(crate) organization: String,
    schemas: Option<PathBuf>,
    data: Option<PathBuf>,
    users: Vec<Credentials>,
    clients: Vec<Credentials>,
    examples: bool,
    clock: Clock,
    session_idle: Duration,
    pub(crate) faults: Vec<Rule>,
    pub(crate) fault_seed: u64,
    pub(crate) listener: Option<Listener>,
    pub(crate) max_body: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            organization: DEFAULT_ORGANIZATION.to_owned(),
            schemas: None,
            data: None,
            users: Vec::new(),
            clients: Vec::new(),
            examples: false,
            clock: Clock::default(),
            session_idle: IDLE_LIMIT,
            faults: Vec::new(),
            fault_seed: 0,
            listener: None,
            max_body: DEFAULT_MAX_BODY,
        }
    }
}

/// Shows no secret.
impl fmt::Debug for Options {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Options")
            .field("organization", &self.organization)
            .field("schemas", &self.schemas)
            .field("data", &self.data)
            .field("users", &self.users)
            .field("clients", &self.clients)
            .field("examples", &self.examples)
            .field("session_idle", &self.session_idle)
            .field("faults", &self.faults)
            .field("fault_seed", &self.fault_seed)
            .field("max_body", &self.max_body)
            .finish_non_exhaustive()
    }
}

impl Options {
    /// The organization of the vendor's samples, in memory.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The name of the organization in the URL that is given to clients, `myorg` where it is not
    /// said. Requests may have any.
    #[must_use]
    pub fn organization(mut self, name: impl Into<String>) -> Self {
        self.organization = name.into();
        self
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

    /// After how long without a request a session ends; two hours where it is not said.
    #[must_use]
    pub fn session_idle(mut self, time: Duration) -> Self {
        self.session_idle = time;
        self
    }

    /// Lets requests meet a fault; can be called several times. Further ones can be added to the
    /// [`Sandbox`](crate::Sandbox::add_fault).
    #[must_use]
    pub fn fault(mut self, rule: Rule) -> Self {
        self.faults.push(rule);
        self
    }

    /// What is random in faults follows from this number, 0 where it is not said.
    #[must_use]
    pub fn fault_seed(mut self, seed: u64) -> Self {
        self.fault_seed = seed;
        self
    }

    /// Is told each request as it is finished, one at a time. It must not ask the sandbox, which
    /// waits for it.
    #[must_use]
    pub fn on_request(mut self, listener: impl Fn(&Exchange) + Send + Sync + 'static) -> Self {
        self.listener = Some(Arc::new(listener));
        self
    }

    /// The largest body that a server takes of a request, in bytes; 700 MiB where it is not said.
    #[must_use]
    pub fn max_body(mut self, bytes: usize) -> Self {
        self.max_body = bytes;
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
            self.session_idle,
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
