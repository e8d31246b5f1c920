//! What the generated bindings send and read.

use billbind_runtime::{Answer, Date, Decimal, RenderedRequest};
use own_schemas::fleet::{Vehicle, account, vehicle};
use serde_json::{Value, json};

const BASE: &str = "https://sandbox.billingplatform.com/myorg";

fn decimal(text: &str) -> Decimal {
    text.parse().expect("a decimal number")
}

fn body_of(sent: RenderedRequest) -> Value {
    let body = sent.body.expect("it has a body");
    serde_json::from_slice(body.as_bytes().expect("it is bytes")).expect("the body is JSON")
}

#[test]
fn a_create_is_sent_as_the_schema_says() {
    let new = Vehicle::builder()
        .vin("WVWZZZ1JZXW000001")
        .account_id(account::Id::new("27465"))
        .fuel(vehicle::Fuel::Electric)
        .registered(Date::new(2026, 11, 22).expect("a day of the calendar"))
        .monthly_rate(decimal("249.90"))
        .build();
    let sent = vehicle::create(&new).render(BASE).expect("it can be sent");
    assert_eq!(sent.method.as_str(), "POST");
    assert_eq!(sent.url, format!("{BASE}/rest/2.0/VEHICLE"));
    let body = body_of(sent);
    let expected = json!({"brmObjects": {
        "Vin": "WVWZZZ1JZXW000001",
        "AccountId": "27465",
        "Fuel": "ELECTRIC",
        "Registered": "20261122",
        "MonthlyRate": "249.90",
    }});
    assert_eq!(body, expected);
}

#[test]
fn an_answer_is_read_into_the_record() {
    let request = vehicle::retrieve(&vehicle::COL.fuel.eq(vehicle::Fuel::Electric));
    let body = r#"{"retrieveResponse": [{"Id": "311", "Vin": "WVWZZZ1JZXW000001", "AccountId": 27465,
        "Fuel": "HYDROGEN", "MonthlyRate": "249.90", "Colour": "red"}]}"#;
    let vehicles = request
        .decode(&Answer::new(200, body))
        .expect("an answer as documented");
    let [vehicle] = &vehicles[..] else {
        panic!("one record: {vehicles:?}");
    };
    assert_eq!(vehicle.account_id, Some(27465.into()));
    assert_eq!(vehicle.fuel, Some(vehicle::Fuel::custom("HYDROGEN")));
    assert_eq!(vehicle.monthly_rate, Some(decimal("249.90")));
    let colour = vehicle.extra.read("Colour").expect("a text");
    assert_eq!(colour, Some("red".to_owned()));
}

#[test]
fn an_upsert_finds_its_record_by_the_schemas_key() {
    let upsert = Vehicle::upsert(vehicle::key::vin("WVWZZZ1JZXW000001"))
        .monthly_rate(decimal("199"))
        .clear_fuel();
    let sent = vehicle::upsert(&upsert)
        .render(BASE)
        .expect("it can be sent");
    let body = body_of(sent);
    let expected = json!({
        "externalIDFieldName": "Vin",
        "brmObjects": {"Vin": "WVWZZZ1JZXW000001", "MonthlyRate": "199", "fieldsToNull": "Fuel"},
    });
    assert_eq!(body, expected);
}
