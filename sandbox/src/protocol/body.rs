//! Bodies of requests: the records in `brmObjects` and the members beside it.
//!
//! Values are kept as the JSON text that they came as: a number loses no digit.

use std::collections::BTreeMap;

use serde_json::value::RawValue;

use super::refusal::Refusal;

/// The members of a JSON object.
pub(crate) type Members<'a> = BTreeMap<String, &'a RawValue>;

/// The records of a request, and what is beside them.
#[derive(Debug)]
pub(crate) struct Body<'a> {
    /// In their order.
    pub(crate) records: Vec<Members<'a>>,
    /// The members of the body but for `brmObjects`.
    pub(crate) beside: Members<'a>,
}

const RECORDS: &str = "brmObjects";

/// Reads a body with `brmObjects`, one object or an array of them.
pub(crate) fn read(body: &[u8]) -> Result<Body<'_>, Refusal> {
    let mut beside = read_object(body)?;
    let Some(records) = beside.remove(RECORDS) else {
        return Err(Refusal::bad_request(
            "The body has no \"brmObjects\": one object or an array of them",
        ));
    };
    Ok(Body {
        records: records_of(records)?,
        beside,
    })
}

/// Reads a body that is a record with or without `brmObjects` around it.
pub(crate) fn read_with_or_without_records(body: &[u8]) -> Result<Body<'_>, Refusal> {
    let members = read_object(body)?;
    if members.contains_key(RECORDS) {
        return read(body);
    }
    Ok(Body {
        records: vec![members],
        beside: Members::new(),
    })
}

/// Reads a body that is a JSON object.
pub(crate) fn read_object(body: &[u8]) -> Result<Members<'_>, Refusal> {
    if body.is_empty() {
        return Err(Refusal::bad_request(
            "The body is empty: send a JSON object",
        ));
    }
    serde_json::from_slice(body).map_err(|error| {
        Refusal::bad_request(format!(
            "The body is not a JSON object: line {}, column {}",
            error.line(),
            error.column()
        ))
    })
}

fn records_of(records: &RawValue) -> Result<Vec<Members<'_>>, Refusal> {
    let text = records.get();
    let read = if text.starts_with('[') {
        serde_json::from_str(text)
    } else {
        serde_json::from_str(text).map(|record| vec![record])
    };
    let records: Vec<Members<'_>> = read.map_err(|_| {
        Refusal::bad_request("\"brmObjects\" is neither an object nor an array of objects")
    })?;
    if records.is_empty() {
        return Err(Refusal::bad_request("\"brmObjects\" holds no record"));
    }
    Ok(records)
}

/// A value in a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Given {
    /// `null` or `""`: client programs send both for no value.
    Nothing,
    /// A text, a number or a flag, as text.
    Scalar(String),
    /// The values of an array, which are not arrays.
    List(Vec<String>),
    /// An object, or an array that is no list of scalars.
    Nested,
}

impl Given {
    pub(crate) fn of(value: &RawValue) -> Self {
        let text = value.get();
        match text.as_bytes().first() {
            Some(b'"') => match serde_json::from_str::<String>(text) {
                Ok(text) if text.is_empty() => Self::Nothing,
                Ok(text) => Self::Scalar(text),
                // A lone surrogate is JSON and no text.
                Err(_) => Self::Nested,
            },
            Some(b'n') => Self::Nothing,
            Some(b'{') => Self::Nested,
            Some(b'[') => {
                let items = serde_json::from_str::<Vec<&RawValue>>(text).unwrap_or_default();
                let scalars = items.into_iter().map(|item| match Given::of(item) {
                    Given::Scalar(text) => Some(text),
                    _ => None,
                });
                scalars
                    .collect::<Option<_>>()
                    .map_or(Self::Nested, Self::List)
            }
            _ => Self::Scalar(text.to_owned()),
        }
    }
}

/// The text of a member, where it is there and a scalar.
pub(crate) fn text_of(members: &Members<'_>, name: &str) -> Option<String> {
    match Given::of(members.get(name)?) {
        Given::Scalar(text) => Some(text),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Given, read, text_of};

    #[test]
    fn numbers_keep_their_digits() {
        let body = br#"{"brmObjects": {"Rate": 0.10, "Big": 12345678901234567890.50}}"#;
        let body = read(body).unwrap();
        assert_eq!(text_of(&body.records[0], "Rate").unwrap(), "0.10");
        assert_eq!(
            text_of(&body.records[0], "Big").unwrap(),
            "12345678901234567890.50"
        );
    }

    #[test]
    fn null_and_the_empty_text_are_nothing() {
        let body = br#"{"brmObjects": [{"A": null, "B": "", "C": ["x", 1], "D": [[]]}]}"#;
        let body = read(body).unwrap();
        let given = |name: &str| Given::of(body.records[0][name]);
        assert_eq!(given("A"), Given::Nothing);
        assert_eq!(given("B"), Given::Nothing);
        assert_eq!(given("C"), Given::List(vec!["x".into(), "1".into()]));
        assert!(matches!(given("D"), Given::Nested));
    }
}
