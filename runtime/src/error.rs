//! The one error type: what failed, where, and what to do about it.

use std::borrow::Cow;
use std::time::Duration;

use crate::redact::Excerpt;
use crate::request::Retry;
use crate::violation::Violation;

mod display;

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
    /// The server answered 404, and its catalogue of entities does not have this one. Said by
    /// clients, which look there.
    UnknownEntity,
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
    /// What a repetition of the request means, where that is known.
    class: Option<Retry>,
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
    /// Whether the entity is known to be there, although the answer was 404.
    entity_exists: bool,
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
            class: None,
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
            entity_exists: false,
            retry_after: None,
            request_id: None,
            attempts: 0,
            may_be_done: false,
        }))
    }

    pub(crate) fn of_class(mut self, class: Retry) -> Self {
        self.0.class = Some(class);
        self
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

    /// The same 404, of an entity that is known to be there or not to be there.
    #[cfg(feature = "client")]
    pub(crate) fn with_entity_existing(mut self, exists: bool) -> Self {
        if exists {
            self.0.entity_exists = true;
        } else {
            self.0.kind = ErrorKind::UnknownEntity;
        }
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

    /// The same failure, of which nothing that was done is left.
    #[cfg(feature = "client")]
    pub(crate) fn with_nothing_done(mut self) -> Self {
        self.0.may_be_done = false;
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

    /// The server refused the request as a whole.
    #[must_use]
    pub fn is_refused(&self) -> bool {
        self.0.kind == ErrorKind::Refused
    }

    /// The server failed.
    #[must_use]
    pub fn is_server_failed(&self) -> bool {
        self.0.kind == ErrorKind::ServerFailed
    }

    /// The answer is not what the protocol promises.
    #[must_use]
    pub fn is_unexpected_answer(&self) -> bool {
        self.0.kind == ErrorKind::UnexpectedAnswer
    }

    /// The answer is larger than allowed.
    #[must_use]
    pub fn is_answer_too_large(&self) -> bool {
        self.0.kind == ErrorKind::AnswerTooLarge
    }

    /// A file, a reader or a writer failed on this machine.
    #[must_use]
    pub fn is_local_io(&self) -> bool {
        self.0.kind == ErrorKind::LocalIo
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
}

impl std::error::Error for Error {}
