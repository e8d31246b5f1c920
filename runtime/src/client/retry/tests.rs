//! The table at the head of the module, row by row, and what holds for all of it.

use std::time::{Duration, UNIX_EPOCH};

use proptest::prelude::{Just, Strategy, any, prop_oneof, proptest};

use super::{Backoff, Decision, Left, Outcome, decide, retry_after};
use crate::client::{Delivery, TransportError, TransportErrorKind};
use crate::error::{Error, ErrorKind};
use crate::{Answer, Retry};

const PLENTY: Left = Left {
    retries: true,
    logins: true,
    replay: true,
    time: Duration::MAX,
};

const AFTER: Duration = Duration::from_secs(1);

const AGAIN: Decision = Decision::Again { after: AFTER };
const RELOGIN: Decision = Decision::Relogin { after: AFTER };

fn outcome(status: u16, kind: ErrorKind, body: &str) -> Outcome {
    Outcome::of_answer(
        &Answer::new(status, body),
        Some(&Error::new(kind, None, "create")),
    )
}

/// Checks one row of the table: read, idempotent, once.
#[track_caller]
fn row(outcome: Outcome, decisions: [Decision; 3]) {
    let classes = [Retry::Read, Retry::Idempotent, Retry::Once];
    for (class, decision) in classes.into_iter().zip(decisions) {
        assert_eq!(decide(class, outcome, PLENTY, AFTER), decision, "{class:?}");
    }
}

#[test]
fn answers_are_sent_again_as_the_table_says() {
    use Decision::{Fail, Uncertain};
    let json = r#"{"unknown": 1}"#;
    for status in [401, 500, 200] {
        row(
            outcome(status, ErrorKind::SessionInvalid, json),
            [RELOGIN; 3],
        );
    }
    row(outcome(429, ErrorKind::Throttled, ""), [AGAIN; 3]);
    let told = |code: Option<&str>| {
        let error = Error::new(ErrorKind::Refused, None, "create");
        let error = error.with_vendor(code.map(str::to_owned), Some("timed out".to_owned()));
        Outcome::of_answer(&Answer::new(200, json), Some(&error))
    };
    row(told(None), [Fail, Fail, Uncertain]);
    row(told(Some("INVALID_REQUEST")), [Fail; 3]);
    for status in [500, 502, 503, 504, 599] {
        let failed = outcome(status, ErrorKind::ServerFailed, "");
        row(failed, [AGAIN, AGAIN, Uncertain]);
    }
    row(
        outcome(408, ErrorKind::Refused, ""),
        [AGAIN, AGAIN, Uncertain],
    );
    row(
        outcome(500, ErrorKind::Refused, json),
        [Fail, Fail, Uncertain],
    );
    for status in [400, 403, 404, 405, 413, 415, 422] {
        row(outcome(status, ErrorKind::Refused, ""), [Fail; 3]);
    }
    row(outcome(404, ErrorKind::NotFound, ""), [Fail; 3]);
    row(outcome(200, ErrorKind::RecordRefused, json), [Fail; 3]);
    row(outcome(500, ErrorKind::LoginRefused, json), [Fail; 3]);
}

#[test]
fn redirects_are_never_followed_and_leave_open_what_they_leave_open() {
    use Decision::{Fail, Uncertain};
    for status in [301, 302, 303] {
        let outcome = outcome(status, ErrorKind::UnexpectedAnswer, "");
        row(outcome, [Fail, Fail, Uncertain]);
    }
    // These say that the request is to be made elsewhere, as it is: it was not done.
    for status in [300, 304, 305, 307, 308] {
        row(outcome(status, ErrorKind::UnexpectedAnswer, ""), [Fail; 3]);
    }
}

#[test]
fn successes_that_nobody_understands_are_not_taken_for_failures() {
    use Decision::{Fail, Uncertain};
    for body in ["", r#"{"createResponse": [{"Id": "1""#, "<html></html>"] {
        let garbled = outcome(200, ErrorKind::UnexpectedAnswer, body);
        row(garbled, [AGAIN, AGAIN, Uncertain]);
    }
    let other = outcome(200, ErrorKind::UnexpectedAnswer, "\u{feff}{\"no\": 1}");
    row(other, [Fail, Fail, Uncertain]);
    let large = outcome(200, ErrorKind::AnswerTooLarge, "{}");
    row(large, [Fail, Fail, Uncertain]);
}

#[test]
fn broken_connections_are_told_apart_by_what_may_have_arrived() {
    use Decision::{Fail, Uncertain};
    let outcome = |kind, delivery| Outcome::of_failure(&TransportError::new(kind, delivery, ""));
    for kind in [
        TransportErrorKind::Connect,
        TransportErrorKind::TimedOut,
        TransportErrorKind::Broken,
        TransportErrorKind::Other,
    ] {
        row(outcome(kind, Delivery::NotSent), [AGAIN; 3]);
        row(outcome(kind, Delivery::Unknown), [AGAIN, AGAIN, Uncertain]);
    }
    let kind = TransportErrorKind::LocalIo;
    row(outcome(kind, Delivery::NotSent), [Fail; 3]);
    row(outcome(kind, Delivery::Unknown), [Fail, Fail, Uncertain]);
    let too_large = outcome(TransportErrorKind::TooLarge, Delivery::Unknown);
    row(too_large, [Fail, Fail, Uncertain]);
}

#[test]
fn retry_after_is_read_as_seconds_and_as_a_date() {
    let now = UNIX_EPOCH + Duration::from_secs(1_445_412_480); // 21 Oct 2015 07:28:00
    let asked = |value: &str| {
        retry_after(
            &Answer::new(429, "").with_header("Retry-After", value),
            || now,
        )
    };
    assert_eq!(retry_after(&Answer::new(429, ""), || now), None);
    assert_eq!(asked("120"), Some(Duration::from_secs(120)));
    assert_eq!(asked(" 0 "), Some(Duration::ZERO));
    assert_eq!(
        asked("99999999999999999999999"),
        Some(Duration::from_secs(u64::MAX))
    );
    for date in [
        "Wed, 21 Oct 2015 07:29:00 GMT",
        "Wednesday, 21-Oct-15 07:29:00 GMT",
        "Wed Oct 21 07:29:00 2015",
    ] {
        assert_eq!(asked(date), Some(Duration::from_secs(60)), "{date}");
    }
    assert_eq!(asked("Wed, 21 Oct 2015 07:27:00 GMT"), Some(Duration::ZERO));
    for nonsense in ["", "soon", "-5", "1.5", "Wed, 21 Oct"] {
        assert_eq!(asked(nonsense), None, "{nonsense}");
    }
}

#[test]
fn a_date_is_compared_with_the_clock_of_the_server_that_names_it() {
    let answer = Answer::new(503, "")
        .with_header("retry-after", "Wed, 21 Oct 2015 07:28:10 GMT")
        .with_header("date", "Wed, 21 Oct 2015 07:28:00 GMT");
    let wrong = UNIX_EPOCH + Duration::from_secs(5);
    assert_eq!(
        retry_after(&answer, || wrong),
        Some(Duration::from_secs(10))
    );
}

fn any_outcome() -> impl Strategy<Value = Outcome> {
    let delivery = || prop_oneof![Just(Delivery::NotSent), Just(Delivery::Unknown)];
    prop_oneof![
        Just(Outcome::Accepted),
        Just(Outcome::SessionDead),
        Just(Outcome::Throttled),
        Just(Outcome::Failed),
        Just(Outcome::FailedForReason),
        any::<bool>().prop_map(|may_be_done| Outcome::Redirected { may_be_done }),
        Just(Outcome::Garbled),
        Just(Outcome::NotUnderstood),
        Just(Outcome::Refused),
        delivery().prop_map(Outcome::NoAnswer),
        delivery().prop_map(Outcome::LocalFailure),
    ]
}

fn any_class() -> impl Strategy<Value = Retry> {
    prop_oneof![
        Just(Retry::Read),
        Just(Retry::Idempotent),
        Just(Retry::Once)
    ]
}

proptest! {
    #[test]
    fn what_may_be_done_is_never_sent_twice(
        class in any_class(),
        outcome in any_outcome(),
        (retries, logins, replay) in any::<(bool, bool, bool)>(),
        (time, after) in any::<(u32, u32)>(),
    ) {
        let left = Left { retries, logins, replay, time: Duration::from_millis(time.into()) };
        let after = Duration::from_millis(after.into());
        let decision = decide(class, outcome, left, after);
        let goes_on = matches!(decision, Decision::Again { .. } | Decision::Relogin { .. });

        if class == Retry::Once && outcome.may_be_done() {
            assert!(!goes_on);
            assert_eq!(decision == Decision::Done, outcome == Outcome::Accepted);
            assert_eq!(decision == Decision::Uncertain, outcome != Outcome::Accepted);
        } else {
            assert_ne!(decision, Decision::Uncertain);
        }
        assert_eq!(decision == Decision::Done, outcome == Outcome::Accepted);
        if goes_on {
            assert!(replay && after < left.time);
        }
        assert!(retries || !matches!(decision, Decision::Again { .. }));
        assert!(logins || !matches!(decision, Decision::Relogin { .. }));
    }

    #[test]
    fn waits_are_never_longer_than_their_most(
        (first, most) in any::<(u32, u32)>(),
        repetition in any::<u32>(),
        random in 0.0..1.0_f64,
    ) {
        let backoff = Backoff {
            first: Duration::from_millis(first.into()),
            most: Duration::from_millis(most.into()),
        };
        assert!(backoff.wait(repetition, random) <= backoff.most);
        assert!(backoff.wait(0, random) <= backoff.first);
        assert_eq!(backoff.wait(repetition, 0.0), Duration::ZERO);
        let asked = Duration::from_secs(30);
        assert!(backoff.wait_as_asked(asked, random) >= asked);
    }
}
