//! Bindings are laid out from their tokens, and look as prettyplease prints them.

use std::fs;
use std::path::Path;

use billbind_codegen::model::System;

use crate::features;

/// The lines of a generated file that prettyplease knows: it keeps no comments, and sets no blank
/// lines between items.
fn lines(text: &str) -> Vec<&str> {
    let is_kept = |line: &&str| !line.is_empty() && !line.starts_with("// ");
    text.lines().filter(is_kept).collect()
}

fn assert_pretty(system: &System) {
    for file in billbind_codegen::render(system) {
        let parsed = syn::parse_file(&file.contents).expect("what is emitted is Rust");
        let expected = prettyplease::unparse(&parsed);
        assert_eq!(
            lines(&file.contents),
            lines(&expected),
            "{}",
            file.path.display()
        );
    }
}

/// The shipped schemas, and each fixture.
fn systems() -> Vec<System> {
    let schemas = Path::new(env!("CARGO_MANIFEST_DIR")).join("../schemas");
    let mut systems = billbind_codegen::read(&schemas, None).expect("the schemas are right");
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("integration/fixtures");
    for entry in fs::read_dir(&fixtures).expect("the fixtures can be read") {
        let folder = entry.expect("the fixtures can be read").path();
        if !folder.is_dir() {
            continue;
        }
        let name = folder.file_name().unwrap_or_default().to_string_lossy();
        // Most fixtures are entities of the system that they share.
        let whole = billbind_codegen::read(&fixtures, Some(&name));
        systems.extend(whole.unwrap_or_else(|_| vec![features::read(&name)]));
    }
    assert!(systems.len() > 2, "there are fixtures");
    systems
}

#[test]
fn bindings_look_as_prettyplease_prints_them() {
    systems().iter().for_each(assert_pretty);
}

#[test]
fn nothing_that_is_emitted_has_to_be_printed_by_prettyplease() {
    for system in systems() {
        let items = billbind_codegen::items_of_unknown_shape(&system);
        assert!(items.is_empty(), "{}:\n{}", system.name, items.join("\n"));
    }
}

#[test]
fn an_entity_is_printed_from_itself_and_the_outline_of_its_system() {
    for system in systems() {
        let files = billbind_codegen::render(&system);
        assert_eq!(files, billbind_codegen::render_from_whole(&system));
    }
}
