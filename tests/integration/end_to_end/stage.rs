//! Clients of both kinds, and two ways to a sandbox: over HTTP, and in the same process.

use std::time::Duration;

use billbind::billingplatform::{
    Account, BillingPlatform, BlockingClient, Client, Credentials, Request, account,
};
use billbind::client::{
    BlockingTransport, Builder, Delivery, InProcess, Transport, TransportError, TransportErrorKind,
};
use billbind::{Answer, Error, RenderedRequest};
use billbind_sandbox::{Incoming, Options, Outcome, Sandbox, Server};
use tokio::runtime::Runtime;

/// Where a sandbox in this process is said to be.
const ADDRESS: &str = "https://sandbox.billingplatform.com/myorg";

/// Carries requests to a sandbox in this process.
pub(crate) fn in_process(sandbox: &Sandbox) -> InProcess {
    let sandbox = sandbox.clone();
    InProcess::new(move |request| exchange(&sandbox, request))
}

/// Lets a sandbox answer a request, or break the connection that there would be.
pub(crate) fn exchange(
    sandbox: &Sandbox,
    request: &RenderedRequest,
) -> Result<Answer, TransportError> {
    match sandbox.exchange(&incoming(request)) {
        Outcome::Answer(answer) => {
            let headers = answer.headers.into_iter();
            let bare = Answer::new(answer.status, answer.body);
            Ok(headers.fold(bare, |answer, (name, value)| {
                answer.with_header(&name, value)
            }))
        }
        Outcome::Closed { .. } | Outcome::Cut { .. } => Err(TransportError::new(
            TransportErrorKind::Broken,
            Delivery::Unknown,
            "the connection broke",
        )),
    }
}

fn incoming(request: &RenderedRequest) -> Incoming {
    let (_, address) = request.url.split_once("://").unwrap();
    let target = &address[address.find('/').unwrap()..];
    let (path, query) = match target.split_once('?') {
        Some((path, query)) => (path, Some(query.to_owned())),
        None => (target, None),
    };
    let headers = request.headers.iter();
    let headers = headers.map(|(name, value)| ((*name).to_owned(), value.expose().into()));
    let body = request.body.as_ref().map(|body| body.to_bytes().unwrap());
    Incoming {
        method: request.method.as_str().to_owned(),
        path: path.to_owned(),
        query,
        headers: headers.collect(),
        body: body.unwrap_or_default(),
    }
}

/// A client of either kind. That of futures has a runtime of its own.
pub(crate) enum Caller {
    Blocking(BlockingClient),
    Async(Client, Runtime),
}

impl Caller {
    /// One of each kind, over HTTP.
    pub(crate) fn over_http(server: &Server) -> [Self; 2] {
        let blocking = of_user(BlockingClient::builder(server.url()));
        let asynchronous = of_user(Client::builder(server.url()));
        [
            Self::Blocking(blocking.build().unwrap()),
            Self::Async(asynchronous.build().unwrap(), runtime()),
        ]
    }

    /// One of each kind, in this process.
    pub(crate) fn in_process(sandbox: &Sandbox) -> [Self; 2] {
        Self::through(&in_process(sandbox))
    }

    /// One of each kind, through the same transport.
    pub(crate) fn through(transport: &InProcess) -> [Self; 2] {
        let blocking = of_user(BlockingClient::builder(ADDRESS)).transport(transport.clone());
        let asynchronous = of_user(Client::builder(ADDRESS)).transport(transport.clone());
        [
            Self::Blocking(blocking.build().unwrap()),
            Self::Async(asynchronous.build().unwrap(), runtime()),
        ]
    }

    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Blocking(_) => "blocking",
            Self::Async(..) => "async",
        }
    }

    pub(crate) fn send<T: Send>(&self, request: Request<T>) -> Result<T, Error> {
        match self {
            Self::Blocking(client) => client.send(request),
            Self::Async(client, runtime) => runtime.block_on(client.send(request)),
        }
    }

    /// Sends what must succeed.
    #[track_caller]
    pub(crate) fn get<T: Send>(&self, request: Request<T>) -> T {
        match self.send(request) {
            Ok(value) => value,
            Err(error) => panic!("{}: {error}", self.name()),
        }
    }

    pub(crate) fn logout(&self) -> Result<(), Error> {
        match self {
            Self::Blocking(client) => client.logout(),
            Self::Async(client, runtime) => runtime.block_on(client.logout()),
        }
    }

    /// The accounts of this name.
    #[track_caller]
    pub(crate) fn accounts_named(&self, name: &str) -> Vec<Account> {
        let named = account::retrieve(&account::COL.name.eq(name));
        self.get(named.empty_on_not_found())
    }
}

/// Runs both clients of a sandbox of their own each, in this process.
pub(crate) fn with_each_client(options: &Options, act: impl Fn(&Caller, &Sandbox)) {
    for at in 0..2 {
        let sandbox = Sandbox::new(options).unwrap();
        act(&Caller::in_process(&sandbox)[at], &sandbox);
    }
}

/// The settings of a client for the user that every sandbox has; it waits for milliseconds.
pub(crate) fn of_user<T: ?Sized>(
    builder: Builder<BillingPlatform, T>,
) -> Builder<BillingPlatform, T> {
    builder
        .credentials(Credentials::login("my.username", "password"))
        .backoff(Duration::from_millis(2), Duration::from_millis(20))
}

pub(crate) fn blocking_in_process(
    transport: &InProcess,
) -> Builder<BillingPlatform, dyn BlockingTransport> {
    of_user(BlockingClient::builder(ADDRESS)).transport(transport.clone())
}

pub(crate) fn async_in_process(transport: &InProcess) -> Builder<BillingPlatform, dyn Transport> {
    of_user(Client::builder(ADDRESS)).transport(transport.clone())
}

fn runtime() -> Runtime {
    let mut builder = tokio::runtime::Builder::new_current_thread();
    builder.enable_all().build().unwrap()
}

pub(crate) fn new_account(name: impl Into<String>) -> account::New {
    Account::builder()
        .name(name)
        .status(account::Status::Active)
        .account_type("Required")
        .build()
}
