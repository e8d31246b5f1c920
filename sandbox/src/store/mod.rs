//! The records of an organization in SQLite: one table per entity, in memory or in a file.

mod calendar;
mod decimals;
pub(crate) mod records;
mod tables;
mod values;

use std::path::Path;
use std::sync::{Mutex, PoisonError};

use rusqlite::{Connection, Transaction};

use crate::error::StartError;
use crate::organization::Organization;
pub(crate) use calendar::moment_text;
pub(crate) use tables::quoted;
pub(crate) use values::{stored, text_of};

/// The column that says whether a record is in the recycle bin (1) or not (0).
pub(crate) const DELETED: &str = "$deleted";

/// The table of the files in FILE fields.
pub(crate) const FILES: &str = "$files";

/// Statements that are kept ready: some for each entity of a large organization.
const PREPARED_STATEMENTS: usize = 1024;

/// Marks a file as a sandbox's: `bbsb`.
const APPLICATION: i32 = 0x6262_7362;

/// The records of an organization.
#[derive(Debug)]
pub(crate) struct Store {
    connection: Mutex<Connection>,
}

impl Store {
    /// Opens a file, or fresh tables in memory, and brings the tables to what the organization is
    /// now.
    ///
    /// # Errors
    ///
    /// A file that is no sandbox's, that another process has open, or whose records do not fit the
    /// organization any more.
    pub(crate) fn open(
        file: Option<&Path>,
        organization: &Organization,
    ) -> Result<Self, StartError> {
        let mut connection = match file {
            Some(file) => open_file(file)?,
            None => Connection::open_in_memory()?,
        };
        connection.set_prepared_statement_cache_capacity(PREPARED_STATEMENTS);
        decimals::register(&connection)?;
        crate::query::register(&connection)?;
        let transaction = connection.transaction()?;
        tables::prepare(&transaction, organization)?;
        transaction.commit()?;
        Ok(Self {
            connection: Mutex::new(connection),
        })
    }

    /// Runs one request's work: all of it is kept, or nothing where it fails.
    ///
    /// What is kept is on disk when this returns, for a store in a file.
    ///
    /// # Errors
    ///
    /// What the work gives, and those of the database.
    pub(crate) fn transaction<T, E: From<rusqlite::Error>>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        // A panic in a request's work rolled its transaction back: the connection is fit for use.
        let mut connection = self
            .connection
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let transaction = connection.transaction()?;
        let done = work(&transaction)?;
        transaction.commit()?;
        Ok(done)
    }
}

fn open_file(file: &Path) -> Result<Connection, StartError> {
    let shown = file.display();
    let connection = Connection::open(file)
        .map_err(|error| StartError::data(format!("{shown} cannot be opened: {error}")))?;
    let explained = |error: rusqlite::Error| match error.sqlite_error_code() {
        Some(rusqlite::ErrorCode::NotADatabase) => StartError::data(format!(
            "{shown} is no data of a sandbox: give another file, or one that does not exist"
        )),
        Some(rusqlite::ErrorCode::DatabaseBusy | rusqlite::ErrorCode::DatabaseLocked) => {
            StartError::data(format!(
                "{shown} is in use by another sandbox: stop that one, or give another file"
            ))
        }
        _ => StartError::data(format!("{shown} cannot be opened: {error}")),
    };
    // Whoever opens the file has it alone, and every commit is on disk before it is answered.
    connection
        .execute_batch(
            "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \
             BEGIN EXCLUSIVE; COMMIT;",
        )
        .map_err(explained)?;
    let application: i32 = connection.query_row("PRAGMA application_id", [], |row| row.get(0))?;
    let tables: i64 =
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    if application != APPLICATION {
        if tables > 0 {
            return Err(StartError::data(format!(
                "{shown} is a database of another program: give another file"
            )));
        }
        connection.pragma_update(None, "application_id", APPLICATION)?;
    }
    Ok(connection)
}

#[cfg(test)]
mod tests {
    use super::Store;
    use crate::organization::Organization;

    #[test]
    fn the_tables_of_the_shipped_schemas_are_made_and_found_again() {
        let organization = Organization::shipped().unwrap();
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("data");
        let store = Store::open(Some(&file), &organization).unwrap();
        let refused = Store::open(Some(&file), &organization).unwrap_err();
        assert!(refused.to_string().contains("is in use"), "{refused}");
        drop(store);
        Store::open(Some(&file), &organization).unwrap();
    }
}
