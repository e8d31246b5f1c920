//! What is written is read back as it was: every kind of value, through a builder, a request, an
//! answer and the decoder.

use std::collections::BTreeMap;

use billbind::billingplatform::billing_profile::{
    self, BillingCycle, BillingMethod, InvoiceDeliveryMethod,
};
use billbind::billingplatform::{Account, BillingProfile, Request, account, time_zone};
use billbind::{Answer, Date, FieldValue, Secret, Value};
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::value::RawValue;

use super::values::{date, date_time, decimal, json_text, text, word};

const BASE: &str = "https://my.billingplatform.com/myorg";

/// The answer of a server that gives back what a create sent.
fn echo<T>(request: &Request<T>) -> Answer {
    let body = request.render(BASE).expect("it can be sent").body;
    let body = body.expect("a create has a body");
    let members: BTreeMap<String, Box<RawValue>> =
        serde_json::from_slice(body.as_bytes().expect("it is bytes")).expect("it is JSON");
    let record = members.get("brmObjects").expect("it holds the record");
    Answer::new(200, format!("{{\"retrieveResponse\": [{record}]}}"))
}

/// What an organization's own field holds after the way to the server and back.
fn back<T: FieldValue>(value: impl Into<Value>) -> Result<T, TestCaseError> {
    let new = Account::builder()
        .name("a")
        .status(account::Status::Active)
        .account_type("b")
        .custom("nrField", value)
        .build();
    let answer = echo(&account::create(&new));
    let account = account::retrieve_by_id(1)
        .decode(&answer)
        .expect("it is an answer");
    let read = account.extra.read("nrField");
    read.map_err(|error| TestCaseError::fail(error.to_string()))?
        .ok_or_else(|| TestCaseError::fail("the value is lost"))
}

/// Values for a field of each kind; `None` is not set.
#[derive(Debug, Clone)]
struct Values {
    account: String,
    time_zone: String,
    days: i64,
    address: Option<String>,
    cycle: String,
    method: BillingMethod,
    delivery: Option<InvoiceDeliveryMethod>,
    secret: Option<String>,
    flag: Option<bool>,
    date: Option<Date>,
}

fn values() -> impl Strategy<Value = Values> {
    use prop::option::of;
    (
        (word(), word(), any::<i64>(), of(text()), word()),
        word().prop_map(|text| BillingMethod::custom(&text)),
        of(word().prop_map(|text| InvoiceDeliveryMethod::custom(&text))),
        (of(text()), of(any::<bool>()), of(date())),
    )
        .prop_map(
            |(
                (account, time_zone, days, address, cycle),
                method,
                delivery,
                (secret, flag, date),
            )| {
                Values {
                    account,
                    time_zone,
                    days,
                    address,
                    cycle,
                    method,
                    delivery,
                    secret,
                    flag,
                    date,
                }
            },
        )
}

fn new_profile(values: &Values) -> billing_profile::New {
    let mut builder = BillingProfile::builder()
        .account_id(&*values.account)
        .address1("first")
        .address1(&*values.cycle)
        .bill_to("b")
        .billing_cycle(BillingCycle::custom(&values.cycle))
        .billing_method(values.method.clone())
        .payment_term_days(values.days)
        .time_zone_id(time_zone::Id::from(&*values.time_zone));
    if let Some(address) = &values.address {
        builder = builder.address2(&**address);
    }
    if let Some(delivery) = &values.delivery {
        builder = builder.invoice_delivery_method(delivery.clone());
    }
    if let Some(secret) = &values.secret {
        builder = builder.credit_card_number(Secret::new(&**secret));
    }
    if let Some(flag) = values.flag {
        builder = builder.manual_close_flag(flag);
    }
    if let Some(date) = values.date {
        builder = builder.period_cutoff_date(date);
    }
    builder.build()
}

proptest! {
    #[test]
    fn a_record_is_read_back_as_it_was_written(values in values()) {
        let answer = echo(&billing_profile::create(&new_profile(&values)));
        let read = billing_profile::retrieve_by_id(1).strict().decode(&answer);
        let read = read.expect("it is an answer");
        // `period_cutoff_date` is compared as a date, all others by their text.
        let mut expected = BillingProfile::default();
        expected.account_id = Some((&*values.account).into());
        expected.address1 = Some(values.cycle.clone());
        expected.bill_to = Some("b".to_owned());
        expected.billing_cycle = Some(BillingCycle::custom(&values.cycle));
        expected.billing_method = Some(values.method);
        expected.payment_term_days = Some(values.days);
        expected.time_zone_id = Some((&*values.time_zone).into());
        expected.address2 = values.address;
        expected.invoice_delivery_method = values.delivery;
        expected.credit_card_number = values.secret.map(Secret::new);
        expected.manual_close_flag = values.flag;
        expected.period_cutoff_date = values.date;
        prop_assert_eq!(read, expected);
    }

    #[test]
    fn every_kind_of_value_is_read_back_as_it_was_written(
        text in text(),
        number: i64,
        decimal in decimal(),
        flag: bool,
        date in date(),
        moment in date_time(),
        json in json_text(),
    ) {
        prop_assert_eq!(back::<String>(&*text)?, text.clone());
        prop_assert_eq!(back::<Secret>(Secret::new(&*text))?, Secret::new(&*text));
        prop_assert_eq!(back::<i64>(number)?, number);
        let read = back::<billbind::Decimal>(decimal)?;
        prop_assert_eq!((read.mantissa(), read.scale()), (decimal.mantissa(), decimal.scale()));
        prop_assert_eq!(back::<bool>(flag)?, flag);
        prop_assert_eq!(back::<Date>(date)?, date);
        prop_assert_eq!(back::<billbind::DateTime>(moment)?, moment);
        let raw = billbind::Raw::json(json).expect("it is JSON");
        if raw.as_json() != "null" {
            let read = back::<billbind::Raw>(raw.clone())?;
            prop_assert_eq!(read.as_json(), raw.as_json());
        }
    }

    #[test]
    fn lists_are_read_back_as_they_were_written(
        texts in vec(word(), 1..4),
        numbers in vec(any::<i64>(), 1..4),
        flags in vec(any::<bool>(), 1..4),
        dates in vec(date(), 1..4),
    ) {
        prop_assert_eq!(back::<Vec<String>>(texts.clone())?, texts);
        prop_assert_eq!(back::<Vec<i64>>(numbers.clone())?, numbers);
        prop_assert_eq!(back::<Vec<bool>>(flags.clone())?, flags);
        prop_assert_eq!(back::<Vec<Date>>(dates.clone())?, dates);
    }

    #[test]
    fn a_later_value_of_a_field_replaces_the_earlier(first in text(), second in text(), custom: bool) {
        let builder = BillingProfile::changes(1).address2(first);
        let changes = if custom {
            builder.custom("Address2", &*second)
        } else {
            builder.address2(&*second)
        };
        let answer = echo(&billing_profile::update(&changes));
        let read = billing_profile::retrieve_by_id(1).decode(&answer).expect("it is an answer");
        prop_assert_eq!(read.address2, Some(second));
        prop_assert_eq!(read.extra.misfits(), &[]);
    }
}
