//! The client of futures: the machine over a [`Transport`], on whatever runtime that needs.

use std::fmt;
use std::future::poll_fn;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use super::authenticate::Authenticate;
use super::builder::Builder;
use super::call::Call;
use super::core::{Core, Decoding, Doubt, Judge, Outgoing};
use super::gate::{Admission, Gate};
use super::machine::{Action, Machine};
use super::options::Limits;
use super::pages::{Paged, Pages, Sight};
use super::session::Lease;
use super::throttle::Ending;
use super::trace::Scope;
use super::transport::{Attempt, BoxFuture, Transport, TransportError};
use super::turnstile::{self, Permit};
use crate::error::Error;
use crate::request::Request;

/// A client whose calls are futures.
///
/// It logs in with the first request and whenever the session is dead, repeats what is safe to
/// repeat, and is cheap to clone: clones share the session and the connections.
///
/// A future that is dropped before its end stops where it is; where it was about to log in, another
/// call does. Whether the server did what was asked is then unknown, as with a broken connection.
pub struct Client<S: Authenticate> {
    shared: Arc<Shared<S>>,
}

impl<S: Authenticate> Client<S> {
    /// Starts a client of the API under `base_url` (`https://my.billingplatform.com/myorg`).
    pub fn builder(base_url: impl Into<String>) -> Builder<S, dyn Transport> {
        Builder::new(base_url.into())
    }

    pub(super) fn of(core: Core<S, dyn Transport>) -> Self {
        Self {
            shared: Arc::new(Shared(core)),
        }
    }

    /// Sends a request, and gives what its answer is decoded to.
    ///
    /// # Errors
    /// Whatever the answer reports, and what failed on the way. Where the request must not be
    /// repeated and may have been done, the error [is uncertain](Error::is_uncertain).
    pub fn send<T: Send>(
        &self,
        request: Request<S, T>,
    ) -> impl Future<Output = Result<T, Error>> + Send {
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

    /// Reads in pages, each when it is asked for: a stream of pages, or of rows.
    ///
    /// ```
    /// # use billbind_runtime::billingplatform::{Client, Query, Records};
    /// # use billbind_runtime::{Error, Record};
    /// # async fn sample<E: Record + Send + std::fmt::Debug>(client: &Client, query: Query<E, Records>) -> Result<(), Error> {
    /// let mut records = client.pages(query).page_size(5_000).items();
    /// while let Some(record) = records.next().await {
    ///     println!("{:?}", record?);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn pages<Q: Paged<System = S>>(&self, query: Q) -> Pages<Self, Q> {
        Pages::new(self.clone(), query)
    }

    /// Asks for a page.
    pub(super) async fn fetch<T: Send>(&self, request: Request<S, T>) -> Result<(T, Sight), Error> {
        let core = &self.shared.0;
        ask(core, Box::new(Decoding::of(request).of_page()), core.limits).await
    }

    /// Ends the session, where there is one. A later request logs in again.
    ///
    /// # Errors
    /// Where the server could not be told; this client has no session in any case.
    pub async fn logout(&self) -> Result<(), Error> {
        let core = &self.shared.0;
        loop {
            match core.gate.take() {
                Ok(None) => return Ok(()),
                Ok(Some(session)) => return end(core, &session).await,
                Err(round) => wait_for_login(core, round, Duration::MAX).await,
            };
        }
    }
}

impl<'c, S: Authenticate, T: Send> Call<'c, Client<S>, S, T> {
    /// Sends the request.
    ///
    /// # Errors
    /// Like [`Client::send`].
    pub fn send(self) -> impl Future<Output = Result<T, Error>> + Send + use<'c, S, T> {
        // On the heap before there is a future: futures are moved, and hold what they are given
        // once more in each function that they go through.
        let decoding = Box::new(Decoding::of(self.request));
        let (core, limits) = (&self.client.shared.0, self.limits);
        async move {
            let asked = ask(core, decoding, limits).await;
            asked.map(|(value, _)| value)
        }
    }
}

impl<S: Authenticate> Clone for Client<S> {
    fn clone(&self) -> Self {
        Self {
            shared: Arc::clone(&self.shared),
        }
    }
}

impl<S: Authenticate> fmt::Debug for Client<S> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.shared.0.fmt(formatter)
    }
}

/// What all clones of a client share.
struct Shared<S: Authenticate>(Core<S, dyn Transport>);

/// How long the last session may take to be ended behind the program's back.
const LOGOUT_ON_DROP: Duration = Duration::from_secs(5);

impl<S: Authenticate> Drop for Shared<S> {
    /// A drop cannot wait, so the logout is given to the runtime, which may end before it is sent.
    fn drop(&mut self) {
        let core = &self.0;
        if !core.logout_on_drop {
            return;
        }
        let Ok(Some(session)) = core.gate.take() else {
            return;
        };
        let Some(outgoing) =
            S::logout(&session).and_then(|request| Some((core.outgoing(&request).ok()?, request)))
        else {
            return;
        };
        let transport = Arc::clone(&core.transport);
        core.transport.spawn(Box::pin(async move {
            let (outgoing, request) = outgoing;
            let mut decoding = Decoding::of(request);
            let attempt = Attempt {
                request: &outgoing.rendered,
                timeout: Some(LOGOUT_ON_DROP),
            };
            // Nobody is left to be told.
            let _ = transport.send(attempt, &mut decoding.reception()).await;
        }));
    }
}

/// Sends a request of the client's own. On the heap, since it is a call within a call.
fn send<'c, S: Authenticate, T: Send + 'c>(
    core: &'c Core<S, dyn Transport>,
    request: Request<S, T>,
    limits: Limits,
) -> BoxFuture<'c, Result<T, Error>> {
    Box::pin(async move {
        let mut outgoing = core.outgoing(&request)?;
        let mut decoding = Decoding::of(request);
        drive(core, &mut outgoing, limits, &mut decoding).await?;
        decoding.into_value()
    })
}

/// Sends a request of the caller's, and finds out what a 404 means.
async fn ask<S: Authenticate, T: Send>(
    core: &Core<S, dyn Transport>,
    mut decoding: Box<Decoding<S, T>>,
    limits: Limits,
) -> Result<(T, Sight), Error> {
    let mut outgoing = Box::new(core.outgoing(decoding.request())?);
    let start = core.transport.now();
    let outcome = drive(core, &mut outgoing, limits, &mut *decoding).await;
    let limits = limits.since(start, core.transport.now());
    let matter = &outgoing.matter;
    let existence = match core.doubt(matter, &decoding) {
        None => None,
        Some(Doubt::Settled(existence)) => Some(existence),
        Some(Doubt::Ask(question)) => Some(core.learn(matter, send(core, *question, limits).await)),
    };
    decoding.settle(outcome, existence)
}

/// Runs the machine of a call to its end.
async fn drive<S: Authenticate>(
    core: &Core<S, dyn Transport>,
    outgoing: &mut Outgoing,
    limits: Limits,
    judge: &mut (dyn Judge + Send),
) -> Result<(), Error> {
    let mut machine = core.machine(&outgoing.matter, limits, core.transport.now());
    let scope = Scope::call(S::NAME, &machine);
    let steps = steps(core, &mut machine, outgoing, judge, &scope);
    let outcome = scope.around(steps).await;
    scope.end_call(&outcome);
    outcome
}

/// Does what the machine says.
async fn steps<S: Authenticate>(
    core: &Core<S, dyn Transport>,
    machine: &mut Machine,
    outgoing: &mut Outgoing,
    judge: &mut (dyn Judge + Send),
    scope: &Scope,
) -> Result<(), Error> {
    let transport = &*core.transport;
    let mut lease = None;
    let mut permit = None;
    let mut action = machine.proceed();
    loop {
        action = match action {
            Action::GetSession => {
                lease = Some(match core.gate.enter(None, transport.now()) {
                    Admission::Use(lease) => lease,
                    admission => session(core, machine, admission).await?,
                });
                Action::GetTurn
            }
            Action::GetTurn => {
                let now = transport.now();
                permit = match core.turnstile.enter(now) {
                    Ok(permit) if permit.at() <= now => Some(permit),
                    entered => turn(core, machine, entered).await,
                };
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
                let sending = transport.send(attempt, &mut reception);
                let sent = attempt_scope.around(sending).await;
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
                wait(transport, after).await;
                machine.proceed()
            }
            Action::Wait(after) => {
                scope.waits(after, "the attempt failed");
                wait(transport, after).await;
                machine.proceed()
            }
            Action::Done => return Ok(()),
            Action::Fail(error) => return Err(error),
        }
    }
}

async fn wait(transport: &dyn Transport, duration: Duration) {
    if !duration.is_zero() {
        transport.sleep(duration).await;
    }
}

/// The right to send, when it is this call's turn; `None` where its time is over before. On the
/// heap, so that those who need not wait are not as large as those who do.
fn turn<'t, 'c: 't, S: Authenticate>(
    core: &'c Core<S, dyn Transport>,
    machine: &'t Machine,
    entered: Result<Permit<'c>, turnstile::Place<'c>>,
) -> BoxFuture<'t, Option<Permit<'c>>> {
    let transport = &*core.transport;
    Box::pin(async move {
        let permit = match entered {
            Ok(permit) => permit,
            Err(mut place) => {
                let left = machine.time_left(transport.now());
                let mut time = None;
                poll_fn(|context| {
                    if let Poll::Ready(permit) = place.poll(transport.now(), context.waker()) {
                        return Poll::Ready(Some(permit));
                    }
                    is_over(&mut time, transport, left, context).map(|()| None)
                })
                .await?
            }
        };
        let now = transport.now();
        let after = permit.at().saturating_duration_since(now);
        if after >= machine.time_left(now) {
            return None;
        }
        wait(transport, after).await;
        Some(permit)
    })
}

/// The shared session, after a login, or the wait for that of another call. On the heap, like
/// [`turn`].
fn session<'c, S: Authenticate>(
    core: &'c Core<S, dyn Transport>,
    machine: &'c Machine,
    mut admission: Admission<'c, S::Session>,
) -> BoxFuture<'c, Result<Lease<S::Session>, Error>> {
    let transport = &*core.transport;
    Box::pin(async move {
        loop {
            admission = match admission {
                Admission::Use(lease) => return Ok(lease),
                Admission::Fail(error) => return Err(machine.without_session(error)),
                Admission::Wait(round) => {
                    let left = machine.time_left(transport.now());
                    if !wait_for_login(core, round, left).await {
                        return Err(machine.timed_out());
                    }
                    core.gate.enter(Some(round), transport.now())
                }
                Admission::LogIn(login) => {
                    let limits = machine.limits_of_login(transport.now());
                    let outcome = match core.login() {
                        Ok(request) => send(core, request, limits).await,
                        Err(error) => Err(error),
                    };
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
    })
}

/// Ready when the login of this round is over (true) or the time is (false).
async fn wait_for_login<S: Authenticate>(
    core: &Core<S, dyn Transport>,
    round: u64,
    for_at_most: Duration,
) -> bool {
    let mut place = Place {
        gate: &core.gate,
        number: None,
    };
    let mut time = None;
    poll_fn(|context| {
        if place
            .gate
            .poll_wait(round, &mut place.number, context.waker())
            .is_ready()
        {
            return Poll::Ready(true);
        }
        is_over(&mut time, &*core.transport, for_at_most, context).map(|()| false)
    })
    .await
}

/// Ready when the time is over; the timer is made only for those who have to wait.
fn is_over<'t>(
    timer: &mut Option<BoxFuture<'t, ()>>,
    transport: &'t dyn Transport,
    after: Duration,
    context: &mut Context<'_>,
) -> Poll<()> {
    if after == Duration::MAX {
        return Poll::Pending;
    }
    let timer = timer.get_or_insert_with(|| transport.expire(after));
    timer.as_mut().poll(context)
}

/// The place of a task among those who wait; left when the future is dropped.
struct Place<'g, P: Clone> {
    gate: &'g Gate<P>,
    number: Option<u64>,
}

impl<P: Clone> Drop for Place<'_, P> {
    fn drop(&mut self) {
        if let Some(number) = self.number {
            self.gate.leave(number);
        }
    }
}

/// Tells the server that a session is over.
async fn end<S: Authenticate>(
    core: &Core<S, dyn Transport>,
    session: &S::Session,
) -> Result<(), Error> {
    let Some(request) = S::logout(session) else {
        return Ok(());
    };
    match send(core, request, core.limits).await {
        // A dead session is as good as one that was ended.
        Err(error) if !error.is_session_invalid() => Err(error),
        _ => Ok(()),
    }
}
