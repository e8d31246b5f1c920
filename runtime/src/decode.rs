//! The decoder of records: one for all entities, driven by their tables.

use std::fmt;

use serde::de::{
    DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor,
};
use serde_json::value::RawValue;

use crate::json::Token;
use crate::record::{Extra, Misfit, Slots};
use crate::table::{Kind, Table};
use crate::value::Slot;

/// Takes decoded records; the decoder itself is not generic over their type.
pub(crate) trait Sink {
    /// Lends a fresh record to `decode` and keeps it where `decode` says that it was filled.
    fn next(&mut self, decode: &mut dyn FnMut(&mut dyn Slots) -> bool);
}

impl<T: Slots + Default> Sink for Vec<T> {
    fn next(&mut self, decode: &mut dyn FnMut(&mut dyn Slots) -> bool) {
        let mut record = T::default();
        if decode(&mut record) {
            self.push(record);
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
    /// What the field's value should have been.
    pub(crate) expected: Option<&'static str>,
    /// Values that do not fit are errors.
    pub(crate) strict: bool,
}

impl Place {
    /// The JSON path below a member of the answer: `retrieveResponse[3].AccountId`.
    pub(crate) fn path(&self, member: &str) -> String {
        let mut path = member.to_owned();
        if let Some(record) = self.record {
            path.push_str(&format!("[{record}]"));
        }
        if let Some(field) = &self.field {
            path.push('.');
            path.push_str(field);
        }
        path
    }
}

/// Decodes a list of records, one record where a list was promised, or nothing.
pub(crate) struct RecordsSeed<'a> {
    pub(crate) sink: &'a mut dyn Sink,
    pub(crate) place: &'a mut Place,
}

impl<'de> DeserializeSeed<'de> for RecordsSeed<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for RecordsSeed<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a record or a list of records")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let mut at = 0;
        loop {
            let mut outcome = Ok(None);
            let place = &mut *self.place;
            *place = Place {
                record: Some(at),
                strict: place.strict,
                ..Place::default()
            };
            self.sink.next(&mut |record| {
                outcome = items.next_element_seed(RecordSeed {
                    record,
                    place: &mut *place,
                });
                matches!(outcome, Ok(Some(())))
            });
            if outcome?.is_none() {
                place.record = None;
                return Ok(());
            }
            at += 1;
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<(), A::Error> {
        let mut members = Some(members);
        let mut outcome = Ok(());
        self.sink.next(&mut |record| {
            // `next` calls this once; a second call would find nothing to decode.
            if let Some(members) = members.take() {
                outcome = RecordSeed {
                    record,
                    place: &mut *self.place,
                }
                .visit_map(members);
            }
            outcome.is_ok()
        });
        outcome
    }
}

/// Decodes one record.
struct RecordSeed<'a> {
    record: &'a mut dyn Slots,
    place: &'a mut Place,
}

impl<'de> DeserializeSeed<'de> for RecordSeed<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for RecordSeed<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a record")
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<(), A::Error> {
        let table = self.record.table();
        let mut members = Some(members);
        let mut outcome = Ok(());
        self.record.slots_mut(&mut |slots, extra| {
            if let Some(members) = members.take() {
                outcome = read_members(members, table, slots, extra, self.place);
            }
        });
        outcome
    }
}

fn read_members<'de, A: MapAccess<'de>>(
    mut members: A,
    table: &'static Table,
    slots: &mut [&mut dyn Slot],
    extra: &mut Extra,
    place: &mut Place,
) -> Result<(), A::Error> {
    let mut hint = 0;
    while let Some(name) = members.next_key_seed(NameSeed {
        table,
        hint,
        count: slots.len(),
    })? {
        match name {
            Name::Known(position) => {
                hint = position + 1;
                read_known(&mut members, table, position, slots, extra, place)?;
            }
            Name::Unknown(name) => {
                place.field = Some(name);
                let value: &RawValue = members.next_value()?;
                extra.keep_unknown(place.field.as_deref().unwrap_or_default(), value.get());
                place.field = None;
            }
        }
    }
    Ok(())
}

fn read_known<'de, A: MapAccess<'de>>(
    members: &mut A,
    table: &'static Table,
    position: usize,
    slots: &mut [&mut dyn Slot],
    extra: &mut Extra,
    place: &mut Place,
) -> Result<(), A::Error> {
    let value: &RawValue = match members.next_value() {
        Ok(value) => value,
        Err(error) => {
            place.field = table
                .fields
                .get(position)
                .map(|field| field.name.to_owned());
            return Err(error);
        }
    };
    // `NameSeed` found the position in this very table, below the number of slots.
    let (Some(field), Some(slot)) = (table.fields.get(position), slots.get_mut(position)) else {
        return Ok(());
    };
    let outcome = if slot.shown().is_some() {
        Err("one value for the field: this is a second one")
    } else {
        slot.read(&Token::of(value.get()))
            .map_err(|error| error.expected())
    };
    if let Err(expected) = outcome {
        if place.strict {
            place.field = Some(field.name.to_owned());
            place.expected = Some(expected);
            return Err(A::Error::custom(format_args!("expected {expected}")));
        }
        extra.keep_misfit(Misfit {
            path: field.name,
            expected,
            value: value.get().into(),
        });
    }
    Ok(())
}

/// The name of a member: a field's position, or a text that no field has.
enum Name {
    Known(usize),
    Unknown(String),
}

struct NameSeed {
    table: &'static Table,
    hint: usize,
    /// Fields with a slot; a field without one is never returned, so its name is unknown here.
    count: usize,
}

impl<'de> DeserializeSeed<'de> for NameSeed {
    type Value = Name;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Name, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for NameSeed {
    type Value = Name;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the name of a field")
    }

    fn visit_str<E>(self, name: &str) -> Result<Name, E> {
        Ok(
            match self.table.position_from(self.hint, name).map(usize::from) {
                Some(position) if position < self.count => Name::Known(position),
                _ => Name::Unknown(name.to_owned()),
            },
        )
    }
}

/// Decodes the members of an answer's outermost object.
pub(crate) struct AnswerSeed<'a, F> {
    /// Called with every member's name; says whether it took the value.
    pub(crate) wanted: &'a [&'a str],
    /// Takes the value of the wanted member.
    pub(crate) take: F,
    /// Name of the member that was found.
    pub(crate) found: &'a mut Option<String>,
}

impl<'de, F, S> DeserializeSeed<'de> for AnswerSeed<'_, F>
where
    F: FnOnce() -> S,
    S: DeserializeSeed<'de, Value = ()>,
{
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de, F, S> Visitor<'de> for AnswerSeed<'_, F>
where
    F: FnOnce() -> S,
    S: DeserializeSeed<'de, Value = ()>,
{
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        let mut take = Some(self.take);
        while let Some(name) = members.next_key::<String>()? {
            if !self.wanted.contains(&name.as_str()) {
                members.next_value::<IgnoredAny>()?;
                continue;
            }
            let Some(take) = take.take() else {
                return Err(A::Error::custom("the answer has its result twice"));
            };
            *self.found = Some(name);
            members.next_value_seed(take())?;
        }
        Ok(())
    }
}

/// Whether values of a kind are secrets.
pub(crate) fn is_secret(kind: Kind) -> bool {
    match kind {
        Kind::Secret => true,
        Kind::List(item) => is_secret(*item),
        _ => false,
    }
}
