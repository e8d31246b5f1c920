//! Answers that report a failure: statuses and the shapes of error bodies.

use billbind::billingplatform::{Account, Request, account, query};
use billbind::{Answer, ErrorKind};

use super::support::{decode, error_of, ok};

/// Authentication, example error response.
const UNAUTHORIZED: &str = r#"{
"error": "unauthorized",
"message": "Invalid session ID"
}"#;

/// REST Methods, Error Codes.
const INVALID_QUERY: &str = r#"{
	"errors": [{
		"error_text": "Invalid queryAnsiSql format",
		"error_code": "INVALID_GET_REQUEST_QUERY"
	}]
}"#;

fn all() -> Request<Vec<Account>> {
    account::retrieve(&account::COL.id.ge(20000))
}

#[test]
fn status_401_means_that_the_session_is_not_valid() {
    let error = error_of(&all(), &Answer::new(401, UNAUTHORIZED));
    assert_eq!(error.kind(), ErrorKind::SessionInvalid);
    assert!(error.is_session_invalid());
    assert_eq!(error.code(), Some("unauthorized"));
    assert_eq!(error.text(), Some("Invalid session ID"));
    assert_eq!(error.status(), Some(401));
    assert!(
        error.to_string().contains("log in again"),
        "{error} has a next step"
    );
}

#[test]
fn status_500_carries_the_errors_of_rest_methods() {
    let error = error_of(&all(), &Answer::new(500, INVALID_QUERY));
    assert_eq!(error.kind(), ErrorKind::Refused);
    assert_eq!(error.code(), Some("INVALID_GET_REQUEST_QUERY"));
    assert_eq!(error.text(), Some("Invalid queryAnsiSql format"));
    assert_eq!(error.entity(), Some("ACCOUNT"));
    let shown = error.to_string();
    assert!(
        shown.contains("INVALID_GET_REQUEST_QUERY: Invalid queryAnsiSql format"),
        "{shown}"
    );
}

#[test]
fn an_expired_session_arrives_with_status_500() {
    for body in [
        r#"{"errors": [{"error_text": "Invalid session", "error_code": "INVALID_SESSION_ID"}]}"#,
        r#"{"errors": {"error_text": "Invalid session", "error_code": "INVALID_SESSION_ID"}}"#,
    ] {
        let answer = Answer::new(500, body);
        assert!(error_of(&all(), &answer).is_session_invalid(), "{body}");
        let create = account::update(&Account::changes(1));
        assert!(error_of(&create, &answer).is_session_invalid(), "{body}");
        let error = error_of(&query("SELECT 1"), &answer);
        assert!(error.is_session_invalid(), "{body}");
    }
}

#[test]
fn other_failures_of_the_server_are_told_apart_from_refusals() {
    for (status, body) in [
        (500, ""),
        (500, r#"{"errors": [{"error_text": "Out of memory"}]}"#),
        (502, "<html>bad gateway</html>"),
        (503, ""),
        (504, "upstream timed out"),
    ] {
        let error = error_of(&all(), &Answer::new(status, body));
        assert_eq!(error.kind(), ErrorKind::ServerFailed, "{status} {body}");
        assert_eq!(error.status(), Some(status));
        assert!(!error.is_session_invalid());
    }
}

#[test]
fn status_404_is_not_found_and_says_that_the_url_may_be_wrong() {
    let answer = Answer::new(404, r#"{"error": "404", "message": "Not found"}"#);
    for error in [
        error_of(&all(), &answer),
        error_of(&account::retrieve_by_id(1), &answer).clone(),
        error_of(&query("SELECT 1"), &Answer::new(404, "")),
    ] {
        assert!(error.is_not_found());
        let shown = error.to_string();
        assert!(shown.contains("base URL"), "{shown}");
    }
}

#[test]
fn status_404_can_mean_an_empty_list() {
    for body in ["", "<html>no</html>", r#"{"error": "404"}"#] {
        let answer = Answer::new(404, body);
        let rows = all().empty_on_not_found().decode(&answer);
        assert_eq!(rows.expect("no rows"), []);
        let rows = query("SELECT 1").empty_on_not_found().decode(&answer);
        assert_eq!(rows.expect("no rows"), []);
    }
}

#[test]
fn no_other_failure_is_an_empty_list() {
    for (status, body) in [(401, ""), (429, ""), (500, ""), (200, ""), (302, "")] {
        let answer = Answer::new(status, body);
        let error = error_of(&all().empty_on_not_found(), &answer);
        assert!(!error.is_not_found(), "{status}");
    }
}

#[test]
fn status_429_is_throttled() {
    let error = error_of(
        &all(),
        &Answer::new(429, r#"{"error": "429", "message": "Slow down"}"#),
    );
    assert!(error.is_throttled());
    assert_eq!(error.text(), Some("Slow down"));
}

#[test]
fn status_400_and_its_neighbours_are_refusals() {
    for status in [400, 403, 405, 413] {
        let error = error_of(
            &all(),
            &Answer::new(
                status,
                r#"{"error": "bad", "message": "Missing parameter"}"#,
            ),
        );
        assert_eq!(error.kind(), ErrorKind::Refused, "{status}");
        assert_eq!(error.text(), Some("Missing parameter"), "{status}");
    }
}

#[test]
fn a_redirect_is_not_followed_and_says_so() {
    for status in [301, 302, 307, 308] {
        let error = error_of(&all(), &Answer::new(status, ""));
        assert_eq!(error.kind(), ErrorKind::UnexpectedAnswer, "{status}");
        assert!(error.to_string().contains("redirect"), "{error}");
    }
}

#[test]
fn every_status_outside_of_200_is_an_error() {
    let body = r#"{"retrieveResponse": [{"Id": "1"}]}"#;
    for status in (0..200).chain(300..1000) {
        error_of(&all(), &Answer::new(status, body));
    }
    assert_eq!(decode(&all(), body).len(), 1);
}

#[test]
fn an_error_body_with_status_200_is_an_error() {
    let error = error_of(&all(), &ok(INVALID_QUERY));
    assert_eq!(error.kind(), ErrorKind::Refused);
    assert_eq!(error.code(), Some("INVALID_GET_REQUEST_QUERY"));
    let error = error_of(&all(), &ok(UNAUTHORIZED));
    assert_eq!(error.text(), Some("Invalid session ID"));
}

#[test]
fn an_error_of_the_wire_can_be_passed_on() {
    fn passed_on<E: std::error::Error + Send + Sync + Clone + 'static>(error: E) -> String {
        let boxed: Box<dyn std::error::Error + Send + Sync> = Box::new(error.clone());
        format!("{error} {boxed:?}")
    }
    let shown = passed_on(error_of(&all(), &Answer::new(500, INVALID_QUERY)));
    assert!(shown.contains("INVALID_GET_REQUEST_QUERY"), "{shown}");
}

#[test]
fn a_gateway_that_fails_is_not_a_refusal() {
    let body = r#"{"error": "Service Unavailable", "message": "try later"}"#;
    for status in [502, 503, 504] {
        let error = error_of(&account::retrieve_by_id(1), &Answer::new(status, body));
        assert_eq!(error.kind(), ErrorKind::ServerFailed, "{status}");
    }
}

#[test]
fn a_byte_order_mark_does_not_hide_a_dead_session() {
    let body =
        "\u{feff}{\"errors\": [{\"error_text\": \"x\", \"error_code\": \"INVALID_SESSION_ID\"}]}";
    let error = error_of(&account::retrieve_by_id(1), &Answer::new(500, body));
    assert!(error.is_session_invalid());
}

#[test]
fn a_blank_behind_a_code_does_not_make_a_failure_of_a_success() {
    let body = r#"{"createResponse": [{"ErrorCode": "0 ", "Id": " 5 "}]}"#;
    let new = Account::builder()
        .name("A")
        .status(account::Status::Active)
        .account_type("Required")
        .build();
    let written = account::create(&new).decode(&Answer::new(200, body));
    assert_eq!(written.expect("it was written").id.as_str(), "5");
}

#[test]
fn reading_no_ids_is_refused_before_it_is_sent() {
    let request = account::retrieve_by_ids(&[]);
    let error = request
        .render("https://my.billingplatform.com/o")
        .expect_err("there is no id");
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
}

#[test]
fn a_write_that_the_server_failed_at_may_have_been_done_and_the_error_says_so() {
    let coded = r#"{"errors": [{"error_text": "Deadlock", "error_code": "INTERNAL"}]}"#;
    let create = account::create(&red());
    let update = account::update(&Account::changes(1).name("A"));
    for answer in [
        Answer::new(500, ""),
        Answer::new(500, coded),
        Answer::new(503, ""),
    ] {
        let step = error_of(&create, &answer).next_step();
        assert!(step.contains("may have done the work"), "{answer:?} {step}");
        assert!(step.contains("look for the record"), "{answer:?} {step}");
        let step = error_of(&update, &answer).next_step();
        assert!(step.contains("may have done the work"), "{answer:?} {step}");
        assert!(
            step.contains("repeating it leaves the same"),
            "{answer:?} {step}"
        );
        let step = error_of(&all(), &answer).next_step();
        assert!(!step.contains("may have"), "{answer:?} {step}");
    }
    let step = error_of(&create, &Answer::new(400, coded)).next_step();
    assert!(!step.contains("may have"), "{step}");
}

#[test]
fn a_write_whose_answer_is_too_large_may_have_been_done_and_the_error_says_so() {
    let answer = Answer::new(200, " ".repeat(100));
    let error = error_of(&account::create_many(&[red()]).max_body(10), &answer);
    assert!(error.is_answer_too_large());
    assert!(error.next_step().contains("may have"), "{error}");
    let error = error_of(&all().max_body(10), &answer);
    assert!(!error.next_step().contains("may have"), "{error}");
    assert!(error.next_step().contains("fewer records"), "{error}");
}

#[test]
fn no_words_of_the_server_leave_the_line_of_the_error() {
    let words = r"x\nERROR \u001b[2J\u0007";
    let errors = format!(r#"{{"errors": [{{"error_text": "{words}", "error_code": "{words}"}}]}}"#);
    let result = format!(
        r#"{{"createResponse": [{{"ErrorCode": "{words}", "ErrorText": "{words}", "ErrorElementField": "{words}"}}]}}"#
    );
    let name = format!(r#"{{"retrieveResponse": [{{"{words}": tru}}]}}"#);
    // A control character that JSON allows to stand as it is.
    let raw = "{\"retrieveResponse\": [{\"Status\": \"\u{9b}2J\", \"Name\": tru}]}";
    for error in [
        error_of(&all(), &Answer::new(500, errors)),
        error_of(&account::create(&red()), &ok(&result)),
        error_of(&all(), &ok(&name)),
        error_of(&all(), &ok(raw)),
    ] {
        for shown in [error.to_string(), format!("{error:?}")] {
            assert!(!shown.contains(char::is_control), "{shown:?}");
        }
    }
}

fn red() -> account::New {
    Account::builder()
        .name("A")
        .status(account::Status::Active)
        .account_type("Required")
        .build()
}
