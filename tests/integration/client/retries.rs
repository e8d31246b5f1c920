//! What is sent again, how often, and after which wait.

use std::time::Duration;

use billbind::billingplatform::{Account, account};
use billbind::client::{Delivery, TransportErrorKind};
use billbind::{Answer, ErrorKind};

use super::scripted::{DRIVERS, Reaction, created_answer, new_account, server_with};

fn broken() -> Reaction {
    Reaction::Failure(TransportErrorKind::Broken, Delivery::Unknown)
}

fn unconnected() -> Reaction {
    Reaction::Failure(TransportErrorKind::Connect, Delivery::NotSent)
}

#[test]
fn reads_are_repeated_whatever_befalls_them() {
    for driver in DRIVERS {
        let server = server_with([
            broken(),
            Answer::new(502, "<html>").into(),
            Answer::new(200, "<html>busy</html>").into(),
            Answer::new(200, r#"{"retrieveResponse": [{"Id": "2"#).into(),
        ]);
        let client = driver.client(&server);
        client.send(account::retrieve_by_id(27471)).unwrap();
        assert_eq!(server.paths().len(), 1 + 5, "{driver:?}");
        assert_eq!(server.sleeps().len(), 4);
    }
}

#[test]
fn waits_before_repetitions_are_random_up_to_a_bound_that_doubles() {
    let server = server_with((0..50).map(|_| unconnected()));
    let client = server.blocking().build().unwrap();
    let mut longest = [Duration::ZERO; 4];
    for _ in 0..10 {
        let before = server.sleeps().len();
        let _ = client.send(account::retrieve_by_id(27471));
        for (longest, wait) in longest.iter_mut().zip(&server.sleeps()[before..]) {
            *longest = (*longest).max(*wait);
        }
    }
    for (repetition, longest) in longest.into_iter().enumerate() {
        let bound = Duration::from_millis(500) * (1 << repetition);
        assert!(longest <= bound, "{repetition}: {longest:?}");
        // That ten waits are all in the lower quarter happens once in a million runs.
        assert!(longest > bound / 4, "{repetition}: {longest:?}");
    }
}

#[test]
fn what_the_server_asks_for_is_waited_for_in_both_forms() {
    for driver in DRIVERS {
        for status in [429, 503] {
            let server = server_with([
                Answer::new(status, "")
                    .with_header("Retry-After", "7")
                    .into(),
                Answer::new(status, "")
                    .with_header("retry-after", "Wed, 25 Nov 2026 12:00:11 GMT")
                    .with_header("date", "Wed, 25 Nov 2026 12:00:00 GMT")
                    .into(),
            ]);
            let client = driver.client(&server);
            client.send(account::retrieve_by_id(27471)).unwrap();
            let [first, second] = server.sleeps()[..] else {
                panic!("two waits");
            };
            let jitter = Duration::from_millis(500);
            let seven = Duration::from_secs(7);
            assert!((seven..=seven + jitter).contains(&first), "{first:?}");
            let eleven = Duration::from_secs(11);
            assert!((eleven..=eleven + jitter).contains(&second), "{second:?}");
        }
    }
}

#[test]
fn a_throttled_create_was_not_done_and_is_sent_again() {
    for driver in DRIVERS {
        let server = server_with([Answer::new(429, "").into(), unconnected()]);
        let client = driver.client(&server);
        client.send(account::create(&new_account())).unwrap();
        assert_eq!(server.paths().len(), 1 + 3, "{driver:?}");
    }
}

#[test]
fn retries_end_with_their_number_and_the_error_tells_it() {
    for driver in DRIVERS {
        let server = server_with((0..50).map(|_| broken()));
        let client = driver.client(&server);
        let changes = Account::changes(27471).name("Blue");
        let error = client.send(account::update(&changes)).unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Connection, 5));
        // An update can be repeated by whoever reads this, but may have been done.
        assert!(error.may_be_done() && !error.is_uncertain());
        let text = error.to_string();
        assert!(text.contains("sent 5 times"), "{text}");
        assert!(
            text.contains("ACCOUNT update: no answer: as the script says"),
            "{text}"
        );
        assert!(text.contains(error.request_id().unwrap()), "{text}");
    }
}

#[test]
fn one_call_can_have_its_own_number_of_retries_and_its_own_time() {
    let server = server_with((0..50).map(|_| broken()));
    let client = server.blocking().build().unwrap();
    let read = || account::retrieve_by_id(27471);
    let error = client.call(read()).retries(0).send().unwrap_err();
    assert_eq!(error.attempts(), 1);
    let error = client.call(read()).retries(7).send().unwrap_err();
    assert_eq!(error.attempts(), 8);

    let server = server_with((0..50).map(|_| Reaction::Hang));
    let client = server.blocking().build().unwrap();
    let total = Duration::from_secs(100);
    let error = client.call(read()).timeout(total).send().unwrap_err();
    assert!(error.is_timed_out());
    let tried: Duration = server
        .sent()
        .iter()
        .skip(1)
        .filter_map(|sent| sent.timeout)
        .sum();
    let waited: Duration = server.sleeps().iter().sum();
    assert!(tried + waited <= total, "{tried:?} {waited:?}");
}

#[test]
fn refusals_are_not_repeated() {
    let coded = r#"{"errors": [{"error_code": "INVALID_GET_REQUEST_QUERY", "error_text": "Invalid queryAnsiSql format"}]}"#;
    for driver in DRIVERS {
        for (status, body) in [(400, ""), (403, "<html>"), (404, "{}"), (500, coded)] {
            let server = server_with([Answer::new(status, body).into()]);
            let error = driver
                .client(&server)
                .send(account::retrieve_by_id(27471))
                .unwrap_err();
            assert_eq!((error.status(), error.attempts()), (Some(status), 1));
            assert!(server.sleeps().is_empty(), "{driver:?}");
        }
    }
}

#[test]
fn a_record_that_is_refused_in_a_success_is_not_repeated() {
    let body = r#"{"createResponse": [{"ErrorCode": "1100", "ErrorText": "Name is taken", "ErrorElementField": "Name"}]}"#;
    for driver in DRIVERS {
        let server = server_with([Answer::new(200, body).into()]);
        let client = driver.client(&server);
        let error = client.send(account::create(&new_account())).unwrap_err();
        assert!(error.is_record_refused() && !error.may_be_done());
        assert_eq!((error.field(), server.paths().len()), (Some("Name"), 2));
    }
}

#[test]
fn what_cannot_be_sent_is_refused_before_anything_is_sent() {
    for driver in DRIVERS {
        let server = server_with([]);
        let request = account::retrieve_by_id(account::Id::new(""));
        let error = driver.client(&server).send(request).unwrap_err();
        assert!(error.is_invalid_request());
        assert!(server.sent().is_empty(), "{driver:?}");
    }
}

#[test]
fn a_create_under_a_key_is_an_upsert_and_repeated_like_one() {
    for driver in DRIVERS {
        let server = server_with([broken(), Answer::new(503, "").into(), created_answer()]);
        let key = account::Key::custom("my_external_key", "unique_value_12345");
        let request = account::create_or_overwrite(key, &new_account());
        driver.client(&server).send(request).unwrap();
        let methods: Vec<_> = server
            .sent()
            .iter()
            .map(|sent| sent.method.as_str())
            .collect();
        assert_eq!(methods, ["POST", "PATCH", "PATCH", "PATCH"], "{driver:?}");
    }
}
