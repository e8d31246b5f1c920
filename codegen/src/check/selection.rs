//! `only`: bindings for the entities that somebody uses, instead of all that there are.
//!
//! It is applied to the finished model, so that schemas are checked as a whole whatever is generated
//! of them.

use std::collections::BTreeSet;

use super::reader::Text;
use crate::diagnostics::{Code, Diagnostic, Sink, quoted};
use crate::model::{Body, Entity, EntityId, Kind, System};

/// Confines a system to some of its entities. What these point at stays as a name, and the rest
/// goes.
///
/// `is_complete` says whether an entity that is not there is known to be missing.
pub(crate) fn select(
    mut system: System,
    only: &[Text<'_>],
    is_complete: bool,
    sink: &mut Sink,
) -> System {
    let mut selected = BTreeSet::new();
    for name in only {
        match system.entity_named(name.text) {
            Some((id, entity)) if entity.described().is_some() => {
                selected.insert(id);
            }
            Some(_) => report(*name, "is known by name only", &system, sink),
            None if is_complete => report(*name, "is no entity", &system, sink),
            None => {}
        }
    }
    let mut kept = selected.clone();
    for id in &selected {
        let described = system.entity(*id).and_then(Entity::described);
        let fields = described.map_or(&[][..], |described| &described.fields);
        kept.extend(fields.iter().filter_map(|field| target(&field.kind)));
    }
    // Positions change, but not the order.
    let kept: Vec<EntityId> = kept.into_iter().collect();
    let entities = std::mem::take(&mut system.entities).into_iter();
    for (position, mut entity) in entities.enumerate() {
        let id = EntityId(position);
        if kept.binary_search(&id).is_err() {
            continue;
        }
        match &mut entity.body {
            Body::Described(described) if selected.contains(&id) => {
                for field in &mut described.fields {
                    renumber(&mut field.kind, &kept);
                }
            }
            body @ Body::Described(_) => *body = Body::NotSelected,
            Body::External | Body::NotSelected => {}
        }
        system.entities.push(entity);
    }
    system
}

fn report(name: Text<'_>, problem: &str, system: &System, sink: &mut Sink) {
    let described = system
        .entities
        .iter()
        .filter(|entity| entity.described().is_some())
        .map(|entity| entity.wire.as_str());
    let message = format!("{} {problem}, so it cannot be selected", quoted(name.text));
    sink.report(
        Diagnostic::new(Code::UnknownTarget, name.span.place(), message)
            .with_choices(name.text, described)
            .with_help("`only` takes entities that a file describes, here or in the base"),
    );
}

fn target(kind: &Kind) -> Option<EntityId> {
    match kind {
        Kind::Reference(target) => Some(*target),
        Kind::List(item) => target(item),
        _ => None,
    }
}

fn renumber(kind: &mut Kind, kept: &[EntityId]) {
    match kind {
        Kind::Reference(target) => {
            if let Ok(position) = kept.binary_search(target) {
                *target = EntityId(position);
            }
        }
        Kind::List(item) => renumber(item, kept),
        _ => {}
    }
}
