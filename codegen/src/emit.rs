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
                ("entity.rs", &described.schema_file, tokens)
            }
            Body::External => {
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
    GeneratedFile {
        path: PathBuf::from(&system.name).join(format!("{module}.rs")),
        contents: format!(
            "{MARKER}\n\
             // Schema, the file to edit for other contents: {schema}\n\
             // Generator, the file to edit for another shape: billbind-codegen, src/emit/{generator}\n\n\
             {code}"
        ),
    }
}
