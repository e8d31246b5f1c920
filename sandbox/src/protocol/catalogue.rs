//! `ENTITY` and `ENTITY_FIELD`: the model itself as records, which queries read like others.
//!
//! They are written at every start. An entity or field keeps its id as long as it has its name.

use std::collections::HashMap;

use billbind_codegen::model::Operation;
use rusqlite::Connection;
use rusqlite::types::Value;

use super::body::{Body, text_of};
use super::results::{Flaw, Results, Shape, code};
use crate::organization::{Entity, Field, IdKind, Kind, Organization};
use crate::store::{quoted, records, stored};

const ENTITY: &str = "ENTITY";
const ENTITY_FIELD: &str = "ENTITY_FIELD";

/// Whether the records of an entity are the model.
pub(super) fn describes_the_model(entity: &Entity) -> bool {
    matches!(entity.name.as_str(), ENTITY | ENTITY_FIELD)
}

/// Refuses to write records that are the model.
pub(super) fn refuse(
    operation: Operation,
    entity: &Entity,
    body: &Body<'_>,
) -> rusqlite::Result<Results> {
    let shape = match operation {
        Operation::Delete | Operation::Undelete => Shape::Delete,
        _ => Shape::Write,
    };
    let mut results = Results::default();
    for record in &body.records {
        let text = format!(
            "{} shows the schemas that the sandbox was started with: change those instead",
            entity.name
        );
        let flaw = Flaw::of_record(code::READ_ONLY, text);
        let id = text_of(record, &entity.id_field().name);
        results.add(shape, id, Err(flaw.into()))?;
    }
    Ok(results)
}

/// Writes the model into the tables of `ENTITY` and `ENTITY_FIELD`, where the schemas describe
/// them.
pub(super) fn fill(
    connection: &Connection,
    organization: &Organization,
    now: &str,
) -> rusqlite::Result<()> {
    let table = |name| {
        let found = organization.entity_in_any_case(name);
        found.filter(|entity| entity.is_described)
    };
    let Some(entities) = table(ENTITY) else {
        return Ok(());
    };
    let mut ids = HashMap::new();
    let mut rows = Rows::of(connection, entities, &["EntityName"])?;
    for entity in organization.entities() {
        let id = rows.write(&[&entity.name], &facts_of_entity(entity), now)?;
        ids.insert(entity.id, id);
    }
    rows.remove_others()?;
    let Some(fields) = table(ENTITY_FIELD) else {
        return Ok(());
    };
    let mut rows = Rows::of(connection, fields, &["EntityId", "FieldName"])?;
    for entity in organization.entities() {
        let Some(id) = ids.get(&entity.id) else {
            continue;
        };
        for field in &entity.fields {
            let target = field.target().and_then(|target| ids.get(&target));
            let facts = facts_of_field(entity, field, id, target.map(String::as_str));
            rows.write(&[id, &field.name], &facts, now)?;
        }
    }
    rows.remove_others()
}

/// Names of fields with their values; a fact that is none is taken away.
type Facts = Vec<(&'static str, Option<String>)>;

fn facts_of_entity(entity: &Entity) -> Facts {
    let has_bin = entity.offers(Operation::Undelete);
    vec![
        ("EntityName", Some(entity.name.clone())),
        ("EntityLabel", Some(entity.name.clone())),
        ("TableName", Some(entity.name.clone())),
        ("ApiEnabled", Some(flag(entity.is_described))),
        ("RecycleBinFlag", Some(flag(has_bin))),
        ("VisibleFlag", Some(flag(true))),
        ("LongHelpDescription", entity.doc.clone()),
    ]
}

fn facts_of_field(entity: &Entity, field: &Field, id: &str, target: Option<&str>) -> Facts {
    let length = match field.kind {
        Kind::Text { max_length } | Kind::Secret { max_length } => max_length,
        _ => None,
    };
    let is_id = matches!(field.kind, Kind::Id(_));
    let is_secret = matches!(field.kind, Kind::Secret { .. });
    vec![
        ("EntityId", Some(id.to_owned())),
        ("FieldName", Some(field.name.clone())),
        ("FieldLabel", Some(field.name.clone())),
        (
            "ExternalKey",
            Some(format!("{}.{}", entity.name, field.name)),
        ),
        ("DataType", Some(data_type(&field.kind).to_owned())),
        ("DataLength", length.map(|length| length.to_string())),
        ("RequiredFlag", Some(flag(field.required))),
        ("ExternalKeyFlag", Some(flag(field.external_key))),
        ("UniqueField", Some(flag(field.external_key))),
        ("PrimaryKeyFlag", Some(flag(is_id))),
        ("SystemFlag", Some(flag(!field.is_custom))),
        ("EncryptedFlag", Some(flag(is_secret))),
        ("SearchableFlag", Some(flag(field.is_queryable()))),
        ("ApiAccessableFlag", Some(flag(true))),
        ("Status", Some("ACTIVE".to_owned())),
        ("ReferencedEntityId", target.map(str::to_owned)),
        ("RelationPath", field.relation.clone()),
        ("Description", field.doc.clone()),
    ]
}

fn flag(yes: bool) -> String {
    if yes { "1" } else { "0" }.to_owned()
}

/// The vendor's words for types are not documented.
fn data_type(kind: &Kind) -> &'static str {
    match kind {
        Kind::Id(_) => "ID",
        Kind::Reference { .. } => "LOOKUP",
        Kind::Text { .. } | Kind::Secret { .. } | Kind::Raw => "TEXT",
        Kind::Integer => "INTEGER",
        Kind::Decimal { .. } => "DECIMAL",
        Kind::Flag(_) => "FLAG",
        Kind::Date => "DATE",
        Kind::DateTime => "DATETIME",
        Kind::Enum { .. } => "LIST",
        Kind::File => "FILE",
        Kind::List(_) => "MULTISELECT",
    }
}

/// The rows of one of the two tables while they are brought up to date.
struct Rows<'a> {
    connection: &'a Connection,
    table: &'a Entity,
    /// Ids by the texts of the key's fields; what is left at the end is in the model no more.
    known: HashMap<Vec<String>, Value>,
}

impl<'a> Rows<'a> {
    fn of(connection: &'a Connection, table: &'a Entity, key: &[&str]) -> rusqlite::Result<Self> {
        let mut known = HashMap::new();
        // An organization's own description may lack a field of the key: then every row is new.
        if key.iter().all(|name| table.field(name).is_some()) {
            let columns: Vec<String> = key
                .iter()
                .map(|name| format!("CAST({} AS TEXT)", quoted(name)))
                .collect();
            let mut statement = connection.prepare(&format!(
                "SELECT {}, {} FROM {}",
                quoted(&table.id_field().name),
                columns.join(", "),
                quoted(&table.name)
            ))?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let texts = (1..=key.len()).map(|at| row.get(at));
                known.insert(texts.collect::<Result<_, _>>()?, row.get(0)?);
            }
        } else {
            connection.execute_batch(&format!("DELETE FROM {}", quoted(&table.name)))?;
        }
        Ok(Self {
            connection,
            table,
            known,
        })
    }

    /// Writes the row of a key and gives its id.
    fn write(&mut self, key: &[&str], facts: &Facts, now: &str) -> rusqlite::Result<String> {
        let key: Vec<String> = key.iter().map(|part| (*part).to_owned()).collect();
        let known = self.known.remove(&key);
        let mut values: Vec<(&Field, Value)> = Vec::with_capacity(facts.len() + 2);
        for (name, text) in facts {
            // A fact that the description gives no field, or one of another kind, is left out.
            if let Some(field) = self.table.field(name) {
                let value = text.as_deref().map(|text| stored(&field.kind, text));
                values.push((field, value.and_then(Result::ok).unwrap_or(Value::Null)));
            }
        }
        let stamps: &[&str] = match known {
            Some(_) => &[],
            None => &["Created", "Updated"],
        };
        let stamps = stamps.iter().filter_map(|name| self.table.field(name));
        values.extend(stamps.map(|field| (field, Value::Text(now.to_owned()))));
        let given = self.table.id_kind() != IdKind::Issued;
        if known.is_none() && given {
            let id = Value::Text(key.join("."));
            values.push((self.table.id_field(), id));
        }
        let values: Vec<(&Field, &Value)> = values
            .iter()
            .map(|(field, value)| (*field, value))
            .collect();
        let id = match known {
            Some(id) => {
                records::update(self.connection, self.table, &id, &values)?;
                id
            }
            None => records::insert(self.connection, self.table, &values)?,
        };
        Ok(records::id_text(&id))
    }

    /// Removes the rows of what is in the model no more.
    fn remove_others(self) -> rusqlite::Result<()> {
        for id in self.known.values() {
            records::purge(self.connection, self.table, id)?;
        }
        Ok(())
    }
}
