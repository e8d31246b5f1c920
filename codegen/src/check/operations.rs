//! Operations: those that a system accepts, and those that an entity offers.

use std::collections::BTreeSet;

use super::extension::report_added_twice;
use super::language;
use super::reader::{Member, Reader, Text};
use crate::diagnostics::{Code, Diagnostic, Place, quoted};
use crate::load::tree::Value;
use crate::model::Operation;

/// A list of operations; `None` where it is no list.
pub(crate) fn read_operations<'d>(
    reader: &mut Reader<'_>,
    member: Member<'d, '_>,
) -> Option<Vec<(Operation, Text<'d>)>> {
    if !matches!(member.node.value, Value::List(_)) {
        return reader.wrong_shape(member, "a list of operations");
    }
    let texts = reader.texts(member);
    let mut operations = Vec::with_capacity(texts.len());
    for text in reader.without_repeats(texts) {
        let known = Operation::ALL.iter().find(|(word, _)| *word == text.text);
        if let Some((_, operation)) = known {
            operations.push((*operation, text));
            continue;
        }
        let message = format!("there is no operation {}", quoted(text.text));
        let words = Operation::ALL.iter().map(|(word, _)| *word);
        reader.report(
            Diagnostic::new(Code::UnknownOperation, reader.at(text.span), message)
                .with_choices(text.text, words),
        );
    }
    Some(operations)
}

/// What an entity offers, sorted: a choice of what its system has.
pub(crate) fn read_offered(
    reader: &mut Reader<'_>,
    member: Option<Member<'_, '_>>,
    of_system: Option<&BTreeSet<Operation>>,
) -> Vec<Operation> {
    let all = || of_system.cloned().unwrap_or_default();
    let Some(member) = member else {
        return all().into_iter().collect();
    };
    let Value::Mapping(mapping) = &member.node.value else {
        let Some(chosen) = read_operations(reader, member) else {
            return Vec::new();
        };
        report_not_offered(reader, &chosen, of_system);
        let chosen: BTreeSet<Operation> = chosen.iter().map(|(operation, _)| *operation).collect();
        return chosen.into_iter().collect();
    };
    let members = reader.members(mapping, &language::OPERATIONS, member.key_span);
    let mut offered = all();
    let except = members
        .get("except")
        .and_then(|except| read_operations(reader, except));
    if let Some(except) = except {
        report_not_offered(reader, &except, of_system);
        for (operation, _) in except {
            offered.remove(&operation);
        }
    }
    offered.into_iter().collect()
}

/// Adds the operations of an extension to those that the entity offers; `owner` is the entity.
pub(crate) fn read_added(
    reader: &mut Reader<'_>,
    member: Member<'_, '_>,
    offered: &mut Vec<Operation>,
    of_system: Option<&BTreeSet<Operation>>,
    owner: Place,
) {
    let Some(added) = read_operations(reader, member) else {
        return;
    };
    report_not_offered(reader, &added, of_system);
    for (operation, text) in added {
        if offered.contains(&operation) {
            let what = format!("the operation {}", quoted(text.text));
            report_added_twice(reader, &what, text.span.place(), owner, "remove it");
        } else {
            offered.push(operation);
        }
    }
    offered.sort_unstable();
}

fn report_not_offered(
    reader: &mut Reader<'_>,
    chosen: &[(Operation, Text<'_>)],
    of_system: Option<&BTreeSet<Operation>>,
) {
    let Some(of_system) = of_system else {
        return;
    };
    for (operation, text) in chosen {
        if !of_system.contains(operation) {
            let message = format!(
                "the system does not have the operation {}",
                quoted(text.text)
            );
            reader.report(
                Diagnostic::new(Code::OperationNotOffered, reader.at(text.span), message)
                    .with_help("remove it here, or add it to `operations` in system.yaml"),
            );
        }
    }
}
