//! A connection without a network: it answers what the samples of the pages for users send.
//!
//! The answers have the form of those on the vendor's page REST Methods.

use billbind::{Answer, Method, RenderedRequest};
use serde_json::{Value, json};

/// The name that no second account may have; see [`send`].
const TAKEN: &str = "Blue Ltd";

/// Answers a request. A write of a record with the name "Blue Ltd" is refused, all else succeeds.
///
/// # Panics
/// Where no sample sends such a request, or it carries no session.
#[must_use]
pub fn send(request: RenderedRequest) -> Answer {
    let path = request.url.split('?').next().unwrap_or_default();
    let body: Value = request.body.as_deref().map_or(Value::Null, |body| {
        serde_json::from_slice(body).expect("requests are JSON")
    });
    if path.ends_with("/login") {
        return success(
            &json!({"loginResponse": [{"SessionID": "5F3A", "ErrorCode": "0", "ErrorText": []}]}),
        );
    }
    assert!(
        request.headers.iter().any(|(name, _)| *name == "sessionid"),
        "{request:?} is not authorized"
    );
    let answer = match request.method {
        Method::Post if path.ends_with("/logout") => json!({}),
        Method::Post if path.contains("/files/") => {
            json!({"file_uploadResponse": [{"ErrorCode": "0", "ErrorText": " "}]})
        }
        Method::Get if path.contains("/files/") => {
            json!({"file_downloadResponse": [{"ErrorCode": "0", "Data": "JVBERg=="}]})
        }
        Method::Post => json!({"createResponse": results(&body)}),
        Method::Put => json!({"updateResponse": results(&body)}),
        Method::Patch => json!({"upsertResponse": results(&body)}),
        Method::Delete => json!({"deleteResponse": results(&body)}),
        Method::Get if path.ends_with("/query") => json!({"queryResponse": rows(&request.url)}),
        Method::Get => json!({"retrieveResponse": records(path)}),
        other => panic!("no sample sends {other:?}"),
    };
    success(&answer)
}

fn success(body: &Value) -> Answer {
    Answer::new(200, body.to_string())
}

/// One result for each record that was sent.
fn results(body: &Value) -> Value {
    let records = match &body["brmObjects"] {
        Value::Array(records) => records.clone(),
        record => vec![record.clone()],
    };
    let results = records.iter().zip(27471..).map(|(record, id)| {
        if record["Name"] == TAKEN {
            return json!({"ErrorCode": "1100", "ErrorText": "Name is taken", "ErrorElementField": "Name"});
        }
        json!({"ErrorCode": "0", "ErrorText": " ", "Id": id.to_string()})
    });
    results.collect()
}

/// The records of an entity.
fn records(path: &str) -> Value {
    if path.contains("/MY_DISCOUNT") {
        return json!([{"Id": "7", "Name": "Summer", "Rate": "0.150", "Until": "20260930"}]);
    }
    if path.contains("/CONTRACT_RATE") {
        return json!([{"Id": "51", "StartDate": "20150505", "nrRate": "1.10"}]);
    }
    json!([{
        "Id": "27471",
        "Name": TAKEN,
        "Status": "FROZEN",
        "RateHierarchy": "maybe",
        "Created": "2014-11-03T18:26:11.000Z",
        "nrRegion": "EMEA",
        "nrCreditLimit": "1000.00"
    }])
}

/// The rows that answer a statement.
fn rows(url: &str) -> Value {
    if url.contains("SUM") {
        return json!([{"Id": null, "Status": "CLOSED", "TOTAL": "25024.50"}]);
    }
    if url.contains("FETCH") && !url.contains("OFFSET%200") && url.contains("OFFSET") {
        return json!([]);
    }
    json!([{"Id": "901", "DueDate": "20260131", "GrandTotalAmount": "120.00"}])
}
