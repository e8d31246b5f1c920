//! Writing the stored form.

use std::borrow::Cow;
use std::collections::HashSet;

use serde_core::ser::{Error as _, SerializeMap};
use serde_core::{Serialize, Serializer};

use super::KEPT;
use crate::Raw;
use crate::json::{Token, write_list, write_text};
use crate::record::{Extra, Slots};
use crate::value::Slot;

/// What becomes of secrets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Secrets {
    LeftOut,
    Stored,
}

/// The value of a field in the stored form.
#[doc(hidden)]
#[derive(Debug)]
pub enum Stored<'a> {
    /// Text, and whatever is written as text.
    Text(Cow<'a, str>),
    /// A whole number.
    Integer(i64),
    /// Yes or no.
    Flag(bool),
    /// A value that is kept byte for byte.
    Json(Cow<'a, str>),
    /// Text that is left out unless told.
    Secret(&'a str),
    /// Several values.
    List(Vec<Stored<'a>>),
}

impl Stored<'_> {
    fn is_secret(&self) -> bool {
        match self {
            Self::Secret(_) => true,
            Self::List(items) => items.iter().any(Self::is_secret),
            _ => false,
        }
    }

    /// Whether the value can only be stored as JSON text.
    fn is_json(&self) -> bool {
        match self {
            Self::Json(_) => true,
            Self::List(items) => items.iter().any(Self::is_json),
            _ => false,
        }
    }

    fn to_json(&self) -> String {
        let mut json = Vec::new();
        self.write_json(&mut json);
        // The writer makes UTF-8 of UTF-8.
        String::from_utf8(json).unwrap_or_default()
    }

    fn write_json(&self, json: &mut Vec<u8>) {
        match self {
            Self::Text(text) => write_text(json, text),
            Self::Secret(text) => write_text(json, text),
            Self::Integer(number) => json.extend_from_slice(number.to_string().as_bytes()),
            Self::Flag(flag) => json.extend_from_slice(flag.to_string().as_bytes()),
            Self::Json(text) => json.extend_from_slice(text.as_bytes()),
            Self::List(items) => write_list(json, items, |json, item| item.write_json(json)),
        }
    }
}

impl Serialize for Stored<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) | Self::Json(text) => serializer.serialize_str(text),
            Self::Secret(text) => serializer.serialize_str(text),
            Self::Integer(number) => serializer.serialize_i64(*number),
            Self::Flag(flag) => serializer.serialize_bool(*flag),
            Self::List(items) => serializer.collect_seq(items),
        }
    }
}

/// Serializes a record.
pub(super) fn serialize<S: Serializer>(
    record: &dyn Slots,
    serializer: S,
    secrets: Secrets,
) -> Result<S::Ok, S::Error> {
    let mut serializer = Some(serializer);
    let mut outcome = None;
    record.slots(&mut |slots, extra| {
        if let Some(serializer) = serializer.take() {
            let is_for_people = serializer.is_human_readable();
            let map = StoredRecord::of(record, slots, extra, secrets, is_for_people);
            outcome = Some(map.serialize(serializer));
        }
    });
    outcome.unwrap_or_else(|| Err(S::Error::custom("the record shows no fields")))
}

/// A record in the stored form.
#[derive(Default)]
struct StoredRecord<'a> {
    members: Vec<(&'a str, Stored<'a>)>,
    kept: Vec<(&'a str, Cow<'a, str>)>,
}

impl<'a> StoredRecord<'a> {
    fn of(
        record: &dyn Slots,
        slots: &'a [&'a dyn Slot],
        extra: &'a Extra,
        secrets: Secrets,
        is_for_people: bool,
    ) -> Self {
        let mut map = Self::default();
        let is_left_out = |name: &str| secrets == Secrets::LeftOut && record.is_secret(name);
        for (field, slot) in record.table().fields.iter().zip(slots) {
            let value = slot.stored().filter(|value| {
                secrets == Secrets::Stored
                    || !(value.is_secret() || crate::decode::is_secret(field.kind))
            });
            match value {
                Some(value) if value.is_json() || field.name == KEPT => {
                    map.kept.push((field.name, value.to_json().into()));
                }
                Some(value) => map.members.push((field.name, value)),
                None => {}
            }
        }
        let mut names = HashSet::new();
        for (name, value) in extra.unknown().filter(|(name, _)| !is_left_out(name)) {
            let plain = plain(value).filter(|_| is_for_people && name != KEPT);
            match plain.filter(|_| names.insert(name)) {
                Some(value) => map.members.push((name, value)),
                None => map.kept.push((name, value.as_json().into())),
            }
        }
        for misfit in extra.misfits() {
            if !is_left_out(misfit.path()) {
                map.kept
                    .push((misfit.path(), misfit.value().expose().into()));
            }
        }
        map
    }

    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let has_kept = !self.kept.is_empty();
        let length = self.members.len() + usize::from(has_kept);
        let mut map = serializer.serialize_map(Some(length))?;
        for (name, value) in &self.members {
            map.serialize_entry(name, value)?;
        }
        if has_kept {
            map.serialize_entry(KEPT, &self.kept)?;
        }
        map.end()
    }
}

/// The value of an unknown field, where it can be stored as what it is and be read back byte for
/// byte.
fn plain(value: &Raw) -> Option<Stored<'_>> {
    /// The largest whole number that every reader of JSON keeps.
    const LARGEST: u64 = 1 << 53;
    match Token::of(value.as_json()) {
        Token::Text(text) => {
            // Without an escape, the bytes are the text.
            let is_plain =
                matches!(text, Cow::Borrowed(_)) || Raw::text(&text).as_json() == value.as_json();
            is_plain.then_some(Stored::Text(text))
        }
        Token::Scalar("true") => Some(Stored::Flag(true)),
        Token::Scalar("false") => Some(Stored::Flag(false)),
        Token::Scalar(word) => {
            let number: i64 = word.parse().ok()?;
            (number.unsigned_abs() <= LARGEST && number.to_string() == word)
                .then_some(Stored::Integer(number))
        }
        Token::Null | Token::Nested(_) => None,
    }
}
