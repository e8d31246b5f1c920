//! A sandbox that listens: on a thread of its own, for as long as its handle lives.

use std::fmt;
use std::io::{self, ErrorKind};
use std::net::{SocketAddr, TcpListener};
use std::ops::Deref;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use tokio::runtime;
use tokio::sync::oneshot;

use crate::server::{self, Limits};
use crate::{Options, Sandbox, StartError};

/// Starts a sandbox with the default [`Options`] on a free port of this machine, and stops it when
/// the handle is dropped.
///
/// # Errors
/// Where no port is free.
pub fn start() -> Result<Server, StartError> {
    Options::new().start()
}

impl Options {
    /// Starts a sandbox on a free port of this machine, and stops it when the handle is dropped.
    ///
    /// # Errors
    /// As [`Sandbox::new`]; and where no port is free.
    pub fn start(&self) -> Result<Server, StartError> {
        self.listen(SocketAddr::from(([127, 0, 0, 1], 0)))
    }

    /// The same on a port of your choice. There is no TLS: on an address that other machines reach,
    /// passwords and records travel for all to see.
    ///
    /// # Errors
    /// As [`Sandbox::new`]; and where the address is in use or is none of this machine.
    pub fn listen(&self, address: SocketAddr) -> Result<Server, StartError> {
        let listener = TcpListener::bind(address).map_err(|error| cannot_bind(address, &error))?;
        let limits = Limits {
            body: self.max_body,
            ..Limits::default()
        };
        Server::start(Sandbox::new(self)?, listener, limits)
    }
}

fn cannot_bind(address: SocketAddr, error: &io::Error) -> StartError {
    StartError::address(match error.kind() {
        ErrorKind::AddrInUse => format!(
            "{address} is in use by another program: stop that one, or listen on another port"
        ),
        ErrorKind::AddrNotAvailable => format!("{address} is no address of this machine"),
        ErrorKind::PermissionDenied => {
            format!("{address} may not be listened on by this user: take a port from 1024 on")
        }
        _ => format!("cannot listen on {address}: {error}"),
    })
}

/// A sandbox that listens on an address of this machine. It stops when this is dropped.
///
/// It has a thread of its own, so it works from tests with and without an async runtime. What can be
/// asked of the [`Sandbox`] can be asked of this too.
///
/// ```
/// let server = billbind_sandbox::start()?;
/// assert!(server.url().starts_with("http://127.0.0.1:"));
/// assert!(server.requests().is_empty());
/// # Ok::<(), billbind_sandbox::StartError>(())
/// ```
pub struct Server {
    sandbox: Sandbox,
    address: SocketAddr,
    farewell: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<io::Result<()>>>,
}

/// How long work that is running may go on when a server is dropped.
const LAST_WORK: Duration = Duration::from_secs(5);

impl Server {
    pub(crate) fn start(
        sandbox: Sandbox,
        listener: TcpListener,
        limits: Limits,
    ) -> Result<Self, StartError> {
        let cannot = |error: io::Error| StartError::address(format!("cannot listen: {error}"));
        let address = listener.local_addr().map_err(cannot)?;
        // Only reads and writes sockets; what takes time has threads of its own.
        let runtime = runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(cannot)?;
        let (farewell, stopped) = oneshot::channel();
        let served = sandbox.clone();
        let thread = thread::Builder::new()
            .name("billbind-sandbox".to_owned())
            .spawn(move || {
                let result = runtime.block_on(run(listener, served, limits, stopped));
                runtime.shutdown_timeout(LAST_WORK);
                result
            })
            .map_err(cannot)?;
        Ok(Self {
            sandbox,
            address,
            farewell: Some(farewell),
            thread: Some(thread),
        })
    }

    /// The base URL with the organization, without a slash at the end: what clients are given.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}/{}", self.address, self.sandbox.organization())
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The sandbox, which can be kept beyond the life of the server.
    #[must_use]
    pub fn sandbox(&self) -> &Sandbox {
        &self.sandbox
    }

    /// Takes no more requests, and lets those that are running end, for up to ten seconds. Dropping
    /// the server does not wait for answers that are held back by a latency on request.
    ///
    /// # Errors
    /// What ended the server before.
    pub fn stop(mut self) -> io::Result<()> {
        if let Some(farewell) = self.farewell.take() {
            // Where nobody listens any more, the thread has ended and says why.
            let _ = farewell.send(());
        }
        self.join()
    }

    fn join(&mut self) -> io::Result<()> {
        match self.thread.take().map(JoinHandle::join) {
            Some(Ok(result)) => result,
            Some(Err(_)) => Err(io::Error::other("the thread of the sandbox panicked")),
            None => Ok(()),
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.farewell = None;
        // Nobody is left to tell.
        let _ = self.join();
    }
}

impl Deref for Server {
    type Target = Sandbox;

    fn deref(&self) -> &Sandbox {
        &self.sandbox
    }
}

impl fmt::Debug for Server {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Server({})", self.url())
    }
}

/// Serves until the handle says farewell, or, without waiting for anything, until it is dropped.
async fn run(
    listener: TcpListener,
    sandbox: Sandbox,
    limits: Limits,
    stopped: oneshot::Receiver<()>,
) -> io::Result<()> {
    let (end, ended) = oneshot::channel::<()>();
    let farewell = async {
        if stopped.await.is_err() {
            // The other branch ends now, and this one with it.
            let _ = end.send(());
            std::future::pending::<()>().await;
        }
    };
    tokio::select! {
        result = server::serve(listener, sandbox, limits, farewell) => result,
        Ok(()) = ended => Ok(()),
    }
}
