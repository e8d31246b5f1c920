//! The vendor's query language: whole statements (`query`), and conditions on whole records
//! (`queryAnsiSql`).
//!
//! ```text
//! parse      text             -> tree of sqlparser    limits; what is no part of the language anywhere
//! read       tree, model      -> Statement            an allow-list; names, kinds and values are checked
//! sql        Statement        -> SQLite's SQL         names of the model in quotes, values bound
//! run        SQL              -> rows                 in the shape of an answer
//! ```
//!
//! What is not understood is refused with the reason and how to say it instead, and never passed
//! over. What the vendor leaves open is listed in the README under "Simulated".

mod date_format;
mod decimal_functions;
mod error;
mod parse;
mod pattern;
mod read;
mod run;
mod sql;
mod statement;
#[cfg(test)]
mod tests;
mod text_functions;

use std::time::SystemTime;

use rusqlite::Connection;

use crate::organization::{Entity, Organization};
pub(crate) use error::QueryError;

/// Most rows of an answer.
pub(crate) const MAX_PAGE: i64 = 10_000;

/// Makes the functions of the language known to a connection.
///
/// # Errors
///
/// SQLite's, where it has no memory for them.
pub(crate) fn register(connection: &Connection) -> rusqlite::Result<()> {
    decimal_functions::register(connection)?;
    text_functions::register(connection)
}

/// Runs a SELECT and gives its rows as objects; none where nothing matches. `now` is what
/// `systimestamp` stands for.
///
/// # Errors
///
/// What is wrong with the statement.
pub(crate) fn select(
    organization: &Organization,
    connection: &Connection,
    now: SystemTime,
    statement: &str,
) -> Result<Vec<serde_json::Value>, QueryError> {
    let run = || {
        let query = parse::parse_statement(statement)?;
        let statement = read::read_statement(organization, &query)?;
        run::rows(connection, now, &statement)
    };
    run().map_err(|error| error.in_a("Invalid query"))
}

/// Finds the ids of the records of an entity that meet a condition, in the order of the ids.
///
/// # Errors
///
/// What is wrong with the condition.
pub(crate) fn matching(
    organization: &Organization,
    connection: &Connection,
    now: SystemTime,
    entity: &Entity,
    condition: &str,
) -> Result<Vec<rusqlite::types::Value>, QueryError> {
    let run = || {
        let condition = parse::parse_condition(condition)?;
        let statement = read::read_condition(organization, entity, &condition)?;
        run::ids(connection, now, &statement)
    };
    // The vendor's words (REST Methods, "Error Codes"); the reason behind them is ours.
    run().map_err(|error| error.in_a("Invalid queryAnsiSql format"))
}
