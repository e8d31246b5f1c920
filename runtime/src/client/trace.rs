//! What clients tell `tracing`: a span per call, and in it a span per attempt.
//!
//! Names of attributes are those of OpenTelemetry's conventions for HTTP clients. Neither query nor
//! headers nor bodies are told, since each may hold a secret. Without the feature `tracing`, all of
//! this is nothing.

use std::future::Future;
use std::time::Duration;

use super::machine::Machine;
use super::transport::TransportErrorKind;
use crate::error::Error;
use crate::request::RenderedRequest;

/// A span, or nothing.
pub(super) struct Scope {
    #[cfg(feature = "tracing")]
    span: tracing::Span,
}

#[cfg(feature = "tracing")]
impl Scope {
    /// The span of a call.
    pub(super) fn call(system: &'static str, machine: &Machine) -> Self {
        let (matter, request_id) = (machine.matter(), machine.id());
        let span = tracing::info_span!(
            "call",
            otel.name = tracing::field::Empty,
            otel.kind = "internal",
            otel.status_code = tracing::field::Empty,
            billbind.system = system,
            billbind.entity = matter.entity.as_deref(),
            billbind.operation = matter.operation,
            billbind.request_id = request_id,
            error.type = tracing::field::Empty,
        );
        if !span.is_disabled() {
            let name = match &matter.entity {
                Some(entity) => format!("{} {entity}", matter.operation),
                None => matter.operation.to_owned(),
            };
            span.record("otel.name", name);
        }
        Self { span }
    }

    /// The span of an attempt, within that of its call.
    pub(super) fn attempt(&self, request: &RenderedRequest, number: u32) -> Self {
        let method = request.method.as_str();
        let span = tracing::info_span!(
            parent: &self.span,
            "attempt",
            otel.name = method,
            otel.kind = "client",
            otel.status_code = tracing::field::Empty,
            http.request.method = method,
            http.request.resend_count = tracing::field::Empty,
            http.response.status_code = tracing::field::Empty,
            server.address = tracing::field::Empty,
            server.port = tracing::field::Empty,
            url.full = tracing::field::Empty,
            error.type = tracing::field::Empty,
        );
        if !span.is_disabled() {
            let url = Url::of(&request.url);
            span.record("url.full", url.full);
            span.record("server.address", url.host);
            if let Some(port) = url.port {
                span.record("server.port", port);
            }
            if number > 1 {
                span.record("http.request.resend_count", number - 1);
            }
        }
        Self { span }
    }

    /// The end of an attempt: the answer's status, or why there was none.
    pub(super) fn end_attempt(&self, outcome: Result<u16, TransportErrorKind>) {
        match outcome {
            Ok(status) => {
                self.span.record("http.response.status_code", status);
                if status >= 400 {
                    self.span
                        .record("error.type", tracing::field::display(status));
                    self.span.record("otel.status_code", "ERROR");
                }
            }
            Err(kind) => {
                self.span.record("error.type", tracing::field::debug(kind));
                self.span.record("otel.status_code", "ERROR");
            }
        }
    }

    /// The end of a call.
    pub(super) fn end_call(&self, outcome: &Result<(), Error>) {
        if let Err(error) = outcome {
            self.span
                .record("error.type", tracing::field::debug(error.kind()));
            self.span.record("otel.status_code", "ERROR");
        }
    }

    /// Says why a call waits before its next attempt.
    pub(super) fn waits(&self, duration: Duration, why: &'static str) {
        let milliseconds = u64::try_from(duration.as_millis()).unwrap_or(u64::MAX);
        tracing::debug!(parent: &self.span, milliseconds, "{why}");
    }

    /// Runs something in the span.
    pub(super) fn run<R>(&self, work: impl FnOnce() -> R) -> R {
        self.span.in_scope(work)
    }

    /// Runs a future in the span.
    pub(super) fn around<F: Future>(&self, work: F) -> impl Future<Output = F::Output> + use<F> {
        tracing::Instrument::instrument(work, self.span.clone())
    }
}

#[cfg(not(feature = "tracing"))]
#[allow(
    clippy::unused_self,
    reason = "the methods are those of the feature, and nothing is left of them"
)]
impl Scope {
    #[inline]
    pub(super) fn call(_: &'static str, _: &Machine) -> Self {
        Self {}
    }

    #[inline]
    pub(super) fn attempt(&self, _: &RenderedRequest, _: u32) -> Self {
        Self {}
    }

    #[inline]
    pub(super) fn end_attempt(&self, _: Result<u16, TransportErrorKind>) {}

    #[inline]
    pub(super) fn end_call(&self, _: &Result<(), Error>) {}

    #[inline]
    pub(super) fn waits(&self, _: Duration, _: &'static str) {}

    #[inline]
    pub(super) fn run<R>(&self, work: impl FnOnce() -> R) -> R {
        work()
    }

    #[inline]
    pub(super) fn around<F: Future>(&self, work: F) -> F {
        work
    }
}

/// The parts of a URL that are told.
#[cfg(feature = "tracing")]
struct Url<'u> {
    /// Without the query.
    full: &'u str,
    host: &'u str,
    port: Option<u16>,
}

#[cfg(feature = "tracing")]
impl<'u> Url<'u> {
    fn of(url: &'u str) -> Self {
        let full = url.split('?').next().unwrap_or_default();
        let (scheme, rest) = full.split_once("://").unwrap_or(("https", full));
        let authority = rest.split('/').next().unwrap_or_default();
        let usual = if scheme.eq_ignore_ascii_case("http") {
            80
        } else {
            443
        };
        let (host, port) = match authority.rsplit_once(':') {
            Some((host, port)) if !port.ends_with(']') => (host, port.parse().ok()),
            _ => (authority, Some(usual)),
        };
        Self { full, host, port }
    }
}

#[cfg(all(test, feature = "tracing"))]
mod tests {
    use super::Url;

    #[test]
    fn a_url_is_told_without_its_query() {
        for (url, host, port) in [
            (
                "https://my.billingplatform.com/o/rest/2.0/query?sql=x",
                "my.billingplatform.com",
                443,
            ),
            (
                "http://127.0.0.1:8080/o/rest/2.0/ACCOUNT",
                "127.0.0.1",
                8080,
            ),
            ("http://[::1]/o", "[::1]", 80),
            ("http://[::1]:81/o", "[::1]", 81),
        ] {
            let parts = Url::of(url);
            assert_eq!((parts.host, parts.port), (host, Some(port)), "{url}");
            assert!(!parts.full.contains('?'));
        }
    }
}
