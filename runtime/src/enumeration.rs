//! What all generated enums share.

use std::fmt;

/// A text that is none of an enum's known values.
///
/// It is made by decoding and by the enum's `custom`, never from a known value, and its text can be
/// read but not matched on: code that matched on the text of today's unknown value would break on
/// the day the schema learns it.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct UnknownValue(Box<str>);

impl UnknownValue {
    /// Used by generated code, for texts that are no known value.
    #[doc(hidden)]
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self(text.into())
    }

    /// The text, byte for byte as it is on the wire.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for UnknownValue {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, formatter)
    }
}

/// A generated enum.
///
/// Implemented by generated code only; use the enum's own functions.
pub trait Enumeration: Clone + PartialEq + fmt::Debug + 'static {
    /// The known values and their texts on the wire.
    const KNOWN: &'static [(&'static str, Self)];

    /// The variant for a text outside the list; `None` for a closed enum.
    fn from_unknown(value: UnknownValue) -> Option<Self>;

    /// The text of a value outside the list.
    fn as_unknown(&self) -> Option<&UnknownValue>;
}

/// The value of a text: a known one where the text is in the list.
#[doc(hidden)]
#[must_use]
pub fn enum_from_text<T: Enumeration>(text: &str) -> Option<T> {
    match T::KNOWN.iter().find(|(known, _)| *known == text) {
        Some((_, value)) => Some(value.clone()),
        None => T::from_unknown(UnknownValue(text.into())),
    }
}

/// The text of a value.
#[doc(hidden)]
pub fn enum_as_text<T: Enumeration>(value: &T) -> &str {
    match value.as_unknown() {
        Some(unknown) => unknown.as_str(),
        // Every variant but the unknown one is in the list.
        None => T::KNOWN
            .iter()
            .find(|(_, known)| known == value)
            .map_or("", |(text, _)| text),
    }
}
