//! Requests that are refused as a whole, and the answers that say so.

use serde_json::{Value, json};

use crate::http::Outgoing;
use crate::query::QueryError;

/// Why a request is refused as a whole.
#[derive(Debug)]
pub(crate) enum Refusal {
    /// 400: a parameter is missing, or something is not readable.
    BadRequest(String),
    /// 401: no session, or credentials that are wrong.
    Unauthorized(String),
    /// 404: no such path, or no record fits.
    NotFound(String),
    /// 405, which the vendor does not document.
    WrongMethod {
        allowed: &'static [&'static str],
        text: String,
    },
    /// 500: the session is not alive any more ("REST Methods, Error Codes": 500 is everything
    /// else; client programs log in again on this code).
    DeadSession,
    /// 500: a statement that cannot be run.
    Statement(String),
    /// 500: the sandbox failed.
    Failure(String),
}

impl Refusal {
    pub(crate) fn bad_request(text: impl Into<String>) -> Self {
        Self::BadRequest(text.into())
    }

    pub(crate) fn not_found(text: impl Into<String>) -> Self {
        Self::NotFound(text.into())
    }

    pub(crate) fn wrong_method(allowed: &'static [&'static str]) -> Self {
        Self::WrongMethod {
            allowed,
            text: format!("This path takes {}", allowed.join(", ")),
        }
    }

    /// The answer, in the shapes of "Authentication" and "REST Methods, Error Codes".
    pub(crate) fn answer(self) -> Outgoing {
        let message = |error: &str, text: &str| json!({"error": error, "message": text});
        let errors =
            |code: &str, text: &str| json!({"errors": [{"error_text": text, "error_code": code}]});
        match self {
            Self::BadRequest(text) => json_answer(400, &message("bad_request", &text)),
            Self::Unauthorized(text) => json_answer(401, &message("unauthorized", &text)),
            Self::NotFound(text) => json_answer(404, &message("not_found", &text)),
            Self::WrongMethod { allowed, text } => {
                let mut answer = json_answer(405, &message("method_not_allowed", &text));
                let allow = ("allow".to_owned(), allowed.join(", "));
                answer.headers.push(allow);
                answer
            }
            Self::DeadSession => json_answer(
                500,
                &errors("INVALID_SESSION_ID", "Invalid session ID: log in again"),
            ),
            Self::Statement(text) => json_answer(500, &errors(QueryError::CODE, &text)),
            Self::Failure(text) => json_answer(500, &errors("SIMULATED_SANDBOX_FAILURE", &text)),
        }
    }
}

impl From<rusqlite::Error> for Refusal {
    fn from(error: rusqlite::Error) -> Self {
        // The texts of SQLite name tables, columns and constraints, and never hold a value.
        Self::Failure(format!(
            "The sandbox's database failed, and nothing of the request was kept: {error}"
        ))
    }
}

impl From<QueryError> for Refusal {
    fn from(error: QueryError) -> Self {
        Self::Statement(error.text().to_owned())
    }
}

/// An answer with a JSON body.
pub(crate) fn json_answer(status: u16, body: &Value) -> Outgoing {
    Outgoing {
        status,
        headers: vec![(
            "content-type".to_owned(),
            "application/json; charset=utf-8".to_owned(),
        )],
        body: body.to_string().into_bytes(),
    }
}
