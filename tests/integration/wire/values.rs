//! Values in answers: every documented form of every type.

use billbind::billingplatform::{
    Account, BillingProfile, Contract, Currency, Invoice, Pricing, account, billing_profile,
    contract, currency, invoice, pricing,
};
use billbind::{Date, Decimal, Secret};

use super::support::decode;

/// The record that an answer with this member decodes to, where nothing may be put aside.
macro_rules! read {
    ($entity:ident, $name:literal, $json:expr) => {{
        let json: &str = $json;
        let body = format!(r#"{{"retrieveResponse": [{{"{}": {json}}}]}}"#, $name);
        decode(&$entity::retrieve_by_id(1).strict(), &body)
    }};
}

/// What the sources show for "no value".
const NOTHING: [&str; 6] = ["null", r#""""#, r#"" ""#, r#""   ""#, "[]", "[ ]"];

#[test]
fn nothing_is_read_as_absent_by_every_type_but_text() {
    for nothing in NOTHING {
        let account: Account = read!(account, "Id", nothing);
        assert_eq!(account.id, None, "{nothing}");
        let account: Account = read!(account, "ParentAccountId", nothing);
        assert_eq!(account.parent_account_id, None, "{nothing}");
        let account: Account = read!(account, "RateHierarchy", nothing);
        assert_eq!(account.rate_hierarchy, None, "{nothing}");
        let account: Account = read!(account, "Status", nothing);
        assert_eq!(account.status, None, "{nothing}");
        let account: Account = read!(account, "Created", nothing);
        assert_eq!(account.created, None, "{nothing}");
        let pricing: Pricing = read!(pricing, "Rate", nothing);
        assert_eq!(pricing.rate, None, "{nothing}");
        let contract: Contract = read!(contract, "EndDate", nothing);
        assert_eq!(contract.end_date, None, "{nothing}");
        let profile: BillingProfile = read!(billing_profile, "PaymentTermDays", nothing);
        assert_eq!(profile.payment_term_days, None, "{nothing}");
    }
}

#[test]
fn text_keeps_its_blanks() {
    for (json, text) in [
        (r#""""#, Some("")),
        (r#"" ""#, Some(" ")),
        (r#"" a ""#, Some(" a ")),
        ("null", None),
        ("[]", None),
    ] {
        assert_eq!(read!(account, "Name", json).name.as_deref(), text, "{json}");
    }
}

#[test]
fn text_is_unescaped_and_kept_with_its_markup() {
    for (json, text) in [
        (
            r#""a\"b\\c\nd\u00e9\ud83d\ude00""#,
            "a\"b\\c\nd\u{e9}\u{1f600}",
        ),
        (r#""$5<br/>per month""#, "$5<br/>per month"),
        (r#""{\"a\": 1}""#, r#"{"a": 1}"#),
    ] {
        assert_eq!(
            read!(account, "Name", json).name.as_deref(),
            Some(text),
            "{json}"
        );
    }
}

#[test]
fn numbers_and_flags_are_taken_where_text_is_expected() {
    for (json, text) in [("12", "12"), ("1.10", "1.10"), ("true", "true")] {
        assert_eq!(
            read!(account, "Name", json).name.as_deref(),
            Some(text),
            "{json}"
        );
    }
}

#[test]
fn an_id_may_be_text_or_number() {
    for json in [r#""27471""#, "27471", r#"" 27471 ""#] {
        let id = read!(account, "Id", json).id;
        assert_eq!(id, Some(account::Id::from(27471)), "{json}");
    }
    let big = read!(account, "Id", "9007199254740993").id;
    assert_eq!(big, Some("9007199254740993".into()), "no float in between");
}

#[test]
fn a_currency_is_three_letters_although_the_reference_says_integer() {
    let profile = read!(billing_profile, "CurrencyCode", r#""USD""#);
    assert_eq!(profile.currency_code, Some("USD".into()));
    let currency: Currency = read!(currency, "Id", r#""CAN""#);
    assert_eq!(currency.id, Some(currency::Id::from("CAN")));
}

#[test]
fn decimals_keep_value_and_scale() {
    for (json, shown) in [
        (r#""99""#, "99"),
        ("99", "99"),
        (r#"".1""#, "0.1"),
        (r#""-.5""#, "-0.5"),
        (r#""-1""#, "-1"),
        (r#""1.10""#, "1.10"),
        ("1.10", "1.10"),
        ("12345678901234567.89", "12345678901234567.89"),
        (r#""12345678901234567.89""#, "12345678901234567.89"),
        ("0.1", "0.1"),
        ("1e3", "1000"),
        (r#"" 7.50 ""#, "7.50"),
    ] {
        let rate = read!(pricing, "Rate", json).rate;
        assert_eq!(rate.map(|rate| rate.to_string()), Some(shown.to_owned()));
    }
}

#[test]
fn an_aggregate_is_a_decimal_as_well() {
    let total: Invoice = read!(invoice, "GrandTotalAmount", r#""25024""#);
    assert_eq!(total.grand_total_amount, Some(Decimal::from(25024)));
}

#[test]
fn flags_are_read_in_every_form() {
    for (json, flag) in [
        (r#""1""#, true),
        ("1", true),
        ("true", true),
        (r#""true""#, true),
        (r#""Y""#, true),
        (r#""0""#, false),
        ("0", false),
        ("false", false),
        (r#""false""#, false),
        (r#""N""#, false),
    ] {
        let account = read!(account, "RateHierarchy", json);
        assert_eq!(account.rate_hierarchy, Some(flag), "{json}");
    }
}

#[test]
fn whole_numbers_may_be_text_or_number() {
    for json in [r#""30""#, "30", r#""30.0""#, "30.00", "3e1"] {
        let profile = read!(billing_profile, "PaymentTermDays", json);
        assert_eq!(profile.payment_term_days, Some(30), "{json}");
    }
}

#[test]
fn a_date_keeps_its_text_and_its_time() {
    for (json, time) in [
        (r#""20150505""#, None),
        (r#""2015-05-05""#, None),
        (r#""2015-05-05T00:30:00Z""#, Some((0, 30))),
        (r#""2015-05-05T18:26:11.000Z""#, Some((18, 26))),
        (r#""2015-05-05 18:26:11""#, Some((18, 26))),
        ("20150505", None),
    ] {
        let contract = read!(contract, "StartDate", json);
        let date = contract.start_date.expect("a date");
        assert_eq!(date, Date::new(2015, 5, 5).expect("a date"), "{json}");
        assert_eq!(date.as_str(), json.trim_matches('"'));
        let found = date.time().map(|time| (time.hour, time.minute));
        assert_eq!(found, time, "{json}");
    }
}

#[test]
fn a_date_time_keeps_its_text_and_its_offset() {
    for (text, offset) in [
        ("2014-11-03T18:26:11.000Z", Some(0)),
        ("2014-11-03T18:26:11Z", Some(0)),
        ("2014-11-03T18:26:11+01:00", Some(60)),
        ("2014-11-03 18:26:11", None),
    ] {
        let account = read!(account, "Created", &format!("\"{text}\""));
        let created = account.created.expect("a moment");
        assert_eq!(created.as_str(), text);
        assert_eq!(created.offset_minutes(), offset);
        assert_eq!(created.time().second, 11);
    }
}

#[test]
fn enum_values_are_known_by_their_text() {
    for (text, status) in [
        ("ACTIVE", account::Status::Active),
        ("DEACTIVATED", account::Status::Deactivated),
    ] {
        let account = read!(account, "Status", &format!("\"{text}\""));
        assert_eq!(account.status, Some(status));
    }
}

#[test]
fn an_unknown_enum_value_is_kept_byte_for_byte() {
    for text in ["FROZEN", "active", " ACTIVE", "é", "0"] {
        let account = read!(account, "Status", &format!("\"{text}\""));
        let status = account.status.expect("a value");
        assert!(matches!(status, account::Status::Unknown(_)), "{text}");
        assert_eq!(status.as_str(), text);
        // It goes back as it came.
        let changes = Account::changes(1).status(status);
        assert_eq!(
            super::support::record(&account::update(&changes))["Status"],
            text
        );
    }
    let number = read!(account, "Status", "17").status.expect("a value");
    assert_eq!(number.as_str(), "17");
}

#[test]
fn a_secret_is_read_as_text() {
    for (json, text) in [(r#""4111 1111""#, "4111 1111"), ("4111", "4111")] {
        let profile = read!(billing_profile, "CreditCardNumber", json);
        let number = profile.credit_card_number.as_ref();
        assert_eq!(number.map(Secret::expose), Some(text));
    }
    let expiry = read!(billing_profile, "CreditCardExpDate", r#""11/2027""#);
    let text = expiry.credit_card_exp_date.as_ref().map(Secret::expose);
    assert_eq!(text, Some("11/2027"));
}

#[test]
fn members_may_come_in_any_order() {
    let account = decode(
        &account::retrieve_by_id(1).strict(),
        r#"{"retrieveResponse": [{"UpdatedUserId": "9", "Status": "ACTIVE", "Name": "A", "Id": "1"}]}"#,
    );
    assert_eq!(account.id, Some("1".into()));
    assert_eq!(account.name.as_deref(), Some("A"));
    assert_eq!(account.updated_user_id, Some("9".into()));
}
