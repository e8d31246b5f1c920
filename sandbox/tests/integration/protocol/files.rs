//! Files in FILE fields.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::caller::Caller;

fn upload(caller: &Caller, id: &str, data: &str) -> (u16, Value) {
    let body = json!({"FileName": "x", "Data": data});
    caller.call("POST", &format!("files/account/{id}/document"), &body)
}

fn download(caller: &Caller, id: &str) -> (u16, Value) {
    caller.call("GET", &format!("files/ACCOUNT/{id}/DOCUMENT"), &Value::Null)
}

#[test]
fn bytes_of_every_length_come_back_in_lines_of_64() {
    let caller = Caller::plain();
    let id = caller.account("A");
    for length in [0, 1, 2, 3, 47, 48, 49, 96, 1000] {
        let bytes: Vec<u8> = (0..=255_u8).cycle().take(length).collect();
        let (status, answer) = upload(&caller, &id, &STANDARD.encode(&bytes));
        assert_eq!(status, 200);
        assert_eq!(
            answer["file_uploadResponse"][0]["ErrorCode"], "0",
            "{answer}"
        );
        let (status, answer) = download(&caller, &id);
        assert_eq!(status, 200);
        let data = answer["file_downloadResponse"][0]["Data"].as_str().unwrap();
        assert!(data.lines().all(|line| line.len() <= 64));
        assert!(data.is_empty() || data.ends_with('\n'));
        assert_eq!(STANDARD.decode(data.replace('\n', "")).unwrap(), bytes);
        // What was downloaded can be sent again as it is.
        let again = upload(&caller, &id, data).1;
        assert_eq!(again["file_uploadResponse"][0]["ErrorCode"], "0");
    }
}

#[test]
fn what_is_no_base64_is_refused_and_changes_nothing() {
    let caller = Caller::plain();
    let id = caller.account("A");
    upload(&caller, &id, "YQ==");
    for data in ["YQ", "Y", "YQ==YQ==", "a b=", "-_-_", "Ä"] {
        let (status, answer) = upload(&caller, &id, data);
        let result = &answer["file_uploadResponse"][0];
        assert_eq!(
            (status, &result["ErrorElementField"]),
            (200, &json!("Data")),
            "{data}"
        );
        assert_ne!(result["ErrorCode"], "0");
    }
    assert_eq!(
        download(&caller, &id).1["file_downloadResponse"][0]["Data"],
        "YQ==\n"
    );
}

#[test]
fn a_file_goes_with_its_record_and_is_replaced_only() {
    let caller = Caller::plain();
    let id = caller.account("A");
    assert_eq!(download(&caller, &id).0, 404, "there is none yet");
    upload(&caller, &id, "YQ==");
    caller.call(
        "DELETE",
        "delete/account",
        &json!({"brmObjects": {"Id": id}}),
    );
    assert_eq!(download(&caller, &id).0, 404);
    let refused = upload(&caller, &id, "YQ==").1;
    assert_ne!(refused["file_uploadResponse"][0]["ErrorCode"], "0");
    caller.call("DELETE", "undelete/account", &json!({"Id": id}));
    assert_eq!(download(&caller, &id).0, 200);
    let clear = json!({"brmObjects": {"Id": id, "fieldsToNull": "DOCUMENT"}});
    let refused = caller.refused("PUT", "account", &clear);
    assert_eq!(
        refused,
        ("SIMULATED_NOT_NULLABLE".into(), "DOCUMENT".into())
    );
    assert_eq!(download(&caller, &id).0, 200);
    let missing = json!({"FileName": "x"});
    let path = format!("files/account/{id}/DOCUMENT");
    assert_eq!(caller.call("POST", &path, &missing).0, 400);
}
