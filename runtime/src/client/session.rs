//! The session that all calls of a client share: who logs in, who waits, and what they are told.
//!
//! Without locks and IO; the [`Gate`](super::gate::Gate) makes it safe for threads and tasks. A
//! session has a generation, and whoever meets a dead one says which. So of many calls that meet the
//! same dead session one logs in, and stragglers find that there is a newer one. A login is a round:
//! those who waited for a round share its end.

use std::time::{Duration, Instant};

use crate::Error;

/// A session, and which one it is.
#[derive(Debug, Clone)]
pub(crate) struct Lease<P> {
    pub(crate) generation: u64,
    pub(crate) session: P,
}

/// What a call that needs a session has to do.
#[derive(Debug)]
pub(crate) enum Turn<P> {
    /// Use this session.
    Use(Lease<P>),
    /// Log in, and say what came of it.
    LogIn { round: u64 },
    /// Wait until this round is over.
    Wait { round: u64 },
    /// There is no session to be had.
    Fail(Error),
}

/// How long nobody tries to log in again after a refusal; doubles with each further one. A wrong
/// password that is tried at the rate of requests locks the user out.
const FIRST_PAUSE: Duration = Duration::from_secs(30);

/// The longest of these pauses.
const LONGEST_PAUSE: Duration = Duration::from_secs(15 * 60);

/// The state that all calls share.
#[derive(Debug)]
pub(crate) struct Sessions<P> {
    phase: Phase<P>,
    /// Number of the newest session.
    generation: u64,
    /// Number of the newest login, also of one that is not over.
    round: u64,
    /// How the newest login failed.
    failure: Option<Error>,
    /// Refusals without a success between them, and until when the last of them holds.
    refusals: u32,
    refused_until: Option<Instant>,
}

#[derive(Debug)]
enum Phase<P> {
    None,
    LoggingIn,
    Alive(P),
}

impl<P: Clone> Sessions<P> {
    pub(crate) fn new() -> Self {
        Self {
            phase: Phase::None,
            generation: 0,
            round: 0,
            failure: None,
            refusals: 0,
            refused_until: None,
        }
    }

    /// What a call has to do that waited for the round `waited`, if it did.
    pub(crate) fn turn(&mut self, waited: Option<u64>, now: Instant) -> Turn<P> {
        match &self.phase {
            Phase::Alive(session) => Turn::Use(Lease {
                generation: self.generation,
                session: session.clone(),
            }),
            Phase::LoggingIn => Turn::Wait { round: self.round },
            Phase::None => {
                let is_refused = self.refused_until.is_some_and(|until| now < until);
                let is_shared = waited == Some(self.round);
                match &self.failure {
                    Some(error) if is_refused || is_shared => Turn::Fail(error.clone()),
                    _ => {
                        self.phase = Phase::LoggingIn;
                        self.round += 1;
                        self.failure = None;
                        Turn::LogIn { round: self.round }
                    }
                }
            }
        }
    }

    /// Whether the login of this round is going on.
    pub(crate) fn is_going_on(&self, round: u64) -> bool {
        self.round == round && matches!(self.phase, Phase::LoggingIn)
    }

    /// The login of this round gave a session.
    pub(crate) fn logged_in(&mut self, round: u64, session: P) -> Lease<P> {
        debug_assert!(self.is_going_on(round));
        self.generation += 1;
        self.refusals = 0;
        self.refused_until = None;
        self.phase = Phase::Alive(session.clone());
        Lease {
            generation: self.generation,
            session,
        }
    }

    /// The login of this round failed, for all who wait for it.
    pub(crate) fn login_failed(&mut self, round: u64, error: &Error, now: Instant) {
        if !self.is_going_on(round) {
            return;
        }
        self.phase = Phase::None;
        if error.is_login_refused() {
            let pause = FIRST_PAUSE.saturating_mul(1 << self.refusals.min(10));
            self.refusals += 1;
            self.refused_until = now.checked_add(pause.min(LONGEST_PAUSE));
        }
        self.failure = Some(error.clone());
    }

    /// Whoever logged in went away before there was an end: another one does it.
    pub(crate) fn login_abandoned(&mut self, round: u64) {
        if self.is_going_on(round) {
            self.phase = Phase::None;
        }
    }

    /// The server does not know the session of this generation. A newer one stays.
    pub(crate) fn reject(&mut self, generation: u64) {
        if self.generation == generation && matches!(self.phase, Phase::Alive(_)) {
            self.phase = Phase::None;
        }
    }

    /// Takes the session away, to log it out; what to wait for where a login is going on.
    pub(crate) fn take(&mut self) -> Result<Option<P>, u64> {
        match std::mem::replace(&mut self.phase, Phase::None) {
            Phase::Alive(session) => Ok(Some(session)),
            Phase::None => Ok(None),
            Phase::LoggingIn => {
                self.phase = Phase::LoggingIn;
                Err(self.round)
            }
        }
    }
}

#[cfg(test)]
mod tests;
