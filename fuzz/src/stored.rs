//! The stored form on any bytes: what is read is stored and read again as the same.
//!
//! Text formats say what they hold, so they may hold anything; postcard does not, so its bytes are
//! read with what the types expect.

use std::fmt::Debug;

use billbind::billingplatform::{Account, BillingProfile, Row, account};
use billbind::storage::{HoldsSecrets, WithSecrets};
use billbind::{Date, DateTime, Decimal, Id, Raw, Secret};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::Outcome;

/// Members of stored records, and values that are hard to read.
pub const WORDS: &[&str] = &[
    "\"$kept\": [",
    "[\"nrRate\", \"1.10\"]",
    "\"Id\": ",
    "\"Name\": ",
    "\"Created\": ",
    "\"Status\": ",
    "\"CreditCardNumber\": \"4111\"",
    "\"AccountBalance\": ",
    "\"nrX\": ",
    "null",
    "true",
    "-0",
    "1e400",
    "9007199254740993",
    "1.10",
    "\"1.10\"",
    "\"20150505\"",
    "\"\\ud800\"",
    "[[",
    "{}",
    "[]",
    "\"Y\"",
];

/// Stored records.
#[must_use]
pub fn seeds() -> Vec<Vec<u8>> {
    let texts: &[&str] = &[
        r#"{"Id": "7", "Name": "a", "nrText": "EMEA", "nrCount": 7, "$kept": [["nrRate", "1.10"], ["Created", "\"yesterday\""]]}"#,
        r#"{"Id": 7, "PaymentTermDays": "30", "AccountBalance": 5, "ManualCloseFlag": "Y", "PeriodCutoffDate": {"year": 2015}, "CreditCardNumber": "4111"}"#,
        r#"{"nrMap": {"a": [1, null, {"b": "\n"}]}, "nrList": [1, 2]}"#,
        r#""2014-11-03T18:26:11.000Z""#,
        r#""1.10""#,
        "-5",
        r#""[1, 2.50]""#,
    ];
    texts.iter().map(|text| text.as_bytes().to_vec()).collect()
}

/// Reads the bytes as every type that is stored.
///
/// # Panics
///
/// Where what was read is another value after it was stored.
#[expect(
    clippy::must_use_candidate,
    reason = "a target is run for its promises"
)]
pub fn run(input: &[u8]) -> Outcome {
    let told = [
        record::<Account>(input),
        record::<BillingProfile>(input),
        record::<Row>(input),
        value::<Id<Account>>(input),
        value::<account::Status>(input),
        value::<Decimal>(input),
        value::<Date>(input),
        value::<DateTime>(input),
        value::<Raw>(input),
        record::<Secret>(input),
    ];
    Outcome::of(&told)
}

/// What became of the two readings: nothing, or a value of so many bytes.
type Told = [Option<u32>; 2];

/// A record is stored with its secrets, since it would not be the same without them.
fn record<T: HoldsSecrets + DeserializeOwned + PartialEq + Debug>(input: &[u8]) -> Told {
    readings::<T>(input).map(|read| {
        let read = read?;
        Some(store(&read, &WithSecrets(&read)))
    })
}

fn value<T: Serialize + DeserializeOwned + PartialEq + Debug>(input: &[u8]) -> Told {
    readings::<T>(input).map(|read| {
        let read = read?;
        Some(store(&read, &read))
    })
}

/// What the bytes are as text, and in a format that does not say what it holds.
fn readings<T: DeserializeOwned>(input: &[u8]) -> [Option<T>; 2] {
    [
        serde_json::from_slice(input).ok(),
        postcard::from_bytes(input).ok(),
    ]
}

/// Stores a value in both formats, and gives the size of the text.
fn store<T: DeserializeOwned + PartialEq + Debug>(value: &T, stored: &impl Serialize) -> u32 {
    let text = serde_json::to_string(stored).expect("it can be stored");
    same(value, serde_json::from_str(&text), &text);
    let packed = postcard::to_stdvec(stored).expect("it can be stored");
    same(value, postcard::from_bytes(&packed), &text);
    text.len().max(1).ilog2()
}

fn same<T: PartialEq + Debug, E: Debug>(read: &T, again: Result<T, E>, stored: &str) {
    match again {
        Ok(again) => assert_eq!(*read, again, "stored as {stored}"),
        Err(error) => panic!("{error:?}: {read:?} was stored as {stored}"),
    }
}
