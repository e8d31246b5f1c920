//! The shared session, step by step.

use std::time::{Duration, Instant};

use super::{FIRST_PAUSE, LONGEST_PAUSE, Sessions, Turn};
use crate::error::{Error, ErrorKind};

fn begin(sessions: &mut Sessions<&'static str>, now: Instant) -> u64 {
    match sessions.turn(None, now) {
        Turn::LogIn { round } => round,
        other => panic!("{other:?}"),
    }
}

fn error(kind: ErrorKind) -> Error {
    Error::new(kind, None, "login")
}

#[test]
fn one_logs_in_and_the_others_wait() {
    let now = Instant::now();
    let mut sessions = Sessions::new();
    let round = begin(&mut sessions, now);
    assert!(matches!(sessions.turn(None, now), Turn::Wait { round: other } if other == round));
    let lease = sessions.logged_in(round, "first");
    assert!(matches!(
        sessions.turn(Some(round), now),
        Turn::Use(other) if other.generation == lease.generation && other.session == "first"
    ));
}

#[test]
fn a_straggler_does_not_reject_a_newer_session() {
    let now = Instant::now();
    let mut sessions = Sessions::new();
    let round = begin(&mut sessions, now);
    let first = sessions.logged_in(round, "first");
    sessions.reject(first.generation);
    let round = begin(&mut sessions, now);
    sessions.reject(first.generation);
    sessions.logged_in(round, "second");
    sessions.reject(first.generation);
    assert!(matches!(sessions.turn(None, now), Turn::Use(lease) if lease.session == "second"));
}

#[test]
fn a_refusal_is_remembered_for_longer_each_time_and_forgotten_with_a_success() {
    let mut now = Instant::now();
    let mut sessions = Sessions::new();
    let mut pause = FIRST_PAUSE;
    for _ in 0..8 {
        let round = begin(&mut sessions, now);
        sessions.login_failed(round, &error(ErrorKind::LoginRefused), now);
        let almost = now + pause.saturating_sub(Duration::from_millis(1));
        for at in [now, almost] {
            let Turn::Fail(told) = sessions.turn(None, at) else {
                panic!("a refused login is tried again after {:?}", at - now);
            };
            assert!(told.is_login_refused());
        }
        now += pause;
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
    let round = begin(&mut sessions, now);
    let lease = sessions.logged_in(round, "late");
    sessions.reject(lease.generation);
    let round = begin(&mut sessions, now);
    sessions.login_failed(round, &error(ErrorKind::LoginRefused), now);
    begin(&mut sessions, now + FIRST_PAUSE);
}

#[test]
fn a_login_that_failed_otherwise_is_told_to_those_who_waited_and_tried_by_the_next() {
    let now = Instant::now();
    let mut sessions = Sessions::new();
    let round = begin(&mut sessions, now);
    sessions.login_failed(round, &error(ErrorKind::Connection), now);
    assert!(matches!(sessions.turn(Some(round), now), Turn::Fail(told) if told.is_connection()));
    assert!(matches!(sessions.turn(None, now), Turn::LogIn { .. }));
}

#[test]
fn a_logout_waits_for_a_login_and_ends_what_it_gave() {
    let now = Instant::now();
    let mut sessions = Sessions::new();
    assert_eq!(sessions.take(), Ok(None));
    let round = begin(&mut sessions, now);
    assert_eq!(sessions.take(), Err(round));
    sessions.logged_in(round, "first");
    assert_eq!(sessions.take(), Ok(Some("first")));
    assert_eq!(sessions.take(), Ok(None));
    assert!(matches!(sessions.turn(None, now), Turn::LogIn { .. }));
}
