//! Schemas as large as they get: code, or a problem, and no step that grows with their square.
//!
//! The times are printed for people (`--nocapture`) and not judged: machines differ.

use std::fmt::Write as _;
use std::time::Instant;

use billbind_codegen::diagnostics::{Code, Diagnostic};
use billbind_codegen::{Problems, render};

use crate::schemas::Content::Text;
use crate::schemas::{SYSTEM, Schemas};

/// Reads and renders; gives the number of bytes, or the codes of the problems.
fn generate(what: &str, files: &[(String, String)]) -> Result<usize, Vec<Code>> {
    let schemas = Schemas::empty();
    schemas.put("mini/system.yaml", Text(SYSTEM));
    for (name, text) in files {
        schemas.put(&format!("mini/{name}.yaml"), Text(text));
    }
    let start = Instant::now();
    let result = match schemas.read() {
        Ok(systems) => Ok(systems
            .iter()
            .flat_map(render)
            .map(|file| file.contents.len())
            .sum()),
        Err(problems) => {
            assert!(!schemas.render(&problems).is_empty());
            Err(problems
                .diagnostics()
                .iter()
                .map(Diagnostic::code)
                .collect())
        }
    };
    eprintln!("{what}: {} ms", start.elapsed().as_millis());
    result
}

/// The codes of the problems.
fn codes(schemas: &Schemas) -> Vec<Code> {
    let problems = schemas.read().err();
    let diagnostics = problems.iter().flat_map(Problems::diagnostics);
    diagnostics.map(Diagnostic::code).collect()
}

/// One entity with these lines under `fields`.
fn entity(lines: impl IntoIterator<Item = String>) -> Vec<(String, String)> {
    let mut text = "entity: ACCOUNT\nfields:\n  Id: id\n".to_owned();
    for line in lines {
        writeln!(text, "  {line}").expect("memory can be written");
    }
    vec![("account".to_owned(), text)]
}

fn fields(count: usize) -> impl Iterator<Item = String> {
    (0..count).map(|number| format!("F{number}: text"))
}

fn enumeration(count: usize) -> String {
    let values: Vec<String> = (0..count).map(|number| format!("V{number}")).collect();
    format!("Kind: {{type: enum, values: [{}]}}", values.join(", "))
}

#[test]
fn an_enum_of_ten_thousand_values_is_generated() {
    let bytes = generate("10,000 values", &entity([enumeration(10_000)]));
    assert!(bytes.is_ok_and(|bytes| bytes > 10_000 * 40));
}

#[test]
fn values_beyond_the_limit_are_one_problem() {
    let problems = generate("10,001 values", &entity([enumeration(10_001)]));
    assert_eq!(problems, Err(vec![Code::TooMany]));
    let problems = generate("100,000 values", &entity([enumeration(100_000)]));
    assert_eq!(problems, Err(vec![Code::TooMany]));
}

#[test]
fn values_of_an_extension_count_and_are_not_searched_for_each() {
    let files = |added: usize| {
        let values: Vec<String> = (0..added).map(|number| format!("W{number}")).collect();
        let extension = format!(
            "extend: ACCOUNT\nvalues:\n  Kind: [{}]\n",
            values.join(", ")
        );
        let base = SYSTEM.replace("system: mini", "system: base");
        let account = entity([enumeration(5_000)]).remove(0).1;
        [
            ("base/system.yaml", base),
            ("base/account.yaml", account),
            (
                "mini/system.yaml",
                "system: mini\nextends: ../base\n".to_owned(),
            ),
            ("mini/account.yaml", extension),
        ]
    };
    for (added, expected) in [(5_000, vec![]), (5_001, vec![Code::TooMany])] {
        let schemas = Schemas::empty();
        for (path, text) in &files(added) {
            schemas.put(path, Text(text));
        }
        assert_eq!(codes(&schemas), expected, "{added} values");
    }
}

#[test]
fn an_entity_of_as_many_fields_as_there_may_be_is_generated() {
    // `Id` and `Created` are two of them.
    let bytes = generate("20,000 fields", &entity(fields(19_998)));
    assert!(bytes.is_ok_and(|bytes| bytes > 20_000 * 200));
}

#[test]
fn fields_beyond_the_limit_are_one_problem() {
    let problems = generate("20,001 fields", &entity(fields(19_999)));
    assert_eq!(problems, Err(vec![Code::TooMany]));
    let problems = generate("100,000 fields of one entity", &entity(fields(100_000)));
    assert_eq!(problems, Err(vec![Code::TooMany]));
}

#[test]
fn required_fields_beyond_the_limit_are_one_problem() {
    let required = |count: usize| {
        (0..count).map(|number| format!("F{number}: {{type: text, required: true}}"))
    };
    let bytes = generate("250 required fields", &entity(required(250)));
    assert!(bytes.is_ok());
    let problems = generate("251 required fields", &entity(required(251)));
    assert_eq!(problems, Err(vec![Code::TooMany]));
    let problems = generate("9,000 required fields", &entity(required(9_000)));
    assert_eq!(problems, Err(vec![Code::TooMany]));
}

#[test]
fn names_that_become_one_in_pascal_case_are_told_apart() {
    // `a1_1` and `a_1_1` are two fields and one word: 4,096 of them.
    let names = (0..4_096).map(|number| {
        let parts = (0..12).map(|bit| if number >> bit & 1 == 1 { "_1" } else { "1" });
        format!("a{}: text", parts.collect::<String>())
    });
    let bytes = generate("4,096 names that become one", &entity(names));
    assert!(bytes.is_ok());
}

#[test]
fn calls_that_clear_collide_with_fields_without_a_search_for_each() {
    let names =
        (0..4_000).flat_map(|number| [format!("F{number}: text"), format!("ClearF{number}: text")]);
    let problems = generate("4,000 fields and as many called clear", &entity(names));
    assert_eq!(problems, Err(vec![Code::NameCollision; 4_000]));
}

#[test]
#[ignore = "takes half a minute; `cargo xtask soak` runs it"]
fn a_hundred_thousand_fields_over_many_entities_are_generated() {
    let files: Vec<(String, String)> = (0..1_000)
        .map(|number| {
            let mut text = format!("entity: E{number}\nfields:\n  Id: id\n");
            for line in fields(100) {
                writeln!(text, "  {line}").expect("memory can be written");
            }
            (format!("e{number}"), text)
        })
        .collect();
    let bytes = generate("100,000 fields of 1,000 entities", &files);
    assert!(bytes.is_ok_and(|bytes| bytes > 100_000 * 200));
}
