//! The shared session behind a lock: threads wait on a condition, tasks leave a waker.
//!
//! The lock and the condition come from `super::sync`, so that the model test compiles this very file
//! with those of loom.

use std::task::{Poll, Waker};
use std::time::{Duration, Instant};

use super::session::{Lease, Sessions, Turn};
use super::sync::{Condvar, Mutex, MutexGuard};
use crate::Error;

/// The session that all calls of a client share.
#[derive(Debug)]
pub(crate) struct Gate<P: Clone> {
    state: Mutex<State<P>>,
    changed: Condvar,
}

#[derive(Debug)]
struct State<P> {
    sessions: Sessions<P>,
    /// Who is woken when a login is over. Each waiter has a place, so that it never has two wakers.
    waiting: Vec<(u64, Waker)>,
    next_place: u64,
}

/// What a call that needs a session has to do.
#[derive(Debug)]
pub(crate) enum Admission<'g, P: Clone> {
    /// Use this session.
    Use(Lease<P>),
    /// Log in.
    LogIn(Login<'g, P>),
    /// Wait for the login of this round.
    Wait(u64),
    /// There is no session to be had.
    Fail(Error),
}

impl<P: Clone> Gate<P> {
    pub(crate) fn new() -> Self {
        Self {
            state: Mutex::new(State {
                sessions: Sessions::new(),
                waiting: Vec::new(),
                next_place: 0,
            }),
            changed: Condvar::new(),
        }
    }

    /// What a call has to do that waited for the round `waited`, if it did.
    pub(crate) fn enter(&self, waited: Option<u64>, now: Instant) -> Admission<'_, P> {
        match self.lock().sessions.turn(waited, now) {
            Turn::Use(lease) => Admission::Use(lease),
            Turn::LogIn { round } => Admission::LogIn(Login {
                gate: self,
                round,
                is_over: false,
            }),
            Turn::Wait { round } => Admission::Wait(round),
            Turn::Fail(error) => Admission::Fail(error),
        }
    }

    /// The server does not know the session of this generation.
    pub(crate) fn reject(&self, generation: u64) {
        self.lock().sessions.reject(generation);
    }

    /// Takes the session away, to log it out; what to wait for where a login is going on.
    pub(crate) fn take(&self) -> Result<Option<P>, u64> {
        self.lock().sessions.take()
    }

    /// Stops the thread until the login of this round is over, or for so long. Says whether it is
    /// over.
    pub(crate) fn wait(&self, round: u64, for_at_most: Duration) -> bool {
        let until = Instant::now().checked_add(for_at_most);
        let mut state = self.lock();
        while state.sessions.is_going_on(round) {
            let Some(until) = until else {
                state = self.changed.wait(state).unwrap_or_else(unpoison);
                continue;
            };
            let Some(left) = until.checked_duration_since(Instant::now()) else {
                return false;
            };
            let (guard, _) = match self.changed.wait_timeout(state, left) {
                Ok(woken) => woken,
                Err(poisoned) => poisoned.into_inner(),
            };
            state = guard;
        }
        true
    }

    /// Ready when the login of this round is over; else the waker is called when it is.
    pub(crate) fn poll_wait(&self, round: u64, place: &mut Option<u64>, waker: &Waker) -> Poll<()> {
        let mut state = self.lock();
        if !state.sessions.is_going_on(round) {
            return Poll::Ready(());
        }
        let place = *place.get_or_insert_with(|| {
            state.next_place += 1;
            state.next_place
        });
        match state.waiting.iter_mut().find(|(other, _)| *other == place) {
            Some((_, earlier)) => earlier.clone_from(waker),
            None => state.waiting.push((place, waker.clone())),
        }
        Poll::Pending
    }

    /// A task does not wait any longer.
    pub(crate) fn leave(&self, place: u64) {
        self.lock().waiting.retain(|(other, _)| *other != place);
    }

    /// Changes the state, and wakes all who wait for it.
    fn end<T>(&self, change: impl FnOnce(&mut Sessions<P>) -> T) -> T {
        let mut state = self.lock();
        let result = change(&mut state.sessions);
        let waiting = std::mem::take(&mut state.waiting);
        drop(state);
        self.changed.notify_all();
        for (_, waker) in waiting {
            waker.wake();
        }
        result
    }

    fn lock(&self) -> MutexGuard<'_, State<P>> {
        self.state.lock().unwrap_or_else(unpoison)
    }
}

/// No code of others runs under the lock, so a panic leaves nothing half done.
fn unpoison<T>(poisoned: std::sync::PoisonError<T>) -> T {
    poisoned.into_inner()
}

/// The duty to log in. Where it is dropped without an end, another call takes it over.
#[derive(Debug)]
pub(crate) struct Login<'g, P: Clone> {
    gate: &'g Gate<P>,
    round: u64,
    is_over: bool,
}

impl<P: Clone> Login<'_, P> {
    /// The login gave a session.
    pub(crate) fn succeeded(mut self, session: P) -> Lease<P> {
        self.is_over = true;
        self.gate
            .end(|sessions| sessions.logged_in(self.round, session))
    }

    /// The login failed, for all who wait for it.
    pub(crate) fn failed(mut self, error: &Error, now: Instant) {
        self.is_over = true;
        self.gate
            .end(|sessions| sessions.login_failed(self.round, error, now));
    }
}

impl<P: Clone> Drop for Login<'_, P> {
    fn drop(&mut self) {
        if !self.is_over {
            self.gate
                .end(|sessions| sessions.login_abandoned(self.round));
        }
    }
}
