//! Unknown fields: kept byte for byte, readable as any type, in the answer's order.

use billbind::billingplatform::{Account, account};
use billbind::{Date, Decimal, Raw};

use super::support::decode;

fn account_with(members: &str) -> Account {
    let body = format!(r#"{{"retrieveResponse": [{{"Id": "1", {members}, "Name": "A"}}]}}"#);
    decode(&account::retrieve_by_id(1).strict(), &body)
}

#[test]
fn an_unknown_field_is_kept_byte_for_byte() {
    for json in [
        r#""EMEA""#,
        r#""\u00e9\/\ud83d\ude00""#,
        "1.10",
        "12345678901234567890.12345678901234567890",
        "-0",
        "1E+2",
        "true",
        "null",
        r#"" ""#,
        "[]",
        r#"[1, {"a":  [2.50]}]"#,
        r#"{"a" : {"b": []}, "a": 1}"#,
    ] {
        let account = account_with(&format!(r#""nrField": {json}"#));
        assert_eq!(account.extra.get("nrField").map(Raw::as_json), Some(json));
        // The fields around it are read.
        assert_eq!(account.name.as_deref(), Some("A"), "{json}");
    }
}

#[test]
fn an_unknown_field_is_read_as_the_type_that_the_caller_names() {
    let account = account_with(
        r#""nrRegion": "EMEA", "nrLimit": 1.10, "nrSince": "20150505", "nrVip": "1", "nrCount": "7", "nrTags": ["a", "b"], "nrNone": null, "nrBlank": " ""#,
    );
    let extra = &account.extra;
    assert_eq!(
        extra.read::<String>("nrRegion"),
        Ok(Some("EMEA".to_owned()))
    );
    let limit: Option<Decimal> = extra.read("nrLimit").expect("a decimal");
    assert_eq!(
        limit.map(|limit| limit.to_string()).as_deref(),
        Some("1.10")
    );
    assert_eq!(
        extra.read::<Date>("nrSince"),
        Ok(Some(Date::new(2015, 5, 5).expect("a date")))
    );
    assert_eq!(extra.read::<bool>("nrVip"), Ok(Some(true)));
    assert_eq!(extra.read::<i64>("nrCount"), Ok(Some(7)));
    assert_eq!(
        extra.read::<Vec<String>>("nrTags"),
        Ok(Some(vec!["a".to_owned(), "b".to_owned()]))
    );
    assert_eq!(
        extra.read::<account::Id>("nrCount"),
        Ok(Some(account::Id::from(7)))
    );
    for absent in ["nrNone", "nrBlank", "nrNowhere"] {
        assert_eq!(extra.read::<Decimal>(absent), Ok(None), "{absent}");
    }
    let error = extra.read::<Decimal>("nrRegion").expect_err("it is text");
    assert!(!error.to_string().contains("EMEA"), "{error}");
}

#[test]
fn unknown_fields_stand_in_the_answers_order() {
    let account = account_with(r#""z": 1, "a": 2, "m": 3"#);
    let names: Vec<&str> = account.extra.unknown().map(|(name, _)| name).collect();
    assert_eq!(names, ["z", "a", "m"]);
}

#[test]
fn a_name_is_known_by_its_exact_case() {
    let account = account_with(r#""name": "b", "NAME": "c""#);
    assert_eq!(account.name.as_deref(), Some("A"));
    assert_eq!(account.extra.get("name").map(Raw::as_json), Some(r#""b""#));
    assert_eq!(account.extra.get("NAME").map(Raw::as_json), Some(r#""c""#));
}

#[test]
fn a_field_that_is_only_written_is_kept_when_it_comes_back() {
    // `AccountType` stands in for `AccountTypeId` on create; the record has no place for it.
    let account = account_with(r#""AccountType": "Required""#);
    assert_eq!(
        account.extra.get("AccountType").map(Raw::as_json),
        Some(r#""Required""#)
    );
}

#[test]
fn the_record_of_a_relation_is_kept_as_it_came() {
    let account = account_with(r#""ParentAccountObj": {"Id": "1", "Name": "B"}"#);
    assert_eq!(
        account.extra.get("ParentAccountObj").map(Raw::as_json),
        Some(r#"{"Id": "1", "Name": "B"}"#)
    );
}
