//! Answers that the operations did not make, but a fault did.

use std::time::{Duration, SystemTime};

use serde_json::json;

use super::fault::{ErrorShape, Fault, RetryAfter};
use crate::Outgoing;
use crate::protocol::{Refusal, json_answer};

/// The answer that takes the place of the true one; `None` where the fault leaves it as it is.
pub(crate) fn replacement(fault: &Fault) -> Option<Outgoing> {
    let answer = match fault {
        Fault::Throttled { retry_after } => later(
            message(
                429,
                "too_many_requests",
                "Too many requests (a fault on request)",
            ),
            *retry_after,
        ),
        Fault::Unavailable { retry_after } => later(
            message(
                503,
                "service_unavailable",
                "Out of service (a fault on request)",
            ),
            *retry_after,
        ),
        Fault::InternalError { shape, .. } => match shape {
            ErrorShape::Errors => json_answer(
                500,
                &json!({"errors": [{
                    "error_text": "Something went wrong (a fault on request)",
                    "error_code": "SIMULATED_FAULT",
                }]}),
            ),
            ErrorShape::Message => message(
                500,
                "internal_error",
                "Something went wrong (a fault on request)",
            ),
        },
        // The text of the sample in "Authentication".
        Fault::Unauthorized => Refusal::Unauthorized("Invalid session ID".to_owned()).answer(),
        Fault::Html { status, .. } => Outgoing {
            status: *status,
            headers: vec![content_type("text/html; charset=utf-8")],
            body: page(*status).into_bytes(),
        },
        Fault::ExpiredSession
        | Fault::LoginRefused
        | Fault::Latency(_)
        | Fault::ClosedBefore
        | Fault::ClosedAfter
        | Fault::Cut { .. }
        | Fault::ContentType(_) => return None,
    };
    Some(answer)
}

fn message(status: u16, error: &str, text: &str) -> Outgoing {
    json_answer(status, &json!({"error": error, "message": text}))
}

fn content_type(value: &str) -> (String, String) {
    ("content-type".to_owned(), value.to_owned())
}

fn later(mut answer: Outgoing, retry_after: Option<RetryAfter>) -> Outgoing {
    let value = match retry_after {
        None => return answer,
        Some(RetryAfter::Seconds(seconds)) => seconds.to_string(),
        Some(RetryAfter::Date(seconds)) => {
            // The caller compares it with a clock of its own, so the sandbox's does not matter.
            let date = SystemTime::now() + Duration::from_secs(seconds.into());
            httpdate::fmt_http_date(date)
        }
    };
    answer.headers.push(("retry-after".to_owned(), value));
    answer
}

fn page(status: u16) -> String {
    format!(
        "<html>\r\n<head><title>{status}</title></head>\r\n<body>\r\n<center><h1>{status}</h1></center>\r\n\
         <hr><center>a proxy, on request</center>\r\n</body>\r\n</html>\r\n"
    )
}
