//! The small types in the stored form: what people put into structs of their own.

use std::fmt;

use serde_core::de::{Deserializer, Error, Visitor};
use serde_core::{Deserialize, Serialize, Serializer};

use crate::enumeration::{Enumeration, enum_from_text};
use crate::{Date, DateTime, Decimal, Id, Raw, Secret};

/// `Deserialize` of all enums.
///
/// # Errors
/// Those of the deserializer, and a text that a closed enum does not know.
#[doc(hidden)]
pub fn deserialize_enum<'de, T: Enumeration, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    deserialize(deserializer, "the text of an enum's value", |text| {
        enum_from_text(text).ok_or_else(|| {
            let known: Vec<&str> = T::VALUES.known.iter().map(T::VALUES.text).collect();
            format!("`{text}` is none of the values: {}", known.join(", "))
        })
    })
}

/// Reads a type from its text; a whole number is taken for its digits where the format tells what
/// it holds.
fn deserialize<'de, T, D: Deserializer<'de>>(
    deserializer: D,
    expected: &'static str,
    parse: fn(&str) -> Result<T, String>,
) -> Result<T, D::Error> {
    let visitor = TextVisitor { expected, parse };
    if deserializer.is_human_readable() {
        deserializer.deserialize_any(visitor)
    } else {
        deserializer.deserialize_string(visitor)
    }
}

struct TextVisitor<T> {
    expected: &'static str,
    parse: fn(&str) -> Result<T, String>,
}

impl<T> Visitor<'_> for TextVisitor<T> {
    type Value = T;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.expected)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        (self.parse)(text).map_err(E::custom)
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<T, E> {
        self.visit_str(&number.to_string())
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<T, E> {
        self.visit_str(&number.to_string())
    }
}

macro_rules! stored_as_text {
    ($([$($parameter:ident)?] $type:ty, $expected:literal, $text:expr, $parse:expr;)*) => {$(
        impl<$($parameter)?> Serialize for $type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let text: fn(&Self, S) -> Result<S::Ok, S::Error> = $text;
                text(self, serializer)
            }
        }

        stored_as_text!(@read [$($parameter)?] $type, $expected, $parse);
    )*};
    (@read [$($parameter:ident)?] $type:ty, $expected:literal, $parse:expr) => {
        impl<'de $(, $parameter)?> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserialize(deserializer, $expected, $parse)
            }
        }
    };
}

stored_as_text! {
    [E] Id<E>, "the id of a record, as text",
        |id, serializer| serializer.serialize_str(id.as_str()),
        |text| Ok(Id::new(text));
    [] Decimal, "a decimal number as text, like \"1.10\": a float would lose digits",
        |number, serializer| serializer.collect_str(number),
        |text| text.parse().map_err(message);
    [] Date, "a date as text, like \"2015-05-05\" or \"20150505\"",
        |date, serializer| serializer.serialize_str(date.as_str()),
        |text| text.parse().map_err(message);
    [] DateTime, "a date and time as text, like \"2014-11-03T18:26:11Z\"",
        |moment, serializer| serializer.serialize_str(moment.as_str()),
        |text| text.parse().map_err(message);
    [] Raw, "a JSON value as text",
        |raw, serializer| serializer.serialize_str(raw.as_json()),
        |text| Raw::json(text).map_err(message);
}

// A secret is read, from a configuration for one, and not written: see `WithSecrets`.
stored_as_text!(@read [] Secret, "a secret text", |text| Ok(Secret::new(text)));

fn message(error: crate::ParseError) -> String {
    error.to_string()
}
