//! Extensions: what the files of a system add to the entities of its base, and what they correct.
//!
//! Nothing is merged: an entity is read in layers, from the file that describes it and the
//! extensions behind it, and of a fact the last layer that says it counts. So every fact keeps the
//! place where it is said, a conflict shows both, and it stays known which layer a fact is from.
//! Merged trees would have lost that.

use std::collections::BTreeMap;

use super::language;
use super::reader::{Member, Members, Reader, Text};
use super::values::is_empty;
use crate::diagnostics::{Code, Diagnostic, Place, Sink, quoted};
use crate::load::Document;
use crate::load::tree::{Entry, Mapping, Value};
use crate::model;

/// The file of an extension.
#[derive(Clone, Copy)]
pub(crate) struct Extension<'d> {
    pub(crate) document: &'d Document<'d>,
    pub(crate) members: Members<'d, 'd>,
    pub(crate) wire: Option<Text<'d>>,
    /// Position of its folder among a system and its bases.
    pub(crate) layer: usize,
}

/// The mapping of a file that extends an entity; `None` where the file describes one.
pub(crate) fn extension_mapping<'d>(document: &'d Document<'d>) -> Option<&'d Mapping<'d>> {
    let Value::Mapping(mapping) = &document.root.value else {
        return None;
    };
    let has = |key: &str| mapping.entries.iter().any(|entry| entry.key == key);
    (has("extend") && !has("entity")).then_some(mapping)
}

pub(crate) fn read_extension<'d>(
    document: &'d Document<'d>,
    mapping: &'d Mapping<'d>,
    layer: usize,
    sink: &mut Sink,
) -> Extension<'d> {
    let mut reader = Reader { sink };
    let members = reader.members(mapping, &language::EXTENSION, document.root.span);
    let wire = members.get("extend").and_then(|member| reader.text(member));
    Extension {
        document,
        members,
        wire,
        layer,
    }
}

/// A field as one or several files describe it.
#[derive(Clone)]
pub(crate) struct FieldSchema<'d> {
    /// The description.
    pub(crate) entry: &'d Entry<'d>,
    /// What later files say about it.
    pub(crate) amendments: Amendments<'d>,
    /// The extension that adds the field to its entity.
    pub(crate) added: Option<&'d Document<'d>>,
    /// Where the facts are from when the field itself does not say it.
    pub(crate) usual_sources: Vec<String>,
}

impl<'d> FieldSchema<'d> {
    /// A field that nothing was said about but its description.
    pub(crate) fn plain(entry: &'d Entry<'d>) -> Self {
        Self {
            entry,
            amendments: Amendments::default(),
            added: None,
            usual_sources: Vec::new(),
        }
    }

    /// The wire name.
    pub(crate) fn wire(&self) -> Text<'d> {
        name(self.entry)
    }
}

/// What later files say about a field, in the order of the files.
#[derive(Clone, Default)]
pub(crate) struct Amendments<'d> {
    pub(crate) corrections: Vec<Correction<'d>>,
    pub(crate) values: Vec<AddedValues<'d>>,
}

impl<'d> Amendments<'d> {
    /// Adds what is said later.
    pub(crate) fn extend(&mut self, later: Amendments<'d>) {
        self.corrections.extend(later.corrections);
        self.values.extend(later.values);
    }
}

/// An entry of `overrides`.
#[derive(Clone, Copy)]
pub(crate) struct Correction<'d> {
    pub(crate) field: Text<'d>,
    pub(crate) members: Members<'d, 'd>,
    reason: Option<Text<'d>>,
    document: &'d Document<'d>,
}

impl Correction<'_> {
    /// The facts that it is about.
    pub(crate) fn facts(&self) -> impl Iterator<Item = Member<'_, '_>> {
        self.members
            .all()
            .filter(|member| member.key.name != REASON)
    }

    pub(crate) fn to_model(self) -> model::Correction {
        model::Correction {
            facts: self
                .facts()
                .map(|member| member.key.name.to_owned())
                .collect(),
            reason: self
                .reason
                .map(|reason| reason.text.trim().to_owned())
                .unwrap_or_default(),
            schema_file: self.document.schema_file.clone(),
        }
    }
}

/// An entry of `values` in an extension.
#[derive(Clone, Copy)]
pub(crate) struct AddedValues<'d> {
    pub(crate) field: Text<'d>,
    pub(crate) member: Member<'d, 'd>,
    pub(crate) document: &'d Document<'d>,
}

const REASON: &str = "reason";

/// What the extensions of one entity say about its fields, by wire name.
#[derive(Default)]
pub(crate) struct AmendedFields<'d>(BTreeMap<&'d str, Amendments<'d>>);

impl<'d> AmendedFields<'d> {
    /// Reads `overrides` and `values` of a file.
    pub(crate) fn read(
        &mut self,
        reader: &mut Reader<'_>,
        document: &'d Document<'d>,
        members: Members<'d, 'd>,
    ) {
        for entry in entries(reader, members.get("overrides")) {
            if let Some(correction) = read_correction(reader, document, entry) {
                let amendments = self.0.entry(&entry.key).or_default();
                amendments.corrections.push(correction);
            }
        }
        for entry in entries(reader, members.get("values")) {
            let Some(key) = language::FIELD.key("values") else {
                continue;
            };
            if is_empty(&entry.value.value) {
                let message = format!("no value is added to {}", quoted(&entry.key));
                reader.report(
                    Diagnostic::new(Code::UnusedOverride, reader.at(entry.key_span), message)
                        .with_help("list the new values, or remove it"),
                );
            }
            let values = AddedValues {
                field: name(entry),
                member: Member {
                    key,
                    key_span: entry.key_span,
                    node: &entry.value,
                },
                document,
            };
            self.0.entry(&entry.key).or_default().values.push(values);
        }
    }

    /// What is said about a field. It is asked for once: what is left in the end is about no field.
    pub(crate) fn take(&mut self, wire: &str) -> Amendments<'d> {
        self.0.remove(wire).unwrap_or_default()
    }

    /// Whether anything is said about a field.
    pub(crate) fn has(&self, wire: &str) -> bool {
        self.0.contains_key(wire)
    }

    /// Reports what is about no field of `owner`.
    pub(crate) fn report_left<'n>(
        &self,
        reader: &mut Reader<'_>,
        owner: &str,
        known: &(impl Iterator<Item = &'n str> + Clone),
    ) {
        for amendments in self.0.values() {
            let corrections = amendments.corrections.iter().map(|found| found.field);
            let values = amendments.values.iter().map(|found| found.field);
            for field in corrections.chain(values) {
                let message = format!("{owner} has no field {}", quoted(field.text));
                reader.report(
                    Diagnostic::new(Code::OverrideOfNothing, reader.at(field.span), message)
                        .with_choices(field.text, known.clone())
                        .with_help("a field that is new belongs under `fields`"),
                );
            }
        }
    }
}

/// The entries of a member that is a mapping with names of the user's.
fn entries<'d>(reader: &mut Reader<'_>, member: Option<Member<'d, 'd>>) -> &'d [Entry<'d>] {
    let mapping = member.and_then(|member| reader.mapping(member));
    mapping.map_or(&[], |mapping| &mapping.entries)
}

fn name<'d>(entry: &'d Entry<'d>) -> Text<'d> {
    Text {
        text: &entry.key,
        span: entry.key_span,
    }
}

fn read_correction<'d>(
    reader: &mut Reader<'_>,
    document: &'d Document<'d>,
    entry: &'d Entry<'d>,
) -> Option<Correction<'d>> {
    let field = name(entry);
    let Value::Mapping(mapping) = &entry.value.value else {
        let help = format!(
            "write it like `{}: {{required: true, reason: Why it is so.}}`",
            entry.key
        );
        let owner = format!("the override of {}", quoted(field.text));
        reader.report_shape(&owner, &entry.value, "a mapping", Some(help));
        return None;
    };
    let members = reader.members(mapping, &language::OVERRIDE, entry.key_span);
    let reason = read_reason(reader, members, field, mapping.incomplete);
    let correction = Correction {
        field,
        members,
        reason,
        document,
    };
    let says_nothing = mapping.entries.iter().all(|entry| entry.key == REASON);
    if says_nothing && !mapping.incomplete {
        let message = format!("the override of {} corrects nothing", quoted(field.text));
        reader.report(
            Diagnostic::new(Code::UnusedOverride, reader.at(field.span), message)
                .with_help("name a fact, for example `required: true`, or remove it"),
        );
    }
    Some(correction)
}

/// The reason of a correction; reported where there is none.
pub(crate) fn read_reason<'d>(
    reader: &mut Reader<'_>,
    members: Members<'d, 'd>,
    owner: Text<'_>,
    incomplete: bool,
) -> Option<Text<'d>> {
    let member = members.get(REASON);
    if let Some(member) = member
        && !matches!(member.node.value, Value::Null)
    {
        let text = reader.text(member)?;
        if says_something(text.text) {
            return Some(text);
        }
    } else if incomplete {
        return None;
    }
    let span = member.map_or(owner.span, |member| member.key_span);
    let message = "a correction needs a reason";
    reader.report(
        Diagnostic::new(Code::OverrideWithoutReason, reader.at(span), message).with_help(
            "say why the base is wrong for you, for example `reason: Our form asks for it.`; it \
             is shown in the documentation",
        ),
    );
    None
}

/// Whether this can be a reason: `reason: no` and its like are what YAML makes of an answer to
/// another question, and no text. How many words a sentence has depends on its language.
fn says_something(reason: &str) -> bool {
    const NO_REASONS: [&str; 12] = [
        "yes", "no", "true", "false", "on", "off", "y", "n", "null", "none", "todo", "n/a",
    ];
    let reason = reason.trim().trim_end_matches(['.', '!', '?']);
    reason.contains(char::is_alphabetic)
        && !NO_REASONS
            .iter()
            .any(|word| word.eq_ignore_ascii_case(reason))
}

/// Reports something that an extension adds although it is there already.
pub(crate) fn report_added_twice(
    reader: &mut Reader<'_>,
    what: &str,
    added: Place,
    first: Place,
    help: &str,
) {
    reader.report(
        Diagnostic::new(
            Code::AddedTwice,
            added,
            format!("{what} is there already, so it cannot be added"),
        )
        .labelled("added here")
        .with_related(first, "it is there")
        .with_help(help),
    );
}
