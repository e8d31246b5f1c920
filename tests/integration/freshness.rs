//! The bindings in this repository are what its schemas give.

use std::path::Path;

use billbind_codegen::Generator;
use billbind_codegen::write::Mode;

use crate::outlines::schemas;

#[test]
fn the_published_bindings_are_what_the_schemas_give() {
    let out = Path::new(env!("CARGO_MANIFEST_DIR")).join("../generated/src");
    let generator = Generator::new(schemas(), out);
    assert_is_fresh(&generator, "cargo xtask codegen");
}

#[test]
fn the_bindings_of_the_fixture_are_what_its_schemas_give() {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    let generator =
        Generator::new(tests.join("integration/fixtures"), tests.join("src")).system("workshop");
    let command = "cargo xtask codegen --schemas tests/integration/fixtures --system workshop --out tests/src";
    assert_is_fresh(&generator, command);
}

fn assert_is_fresh(generator: &Generator, command: &str) {
    let summary = generator
        .clone()
        .mode(Mode::Check)
        .run()
        .expect("the schemas are right");
    assert!(summary.unchanged > 0, "{summary}");
    let stale: Vec<String> = summary
        .changes
        .iter()
        .map(|change| {
            format!(
                "{} is {}\n{}",
                change.path.display(),
                change.kind,
                change.diff
            )
        })
        .collect();
    assert!(stale.is_empty(), "run `{command}`:\n{}", stale.join("\n"));
}
