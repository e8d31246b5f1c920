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
mod external;
mod format;
mod operations;
mod record;
mod storage;
mod system;
mod table;

use std::path::PathBuf;

use proc_macro2::TokenStream;
use quote::ToTokens;

use crate::lower::Module;
use crate::model::{Body, System};
use crate::write::{GeneratedFile, MARKER};

/// Prints the bindings of a system: `<system>/mod.rs` and one file per entity.
#[must_use]
pub fn render(system: &System) -> Vec<GeneratedFile> {
    let tokens = system::SystemModule(system).to_token_stream();
    let mut files = vec![file(
        system,
        "mod",
        "system.rs",
        &system.schema_file,
        &tokens,
    )];
    for entity in &system.entities {
        let (generator, schema, tokens) = match &entity.body {
            Body::Described(described) => {
                let module = Module::new(system, entity, described);
                let tokens = entity::EntityModule(&module).to_token_stream();
                let schema = described.extended_in.last();
                let schema = schema.unwrap_or(&described.schema_file);
                ("entity.rs", schema, tokens)
            }
            Body::External | Body::NotSelected => {
                let tokens = external::ExternalModule { system, entity }.to_token_stream();
                ("external.rs", &system.schema_file, tokens)
            }
        };
        files.push(file(system, &entity.module, generator, schema, &tokens));
    }
    files
}

fn file(
    system: &System,
    module: &str,
    generator: &str,
    schema: &str,
    tokens: &TokenStream,
) -> GeneratedFile {
    let code = format::format(tokens);
    let schema = schema_line(system, schema);
    GeneratedFile {
        path: PathBuf::from(&system.name).join(format!("{module}.rs")),
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
    match own.filter(|own| !schema.starts_with(own)) {
        Some(own) => {
            let name = schema.rsplit('/').next().unwrap_or(schema);
            format!("// Schema, of a base: {schema}; for other contents extend it in {own}{name}")
        }
        None => format!("// Schema, the file to edit for other contents: {schema}"),
    }
}
