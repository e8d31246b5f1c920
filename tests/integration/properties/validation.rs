//! Validation judges whatever is given: every text and every JSON, for every field.

use billbind::{Raw, Rule, Value};
use billbind_tests::workshop::{Order, order};
use proptest::prelude::*;

/// Fields of every kind.
const FIELDS: [&str; 20] = [
    "Id",
    "Title",
    "Number",
    "CustomerId",
    "CustomerObj",
    "Kind",
    "Mood",
    "Price",
    "Weight",
    "Pieces",
    "Urgent",
    "Paid",
    "Closed",
    "Due",
    "Begun",
    "Seen",
    "Sent",
    "Pin",
    "Tags",
    "Parts",
];

/// Text that is near to values of some kind.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[-+]?[0-9]{0,12}[.]?[0-9]{0,4}(e-?[0-9]{1,2})?",
        "[0-9]{4}-?[0-9]{2}-?[0-9]{2}([T ][0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{0,3})?Z?)?",
        "[YyNn01]|true|false|REPAIR",
    ]
}

/// JSON as somebody may write it by hand.
fn json() -> impl Strategy<Value = Raw> {
    let leaf = prop_oneof![
        Just("null".to_owned()),
        Just("true".to_owned()),
        any::<i64>().prop_map(|number| number.to_string()),
        text().prop_map(|text| serde_json::Value::from(text).to_string()),
    ];
    let tree = leaf.prop_recursive(3, 12, 4, |inner| {
        let list = prop::collection::vec(inner.clone(), 0..4);
        prop_oneof![
            list.prop_map(|items| format!("[{}]", items.join(","))),
            inner.prop_map(|value| format!("{{\"a\":{value}}}")),
        ]
    });
    tree.prop_map(|text| Raw::json(text).expect("JSON"))
}

fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        text().prop_map(Value::from),
        json().prop_map(Value::from),
        prop::collection::vec(text(), 0..4)
            .prop_map(|items| Value::from(items.iter().map(|item| &**item).collect::<Vec<_>>())),
    ]
}

proptest! {
    #[test]
    fn any_value_is_judged_and_told_of_in_one_short_line(
        field in prop::sample::select(&FIELDS[..]),
        value in value(),
    ) {
        let request = order::update(&Order::changes(1).custom(field, value));
        for violation in request.violations() {
            let told = violation.to_string();
            prop_assert!(told.len() < 500, "{}", told);
            prop_assert!(!told.contains(char::is_control), "{:?}", told);
            prop_assert_eq!(violation.field(), Some(field));
        }
        prop_assert_eq!(
            request.render("https://localhost/o").is_ok(),
            request.violations().is_empty()
        );
        prop_assert!(request.without_validation().render("https://localhost/o").is_ok());
    }

    #[test]
    fn a_text_is_too_long_by_its_characters_alone(title in any::<String>()) {
        let request = order::update(&Order::changes(1).title(&*title));
        let is_long = request
            .violations()
            .iter()
            .any(|violation| *violation.rule() == Rule::MaxLength(10));
        prop_assert_eq!(is_long, title.chars().count() > 10);
    }
}
