//! The values of fields: how each type is read from an answer and written to a request.

use std::any::Any;
use std::borrow::Cow;
use std::fmt;

use crate::decimal::Digits;
use crate::enumeration::{Enumeration, NOT_A_VALUE, enum_from_text, enum_text, read_enum_text};
use crate::id::{Id, Key, Reference};
use crate::json::{Members, Token, write_list, write_text};
use crate::moment::{Date, DateTime};
use crate::parse::ParseError;
use crate::scan::Scanned;
#[cfg(feature = "serde")]
use crate::storage::Stored;
use crate::table::{DateForm, DateTimeForm, Entity, FlagForm, Kind};
use crate::{Decimal, Raw, Secret};

/// The value of one field in a request.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub enum Value {
    /// Text, ids and enum values.
    Text(Cow<'static, str>),
    /// A whole number.
    Integer(i64),
    /// A decimal number.
    Decimal(Decimal),
    /// Yes or no.
    Flag(bool),
    /// A calendar date.
    Date(Date),
    /// A point in time.
    DateTime(DateTime),
    /// Text that must never be shown.
    Secret(Secret),
    /// Any JSON value.
    Raw(Raw),
    /// A record found by one of its keys.
    Lookup(Box<(Cow<'static, str>, Value)>),
    /// Several values.
    List(Vec<Value>),
}

impl fmt::Debug for Value {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => fmt::Debug::fmt(text, formatter),
            Self::Integer(number) => fmt::Display::fmt(number, formatter),
            Self::Decimal(number) => fmt::Display::fmt(number, formatter),
            Self::Flag(flag) => fmt::Display::fmt(flag, formatter),
            Self::Date(date) => fmt::Display::fmt(date, formatter),
            Self::DateTime(moment) => fmt::Display::fmt(moment, formatter),
            Self::Secret(secret) => fmt::Debug::fmt(secret, formatter),
            Self::Raw(raw) => fmt::Debug::fmt(raw, formatter),
            Self::Lookup(lookup) => {
                let (field, value) = &**lookup;
                write!(formatter, "{{{field}: {:?}}}", KeyValue(field, value))
            }
            Self::List(values) => formatter.debug_list().entries(values).finish(),
        }
    }
}

/// `Debug` of a key's value: hidden where the schema does not know the field, which is then owned.
/// Nobody knows whether it is a secret.
pub(crate) struct KeyValue<'a>(pub(crate) &'a Cow<'static, str>, pub(crate) &'a Value);

impl fmt::Debug for KeyValue<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Cow::Borrowed(_) => self.1.fmt(formatter),
            Cow::Owned(_) => formatter.write_str("[custom]"),
        }
    }
}

/// How numbers are written into JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NumberForm {
    /// As text, `"99"`: BillingPlatform writes every scalar so (REST Methods).
    Text,
}

impl Value {
    /// Whether the value is text without a character that is not blank.
    pub(crate) fn is_blank(&self) -> bool {
        match self {
            Self::Text(text) => text.trim().is_empty(),
            Self::Secret(secret) => secret.expose().trim().is_empty(),
            _ => false,
        }
    }

    /// Adds the secrets in the value; `of_secret`: all that its field holds are some.
    pub(crate) fn add_secrets(&self, of_secret: bool, found: &mut Vec<Secret>) {
        match self {
            Self::Secret(secret) => found.push(secret.clone()),
            Self::Lookup(lookup) => lookup.1.add_secrets(of_secret, found),
            Self::List(values) => {
                for value in values {
                    value.add_secrets(of_secret, found);
                }
            }
            Self::Text(text) if of_secret => found.push(Secret::new(text.as_ref())),
            Self::Integer(_) | Self::Decimal(_) if of_secret => {
                found.push(Secret::new(format!("{self:?}")));
            }
            Self::Raw(raw) if of_secret => found.extend(raw.as_text().map(Secret::new)),
            _ => {}
        }
    }

    /// The value as a secret, where it is text or written as text.
    pub(crate) fn into_secret(self) -> Self {
        match self {
            Self::Text(text) => Self::Secret(Secret::new(text)),
            Self::Integer(number) => Self::Secret(Secret::new(number.to_string())),
            Self::Decimal(number) => Self::Secret(Secret::new(number.to_string())),
            other => other,
        }
    }

    /// Appends the value in the form that a field's kind asks for.
    pub(crate) fn write(&self, json: &mut Vec<u8>, kind: Kind, numbers: NumberForm) {
        match self {
            Self::Text(text) => write_text(json, text),
            Self::Secret(secret) => write_text(json, secret.expose()),
            Self::Raw(raw) => json.extend_from_slice(raw.as_json().as_bytes()),
            Self::Integer(number) => write_number(json, Decimal::from(*number), numbers),
            Self::Decimal(number) => write_number(json, *number, numbers),
            Self::Flag(flag) => write_flag(json, *flag, kind),
            Self::Date(date) => write_date(json, date, kind),
            Self::DateTime(moment) => write_date_time(json, moment, kind),
            Self::Lookup(lookup) => {
                let mut members = Members::open(json);
                let (field, value) = &**lookup;
                value.write(members.member(field), Kind::Raw, numbers);
                members.close();
            }
            Self::List(values) => {
                let item = if let Kind::List(item) = kind {
                    *item
                } else {
                    kind
                };
                write_list(json, values, |json, value| value.write(json, item, numbers));
            }
        }
    }
}

fn write_number(json: &mut Vec<u8>, number: Decimal, form: NumberForm) {
    let mut digits = Digits::default();
    match form {
        NumberForm::Text => {
            json.push(b'"');
            if number.is_negative() {
                json.push(b'-');
            }
            json.extend_from_slice(digits.write(number));
            json.push(b'"');
        }
    }
}

fn write_flag(json: &mut Vec<u8>, flag: bool, kind: Kind) {
    let form = if let Kind::Flag(form) = kind {
        form
    } else {
        FlagForm::ZeroOne
    };
    let text = form.text(flag);
    match form {
        FlagForm::TrueFalse => json.extend_from_slice(text.as_bytes()),
        FlagForm::ZeroOne | FlagForm::YesNo => write_text(json, text),
    }
}

fn write_date(json: &mut Vec<u8>, date: &Date, kind: Kind) {
    let form = if let Kind::Date(form) = kind {
        form
    } else {
        // As REST Methods writes dates; the schema names the same form for known fields.
        DateForm::Compact
    };
    json.push(b'"');
    date.write(json, form);
    json.push(b'"');
}

fn write_date_time(json: &mut Vec<u8>, moment: &DateTime, kind: Kind) {
    let form = if let Kind::DateTime(form) = kind {
        form
    } else {
        DateTimeForm::Zulu
    };
    json.push(b'"');
    moment.write(json, form);
    json.push(b'"');
}

/// A type that fields have.
///
/// Reading is lenient in the ways the vendors' answers ask for; `Ok(None)` is "no value".
pub trait FieldValue: Sized + Clone + PartialEq + fmt::Debug + 'static {
    /// Reads a value from an answer.
    ///
    /// # Errors
    /// [`ParseError`] where there is a value and it does not fit the type.
    #[doc(hidden)]
    fn read(scanned: &Scanned<'_>) -> Result<Option<Self>, ParseError>;

    /// The value as a user's own storage keeps it.
    #[cfg(feature = "serde")]
    #[doc(hidden)]
    fn stored(&self) -> Stored<'_>;
}

/// The text in a token, for types that are read from text; `None` is "no value".
fn text_of<'a>(token: &'a Token<'_>, expected: ParseError) -> Result<Option<&'a str>, ParseError> {
    match token {
        _ if token.is_nothing() => Ok(None),
        Token::Text(text) => Ok(Some(trim(text))),
        Token::Scalar(word) => Ok(Some(word)),
        Token::Null | Token::Nested(_) => Err(expected),
    }
}

/// Blanks around a value mean nothing; most values have none, which two bytes tell.
fn trim(text: &str) -> &str {
    match text.as_bytes() {
        [first, .., last] if first.is_ascii_graphic() && last.is_ascii_graphic() => text,
        _ => text.trim(),
    }
}

impl FieldValue for String {
    /// Text is kept as it is, blanks and all; numbers and flags are taken by their text.
    fn read(scanned: &Scanned<'_>) -> Result<Option<Self>, ParseError> {
        let token = &scanned.token;
        match token {
            Token::Text(text) => Ok(Some(text.as_ref().to_owned())),
            Token::Scalar(word) => Ok(Some((*word).to_owned())),
            Token::Null => Ok(None),
            Token::Nested(_) if token.is_nothing() => Ok(None),
            Token::Nested(_) => Err(ParseError::new("text")),
        }
    }

    #[cfg(feature = "serde")]
    fn stored(&self) -> Stored<'_> {
        Stored::Text(self.as_str().into())
    }
}

impl FieldValue for Secret {
    fn read(scanned: &Scanned<'_>) -> Result<Option<Self>, ParseError> {
        Ok(String::read(scanned)?.map(Secret::new))
    }

    #[cfg(feature = "serde")]
    fn stored(&self) -> Stored<'_> {
        Stored::Secret(self.expose())
    }
}

/// Once for the ids of all entities, so that each costs the compiler little.
fn read_id(token: &Token<'_>) -> Result<Option<Box<str>>, ParseError> {
    Ok(text_of(token, ParseError::new("an id"))?.map(Box::from))
}

impl<E: Entity> FieldValue for Id<E> {
    fn read(scanned: &Scanned<'_>) -> Result<Option<Self>, ParseError> {
        let token = &scanned.token;
        Ok(read_id(token)?.map(Id::from_box))
    }

    #[cfg(feature = "serde")]
    fn stored(&self) -> Stored<'_> {
        Stored::Text(self.as_str().into())
    }
}

impl FieldValue for i64 {
    fn read(scanned: &Scanned<'_>) -> Result<Option<Self>, ParseError> {
        let token = &scanned.token;
        let expected = ParseError::new("a whole number");
        let Some(text) = text_of(token, expected)? else {
            return Ok(None);
        };
        if let Ok(number) = text.parse() {
            return Ok(Some(number));
        }
        // `30.0` and `1e3` are whole numbers as well.
        let decimal: Decimal = text.parse().map_err(|_| expected)?;
        let unit = 10_i128.pow(u32::from(decimal.scale()));
        if decimal.mantissa() % unit != 0 {
            return Err(expected);
        }
        i64::try_from(decimal.mantissa() / unit)
            .map(Some)
            .map_err(|_| expected)
    }

    #[cfg(feature = "serde")]
    fn stored(&self) -> Stored<'_> {
        Stored::Integer(*self)
    }
}

impl FieldValue for Decimal {
    fn read(scanned: &Scanned<'_>) -> Result<Option<Self>, ParseError> {
        let token = &scanned.token;
        text_of(token, ParseError::new("a decimal number"))?
            .map(str::parse)
            .transpose()
    }

    #[cfg(feature = "serde")]
    fn stored(&self) -> Stored<'_> {
        Stored::Text(self.to_string().into())
    }
}

impl FieldValue for bool {
    fn read(scanned: &Scanned<'_>) -> Result<Option<Self>, ParseError> {
        let token = &scanned.token;
        let expected = ParseError::new("a flag, like `0` or `1`");
        let Some(text) = text_of(token, expected)? else {
            return Ok(None);
        };
        match text {
            "1" | "Y" | "y" | "true" | "TRUE" | "True" => Ok(Some(true)),
            "0" | "N" | "n" | "false" | "FALSE" | "False" => Ok(Some(false)),
            _ => Err(expected),
        }
    }

    #[cfg(feature = "serde")]
    fn stored(&self) -> Stored<'_> {
        Stored::Flag(*self)
    }
}

impl FieldValue for Date {
    fn read(scanned: &Scanned<'_>) -> Result<Option<Self>, ParseError> {
        let token = &scanned.token;
        text_of(token, ParseError::new("a date"))?
            .map(str::parse)
            .transpose()
    }

    #[cfg(feature = "serde")]
    fn stored(&self) -> Stored<'_> {
        Stored::Text(self.as_str().into())
    }
}

impl FieldValue for DateTime {
    fn read(scanned: &Scanned<'_>) -> Result<Option<Self>, ParseError> {
        let token = &scanned.token;
        text_of(token, ParseError::new("a date and time"))?
            .map(str::parse)
            .transpose()
    }

    #[cfg(feature = "serde")]
    fn stored(&self) -> Stored<'_> {
        Stored::Text(self.as_str().into())
    }
}

impl FieldValue for Raw {
    fn read(scanned: &Scanned<'_>) -> Result<Option<Self>, ParseError> {
        // As it stands, also a text with its escapes.
        Ok(match scanned.token {
            Token::Null => None,
            _ => Some(Raw::trusted(scanned.json)),
        })
    }

    #[cfg(feature = "serde")]
    fn stored(&self) -> Stored<'_> {
        Stored::Json(self.as_json().into())
    }
}

impl<T: Enumeration> FieldValue for T {
    fn read(scanned: &Scanned<'_>) -> Result<Option<Self>, ParseError> {
        let token = &scanned.token;
        match read_enum_text(token)? {
            Some(text) => enum_from_text(text).map(Some).ok_or(NOT_A_VALUE),
            None => Ok(None),
        }
    }

    #[cfg(feature = "serde")]
    fn stored(&self) -> Stored<'_> {
        Stored::Text(enum_text(self))
    }
}

impl<T: FieldValue> FieldValue for Vec<T> {
    /// One value is taken as a list of one.
    fn read(scanned: &Scanned<'_>) -> Result<Option<Self>, ParseError> {
        let token = &scanned.token;
        let Token::Nested(json) = token else {
            return Ok(T::read(scanned)?.map(|value| vec![value]));
        };
        let items: Vec<&serde_json::value::RawValue> =
            serde_json::from_str(json).map_err(|_| ParseError::new("a list"))?;
        let values = items
            .into_iter()
            .map(|item| T::read(&Scanned::of(item.get())));
        values
            .filter_map(Result::transpose)
            .collect::<Result<_, _>>()
            .map(Some)
    }

    #[cfg(feature = "serde")]
    fn stored(&self) -> Stored<'_> {
        Stored::List(self.iter().map(T::stored).collect())
    }
}

/// The place of one field in a record.
///
/// Implemented for the `Option` of every type that fields have; generated records hand theirs out
/// as a list, so that one decoder and one `Debug` serve all of them.
pub trait Slot {
    /// Takes a value from an answer; a second one is refused.
    #[doc(hidden)]
    fn read(&mut self, scanned: &Scanned<'_>) -> Result<(), ParseError>;

    /// The value, where there is one.
    #[doc(hidden)]
    fn shown(&self) -> Option<&dyn fmt::Debug>;

    /// The value as a user's own storage keeps it, where there is one.
    #[cfg(feature = "serde")]
    #[doc(hidden)]
    fn stored(&self) -> Option<Stored<'_>>;

    /// Copies the value to a slot of the same type; any other slot is left as it is.
    #[doc(hidden)]
    fn copy_to(&self, other: &mut dyn Slot);

    /// Whether the other slot is of the same type and has an equal value.
    #[doc(hidden)]
    fn is_equal(&self, other: &dyn Slot) -> bool;

    /// The slot as what it is.
    #[doc(hidden)]
    fn as_any(&self) -> &dyn Any;

    /// The slot as what it is.
    #[doc(hidden)]
    fn as_any_mut(&mut self) -> &mut dyn Any;
}

impl<T: FieldValue> Slot for Option<T> {
    fn read(&mut self, scanned: &Scanned<'_>) -> Result<(), ParseError> {
        // What is wrong with a value does not depend on what came before it: a misfit that was
        // stored and is read again says the same.
        let value = T::read(scanned)?;
        if self.is_some() {
            return Err(ParseError::new(
                "one value for the field: this is a second one",
            ));
        }
        *self = value;
        Ok(())
    }

    fn shown(&self) -> Option<&dyn fmt::Debug> {
        self.as_ref().map(|value| value as &dyn fmt::Debug)
    }

    #[cfg(feature = "serde")]
    fn stored(&self) -> Option<Stored<'_>> {
        self.as_ref().map(T::stored)
    }

    fn copy_to(&self, other: &mut dyn Slot) {
        if let Some(other) = other.as_any_mut().downcast_mut::<Self>() {
            other.clone_from(self);
        }
    }

    fn is_equal(&self, other: &dyn Slot) -> bool {
        other
            .as_any()
            .downcast_ref::<Self>()
            .is_some_and(|other| self == other)
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn as_any_mut(&mut self) -> &mut dyn Any {
        self
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(Cow::Owned(text.to_owned()))
    }
}

impl<E> From<Id<E>> for Value {
    fn from(id: Id<E>) -> Self {
        Self::Text(Cow::Owned(id.as_str().to_owned()))
    }
}

impl<E> From<Key<E>> for Value {
    fn from(key: Key<E>) -> Self {
        Self::Lookup(Box::new((key.field, key.value)))
    }
}

impl<E> From<Reference<E>> for Value {
    fn from(reference: Reference<E>) -> Self {
        match reference {
            Reference::Id(id) => id.into(),
            Reference::Key(key) => key.into(),
        }
    }
}

impl<T: Enumeration> From<T> for Value {
    fn from(value: T) -> Self {
        Self::Text(enum_text(&value))
    }
}

impl<T: Into<Value>> From<Vec<T>> for Value {
    fn from(values: Vec<T>) -> Self {
        Self::List(values.into_iter().map(Into::into).collect())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Integer(number)
    }
}

impl From<i32> for Value {
    fn from(number: i32) -> Self {
        Self::Integer(number.into())
    }
}

impl From<Decimal> for Value {
    fn from(number: Decimal) -> Self {
        Self::Decimal(number)
    }
}

impl From<bool> for Value {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

impl From<Date> for Value {
    fn from(date: Date) -> Self {
        Self::Date(date)
    }
}

impl From<DateTime> for Value {
    fn from(moment: DateTime) -> Self {
        Self::DateTime(moment)
    }
}

impl From<Secret> for Value {
    fn from(secret: Secret) -> Self {
        Self::Secret(secret)
    }
}

impl From<Raw> for Value {
    fn from(raw: Raw) -> Self {
        Self::Raw(raw)
    }
}
