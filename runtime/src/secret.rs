//! Text that must never be shown: card and bank data, tokens, passwords, session ids.

use std::fmt;
use std::sync::Arc;

/// Text that is redacted wherever it could be shown.
///
/// `Debug` prints `[redacted]`, there is no `Display`. Clones share the text. It is reached by
/// [`expose`](Secret::expose) only, so that every place that reads it can be found.
///
/// ```
/// use billbind_runtime::Secret;
///
/// let card = Secret::new("4111111111111111");
/// assert_eq!(format!("{card:?}"), "[redacted]");
/// assert_eq!(card.expose(), "4111111111111111");
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Secret(Arc<str>);

impl Secret {
    /// Takes the text into custody.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into().into())
    }

    /// The text itself. Whoever calls this answers for where it goes.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("[redacted]")
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}
