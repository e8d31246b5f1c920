//! Shorthands of the wire tests: rendering, answering, comparing.

use billbind::billingplatform::Request;
use billbind::{Answer, Error, ErrorKind, Method, RenderedRequest};
use serde_json::Value;

/// The base URL of the vendor's walkthrough.
pub(super) const BASE: &str = "https://sandbox.billingplatform.com/myorg";

/// The base URL of the vendor's single samples.
pub(super) const MY: &str = "https://my.billingplatform.com/myorg";

/// The request as it goes to [`BASE`].
pub(super) fn rendered<T>(request: &Request<T>) -> RenderedRequest {
    rendered_to(BASE, request)
}

fn rendered_to<T>(base_url: &str, request: &Request<T>) -> RenderedRequest {
    request
        .render(base_url)
        .unwrap_or_else(|error| panic!("{error}"))
}

/// The body as it goes out.
pub(super) fn body<T>(request: &Request<T>) -> Value {
    json(&sent_text(&rendered(request)).expect("the request has a body"))
}

/// The text of the body as it goes out, where there is one.
pub(super) fn sent_text(request: &RenderedRequest) -> Option<String> {
    let body = request.body.as_ref()?.as_bytes().expect("it is in memory");
    Some(String::from_utf8(body.to_vec()).expect("the body is UTF-8"))
}

/// The one record in the body.
pub(super) fn record<T>(request: &Request<T>) -> Value {
    let mut body = body(request);
    let record = body["brmObjects"].take();
    assert!(record.is_object(), "one record goes as an object: {record}");
    record
}

/// A text of the vendor's pages as JSON.
pub(super) fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error} in {text}"))
}

/// The value of a header of the request.
pub(super) fn header(request: &RenderedRequest, name: &str) -> Option<String> {
    let mut named = request
        .headers
        .iter()
        .filter(|(found, _)| found.eq_ignore_ascii_case(name));
    let value = named.next().map(|(_, value)| value.expose().to_owned());
    assert!(named.next().is_none(), "header {name} is sent once");
    value
}

/// Checks method, URL and body against a sample of the vendor's.
///
/// The samples write the entity in either case (`account`, `CONTRACT_RATE`), so paths are compared
/// without regard to case; all else is compared exactly.
pub(super) fn assert_sends<T>(request: &Request<T>, method: Method, url: &str, sample: &str) {
    let base_url = if url.starts_with(BASE) { BASE } else { MY };
    let sent = rendered_to(base_url, request);
    assert_eq!(sent.method, method);
    assert!(
        sent.url.eq_ignore_ascii_case(url),
        "{} instead of {url}",
        sent.url
    );
    let sent_body = sent_text(&sent).map(|text| json(&text));
    let sample = (!sample.is_empty()).then(|| json(sample));
    assert_eq!(sent_body, sample);
}

/// An answer with status 200.
pub(super) fn ok(body: &str) -> Answer {
    Answer::new(200, body)
}

/// What the answer with status 200 and this body decodes to.
pub(super) fn decode<T>(request: &Request<T>, body: &str) -> T {
    request
        .decode(&ok(body))
        .unwrap_or_else(|error| panic!("{error}"))
}

/// The error that this answer decodes to.
pub(super) fn error_of<T>(request: &Request<T>, answer: &Answer) -> Error {
    match request.decode(answer) {
        Ok(_) => panic!("{answer:?} was taken for a success"),
        Err(error) => error,
    }
}

/// The error of a request that must not be sent.
pub(super) fn refused<T>(request: &Request<T>) -> Error {
    match request.render(BASE) {
        Ok(sent) => panic!("{sent:?} was rendered"),
        Err(error) => {
            assert_eq!(error.kind(), ErrorKind::InvalidRequest);
            error
        }
    }
}

/// A query string's value as a server reads it: `+` is a blank, `%` starts two hex digits.
pub(super) fn query_decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        rest = after;
        bytes.push(match first {
            b'+' => b' ',
            b'%' => {
                let (digits, after) = after.split_at(2);
                rest = after;
                let digits = std::str::from_utf8(digits).expect("ASCII follows `%`");
                u8::from_str_radix(digits, 16).expect("hex digits follow `%`")
            }
            other => other,
        });
    }
    String::from_utf8(bytes).expect("UTF-8 was encoded")
}
