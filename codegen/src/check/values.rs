//! The values of an enum field.

use super::language;
use super::names::{self, Named, Neighbour};
use super::reader::{Member, Reader, Text};
use crate::diagnostics::{Code, Diagnostic, Span, quoted};
use crate::load::tree::{Entry, Mapping, Value};
use crate::model::EnumValue;
use crate::naming::NameKind;

/// Reads `values`; `field` is what misses them where they are missing.
pub(crate) fn read_values(
    reader: &mut Reader<'_>,
    member: Option<Member<'_, '_>>,
    field: Span,
) -> Vec<EnumValue> {
    let Some(member) = member else {
        let message = "an enum needs `values`";
        reader.report(
            Diagnostic::new(Code::EnumWithoutValues, reader.at(field), message)
                .with_help("list them: `values: [ACTIVE, CLOSED]`"),
        );
        return Vec::new();
    };
    let named = match &member.node.value {
        Value::Mapping(mapping) => read_mapping(reader, mapping),
        Value::List(_) => read_list(reader, member),
        _ => {
            return reader
                .wrong_shape(member, "a list or a mapping")
                .unwrap_or_default();
        }
    };
    let empty = match &member.node.value {
        Value::Mapping(mapping) => mapping.entries.is_empty() && !mapping.incomplete,
        Value::List(items) => items.is_empty(),
        _ => false,
    };
    if empty {
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
    let neighbours = named.iter().map(|(value, name)| Neighbour {
        rust: &name.rust,
        wire: &value.wire,
        place: name.place,
        settled: false,
    });
    names::report_collisions(reader.sink, NameKind::Variant, neighbours);
    named
        .into_iter()
        .map(|(value, name)| EnumValue {
            rust: name.rust,
            ..value
        })
        .collect()
}

fn read_list(reader: &mut Reader<'_>, member: Member<'_, '_>) -> Vec<(EnumValue, Named)> {
    let texts = reader.texts(member);
    let texts = reader.without_repeats(texts);
    texts
        .into_iter()
        .map(|wire| read_value(reader, wire, None, None))
        .collect()
}

fn read_mapping(reader: &mut Reader<'_>, mapping: &Mapping<'_>) -> Vec<(EnumValue, Named)> {
    mapping
        .entries
        .iter()
        .map(|entry| read_entry(reader, entry))
        .collect()
}

fn read_entry(reader: &mut Reader<'_>, entry: &Entry<'_>) -> (EnumValue, Named) {
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
) -> (EnumValue, Named) {
    names::check_wire_name(reader, wire);
    let name = names::rust_name(reader, NameKind::Variant, wire, given);
    (
        EnumValue {
            wire: wire.text.to_owned(),
            rust: String::new(),
            doc,
        },
        name,
    )
}
