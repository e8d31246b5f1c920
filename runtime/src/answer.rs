//! An answer as an HTTP stack received it.

use std::fmt;
use std::sync::Arc;

use crate::files::receive::Received;

/// An answer as an HTTP stack received it.
#[derive(Clone)]
#[non_exhaustive]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// The headers.
    pub headers: Headers,
    /// The body.
    pub body: Vec<u8>,
    /// The file that was taken out of the body while it arrived.
    pub(crate) file: Option<Arc<Received>>,
}

impl Answer {
    /// An answer with this status and body, and no headers.
    pub fn new(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self {
            status,
            headers: Headers::default(),
            body: body.into(),
            file: None,
        }
    }

    /// Adds a header, whose name may be in any case.
    #[must_use]
    pub fn with_header(mut self, name: &str, value: impl AsRef<str>) -> Self {
        self.headers.push(name, value.as_ref());
        self
    }

    /// The value of a header, the first where there are several. `name` may be in any case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)
    }
}

impl fmt::Debug for Answer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "HTTP {} ({} bytes)",
            self.status,
            self.body.len()
        )
    }
}

/// The headers of an answer, in their order. A name may be there several times.
///
/// ```
/// use billbind_runtime::Headers;
///
/// let headers = Headers::from_iter([("Content-Type", "application/json"), ("retry-after", "2")]);
/// assert_eq!(headers.get("Retry-After"), Some("2"));
/// assert_eq!(headers.iter().next(), Some(("content-type", "application/json")));
/// ```
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Headers {
    /// All names and values, one behind the other: most answers have several headers, of which
    /// nobody looks at more than one.
    text: String,
    /// Where each name ends, and where its value does.
    ends: Vec<(usize, usize)>,
}

impl Headers {
    /// Names, in lower case, and values.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        let starts = std::iter::once(0).chain(self.ends.iter().map(|(_, end)| *end));
        starts.zip(&self.ends).map(|(start, &(name_end, end))| {
            // The places are those where `push` was between names and values.
            let text = |from, to| self.text.get(from..to).unwrap_or_default();
            (text(start, name_end), text(name_end, end))
        })
    }

    /// The value of a header, the first where there are several. `name` may be in any case.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        let mut headers = self.iter();
        headers
            .find(|(other, _)| other.eq_ignore_ascii_case(name))
            .map(|(_, value)| value)
    }

    /// Adds a header, whose name may be in any case.
    pub fn push(&mut self, name: &str, value: &str) {
        let start = self.text.len();
        self.text.push_str(name);
        let name_end = self.text.len();
        if let Some(name) = self.text.get_mut(start..) {
            name.make_ascii_lowercase();
        }
        self.text.push_str(value);
        self.ends.push((name_end, self.text.len()));
    }
}

impl<'h> FromIterator<(&'h str, &'h str)> for Headers {
    /// Names may be in any case.
    fn from_iter<I: IntoIterator<Item = (&'h str, &'h str)>>(headers: I) -> Self {
        let mut all = Self {
            // Enough for what servers usually send.
            text: String::with_capacity(256),
            ends: Vec::with_capacity(8),
        };
        for (name, value) in headers {
            all.push(name, value);
        }
        all
    }
}

impl fmt::Debug for Headers {
    /// Names only: a value may be a secret.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_set()
            .entries(self.iter().map(|(name, _)| name))
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::{Answer, Headers};

    #[test]
    fn headers_come_back_as_they_were_given_and_do_not_show() {
        let given = [
            ("set-cookie", "hunter2"),
            ("x-é", ""),
            ("", "1"),
            ("set-cookie", "2"),
        ];
        let headers: Headers = given.into_iter().collect();
        assert!(headers.iter().eq(given));
        assert_eq!(headers.get("Set-Cookie"), Some("hunter2"));
        assert_eq!(headers.get("cookie"), None);
        assert!(!format!("{headers:?}").contains("hunter2"));

        let answer = Answer::new(200, "").with_header("Retry-After", "2");
        assert_eq!(answer.header("retry-after"), Some("2"));
    }
}
