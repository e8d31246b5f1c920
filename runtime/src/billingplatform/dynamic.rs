//! Entities that no schema describes: named at run time, written and read by wire names.
//!
//! Every organization has entities of its own. Where a schema for one does not pay, this is the way
//! to it: the same requests, the same leniency and errors, and no types. What the compiler checks
//! for a described entity is checked by the server here.
//!
//! ```
//! use billbind_runtime::Decimal;
//! use billbind_runtime::billingplatform::dynamic;
//! # use billbind_runtime::Answer;
//! # let send = |_: billbind_runtime::RenderedRequest| Answer::new(200, r#"{"retrieveResponse": [{"Id": "7", "Rate": 1.10}]}"#);
//! # let base_url = "https://my.billingplatform.com/myorg";
//!
//! let discount = dynamic::entity("MY_DISCOUNT")?;
//! let new = discount.new_record().set("Name", "Summer").set("Rate", Decimal::new(110, 2)?);
//! let request = dynamic::create(&new);
//! # assert_eq!(request.render(base_url)?.url, "https://my.billingplatform.com/myorg/rest/2.0/MY_DISCOUNT");
//!
//! let filter = discount.column::<Decimal>("Rate")?.ge("1.00".parse::<Decimal>()?);
//! let request = dynamic::retrieve(&discount, &filter);
//! for record in request.decode(&send(request.render(base_url)?))? {
//!     let rate: Option<Decimal> = record.read("Rate")?;
//!     println!("{:?}: {rate:?}", record.id());
//! #   assert_eq!(rate.map(|rate| rate.to_string()).as_deref(), Some("1.10"));
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use super::read::{
    decode_first, decode_or_empty, retrieve_by_id_in, retrieve_by_ids_in, retrieve_in,
};
use super::{Batch, BillingPlatform, Deletion, Row, Target, Written, delete, file, write};
use crate::answer::Answer;
use crate::column::is_name;
use crate::dialect::Dialect;
use crate::parse::ParseError;
use crate::purpose::{ById, ByKey, Change, Complete};
use crate::record::{Extra, Slots, debug_record};
use crate::request::{Limits, Subject};
use crate::row::NO_FIELDS;
use crate::table::{Table, TableRef};
use crate::value::{FieldValue, Slot, Value};
use crate::{Draft, Entity, Error, FileSink, FileSource, Names, Raw};

/// The id of a record of an entity that no schema describes.
pub type Id = crate::Id<DynamicRecord>;

/// A field and a value that find a record of such an entity.
pub type Key = crate::Key<DynamicRecord>;

/// A condition on records of such an entity.
pub type Filter = crate::Filter<DynamicRecord>;

/// A field of such an entity whose values are of type `T`.
pub type Column<T> = crate::Column<DynamicRecord, T>;

/// A field of such an entity that holds a file.
pub type FileField = crate::FileField<DynamicRecord>;

/// A new record.
pub type New = DynamicDraft<Complete>;

/// Changes of a record with a known id.
pub type Changes = DynamicDraft<Change<ById>>;

/// Changes of a record that a key finds, or a new record.
pub type Upsert = DynamicDraft<Change<ByKey>>;

type Request<T> = crate::Request<BillingPlatform, T>;

/// An entity that no schema describes, by its wire name.
///
/// # Errors
/// [`ParseError`] where the name is not made of letters, digits and `_`, starting with a letter or
/// `_`: it becomes a part of URLs.
pub fn entity(wire_name: &str) -> Result<DynamicEntity, ParseError> {
    if !is_name(wire_name) {
        return Err(ParseError::new(
            "the name of an entity: letters, digits and `_`, like `MY_ENTITY`",
        ));
    }
    Ok(DynamicEntity {
        table: Arc::new(Table::of_entity(wire_name.to_owned(), Vec::new())),
    })
}

/// An entity that no schema describes; made by [`entity`]. A copy costs next to nothing.
#[derive(Clone)]
pub struct DynamicEntity {
    table: Arc<Table>,
}

impl DynamicEntity {
    /// The entity's name on the wire.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.table.entity
    }

    /// Says that a field holds secrets: what is written to it is redacted where it could be shown,
    /// and the stored form of a record leaves it out.
    ///
    /// ```
    /// use billbind_runtime::billingplatform::dynamic;
    ///
    /// let vault = dynamic::entity("MY_VAULT")?.with_secret("Pin");
    /// let new = vault.new_record().set("Pin", "1234");
    /// assert!(!format!("{new:?}").contains("1234"));
    /// # Ok::<(), billbind_runtime::ParseError>(())
    /// ```
    #[must_use]
    pub fn with_secret(self, wire_name: impl Into<String>) -> Self {
        let mut secrets = self.table.secrets().to_vec();
        secrets.push(wire_name.into());
        let table = Arc::new(Table::of_entity(self.name().to_owned(), secrets));
        Self { table }
    }

    /// Starts a new record. Which fields it needs is known to the server alone.
    pub fn new_record(&self) -> New {
        DynamicDraft::of(Draft::in_table(self.table_ref()))
    }

    /// Starts changes of the record with this id.
    pub fn changes(&self, id: impl Into<Id>) -> Changes {
        DynamicDraft::of(Draft::in_table(self.table_ref()).with_id(id.into()))
    }

    /// Starts changes of the record that this key finds, or a new record where it finds none.
    pub fn upsert(&self, key: impl Names<DynamicRecord>) -> Upsert {
        DynamicDraft::of(Draft::in_table(self.table_ref()).with_key(key))
    }

    /// A field of the entity, for filters.
    ///
    /// # Errors
    /// [`ParseError`] where the name is not made of letters, digits and `_`, starting with a letter
    /// or `_`; parts may be joined by points.
    pub fn column<T>(&self, wire_name: &str) -> Result<Column<T>, ParseError> {
        Column::custom(wire_name)
    }

    /// Reads a record of this entity from the [stored form](crate::storage).
    ///
    /// A stored record does not say of which entity it is, nor what is secret in it.
    ///
    /// # Errors
    /// Those of the deserializer.
    #[cfg(feature = "serde")]
    pub fn read_stored<'de, D: serde_core::Deserializer<'de>>(
        &self,
        deserializer: D,
    ) -> Result<DynamicRecord, D::Error> {
        let record: DynamicRecord = crate::storage::deserialize_record(deserializer)?;
        Ok(DynamicRecord {
            table: Some(self.table_ref()),
            ..record
        })
    }

    fn table_ref(&self) -> TableRef {
        TableRef::Shared(Arc::clone(&self.table))
    }

    fn target(&self) -> Target {
        Target::of_table(self.table_ref())
    }
}

impl fmt::Debug for DynamicEntity {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

/// A record of an entity that no schema describes, as read: every field as it came.
#[derive(Clone, Default, PartialEq)]
pub struct DynamicRecord {
    /// That of its entity; a record that was not read has none.
    table: Option<TableRef>,
    fields: Extra,
}

impl DynamicRecord {
    /// The wire name of the record's entity.
    #[must_use]
    pub fn entity(&self) -> &str {
        self.table.as_ref().map_or("", |table| &table.entity)
    }

    /// The record's id, where the answer had one.
    #[must_use]
    pub fn id(&self) -> Option<Id> {
        self.read(NO_FIELDS.id_name()).ok().flatten()
    }

    /// The value of a field as it came, by its exact wire name.
    #[must_use]
    pub fn get(&self, wire_name: &str) -> Option<&Raw> {
        self.fields.get(wire_name)
    }

    /// Reads a field as one of the types that fields have, with the leniency of described fields;
    /// `Ok(None)` where the answer had no such field or no value in it.
    ///
    /// # Errors
    /// [`ParseError`] where the value does not fit the type; [`get`](Self::get) still has it.
    pub fn read<T: FieldValue>(&self, wire_name: &str) -> Result<Option<T>, ParseError> {
        self.fields.read(wire_name)
    }

    /// All fields with their wire names, in the answer's order.
    pub fn fields(&self) -> impl Iterator<Item = (&str, &Raw)> {
        self.fields.unknown()
    }
}

impl Entity for DynamicRecord {
    /// Of no entity: the name of a record's own is known at run time.
    const WIRE_NAME: &'static str = "(dynamic)";
}

impl Slots for DynamicRecord {
    fn table(&self) -> &'static Table {
        &NO_FIELDS
    }

    fn slots(&self, visit: &mut dyn FnMut(&[&dyn Slot], &Extra)) {
        visit(&[], &self.fields);
    }

    fn slots_mut(&mut self, visit: &mut dyn FnMut(&mut [&mut dyn Slot], &mut Extra)) {
        visit(&mut [], &mut self.fields);
    }

    fn is_secret(&self, wire_name: &str) -> bool {
        self.table
            .as_ref()
            .is_some_and(|table| table.is_secret(wire_name))
    }
}

impl fmt::Debug for DynamicRecord {
    /// Names only: nobody knows which value is a secret.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        debug_record(self, self.entity(), formatter)
    }
}

#[cfg(feature = "serde")]
impl serde_core::Serialize for DynamicRecord {
    fn serialize<S: serde_core::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        crate::storage::serialize_record(self, serializer)
    }
}

/// Values for a write of an entity that no schema describes.
///
/// What they are for is in the type: see [`New`], [`Changes`] and [`Upsert`]. A later call for the
/// same field replaces an earlier one.
#[must_use]
pub struct DynamicDraft<For> {
    values: Draft,
    purpose: PhantomData<fn() -> For>,
}

impl<For> DynamicDraft<For> {
    fn of(values: Draft) -> Self {
        Self {
            values,
            purpose: PhantomData,
        }
    }

    /// Sets a field by its wire name.
    ///
    /// A flag is written `"0"` or `"1"`, a date `YYYYMMDD`, a date-time `YYYY-MM-DDTHH:MM:SSZ`, a
    /// [`Key`](crate::Key) as a look-up object (`ParentAccountObj`). For another form, set text.
    pub fn set(mut self, wire_name: &str, value: impl Into<Value>) -> Self {
        self.values = self.values.set_custom(wire_name, value);
        self
    }
}

impl<Found> DynamicDraft<Change<Found>> {
    /// Clears a field by its wire name (`fieldsToNull`).
    pub fn clear(mut self, wire_name: &str) -> Self {
        self.values = self.values.clear_custom(wire_name);
        self
    }
}

impl<For> Clone for DynamicDraft<For> {
    fn clone(&self) -> Self {
        Self::of(self.values.clone())
    }
}

impl<For> PartialEq for DynamicDraft<For> {
    fn eq(&self, other: &Self) -> bool {
        self.values == other.values
    }
}

impl<For> fmt::Debug for DynamicDraft<For> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.values.fmt(formatter)
    }
}

impl<For> AsRef<Draft> for DynamicDraft<For> {
    fn as_ref(&self) -> &Draft {
        &self.values
    }
}

/// Creates a record.
pub fn create(new: &New) -> Request<Written<DynamicRecord>> {
    write::create(&new.values)
}

/// Creates records in one request.
pub fn create_many(entity: &DynamicEntity, new: &[New]) -> Request<Batch<DynamicRecord>> {
    write::create_many_of(entity.target(), new)
}

/// Changes a record.
pub fn update(changes: &Changes) -> Request<Written<DynamicRecord>> {
    write::update(&changes.values)
}

/// Changes records in one request.
pub fn update_many(entity: &DynamicEntity, changes: &[Changes]) -> Request<Batch<DynamicRecord>> {
    write::update_many_of(entity.target(), changes)
}

/// Changes the record that the key finds, or creates it.
pub fn upsert(upsert: &Upsert) -> Request<Written<DynamicRecord>> {
    write::upsert(&upsert.values)
}

/// Changes or creates records in one request; all by the same key field.
pub fn upsert_many(entity: &DynamicEntity, upserts: &[Upsert]) -> Request<Batch<DynamicRecord>> {
    write::upsert_many_of(entity.target(), upserts)
}

/// Reads the records that match.
pub fn retrieve(entity: &DynamicEntity, filter: &Filter) -> Request<Vec<DynamicRecord>> {
    retrieve_in(
        &entity.table_ref(),
        Dialect::DEFAULT,
        filter,
        decode_records,
    )
}

/// Reads the record with this id.
pub fn retrieve_by_id(entity: &DynamicEntity, id: impl Into<Id>) -> Request<DynamicRecord> {
    retrieve_by_id_in(&entity.table_ref(), &id.into(), decode_record)
}

/// Reads the records with these ids.
pub fn retrieve_by_ids(entity: &DynamicEntity, ids: &[Id]) -> Request<Vec<DynamicRecord>> {
    retrieve_by_ids_in(&entity.table_ref(), Dialect::DEFAULT, ids, decode_records)
}

/// Asks for some columns of the records that match, with the vendor's query language; columns of
/// other entities are reached by paths (`AccountObj.Name`).
pub fn query(entity: &DynamicEntity, columns: &[&str], filter: &Filter) -> Request<Vec<Row>> {
    let condition = filter.to_sql_in(Dialect::DEFAULT);
    let names = columns.join(", ");
    let mut request = super::query(format!(
        "SELECT {names} FROM {} WHERE {condition}",
        entity.name()
    ));
    request.subject.entity = Some(entity.name().to_owned().into());
    let problems = filter.problems_in(Dialect::DEFAULT);
    request.problems.extend(problems);
    if columns.is_empty() {
        request.problems.push("there is no column in it".to_owned());
    }
    let is_column = |name: &str| name.split('.').all(is_name);
    let wrong = columns.iter().filter(|name| !is_column(name));
    request.problems.extend(wrong.map(|name| {
        format!("`{name}` is no name of a column: letters, digits and `_`, joined by points")
    }));
    request
}

/// Deletes a record, named by its id.
pub fn delete(
    entity: &DynamicEntity,
    deletion: impl Into<Deletion<DynamicRecord>>,
) -> Request<Written<DynamicRecord>> {
    delete::delete_in(&entity.table_ref(), &deletion.into())
}

/// Deletes records in one request.
pub fn delete_many(
    entity: &DynamicEntity,
    deletions: &[Deletion<DynamicRecord>],
) -> Request<Batch<DynamicRecord>> {
    delete::delete_many_in(&entity.table_ref(), deletions)
}

/// Restores a record from the recycle bin.
pub fn undelete(entity: &DynamicEntity, id: impl Into<Id>) -> Request<Written<DynamicRecord>> {
    delete::undelete_in(&entity.table_ref(), &id.into())
}

/// Stores a file in a field of a record.
pub fn upload_file(
    entity: &DynamicEntity,
    id: impl Into<Id>,
    field: &FileField,
    file_name: &str,
    contents: &[u8],
) -> Request<()> {
    file::upload_file_of(entity.target(), &id.into(), field, file_name, contents)
}

/// Stores a file in a field of a record, read from a path or a reader while it is sent.
pub fn upload_file_from(
    entity: &DynamicEntity,
    id: impl Into<Id>,
    field: &FileField,
    file_name: &str,
    source: impl Into<FileSource>,
) -> Request<()> {
    let (target, source) = (entity.target(), source.into());
    file::upload_file_from_of(target, &id.into(), field, file_name, source)
}

/// Reads the file in a field of a record.
pub fn download_file(
    entity: &DynamicEntity,
    id: impl Into<Id>,
    field: &FileField,
) -> Request<Vec<u8>> {
    file::download_file_of(entity.target(), &id.into(), field)
}

/// Writes the file in a field of a record to a path or a writer as it arrives, and gives its size
/// in bytes.
pub fn download_file_to(
    entity: &DynamicEntity,
    id: impl Into<Id>,
    field: &FileField,
    sink: impl Into<FileSink>,
) -> Request<u64> {
    file::download_file_to_of(entity.target(), &id.into(), field, sink.into())
}

fn decode_records(
    subject: &Subject,
    limits: &Limits,
    answer: &Answer,
) -> Result<Vec<DynamicRecord>, Error> {
    let mut records: Vec<DynamicRecord> = decode_or_empty(subject, limits, answer)?;
    for record in &mut records {
        record.table.clone_from(&subject.table);
    }
    Ok(records)
}

fn decode_record(
    subject: &Subject,
    limits: &Limits,
    answer: &Answer,
) -> Result<DynamicRecord, Error> {
    let mut record: DynamicRecord = decode_first(subject, limits, answer)?;
    record.table.clone_from(&subject.table);
    Ok(record)
}
