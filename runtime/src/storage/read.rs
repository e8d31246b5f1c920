//! Reading the stored form, by the decoder of answers: a stored value becomes the JSON that it
//! stands for, and the field takes it as it takes that of an answer.

use std::fmt;

use serde_core::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::KEPT;
use crate::Raw;
use crate::decode::{keep_misfit, take_member};
use crate::json::{Members, write_text};
use crate::record::{Extra, Slots};
use crate::scan::Scanned;
use crate::table::{Kind, Table};
use crate::value::Slot;

/// `Deserialize` of all records.
///
/// # Errors
/// Those of the deserializer, and where it gives no map.
#[doc(hidden)]
pub fn deserialize_record<'de, R: Slots + Default, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<R, D::Error> {
    let mut record = R::default();
    deserialize_into(&mut record, deserializer)?;
    Ok(record)
}

/// Fills a fresh record.
fn deserialize_into<'de, D: Deserializer<'de>>(
    record: &mut dyn Slots,
    deserializer: D,
) -> Result<(), D::Error> {
    let is_hinted = !deserializer.is_human_readable();
    deserializer.deserialize_map(RecordVisitor { record, is_hinted })
}

struct RecordVisitor<'a> {
    record: &'a mut dyn Slots,
    /// Whether the format may need to be told what comes next.
    is_hinted: bool,
}

impl<'de> Visitor<'de> for RecordVisitor<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let entity = &self.record.table().entity;
        write!(
            formatter,
            "a stored record of {entity}: a map from field names to values"
        )
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        let table = self.record.table();
        let is_hinted = self.is_hinted;
        let mut map = Some(map);
        let mut outcome = Ok(());
        self.record.slots_mut(&mut |slots, extra| {
            if let Some(map) = map.take() {
                let members = MemberReader {
                    table,
                    slots,
                    extra,
                    is_hinted,
                };
                outcome = members.read(map);
            }
        });
        outcome
    }
}

struct MemberReader<'a, 's> {
    table: &'a Table,
    slots: &'a mut [&'s mut dyn Slot],
    extra: &'a mut Extra,
    is_hinted: bool,
}

impl MemberReader<'_, '_> {
    fn read<'de, A: MapAccess<'de>>(mut self, mut map: A) -> Result<(), A::Error> {
        let mut hint = 0;
        let mut json = Vec::new();
        let mut kept: Vec<(String, String)> = Vec::new();
        while let Some(name) = map.next_key::<String>()? {
            if name == KEPT {
                kept.append(&mut map.next_value()?);
                continue;
            }
            let field = self
                .table
                .position_from(hint, &name)
                .and_then(|position| self.table.field(position));
            json.clear();
            map.next_value_seed(JsonText {
                kind: field.map(|field| field.kind).filter(|_| self.is_hinted),
                field: field.map(|field| field.name),
                json: &mut json,
            })?;
            // The writers make UTF-8 of UTF-8.
            self.take(
                &mut hint,
                &name,
                std::str::from_utf8(&json).unwrap_or_default(),
            );
        }
        // Second values of a field come after the first.
        for (name, json) in kept {
            let json = Raw::json(json).map_err(|_| {
                A::Error::custom(format_args!(
                    "the value of `{name}` in `{KEPT}` is not exactly one JSON value"
                ))
            })?;
            self.take(&mut hint, &name, json.as_json());
        }
        Ok(())
    }

    fn take(&mut self, hint: &mut usize, name: &str, json: &str) {
        let value = Scanned::of(json);
        if let Err(error) = take_member(self.table, self.slots, self.extra, hint, name, &value) {
            keep_misfit(self.table, self.extra, name, error.expected(), json);
        }
    }
}

/// Writes any value as JSON.
struct JsonText<'a> {
    /// The kind of value that comes, where the format may need to know.
    kind: Option<Kind>,
    /// The field whose value it is, where the schema knows it.
    field: Option<&'static str>,
    json: &'a mut Vec<u8>,
}

impl<'de> DeserializeSeed<'de> for JsonText<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        match self.kind {
            None => deserializer.deserialize_any(self),
            Some(Kind::Integer) => deserializer.deserialize_i64(self),
            Some(Kind::Flag(_)) => deserializer.deserialize_bool(self),
            Some(Kind::List(_)) => deserializer.deserialize_seq(self),
            Some(_) => deserializer.deserialize_string(self),
        }
    }
}

impl<'de> Visitor<'de> for JsonText<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a stored value: text, a number, a flag, a list or a map")
    }

    fn visit_bool<E: Error>(self, flag: bool) -> Result<(), E> {
        self.json.extend_from_slice(flag.to_string().as_bytes());
        Ok(())
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<(), E> {
        self.json.extend_from_slice(number.to_string().as_bytes());
        Ok(())
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<(), E> {
        self.json.extend_from_slice(number.to_string().as_bytes());
        Ok(())
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<(), E> {
        if let Some(field) = self.field {
            // It may be money that has lost digits on its way here, or an id that never fit a float.
            return Err(E::custom(format_args!(
                "`{field}` is a float, which may have lost digits: it is stored as text, like \"1.10\""
            )));
        }
        let number = serde_json::Number::from_f64(number)
            .ok_or_else(|| E::custom("infinity and NaN are no values of fields"))?;
        self.json.extend_from_slice(number.to_string().as_bytes());
        Ok(())
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        write_text(self.json, text);
        Ok(())
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        self.json.extend_from_slice(b"null");
        Ok(())
    }

    fn visit_none<E: Error>(self) -> Result<(), E> {
        self.visit_unit()
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let kind = match self.kind {
            Some(Kind::List(item)) => Some(*item),
            _ => None,
        };
        self.json.push(b'[');
        let start = self.json.len();
        loop {
            let end = self.json.len();
            if end > start {
                self.json.push(b',');
            }
            let item = JsonText {
                kind,
                field: self.field,
                json: self.json,
            };
            if items.next_element_seed(item)?.is_none() {
                self.json.truncate(end);
                break;
            }
        }
        self.json.push(b']');
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut members = Members::open(self.json);
        while let Some(name) = map.next_key::<String>()? {
            let json = members.member(&name);
            map.next_value_seed(JsonText {
                kind: None,
                field: None,
                json,
            })?;
        }
        members.close();
        Ok(())
    }
}
