//! Records that a test puts there, as the platform itself would: an invoice with its totals.

use std::fmt;

use rusqlite::Connection;
use rusqlite::types::Value;

use super::{Protocol, catalogue};
use crate::organization::{Entity, Field, IdKind, Kind};
use crate::store::records::{self, Place};
use crate::store::stored;

/// Why a record was not put there; [`Display`](fmt::Display) says what to mend.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordError {
    text: String,
}

impl RecordError {
    fn new(text: impl Into<String>) -> Self {
        Self { text: text.into() }
    }
}

impl fmt::Display for RecordError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text)
    }
}

impl std::error::Error for RecordError {}

impl From<rusqlite::Error> for RecordError {
    fn from(error: rusqlite::Error) -> Self {
        Self::new(format!("the sandbox's database failed: {error}"))
    }
}

impl Protocol {
    /// Adds a record, or changes the one of the id that is given, and gives its id.
    pub(crate) fn put(&self, name: &str, values: &[(&str, &str)]) -> Result<String, RecordError> {
        let entity = self
            .organization
            .entity_in_any_case(name)
            .filter(|entity| !catalogue::describes_the_model(entity))
            .ok_or_else(|| RecordError::new(format!("no entity {name} has records to put")))?;
        self.store.transaction(|transaction| {
            let mut read = Vec::with_capacity(values.len());
            for (name, text) in values {
                read.push(self.value(transaction, entity, name, text)?);
            }
            let values: Vec<(&Field, &Value)> =
                read.iter().map(|(field, value)| (*field, value)).collect();
            write(transaction, entity, &values)
        })
    }

    fn value<'a>(
        &self,
        connection: &Connection,
        entity: &'a Entity,
        name: &str,
        text: &str,
    ) -> Result<(&'a Field, Value), RecordError> {
        let field = entity
            .field(name)
            .ok_or_else(|| RecordError::new(format!("{} has no field {name}", entity.name)))?;
        let value = stored(&field.kind, text).map_err(|expected| {
            RecordError::new(format!(
                "{}.{name} is not valid: expected {expected}",
                entity.name
            ))
        })?;
        if let Some(target) = field
            .target()
            .map(|target| self.organization.entity(target))
        {
            if !target.is_described {
                records::ensure_external(connection, target, &value)?;
            } else if records::place(connection, target, &value)? != Some(Place::Live) {
                return Err(RecordError::new(format!(
                    "{}.{name} points at no record of {}",
                    entity.name, target.name
                )));
            }
        }
        Ok((field, value))
    }
}

fn write(
    connection: &Connection,
    entity: &Entity,
    values: &[(&Field, &Value)],
) -> Result<String, RecordError> {
    let given = values
        .iter()
        .find(|(field, _)| matches!(field.kind, Kind::Id(_)));
    let Some((_, id)) = given else {
        if entity.id_kind() != IdKind::Issued {
            return Err(RecordError::new(format!(
                "{} has ids of the caller: give one in {}",
                entity.name,
                entity.id_field().name
            )));
        }
        let id = records::insert(connection, entity, values)?;
        return Ok(records::id_text(&id));
    };
    match records::place(connection, entity, id)? {
        Some(Place::Live) => records::update(connection, entity, id, values)?,
        Some(Place::RecycleBin) => {
            return Err(RecordError::new(format!(
                "{} {} is in the recycle bin",
                entity.name,
                records::id_text(id)
            )));
        }
        None => {
            records::insert(connection, entity, values)?;
        }
    }
    Ok(records::id_text(id))
}
