//! The records of an example: which fields they may hold, and which they must.

use super::value::misfit;
use super::{ExampleFacts, Given, bad};
use crate::check::field::{CheckedField, is_writable};
use crate::check::names;
use crate::check::reader::{Member, Reader, Text};
use crate::diagnostics::{Code, Diagnostic, Span, quoted};
use crate::load::tree::{Mapping, Node, Value};
use crate::model::{
    Access, ExampleMember, ExampleRecord, ExampleValue, Issuer, Kind, Operation, Several,
};

/// A record as it is written, its values of a right shape.
pub(super) struct RawRecord<'d> {
    members: Vec<RawMember<'d>>,
    span: Span,
    /// Whether these are all members; others were reported.
    complete: bool,
}

struct RawMember<'d> {
    name: Text<'d>,
    value: ExampleValue,
    span: Span,
}

impl<'d> RawRecord<'d> {
    pub(super) fn names(&self) -> impl Iterator<Item = Text<'d>> + '_ {
        self.members.iter().map(|member| member.name)
    }

    fn has(&self, wire: &str) -> bool {
        self.names().any(|name| name.text == wire)
    }

    fn has_value(&self, wire: &str) -> bool {
        let mut members = self.members.iter();
        members.any(|member| member.name.text == wire && member.value != ExampleValue::Nothing)
    }
}

/// On which way a record is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Request,
    Response,
}

/// Reads one record or a list of them.
pub(super) fn read_records<'d>(
    reader: &mut Reader<'_>,
    member: Member<'d, '_>,
) -> Option<Several<RawRecord<'d>>> {
    match &member.node.value {
        Value::Mapping(mapping) => {
            let record = read_record(reader, mapping, member.key_span);
            Some(Several::One(record))
        }
        Value::List(items) => {
            let mut records = Vec::with_capacity(items.len());
            for item in items {
                match &item.value {
                    Value::Mapping(mapping) => {
                        records.push(read_record(reader, mapping, item.span));
                    }
                    _ => reader.report_shape("a record", item, "a mapping", None),
                }
            }
            if items.is_empty() {
                let message = format!("{} holds no record", quoted(member.key.name));
                bad(
                    reader,
                    member.node.span,
                    message,
                    "write a record, or a list of them",
                );
            }
            (!records.is_empty() && records.len() == items.len()).then_some(Several::List(records))
        }
        _ => reader.wrong_shape(member, "a record or a list of records"),
    }
}

fn read_record<'d>(reader: &mut Reader<'_>, mapping: &'d Mapping<'_>, span: Span) -> RawRecord<'d> {
    let before = reader.sink.len();
    let mut members = Vec::with_capacity(mapping.entries.len());
    for entry in &mapping.entries {
        let name = Text {
            text: &entry.key,
            span: entry.key_span,
        };
        names::check_wire_name(reader, name);
        if let Some(value) = read_value(reader, name, &entry.value) {
            members.push(RawMember {
                name,
                value,
                span: entry.value.span,
            });
        }
    }
    let complete = reader.sink.len() == before && !mapping.incomplete;
    if members.is_empty() && complete {
        bad(
            reader,
            span,
            "a record has at least one field",
            "name its fields and their values",
        );
    }
    RawRecord {
        members,
        span,
        complete,
    }
}

fn read_value(reader: &mut Reader<'_>, name: Text<'_>, node: &Node<'_>) -> Option<ExampleValue> {
    let expected = "a text, a list of texts or nothing";
    match &node.value {
        Value::Null => Some(ExampleValue::Nothing),
        Value::Text(text) => Some(ExampleValue::Text(text.clone().into_owned())),
        Value::List(items) => {
            let before = reader.sink.len();
            let mut texts = Vec::with_capacity(items.len());
            for item in items {
                match &item.value {
                    Value::Text(text) => texts.push(text.clone().into_owned()),
                    _ => reader.report_shape("an item of a list", item, "a text", None),
                }
            }
            (reader.sink.len() == before).then_some(ExampleValue::List(texts))
        }
        Value::Mapping(_) | Value::Refused => {
            reader.report_shape(&quoted(name.text), node, expected, None);
            None
        }
    }
}

/// Checks a record; the result may be used only when nothing was reported.
pub(super) fn check_record(
    reader: &mut Reader<'_>,
    record: &RawRecord<'_>,
    part: Part,
    given: &Given<'_>,
    facts: &ExampleFacts<'_>,
) -> ExampleRecord {
    let members = record.members.iter().map(|member| {
        let found = facts.field(member.name.text);
        match found {
            Some((_, field)) => check_member(reader, member, field, part, given),
            None if given.is_custom(member.name.text) => {}
            None => report_unknown(reader, member.name, facts),
        }
        ExampleMember {
            wire: member.name.text.to_owned(),
            field: found.map(|(index, _)| index),
            value: member.value.clone(),
        }
    });
    let checked = ExampleRecord {
        members: members.collect(),
    };
    if record.complete && facts.complete {
        report_missing(reader, record, part, given, facts);
    }
    checked
}

/// Reports a name that no field has.
pub(super) fn report_unknown(reader: &mut Reader<'_>, name: Text<'_>, facts: &ExampleFacts<'_>) {
    if !facts.complete {
        return;
    }
    let message = format!(
        "{} has no field {}",
        quoted(facts.entity),
        quoted(name.text)
    );
    let known = facts.fields.iter().map(|field| field.field.wire.as_str());
    reader.report(
        Diagnostic::new(Code::UnknownField, reader.at(name.span), message)
            .with_choices(name.text, known)
            .with_help(format!(
                "if an organization added it, say so: `custom: [{}]`",
                name.text
            )),
    );
}

fn check_member(
    reader: &mut Reader<'_>,
    member: &RawMember<'_>,
    checked: &CheckedField,
    part: Part,
    given: &Given<'_>,
) {
    let name = quoted(member.name.text);
    let wrong = |message: String| {
        Diagnostic::new(Code::BadExample, member.name.span.place(), message)
            .with_related(checked.place, "the field is described here")
    };
    if given.is_custom(member.name.text) {
        let message = format!("{name} is described, so it is no `custom` field");
        reader.report(wrong(message).with_help("remove it from `custom`"));
    }
    if !checked.kind_known {
        return;
    }
    if let Some(why) = refusal(&checked.field, part, given) {
        let help = "remove it from the example, or correct its `access`";
        reader.report(wrong(format!("{name} {why}")).with_help(help));
        return;
    }
    if member.value == ExampleValue::Nothing && part == Part::Request {
        if given.operation == Operation::Create {
            let message = format!("{name} has no value, and a new record has nothing to clear");
            reader.report(wrong(message).with_help("give it a value, or leave it out"));
        } else if !checked.field.nullable {
            let message = format!("{name} cannot be cleared");
            reader.report(wrong(message).with_help("give it a value, or say `nullable: true`"));
        }
        return;
    }
    if let Some(misfit) = misfit(&checked.field.kind, &member.value) {
        let message = format!("{name} {}", misfit.message);
        let mut diagnostic = Diagnostic::new(Code::BadExample, member.span.place(), message)
            .with_related(checked.place, "the field is described here");
        if let (Kind::Enum(enumeration), ExampleValue::Text(text)) =
            (&checked.field.kind, &member.value)
        {
            let known = enumeration.values.iter().map(|value| value.wire.as_str());
            diagnostic = diagnostic.with_choices(text, known);
        }
        reader.report(diagnostic.with_help(misfit.help));
    }
}

/// Why a field cannot be in such a record.
fn refusal(field: &crate::model::Field, part: Part, given: &Given<'_>) -> Option<&'static str> {
    let is_id = matches!(field.kind, Kind::Id { .. });
    let finds = given.key.is_some_and(|key| key.text == field.wire);
    match (part, given.operation) {
        (_, _) if field.kind == Kind::File => Some("is a file, which no record carries"),
        (Part::Request, Operation::Update) if is_id => None,
        (Part::Request, Operation::Upsert) if finds => None,
        (Part::Request, Operation::Upsert) if is_id => {
            Some("is the record's id, but `key` finds the record by another field")
        }
        (Part::Request, _) if !is_writable(field.access) => Some("cannot be written"),
        (Part::Response, Operation::Retrieve) => {
            let is_returned = matches!(field.access, Access::ReadWrite | Access::ReadOnly);
            (!is_returned).then_some("is not returned by a retrieve")
        }
        (Part::Response, _) if !is_id => Some("is not in the answer to a write: its id is"),
        _ => None,
    }
}

/// Reports what such a record must have.
fn report_missing(
    reader: &mut Reader<'_>,
    record: &RawRecord<'_>,
    part: Part,
    given: &Given<'_>,
    facts: &ExampleFacts<'_>,
) {
    let mut needs = |wire: &str, why: &str| {
        if !record.has_value(wire) {
            let message = format!("the record has no value for {}, {why}", quoted(wire));
            bad(reader, record.span, message, format!("add `{wire}: ...`"));
        }
    };
    let id = facts.id().map(|checked| &checked.field);
    match (part, given.operation) {
        (Part::Request, Operation::Create) => {
            for checked in facts.fields {
                let is_given_id = checked.field.kind
                    == Kind::Id {
                        issuer: Issuer::Caller,
                    };
                let is_needed = checked.field.required || is_given_id;
                // That it has no value was reported where it stands.
                if is_needed && checked.kind_known && !record.has(&checked.field.wire) {
                    needs(&checked.field.wire, "which is required on create");
                }
            }
            report_groups(reader, record, facts);
        }
        (Part::Request, Operation::Update) => {
            if let Some(id) = id {
                needs(&id.wire, "which says what to update");
            }
        }
        (Part::Request, Operation::Upsert) => {
            if let Some(key) = given.key {
                needs(key.text, "which finds the record");
            }
        }
        (Part::Response, Operation::Retrieve) | (Part::Request, _) => {}
        (Part::Response, _) => {
            if let Some(id) = id {
                needs(&id.wire, "which the answer to a write tells");
            }
        }
    }
}

/// Reports groups of which not exactly one field is given.
fn report_groups(reader: &mut Reader<'_>, record: &RawRecord<'_>, facts: &ExampleFacts<'_>) {
    for rule in facts.one_of {
        let fields = rule.fields.iter().filter_map(|at| facts.fields.get(*at));
        let names: Vec<&str> = fields.map(|field| field.field.wire.as_str()).collect();
        let given = names.iter().filter(|name| record.has_value(name)).count();
        if given != 1 && names.len() > 1 {
            let names: Vec<String> = names.iter().map(|name| quoted(name)).collect();
            let message = format!(
                "exactly one of {} is given on create, but the record has {given}",
                names.join(", ")
            );
            bad(
                reader,
                record.span,
                message,
                "give one of them, or correct the rule",
            );
        }
    }
}
