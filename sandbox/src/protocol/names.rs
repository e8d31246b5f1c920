//! Names of what a record points at, which answers show beside the id: `ParentAccountName` beside
//! `ParentAccountId` ("REST Methods, RETRIEVE").
//!
//! They are kept in the record, so that queries find them too, and follow the name when it changes.

use billbind_codegen::model::Access;
use rusqlite::Connection;
use rusqlite::types::Value;

use super::changes::Changes;
use crate::organization::{Entity, Field, Kind, Organization};
use crate::store::records::{self, Reader};

/// The names that a record gets with its references.
pub(super) fn of_references<'a>(
    connection: &Connection,
    organization: &'a Organization,
    entity: &'a Entity,
    changes: &Changes<'a>,
) -> rusqlite::Result<Vec<(&'a Field, Value)>> {
    let mut names = Vec::new();
    for (reference, id) in changes.values.values() {
        if let Some((shown, target, name)) = beside(organization, entity, reference) {
            let mut reader = Reader::new(connection, target, vec![name])?;
            let read = reader.read(id, |_, value| Value::try_from(value).ok())?;
            let name = read.and_then(|mut values| values.pop().flatten());
            names.push((shown, name.unwrap_or(Value::Null)));
        }
    }
    for reference in &changes.cleared {
        if let Some((shown, ..)) = beside(organization, entity, reference) {
            names.push((shown, Value::Null));
        }
    }
    Ok(names)
}

/// Changes the name of a record where others show it.
pub(super) fn follow(
    connection: &Connection,
    organization: &Organization,
    entity: &Entity,
    id: &Value,
    changes: &Changes<'_>,
) -> rusqlite::Result<()> {
    let nothing = Value::Null;
    let now_called = |name: &Field| {
        let given = changes.values.get(name.name.as_str());
        let mut cleared = changes.cleared.iter();
        given.map(|(_, value)| value).or_else(|| {
            cleared
                .any(|field| field.name == name.name)
                .then_some(&nothing)
        })
    };
    for referrer in &entity.referrers {
        let from = organization.entity(referrer.entity);
        let shown = from.fields.get(referrer.field).and_then(|reference| {
            let (shown, _, name) = beside(organization, from, reference)?;
            Some((reference, shown, now_called(name)?))
        });
        if let Some((reference, shown, value)) = shown {
            records::update_where(connection, from, (reference, id), (shown, value))?;
        }
    }
    Ok(())
}

/// The field that shows the name of a reference's target, the target, and its field with the name.
fn beside<'a>(
    organization: &'a Organization,
    entity: &'a Entity,
    reference: &Field,
) -> Option<(&'a Field, &'a Entity, &'a Field)> {
    let is_text = |field: &&Field| matches!(field.kind, Kind::Text { .. });
    let target = organization.entity(reference.target()?);
    let stem = reference.name.strip_suffix("Id")?;
    let shown = entity.field(&format!("{stem}Name")).filter(is_text)?;
    let name = target.field("Name").filter(is_text)?;
    (shown.access == Access::ReadOnly).then_some((shown, target, name))
}
