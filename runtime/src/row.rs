//! Rows of a query's answer: names and values, typed by what was selected.
//!
//! A row keeps all that the answer said under its names, and reads each value by name or path from
//! that. Parents come nested or under their whole path, an alias in upper case.

mod children;
mod reading;

use std::borrow::Cow;
use std::fmt;

use crate::column::Column;
use crate::parse::ParseError;
use crate::raw::Raw;
use crate::record::{Extra, Misfit, Record, Slots};
use crate::scan::Scanner;
use crate::table::Table;
use crate::value::{FieldValue, Slot};

pub use reading::RowValues;
pub(crate) use reading::{Finish, RowReader};

/// One row of a query's answer.
///
/// `values` is what was selected, in the order of the select list and each of its type: a tuple of
/// `Option`s, with a `Vec` for a list of children. All that the answer said stands beside it under
/// its name, so that nothing is lost: also what was not selected, and values that did not fit.
/// Rows of a statement that was given as text have no `values`.
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Row<V = ()> {
    /// The selected values.
    pub values: V,
    extra: Extra,
}

pub(crate) static NO_FIELDS: Table = Table::new("row", 0, &[]);

impl<V> Row<V> {
    /// The value of a column or alias. Case does not matter: the vendor answers an alias `total`
    /// as `TOTAL` (REST Methods, QUERY).
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Raw> {
        let exact = self.extra.get(name);
        exact.or_else(|| {
            let mut named = self
                .columns()
                .filter(|(wire, _)| wire.eq_ignore_ascii_case(name));
            named.next().map(|(_, value)| value)
        })
    }

    /// Reads the value of a column or alias, or of a path (`AccountObj.Name`), whatever its case;
    /// `Ok(None)` where the row has none.
    ///
    /// # Errors
    /// [`ParseError`] where the value does not fit the type.
    pub fn read<T: FieldValue>(&self, name: &str) -> Result<Option<T>, ParseError> {
        self.extra.read_path(name)
    }

    /// Reads the value of a typed column, also of one at the end of a path.
    ///
    /// # Errors
    /// [`ParseError`] where the value does not fit the type.
    pub fn value<E, T: FieldValue>(&self, column: &Column<E, T>) -> Result<Option<T>, ParseError> {
        self.extra.value(column)
    }

    /// All columns with their wire names, in the answer's order.
    pub fn columns(&self) -> impl Iterator<Item = (&str, &Raw)> {
        self.extra.unknown()
    }

    /// The values that did not fit the type of what was selected; they read as absent.
    #[must_use]
    pub fn misfits(&self) -> &[Misfit] {
        self.extra.misfits()
    }
}

impl<V: fmt::Debug> fmt::Debug for Row<V> {
    /// Typed values are shown, but for secrets; of all others the names.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_tuple("Row")
            .field(&self.values)
            .field(&self.extra)
            .finish()
    }
}

impl Slots for Row {
    fn table(&self) -> &'static Table {
        &NO_FIELDS
    }

    fn slots(&self, visit: &mut dyn FnMut(&[&dyn Slot], &Extra)) {
        visit(&[], &self.extra);
    }

    fn slots_mut(&mut self, visit: &mut dyn FnMut(&mut [&mut dyn Slot], &mut Extra)) {
        visit(&mut [], &mut self.extra);
    }
}

crate::store_record!(Row);

/// What the rows of an answer are read as: a record, or a [`Row`].
pub trait Answered: Sized + 'static {
    /// What the decoder makes.
    #[doc(hidden)]
    type Decoded: Slots + Default;

    /// Gives what was decoded its types.
    #[doc(hidden)]
    fn finish(decoded: Vec<Self::Decoded>, how: &Finish<'_>) -> Result<Vec<Self>, Misfit>;
}

impl<E: Record> Answered for E {
    type Decoded = E;

    fn finish(decoded: Vec<E>, _: &Finish<'_>) -> Result<Vec<E>, Misfit> {
        Ok(decoded)
    }
}

impl<V: RowValues> Answered for Row<V> {
    type Decoded = Row;

    fn finish(decoded: Vec<Row>, how: &Finish<'_>) -> Result<Vec<Self>, Misfit> {
        let rows = decoded.into_iter().enumerate();
        rows.map(|(at, Row { mut extra, .. })| {
            let members = extra.members();
            let mut reader = RowReader::new(&members, how);
            let values = V::read(&mut reader);
            for misfit in reader.into_misfits() {
                if how.limits.strict {
                    let path = format!("[{at}].{}", misfit.path).into();
                    return Err(Misfit { path, ..misfit });
                }
                extra.keep_misfit(misfit);
            }
            Ok(Row { values, extra })
        })
        .collect()
    }
}

/// One item of a select list: how it is written, and where its value stands in the answer.
#[doc(hidden)]
#[derive(Debug, Clone)]
pub struct Selected {
    /// As it stands in the statement.
    pub(crate) sql: String,
    /// The column with its path, the alias, or `Entity.Relation` of children.
    pub(crate) name: String,
    pub(crate) kind: SelectedKind,
    /// The select list of children.
    pub(crate) children: Vec<Selected>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SelectedKind {
    Field,
    Aggregate,
    /// An aggregate whose value may have more digits than a number holds.
    Average,
    /// In the vendor's own words.
    Expression,
    Children,
}

/// A member of an object: its name, and its value as JSON.
pub(crate) type Member<'a> = (Cow<'a, str>, &'a str);

/// The value under a name, whatever its case, or at the end of a path of names with points between
/// them. Both layouts of a parent's values are known: nested (REST Methods: "Hierarchical List of
/// Objects") and under the whole path (a public client).
pub(crate) fn find<'a>(members: &[Member<'a>], path: &str) -> Option<&'a str> {
    if let Some(json) = named(members, path) {
        return Some(json);
    }
    path.match_indices('.').find_map(|(point, _)| {
        let parent = named(members, path.get(..point)?)?;
        find(&parent_members(parent)?, path.get(point + 1..)?)
    })
}

/// The value under a name; one that is written alike goes before one that differs in case.
fn named<'a>(members: &[Member<'a>], name: &str) -> Option<&'a str> {
    let exact = members.iter().find(|(other, _)| other == name);
    let found = exact.or_else(|| {
        members
            .iter()
            .find(|(other, _)| other.eq_ignore_ascii_case(name))
    });
    found.map(|(_, json)| *json)
}

/// The members of a parent, which may come as a list of one.
fn parent_members(json: &str) -> Option<Vec<Member<'_>>> {
    if !json.starts_with('[') {
        return members(json);
    }
    let mut list = Scanner::new(json);
    list.open(b'[', "a list").ok()?;
    if !list.item(true).ok()? {
        return None;
    }
    let parent = list.value().ok()?;
    let is_only = !list.item(false).ok()?;
    is_only.then(|| members(parent.json)).flatten()
}

/// The members of a text that is an object.
fn members(json: &str) -> Option<Vec<Member<'_>>> {
    let mut object = Scanner::new(json);
    object.open(b'{', "an object").ok()?;
    let mut members = Vec::new();
    while let Some(name) = object.name(members.is_empty()).ok()? {
        object.colon().ok()?;
        members.push((name, object.value().ok()?.json));
    }
    Some(members)
}
