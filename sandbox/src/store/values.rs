//! How values lie in the tables: as text out, from the wire in.

use billbind_codegen::model::FlagForm;
use billbind_runtime::{Date, DateTime, Decimal};
use rusqlite::types::{Value, ValueRef};

use crate::organization::{IdKind, Kind};

/// What a stored value is on the wire; `None` for nothing.
///
/// Scalars go out as text, flags in the words of their form, whatever they are in the table.
pub(crate) fn text_of(kind: &Kind, stored: ValueRef<'_>) -> Option<String> {
    match stored {
        ValueRef::Null => None,
        ValueRef::Integer(number) => Some(match kind {
            Kind::Flag(form) => form.words()[usize::from(number != 0)].to_owned(),
            _ => number.to_string(),
        }),
        ValueRef::Real(number) => Some(number.to_string()),
        ValueRef::Text(text) | ValueRef::Blob(text) => {
            Some(String::from_utf8_lossy(text).into_owned())
        }
    }
}

/// The stored form of a text of the wire; the error is what was expected: "a whole number".
pub(crate) fn stored(kind: &Kind, text: &str) -> Result<Value, String> {
    match kind {
        Kind::Id(key) | Kind::Reference { key, .. } => stored_id(*key, text),
        Kind::Text { .. } | Kind::Secret { .. } | Kind::Enum { .. } | Kind::Raw | Kind::List(_) => {
            Ok(Value::Text(text.to_owned()))
        }
        Kind::Integer => text
            .parse()
            .map(Value::Integer)
            .map_err(|_| "a whole number".to_owned()),
        Kind::Decimal { .. } => stored_decimal(text),
        Kind::Flag(form) => stored_flag(*form, text),
        Kind::Date => text
            .parse()
            .map(|date: Date| Value::Text(date_text(date)))
            .map_err(|error| error.expected().to_owned()),
        Kind::DateTime => stored_date_time(text),
        Kind::File => Err("a file, which only the upload operation writes".to_owned()),
    }
}

/// The stored form of an id; the error is what was expected.
pub(crate) fn stored_id(kind: IdKind, text: &str) -> Result<Value, String> {
    let number = text
        .parse::<i64>()
        .ok()
        .filter(|number| number.to_string() == text);
    match (kind, number) {
        (IdKind::Issued | IdKind::External, Some(number)) => Ok(Value::Integer(number)),
        (IdKind::Issued, None) => Err("an id, which is a number".to_owned()),
        (IdKind::Given | IdKind::External, _) => Ok(Value::Text(text.to_owned())),
    }
}

/// Digits as they came, with a zero before the point and without an exponent.
fn stored_decimal(text: &str) -> Result<Value, String> {
    let number: Decimal = text
        .parse()
        .map_err(|error: billbind_runtime::ParseError| error.expected().to_owned())?;
    Ok(Value::Text(number.to_string()))
}

/// `0` and `1` are taken for every form: clients send them as numbers.
fn stored_flag(form: FlagForm, text: &str) -> Result<Value, String> {
    let [no, yes] = form.words();
    let is_word = |word: &str| text.eq_ignore_ascii_case(word);
    if is_word(yes) || is_word("1") || is_word("true") {
        Ok(Value::Integer(1))
    } else if is_word(no) || is_word("0") || is_word("false") {
        Ok(Value::Integer(0))
    } else {
        Err(format!("a flag, \"{no}\" or \"{yes}\""))
    }
}

/// `YYYY-MM-DD`.
fn date_text(date: Date) -> String {
    format!("{:04}-{:02}-{:02}", date.year(), date.month(), date.day())
}

/// `YYYY-MM-DDTHH:MM:SS.sssZ`, in UTC.
fn stored_date_time(text: &str) -> Result<Value, String> {
    let moment: DateTime = text
        .parse()
        .map_err(|error: billbind_runtime::ParseError| error.expected().to_owned())?;
    let (date, time) = (moment.date(), moment.time());
    let minutes = i64::from(time.hour) * 60 + i64::from(time.minute)
        - i64::from(moment.offset_minutes().unwrap_or(0));
    let days = super::calendar::days_of(date) + minutes.div_euclid(1440);
    let minute = minutes.rem_euclid(1440);
    let day = super::calendar::date_of(days).ok_or("a date and time of the years 0 to 9999")?;
    Ok(Value::Text(format!(
        "{day}T{:02}:{:02}:{:02}.{:03}Z",
        minute / 60,
        minute % 60,
        time.second,
        time.nanosecond / 1_000_000
    )))
}
