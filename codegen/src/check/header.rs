//! What system.yaml says.

use std::collections::{BTreeMap, BTreeSet};

use super::extension::{AmendedFields, FieldSchema, report_added_twice};
use super::field::{CheckedField, Context, check_field, read_sources};
use super::language;
use super::names::{self, Neighbour};
use super::operations::read_operations;
use super::reader::{Member, Members, Reader, Text};
use super::wire::{
    DATE_FORMS, DATE_LITERALS, DATE_TIME_FORMS, DATE_TIME_LITERALS, FLAG_FORMS, LIKE_ESCAPES,
    read_form,
};
use crate::diagnostics::{Code, Diagnostic, Place, Sink, quoted};
use crate::load::tree::{Mapping, Value};
use crate::load::{Document, SystemDocuments};
use crate::model::{DateForm, DateTimeForm, FlagForm, Operation, QueryForms, System, WireForms};
use crate::naming::NameKind;

/// A system without its entities, as far as its file can be read.
///
/// Where something cannot be read, `None` keeps the entities from being judged by it.
pub(crate) struct Header<'d> {
    pub(crate) system: System,
    /// Where the marker type is named.
    pub(crate) marker: Option<Place>,
    pub(crate) operations: Option<BTreeSet<Operation>>,
    pub(crate) source_keys: Option<BTreeSet<&'d str>>,
    source_places: BTreeMap<&'d str, Place>,
    fields: Data<'d>,
    overrides: Vec<(&'d Document<'d>, Members<'d, 'd>)>,
    external: Data<'d>,
    /// The entities to which the bindings are confined.
    pub(crate) only: Option<Vec<Text<'d>>>,
}

/// A field that every entity has.
pub(crate) struct SharedField<'d> {
    pub(crate) schema: FieldSchema<'d>,
    pub(crate) checked: CheckedField,
}

/// An entry of `external`.
pub(crate) struct External<'d> {
    pub(crate) document: &'d Document<'d>,
    /// Position of its folder among a system and its bases.
    pub(crate) layer: usize,
    pub(crate) wire: Text<'d>,
    pub(crate) rust: Option<Text<'d>>,
    pub(crate) doc: Option<String>,
    pub(crate) sources: Vec<String>,
}

/// What the files of a system and its bases say under a key whose entries have names of the
/// user's.
struct Data<'d> {
    parts: Vec<DataPart<'d>>,
    /// Whether that is all of it.
    is_known: bool,
}

struct DataPart<'d> {
    document: &'d Document<'d>,
    layer: usize,
    mapping: &'d Mapping<'d>,
}

/// Stands in for what was reported; the model is not used then.
const ANY_FORMS: WireForms = WireForms {
    flag: FlagForm::TrueFalse,
    date: DateForm::Dashed,
    date_time: DateTimeForm::Zulu,
};

/// Reads the system.yaml of a system and of its bases, `layers`, the innermost base first.
pub(crate) fn read_header<'d>(
    layers: &[&'d SystemDocuments<'d>],
    is_complete: bool,
    sink: &mut Sink,
) -> Header<'d> {
    let nothing = || Data {
        parts: Vec::new(),
        is_known: is_complete,
    };
    let mut header = Header {
        system: System {
            name: String::new(),
            rust_type: String::new(),
            protocol: String::new(),
            doc: None,
            sources: Vec::new(),
            wire: ANY_FORMS,
            query: QueryForms::default(),
            lookup_by_key: false,
            bases: Vec::new(),
            schema_file: String::new(),
            entities: Vec::new(),
        },
        marker: None,
        operations: None,
        source_keys: is_complete.then(BTreeSet::new),
        source_places: BTreeMap::new(),
        fields: nothing(),
        overrides: Vec::new(),
        external: nothing(),
        only: None,
    };
    for (layer, documents) in layers.iter().enumerate() {
        let own = layer + 1 == layers.len();
        header.read_layer(documents, layer, own, sink);
    }
    header
}

impl<'d> Header<'d> {
    /// Whether all fields that every entity has are known.
    pub(crate) fn fields_known(&self) -> bool {
        self.fields.is_known
    }

    /// Whether all external entities are known.
    pub(crate) fn externals_known(&self) -> bool {
        self.external.is_known
    }

    pub(crate) fn read_externals(&self, sink: &mut Sink) -> Vec<External<'d>> {
        let mut externals: Vec<External<'d>> = Vec::new();
        let entries = self.external.parts.iter().flat_map(|part| {
            let entries = part.mapping.entries.iter();
            entries.map(move |entry| (part.document, part.layer, entry))
        });
        let mut reader = Reader { sink };
        for (document, layer, entry) in entries {
            let wire = Text {
                text: &entry.key,
                span: entry.key_span,
            };
            names::check_wire_name(&mut reader, wire);
            let mut external = External {
                document,
                layer,
                wire,
                rust: None,
                doc: None,
                sources: Vec::new(),
            };
            match &entry.value.value {
                Value::Null | Value::Refused => {}
                Value::Mapping(mapping) => {
                    let members = reader.members(mapping, &language::EXTERNAL, entry.key_span);
                    external.rust = members.get("rust").and_then(|member| reader.text(member));
                    external.doc = reader.doc(members.get("doc"));
                    let source = members.get("source");
                    external.sources = read_sources(&mut reader, source, self.source_keys.as_ref());
                }
                _ => {
                    let help = format!("write `{0}:` or `{0}: {{doc: What it is.}}`", entry.key);
                    let name = format!("external entity {}", quoted(&entry.key));
                    reader.report_shape(&name, &entry.value, "nothing or a mapping", Some(help));
                }
            }
            externals.push(external);
        }
        externals
    }

    /// Checks the fields that every entity has.
    pub(crate) fn check_fields(
        &self,
        context: &Context<'_>,
        sink: &mut Sink,
    ) -> Vec<SharedField<'d>> {
        let mut reader = Reader { sink };
        let mut amended = AmendedFields::default();
        for (document, members) in &self.overrides {
            amended.read(&mut reader, document, *members);
        }
        let mut there: BTreeMap<&str, Place> = BTreeMap::new();
        let mut fields: Vec<SharedField<'d>> = Vec::new();
        for part in &self.fields.parts {
            for entry in &part.mapping.entries {
                let place = entry.key_span.place();
                if let Some(first) = there.get(entry.key.as_ref()) {
                    let what = format!("field {}", quoted(&entry.key));
                    let help =
                        "correct it under `overrides`, with a reason, or give it its own name";
                    report_added_twice(&mut reader, &what, place, *first, help);
                    continue;
                }
                there.insert(&entry.key, place);
                let schema = FieldSchema {
                    amendments: amended.take(&entry.key),
                    added: (part.layer > 0).then_some(part.document),
                    ..FieldSchema::plain(entry)
                };
                let mut checked = check_field(&mut reader, &schema, context);
                checked.shared = true;
                fields.push(SharedField { schema, checked });
            }
        }
        if self.fields.is_known {
            let known = there.keys().copied();
            amended.report_left(&mut reader, "the system", &known);
        }
        let neighbours = fields.iter().map(|field| Neighbour {
            settled: false,
            ..Neighbour::field(&field.checked)
        });
        names::report_collisions(reader.sink, NameKind::Field, neighbours);
        fields
    }

    fn read_layer(
        &mut self,
        documents: &'d SystemDocuments<'d>,
        layer: usize,
        own: bool,
        sink: &mut Sink,
    ) {
        let system = &mut self.system;
        system.name.clone_from(&documents.name);
        if !own {
            system.bases.insert(0, documents.name.clone());
        }
        let mut reader = Reader { sink };
        let document = documents.system.as_ref();
        let mapping =
            document.and_then(|document| reader.root(document, "system: billingplatform"));
        let (Some(document), Some(mapping)) = (document, mapping) else {
            self.source_keys = None;
            self.fields.is_known = false;
            self.external.is_known = false;
            return;
        };
        system.schema_file.clone_from(&document.schema_file);
        let extends = mapping.entries.iter().any(|entry| entry.key == "extends");
        let shape = if extends {
            &language::EXTENDING_SYSTEM
        } else {
            &language::SYSTEM
        };
        let members = reader.members(mapping, shape, document.root.span);
        self.read_names(&mut reader, members, own);
        let system = &mut self.system;
        if let Some(doc) = reader.doc(members.get("doc")) {
            system.doc = Some(doc);
        }
        if let Some(sources) = members.get("sources") {
            self.read_source_texts(&mut reader, sources);
        }
        self.fields
            .read(&mut reader, document, layer, members.get("fields"));
        self.external
            .read(&mut reader, document, layer, members.get("external"));
        if extends {
            // What it names was read before; what is no text named nothing.
            let base = members.get("extends");
            base.and_then(|member| reader.text(member));
            self.overrides.push((document, members));
            if let Some(only) = members.get("only").filter(|_| own) {
                let texts = reader.texts(only);
                self.only = Some(reader.without_repeats(texts));
            }
        } else {
            self.read_forms(&mut reader, members);
        }
    }

    /// What only the innermost base says.
    fn read_forms(&mut self, reader: &mut Reader<'_>, members: Members<'d, 'd>) {
        if let Some(flag) = members
            .get("lookup_by_key")
            .and_then(|member| reader.flag(member))
        {
            self.system.lookup_by_key = flag;
        }
        if let Some(wire) = members.get("wire") {
            self.read_wire(reader, wire);
        }
        if let Some(query) = members.get("query") {
            self.read_query(reader, query);
        }
        if let Some(operations) = members.get("operations") {
            let given = read_operations(reader, operations);
            self.operations = given.map(|given| given.iter().map(|(known, _)| *known).collect());
        }
    }

    fn read_names(&mut self, reader: &mut Reader<'_>, members: Members<'d, 'd>, own: bool) {
        let text = |reader: &mut Reader<'_>, key: &str| {
            members.get(key).and_then(|member| reader.text(member))
        };
        if let Some(name) = text(reader, "system") {
            names::given_name(reader, NameKind::SystemModule, name);
            // The folder of a base is only where it is kept.
            if own && name.text != self.system.name {
                let message = format!(
                    "the system is called {}, but its folder {}",
                    quoted(name.text),
                    quoted(&self.system.name)
                );
                reader.report(
                    Diagnostic::new(Code::FileName, reader.at(name.span), message)
                        .with_help("rename the folder, or correct `system`"),
                );
            }
        }
        if let Some(marker) = text(reader, "rust") {
            let name = names::rust_name(reader, NameKind::Marker, marker, Some(marker));
            self.system.rust_type = name.rust;
            self.marker = Some(name.place);
        }
        if let Some(protocol) = text(reader, "protocol") {
            let name = names::given_name(reader, NameKind::SystemModule, protocol);
            self.system.protocol = name.unwrap_or_default();
        }
    }

    fn read_source_texts(&mut self, reader: &mut Reader<'_>, member: Member<'d, 'd>) {
        let Some(mapping) = reader.mapping(member) else {
            self.source_keys = None;
            return;
        };
        for entry in &mapping.entries {
            let place = entry.key_span.place();
            if let Some(first) = self.source_places.get(entry.key.as_ref()) {
                let what = format!("source {}", quoted(&entry.key));
                report_added_twice(reader, &what, place, *first, "give it a key of its own");
                continue;
            }
            let meaning = if let Value::Text(text) = &entry.value.value {
                text.trim().to_owned()
            } else {
                let help = format!("write it like `{}: the vendor's reference`", entry.key);
                let name = format!("source {}", quoted(&entry.key));
                reader.report_shape(&name, &entry.value, "a text", Some(help));
                String::new()
            };
            self.source_places.insert(&entry.key, place);
            if let Some(keys) = &mut self.source_keys {
                keys.insert(&entry.key);
            }
            self.system.sources.push((entry.key.to_string(), meaning));
        }
        if mapping.incomplete {
            self.source_keys = None;
        }
    }

    fn read_wire(&mut self, reader: &mut Reader<'_>, member: Member<'d, 'd>) {
        let Some(mapping) = reader.mapping(member) else {
            return;
        };
        let members = reader.members(mapping, &language::WIRE, member.key_span);
        let wire = &mut self.system.wire;
        let flag = members.get("flag");
        if let Some(form) = flag.and_then(|form| read_form(reader, form, "a flag", &FLAG_FORMS)) {
            wire.flag = form;
        }
        let date = members.get("date");
        if let Some(form) = date.and_then(|form| read_form(reader, form, "a date", &DATE_FORMS)) {
            wire.date = form;
        }
        let date_time = members
            .get("date-time")
            .and_then(|form| read_form(reader, form, "a date-time", &DATE_TIME_FORMS));
        if let Some(form) = date_time {
            wire.date_time = form;
        }
    }

    fn read_query(&mut self, reader: &mut Reader<'_>, member: Member<'d, 'd>) {
        let Some(mapping) = reader.mapping(member) else {
            return;
        };
        let members = reader.members(mapping, &language::QUERY, member.key_span);
        let query = &mut self.system.query;
        let date = members.get("date_literal");
        if let Some(form) =
            date.and_then(|form| read_form(reader, form, "a date in a statement", &DATE_LITERALS))
        {
            query.date = form;
        }
        let date_time = members.get("date_time_literal");
        if let Some(form) = date_time.and_then(|form| {
            read_form(
                reader,
                form,
                "a date-time in a statement",
                &DATE_TIME_LITERALS,
            )
        }) {
            query.date_time = form;
        }
        let escape = members.get("like_escape");
        if let Some(form) =
            escape.and_then(|form| read_form(reader, form, "an escape in a pattern", &LIKE_ESCAPES))
        {
            query.like_escape = form;
        }
    }
}

impl<'d> Data<'d> {
    fn read(
        &mut self,
        reader: &mut Reader<'_>,
        document: &'d Document<'d>,
        layer: usize,
        member: Option<Member<'d, 'd>>,
    ) {
        let Some(member) = member else { return };
        match reader.mapping(member) {
            Some(mapping) if !mapping.incomplete => self.parts.push(DataPart {
                document,
                layer,
                mapping,
            }),
            _ => self.is_known = false,
        }
    }
}
