//! Create, update and upsert. Each record is worked on by itself, in the order of the request: one
//! that is refused hinders no other.

use billbind_codegen::model::Operation;
use rusqlite::Connection;
use rusqlite::types::Value;

use super::body::{Body, Given, Members, text_of};
use super::changes::{Changes, read_id};
use super::names;
use super::refusal::Refusal;
use super::results::{Failure, Flaw, Results, Shape, code};
use super::stamp::Stamp;
use crate::organization::{Entity, Field, IdKind, Kind, Organization};
use crate::store::records::{self, Place};
use crate::store::stored;

/// What all records of a request are written with.
pub(super) struct Writing<'a> {
    pub(super) connection: &'a Connection,
    pub(super) organization: &'a Organization,
    pub(super) entity: &'a Entity,
    pub(super) stamp: &'a Stamp,
}

const KEY_NAME: &str = "externalIDFieldName";

impl Writing<'_> {
    /// Writes the records of a body; an id in the path stands for the record's.
    pub(super) fn run(
        &self,
        operation: Operation,
        body: &Body<'_>,
        path_id: Option<&Value>,
    ) -> Result<Results, Refusal> {
        let key = match operation {
            Operation::Upsert => Some(self.key(body, path_id)?),
            _ => None,
        };
        if path_id.is_some() && body.records.len() > 1 {
            return Err(Refusal::bad_request(
                "The path names one record, and the body holds several",
            ));
        }
        let mut results = Results::default();
        for record in &body.records {
            let done = match (operation, key) {
                (Operation::Create, _) => self.create_from(record),
                (_, None) => self.update_from(record, path_id),
                (_, Some(key)) => self.upsert_from(record, key, path_id),
            };
            let (id, done) = match done {
                Ok(id) => (Some(records::id_text(&id)), Ok(())),
                Err(failure) => (text_of(record, &self.entity.id_field().name), Err(failure)),
            };
            results.add(Shape::Write, id, done)?;
        }
        Ok(results)
    }

    /// The field that finds the records of an upsert.
    fn key(&self, body: &Body<'_>, path_id: Option<&Value>) -> Result<&Field, Refusal> {
        let id_field = self.entity.id_field();
        let Some(name) = text_of(&body.beside, KEY_NAME) else {
            if path_id.is_some() {
                return Ok(id_field);
            }
            return Err(Refusal::bad_request(format!(
                "The body has no \"{KEY_NAME}\": {} or an external key of {}",
                id_field.name, self.entity.name
            )));
        };
        let found = self.entity.field(&name);
        found
            .filter(|field| field.external_key || matches!(field.kind, Kind::Id(_)))
            .ok_or_else(|| {
                let keys = self.entity.fields.iter().filter(|field| field.external_key);
                let keys: Vec<&str> = keys.map(|field| field.name.as_str()).collect();
                Refusal::bad_request(format!(
                    "{name} is no key of {}: \"{KEY_NAME}\" is {}",
                    self.entity.name,
                    [&[id_field.name.as_str()], keys.as_slice()]
                        .concat()
                        .join(" or ")
                ))
            })
    }

    fn create_from(&self, record: &Members<'_>) -> Result<Value, Failure> {
        let changes = self.changes(record)?;
        if let Some(field) = changes.cleared.first() {
            let text = format!(
                "fieldsToNull names {}: a create leaves out what is to be empty",
                field.name
            );
            return Err(Flaw::new(code::INVALID_VALUE, &field.name, text).into());
        }
        self.create(&changes)
    }

    fn create<'a>(&'a self, changes: &Changes<'a>) -> Result<Value, Failure> {
        let id_field = self.entity.id_field();
        match (self.entity.id_kind(), &changes.id) {
            (IdKind::Given, None) => {
                let text = format!("{} is required", id_field.name);
                return Err(Flaw::new(code::REQUIRED, &id_field.name, text).into());
            }
            (IdKind::Given, Some(id)) => {
                if records::place(self.connection, self.entity, id)?.is_some() {
                    let text = format!(
                        "{} is the {} of another record, maybe in the recycle bin",
                        records::id_text(id),
                        id_field.name
                    );
                    return Err(Flaw::new(code::DUPLICATE_KEY, &id_field.name, text).into());
                }
            }
            (_, Some(_)) => {
                let text = format!("{} is given by the platform", id_field.name);
                return Err(Flaw::new(code::READ_ONLY, &id_field.name, text).into());
            }
            (_, None) => {}
        }
        changes.require_for_create(self.entity)?;
        self.require_unique_keys(changes, None)?;
        let mut values: Vec<(&Field, &Value)> = Vec::with_capacity(changes.values.len() + 5);
        values.extend(changes.id.as_ref().map(|id| (id_field, id)));
        values.extend(
            changes
                .values
                .values()
                .map(|(field, value)| (*field, value)),
        );
        let names = self.names(changes)?;
        values.extend(names.iter().map(|(field, value)| (*field, value)));
        values.extend(self.stamp.of_new(self.entity));
        Ok(records::insert(self.connection, self.entity, &values)?)
    }

    fn update_from(&self, record: &Members<'_>, path_id: Option<&Value>) -> Result<Value, Failure> {
        let changes = self.changes(record)?;
        let id_field = self.entity.id_field();
        let id = self.named_id(&changes, path_id)?.ok_or_else(|| {
            let text = format!(
                "{} is required: it says which record changes",
                id_field.name
            );
            Flaw::new(code::REQUIRED, &id_field.name, text)
        })?;
        self.update(&id, &changes)?;
        Ok(id)
    }

    fn update<'a>(&'a self, id: &Value, changes: &Changes<'a>) -> Result<(), Failure> {
        if records::place(self.connection, self.entity, id)? != Some(Place::Live) {
            return Err(no_such_record(self.entity, id).into());
        }
        self.require_unique_keys(changes, Some(id))?;
        let nothing = Value::Null;
        let mut values: Vec<(&Field, &Value)> = Vec::new();
        values.extend(
            changes
                .values
                .values()
                .map(|(field, value)| (*field, value)),
        );
        values.extend(changes.cleared.iter().map(|field| (*field, &nothing)));
        let names = self.names(changes)?;
        values.extend(names.iter().map(|(field, value)| (*field, value)));
        values.extend(self.stamp.of_change(self.entity));
        records::update(self.connection, self.entity, id, &values)?;
        let (connection, organization) = (self.connection, self.organization);
        Ok(names::follow(
            connection,
            organization,
            self.entity,
            id,
            changes,
        )?)
    }

    fn upsert_from(
        &self,
        record: &Members<'_>,
        key: &Field,
        path_id: Option<&Value>,
    ) -> Result<Value, Failure> {
        let mut changes = self.changes(record)?;
        if matches!(key.kind, Kind::Id(_)) {
            return match self.named_id(&changes, path_id)? {
                None => self.create(&changes),
                Some(id) => {
                    let is_there = records::place(self.connection, self.entity, &id)?.is_some();
                    if is_there || self.entity.id_kind() == IdKind::Issued {
                        self.update(&id, &changes)?;
                        Ok(id)
                    } else {
                        changes.id = Some(id);
                        self.create(&changes)
                    }
                }
            };
        }
        let found = self.found_by_key(record, key)?;
        match (found, &changes.id) {
            (Some(found), Some(named)) if found != *named => {
                let text = format!(
                    "{} finds another record than {}",
                    key.name,
                    self.entity.id_field().name
                );
                Err(Flaw::new(code::DUPLICATE_KEY, &key.name, text).into())
            }
            (Some(found), _) => {
                self.update(&found, &changes)?;
                Ok(found)
            }
            (None, _) => self.create(&changes),
        }
    }

    /// The record that has the value of an external key.
    fn found_by_key(&self, record: &Members<'_>, key: &Field) -> Result<Option<Value>, Failure> {
        let value = record.get(&key.name).map(|value| Given::of(value));
        let Some(Given::Scalar(text)) = value else {
            let text = format!("{} is required: the upsert finds records by it", key.name);
            return Err(Flaw::new(code::REQUIRED, &key.name, text).into());
        };
        let value = stored(&key.kind, &text).map_err(|expected| {
            let text = format!("{} is not valid: expected {expected}", key.name);
            Flaw::new(code::INVALID_VALUE, &key.name, text)
        })?;
        let mut found = records::with_value(self.connection, self.entity, key, &value)?;
        let one = found.pop();
        if found.is_empty() {
            return Ok(one);
        }
        let text = format!("{} finds several records", key.name);
        Err(Flaw::new(code::AMBIGUOUS_KEY, &key.name, text).into())
    }

    fn changes<'a>(&'a self, record: &Members<'_>) -> Result<Changes<'a>, Failure> {
        Changes::read(self.connection, self.organization, self.entity, record)
    }

    fn names<'a>(&'a self, changes: &Changes<'a>) -> rusqlite::Result<Vec<(&'a Field, Value)>> {
        names::of_references(self.connection, self.organization, self.entity, changes)
    }

    /// The id that record or path name; the path has its own where both do.
    fn named_id(
        &self,
        changes: &Changes<'_>,
        path_id: Option<&Value>,
    ) -> Result<Option<Value>, Flaw> {
        match (path_id, &changes.id) {
            (Some(path_id), Some(id)) if path_id != id => {
                let name = &self.entity.id_field().name;
                let text = format!("{name} is another one than the path's");
                Err(Flaw::new(code::INVALID_VALUE, name, text))
            }
            (Some(id), _) | (None, Some(id)) => Ok(Some(id.clone())),
            (None, None) => Ok(None),
        }
    }

    /// Values of external keys find one record each; records in the recycle bin do not count.
    fn require_unique_keys(
        &self,
        changes: &Changes<'_>,
        itself: Option<&Value>,
    ) -> Result<(), Failure> {
        for (field, value) in changes.values.values() {
            if field.external_key {
                require_unique(self.connection, self.entity, field, value, itself)?;
            }
        }
        Ok(())
    }
}

/// Refuses a value of an external key that another live record has.
pub(super) fn require_unique(
    connection: &Connection,
    entity: &Entity,
    field: &Field,
    value: &Value,
    itself: Option<&Value>,
) -> Result<(), Failure> {
    let found = records::with_value(connection, entity, field, value)?;
    if found.iter().all(|found| Some(found) == itself) {
        return Ok(());
    }
    let text = format!(
        "{} is the key of another record of {}",
        field.name, entity.name
    );
    Err(Flaw::new(code::DUPLICATE_KEY, &field.name, text).into())
}

pub(super) fn no_such_record(entity: &Entity, id: &Value) -> Flaw {
    let text = format!("{} has no record {}", entity.name, records::id_text(id));
    Flaw::new(code::NO_SUCH_RECORD, &entity.id_field().name, text)
}

/// The id in a path, as the entity has ids.
pub(super) fn path_id(entity: &Entity, text: &str) -> Result<Value, Refusal> {
    stored(&entity.id_field().kind, text).map_err(|expected| {
        Refusal::bad_request(format!(
            "The id in the path is not valid for {}: expected {expected}",
            entity.name
        ))
    })
}

/// The id of a record of a request that names one.
pub(super) fn required_id(entity: &Entity, record: &Members<'_>) -> Result<Value, Flaw> {
    let field = entity.id_field();
    let id = match record.get(&field.name) {
        Some(value) => read_id(field, value)?,
        None => None,
    };
    id.ok_or_else(|| {
        let text = format!("{} is required", field.name);
        Flaw::new(code::REQUIRED, &field.name, text)
    })
}
