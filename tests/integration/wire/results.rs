//! The per-record results of writes, in every documented form.

use billbind::billingplatform::{Account, Batch, Deletion, Request, Written, account};
use billbind::{ErrorKind, Key};

use super::support::{decode, error_of, ok};

fn update() -> Request<Written<Account>> {
    account::update(&Account::changes(1).name("A"))
}

fn update_three() -> Request<Batch<Account>> {
    let changes = [1, 2, 3].map(|id| Account::changes(id).name("A"));
    account::update_many(&changes)
}

fn update_answer(result: &str) -> String {
    format!(r#"{{"updateResponse": [{result}]}}"#)
}

#[test]
fn one_result_may_come_as_an_object_or_as_a_list() {
    for body in [
        r#"{"updateResponse": {"ErrorCode": "0", "Id": "1"}}"#,
        r#"{"updateResponse": [{"ErrorCode": "0", "Id": "1"}]}"#,
    ] {
        assert_eq!(decode(&update(), body).id, "1".into(), "{body}");
        let batch = decode(&account::update_many(&[Account::changes(1)]), body);
        assert_eq!(batch.results().len(), 1, "{body}");
    }
}

#[test]
fn a_write_may_be_answered_under_the_name_of_any_other() {
    for member in [
        "createResponse",
        "updateResponse",
        "upsertResponse",
        "deleteResponse",
        "undeleteResponse",
        "retrieveResponse",
    ] {
        let body = format!(r#"{{"{member}": [{{"ErrorCode": "0", "Id": "7"}}]}}"#);
        assert_eq!(decode(&update(), &body).id, "7".into(), "{member}");
        let deleted = decode(&account::delete(account::Id::from(7)), &body);
        assert_eq!(deleted.id, "7".into(), "{member}");
        let restored = decode(&account::undelete(7), &body);
        assert_eq!(restored.id, "7".into(), "{member}");
        let upserted = decode(&account::upsert(&Account::upsert(7)), &body);
        assert_eq!(upserted.id, "7".into(), "{member}");
    }
}

#[test]
fn the_write_s_own_member_wins_over_another() {
    let body = r#"{"createResponse": [{"ErrorCode": "0", "Id": "8"}], "updateResponse": [{"ErrorCode": "0", "Id": "7"}]}"#;
    assert_eq!(decode(&update(), body).id, "7".into());
}

#[test]
fn a_write_answered_with_the_whole_record_is_written() {
    // So the reference of some versions declares it.
    let body = r#"{"retrieveResponse": {"Id": 27471, "Name": "A", "Status": "ACTIVE"}}"#;
    assert_eq!(decode(&update(), body).id, "27471".into());
}

#[test]
fn every_form_of_no_text_is_a_success() {
    for no_text in [r#"" ""#, r#""""#, "[]", "null", r#""\n""#, "[ ]"] {
        let body = update_answer(&format!(
            r#"{{"ErrorCode": "0", "ErrorText": {no_text}, "ErrorElementField": {no_text}, "Id": "1"}}"#
        ));
        assert_eq!(decode(&update(), &body).id, "1".into(), "{no_text}");
        // Also where the text is all that could tell of a failure.
        let body = update_answer(&format!(r#"{{"ErrorText": {no_text}, "Id": "1"}}"#));
        assert_eq!(decode(&update(), &body).id, "1".into(), "{no_text}");
    }
    let absent = update_answer(r#"{"ErrorCode": "0", "Id": "1"}"#);
    assert_eq!(decode(&update(), &absent).id, "1".into());
}

#[test]
fn no_form_of_no_text_shows_in_a_failure() {
    for no_text in [r#"" ""#, r#""""#, "[]", "null"] {
        let body = update_answer(&format!(
            r#"{{"ErrorCode": "5", "ErrorText": {no_text}, "ErrorElementField": {no_text}, "Id": {no_text}}}"#
        ));
        let error = error_of(&update(), &ok(&body));
        assert_eq!(error.kind(), ErrorKind::RecordRefused, "{no_text}");
        assert_eq!(error.code(), Some("5"), "{no_text}");
        assert_eq!((error.text(), error.field()), (None, None), "{no_text}");
    }
}

#[test]
fn a_code_may_be_a_number() {
    let written = update_answer(r#"{"ErrorCode": 0, "Id": "1"}"#);
    assert_eq!(decode(&update(), &written).id, "1".into());
    let failed = update_answer(r#"{"ErrorCode": 102, "ErrorText": "No", "Id": "1"}"#);
    assert_eq!(error_of(&update(), &ok(&failed)).code(), Some("102"));
}

#[test]
fn without_a_code_success_tells() {
    for code in ["", r#""ErrorCode": null,"#, r#""ErrorCode": " ","#] {
        for name in ["Success", "success"] {
            for yes in [r#""true""#, "true", r#""TRUE""#, "1", r#""1""#] {
                let body = update_answer(&format!(r#"{{{code} "{name}": {yes}, "Id": "1"}}"#));
                assert_eq!(decode(&update(), &body).id, "1".into(), "{body}");
            }
            for no in [r#""false""#, "false", r#""False""#, "0", r#""0""#] {
                let body = update_answer(&format!(
                    r#"{{{code} "{name}": {no}, "ErrorText": "Locked", "Id": "1"}}"#
                ));
                let error = error_of(&update(), &ok(&body));
                assert_eq!(error.kind(), ErrorKind::RecordRefused, "{body}");
                assert_eq!(error.text(), Some("Locked"), "{body}");
            }
        }
    }
}

#[test]
fn a_failure_in_either_place_is_a_failure() {
    for result in [
        r#"{"ErrorCode": "0", "Success": "false", "Id": "1"}"#,
        r#"{"ErrorCode": "3", "Success": "true", "Id": "1"}"#,
        r#"{"ErrorText": "Name is required", "Id": "1"}"#,
        r#"{"ErrorMessage": "Name is required"}"#,
    ] {
        let error = error_of(&update(), &ok(&update_answer(result)));
        assert_eq!(error.kind(), ErrorKind::RecordRefused, "{result}");
        assert_eq!(error.status(), Some(200), "{result}");
    }
}

#[test]
fn a_refused_record_is_an_error_with_the_vendors_words() {
    let body = update_answer(
        r#"{"ErrorCode": "7", "ErrorText": "Name is required", "ErrorElementField": "Name", "Id": " "}"#,
    );
    let error = error_of(&update(), &ok(&body));
    assert_eq!(error.code(), Some("7"));
    assert_eq!(error.text(), Some("Name is required"));
    assert_eq!(error.field(), Some("Name"));
    assert_eq!(
        (error.entity(), error.operation()),
        (Some("ACCOUNT"), "update")
    );
    let shown = error.to_string();
    for part in ["ACCOUNT update", "field Name", "7: Name is required"] {
        assert!(shown.contains(part), "{shown}");
    }
}

#[test]
fn several_texts_are_shown_as_one() {
    let body = update_answer(
        r#"{"ErrorCode": "7", "ErrorText": ["Name is required", "Status is required"], "ErrorElementField": ["Name"]}"#,
    );
    let error = error_of(&update(), &ok(&body));
    assert_eq!(error.text(), Some("Name is required; Status is required"));
    assert_eq!(error.field(), Some("Name"));
}

#[test]
fn failures_in_a_batch_stand_in_the_order_of_the_request() {
    let batch = decode(
        &update_three(),
        r#"{"updateResponse": [
            {"ErrorCode": "0", "ErrorText": " ", "Id": "1"},
            {"ErrorCode": "7", "ErrorText": "Locked", "ErrorElementField": "Name", "Id": "2"},
            {"ErrorCode": 0, "ErrorText": [], "Id": 3}
        ]}"#,
    );
    let ids: Vec<Option<&str>> = batch
        .results()
        .iter()
        .map(|result| result.as_ref().ok().map(|written| written.id.as_str()))
        .collect();
    assert_eq!(ids, [Some("1"), None, Some("3")]);
    let refused: Vec<_> = batch.refused().collect();
    assert_eq!(refused.len(), 1);
    let (at, error) = refused[0];
    assert_eq!(at, 1);
    assert_eq!(error.code.as_deref(), Some("7"));
    assert_eq!(error.text.as_deref(), Some("Locked"));
    assert_eq!(error.field.as_deref(), Some("Name"));
    assert_eq!(error.id.as_deref(), Some("2"));
    let refusal = batch.all().expect_err("one was refused");
    assert_eq!(refusal.record, 1);
    // `?` makes any program's error of it.
    let error: Box<dyn std::error::Error> = refusal.into();
    assert!(error.to_string().starts_with("record 1: "), "{error}");
}

#[test]
fn another_number_of_results_than_of_records_is_an_error() {
    let result = r#"{"ErrorCode": "0", "Id": "1"}"#;
    for (count, results) in [
        (0, String::new()),
        (2, [result; 2].join(",")),
        (4, [result; 4].join(",")),
    ] {
        let error = error_of(&update_three(), &ok(&update_answer(&results)));
        assert_eq!(error.kind(), ErrorKind::UnexpectedAnswer);
        let shown = error.to_string();
        assert!(
            shown.contains(&format!("3 results, one for each record sent, not {count}")),
            "{shown}"
        );
    }
    for (count, results) in [(0, String::new()), (2, [result; 2].join(","))] {
        let error = error_of(&update(), &ok(&update_answer(&results)));
        let shown = error.to_string();
        assert!(
            shown.contains(&format!("1 results, one for each record sent, not {count}")),
            "{shown}"
        );
    }
}

#[test]
fn a_result_that_cannot_be_read_takes_no_other_with_it() {
    let body = r#"{"updateResponse": [{"ErrorCode": "0", "Id": "1"}, {},
        {"ErrorCode": "0", "Id": null}]}"#;
    let batch = update_three().decode(&ok(body)).expect("results");
    let results = batch.results();
    assert_eq!(
        results[0].as_ref().map(|written| written.id.as_str()),
        Ok("1")
    );
    for result in &results[1..] {
        let error = result.as_ref().expect_err("it tells no id");
        assert!(error.is_unclear);
        assert!(
            error.to_string().contains("may have been written"),
            "{error}"
        );
    }
}

#[test]
fn an_unreadable_result_of_one_write_says_that_it_may_be_done() {
    let error = error_of(&update(), &ok(r#"{"updateResponse": [{}]}"#));
    assert_eq!(error.kind(), ErrorKind::UnexpectedAnswer);
    assert_eq!(error.path(), Some("updateResponse[0]"));
    assert!(
        error.next_step().contains("may have done the work"),
        "{error}"
    );
}

#[test]
fn a_result_whose_id_is_no_id_is_an_error() {
    for id in ["{}", r#"{"a": 1}"#, r#"["1", "2"]"#, r#"" ""#, "null"] {
        let body = update_answer(&format!(r#"{{"ErrorCode": "0", "Id": {id}}}"#));
        let error = error_of(&update(), &ok(&body));
        assert_eq!(error.kind(), ErrorKind::UnexpectedAnswer, "{id}");
        assert_eq!(error.record(), Some(0), "{id}");
    }
}

#[test]
fn an_answer_that_is_no_list_of_results_is_an_error() {
    for value in [r#""x""#, "1", "[1]", r#"["x"]"#, "[[]]", "true"] {
        let body = format!(r#"{{"updateResponse": {value}}}"#);
        let error = error_of(&update(), &ok(&body));
        assert_eq!(error.kind(), ErrorKind::UnexpectedAnswer, "{value}");
    }
}

#[test]
fn an_upsert_tells_whether_the_record_is_new_where_the_answer_does() {
    let request = account::upsert(&Account::upsert(Key::custom("k", "v")));
    for (created, expected) in [
        (r#", "created": true"#, Some(true)),
        (r#", "created": "true""#, Some(true)),
        (r#", "created": false"#, Some(false)),
        (r#", "created": "false""#, Some(false)),
        (r#", "created": null"#, None),
        ("", None),
    ] {
        let body = format!(r#"{{"upsertResponse": [{{"success": true, "Id": 5{created}}}]}}"#);
        let written = decode(&request, &body);
        assert_eq!(written.created, expected, "{body}");
        assert_eq!(written.id, "5".into(), "{body}");
    }
}

#[test]
fn deletes_of_several_records_are_answered_one_by_one() {
    let request = account::delete_many(&[Deletion::new(1), Deletion::new(2)]);
    let batch = decode(
        &request,
        r#"{"deleteResponse": [
            {"ErrorCode": "0", "ErrorText": " ", "Id": "1", "Success": "true"},
            {"ErrorCode": "9", "ErrorText": "In use", "Id": "2", "Success": "false"}
        ]}"#,
    );
    assert!(batch.results()[0].is_ok());
    let refused: Vec<usize> = batch.refused().map(|(at, _)| at).collect();
    assert_eq!(refused, [1]);
}

#[test]
fn an_error_body_with_status_200_is_an_error() {
    let body = r#"{"errors": [{"error_text": "Gone", "error_code": "INVALID_SESSION_ID"}]}"#;
    assert!(error_of(&update(), &ok(body)).is_session_invalid());
    let body = r#"{"error": "bad", "message": "No such entity"}"#;
    let error = error_of(&update(), &ok(body));
    assert_eq!(error.kind(), ErrorKind::Refused);
    assert_eq!(error.text(), Some("No such entity"));
}

/// What an answer with these results says of each of three records with the ids 1, 2 and 3.
fn outcomes(results: &str) -> Vec<Result<String, (Option<String>, bool)>> {
    let deletions = [1, 2, 3].map(Deletion::new);
    let deletes = account::delete_many(&deletions);
    [update_three(), deletes]
        .map(|request| {
            let batch = decode(&request, &update_answer(results)).into_iter();
            batch
                .map(|result| match result {
                    Ok(written) => Ok(written.id.as_str().to_owned()),
                    Err(error) => Err((error.id, error.is_unclear)),
                })
                .collect::<Vec<_>>()
        })
        .into_iter()
        .reduce(|updated, deleted| {
            assert_eq!(updated, deleted);
            updated
        })
        .expect("there are two")
}

#[test]
fn results_in_another_order_go_to_the_records_that_they_name() {
    let found = outcomes(
        r#"{"ErrorCode": "0", "Id": "3"}, {"ErrorCode": "0", "Id": "1"},
           {"ErrorCode": "7", "ErrorText": "Locked", "Id": "2"}"#,
    );
    let one = |id: &str| Ok(id.to_owned());
    let refused = Err((Some("2".to_owned()), false));
    assert_eq!(found, [one("1"), refused, one("3")]);
}

#[test]
fn results_that_name_other_records_are_unclear_where_no_result_names_the_record() {
    // The one without an id may be that of either record.
    let found = outcomes(
        r#"{"ErrorCode": "0", "Id": "2"}, {"ErrorCode": "7", "ErrorText": "Locked"},
           {"ErrorCode": "0", "Id": "9"}"#,
    );
    assert_eq!(
        found,
        [Err((None, true)), Ok("2".to_owned()), Err((None, true))]
    );
}

#[test]
fn results_in_order_are_taken_by_their_place_also_without_ids_and_twice() {
    let found = outcomes(
        r#"{"ErrorCode": "0", "Id": "1"}, {"ErrorCode": "7", "ErrorText": "Locked"},
           {"ErrorCode": "0", "Id": 3}"#,
    );
    let refused = Err((None, false));
    assert_eq!(found, [Ok("1".to_owned()), refused, Ok("3".to_owned())]);

    let twice = ["1", "01", "1"].map(|id| Account::changes(id).name("A"));
    let body = update_answer(&[r#"{"ErrorCode": "0", "Id": "1"}"#; 3].join(","));
    let batch = decode(&account::update_many(&twice), &body);
    assert_eq!(batch.all().expect("all were written").len(), 3);
}
