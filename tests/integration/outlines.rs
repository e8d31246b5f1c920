//! The bindings of every entity in outline: what a change of a schema changes for its users.
//!
//! The facts are those of the model. Beside them stands what the emitted code offers, read back
//! from its text: a setter and what it takes, a `clear_*`, the request functions.

mod emitted;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use billbind_codegen::model::{
    Access, Body, Described, Entity, Field, Issuer, Kind, Operation, System,
};
use billbind_codegen::write::GeneratedFile;

use self::emitted::Emitted;

/// Name of the snapshot of a whole file.
const IN_FULL: &str = "contract_in_full";

pub(crate) fn schemas() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../schemas")
}

fn systems() -> Vec<System> {
    billbind_codegen::read(&schemas(), None).expect("the schemas are right")
}

/// The emitted text of an entity.
fn text_of<'f>(files: &'f [GeneratedFile], entity: &Entity) -> &'f str {
    let stem = Some(entity.module.as_ref());
    let file = files.iter().find(|file| file.path.file_stem() == stem);
    &file.expect("every entity has a file").contents
}

fn assert_snapshot(name: &str, text: &str) {
    insta::with_settings!({omit_expression => true}, {
        insta::assert_snapshot!(name, text);
    });
}

#[test]
fn every_described_entity_has_the_outlined_bindings() {
    for system in systems() {
        let files = billbind_codegen::render(&system);
        for entity in &system.entities {
            let Some(described) = entity.described() else {
                continue;
            };
            let emitted = Emitted::read(text_of(&files, entity), &entity.rust_type);
            let outline = outline(&system, entity, described, &emitted);
            assert_snapshot(&format!("{}_{}", system.name, entity.module), &outline);
        }
    }
}

#[test]
fn every_system_has_the_outlined_bindings() {
    for system in systems() {
        let files = billbind_codegen::render(&system);
        let mut outline = format!(
            "{}: mod {}, protocol {}\nwire forms: {:?}, {:?}, {:?}\nquery language: {:?}, {:?}, escape {:?}\nlook-up by key: {}\n\nsources\n",
            system.rust_type,
            system.name,
            system.protocol,
            system.wire.flag,
            system.wire.date,
            system.wire.date_time,
            system.query.date,
            system.query.date_time,
            system.query.like_escape,
            system.lookup_by_key,
        );
        for (key, meaning) in &system.sources {
            line(&mut outline, &format!("  {key}: {meaning}"));
        }
        outline.push_str("\nexternal entities, with the types that they give\n");
        for entity in system
            .entities
            .iter()
            .filter(|entity| entity.body == Body::External)
        {
            let emitted = Emitted::read(text_of(&files, entity), &entity.rust_type);
            line(
                &mut outline,
                &format!(
                    "  {}: {}::{{{}}}",
                    entity.wire,
                    entity.module,
                    emitted.types.join(", ")
                ),
            );
        }
        assert_snapshot(&system.name, &outline);
    }
}

#[test]
fn no_outline_is_left_of_an_entity_that_is_gone() {
    let mut expected = BTreeSet::from([IN_FULL.to_owned()]);
    for system in systems() {
        expected.insert(system.name.clone());
        for entity in system
            .entities
            .iter()
            .filter(|entity| entity.described().is_some())
        {
            expected.insert(format!("{}_{}", system.name, entity.module));
        }
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("integration/snapshots");
    let names = fs::read_dir(folder).expect("the snapshots can be read");
    let found: BTreeSet<String> = names
        .filter_map(|entry| {
            entry
                .expect("the snapshots can be read")
                .file_name()
                .into_string()
                .ok()
        })
        .filter_map(|name| {
            let name = name.strip_prefix("integration__outlines__")?;
            Some(name.strip_suffix(".snap")?.to_owned())
        })
        .collect();
    // Outlines that are not there yet may be being written by the test above.
    let left: Vec<&String> = found.difference(&expected).collect();
    assert!(
        left.is_empty(),
        "no schema describes them any more: {left:?}"
    );
}

#[test]
fn one_real_entity_is_emitted_as_shown_in_full() {
    for system in systems() {
        if let Some((_, contract)) = system.entity_named("CONTRACT") {
            let files = billbind_codegen::render(&system);
            assert_snapshot(IN_FULL, text_of(&files, contract));
        }
    }
}

fn outline(system: &System, entity: &Entity, described: &Described, emitted: &Emitted) -> String {
    let mut outline = format!("{}: {}::{}\n", entity.wire, entity.module, entity.rust_type);
    line(&mut outline, &format!("schema: {}", described.schema_file));
    line(
        &mut outline,
        &format!("sources: {}", entity.sources.join(", ")),
    );
    let operations: Vec<&str> = Operation::ALL
        .iter()
        .filter(|(_, operation)| described.offers(*operation))
        .map(|(name, _)| *name)
        .collect();
    line(
        &mut outline,
        &format!("operations: {}", operations.join(", ")),
    );
    for group in &described.one_of {
        let names: Vec<&str> = group
            .fields
            .iter()
            .map(|at| &*described.fields[*at].rust)
            .collect();
        line(
            &mut outline,
            &format!("create needs exactly one of: {}", names.join(", ")),
        );
    }
    outline.push_str("\nfields\n");
    for (at, field) in described.fields.iter().enumerate() {
        let is_one_of = described
            .one_of
            .iter()
            .any(|group| group.fields.contains(&at));
        line(
            &mut outline,
            &format!("  {}", field_line(system, field, is_one_of, emitted)),
        );
    }
    let enums = described
        .fields
        .iter()
        .filter_map(|field| match &field.kind {
            Kind::Enum(enumeration) => Some(enumeration),
            _ => None,
        });
    for enumeration in enums {
        let kind = if enumeration.open { "open" } else { "closed" };
        line(
            &mut outline,
            &format!("\nenum {}, {kind}", enumeration.rust_type),
        );
        for value in &enumeration.values {
            line(&mut outline, &format!("  {}: {:?}", value.rust, value.wire));
        }
    }
    outline.push_str("\nfunctions\n");
    for function in &emitted.functions {
        line(&mut outline, &format!("  {function}"));
    }
    line(
        &mut outline,
        &format!("\ntypes: {}", emitted.types.join(", ")),
    );
    emitted.assert_nothing_else(described);
    outline
}

fn line(outline: &mut String, text: &str) {
    writeln!(outline, "{text}").expect("memory can be written");
}

/// `name: String = Name, text; required; set(impl Into<String>)`.
fn field_line(system: &System, field: &Field, is_one_of: bool, emitted: &Emitted) -> String {
    let mut marks = vec![format!("{}, {}", field.wire, kind(system, &field.kind))];
    match field.access {
        Access::ReadWrite => {}
        Access::ReadOnly => marks.push("read-only".to_owned()),
        Access::WriteOnly => marks.push("write-only".to_owned()),
        Access::QueryOnly => marks.push("query-only".to_owned()),
    }
    let flags = [
        (field.required, "required"),
        (is_one_of, "one-of"),
        (field.nullable, "nullable"),
        (field.external_key, "external key"),
    ];
    marks.extend(
        flags
            .iter()
            .filter(|(is_set, _)| *is_set)
            .map(|(_, name)| (*name).to_owned()),
    );
    if let Some(relation) = &field.relation {
        marks.push(format!("path {relation}"));
    }
    if !field.inferred.is_empty() {
        marks.push(format!("inferred {}", field.inferred.join(", ")));
    }
    if !field.sources.is_empty() {
        marks.push(format!("source {}", field.sources.join(", ")));
    }
    marks.extend(emitted.setter_marks(field));
    let shown = emitted.field_type(&field.rust).unwrap_or("no field");
    format!("{}: {shown} = {}", field.rust, marks.join("; "))
}

fn kind(system: &System, kind: &Kind) -> String {
    let up_to = |name: &str, limit: Option<u32>| match limit {
        Some(limit) => format!("{name}({limit})"),
        None => name.to_owned(),
    };
    match kind {
        Kind::Id {
            issuer: Issuer::Server,
        } => "id of the server".to_owned(),
        Kind::Id {
            issuer: Issuer::Caller,
        } => "id of the caller".to_owned(),
        Kind::Reference(target) => {
            let target = system.entity(*target).expect("a reference has a target");
            format!("reference({})", target.wire)
        }
        Kind::Text { max_length } => up_to("text", *max_length),
        Kind::Integer => "integer".to_owned(),
        Kind::Decimal { scale } => up_to("decimal", *scale),
        Kind::Flag(form) => format!("flag {form:?}"),
        Kind::Date(form) => format!("date {form:?}"),
        Kind::DateTime(form) => format!("date-time {form:?}"),
        Kind::Enum(enumeration) => format!("enum {}", enumeration.rust_type),
        Kind::Secret { max_length } => up_to("secret", *max_length),
        Kind::File => "file".to_owned(),
        Kind::Raw => "raw".to_owned(),
        Kind::List(item) => format!("list({})", self::kind(system, item)),
    }
}
