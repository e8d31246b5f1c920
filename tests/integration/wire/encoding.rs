//! How values are written into a request: each in one form, the one that REST Methods shows.

use billbind::billingplatform::{
    Account, BillingProfile, Contract, Pricing, account, billing_profile, contract, pricing,
};
use billbind::{Date, DateTime, Decimal, Raw, Secret};

use super::support::{body, json, record, refused, sent_text};

fn decimal(text: &str) -> Decimal {
    text.parse().expect("a decimal")
}

fn date(text: &str) -> Date {
    text.parse().expect("a date")
}

#[test]
fn every_scalar_goes_as_text() {
    let changes = BillingProfile::changes(1)
        .account_id(27471)
        .address1("742 Evergreen Terrace")
        .payment_term_days(30)
        .billing_cycle(billing_profile::BillingCycle::PerTransaction)
        .manual_close_flag(true)
        .invoice_approval_flag(false)
        .currency_code("USD")
        .credit_card_number("4111")
        .statement_earliest_date(date("2015-05-05"));
    assert_eq!(
        record(&billing_profile::update(&changes)),
        json(
            r#"{
                "Id": "1",
                "AccountId": "27471",
                "Address1": "742 Evergreen Terrace",
                "PaymentTermDays": "30",
                "BillingCycle": "PER TRANSACTION",
                "ManualCloseFlag": "1",
                "InvoiceApprovalFlag": "0",
                "CurrencyCode": "USD",
                "CreditCardNumber": "4111",
                "StatementEarliestDate": "20150505"
            }"#
        )
    );
}

#[test]
fn decimals_keep_their_scale() {
    for (given, sent) in [
        ("99", "99"),
        ("1.10", "1.10"),
        (".1", "0.1"),
        ("-1", "-1"),
        ("0.00", "0.00"),
        ("12345678901234567.89", "12345678901234567.89"),
    ] {
        let changes = Pricing::changes(1).rate(decimal(given));
        assert_eq!(record(&pricing::update(&changes))["Rate"], sent);
    }
}

#[test]
fn a_date_is_written_compact_whatever_its_text_was() {
    for text in ["20150505", "2015-05-05", "2015-05-05T18:26:11.000Z"] {
        let changes = Contract::changes(1).start_date(date(text));
        assert_eq!(
            record(&contract::update(&changes))["StartDate"],
            "20150505",
            "{text}"
        );
    }
}

#[test]
fn text_is_escaped_and_nothing_else_is_done_to_it() {
    for text in [
        "",
        " ",
        "a\"b\\c/\n\t\r\u{1}\u{7f}",
        "é😀\u{2028}",
        "</script>",
        "'; DROP TABLE ACCOUNT; --",
        r#"", "Status": "DEACTIVATED"#,
    ] {
        let request = account::update(&Account::changes(1).name(text));
        assert_eq!(
            body(&request),
            serde_json::json!({"brmObjects": {"Id": "1", "Name": text}})
        );
    }
}

#[test]
fn a_hostile_field_name_stays_a_name() {
    let name = "a\": \"b\", \"Status\": \"X\", \"c\n";
    let changes = Account::changes(1).custom(name, "v").clear_custom("x\"y");
    assert_eq!(
        record(&account::update(&changes)),
        serde_json::json!({"Id": "1", name: "v", "fieldsToNull": "x\"y"})
    );
}

#[test]
fn custom_fields_are_written_like_known_ones() {
    let moment: DateTime = "2014-11-03T18:26:11.000Z".parse().expect("a moment");
    let changes = Account::changes(1)
        .custom("nrText", "EMEA")
        .custom("nrCount", 7)
        .custom("nrLimit", decimal("1.10"))
        .custom("nrVip", true)
        .custom("nrNever", false)
        .custom("nrSince", date("2015-05-05"))
        .custom("nrSeen", moment)
        .custom("nrPin", Secret::new("1234"))
        .custom("nrOwner", account::Id::from(5))
        .custom("nrState", account::Status::Active)
        .custom("nrTags", vec!["a", "b"])
        .custom("nrJson", Raw::json(r#"{"a": [1.50, null]}"#).expect("JSON"));
    assert_eq!(
        record(&account::update(&changes)),
        json(
            r#"{
                "Id": "1",
                "nrText": "EMEA",
                "nrCount": "7",
                "nrLimit": "1.10",
                "nrVip": "1",
                "nrNever": "0",
                "nrSince": "20150505",
                "nrSeen": "2014-11-03T18:26:11Z",
                "nrPin": "1234",
                "nrOwner": "5",
                "nrState": "ACTIVE",
                "nrTags": ["a", "b"],
                "nrJson": {"a": [1.50, null]}
            }"#
        )
    );
}

#[test]
fn custom_json_is_sent_digit_for_digit_and_without_the_blanks_around_it() {
    let value = Raw::json(" \n 12345678901234567890.10 ").expect("JSON");
    assert_eq!(value.as_json(), "12345678901234567890.10");
    assert_eq!(
        value.as_text().as_deref(),
        Some("12345678901234567890.10"),
        "it is read as what it is"
    );
    let request = account::update(&Account::changes(1).custom("nrBig", value));
    let sent = sent_text(&super::support::rendered(&request)).expect("a body");
    assert!(
        sent.contains(r#""nrBig":12345678901234567890.10"#),
        "{sent}"
    );
}

#[test]
fn custom_of_a_known_field_replaces_it_and_is_replaced_by_it() {
    let changes = Account::changes(1).name("A").custom("Name", "B");
    assert_eq!(
        record(&account::update(&changes)),
        json(r#"{"Id": "1", "Name": "B"}"#)
    );
    let changes = Account::changes(1).custom("Name", "B").name("A");
    assert_eq!(
        record(&account::update(&changes)),
        json(r#"{"Id": "1", "Name": "A"}"#)
    );
    // A known field keeps the form of its type.
    let changes = Contract::changes(1).custom("StartDate", date("2015-05-05"));
    assert_eq!(
        record(&contract::update(&changes)),
        json(r#"{"Id": "1", "StartDate": "20150505"}"#)
    );
}

#[test]
fn a_later_value_replaces_an_earlier_one() {
    let changes = Account::changes(1)
        .name("A")
        .custom("nrField", "a")
        .name("B")
        .custom("nrField", "b");
    let request = account::update(&changes);
    let sent = sent_text(&super::support::rendered(&request)).expect("a body");
    assert_eq!(
        sent,
        r#"{"brmObjects":{"Id":"1","Name":"B","nrField":"b"}}"#
    );
}

#[test]
fn an_enum_takes_values_of_the_organization() {
    let changes = Account::changes(1).status(account::Status::custom("FROZEN"));
    assert_eq!(record(&account::update(&changes))["Status"], "FROZEN");
    assert_eq!(account::Status::custom("ACTIVE"), account::Status::Active);
}

#[test]
fn cleared_fields_are_one_text_or_a_list_of_names() {
    let one = Account::changes(1).clear_description();
    assert_eq!(
        record(&account::update(&one)),
        json(r#"{"Id": "1", "fieldsToNull": "Description"}"#)
    );
    let typed = Account::changes(1)
        .clear([
            account::Nullable::Description,
            account::Nullable::CountryId,
            account::Nullable::RateHierarchy,
        ])
        .clear_custom("nrRegion");
    assert_eq!(
        record(&account::update(&typed)),
        json(
            r#"{"Id": "1", "fieldsToNull": ["Description", "CountryId", "RateHierarchy", "nrRegion"]}"#
        )
    );
    let none = Account::changes(1).clear([]);
    assert_eq!(record(&account::update(&none)), json(r#"{"Id": "1"}"#));
}

#[test]
fn a_field_cleared_twice_is_named_once() {
    let changes = Account::changes(1)
        .clear_description()
        .clear([account::Nullable::Description])
        .clear_custom("Description");
    assert_eq!(
        record(&account::update(&changes))["fieldsToNull"],
        "Description"
    );
}

#[test]
fn of_setting_and_clearing_the_later_one_counts() {
    let cleared = Account::changes(1)
        .description("d")
        .custom("nrRegion", "EMEA")
        .clear_description()
        .clear_custom("nrRegion");
    assert_eq!(
        record(&account::update(&cleared)),
        json(r#"{"Id": "1", "fieldsToNull": ["Description", "nrRegion"]}"#)
    );
    let set = Account::changes(1)
        .clear_description()
        .clear_custom("nrRegion")
        .description("d")
        .custom("nrRegion", "EMEA");
    assert_eq!(
        record(&account::update(&set)),
        json(r#"{"Id": "1", "Description": "d", "nrRegion": "EMEA"}"#)
    );
}

#[test]
fn absent_blank_and_cleared_are_three_things() {
    let absent = record(&account::update(&Account::changes(1)));
    let blank = record(&account::update(&Account::changes(1).description("")));
    let cleared = record(&account::update(&Account::changes(1).clear_description()));
    assert_eq!(absent, json(r#"{"Id": "1"}"#));
    assert_eq!(blank, json(r#"{"Id": "1", "Description": ""}"#));
    assert_eq!(
        cleared,
        json(r#"{"Id": "1", "fieldsToNull": "Description"}"#)
    );
}

#[test]
fn the_list_of_cleared_fields_cannot_be_set_as_a_field() {
    let changes = Account::changes(1)
        .custom("fieldsToNull", "Name")
        .clear_description();
    let error = refused(&account::update(&changes));
    assert!(error.to_string().contains("clear_custom"), "{error}");
}

#[test]
fn a_write_of_no_record_is_refused_before_it_is_sent() {
    for error in [
        refused(&account::create_many(&[])),
        refused(&account::update_many(&[])),
        refused(&account::upsert_many(&[])),
    ] {
        assert!(error.to_string().contains("no record"), "{error}");
        assert_eq!(error.entity(), Some("ACCOUNT"));
    }
}
