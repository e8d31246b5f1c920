//! The comparison finds every kind of difference: shown on a small system whose facts and schema
//! agree, and then no longer do.

use std::fs;

use billbind_codegen::model::System;

use super::compare::unexplained;
use super::known::Known;

const SYSTEM: &str = "
system: mini
rust: Mini
protocol: mini
sources: {S1: a page, S2: another page}
wire: {flag: 0/1, date: YYYYMMDD, date-time: 'YYYY-MM-DDTHH:MM:SSZ'}
operations: [create, update, retrieve]
fields:
  Created: {type: date-time, access: read-only}
external:
  ACCOUNT:
";

const SCHEMA: &str = "
entity: ORDER
source: [S1, S2]
operations: {except: [update]}
fields:
  Id: id
  Name: {type: text(80), required: true, external_key: true}
  Note: {type: text, source: S2}
  AccountId: reference(ACCOUNT)
  ParentId: {type: reference(ORDER), inferred: [target]}
  Status: {type: enum, values: [OPEN, CLOSED]}
  Reason: {type: enum, values: [LATE], inferred: [values]}
  Due: {type: date, inferred: [type]}
  Lock: {type: text, inferred: [type]}
  Rate: {type: decimal, access: query-only}
  Card: secret
  Token: {type: secret, inferred: [type]}
  Paper: file
";

const FACTS: &str = "
default_fields:
  Created: {system: true, type: date-time}
entities:
  ORDER:
    sources: [S1, S2]
    default_fields: [Created]
    external_key: Name
    operations: {create: true, update: false, delete: false, upsert: false, query: false, undelete: false,
      upload_file: false, download_file: false}
    fields:
      Id: {id: true, read_only: true}
      Name: {required: true, longest: 80}
      Note: {sources: [S2]}
      AccountId: {target: ACCOUNT}
      ParentId: {guessed_target: ORDER}
      Status: {values: [OPEN, CLOSED]}
      Reason: {guessed_values: [LATE]}
      Due: {guessed_type: date}
      Lock: {sample: number}
      Rate: {type: decimal, read_only: true}
      Card: {sensitive: card}
      Token: {sample: unknown, sensitive: token}
      Paper: {type: file}
names_only: [ACCOUNT]
exceptions: []
";

/// The meaning of a system with this text of its only entity.
fn model(system: &str, schema: &str) -> System {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let mini = folder.path().join("schemas/mini");
    fs::create_dir_all(&mini).expect("a temporary folder can be written");
    fs::write(mini.join("system.yaml"), system).expect("a temporary folder can be written");
    fs::write(mini.join("order.yaml"), schema).expect("a temporary folder can be written");
    let systems = billbind_codegen::read(&folder.path().join("schemas"), None);
    let mut systems = systems.unwrap_or_else(|problems| panic!("{problems}"));
    systems.pop().expect("there is one system")
}

/// A text with one place changed; the place must be there.
fn changed(text: &str, from: &str, to: &str) -> String {
    assert_eq!(text.matches(from).count(), 1, "{from} in {text}");
    text.replace(from, to)
}

fn differences_of_schema(from: &str, to: &str) -> Vec<String> {
    let system = model(SYSTEM, &changed(SCHEMA, from, to));
    unexplained(&Known::read(FACTS), &system)
}

fn differences_of_facts(from: &str, to: &str) -> Vec<String> {
    let facts = Known::read(&changed(FACTS, from, to));
    unexplained(&facts, &model(SYSTEM, SCHEMA))
}

#[test]
fn facts_and_schema_that_agree_have_no_difference() {
    let differences = unexplained(&Known::read(FACTS), &model(SYSTEM, SCHEMA));
    assert!(differences.is_empty(), "{differences:#?}");
}

#[test]
fn every_change_of_the_schema_is_found() {
    let cases = [
        // Fields.
        (
            "  Note: {type: text, source: S2}\n",
            "",
            "ORDER.Note, existence: known, but missing in the schema",
        ),
        (
            "  Paper: file\n",
            "  Paper: file\n  More: text\n",
            "ORDER.More, existence: in the schema, but not known",
        ),
        (
            "fields:\n",
            "without: [Created]\nfields:\n",
            "ORDER.Created, existence: known, but missing in the schema",
        ),
        // Sources.
        (
            "source: [S1, S2]",
            "source: [S2]",
            "ORDER, sources: from S1, S2, but the schema says S2",
        ),
        (
            "Note: {type: text, source: S2}",
            "Note: text",
            "ORDER.Note, sources: from S2, but the schema says S1, S2",
        ),
        (
            "Note: {type: text, source: S2}",
            "Note: {type: text, source: S1}",
            "ORDER.Note, sources: from S2, but the schema says S1",
        ),
        // Operations.
        (
            "operations: {except: [update]}\n",
            "",
            "ORDER, operations: update is offered, but documented as absent",
        ),
        (
            "{except: [update]}",
            "{except: [update, create]}",
            "ORDER, operations: create is documented, but not offered",
        ),
        (
            "{except: [update]}",
            "{except: [update, retrieve]}",
            "ORDER, operations: retrieve is not offered, and no source says so",
        ),
        // Access.
        (
            "Note: {type: text, ",
            "Note: {type: text, access: read-only, ",
            "ORDER.Note, access: no source says that it cannot be written",
        ),
        (
            "Rate: {type: decimal, access: query-only}",
            "Rate: decimal",
            "ORDER.Rate, access: seen in answers only, but it can be written",
        ),
        (
            "  Paper: file\n",
            "  Paper: file\n  Created: date-time\n",
            "ORDER.Created, access: filled by the system, but it can be written",
        ),
        (
            "  Paper: file\n",
            "  Paper: file\n  Created: {type: date-time, access: query-only}\n",
            "ORDER.Created, access: filled by the system, but query-only",
        ),
        // Required.
        (
            "required: true, external_key",
            "external_key",
            "ORDER.Name, required: documented as required, but not required",
        ),
        (
            "required: true, external_key",
            "required: true, inferred: [required], external_key",
            "ORDER.Name, required: documented as required, but marked as a guess",
        ),
        (
            "Note: {type: text, ",
            "Note: {type: text, required: true, ",
            "ORDER.Note, required: required, and no source says so",
        ),
        // Keys.
        (
            ", external_key: true",
            "",
            "ORDER.Name, key: a key for upserts, but not in the schema",
        ),
        (
            "Note: {type: text, ",
            "Note: {type: text, external_key: true, ",
            "ORDER.Note, key: a key for upserts, and no source says so",
        ),
        // Targets.
        (
            "AccountId: reference(ACCOUNT)",
            "AccountId: reference(ORDER)",
            "ORDER.AccountId, target: points at ACCOUNT, but the schema says ORDER",
        ),
        (
            "AccountId: reference(ACCOUNT)",
            "AccountId: text",
            "ORDER.AccountId, target: points at ACCOUNT, but is no reference",
        ),
        (
            "AccountId: reference(ACCOUNT)",
            "AccountId: {type: reference(ACCOUNT), inferred: [target]}",
            "ORDER.AccountId, target: the target is documented, but marked as a guess",
        ),
        (
            "{type: reference(ORDER), inferred: [target]}",
            "reference(ORDER)",
            "ORDER.ParentId, target: the target is a guess, but not marked as one",
        ),
        (
            "Note: {type: text, ",
            "Note: {type: reference(ACCOUNT), ",
            "ORDER.Note, target: points at ACCOUNT, and no source says so",
        ),
        // Values.
        (
            "[OPEN, CLOSED]",
            "[OPEN]",
            "ORDER.Status, values: the schema lacks CLOSED",
        ),
        (
            "[LATE]",
            "[LATE, EARLY]",
            "ORDER.Reason, values: not known is EARLY",
        ),
        (
            "Status: {type: enum, values: [OPEN, CLOSED]}",
            "Status: text",
            "ORDER.Status, values: known are OPEN, CLOSED, but it is no enum",
        ),
        (
            "Status: {type: enum",
            "Status: {type: closed-enum",
            "ORDER.Status, values: a closed enum, though there may always be other values",
        ),
        (
            "Note: {type: text, ",
            "Note: {type: enum, values: [A], ",
            "ORDER.Note, values: an enum, and no source knows its values",
        ),
        (
            "[OPEN, CLOSED]",
            "[OPEN, CLOSED], inferred: [values]",
            "ORDER.Status, values: the values are documented, but marked as a guess",
        ),
        (
            ", inferred: [values]",
            "",
            "ORDER.Reason, values: the values are a guess, but not marked as one",
        ),
        // Types.
        (
            "Due: {type: date, ",
            "Due: {type: date-time, ",
            "ORDER.Due, type: date, but the schema says date-time",
        ),
        (
            "Due: {type: date, inferred: [type]}",
            "Due: date",
            "ORDER.Due, type: the type is a guess, but not marked as one",
        ),
        (
            "Lock: {type: text, inferred: [type]}",
            "Lock: text",
            "ORDER.Lock, type: the type is a guess, but not marked as one",
        ),
        (
            "Note: {type: text, ",
            "Note: {type: text, inferred: [type], ",
            "ORDER.Note, type: the type is known, but marked as a guess",
        ),
        (
            "Token: {type: secret, inferred: [type]}",
            "Token: secret",
            "ORDER.Token, type: the type is a guess, but not marked as one",
        ),
        (
            "text(80)",
            "text(90)",
            "ORDER.Name, length: at most 80, but the schema says at most 90",
        ),
        // Secrets.
        (
            "Card: secret",
            "Card: text",
            "ORDER.Card, secrecy: sensitive (card), but no secret",
        ),
        (
            "Note: {type: text, ",
            "Note: {type: secret, ",
            "ORDER.Note, secrecy: a secret, and no source says so",
        ),
    ];
    for (from, to, expected) in cases {
        assert_eq!(
            differences_of_schema(from, to),
            [expected],
            "{from} became {to}"
        );
    }
}

#[test]
fn an_entity_that_is_missing_or_made_up_is_found() {
    let order = "\n  ORDER:\n";
    let with_bill = "\n  BILL: {sources: [S1], default_fields: [], fields: {}}\n  ORDER:\n";
    assert_eq!(
        differences_of_facts(order, with_bill),
        ["BILL, existence: known, but described by no schema"]
    );
    assert_eq!(
        differences_of_facts("names_only: [ACCOUNT]", "names_only: []"),
        ["ACCOUNT, existence: in the schemas, but not known"]
    );
    let start = FACTS.find("  ORDER:").expect("ORDER has facts");
    let end = FACTS.find("names_only").expect("names are in the facts");
    let of_order = &FACTS[start..end];
    let without_order = changed(FACTS, of_order, "").replace("entities:", "entities: {}");
    assert_eq!(
        unexplained(&Known::read(&without_order), &model(SYSTEM, SCHEMA)),
        ["ORDER, existence: in the schemas, but not known"]
    );
    let bill = "\n  BILL: {sources: [S1], default_fields: [], fields: {}}\n  ORDER:\n";
    let external = changed(SYSTEM, "  ACCOUNT:\n", "  ACCOUNT:\n  BILL:\n");
    let facts = Known::read(&changed(FACTS, order, bill));
    assert_eq!(
        unexplained(&facts, &model(&external, SCHEMA)),
        ["BILL, existence: known, but described by no schema"]
    );
}

#[test]
fn an_id_that_is_none_is_found() {
    assert_eq!(
        differences_of_facts("Id: {id: true, read_only: true}", "Id: {read_only: true}"),
        ["ORDER.Id, type: text, but the schema says id"]
    );
    assert_eq!(
        differences_of_facts("Due: {guessed_type: date}", "Due: {id: true}"),
        ["ORDER.Due, type: id, but the schema says date"]
    );
}

#[test]
fn an_exception_explains_one_difference_and_must_be_needed() {
    let exception = "exceptions: [{entity: ORDER, field: Note, about: existence, reason: gone}]";
    let facts = Known::read(&changed(FACTS, "exceptions: []", exception));
    let note = "  Note: {type: text, source: S2}\n";
    let without_note = model(SYSTEM, &changed(SCHEMA, note, ""));
    assert_eq!(unexplained(&facts, &without_note), [""; 0]);
    assert_eq!(
        unexplained(&facts, &model(SYSTEM, SCHEMA)),
        ["ORDER.Note, existence: gone (no difference needs this exception)"]
    );
    let note_as_number = model(
        SYSTEM,
        &changed(SCHEMA, "Note: {type: text", "Note: {type: integer"),
    );
    assert_eq!(
        unexplained(&facts, &note_as_number),
        [
            "ORDER.Note, type: text, but the schema says integer",
            "ORDER.Note, existence: gone (no difference needs this exception)"
        ]
    );
}

#[test]
#[should_panic(expected = "sensitve")]
fn a_misspelt_fact_is_an_error() {
    drop(Known::read(&changed(
        FACTS,
        "sensitive: card",
        "sensitve: card",
    )));
}
