//! Queries and conditions through whole requests: encodings, both ways to send a statement, ends of
//! pages, and what a refusal looks like.

use serde_json::{Value, json};

use crate::caller::Caller;

/// Percent-encoded, all but letters and digits.
fn encoded(text: &str) -> String {
    let bytes = text.bytes().map(|byte| {
        if byte.is_ascii_alphanumeric() {
            char::from(byte).to_string()
        } else {
            format!("%{byte:02X}")
        }
    });
    bytes.collect()
}

fn query(caller: &Caller, statement: &str) -> (u16, Value) {
    let resource = format!("query?sql={}", encoded(statement));
    let got = caller.call("GET", &resource, &Value::Null);
    let posted = caller.call("POST", "query", &json!({"sql": statement}));
    assert_eq!(got, posted, "{statement}");
    got
}

fn rows(caller: &Caller, statement: &str) -> Value {
    let (status, answer) = query(caller, statement);
    assert_eq!(status, 200, "{statement}: {answer}");
    answer["queryResponse"].clone()
}

#[test]
fn what_is_written_is_found_at_once_with_its_system_fields() {
    let caller = Caller::plain();
    let id = caller.account("O'Neil & Söhne 100%");
    let statement = "SELECT Name, AccountTypeIdObj.Id FROM ACCOUNT WHERE Name = 'O''Neil & Söhne 100%' AND \
                     Created <= systimestamp AND Created > '2020-01-01'";
    let expected =
        json!([{"Id": id, "Name": "O'Neil & Söhne 100%", "AccountTypeIdObj": {"Id": "1"}}]);
    assert_eq!(rows(&caller, statement), expected);
    let change = json!({"brmObjects": {"Id": id, "Name": "Other"}});
    assert_eq!(caller.call("PUT", "ACCOUNT", &change).0, 200);
    assert_eq!(query(&caller, statement).0, 404);
    let condition = encoded(&format!("Id = '{id}' AND Name LIKE 'Oth%'"));
    let (status, answer) = caller.call(
        "GET",
        &format!("account?queryAnsiSql={condition}"),
        &Value::Null,
    );
    assert_eq!(
        (status, &answer["retrieveResponse"][0]["Name"]),
        (200, &json!("Other"))
    );
}

#[test]
fn blanks_are_a_plus_or_percent_twenty() {
    let caller = Caller::plain();
    let id = caller.account("Blue Sky");
    for statement in [
        "SELECT+Name+FROM+ACCOUNT+WHERE+Name%3D%27Blue+Sky%27",
        "SELECT%20Name%20FROM%20ACCOUNT%20WHERE%20Name='Blue%20Sky'",
    ] {
        let (status, answer) = caller.call("GET", &format!("query?sql={statement}"), &Value::Null);
        assert_eq!(status, 200, "{answer}");
        assert_eq!(
            answer,
            json!({"queryResponse": [{"Id": id, "Name": "Blue Sky"}]})
        );
    }
}

#[test]
fn pages_end_with_a_404() {
    let caller = Caller::plain();
    let ids: Vec<String> = (0..5)
        .map(|number| caller.account(&format!("Paged {number}")))
        .collect();
    let mut found = Vec::new();
    for offset in (0..).step_by(2) {
        let statement = format!(
            "SELECT Id FROM ACCOUNT WHERE Name LIKE 'Paged%' ORDER BY Id OFFSET {offset} ROWS FETCH NEXT 2 ROWS ONLY"
        );
        let (status, answer) = query(&caller, &statement);
        if status == 404 {
            break;
        }
        assert_eq!(status, 200, "{answer}");
        let page = answer["queryResponse"].as_array().unwrap();
        found.extend(
            page.iter()
                .map(|row| row["Id"].as_str().unwrap().to_owned()),
        );
    }
    assert_eq!(found, ids);
    // A total is a row also where nothing matches.
    let none = "SELECT COUNT(Id) AS n FROM ACCOUNT WHERE Id < 0";
    assert_eq!(rows(&caller, none), json!([{"Id": null, "N": "0"}]));
}

#[test]
fn what_is_deleted_is_found_again_when_it_is_restored() {
    let caller = Caller::plain();
    let id = caller.account("Gone");
    let statement = "SELECT Id FROM ACCOUNT WHERE Name = 'Gone'";
    assert_eq!(query(&caller, statement).0, 200);
    caller.call(
        "DELETE",
        "delete/ACCOUNT",
        &json!({"brmObjects": {"Id": id}}),
    );
    assert_eq!(query(&caller, statement).0, 404);
    caller.call("DELETE", "undelete/ACCOUNT", &json!({"Id": id}));
    assert_eq!(query(&caller, statement).0, 200);
}

#[test]
fn the_model_is_queried_as_records() {
    let caller = Caller::plain();
    let fields = rows(
        &caller,
        "SELECT FieldName FROM ENTITY_FIELD WHERE EntityObj.EntityName = 'CONTRACT_RATE' AND FieldName LIKE 'Contract%' ORDER BY FieldName",
    );
    assert!(
        fields
            .as_array()
            .unwrap()
            .iter()
            .any(|row| row["FieldName"] == "ContractId"),
        "{fields}"
    );
}

#[test]
fn a_refusal_has_the_vendors_shape_and_the_reason() {
    let caller = Caller::plain();
    let refused = |(status, answer): (u16, Value)| {
        assert_eq!(status, 500, "{answer}");
        let [error] = answer["errors"].as_array().unwrap().as_slice() else {
            panic!("{answer}");
        };
        assert_eq!(error["error_code"], "INVALID_GET_REQUEST_QUERY");
        error["error_text"].as_str().unwrap().to_owned()
    };
    let text = refused(query(&caller, "SELECT * FROM ACCOUNT"));
    assert!(text.contains("name the fields"), "{text}");
    let text = refused(query(&caller, "SELECT Id FROM ACCOUNT LIMIT 5"));
    assert!(text.contains("FETCH NEXT"), "{text}");
    let resource = format!("account?queryAnsiSql={}", encoded("Nam = 'x'"));
    let text = refused(caller.call("GET", &resource, &Value::Null));
    // The vendor's own words come first ("REST Methods", "Error Codes").
    assert!(text.starts_with("Invalid queryAnsiSql format"), "{text}");
    assert!(text.contains("did you mean Name"), "{text}");
}
