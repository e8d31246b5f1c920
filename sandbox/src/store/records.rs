//! Records: found, read, added, changed and removed. What may be done is decided elsewhere.

use std::fmt::Write as _;

use rusqlite::types::{Value, ValueRef};
use rusqlite::{CachedStatement, Connection, OptionalExtension, params_from_iter};

use super::{DELETED, FILES, quoted, tables};
use crate::organization::{Entity, Field};

/// Where a record is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Live,
    RecycleBin,
}

/// Where the record of an id is, if anywhere.
pub(crate) fn place(
    connection: &Connection,
    entity: &Entity,
    id: &Value,
) -> rusqlite::Result<Option<Place>> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {} FROM {} WHERE {} = ?1",
        quoted(DELETED),
        quoted(&entity.name),
        quoted(&entity.id_field().name)
    ))?;
    let deleted: Option<bool> = statement.query_row([id], |row| row.get(0)).optional()?;
    Ok(deleted.map(|deleted| {
        if deleted {
            Place::RecycleBin
        } else {
            Place::Live
        }
    }))
}

/// The ids of at most two live records whose field has a value: none, one, or more than one.
///
/// The field gets an index, so that a request with many look-ups does not scan the table for each.
pub(crate) fn with_value(
    connection: &Connection,
    entity: &Entity,
    field: &Field,
    value: &Value,
) -> rusqlite::Result<Vec<Value>> {
    if field.name != entity.id_field().name {
        let index = tables::create_index(entity, field);
        connection.prepare_cached(&index)?.execute([])?;
    }
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {} FROM {} WHERE {} = ?1 AND {} = 0 LIMIT 2",
        quoted(&entity.id_field().name),
        quoted(&entity.name),
        quoted(&field.name),
        quoted(DELETED)
    ))?;
    let rows = statement.query_map([value], |row| row.get(0))?;
    rows.collect()
}

/// Makes the record of an external entity, unless it is there.
pub(crate) fn ensure_external(
    connection: &Connection,
    entity: &Entity,
    id: &Value,
) -> rusqlite::Result<()> {
    let mut statement = connection.prepare_cached(&format!(
        "INSERT OR IGNORE INTO {} ({}) VALUES (?1)",
        quoted(&entity.name),
        quoted(&entity.id_field().name)
    ))?;
    statement.execute([id])?;
    Ok(())
}

/// Whether a live record other than the one itself points at the record of an id through a field.
pub(crate) fn is_pointed_at(
    connection: &Connection,
    from: &Entity,
    through: &Field,
    target: &Entity,
    id: &Value,
) -> rusqlite::Result<bool> {
    let itself = if from.id == target.id {
        format!(" AND {} <> ?1", quoted(&from.id_field().name))
    } else {
        String::new()
    };
    let mut statement = connection.prepare_cached(&format!(
        "SELECT EXISTS (SELECT 1 FROM {} WHERE {} = ?1 AND {} = 0{itself})",
        quoted(&from.name),
        quoted(&through.name),
        quoted(DELETED)
    ))?;
    statement.query_row([id], |row| row.get(0))
}

/// Adds a record and gives its id.
pub(crate) fn insert(
    connection: &Connection,
    entity: &Entity,
    values: &[(&Field, &Value)],
) -> rusqlite::Result<Value> {
    let mut columns = String::new();
    let mut places = String::new();
    for (at, (field, _)) in values.iter().enumerate() {
        // Writing into a String cannot fail.
        let _ = write!(columns, "{}, ", quoted(&field.name));
        let _ = write!(places, "?{}, ", at + 1);
    }
    let mut statement = connection.prepare_cached(&format!(
        "INSERT INTO {} ({columns}{}) VALUES ({places}0)",
        quoted(&entity.name),
        quoted(DELETED)
    ))?;
    statement.execute(params_from_iter(values.iter().map(|(_, value)| *value)))?;
    let given = values
        .iter()
        .find(|(field, _)| field.name == entity.id_field().name);
    Ok(match given {
        Some((_, id)) => (*id).clone(),
        None => Value::Integer(connection.last_insert_rowid()),
    })
}

/// Changes fields of a record; `Value::Null` clears one.
pub(crate) fn update(
    connection: &Connection,
    entity: &Entity,
    id: &Value,
    values: &[(&Field, &Value)],
) -> rusqlite::Result<()> {
    if values.is_empty() {
        return Ok(());
    }
    let mut changes = String::new();
    for (at, (field, _)) in values.iter().enumerate() {
        let separator = if at == 0 { "" } else { ", " };
        // Writing into a String cannot fail.
        let _ = write!(changes, "{separator}{} = ?{}", quoted(&field.name), at + 2);
    }
    let mut statement = connection.prepare_cached(&format!(
        "UPDATE {} SET {changes} WHERE {} = ?1",
        quoted(&entity.name),
        quoted(&entity.id_field().name)
    ))?;
    let values = values.iter().map(|(_, value)| *value);
    statement.execute(params_from_iter(std::iter::once(id).chain(values)))?;
    Ok(())
}

/// Changes a field of every record whose reference holds an id.
pub(crate) fn update_where(
    connection: &Connection,
    entity: &Entity,
    (reference, id): (&Field, &Value),
    (field, value): (&Field, &Value),
) -> rusqlite::Result<()> {
    let mut statement = connection.prepare_cached(&format!(
        "UPDATE {} SET {} = ?2 WHERE {} = ?1",
        quoted(&entity.name),
        quoted(&field.name),
        quoted(&reference.name)
    ))?;
    statement.execute([id, value])?;
    Ok(())
}

/// Moves a record into the recycle bin or out of it.
pub(crate) fn move_to(
    connection: &Connection,
    entity: &Entity,
    id: &Value,
    place: Place,
) -> rusqlite::Result<()> {
    let mut statement = connection.prepare_cached(&format!(
        "UPDATE {} SET {} = ?2 WHERE {} = ?1",
        quoted(&entity.name),
        quoted(DELETED),
        quoted(&entity.id_field().name)
    ))?;
    statement.execute((id, place == Place::RecycleBin))?;
    Ok(())
}

/// Removes a record for ever, with its files.
pub(crate) fn purge(connection: &Connection, entity: &Entity, id: &Value) -> rusqlite::Result<()> {
    let mut files = connection.prepare_cached(&format!(
        "DELETE FROM {} WHERE entity = ?1 AND record = ?2",
        quoted(FILES)
    ))?;
    files.execute((&entity.name, id))?;
    let mut record = connection.prepare_cached(&format!(
        "DELETE FROM {} WHERE {} = ?1",
        quoted(&entity.name),
        quoted(&entity.id_field().name)
    ))?;
    record.execute([id])?;
    Ok(())
}

/// Reads fields of live records of an entity, by their ids.
pub(crate) struct Reader<'a> {
    fields: Vec<&'a Field>,
    statement: CachedStatement<'a>,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(
        connection: &'a Connection,
        entity: &Entity,
        fields: Vec<&'a Field>,
    ) -> rusqlite::Result<Self> {
        let mut columns = String::new();
        for field in &fields {
            // Writing into a String cannot fail.
            let _ = write!(columns, "{}, ", quoted(&field.name));
        }
        let statement = connection.prepare_cached(&format!(
            "SELECT {columns}1 FROM {} WHERE {} = ?1 AND {} = 0",
            quoted(&entity.name),
            quoted(&entity.id_field().name),
            quoted(DELETED)
        ))?;
        Ok(Self { fields, statement })
    }

    /// What is made of each field's value; `None` where there is no such record.
    pub(crate) fn read<T>(
        &mut self,
        id: &Value,
        mut each: impl FnMut(&'a Field, ValueRef<'_>) -> T,
    ) -> rusqlite::Result<Option<Vec<T>>> {
        let mut rows = self.statement.query([id])?;
        let Some(row) = rows.next()? else {
            return Ok(None);
        };
        let mut read = Vec::with_capacity(self.fields.len());
        for (at, field) in self.fields.iter().enumerate() {
            read.push(each(field, row.get_ref(at)?));
        }
        Ok(Some(read))
    }
}

/// Keeps a file in a field of a record, in place of the one that was there.
pub(crate) fn put_file(
    connection: &Connection,
    entity: &Entity,
    id: &Value,
    field: &Field,
    name: &str,
    data: &[u8],
) -> rusqlite::Result<()> {
    let mut statement = connection.prepare_cached(&format!(
        "INSERT OR REPLACE INTO {} (entity, record, field, name, data) VALUES (?1, ?2, ?3, ?4, ?5)",
        quoted(FILES)
    ))?;
    statement.execute((&entity.name, id, &field.name, name, data))?;
    Ok(())
}

/// The bytes of the file in a field of a record.
pub(crate) fn file(
    connection: &Connection,
    entity: &Entity,
    id: &Value,
    field: &Field,
) -> rusqlite::Result<Option<Vec<u8>>> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT data FROM {} WHERE entity = ?1 AND record = ?2 AND field = ?3",
        quoted(FILES)
    ))?;
    statement
        .query_row((&entity.name, id, &field.name), |row| row.get(0))
        .optional()
}

/// The text of an id.
pub(crate) fn id_text(id: &Value) -> String {
    match id {
        Value::Integer(number) => number.to_string(),
        Value::Text(text) => text.clone(),
        // Ids are stored as nothing else.
        Value::Null | Value::Real(_) | Value::Blob(_) => String::new(),
    }
}
