//! Promises that a review found broken: each test failed once.

use std::time::{Duration, Instant};

use billbind::billingplatform::{
    Account, BillingProfile, Pricing, account, billing_profile, dynamic,
};
use billbind::{Answer, Key, Raw, Secret};

const CARD: &str = "4111111111111111";

fn refused(text: &str) -> Answer {
    let text = serde_json::Value::from(text);
    let body = format!(r#"{{"updateResponse": [{{"ErrorCode": "17", "ErrorText": {text}}}]}}"#);
    Answer::new(200, body)
}

#[test]
fn a_secret_is_masked_in_whatever_way_it_was_given() {
    let number: i64 = 4_111_111_111_111_111;
    let of_secret = Key::<Account>::custom("nrTax", Secret::new(CARD));
    let changes = || BillingProfile::changes(1);
    let drafts = [
        changes().custom("CreditCardNumber", CARD),
        changes().custom("CreditCardNumber", number),
        changes().custom("CreditCardNumber", Raw::text(CARD)),
        changes().custom("CreditCardNumber", Raw::json(CARD).expect("a number")),
        changes().custom("CreditCardNumber", vec![CARD.to_owned()]),
        changes().custom("nrTokens", vec![Secret::new(CARD)]),
        changes().custom("AccountId", of_secret.clone()),
        changes().account_id(of_secret),
    ];
    for draft in drafts {
        let request = billing_profile::update(&draft);
        let answer = refused(&format!("{CARD} is no card"));
        let error = request.decode(&answer).expect_err("it is refused");
        let shown = format!(
            "{draft:?} {error} {error:?} {:?} {:?}",
            error.text(),
            request.violations()
        );
        assert!(!shown.contains(CARD), "{shown}");
    }
}

#[test]
fn a_secret_of_an_entity_without_a_schema_is_masked_as_well() {
    let entity = dynamic::entity("MY_TOKEN")
        .expect("a name")
        .with_secret("Token");
    for value in [Raw::text(CARD), Raw::json(CARD).expect("a number")] {
        let request = dynamic::update(&entity.changes(1).set("Token", value));
        let error = request
            .decode(&refused(&format!("{CARD} is no token")))
            .expect_err("it is refused");
        assert!(!error.to_string().contains(CARD), "{error}");
    }
}

#[test]
fn a_secret_that_begins_another_one_leaves_no_rest_of_it() {
    let changes = BillingProfile::changes(1)
        .credit_card_name("4111")
        .credit_card_number(CARD);
    let request = billing_profile::update(&changes);
    let error = request
        .decode(&refused(&format!("{CARD} is no card")))
        .expect_err("it is refused");
    assert!(!error.to_string().contains("1111"), "{error}");
}

#[test]
fn refusals_of_many_records_with_secrets_are_read_quickly() {
    let count = 8_000;
    let changes: Vec<_> = (0..count)
        .map(|at| BillingProfile::changes(at).credit_card_number(format!("4111-{at}-1111")))
        .collect();
    let request = billing_profile::update_many(&changes);
    let result = format!(
        r#"{{"ErrorCode": "17", "ErrorText": "{}", "ErrorElementField": "CreditCardNumber"}}"#,
        "no ".repeat(100)
    );
    let body = format!(
        r#"{{"updateResponse": [{}]}}"#,
        vec![result; usize::try_from(count).expect("small")].join(",")
    );
    let start = Instant::now();
    let batch = request
        .decode(&Answer::new(200, body))
        .expect("one result each");
    assert_eq!(batch.refused().count(), batch.results().len());
    let took = start.elapsed();
    assert!(took < Duration::from_secs(10), "{took:?}");
}

#[test]
fn a_float_never_becomes_a_stored_decimal_or_id() {
    for stored in [
        r#"{"Rate": 12345678901234567.89}"#,
        r#"{"Rate": 1.10}"#,
        r#"{"Id": 123456789012345678901234}"#,
    ] {
        let read = serde_json::from_str::<Pricing>(stored);
        assert!(
            read.is_err(),
            "{stored} is read as {:?}",
            read.map(|pricing| (pricing.id, pricing.rate))
        );
    }
}

#[test]
fn what_a_server_says_stays_on_its_line() {
    let answer = refused("first\nERROR: all is lost\u{1b}[31m");
    let batch = account::update_many(&[Account::changes(1)])
        .decode(&answer)
        .expect("one result");
    let (_, refusal) = batch.refused().next().expect("a refusal");
    let id = account::Id::new("1\nERROR");
    for shown in [refusal.to_string(), format!("{id:?}")] {
        assert!(!shown.contains(char::is_control), "{shown:?}");
    }
}
