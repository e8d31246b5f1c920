//! References that are written by something else than the id: `AccountObj: {key: value}`, and names
//! beside ids (`AccountType` for `AccountTypeId`).

use billbind_codegen::model::Access;
use rusqlite::Connection;
use rusqlite::types::Value;
use serde_json::value::RawValue;

use super::body::{Given, Members};
use super::results::{Failure, Flaw, code};
use crate::organization::{Entity, Field, Kind, Organization};
use crate::store::{records, stored};

/// The id that a look-up by key stands for; `None` where the request gives nothing.
///
/// The key is any scalar field of the target that answers show, and must find exactly one record.
pub(super) fn look_up(
    connection: &Connection,
    organization: &Organization,
    reference: &Field,
    relation: &str,
    value: &RawValue,
) -> Result<Option<Value>, Failure> {
    if Given::of(value) == Given::Nothing {
        return Ok(None);
    }
    let flaw = |code, text: String| Failure::from(Flaw::new(code, relation, text));
    let Some(target) = reference.target().map(|target| organization.entity(target)) else {
        let text = format!("{relation} leads to no entity");
        return Err(flaw(code::UNKNOWN_FIELD, text));
    };
    let members = serde_json::from_str::<Members<'_>>(value.get()).unwrap_or_default();
    let mut members = members.into_iter();
    let (Some((key, value)), None) = (members.next(), members.next()) else {
        let text = format!(
            "{relation} must be an object with one key of {}",
            target.name
        );
        return Err(flaw(code::INVALID_VALUE, text));
    };
    let Some(key_field) = target.field(&key).filter(|field| is_key(field)) else {
        let text = format!(
            "{relation} names a key that {} does not have: {key}",
            target.name
        );
        return Err(flaw(code::UNKNOWN_FIELD, text));
    };
    let Given::Scalar(text) = Given::of(value) else {
        let text = format!("{relation} gives no value for {key}");
        return Err(flaw(code::INVALID_VALUE, text));
    };
    let value = stored(&key_field.kind, &text).map_err(|expected| {
        let text = format!("{relation}.{key} is not valid: expected {expected}");
        flaw(code::INVALID_VALUE, text)
    })?;
    only_one(connection, target, key_field, &value, relation).map(Some)
}

/// Whether a field can be the key of a look-up.
fn is_key(field: &Field) -> bool {
    field.is_retrieved() && !matches!(field.kind, Kind::Secret { .. } | Kind::Raw | Kind::List(_))
}

/// The reference that a name stands in for: `AccountTypeId` for `AccountType`, which is written and
/// never returned. With it, the target and the field that has the name.
pub(crate) fn named_by<'a>(
    organization: &'a Organization,
    entity: &'a Entity,
    name: &Field,
) -> Option<(&'a Field, &'a Entity, &'a Field)> {
    if name.access != Access::WriteOnly || !matches!(name.kind, Kind::Text { .. }) {
        return None;
    }
    let reference = entity.field(&format!("{}Id", name.name))?;
    let target = organization.entity(reference.target()?);
    let named = target
        .field(&name.name)
        .or_else(|| target.field("Name"))
        .filter(|_| target.is_described)?;
    Some((reference, target, named))
}

/// The id of the one live record whose field has a value; `place` is what the request calls it.
pub(super) fn only_one(
    connection: &Connection,
    target: &Entity,
    field: &Field,
    value: &Value,
    place: &str,
) -> Result<Value, Failure> {
    let mut found = records::with_value(connection, target, field, value)?;
    match (found.pop(), found.pop()) {
        (Some(id), None) => Ok(id),
        (None, _) => {
            let text = format!(
                "{place} finds no record of {} by its {}",
                target.name, field.name
            );
            Err(Flaw::new(code::NO_SUCH_REFERENCE, place, text).into())
        }
        (Some(_), Some(_)) => {
            let text = format!(
                "{place} finds several records of {} by their {}",
                target.name, field.name
            );
            Err(Flaw::new(code::AMBIGUOUS_KEY, place, text).into())
        }
    }
}
