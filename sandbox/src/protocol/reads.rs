//! What a read asks for, and how a whole record is shown.

use rusqlite::Connection;
use rusqlite::types::{Value as Stored, ValueRef};
use serde_json::{Map, Value};

use super::body::{read_object, text_of as text_in};
use super::refusal::Refusal;
use super::url::parameters;
use crate::http::Incoming;
use crate::organization::{Entity, Kind};
use crate::store::records::Reader;
use crate::store::text_of;

/// The condition of a retrieve: what would follow WHERE.
pub(super) fn condition(incoming: &Incoming) -> Result<String, Refusal> {
    parameter(incoming, "queryAnsiSql")?.ok_or_else(|| {
        Refusal::bad_request(
            "Neither an id in the path nor `queryAnsiSql` in the query: one of them says what to \
             retrieve",
        )
    })
}

/// The statement of a query: in the query string, or in the body of a POST, which has no limit of
/// length.
pub(super) fn statement(incoming: &Incoming) -> Result<String, Refusal> {
    let given = if incoming.method == "POST" {
        text_in(&read_object(&incoming.body)?, "sql")
    } else {
        parameter(incoming, "sql")?
    };
    given.ok_or_else(|| Refusal::bad_request("The parameter `sql` is missing"))
}

fn parameter(incoming: &Incoming, name: &str) -> Result<Option<String>, Refusal> {
    let query = incoming.query.as_deref().unwrap_or_default();
    let parameters = parameters(query)
        .ok_or_else(|| Refusal::bad_request("The query is not percent-encoded UTF-8"))?;
    let found = parameters.into_iter().find(|(known, _)| known == name);
    Ok(found
        .map(|(_, value)| value)
        .filter(|value| !value.is_empty()))
}

/// The live records of ids as answers show them, without what is empty.
pub(super) fn records(
    connection: &Connection,
    entity: &Entity,
    ids: &[Stored],
) -> rusqlite::Result<Vec<Value>> {
    let fields = entity.fields.iter().filter(|field| field.is_retrieved());
    let mut reader = Reader::new(connection, entity, fields.collect())?;
    let mut records = Vec::with_capacity(ids.len());
    for id in ids {
        let members = reader.read(id, |field, value| {
            shown(&field.kind, value).map(|value| (field.name.clone(), value))
        })?;
        records.extend(members.map(|members| {
            let members: Map<String, Value> = members.into_iter().flatten().collect();
            Value::Object(members)
        }));
    }
    Ok(records)
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
