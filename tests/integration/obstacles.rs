//! The obstacle course: every hostile name and text in every place that takes one. Each is refused
//! with a problem that can be shown, or becomes code that compiles and means what was written.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use billbind_codegen::model::System;
use billbind_codegen::{Generator, read};

use self::course::{PIECES, Piece, SYSTEM, TEXTS, long_texts, yaml};
use crate::project::Project;

mod course;

const HEAD: &str = "\
//! Prints the wire names that the tables of the course hold.
#![deny(warnings, rust_2018_idioms)]
use billbind_runtime::Slots;
fn show(record: &dyn Slots) {
    let table = record.table();
    let fields: Vec<&str> = table.fields.iter().map(|field| field.name).collect();
    println!(\"{:?}\", (&*table.entity, fields));
}
";

const LIBRARY: &str = "\
//! Bindings of the obstacle course.
#![deny(warnings, missing_docs, rust_2018_idioms)]
pub mod course;
";

fn texts() -> Vec<String> {
    let mut texts: Vec<String> = TEXTS.iter().map(|text| (*text).to_owned()).collect();
    texts.extend(long_texts());
    texts
}

/// Whether an entity with these fields is accepted; where not, the problems can be shown.
fn is_accepted(fields: &str) -> bool {
    let entity = format!("entity: PROBE\nfields:\n  Id: id\n{fields}");
    are_accepted(&[
        ("course/system.yaml", SYSTEM),
        ("course/probe.yaml", &entity),
    ])
}

fn are_accepted(files: &[(&str, &str)]) -> bool {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let schemas = folder.path().join("schemas");
    for (name, text) in files {
        put(&schemas, name, text);
    }
    let result = read(&schemas, None);
    let left: Vec<_> = fs::read_dir(folder.path()).expect("it is there").collect();
    assert_eq!(left.len(), 1, "reading writes nothing");
    let Err(problems) = result else {
        return true;
    };
    let shown = problems.render(false);
    assert!(shown.contains("error[BB"), "{files:?}: {shown}");
    let raw = shown
        .chars()
        .find(|letter| letter.is_control() && *letter != '\n');
    assert_eq!(raw, None, "a terminal would act on it: {shown:?}");
    false
}

fn put(schemas: &Path, name: &str, text: &str) {
    let path = schemas.join(name);
    fs::create_dir_all(path.parent().expect("it is in a folder")).expect("can be made");
    fs::write(path, text).expect("can be written");
}

/// Schemas of everything that is accepted, with the wire names of the fields of each entity.
struct Course {
    files: BTreeMap<String, String>,
    names: BTreeMap<String, Vec<String>>,
    accepted: usize,
    refused: usize,
}

fn course() -> Course {
    let mut course = Course {
        files: BTreeMap::new(),
        names: BTreeMap::new(),
        accepted: 0,
        refused: 0,
    };
    for (number, piece) in PIECES.iter().enumerate() {
        course.add_fields(number, *piece);
    }
    course.add_entities();
    course
}

impl Course {
    /// Entities of the fields that a place and the texts give. Fields that are refused only beside
    /// others, since their names collide, get another entity.
    fn add_fields(&mut self, piece_number: usize, piece: Piece) {
        let mut entities: Vec<(String, Vec<String>)> = Vec::new();
        for (number, text) in texts().iter().enumerate() {
            let line = piece.line(text, number);
            if !is_accepted(&line) {
                self.refused += 1;
                continue;
            }
            self.accepted += 1;
            let home = entities
                .iter_mut()
                .find(|(fields, _)| is_accepted(&format!("{fields}{line}")));
            let wire = piece.wire(text, number);
            match home {
                Some((fields, names)) => {
                    fields.push_str(&line);
                    names.push(wire);
                }
                None => entities.push((line, vec!["Id".to_owned(), wire])),
            }
        }
        for (number, (fields, names)) in entities.into_iter().enumerate() {
            let entity = format!("OBSTACLE_{piece_number}_{number}");
            let file = format!("course/{}.yaml", entity.to_lowercase());
            let text = format!("entity: {entity}\nfields:\n  Id: id\n{fields}");
            self.files.insert(file, text);
            self.names.insert(entity, names);
        }
    }

    /// Entities that are called like the texts, described and known by name only.
    fn add_entities(&mut self) {
        const PROBE: &str = "entity: PROBE\nfields:\n  Id: id\n";
        let mut system = SYSTEM.to_owned();
        let mut taken = BTreeSet::new();
        for (number, text) in texts().iter().enumerate() {
            let name = format!("course/{}.yaml", text.to_lowercase());
            let quoted = yaml(text);
            let described = format!(
                "entity: {quoted}\nrust: Described{number}\noperations: [retrieve]\nfields:\n  Id: \
                 id\n  Name: text\n"
            );
            // Hidden files are passed over, as the language says.
            let is_file_name = !text.starts_with('.')
                && !text.contains(['/', '\0'])
                && text.len() < 240
                && !text.is_empty();
            // Where no file can be called so, another name does not help.
            let file = if is_file_name {
                &*name
            } else {
                "course/escaped.yaml"
            };
            let is_described = are_accepted(&[("course/system.yaml", SYSTEM), (file, &described)]);
            assert!(
                is_file_name || !is_described,
                "{text:?} is no name of a file"
            );
            let external = format!("  {quoted}: {{rust: External{number}}}\n");
            // Names that differ in case only would be one file on some systems.
            if !taken.insert(text.to_lowercase()) {
                self.refused += 1;
            } else if is_described {
                self.accepted += 1;
                self.files.insert(name, described);
                let names = vec!["Id".to_owned(), "Name".to_owned()];
                self.names.insert(text.clone(), names);
            } else if are_accepted(&[
                ("course/system.yaml", &format!("{SYSTEM}{external}")),
                ("course/probe.yaml", PROBE),
            ]) {
                self.accepted += 1;
                system.push_str(&external);
            } else {
                self.refused += 1;
            }
        }
        self.files.insert("course/system.yaml".to_owned(), system);
    }
}

/// A program that shows the tables of all described entities.
fn program(system: &System) -> String {
    let mut text = format!("{HEAD}fn main() {{\n");
    for entity in system
        .entities
        .iter()
        .filter(|entity| entity.described().is_some())
    {
        writeln!(
            text,
            "    show(&obstacles::course::{}::{}::default());",
            entity.module, entity.rust_type
        )
        .expect("memory can be written");
    }
    text.push_str("}\n");
    text
}

#[test]
fn whatever_is_accepted_compiles_and_keeps_its_wire_names_byte_for_byte() {
    let course = course();
    eprintln!(
        "{} obstacles are accepted, {} refused",
        course.accepted, course.refused
    );
    assert!(course.accepted > 300 && course.refused > 100);
    let project = Project::new("obstacles", "");
    let schemas = project.root().join("schemas");
    let _ = fs::remove_dir_all(&schemas);
    for (name, text) in &course.files {
        put(&schemas, name, text);
    }
    let src = project.root().join("src");
    let generated = Generator::new(&schemas, &src).run();
    generated.unwrap_or_else(|error| panic!("each was accepted alone:\n{}", error.render(false)));
    let systems = read(&schemas, None).expect("they were generated");
    project.put("src/lib.rs", LIBRARY);
    project.put("src/main.rs", &program(&systems[0]));

    let mut inside: Vec<String> = fs::read_dir(&src)
        .and_then(Iterator::collect::<Result<Vec<_>, _>>)
        .expect("it was written")
        .iter()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    inside.sort();
    assert_eq!(
        inside,
        ["course", "lib.rs", "main.rs"],
        "nothing else was written"
    );
    assert!(!Path::new("/tmp/billbind-obstacle").exists());

    let output = project.cargo("run").arg("--quiet").output();
    let output = output.expect("cargo can be started");
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{stderr}");
    let stdout = String::from_utf8(output.stdout).expect("Rust prints text");
    let mut shown: Vec<&str> = stdout.lines().collect();
    shown.sort_unstable();
    let mut expected: Vec<String> = course
        .names
        .iter()
        .map(|(entity, names)| format!("{:?}", (entity, names)))
        .collect();
    expected.sort_unstable();
    assert_eq!(shown, expected);
}
