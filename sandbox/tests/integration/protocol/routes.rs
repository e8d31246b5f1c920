//! Paths, methods and bodies that lead to an operation, and those that lead nowhere.

use serde_json::{Value, json};

use crate::caller::Caller;

fn shape(answer: &Value) -> bool {
    answer["error"].is_string() && answer["message"].is_string()
}

#[test]
fn entities_and_words_are_named_in_any_case_and_slashes_may_be_doubled() {
    let caller = Caller::plain();
    let header = [("sessionid", caller.session.as_str())];
    for path in [
        "/myorg/rest/2.0/account/1",
        "/myorg/rest/2.0/ACCOUNT/1",
        "//myorg//rest/2.0/Account/1/",
        "/any%20org/rest/2.0/account/1",
        "/rest/2.0/account/1",
    ] {
        let (status, answer) = caller.send_to("GET", path, &header, "");
        assert_eq!(status, 200, "{path}: {answer}");
    }
    let template = caller.call("GET", "Invoice_Template/63", &Value::Null);
    assert_eq!(template.0, 200);
}

#[test]
fn what_leads_nowhere_is_404() {
    let caller = Caller::plain();
    let header = [("sessionid", caller.session.as_str())];
    for path in [
        "/",
        "/myorg/rest/2.0",
        "/myorg/rest/3.0/account",
        "/myorg/rest/2.0/NO_SUCH_ENTITY",
        // Known by name only.
        "/myorg/rest/2.0/TIME_ZONE/1",
        "/myorg/rest/2.0/account/1/2",
        "/myorg/rest/2.0/login/x",
        "/myorg/rest/2.0/files/account/1/Name",
        "/myorg/rest/2.0/account/404",
        "/myorg/auth/1.0/other",
    ] {
        let (status, answer) = caller.send_to("GET", path, &header, "");
        assert_eq!(status, 404, "{path}: {answer}");
        assert!(shape(&answer), "{path}: {answer}");
    }
}

#[test]
fn a_wrong_method_is_refused_with_the_right_ones() {
    let caller = Caller::plain();
    for (method, resource) in [
        ("GET", "login"),
        ("POST", "delete/account"),
        ("DELETE", "account"),
        ("PUT", "files/account/1/DOCUMENT"),
        // The schema says that it is not offered.
        ("PATCH", "ACCOUNT_PRODUCT"),
    ] {
        let (status, answer) = caller.call(method, resource, &Value::Null);
        assert_eq!(status, 405, "{method} {resource}: {answer}");
        assert!(shape(&answer));
    }
}

#[test]
fn bodies_that_hold_no_records_are_400() {
    let caller = Caller::plain();
    let header = [("sessionid", caller.session.as_str())];
    for body in [
        "",
        "{",
        "[]",
        "null",
        "\u{feff}{}",
        "{}",
        r#"{"brmObjects": []}"#,
        r#"{"brmObjects": null}"#,
        r#"{"brmObjects": "x"}"#,
        r#"{"brmObjects": [1]}"#,
        r#"{"brmObjects": {"Name": "x"}} x"#,
    ] {
        let (status, answer) = caller.send("POST", "account", &header, body);
        assert_eq!(status, 400, "{body}: {answer}");
        assert!(shape(&answer), "{body}");
    }
    let (status, _) = caller.send("POST", "account", &header, b"\xff\xfe".to_vec());
    assert_eq!(status, 400);
    let deep = "[".repeat(100_000);
    assert_eq!(caller.send("POST", "account", &header, deep).0, 400);
    let missing_key = json!({"brmObjects": {"Name": "x"}});
    assert_eq!(caller.call("PATCH", "account", &missing_key).0, 400);
    let no_key = json!({"externalIDFieldName": "Name", "brmObjects": {"Name": "x"}});
    assert_eq!(caller.call("PATCH", "account", &no_key).0, 400);
    assert_eq!(caller.call("GET", "account/abc", &Value::Null).0, 400);
}

#[test]
fn a_record_is_written_under_its_own_path_too() {
    let caller = Caller::plain();
    let id = caller.account("A");
    let path = format!("account/{id}");
    let (status, answer) = caller.call("PUT", &path, &json!({"Name": "B"}));
    assert_eq!(
        (status, &answer["updateResponse"][0]["Id"]),
        (200, &json!(id))
    );
    let wrapped = json!({"brmObjects": {"Description": "d"}});
    let (_, answer) = caller.call("PATCH", &path, &wrapped);
    assert_eq!(answer["upsertResponse"][0]["ErrorCode"], "0", "{answer}");
    let account = caller.record("ACCOUNT", &id).unwrap();
    assert_eq!(
        (&account["Name"], &account["Description"]),
        (&json!("B"), &json!("d"))
    );
    let other = caller.refused("PUT", &path, &json!({"Id": "1", "Name": "C"}));
    assert_eq!(other.1, "Id");
}
