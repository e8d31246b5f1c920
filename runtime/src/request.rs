//! Requests as plain data, and answers as plain data: no IO, no HTTP crate.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::answer::Answer;
use crate::base_url::BaseUrl;
use crate::body::Body;
use crate::error::{Error, ErrorKind};
use crate::files::receive::Download;
use crate::redact::Masks;
use crate::row::Selected;
use crate::table::TableRef;
use crate::violation::Violation;
use crate::{Secret, decode};

/// A request to system `S` whose answer is decoded to `T`.
///
/// It is made by the request functions and driven by whoever has a connection: a client of this
/// project or the caller's own HTTP stack, which [renders](Request::render) it and gives the
/// [`Answer`] to [`decode`](Request::decode).
#[must_use = "a request is only data until it is sent"]
pub struct Request<S, T> {
    pub(crate) method: Method,
    pub(crate) path: String,
    pub(crate) query: Vec<(&'static str, Cow<'static, str>)>,
    pub(crate) headers: Vec<(&'static str, Secret)>,
    pub(crate) body: Option<Body>,
    pub(crate) subject: Subject,
    pub(crate) limits: Limits,
    /// What keeps the request as a whole from being sent.
    pub(crate) problems: Vec<String>,
    /// What keeps its records from being sent.
    pub(crate) violations: Vec<Violation>,
    pub(crate) decode: fn(&Subject, &Limits, &Answer) -> Result<T, Error>,
    pub(crate) system: PhantomData<fn() -> S>,
}

/// A system that requests are made for.
pub trait System: 'static {
    /// The system's name, for messages.
    const NAME: &'static str;
}

/// What a request is about: what its decoder and its errors need to know.
#[derive(Debug, Clone, Default)]
pub(crate) struct Subject {
    pub(crate) entity: Option<Cow<'static, str>>,
    pub(crate) table: Option<TableRef>,
    pub(crate) operation: &'static str,
    pub(crate) retry: Retry,
    /// Number of records sent.
    pub(crate) sent: usize,
    /// The id of each record sent, where all of them are named by ids that results repeat.
    pub(crate) ids: Vec<String>,
    /// What the rows of the answer hold, where they are rows of a query.
    pub(crate) selected: Vec<Selected>,
    /// What was sent that no error may show, even where the server repeats it.
    pub(crate) secrets: Vec<Secret>,
    /// How it proves who sends it.
    pub(crate) proof: RequestProof,
    /// Where the file of the answer goes, where it goes somewhere.
    pub(crate) download: Option<Download>,
}

/// How a request proves who sends it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum RequestProof {
    /// By a session that it does not have yet.
    #[default]
    Missing,
    /// By a session that the caller gave it.
    Given,
    /// It needs none: it logs in.
    NotNeeded,
}

/// Most violations that the text of an error lists; the error itself has all of them.
const MAX_TOLD_VIOLATIONS: usize = 20;

impl Subject {
    /// What a server says, without the secrets that it was sent, and not at any length.
    pub(crate) fn told(&self, text: Option<String>) -> Option<String> {
        Masks::of(&self.secrets).told(text)
    }
}

/// What is allowed of an answer.
#[derive(Debug, Clone)]
pub(crate) struct Limits {
    pub(crate) max_body: usize,
    pub(crate) max_records: usize,
    pub(crate) strict: bool,
    pub(crate) empty_on_not_found: bool,
}

/// Largest answer that is decoded unless the request says otherwise, in bytes.
pub const DEFAULT_MAX_BODY: usize = 64 * 1024 * 1024;

/// Most records in an answer that are decoded unless the request says otherwise: ten times as many
/// as the vendor gives in a page. A record takes more room than its shortest text, so the limit on
/// bytes alone would not keep the memory small.
pub const DEFAULT_MAX_RECORDS: usize = 100_000;

/// Longest URL that is sent, in bytes: what RFC 9110 (4.1) asks of all servers, and of all proxies on
/// the way to them. The vendor documents no limit.
pub const MAX_URL: usize = 8_000;

/// Largest file that is downloaded to a path or a writer unless the request says otherwise, in
/// bytes. It takes no memory.
pub const DEFAULT_MAX_FILE: u64 = 4 * 1024 * 1024 * 1024;

/// What a repetition of a request means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Retry {
    /// It only reads: repeating it changes nothing.
    Read,
    /// A repetition leaves the same state as the first.
    Idempotent,
    /// A repetition may do the work twice: never repeated when it may have arrived.
    #[default]
    Once,
}

/// The HTTP method of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Method {
    /// Reads.
    Get,
    /// Creates, logs in and out, uploads.
    Post,
    /// Updates.
    Put,
    /// Upserts.
    Patch,
    /// Deletes and undeletes; carries a body that the HTTP stack must not drop.
    Delete,
}

impl Method {
    /// The method's name on the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}

/// A request in the form that an HTTP stack sends.
#[derive(Clone)]
#[non_exhaustive]
pub struct RenderedRequest {
    /// The method.
    pub method: Method,
    /// The whole URL.
    pub url: String,
    /// Names and values; values may be secrets.
    pub headers: Vec<(&'static str, Secret)>,
    /// The body, where there is one: bytes, or for an upload a source that is read while it is sent.
    pub body: Option<Body>,
}

impl fmt::Debug for RenderedRequest {
    /// Without query, header values and body: each may hold a secret.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.url.split('?').next().unwrap_or_default();
        write!(formatter, "{} {path}", self.method.as_str())?;
        match &self.body {
            Some(body) => write!(formatter, " ({body:?})"),
            None => formatter.write_str(" (0 bytes)"),
        }
    }
}

impl<S: System, T> Request<S, T> {
    pub(crate) fn new(
        method: Method,
        path: &[&str],
        subject: Subject,
        decode: fn(&Subject, &Limits, &Answer) -> Result<T, Error>,
    ) -> Self {
        let mut request = Self {
            method,
            path: String::with_capacity(path.iter().map(|segment| segment.len() + 1).sum()),
            query: Vec::new(),
            headers: Vec::new(),
            body: None,
            subject,
            limits: Limits {
                max_body: DEFAULT_MAX_BODY,
                max_records: DEFAULT_MAX_RECORDS,
                strict: false,
                empty_on_not_found: false,
            },
            problems: Vec::new(),
            violations: Vec::new(),
            decode,
            system: PhantomData,
        };
        for segment in path {
            request.push_segment(segment);
        }
        request
    }

    /// Appends one path segment, escaped: no value becomes a path.
    fn push_segment(&mut self, segment: &str) {
        // URL parsers drop `.` and `..` also when they are escaped.
        if matches!(segment.trim(), "" | "." | "..") {
            self.problems
                .push(format!("`{segment}` cannot be a part of the URL's path"));
        }
        self.path.push('/');
        percent_encode(&mut self.path, segment);
    }

    pub(crate) fn with_query(
        mut self,
        name: &'static str,
        value: impl Into<Cow<'static, str>>,
    ) -> Self {
        self.query.push((name, value.into()));
        self
    }

    pub(crate) fn with_header(mut self, name: &'static str, value: Secret) -> Self {
        self.headers.retain(|(earlier, _)| *earlier != name);
        self.headers.push((name, value));
        self
    }

    pub(crate) fn with_json(self, body: impl Into<Body>) -> Self {
        let mut request = self.with_header(
            "content-type",
            Secret::new("application/json; charset=utf-8"),
        );
        request.body = Some(body.into());
        request
    }

    /// Wire name of the entity, where the request is about one.
    #[must_use]
    pub fn entity(&self) -> Option<&str> {
        self.subject.entity.as_deref()
    }

    /// The operation: `create`, `retrieve`, `login`.
    #[must_use]
    pub fn operation(&self) -> &'static str {
        self.subject.operation
    }

    /// What a repetition of the request means.
    #[must_use]
    pub fn retry(&self) -> Retry {
        self.subject.retry
    }

    /// Whether the source of an upload and the sink of a download can be begun anew: always, but for
    /// a reader that has been read from and a writer that has been written to.
    #[must_use]
    pub fn can_be_sent_again(&self) -> bool {
        let download = self.subject.download.as_ref();
        self.body.as_ref().is_none_or(Body::is_available)
            && download.is_none_or(|download| download.sink.is_available())
    }

    /// Allows answers of up to so many bytes ([`DEFAULT_MAX_BODY`] unless set).
    pub fn max_body(mut self, bytes: usize) -> Self {
        self.limits.max_body = bytes;
        self
    }

    /// How many bytes of an answer are allowed; an HTTP stack need not read more.
    #[must_use]
    pub fn max_body_bytes(&self) -> usize {
        self.limits.max_body
    }

    /// Allows answers of up to so many records ([`DEFAULT_MAX_RECORDS`] unless set).
    pub fn max_records(mut self, records: usize) -> Self {
        self.limits.max_records = records;
        self
    }

    /// Makes values that do not fit their field's type an error instead of keeping them aside.
    pub fn strict(mut self) -> Self {
        self.limits.strict = true;
        self
    }

    /// Every rule that the request's records break; empty for a request that can be sent.
    ///
    /// Lengths, scales, closed enums, read-only fields and whatever else the schema limits, in the
    /// order of the records. [`render`](Request::render) refuses a request with violations.
    #[must_use]
    pub fn violations(&self) -> &[Violation] {
        &self.violations
    }

    /// Lets the server judge the records: what the schema limits is not checked.
    ///
    /// For an organization that differs from the schema. Rules of the protocol stay, such as that
    /// the id of a record to change is not empty.
    pub fn without_validation(mut self) -> Self {
        self.violations
            .retain(|violation| !violation.rule().is_of_schema());
        self
    }

    /// Lets the server judge these fields, given by their wire names; all others are checked.
    ///
    /// What a group of fields breaks together stays.
    pub fn without_validation_of(mut self, fields: &[&str]) -> Self {
        self.violations.retain(|violation| {
            let is_named = |field| fields.contains(&field);
            !(violation.rule().is_of_schema() && violation.field().is_some_and(is_named))
        });
        self
    }

    /// The request as an HTTP stack sends it to the API under `base_url`
    /// (`https://my.billingplatform.com/myorg`).
    ///
    /// # Errors
    /// [`ErrorKind::InvalidRequest`] where the request or the base URL cannot be sent: an empty
    /// id, a header value with a line break, a base URL that is not HTTPS (loopback excepted), a URL
    /// of more than [`MAX_URL`] bytes, a record that breaks rules of its schema. All that is wrong
    /// is said at once, but for the length under a base URL that is none;
    /// [`Error::violations`] has what is wrong with records.
    pub fn render(&self, base_url: &str) -> Result<RenderedRequest, Error> {
        match BaseUrl::parse(base_url) {
            Ok(base_url) => self.render_under(&base_url),
            Err(problem) => {
                let mut problems = self.problems();
                problems.push(problem);
                Err(self.refusal(problems))
            }
        }
    }

    /// Like [`render`](Request::render), under a base URL that has been checked.
    pub(crate) fn render_under(&self, base_url: &BaseUrl) -> Result<RenderedRequest, Error> {
        let mut problems = self.problems();
        let url = self.url(base_url);
        problems.extend(check_length(&url));
        if !problems.is_empty() || !self.violations.is_empty() {
            return Err(self.refusal(problems));
        }
        Ok(RenderedRequest {
            method: self.method,
            url,
            headers: self.headers.clone(),
            body: self.body.clone(),
        })
    }

    /// What keeps the request from being sent, wherever it goes; records aside.
    fn problems(&self) -> Vec<String> {
        let mut problems = self.problems.clone();
        problems.extend(self.headers.iter().filter_map(check_header));
        problems
    }

    fn url(&self, base_url: &BaseUrl) -> String {
        let base_url = base_url.as_str();
        // Room for a query of which every other letter is escaped.
        let query = self
            .query
            .iter()
            .map(|(name, value)| name.len() + 2 * value.len() + 2);
        let length = base_url.len() + self.path.len() + query.sum::<usize>();
        let mut url = String::with_capacity(length);
        url.push_str(base_url);
        url.push_str(&self.path);
        for (at, (name, value)) in self.query.iter().enumerate() {
            url.push(if at == 0 { '?' } else { '&' });
            url.push_str(name);
            url.push('=');
            percent_encode(&mut url, value);
        }
        url
    }

    /// The error of a request that must not be sent.
    fn refusal(&self, mut problems: Vec<String>) -> Error {
        let told = self.violations.iter().take(MAX_TOLD_VIOLATIONS);
        problems.extend(told.map(ToString::to_string));
        if let Some(more @ 1..) = self.violations.len().checked_sub(MAX_TOLD_VIOLATIONS) {
            problems.push(format!("and {more} more violations"));
        }
        let subject = &self.subject;
        Error::new(
            ErrorKind::InvalidRequest,
            subject.entity.clone(),
            subject.operation,
        )
        .with_vendor(None, Some(problems.join("; ")))
        .with_violations(self.violations.clone())
    }

    /// Decodes the answer to this request.
    ///
    /// # Errors
    /// Every failure that the answer reports, and [`ErrorKind::UnexpectedAnswer`] where it is none
    /// that the protocol knows.
    pub fn decode(&self, answer: &Answer) -> Result<T, Error> {
        (self.decode)(&self.subject, &self.limits, answer)
    }
}

#[cfg(feature = "client")]
impl<S, T> Request<S, T> {
    /// The same request, with its answer decoded to something else.
    pub(crate) fn redecoded<U>(
        self,
        decode: fn(&Subject, &Limits, &Answer) -> Result<U, Error>,
    ) -> Request<S, U> {
        Request {
            method: self.method,
            path: self.path,
            query: self.query,
            headers: self.headers,
            body: self.body,
            subject: self.subject,
            limits: self.limits,
            problems: self.problems,
            violations: self.violations,
            decode,
            system: PhantomData,
        }
    }
}

impl<S, T> Request<S, Vec<T>> {
    /// Takes the vendor's 404 for "no record matches" and decodes it to an empty list.
    ///
    /// The vendor answers a wrong URL with 404 as well, so a typo in the base URL then looks like
    /// an empty table.
    pub fn empty_on_not_found(mut self) -> Self {
        self.limits.empty_on_not_found = true;
        self
    }
}

impl<S, T> Clone for Request<S, T> {
    fn clone(&self) -> Self {
        Self {
            method: self.method,
            path: self.path.clone(),
            query: self.query.clone(),
            headers: self.headers.clone(),
            body: self.body.clone(),
            subject: self.subject.clone(),
            limits: self.limits.clone(),
            problems: self.problems.clone(),
            violations: self.violations.clone(),
            decode: self.decode,
            system: PhantomData,
        }
    }
}

impl<S: System, T> fmt::Debug for Request<S, T> {
    /// Without query, header values and body: each may hold a secret.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "{} {} {}",
            S::NAME,
            self.method.as_str(),
            self.path
        )
    }
}

/// Escapes everything that is not unreserved in a URL.
fn percent_encode(url: &mut String, text: &str) {
    url.extend(utf8_percent_encode(text, &RESERVED));
}

/// All but letters, digits, `-`, `.`, `_` and `~`.
const RESERVED: AsciiSet = NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// What is wrong with the length of a URL, where it is too long.
fn check_length(url: &str) -> Option<String> {
    (url.len() > MAX_URL).then(|| {
        format!(
            "its URL has {} bytes, and not every server takes more than {MAX_URL} bytes: send it as \
             several requests, or read by `query()`, which sends long statements in a body",
            url.len()
        )
    })
}

/// What is wrong with a header, where something is.
fn check_header((name, value): &(&'static str, Secret)) -> Option<String> {
    (!is_header_value(value.expose()))
        .then(|| format!("the value of header `{name}` holds a character that no header may hold"))
}

/// Whether a header may have this value: one with a line break would be a second header.
pub(crate) fn is_header_value(value: &str) -> bool {
    let is_allowed = |byte: u8| byte == b'\t' || (b' '..=b'~').contains(&byte);
    value.bytes().all(is_allowed)
}

/// Whether a field of the request's entity may be shown in an error.
pub(crate) fn may_show(subject: &Subject, name: &str) -> bool {
    match &subject.table {
        Some(table) => table
            .position(name)
            .and_then(|position| table.field(position))
            .is_some_and(|field| !decode::is_secret(field.kind)),
        None => false,
    }
}
