//! An HTTP stack without a network for both clients: a script answers, and the clock only moves when
//! somebody sleeps.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use billbind::billingplatform::{
    Account, BillingPlatform, BlockingClient, Client, Credentials, Request, account,
};
use billbind::client::{
    Attempt, BlockingTransport, BoxFuture, Builder, Delivery, Reception, Transport, TransportError,
    TransportErrorKind,
};
use billbind::{Answer, Error, Method, RenderedRequest};

pub(crate) const BASE_URL: &str = "https://sandbox.billingplatform.com/myorg";

/// What the script sees of an attempt.
#[derive(Debug, Clone)]
pub(crate) struct Sent {
    pub(crate) method: Method,
    /// Path and query under the base URL.
    pub(crate) path: String,
    headers: Vec<(&'static str, String)>,
    pub(crate) timeout: Option<Duration>,
}

impl Sent {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        headers
            .find(|(other, _)| *other == name)
            .map(|(_, value)| value.as_str())
    }

    pub(crate) fn header_names(&self) -> Vec<&'static str> {
        self.headers.iter().map(|(name, _)| *name).collect()
    }

    pub(crate) fn is_login(&self) -> bool {
        self.path.ends_with("/login") || self.path.contains("/authenticate")
    }
}

/// What the script lets happen.
pub(crate) enum Reaction {
    Answer(Answer),
    Failure(TransportErrorKind, Delivery),
    /// The attempt takes longer than it may.
    Hang,
}

impl From<Answer> for Reaction {
    fn from(answer: Answer) -> Self {
        Self::Answer(answer)
    }
}

/// A server that follows a script; clones are the same server.
#[derive(Clone)]
pub(crate) struct Server {
    state: Arc<Mutex<State>>,
    start: Instant,
}

struct State {
    script: Box<dyn FnMut(&Sent) -> Reaction + Send>,
    sent: Vec<Sent>,
    sleeps: Vec<Duration>,
    clock: Duration,
    spawned: Vec<BoxFuture<'static, ()>>,
}

impl Server {
    pub(crate) fn new(script: impl FnMut(&Sent) -> Reaction + Send + 'static) -> Self {
        Self {
            state: Arc::new(Mutex::new(State {
                script: Box::new(script),
                sent: Vec::new(),
                sleeps: Vec::new(),
                clock: Duration::ZERO,
                spawned: Vec::new(),
            })),
            start: Instant::now(),
        }
    }

    /// All attempts, in order.
    pub(crate) fn sent(&self) -> Vec<Sent> {
        self.state.lock().unwrap().sent.clone()
    }

    /// The paths of all attempts, without the part that all have.
    pub(crate) fn paths(&self) -> Vec<String> {
        let sent = self.sent();
        let short = |sent: Sent| sent.path.trim_start_matches("/rest/2.0").to_owned();
        sent.into_iter().map(short).collect()
    }

    pub(crate) fn logins(&self) -> usize {
        self.sent().iter().filter(|sent| sent.is_login()).count()
    }

    pub(crate) fn sleeps(&self) -> Vec<Duration> {
        self.state.lock().unwrap().sleeps.clone()
    }

    pub(crate) fn advance(&self, duration: Duration) {
        self.state.lock().unwrap().clock += duration;
    }

    /// The tasks that were given to the runtime.
    pub(crate) fn spawned(&self) -> Vec<BoxFuture<'static, ()>> {
        std::mem::take(&mut self.state.lock().unwrap().spawned)
    }

    pub(crate) fn blocking(&self) -> Builder<BillingPlatform, dyn BlockingTransport> {
        BlockingClient::builder(BASE_URL)
            .credentials(Credentials::login("my.username", "pass-word-1"))
            .transport(self.clone())
    }

    pub(crate) fn asynchronous(&self) -> Builder<BillingPlatform, dyn Transport> {
        Client::builder(BASE_URL)
            .credentials(Credentials::login("my.username", "pass-word-1"))
            .transport(self.clone())
    }

    /// What the script makes of an attempt, for a script that calls another.
    pub(crate) fn react_to(&self, sent: &Sent) -> Reaction {
        (self.state.lock().unwrap().script)(sent)
    }

    fn react(
        &self,
        request: &RenderedRequest,
        timeout: Option<Duration>,
        reception: &mut Reception<'_>,
    ) -> Result<(), TransportError> {
        let mut state = self.state.lock().unwrap();
        let sent = Sent {
            method: request.method,
            path: request.url.strip_prefix(BASE_URL).unwrap().to_owned(),
            headers: request
                .headers
                .iter()
                .map(|(name, value)| (*name, value.expose().to_owned()))
                .collect(),
            timeout,
        };
        state.sent.push(sent.clone());
        let reaction = (state.script)(&sent);
        match reaction {
            Reaction::Answer(answer) => {
                reception.head(answer.status, answer.headers.iter());
                reception.push(&answer.body)
            }
            Reaction::Failure(kind, delivery) => {
                Err(TransportError::new(kind, delivery, "as the script says"))
            }
            Reaction::Hang => {
                state.clock += timeout.unwrap();
                let kind = TransportErrorKind::TimedOut;
                Err(TransportError::new(kind, Delivery::Unknown, "it hangs"))
            }
        }
    }

    fn pass(&self, duration: Duration) {
        let mut state = self.state.lock().unwrap();
        state.clock += duration;
        state.sleeps.push(duration);
    }

    fn time(&self) -> Instant {
        self.start + self.state.lock().unwrap().clock
    }
}

impl BlockingTransport for Server {
    fn send(
        &self,
        attempt: &Attempt<'_>,
        reception: &mut Reception<'_>,
    ) -> Result<(), TransportError> {
        self.react(attempt.request, attempt.timeout, reception)
    }

    fn sleep(&self, duration: Duration) {
        self.pass(duration);
    }

    fn now(&self) -> Instant {
        self.time()
    }
}

impl Transport for Server {
    fn send<'a>(
        &'a self,
        attempt: Attempt<'a>,
        reception: &'a mut Reception<'_>,
    ) -> BoxFuture<'a, Result<(), TransportError>> {
        Box::pin(async move { self.react(attempt.request, attempt.timeout, reception) })
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        Box::pin(async move { self.pass(duration) })
    }

    fn now(&self) -> Instant {
        self.time()
    }

    fn spawn(&self, task: BoxFuture<'static, ()>) {
        self.state.lock().unwrap().spawned.push(task);
    }
}

/// Which client sends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Driver {
    Blocking,
    Async,
}

pub(crate) const DRIVERS: [Driver; 2] = [Driver::Blocking, Driver::Async];

/// A client of either kind.
pub(crate) enum AnyClient {
    Blocking(BlockingClient),
    Async(Client),
}

impl Driver {
    pub(crate) fn client(self, server: &Server) -> AnyClient {
        match self {
            Self::Blocking => AnyClient::Blocking(server.blocking().build().unwrap()),
            Self::Async => AnyClient::Async(server.asynchronous().build().unwrap()),
        }
    }
}

impl AnyClient {
    pub(crate) fn send<T: Send>(&self, request: Request<T>) -> Result<T, Error> {
        match self {
            Self::Blocking(client) => client.send(request),
            Self::Async(client) => run(client.send(request)),
        }
    }

    pub(crate) fn logout(&self) -> Result<(), Error> {
        match self {
            Self::Blocking(client) => client.logout(),
            Self::Async(client) => run(client.logout()),
        }
    }
}

/// Waits for a future.
pub(crate) fn run<T>(future: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    runtime.block_on(future)
}

/// A server that logs everybody in, and answers requests to `ACCOUNT` from a list; when that is empty,
/// as it should.
pub(crate) fn server_with(reactions: impl IntoIterator<Item = Reaction>) -> Server {
    let mut reactions: VecDeque<Reaction> = reactions.into_iter().collect();
    Server::new(move |sent| {
        if sent.is_login() {
            return login_answer("s1");
        }
        reactions.pop_front().unwrap_or_else(|| match sent.method {
            Method::Get => account_answer(),
            _ => created_answer(),
        })
    })
}

pub(crate) fn new_account() -> account::New {
    Account::builder()
        .name("Blue")
        .status(account::Status::Active)
        .account_type("Required")
        .build()
}

pub(crate) fn login_answer(session: &str) -> Reaction {
    let body = format!(
        r#"{{"loginResponse": [{{"SessionID": "{session}", "ErrorCode": "0", "ErrorText": []}}]}}"#
    );
    Answer::new(200, body).into()
}

pub(crate) fn created_answer() -> Reaction {
    Answer::new(
        200,
        r#"{"createResponse": [{"ErrorCode": "0", "ErrorText": " ", "Id": "27471"}]}"#,
    )
    .into()
}

pub(crate) fn account_answer() -> Reaction {
    Answer::new(
        200,
        r#"{"retrieveResponse": [{"Id": "27471", "Name": "Blue"}]}"#,
    )
    .into()
}

/// The body of an expired session, which arrives with status 500.
pub(crate) fn dead_session_answer() -> Reaction {
    let body =
        r#"{"errors": [{"error_code": "INVALID_SESSION_ID", "error_text": "Invalid session ID"}]}"#;
    Answer::new(500, body).into()
}
