//! Records named by a key instead of their id: look-ups in references, and upserts.

use billbind::billingplatform::{
    Account, Contract, ContractRate, Pricing, account, contract, contract_rate, pricing,
};
use billbind::{Date, Key, Raw};

use super::support::{body, json, record, refused, sent_text};

fn date(text: &str) -> Date {
    text.parse().expect("a date")
}

#[test]
fn a_reference_may_name_its_target_by_a_documented_key() {
    let new = ContractRate::builder()
        .contract_id(contract::key::contract_number("REST TEST002"))
        .start_date(date("20150505"))
        .build();
    assert_eq!(
        record(&contract_rate::create(&new)),
        json(r#"{"ContractObj": {"ContractNumber": "REST TEST002"}, "StartDate": "20150505"}"#)
    );
}

#[test]
fn a_reference_may_name_its_target_by_a_key_of_the_organization() {
    let changes =
        Contract::changes(1).account_id(Key::custom("my_external_key", "unique_value_12345"));
    assert_eq!(
        record(&contract::update(&changes)),
        json(r#"{"Id": "1", "AccountObj": {"my_external_key": "unique_value_12345"}}"#)
    );
    let changes = Contract::changes(1).account_id(Key::custom("nrNumber", 7));
    assert_eq!(
        record(&contract::update(&changes)),
        json(r#"{"Id": "1", "AccountObj": {"nrNumber": "7"}}"#)
    );
}

#[test]
fn a_relation_has_the_name_that_its_schema_gives_it() {
    let new = Account::builder()
        .name("A")
        .status(account::Status::Active)
        .account_type_id(Key::custom("AccountType", "Required"))
        .build();
    assert_eq!(
        record(&account::create(&new)),
        json(
            r#"{"Name": "A", "Status": "ACTIVE", "AccountTypeIdObj": {"AccountType": "Required"}}"#
        )
    );
}

#[test]
fn of_id_and_key_the_later_one_is_sent() {
    let by_id = Contract::changes(1)
        .account_id(Key::custom("k", "v"))
        .account_id(5);
    assert_eq!(
        record(&contract::update(&by_id)),
        json(r#"{"Id": "1", "AccountId": "5"}"#)
    );
    let by_key = Contract::changes(1)
        .account_id(5)
        .account_id(Key::custom("k", "v"));
    assert_eq!(
        record(&contract::update(&by_key)),
        json(r#"{"Id": "1", "AccountObj": {"k": "v"}}"#)
    );
}

#[test]
fn a_reference_is_never_sent_twice() {
    // `custom` may write the relation by hand.
    let raw = || Raw::json(r#"{"k": "by hand"}"#).expect("JSON");
    let changes = Contract::changes(1)
        .account_id(Key::custom("k", "typed"))
        .custom("AccountObj", raw());
    let sent = sent_text(&super::support::rendered(&contract::update(&changes)));
    assert_eq!(
        sent.expect("a body"),
        r#"{"brmObjects":{"Id":"1","AccountObj":{"k": "by hand"}}}"#
    );
    let changes = Contract::changes(1)
        .custom("AccountObj", raw())
        .account_id(5);
    assert_eq!(
        record(&contract::update(&changes)),
        json(r#"{"Id": "1", "AccountId": "5"}"#)
    );
}

#[test]
fn a_cleared_reference_is_named_by_its_field() {
    let changes = Account::changes(1)
        .parent_account_id(Key::custom("k", "v"))
        .clear_parent_account_id();
    assert_eq!(
        record(&account::update(&changes)),
        json(r#"{"Id": "1", "fieldsToNull": "ParentAccountId"}"#)
    );
}

#[test]
fn an_upsert_finds_its_record_by_id() {
    assert_eq!(
        body(&account::upsert(&Account::upsert(27471).name("A"))),
        json(r#"{"externalIDFieldName": "Id", "brmObjects": {"Id": "27471", "Name": "A"}}"#)
    );
}

#[test]
fn an_upsert_finds_its_record_by_a_documented_key() {
    let upsert =
        Contract::upsert(contract::key::contract_number("REST TEST002")).end_date(date("20160606"));
    assert_eq!(
        body(&contract::upsert(&upsert)),
        json(
            r#"{"externalIDFieldName": "ContractNumber", "brmObjects": {"ContractNumber": "REST TEST002", "EndDate": "20160606"}}"#
        )
    );
    let upsert = Pricing::upsert(pricing::key::external_key("P1")).rate(99);
    assert_eq!(
        body(&pricing::upsert(&upsert)),
        json(
            r#"{"externalIDFieldName": "ExternalKey", "brmObjects": {"ExternalKey": "P1", "Rate": "99"}}"#
        )
    );
}

#[test]
fn an_upsert_s_key_is_sent_once_with_the_key_s_value() {
    let upsert = Contract::upsert(contract::key::contract_number("A"))
        .contract_number("B")
        .custom("ContractNumber", "C");
    let sent = sent_text(&super::support::rendered(&contract::upsert(&upsert)));
    assert_eq!(
        sent.expect("a body"),
        r#"{"externalIDFieldName":"ContractNumber","brmObjects":{"ContractNumber":"A"}}"#
    );
}

#[test]
fn several_upserts_share_one_key_field() {
    let upserts =
        ["a", "b"].map(|key| Account::upsert(Key::custom("my_external_key", key)).name("A"));
    assert_eq!(
        body(&account::upsert_many(&upserts)),
        json(
            r#"{"externalIDFieldName": "my_external_key", "brmObjects": [{"my_external_key": "a", "Name": "A"}, {"my_external_key": "b", "Name": "A"}]}"#
        )
    );
}

#[test]
fn upserts_by_different_key_fields_are_refused_before_they_are_sent() {
    let upserts = [
        Account::upsert(Key::custom("my_external_key", "a")),
        Account::upsert(27471),
    ];
    let error = refused(&account::upsert_many(&upserts));
    let shown = error.to_string();
    assert!(
        shown.contains("`my_external_key`") && shown.contains("`Id`"),
        "{shown}"
    );
}

#[test]
fn a_key_that_is_cleared_is_refused_before_it_is_sent() {
    let upsert =
        Account::upsert(Key::custom("my_external_key", "a")).clear_custom("my_external_key");
    let error = refused(&account::upsert(&upsert));
    assert!(error.to_string().contains("`my_external_key`"), "{error}");
}

#[test]
fn an_empty_id_or_key_is_refused_before_it_is_sent() {
    // An upsert with an empty key would add a record instead of changing one.
    for error in [
        refused(&account::upsert(&Account::upsert("").name("A"))),
        refused(&account::upsert(&Account::upsert(Key::custom("k", " ")))),
        refused(&account::upsert(&Account::upsert(Key::custom("", "v")))),
        refused(&account::update(&Account::changes("").name("A"))),
        refused(&account::update_many(&[
            Account::changes(1),
            Account::changes(""),
        ])),
    ] {
        assert_eq!(error.operation().len(), 6, "{error}");
        assert!(error.to_string().contains("empty"), "{error}");
    }
}
