//! The client that waits: the machine over a [`BlockingTransport`].

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::authenticate::Authenticate;
use super::builder::Builder;
use super::call::Call;
use super::core::{Core, Decoding, Doubt, Judge, Outgoing};
use super::gate::Admission;
use super::machine::{Action, Machine};
use super::options::Limits;
use super::pages::{Paged, Pages, Sight};
use super::session::Lease;
use super::throttle::Ending;
use super::trace::Scope;
use super::transport::{Attempt, BlockingTransport, TransportError};
use super::turnstile::Permit;
use crate::error::Error;
use crate::request::Request;

/// A client that stops the thread until there is an answer, and needs no async runtime.
///
/// It logs in with the first request and whenever the session is dead, repeats what is safe to
/// repeat, and is cheap to clone: clones share the session and the connections.
pub struct BlockingClient<S: Authenticate> {
    shared: Arc<Shared<S>>,
}

impl<S: Authenticate> BlockingClient<S> {
    /// Starts a client of the API under `base_url` (`https://my.billingplatform.com/myorg`).
    pub fn builder(base_url: impl Into<String>) -> Builder<S, dyn BlockingTransport> {
        Builder::new(base_url.into())
    }

    pub(super) fn of(core: Core<S, dyn BlockingTransport>) -> Self {
        Self {
            shared: Arc::new(Shared(core)),
        }
    }

    /// Sends a request, and gives what its answer is decoded to.
    ///
    /// # Errors
    /// Whatever the answer reports, and what failed on the way. Where the request must not be
    /// repeated and may have been done, the error [is uncertain](Error::is_uncertain).
    pub fn send<T>(&self, request: Request<S, T>) -> Result<T, Error> {
        self.call(request).send()
    }

    /// A call with settings of its own.
    pub fn call<T>(&self, request: Request<S, T>) -> Call<'_, Self, S, T> {
        Call {
            client: self,
            request,
            limits: self.shared.0.limits,
        }
    }

    /// Reads in pages, each when it is asked for: an iterator over pages, or over rows.
    ///
    /// ```
    /// # use billbind_runtime::billingplatform::{BlockingClient, Query, Records};
    /// # use billbind_runtime::{Error, Record};
    /// # fn sample<E: Record + Send + std::fmt::Debug>(client: &BlockingClient, query: Query<E, Records>) -> Result<(), Error> {
    /// for record in client.pages(query).page_size(5_000).items() {
    ///     println!("{:?}", record?);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn pages<Q: Paged<System = S>>(&self, query: Q) -> Pages<Self, Q> {
        Pages::new(self.clone(), query)
    }

    /// Asks for a page.
    pub(super) fn fetch<T>(&self, request: Request<S, T>) -> Result<(T, Sight), Error> {
        let core = &self.shared.0;
        ask(core, Decoding::of(request).of_page(), core.limits)
    }

    /// Ends the session, where there is one. A later request logs in again.
    ///
    /// # Errors
    /// Where the server could not be told; this client has no session in any case.
    pub fn logout(&self) -> Result<(), Error> {
        let core = &self.shared.0;
        loop {
            match core.gate.take() {
                Ok(None) => return Ok(()),
                Ok(Some(session)) => return end(core, &session, core.limits),
                Err(round) => core.gate.wait(round, Duration::MAX),
            };
        }
    }
}

impl<S: Authenticate, T> Call<'_, BlockingClient<S>, S, T> {
    /// Sends the request.
    ///
    /// # Errors
    /// Like [`BlockingClient::send`].
    pub fn send(self) -> Result<T, Error> {
        let decoding = Decoding::of(self.request);
        ask(&self.client.shared.0, decoding, self.limits).map(|(value, _)| value)
    }
}

impl<S: Authenticate> Clone for BlockingClient<S> {
    fn clone(&self) -> Self {
        Self {
            shared: Arc::clone(&self.shared),
        }
    }
}

impl<S: Authenticate> fmt::Debug for BlockingClient<S> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.shared.0.fmt(formatter)
    }
}

/// What all clones of a client share.
struct Shared<S: Authenticate>(Core<S, dyn BlockingTransport>);

/// How long the end of a program may wait for the last session to be ended.
const LOGOUT_ON_DROP: Duration = Duration::from_secs(5);

impl<S: Authenticate> Drop for Shared<S> {
    fn drop(&mut self) {
        let core = &self.0;
        if !core.logout_on_drop {
            return;
        }
        if let Ok(Some(session)) = core.gate.take() {
            let limits = Limits {
                total: LOGOUT_ON_DROP,
                retries: 0,
                ..core.limits
            };
            // Nobody is left to be told.
            let _ = end(core, &session, limits);
        }
    }
}

fn send<S: Authenticate, T>(
    core: &Core<S, dyn BlockingTransport>,
    request: Request<S, T>,
    limits: Limits,
) -> Result<T, Error> {
    let mut outgoing = core.outgoing(&request)?;
    let mut decoding = Decoding::of(request);
    drive(core, &mut outgoing, limits, &mut decoding)?;
    decoding.into_value()
}

/// Sends a request of the caller's, and finds out what a 404 means.
fn ask<S: Authenticate, T>(
    core: &Core<S, dyn BlockingTransport>,
    mut decoding: Decoding<S, T>,
    limits: Limits,
) -> Result<(T, Sight), Error> {
    let mut outgoing = core.outgoing(decoding.request())?;
    let start = core.transport.now();
    let outcome = drive(core, &mut outgoing, limits, &mut decoding);
    let limits = limits.since(start, core.transport.now());
    let matter = &outgoing.matter;
    let existence = core.doubt(matter, &decoding).map(|doubt| match doubt {
        Doubt::Settled(existence) => existence,
        Doubt::Ask(question) => core.learn(matter, send(core, *question, limits)),
    });
    decoding.settle(outcome, existence)
}

/// Runs the machine of a call to its end.
fn drive<S: Authenticate>(
    core: &Core<S, dyn BlockingTransport>,
    outgoing: &mut Outgoing,
    limits: Limits,
    judge: &mut dyn Judge,
) -> Result<(), Error> {
    let mut machine = core.machine(&outgoing.matter, limits, core.transport.now());
    let scope = Scope::call(S::NAME, &machine);
    let outcome = scope.run(|| steps(core, &mut machine, outgoing, judge, &scope));
    scope.end_call(&outcome);
    outcome
}

/// Does what the machine says.
fn steps<S: Authenticate>(
    core: &Core<S, dyn BlockingTransport>,
    machine: &mut Machine,
    outgoing: &mut Outgoing,
    judge: &mut dyn Judge,
    scope: &Scope,
) -> Result<(), Error> {
    let transport = &*core.transport;
    let mut lease = None;
    let mut permit = None;
    let mut action = machine.proceed();
    loop {
        action = match action {
            Action::GetSession => {
                lease = Some(session(core, machine)?);
                Action::GetTurn
            }
            Action::GetTurn => {
                permit = turn(core, machine);
                if permit.is_some() {
                    machine.send(transport.now())
                } else {
                    Action::Fail(machine.timed_out())
                }
            }
            Action::Send { number, timeout } => {
                let secret = core.prepare(outgoing, machine, number, lease.as_ref());
                let mut reception = judge.reception();
                let attempt = Attempt {
                    request: &outgoing.rendered,
                    timeout,
                };
                let attempt_scope = scope.attempt(&outgoing.rendered, number);
                let sent = attempt_scope.run(|| transport.send(&attempt, &mut reception));
                let result = sent.and_then(|()| reception.finish());
                if let Some(permit) = permit.take() {
                    permit.finish(Ending::of(&result), transport.now());
                }
                let seen = result.as_ref().map(|answer| answer.status);
                attempt_scope.end_attempt(seen.map_err(TransportError::kind));
                core.show(outgoing, machine, number, &result);
                match result {
                    Ok(answer) => {
                        let error = judge.judge(&answer, secret);
                        let moment = outgoing.moment(judge, transport.now());
                        machine.answered(&answer, error, moment)
                    }
                    Err(failure) => {
                        machine.failed(&failure, outgoing.moment(judge, transport.now()))
                    }
                }
            }
            Action::RenewSession { after } => {
                if let Some(dead) = lease.take() {
                    core.gate.reject(dead.generation);
                }
                scope.waits(after, "the session is dead");
                wait(transport, after);
                machine.proceed()
            }
            Action::Wait(after) => {
                scope.waits(after, "the attempt failed");
                wait(transport, after);
                machine.proceed()
            }
            Action::Done => return Ok(()),
            Action::Fail(error) => return Err(error),
        }
    }
}

fn wait(transport: &dyn BlockingTransport, duration: Duration) {
    if !duration.is_zero() {
        transport.sleep(duration);
    }
}

/// The right to send, when it is this call's turn; `None` where its time is over before.
fn turn<'c, S: Authenticate>(
    core: &'c Core<S, dyn BlockingTransport>,
    machine: &Machine,
) -> Option<Permit<'c>> {
    let transport = &*core.transport;
    let mut now = transport.now();
    let permit = match core.turnstile.enter(now) {
        Ok(permit) => permit,
        Err(place) => {
            let permit = place.wait(|| transport.now(), machine.time_left(now))?;
            now = transport.now();
            permit
        }
    };
    let after = permit.at().saturating_duration_since(now);
    if after >= machine.time_left(now) {
        return None;
    }
    wait(transport, after);
    Some(permit)
}

/// The shared session, after a login where there is none.
fn session<S: Authenticate>(
    core: &Core<S, dyn BlockingTransport>,
    machine: &Machine,
) -> Result<Lease<S::Session>, Error> {
    let transport = &*core.transport;
    let mut waited = None;
    loop {
        match core.gate.enter(waited, transport.now()) {
            Admission::Use(lease) => return Ok(lease),
            Admission::Fail(error) => return Err(machine.without_session(error)),
            Admission::Wait(round) => {
                if !core.gate.wait(round, machine.time_left(transport.now())) {
                    return Err(machine.timed_out());
                }
                waited = Some(round);
            }
            Admission::LogIn(login) => {
                let outcome = log_in(core, machine.limits_of_login(transport.now()));
                return match outcome {
                    Ok(session) => Ok(login.succeeded(session)),
                    Err(error) => {
                        // This call's time is over, not that of the others: one of them logs in.
                        if !error.is_timed_out() {
                            login.failed(&error, transport.now());
                        }
                        Err(machine.without_session(error))
                    }
                };
            }
        }
    }
}

fn log_in<S: Authenticate>(
    core: &Core<S, dyn BlockingTransport>,
    limits: Limits,
) -> Result<S::Session, Error> {
    let request = core.login()?;
    send(core, request, limits)
}

/// Tells the server that a session is over.
fn end<S: Authenticate>(
    core: &Core<S, dyn BlockingTransport>,
    session: &S::Session,
    limits: Limits,
) -> Result<(), Error> {
    match S::logout(session).map(|request| send(core, request, limits)) {
        // A dead session is as good as one that was ended.
        Some(Err(error)) if !error.is_session_invalid() => Err(error),
        _ => Ok(()),
    }
}
