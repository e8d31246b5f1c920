//! Every diagnostic: a small fixture per code, and the rendering that people see.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use billbind_codegen::Problems;
use billbind_codegen::diagnostics::Code;

use crate::fixtures::FIXTURES;
use crate::schemas::{Content, Schemas};

#[test]
fn every_code_has_a_fixture() {
    let covered: BTreeSet<Code> = FIXTURES.iter().map(|fixture| fixture.code).collect();
    let missing: Vec<&str> = Code::ALL
        .iter()
        .filter(|code| !covered.contains(code))
        .map(|code| code.id())
        .collect();
    assert!(missing.is_empty(), "no fixture for {missing:?}");
}

#[test]
fn codes_are_numbered_once_and_in_order() {
    let ids: Vec<&str> = Code::ALL.iter().map(|code| code.id()).collect();
    assert!(ids.is_sorted_by(|left, right| left < right));
}

#[test]
fn every_problem_is_shown_with_place_and_help() {
    for fixture in FIXTURES {
        let schemas = Schemas::with(fixture.files);
        let problems = billbind_codegen::read(schemas.path(), fixture.system)
            .expect_err("a fixture is about a problem");
        insta::with_settings!({
            description => fixture.code.title(),
            omit_expression => true,
            prepend_module_to_snapshot => false,
        }, {
            insta::assert_snapshot!(fixture.code.id(), schemas.render(&problems));
        });
    }
}

#[test]
fn a_problem_is_reported_once_and_causes_no_others() {
    let mut surprises = String::new();
    for fixture in FIXTURES {
        let schemas = Schemas::with(fixture.files);
        let problems = billbind_codegen::read(schemas.path(), fixture.system)
            .expect_err("a fixture is about a problem");
        let found = problems.diagnostics();
        let pure = found
            .iter()
            .all(|diagnostic| diagnostic.code() == fixture.code);
        if !pure || found.len() != fixture.count {
            let (id, expected) = (fixture.code.id(), fixture.count);
            let _ = writeln!(surprises, "{id}: {expected} expected\n{problems}");
        }
    }
    assert!(surprises.is_empty(), "{surprises}");
}

#[test]
fn every_problem_says_what_to_do() {
    for fixture in FIXTURES {
        let schemas = Schemas::with(fixture.files);
        let Err(problems) = billbind_codegen::read(schemas.path(), fixture.system) else {
            continue;
        };
        for diagnostic in problems.diagnostics() {
            assert!(
                !diagnostic.helps().is_empty(),
                "no help: {}",
                diagnostic.message()
            );
        }
    }
}

#[test]
fn all_problems_of_all_files_come_in_one_run() {
    let schemas = Schemas::with(&[
        (
            "mini/system.yaml",
            Content::Text(&format!("{}typo: 1\n", crate::schemas::SYSTEM)),
        ),
        (
            "mini/account.yaml",
            Content::Text("entity: ACCOUNT\nfields:\n  Id: id\n  A: txet\n  B: reference(USR)\n"),
        ),
        ("mini/broken.yaml", Content::Text("entity: [BROKEN\n")),
        (
            "mini/invoice.yaml",
            Content::Text("entity: INVOICE\nfeilds: {}\n"),
        ),
        ("mini/payment.yml", Content::Text("")),
    ]);
    let problems = schemas.read().expect_err("there are problems");
    insta::assert_snapshot!(schemas.render(&problems));
}

#[test]
fn the_folder_of_one_system_is_told_from_the_folder_of_all() {
    let schemas = Schemas::with(&[("mini/b.yaml", Content::Text("entity: [BROKEN\n"))]);
    for system in [None, Some("mini")] {
        let problems = billbind_codegen::read(&schemas.path().join("mini"), system)
            .expect_err("it is the folder of a system");
        let expected = "\
error[BB0002]: this is the folder of a system, not the folder that holds the systems
--> schemas/mini
 = help: give its parent, `schemas`

1 problem
";
        assert_eq!(schemas.render(&problems), expected);
    }
}

#[test]
fn a_thousand_broken_files_are_reported_in_order() {
    let schemas = Schemas::with(&[]);
    for number in 0..1000 {
        let text = format!("entity: E{number:03}\nfields:\n  Id: id\n  Name: txt\n");
        schemas.put(&format!("mini/e{number:03}.yaml"), Content::Text(&text));
    }
    let problems = schemas.read().expect_err("there are problems");
    let paths: Vec<&str> = problems
        .diagnostics()
        .iter()
        .map(|diagnostic| problems.path(diagnostic.place()))
        .collect();
    assert_eq!(paths.len(), 1000);
    assert!(paths.is_sorted());
    assert!(
        problems
            .to_string()
            .ends_with("1000 problems in 1000 files\n")
    );
}

#[test]
fn a_place_is_given_as_line_and_column_too() {
    let text = "entity: ACCOUNT\nfields:\n  Id: id\n  Größe: {rust: size, type: txt}\n";
    let schemas = Schemas::with(&[("mini/account.yaml", Content::Text(text))]);
    let problems = schemas.read().expect_err("the type is wrong");
    let places: Vec<_> = problems
        .diagnostics()
        .iter()
        .map(|diagnostic| problems.position(diagnostic.place()))
        .collect();
    assert_eq!(places, [Some((4, 29))]);
}

#[test]
fn colour_is_given_only_when_asked_for() {
    let schemas = Schemas::with(&[("mini/account.yaml", Content::Text("entity: ACCOUNT\n"))]);
    let problems: Problems = schemas.read().expect_err("fields are missing");
    assert!(problems.render(true).contains('\u{1b}'));
    assert!(!problems.render(false).contains('\u{1b}'));
}

#[test]
fn a_long_line_is_shown_around_the_problem() {
    let mut text = String::from("entity: ACCOUNT\nfields: {Id: id, ");
    for number in 0..3000 {
        let _ = write!(text, "Größe{number}: {{type: txt, rust: f{number}}}, ");
    }
    text.push_str("}\n");
    let schemas = Schemas::with(&[("mini/account.yaml", Content::Text(&text))]);
    let problems = schemas.read().expect_err("the types are wrong");
    let rendered = schemas.render(&problems);
    assert!(rendered.ends_with("3000 problems in 1 file\n"));
    let one = rendered.split("\n\n").nth(1500).unwrap_or_default();
    insta::assert_snapshot!(one);
    let coloured = problems.render(true);
    assert!(!coloured.contains(":::"), "the excerpt has one heading");
}
