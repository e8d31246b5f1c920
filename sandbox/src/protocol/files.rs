//! Files in FILE fields: base64 up, and base64 with line breaks down.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rusqlite::Connection;
use serde_json::{Value, json};

use super::body::{read_object, text_of};
use super::refusal::Refusal;
use super::results::{Failure, Flaw, Results, Shape, code};
use super::writes::{no_such_record, path_id};
use crate::organization::{Entity, Field, Kind};
use crate::store::records::{self, Place};

/// "REST Methods, FILE DOWNLOAD": the sample breaks after every 64 characters and at the end.
const LINE: usize = 64;

/// The FILE field that a path names, in any case.
pub(super) fn file_field<'a>(entity: &'a Entity, name: &str) -> Result<&'a Field, Refusal> {
    entity
        .field_in_any_case(name)
        .filter(|field| field.kind == Kind::File)
        .ok_or_else(|| {
            let fields = entity
                .fields
                .iter()
                .filter(|field| field.kind == Kind::File);
            let fields: Vec<&str> = fields.map(|field| field.name.as_str()).collect();
            Refusal::not_found(format!(
                "{} has no FILE field of this name; it has {}",
                entity.name,
                if fields.is_empty() {
                    "none".to_owned()
                } else {
                    fields.join(", ")
                }
            ))
        })
}

/// Keeps the file of a body.
pub(super) fn upload(
    connection: &Connection,
    entity: &Entity,
    id: &str,
    field: &Field,
    body: &[u8],
) -> Result<Results, Refusal> {
    let id = path_id(entity, id)?;
    let members = read_object(body)?;
    // An empty file is an empty text, which is nothing elsewhere.
    let text = |name: &str| match members.get(name).map(|value| value.get()) {
        Some("\"\"") => Some(String::new()),
        _ => text_of(&members, name),
    };
    let (Some(name), Some(data)) = (text("FileName"), text("Data")) else {
        return Err(Refusal::bad_request(
            "The body needs \"FileName\" and \"Data\", the file in base64",
        ));
    };
    let work = || {
        let data = decoded(data)?;
        if records::place(connection, entity, &id)? != Some(Place::Live) {
            return Err(no_such_record(entity, &id).into());
        }
        Ok(records::put_file(
            connection, entity, &id, field, &name, &data,
        )?)
    };
    let mut results = Results::default();
    results.add(Shape::File, None, work())?;
    Ok(results)
}

/// The file of a field, in the shape of an answer.
pub(super) fn download(
    connection: &Connection,
    entity: &Entity,
    id: &str,
    field: &Field,
) -> Result<Value, Refusal> {
    let id = path_id(entity, id)?;
    let is_live = records::place(connection, entity, &id)? == Some(Place::Live);
    let file = if is_live {
        records::file(connection, entity, &id, field)?
    } else {
        None
    };
    let file = file.ok_or_else(|| {
        let id = records::id_text(&id);
        Refusal::not_found(format!(
            "{} {id} has no file in {}",
            entity.name, field.name
        ))
    })?;
    Ok(json!({"file_downloadResponse": [{
        "ErrorCode": "0",
        "ErrorText": " ",
        "ErrorElementField": " ",
        "Data": encoded(&file),
    }]}))
}

/// Line breaks are taken, so that what was downloaded can be sent again.
fn decoded(mut data: String) -> Result<Vec<u8>, Failure> {
    data.retain(|letter| !matches!(letter, '\n' | '\r'));
    STANDARD.decode(data).map_err(|_| {
        let text = "Data is not valid: expected base64, with its padding";
        Flaw::new(code::INVALID_VALUE, "Data", text).into()
    })
}

fn encoded(file: &[u8]) -> String {
    // 48 bytes are 64 characters.
    let mut data = String::with_capacity(file.len().div_ceil(48) * (LINE + 1));
    for line in file.chunks(LINE / 4 * 3) {
        STANDARD.encode_string(line, &mut data);
        data.push('\n');
    }
    data
}
