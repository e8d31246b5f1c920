//! The examples of an entity, and whether each agrees with what the schema says.
//!
//! Checked is what the schema knows: names, who may write, what is required, words, lengths. How a
//! date or any other value is written on the wire is known to the runtime alone; whether the
//! bindings send just what an example says is found out when it is run.

mod record;
mod value;

use std::collections::BTreeSet;

use self::record::{Part, RawRecord, check_record, read_records};
use super::field::{CheckedField, read_sources};
use super::language::{self, EXAMPLE_OPERATIONS};
use super::names;
use super::reader::{Member, Members, Reader, Text};
use crate::diagnostics::{Code, Diagnostic, Sink, Span, quoted};
use crate::load::tree::Value;
use crate::model::{Example, ExampleRequest, Kind, OneOf, Operation, Several};

/// What the examples of an entity are checked against.
pub(crate) struct ExampleFacts<'f> {
    pub(crate) entity: &'f str,
    pub(crate) fields: &'f [CheckedField],
    /// Whether `fields` is all of them.
    pub(crate) complete: bool,
    pub(crate) id_field: usize,
    pub(crate) one_of: &'f [OneOf],
    pub(crate) operations: &'f [Operation],
    /// Keys of `sources`; `None` where they are not known.
    pub(crate) sources: Option<&'f BTreeSet<&'f str>>,
}

impl<'f> ExampleFacts<'f> {
    fn field(&self, wire: &str) -> Option<(usize, &'f CheckedField)> {
        let mut fields = self.fields.iter().enumerate();
        fields.find(|(_, checked)| checked.field.wire == wire)
    }

    /// The field of the record's id; `None` where the schema has none, which was reported.
    fn id(&self) -> Option<&'f CheckedField> {
        let field = self.fields.get(self.id_field)?;
        matches!(field.field.kind, Kind::Id { .. }).then_some(field)
    }
}

/// Reads `examples` of a file.
///
/// Of a base, examples that do not hold are left out: it was checked when its own bindings were
/// made, so what they contradict are corrections, which count.
pub(crate) fn read_examples(
    reader: &mut Reader<'_>,
    member: Member<'_, '_>,
    is_of_base: bool,
    facts: &ExampleFacts<'_>,
) -> Vec<Example> {
    let Value::List(items) = &member.node.value else {
        return reader
            .wrong_shape(member, "a list of examples")
            .unwrap_or_default();
    };
    let mut examples = Vec::with_capacity(items.len());
    for item in items {
        let Value::Mapping(mapping) = &item.value else {
            let help = "write it like `- {operation: create, request: {Name: Blue}}`".to_owned();
            reader.report_shape("an example", item, "a mapping", Some(help));
            continue;
        };
        let mut found = Sink::default();
        let mut own = Reader { sink: &mut found };
        let members = own.members(mapping, &language::EXAMPLE, item.span);
        let example = read_example(&mut own, members, item.span, facts);
        let is_right = found.is_empty();
        if !is_of_base {
            reader.sink.append(found);
        }
        examples.extend(example.filter(|_| is_right));
    }
    examples
}

/// One example; `None` where too little of it is known.
fn read_example(
    reader: &mut Reader<'_>,
    members: Members<'_, '_>,
    owner: Span,
    facts: &ExampleFacts<'_>,
) -> Option<Example> {
    let operation = members
        .get("operation")
        .and_then(|member| Some((member, reader.word(member, &EXAMPLE_OPERATIONS)?)));
    let doc = reader.doc(members.get("doc"));
    let sources = read_sources(reader, members.get("source"), facts.sources);
    let custom = read_names(reader, members.get("custom"));
    let key = members.get("key").and_then(|member| reader.text(member));
    if let Some(key) = key {
        names::check_wire_name(reader, key);
    }
    let ids = members
        .get("id")
        .and_then(|member| read_ids(reader, member));
    let filter = members.get("filter").and_then(|member| reader.text(member));
    let mut records = |name| read_records(reader, members.get(name)?);
    let (request, response) = (records("request"), records("response"));
    let (member, operation) = operation?;
    let before = reader.sink.len();
    if !facts.operations.contains(&operation) {
        report_not_offered(reader, member, facts);
    }
    report_unfit_keys(reader, members, operation);
    let given = Given {
        operation,
        owner,
        custom: &custom,
        key,
    };
    report_unused_custom(reader, &given, [&request, &response]);
    let request = match operation {
        Operation::Create | Operation::Update | Operation::Upsert => {
            let records = request.or_else(|| missing(reader, members, &given, "request"))?;
            check_key(reader, members, &given, facts);
            let records = map(&records, |record| {
                check_record(reader, record, Part::Request, &given, facts)
            });
            let key = key.map(|key| key.text.to_owned());
            ExampleRequest::Records { key, records }
        }
        Operation::Retrieve if filter.is_some() => {
            let filter = filter.map(|filter| filter.text.to_owned());
            ExampleRequest::Filter(filter.unwrap_or_default())
        }
        _ => ExampleRequest::Ids(ids.or_else(|| missing(reader, members, &given, "id"))?),
    };
    report_list(reader, members, &given, &request);
    let response = response.map(|records| {
        report_count(reader, members, &given, &request, records.as_slice().len());
        map(&records, |record| {
            check_record(reader, record, Part::Response, &given, facts)
        })
    });
    (reader.sink.len() == before).then_some(Example {
        operation,
        doc,
        sources,
        request,
        response,
    })
}

/// What an example says, for the checks of its records.
struct Given<'d> {
    operation: Operation,
    /// The example as a whole.
    owner: Span,
    /// The names of fields that an organization added.
    custom: &'d [Text<'d>],
    key: Option<Text<'d>>,
}

impl Given<'_> {
    fn is_custom(&self, wire: &str) -> bool {
        self.custom.iter().any(|text| text.text == wire)
    }

    fn word(&self) -> &'static str {
        word_of(self.operation)
    }
}

fn word_of(operation: Operation) -> &'static str {
    let mut words = Operation::ALL.iter();
    let found = words.find(|(_, known)| *known == operation);
    found.map_or("", |(word, _)| word)
}

fn map<T, U>(several: &Several<T>, mut change: impl FnMut(&T) -> U) -> Several<U> {
    match several {
        Several::One(one) => Several::One(change(one)),
        Several::List(list) => Several::List(list.iter().map(change).collect()),
    }
}

fn read_names<'d>(reader: &mut Reader<'_>, member: Option<Member<'d, '_>>) -> Vec<Text<'d>> {
    let Some(member) = member else {
        return Vec::new();
    };
    let texts = reader.texts(member);
    let texts = reader.without_repeats(texts);
    for text in &texts {
        names::check_wire_name(reader, *text);
    }
    texts
}

fn read_ids(reader: &mut Reader<'_>, member: Member<'_, '_>) -> Option<Several<String>> {
    let is_list = matches!(member.node.value, Value::List(_));
    let texts = if is_list {
        reader.texts(member)
    } else {
        vec![reader.text(member)?]
    };
    let empty = texts.iter().find(|text| text.text.trim().is_empty());
    if let Some(span) = empty.map(|text| text.span) {
        bad(reader, span, "an id is not empty", "write the record's id");
    }
    let mut ids: Vec<String> = texts.iter().map(|text| text.text.to_owned()).collect();
    if ids.is_empty() {
        let span = member.node.span;
        bad(
            reader,
            span,
            "`id` names no record",
            "write one or more ids",
        );
        return None;
    }
    if is_list {
        return Some(Several::List(ids));
    }
    ids.pop().map(Several::One)
}

/// Reports that an example cannot be right.
fn bad(reader: &mut Reader<'_>, span: Span, message: impl Into<String>, help: impl Into<String>) {
    reader.report(Diagnostic::new(Code::BadExample, span.place(), message).with_help(help));
}

/// Reports that an example lacks a key which its operation needs, unless its value was reported.
fn missing<T>(
    reader: &mut Reader<'_>,
    members: Members<'_, '_>,
    given: &Given<'_>,
    key: &str,
) -> Option<T> {
    if members.get(key).is_none() {
        let message = format!(
            "an example of {} needs {}",
            quoted(given.word()),
            quoted(key)
        );
        let help = match (given.operation, language::EXAMPLE.key(key)) {
            (Operation::Retrieve, _) => "for example `id: 27471`, or `filter: Id>=20000`",
            (_, Some(key)) => &format!("for example {}", quoted(key.example)),
            (_, None) => "add it",
        };
        bad(reader, given.owner, message, help);
    }
    None
}

fn report_not_offered(reader: &mut Reader<'_>, member: Member<'_, '_>, facts: &ExampleFacts<'_>) {
    let Value::Text(word) = &member.node.value else {
        return;
    };
    let message = format!("{} does not offer {}", quoted(facts.entity), quoted(word));
    let offered = EXAMPLE_OPERATIONS
        .iter()
        .filter(|(_, operation)| facts.operations.contains(operation))
        .map(|(word, _)| *word);
    reader.report(
        Diagnostic::new(Code::BadExample, reader.at(member.node.span), message)
            .with_choices(word, offered)
            .with_help("remove the example, or let the entity offer the operation"),
    );
}

/// Reports keys that say nothing about such a request.
fn report_unfit_keys(reader: &mut Reader<'_>, members: Members<'_, '_>, operation: Operation) {
    let fitting: &[&str] = match operation {
        Operation::Create | Operation::Update => &["request"],
        Operation::Upsert => &["request", "key"],
        Operation::Retrieve => &["id", "filter"],
        _ => &["id"],
    };
    let mut choice = None;
    for member in members.all() {
        let name = member.key.name;
        if !["request", "key", "id", "filter"].contains(&name) {
            continue;
        }
        if !fitting.contains(&name) {
            let message = format!(
                "an example of {} has no {}",
                quoted(word_of(operation)),
                quoted(name)
            );
            let fitting: Vec<String> = fitting.iter().map(|name| quoted(name)).collect();
            let help = format!("what is sent stands in {}", fitting.join(" and "));
            bad(reader, member.key_span, message, help);
        } else if operation == Operation::Retrieve && choice.replace(member.key_span).is_some() {
            let message = "an example of `retrieve` has either `id` or `filter`";
            bad(reader, member.key_span, message, "remove one of the two");
        }
    }
}

/// Reports what is said to be custom and appears nowhere.
fn report_unused_custom(
    reader: &mut Reader<'_>,
    given: &Given<'_>,
    records: [&Option<Several<RawRecord<'_>>>; 2],
) {
    for text in given.custom {
        let is_key = given.key.is_some_and(|key| key.text == text.text);
        let mut all = records.iter().copied().flatten();
        let is_member = all.any(|records| {
            let mut records = records.as_slice().iter();
            records.any(|record| record.names().any(|name| name.text == text.text))
        });
        if !is_key && !is_member {
            let message = format!("the example has no field {}", quoted(text.text));
            bad(reader, text.span, message, "remove it from `custom`");
        }
    }
}

/// Checks that an upsert finds its record by a field that can be a key.
fn check_key(
    reader: &mut Reader<'_>,
    members: Members<'_, '_>,
    given: &Given<'_>,
    facts: &ExampleFacts<'_>,
) {
    if given.operation != Operation::Upsert {
        return;
    }
    let Some(key) = given.key else {
        missing::<()>(reader, members, given, "key");
        return;
    };
    match facts.field(key.text) {
        Some((index, checked)) => {
            let is_key = checked.field.external_key || index == facts.id_field;
            if checked.kind_known && !is_key {
                let message = format!("{} finds no record", quoted(key.text));
                let diagnostic = Diagnostic::new(Code::BadExample, reader.at(key.span), message)
                    .with_related(checked.place, "it is no `external_key`")
                    .with_help("name the id or an external key");
                reader.report(diagnostic);
            }
        }
        None if !given.is_custom(key.text) => record::report_unknown(reader, key, facts),
        None => {}
    }
}

/// Reports a list of ids where a request takes one.
fn report_list(
    reader: &mut Reader<'_>,
    members: Members<'_, '_>,
    given: &Given<'_>,
    request: &ExampleRequest,
) {
    let is_list = matches!(request, ExampleRequest::Ids(Several::List(_)));
    if let Some(member) = members.get("id")
        && is_list
        && given.operation != Operation::Delete
    {
        let message = format!("an example of {} is about one record", quoted(given.word()));
        bad(
            reader,
            member.node.span,
            message,
            "write one id, `id: 27471`",
        );
    }
}

/// Reports an answer with another number of results than there were records.
fn report_count(
    reader: &mut Reader<'_>,
    members: Members<'_, '_>,
    given: &Given<'_>,
    request: &ExampleRequest,
    answered: usize,
) {
    let sent = match request {
        ExampleRequest::Records { records, .. } => records.as_slice().len(),
        ExampleRequest::Ids(ids) => ids.as_slice().len(),
        ExampleRequest::Filter(_) => return,
    };
    if let Some(member) = members.get("response").filter(|_| answered != sent) {
        let what = if given.operation == Operation::Retrieve {
            "asked for"
        } else {
            "sent"
        };
        let message = format!("the answer holds {answered} records, but {sent} was {what}");
        let message = if sent == 1 {
            message
        } else {
            message.replace(" was ", " were ")
        };
        bad(
            reader,
            member.node.span,
            message,
            "show one result for each",
        );
    }
}
