//! Layers: code of the caller's that sees each attempt before it is sent and after it ended.

use crate::answer::Answer;
use crate::request::{Method, RenderedRequest};
use crate::secret::Secret;

use super::machine::Matter;
use super::transport::TransportError;

/// Sees each attempt of a client, logins and logouts included; but for the logout of a
/// [`Client`](super::Client) that is dropped, which is sent when the client is gone.
///
/// A layer cannot stop a call or change what comes of it; it can add headers, measure and write
/// logs. Layers run one after the other, `after` in the opposite order of `before`.
///
/// ```
/// use std::sync::atomic::{AtomicU32, Ordering};
/// use billbind_runtime::client::{AttemptEnd, AttemptView, Layer};
///
/// /// Sends the name of each call, and counts what did not get through.
/// #[derive(Default)]
/// struct Measured {
///     failures: AtomicU32,
/// }
///
/// impl Layer for Measured {
///     fn before(&self, attempt: &mut AttemptView<'_>) {
///         let name = attempt.request_id().to_owned();
///         attempt.set_header("x-request-id", name);
///     }
///
///     fn after(&self, attempt: &AttemptView<'_>, end: &AttemptEnd<'_>) {
///         if let AttemptEnd::Failed(error) = end {
///             println!("{} #{}: {error}", attempt.operation(), attempt.number());
///             self.failures.fetch_add(1, Ordering::Relaxed);
///         }
///     }
/// }
/// ```
pub trait Layer: Send + Sync {
    /// Runs before an attempt is sent.
    fn before(&self, attempt: &mut AttemptView<'_>) {
        let _ = attempt;
    }

    /// Runs when an attempt is over.
    fn after(&self, attempt: &AttemptView<'_>, end: &AttemptEnd<'_>) {
        let _ = (attempt, end);
    }
}

/// How an attempt ended.
#[derive(Debug)]
#[non_exhaustive]
pub enum AttemptEnd<'a> {
    /// With an answer, whatever it says.
    Answered(&'a Answer),
    /// Without a whole answer.
    Failed(&'a TransportError),
}

/// An attempt as layers see it: without query and body, which may hold secrets.
#[derive(Debug)]
pub struct AttemptView<'a> {
    pub(super) request_id: &'a str,
    pub(super) matter: &'a Matter,
    pub(super) number: u32,
    pub(super) request: &'a mut RenderedRequest,
}

impl AttemptView<'_> {
    /// The name of the call, as [`Error::request_id`](crate::Error::request_id) says it. It is not
    /// sent unless a layer sends it.
    #[must_use]
    pub fn request_id(&self) -> &str {
        self.request_id
    }

    /// The number of the attempt within its call, counted from 1.
    #[must_use]
    pub fn number(&self) -> u32 {
        self.number
    }

    /// The operation: `create`, `retrieve`, `login`.
    #[must_use]
    pub fn operation(&self) -> &'static str {
        self.matter.operation
    }

    /// Wire name of the entity, where the request is about one.
    #[must_use]
    pub fn entity(&self) -> Option<&str> {
        self.matter.entity.as_deref()
    }

    /// The HTTP method.
    #[must_use]
    pub fn method(&self) -> Method {
        self.request.method
    }

    /// The URL without its query.
    #[must_use]
    pub fn url(&self) -> &str {
        self.request.url.split('?').next().unwrap_or_default()
    }

    /// Adds a header to this attempt, or replaces one. Its name is in lower case.
    ///
    /// A value that no header may have is left out.
    pub fn set_header(&mut self, name: &'static str, value: impl Into<Secret>) {
        let value = value.into();
        if crate::request::is_header_value(value.expose()) {
            let headers = &mut self.request.headers;
            headers.retain(|(earlier, _)| !earlier.eq_ignore_ascii_case(name));
            headers.push((name, value));
        }
    }
}
