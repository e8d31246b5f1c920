//! Why a sandbox does not start.

use std::fmt;

use billbind_codegen::Problems;

/// A sandbox that does not start; [`Display`](fmt::Display) says what to mend.
#[derive(Debug)]
pub struct StartError {
    kind: StartErrorKind,
}

#[derive(Debug)]
enum StartErrorKind {
    /// The schemas have problems, each with its place.
    Schemas(Problems),
    /// The schemas are right, but the sandbox cannot play such an organization, or the data or an
    /// option is wrong.
    Refused(String),
    Database(rusqlite::Error),
}

impl StartError {
    pub(crate) fn refused(text: impl Into<String>) -> Self {
        Self {
            kind: StartErrorKind::Refused(text.into()),
        }
    }
}

impl fmt::Display for StartError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            StartErrorKind::Schemas(problems) => problems.fmt(formatter),
            StartErrorKind::Refused(text) => formatter.write_str(text),
            StartErrorKind::Database(error) => {
                write!(formatter, "the data cannot be opened: {error}")
            }
        }
    }
}

impl std::error::Error for StartError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.kind {
            StartErrorKind::Database(error) => Some(error),
            StartErrorKind::Schemas(_) | StartErrorKind::Refused(_) => None,
        }
    }
}

impl From<Problems> for StartError {
    fn from(problems: Problems) -> Self {
        Self {
            kind: StartErrorKind::Schemas(problems),
        }
    }
}

impl From<rusqlite::Error> for StartError {
    fn from(error: rusqlite::Error) -> Self {
        Self {
            kind: StartErrorKind::Database(error),
        }
    }
}
