//! The body of a request: bytes, or a source that is read while it is sent.

use std::fmt;
use std::io::{self, Cursor, Read};
use std::sync::Arc;

/// The body of a request, as an HTTP stack sends it.
///
/// Nearly all bodies are bytes. That of an upload is read from its source while it is sent, so that
/// a large file is never in memory as a whole.
///
/// ```
/// use billbind_runtime::Body;
/// use std::io::Read;
///
/// let body = Body::from(b"{}".to_vec());
/// assert_eq!(body.as_bytes(), Some(&b"{}"[..]));
/// assert_eq!(body.length(), Some(2));
///
/// let mut sent = Vec::new();
/// body.open()?.read_to_end(&mut sent)?;
/// assert_eq!(sent, b"{}");
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Clone)]
pub struct Body(Content);

#[derive(Clone)]
enum Content {
    Bytes(Shared),
    Source(Arc<dyn Source>),
}

/// Bytes that clones share. Not an `Arc<[u8]>`: making one would copy what was just written.
#[derive(Clone)]
struct Shared(Arc<Vec<u8>>);

impl AsRef<[u8]> for Shared {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

/// What a body that is no bytes is read from.
pub(crate) trait Source: Send + Sync {
    /// How many bytes it gives, where that is known before.
    fn length(&self) -> Option<u64>;

    /// Whether it can be read from its beginning.
    fn is_available(&self) -> bool;

    /// Begins to read, from the beginning.
    fn open(&self) -> io::Result<Box<dyn Read + Send>>;
}

impl Body {
    /// A body that is read while it is sent.
    pub(crate) fn from_source(source: impl Source + 'static) -> Self {
        Self(Content::Source(Arc::new(source)))
    }

    /// The whole body, where it is in memory.
    #[must_use]
    pub fn as_bytes(&self) -> Option<&[u8]> {
        match &self.0 {
            Content::Bytes(bytes) => Some(bytes.as_ref()),
            Content::Source(_) => None,
        }
    }

    /// The size in bytes. `None` for an upload from a reader whose size nobody told: it can be sent
    /// in chunks only.
    #[must_use]
    pub fn length(&self) -> Option<u64> {
        match &self.0 {
            Content::Bytes(bytes) => Some(bytes.0.len() as u64),
            Content::Source(source) => source.length(),
        }
    }

    /// Whether it can be sent from its beginning: always, but for an upload from a reader that has
    /// been read from.
    #[must_use]
    pub fn is_available(&self) -> bool {
        match &self.0 {
            Content::Bytes(_) => true,
            Content::Source(source) => source.is_available(),
        }
    }

    /// Begins to read the body, from its beginning.
    ///
    /// # Errors
    /// Where the source cannot be opened, or [can no longer be read](Body::is_available) from its
    /// beginning. Reading fails where the source does, or where a file is not as long as it was.
    pub fn open(&self) -> io::Result<Box<dyn Read + Send>> {
        match &self.0 {
            Content::Bytes(bytes) => Ok(Box::new(Cursor::new(bytes.clone()))),
            Content::Source(source) => source.open(),
        }
    }

    /// The whole body, read into memory where it is not there: for an HTTP stack that cannot send
    /// from a reader, and for tests.
    ///
    /// # Errors
    /// Like [`open`](Body::open).
    pub fn to_bytes(&self) -> io::Result<Vec<u8>> {
        match &self.0 {
            Content::Bytes(bytes) => Ok(bytes.0.to_vec()),
            Content::Source(source) => {
                let mut bytes = Vec::new();
                source.open()?.read_to_end(&mut bytes)?;
                Ok(bytes)
            }
        }
    }
}

impl From<Vec<u8>> for Body {
    fn from(bytes: Vec<u8>) -> Self {
        Self(Content::Bytes(Shared(Arc::new(bytes))))
    }
}

impl fmt::Debug for Body {
    /// Its size; what is in it may be a secret.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.length() {
            Some(length) => write!(formatter, "{length} bytes"),
            None => formatter.write_str("bytes from a reader"),
        }
    }
}
