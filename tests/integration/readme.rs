//! The sample in the README is the example in the documentation of the bindings: that one is
//! compiled and run.

use std::fs;
use std::path::Path;

#[test]
fn the_sample_is_the_example_that_is_compiled() {
    let readme = read("README.md");
    let library = read("generated/src/lib.rs");
    let documentation = library
        .lines()
        .map_while(|line| line.strip_prefix("//!"))
        .map(|line| line.strip_prefix(' ').unwrap_or(line));
    let is_shown = |line: &&str| *line != "#" && !line.starts_with("# ");
    let example: Vec<&str> = block(documentation, "```").filter(is_shown).collect();
    let sample: Vec<&str> = block(readme.lines(), "```rust").collect();
    assert!(!sample.is_empty());
    assert_eq!(sample, example);
}

/// The lines between the first `opening` and the end of that block.
fn block<'t>(lines: impl Iterator<Item = &'t str>, opening: &str) -> impl Iterator<Item = &'t str> {
    lines
        .skip_while(move |line| *line != opening)
        .skip(1)
        .take_while(|line| *line != "```")
}

fn read(path: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    fs::read_to_string(root.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}
