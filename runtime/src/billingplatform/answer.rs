//! What all answers have in common: statuses, error bodies, lenient envelopes.

use std::collections::BTreeMap;

use serde_json::value::RawValue;

use crate::Raw;
use crate::answer::Answer;
use crate::error::{Error, ErrorKind};
use crate::json::Token;
use crate::redact::{Excerpt, Sight};
use crate::request::{Limits, Subject, may_show};
use crate::scan::byte_of;

/// The members of an answer's object; their values are looked at, not copied.
pub(super) type Members<'a> = BTreeMap<String, &'a RawValue>;

/// Members that hold results, which an excerpt walks through.
const RESULTS: [&str; 11] = [
    "loginResponse",
    "retrieveResponse",
    "queryResponse",
    "createResponse",
    "updateResponse",
    "upsertResponse",
    "deleteResponse",
    "undeleteResponse",
    "file_uploadResponse",
    "file_downloadResponse",
    "errors",
];

/// Members that say what came of a request, which an excerpt shows.
const WORDS: [&str; 4] = ["ErrorCode", "ErrorText", "ErrorElementField", "Success"];

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

/// The error of an answer whose status is no success (REST Methods, Error Codes).
fn refusal(subject: &Subject, answer: &Answer) -> Error {
    let body = std::str::from_utf8(&answer.body).unwrap_or_default();
    let body = body.trim_start_matches('\u{feff}');
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
        500 if code.is_some() => ErrorKind::Refused,
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
    refusal.with_vendor(subject.told(code), subject.told(text))
}

/// Code and text of an error body: `errors: [{error_code, error_text}]` (REST Methods) or `error`,
/// `message` (Authentication).
pub(super) fn vendor_error(members: &Members<'_>) -> (Option<String>, Option<String>) {
    if let Some(first) = members
        .get("errors")
        .and_then(|errors| first_object(errors))
    {
        return (words(&first, "error_code"), words(&first, "error_text"));
    }
    (words(members, "error"), words(members, "message"))
}

/// The members of the answer's outermost object.
pub(super) fn expect_object<'a>(subject: &Subject, body: &'a str) -> Result<Members<'a>, Error> {
    serde_json::from_str(body).map_err(|cause| malformed(subject, body, &cause, "the body"))
}

/// The objects in a member that is a list, one object, or nothing.
pub(super) fn objects(value: &RawValue) -> Option<Vec<Members<'_>>> {
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
pub(super) fn first_object(value: &RawValue) -> Option<Members<'_>> {
    objects(value)?.into_iter().next()
}

/// The text of a member, `None` for the vendor's forms of nothing and for what is no text.
pub(super) fn text(members: &Members<'_>, name: &str) -> Option<String> {
    let token = Token::of(members.get(name)?.get());
    if token.is_nothing() {
        return None;
    }
    match token {
        Token::Text(text) => Some(text.trim().to_owned()),
        Token::Scalar(word) => Some(word.to_owned()),
        Token::Nested(_) | Token::Null => None,
    }
}

/// What a member says to a human: its text, or what can be shown of a list or an object.
fn words(members: &Members<'_>, name: &str) -> Option<String> {
    match Token::of(members.get(name)?.get()) {
        token if token.is_nothing() => None,
        Token::Nested(json) => Some(match serde_json::from_str::<Vec<String>>(json) {
            Ok(texts) => texts.join("; "),
            Err(_) => Excerpt::around(json, 0, &|_| Sight::Hidden)
                .as_str()
                .to_owned(),
        }),
        _ => text(members, name),
    }
}

/// What a result says of its success, in every documented form.
pub(super) struct Verdict {
    /// `None` where it says nothing.
    pub(super) succeeded: Option<bool>,
    pub(super) code: Option<String>,
    pub(super) text: Option<String>,
    pub(super) field: Option<String>,
}

impl Verdict {
    pub(super) fn of(result: &Members<'_>) -> Self {
        let code = words(result, "ErrorCode");
        let message = words(result, "ErrorText").or_else(|| words(result, "ErrorMessage"));
        let success = text(result, "Success").or_else(|| text(result, "success"));
        let failed = success
            .as_deref()
            .is_some_and(|word| word.eq_ignore_ascii_case("false") || word == "0");
        let succeeded = match &code {
            Some(code) => Some(code == "0" && !failed),
            None if success.is_some() => Some(!failed),
            None => message.as_ref().map(|_| false),
        };
        Self {
            succeeded,
            code,
            text: message,
            field: words(result, "ErrorElementField"),
        }
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
    error(kind, subject).with_vendor(subject.told(code), subject.told(text))
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
        .with_excerpt(excerpt(subject, body, byte_of(body, cause)))
}

pub(super) fn error(kind: ErrorKind, subject: &Subject) -> Error {
    Error::new(kind, subject.entity.clone(), subject.operation).of_class(subject.retry)
}

pub(super) fn excerpt(subject: &Subject, body: &str, position: usize) -> Excerpt {
    Excerpt::around(body, position, &|name| {
        if RESULTS.contains(&name) {
            Sight::Passage
        } else if WORDS.contains(&name) || may_show(subject, name) {
            Sight::Shown
        } else {
            Sight::Hidden
        }
    })
}
