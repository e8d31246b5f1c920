//! The JSON that the codec reads and writes: single values here, records in [`crate::decode`].

use std::borrow::Cow;

/// One JSON value, looked at but not copied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Token<'a> {
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
    /// (`ErrorText` is `" "` and `[]` on success in REST Methods).
    #[must_use]
    pub(crate) fn is_nothing(&self) -> bool {
        match self {
            Self::Null => true,
            // Most texts begin with a letter or digit: no need to look on.
            Self::Text(text) => {
                !text.as_bytes().first().is_some_and(u8::is_ascii_graphic) && text.trim().is_empty()
            }
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
    while let Some(at) = next_escape(bytes, written) {
        json.extend_from_slice(&bytes[written..at]);
        written = at + 1;
        match bytes[at] {
            b'"' => json.extend_from_slice(b"\\\""),
            b'\\' => json.extend_from_slice(b"\\\\"),
            b'\n' => json.extend_from_slice(b"\\n"),
            b'\r' => json.extend_from_slice(b"\\r"),
            b'\t' => json.extend_from_slice(b"\\t"),
            byte => {
                json.extend_from_slice(b"\\u00");
                json.push(HEX[usize::from(byte >> 4)]);
                json.push(HEX[usize::from(byte & 15)]);
            }
        }
    }
    json.extend_from_slice(&bytes[written..]);
    json.push(b'"');
}

/// The next byte from `start` on that stands for more than itself in a JSON string: a quote, a
/// backslash, or a character that must be escaped.
///
/// Eight bytes are looked at together: texts are most of what is written, and hardly any needs an
/// escape.
pub(crate) fn next_escape(bytes: &[u8], start: usize) -> Option<usize> {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGHS: u64 = ONES << 7;
    let mut at = start;
    while let Some(eight) = bytes.get(at..at + 8) {
        let mut word = [0; 8];
        word.copy_from_slice(eight);
        let word = u64::from_le_bytes(word);
        // The high bit of a byte is set where the byte is below a limit, or is zero after the
        // exclusive or; a borrow can add a false hit, but never hide one.
        let below = |word: u64, limit: u64| word.wrapping_sub(ONES * limit) & !word & HIGHS;
        let quote = word ^ (ONES * u64::from(b'"'));
        let backslash = word ^ (ONES * u64::from(b'\\'));
        if below(word, 0x20) | below(quote, 1) | below(backslash, 1) != 0 {
            break;
        }
        at += 8;
    }
    let must = |byte: &u8| *byte < 0x20 || *byte == b'"' || *byte == b'\\';
    let found = bytes.get(at..)?.iter().position(must)?;
    Some(at + found)
}

/// A name as it stands before a member's value: `"Name":`.
pub(crate) fn written_name(name: &str) -> Box<[u8]> {
    let mut json = Vec::with_capacity(name.len() + 3);
    write_text(&mut json, name);
    json.push(b':');
    json.into_boxed_slice()
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
        self.member_written(&written_name(name))
    }

    /// The same for a name that is [written](written_name) already.
    pub(crate) fn member_written(&mut self, name: &[u8]) -> &mut Vec<u8> {
        if !std::mem::take(&mut self.first) {
            self.json.push(b',');
        }
        self.json.extend_from_slice(name);
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

#[cfg(test)]
mod tests {
    use super::write_text;

    #[test]
    fn every_byte_is_escaped_as_json_asks_wherever_it_stands() {
        for letter in (0..=0x2FF).filter_map(char::from_u32) {
            for before in 0..20 {
                let text = format!("{}{letter}{}", "é~ x".repeat(before), "z".repeat(before));
                let mut json = Vec::new();
                write_text(&mut json, &text);
                let read: String = serde_json::from_slice(&json).expect("a JSON string");
                assert_eq!(read, text);
            }
        }
    }
}
