//! Retrieve, and the decoder of all reads.

use super::answer::{accept, error, excerpt, no_result};
use super::{BillingPlatform, Target, path, subject};
use crate::Id;
use crate::answer::Answer;
use crate::column::Column;
use crate::decode::{Place, Sink, decode_answer};
use crate::dialect::Dialect;
use crate::error::{Error, ErrorKind};
use crate::filter::Filter;
use crate::record::{Record, Slots};
use crate::request::{Limits, Method, Request, Retry, Subject};
use crate::scan::line_and_column;
use crate::table::{Table, TableRef};

/// Reads the record with this id.
pub fn retrieve_by_id<E: Record>(table: &'static Table, id: &Id<E>) -> Request<BillingPlatform, E> {
    retrieve_by_id_in(&table.into(), id, decode_first)
}

/// Reads the record with this id of the entity that a table is of.
pub(super) fn retrieve_by_id_in<E>(
    table: &TableRef,
    id: &Id<E>,
    decode: Decode<E>,
) -> Request<BillingPlatform, E> {
    let path = [&path(&[], &table.entity)[..], &[id.as_str()]].concat();
    let subject = subject(Target::of_table(table.clone()), "retrieve", Retry::Read, 0);
    Request::new(Method::Get, &path, subject, decode)
}

/// Reads the records that match a filter (REST Methods, RETRIEVE).
pub fn retrieve<E: Record>(
    table: &'static Table,
    filter: &Filter<E>,
) -> Request<BillingPlatform, Vec<E>> {
    retrieve_in(&table.into(), E::DIALECT, filter, decode_or_empty)
}

/// Reads the records that match of the entity that a table is of.
pub(super) fn retrieve_in<E>(
    table: &TableRef,
    dialect: Dialect,
    filter: &Filter<E>,
    decode: Decode<Vec<E>>,
) -> Request<BillingPlatform, Vec<E>> {
    let path = path(&[], &table.entity);
    let subject = subject(Target::of_table(table.clone()), "retrieve", Retry::Read, 0);
    let mut request = Request::new(Method::Get, &path, subject, decode)
        .with_query("queryAnsiSql", filter.to_sql_in(dialect));
    request.problems.extend(filter.problems_in(dialect));
    request
}

/// Reads the records with these ids.
///
/// REST Methods says that RETRIEVE takes a list of ids and shows no syntax for it; this sends them
/// as the filter `Id IN (…)`.
pub fn retrieve_by_ids<E: Record>(
    table: &'static Table,
    ids: &[Id<E>],
) -> Request<BillingPlatform, Vec<E>> {
    retrieve_by_ids_in(&table.into(), E::DIALECT, ids, decode_or_empty)
}

/// Reads the records with these ids of the entity that a table is of.
pub(super) fn retrieve_by_ids_in<E>(
    table: &TableRef,
    dialect: Dialect,
    ids: &[Id<E>],
    decode: Decode<Vec<E>>,
) -> Request<BillingPlatform, Vec<E>> {
    let id = Column::<E, Id<E>>::named(table.id_name());
    let mut request = retrieve_in(table, dialect, &id.is_in(ids), decode);
    if ids.is_empty() {
        request.problems.push("there is no id in it".to_owned());
    }
    request
}

/// Decodes the answer to a read.
type Decode<T> = fn(&Subject, &Limits, &Answer) -> Result<T, Error>;

/// Decodes the one record of an answer.
pub(super) fn decode_first<T: Slots + Default>(
    subject: &Subject,
    limits: &Limits,
    answer: &Answer,
) -> Result<T, Error> {
    let records: Vec<T> = decode_records(subject, limits, answer)?;
    // Real answers hold a list also for one id; its first element is the record.
    records
        .into_iter()
        .next()
        .ok_or_else(|| error(ErrorKind::NotFound, subject))
}

/// The records of an answer; none where the request takes 404 for that.
pub(super) fn decode_or_empty<T: Slots + Default>(
    subject: &Subject,
    limits: &Limits,
    answer: &Answer,
) -> Result<Vec<T>, Error> {
    match decode_records(subject, limits, answer) {
        Err(error) if error.is_not_found() && limits.empty_on_not_found => Ok(Vec::new()),
        outcome => outcome,
    }
}

fn decode_records<T: Slots + Default>(
    subject: &Subject,
    limits: &Limits,
    answer: &Answer,
) -> Result<Vec<T>, Error> {
    let mut records = Vec::new();
    decode_into(subject, limits, answer, &mut records)?;
    Ok(records)
}

/// The decoder of all reads, made once for all entities.
fn decode_into(
    subject: &Subject,
    limits: &Limits,
    answer: &Answer,
    sink: &mut dyn Sink,
) -> Result<(), Error> {
    let body = accept(subject, limits, answer)?;
    let member = if subject.operation == "query" {
        "queryResponse"
    } else {
        "retrieveResponse"
    };
    let mut place = Place {
        strict: limits.strict,
        max_records: limits.max_records,
        ..Place::default()
    };
    let stop = match decode_answer(body, member, sink, &mut place) {
        Ok(true) => return Ok(()),
        Ok(false) => return Err(no_result(subject, body, member)),
        Err(stop) => stop,
    };
    if place.is_full {
        let expected = format!("at most {} records: see `max_records`", limits.max_records);
        return Err(error(ErrorKind::AnswerTooLarge, subject).at(member.to_owned(), expected));
    }
    let path = if place.is_inside {
        place.path(member)
    } else {
        "the body".to_owned()
    };
    let (line, column) = line_and_column(body, stop.at);
    let expected = if body.trim().is_empty() {
        "JSON, not an empty body".to_owned()
    } else {
        format!("{} (line {line}, column {column})", stop.expected)
    };
    Err(error(ErrorKind::UnexpectedAnswer, subject)
        .at(path, expected)
        .with_record(place.record)
        .with_excerpt(excerpt(subject, body, stop.at)))
}
