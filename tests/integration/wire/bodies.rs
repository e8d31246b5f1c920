//! Bodies that are no answer: HTML, nothing, wrong UTF-8, too much.

use billbind::billingplatform::{Account, Request, account, login};
use billbind::{Answer, DEFAULT_MAX_BODY, ErrorKind, Secret};

use super::support::{decode, error_of, ok};

fn all() -> Request<Vec<Account>> {
    account::retrieve(&account::COL.id.ge(20000))
}

fn update() -> Request<billbind::billingplatform::Written<Account>> {
    account::update(&Account::changes(1))
}

#[test]
fn html_is_unexpected_and_not_shown() {
    let answer = ok("<html><body>Sign in at Acme</body></html>");
    for error in [
        error_of(&all(), &answer),
        error_of(&update(), &answer),
        error_of(&login("u", &Secret::new("p")), &answer),
    ] {
        assert_eq!(error.kind(), ErrorKind::UnexpectedAnswer);
        let shown = error.to_string();
        assert!(shown.contains("41 bytes that are not JSON"), "{shown}");
        assert!(!shown.contains("Acme"), "{shown}");
    }
}

#[test]
fn an_empty_body_is_unexpected_and_said_to_be_empty() {
    for body in ["", " \r\n"] {
        for error in [error_of(&all(), &ok(body)), error_of(&update(), &ok(body))] {
            assert_eq!(error.kind(), ErrorKind::UnexpectedAnswer);
            assert!(error.to_string().contains("empty body"), "{error}");
        }
    }
}

#[test]
fn json_that_is_no_object_is_unexpected() {
    for body in ["[]", "null", "1", r#""{}""#, "{}", r#"[{"Id": "1"}]"#] {
        for error in [error_of(&all(), &ok(body)), error_of(&update(), &ok(body))] {
            assert_eq!(error.kind(), ErrorKind::UnexpectedAnswer, "{body}");
        }
    }
}

#[test]
fn text_after_the_answer_is_unexpected() {
    for after in ["x", "{}", ","] {
        let body = format!(r#"{{"retrieveResponse": []}}{after}"#);
        let error = error_of(&all(), &ok(&body));
        assert_eq!(error.kind(), ErrorKind::UnexpectedAnswer, "{after}");
    }
    assert_eq!(decode(&all(), "{\"retrieveResponse\": []} \r\n"), []);
}

#[test]
fn a_result_that_comes_twice_is_unexpected() {
    let body = r#"{"retrieveResponse": [{"Id": "1"}], "retrieveResponse": []}"#;
    let error = error_of(&all(), &ok(body));
    assert_eq!(error.kind(), ErrorKind::UnexpectedAnswer);
}

#[test]
fn a_byte_order_mark_is_passed_over() {
    let body = "\u{feff}{\"retrieveResponse\": [{\"Id\": \"1\"}]}";
    assert_eq!(decode(&all(), body).len(), 1);
}

#[test]
fn wrong_utf_8_is_named_by_its_byte() {
    let mut body = br#"{"retrieveResponse": [{"Name": "caf"#.to_vec();
    let place = body.len();
    body.extend_from_slice(b"\xe9\"}]}");
    for error in [
        error_of(&all(), &Answer::new(200, body.clone())),
        error_of(&update(), &Answer::new(200, body)),
    ] {
        assert_eq!(error.kind(), ErrorKind::UnexpectedAnswer);
        let expected = format!("byte {place} of the body");
        assert_eq!(error.path(), Some(expected.as_str()));
        assert_eq!(error.expected(), Some("UTF-8"));
    }
}

#[test]
fn an_answer_above_the_cap_is_refused_and_says_its_size() {
    let body = r#"{"retrieveResponse": [{"Id": "1"}]}"#;
    let error = error_of(&all().max_body(body.len() - 1), &ok(body));
    assert_eq!(error.kind(), ErrorKind::AnswerTooLarge);
    let shown = error.to_string();
    assert!(shown.contains(&body.len().to_string()), "{shown}");
    assert!(shown.contains("max_body"), "{shown} has a next step");
    assert_eq!(decode(&all().max_body(body.len()), body).len(), 1);
}

#[test]
fn the_cap_holds_without_being_asked_for() {
    let body = vec![b' '; DEFAULT_MAX_BODY + 1];
    let error = error_of(&all(), &Answer::new(200, body));
    assert_eq!(error.kind(), ErrorKind::AnswerTooLarge);
}

#[test]
fn broken_json_is_named_by_line_and_column() {
    let body = "{\"retrieveResponse\": [\n{\"Id\": \"1\"},\n{\"Id\" \"2\"}]}";
    let error = error_of(&all(), &ok(body));
    assert_eq!(error.record(), Some(1));
    assert_eq!(error.path(), Some("retrieveResponse[1].Id"));
    let expected = error.expected().expect("a place");
    assert!(expected.contains("line 3"), "{expected}");
}
