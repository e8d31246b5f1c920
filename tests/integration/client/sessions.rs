//! Logins: when there is one, and what comes of a dead session and of a refusal.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use billbind::billingplatform::{Client, Credentials, account};
use billbind::client::{Delivery, TransportErrorKind};
use billbind::{Answer, ErrorKind, Method};

use super::scripted::{
    BASE_URL, DRIVERS, Reaction, Server, account_answer, created_answer, dead_session_answer,
    login_answer, new_account, run, server_with,
};

/// A server that knows only the session of the newest login.
fn newest_session_only() -> Server {
    let mut logins = 0;
    Server::new(move |sent| {
        if sent.is_login() {
            logins += 1;
            return login_answer(&format!("s{logins}"));
        }
        if sent.header("sessionid") != Some(&format!("s{logins}")) {
            return dead_session_answer();
        }
        match sent.method {
            Method::Post => created_answer(),
            _ => account_answer(),
        }
    })
}

fn unauthorized() -> Reaction {
    let body = r#"{"error": "unauthorized", "message": "Invalid session ID"}"#;
    Answer::new(401, body).into()
}

#[test]
fn a_dead_session_is_renewed_in_both_forms_and_the_request_goes_on_also_a_create() {
    let forms: [fn() -> Reaction; 2] = [dead_session_answer, unauthorized];
    for driver in DRIVERS {
        for form in forms {
            let server = server_with([form()]);
            let client = driver.client(&server);
            let created = client.send(account::create(&new_account())).unwrap();
            assert_eq!(created.id.as_str(), "27471");
            let paths = ["/login", "/ACCOUNT", "/login", "/ACCOUNT"];
            assert_eq!(server.paths(), paths, "{driver:?}");
            assert!(server.sleeps().is_empty(), "the first renewal is at once");
        }
    }
}

#[test]
fn a_session_that_dies_again_and_again_is_renewed_a_few_times_and_with_pauses() {
    for driver in DRIVERS {
        let server = server_with((0..20).map(|_| dead_session_answer()));
        let client = driver.client(&server);
        let error = client.send(account::retrieve_by_id(27471)).unwrap_err();
        assert!(error.is_session_invalid(), "{error}");
        assert_eq!((server.logins(), error.attempts()), (4, 4));
        assert_eq!(server.sleeps().len(), 2);
    }
}

#[test]
fn oauth_clients_send_a_bearer_token_and_renew_it() {
    let server = Server::new({
        let mut tokens = 0;
        move |sent| {
            if sent.is_login() {
                assert_eq!(sent.header("authorization"), Some("Basic YXBwOndvcmQtMQ=="));
                tokens += 1;
                let body = format!(
                    r#"{{"access_token": "t{tokens}", "token_type": "Bearer", "expires_in": 3600}}"#
                );
                return Answer::new(200, body).into();
            }
            match sent.header("authorization") {
                Some("Bearer t2") => account_answer(),
                _ => unauthorized(),
            }
        }
    });
    let client = Client::builder(BASE_URL)
        .credentials(Credentials::oauth("app", "word-1"))
        .transport(server.clone())
        .build()
        .unwrap();
    run(client.send(account::retrieve_by_id(27471))).unwrap();
    run(client.logout()).unwrap();
    let login = "/auth/1.0/authenticate?grant_type=client_credentials";
    let read = "/ACCOUNT/27471";
    assert_eq!(server.paths(), [login, read, login, read]);
}

#[test]
fn a_refused_login_is_told_and_not_tried_again_for_a_while() {
    for driver in DRIVERS {
        let is_right = Arc::new(AtomicBool::new(false));
        let server = Server::new({
            let is_right = Arc::clone(&is_right);
            move |sent| match sent.is_login() {
                true if is_right.load(Ordering::Relaxed) => login_answer("s1"),
                true => {
                    let body = r#"{"loginResponse": [{"ErrorCode": "101", "ErrorText": "no pass-word-1"}]}"#;
                    Answer::new(200, body).into()
                }
                false => account_answer(),
            }
        });
        let client = driver.client(&server);
        for _ in 0..5 {
            let error = client.send(account::retrieve_by_id(27471)).unwrap_err();
            assert!(error.is_login_refused());
            assert_eq!(error.code(), Some("101"));
            assert!(!format!("{error} {error:?}").contains("pass-word-1"));
        }
        assert_eq!(server.paths(), ["/login"], "{driver:?}");

        server.advance(Duration::from_secs(30));
        is_right.store(true, Ordering::Relaxed);
        client.send(account::retrieve_by_id(27471)).unwrap();
        assert_eq!(server.paths(), ["/login", "/login", "/ACCOUNT/27471"]);
    }
}

#[test]
fn a_login_is_repeated_like_any_request_that_may_be_repeated() {
    for driver in DRIVERS {
        let attempts = AtomicUsize::new(0);
        let server = Server::new(move |sent| {
            if !sent.is_login() {
                return created_answer();
            }
            match attempts.fetch_add(1, Ordering::Relaxed) {
                0 => Answer::new(503, "").into(),
                1 => Reaction::Failure(TransportErrorKind::Broken, Delivery::Unknown),
                2 => Answer::new(429, "").into(),
                _ => login_answer("s1"),
            }
        });
        let client = driver.client(&server);
        client.send(account::create(&new_account())).unwrap();
        assert_eq!(server.logins(), 4, "{driver:?}");
    }
}

#[test]
fn a_create_that_got_no_session_was_surely_not_done() {
    for driver in DRIVERS {
        let server =
            Server::new(|_| Reaction::Failure(TransportErrorKind::Broken, Delivery::Unknown));
        let client = driver.client(&server);
        let error = client.send(account::create(&new_account())).unwrap_err();
        assert_eq!(
            (error.kind(), error.operation()),
            (ErrorKind::Connection, "login")
        );
        assert!(!error.is_uncertain());
        assert_eq!(server.logins(), 5);
    }
}

#[test]
fn a_login_takes_no_longer_than_the_call_that_needs_it() {
    for driver in DRIVERS {
        let server = Server::new(|_| Reaction::Hang);
        let client = driver.client(&server);
        let error = client.send(account::retrieve_by_id(27471)).unwrap_err();
        assert!(error.is_timed_out(), "{error}");
        let waited: Duration = server.sleeps().iter().sum();
        let tried: Duration = server.sent().iter().filter_map(|sent| sent.timeout).sum();
        assert!(waited + tried <= Duration::from_secs(180), "{driver:?}");
    }
}

#[test]
fn a_session_of_a_login_is_shared_by_clones() {
    let server = newest_session_only();
    let client = server.blocking().build().unwrap();
    let clone = client.clone();
    client.send(account::retrieve_by_id(27471)).unwrap();
    clone.send(account::retrieve_by_id(27471)).unwrap();
    client.logout().unwrap();
    clone.send(account::retrieve_by_id(27471)).unwrap();
    assert_eq!(server.logins(), 2);
}
