//! What proves the examples of schemas: the documentation of bindings calls it, hidden, when it is
//! tested.
//!
//! An example says records without what this protocol puts around them. Here they are a JSON list of
//! objects whose values are texts, lists of texts, and `null` for a field that a request clears or
//! that an answer has no value for.

use serde_json::{Map, Value};

use super::{BillingPlatform, RECORDS};
use crate::answer::Answer;
use crate::body::Body;
use crate::draft::CLEARED;
use crate::record::Slots;
use crate::request::Request;

/// Any base URL: an example says nothing of it.
const BASE: &str = "https://localhost/org";

/// Checks that a request can be sent and carries these records.
///
/// # Panics
/// Where it does not.
#[track_caller]
pub fn assert_sends<T>(request: &Request<BillingPlatform, T>, records: &str) {
    let mut body = body(request);
    // Of all requests with records only an undelete has its one as the body itself.
    let sent = match body.as_object_mut().and_then(|body| body.remove(RECORDS)) {
        Some(sent) => sent,
        None => body,
    };
    let sent = match sent {
        Value::Array(records) => records,
        record => vec![record],
    };
    let sent = Value::Array(sent.into_iter().map(without_envelope).collect());
    assert_eq!(
        sent,
        json(records),
        "what is sent, and what the schema says"
    );
}

/// Checks by which field an upsert finds its records.
///
/// # Panics
/// Where it is another one.
#[track_caller]
pub fn assert_finds_by<T>(request: &Request<BillingPlatform, T>, field: &str) {
    assert_eq!(body(request)["externalIDFieldName"], field);
}

/// Checks that a request can be sent and asks for the record with this id.
///
/// # Panics
/// Where it does not.
#[track_caller]
pub fn assert_asks_for<T>(request: &Request<BillingPlatform, T>, id: &str) {
    let url = url(request);
    let last = url.rsplit('/').next().unwrap_or_default();
    assert_eq!(unescaped(last), id);
}

/// Checks that a request can be sent and asks for the records that match this condition, blanks
/// apart.
///
/// # Panics
/// Where it does not.
#[track_caller]
pub fn assert_filters<T>(request: &Request<BillingPlatform, T>, condition: &str) {
    let url = url(request);
    let sent = url.split_once("?queryAnsiSql=").map(|(_, sent)| sent);
    let sent = condensed(&sent.map(unescaped).unwrap_or_default());
    let wanted = condensed(condition);
    // A raw condition is put in parentheses.
    assert!(
        sent == wanted || sent == format!("({wanted})"),
        "{sent} is sent, and not {wanted}"
    );
}

/// The server's answer to a request, with these records: what was read, or the ids of what was
/// written.
///
/// # Panics
/// Where the records are no JSON.
#[track_caller]
#[must_use]
pub fn answer<T>(request: &Request<BillingPlatform, T>, records: &str) -> Answer {
    // Undelete is answered as a delete is (REST Methods, UNDELETE).
    let (operation, is_write) = match request.operation() {
        "undelete" => ("delete", true),
        "retrieve" => ("retrieve", false),
        other => (other, true),
    };
    let mut results = json(records);
    for result in results.as_array_mut().into_iter().flatten() {
        if let Some(result) = result.as_object_mut().filter(|_| is_write) {
            result.insert("ErrorCode".to_owned(), "0".into());
            result.insert("ErrorText".to_owned(), " ".into());
        }
    }
    let mut body = Map::new();
    body.insert(format!("{operation}Response"), results);
    Answer::new(200, Value::Object(body).to_string())
}

/// Checks that records were read whole: each value is in its field, or among those that the schema
/// does not know.
///
/// # Panics
/// Where one is not.
#[track_caller]
pub fn assert_reads<E: Slots>(records: &[E], expected: &str) {
    let expected = json(expected);
    let expected = expected.as_array().map(Vec::as_slice).unwrap_or_default();
    assert_eq!(records.len(), expected.len(), "records that were read");
    for (record, expected) in records.iter().zip(expected) {
        let table = record.table();
        record.slots(&mut |slots, extra| {
            assert!(extra.misfits().is_empty(), "{:?}", extra.misfits());
            for (name, value) in expected.as_object().into_iter().flatten() {
                let slot = table
                    .position(name)
                    .and_then(|position| slots.get(usize::from(position)));
                let is_there = match slot {
                    Some(slot) => slot.shown().is_some() != value.is_null(),
                    None => extra.get(name).is_some(),
                };
                assert!(is_there, "{name} was not read as the schema says");
            }
        });
    }
}

#[track_caller]
fn json(text: &str) -> Value {
    match serde_json::from_str(text) {
        Ok(value) => value,
        Err(error) => panic!("{error} in {text}"),
    }
}

#[track_caller]
fn url<T>(request: &Request<BillingPlatform, T>) -> String {
    match request.render(BASE) {
        Ok(rendered) => rendered.url,
        Err(error) => panic!("{error}"),
    }
}

#[track_caller]
fn body<T>(request: &Request<BillingPlatform, T>) -> Value {
    match request.render(BASE) {
        Ok(rendered) => {
            let body = rendered.body.as_ref().and_then(Body::as_bytes);
            json(&String::from_utf8_lossy(body.unwrap_or_default()))
        }
        Err(error) => panic!("{error}"),
    }
}

/// A record as an example says it.
fn without_envelope(record: Value) -> Value {
    let Value::Object(mut record) = record else {
        return record;
    };
    let cleared = record.remove(CLEARED);
    let mut members: Map<String, Value> = record
        .into_iter()
        .map(|(name, value)| (name, as_text(value)))
        .collect();
    let names = match cleared {
        Some(Value::Array(names)) => names,
        other => Vec::from_iter(other),
    };
    for name in names {
        members.insert(name.as_str().unwrap_or_default().to_owned(), Value::Null);
    }
    Value::Object(members)
}

/// YAML tells no number from a text, so an example does not either.
fn as_text(value: Value) -> Value {
    match value {
        Value::Number(number) => number.to_string().into(),
        Value::Bool(flag) => flag.to_string().into(),
        Value::Array(values) => values.into_iter().map(as_text).collect(),
        other => other,
    }
}

/// A condition without the blanks that mean nothing.
fn condensed(condition: &str) -> String {
    let mut in_quotes = false;
    let means_something = |letter: &char| {
        in_quotes ^= *letter == '\'';
        in_quotes || !letter.is_whitespace()
    };
    condition.chars().filter(means_something).collect()
}

fn unescaped(text: &str) -> String {
    percent_encoding::percent_decode_str(text)
        .decode_utf8_lossy()
        .into_owned()
}
