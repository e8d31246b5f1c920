//! Why a sandbox does not start.

use std::fmt;

use billbind_codegen::Problems;

/// A sandbox that does not start; [`Display`](fmt::Display) says what to mend.
#[derive(Debug)]
pub struct StartError {
    kind: StartErrorKind,
}

/// What keeps a sandbox from starting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum StartProblem {
    /// The schemas, or the examples in them.
    Schemas,
    /// The file with the records.
    Data,
    /// The address to listen on.
    Address,
}

#[derive(Debug)]
enum StartErrorKind {
    /// The schemas have problems, each with its place.
    Schemas(Problems),
    /// Anything else, in a sentence.
    Refused(StartProblem, String),
    Database(rusqlite::Error),
}

impl StartError {
    /// What has to be mended.
    #[must_use]
    pub fn problem(&self) -> StartProblem {
        match &self.kind {
            StartErrorKind::Schemas(_) => StartProblem::Schemas,
            StartErrorKind::Refused(problem, _) => *problem,
            StartErrorKind::Database(_) => StartProblem::Data,
        }
    }

    /// The schemas are right, but the sandbox cannot play such an organization.
    pub(crate) fn refused(text: impl Into<String>) -> Self {
        Self::of(StartProblem::Schemas, text.into())
    }

    /// The file with the records cannot be used.
    pub(crate) fn data(text: impl Into<String>) -> Self {
        Self::of(StartProblem::Data, text.into())
    }

    /// The server cannot listen.
    pub(crate) fn address(text: impl Into<String>) -> Self {
        Self::of(StartProblem::Address, text.into())
    }

    fn of(problem: StartProblem, text: String) -> Self {
        Self {
            kind: StartErrorKind::Refused(problem, text),
        }
    }
}

impl fmt::Display for StartError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            StartErrorKind::Schemas(problems) => problems.fmt(formatter),
            StartErrorKind::Refused(_, text) => formatter.write_str(text),
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
            StartErrorKind::Schemas(_) | StartErrorKind::Refused(..) => None,
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
