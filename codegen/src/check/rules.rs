//! Rules over several fields of an entity.

use std::collections::{BTreeSet, HashMap};

use super::extension::read_reason;
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

/// Reads the `rules` of an entity's files, each with its position among them, without those that
/// `dropped` names.
pub(crate) fn read_rules<'d>(
    reader: &mut Reader<'_>,
    members: impl Iterator<Item = (usize, Member<'d, 'd>)>,
    dropped: &[DroppedRule<'d>],
    fields: &RuleFields<'_>,
) -> Vec<OneOf> {
    let mut groups = Vec::new();
    let mut taken: HashMap<usize, Span> = HashMap::new();
    let mut used = vec![false; dropped.len()];
    for (layer, member) in members {
        let Value::List(items) = &member.node.value else {
            reader.wrong_shape::<()>(member, "a list of rules");
            continue;
        };
        for item in items {
            let Value::Mapping(mapping) = &item.value else {
                let help = "write it like `- one_of: [TypeId, Type]`".to_owned();
                reader.report_shape("a rule", item, "a mapping", Some(help));
                continue;
            };
            let members = reader.members(mapping, &language::RULE, item.span);
            let Some(one_of) = members.get("one_of") else {
                continue;
            };
            let drops = dropped.iter().position(|rule| rule.is_about(layer, one_of));
            match drops.and_then(|position| used.get_mut(position)) {
                Some(used) => *used = true,
                None => groups.push(read_one_of(reader, one_of, fields, &mut taken)),
            }
        }
    }
    let unused = dropped.iter().zip(used).filter(|(_, used)| !used);
    for (rule, _) in unused {
        let message = "no rule of the base names these fields, and no others";
        reader.report(
            Diagnostic::new(Code::OverrideOfNothing, reader.at(rule.span), message)
                .with_help("remove it, or name the fields of a rule as the base does"),
        );
    }
    groups
}

/// An entry of `without_rules`: a rule of a base that does not hold.
pub(crate) struct DroppedRule<'d> {
    fields: BTreeSet<&'d str>,
    /// Position of its file among those of the entity.
    layer: usize,
    span: Span,
}

impl DroppedRule<'_> {
    /// Whether it means this `one_of` of an earlier file.
    fn is_about(&self, layer: usize, one_of: Member<'_, '_>) -> bool {
        let Value::List(items) = &one_of.node.value else {
            return false;
        };
        let names = items.iter().filter_map(|item| match &item.value {
            Value::Text(text) => Some(text.as_ref()),
            _ => None,
        });
        layer < self.layer && self.fields == names.collect()
    }
}

/// Reads `without_rules` of the file at position `layer` among those of the entity.
pub(crate) fn read_dropped_rules<'d>(
    reader: &mut Reader<'_>,
    member: Member<'d, 'd>,
    layer: usize,
) -> Vec<DroppedRule<'d>> {
    let Value::List(items) = &member.node.value else {
        return reader
            .wrong_shape(member, "a list of rules")
            .unwrap_or_default();
    };
    let mut dropped = Vec::with_capacity(items.len());
    for item in items {
        let Value::Mapping(mapping) = &item.value else {
            let help = "write it like `- {one_of: [TypeId, Type], reason: Why it does not hold.}`";
            reader.report_shape("a rule", item, "a mapping", Some(help.to_owned()));
            continue;
        };
        let members = reader.members(mapping, &language::DROPPED_RULE, item.span);
        let Some(one_of) = members.get("one_of") else {
            continue;
        };
        let owner = Text {
            text: "one_of",
            span: one_of.key_span,
        };
        read_reason(reader, members, owner, mapping.incomplete);
        let texts = reader.texts(one_of);
        let texts = reader.without_repeats(texts);
        dropped.push(DroppedRule {
            fields: texts.iter().map(|text| text.text).collect(),
            layer,
            span: one_of.node.span,
        });
    }
    dropped
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
    let (message, help) = if checked.kind_known && !is_writable(field.access) {
        (
            format!(
                "{} cannot be written, so no rule can ask for it",
                quoted(text.text)
            ),
            "remove it from the rule, or correct its `access`",
        )
    } else if field.required {
        (
            format!(
                "{} is always required, so it cannot be one of a choice",
                quoted(text.text)
            ),
            "remove `required: true` there, or the field from the rule",
        )
    } else {
        return;
    };
    let place = reader.at(text.span);
    let diagnostic = |place| Diagnostic::new(Code::BadRule, place, message);
    reader.report(match checked.corrected_at {
        // What corrects a base is to be mended, not the base.
        Some(corrected) if corrected.file != place.file => diagnostic(corrected)
            .labelled("corrected here")
            .with_related(place, "this rule asks for it")
            .with_help("leave out the rule as well, under `without_rules`, or do not correct it"),
        _ => diagnostic(place)
            .with_related(checked.place, "the field is described here")
            .with_help(help),
    });
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
