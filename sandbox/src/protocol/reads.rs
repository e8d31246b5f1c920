//! What a read asks for, and how a whole record is shown.

use rusqlite::Connection;
use rusqlite::types::{Value as Stored, ValueRef};
use serde_json::{Map, Value};

use super::body::{read_object, text_of as text_in};
use super::refusal::Refusal;
use super::url::parameters;
use crate::http::Incoming;
use crate::organization::{Entity, Field, Kind};
use crate::store::{records, text_of};

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
