//! Why a command could not do its work, as text for the person who typed it.

use std::fmt::{self, Display, Formatter};
use std::io;
use std::path::Path;

/// A message with its place and the next step.
#[derive(Debug)]
pub(crate) struct Failure(String);

impl Failure {
    /// A failure that reads so.
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self(message.into())
    }

    /// What the operating system refused to do with a file or folder.
    pub(crate) fn refused(action: &str, path: &Path, source: &io::Error) -> Self {
        Self(format!(
            "error: cannot {action} {}: {source}",
            path.display()
        ))
    }
}

impl Display for Failure {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}
