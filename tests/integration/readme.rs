//! The samples in the README are the examples in the documentation of the bindings: those are
//! compiled and run.

use std::fs;
use std::path::Path;

#[test]
fn the_samples_are_the_examples_that_are_compiled() {
    let readme = read("README.md");
    let library = read("generated/src/lib.rs");
    let documentation = library
        .lines()
        .map_while(|line| line.strip_prefix("//!"))
        .map(|line| line.strip_prefix(' ').unwrap_or(line));
    let is_shown = |line: &&str| *line != "#" && !line.starts_with("# ");
    let examples = blocks(documentation.filter(is_shown), "```");
    let samples = blocks(readme.lines(), "```rust");
    assert!(!samples.is_empty());
    assert_eq!(samples, examples);
}

#[test]
fn the_sample_of_the_package_is_the_first_of_the_readme() {
    let (readme, of_package) = (read("README.md"), read("generated/README.md"));
    let samples = blocks(readme.lines(), "```rust");
    assert_eq!(blocks(of_package.lines(), "```rust"), samples[..1]);
}

/// The lines of each block that begins with `opening`.
fn blocks<'t>(mut lines: impl Iterator<Item = &'t str>, opening: &str) -> Vec<Vec<&'t str>> {
    let mut blocks = Vec::new();
    while lines.by_ref().any(|line| line == opening) {
        blocks.push(lines.by_ref().take_while(|line| *line != "```").collect());
    }
    blocks
}

fn read(path: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    fs::read_to_string(root.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}
