//! Fields that the platform fills by itself: when a record was created and changed, and by whom.

use billbind_codegen::model::Access;
use rusqlite::types::Value;

use crate::organization::{Entity, EntityId, Field, Kind};

/// When and by whom a request writes.
#[derive(Debug)]
pub(super) struct Stamp {
    pub(super) now: Value,
    /// The record of the session's owner, and its entity, where the organization has one.
    pub(super) user: Option<(EntityId, Value)>,
}

impl Stamp {
    /// The fields of a new record, with their values.
    pub(super) fn of_new<'a>(
        &'a self,
        entity: &'a Entity,
    ) -> impl Iterator<Item = (&'a Field, &'a Value)> {
        self.of(
            entity,
            &["Created", "Updated", "CreatedUserId", "UpdatedUserId"],
        )
    }

    /// The fields of a record that changes, with their values.
    pub(super) fn of_change<'a>(
        &'a self,
        entity: &'a Entity,
    ) -> impl Iterator<Item = (&'a Field, &'a Value)> {
        self.of(entity, &["Updated", "UpdatedUserId"])
    }

    fn of<'a>(
        &'a self,
        entity: &'a Entity,
        names: &'static [&'static str],
    ) -> impl Iterator<Item = (&'a Field, &'a Value)> {
        names.iter().filter_map(|name| {
            let field = entity.field(name)?;
            let value = match (&field.kind, &self.user) {
                (Kind::DateTime, _) => &self.now,
                (Kind::Reference { target, .. }, Some((users, id))) if target == users => id,
                _ => return None,
            };
            (field.access == Access::ReadOnly).then_some((field, value))
        })
    }
}
