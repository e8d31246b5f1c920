//! Retrieve by id, and how a whole record is shown.

use rusqlite::Connection;
use rusqlite::types::{Value as Stored, ValueRef};
use serde_json::{Map, Value};

use crate::organization::{Entity, Field, Kind};
use crate::store::{records, text_of};

/// Most records of one answer; client programs page by that many.
pub(super) const PAGE: usize = 10_000;

/// A live record as answers show it, without what is empty; `None` where there is none of the id.
pub(super) fn record(
    connection: &Connection,
    entity: &Entity,
    id: &Stored,
) -> rusqlite::Result<Option<Value>> {
    let fields: Vec<&Field> = entity
        .fields
        .iter()
        .filter(|field| field.is_retrieved())
        .collect();
    let shown = |at: usize, value: ValueRef<'_>| {
        // `read` gives positions in `fields`.
        let field = fields[at];
        shown(&field.kind, value).map(|value| (field.name.clone(), value))
    };
    let read = records::read(connection, entity, id, &fields, shown)?;
    Ok(read.map(|members| Value::Object(members.into_iter().flatten().collect::<Map<_, _>>())))
}

/// A stored value as answers show it: a scalar as text, a list as an array of texts.
fn shown(kind: &Kind, value: ValueRef<'_>) -> Option<Value> {
    let text = text_of(kind, value)?;
    Some(match kind {
        // What was stored is what `values::read` wrote.
        Kind::List(_) => serde_json::from_str(&text).unwrap_or(Value::String(text)),
        _ => Value::String(text),
    })
}
