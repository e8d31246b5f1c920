//! What a record of a request changes: the values that it gives, and the fields that it clears.

use std::collections::BTreeMap;

use rusqlite::Connection;
use rusqlite::types::Value;
use serde_json::value::RawValue;

use super::body::{Given, Members};
use super::keys;
use super::results::{Failure, Flaw, code};
use super::values;
use crate::organization::{Entity, Field, Kind, Organization};
use crate::store::stored;

const FIELDS_TO_NULL: &str = "fieldsToNull";

/// What a record of a request says.
#[derive(Debug)]
pub(super) struct Changes<'a> {
    /// The id, where the record names one.
    pub(super) id: Option<Value>,
    /// Values by the names of their fields.
    pub(super) values: BTreeMap<&'a str, (&'a Field, Value)>,
    /// Fields that become empty.
    pub(super) cleared: Vec<&'a Field>,
    /// Names of the fields that the record gives by themselves, by a look-up or by a name.
    given: Vec<&'a str>,
}

impl<'a> Changes<'a> {
    /// Reads a record, with its rules but for those of the operation.
    pub(super) fn read(
        connection: &Connection,
        organization: &'a Organization,
        entity: &'a Entity,
        record: &Members<'_>,
    ) -> Result<Self, Failure> {
        let mut changes = Self {
            id: None,
            values: BTreeMap::new(),
            cleared: Vec::new(),
            given: Vec::new(),
        };
        for (name, value) in record {
            if let Some(field) = entity.field(name) {
                changes.read_field(connection, organization, entity, field, value)?;
            } else if name == FIELDS_TO_NULL {
                changes.cleared = fields_to_null(entity, value)?;
            } else if let Some(reference) = organization
                .lookup_by_key
                .then(|| entity.relation(name))
                .flatten()
            {
                let id = keys::look_up(connection, organization, reference, name, value)?;
                if let Some(id) = id {
                    changes.set(reference, id)?;
                    changes.given.push(&reference.name);
                }
            } else {
                return Err(unknown_field(entity, name).into());
            }
        }
        let contradiction = changes
            .cleared
            .iter()
            .find(|field| changes.values.contains_key(field.name.as_str()));
        if let Some(field) = contradiction {
            let text = format!("{} has a value and is in fieldsToNull", field.name);
            return Err(Flaw::new(code::INVALID_VALUE, &field.name, text).into());
        }
        Ok(changes)
    }

    fn read_field(
        &mut self,
        connection: &Connection,
        organization: &'a Organization,
        entity: &'a Entity,
        field: &'a Field,
        value: &RawValue,
    ) -> Result<(), Failure> {
        if matches!(field.kind, Kind::Id(_)) {
            self.id = read_id(field, value)?;
            return Ok(());
        }
        let Some(value) = values::read(connection, organization, field, value)? else {
            return Ok(());
        };
        if let Some((reference, target, named)) = keys::named_by(organization, entity, field) {
            let id = keys::only_one(connection, target, named, &value, &field.name)?;
            self.set(reference, id)?;
        }
        self.given.push(&field.name);
        self.set(field, value)
    }

    /// Sets a field, unless the record says two things of it.
    fn set(&mut self, field: &'a Field, value: Value) -> Result<(), Failure> {
        let before = self.values.get(field.name.as_str());
        if before.is_some_and(|(_, before)| *before != value) {
            let text = format!("{} is given twice, with different values", field.name);
            return Err(Flaw::new(code::INVALID_VALUE, &field.name, text).into());
        }
        self.values.insert(&field.name, (field, value));
        Ok(())
    }

    /// What must be there when a record is created.
    pub(super) fn require_for_create(&self, entity: &Entity) -> Result<(), Flaw> {
        for field in &entity.fields {
            let is_given = self.values.contains_key(field.name.as_str());
            // Whether an id must be given depends on who makes it, and a file comes later.
            let is_part = field.has_column() && !matches!(field.kind, Kind::Id(_));
            if field.required && !is_given && is_part {
                let text = format!("{} is required", field.name);
                return Err(Flaw::new(code::REQUIRED, &field.name, text));
            }
        }
        for group in &entity.one_of {
            let names: Vec<&str> = group
                .iter()
                .map(|at| entity.fields[*at].name.as_str())
                .collect();
            let given: Vec<&str> = names
                .iter()
                .copied()
                .filter(|name| self.given.contains(name))
                .collect();
            if given.len() != 1 {
                let text = format!(
                    "exactly one of {} is required, and {} given",
                    names.join(", "),
                    match given.as_slice() {
                        [] => "none is".to_owned(),
                        given => format!("{} are", given.join(" and ")),
                    }
                );
                let field = given.last().or(names.first()).copied().unwrap_or_default();
                return Err(Flaw::new(code::ONE_OF, field, text));
            }
        }
        Ok(())
    }
}

/// The id that a record names; `None` for nothing.
pub(super) fn read_id(field: &Field, value: &RawValue) -> Result<Option<Value>, Flaw> {
    let text = match Given::of(value) {
        Given::Nothing => return Ok(None),
        Given::Scalar(text) => text,
        Given::List(_) | Given::Nested => {
            let text = format!("{} is not valid: expected an id", field.name);
            return Err(Flaw::new(code::INVALID_VALUE, &field.name, text));
        }
    };
    let id = stored(&field.kind, &text).map_err(|expected| {
        let text = format!("{} is not valid: expected {expected}", field.name);
        Flaw::new(code::INVALID_VALUE, &field.name, text)
    })?;
    Ok(Some(id))
}

/// The fields in `fieldsToNull`: one name, or an array of names ("REST Methods, UPDATE").
fn fields_to_null<'a>(entity: &'a Entity, value: &RawValue) -> Result<Vec<&'a Field>, Flaw> {
    let names = match Given::of(value) {
        Given::Nothing => Vec::new(),
        Given::Scalar(name) => vec![name],
        Given::List(names) => names,
        Given::Nested => {
            let text = "fieldsToNull is not valid: expected a name or an array of names";
            return Err(Flaw::new(code::INVALID_VALUE, FIELDS_TO_NULL, text));
        }
    };
    let mut fields = Vec::with_capacity(names.len());
    for name in names {
        let field = entity
            .field(&name)
            .ok_or_else(|| unknown_field(entity, &name))?;
        if !field.nullable || !field.has_column() {
            let reason = match field.kind {
                Kind::File => "an upload puts another file in its place",
                _ if field.is_writable() => "a record is not without it",
                _ => "it is filled by the platform",
            };
            let text = format!("{name} cannot be cleared: {reason}");
            return Err(Flaw::new(code::NOT_NULLABLE, &name, text));
        }
        fields.push(field);
    }
    Ok(fields)
}

fn unknown_field(entity: &Entity, name: &str) -> Flaw {
    let hint = match entity.field_in_any_case(name) {
        Some(field) => format!("; it is written {}", field.name),
        None => String::new(),
    };
    let text = format!("{} has no field {name}{hint}", entity.name);
    Flaw::new(code::UNKNOWN_FIELD, name, text)
}
