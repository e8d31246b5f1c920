//! The JSON that the codec reads and writes: single values here, records in [`crate::decode`].

use std::borrow::Cow;

/// One JSON value, looked at but not copied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Token<'a> {
    /// `null`.
    Null,
    /// A string, without its quotes and escapes.
    Text(Cow<'a, str>),
    /// A number or flag, as written.
    Scalar(&'a str),
    /// A list or an object, as written.
    Nested(&'a str),
}

impl<'a> Token<'a> {
    /// Looks at a text that is one JSON value.
    pub(crate) fn of(json: &'a str) -> Self {
        match json.as_bytes().first() {
            Some(b'"') => Self::string(json),
            Some(b'{' | b'[') => Self::Nested(json),
            Some(b'n') | None => Self::Null,
            Some(_) => Self::Scalar(json),
        }
    }

    fn string(json: &'a str) -> Self {
        let inner = json
            .get(1..json.len().saturating_sub(1))
            .unwrap_or_default();
        if !inner.as_bytes().contains(&b'\\') {
            return Self::Text(Cow::Borrowed(inner));
        }
        match serde_json::from_str::<String>(json) {
            Ok(text) => Self::Text(Cow::Owned(text)),
            // Half of a surrogate pair: JSON allows it, Rust's text cannot hold it.
            Err(_) => Self::Nested(json),
        }
    }

    /// Whether the system writes this for "no value": `null`, `""`, blanks, `[]`
    /// (protocol notes: `ErrorText` is `" "` and `[]` on success in seed 001).
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        match self {
            Self::Null => true,
            Self::Text(text) => text.trim().is_empty(),
            Self::Nested(json) => json
                .strip_prefix('[')
                .and_then(|rest| rest.strip_suffix(']'))
                .is_some_and(|inner| inner.trim().is_empty()),
            Self::Scalar(_) => false,
        }
    }
}

/// Appends a text as a JSON string.
pub(crate) fn write_text(json: &mut Vec<u8>, text: &str) {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    json.push(b'"');
    let bytes = text.as_bytes();
    let mut written = 0;
    for (at, &byte) in bytes.iter().enumerate() {
        if byte >= 0x20 && byte != b'"' && byte != b'\\' {
            continue;
        }
        json.extend_from_slice(&bytes[written..at]);
        written = at + 1;
        match byte {
            b'"' => json.extend_from_slice(b"\\\""),
            b'\\' => json.extend_from_slice(b"\\\\"),
            b'\n' => json.extend_from_slice(b"\\n"),
            b'\r' => json.extend_from_slice(b"\\r"),
            b'\t' => json.extend_from_slice(b"\\t"),
            _ => {
                json.extend_from_slice(b"\\u00");
                json.push(HEX[usize::from(byte >> 4)]);
                json.push(HEX[usize::from(byte & 15)]);
            }
        }
    }
    json.extend_from_slice(&bytes[written..]);
    json.push(b'"');
}

/// Writes the members of one JSON object, with the commas between them.
pub(crate) struct Members<'a> {
    json: &'a mut Vec<u8>,
    first: bool,
}

impl<'a> Members<'a> {
    pub(crate) fn open(json: &'a mut Vec<u8>) -> Self {
        json.push(b'{');
        Self { json, first: true }
    }

    /// Writes the name of the next member and gives the place for its value.
    pub(crate) fn member(&mut self, name: &str) -> &mut Vec<u8> {
        if !std::mem::take(&mut self.first) {
            self.json.push(b',');
        }
        write_text(self.json, name);
        self.json.push(b':');
        self.json
    }

    pub(crate) fn close(self) {
        self.json.push(b'}');
    }
}

/// Writes a JSON list, one item after the other.
pub(crate) fn write_list<T>(
    json: &mut Vec<u8>,
    items: impl IntoIterator<Item = T>,
    mut write: impl FnMut(&mut Vec<u8>, T),
) {
    json.push(b'[');
    for (at, item) in items.into_iter().enumerate() {
        if at > 0 {
            json.push(b',');
        }
        write(json, item);
    }
    json.push(b']');
}
