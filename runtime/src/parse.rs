//! The error of reading a value from text.

use std::fmt;

/// Text that is no value of the wanted type.
///
/// It says what was expected and never repeats the text, which may be a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ParseError {
    expected: &'static str,
}

impl ParseError {
    pub(crate) const fn new(expected: &'static str) -> Self {
        Self { expected }
    }

    /// What would have been right.
    #[must_use]
    pub fn expected(&self) -> &'static str {
        self.expected
    }
}

impl fmt::Display for ParseError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "expected {}", self.expected)
    }
}

impl std::error::Error for ParseError {}
