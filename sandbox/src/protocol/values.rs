//! Values of a request: read by the kind of their field, and held against its rules.

use billbind_codegen::model::Access;
use billbind_runtime::Decimal;
use rusqlite::Connection;
use rusqlite::types::Value;
use serde_json::value::RawValue;

use super::body::Given;
use super::results::{Failure, Flaw, code};
use crate::organization::{Entity, Field, Kind, Organization};
use crate::store::records::{self, Place};
use crate::store::stored;

/// The value of a field as the table has it; `None` where the request gives nothing (`null`, `""`).
pub(super) fn read(
    connection: &Connection,
    organization: &Organization,
    field: &Field,
    value: &RawValue,
) -> Result<Option<Value>, Failure> {
    let given = Given::of(value);
    if given == Given::Nothing {
        return Ok(None);
    }
    refuse_unwritable(field)?;
    match (&field.kind, given) {
        (Kind::Raw, Given::Scalar(text)) => Ok(Some(Value::Text(text))),
        (Kind::Raw, _) => Ok(Some(Value::Text(value.get().to_owned()))),
        (Kind::List(item), Given::List(texts)) => {
            let mut items = Vec::with_capacity(texts.len());
            for text in texts {
                checked(connection, organization, field, item, &text)?;
                items.push(serde_json::Value::String(text));
            }
            let list = serde_json::Value::Array(items);
            Ok(Some(Value::Text(list.to_string())))
        }
        (Kind::List(_), _) => Err(invalid(field, "an array of texts").into()),
        (kind, Given::Scalar(text)) => {
            // `true` is a flag and no text; numbers are taken for texts, as clients send them so.
            let is_flag = matches!(value.get(), "true" | "false");
            if is_flag && !matches!(kind, Kind::Flag(_)) {
                return Err(invalid(field, "a text or a number").into());
            }
            checked(connection, organization, field, kind, &text).map(Some)
        }
        _ => Err(invalid(field, "a text, a number or null").into()),
    }
}

/// Refuses a value for a field that requests do not write.
fn refuse_unwritable(field: &Field) -> Result<(), Flaw> {
    let text = match (&field.kind, field.access) {
        (Kind::File, _) => "holds a file: write it with the file upload operation",
        (_, Access::ReadOnly) => "is filled by the platform and cannot be written",
        (_, Access::QueryOnly) => "is computed for queries and cannot be written",
        (_, Access::ReadWrite | Access::WriteOnly) => return Ok(()),
    };
    Err(Flaw::new(
        code::READ_ONLY,
        &field.name,
        format!("{} {text}", field.name),
    ))
}

/// The stored form of a text, after the rules of a kind.
fn checked(
    connection: &Connection,
    organization: &Organization,
    field: &Field,
    kind: &Kind,
    text: &str,
) -> Result<Value, Failure> {
    let value = stored(kind, text).map_err(|expected| invalid(field, &expected))?;
    match kind {
        Kind::Text { max_length } | Kind::Secret { max_length } => {
            let length = text.chars().count();
            if let Some(longest) = max_length.filter(|longest| length > *longest as usize) {
                let text = format!(
                    "{} is {length} characters long, and at most {longest} are allowed",
                    field.name
                );
                return Err(Flaw::new(code::TOO_LONG, &field.name, text).into());
            }
        }
        Kind::Decimal {
            scale: Some(allowed),
        } => {
            let digits = text.parse().map_or(0, digits_after_the_point);
            if digits > *allowed {
                let text = format!(
                    "{} has {digits} digits after the point, and at most {allowed} are allowed",
                    field.name
                );
                return Err(Flaw::new(code::TOO_LONG, &field.name, text).into());
            }
        }
        Kind::Enum {
            open: false,
            values,
        } if !values.iter().any(|known| known == text) => {
            let text = format!("{} must be one of: {}", field.name, values.join(", "));
            return Err(Flaw::new(code::NOT_IN_LIST, &field.name, text).into());
        }
        Kind::Reference { target, .. } => {
            require_target(connection, organization.entity(*target), field, &value)?;
        }
        _ => {}
    }
    Ok(value)
}

/// A reference must find a live record. Of entities that are known by name only nobody can create
/// records, so theirs come into being by being pointed at.
pub(super) fn require_target(
    connection: &Connection,
    target: &Entity,
    field: &Field,
    id: &Value,
) -> Result<(), Failure> {
    if !target.is_described {
        return Ok(records::ensure_external(connection, target, id)?);
    }
    if records::place(connection, target, id)? == Some(Place::Live) {
        return Ok(());
    }
    let text = format!("{} points at no record of {}", field.name, target.name);
    Err(Flaw::new(code::NO_SUCH_REFERENCE, &field.name, text).into())
}

fn invalid(field: &Field, expected: &str) -> Flaw {
    let text = format!("{} is not valid: expected {expected}", field.name);
    Flaw::new(code::INVALID_VALUE, &field.name, text)
}

/// Zeros at the end do not count: `1.100` is `1.1`.
fn digits_after_the_point(number: Decimal) -> u32 {
    let (mut mantissa, mut scale) = (number.mantissa(), u32::from(number.scale()));
    while scale > 0 && mantissa % 10 == 0 {
        mantissa /= 10;
        scale -= 1;
    }
    scale
}
