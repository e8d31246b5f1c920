//! What all generated enums share.

use std::borrow::Cow;
use std::fmt;
use std::hash::{Hash, Hasher};

use crate::json::Token;
use crate::parse::ParseError;

/// A text that is none of an enum's known values.
///
/// It is made by decoding and by the enum's `custom`, never from a known value, and its text can be
/// read but not matched on: code that matched on the text of today's unknown value would break on
/// the day the schema learns it.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct UnknownValue(Box<str>);

impl UnknownValue {
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
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not the value of a field",
    note = "decimal numbers are `Decimal`, never floats; unknown values are made by `custom`"
)]
pub trait Enumeration: Clone + PartialEq + fmt::Debug + 'static {
    /// What the runtime knows of the enum.
    #[doc(hidden)]
    const VALUES: EnumValues<Self>;
}

/// What the runtime knows of an enum: data, since each function of a generated enum is one more
/// for the compiler to check.
#[doc(hidden)]
#[expect(missing_debug_implementations, reason = "no value of it is ever seen")]
pub struct EnumValues<T: 'static> {
    /// The known values.
    pub known: &'static [T],
    /// A value's text on the wire.
    pub text: fn(&T) -> &str,
    /// The variant for a text outside the list; `None` for a closed enum.
    pub unknown: Option<fn(UnknownValue) -> T>,
}

/// The value of a text: a known one where the text is in the list; `None` for a text that a closed
/// enum does not know.
pub(crate) fn enum_from_text<T: Enumeration>(text: &str) -> Option<T> {
    match known(text) {
        Some(value) => Some(value),
        None => T::VALUES
            .unknown
            .map(|unknown| unknown(UnknownValue(text.into()))),
    }
}

/// A value's text on the wire; borrowed from the list where the value is in it.
pub(crate) fn enum_text<T: Enumeration>(value: &T) -> Cow<'static, str> {
    let text = (T::VALUES.text)(value);
    let mut known = T::VALUES.known.iter().map(T::VALUES.text);
    match known.find(|known| *known == text) {
        Some(known) => Cow::Borrowed(known),
        None => Cow::Owned(text.to_owned()),
    }
}

/// The value of a text in an open enum, which has one for every text.
#[doc(hidden)]
pub fn open_enum_from_text<T: Enumeration>(text: &str, unknown: fn(UnknownValue) -> T) -> T {
    match known(text) {
        Some(value) => value,
        None => unknown(UnknownValue(text.into())),
    }
}

/// Reads an enum's text from an answer, as it is, so that an unknown one is kept byte for byte.
pub(crate) fn read_enum_text<'a>(token: &'a Token<'_>) -> Result<Option<&'a str>, ParseError> {
    match token {
        _ if token.is_nothing() => Ok(None),
        Token::Text(text) => Ok(Some(text)),
        Token::Scalar(word) => Ok(Some(word)),
        Token::Null | Token::Nested(_) => Err(NOT_A_VALUE),
    }
}

/// The error for a value that is none of an enum's.
pub(crate) const NOT_A_VALUE: ParseError = ParseError::new("one of the enum's values");

fn known<T: Enumeration>(text: &str) -> Option<T> {
    let mut known = T::VALUES.known.iter();
    known.find(|known| (T::VALUES.text)(known) == text).cloned()
}

/// `Debug` of all enums: the text on the wire.
///
/// # Errors
/// Those of the formatter.
#[doc(hidden)]
pub fn debug_enum(text: &str, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
    fmt::Debug::fmt(text, formatter)
}

/// `Hash` of all enums: the text on the wire.
#[doc(hidden)]
pub fn hash_enum<H: Hasher>(text: &str, state: &mut H) {
    text.hash(state);
}
