//! Every record that an answer gives is the same after it was stored, in every format.

use billbind::storage::WithSecrets;
use proptest::collection::vec;
use proptest::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::sample::{SECRETS, Sample, sample};
use crate::properties::values::{json_text, scalar_text, text};

/// Members of an answer's record: names in the schema and others, twice or not, values that fit
/// and values that do not.
fn members() -> impl Strategy<Value = Vec<(String, String)>> {
    const NAMES: &[&str] = &[
        "Id", "Name", "Count", "Rate", "Flag", "Day", "Moment", "Status", "Raw", "Texts", "Counts",
        "Flags", "Raws", "Secret", "Secrets", "Password", "nrRegion", "nrRate", "$kept", "",
    ];
    const VALUES: &[&str] = &[
        "1.10",
        "-0",
        "1e400",
        "9007199254740993",
        "12345678901234567890123456789012345678901234",
        r#""\u0041""#,
        r#""\ud800""#,
        r#"["a", null, "\ud800"]"#,
        r#"[ 1,  "2", 3.0 ]"#,
        r#"["1", false, "Y"]"#,
        r#"[1.10, {"a" : 1}, "\/"]"#,
        r#""2014-11-03T18:26:11.000+02:00""#,
        r#""1.10""#,
        r#""FROZEN ""#,
    ];
    let name = prop_oneof![
        8 => prop::sample::select(NAMES).prop_map(str::to_owned),
        1 => text(),
    ];
    let value = prop_oneof![
        json_text(),
        prop::sample::select(VALUES).prop_map(str::to_owned),
        scalar_text().prop_map(|text| serde_json::to_string(&text).expect("it is text")),
    ];
    vec((name, value), 0..12)
}

fn object<'a>(members: impl Iterator<Item = &'a (String, String)>) -> String {
    let members: Vec<String> = members
        .map(|(name, value)| {
            let name = serde_json::to_string(name).expect("it is text");
            format!("{name}: {value}")
        })
        .collect();
    format!("{{{}}}", members.join(", "))
}

fn through_text<T: DeserializeOwned>(value: &impl Serialize) -> T {
    let text = serde_json::to_string(value).expect("it can be stored");
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error} in {text}"))
}

/// As a store does that sorts the members, like a column of JSON in a data base.
fn through_sorted<T: DeserializeOwned>(value: &impl Serialize) -> T {
    let value = serde_json::to_value(value).expect("it can be stored");
    serde_json::from_value(value).expect("it can be read")
}

fn through_cbor<T: DeserializeOwned>(value: &impl Serialize) -> T {
    let mut bytes = Vec::new();
    ciborium::into_writer(value, &mut bytes).expect("it can be stored");
    ciborium::from_reader(&*bytes).expect("it can be read")
}

/// A format that does not say what it holds.
fn through_postcard<T: DeserializeOwned>(value: &impl Serialize) -> T {
    let bytes = postcard::to_stdvec(value).expect("it can be stored");
    postcard::from_bytes(&bytes).expect("it can be read")
}

proptest! {
    #[test]
    fn a_record_is_read_as_it_was_stored_in_every_format(members in members()) {
        let record = sample(&object(members.iter()));
        let all = WithSecrets(&record);
        prop_assert_eq!(&through_text::<Sample>(&all), &record);
        prop_assert_eq!(&through_sorted::<Sample>(&all), &record);
        prop_assert_eq!(&through_cbor::<Sample>(&all), &record);
        prop_assert_eq!(&through_postcard::<Sample>(&all), &record);
    }

    #[test]
    fn all_but_the_secrets_is_stored_unless_told(members in members()) {
        let record = sample(&object(members.iter()));
        let is_shown = |(name, _): &&(String, String)| !SECRETS.contains(&&**name);
        let shown = sample(&object(members.iter().filter(is_shown)));
        prop_assert_eq!(&through_text::<Sample>(&record), &shown);
        prop_assert_eq!(&through_sorted::<Sample>(&record), &shown);
        prop_assert_eq!(&through_cbor::<Sample>(&record), &shown);
        prop_assert_eq!(&through_postcard::<Sample>(&record), &shown);
    }

    #[test]
    fn a_record_that_was_stored_is_stored_in_the_same_bytes_again(members in members()) {
        // Equality of dates and decimals does not look at their text; the bytes do.
        let record = sample(&object(members.iter()));
        let text = serde_json::to_string(&WithSecrets(&record)).expect("it can be stored");
        let again: Sample = serde_json::from_str(&text).expect("it can be read");
        prop_assert_eq!(serde_json::to_string(&WithSecrets(&again)).expect("it can be stored"), text);
    }

    #[test]
    fn anything_in_a_store_is_a_record_or_an_error(text in json_text()) {
        let _ = serde_json::from_str::<Sample>(&text);
    }
}
