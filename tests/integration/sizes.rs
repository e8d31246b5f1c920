//! Bindings as large as they may be: they compile, and do what small ones do.

use std::fmt::Write as _;
use std::fs;

use billbind_codegen::Generator;

use crate::project::Project;

const SYSTEM: &str = "\
system: large
rust: BillingPlatform
protocol: billingplatform
wire: {flag: 0/1, date: YYYYMMDD, date-time: YYYY-MM-DDTHH:MM:SSZ}
operations: [create, update, upsert, retrieve, query, delete]
";

const LIBRARY: &str = "\
//! Bindings that are as large as they may be.
#![deny(warnings, missing_docs, rust_2018_idioms)]
pub mod large;
";

/// The most required fields of an entity.
const REQUIRED: usize = 250;

/// The most values of an enum.
const VALUES: usize = 10_000;

/// Not the most fields of an entity, but as many as are compiled in seconds.
const FIELDS: usize = 5_000;

/// The most fields of an entity; one is the id.
const MOST_FIELDS: usize = 20_000;

/// A package with the bindings of these entities.
fn package(name: &str, entities: &[(String, Vec<String>)]) -> Project {
    let project = Project::new(name, "");
    let schemas = project.root().join("schemas");
    let _ = fs::remove_dir_all(&schemas);
    project.put("schemas/large/system.yaml", SYSTEM);
    for (entity, fields) in entities {
        let mut text = format!("entity: {entity}\nfields:\n  Id: id\n");
        for field in fields {
            writeln!(text, "  {field}").expect("memory can be written");
        }
        let file = format!("schemas/large/{}.yaml", entity.to_lowercase());
        project.put(&file, &text);
    }
    let generated = Generator::new(&schemas, project.root().join("src")).run();
    generated.unwrap_or_else(|error| panic!("so much is allowed:\n{}", error.render(false)));
    project.put("src/lib.rs", LIBRARY);
    project
}

/// Runs cargo in the package, which must succeed, and gives what was printed.
fn cargo(project: &Project, command: &str) -> String {
    let output = project.cargo(command).arg("--quiet").output();
    let output = output.expect("cargo can be started");
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{stderr}");
    String::from_utf8(output.stdout).expect("Rust prints text")
}

fn fields(count: usize, kind: &str) -> Vec<String> {
    (0..count)
        .map(|number| format!("F{number}: {kind}"))
        .collect()
}

#[test]
fn the_largest_builder_and_enum_and_a_wide_entity_compile_and_work() {
    let values: Vec<String> = (0..VALUES).map(|number| format!("V{number}")).collect();
    let kind = format!("Kind: {{type: enum, values: [{}]}}", values.join(", "));
    let required = fields(REQUIRED, "{type: text, required: true}");
    let project = package(
        "sizes",
        &[
            ("REQUIRED".to_owned(), required),
            ("VALUES".to_owned(), vec![kind]),
            ("WIDE".to_owned(), fields(FIELDS, "decimal")),
        ],
    );
    let mut program = "\
//! Uses what is large.
use billbind_runtime::Slots;
use sizes::large::{Required, Wide, required, values};
fn main() {
    let required = Required::builder()
"
    .to_owned();
    for number in 0..REQUIRED {
        writeln!(program, "        .f{number}(\"{number}\")").expect("memory can be written");
    }
    let last = VALUES - 1;
    write!(
        program,
        "        .build();
    let request = required::create(&required).render(\"https://example.com\");
    let body = request.expect(\"nothing is missing\").body.expect(\"it sends a record\");
    let body = String::from_utf8(body.to_bytes().expect(\"it is in memory\")).expect(\"it is JSON\");
    println!(\"{{}} members\", body.matches(\"\\\"F\").count());
    println!(\"{{}}\", values::Kind::V{last}.as_str());
    println!(\"{{}} fields\", Wide::default().table().fields.len());
}}
"
    )
    .expect("memory can be written");
    project.put("src/main.rs", &program);
    let shown = cargo(&project, "run");
    assert_eq!(shown, "250 members\nV9999\n5001 fields\n");
}

#[test]
#[ignore = "takes half a minute; `cargo xtask soak` runs it"]
fn an_entity_of_as_many_fields_as_there_may_be_compiles() {
    let wide = ("WIDE".to_owned(), fields(MOST_FIELDS - 1, "decimal"));
    cargo(&package("sizes-wide", &[wide]), "check");
}

#[test]
#[ignore = "takes some minutes and 6 GB of memory; `cargo xtask soak` runs it"]
fn a_hundred_thousand_fields_over_many_entities_compile() {
    let entities: Vec<(String, Vec<String>)> = (0..1_000)
        .map(|number| (format!("E{number}"), fields(100, "text")))
        .collect();
    cargo(&package("sizes-many", &entities), "check");
}
