//! Names and texts that try to leave their place: the crate that they give is compiled, and read
//! by rustdoc, without one warning.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::LazyLock;

use billbind_codegen::Generator;

use crate::project::Project;

const LIBRARY: &str = "\
//! Bindings of a schema that is out to do harm.
#![deny(warnings, missing_docs, rust_2018_idioms, rustdoc::all)]
#![allow(rustdoc::missing_crate_level_docs)]
pub mod hostile;
";

/// A crate with the bindings of the fixture.
static CRATE: LazyLock<Project> = LazyLock::new(|| {
    let project = Project::new("hostile", "");
    project.put("src/lib.rs", LIBRARY);
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("integration/fixtures");
    let generated = Generator::new(fixtures, project.root().join("src"))
        .system("hostile")
        .run();
    generated.unwrap_or_else(|error| panic!("the schemas are right:\n{}", error.render(false)));
    project
});

fn assert_succeeds(mut cargo: Command) {
    let output = cargo.output().expect("cargo can be started");
    let text = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{text}");
}

#[test]
fn hostile_names_and_texts_give_bindings_that_compile_without_a_warning() {
    let mut cargo = CRATE.cargo("check");
    cargo.args(["--quiet"]);
    assert_succeeds(cargo);
}

#[test]
fn hostile_texts_give_documentation_without_a_warning() {
    let mut cargo = CRATE.cargo("doc");
    cargo.args(["--quiet", "--no-deps"]);
    assert_succeeds(cargo);
    let page = CRATE
        .documentation()
        .join("hostile/hostile/docs/struct.Docs.html");
    let page = fs::read_to_string(page).expect("rustdoc wrote the page");
    assert!(page.contains("alert(1)"), "the text is there");
    assert!(!page.contains("<script>alert"), "as text, not as a script");
    assert!(
        !page.contains("example-wrap"),
        "and nothing became code to be run"
    );
}

#[test]
fn hostile_examples_give_tests_that_run_and_send_just_what_the_schema_says() {
    let mut cargo = CRATE.cargo("test");
    cargo.args(["--quiet", "--doc"]);
    let output = cargo.output().expect("cargo can be started");
    let text = String::from_utf8_lossy(&output.stdout);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{text}{errors}");
    assert!(text.contains("10 passed; 0 failed; 0 ignored"), "{text}");
}
