//! The decoder of records: one for all entities, driven by their tables.

use crate::parse::ParseError;
use crate::record::{Extra, Misfit, Slots};
use crate::scan::{Scanned, Scanner, Unexpected};
use crate::table::{Kind, Table};
use crate::value::Slot;

/// Takes decoded records; the decoder itself is not generic over their type.
pub(crate) trait Sink {
    /// Lends a fresh record to `decode` and keeps it where `decode` says that it was filled.
    fn next(&mut self, decode: &mut dyn FnMut(&mut dyn Slots) -> bool);
}

impl<T: Slots + Default> Sink for Vec<T> {
    fn next(&mut self, decode: &mut dyn FnMut(&mut dyn Slots) -> bool) {
        // Many answers hold one record, and a record is large: no room for others before there are.
        if self.is_empty() {
            self.reserve_exact(1);
        }
        // Decoded in its place: a record is large to move.
        self.push(T::default());
        if !self.last_mut().is_some_and(|record| decode(record)) {
            self.pop();
        }
    }
}

/// Where the decoder is, for the path of an error.
#[derive(Debug, Default)]
pub(crate) struct Place {
    /// Number of the record in the answer.
    pub(crate) record: Option<usize>,
    /// Wire name of the field.
    pub(crate) field: Option<String>,
    /// Whether it is inside the member that holds the records.
    pub(crate) is_inside: bool,
    /// Most records that are decoded.
    pub(crate) max_records: usize,
    /// Whether there are more.
    pub(crate) is_full: bool,
    /// Values that do not fit are errors.
    pub(crate) strict: bool,
}

impl Place {
    /// The JSON path below a member of the answer: `retrieveResponse[3].AccountId`.
    pub(crate) fn path(&self, member: &str) -> String {
        let mut path = member.to_owned();
        if let Some(record) = self.record {
            path = format!("{path}[{record}]");
        }
        if let Some(field) = &self.field {
            path.push('.');
            path.push_str(field);
        }
        path
    }
}

/// Decodes the member of an answer's outermost object that holds records; says whether it is there.
pub(crate) fn decode_answer(
    body: &str,
    member: &str,
    sink: &mut dyn Sink,
    place: &mut Place,
) -> Result<bool, Unexpected> {
    let mut json = Scanner::new(body);
    json.open(b'{', "an object")?;
    let mut found = false;
    let mut is_first = true;
    while let Some(name) = json.name(std::mem::take(&mut is_first))? {
        json.colon()?;
        if name != member {
            json.value()?;
            continue;
        }
        place.is_inside = true;
        if std::mem::replace(&mut found, true) {
            return Err(Unexpected {
                expected: "one result: the answer has two",
                at: json.position(),
            });
        }
        decode_records(&mut json, sink, place)?;
        place.is_inside = false;
    }
    json.end()?;
    Ok(found)
}

/// Decodes a list of records, one record where a list was promised, or nothing.
pub(crate) fn decode_records(
    json: &mut Scanner<'_>,
    sink: &mut dyn Sink,
    place: &mut Place,
) -> Result<(), Unexpected> {
    match json.peek() {
        Some(b'n') => json.value().map(drop),
        Some(b'[') => {
            json.open(b'[', "a list")?;
            let mut at = 0;
            while json.item(at == 0)? {
                place.record = Some(at);
                if at >= place.max_records {
                    place.is_full = true;
                    return Err(Unexpected {
                        expected: "fewer records",
                        at: json.position(),
                    });
                }
                // Nothing in the place of a record is no record.
                if json.peek() == Some(b'n') {
                    json.value()?;
                    at += 1;
                    continue;
                }
                decode_record(json, sink, place)?;
                at += 1;
            }
            place.record = None;
            Ok(())
        }
        Some(b'{') => decode_record(json, sink, place),
        Some(b'"') => {
            let at = json.position();
            if json.value()?.token.is_nothing() {
                Ok(())
            } else {
                Err(Unexpected {
                    expected: "a record or a list of records",
                    at,
                })
            }
        }
        _ => json.open(b'[', "a record or a list of records"),
    }
}

fn decode_record(
    json: &mut Scanner<'_>,
    sink: &mut dyn Sink,
    place: &mut Place,
) -> Result<(), Unexpected> {
    json.open(b'{', "a record")?;
    let mut outcome = Ok(());
    sink.next(&mut |record| {
        let table = record.table();
        record.slots_mut(&mut |slots, extra| {
            outcome = decode_members(json, table, slots, extra, place);
        });
        outcome.is_ok()
    });
    outcome
}

fn decode_members(
    json: &mut Scanner<'_>,
    table: &'static Table,
    slots: &mut [&mut dyn Slot],
    extra: &mut Extra,
    place: &mut Place,
) -> Result<(), Unexpected> {
    let mut hint = 0;
    let mut is_first = true;
    while let Some(name) = json.name(std::mem::take(&mut is_first))? {
        let start = json.position();
        let value = match json.colon().and_then(|()| json.value()) {
            Ok(value) => value,
            Err(stop) => {
                place.field = Some(name.into_owned());
                return Err(stop);
            }
        };
        if let Err(error) = take_member(table, slots, extra, &mut hint, &name, &value) {
            let expected = error.expected();
            if place.strict {
                place.field = Some(name.into_owned());
                return Err(Unexpected {
                    expected,
                    at: start,
                });
            }
            keep_misfit(table, extra, &name, expected, value.json);
        }
    }
    Ok(())
}

/// Gives a member's value to the slot of its field, or keeps it where there is none.
///
/// `hint` is the position where the field is expected, and afterwards that of the next one.
pub(crate) fn take_member(
    table: &Table,
    slots: &mut [&mut dyn Slot],
    extra: &mut Extra,
    hint: &mut usize,
    name: &str,
    value: &Scanned<'_>,
) -> Result<(), ParseError> {
    let known = table.position_from(*hint, name).map(usize::from);
    // A field without a slot is never returned, so its name is unknown here.
    let slot = known.and_then(|position| Some((position, slots.get_mut(position)?)));
    let Some((position, slot)) = slot else {
        extra.keep_unknown(name, value.json);
        return Ok(());
    };
    *hint = position + 1;
    slot.read(value)
}

/// Keeps a value that did not fit the field of this name.
pub(crate) fn keep_misfit(
    table: &Table,
    extra: &mut Extra,
    name: &str,
    expected: &'static str,
    json: &str,
) {
    let field = table
        .position(name)
        .and_then(|position| table.field(position));
    extra.keep_misfit(Misfit {
        path: field.map_or("", |field| field.name).into(),
        expected,
        value: json.into(),
    });
}

/// Whether values of a kind are secrets.
pub(crate) fn is_secret(kind: Kind) -> bool {
    match kind {
        Kind::Secret | Kind::SecretUpTo(_) => true,
        Kind::List(item) => is_secret(*item),
        _ => false,
    }
}
