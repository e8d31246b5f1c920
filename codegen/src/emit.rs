//! The `emit` stage: prints lowered modules as Rust.
//!
//! One fragment per thing emitted, each a struct that implements `ToTokens` in a file of its own:
//! adding a kind of output is adding a file and naming it in [`entity`].

mod columns;
mod dialect;
mod docs;
mod drafts;
mod entity;
mod enumerations;
mod examples;
mod external;
mod format;
mod operations;
mod record;
mod storage;
mod system;
mod table;

use std::path::{Path, PathBuf};

use proc_macro2::TokenStream;
use quote::ToTokens;

pub(crate) use self::docs::in_comment;
use crate::cache::{Digest, digest_of};
use crate::lower::Module;
use crate::model::{Body, Entity, System};
use crate::parallel;
use crate::write::{GeneratedFile, MARKER};

/// Prints the bindings of a system: `<system>/mod.rs` and one file per entity, in the order of the
/// model.
#[must_use]
pub fn render(system: &System) -> Vec<GeneratedFile> {
    render_with(system, |_, _| None)
        .into_iter()
        .map(|(file, _)| file)
        .collect()
}

/// The same, with what each file is made from. `known` may have a file, by its path and by that.
pub(crate) fn render_with(
    system: &System,
    known: impl Fn(&Path, Digest) -> Option<GeneratedFile> + Sync,
) -> Vec<(GeneratedFile, Digest)> {
    let outline = system.outline();
    let of_all = digest_of(&outline);
    let mut files = vec![(module_file(&outline), of_all)];
    files.extend(parallel::map(&system.entities, |entity| {
        let origin = digest_of(&(of_all.as_bytes(), entity));
        let file = known(&path(system, &entity.module), origin)
            .unwrap_or_else(|| entity_file(&outline, entity));
        (file, origin)
    }));
    files
}

/// As [`render`], but each entity is made beside all of the system and not beside its outline: a
/// test sees that nothing is missing there.
#[doc(hidden)]
#[must_use]
pub fn render_from_whole(system: &System) -> Vec<GeneratedFile> {
    let entities = system.entities.iter();
    let files = entities.map(|entity| entity_file(system, entity));
    std::iter::once(module_file(system)).chain(files).collect()
}

/// The items that the printer here does not know and prettyplease prints: a test sees that there are
/// none, since they take longer.
#[doc(hidden)]
#[must_use]
pub fn items_of_unknown_shape(system: &System) -> Vec<String> {
    let entities = system.entities.iter();
    let entities = entities.map(|entity| entity_tokens(system, entity).tokens);
    std::iter::once(system::SystemModule(system).to_token_stream())
        .chain(entities)
        .flat_map(format::unknown_items)
        .collect()
}

/// `mod.rs`.
fn module_file(system: &System) -> GeneratedFile {
    let made = Made {
        generator: "system.rs",
        schema: &system.schema_file,
        tokens: system::SystemModule(system).to_token_stream(),
    };
    file(system, "mod", made)
}

/// The file of one entity, made from it and the outline of its system.
fn entity_file(system: &System, entity: &Entity) -> GeneratedFile {
    file(system, &entity.module, entity_tokens(system, entity))
}

/// The contents of a file, and what it names as its origin.
struct Made<'a> {
    generator: &'static str,
    schema: &'a str,
    tokens: TokenStream,
}

fn entity_tokens<'a>(system: &'a System, entity: &'a Entity) -> Made<'a> {
    match &entity.body {
        Body::Described(described) => {
            let module = Module::new(system, entity, described);
            Made {
                generator: "entity.rs",
                schema: described
                    .extended_in
                    .last()
                    .unwrap_or(&described.schema_file),
                tokens: entity::EntityModule(&module).to_token_stream(),
            }
        }
        Body::External | Body::NotSelected => Made {
            generator: "external.rs",
            schema: &system.schema_file,
            tokens: external::ExternalModule { system, entity }.to_token_stream(),
        },
    }
}

fn path(system: &System, module: &str) -> PathBuf {
    Path::new(&system.name).join(format!("{module}.rs"))
}

fn file(system: &System, module: &str, made: Made<'_>) -> GeneratedFile {
    let code = format::format(made.tokens);
    let schema = schema_line(system, made.schema);
    let generator = made.generator;
    GeneratedFile {
        path: path(system, module),
        contents: format!(
            "{MARKER}\n\
             {schema}\n\
             // Generator, the file to edit for another shape: billbind-codegen, src/emit/{generator}\n\n\
             {code}"
        ),
    }
}

/// Where the contents of a file come from, and where to change them: a base is not ours to edit.
fn schema_line(system: &System, schema: &str) -> String {
    let own = system.schema_file.strip_suffix("system.yaml");
    let line = match own.filter(|own| !schema.starts_with(own)) {
        Some(own) => {
            let name = schema.rsplit('/').next().unwrap_or(schema);
            format!("// Schema, of a base: {schema}; for other contents extend it in {own}{name}")
        }
        None => format!("// Schema, the file to edit for other contents: {schema}"),
    };
    in_comment(&line)
}
