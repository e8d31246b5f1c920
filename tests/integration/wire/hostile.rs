//! Answers made to break the decoder: truncated, nested, huge. Each is an error, none a panic.

use billbind::billingplatform::{
    Account, Deletion, account, billing_profile, login, oauth_token, query, raw,
};
use billbind::{Answer, ErrorKind, Method, Secret};

use super::support::{decode, error_of, ok};

/// Decodes every beginning of an answer with a request and checks that it is an error.
fn every_beginning_is_an_error<T>(request: &billbind::billingplatform::Request<T>, body: &str) {
    decode(request, body);
    for length in 0..body.len() {
        let answer = Answer::new(200, &body.as_bytes()[..length]);
        let error = error_of(request, &answer);
        assert_eq!(
            error.kind(),
            ErrorKind::UnexpectedAnswer,
            "after {length} bytes: {error}"
        );
        assert!(!format!("{error:?}").is_empty());
    }
}

#[test]
fn every_beginning_of_a_read_is_an_error() {
    let body = r#"{"more": [1, {"a": null}], "retrieveResponse": [{"Id": 20000, "Name": "Zo\u00eb \"é😀\"", "Created": "2014-11-03T18:26:11.000Z", "RateHierarchy": true, "nrField": {"a": [1.50, "x"]}}, {"Id": "2"}], "after": -1}"#;
    let request = account::retrieve(&account::COL.id.ge(1));
    every_beginning_is_an_error(&request, body);
    every_beginning_is_an_error(&request.strict(), body);
    every_beginning_is_an_error(
        &billing_profile::retrieve_by_id(1),
        r#"{"retrieveResponse": {"Id": "1", "CreditCardNumber": "4111", "PaymentTermDays": 30}}"#,
    );
    every_beginning_is_an_error(
        &query("SELECT 1"),
        r#"{"queryResponse": [{"Id": null, "TOTAL": "25024"}]}"#,
    );
}

#[test]
fn every_beginning_of_a_write_s_answer_is_an_error() {
    every_beginning_is_an_error(
        &account::update(&Account::changes(1)),
        r#"{"updateResponse": [{"ErrorCode": "0", "ErrorText": " ", "Id": "1"}]}"#,
    );
    every_beginning_is_an_error(
        &account::delete_many(&[Deletion::new(1), Deletion::new(2)]),
        r#"{"deleteResponse": [{"ErrorCode": "0", "Id": "1", "Success": "true"}, {"ErrorCode": "9", "ErrorText": "é", "Id": "2"}]}"#,
    );
}

#[test]
fn every_beginning_of_other_answers_is_an_error() {
    every_beginning_is_an_error(
        &login("u", &Secret::new("p")),
        r#"{"loginResponse": [{"SessionID": "abc", "ErrorCode": "0", "ErrorText": []}]}"#,
    );
    every_beginning_is_an_error(
        &oauth_token("c", &Secret::new("s")),
        r#"{"access_token": "a", "refresh_token": "r", "expires_in": 3600}"#,
    );
    every_beginning_is_an_error(
        &account::download_file(1, &account::file::DOCUMENT),
        r#"{"file_downloadResponse": [{"ErrorCode": "0", "Data": "eHl6\n"}]}"#,
    );
    every_beginning_is_an_error(
        &account::upload_file(1, &account::file::DOCUMENT, "a", b"b"),
        r#"{"file_uploadResponse": [{"ErrorCode": "0", "ErrorText": " "}]}"#,
    );
    every_beginning_is_an_error(
        &raw(Method::Get, &["rest", "2.0", "x"], None),
        r#"{"a": [1, "b"]}"#,
    );
}

#[test]
fn deep_nesting_is_taken_or_refused_without_a_crash() {
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let bodies = [
        format!(r#"{{"retrieveResponse": [{{"nrField": {deep}, "Id": "1"}}]}}"#),
        format!(r#"{{"retrieveResponse": [{{"Name": {deep}}}]}}"#),
        format!(r#"{{"retrieveResponse": {deep}}}"#),
        format!(r#"{{"updateResponse": {deep}}}"#),
        format!(r#"{{"updateResponse": [{{"ErrorText": {deep}, "ErrorCode": "1"}}]}}"#),
        format!(r#"{{"errors": {deep}}}"#),
        format!(r#"{{"x": {deep}}}"#),
        deep,
    ];
    for body in bodies {
        for status in [200, 500] {
            let answer = Answer::new(status, body.as_str());
            // What matters is that each returns, and that what it returns can be shown. (A write may be
            // answered with the whole record, so the first of the bodies is a success to both.)
            let read = account::retrieve_by_id(1).decode(&answer);
            assert!(format!("{read:?}").len() < 2000);
            let written = account::update(&Account::changes(1)).decode(&answer);
            assert!(format!("{written:?}").len() < 2000);
            let is_record = status == 200 && body.contains("nrField");
            assert_eq!(
                read.is_ok(),
                status == 200 && body.starts_with(r#"{"retrieveResponse": [{"#)
            );
            assert_eq!(written.is_ok(), is_record);
        }
    }
}

#[test]
fn a_huge_number_costs_nothing() {
    let digits = "9".repeat(1_000_000);
    let body = format!(
        r#"{{"retrieveResponse": [{{"PaymentTermDays": {digits}, "AccountBalance": 1e{digits}, "nrField": {digits}}}]}}"#
    );
    let profile = decode(&billing_profile::retrieve_by_id(1), &body);
    assert_eq!(profile.extra.misfits().len(), 2);
    assert_eq!(profile.payment_term_days, None);
    let kept = profile.extra.get("nrField").expect("it is kept");
    assert_eq!(kept.as_json(), digits);
}

#[test]
fn an_error_stays_short_however_long_the_answer_is() {
    let name = "é".repeat(100_000);
    let body = format!(r#"{{"retrieveResponse": [{{"Name": "{name}", "Status": x}}]}}"#);
    let error = error_of(&account::retrieve_by_id(1), &ok(&body));
    assert!(error.to_string().chars().count() < 800);
}
