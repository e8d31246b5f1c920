//! The throttle behind a lock: threads wait on a condition, tasks leave a waker.

use std::fmt;
use std::sync::PoisonError;
use std::task::{Poll, Waker};
use std::time::{Duration, Instant, SystemTime};

use super::retry::retry_after;
use super::sync::{Condvar, Mutex, MutexGuard};
use super::throttle::{Ending, Rates, Start, Throttle};
use super::transport::TransportError;
use crate::Answer;

/// Lets the calls of a client send, one after the other.
pub(crate) struct Turnstile {
    state: Mutex<State>,
    /// Somebody else may be next.
    changed: Condvar,
}

struct State {
    throttle: Throttle,
    /// The tasks that wait, by ticket.
    wakers: Vec<(u64, Waker)>,
}

/// The right to send one request. It ends when it is dropped.
#[derive(Debug)]
pub(crate) struct Permit<'t> {
    turnstile: &'t Turnstile,
    start: Start,
    ending: Ending,
    ended_at: Option<Instant>,
}

impl Ending {
    /// How an attempt ended.
    pub(crate) fn of(result: &Result<Answer, TransportError>) -> Self {
        match result {
            Ok(answer) if answer.status == 429 => Self::Refused {
                asked: retry_after(answer, SystemTime::now),
            },
            _ => Self::Other,
        }
    }
}

impl Turnstile {
    pub(crate) fn new(rates: Rates) -> Self {
        Self {
            state: Mutex::new(State {
                throttle: Throttle::new(rates),
                wakers: Vec::new(),
            }),
            changed: Condvar::new(),
        }
    }

    /// The right to send at once, or else a place among those who wait for theirs.
    ///
    /// In one step: of those who come at the same time, none is to wait for another that has its
    /// place and has not asked yet.
    pub(crate) fn enter(&self, now: Instant) -> Result<Permit<'_>, Place<'_>> {
        let mut state = self.lock();
        let ticket = state.throttle.join();
        match state.throttle.start(ticket, now) {
            Some(start) => Ok(self.permit(start)),
            None => Err(Place {
                turnstile: self,
                ticket: Some(ticket),
            }),
        }
    }

    fn permit(&self, start: Start) -> Permit<'_> {
        Permit {
            turnstile: self,
            start,
            ending: Ending::Other,
            ended_at: None,
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // A panic elsewhere leaves counts that are right.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Wakes whoever is next, where there is one.
    fn wake_next(&self, mut state: MutexGuard<'_, State>, now: Instant) {
        let next = state.throttle.next(now);
        let waker = next.and_then(|ticket| {
            let at = state
                .wakers
                .iter()
                .position(|(other, _)| *other == ticket)?;
            Some(state.wakers.swap_remove(at).1)
        });
        drop(state);
        match (next, waker) {
            // Outside of the lock: a waker may run the task at once.
            (_, Some(waker)) => waker.wake(),
            (Some(_), None) => self.changed.notify_all(),
            (None, None) => {}
        }
    }
}

impl fmt::Debug for Turnstile {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.lock().throttle.fmt(formatter)
    }
}

/// A place among those who wait for their turn. It is left when it is dropped.
#[derive(Debug)]
pub(crate) struct Place<'t> {
    turnstile: &'t Turnstile,
    /// `None` once it was its turn.
    ticket: Option<u64>,
}

impl<'t> Place<'t> {
    /// Stops the thread until it is its turn, or for so long.
    pub(crate) fn wait(mut self, now: impl Fn() -> Instant, most: Duration) -> Option<Permit<'t>> {
        let until = Instant::now().checked_add(most);
        let mut state = self.turnstile.lock();
        loop {
            if let Some(permit) = self.try_start(&mut state, now()) {
                self.turnstile.wake_next(state, now());
                return Some(permit);
            }
            let changed = &self.turnstile.changed;
            state = match until.map(|until| until.checked_duration_since(Instant::now())) {
                // No end that a clock can tell.
                None => changed.wait(state).unwrap_or_else(PoisonError::into_inner),
                Some(None) => return None,
                Some(Some(left)) => match changed.wait_timeout(state, left) {
                    Ok((state, _)) => state,
                    Err(poisoned) => poisoned.into_inner().0,
                },
            };
        }
    }

    /// Ready when it is its turn; else the waker is called when it is.
    pub(crate) fn poll(&mut self, now: Instant, waker: &Waker) -> Poll<Permit<'t>> {
        let mut state = self.turnstile.lock();
        if let Some(permit) = self.try_start(&mut state, now) {
            self.turnstile.wake_next(state, now);
            return Poll::Ready(permit);
        }
        // After its turn, nothing is polled any more.
        if let Some(ticket) = self.ticket {
            match state.wakers.iter_mut().find(|(other, _)| *other == ticket) {
                Some((_, earlier)) => earlier.clone_from(waker),
                None => state.wakers.push((ticket, waker.clone())),
            }
        }
        Poll::Pending
    }

    fn try_start(&mut self, state: &mut State, now: Instant) -> Option<Permit<'t>> {
        let ticket = self.ticket?;
        let start = state.throttle.start(ticket, now)?;
        self.ticket = None;
        state.wakers.retain(|(other, _)| *other != ticket);
        Some(self.turnstile.permit(start))
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        let Some(ticket) = self.ticket else { return };
        let mut state = self.turnstile.lock();
        state.throttle.leave(ticket);
        state.wakers.retain(|(other, _)| *other != ticket);
        // The one behind may be next.
        self.turnstile.wake_next(state, Instant::now());
    }
}

impl Permit<'_> {
    /// Not before this may be sent.
    pub(crate) fn at(&self) -> Instant {
        self.start.at
    }

    /// The request is over.
    pub(crate) fn finish(mut self, ending: Ending, now: Instant) {
        self.ending = ending;
        self.ended_at = Some(now);
    }
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        let now = self.ended_at.unwrap_or_else(Instant::now);
        let mut state = self.turnstile.lock();
        state.throttle.finish(self.start, self.ending, now);
        self.turnstile.wake_next(state, now);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    fn turnstile(at_once: usize) -> Turnstile {
        Turnstile::new(Rates {
            per_second: None,
            at_once: Some(at_once),
        })
    }

    #[test]
    fn many_threads_take_turns_and_none_is_left_behind() {
        let turnstile = turnstile(3);
        let (sending, most, sent) = (
            AtomicUsize::new(0),
            AtomicUsize::new(0),
            AtomicUsize::new(0),
        );
        std::thread::scope(|scope| {
            for _ in 0..16 {
                scope.spawn(|| {
                    for round in 0..50 {
                        let entered = turnstile.enter(Instant::now());
                        if round % 7 == 0 {
                            // Gives up.
                            drop(entered);
                            continue;
                        }
                        let permit = match entered {
                            Ok(permit) => Some(permit),
                            Err(place) => place.wait(Instant::now, Duration::MAX),
                        };
                        let permit = permit.expect("its turn comes");
                        let now = sending.fetch_add(1, Ordering::SeqCst) + 1;
                        most.fetch_max(now, Ordering::SeqCst);
                        std::thread::yield_now();
                        sending.fetch_sub(1, Ordering::SeqCst);
                        sent.fetch_add(1, Ordering::SeqCst);
                        drop(permit);
                    }
                });
            }
        });
        assert_eq!(sent.load(Ordering::SeqCst), 16 * 42);
        assert!(most.load(Ordering::SeqCst) <= 3);
    }

    #[test]
    fn a_thread_waits_no_longer_than_it_may() {
        let turnstile = turnstile(1);
        let permit = turnstile.enter(Instant::now()).expect("nobody sends");
        let late = turnstile.enter(Instant::now()).expect_err("one sends");
        assert!(late.wait(Instant::now, Duration::from_millis(20)).is_none());
        drop(permit);
        assert!(turnstile.enter(Instant::now()).is_ok());
    }

    #[test]
    fn who_comes_when_there_is_room_does_not_pass_those_who_wait() {
        let turnstile = turnstile(1);
        let permit = turnstile.enter(Instant::now()).expect("nobody sends");
        let first = turnstile.enter(Instant::now()).expect_err("one sends");
        drop(permit);
        let second = turnstile.enter(Instant::now()).expect_err("one waits");
        assert!(second.wait(Instant::now, Duration::ZERO).is_none());
        assert!(first.wait(Instant::now, Duration::ZERO).is_some());
    }

    /// Counts how often it is woken.
    #[derive(Default)]
    struct Bell(AtomicUsize);

    impl std::task::Wake for Bell {
        fn wake(self: std::sync::Arc<Self>) {
            self.0.fetch_add(1, Ordering::SeqCst);
        }
    }

    #[test]
    fn a_task_is_woken_when_it_is_next_also_when_the_one_before_has_given_up() {
        let turnstile = turnstile(1);
        let now = Instant::now();
        let bells: Vec<_> = (0..2)
            .map(|_| std::sync::Arc::new(Bell::default()))
            .collect();
        let wakers: Vec<Waker> = bells.iter().cloned().map(Waker::from).collect();
        let rung = || -> Vec<usize> {
            bells
                .iter()
                .map(|bell| bell.0.load(Ordering::SeqCst))
                .collect()
        };
        let permit = turnstile.enter(now).expect("the first has its turn");
        let mut second = turnstile.enter(now).expect_err("it is the first's");
        let mut third = turnstile.enter(now).expect_err("it is the first's");
        assert!(second.poll(now, &wakers[0]).is_pending());
        assert!(third.poll(now, &wakers[1]).is_pending());
        permit.finish(Ending::Other, now);
        assert_eq!(rung(), [1, 0]);
        drop(second);
        assert_eq!(rung(), [1, 1]);
        assert!(third.poll(now, &wakers[1]).is_ready());
    }
}
