//! Text for SQLite: its own LIKE and UPPER know ASCII letters only, and LIKE ignores their case.

use rusqlite::Connection;
use rusqlite::functions::{Context, FunctionFlags};

use super::date_format::DateFormat;
use super::pattern::Pattern;

/// Makes `bb_like`, `bb_upper` and `bb_to_char` known to a connection.
pub(super) fn register(connection: &Connection) -> rusqlite::Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    connection.create_scalar_function("bb_like", 3, flags, |context| {
        let (Some(matched), Some(_)) = (text(context, 0)?, text(context, 1)?) else {
            return Ok(None);
        };
        // A pattern is read once for a statement, not once for a row.
        let pattern = context.get_or_create_aux(1, |pattern| {
            let escape = text(context, 2)?.and_then(|escape| escape.chars().next());
            let pattern = pattern.as_str().map_err(|_| not_text())?;
            Ok::<_, rusqlite::Error>(Pattern::new(pattern, escape))
        })?;
        Ok(Some(pattern.matches(matched)))
    })?;
    connection.create_scalar_function("bb_upper", 1, flags, |context| {
        Ok(text(context, 0)?.map(upper))
    })?;
    connection.create_scalar_function("bb_to_char", 2, flags, |context| {
        let (Some(moment), Some(format)) = (text(context, 0)?, text(context, 1)?) else {
            return Ok(None);
        };
        Ok(DateFormat::read(format)
            .ok()
            .and_then(|format| format.write(moment)))
    })
}

fn text<'a>(context: &'a Context<'_>, at: usize) -> rusqlite::Result<Option<&'a str>> {
    context.get_raw(at).as_str_or_null().map_err(|_| not_text())
}

fn not_text() -> rusqlite::Error {
    rusqlite::Error::UserFunctionError("a value is no text".into())
}

/// Letter by letter, as Oracle does: what would become several letters stays as it is.
fn upper(text: &str) -> String {
    text.chars()
        .map(|letter| {
            let mut upper = letter.to_uppercase();
            match (upper.next(), upper.next()) {
                (Some(only), None) => only,
                _ => letter,
            }
        })
        .collect()
}
