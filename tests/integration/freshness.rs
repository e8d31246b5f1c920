//! The bindings in this repository are what its schemas give.

use std::path::Path;

use billbind_codegen::Generator;
use billbind_codegen::write::Mode;

use crate::outlines::schemas;

#[test]
fn the_published_bindings_are_what_the_schemas_give() {
    let out = Path::new(env!("CARGO_MANIFEST_DIR")).join("../generated/src");
    let summary = Generator::new(schemas(), out)
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
    assert!(
        stale.is_empty(),
        "run `cargo xtask codegen`:\n{}",
        stale.join("\n")
    );
}
