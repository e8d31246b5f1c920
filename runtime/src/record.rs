//! Records as read: what every generated record has in common.

use std::borrow::Cow;
use std::fmt;

use crate::column::Column;
use crate::parse::ParseError;
use crate::row::{Member, find};
use crate::table::{Entity, Table};
use crate::value::{FieldValue, Slot};
use crate::{Raw, Secret};

/// A record as read from an answer.
///
/// Every generated record is one.
pub trait Record: Entity + Slots + Clone + Default {}

impl<T: Entity + Slots + Clone + Default> Record for T {}

/// Gives the fields of a record to code that serves all records.
///
/// Implemented by generated code. The slots stand in the order of the table's fields; fields that
/// are never returned have none, and stand last in the table.
pub trait Slots {
    /// The table of the record's entity.
    #[doc(hidden)]
    fn table(&self) -> &'static Table;

    /// Shows all slots at once.
    #[doc(hidden)]
    fn slots(&self, visit: &mut dyn FnMut(&[&dyn Slot], &Extra));

    /// Lends all slots at once.
    #[doc(hidden)]
    fn slots_mut(&mut self, visit: &mut dyn FnMut(&mut [&mut dyn Slot], &mut Extra));

    /// Whether values of a field are secrets.
    #[doc(hidden)]
    fn is_secret(&self, wire_name: &str) -> bool {
        self.table().is_secret(wire_name)
    }
}

/// What an answer carried beyond the fields that the schema describes.
///
/// Nothing that the server sent is lost: unknown fields are kept here, and so are the values that
/// did not fit their field's type (the field itself then reads as absent).
///
/// Two are equal when they hold the same; the order of unknown fields does not count, since an
/// object has none.
#[derive(Clone, Default, PartialEq)]
pub struct Extra(Option<Box<Kept>>);

#[derive(Clone, Default)]
struct Kept {
    unknown: Vec<(Box<str>, Raw)>,
    misfits: Vec<Misfit>,
}

impl PartialEq for Kept {
    fn eq(&self, other: &Self) -> bool {
        if self.unknown.len() != other.unknown.len() || self.misfits != other.misfits {
            return false;
        }
        self.unknown == other.unknown || sorted(&self.unknown) == sorted(&other.unknown)
    }
}

fn sorted(unknown: &[(Box<str>, Raw)]) -> Vec<(&str, &str)> {
    let mut fields: Vec<_> = unknown
        .iter()
        .map(|(name, value)| (&**name, value.as_json()))
        .collect();
    fields.sort_unstable();
    fields
}

impl Extra {
    /// Nothing: what generated code starts a record with.
    #[doc(hidden)]
    pub const EMPTY: Self = Self(None);

    /// The value of an unknown field, by its exact wire name.
    #[must_use]
    pub fn get(&self, wire_name: &str) -> Option<&Raw> {
        self.unknown()
            .find(|(name, _)| *name == wire_name)
            .map(|(_, value)| value)
    }

    /// Reads an unknown field as one of the types that fields have; `Ok(None)` where the answer
    /// had no such field or no value in it.
    ///
    /// ```
    /// # use billbind_runtime::{Decimal, Extra};
    /// # fn show(extra: &Extra) -> Result<(), billbind_runtime::ParseError> {
    /// let limit: Option<Decimal> = extra.read("nrCreditLimit")?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// [`ParseError`] where the value does not fit the type.
    pub fn read<T: FieldValue>(&self, wire_name: &str) -> Result<Option<T>, ParseError> {
        match self.get(wire_name) {
            Some(raw) => T::read(&crate::scan::Scanned::of(raw.as_json())),
            None => Ok(None),
        }
    }

    /// Reads the value of a column that the record has no field for, such as one at the end of a
    /// path: nested (`{"AccountObj": {"Name": …}}`) or under the path itself
    /// (`"AccountObj.Name": …`), and whatever its case. `Ok(None)` where there is none.
    ///
    /// # Errors
    /// [`ParseError`] where the value does not fit the type.
    pub fn value<E, T: FieldValue>(&self, column: &Column<E, T>) -> Result<Option<T>, ParseError> {
        self.read_path(column.name())
    }

    /// Reads the value under a name or at the end of a path.
    pub(crate) fn read_path<T: FieldValue>(&self, path: &str) -> Result<Option<T>, ParseError> {
        match find(&self.members(), path) {
            Some(json) => T::read(&crate::scan::Scanned::of(json)),
            None => Ok(None),
        }
    }

    pub(crate) fn members(&self) -> Vec<Member<'_>> {
        self.unknown()
            .map(|(name, raw)| (Cow::Borrowed(name), raw.as_json()))
            .collect()
    }

    /// All unknown fields with their wire names, in the answer's order.
    pub fn unknown(&self) -> impl Iterator<Item = (&str, &Raw)> {
        self.0
            .iter()
            .flat_map(|kept| kept.unknown.iter().map(|(name, raw)| (&**name, raw)))
    }

    /// The values that did not fit their field's type.
    #[must_use]
    pub fn misfits(&self) -> &[Misfit] {
        self.0.as_ref().map_or(&[], |kept| &kept.misfits)
    }

    pub(crate) fn keep_unknown(&mut self, wire_name: &str, value: &str) {
        let kept = self.0.get_or_insert_default();
        kept.unknown.push((wire_name.into(), Raw::trusted(value)));
    }

    pub(crate) fn keep_misfit(&mut self, misfit: Misfit) {
        self.0.get_or_insert_default().misfits.push(misfit);
    }
}

impl fmt::Debug for Extra {
    /// Names only: nobody knows which unknown value is a secret.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut list = formatter.debug_list();
        list.entries(self.unknown().map(|(name, _)| name));
        list.entries(self.misfits());
        list.finish()
    }
}

/// A value that did not fit its field's type.
#[derive(Clone, PartialEq)]
pub struct Misfit {
    pub(crate) path: Cow<'static, str>,
    pub(crate) expected: &'static str,
    pub(crate) value: Secret,
}

impl Misfit {
    /// Where the value was: the field's wire name, or what it was selected as.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What would have fitted.
    #[must_use]
    pub fn expected(&self) -> &str {
        self.expected
    }

    /// The value as JSON, as it came. It is kept as a secret: the field may hold one.
    #[must_use]
    pub fn value(&self) -> &Secret {
        &self.value
    }
}

impl fmt::Debug for Misfit {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} is not {}", self.path, self.expected)
    }
}

/// `Clone` of all records.
#[doc(hidden)]
pub fn clone_record<R: Slots + Default>(record: &R) -> R {
    let mut copy = R::default();
    copy_slots(record, &mut copy);
    copy
}

fn copy_slots(from: &dyn Slots, to: &mut dyn Slots) {
    from.slots(&mut |from, from_extra| {
        to.slots_mut(&mut |to, to_extra| {
            for (from, to) in from.iter().zip(to) {
                from.copy_to(*to);
            }
            to_extra.clone_from(from_extra);
        });
    });
}

/// `PartialEq` of all records.
#[doc(hidden)]
pub fn records_are_equal(left: &dyn Slots, right: &dyn Slots) -> bool {
    let mut equal = false;
    left.slots(&mut |left, left_extra| {
        right.slots(&mut |right, right_extra| {
            equal = left_extra == right_extra
                && left
                    .iter()
                    .zip(right)
                    .all(|(left, right)| left.is_equal(*right));
        });
    });
    equal
}

/// `Debug` of all records: the fields that have a value, secrets redacted.
///
/// # Errors
/// Those of the formatter.
#[doc(hidden)]
pub fn debug_record(
    record: &dyn Slots,
    name: &str,
    formatter: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    let mut shown = formatter.debug_struct(name);
    record.slots(&mut |slots, extra| {
        for (field, slot) in record.table().fields.iter().zip(slots) {
            if let Some(value) = slot.shown() {
                shown.field(field.name, &value);
            }
        }
        if *extra != Extra::default() {
            shown.field("extra", extra);
        }
    });
    shown.finish_non_exhaustive()
}
