//! What valid schemas mean: the model that comes out of a small system that uses every key.

use std::fmt::Write as _;

use billbind_codegen::model::{Access, Body, Kind, Operation, System};

use crate::schemas::{Content, Schemas};

pub(crate) const RICH_SYSTEM: &str = "\
# yaml-language-server: $schema=../system.schema.json
system: mini
rust: Mini
protocol: mini_rest
doc: |
  A system for tests.
sources:
  S1: the reference
  S2: the handbook
wire: {flag: Y/N, date: YYYY-MM-DD, date-time: YYYY-MM-DDTHH:MM:SSZ}
query: {date_literal: YYYYMMDD, date_time_literal: 'YYYY-MM-DD HH:MM:SS', like_escape: backslash}
lookup_by_key: true
operations: [delete, create, update, retrieve, upsert]
fields:
  Created: {type: date-time, access: read-only, source: S2}
  Changed: {type: date-time, access: read-only}
external:
  USER: {doc: A person who may log in., rust: Person, source: S2}
  ACCOUNT_TYPE:
";

pub(crate) const RICH_ACCOUNT: &str = "\
entity: ACCOUNT
doc: Who is billed.
source: [S1, S2]
operations: {except: [upsert]}
without: [Changed]
fields:
  Id: id
  Name: {type: text(80), required: true, doc: 'The name.', source: S1}
  ParentAccountId: {type: reference(ACCOUNT), inferred: [target]}
  AccountTypeId: reference(ACCOUNT_TYPE)
  AccountType: {type: text, external_key: true}
  Owner: {type: reference(USER), relation: none}
  Type: {type: closed-enum, values: {A: {rust: First, doc: The first.}, 007: , NO: }, enum_name: Kind}
  Balance: {type: decimal(2), access: read-only, nullable: false}
  Flag: {type: flag, wire: 0/1}
  Card: {type: secret(16), access: write-only}
  Tags: list(text(20))
  Days: {type: list(date), wire: YYYYMMDD, access: query-only}
  Logo: file
  Extra1: {type: raw, rust: more}
  Created: {type: date, access: read-only}
rules:
  - one_of: [AccountTypeId, AccountType]
examples:
  - operation: create
    doc: Adds an account.
    source: S1
    custom: [more]
    request: {Name: Blue, AccountType: '007', Tags: [a, b], Flag: 1, more: x}
    response: {Id: 27471}
  - operation: update
    request: [{Id: 1, Owner: , most: [a]}, {Id: 2, Type: NO}]
    custom: [most]
  - {operation: retrieve, filter: Id>=20000, response: [{Id: 20000, Name: , Balance: .5}]}
  - {operation: delete, id: [1, 2]}
  - {operation: retrieve, id: 1}
";

const CURRENCY: &str = "\
entity: CURRENCY
rust: Money
operations: [retrieve, create]
fields:
  Code: {type: id, issuer: caller}
  Count: integer
";

fn rich() -> Schemas {
    Schemas::with(&[
        ("mini/system.yaml", Content::Text(RICH_SYSTEM)),
        ("mini/account.yaml", Content::Text(RICH_ACCOUNT)),
        ("mini/currency.yaml", Content::Text(CURRENCY)),
        ("mini/README.md", Content::Text("not a schema")),
        ("mini/account.schema.json", Content::Text("{}")),
        (
            "mini/.account.yaml.swp",
            Content::Text("not a schema either"),
        ),
        ("README.md", Content::Text("not a system")),
        ("notes/today.txt", Content::Text("not a system")),
    ])
}

fn read(schemas: &Schemas) -> System {
    let mut systems = schemas.read().expect("the schemas are valid");
    assert_eq!(systems.len(), 1);
    systems.remove(0)
}

#[test]
fn a_valid_system_means_what_it_says() {
    insta::assert_debug_snapshot!(read(&rich()));
}

#[test]
fn entities_are_sorted_and_references_find_them() {
    let system = read(&rich());
    let wires: Vec<&str> = system
        .entities
        .iter()
        .map(|entity| entity.wire.as_str())
        .collect();
    assert_eq!(wires, ["ACCOUNT", "ACCOUNT_TYPE", "CURRENCY", "USER"]);
    let (_, account) = system.entity_named("ACCOUNT").expect("it is described");
    let described = account.described().expect("it is described");
    let targets: Vec<&str> = described
        .fields
        .iter()
        .filter_map(|field| match field.kind {
            Kind::Reference(target) => Some(system.entity(target)?.wire.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(targets, ["ACCOUNT", "ACCOUNT_TYPE", "USER"]);
    let (_, user) = system.entity_named("USER").expect("it is external");
    assert_eq!(
        (user.rust_type.as_str(), user.module.as_str()),
        ("Person", "person")
    );
    assert_eq!(user.body, Body::External);
}

#[test]
fn scalars_keep_the_text_that_was_written() {
    let system = read(&rich());
    let account = system.entities[0].described().expect("it is described");
    let values: Vec<&str> = account
        .fields
        .iter()
        .filter_map(|field| match &field.kind {
            Kind::Enum(enumeration) => Some(&enumeration.values),
            _ => None,
        })
        .flatten()
        .map(|value| value.wire.as_str())
        .collect();
    assert_eq!(values, ["A", "007", "NO"]);
}

#[test]
fn fields_that_every_entity_has_come_last_unless_left_out_or_described() {
    let system = read(&rich());
    let names = |index: usize| -> Vec<&str> {
        let described = system.entities[index].described().expect("it is described");
        described
            .fields
            .iter()
            .map(|field| field.wire.as_str())
            .collect()
    };
    assert!(names(0).ends_with(&["Extra1", "Created"]));
    assert_eq!(names(2), ["Code", "Count", "Created", "Changed"]);
}

#[test]
fn operations_are_those_of_the_system_less_the_exceptions() {
    use Operation::{Create, Delete, Retrieve, Update};

    let system = read(&rich());
    let offered = |index: usize| {
        let described = system.entities[index].described().expect("it is described");
        described.operations.clone()
    };
    assert_eq!(offered(0), [Create, Update, Retrieve, Delete]);
    assert_eq!(offered(2), [Create, Retrieve]);
}

#[test]
fn an_id_of_the_caller_is_required_and_writable() {
    let system = read(&rich());
    let currency = system.entities[2].described().expect("it is described");
    let id = &currency.fields[currency.id_field];
    assert_eq!(
        (id.access, id.required, id.nullable),
        (Access::ReadWrite, true, false)
    );
}

#[test]
fn one_system_of_several_can_be_read_alone() {
    let schemas = rich();
    schemas.put("other/system.yaml", Content::Text("broken: ["));
    let systems = billbind_codegen::read(schemas.path(), Some("mini"));
    let names: Vec<String> = systems
        .expect("mini is valid")
        .into_iter()
        .map(|system| system.name)
        .collect();
    assert_eq!(names, ["mini"]);
    assert!(billbind_codegen::read(schemas.path(), None).is_err());
    assert!(billbind_codegen::read(schemas.path(), Some("../mini")).is_err());
}

#[test]
fn paths_in_the_model_are_the_same_on_every_machine() {
    let schemas = rich();
    let direct = read(&schemas);
    let detour = schemas.path().join("mini").join("..");
    let systems = billbind_codegen::read(&detour, None).expect("the schemas are valid");
    assert_eq!(systems, [direct]);
}

#[test]
fn windows_line_ends_and_tabs_between_tokens_change_nothing() {
    let schemas = rich();
    let plain = read(&schemas);
    let windows = RICH_ACCOUNT
        .replace('\n', "\r\n")
        .replace("entity: ", "entity:\t");
    schemas.put("mini/account.yaml", Content::Text(&windows));
    assert_eq!(read(&schemas), plain);
}

#[test]
fn broken_files_end_in_diagnostics_and_never_in_a_panic() {
    const HOSTILE: &[u8] = b"\t{}[]\":,&*!#|>%@`'-?\n\r \0\xFF\xC3";
    let schemas = rich();
    for (path, text) in [
        ("mini/system.yaml", RICH_SYSTEM),
        ("mini/account.yaml", RICH_ACCOUNT),
    ] {
        let bytes = text.as_bytes();
        for position in 0..bytes.len() {
            let (before, behind) = bytes.split_at(position);
            let hostile = HOSTILE[position * 7 % HOSTILE.len()];
            let replaced = [before, &[hostile], &behind[1..]].concat();
            for broken in [before, &replaced] {
                schemas.put(path, Content::Bytes(broken));
                if let Err(problems) = schemas.read() {
                    assert!(problems.to_string().contains("error[BB"));
                }
            }
        }
        schemas.put(path, Content::Text(text));
    }
}

#[test]
fn long_and_wide_files_are_read_without_quadratic_steps() {
    let schemas = rich();
    let mut text = String::from("entity: WIDE\nfields:\n  Id: id\n  Mode: {type: enum, values: [");
    for number in 0..5_000 {
        let _ = write!(text, "VALUE {number}, ");
    }
    text.push_str("]}\n");
    for number in 0..19_000 {
        let _ = writeln!(
            text,
            "  Field{number}: {{type: text({}), doc: Nr.}}",
            number + 1
        );
    }
    schemas.put("mini/wide.yaml", Content::Text(&text));
    let system = read(&schemas);
    let (_, wide) = system.entity_named("WIDE").expect("it is described");
    assert_eq!(
        wide.described().expect("it is described").fields.len(),
        19_004
    );
}
