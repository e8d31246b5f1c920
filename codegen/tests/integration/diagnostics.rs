//! Every diagnostic: a small fixture per code, and the rendering that people see.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::time::Instant;

use billbind_codegen::Problems;
use billbind_codegen::diagnostics::{Code, Format};

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
fn a_type_that_goes_on_in_the_next_line_is_shown_at_its_place() {
    // The fold takes as many bytes from the text as quotes would add to it.
    for written in [
        "reference(É\n  X)",
        "\"reference(É\n  X)\"",
        "\"reference(\\L\\L\\Lééé)\"",
        "\"reference(\\L\\Pé\\_É)\"",
        "decimal(é\n  )",
        "éé\n  (3)",
    ] {
        let account = format!("entity: ACCOUNT\nfields:\n Id: id\n Other: {{type: {written}}}\n");
        let schemas = Schemas::with(&[("mini/account.yaml", Content::Text(&account))]);
        let problems = schemas.read().expect_err("no type of the language");
        let shown = schemas.render(&problems);
        let line = account.lines().nth(3).expect("it is there");
        assert!(shown.contains(line), "{shown}");
        let marked = shown.lines().find(|line| line.contains('^')).unwrap_or("");
        assert!(marked.contains("^^"), "{shown}");
    }
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

/// One mistake each, and the code that it is reported with.
const MISTAKES: &[(Code, &str)] = &[
    (Code::UnknownType, "fields:\n  Id: id\n  Name: txt\n"),
    (
        Code::UnknownTarget,
        "fields:\n  Id: id\n  A: reference(ENTITI_0500)\n",
    ),
    (Code::UnknownKey, "fields:\n  Id: id\ndocs: A mistake.\n"),
    (
        Code::MissingKey,
        "fields:\n  Id: id\n  A: {doc: It has no type.}\n",
    ),
    (
        Code::DuplicateKey,
        "fields:\n  Id: id\n  A: text\n  A: text\n",
    ),
    (Code::Syntax, "fields:\n  Id: id\n  A: {type: text\n"),
    (Code::Tab, "fields:\n\tId: id\n"),
    (Code::EnumWithoutValues, "fields:\n  Id: id\n  A: enum\n"),
    (
        Code::NameCollision,
        "fields:\n  Id: id\n  SomeName: text\n  SOME_NAME: text\n",
    ),
    (
        Code::UnknownField,
        "fields: {Id: id, A: text}\nrules:\n  - one_of: [A, B]\n",
    ),
];

/// So many files with one mistake each.
fn broken_files(count: usize) -> Schemas {
    let schemas = Schemas::with(&[]);
    for (number, (_, text)) in (0..count).zip(MISTAKES.iter().cycle()) {
        let text = format!("entity: ENTITY_{number:04}\n{text}");
        let path = format!("mini/entity_{number:04}.yaml");
        schemas.put(&path, Content::Text(&text));
    }
    schemas
}

#[test]
fn a_thousand_broken_files_are_all_reported_in_one_run_and_in_order() {
    const FORMATS: [Format; 3] = [
        Format::Human { colour: false },
        Format::Json,
        Format::Github,
    ];
    let sizes = [100, 1000].map(|count| {
        let schemas = broken_files(count);
        let start = Instant::now();
        let problems = schemas.read().expect_err("there are problems");
        let found = problems.diagnostics();
        let read = start.elapsed();
        let texts = FORMATS.map(|format| problems.render_as(format));
        println!(
            "{count} files: {read:?} to find, {:?} in all",
            start.elapsed()
        );

        assert_eq!(found.len(), count);
        for (number, (diagnostic, (code, _))) in
            found.iter().zip(MISTAKES.iter().cycle()).enumerate()
        {
            let path = problems.path(diagnostic.place());
            assert!(
                path.ends_with(&format!("entity_{number:04}.yaml")),
                "{path}"
            );
            assert_eq!(diagnostic.code(), *code, "{path}");
        }
        let [human, json, github] = &texts;
        assert!(human.ends_with(&format!("{count} problems in {count} files\n")));
        assert_eq!([json, github].map(|text| text.lines().count()), [count; 2]);
        texts.map(|text| text.len())
    });
    // No problem is shown with more than what it is about, however many there are.
    for (few, many) in sizes[0].into_iter().zip(sizes[1]) {
        assert!(many < few * 11, "{few} bytes grew to {many}");
    }
}

#[test]
fn problems_are_written_for_tools_with_all_that_people_see() {
    let schemas = Schemas::with(&[
        ("mini/system.yaml", Content::Missing),
        (
            "mini/account.yaml",
            Content::Text(
                "entity: ACCOUNT\nfields:\n  Id: id\n  Größe: txt\n  A: text\n  A: flag\n",
            ),
        ),
    ]);
    let problems = schemas.read().expect_err("there are problems");
    let shown = |format| {
        let root = schemas.path().to_string_lossy().into_owned();
        problems.render_as(format).replace(&root, "schemas")
    };
    insta::assert_snapshot!("problems_as_json", shown(Format::Json));
    insta::assert_snapshot!("problems_as_workflow_commands", shown(Format::Github));
    let json = problems.render_as(Format::Json);
    for (line, diagnostic) in json.lines().zip(problems.diagnostics()) {
        let object: serde_json::Value = serde_json::from_str(line).expect("a line is JSON");
        assert_eq!(object["code"], diagnostic.code().id());
        assert_eq!(object["message"], diagnostic.message());
        assert_eq!(object["path"], problems.path(diagnostic.place()));
        let position = problems.position(diagnostic.place());
        assert_eq!(
            object["line"].as_u64(),
            position.map(|(line, _)| line as u64)
        );
        assert_eq!(
            object["column"].as_u64(),
            position.map(|(_, column)| column as u64)
        );
        assert_eq!(
            object["help"].as_array().map(Vec::len),
            Some(diagnostic.helps().len())
        );
    }
    let human = Format::Human { colour: false };
    assert_eq!(problems.render_as(human), problems.render(false));
}

#[cfg(unix)]
#[test]
fn links_that_lead_nowhere_and_in_circles_are_reported_and_not_followed_for_ever() {
    let schemas = Schemas::with(&[
        ("mini/dangling.yaml", Content::Link("nowhere.yaml")),
        ("mini/myself.yaml", Content::Link("myself.yaml")),
        ("mini/one.yaml", Content::Link("two.yaml")),
        ("mini/two.yaml", Content::Link("one.yaml")),
        ("mini/up", Content::Link("..")),
        ("mini/again", Content::Link("../mini")),
        ("circle", Content::Link("circle")),
        ("all", Content::Link(".")),
    ]);
    let socket = schemas.path().join("mini/socket.yaml");
    let _socket = std::os::unix::net::UnixListener::bind(socket).expect("a socket can be made");
    let problems = schemas.read().expect_err("there are problems");
    let found: Vec<(Code, String)> = problems
        .diagnostics()
        .iter()
        .map(|diagnostic| {
            let path = problems.path(diagnostic.place());
            let path = path.strip_prefix(&*schemas.path().to_string_lossy());
            (diagnostic.code(), path.unwrap_or_default().to_owned())
        })
        .collect();
    let expected = [
        (Code::StrayFile, "/all/mini"),
        (Code::StrayFile, "/mini/again"),
        (Code::UnreadableFile, "/mini/dangling.yaml"),
        (Code::UnreadableFile, "/mini/myself.yaml"),
        (Code::UnreadableFile, "/mini/one.yaml"),
        (Code::UnreadableFile, "/mini/socket.yaml"),
        (Code::UnreadableFile, "/mini/two.yaml"),
    ];
    assert_eq!(found, expected.map(|(code, path)| (code, path.to_owned())));
}

#[test]
fn places_in_a_long_file_are_found_without_walking_through_it_each_time() {
    let mut text = String::from("entity: ACCOUNT\nfields:\n  Id: id\n");
    for number in 0..10_000 {
        let _ = writeln!(text, "  Field{number}: {{type: text, source: s{number}}}");
    }
    let schemas = Schemas::with(&[("mini/account.yaml", Content::Text(&text))]);
    let start = Instant::now();
    let problems = schemas.read().expect_err("there are problems");
    let json = problems.render_as(Format::Json);
    println!("10,000 problems in a file: {:?}", start.elapsed());
    let lines = json.lines().enumerate().map(|(index, line)| {
        let object: serde_json::Value = serde_json::from_str(line).expect("a line is JSON");
        (object["line"].as_u64(), Some(index as u64 + 4))
    });
    assert_eq!(
        lines.filter(|(line, expected)| line == expected).count(),
        10_000
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

#[test]
fn nothing_that_a_terminal_would_act_on_is_shown() {
    let text = "entity: ACCOUNT # \u{85}\u{9b}31m\u{202e}\u{2066}\nfields:\n  Id: idd # \u{9b}2J\u{202e}\u{7f}\n";
    let schemas = Schemas::with(&[("mini/account.yaml", Content::Text(text))]);
    let problems = schemas.read().expect_err("there is no such type");
    for colour in [false, true] {
        let shown = problems.render(colour);
        let acts = |letter: char| {
            letter.is_control() && !matches!(letter, '\n' | '\u{1b}')
                || matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        };
        assert!(!shown.contains(acts), "{shown:?}");
        assert!(colour || !shown.contains('\u{1b}'), "{shown:?}");
    }
}
