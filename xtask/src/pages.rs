//! What else in this repository is made from the definition of the schema language: sections of two
//! pages of the documentation, and the JSON Schemas of the examples.

use billbind_codegen::reference::{editor_schemas, error_codes, key_tables};
use billbind_codegen::write::{Mode, WriteError, Written, write_beside, write_sections};

use crate::workspace;

/// Brings all of it up to date, or tells what is not.
pub(crate) fn write(mode: Mode) -> Result<Written, WriteError> {
    let pages = [
        ("docs/schema-language.md", key_tables()),
        ("docs/errors.md", error_codes()),
    ];
    let mut all = Written::default();
    for (page, sections) in pages {
        all.add(write_sections(&workspace::path(page), &sections, mode)?);
    }
    for example in [
        "examples/own-schemas/schemas",
        "examples/org-schemas/schemas",
    ] {
        let folder = workspace::path(example);
        all.add(write_beside(&editor_schemas(), &folder, mode)?);
    }
    Ok(all)
}
