//! Rules over several fields of an entity.

use std::collections::HashMap;

use super::field::{CheckedField, is_writable};
use super::language;
use super::reader::{Member, Reader, Text};
use crate::diagnostics::{Code, Diagnostic, Span, quoted};
use crate::load::tree::Value;
use crate::model::OneOf;

/// The fields of an entity, for rules that name them.
pub(crate) struct RuleFields<'f> {
    fields: &'f [CheckedField],
    by_wire: HashMap<&'f str, usize>,
    /// Whether all fields are known; otherwise a name that is not there may be right.
    complete: bool,
}

impl<'f> RuleFields<'f> {
    pub(crate) fn new(fields: &'f [CheckedField], complete: bool) -> Self {
        let by_wire = fields
            .iter()
            .enumerate()
            .map(|(index, field)| (field.field.wire.as_str(), index));
        Self {
            fields,
            by_wire: by_wire.collect(),
            complete,
        }
    }
}

/// Reads `rules`.
pub(crate) fn read_rules(
    reader: &mut Reader<'_>,
    member: Option<Member<'_, '_>>,
    fields: &RuleFields<'_>,
) -> Vec<OneOf> {
    let Some(member) = member else {
        return Vec::new();
    };
    let Value::List(items) = &member.node.value else {
        return reader
            .wrong_shape(member, "a list of rules")
            .unwrap_or_default();
    };
    let mut groups = Vec::with_capacity(items.len());
    let mut taken: HashMap<usize, Span> = HashMap::new();
    for item in items {
        let Value::Mapping(mapping) = &item.value else {
            let help = "write it like `- one_of: [TypeId, Type]`".to_owned();
            reader.report_shape("a rule", item, "a mapping", Some(help));
            continue;
        };
        let members = reader.members(mapping, &language::RULE, item.span);
        if let Some(one_of) = members.get("one_of") {
            groups.push(read_one_of(reader, one_of, fields, &mut taken));
        }
    }
    groups
}

fn read_one_of(
    reader: &mut Reader<'_>,
    member: Member<'_, '_>,
    fields: &RuleFields<'_>,
    taken: &mut HashMap<usize, Span>,
) -> OneOf {
    let before = reader.sink.len();
    let texts = reader.texts(member);
    let texts = reader.without_repeats(texts);
    let mut group = Vec::with_capacity(texts.len());
    for text in &texts {
        let Some(&index) = fields.by_wire.get(text.text) else {
            if fields.complete {
                report_unknown_field(reader, *text, "this entity", fields);
            }
            continue;
        };
        let Some(field) = fields.fields.get(index) else {
            continue;
        };
        report_unfit_member(reader, *text, field);
        if let Some(earlier) = taken.insert(index, text.span) {
            let message = format!("{} is in two groups", quoted(text.text));
            reader.report(
                Diagnostic::new(Code::BadRule, reader.at(text.span), message)
                    .with_related(reader.at(earlier), "it is in this group too")
                    .with_help("a field can be in one `one_of` only; join the groups or remove it"),
            );
        }
        group.push(index);
    }
    // A list that had a problem of its own may be short because of it.
    if texts.len() < 2 && reader.sink.len() == before {
        let message = "`one_of` names fewer than two fields, so there is no choice";
        reader.report(
            Diagnostic::new(Code::BadRule, reader.at(member.node.span), message).with_help(
                "name all fields of the choice; for a single one say `required: true` there",
            ),
        );
    }
    OneOf { fields: group }
}

fn report_unfit_member(reader: &mut Reader<'_>, text: Text<'_>, checked: &CheckedField) {
    let field = &checked.field;
    if checked.kind_known && !is_writable(field.access) {
        let message = format!(
            "{} cannot be written, so no rule can ask for it",
            quoted(text.text)
        );
        reader.report(
            Diagnostic::new(Code::BadRule, reader.at(text.span), message)
                .with_related(checked.place, "the field is described here")
                .with_help("remove it from the rule, or correct its `access`"),
        );
    } else if field.required {
        let message = format!(
            "{} is always required, so it cannot be one of a choice",
            quoted(text.text)
        );
        reader.report(
            Diagnostic::new(Code::BadRule, reader.at(text.span), message)
                .with_related(checked.place, "the field is described here")
                .with_help("remove `required: true` there, or the field from the rule"),
        );
    }
}

fn report_unknown_field(
    reader: &mut Reader<'_>,
    text: Text<'_>,
    owner: &str,
    fields: &RuleFields<'_>,
) {
    let message = format!("{owner} has no field {}", quoted(text.text));
    let known = fields.fields.iter().map(|field| field.field.wire.as_str());
    reader.report(
        Diagnostic::new(Code::UnknownField, reader.at(text.span), message)
            .with_choices(text.text, known)
            .with_help("a rule takes names from `fields`, as they are on the wire"),
    );
}
