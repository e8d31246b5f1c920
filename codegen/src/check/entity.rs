//! One entity: its file's head, its fields and its rules.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::examples::{ExampleFacts, read_examples};
use super::extension::{AmendedFields, Extension, FieldSchema, report_added_twice};
use super::field::{CheckedField, check_field, is_writable, read_sources};
use super::language;
use super::limits;
use super::names::{self, Named, Neighbour};
use super::operations::{read_added, read_offered};
use super::reader::{Members, Reader, Text};
use super::rules::{RuleFields, read_dropped_rules, read_rules};
use super::system::SystemFacts;
use crate::diagnostics::{Code, Diagnostic, Place, Sink, quoted};
use crate::load::Document;
use crate::model::{Described, Kind};
use crate::naming::NameKind;

/// The part of an entity's file that other entities need.
pub(crate) struct Head<'d> {
    pub(crate) document: &'d Document<'d>,
    members: Option<Members<'d, 'd>>,
    pub(crate) wire: Option<Text<'d>>,
    pub(crate) rust: Option<Text<'d>>,
    /// Position of its folder among a system and its bases.
    pub(crate) layer: usize,
    /// What later folders say about the entity, in their order.
    pub(crate) extensions: Vec<Extension<'d>>,
}

impl Head<'_> {
    /// Whether the file is named after the entity.
    pub(crate) fn is_well_named(&self) -> bool {
        self.wire
            .is_some_and(|wire| is_named_after(self.document, wire.text))
    }
}

/// Whether a file is named after the entity that it is about.
fn is_named_after(document: &Document<'_>, wire: &str) -> bool {
    document.file_name == file_name_of(wire)
}

pub(crate) fn read_head<'d>(document: &'d Document<'d>, layer: usize, sink: &mut Sink) -> Head<'d> {
    let mut reader = Reader { sink };
    let mut head = Head {
        document,
        members: None,
        wire: None,
        rust: None,
        layer,
        extensions: Vec::new(),
    };
    let Some(mapping) = reader.root(document, "entity: ACCOUNT") else {
        return head;
    };
    let members = reader.members(mapping, &language::ENTITY, document.root.span);
    head.members = Some(members);
    head.wire = members.get("entity").and_then(|member| reader.text(member));
    head.rust = members.get("rust").and_then(|member| reader.text(member));
    if let Some(wire) = head.wire {
        names::check_wire_name(&mut reader, wire);
    }
    head
}

/// What an entity is, apart from its names.
pub(crate) struct CheckedEntity {
    pub(crate) doc: Option<String>,
    pub(crate) sources: Vec<String>,
    pub(crate) described: Described,
}

/// Checks what an entity's file says; `record` is the entity's record type.
pub(crate) fn check_entity(
    head: &Head<'_>,
    record: Option<&Named>,
    facts: &SystemFacts<'_>,
    sink: &mut Sink,
) -> Option<CheckedEntity> {
    let members = head.members?;
    let mut reader = Reader { sink };
    let owner = head
        .wire
        .map_or(head.document.root.span, |wire| wire.span)
        .place();
    let (fields, complete) = collect_fields(&mut reader, head, members, facts);
    report_field_collisions(&mut reader, &fields);
    report_enum_collisions(&mut reader, &fields, record.zip(head.wire));
    report_relation_collisions(&mut reader, &fields);
    let id_field = find_id_field(&mut reader, &fields, owner, complete);
    let rule_fields = RuleFields::new(&fields, complete);
    let extensions = || head.extensions.iter().map(|extension| extension.members);
    let files = || std::iter::once(members).chain(extensions());
    let mut dropped = Vec::new();
    for (layer, extension) in files().enumerate().skip(1) {
        if let Some(member) = extension.get("without_rules") {
            dropped.extend(read_dropped_rules(&mut reader, member, layer));
        }
    }
    let rules = files()
        .enumerate()
        .filter_map(|(layer, members)| Some((layer, members.get("rules")?)));
    let one_of = read_rules(&mut reader, rules, &dropped, &rule_fields);
    let mut operations = read_offered(
        &mut reader,
        members.get("operations"),
        facts.operations.as_ref(),
    );
    for member in extensions().filter_map(|members| members.get("operations")) {
        let of_system = facts.operations.as_ref();
        read_added(&mut reader, member, &mut operations, of_system, owner);
    }
    let facts_of_examples = ExampleFacts {
        entity: head.wire.map_or("the entity", |wire| wire.text),
        fields: &fields,
        complete,
        id_field,
        one_of: &one_of,
        operations: &operations,
        sources: facts.context.sources.as_ref(),
    };
    let layers = head.extensions.iter().map(|extension| extension.layer);
    let layers = std::iter::once(head.layer).chain(layers);
    let mut examples = Vec::new();
    for (members, layer) in files().zip(layers) {
        if let Some(member) = members.get("examples") {
            let is_of_base = layer < facts.layer;
            let read = read_examples(&mut reader, member, is_of_base, &facts_of_examples);
            examples.extend(read);
        }
    }
    let docs: Vec<String> = files()
        .filter_map(|members| reader.doc(members.get("doc")))
        .collect();
    let source = members.get("source");
    limits::report_excess(&mut reader, &fields, one_of.len(), owner);
    Some(CheckedEntity {
        doc: (!docs.is_empty()).then(|| docs.join("\n\n")),
        sources: read_sources(&mut reader, source, facts.context.sources.as_ref()),
        described: Described {
            schema_file: head.document.schema_file.clone(),
            extended_in: head
                .extensions
                .iter()
                .map(|extension| extension.document.schema_file.clone())
                .collect(),
            fields: fields.into_iter().map(|checked| checked.field).collect(),
            id_field,
            one_of,
            operations,
            examples,
        },
    })
}

/// Reports a file that is not named after the entity that it is about.
pub(crate) fn report_file_name(
    document: &Document<'_>,
    wire: Option<Text<'_>>,
    key: &str,
    sink: &mut Sink,
) {
    let Some(wire) = wire.filter(|wire| !is_named_after(document, wire.text)) else {
        return;
    };
    let mut reader = Reader { sink };
    let expected = file_name_of(wire.text);
    let message = format!(
        "the file of entity {} is called {}, not {}",
        quoted(wire.text),
        quoted(&document.file_name),
        quoted(&expected)
    );
    reader.report(
        Diagnostic::new(Code::FileName, reader.at(wire.span), message)
            .with_help(format!("rename the file, or correct {}", quoted(key))),
    );
}

fn file_name_of(wire: &str) -> String {
    format!("{}.yaml", wire.to_lowercase())
}

/// The entity's own fields, those that its extensions add, then the system's that it does not
/// describe itself; and whether these are all of them.
fn collect_fields<'d>(
    reader: &mut Reader<'_>,
    head: &Head<'d>,
    members: Members<'d, 'd>,
    facts: &SystemFacts<'d>,
) -> (Vec<CheckedField>, bool) {
    let mut complete = facts.defaults_known;
    let mut amended = AmendedFields::default();
    for extension in &head.extensions {
        amended.read(reader, extension.document, extension.members);
    }
    let mut schemas: Vec<FieldSchema<'d>> = Vec::new();
    let own = members
        .get("fields")
        .and_then(|member| reader.mapping(member));
    match own {
        Some(mapping) => {
            complete &= !mapping.incomplete;
            schemas.extend(mapping.entries.iter().map(FieldSchema::plain));
        }
        None => complete = false,
    }
    let extensions = head.extensions.iter().map(|extension| extension.members);
    let mut without = Vec::new();
    for members in std::iter::once(members).chain(extensions) {
        let names = read_without(reader, members, facts);
        without.extend(names.iter().map(|name| name.text));
    }
    complete &= add_fields(reader, head, &without, facts, &mut schemas);
    let mut fields: Vec<CheckedField> = Vec::with_capacity(schemas.len() + facts.defaults.len());
    for mut schema in schemas {
        schema.amendments.extend(amended.take(&schema.entry.key));
        fields.push(check_field(reader, &schema, &facts.context));
    }
    let mut settled: HashSet<String> = without.iter().map(|wire| (*wire).to_owned()).collect();
    settled.extend(fields.iter().map(|checked| checked.field.wire.clone()));
    for default in &facts.defaults {
        let wire = default.checked.field.wire.as_str();
        if settled.contains(wire) {
            continue;
        }
        fields.push(if amended.has(wire) {
            let mut schema = default.schema.clone();
            schema.amendments.extend(amended.take(wire));
            check_field(reader, &schema, &facts.context)
        } else {
            default.checked.clone()
        });
    }
    if complete {
        let known = fields.iter().map(|field| field.field.wire.as_str());
        amended.report_left(reader, "the entity", &known);
    }
    (fields, complete)
}

/// Adds the fields of the extensions; `false` where some of them are not known.
fn add_fields<'d>(
    reader: &mut Reader<'_>,
    head: &Head<'d>,
    without: &[&str],
    facts: &SystemFacts<'d>,
    schemas: &mut Vec<FieldSchema<'d>>,
) -> bool {
    let mut complete = true;
    for extension in &head.extensions {
        let members = extension.members;
        let source = members.get("source");
        let usual_sources = read_sources(reader, source, facts.context.sources.as_ref());
        let mapping = members
            .get("fields")
            .and_then(|member| reader.mapping(member));
        let Some(mapping) = mapping else {
            complete &= members.get("fields").is_none();
            continue;
        };
        complete &= !mapping.incomplete;
        let mut there: BTreeMap<&str, Place> = schemas
            .iter()
            .map(|schema| (schema.entry.key.as_ref(), schema.entry.key_span.place()))
            .collect();
        let defaults = facts
            .defaults
            .iter()
            .map(|default| (default.checked.field.wire.as_str(), default.checked.place))
            .filter(|(wire, _)| !without.contains(wire));
        for (wire, place) in defaults {
            there.entry(wire).or_insert(place);
        }
        for entry in &mapping.entries {
            if let Some(first) = there.get(entry.key.as_ref()) {
                let what = format!("field {}", quoted(&entry.key));
                let help = "correct it under `overrides`, with a reason, or give it its own name";
                report_added_twice(reader, &what, entry.key_span.place(), *first, help);
                continue;
            }
            schemas.push(FieldSchema {
                added: Some(extension.document),
                usual_sources: usual_sources.clone(),
                ..FieldSchema::plain(entry)
            });
        }
    }
    complete
}

fn read_without<'d>(
    reader: &mut Reader<'_>,
    members: Members<'d, 'd>,
    facts: &SystemFacts<'_>,
) -> Vec<Text<'d>> {
    let Some(member) = members.get("without") else {
        return Vec::new();
    };
    let texts = reader.texts(member);
    let texts = reader.without_repeats(texts);
    let known = facts
        .defaults
        .iter()
        .map(|default| default.checked.field.wire.as_str());
    for text in &texts {
        if facts.defaults_known && !known.clone().any(|wire| wire == text.text) {
            let message = format!("{} is no field that every entity has", quoted(text.text));
            reader.report(
                Diagnostic::new(Code::UnknownField, reader.at(text.span), message)
                    .with_choices(text.text, known.clone())
                    .with_help("`without` takes names from `fields` in system.yaml"),
            );
        }
    }
    texts
}

fn report_field_collisions(reader: &mut Reader<'_>, fields: &[CheckedField]) {
    let neighbours = fields.iter().map(Neighbour::field);
    names::report_collisions(reader.sink, NameKind::Field, neighbours);
    report_clear_collisions(reader, fields);
}

/// A field `clear_name` beside a field `name` that has a call `clear_name()`.
fn report_clear_collisions(reader: &mut Reader<'_>, fields: &[CheckedField]) {
    const CLEAR: &str = "clear_";
    let clearing: Vec<(&CheckedField, &str)> = fields
        .iter()
        .filter(|checked| is_writable(checked.field.access))
        .filter_map(|checked| Some((checked, checked.field.rust.strip_prefix(CLEAR)?)))
        .collect();
    if clearing.is_empty() {
        return;
    }
    let mut cleared: HashMap<&str, &CheckedField> = HashMap::new();
    for checked in fields.iter().filter(|checked| checked.field.nullable) {
        let rust = checked.field.rust.as_str();
        cleared
            .entry(rust.strip_prefix("r#").unwrap_or(rust))
            .or_insert(checked);
    }
    for (checked, name) in clearing {
        if let Some(other) = cleared.get(name) {
            let message = format!(
                "{} is called {}, and so is the call that clears {}",
                quoted(&checked.field.wire),
                quoted(&checked.field.rust),
                quoted(&other.field.wire)
            );
            reader.report(
                Diagnostic::new(Code::NameCollision, checked.rust_place, message)
                    .with_related(other.rust_place, "this field can be cleared")
                    .with_help(format!(
                        "give one of them another name: {}",
                        NameKind::Field.how_to_give()
                    )),
            );
        }
    }
}

fn report_enum_collisions(
    reader: &mut Reader<'_>,
    fields: &[CheckedField],
    record: Option<(&Named, Text<'_>)>,
) {
    let record = record.map(|(record, wire)| Neighbour {
        rust: &record.rust,
        wire: wire.text,
        place: record.place,
        settled: false,
    });
    let enums = fields
        .iter()
        .filter_map(|checked| match &checked.field.kind {
            Kind::Enum(enumeration) => Some(Neighbour {
                rust: &enumeration.rust_type,
                wire: &checked.field.wire,
                place: checked.enum_place?,
                settled: checked.shared,
            }),
            _ => None,
        });
    names::report_collisions(reader.sink, NameKind::Enum, record.into_iter().chain(enums));
}

/// Paths are named after relations, so these must differ as Rust names do.
fn report_relation_collisions(reader: &mut Reader<'_>, fields: &[CheckedField]) {
    let mut first: HashMap<String, &CheckedField> = HashMap::new();
    for checked in fields {
        let Some(relation) = &checked.field.relation else {
            continue;
        };
        let name = relation.strip_suffix("Obj").unwrap_or(relation);
        let Some(rust) = crate::naming::derive(NameKind::Module, name) else {
            continue;
        };
        let Some(earlier) = first.insert(rust, checked) else {
            continue;
        };
        let other = earlier.field.relation.as_deref().unwrap_or_default();
        let message = format!(
            "the relation {} of {} cannot be told from {} of {}",
            quoted(relation),
            quoted(&checked.field.wire),
            quoted(other),
            quoted(&earlier.field.wire)
        );
        reader.report(
            Diagnostic::new(Code::RelationCollision, checked.place, message)
                .with_related(earlier.place, format!("its relation is {}", quoted(other)))
                .with_help("name one of them with `relation:`, or say `relation: none`"),
        );
    }
}

fn find_id_field(
    reader: &mut Reader<'_>,
    fields: &[CheckedField],
    owner: Place,
    complete: bool,
) -> usize {
    let mut ids = fields
        .iter()
        .enumerate()
        .filter(|(_, checked)| matches!(checked.field.kind, Kind::Id { .. }));
    let Some((id_field, first)) = ids.next() else {
        // A field whose type was reported may be the one.
        if complete && fields.iter().all(|checked| checked.kind_known) {
            reader.report(
                Diagnostic::new(Code::IdField, owner, "the entity has no field of type `id`")
                    .with_help("describe it: `Id: id`"),
            );
        }
        return 0;
    };
    for (_, more) in ids {
        let message = format!(
            "{} and {} are both of type `id`, an entity has one",
            quoted(&first.field.wire),
            quoted(&more.field.wire)
        );
        reader.report(
            Diagnostic::new(Code::IdField, more.place, message)
                .with_related(first.place, "the first one")
                .with_help("make the other one a `reference(...)`, an `integer` or a `text`"),
        );
    }
    id_field
}

impl<'f> Neighbour<'f> {
    pub(crate) fn field(checked: &'f CheckedField) -> Self {
        Neighbour {
            rust: &checked.field.rust,
            wire: &checked.field.wire,
            place: checked.rust_place,
            settled: checked.shared,
        }
    }
}
