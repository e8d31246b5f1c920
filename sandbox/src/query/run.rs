//! Runs a checked statement and gives its rows the shape of an answer.
//!
//! The vendor shows no sample of parents and children in an answer ("Hierarchical List of Objects",
//! REST Methods, "Query Results"). Here a path is nested objects, and children are a list under the
//! wire name of their entity.

use std::time::SystemTime;

use rusqlite::types::ValueRef;
use rusqlite::{CachedStatement, Connection, Row};
use serde_json::{Map, Value as Json};

use super::error::Result;
use super::sql::{Sql, write};
use super::statement::{Content, Kind, Scalar, Shape, Statement};
use crate::organization::Kind as FieldKind;
use crate::store::text_of;

/// The rows of a statement.
pub(super) fn rows(
    connection: &Connection,
    now: SystemTime,
    statement: &Statement,
) -> Result<Vec<Json>> {
    Runner::new(connection, now, statement)?.run(None)
}

/// The ids of the records that a statement finds.
pub(super) fn ids(
    connection: &Connection,
    now: SystemTime,
    statement: &Statement,
) -> Result<Vec<rusqlite::types::Value>> {
    let sql = write(statement, now);
    let mut prepared = connection.prepare_cached(&sql.text)?;
    let mut rows = prepared.query(rusqlite::params_from_iter(&sql.bound))?;
    let mut ids = Vec::new();
    while let Some(row) = rows.next()? {
        ids.push(row.get(0)?);
    }
    Ok(ids)
}

/// A statement that is ready to run, and so are those of its children.
struct Runner<'c, 's> {
    statement: &'s Statement,
    prepared: CachedStatement<'c>,
    sql: Sql,
    children: Vec<Runner<'c, 's>>,
}

impl<'c, 's> Runner<'c, 's> {
    fn new(connection: &'c Connection, now: SystemTime, statement: &'s Statement) -> Result<Self> {
        let sql = write(statement, now);
        let prepared = connection.prepare_cached(&sql.text)?;
        let children = statement
            .items
            .iter()
            .filter_map(|item| match &item.content {
                Content::Children(children) => Some(Runner::new(connection, now, children)),
                Content::Value(..) | Content::Nothing => None,
            })
            .collect::<Result<_>>()?;
        Ok(Self {
            statement,
            prepared,
            sql,
            children,
        })
    }

    fn run(&mut self, parent: Option<Scalar>) -> Result<Vec<Json>> {
        if let (Some(at), Some(parent)) = (self.sql.parent_at, parent)
            && let Some(place) = self.sql.bound.get_mut(at)
        {
            *place = parent;
        }
        let mut found = Vec::new();
        let bound = rusqlite::params_from_iter(&self.sql.bound);
        let mut rows = self.prepared.query(bound)?;
        while let Some(row) = rows.next()? {
            found.push(shape(self.statement, row, &mut self.children)?);
        }
        Ok(found)
    }
}

fn shape(statement: &Statement, row: &Row<'_>, children: &mut [Runner<'_, '_>]) -> Result<Json> {
    let mut object = Map::new();
    let own_id = statement.tables.first().map(|table| table.id.as_str());
    if let Some(own_id) = own_id
        && !is_selected(statement, own_id)
    {
        // Groups have no id, and say so (REST Methods, sample of a query's answer).
        let id = text_of(&FieldKind::Integer, row.get_ref(0)?);
        object.insert(own_id.to_owned(), id.map_or(Json::Null, Json::String));
    }
    let mut column = 1;
    let mut children = children.iter_mut();
    for item in &statement.items {
        let json = match &item.content {
            Content::Nothing => Json::Null,
            Content::Children(_) => {
                let id = match row.get_ref(0)? {
                    ValueRef::Integer(id) => Scalar::Integer(id),
                    other => other
                        .as_str_or_null()
                        .ok()
                        .flatten()
                        .map_or(Scalar::Nothing, |id| Scalar::Text(id.to_owned())),
                };
                match children.next() {
                    Some(runner) => Json::Array(runner.run(Some(id))?),
                    None => Json::Null,
                }
            }
            Content::Value(value, shape) => {
                let stored = row.get_ref(column)?;
                column += 1;
                json_of(value.kind, *shape, stored)
            }
        };
        insert(&mut object, &item.key, json);
    }
    Ok(Json::Object(object))
}

/// Whether something of this name, in any case, is selected: an answer has it once.
fn is_selected(statement: &Statement, name: &str) -> bool {
    statement
        .items
        .iter()
        .any(|item| matches!(item.key.as_slice(), [key] if key.eq_ignore_ascii_case(name)))
}

fn json_of(kind: Kind, shape: Shape, stored: ValueRef<'_>) -> Json {
    let field = match kind {
        Kind::Flag(form) => FieldKind::Flag(form),
        _ => FieldKind::Integer,
    };
    match (text_of(&field, stored), shape) {
        (None, _) => Json::Null,
        (Some(text), Shape::Text) => Json::String(text),
        (Some(text), Shape::Json) => serde_json::from_str(&text).unwrap_or(Json::String(text)),
    }
}

fn insert(object: &mut Map<String, Json>, key: &[String], json: Json) {
    match key {
        [] => {}
        [name] => {
            object.insert(name.clone(), json);
        }
        [name, rest @ ..] => {
            let inner = object
                .entry(name.clone())
                .or_insert_with(|| Json::Object(Map::new()));
            if let Json::Object(inner) = inner {
                insert(inner, rest, json);
            }
        }
    }
}
