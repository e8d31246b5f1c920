//! Requests and answers as the sandbox sees them, whatever carries them.

use std::fmt;

/// A request.
///
/// `Debug` shows neither the values of the headers nor the query nor the body: they may hold
/// secrets.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Incoming {
    /// The method, in capitals: `GET`.
    pub method: String,
    /// The path as it was sent, percent-encoded.
    pub path: String,
    /// What follows the `?`, as it was sent.
    pub query: Option<String>,
    /// Names and values of the headers, in their order.
    pub headers: Vec<(String, Vec<u8>)>,
    /// The body, empty where there is none.
    pub body: Vec<u8>,
}

impl Incoming {
    /// The value of the first header of a name, in any case, as far as it is text.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let (_, value) = self
            .headers
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))?;
        std::str::from_utf8(value).ok()
    }
}

impl fmt::Debug for Incoming {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headers: Vec<&str> = self.headers.iter().map(|(name, _)| name.as_str()).collect();
        formatter
            .debug_struct("Incoming")
            .field("method", &self.method)
            .field("path", &self.path)
            .field("headers", &headers)
            .field("body_length", &self.body.len())
            .finish_non_exhaustive()
    }
}

/// An answer.
///
/// `Debug` shows the length of the body only: it may hold secrets.
#[derive(Clone, PartialEq, Eq)]
pub struct Outgoing {
    /// The status: 200.
    pub status: u16,
    /// Names and values of the headers.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl fmt::Debug for Outgoing {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Outgoing")
            .field("status", &self.status)
            .field("headers", &self.headers)
            .field("body_length", &self.body.len())
            .finish()
    }
}
