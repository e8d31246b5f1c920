//! What system.yaml says.

use std::collections::BTreeSet;

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
    document: Option<&'d Document<'d>>,
    fields: Data<'d>,
    external: Data<'d>,
}

/// An entry of `external`.
pub(crate) struct External<'d> {
    pub(crate) document: &'d Document<'d>,
    pub(crate) wire: Text<'d>,
    pub(crate) rust: Option<Text<'d>>,
    pub(crate) doc: Option<String>,
    pub(crate) sources: Vec<String>,
}

/// A mapping whose keys are names of the user's.
enum Data<'d> {
    Known(Option<&'d Mapping<'d>>),
    Unknown,
}

impl Data<'_> {
    fn is_known(&self) -> bool {
        matches!(self, Data::Known(_))
    }
}

/// Stands in for what was reported; the model is not used then.
const ANY_FORMS: WireForms = WireForms {
    flag: FlagForm::TrueFalse,
    date: DateForm::Dashed,
    date_time: DateTimeForm::Zulu,
};

pub(crate) fn read_header<'d>(documents: &'d SystemDocuments<'d>, sink: &mut Sink) -> Header<'d> {
    let mut header = Header {
        system: System {
            name: documents.name.clone(),
            rust_type: String::new(),
            protocol: String::new(),
            doc: None,
            sources: Vec::new(),
            wire: ANY_FORMS,
            query: QueryForms::default(),
            lookup_by_key: false,
            schema_file: String::new(),
            entities: Vec::new(),
        },
        marker: None,
        operations: None,
        source_keys: None,
        document: documents.system.as_ref(),
        fields: Data::Unknown,
        external: Data::Unknown,
    };
    if let Some(document) = header.document {
        let mut reader = Reader {
            file: document.file,
            sink,
        };
        header.system.schema_file.clone_from(&document.schema_file);
        if let Some(mapping) = reader.root(document, "system: billingplatform") {
            let members = reader.members(mapping, &language::SYSTEM, document.root.span);
            header.read_members(&mut reader, members);
        }
    }
    header
}

impl<'d> Header<'d> {
    /// Whether all fields that every entity has are known.
    pub(crate) fn fields_known(&self) -> bool {
        self.fields.is_known()
    }

    /// Whether all external entities are known.
    pub(crate) fn externals_known(&self) -> bool {
        self.external.is_known()
    }

    pub(crate) fn read_externals(&self, sink: &mut Sink) -> Vec<External<'d>> {
        let (Some(document), Data::Known(Some(mapping))) = (self.document, &self.external) else {
            return Vec::new();
        };
        let mut reader = Reader {
            file: document.file,
            sink,
        };
        let mut externals = Vec::with_capacity(mapping.entries.len());
        for entry in &mapping.entries {
            let wire = Text {
                text: &entry.key,
                span: entry.key_span,
            };
            names::check_wire_name(&mut reader, wire);
            let mut external = External {
                document,
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
    pub(crate) fn check_fields(&self, context: &Context<'_>, sink: &mut Sink) -> Vec<CheckedField> {
        let (Some(document), Data::Known(Some(mapping))) = (self.document, &self.fields) else {
            return Vec::new();
        };
        let mut reader = Reader {
            file: document.file,
            sink,
        };
        let fields: Vec<CheckedField> = mapping
            .entries
            .iter()
            .map(|entry| check_field(&mut reader, entry, context))
            .collect();
        let neighbours = fields.iter().map(|field| Neighbour::field(field, false));
        names::report_collisions(reader.sink, NameKind::Field, neighbours);
        fields
    }

    fn read_members(&mut self, reader: &mut Reader<'_>, members: Members<'d, 'd>) {
        self.read_names(reader, members);
        let system = &mut self.system;
        system.doc = reader.doc(members.get("doc"));
        if let Some(flag) = members
            .get("lookup_by_key")
            .and_then(|member| reader.flag(member))
        {
            system.lookup_by_key = flag;
        }
        self.source_keys = Some(BTreeSet::new());
        if let Some(sources) = members.get("sources") {
            self.read_source_texts(reader, sources);
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
        self.fields = read_data(reader, members.get("fields"));
        self.external = read_data(reader, members.get("external"));
    }

    fn read_names(&mut self, reader: &mut Reader<'_>, members: Members<'d, 'd>) {
        let text = |reader: &mut Reader<'_>, key: &str| {
            members.get(key).and_then(|member| reader.text(member))
        };
        if let Some(name) = text(reader, "system") {
            names::given_name(reader, NameKind::SystemModule, name);
            if name.text != self.system.name {
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
        let mut keys = BTreeSet::new();
        for entry in &mapping.entries {
            let meaning = if let Value::Text(text) = &entry.value.value {
                text.trim().to_owned()
            } else {
                let help = format!("write it like `{}: the vendor's reference`", entry.key);
                let name = format!("source {}", quoted(&entry.key));
                reader.report_shape(&name, &entry.value, "a text", Some(help));
                String::new()
            };
            keys.insert(entry.key.as_ref());
            self.system.sources.push((entry.key.to_string(), meaning));
        }
        self.source_keys = (!mapping.incomplete).then_some(keys);
    }

    fn read_wire(&mut self, reader: &mut Reader<'_>, member: Member<'d, 'd>) {
        let Some(mapping) = reader.mapping(member) else {
            return;
        };
        let members = reader.members(mapping, &language::WIRE, member.key_span);
        let wire = &mut self.system.wire;
        let flag = members.get("flag");
        if let Some(form) = flag.and_then(|form| read_form(reader, form, "a flag", FLAG_FORMS)) {
            wire.flag = form;
        }
        let date = members.get("date");
        if let Some(form) = date.and_then(|form| read_form(reader, form, "a date", DATE_FORMS)) {
            wire.date = form;
        }
        let date_time = members
            .get("date-time")
            .and_then(|form| read_form(reader, form, "a date-time", DATE_TIME_FORMS));
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
            date.and_then(|form| read_form(reader, form, "a date in a statement", DATE_LITERALS))
        {
            query.date = form;
        }
        let date_time = members.get("date_time_literal");
        if let Some(form) = date_time.and_then(|form| {
            read_form(
                reader,
                form,
                "a date-time in a statement",
                DATE_TIME_LITERALS,
            )
        }) {
            query.date_time = form;
        }
        let escape = members.get("like_escape");
        if let Some(form) =
            escape.and_then(|form| read_form(reader, form, "an escape in a pattern", LIKE_ESCAPES))
        {
            query.like_escape = form;
        }
    }
}

fn read_data<'d>(reader: &mut Reader<'_>, member: Option<Member<'d, 'd>>) -> Data<'d> {
    let Some(member) = member else {
        return Data::Known(None);
    };
    match reader.mapping(member) {
        Some(mapping) if !mapping.incomplete => Data::Known(Some(mapping)),
        _ => Data::Unknown,
    }
}
