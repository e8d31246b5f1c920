//! Delete and undelete.

use super::write::{Batch, Written, decode_many, decode_one};
use super::{BillingPlatform, Target, path, records_body, subject};
use crate::json::{Members, write_text};
use crate::request::{Method, Request, Retry};
use crate::table::{Table, TableRef};
use crate::violation::{Rule, Violation};
use crate::{Entity, Id, IdOf};

/// A record to delete, and what becomes of it.
pub struct Deletion<E> {
    id: Id<E>,
    empty_recycle_bin: Option<bool>,
}

impl<E> Deletion<E> {
    /// Deletes the record with this id the way the entity is configured: to the recycle bin where
    /// it has one.
    pub fn new(id: impl IdOf<E>) -> Self {
        Self {
            id: id.into_id(),
            empty_recycle_bin: None,
        }
    }

    /// Says whether the record is purged (`true`, `EmptyRecycleBin` 1) or goes to the recycle bin
    /// (`false`, 0, the vendor's default). Where the entity's recycle bin is off, every delete is
    /// permanent whatever is said here (REST Methods, DELETE).
    #[must_use]
    pub fn empty_recycle_bin(mut self, purge: bool) -> Self {
        self.empty_recycle_bin = Some(purge);
        self
    }
}

/// What names a record of entity `E` to delete: its id, or a [`Deletion`] with more to say.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not name a record of `{E}` to delete",
    label = "an id belongs to its entity",
    note = "ids of other entities are not accepted; text and whole numbers are taken as ids",
    note = "the id of a record that was read is an `Option`: take it out first"
)]
pub trait Deletes<E> {
    /// The deletion.
    #[doc(hidden)]
    fn into_deletion(self) -> Deletion<E>;
}

impl<E> Deletes<E> for Deletion<E> {
    fn into_deletion(self) -> Deletion<E> {
        self
    }
}

macro_rules! delete_by_id {
    ($($id:ty)*) => {$(
        impl<E> From<$id> for Deletion<E> {
            fn from(id: $id) -> Self {
                Self::new(id)
            }
        }

        impl<E> Deletes<E> for $id {
            fn into_deletion(self) -> Deletion<E> {
                Deletion::new(self)
            }
        }
    )*};
}

delete_by_id!(Id<E> &Id<E> &str String i32 i64 u32 u64);

/// Removes one record (REST Methods, DELETE: method DELETE with a body).
pub fn delete<E: Entity>(
    table: &'static Table,
    deletion: &Deletion<E>,
) -> Request<BillingPlatform, Written<E>> {
    delete_in(&table.into(), deletion)
}

/// Removes one record of the entity that a table is of.
pub(super) fn delete_in<E>(
    table: &TableRef,
    deletion: &Deletion<E>,
) -> Request<BillingPlatform, Written<E>> {
    let body = records_body(None, &[deletion], true, |json, deletion| {
        write(json, table, deletion);
    });
    let path = path(&["delete"], &table.entity);
    let subject = subject(
        Target::of_table(table.clone()),
        "delete",
        Retry::Idempotent,
        1,
    );
    let mut request = Request::new(Method::Delete, &path, subject, decode_one).with_json(body);
    request.violations = without_id(table, std::iter::once(deletion.id.as_str()));
    request
}

/// Removes records in one request.
pub fn delete_many<E: Entity>(
    table: &'static Table,
    deletions: &[Deletion<E>],
) -> Request<BillingPlatform, Batch<E>> {
    delete_many_in(&table.into(), deletions)
}

/// Removes records of the entity that a table is of in one request.
pub(super) fn delete_many_in<E>(
    table: &TableRef,
    deletions: &[Deletion<E>],
) -> Request<BillingPlatform, Batch<E>> {
    let body = records_body(None, deletions, false, |json, deletion| {
        write(json, table, deletion);
    });
    let path = path(&["delete"], &table.entity);
    let target = Target::of_table(table.clone());
    let mut subject = subject(target, "delete", Retry::Idempotent, deletions.len());
    let ids = deletions.iter().map(|deletion| deletion.id.as_str());
    subject.ids = ids.map(str::to_owned).collect();
    let mut request = Request::new(Method::Delete, &path, subject, decode_many).with_json(body);
    if deletions.is_empty() {
        request.problems.push("there is no record in it".to_owned());
    }
    let ids = deletions.iter().map(|deletion| deletion.id.as_str());
    request.violations = without_id(table, ids);
    request
}

/// Restores a record from the recycle bin (REST Methods, UNDELETE: method DELETE, the bare id).
pub fn undelete<E: Entity>(
    table: &'static Table,
    id: &Id<E>,
) -> Request<BillingPlatform, Written<E>> {
    undelete_in(&table.into(), id)
}

/// Restores a record of the entity that a table is of.
pub(super) fn undelete_in<E>(table: &TableRef, id: &Id<E>) -> Request<BillingPlatform, Written<E>> {
    let mut json = Vec::new();
    write(&mut json, table, &Deletion::new(id));
    let path = path(&["undelete"], &table.entity);
    let subject = subject(
        Target::of_table(table.clone()),
        "undelete",
        Retry::Idempotent,
        1,
    );
    let mut request = Request::new(Method::Delete, &path, subject, decode_one).with_json(json);
    request.violations = without_id(table, std::iter::once(id.as_str()));
    request
}

/// The records that no id names.
fn without_id<'a>(table: &Table, ids: impl Iterator<Item = &'a str>) -> Vec<Violation> {
    ids.enumerate()
        .filter(|(_, id)| id.trim().is_empty())
        .map(|(at, _)| Violation::new(at, Rule::FindsRecord).of_field(table.id_name()))
        .collect()
}

fn write<E>(json: &mut Vec<u8>, table: &Table, deletion: &Deletion<E>) {
    let mut members = Members::open(json);
    write_text(members.member(table.id_name()), deletion.id.as_str());
    if let Some(purge) = deletion.empty_recycle_bin {
        write_text(
            members.member("EmptyRecycleBin"),
            if purge { "1" } else { "0" },
        );
    }
    members.close();
}
