//! The tables of an organization: made when they are missing, extended when the schemas grew, and
//! refused when the records would not fit any more.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use rusqlite::{Connection, params};

use super::decimals::COLLATION;
use super::{DELETED, FILES};
use crate::error::StartError;
use crate::organization::{Entity, Field, IdKind, Kind, Organization};

/// What the columns hold, in the words of [`kind_name`]: it tells a later start what has changed.
const COLUMNS: &str = "$columns";

/// Ids that a sandbox gives are above all that examples use: a sample record that is added later
/// never meets one of the caller's.
const FIRST_ISSUED: i64 = 1_000_001;

/// Brings the tables to what the organization is now.
pub(super) fn prepare(
    connection: &Connection,
    organization: &Organization,
) -> Result<(), StartError> {
    connection.execute_batch(&format!(
        "CREATE TABLE IF NOT EXISTS {} (entity TEXT NOT NULL, field TEXT NOT NULL, kind TEXT NOT NULL, \
         PRIMARY KEY (entity, field)) WITHOUT ROWID; \
         CREATE TABLE IF NOT EXISTS {} (entity TEXT NOT NULL, record NOT NULL, field TEXT NOT NULL, \
         name TEXT NOT NULL, data BLOB NOT NULL, PRIMARY KEY (entity, record, field));",
        quoted(COLUMNS),
        quoted(FILES),
    ))?;
    let mut known = known_columns(connection)?;
    let mut problems = Vec::new();
    for entity in organization.entities() {
        let columns = known.remove(&entity.name);
        prepare_entity(connection, organization, entity, columns, &mut problems)?;
    }
    for entity in known.keys() {
        problems.push(format!(
            "{entity}: the data has records of it, and the schemas do not name it"
        ));
    }
    if problems.is_empty() {
        return Ok(());
    }
    Err(StartError::data(format!(
        "the data was kept under other schemas, and its records do not fit these:\n  {}\nStart with \
         the schemas of before or with an extension of them, or with another file",
        problems.join("\n  ")
    )))
}

/// The name as SQL has it, whatever is in it.
pub(crate) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// For each entity, the kinds of its fields as they were when the sandbox ran last.
fn known_columns(
    connection: &Connection,
) -> rusqlite::Result<BTreeMap<String, BTreeMap<String, String>>> {
    let mut known: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    let mut statement = connection.prepare(&format!(
        "SELECT entity, field, kind FROM {}",
        quoted(COLUMNS)
    ))?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let fields = known.entry(row.get(0)?).or_default();
        fields.insert(row.get(1)?, row.get(2)?);
    }
    Ok(known)
}

fn prepare_entity(
    connection: &Connection,
    organization: &Organization,
    entity: &Entity,
    known: Option<BTreeMap<String, String>>,
    problems: &mut Vec<String>,
) -> Result<(), StartError> {
    let is_new = known.is_none();
    let mut known = known.unwrap_or_default();
    let mut added = Vec::new();
    for field in &entity.fields {
        let kind = kind_name(organization, &field.kind);
        match known.remove(&field.name) {
            None => added.push((field, kind)),
            Some(before) if before == kind => {}
            Some(before) => problems.push(format!(
                "{}.{}: it was {before}, and is {kind} now",
                entity.name, field.name
            )),
        }
    }
    for field in known.keys() {
        problems.push(format!(
            "{}.{field}: the schemas do not have it any more",
            entity.name
        ));
    }
    if !problems.is_empty() {
        return Ok(());
    }
    if is_new {
        create_table(connection, entity)?;
    } else {
        for (field, _) in added.iter().filter(|(field, _)| field.has_column()) {
            add_column(connection, entity, field)?;
        }
    }
    let mut remember = connection.prepare_cached(&format!(
        "INSERT INTO {} (entity, field, kind) VALUES (?1, ?2, ?3)",
        quoted(COLUMNS)
    ))?;
    for (field, kind) in added {
        remember.execute(params![entity.name, field.name, kind])?;
    }
    for field in entity.fields.iter().filter(|field| is_indexed(field)) {
        connection.execute_batch(&create_index(entity, field))?;
    }
    Ok(())
}

fn create_table(connection: &Connection, entity: &Entity) -> rusqlite::Result<()> {
    let mut statement = format!("CREATE TABLE {} (", quoted(&entity.name));
    for field in entity.fields.iter().filter(|field| field.has_column()) {
        // Writing into a String cannot fail.
        let _ = write!(
            statement,
            "{} {}, ",
            quoted(&field.name),
            column_type(&field.kind)
        );
    }
    let _ = write!(statement, "{} INTEGER NOT NULL DEFAULT 0)", quoted(DELETED));
    connection.execute_batch(&statement)?;
    if entity.id_kind() == IdKind::Issued {
        connection.execute(
            "INSERT INTO sqlite_sequence (name, seq) VALUES (?1, ?2)",
            params![entity.name, FIRST_ISSUED - 1],
        )?;
    }
    Ok(())
}

fn add_column(connection: &Connection, entity: &Entity, field: &Field) -> rusqlite::Result<()> {
    connection.execute_batch(&format!(
        "ALTER TABLE {} ADD COLUMN {} {}",
        quoted(&entity.name),
        quoted(&field.name),
        column_type(&field.kind)
    ))
}

/// References, so that a delete finds what points at a record, and the keys of upserts.
fn is_indexed(field: &Field) -> bool {
    field.external_key || field.target().is_some()
}

/// The statement that makes the index of a field, unless it is there.
pub(super) fn create_index(entity: &Entity, field: &Field) -> String {
    format!(
        "CREATE INDEX IF NOT EXISTS {} ON {} ({})",
        quoted(&format!("${}.{}", entity.name, field.name)),
        quoted(&entity.name),
        quoted(&field.name)
    )
}

fn column_type(kind: &Kind) -> String {
    match kind {
        // AUTOINCREMENT: the id of a purged record is not given again.
        Kind::Id(IdKind::Issued) => "INTEGER PRIMARY KEY AUTOINCREMENT".to_owned(),
        Kind::Id(IdKind::Given) => "TEXT PRIMARY KEY NOT NULL".to_owned(),
        // INT and not INTEGER, which would take numbers only.
        Kind::Id(IdKind::External) => "INT PRIMARY KEY NOT NULL".to_owned(),
        Kind::Reference {
            key: IdKind::Issued | IdKind::External,
            ..
        }
        | Kind::Integer
        | Kind::Flag(_) => "INTEGER".to_owned(),
        Kind::Decimal { .. } => format!("TEXT COLLATE {COLLATION}"),
        Kind::Reference {
            key: IdKind::Given, ..
        }
        | Kind::Text { .. }
        | Kind::Enum { .. }
        | Kind::Secret { .. }
        | Kind::Raw
        | Kind::Date
        | Kind::DateTime
        | Kind::List(_)
        // A file has no column.
        | Kind::File => "TEXT".to_owned(),
    }
}

/// What the values of a field are, as far as stored ones depend on it: not how long they may be or
/// which of them are allowed, which may change.
fn kind_name(organization: &Organization, kind: &Kind) -> String {
    match kind {
        Kind::Id(IdKind::Issued) => "an id of the server".to_owned(),
        Kind::Id(IdKind::Given) => "an id of the caller".to_owned(),
        Kind::Id(IdKind::External) => "the id of an external entity".to_owned(),
        Kind::Reference { target, .. } => {
            format!("a reference to {}", organization.entity(*target).name)
        }
        // An enum may become open or a text, and back: stored values stay.
        Kind::Text { .. } | Kind::Enum { .. } => "a text".to_owned(),
        Kind::Secret { .. } => "a secret".to_owned(),
        Kind::Integer => "a whole number".to_owned(),
        Kind::Decimal { .. } => "a decimal number".to_owned(),
        Kind::Flag(_) => "a flag".to_owned(),
        Kind::Date => "a date".to_owned(),
        Kind::DateTime => "a date and time".to_owned(),
        Kind::File => "a file".to_owned(),
        Kind::Raw => "a raw value".to_owned(),
        Kind::List(item) => format!("a list of {}", kind_name(organization, item)),
    }
}
