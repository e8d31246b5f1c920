//! The values of an enum field.

use std::collections::HashMap;

use super::extension::{AddedValues, report_added_twice};
use super::names::{self, Named, Neighbour};
use super::reader::{Member, Reader, Text};
use super::{language, limits};
use crate::diagnostics::{Code, Diagnostic, Place, Span, quoted};
use crate::load::tree::{Entry, Mapping, Value};
use crate::model::EnumValue;
use crate::naming::NameKind;

/// Reads `values`; `field` is what misses them where they are missing.
pub(crate) fn read_values(
    reader: &mut Reader<'_>,
    member: Option<Member<'_, '_>>,
    field: Span,
    added: &[AddedValues<'_>],
) -> Vec<EnumValue> {
    let Some(member) = member else {
        let message = "an enum needs `values`";
        reader.report(
            Diagnostic::new(Code::EnumWithoutValues, reader.at(field), message)
                .with_help("list them: `values: [ACTIVE, CLOSED]`"),
        );
        return Vec::new();
    };
    let Some(mut named) = read_named(reader, member) else {
        return Vec::new();
    };
    add_values(reader, &mut named, added);
    if is_empty(&member.node.value) {
        let message = "`values` is empty, an enum has at least one value";
        reader.report(
            Diagnostic::new(
                Code::EnumWithoutValues,
                reader.at(member.node.span),
                message,
            )
            .with_help("list the values, or make the field a `text`"),
        );
    }
    limits::report_excess_of_values(reader, named.len(), reader.at(field));
    let neighbours = named.iter().map(|found| Neighbour {
        rust: &found.name.rust,
        wire: &found.value.wire,
        place: found.name.place,
        settled: false,
    });
    names::report_collisions(reader.sink, NameKind::Variant, neighbours);
    named
        .into_iter()
        .map(|found| EnumValue {
            rust: found.name.rust,
            ..found.value
        })
        .collect()
}

/// Whether nothing is listed.
pub(crate) fn is_empty(values: &Value<'_>) -> bool {
    match values {
        Value::Mapping(mapping) => mapping.entries.is_empty() && !mapping.incomplete,
        Value::List(items) => items.is_empty(),
        _ => false,
    }
}

/// A value with the places that later checks point at.
struct NamedValue {
    value: EnumValue,
    name: Named,
    place: Place,
}

fn read_named(reader: &mut Reader<'_>, member: Member<'_, '_>) -> Option<Vec<NamedValue>> {
    match &member.node.value {
        Value::Mapping(mapping) => Some(read_mapping(reader, mapping)),
        Value::List(_) => Some(read_list(reader, member)),
        _ => reader.wrong_shape(member, "a list or a mapping"),
    }
}

/// Adds the values of extensions.
fn add_values(reader: &mut Reader<'_>, named: &mut Vec<NamedValue>, added: &[AddedValues<'_>]) {
    if added.is_empty() {
        return;
    }
    let there = named.iter();
    let mut there: HashMap<String, Place> = there
        .map(|known| (known.value.wire.clone(), known.place))
        .collect();
    for added in added {
        for mut found in read_named(reader, added.member).unwrap_or_default() {
            if let Some(first) = there.get(&found.value.wire) {
                let what = format!("the value {}", quoted(&found.value.wire));
                report_added_twice(reader, &what, found.place, *first, "remove it");
                continue;
            }
            there.insert(found.value.wire.clone(), found.place);
            found.value.added_in = Some(added.document.schema_file.clone());
            named.push(found);
        }
    }
}

fn read_list(reader: &mut Reader<'_>, member: Member<'_, '_>) -> Vec<NamedValue> {
    let texts = reader.texts(member);
    let texts = reader.without_repeats(texts);
    texts
        .into_iter()
        .map(|wire| read_value(reader, wire, None, None))
        .collect()
}

fn read_mapping(reader: &mut Reader<'_>, mapping: &Mapping<'_>) -> Vec<NamedValue> {
    mapping
        .entries
        .iter()
        .map(|entry| read_entry(reader, entry))
        .collect()
}

fn read_entry(reader: &mut Reader<'_>, entry: &Entry<'_>) -> NamedValue {
    let wire = Text {
        text: &entry.key,
        span: entry.key_span,
    };
    match &entry.value.value {
        Value::Mapping(mapping) => {
            let members = reader.members(mapping, &language::VALUE, entry.key_span);
            let given = members.get("rust").and_then(|member| reader.text(member));
            let doc = reader.doc(members.get("doc"));
            read_value(reader, wire, given, doc)
        }
        Value::Null | Value::Refused => read_value(reader, wire, None, None),
        _ => {
            let help = format!("write it like `{}: {{doc: What it means.}}`", entry.key);
            let name = quoted(&entry.key);
            reader.report_shape(&name, &entry.value, "a mapping or nothing", Some(help));
            read_value(reader, wire, None, None)
        }
    }
}

fn read_value(
    reader: &mut Reader<'_>,
    wire: Text<'_>,
    given: Option<Text<'_>>,
    doc: Option<String>,
) -> NamedValue {
    names::check_wire_name(reader, wire);
    let name = names::rust_name(reader, NameKind::Variant, wire, given);
    NamedValue {
        value: EnumValue {
            wire: wire.text.to_owned(),
            rust: String::new(),
            doc,
            added_in: None,
        },
        name,
        place: reader.at(wire.span),
    }
}
