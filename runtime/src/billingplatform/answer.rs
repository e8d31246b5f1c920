//! What all answers have in common: statuses, error bodies, lenient envelopes.

use std::collections::BTreeMap;

use serde_json::value::RawValue;

use crate::Raw;
use crate::error::{Error, ErrorKind};
use crate::json::Token;
use crate::redact::Excerpt;
use crate::request::{Answer, Limits, Subject, may_show};

/// The members of an answer's object; their values are looked at, not copied.
pub(super) type Members<'a> = BTreeMap<String, &'a RawValue>;

/// Names of envelope members, which an excerpt may show.
const ENVELOPE: [&str; 14] = [
    "retrieveResponse",
    "queryResponse",
    "createResponse",
    "updateResponse",
    "upsertResponse",
    "deleteResponse",
    "undeleteResponse",
    "file_uploadResponse",
    "file_downloadResponse",
    "ErrorCode",
    "ErrorText",
    "ErrorElementField",
    "errors",
    "Success",
];

/// The body of a successful answer.
pub(super) fn accept<'a>(
    subject: &Subject,
    limits: &Limits,
    answer: &'a Answer,
) -> Result<&'a str, Error> {
    if answer.body.len() > limits.max_body {
        let expected = format!(
            "at most {} bytes, not {}",
            limits.max_body,
            answer.body.len()
        );
        return Err(error(ErrorKind::AnswerTooLarge, subject)
            .with_status(answer.status)
            .at("the body".to_owned(), expected));
    }
    if !(200..300).contains(&answer.status) {
        return Err(refusal(subject, answer));
    }
    std::str::from_utf8(&answer.body)
        .map(|body| body.trim_start_matches('\u{feff}'))
        .map_err(|invalid| {
            let place = format!("byte {} of the body", invalid.valid_up_to());
            error(ErrorKind::UnexpectedAnswer, subject).at(place, "UTF-8")
        })
}

/// The error of an answer whose status is no success (seed 001, Error Codes).
fn refusal(subject: &Subject, answer: &Answer) -> Error {
    let body = std::str::from_utf8(&answer.body).unwrap_or_default();
    let (code, text) = serde_json::from_str(body)
        .map_or((None, None), |members: Members<'_>| vendor_error(&members));
    let kind = match answer.status {
        401 => ErrorKind::SessionInvalid,
        404 => ErrorKind::NotFound,
        429 => ErrorKind::Throttled,
        // An expired session arrives with status 500 (seen by public clients).
        _ if code.as_deref() == Some("INVALID_SESSION_ID") => ErrorKind::SessionInvalid,
        300..400 => ErrorKind::UnexpectedAnswer,
        400..500 => ErrorKind::Refused,
        // "The generic error code": a coded one is a refusal, one without a code a failure.
        _ if code.is_some() => ErrorKind::Refused,
        _ => ErrorKind::ServerFailed,
    };
    let refusal = error(kind, subject).with_status(answer.status);
    let refusal = if (300..400).contains(&answer.status) {
        refusal.at(
            "the status".to_owned(),
            "an answer, not a redirect: none is followed",
        )
    } else {
        refusal
    };
    if code.is_none() && text.is_none() && !body.is_empty() {
        return refusal.with_excerpt(excerpt(subject, body, 0));
    }
    refusal.with_vendor(code, text)
}

/// Code and text of an error body: `errors: [{error_code, error_text}]` (seed 001) or `error`,
/// `message` (seed 000).
fn vendor_error(members: &Members<'_>) -> (Option<String>, Option<String>) {
    if let Some(first) = members
        .get("errors")
        .and_then(|errors| first_object(errors))
    {
        return (text(&first, "error_code"), text(&first, "error_text"));
    }
    (text(members, "error"), text(members, "message"))
}

/// The members of the answer's outermost object.
pub(super) fn expect_object<'a>(subject: &Subject, body: &'a str) -> Result<Members<'a>, Error> {
    serde_json::from_str(body).map_err(|cause| malformed(subject, body, &cause, "the body"))
}

/// The objects in a member that is a list, one object, or nothing.
pub(super) fn objects<'a>(value: &'a RawValue) -> Option<Vec<Members<'a>>> {
    match Token::of(value.get()) {
        Token::Null => Some(Vec::new()),
        Token::Nested(json) if json.starts_with('{') => {
            serde_json::from_str(json).ok().map(|one| vec![one])
        }
        Token::Nested(json) => serde_json::from_str(json).ok(),
        Token::Text(_) | Token::Scalar(_) => None,
    }
}

/// The first object in a member that is a list or one object.
pub(super) fn first_object<'a>(value: &'a RawValue) -> Option<Members<'a>> {
    objects(value)?.into_iter().next()
}

/// The text of a member, `None` for the vendor's forms of nothing.
pub(super) fn text(members: &Members<'_>, name: &str) -> Option<String> {
    let token = Token::of(members.get(name)?.get());
    if token.is_nothing() {
        return None;
    }
    match token {
        Token::Text(text) => Some(text.into_owned()),
        Token::Scalar(word) => Some(word.to_owned()),
        Token::Nested(json) => Some(json.to_owned()),
        Token::Null => None,
    }
}

/// Decodes the answer to a raw request: any JSON, as it came.
pub(super) fn decode_raw(
    subject: &Subject,
    limits: &Limits,
    answer: &Answer,
) -> Result<Raw, Error> {
    let body = accept(subject, limits, answer)?;
    Raw::json(body).map_err(|_| unexpected(subject, body, "the body", "JSON"))
}

/// The error for an answer without the member that holds its result: the error that the body
/// tells, where it tells one.
pub(super) fn no_result(subject: &Subject, body: &str, member: &str) -> Error {
    let members: Members<'_> = serde_json::from_str(body).unwrap_or_default();
    let (code, text) = vendor_error(&members);
    if code.is_none() && text.is_none() {
        return unexpected(subject, body, member, "the result of the request");
    }
    let kind = match code.as_deref() {
        Some("INVALID_SESSION_ID") => ErrorKind::SessionInvalid,
        _ => ErrorKind::Refused,
    };
    error(kind, subject).with_vendor(code, text)
}

pub(super) fn unexpected(subject: &Subject, body: &str, path: &str, expected: &str) -> Error {
    error(ErrorKind::UnexpectedAnswer, subject)
        .at(path.to_owned(), expected)
        .with_excerpt(excerpt(subject, body, 0))
}

/// The error of a body that is no JSON, or not of the shape that was promised.
pub(super) fn malformed(
    subject: &Subject,
    body: &str,
    cause: &serde_json::Error,
    path: &str,
) -> Error {
    let expected = if body.trim().is_empty() {
        "JSON, not an empty body".to_owned()
    } else if cause.is_data() {
        "an object".to_owned()
    } else {
        format!("JSON (line {}, column {})", cause.line(), cause.column())
    };
    error(ErrorKind::UnexpectedAnswer, subject)
        .at(path.to_owned(), expected)
        .with_excerpt(excerpt(subject, body, position(body, cause)))
}

pub(super) fn error(kind: ErrorKind, subject: &Subject) -> Error {
    Error::new(kind, subject.entity, subject.operation)
}

pub(super) fn excerpt(subject: &Subject, body: &str, position: usize) -> Excerpt {
    Excerpt::around(body, position, &|name| {
        ENVELOPE.contains(&name) || may_show(subject, name)
    })
}

/// The byte that a JSON error points at.
pub(super) fn position(body: &str, cause: &serde_json::Error) -> usize {
    let before: usize = body
        .split_inclusive('\n')
        .take(cause.line().saturating_sub(1))
        .map(str::len)
        .sum();
    before + cause.column().saturating_sub(1)
}
