//! The recycle bin: what goes into it, past it, and comes back.

use serde_json::{Value, json};

use crate::caller::Caller;

fn delete(caller: &Caller, entity: &str, body: &Value) -> Value {
    let (status, answer) = caller.call("DELETE", &format!("delete/{entity}"), body);
    assert_eq!(status, 200, "{answer}");
    answer["deleteResponse"].clone()
}

fn undelete(caller: &Caller, entity: &str, body: &Value) -> Value {
    let (status, answer) = caller.call("DELETE", &format!("undelete/{entity}"), body);
    assert_eq!(status, 200, "{answer}");
    answer["deleteResponse"].clone()
}

fn one(id: &str) -> Value {
    json!({"brmObjects": {"Id": id}})
}

fn contract(caller: &Caller, account: &str, number: &str) -> String {
    let record = json!({"AccountId": account, "ContractNumber": number, "StartDate": "20150505",
        "OnEndDate": "Renew"});
    caller.create("CONTRACT", &record)
}

#[test]
fn a_deleted_record_is_nowhere_until_it_is_restored() {
    let caller = Caller::plain();
    let id = caller.account("A");
    assert_eq!(delete(&caller, "account", &one(&id))[0]["Success"], "true");
    assert_eq!(caller.record("ACCOUNT", &id), None);
    let resource = format!("account?queryAnsiSql=Id={id}");
    assert_eq!(caller.call("GET", &resource, &Value::Null).0, 404);
    let change = json!({"brmObjects": {"Id": id, "Name": "B"}});
    assert_eq!(
        caller.refused("PUT", "account", &change).0,
        "SIMULATED_NO_SUCH_RECORD"
    );
    let parent = json!({"brmObjects": {"Name": "C", "AccountTypeId": "1", "Status": "ACTIVE",
        "ParentAccountId": id}});
    assert_eq!(
        caller.refused("POST", "account", &parent).0,
        "SIMULATED_NO_SUCH_REFERENCE"
    );
    assert_eq!(delete(&caller, "account", &one(&id))[0]["Success"], "false");

    // A client program puts the wrapper around it; numbers are ids too.
    let wrapped = json!({"brmObjects": [{"Id": id.parse::<i64>().unwrap()}]});
    assert_eq!(undelete(&caller, "account", &wrapped)[0]["Success"], "true");
    assert_eq!(caller.record("ACCOUNT", &id).unwrap()["Name"], "A");
    assert_eq!(
        undelete(&caller, "account", &json!({"Id": id}))[0]["Success"],
        "false"
    );
}

#[test]
fn empty_recycle_bin_is_read_in_records_and_beside_them() {
    let caller = Caller::plain();
    let ids: Vec<String> = (0..4).map(|_| caller.account("A")).collect();
    let body = json!({"EmptyRecycleBin": "1", "brmObjects": [
        {"Id": ids[0]}, {"Id": ids[1], "EmptyRecycleBin": "0"}, {"Id": ids[2], "EmptyRecycleBin": 1},
    ]});
    let results = delete(&caller, "account", &body);
    assert!(
        results
            .as_array()
            .unwrap()
            .iter()
            .all(|result| result["Success"] == "true")
    );
    let is_back =
        |id: &String| undelete(&caller, "account", &json!({"Id": id}))[0]["Success"].clone();
    assert_eq!(is_back(&ids[0]), "false");
    assert_eq!(is_back(&ids[1]), "true");
    assert_eq!(is_back(&ids[2]), "false");

    delete(&caller, "account", &one(&ids[3]));
    let purge = json!({"brmObjects": {"Id": ids[3], "EmptyRecycleBin": "1"}});
    assert_eq!(delete(&caller, "account", &purge)[0]["Success"], "true");
    assert_eq!(is_back(&ids[3]), "false");
    let wrong = json!({"brmObjects": {"Id": ids[1], "EmptyRecycleBin": "2"}});
    assert_eq!(
        delete(&caller, "account", &wrong)[0]["ErrorCode"],
        "SIMULATED_INVALID_VALUE"
    );
    assert!(caller.account("B") > ids[3], "ids are not given twice");
}

#[test]
fn a_record_that_others_point_at_stays() {
    let caller = Caller::plain();
    let account = caller.account("A");
    let contract = contract(&caller, &account, "1");
    let refused = delete(&caller, "account", &one(&account));
    assert_eq!(refused[0]["ErrorCode"], "SIMULATED_STILL_REFERENCED");
    let text = refused[0]["ErrorText"].as_str().unwrap();
    assert!(text.contains("CONTRACT.AccountId"), "{text}");
    assert!(caller.record("ACCOUNT", &account).is_some());

    let both = json!({"brmObjects": [{"Id": contract}]});
    assert_eq!(delete(&caller, "contract", &both)[0]["Success"], "true");
    assert_eq!(
        delete(&caller, "account", &one(&account))[0]["Success"],
        "true"
    );
    // What it points at is in the recycle bin.
    let refused = undelete(&caller, "contract", &json!({"Id": contract}));
    assert_eq!(refused[0]["ErrorCode"], "SIMULATED_NO_SUCH_REFERENCE");
    assert_eq!(caller.record("CONTRACT", &contract), None);
    undelete(&caller, "account", &json!({"Id": account}));
    let restored = undelete(&caller, "contract", &json!({"Id": contract}));
    assert_eq!(restored[0]["Success"], "true", "{restored}");

    // A record that points at itself does not hold itself.
    let update = json!({"brmObjects": {"Id": account, "ParentAccountId": account}});
    caller.call("PUT", "account", &update);
    delete(&caller, "contract", &one(&contract));
    assert_eq!(
        delete(&caller, "account", &one(&account))[0]["Success"],
        "true"
    );
}

#[test]
fn a_key_that_was_given_again_keeps_a_record_in_the_recycle_bin() {
    let caller = Caller::plain();
    let account = caller.account("A");
    let first = contract(&caller, &account, "1");
    delete(&caller, "contract", &one(&first));
    let second = contract(&caller, &account, "1");
    let refused = undelete(&caller, "contract", &json!({"Id": first}));
    assert_eq!(refused[0]["ErrorCode"], "SIMULATED_DUPLICATE_KEY");
    let purge = json!({"brmObjects": {"Id": second, "EmptyRecycleBin": "1"}});
    delete(&caller, "contract", &purge);
    let restored = undelete(&caller, "contract", &json!({"Id": first}));
    assert_eq!(restored[0]["Success"], "true");
}

#[test]
fn a_delete_needs_an_id() {
    let caller = Caller::plain();
    for body in [json!({"brmObjects": {}}), one(""), one("x"), one("404")] {
        let results = delete(&caller, "account", &body);
        assert_eq!(results[0]["Success"], "false", "{body}");
        assert_ne!(results[0]["ErrorCode"], "0", "{body}");
    }
}
