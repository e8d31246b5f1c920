//! The one error type: what failed, where, and what to do about it.

use std::borrow::Cow;
use std::fmt;

use crate::redact::Excerpt;
use crate::violation::Violation;

/// Why a request failed.
///
/// `Display` says it in a sentence, with the entity, the operation, the place and a next step. It
/// never shows a secret. The parts are there for programs: [`kind`](Error::kind), the `is_*`
/// questions, the vendor's own [`code`](Error::code) and [`text`](Error::text).
#[derive(Clone)]
pub struct Error(Box<Parts>);

/// What kind of failure an [`Error`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The request cannot be sent as it is; nothing was sent.
    InvalidRequest,
    /// The server took the request and refused the record.
    RecordRefused,
    /// The server does not know the session, or no longer.
    SessionInvalid,
    /// The server refused the login.
    LoginRefused,
    /// The server answered 404: no record matches, or the URL is wrong. The vendor answers both
    /// alike (REST Methods, Error Codes).
    NotFound,
    /// Too many requests; try again later.
    Throttled,
    /// The server refused the request as a whole.
    Refused,
    /// The server failed.
    ServerFailed,
    /// The answer is not what the protocol promises.
    UnexpectedAnswer,
    /// The answer is larger than allowed.
    AnswerTooLarge,
    /// A file on this side could not be read or written.
    LocalIo,
}

#[derive(Clone)]
struct Parts {
    kind: ErrorKind,
    entity: Option<Cow<'static, str>>,
    operation: &'static str,
    status: Option<u16>,
    code: Option<String>,
    text: Option<String>,
    field: Option<String>,
    path: Option<String>,
    expected: Option<String>,
    record: Option<usize>,
    excerpt: Option<Excerpt>,
    violations: Vec<Violation>,
}

impl Error {
    pub(crate) fn new(
        kind: ErrorKind,
        entity: Option<Cow<'static, str>>,
        operation: &'static str,
    ) -> Self {
        Self(Box::new(Parts {
            kind,
            entity,
            operation,
            status: None,
            code: None,
            text: None,
            field: None,
            path: None,
            expected: None,
            record: None,
            excerpt: None,
            violations: Vec::new(),
        }))
    }

    pub(crate) fn with_status(mut self, status: u16) -> Self {
        self.0.status = Some(status);
        self
    }

    pub(crate) fn with_vendor(mut self, code: Option<String>, text: Option<String>) -> Self {
        self.0.code = code;
        self.0.text = text;
        self
    }

    pub(crate) fn with_field(mut self, field: Option<String>) -> Self {
        self.0.field = field;
        self
    }

    pub(crate) fn at(mut self, path: String, expected: impl Into<String>) -> Self {
        self.0.path = Some(path);
        self.0.expected = Some(expected.into());
        self
    }

    pub(crate) fn with_record(mut self, record: Option<usize>) -> Self {
        self.0.record = record;
        self
    }

    pub(crate) fn with_excerpt(mut self, excerpt: Excerpt) -> Self {
        self.0.excerpt = Some(excerpt);
        self
    }

    pub(crate) fn with_violations(mut self, violations: Vec<Violation>) -> Self {
        self.0.violations = violations;
        self
    }

    /// The same failure, met while logging in.
    pub(crate) fn into_login_refused(mut self) -> Self {
        self.0.kind = ErrorKind::LoginRefused;
        self
    }

    /// What kind of failure it is.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Wire name of the entity, where the request was about one.
    #[must_use]
    pub fn entity(&self) -> Option<&str> {
        self.0.entity.as_deref()
    }

    /// The operation: `create`, `retrieve`, `login`.
    #[must_use]
    pub fn operation(&self) -> &'static str {
        self.0.operation
    }

    /// HTTP status of the answer.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.0.status
    }

    /// The vendor's error code: `INVALID_GET_REQUEST_QUERY`, or the `ErrorCode` of a record.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.0.code.as_deref()
    }

    /// The vendor's error text.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        self.0.text.as_deref()
    }

    /// The field that the server refused (`ErrorElementField`).
    #[must_use]
    pub fn field(&self) -> Option<&str> {
        self.0.field.as_deref()
    }

    /// Where in the answer (or request) the failure is: `retrieveResponse[3].AccountId`.
    #[must_use]
    pub fn path(&self) -> Option<&str> {
        self.0.path.as_deref()
    }

    /// What stands at [`path`](Error::path) in a right answer.
    #[must_use]
    pub fn expected(&self) -> Option<&str> {
        self.0.expected.as_deref()
    }

    /// Number of the record in the answer or the request, counted from 0.
    #[must_use]
    pub fn record(&self) -> Option<usize> {
        self.0.record
    }

    /// The part of the answer around the failure, secrets masked.
    #[must_use]
    pub fn excerpt(&self) -> Option<&str> {
        self.0.excerpt.as_ref().map(Excerpt::as_str)
    }

    /// Every rule that the records of a request break that must not be sent
    /// ([`ErrorKind::InvalidRequest`]).
    #[must_use]
    pub fn violations(&self) -> &[Violation] {
        &self.0.violations
    }

    /// No record matches, or the URL is wrong: the vendor answers both with 404.
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        self.0.kind == ErrorKind::NotFound
    }

    /// A new login may help.
    #[must_use]
    pub fn is_session_invalid(&self) -> bool {
        self.0.kind == ErrorKind::SessionInvalid
    }

    /// The same request may pass later.
    #[must_use]
    pub fn is_throttled(&self) -> bool {
        self.0.kind == ErrorKind::Throttled
    }

    /// Whether an answer that nobody understands may stand for a write that was done.
    fn may_have_written(&self) -> bool {
        let writes = [
            "create",
            "update",
            "upsert",
            "delete",
            "undelete",
            "upload_file",
        ];
        writes.contains(&self.0.operation) && self.0.status.is_none_or(|status| status < 300)
    }

    fn breaks_schema(&self) -> bool {
        let mut rules = self.0.violations.iter().map(Violation::rule);
        rules.any(crate::violation::Rule::is_of_schema)
    }

    /// What to do about it, in a sentence.
    #[must_use]
    pub fn next_step(&self) -> &'static str {
        match self.0.kind {
            ErrorKind::InvalidRequest if self.breaks_schema() => {
                "mend the request, or render it `without_validation()` where the schema is wrong; \
                 nothing was sent"
            }
            ErrorKind::InvalidRequest => "mend the request; nothing was sent",
            ErrorKind::RecordRefused => "mend the record and send it again",
            ErrorKind::SessionInvalid => "log in again and repeat the request",
            ErrorKind::LoginRefused => {
                "check the user, the password and that the user may use the API"
            }
            ErrorKind::NotFound => {
                "no record matches, or the base URL, the organization or the entity name is wrong: \
                 the vendor answers both with 404"
            }
            ErrorKind::Throttled => "space out the requests and try again",
            ErrorKind::Refused => "check the parameters of the request",
            ErrorKind::ServerFailed => "see the vendor's text; a read can be repeated",
            ErrorKind::UnexpectedAnswer if self.may_have_written() => {
                "the server may have done the work: look for the records before you send them again"
            }
            ErrorKind::UnexpectedAnswer if self.0.record.is_some() => {
                "the schema and the organization differ in this field; without `strict()` a value \
                 that does not fit is kept aside"
            }
            ErrorKind::UnexpectedAnswer => {
                "check that the base URL names the API, and report the answer if it does"
            }
            ErrorKind::AnswerTooLarge => {
                "ask for fewer records, or raise the limit with `max_body`"
            }
            ErrorKind::LocalIo => "see to the file on this side and send the request again",
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts = &*self.0;
        if let Some(entity) = &parts.entity {
            write!(formatter, "{entity} ")?;
        }
        let what = match parts.kind {
            ErrorKind::InvalidRequest => "the request cannot be sent",
            ErrorKind::RecordRefused => "the server refused the record",
            ErrorKind::SessionInvalid => "the session is not valid",
            ErrorKind::LoginRefused => "the login was refused",
            ErrorKind::NotFound => "nothing found",
            ErrorKind::Throttled => "too many requests",
            ErrorKind::Refused => "the server refused the request",
            ErrorKind::ServerFailed => "the server failed",
            ErrorKind::UnexpectedAnswer => "unexpected answer",
            ErrorKind::AnswerTooLarge => "the answer is too large",
            ErrorKind::LocalIo => "a file could not be read or written",
        };
        write!(formatter, "{}: {what}", parts.operation)?;
        if let Some(status) = parts.status {
            write!(formatter, " (HTTP {status})")?;
        }
        if let Some(record) = parts.record {
            write!(formatter, ", record {record}")?;
        }
        if let Some(field) = &parts.field {
            write!(formatter, ", field {field}")?;
        }
        match (&parts.code, &parts.text) {
            (Some(code), Some(text)) => write!(formatter, ": {code}: {text}")?,
            (Some(one), None) | (None, Some(one)) => write!(formatter, ": {one}")?,
            (None, None) => {}
        }
        if let Some(path) = &parts.path {
            write!(formatter, ", at {path}")?;
        }
        if let Some(expected) = &parts.expected {
            write!(formatter, ": expected {expected}")?;
        }
        if let Some(excerpt) = &parts.excerpt {
            write!(formatter, ", in `{}`", excerpt.as_str())?;
        }
        write!(formatter, "; {}", self.next_step())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Error({:?}: {self})", self.0.kind)
    }
}

impl std::error::Error for Error {}
