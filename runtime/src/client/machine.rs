//! One call as a machine without IO: it is told what happened, and says what to do next.
//!
//! Both drivers run it, so the order of steps, the waits and the errors cannot differ between them.

use std::borrow::Cow;
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant, SystemTime};

use super::budget::Budget;
use super::options::Limits;
use super::retry::{Backoff, Decision, Left, Outcome, decide, retry_after};
use super::transport::{TransportError, TransportErrorKind};
use crate::answer::Answer;
use crate::error::{Error, ErrorKind};
use crate::request::{Request, Retry, Subject, System};

/// How often one call may find its session dead. A server that answers 401 to whatever it is sent
/// must not be sent logins for ever.
const MAX_DEAD_SESSIONS: u32 = 3;

/// What the driver has to do.
#[derive(Debug)]
pub(crate) enum Action {
    /// Get a session: the shared one, after a login where there is none.
    GetSession,
    /// Wait until the throttle lets the call send.
    GetTurn,
    /// Send an attempt.
    Send {
        /// Its number, counted from 1.
        number: u32,
        /// How long it may take.
        timeout: Option<Duration>,
    },
    /// The session of the last attempt is dead: give it up, and wait.
    RenewSession { after: Duration },
    /// Wait.
    Wait(Duration),
    /// The value is there.
    Done,
    /// The call failed.
    Fail(Error),
}

/// What holds when an attempt is over.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Moment {
    pub(crate) now: Instant,
    /// The time of day, which dates in answers are compared with.
    pub(crate) clock: fn() -> SystemTime,
    /// Whether request and answer can be sent and received from the beginning.
    pub(crate) can_replay: bool,
}

/// What a call is about.
#[derive(Debug, Clone)]
pub(crate) struct Matter {
    pub(crate) entity: Option<Cow<'static, str>>,
    pub(crate) operation: &'static str,
    pub(crate) class: Retry,
    /// Whether the client's session goes with it.
    pub(crate) needs_session: bool,
}

impl Matter {
    pub(crate) fn of<S: System, T>(request: &Request<S, T>, needs_session: bool) -> Self {
        let Subject {
            entity,
            operation,
            retry,
            ..
        } = &request.subject;
        Self {
            entity: entity.clone(),
            operation,
            class: *retry,
            needs_session,
        }
    }
}

/// The state of a call.
#[derive(Debug)]
pub(crate) struct Machine {
    matter: Matter,
    number: u64,
    /// The name of this call, for errors, logs and layers: the number in hexadecimal, once somebody
    /// asks for it.
    id: OnceLock<String>,
    limits: Limits,
    backoff: Backoff,
    budget: Arc<Budget>,
    random: fastrand::Rng,
    deadline: Option<Instant>,
    attempts: u32,
    retries: u32,
    dead_sessions: u32,
    /// Whether an earlier attempt may have been done.
    may_be_done: bool,
}

impl Machine {
    pub(crate) fn new(
        matter: Matter,
        limits: Limits,
        backoff: Backoff,
        budget: Arc<Budget>,
        mut random: fastrand::Rng,
        now: Instant,
    ) -> Self {
        Self {
            matter,
            number: random.u64(..),
            id: OnceLock::new(),
            limits,
            backoff,
            budget,
            random,
            deadline: now.checked_add(limits.total),
            attempts: 0,
            retries: 0,
            dead_sessions: 0,
            may_be_done: false,
        }
    }

    /// What the call is about.
    #[cfg(feature = "tracing")]
    pub(crate) fn matter(&self) -> &Matter {
        &self.matter
    }

    /// The name of this call.
    pub(crate) fn id(&self) -> &str {
        self.id.get_or_init(|| format!("{:016x}", self.number))
    }

    /// Time until the deadline.
    pub(crate) fn time_left(&self, now: Instant) -> Duration {
        self.deadline.map_or(Duration::MAX, |deadline| {
            deadline.saturating_duration_since(now)
        })
    }

    /// The limits of a login within this call.
    pub(crate) fn limits_of_login(&self, now: Instant) -> Limits {
        Limits {
            total: self.time_left(now),
            ..self.limits
        }
    }

    /// The first step; also the next one after a wait.
    pub(crate) fn proceed(&self) -> Action {
        if self.matter.needs_session {
            Action::GetSession
        } else {
            Action::GetTurn
        }
    }

    /// The next step when it is the call's turn.
    pub(crate) fn send(&mut self, now: Instant) -> Action {
        let left = self.time_left(now);
        if left.is_zero() {
            return Action::Fail(self.timed_out());
        }
        self.attempts += 1;
        Action::Send {
            number: self.attempts,
            timeout: match left.min(self.limits.attempt) {
                Duration::MAX => None,
                timeout => Some(timeout),
            },
        }
    }

    /// The next step after an answer, and the error that was decoded from it.
    pub(crate) fn answered(
        &mut self,
        answer: &Answer,
        error: Option<Error>,
        moment: Moment,
    ) -> Action {
        let mut outcome = Outcome::of_answer(answer, error.as_ref());
        if outcome == Outcome::SessionDead && !self.matter.needs_session {
            // The session is the caller's.
            outcome = Outcome::Refused;
        }
        let Some(error) = error else {
            self.budget.put_back();
            return Action::Done;
        };
        let asked = match outcome {
            Outcome::Throttled | Outcome::Failed => retry_after(answer, moment.clock),
            _ => {
                self.budget.put_back();
                None
            }
        };
        let mut error = error.with_retry_after(asked);
        if error.status().is_none() {
            error = error.with_status(answer.status);
        }
        self.next(outcome, error, asked, moment)
    }

    /// The next step after an attempt without an answer.
    pub(crate) fn failed(&mut self, failure: &TransportError, moment: Moment) -> Action {
        let kind = match failure.kind() {
            TransportErrorKind::TimedOut => ErrorKind::TimedOut,
            TransportErrorKind::TooLarge => ErrorKind::AnswerTooLarge,
            TransportErrorKind::LocalIo => ErrorKind::LocalIo,
            TransportErrorKind::Connect
            | TransportErrorKind::Broken
            | TransportErrorKind::Options
            | TransportErrorKind::Other => ErrorKind::Connection,
        };
        let error = self.error(kind).with_cause(failure.to_string());
        self.next(Outcome::of_failure(failure), error, None, moment)
    }

    /// The error of a call that got no session.
    pub(crate) fn without_session(&self, error: Error) -> Error {
        // What the login may have done is nothing that the caller asked for.
        let error = error.with_nothing_done();
        error.with_history(self.id(), self.attempts, self.may_be_done)
    }

    /// The error of a call whose time is over while nothing is under way.
    pub(crate) fn timed_out(&self) -> Error {
        self.error(ErrorKind::TimedOut)
            .with_cause("the time for the call is over".to_owned())
            .with_history(self.id(), self.attempts, self.may_be_done)
    }

    fn next(
        &mut self,
        outcome: Outcome,
        error: Error,
        asked: Option<Duration>,
        moment: Moment,
    ) -> Action {
        let random = self.random.f64();
        let after = match (outcome, asked) {
            // The first renewal is what always happens when a session is too old.
            (Outcome::SessionDead, _) if self.dead_sessions == 0 => Duration::ZERO,
            (Outcome::SessionDead, _) => self.backoff.wait(self.dead_sessions, random),
            (_, Some(asked)) => self.backoff.wait_as_asked(asked, random),
            (_, None) => self.backoff.wait(self.retries, random),
        };
        let is_granted = self.budget.take();
        let left = Left {
            retries: is_granted && self.retries < self.limits.retries,
            logins: self.dead_sessions < MAX_DEAD_SESSIONS,
            replay: moment.can_replay,
            time: self.time_left(moment.now),
        };
        let decision = decide(self.matter.class, outcome, left, after);
        if is_granted && !matches!(decision, Decision::Again { .. }) {
            self.budget.put_back();
        }
        // A read does nothing, whether or not it arrives.
        self.may_be_done |= self.matter.class != Retry::Read && outcome.may_be_done();
        match decision {
            Decision::Done => Action::Done,
            Decision::Again { after } => {
                self.retries += 1;
                Action::Wait(after)
            }
            Decision::Relogin { after } => {
                self.dead_sessions += 1;
                Action::RenewSession { after }
            }
            Decision::Fail => Action::Fail(self.finish(error)),
            Decision::Uncertain => Action::Fail(self.finish(error.into_uncertain())),
        }
    }

    fn finish(&self, error: Error) -> Error {
        error.with_history(self.id(), self.attempts, self.may_be_done)
    }

    fn error(&self, kind: ErrorKind) -> Error {
        let Matter {
            entity,
            operation,
            class,
            ..
        } = &self.matter;
        Error::new(kind, entity.clone(), operation).of_class(*class)
    }
}

#[cfg(test)]
mod tests;
