//! Delete and undelete, and what they do to the recycle bin.

use billbind_codegen::model::Operation;
use rusqlite::Connection;
use rusqlite::types::Value;

use super::body::{Body, Members, text_of};
use super::results::{Failure, Flaw, Results, Shape, code};
use super::values::require_target;
use super::writes::{no_such_record, require_unique, required_id};
use crate::organization::{Entity, Organization};
use crate::store::records::{self, Place, Reader};

/// Whether a record goes past the recycle bin, "0" or "1": "REST Methods, DELETE" has it in each
/// record, a client program beside the records.
const EMPTY_RECYCLE_BIN: &str = "EmptyRecycleBin";

/// Deletes the records of a body.
pub(super) fn delete(
    connection: &Connection,
    organization: &Organization,
    entity: &Entity,
    body: &Body<'_>,
) -> rusqlite::Result<Results> {
    let for_all = flag(&body.beside);
    each(entity, body, |record, id| {
        let purge = match flag(record) {
            Ok(None) => for_all.clone()?.unwrap_or(false),
            Ok(Some(purge)) => purge,
            Err(flaw) => return Err(flaw.into()),
        };
        delete_one(connection, organization, entity, id, purge)
    })
}

/// Restores the records of a body from the recycle bin.
pub(super) fn undelete(
    connection: &Connection,
    organization: &Organization,
    entity: &Entity,
    body: &Body<'_>,
) -> rusqlite::Result<Results> {
    each(entity, body, |_, id| {
        undelete_one(connection, organization, entity, id)
    })
}

fn each(
    entity: &Entity,
    body: &Body<'_>,
    mut work: impl FnMut(&Members<'_>, &Value) -> Result<(), Failure>,
) -> rusqlite::Result<Results> {
    let mut results = Results::default();
    for record in &body.records {
        let done = required_id(entity, record)
            .map_err(Failure::from)
            .and_then(|id| work(record, &id));
        let id = text_of(record, &entity.id_field().name);
        results.add(Shape::Delete, id, done)?;
    }
    Ok(results)
}

fn flag(members: &Members<'_>) -> Result<Option<bool>, Flaw> {
    let Some(text) = text_of(members, EMPTY_RECYCLE_BIN) else {
        return Ok(None);
    };
    match text.as_str() {
        "0" | "false" => Ok(Some(false)),
        "1" | "true" => Ok(Some(true)),
        _ => {
            let text = format!("{EMPTY_RECYCLE_BIN} is \"0\" or \"1\"");
            Err(Flaw::new(code::INVALID_VALUE, EMPTY_RECYCLE_BIN, text))
        }
    }
}

/// A record in the recycle bin can still be purged. An entity that offers no undelete has no
/// recycle bin.
fn delete_one(
    connection: &Connection,
    organization: &Organization,
    entity: &Entity,
    id: &Value,
    purge: bool,
) -> Result<(), Failure> {
    let has_bin = entity.offers(Operation::Undelete);
    match records::place(connection, entity, id)? {
        Some(Place::Live) => {
            require_unreferenced(connection, organization, entity, id)?;
            if purge || !has_bin {
                records::purge(connection, entity, id)?;
            } else {
                records::move_to(connection, entity, id, Place::RecycleBin)?;
            }
            Ok(())
        }
        Some(Place::RecycleBin) if purge => Ok(records::purge(connection, entity, id)?),
        Some(Place::RecycleBin) => {
            let text = format!(
                "{} {} is in the recycle bin already",
                entity.name,
                records::id_text(id)
            );
            Err(Flaw::new(code::NO_SUCH_RECORD, &entity.id_field().name, text).into())
        }
        None => Err(no_such_record(entity, id).into()),
    }
}

/// A record that others point at stays. Who created or changed a record does not count.
fn require_unreferenced(
    connection: &Connection,
    organization: &Organization,
    entity: &Entity,
    id: &Value,
) -> Result<(), Failure> {
    for referrer in &entity.referrers {
        let from = organization.entity(referrer.entity);
        let Some(through) = from.fields.get(referrer.field) else {
            continue;
        };
        if !through.is_writable() {
            continue;
        }
        if records::is_pointed_at(connection, from, through, entity, id)? {
            let text = format!(
                "{} {} is pointed at by {}.{}: delete those records first",
                entity.name,
                records::id_text(id),
                from.name,
                through.name
            );
            return Err(Flaw::of_record(code::STILL_REFERENCED, text).into());
        }
    }
    Ok(())
}

/// What it points at may be gone, and its keys may be another record's by now.
fn undelete_one(
    connection: &Connection,
    organization: &Organization,
    entity: &Entity,
    id: &Value,
) -> Result<(), Failure> {
    if records::place(connection, entity, id)? != Some(Place::RecycleBin) {
        let text = format!(
            "the recycle bin has no {} {}",
            entity.name,
            records::id_text(id)
        );
        return Err(Flaw::new(code::NO_SUCH_RECORD, &entity.id_field().name, text).into());
    }
    let columns = entity.fields.iter().filter(|field| field.has_column());
    let checked = columns
        .filter(|field| field.external_key || field.target().is_some() && field.is_writable());
    records::move_to(connection, entity, id, Place::Live)?;
    let mut reader = Reader::new(connection, entity, checked.collect())?;
    let values = reader.read(id, |field, value| (field, Value::try_from(value).ok()))?;
    let given = values.unwrap_or_default().into_iter();
    for (field, value) in given.filter_map(|(field, value)| Some((field, value?))) {
        if value == Value::Null {
            continue;
        }
        let fits = match field.target() {
            Some(target) => require_target(connection, organization.entity(target), field, &value),
            None => require_unique(connection, entity, field, &value, Some(id)),
        };
        if let Err(failure) = fits {
            records::move_to(connection, entity, id, Place::RecycleBin)?;
            return Err(failure);
        }
    }
    Ok(())
}
