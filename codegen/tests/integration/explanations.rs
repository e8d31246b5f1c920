//! The page of every code: its wrong example causes this code and no other, its mended one none.

use std::path::Path;

use billbind_codegen::Problems;
use billbind_codegen::diagnostics::Code;

use crate::schemas::{Content, SYSTEM, Schemas};

/// A fenced block of an explanation.
struct Block<'t> {
    kind: &'t str,
    text: &'t str,
}

/// The text before the examples, the wrong example, the mended one.
fn parts(code: Code) -> (&'static str, Vec<Block<'static>>, Vec<Block<'static>>) {
    let id = code.id();
    let text = code.explanation();
    let (meaning, examples) = text
        .split_once("\n\nWrong:\n\n")
        .unwrap_or_else(|| panic!("{id} has no wrong example"));
    let (wrong, mended) = examples
        .split_once("\n\nMended:\n\n")
        .unwrap_or_else(|| panic!("{id} has no mended example"));
    (meaning, blocks(wrong), blocks(mended))
}

fn blocks(text: &str) -> Vec<Block<'_>> {
    let parts: Vec<&str> = text.split("```").collect();
    // What stands between two blocks is blank.
    let insides = parts.iter().skip(1).step_by(2);
    insides
        .map(|inside| {
            let (kind, text) = inside.split_once('\n').expect("a block has lines");
            Block { kind, text }
        })
        .collect()
}

/// Reads the schemas that an example shows, laid over the small system; where it shows files of a
/// system `base`, the small one extends that.
fn read(blocks: &[Block<'_>]) -> Result<(), Problems> {
    let schemas = Schemas::with(&[]);
    if blocks.iter().any(|block| block.text.contains("# base/")) {
        let base = SYSTEM.replace("system: mini", "system: base");
        schemas.put("base/system.yaml", Content::Text(&base));
        let extending = "system: mini\nextends: ../base\n";
        schemas.put("mini/system.yaml", Content::Text(extending));
    }
    let (mut folder, mut system) = (schemas.path().to_path_buf(), None);
    for block in blocks {
        match block.kind {
            "yaml" => {
                for (name, text) in files(block.text) {
                    let folder = if name.contains('/') { "" } else { "mini/" };
                    schemas.put(&format!("{folder}{name}"), Content::Text(text));
                }
            }
            "hex" => {
                let (name, bytes) = files(block.text).remove(0);
                let bytes = bytes.split_whitespace().skip(2);
                let bytes: Vec<u8> = bytes
                    .map(|byte| u8::from_str_radix(byte, 16).expect("two digits"))
                    .collect();
                schemas.put(&format!("mini/{name}"), Content::Bytes(&bytes));
            }
            "text" => {
                schemas.put("mini", Content::Missing);
                for line in block.text.lines() {
                    lay_out(&schemas, line);
                }
            }
            "sh" => {
                let words: Vec<&str> = block.text.split_whitespace().collect();
                let value = |option: &str| {
                    let index = words.iter().position(|word| *word == option)?;
                    words.get(index + 1).copied()
                };
                system = value("--system");
                if let Some(name) = value("--schemas") {
                    folder = folder.with_file_name(name);
                }
            }
            other => panic!("{other} is no kind of example"),
        }
    }
    billbind_codegen::read(&folder, system).map(|_| ())
}

/// The files of a block; each begins with a remark that names it.
fn files(text: &str) -> Vec<(&str, &str)> {
    let starts: Vec<usize> = text
        .match_indices("# ")
        .map(|(start, _)| start)
        .filter(|&start| start == 0 || text[..start].ends_with('\n'))
        .collect();
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    starts
        .iter()
        .zip(ends)
        .map(|(&start, end)| {
            let file = &text[start..end];
            let first = file.lines().next().unwrap_or_default();
            (first.trim_start_matches("# "), file)
        })
        .collect()
}

/// Makes what a line of a listing names: a schema, a folder, or a file of some size.
fn lay_out(schemas: &Schemas, line: &str) {
    let path = line.strip_prefix("schemas/").expect("it is in the folder");
    let stem = Path::new(path).file_stem().unwrap_or_default();
    let entity = stem.to_string_lossy().to_uppercase();
    let entity = format!("entity: {entity}\nfields: {{Id: id}}\n");
    if let Some(path) = path.strip_suffix(" (17 MiB)") {
        schemas.put(path, Content::Hole(17 << 20));
    } else if let Some((path, count)) = path
        .strip_suffix(" required fields)")
        .and_then(|line| line.split_once(" ("))
    {
        let count: usize = count.parse().expect("a number of fields");
        let fields =
            (0..count).map(|number| format!("  F{number}: {{type: text, required: true}}\n"));
        let fields: String = fields.collect();
        let text = format!("entity: ACCOUNT\nfields:\n  Id: id\n{fields}");
        schemas.put(path, Content::Text(&text));
    } else if path.ends_with('/') {
        schemas.put(path, Content::Folder);
    } else if path.ends_with("system.yaml") {
        schemas.put(path, Content::Text(SYSTEM));
    } else {
        schemas.put(path, Content::Text(&entity));
    }
}

#[test]
fn the_wrong_example_of_a_code_causes_this_code_and_no_other() {
    for code in Code::ALL {
        let (_, wrong, _) = parts(*code);
        let Err(problems) = read(&wrong) else {
            panic!("nothing is wrong in the example of {}", code.id());
        };
        let found = problems.diagnostics().iter();
        let others = found.filter(|diagnostic| diagnostic.code() != *code);
        assert_eq!(others.count(), 0, "{}:\n{problems}", code.id());
    }
}

#[test]
fn nothing_is_wrong_in_the_mended_example_of_a_code() {
    for code in Code::ALL {
        let (_, _, mended) = parts(*code);
        assert!(!mended.is_empty());
        if let Err(problems) = read(&mended) {
            panic!("{}:\n{problems}", code.id());
        }
    }
}

#[test]
fn an_explanation_says_more_than_the_title() {
    for code in Code::ALL {
        let (meaning, _, _) = parts(*code);
        assert!(meaning.len() > code.title().len() + 20, "{}", code.id());
        assert!(meaning.ends_with('.'), "{}", code.id());
        let page = code.explain();
        assert!(page.starts_with(&format!("{}: {}\n\n", code.id(), code.title())));
    }
}

#[test]
fn a_code_is_found_by_its_number_whatever_its_case() {
    for code in Code::ALL {
        assert_eq!(Code::find(code.id()), Ok(*code));
        assert_eq!(Code::find(&code.id().to_lowercase()), Ok(*code));
    }
    assert_eq!(Code::find("BB9999x"), Err(None));
}
