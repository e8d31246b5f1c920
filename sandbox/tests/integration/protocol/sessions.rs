//! Who may ask, and how a session is named.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, UNIX_EPOCH};

use billbind_sandbox::Options;
use serde_json::{Value, json};

use crate::caller::Caller;

const DEAD: &str = "INVALID_SESSION_ID";

/// A request that only a session may make.
fn ask(caller: &Caller, headers: &[(&str, &str)]) -> (u16, Value) {
    caller.send("GET", "ACCOUNT/1", headers, "")
}

#[test]
fn every_documented_form_of_naming_a_session_is_taken() {
    let caller = Caller::plain();
    let session = caller.session.clone();
    for scheme in ["sessionid", "Session", "SESSIONID", "Bearer"] {
        let header = format!("{scheme} {session}");
        let (status, answer) = ask(&caller, &[("Authorization", &header)]);
        assert_eq!(status, 200, "{scheme}: {answer}");
    }
    assert_eq!(ask(&caller, &[("SessionId", &session)]).0, 200);
    // The vendor's reference sends both.
    let both = [("authorization", "Bearer other"), ("sessionId", &session)];
    assert_eq!(ask(&caller, &both).0, 200);
}

#[test]
fn no_session_is_401_with_the_text_of_the_vendors_sample() {
    let caller = Caller::plain();
    let expected = json!({"error": "unauthorized", "message": "Invalid session ID"});
    for headers in [
        &[][..],
        &[("sessionid", "")],
        &[("authorization", "Basic eA==")],
    ] {
        assert_eq!(ask(&caller, headers), (401, expected.clone()));
    }
}

#[test]
fn a_session_that_is_not_alive_is_500() {
    let caller = Caller::plain();
    let (status, answer) = ask(&caller, &[("sessionid", "thisWillBeAStringOfCharacters")]);
    assert_eq!(status, 500);
    assert_eq!(answer["errors"][0]["error_code"], DEAD);
    assert!(answer["errors"][0]["error_text"].is_string());
}

#[test]
fn a_logout_ends_the_session_in_each_form() {
    let caller = Caller::plain();
    for (path, scheme, body) in [
        ("/myorg/rest/2.0/logout", None, "{}"),
        ("/myorg/rest/2.0/LOGOUT", None, ""),
        // As "Authentication" has it.
        ("/rest/2.0/logout", Some("Session"), ""),
    ] {
        let session = caller.log_in();
        let value = match scheme {
            Some(scheme) => format!("{scheme} {session}"),
            None => session.clone(),
        };
        let name = if scheme.is_some() {
            "Authorization"
        } else {
            "sessionid"
        };
        let logout = caller.send_to("POST", path, &[(name, &value)], body);
        assert_eq!(logout, (200, json!("{}")), "{path}");
        let (status, answer) = ask(&caller, &[("sessionid", &session)]);
        assert_eq!(
            (status, &answer["errors"][0]["error_code"]),
            (500, &json!(DEAD))
        );
    }
    assert_eq!(ask(&caller, &[("sessionid", &caller.session)]).0, 200);
}

#[test]
fn wrong_credentials_open_no_session() {
    let caller = Caller::plain();
    for (name, password) in [("my.username", "Password"), ("other", "password"), ("", "")] {
        let body = json!({"username": name, "password": password}).to_string();
        let (status, answer) = caller.send("POST", "login", &[], body);
        if name.is_empty() {
            assert_eq!((status, &answer["error"]), (400, &json!("bad_request")));
            continue;
        }
        assert_eq!(status, 200);
        let result = &answer["loginResponse"][0];
        assert_ne!(result["ErrorCode"], "0");
        assert!(result.get("SessionID").is_none());
        assert!(!answer.to_string().contains("assword\":\""), "{answer}");
    }
}

#[test]
fn a_session_ends_after_two_hours_without_a_request() {
    let minutes = Arc::new(AtomicU64::new(0));
    let clock = Arc::clone(&minutes);
    let options = Options::new().clock(move || {
        UNIX_EPOCH + Duration::from_secs(1_400_000_000 + 60 * clock.load(Ordering::Relaxed))
    });
    let caller = Caller::new(&options);
    let header = [("sessionid", caller.session.as_str())];
    for now in [119, 239, 359] {
        minutes.store(now, Ordering::Relaxed);
        assert_eq!(ask(&caller, &header).0, 200, "minute {now}");
    }
    minutes.store(359 + 121, Ordering::Relaxed);
    assert_eq!(ask(&caller, &header).0, 500);
    assert_eq!(ask(&caller, &[("sessionid", &caller.log_in())]).0, 200);
}

#[test]
fn sessions_end_on_demand() {
    let caller = Caller::plain();
    caller.sandbox.expire_sessions();
    assert_eq!(ask(&caller, &[("sessionid", &caller.session)]).0, 500);
}

#[test]
fn an_oauth_client_gets_tokens_that_open_the_api() {
    let caller = Caller::new(&Options::new().client("id", "secret"));
    let path = "/myorg/auth/1.0/authenticate?grant_type=client_credentials";
    // id:secret
    let header = [("Authorization", "Basic aWQ6c2VjcmV0")];
    let (status, answer) = caller.send_to("POST", path, &header, "");
    assert_eq!(status, 200, "{answer}");
    assert_eq!(
        (&answer["token_type"], &answer["expires_in"]),
        (&json!("Bearer"), &json!(7200))
    );
    for token in ["access_token", "refresh_token"] {
        let header = format!("Bearer {}", answer[token].as_str().unwrap());
        assert_eq!(ask(&caller, &[("Authorization", &header)]).0, 200);
    }
    // id:other, something else than Basic, nothing
    for header in ["Basic aWQ6b3RoZXI=", "Bearer x", "Basic ?", ""] {
        let (status, answer) = caller.send_to("POST", path, &[("Authorization", header)], "");
        assert_eq!((status, &answer["error"]), (401, &json!("unauthorized")));
    }
    let other = "/myorg/auth/1.0/authenticate?grant_type=password";
    assert_eq!(caller.send_to("POST", other, &header, "").0, 400);
}
