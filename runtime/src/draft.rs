//! Drafts: the sparse set of values that a write sends.

use std::borrow::Cow;
use std::fmt;

use crate::enumeration::Enumeration;
use crate::id::{Id, Key, Names, Reference};
use crate::json::{Members, write_list, write_text};
use crate::table::{Access, Field, Kind, Table, TableRef};
use crate::value::{KeyValue, NumberForm, Value};
use crate::{Date, DateTime, Decimal, Raw, Secret};

/// The member that names the cleared fields.
pub(crate) const CLEARED: &str = "fieldsToNull";

/// The values that a write sets, and the fields that it clears.
///
/// Generated builders and changes are a thin typed skin over this.
#[must_use]
#[derive(Clone)]
pub struct Draft {
    pub(crate) table: TableRef,
    /// The record's id (update) or the field that finds it (upsert), sent with the values.
    pub(crate) selector: Option<(Cow<'static, str>, Value)>,
    pub(crate) set: Vec<(u16, Value)>,
    pub(crate) custom: Vec<(String, Value)>,
    pub(crate) cleared: Vec<Cow<'static, str>>,
}

impl Draft {
    /// An empty draft.
    #[doc(hidden)]
    pub fn new(table: &'static Table) -> Self {
        Self::in_table(table.into())
    }

    pub(crate) fn in_table(table: TableRef) -> Self {
        Self {
            table,
            selector: None,
            set: Vec::new(),
            custom: Vec::new(),
            cleared: Vec::new(),
        }
    }

    /// A draft that changes the record with this id.
    #[doc(hidden)]
    pub fn for_id(table: &'static Table, id: impl Into<Value>) -> Self {
        Self::new(table).with_id(id)
    }

    pub(crate) fn with_id(mut self, id: impl Into<Value>) -> Self {
        self.selector = Some((Cow::Borrowed(self.table.id_name()), id.into()));
        self
    }

    /// A draft that adds the record or changes the one that this key or id finds.
    #[doc(hidden)]
    pub fn for_key<E>(table: &'static Table, key: impl Names<E>) -> Self {
        Self::new(table).with_key(key)
    }

    pub(crate) fn with_key<E>(mut self, key: impl Names<E>) -> Self {
        match key.into_reference() {
            Reference::Id(id) => return self.with_id(id),
            Reference::Key(Key { field, value, .. }) => {
                let value = self.in_custody(&field, value);
                self.selector = Some((field, value));
            }
        }
        self
    }

    /// The value as a secret where its field holds secrets.
    fn in_custody(&self, name: &str, value: Value) -> Value {
        if self.table.is_secret(name) {
            value.into_secret()
        } else {
            value
        }
    }

    /// A later value replaces an earlier one or a clearing.
    fn put(&mut self, position: u16, mut value: Value) {
        if let Some(field) = self.table.field(position) {
            self.cleared.retain(|name| name != field.name);
            self.drop_relation(field);
            if crate::decode::is_secret(field.kind) {
                // A secret stays one when it is set through `custom`.
                value = value.into_secret();
            }
        }
        match self.set.iter_mut().find(|(at, _)| *at == position) {
            Some((_, earlier)) => *earlier = value,
            None => self.set.push((position, value)),
        }
    }

    /// Drops the look-up object of a reference, where it was written by hand.
    fn drop_relation(&mut self, field: &Field) {
        if let Some(relation) = field.kind.relation() {
            self.custom.retain(|(name, _)| name != relation);
        }
    }

    fn put_custom(&mut self, name: &str, value: Value) {
        let value = self.in_custody(name, value);
        let table = &*self.table;
        let is_relation = |field: &Field| field.kind.relation() == Some(name);
        if let Some(field) = table.fields.iter().find(|field| is_relation(field)) {
            // A look-up object is a value of its reference, which is sent once.
            self.set
                .retain(|(at, _)| !table.field(*at).is_some_and(is_relation));
            self.cleared.retain(|cleared| cleared != field.name);
        }
        self.cleared.retain(|cleared| cleared != name);
        match self.custom.iter_mut().find(|(earlier, _)| earlier == name) {
            Some((_, earlier)) => *earlier = value,
            None => self.custom.push((name.to_owned(), value)),
        }
    }

    fn clear_position(&mut self, position: u16) {
        self.set.retain(|(at, _)| *at != position);
        if let Some(field) = self.table.field(position) {
            self.drop_relation(field);
            self.clear_named(Cow::Borrowed(field.name));
        }
    }

    fn clear_named(&mut self, name: Cow<'static, str>) {
        self.custom.retain(|(custom, _)| *custom != name);
        if !self.cleared.contains(&name) {
            self.cleared.push(name);
        }
    }

    /// Whether the record is found by an id that the server makes: where none is found, each
    /// repetition of an upsert makes a new record.
    pub(crate) fn may_create_by_id(&self) -> bool {
        let id = self.table.field(self.table.id);
        self.selector_name() == Some(self.table.id_name())
            && id.is_none_or(|id| id.rules.access == Access::ReadOnly)
    }

    /// The secrets among the values, however they were given: by type, by the field that they are
    /// for, inside of a list or of a key.
    pub(crate) fn secrets(&self) -> Vec<Secret> {
        let mut found = Vec::new();
        for (position, value) in &self.set {
            // Scalars in the place of a secret have become one when they were set.
            let may_hold_one = matches!(value, Value::Raw(_) | Value::List(_) | Value::Lookup(_));
            let is_secret = may_hold_one
                && self
                    .table
                    .field(*position)
                    .is_some_and(|field| crate::decode::is_secret(field.kind));
            value.add_secrets(is_secret, &mut found);
        }
        let custom = self.custom.iter().map(|(name, value)| (&**name, value));
        let key = self.selector.iter().map(|(name, value)| (&**name, value));
        for (name, value) in custom.chain(key) {
            value.add_secrets(self.table.is_secret(name), &mut found);
        }
        found
    }

    /// The table of the draft's entity.
    #[must_use]
    pub fn table(&self) -> &Table {
        &self.table
    }

    pub(crate) fn table_ref(&self) -> &TableRef {
        &self.table
    }

    /// The record's id, where the draft has one as text.
    pub(crate) fn id_text(&self) -> Option<&str> {
        match &self.selector {
            Some((name, Value::Text(id))) if *name == self.table.id_name() => Some(id),
            _ => None,
        }
    }

    /// Name of the field that finds the record of an upsert or update.
    pub(crate) fn selector_name(&self) -> Option<&str> {
        self.selector.as_ref().map(|(name, _)| &**name)
    }

    /// Appends the draft as one `brmObjects` element.
    pub(crate) fn write(&self, json: &mut Vec<u8>, numbers: NumberForm) {
        let mut members = Members::open(json);
        if let Some((name, value)) = &self.selector {
            let kind = self
                .table
                .position(name)
                .and_then(|position| self.table.field(position));
            value.write(
                members.member(name),
                kind.map_or(Kind::Raw, |field| field.kind),
                numbers,
            );
        }
        let (fields, names) = (self.table.fields, self.table.written_names());
        for (position, value) in &self.set {
            let position = usize::from(*position);
            let (Some(field), Some(name)) = (fields.get(position), names.get(position)) else {
                continue;
            };
            // The key of an upsert is sent once, with the value that the key says.
            if self.selector_name() == Some(field.name) {
                continue;
            }
            let place = match (field.kind, value) {
                (
                    Kind::Reference {
                        relation: Some(relation),
                        ..
                    },
                    Value::Lookup(_),
                ) => members.member(relation),
                _ => members.member_written(name),
            };
            value.write(place, field.kind, numbers);
        }
        for (name, value) in &self.custom {
            if self.selector_name() != Some(name) {
                value.write(members.member(name), Kind::Raw, numbers);
            }
        }
        // One name is sent as text, several as a list (REST Methods, UPDATE).
        match &self.cleared[..] {
            [] => {}
            [name] => write_text(members.member(CLEARED), name),
            names => write_list(members.member(CLEARED), names, |json, name| {
                write_text(json, name);
            }),
        }
        members.close();
    }
}

/// The setters that generated code calls, one per type of field.
///
/// They take the draft and give it back, so that a generated setter is one call with nothing to
/// drop, and the field by its position: in a crate of thousands of setters, that took a tenth of
/// `cargo check`. What they do with a value happens here, once for all entities.
#[doc(hidden)]
impl Draft {
    pub fn set_text(self, position: u16, value: impl Into<String>) -> Self {
        self.with(position, value.into().into())
    }

    pub fn set_integer(self, position: u16, value: i64) -> Self {
        self.with(position, value.into())
    }

    pub fn set_decimal(self, position: u16, value: impl Into<Decimal>) -> Self {
        self.with(position, value.into().into())
    }

    pub fn set_flag(self, position: u16, value: bool) -> Self {
        self.with(position, value.into())
    }

    pub fn set_date(self, position: u16, value: Date) -> Self {
        self.with(position, value.into())
    }

    pub fn set_date_time(self, position: u16, value: DateTime) -> Self {
        self.with(position, value.into())
    }

    pub fn set_secret(self, position: u16, value: impl Into<Secret>) -> Self {
        self.with(position, value.into().into())
    }

    pub fn set_raw(self, position: u16, value: Raw) -> Self {
        self.with(position, value.into())
    }

    pub fn set_enum<T: Enumeration>(self, position: u16, value: T) -> Self {
        self.with(position, value.into())
    }

    pub fn set_list<T: Into<Value>>(self, position: u16, value: Vec<T>) -> Self {
        self.with(position, value.into())
    }

    /// The id of the record itself, where the caller chooses it, or of another record in a system
    /// without look-ups by key.
    pub fn set_id<E>(self, position: u16, value: Id<E>) -> Self {
        self.with(position, value.into())
    }

    /// The id of another record, or a key that finds it.
    pub fn set_reference<E>(self, position: u16, value: impl Names<E>) -> Self {
        self.with(position, value.into_reference().into())
    }

    pub fn set_custom(self, name: &str, value: impl Into<Value>) -> Self {
        self.with_named(name, value.into())
    }

    pub fn clear(mut self, position: u16) -> Self {
        self.clear_position(position);
        self
    }

    pub fn clear_all<T: Nullable>(mut self, fields: impl IntoIterator<Item = T>) -> Self {
        for field in fields {
            self.clear_position(field.position());
        }
        self
    }

    pub fn clear_custom(mut self, name: &str) -> Self {
        match self.table.position(name) {
            Some(position) => self.clear_position(position),
            None => self.clear_named(Cow::Owned(name.to_owned())),
        }
        self
    }

    fn with(mut self, position: u16, value: Value) -> Self {
        self.put(position, value);
        self
    }

    fn with_named(mut self, name: &str, value: Value) -> Self {
        match self.table.position(name) {
            Some(position) => self.put(position, value),
            None => self.put_custom(name, value),
        }
        self
    }
}

/// A list of the fields that an update may clear.
///
/// Implemented by generated code only.
#[doc(hidden)]
pub trait Nullable: Copy {
    /// The field's place in the table.
    fn position(self) -> u16;
}

/// The place in the table of the field that stands here in a list of fields.
///
/// # Panics
/// Where the list is shorter: generated code gives one place per field.
#[doc(hidden)]
#[must_use]
pub fn nullable_position(positions: &[u16], at: usize) -> u16 {
    positions[at]
}

/// `Debug` of a field in a list of fields: its name on the wire.
///
/// # Errors
/// Those of the formatter.
#[doc(hidden)]
pub fn debug_nullable(
    field: impl Nullable,
    table: &Table,
    formatter: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    formatter.write_str(table.field(field.position()).map_or("", |field| field.name))
}

impl fmt::Debug for Draft {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = formatter.debug_struct(&self.table.entity);
        if let Some((name, value)) = &self.selector {
            match self
                .table
                .position(name)
                .and_then(|at| self.table.field(at))
            {
                Some(field) if crate::decode::is_secret(field.kind) => {
                    shown.field(name, &Secret::new(""))
                }
                Some(_) => shown.field(name, value),
                None => shown.field(name, &KeyValue(name, value)),
            };
        }
        for (position, value) in &self.set {
            if let Some(field) = self.table.field(*position) {
                if crate::decode::is_secret(field.kind) {
                    // A secret stays one when it was set through `custom`.
                    shown.field(field.name, &crate::Secret::new(""));
                } else {
                    shown.field(field.name, value);
                }
            }
        }
        for (name, _) in &self.custom {
            // Nobody knows which custom value is a secret.
            shown.field(name, &format_args!("[custom]"));
        }
        if !self.cleared.is_empty() {
            shown.field("fieldsToNull", &self.cleared);
        }
        shown.finish()
    }
}

impl PartialEq for Draft {
    fn eq(&self, other: &Self) -> bool {
        self.table == other.table
            && self.selector == other.selector
            && self.set == other.set
            && self.custom == other.custom
            && self.cleared == other.cleared
    }
}
