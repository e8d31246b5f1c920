//! A login that is refused: no page describes the answer, so every sign of it counts.

use billbind::billingplatform::{Request, Session, login};
use billbind::{Answer, ErrorKind, Secret};

use super::support::{decode, error_of, ok};

fn request() -> Request<Session> {
    login("my.username", &Secret::new("correct horse"))
}

#[test]
fn an_answer_without_a_session_id_is_a_refused_login() {
    for body in [
        r#"{"loginResponse": [{"ErrorCode": "0", "ErrorText": []}]}"#,
        r#"{"loginResponse": [{"SessionID": "", "ErrorCode": "0"}]}"#,
        r#"{"loginResponse": [{"SessionID": " ", "ErrorCode": "0"}]}"#,
        r#"{"loginResponse": [{"SessionID": null, "ErrorCode": "0"}]}"#,
        r#"{"loginResponse": [{"SessionID": [], "ErrorCode": "0"}]}"#,
        r#"{"loginResponse": [{"SessionID": {"a": "b"}, "ErrorCode": "0"}]}"#,
        r#"{"loginResponse": [{}]}"#,
    ] {
        let error = error_of(&request(), &ok(body));
        assert_eq!(error.kind(), ErrorKind::LoginRefused, "{body}");
    }
}

#[test]
fn an_error_code_refuses_the_login_whatever_session_id_is_beside_it() {
    for code in [r#""1""#, "17", r#""LOGIN_FAILED""#] {
        let body = format!(
            r#"{{"loginResponse": [{{"SessionID": "abc", "ErrorCode": {code}, "ErrorText": "Wrong password"}}]}}"#
        );
        let error = error_of(&request(), &ok(&body));
        assert_eq!(error.kind(), ErrorKind::LoginRefused, "{body}");
        assert_eq!(error.code(), Some(code.trim_matches('"')));
        assert_eq!(error.text(), Some("Wrong password"));
        assert_eq!(error.operation(), "login");
    }
}

#[test]
fn every_other_sign_of_failure_refuses_the_login_as_well() {
    for sign in [
        r#""Success": "false""#,
        r#""ErrorCode": " ", "ErrorText": "Locked""#,
    ] {
        let body = format!(r#"{{"loginResponse": [{{"SessionID": "abc", {sign}}}]}}"#);
        let error = error_of(&request(), &ok(&body));
        assert_eq!(error.kind(), ErrorKind::LoginRefused, "{body}");
    }
}

#[test]
fn an_error_body_refuses_the_login_whatever_the_status() {
    for (status, body) in [
        (401, r#"{"error": "unauthorized", "message": "Bad user"}"#),
        (400, r#"{"error": "unauthorized", "message": "Bad user"}"#),
        (200, r#"{"error": "unauthorized", "message": "Bad user"}"#),
        (
            500,
            r#"{"errors": [{"error_code": "unauthorized", "error_text": "Bad user"}]}"#,
        ),
        (
            200,
            r#"{"errors": [{"error_code": "unauthorized", "error_text": "Bad user"}]}"#,
        ),
    ] {
        let error = error_of(&request(), &Answer::new(status, body));
        assert_eq!(error.kind(), ErrorKind::LoginRefused, "{status} {body}");
        assert_eq!(error.code(), Some("unauthorized"), "{status} {body}");
        assert_eq!(error.text(), Some("Bad user"), "{status} {body}");
    }
}

#[test]
fn a_server_that_fails_has_not_refused_the_login() {
    let error = error_of(&request(), &Answer::new(503, "<html>try later</html>"));
    assert_eq!(error.kind(), ErrorKind::ServerFailed);
    let error = error_of(&request(), &Answer::new(429, ""));
    assert_eq!(error.kind(), ErrorKind::Throttled);
}

#[test]
fn an_answer_that_is_no_login_answer_is_unexpected() {
    for body in [
        "{}",
        "[]",
        r#"{"loginResponse": "abc"}"#,
        "",
        "<html></html>",
    ] {
        let error = error_of(&request(), &ok(body));
        assert_eq!(error.kind(), ErrorKind::UnexpectedAnswer, "{body}");
    }
}

#[test]
fn a_login_answer_may_be_an_object_and_its_code_a_number_or_absent() {
    for body in [
        r#"{"loginResponse": {"SessionID": "abc", "ErrorCode": "0", "ErrorText": []}}"#,
        r#"{"loginResponse": [{"SessionID": "abc", "ErrorCode": 0, "ErrorText": " "}]}"#,
        r#"{"loginResponse": [{"SessionID": "abc"}]}"#,
        r#"{"loginResponse": [{"SessionID": "abc", "ErrorCode": null, "ErrorText": null}]}"#,
        r#"{"loginResponse": [{"SessionID": "abc", "ErrorCode": "", "ErrorText": ""}]}"#,
    ] {
        assert_eq!(decode(&request(), body).secret().expose(), "abc", "{body}");
    }
}
