//! Drafts: the sparse set of values that a write sends.

use std::borrow::Cow;
use std::fmt;

use crate::column::Column;
use crate::id::{Id, Names, Reference};
use crate::json::{Members, write_list, write_text};
use crate::table::{Kind, Table};
use crate::value::{NumberForm, Value};

/// The values that a write sets, and the fields that it clears.
///
/// Generated builders and changes are a thin typed skin over this.
#[derive(Clone)]
pub struct Draft {
    table: &'static Table,
    /// The record's id (update) or the field that finds it (upsert), sent with the values.
    selector: Option<(Cow<'static, str>, Value)>,
    set: Vec<(u16, Value)>,
    custom: Vec<(String, Value)>,
    cleared: Vec<Cow<'static, str>>,
}

impl Draft {
    /// An empty draft.
    #[doc(hidden)]
    #[must_use]
    pub fn new(table: &'static Table) -> Self {
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
    #[must_use]
    pub fn for_id(table: &'static Table, id: impl Into<Value>) -> Self {
        let selector = (Cow::Borrowed(table.id_name()), id.into());
        Self {
            selector: Some(selector),
            ..Self::new(table)
        }
    }

    /// A draft that adds the record or changes the one that this key or id finds.
    #[doc(hidden)]
    #[must_use]
    pub fn for_key<E>(table: &'static Table, key: impl Names<E>) -> Self {
        match key.into_reference() {
            Reference::Id(id) => Self::for_id(table, id),
            Reference::Key(key) => Self {
                selector: Some((key.field, key.value)),
                ..Self::new(table)
            },
        }
    }

    /// Sets a field; a later value replaces an earlier one or a clearing.
    fn with_position(mut self, position: u16, value: Value) -> Self {
        if let Some(field) = self.table.field(position) {
            self.cleared.retain(|name| name != field.name);
        }
        match self.set.iter_mut().find(|(at, _)| *at == position) {
            Some((_, earlier)) => *earlier = value,
            None => self.set.push((position, value)),
        }
        self
    }

    /// Sets a field that the schema may not know.
    #[doc(hidden)]
    #[must_use]
    pub fn with_custom(mut self, name: String, value: Value) -> Self {
        if let Some(position) = self.table.position(&name) {
            return self.with_position(position, value);
        }
        self.cleared.retain(|cleared| *cleared != name);
        match self.custom.iter_mut().find(|(earlier, _)| *earlier == name) {
            Some((_, earlier)) => *earlier = value,
            None => self.custom.push((name, value)),
        }
        self
    }

    /// Clears a field of the table.
    fn without(self, position: u16) -> Self {
        match self.table.field(position) {
            Some(field) => self.without_named(Cow::Borrowed(field.name)),
            None => self,
        }
    }

    /// Clears a field that the schema may not know.
    #[doc(hidden)]
    #[must_use]
    pub fn without_named(mut self, name: Cow<'static, str>) -> Self {
        let table = self.table;
        self.set
            .retain(|(at, _)| table.field(*at).is_none_or(|field| field.name != name));
        self.custom.retain(|(custom, _)| *custom != name);
        if !self.cleared.contains(&name) {
            self.cleared.push(name);
        }
        self
    }

    /// The table of the draft's entity.
    #[must_use]
    pub fn table(&self) -> &'static Table {
        self.table
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
        for (position, value) in &self.set {
            let Some(field) = self.table.field(*position) else {
                continue;
            };
            // The key of an upsert is sent once, with the value that the key says.
            if self.selector_name() == Some(field.name) {
                continue;
            }
            let name = match (field.kind, value) {
                (
                    Kind::Reference {
                        relation: Some(relation),
                        ..
                    },
                    Value::Lookup(_),
                ) => relation,
                _ => field.name,
            };
            value.write(members.member(name), field.kind, numbers);
        }
        for (name, value) in &self.custom {
            if self.selector_name() != Some(name) {
                value.write(members.member(name), Kind::Raw, numbers);
            }
        }
        // One name is sent as text, several as a list (seed 001, UPDATE).
        match &self.cleared[..] {
            [] => {}
            [name] => write_text(members.member("fieldsToNull"), name),
            names => write_list(members.member("fieldsToNull"), names, |json, name| {
                write_text(json, name);
            }),
        }
        members.close();
    }
}

/// A draft with its entity and its purpose in its type.
///
/// Implemented by generated code. Its setters are one call each of the functions below, which take
/// the draft with one purpose and give it back with another: setting a required field changes what
/// is still missing.
#[doc(hidden)]
pub trait TypedDraft {
    fn into_values(self) -> Draft;
    fn from_values(values: Draft) -> Self;
}

/// Sets a field.
#[doc(hidden)]
pub fn set<D: TypedDraft, R: TypedDraft, E, T: Into<Value>>(
    draft: D,
    column: &Column<E, T>,
    value: impl Into<T>,
) -> R {
    R::from_values(
        draft
            .into_values()
            .with_position(column.position(), value.into().into()),
    )
}

/// Sets a reference, to an id or to a look-up by key.
#[doc(hidden)]
pub fn set_reference<D: TypedDraft, R: TypedDraft, E, T>(
    draft: D,
    column: &Column<E, Id<T>>,
    target: impl Names<T>,
) -> R {
    let target = target.into_reference().into();
    R::from_values(draft.into_values().with_position(column.position(), target))
}

/// Clears a field.
#[doc(hidden)]
pub fn clear<D: TypedDraft, E, T>(draft: D, column: &Column<E, T>) -> D {
    D::from_values(draft.into_values().without(column.position()))
}

/// Clears fields.
#[doc(hidden)]
pub fn clear_all<D: TypedDraft>(draft: D, positions: impl Iterator<Item = u16>) -> D {
    D::from_values(positions.fold(draft.into_values(), Draft::without))
}

impl fmt::Debug for Draft {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = formatter.debug_struct(self.table.entity);
        if let Some((name, value)) = &self.selector {
            shown.field(name, value);
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
        std::ptr::eq(self.table, other.table)
            && self.selector == other.selector
            && self.set == other.set
            && self.custom == other.custom
            && self.cleared == other.cleared
    }
}
