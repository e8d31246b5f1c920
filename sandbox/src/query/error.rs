//! What is answered to a statement that is not run.

use std::fmt;

/// Why a statement or a condition was refused: what stands where, and how to say it instead.
///
/// The vendor answers one with HTTP 500 and the code [`QueryError::CODE`] (REST Methods, "Error
/// Codes").
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct QueryError {
    text: String,
}

impl QueryError {
    /// The vendor's code for whatever is wrong with a query.
    pub(crate) const CODE: &'static str = "INVALID_GET_REQUEST_QUERY";

    pub(super) fn new(text: impl Into<String>) -> Self {
        Self { text: text.into() }
    }

    /// The same, with what is wrong before the reason.
    pub(super) fn in_a(self, what: &str) -> Self {
        Self::new(format!("{what}: {}", self.text))
    }

    /// The reason, for the person who wrote the statement.
    #[must_use]
    pub(crate) fn text(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for QueryError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text)
    }
}

impl std::error::Error for QueryError {}

impl From<rusqlite::Error> for QueryError {
    /// What SQLite refuses (a sum of too many digits, a statement beyond its limits) is the
    /// statement's fault as far as anybody can tell, and no reason to stop.
    fn from(error: rusqlite::Error) -> Self {
        let reason = match error {
            rusqlite::Error::SqliteFailure(_, Some(message)) => message,
            other => other.to_string(),
        };
        Self::new(format!("the query could not be run: {reason}"))
    }
}

pub(super) type Result<T> = std::result::Result<T, QueryError>;

/// Part of a message that quotes what somebody wrote: short, whatever was written.
pub(super) fn shown(text: &str) -> String {
    const MOST: usize = 60;
    if text.chars().count() <= MOST {
        return text.to_owned();
    }
    let start: String = text.chars().take(MOST).collect();
    format!("{start}...")
}
