//! All orders of steps that threads can take through the gate, tried by loom.
//!
//! The file of the gate is compiled here once more, with the lock and the condition of loom, so that
//! no build of the whole tree with `--cfg loom` is needed.

use std::sync::Arc as StdArc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Wake, Waker};
use std::time::{Duration, Instant};

use loom::sync::Arc;
use loom::thread;

use super::session;
use crate::error::{Error, ErrorKind};

#[allow(clippy::duplicate_mod, reason = "that is the point of it")]
#[path = "gate.rs"]
mod gate;

mod sync {
    pub(super) use loom::sync::{Condvar, Mutex, MutexGuard};
}

use gate::{Admission, Gate};

/// How a call waits for the login of another.
#[derive(Clone, Copy)]
enum Wait {
    AsThread,
    AsTask,
}

/// The parts that the calls of a model share; the session is its own generation.
struct World {
    gate: Gate<u64>,
    logins: AtomicUsize,
    now: Instant,
}

impl World {
    /// A client that has logged in once.
    fn logged_in() -> Arc<Self> {
        let world = Self::new();
        let Admission::LogIn(login) = world.gate.enter(None, world.now) else {
            panic!("nobody else is there");
        };
        world.logins.fetch_add(1, Ordering::Relaxed);
        assert_eq!(login.succeeded(1).generation, 1);
        world
    }

    fn new() -> Arc<Self> {
        Arc::new(Self {
            gate: Gate::new(),
            logins: AtomicUsize::new(0),
            now: Instant::now(),
        })
    }

    /// A call that ends when it has a session that is not dead.
    fn call(&self, wait: Wait, dead: u64) -> Result<u64, Error> {
        let mut waited = None;
        loop {
            match self.gate.enter(waited, self.now) {
                Admission::Use(lease) if lease.session == dead => {
                    self.gate.reject(lease.generation);
                    waited = None;
                }
                Admission::Use(lease) => return Ok(lease.session),
                Admission::LogIn(login) => {
                    let logins = self.logins.fetch_add(1, Ordering::Relaxed) + 1;
                    thread::yield_now();
                    return Ok(login.succeeded(logins as u64).session);
                }
                Admission::Wait(round) => {
                    self.wait(wait, round);
                    waited = Some(round);
                }
                Admission::Fail(error) => return Err(error),
            }
        }
    }

    fn wait(&self, wait: Wait, round: u64) {
        match wait {
            Wait::AsThread => assert!(self.gate.wait(round, Duration::MAX)),
            Wait::AsTask => {
                let bell = StdArc::new(Bell::default());
                let waker = Waker::from(StdArc::clone(&bell));
                let mut place = None;
                while self.gate.poll_wait(round, &mut place, &waker).is_pending() {
                    bell.wait();
                }
                if let Some(place) = place {
                    self.gate.leave(place);
                }
            }
        }
    }
}

/// Wakes a thread that stands for a task.
#[derive(Default)]
struct Bell {
    rung: loom::sync::Mutex<bool>,
    changed: loom::sync::Condvar,
}

impl Bell {
    fn wait(&self) {
        let mut rung = self.rung.lock().unwrap();
        while !*rung {
            rung = self.changed.wait(rung).unwrap();
        }
        *rung = false;
    }
}

impl Wake for Bell {
    fn wake(self: StdArc<Self>) {
        *self.rung.lock().unwrap() = true;
        self.changed.notify_all();
    }
}

/// Runs a model with threads; three of them with a bound on how often they interrupt each other.
fn explore(model: impl Fn() + Send + Sync + 'static) {
    let mut builder = loom::model::Builder::new();
    builder.preemption_bound = Some(2);
    builder.check(model);
}

#[test]
fn many_calls_on_one_dead_session_log_in_once() {
    for wait in [Wait::AsThread, Wait::AsTask] {
        explore(move || {
            let world = World::logged_in();
            let others: Vec<_> = (0..2)
                .map(|_| {
                    let world = Arc::clone(&world);
                    thread::spawn(move || world.call(wait, 1).unwrap())
                })
                .collect();
            assert_eq!(world.call(wait, 1).unwrap(), 2);
            for other in others {
                assert_eq!(other.join().unwrap(), 2);
            }
            assert_eq!(world.logins.load(Ordering::Relaxed), 2);
        });
    }
}

#[test]
fn a_login_that_is_given_up_is_taken_over_by_one_who_waits() {
    for wait in [Wait::AsThread, Wait::AsTask] {
        explore(move || {
            let world = World::new();
            let Admission::LogIn(login) = world.gate.enter(None, world.now) else {
                panic!("nobody else is there");
            };
            let others: Vec<_> = (0..2)
                .map(|_| {
                    let world = Arc::clone(&world);
                    thread::spawn(move || world.call(wait, 0).unwrap())
                })
                .collect();
            drop(login);
            for other in others {
                assert_eq!(other.join().unwrap(), 1);
            }
            assert_eq!(world.logins.load(Ordering::Relaxed), 1);
        });
    }
}

#[test]
fn a_refused_login_is_told_to_all_who_wait_and_not_tried_again() {
    for wait in [Wait::AsThread, Wait::AsTask] {
        explore(move || {
            let world = World::new();
            let Admission::LogIn(login) = world.gate.enter(None, world.now) else {
                panic!("nobody else is there");
            };
            let others: Vec<_> = (0..2)
                .map(|_| {
                    let world = Arc::clone(&world);
                    thread::spawn(move || world.call(wait, 0).unwrap_err())
                })
                .collect();
            let refusal = Error::new(ErrorKind::LoginRefused, None, "login");
            login.failed(&refusal, world.now);
            for other in others {
                assert!(other.join().unwrap().is_login_refused());
            }
            assert_eq!(world.logins.load(Ordering::Relaxed), 0);
        });
    }
}

#[test]
fn a_logout_beside_calls_takes_each_session_once() {
    explore(|| {
        let world = World::logged_in();
        let other = {
            let world = Arc::clone(&world);
            thread::spawn(move || world.call(Wait::AsThread, 1).unwrap())
        };
        let taken = loop {
            match world.gate.take() {
                Ok(session) => break session,
                Err(round) => assert!(world.gate.wait(round, Duration::MAX)),
            }
        };
        assert_eq!(other.join().unwrap(), 2);
        // The first session before it was found dead, nothing after that, or the second.
        let left = world.gate.take().unwrap();
        assert_eq!(left.is_none(), taken == Some(2));
        assert_eq!(world.logins.load(Ordering::Relaxed), 2);
    });
}
