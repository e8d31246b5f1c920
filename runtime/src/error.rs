//! The one error type: what failed, where, and what to do about it.

use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

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
    /// Nobody knows whether the server did what was asked, and doing it twice would do harm: the
    /// request was not sent again.
    Uncertain,
    /// There was no connection, or it broke.
    Connection,
    /// The call or an attempt took longer than it may.
    TimedOut,
    /// The source of an upload, or the target of a download, failed on this machine.
    LocalIo,
    /// The client cannot be made with these settings.
    InvalidConfiguration,
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
    /// What failed on the way to the server, in words without secrets.
    cause: Option<String>,
    /// What kind of failure left the fate of the request open.
    uncertain_for: Option<ErrorKind>,
    retry_after: Option<Duration>,
    request_id: Option<Box<str>>,
    attempts: u32,
    may_be_done: bool,
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
            cause: None,
            uncertain_for: None,
            retry_after: None,
            request_id: None,
            attempts: 0,
            may_be_done: false,
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

    /// The same failure of a request that must not be sent twice, and may have been done.
    #[cfg(feature = "client")]
    pub(crate) fn into_uncertain(mut self) -> Self {
        self.0.uncertain_for = Some(self.0.kind);
        self.0.kind = ErrorKind::Uncertain;
        self
    }

    #[cfg(feature = "client")]
    pub(crate) fn with_cause(mut self, cause: String) -> Self {
        self.0.cause = Some(cause);
        self
    }

    #[cfg(feature = "client")]
    pub(crate) fn with_retry_after(mut self, asked: Option<Duration>) -> Self {
        self.0.retry_after = asked;
        self
    }

    /// The same failure, at the end of a call.
    #[cfg(feature = "client")]
    pub(crate) fn with_history(
        mut self,
        request_id: &str,
        attempts: u32,
        may_be_done: bool,
    ) -> Self {
        // What failed in a login on the way keeps the name of the login.
        if self.0.request_id.is_none() {
            self.0.request_id = Some(request_id.into());
            self.0.attempts = attempts;
        }
        self.0.may_be_done |= may_be_done;
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

    /// Nobody knows whether the server did what was asked, and doing it twice would do harm.
    ///
    /// Only requests that must not be repeated ([`Retry::Once`](crate::Retry)) end so. Of all
    /// others, [`may_be_done`](Error::may_be_done) says more.
    #[must_use]
    pub fn is_uncertain(&self) -> bool {
        self.0.kind == ErrorKind::Uncertain
    }

    /// There was no connection, or it broke.
    #[must_use]
    pub fn is_connection(&self) -> bool {
        self.0.kind == ErrorKind::Connection
    }

    /// The call or an attempt took longer than it may.
    #[must_use]
    pub fn is_timed_out(&self) -> bool {
        self.0.kind == ErrorKind::TimedOut
    }

    /// The server refused the login.
    #[must_use]
    pub fn is_login_refused(&self) -> bool {
        self.0.kind == ErrorKind::LoginRefused
    }

    /// The server took the request and refused the record.
    #[must_use]
    pub fn is_record_refused(&self) -> bool {
        self.0.kind == ErrorKind::RecordRefused
    }

    /// The request cannot be sent as it is; nothing was sent.
    #[must_use]
    pub fn is_invalid_request(&self) -> bool {
        self.0.kind == ErrorKind::InvalidRequest
    }

    /// What kind of failure left the fate of the request open, where it [is
    /// uncertain](Error::is_uncertain).
    #[must_use]
    pub fn uncertain_for(&self) -> Option<ErrorKind> {
        self.0.uncertain_for
    }

    /// Whether the server may have done what was asked, in this or in an earlier attempt of the
    /// call. Never true for reads.
    #[must_use]
    pub fn may_be_done(&self) -> bool {
        self.0.may_be_done
    }

    /// How long the server wants to be left alone (`Retry-After`).
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// The name of the call, for logs; the server does not know it. `None` where no client sent it.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.0.request_id.as_deref()
    }

    /// How often the client sent the request.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// What failed on the way to the server.
    #[must_use]
    pub fn cause(&self) -> Option<&str> {
        self.0.cause.as_deref()
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
            ErrorKind::Uncertain => {
                "it was not sent again, since that could do it twice: look whether it was done, and \
                 send it again only if it was not; what is created by an external key can be repeated"
            }
            ErrorKind::Connection | ErrorKind::TimedOut if self.0.may_be_done => {
                "it may have been done; repeating it leaves the same state"
            }
            ErrorKind::Connection => {
                "check the network, the base URL and the proxy; nothing was done"
            }
            ErrorKind::TimedOut => "try again, or allow more time; nothing was done",
            ErrorKind::LocalIo => "mend the file, the reader or the writer, and repeat the request",
            ErrorKind::InvalidConfiguration => "mend the settings of the client",
        }
    }
}

impl ErrorKind {
    /// What failed, in the words of a message.
    fn words(self) -> &'static str {
        match self {
            Self::InvalidRequest => "the request cannot be sent",
            Self::RecordRefused => "the server refused the record",
            Self::SessionInvalid => "the session is not valid",
            Self::LoginRefused => "the login was refused",
            Self::NotFound => "nothing found",
            Self::Throttled => "too many requests",
            Self::Refused => "the server refused the request",
            Self::ServerFailed => "the server failed",
            Self::UnexpectedAnswer => "unexpected answer",
            Self::AnswerTooLarge => "the answer is too large",
            Self::Uncertain => "nobody knows whether it was done",
            Self::Connection => "no answer",
            Self::TimedOut => "it took too long",
            Self::LocalIo => "reading or writing failed on this machine",
            Self::InvalidConfiguration => "the client cannot be made",
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts = &*self.0;
        if let Some(entity) = &parts.entity {
            write!(formatter, "{entity} ")?;
        }
        write!(formatter, "{}: {}", parts.operation, parts.kind.words())?;
        if let Some(kind) = parts.uncertain_for {
            write!(formatter, ": {}", kind.words())?;
        }
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
        if let Some(cause) = &parts.cause {
            write!(formatter, ": {cause}")?;
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
        write!(formatter, "; {}", self.next_step())?;
        if let Some(asked) = parts.retry_after {
            write!(formatter, "; not before {} s have passed", asked.as_secs())?;
        }
        if parts.attempts > 1 {
            write!(formatter, "; sent {} times", parts.attempts)?;
        }
        if let Some(id) = &parts.request_id {
            write!(formatter, " [call {id}]")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Error({:?}: {self})", self.0.kind)
    }
}

impl std::error::Error for Error {}
