//! Creates whose fate is unknown: sent once, and said to be uncertain.

use billbind::billingplatform::{Account, account};
use billbind::client::{Delivery, TransportErrorKind};
use billbind::{Answer, ErrorKind};

use super::scripted::{DRIVERS, Reaction, Server, new_account, server_with};

/// Sends a create that meets this, and expects that nobody knows what came of it.
#[track_caller]
fn assert_uncertain(reaction: impl Fn() -> Reaction, reason: ErrorKind) -> String {
    let mut text = String::new();
    for driver in DRIVERS {
        let server = server_with([reaction()]);
        let client = driver.client(&server);
        let error = client.send(account::create(&new_account())).unwrap_err();
        assert!(error.is_uncertain() && error.may_be_done(), "{error}");
        assert_eq!(error.uncertain_for(), Some(reason));
        assert_eq!(error.attempts(), 1);
        assert_eq!(server.paths(), ["/login", "/ACCOUNT"], "{driver:?}");
        assert!(error.next_step().contains("look whether it was done"));
        text = error.to_string();
    }
    text
}

#[test]
fn a_create_whose_connection_broke_is_not_sent_again() {
    let failure = |kind| move || Reaction::Failure(kind, Delivery::Unknown);
    let text = assert_uncertain(failure(TransportErrorKind::Broken), ErrorKind::Connection);
    assert!(
        text.starts_with("ACCOUNT create: nobody knows whether it was done: no answer: as the script says; it was not sent again"),
        "{text}"
    );
    assert_uncertain(failure(TransportErrorKind::Connect), ErrorKind::Connection);
    assert_uncertain(failure(TransportErrorKind::TimedOut), ErrorKind::TimedOut);
    assert_uncertain(failure(TransportErrorKind::Other), ErrorKind::Connection);
    assert_uncertain(
        failure(TransportErrorKind::TooLarge),
        ErrorKind::AnswerTooLarge,
    );
    assert_uncertain(|| Reaction::Hang, ErrorKind::TimedOut);
}

#[test]
fn a_create_whose_server_failed_is_not_sent_again() {
    let answer = |status, body: &'static str| move || Answer::new(status, body).into();
    for status in [500, 502, 503, 504] {
        assert_uncertain(answer(status, "<html>oops</html>"), ErrorKind::ServerFailed);
    }
    let waits = || Answer::new(503, "").with_header("retry-after", "1").into();
    assert_uncertain(waits, ErrorKind::ServerFailed);
    let coded = r#"{"errors": [{"error_code": "SOME_CODE", "error_text": "some text"}]}"#;
    let text = assert_uncertain(answer(500, coded), ErrorKind::Refused);
    assert!(text.contains("SOME_CODE: some text"), "{text}");
}

#[test]
fn a_create_whose_answer_nobody_understands_is_not_sent_again() {
    let answer = |body: &'static str| move || Answer::new(200, body).into();
    for body in [
        "",
        "<html></html>",
        r#"{"createResponse": [{"ErrorCode": "0", "Id": "27"#,
        r#"{"createResponse": []}"#,
        r#"{"createResponse": [{"ErrorCode": "0", "ErrorText": " "}]}"#,
        r#"{"other": 1}"#,
    ] {
        assert_uncertain(answer(body), ErrorKind::UnexpectedAnswer);
    }
}

#[test]
fn a_redirected_create_is_not_sent_elsewhere_and_its_error_says_what_is_known() {
    let redirect = |status: u16| {
        move || {
            Answer::new(status, "")
                .with_header("location", "https://elsewhere.example/")
                .into()
        }
    };
    for status in [301, 302, 303] {
        let text = assert_uncertain(redirect(status), ErrorKind::UnexpectedAnswer);
        assert!(text.contains("not a redirect: none is followed"), "{text}");
    }
    for status in [307, 308] {
        for driver in DRIVERS {
            let server = server_with([redirect(status)()]);
            let client = driver.client(&server);
            let error = client.send(account::create(&new_account())).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::UnexpectedAnswer);
            assert!(!error.may_be_done());
            let text = error.to_string();
            assert!(text.contains("not a redirect: none is followed"), "{text}");
            assert!(text.contains("nothing was done"), "{text}");
            assert_eq!(server.paths(), ["/login", "/ACCOUNT"]);
        }
    }
}

#[test]
fn many_records_in_one_create_are_as_uncertain_as_one() {
    for driver in DRIVERS {
        let server = server_with([Answer::new(502, "").into()]);
        let new = [new_account(), new_account()];
        let error = driver
            .client(&server)
            .send(account::create_many(&new))
            .unwrap_err();
        assert!(error.is_uncertain(), "{error}");
    }
}

#[test]
fn an_upsert_by_an_id_that_the_server_makes_is_a_create() {
    for driver in DRIVERS {
        let server = server_with([Answer::new(502, "").into()]);
        let upsert = Account::upsert(account::Id::new("27471")).name("Blue");
        let error = driver
            .client(&server)
            .send(account::upsert(&upsert))
            .unwrap_err();
        assert!(error.is_uncertain(), "{error}");
    }
}

#[test]
fn a_repeated_write_that_fails_for_certain_still_says_that_it_may_be_done() {
    for driver in DRIVERS {
        let gone = r#"{"deleteResponse": [{"ErrorCode": "7", "ErrorText": "no such record"}]}"#;
        let mut attempts = 0;
        let server = Server::new(move |sent| {
            if sent.is_login() {
                return super::scripted::login_answer("s1");
            }
            attempts += 1;
            match attempts {
                1 => Reaction::Failure(TransportErrorKind::Broken, Delivery::Unknown),
                _ => Answer::new(200, gone).into(),
            }
        });
        let error = driver
            .client(&server)
            .send(account::delete(27471))
            .unwrap_err();
        assert!(error.is_record_refused() && error.may_be_done(), "{error}");
        let text = error.to_string();
        assert!(
            text.contains("an earlier attempt may have done it"),
            "{text}"
        );
    }
}
