//! What comes after an attempt: a pure function of what happened and what is left.
//!
//! Design rule 7, "never bill twice", is in [`decide`]. Its table:
//!
//! | what happened | read | idempotent | once |
//! | --- | --- | --- | --- |
//! | the session is dead (401, `INVALID_SESSION_ID`) | log in, again | log in, again | log in, again |
//! | 429 | again | again | again |
//! | surely nothing was sent | again | again | again |
//! | no whole answer, and maybe it arrived | again | again | **uncertain** |
//! | 408, 500 without a code of the vendor's, any other 5xx | again | again | **uncertain** |
//! | 500 with a code of the vendor's | fails | fails | **uncertain** |
//! | a redirect that may follow work done (301, 302, 303) | fails | fails | **uncertain** |
//! | 2xx whose body is cut or no JSON | again | again | **uncertain** |
//! | 2xx whose body nobody understands, too large, or an error without a code | fails | fails | **uncertain** |
//! | any other refusal | fails | fails | fails |
//!
//! For a request of class `once`:
//!
//! - A dead session and 429 are statements of the server that it did not take the request ("No
//!   session ID was provided", "Too many requests were made": REST Methods, Error Codes).
//! - 500 is "the generic error code" (REST Methods, Error Codes). The vendor lists neither codes nor
//!   says that nothing was done, so not even one with a code proves it.
//! - 503 says nothing better: gateways send it also where the server broke off in the midst of its
//!   work. A `Retry-After` with it says when to come again, not that nothing was done.

use std::time::{Duration, SystemTime};

use crate::answer::Answer;
use crate::error::{Error, ErrorKind};
use crate::request::Retry;

use super::transport::{Delivery, TransportError, TransportErrorKind};

/// What came of one attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// The answer was decoded.
    Accepted,
    /// The server does not know the session.
    SessionDead,
    /// 429.
    Throttled,
    /// The server failed, and may not fail the next time.
    Failed,
    /// The server failed, and says why in its own words.
    FailedForReason,
    /// A redirect, and whether it may follow on work done.
    Redirected { may_be_done: bool },
    /// A success whose body is no JSON.
    Garbled,
    /// A success that nobody understands, or that is too large.
    NotUnderstood,
    /// The server refused the request.
    Refused,
    /// There is no whole answer.
    NoAnswer(Delivery),
    /// What the caller gave failed: a reader, a writer, the options of the transport.
    LocalFailure(Delivery),
}

impl Outcome {
    /// What an answer, and the error that was decoded from it, come to.
    pub(crate) fn of_answer(answer: &Answer, error: Option<&Error>) -> Self {
        let Some(error) = error else {
            return Self::Accepted;
        };
        match (error.kind(), answer.status) {
            (ErrorKind::SessionInvalid, _) => Self::SessionDead,
            (ErrorKind::Throttled, _) => Self::Throttled,
            (_, 300..400) => Self::Redirected {
                may_be_done: (301..=303).contains(&answer.status),
            },
            (_, 408) | (ErrorKind::ServerFailed, _) => Self::Failed,
            (ErrorKind::LoginRefused, _) => Self::Refused,
            (_, 500..) => Self::FailedForReason,
            (ErrorKind::AnswerTooLarge, _) => Self::NotUnderstood,
            // Neither a result nor a code of the vendor's: not everybody who writes `message` under
            // a success knows what became of the request.
            (ErrorKind::Refused, 200..300) if error.code().is_none() => Self::NotUnderstood,
            (ErrorKind::UnexpectedAnswer, _) if is_json(&answer.body) => Self::NotUnderstood,
            (ErrorKind::UnexpectedAnswer, _) => Self::Garbled,
            _ => Self::Refused,
        }
    }

    /// What the failure of a transport comes to.
    pub(crate) fn of_failure(failure: &TransportError) -> Self {
        match failure.kind() {
            TransportErrorKind::LocalIo | TransportErrorKind::Options => {
                Self::LocalFailure(failure.delivery())
            }
            TransportErrorKind::TooLarge => Self::NotUnderstood,
            _ => Self::NoAnswer(failure.delivery()),
        }
    }

    /// Whether the server may have done what was asked.
    pub(crate) fn may_be_done(self) -> bool {
        match self {
            Self::SessionDead | Self::Throttled | Self::Refused => false,
            Self::Redirected { may_be_done } => may_be_done,
            Self::NoAnswer(delivery) | Self::LocalFailure(delivery) => {
                delivery == Delivery::Unknown
            }
            Self::Accepted
            | Self::Failed
            | Self::FailedForReason
            | Self::Garbled
            | Self::NotUnderstood => true,
        }
    }

    /// Whether another attempt may end better.
    fn may_pass(self) -> bool {
        matches!(
            self,
            Self::SessionDead | Self::Throttled | Self::Failed | Self::Garbled | Self::NoAnswer(_)
        )
    }
}

fn is_json(body: &[u8]) -> bool {
    let body = body.strip_prefix("\u{feff}".as_bytes()).unwrap_or(body);
    serde_json::from_slice::<&serde_json::value::RawValue>(body).is_ok()
}

/// What is left of a call when an attempt is over.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Left {
    /// More attempts are allowed.
    pub(crate) retries: bool,
    /// More logins are allowed.
    pub(crate) logins: bool,
    /// What it sends and receives can be sent and received from the beginning: not the half of an
    /// upload from a reader that is read.
    pub(crate) replay: bool,
    /// Time until the deadline.
    pub(crate) time: Duration,
}

/// What to do next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Decision {
    /// The call is over, with the value.
    Done,
    /// Wait, then send again.
    Again { after: Duration },
    /// Get another session, wait, then send again.
    Relogin { after: Duration },
    /// The call is over, with what the attempt says.
    Fail,
    /// The call is over, and nobody knows whether it was done.
    Uncertain,
}

/// Decides what comes after an attempt; `after` is how long to wait where it is sent again.
pub(crate) fn decide(class: Retry, outcome: Outcome, left: Left, after: Duration) -> Decision {
    if outcome == Outcome::Accepted {
        return Decision::Done;
    }
    let is_once = !matches!(class, Retry::Read | Retry::Idempotent);
    if is_once && outcome.may_be_done() {
        return Decision::Uncertain;
    }
    if !outcome.may_pass() || !left.replay || after >= left.time {
        return Decision::Fail;
    }
    match outcome {
        Outcome::SessionDead if left.logins => Decision::Relogin { after },
        Outcome::SessionDead => Decision::Fail,
        _ if left.retries => Decision::Again { after },
        _ => Decision::Fail,
    }
}

/// How long to wait between attempts.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Backoff {
    /// The most before the first repetition.
    pub(crate) first: Duration,
    /// The most before any repetition.
    pub(crate) most: Duration,
}

impl Backoff {
    /// Full jitter: anything from nothing to the most, which doubles with each repetition.
    /// `random` is at least 0 and less than 1.
    pub(crate) fn wait(self, repetition: u32, random: f64) -> Duration {
        let doubled = self.first.saturating_mul(1 << repetition.min(20));
        doubled.min(self.most).mul_f64(random.clamp(0.0, 1.0))
    }

    /// Not before the server wants it, and not all at the same moment.
    pub(crate) fn wait_as_asked(self, asked: Duration, random: f64) -> Duration {
        asked.saturating_add(self.wait(0, random))
    }
}

/// The wait that an answer asks for: `Retry-After` as seconds or as a date (RFC 9110, 10.2.3).
///
/// A date is compared with the answer's own `Date` where it has one, so that the clock of this
/// machine need not be right.
pub(crate) fn retry_after(answer: &Answer, now: impl FnOnce() -> SystemTime) -> Option<Duration> {
    let value = answer.header("retry-after")?.trim();
    if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) {
        // More digits than fit are more than anybody waits.
        return Some(Duration::from_secs(value.parse().unwrap_or(u64::MAX)));
    }
    let date = httpdate::parse_http_date(value).ok()?;
    let now = answer
        .header("date")
        .and_then(|date| httpdate::parse_http_date(date.trim()).ok())
        .unwrap_or_else(now);
    Some(date.duration_since(now).unwrap_or_default())
}

#[cfg(test)]
mod tests;
