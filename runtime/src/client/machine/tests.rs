//! Whole calls against a world of random mishaps.

use std::sync::Arc;
use std::time::{Duration, Instant, UNIX_EPOCH};

use proptest::prelude::{Just, Strategy, any, prop, prop_oneof, proptest};

use super::{Action, MAX_DEAD_SESSIONS, Machine, Matter, Moment};
use crate::client::budget::Budget;
use crate::client::options::Limits;
use crate::client::retry::Backoff;
use crate::client::{Delivery, TransportError, TransportErrorKind};
use crate::error::{Error, ErrorKind};
use crate::{Answer, Retry};

/// What can befall an attempt, and whether the server then has, or may have, done the work. This is
/// said here once more, and not asked of the code under test.
#[derive(Debug, Clone, Copy)]
enum Mishap {
    None,
    DeadSession,
    Throttled(Option<u16>),
    ServerFailed(Option<u16>),
    Html,
    Refused,
    NotSent,
    Lost,
    /// The attempt takes all its time.
    Hangs,
}

impl Mishap {
    fn may_be_done(self) -> bool {
        matches!(
            self,
            Self::ServerFailed(_) | Self::Html | Self::Lost | Self::Hangs
        )
    }
}

fn any_mishap() -> impl Strategy<Value = Mishap> {
    prop_oneof![
        Just(Mishap::None),
        Just(Mishap::DeadSession),
        any::<Option<u16>>().prop_map(Mishap::Throttled),
        prop::option::of(0..5_u16).prop_map(Mishap::Throttled),
        prop::option::of(0..5_u16).prop_map(Mishap::ServerFailed),
        Just(Mishap::Html),
        Just(Mishap::Refused),
        Just(Mishap::NotSent),
        Just(Mishap::Lost),
        Just(Mishap::Hangs),
    ]
}

/// A finished call.
struct Run {
    attempts: Vec<Mishap>,
    took: Duration,
    result: Result<(), Error>,
}

/// Runs a call; the last mishap is repeated for ever.
fn run(class: Retry, limits: Limits, seed: u64, mishaps: &[(Mishap, u16)]) -> Run {
    let start = Instant::now();
    let mut now = start;
    let matter = Matter {
        entity: None,
        operation: "create",
        class,
        needs_session: true,
    };
    let backoff = Backoff {
        first: Duration::from_millis(500),
        most: Duration::from_secs(20),
    };
    let budget = Arc::new(Budget::new(100));
    let random = fastrand::Rng::with_seed(seed);
    let mut machine = Machine::new(matter, limits, backoff, budget, random, now);
    let mut attempts = Vec::new();
    let mut asked = Duration::ZERO;
    let mut action = machine.proceed();
    let result = loop {
        action = match action {
            Action::GetSession => Action::GetTurn,
            Action::GetTurn => machine.send(now),
            Action::Send { timeout, .. } => {
                let at = attempts.len().min(mishaps.len() - 1);
                let (mishap, millis) = mishaps[at];
                let timeout = timeout.expect("these limits have an end");
                assert!(timeout <= limits.attempt && !timeout.is_zero());
                let takes = Duration::from_millis(millis.into());
                let mishap = if takes >= timeout {
                    Mishap::Hangs
                } else {
                    mishap
                };
                now += takes.min(timeout);
                if matches!(mishap, Mishap::Hangs) {
                    now += timeout.saturating_sub(takes);
                }
                attempts.push(mishap);
                asked = Duration::ZERO;
                if let Mishap::Throttled(Some(seconds)) | Mishap::ServerFailed(Some(seconds)) =
                    mishap
                {
                    asked = Duration::from_secs(seconds.into());
                }
                befall(&mut machine, mishap, now)
            }
            Action::RenewSession { after } => {
                now += after;
                machine.proceed()
            }
            Action::Wait(after) => {
                assert!(after >= asked, "the server's wish is kept");
                now += after;
                machine.proceed()
            }
            Action::Done => break Ok(()),
            Action::Fail(error) => break Err(error),
        };
        assert!(attempts.len() < 1000, "a call ends");
    };
    Run {
        attempts,
        took: now - start,
        result,
    }
}

fn befall(machine: &mut Machine, mishap: Mishap, now: Instant) -> Action {
    let moment = Moment {
        now,
        clock: || UNIX_EPOCH,
        can_replay: true,
    };
    let mut answered = |status, kind: Option<ErrorKind>, body, seconds: Option<u16>| {
        let mut answer = Answer::new(status, body);
        if let Some(seconds) = seconds {
            answer = answer.with_header("retry-after", seconds.to_string());
        }
        let error = kind.map(|kind| Error::new(kind, None, "create"));
        machine.answered(&answer, error, moment)
    };
    let failure = |kind, delivery| TransportError::new(kind, delivery, "cut");
    match mishap {
        Mishap::None => answered(200, None, "{}", None),
        Mishap::DeadSession => answered(500, Some(ErrorKind::SessionInvalid), "{}", None),
        Mishap::Throttled(seconds) => answered(429, Some(ErrorKind::Throttled), "", seconds),
        Mishap::ServerFailed(seconds) => answered(503, Some(ErrorKind::ServerFailed), "", seconds),
        Mishap::Html => answered(200, Some(ErrorKind::UnexpectedAnswer), "<html>", None),
        Mishap::Refused => answered(400, Some(ErrorKind::Refused), "{}", None),
        Mishap::NotSent => machine.failed(
            &failure(TransportErrorKind::Connect, Delivery::NotSent),
            moment,
        ),
        Mishap::Lost => machine.failed(
            &failure(TransportErrorKind::Broken, Delivery::Unknown),
            moment,
        ),
        Mishap::Hangs => machine.failed(
            &failure(TransportErrorKind::TimedOut, Delivery::Unknown),
            moment,
        ),
    }
}

proptest! {
    #[test]
    fn calls_keep_their_promises_in_whatever_order_mishaps_come(
        class in prop_oneof![Just(Retry::Read), Just(Retry::Idempotent), Just(Retry::Once)],
        mishaps in prop::collection::vec((any_mishap(), 0..3000_u16), 1..12),
        retries in 0..8_u32,
        total in 1..60_000_u64,
        attempt in 1..5_000_u64,
        seed in any::<u64>(),
    ) {
        let limits = Limits {
            total: Duration::from_millis(total),
            attempt: Duration::from_millis(attempt),
            retries,
        };
        let run = run(class, limits, seed, &mishaps);
        let sent = u32::try_from(run.attempts.len()).unwrap();

        // It ends in time, and is not sent more often than allowed.
        assert!(run.took <= limits.total, "{:?} of {:?}", run.took, limits.total);
        assert!(sent <= 1 + retries + MAX_DEAD_SESSIONS);

        // Whatever comes after an attempt that may have been done, a create is not sent again.
        let open = run.attempts.iter().position(|mishap| mishap.may_be_done());
        if class == Retry::Once && let Some(open) = open {
            assert_eq!(open + 1, run.attempts.len());
        }
        match &run.result {
            Ok(()) => assert!(matches!(run.attempts.last(), Some(Mishap::None))),
            Err(error) => {
                assert_eq!(error.attempts(), sent);
                assert!(error.request_id().is_some());
                // A create is uncertain just when it may have been done.
                assert_eq!(error.is_uncertain(), class == Retry::Once && open.is_some());
                // What is said of a write that failed is true of all attempts.
                let may_be_done = class != Retry::Read && open.is_some();
                assert_eq!(error.may_be_done(), may_be_done, "{error}");
            }
        }
    }
}

/// Limits that do not end a call of a few seconds.
fn patient() -> Limits {
    Limits {
        total: Duration::from_secs(3600),
        attempt: Duration::from_secs(60),
        retries: 4,
    }
}

#[test]
fn a_server_that_never_knows_the_session_is_not_asked_for_ever() {
    let run = run(Retry::Read, patient(), 1, &[(Mishap::DeadSession, 1)]);
    assert_eq!(run.attempts.len(), 1 + MAX_DEAD_SESSIONS as usize);
    let error = run.result.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::SessionInvalid);
}

#[test]
fn a_wish_that_does_not_fit_into_the_time_ends_the_call_at_once_and_is_told() {
    let run = run(
        Retry::Read,
        patient(),
        1,
        &[(Mishap::Throttled(Some(4000)), 1)],
    );
    assert_eq!(
        (run.attempts.len(), run.took),
        (1, Duration::from_millis(1))
    );
    let error = run.result.unwrap_err();
    assert!(error.is_throttled());
    assert_eq!(error.retry_after(), Some(Duration::from_secs(4000)));
    assert!(error.to_string().contains("not before 4000 s"), "{error}");
}

#[test]
fn a_server_that_is_down_costs_all_calls_together_no_more_than_the_budget() {
    let budget = Arc::new(Budget::new(10));
    let mut sent = 0;
    for _ in 0..50 {
        let now = Instant::now();
        let matter = Matter {
            entity: None,
            operation: "retrieve",
            class: Retry::Read,
            needs_session: false,
        };
        let backoff = Backoff {
            first: Duration::ZERO,
            most: Duration::ZERO,
        };
        let random = fastrand::Rng::with_seed(1);
        let mut machine =
            Machine::new(matter, patient(), backoff, Arc::clone(&budget), random, now);
        let mut action = machine.proceed();
        while !matches!(action, Action::Fail(_)) {
            action = match action {
                Action::Send { .. } => {
                    sent += 1;
                    befall(&mut machine, Mishap::NotSent, now)
                }
                Action::Wait(_) => machine.proceed(),
                Action::GetTurn => machine.send(now),
                other => panic!("{other:?}"),
            };
        }
    }
    assert_eq!(sent, 50 + 10);
}
