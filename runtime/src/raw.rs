//! Values kept exactly as they were on the wire.

use std::borrow::Cow;
use std::fmt;

use crate::parse::ParseError;

/// A JSON value as text, byte for byte as it came or is to be sent.
///
/// Numbers keep every digit. `Debug` shows the kind of value only: nobody knows whether a field
/// that the schema does not know holds a secret.
///
/// ```
/// use billbind_runtime::Raw;
///
/// let region = Raw::text("EMEA");
/// assert_eq!(region.as_json(), r#""EMEA""#);
/// assert_eq!(region.as_text().as_deref(), Some("EMEA"));
/// assert_eq!(Raw::json("[1, 2.50]")?.as_json(), "[1, 2.50]");
/// assert!(Raw::json("[1, 2").is_err());
/// # Ok::<(), billbind_runtime::ParseError>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Raw(Box<str>);

impl Raw {
    /// A JSON text; blanks around the value are not part of it.
    ///
    /// # Errors
    /// [`ParseError`] where the text is not exactly one JSON value.
    pub fn json(text: impl Into<String>) -> Result<Self, ParseError> {
        match serde_json::from_str::<&serde_json::value::RawValue>(&text.into()) {
            Ok(value) => Ok(Self::trusted(value.get())),
            Err(_) => Err(ParseError::new("exactly one JSON value")),
        }
    }

    /// A JSON string.
    #[must_use]
    pub fn text(text: &str) -> Self {
        let mut json = Vec::with_capacity(text.len() + 2);
        crate::json::write_text(&mut json, text);
        // The writer makes UTF-8 of UTF-8.
        Self(String::from_utf8(json).unwrap_or_default().into_boxed_str())
    }

    /// A text that a JSON reader has already found to be one value.
    pub(crate) fn trusted(json: &str) -> Self {
        Self(json.into())
    }

    /// The JSON text.
    #[must_use]
    pub fn as_json(&self) -> &str {
        &self.0
    }

    /// The text of a JSON string, or the digits or word of a scalar; `None` for null, a list or an
    /// object.
    #[must_use]
    pub fn as_text(&self) -> Option<Cow<'_, str>> {
        match crate::json::Token::of(&self.0) {
            crate::json::Token::Text(text) => Some(text),
            crate::json::Token::Scalar(word) => Some(Cow::Borrowed(word)),
            crate::json::Token::Null | crate::json::Token::Nested(_) => None,
        }
    }

    /// Reads the value as one of the types that fields have.
    ///
    /// # Errors
    /// [`ParseError`] where the value does not fit or there is none.
    pub fn read<T: crate::value::FieldValue>(&self) -> Result<T, ParseError> {
        T::read(&crate::scan::Scanned::of(&self.0))?.ok_or(ParseError::new("a value, not nothing"))
    }
}

impl fmt::Debug for Raw {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self.0.as_bytes().first() {
            Some(b'"') => "[text]",
            Some(b'{') => "[object]",
            Some(b'[') => "[list]",
            Some(b'n') => "null",
            Some(b't' | b'f') => "[flag]",
            _ => "[number]",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Raw;

    #[test]
    fn a_raw_field_keeps_every_byte_also_of_escapes() {
        for json in [r#""\u0041\/""#, r#""\ud800""#, "1.50e+1", r#"{"a" : [1 ]}"#] {
            let raw = Raw::json(json).expect("a JSON value");
            assert_eq!(raw.read::<Raw>().expect("a value").as_json(), json);
        }
    }
}
