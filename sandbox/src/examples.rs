//! The records that are there from the start: those that the vendor's samples take for granted, and
//! on request those of the schemas' examples.

mod samples;

use std::collections::{BTreeMap, HashMap};

use billbind_codegen::model::{ExampleRecord, ExampleRequest, ExampleValue, Operation, Several};
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension};

use crate::error::StartError;
use crate::organization::{Entity, EntityId, Field, Kind, Organization};
use crate::protocol::named_by;
use crate::store::records::{self, Place};
use crate::store::{Store, quoted, stored};
use samples::Sample;

/// The table of the records that were put there, each once: what a user then deletes stays away.
const SEEDED: &str = "$seeded";

/// Puts the records there that are not yet.
///
/// # Errors
///
/// Those of the database, and an example whose value its field cannot hold.
pub(crate) fn fill(
    store: &Store,
    organization: &Organization,
    examples: bool,
) -> Result<(), StartError> {
    let mut records = Records::new(organization);
    records.add_samples(samples::TAKEN_FOR_GRANTED)?;
    if examples {
        records.add_samples(samples::OF_EXAMPLES)?;
        for entity in organization.entities() {
            records.add_examples(entity)?;
        }
    }
    records.add_what_is_pointed_at();
    store.transaction(|transaction| records.write(transaction))
}

/// A record that is to be there.
#[derive(Debug)]
struct Record<'a> {
    entity: &'a Entity,
    id: Value,
    values: BTreeMap<&'a str, (&'a Field, Value)>,
    place: Place,
}

/// The records, in the order in which they were named.
struct Records<'a> {
    organization: &'a Organization,
    list: Vec<Record<'a>>,
    by_id: HashMap<(EntityId, String), usize>,
}

impl<'a> Records<'a> {
    fn new(organization: &'a Organization) -> Self {
        Self {
            organization,
            list: Vec::new(),
            by_id: HashMap::new(),
        }
    }

    /// The record of an id, added where it is new.
    fn at(&mut self, entity: &'a Entity, id: &Value) -> &mut Record<'a> {
        let key = (entity.id, records::id_text(id));
        let at = *self.by_id.entry(key).or_insert(self.list.len());
        if at == self.list.len() {
            self.list.push(Record {
                entity,
                id: id.clone(),
                values: BTreeMap::new(),
                place: Place::Live,
            });
        }
        &mut self.list[at]
    }

    /// Samples of entities and fields that the organization has.
    fn add_samples(&mut self, samples: &[Sample]) -> Result<(), StartError> {
        for (name, id, values) in samples {
            let Some(entity) = self.organization.entity_in_any_case(name) else {
                continue;
            };
            // An organization's own description may have other ids.
            let Ok(id) = stored(&entity.id_field().kind, id) else {
                continue;
            };
            let record = self.at(entity, &id);
            for (name, text) in *values {
                if let Some(field) = entity.field(name) {
                    record.add(field, text)?;
                }
            }
        }
        Ok(())
    }

    /// The records that the examples of an entity show, change, delete or restore.
    fn add_examples(&mut self, entity: &'a Entity) -> Result<(), StartError> {
        let id_field = entity.id_field();
        for example in &entity.examples {
            match (&example.request, &example.response) {
                (ExampleRequest::Records { records, .. }, response) => {
                    let written = response.as_ref().map_or(&[][..], Several::as_slice);
                    for (at, record) in records.as_slice().iter().enumerate() {
                        let answered = written.get(at).and_then(|answer| id_in(answer, id_field));
                        // A create without its answer shows no record that exists.
                        if let Some(id) = answered.or_else(|| id_in(record, id_field)) {
                            self.add_record(entity, &id, record)?;
                        }
                    }
                }
                (ExampleRequest::Ids(ids), _) => {
                    for id in ids.as_slice() {
                        let id = value_of(id_field, entity, id)?;
                        let record = self.at(entity, &id);
                        if example.operation == Operation::Undelete {
                            record.place = Place::RecycleBin;
                        }
                    }
                }
                (ExampleRequest::Filter(_), _) => {}
            }
            if example.operation == Operation::Retrieve {
                let shown = example.response.as_ref();
                for record in shown.map_or(&[][..], Several::as_slice) {
                    if let Some(id) = id_in(record, id_field) {
                        self.add_record(entity, &id, record)?;
                    }
                }
            }
        }
        Ok(())
    }

    fn add_record(
        &mut self,
        entity: &'a Entity,
        id: &str,
        shown: &ExampleRecord,
    ) -> Result<(), StartError> {
        let id = value_of(entity.id_field(), entity, id)?;
        let record = self.at(entity, &id);
        for member in &shown.members {
            // A custom field that this organization has not is part of no record.
            let Some(field) = entity.field(&member.wire) else {
                continue;
            };
            match &member.value {
                ExampleValue::Text(text) => record.add(field, text)?,
                ExampleValue::List(texts) => {
                    let list = serde_json::Value::from(texts.clone()).to_string();
                    record.add(field, &list)?;
                }
                ExampleValue::Nothing => {}
            }
        }
        Ok(())
    }

    /// Records whose ids the others hold, and theirs in turn.
    fn add_what_is_pointed_at(&mut self) {
        let mut at = 0;
        while let Some(record) = self.list.get(at) {
            let pointed_at: Vec<(EntityId, Value)> = record
                .values
                .values()
                .filter_map(|(field, value)| Some((field.target()?, value.clone())))
                .collect();
            for (target, id) in pointed_at {
                self.at(self.organization.entity(target), &id);
            }
            at += 1;
        }
    }

    fn write(self, connection: &Connection) -> Result<(), StartError> {
        connection.execute_batch(&format!(
            "CREATE TABLE IF NOT EXISTS {} (entity TEXT NOT NULL, id NOT NULL, \
             PRIMARY KEY (entity, id)) WITHOUT ROWID",
            quoted(SEEDED)
        ))?;
        for record in &self.list {
            if remember(connection, record)?
                && records::place(connection, record.entity, &record.id)?.is_none()
            {
                self.write_one(connection, record)?;
            }
        }
        Ok(())
    }

    fn write_one(&self, connection: &Connection, record: &Record<'a>) -> Result<(), StartError> {
        let entity = record.entity;
        let mut values = record.values.clone();
        for (field, text) in record.values.values() {
            let named = named_by(self.organization, entity, field);
            if let Some((reference, target, named)) = named
                && let Some(id) = id_with(connection, target, named, text)?
            {
                let name = reference.name.as_str();
                values.entry(name).or_insert((reference, id));
            }
        }
        for field in entity.fields.iter().filter(|field| field.required) {
            if !values.contains_key(field.name.as_str())
                && let Some(value) = anything(entity, field, &record.id)
            {
                values.insert(&field.name, (field, value));
            }
        }
        let id = (entity.id_field(), &record.id);
        let values = values.values().map(|(field, value)| (*field, value));
        let values: Vec<(&Field, &Value)> = std::iter::once(id).chain(values).collect();
        records::insert(connection, entity, &values)?;
        if record.place == Place::RecycleBin {
            records::move_to(connection, entity, &record.id, Place::RecycleBin)?;
        }
        Ok(())
    }
}

impl<'a> Record<'a> {
    /// The first thing that is said of a field holds.
    fn add(&mut self, field: &'a Field, text: &str) -> Result<(), StartError> {
        if field.has_column() && !matches!(field.kind, Kind::Id(_)) {
            let value = value_of(field, self.entity, text)?;
            self.values.entry(&field.name).or_insert((field, value));
        }
        Ok(())
    }
}

/// The id in a record of an example.
fn id_in(record: &ExampleRecord, id_field: &Field) -> Option<String> {
    match &record.member(&id_field.name)?.value {
        ExampleValue::Text(text) => Some(text.clone()),
        ExampleValue::Nothing | ExampleValue::List(_) => None,
    }
}

fn value_of(field: &Field, entity: &Entity, text: &str) -> Result<Value, StartError> {
    stored(&field.kind, text).map_err(|expected| {
        StartError::refused(format!(
            "an example gives {}.{} a value that the sandbox cannot keep: expected {expected}",
            entity.name, field.name
        ))
    })
}

fn id_with(
    connection: &Connection,
    entity: &Entity,
    field: &Field,
    value: &Value,
) -> rusqlite::Result<Option<Value>> {
    let found = records::with_value(connection, entity, field, value)?;
    Ok(found.into_iter().next())
}

/// Whether a record is put there for the first time.
fn remember(connection: &Connection, record: &Record<'_>) -> rusqlite::Result<bool> {
    let mut statement = connection.prepare_cached(&format!(
        "INSERT INTO {} (entity, id) VALUES (?1, ?2) ON CONFLICT DO NOTHING RETURNING 1",
        quoted(SEEDED)
    ))?;
    let inserted = statement
        .query_row((&record.entity.name, &record.id), |_| Ok(()))
        .optional()?;
    Ok(inserted.is_some())
}

/// A value for a required field of which no example says anything; a reference stays empty.
fn anything(entity: &Entity, field: &Field, id: &Value) -> Option<Value> {
    let text = match &field.kind {
        Kind::Text { .. } => format!("{} {}", entity.name, records::id_text(id)),
        Kind::Enum { values, .. } => values.first()?.clone(),
        Kind::Integer | Kind::Decimal { .. } | Kind::Flag(_) => "0".to_owned(),
        Kind::Date => "2015-01-01".to_owned(),
        Kind::DateTime => "2015-01-01T00:00:00Z".to_owned(),
        Kind::Id(_)
        | Kind::Reference { .. }
        | Kind::Secret { .. }
        | Kind::File
        | Kind::Raw
        | Kind::List(_) => return None,
    };
    stored(&field.kind, &text).ok()
}
