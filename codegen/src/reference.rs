//! What is derived from the definition of the schema language, for editors and for readers: JSON
//! Schemas, the tables of the language's page, and the page of the diagnostics.

mod errors;
mod json_schema;
mod patterns;
mod tables;

use std::path::PathBuf;

use crate::check::language;
use crate::write::{GeneratedFile, Section};

/// The JSON Schemas by which editors complete, explain and check schema files: `entity.schema.json`
/// and `system.schema.json`, for the folder that holds the systems.
///
/// They are Draft 7, which the YAML support of all common editors understands. A schema file names
/// its JSON Schema in its first line: `# yaml-language-server: $schema=../entity.schema.json`.
///
/// They say what can be said of one file alone. Names that must differ, references, sources and
/// rules are checked by [`read`](crate::read) only.
///
/// # Examples
///
/// ```
/// let files = billbind_codegen::reference::editor_schemas();
/// let names: Vec<_> = files.iter().map(|file| file.path.display().to_string()).collect();
/// assert_eq!(names, ["entity.schema.json", "system.schema.json"]);
/// ```
#[must_use]
pub fn editor_schemas() -> Vec<GeneratedFile> {
    let files: [(&str, &language::Shape, json_schema::Others<'_>); 2] = [
        (
            "entity.schema.json",
            &language::ENTITY,
            &[("extend", &language::EXTENSION)],
        ),
        (
            "system.schema.json",
            &language::SYSTEM,
            &[("extends", &language::EXTENDING_SYSTEM)],
        ),
    ];
    let files = files.map(|(path, usual, others)| GeneratedFile {
        path: PathBuf::from(path),
        contents: json_schema::of_file(usual, others).to_page(),
    });
    files.into()
}

/// The tables of all keys and types of the language, in Markdown.
///
/// One section per mapping, named `keys of field` and so on, and the section `types`.
#[must_use]
pub fn key_tables() -> Vec<Section> {
    tables::sections()
}

/// What every diagnostic code means, in Markdown: the section `codes`.
#[must_use]
pub fn error_codes() -> Vec<Section> {
    vec![errors::section()]
}
