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
    let RenderedRequest {
        method,
        url,
        headers,
        body,
        ..
    } = request;
    let path = url.split('?').next().unwrap_or_default();
    let body = body.map_or(Value::Null, |body| {
        let bytes = body.to_bytes().expect("it can be read");
        serde_json::from_slice(&bytes).expect("requests are JSON")
    });
    if path.ends_with("/login") {
        let result = json!([{"SessionID": "5F3A", "ErrorCode": "0", "ErrorText": []}]);
        return success(&json!({"loginResponse": result}));
    }
    assert!(
        headers.iter().any(|(name, _)| *name == "sessionid"),
        "{path} is asked for without a session"
    );
    if method == Method::Get && path.ends_with("/query") {
        return answer_query(&url);
    }
    let answer = match method {
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

/// The answer to a statement: totals, or records on one page.
fn answer_query(url: &str) -> Answer {
    if url.contains("OFFSET") {
        // What the vendor answers behind the last page.
        let error = json!([{"error_code": "NOT_FOUND", "error_text": "no rows"}]);
        return Answer::new(404, json!({"errors": error}).to_string());
    }
    let rows = if url.contains("SUM") {
        json!([{"Id": null, "Status": "CLOSED", "TOTAL": "25024.50"}])
    } else {
        json!([{"Id": "901", "DueDate": "20260131", "GrandTotalAmount": "120.00"}])
    };
    success(&json!({"queryResponse": rows}))
}
