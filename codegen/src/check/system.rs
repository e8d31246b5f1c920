//! A system as a whole: which entities there are, and what they are called.

use std::collections::BTreeSet;

use super::directory::Directory;
use super::entity::{Head, check_entity, read_head, report_file_name};
use super::extension::{Extension, extension_mapping, read_extension, report_added_twice};
use super::field::Context;
use super::header::{External, Header, SharedField, read_header};
use super::names::{self, Named, Neighbour};
use super::reader::{Reader, Text};
use super::selection::select;
use crate::diagnostics::{Code, Diagnostic, FileId, Sink, quoted};
use crate::load::SystemDocuments;
use crate::model::{Body, Entity, Operation, System};
use crate::naming::NameKind;

/// What entities need to know of their system.
pub(crate) struct SystemFacts<'d> {
    pub(crate) context: Context<'d>,
    /// `None` where the list is not known.
    pub(crate) operations: Option<BTreeSet<Operation>>,
    /// Fields that every entity has.
    pub(crate) defaults: Vec<SharedField<'d>>,
    /// Whether `defaults` is all of them.
    pub(crate) defaults_known: bool,
    /// Position of its own folder behind those of its bases.
    pub(crate) layer: usize,
}

/// Checks one system; the result is complete only when nothing was reported.
pub(crate) fn check_system<'d>(documents: &'d SystemDocuments<'d>, sink: &mut Sink) -> System {
    let (layers, is_complete) = documents.layers();
    let header = read_header(&layers, is_complete, sink);
    let (mut heads, extensions) = read_files(&layers, sink);
    let externals = header.read_externals(sink);
    let uncertain = uncertain_names(&layers, &heads);
    let lonely = attach(extensions, &mut heads);
    if header.externals_known() {
        report_lonely(&lonely, &heads, &externals, &uncertain, sink);
    }
    let listed = list_entities(&heads, &externals, sink);
    let names = name_entities(&listed, &header, sink);
    let facts = collect_facts(
        uncertain,
        &header,
        &listed,
        layers.len().saturating_sub(1),
        sink,
    );
    let described: BTreeSet<FileId> = listed.iter().map(|listed| listed.file).collect();
    let mut entities = Vec::with_capacity(listed.len());
    for (listed, names) in listed.into_iter().zip(names) {
        entities.extend(check_listed(listed, names, &facts, sink));
    }
    // An entity without a name, or a second one with the same, is in no list: but its other
    // problems count.
    for head in heads
        .iter()
        .filter(|head| !described.contains(&head.document.file))
    {
        check_entity(head, None, &facts, sink);
    }
    let system = System {
        entities,
        ..header.system
    };
    match &header.only {
        Some(only) => select(system, only, facts.context.directory.is_complete(), sink),
        None => system,
    }
}

/// The files of a system and its bases: those that describe entities, and those that extend them.
fn read_files<'d>(
    layers: &[&'d SystemDocuments<'d>],
    sink: &mut Sink,
) -> (Vec<Head<'d>>, Vec<Extension<'d>>) {
    let mut heads = Vec::new();
    let mut extensions = Vec::new();
    for (layer, documents) in layers.iter().enumerate() {
        for document in &documents.entities {
            match extension_mapping(document) {
                Some(mapping) => {
                    let extension = read_extension(document, mapping, layer, sink);
                    report_file_name(document, extension.wire, "extend", sink);
                    extensions.push(extension);
                }
                None => heads.push(read_head(document, layer, sink)),
            }
        }
    }
    (heads, extensions)
}

/// Gives the entities their extensions; returns those that are left.
fn attach<'d>(extensions: Vec<Extension<'d>>, heads: &mut [Head<'d>]) -> Vec<Extension<'d>> {
    let mut lonely = Vec::new();
    for extension in extensions {
        let Some(wire) = extension.wire else { continue };
        let mut candidates = heads.iter_mut();
        let entity = candidates.find(|head| {
            head.layer < extension.layer && head.wire.is_some_and(|name| name.text == wire.text)
        });
        match entity {
            Some(head) => head.extensions.push(extension),
            None => lonely.push(extension),
        }
    }
    lonely
}

/// Reports extensions of what no base describes.
fn report_lonely(
    lonely: &[Extension<'_>],
    heads: &[Head<'_>],
    externals: &[External<'_>],
    uncertain: &BTreeSet<String>,
    sink: &mut Sink,
) {
    for extension in lonely {
        let Some(wire) = extension.wire else { continue };
        if uncertain.contains(&wire.text.to_lowercase()) {
            continue;
        }
        let known = heads
            .iter()
            .filter(|head| head.layer < extension.layer)
            .filter_map(|head| Some(head.wire?.text));
        let beside = heads
            .iter()
            .filter_map(|head| head.wire)
            .find(|other| other.text == wire.text);
        let external = externals
            .iter()
            .find(|external| external.wire.text == wire.text && external.layer < extension.layer);
        let name = quoted(wire.text);
        let diagnostic =
            |message: String| Diagnostic::new(Code::ExtendsUnknown, wire.span.place(), message);
        sink.report(match (beside, external) {
            (Some(beside), _) => diagnostic(format!("entity {name} is described in this folder"))
                .with_related(beside.span.place(), "described here")
                .with_help("change it there: only an entity of a base is extended"),
            (None, Some(external)) => diagnostic(format!("the base knows {name} by name only"))
                .with_related(external.wire.span.place(), "it is external here")
                .with_help(format!("describe it in full: `entity: {}`", wire.text)),
            (None, None) if extension.layer == 0 => {
                diagnostic(format!("there is no base whose {name} could be extended"))
                    .with_help(format!("describe it in full: `entity: {}`", wire.text))
                    .with_help("or say in system.yaml which schemas it `extends`")
            }
            (None, None) => diagnostic(format!("the base has no entity {name}"))
                .with_choices(wire.text, known)
                .with_help(format!(
                    "describe a new one in full: `entity: {}`",
                    wire.text
                )),
        });
    }
}

/// Lower-case names that may be those of entities: what a broken or misnamed file describes is
/// reported once, there, and not wherever it is pointed at.
fn uncertain_names(layers: &[&SystemDocuments<'_>], heads: &[Head<'_>]) -> BTreeSet<String> {
    let unreadable = layers
        .iter()
        .flat_map(|documents| documents.unreadable.iter().cloned());
    let misnamed = heads
        .iter()
        .filter(|head| !head.is_well_named())
        .map(|head| {
            let name = head.document.file_name.as_str();
            name.strip_suffix(".yaml").unwrap_or(name).to_lowercase()
        });
    unreadable.chain(misnamed).collect()
}

/// An entity of the system.
#[derive(Clone, Copy)]
struct Listed<'l, 'd> {
    wire: Text<'d>,
    rust: Option<Text<'d>>,
    file: FileId,
    layer: usize,
    origin: Origin<'l, 'd>,
}

#[derive(Clone, Copy)]
enum Origin<'l, 'd> {
    Described(&'l Head<'d>),
    External(&'l External<'d>),
}

/// The entities sorted by wire name, after those that are there twice were reported.
fn list_entities<'l, 'd>(
    heads: &'l [Head<'d>],
    externals: &'l [External<'d>],
    sink: &mut Sink,
) -> Vec<Listed<'l, 'd>> {
    let described = heads.iter().filter_map(|head| {
        let origin = Origin::Described(head);
        Some(Listed {
            wire: head.wire?,
            rust: head.rust,
            file: head.document.file,
            layer: head.layer,
            origin,
        })
    });
    let external = externals.iter().map(|external| Listed {
        wire: external.wire,
        rust: external.rust,
        file: external.document.file,
        layer: external.layer,
        origin: Origin::External(external),
    });
    let mut listed: Vec<Listed<'l, 'd>> = described.chain(external).collect();
    // Stable: of entities with one name the well-named file comes first, and externals last.
    listed.sort_by_key(|listed| (listed.wire.text, listed.origin.rank(), listed.layer));
    listed.dedup_by(|later, earlier| {
        let same = later.wire.text == earlier.wire.text;
        // What a base knows by name only may be described by those who extend it.
        let replaces = matches!(later.origin, Origin::External(_))
            && matches!(earlier.origin, Origin::Described(_))
            && later.layer < earlier.layer;
        if same && !replaces {
            report_twice(sink, earlier, later);
        }
        same
    });
    listed
}

impl Origin<'_, '_> {
    fn rank(self) -> u8 {
        match self {
            Origin::Described(head) if head.is_well_named() => 0,
            Origin::Described(_) => 1,
            Origin::External(_) => 2,
        }
    }
}

fn report_twice(sink: &mut Sink, earlier: &Listed<'_, '_>, later: &Listed<'_, '_>) {
    let place = later.wire.span.place();
    let first = earlier.wire.span.place();
    let name = quoted(later.wire.text);
    sink.report(match (later.origin, earlier.origin) {
        (Origin::Described(_), _) if later.layer != earlier.layer => {
            let message = format!("entity {name} is described by the base already");
            Diagnostic::new(Code::DuplicateEntity, place, message)
                .labelled("described here")
                .with_related(first, "described here too")
                .with_help(format!(
                    "say `extend: {}` and only what is new or different",
                    later.wire.text
                ))
        }
        (Origin::Described(_), _) => {
            let message = format!("entity {name} is described by two files");
            Diagnostic::new(Code::DuplicateEntity, place, message)
                .labelled("described here")
                .with_related(first, "described here too")
                .with_help("keep one of the two files, or correct `entity`")
        }
        (Origin::External(_), Origin::External(_)) => {
            let what = format!("external entity {name}");
            let mut reader = Reader { sink };
            report_added_twice(&mut reader, &what, place, first, "remove it");
            return;
        }
        (Origin::External(_), Origin::Described(_)) => {
            let message = format!("external entity {name} is described by a file");
            Diagnostic::new(Code::ExternalDescribed, place, message)
                .with_related(first, "described here")
                .with_help("remove it from `external`")
        }
    });
}

/// Names of an entity.
struct EntityNames {
    record: Named,
    module: Named,
}

fn name_entities(
    listed: &[Listed<'_, '_>],
    header: &Header<'_>,
    sink: &mut Sink,
) -> Vec<EntityNames> {
    let names: Vec<EntityNames> = listed
        .iter()
        .map(|listed| name_entity(listed, sink))
        .collect();
    let marker = header.marker.map(|place| Neighbour {
        rust: &header.system.rust_type,
        wire: &header.system.name,
        place,
        settled: false,
    });
    let records = listed
        .iter()
        .zip(&names)
        .map(|(listed, names)| neighbour(listed, &names.record));
    names::report_collisions(sink, NameKind::Record, marker.into_iter().chain(records));
    // Entities with one record type were reported already.
    let mut seen = BTreeSet::new();
    let modules = listed
        .iter()
        .zip(&names)
        .filter(|(_, names)| seen.insert(names.record.rust.as_str()))
        .map(|(listed, names)| neighbour(listed, &names.module));
    names::report_collisions(sink, NameKind::Module, modules);
    names
}

fn name_entity(listed: &Listed<'_, '_>, sink: &mut Sink) -> EntityNames {
    let mut reader = Reader { sink };
    let record = names::rust_name(&mut reader, NameKind::Record, listed.wire, listed.rust);
    if record.rust.is_empty() {
        // What is wrong with the one name is wrong with the other.
        let module = Named {
            rust: String::new(),
            place: record.place,
        };
        return EntityNames { record, module };
    }
    // A name that a person chose for the record names the module as well.
    let base = listed.rust.unwrap_or(listed.wire);
    let module = names::rust_name(&mut reader, NameKind::Module, base, None);
    EntityNames { record, module }
}

fn neighbour<'n>(listed: &Listed<'n, 'n>, name: &'n Named) -> Neighbour<'n> {
    Neighbour {
        rust: &name.rust,
        wire: listed.wire.text,
        place: name.place,
        settled: false,
    }
}

fn collect_facts<'h>(
    uncertain: BTreeSet<String>,
    header: &Header<'h>,
    listed: &[Listed<'_, 'h>],
    layer: usize,
    sink: &mut Sink,
) -> SystemFacts<'h> {
    let wires = listed.iter().map(|listed| listed.wire.text);
    let directory = Directory::new(wires, uncertain, !header.externals_known());
    let context = Context {
        directory,
        sources: header.source_keys.clone(),
        wire: header.system.wire,
    };
    let defaults = header.check_fields(&context, sink);
    SystemFacts {
        context,
        operations: header.operations.clone(),
        defaults,
        defaults_known: header.fields_known(),
        layer,
    }
}

/// `None` where the file was too broken to say anything.
fn check_listed(
    listed: Listed<'_, '_>,
    names: EntityNames,
    facts: &SystemFacts<'_>,
    sink: &mut Sink,
) -> Option<Entity> {
    let (doc, sources, body) = match listed.origin {
        Origin::External(external) => (
            external.doc.clone(),
            external.sources.clone(),
            Body::External,
        ),
        Origin::Described(head) => {
            report_file_name(head.document, head.wire, "entity", sink);
            let checked = check_entity(head, Some(&names.record), facts, sink)?;
            (
                checked.doc,
                checked.sources,
                Body::Described(Box::new(checked.described)),
            )
        }
    };
    Some(Entity {
        wire: listed.wire.text.to_owned(),
        rust_type: names.record.rust,
        module: names.module.rust,
        doc,
        sources,
        body,
    })
}
