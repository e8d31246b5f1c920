//! Schemas that extend others: what they mean, and where their problems are shown.

use std::fs;

use billbind_codegen::diagnostics::{Code, Diagnostic};
use billbind_codegen::model::{
    Access, Body, Entity, ExampleRequest, ExampleValue, Field, Kind, Operation, System,
};
use billbind_codegen::{Bases, Generator, Problems, read_base, read_with_bases};

use crate::schemas::{Content, Schemas};

const SYSTEM: &str = "\
system: shipped
rust: Mini
protocol: mini
doc: What is shipped.
sources: {S1: the reference}
wire: {flag: 0/1, date: YYYYMMDD, date-time: 'YYYY-MM-DD HH:MM:SS'}
operations: [create, update, upsert, retrieve]
fields:
  Created: {type: date-time, access: read-only}
external:
  REGION:
  USER:
";

const ACCOUNT: &str = "\
entity: ACCOUNT
doc: Who is billed.
source: S1
operations: [create, retrieve]
fields:
  Id: id
  Name: {type: text(80), required: true, inferred: [required]}
  TypeId: integer
  Type: text
  Status: {type: enum, values: [ACTIVE, CLOSED]}
  OwnerId: {type: reference(USER), inferred: [type, target]}
  Active: {type: flag, wire: Y/N}
  Code: {type: text, nullable: true}
  Kind: {type: enum, values: [A, B], inferred: [access, values], external_key: true}
rules:
  - one_of: [TypeId, Type]
";

const INVOICE: &str = "\
entity: INVOICE
fields: {Id: id, AccountId: reference(ACCOUNT), Lines: list(reference(INVOICE))}
";

const ACCOUNT_EXTENSION: &str = "\
extend: ACCOUNT
doc: Each of ours belongs to a region.
source: ORG
operations: [update]
fields:
  nrRegion: {type: reference(REGION), required: true}
  nrNote: {type: text, source: S1}
values:
  Status: {FROZEN: {doc: Nobody may use it.}}
overrides:
  Name: {type: text(120), required: true, reason: Our form asks for it.}
  OwnerId: {type: integer, doc: A number., reason: It is no id.}
  Active: {type: date, reason: It is the day.}
  Kind: {type: list(text), reason: There are several.}
  Created: {access: query-only, reason: Our role may not read it.}
without_rules:
  - {one_of: [Type, TypeId], reason: We have one type.}
rules:
  - one_of: [TypeId, nrNote]
";

/// An extending system that uses every key.
pub(crate) const RICH_HEADER: &str = "\
# yaml-language-server: $schema=../system.schema.json
system: ours
extends: ../shipped
doc: The system as we use it.
sources: {ORG: our configuration}
fields:
  nrTenant: {type: text, access: read-only}
overrides:
  Created: {access: query-only, reason: Our role may not read it.}
external:
  PARTNER: {doc: Who sells for us., rust: Partner, source: ORG}
only: [ACCOUNT, REGION]
";

/// An extension that uses every key.
pub(crate) const RICH_EXTENSION: &str = "\
extend: ACCOUNT
doc: Each of ours belongs to a region.
source: [ORG, S1]
operations: [update]
without: [Created]
fields:
  nrRegion: {type: reference(REGION), required: true}
  nrNote: text
values:
  Status: {FROZEN: {doc: Nobody may use it., rust: OnIce}, GONE: }
  Kind: [C]
overrides:
  Id: {issuer: caller, reason: We give the ids.}
  Name: {rust: label, doc: A label., source: ORG, inferred: [type], required: false, nullable: false, reason: Some have none.}
  Status: {values: {ACTIVE: , SHUT: {doc: For good.}}, enum_name: State, reason: We renamed one.}
  OwnerId: {type: reference(PARTNER), relation: SellerObj, reason: It is a partner.}
  Active: {wire: 0/1, reason: Ours are digits.}
  Code: {external_key: true, access: write-only, reason: It is never shown.}
rules:
  - one_of: [TypeId, nrNote]
without_rules:
  - {one_of: [Type, TypeId], reason: We have one type.}
";

const FILES: &[(&str, &str)] = &[
    ("system.yaml", SYSTEM),
    ("account.yaml", ACCOUNT),
    ("invoice.yaml", INVOICE),
];

/// The system `ours`, which extends the system `shipped`; both in one folder.
fn schemas(header: &str) -> Schemas {
    let schemas = Schemas::empty();
    for (name, text) in FILES {
        schemas.put(&format!("shipped/{name}"), Content::Text(text));
    }
    let region = "entity: REGION\nfields: {Id: id, Code: text(4)}\n";
    schemas.put("ours/region.yaml", Content::Text(region));
    let header = format!("system: ours\nsources: {{ORG: our configuration}}\n{header}");
    schemas.put("ours/system.yaml", Content::Text(&header));
    schemas.put("ours/account.yaml", Content::Text(ACCOUNT_EXTENSION));
    schemas
}

/// The system `ours` with every key.
pub(crate) fn rich() -> Schemas {
    let schemas = schemas("");
    schemas.put("ours/system.yaml", Content::Text(RICH_HEADER));
    schemas.put("ours/account.yaml", Content::Text(RICH_EXTENSION));
    schemas
}

fn read(schemas: &Schemas, bases: &Bases) -> Result<System, Problems> {
    let mut systems = read_with_bases(schemas.path(), Some("ours"), bases)?;
    Ok(systems.remove(0))
}

fn read_ours(header: &str) -> System {
    read(&schemas(header), &Bases::new()).unwrap_or_else(|problems| panic!("{problems}"))
}

fn entity<'s>(system: &'s System, wire: &str) -> &'s Entity {
    let found = system.entity_named(wire);
    found.unwrap_or_else(|| panic!("there is no {wire}")).1
}

fn field<'s>(system: &'s System, entity_name: &str, wire: &str) -> &'s Field {
    let described = entity(system, entity_name).described();
    let fields = &described.expect("it is described").fields;
    let found = fields.iter().find(|field| field.wire == wire);
    found.unwrap_or_else(|| panic!("there is no {wire}"))
}

#[test]
fn a_system_has_all_that_its_base_has_and_what_it_adds() {
    let system = read_ours("extends: ../shipped\nexternal: {PARTNER:}\n");
    assert_eq!(system.name, "ours");
    assert_eq!(system.rust_type, "Mini");
    assert_eq!(system.doc.as_deref(), Some("What is shipped."));
    assert_eq!(system.bases, ["shipped"]);
    assert_eq!(system.schema_file, "schemas/ours/system.yaml");
    let keys: Vec<&str> = system.sources.iter().map(|(key, _)| key.as_str()).collect();
    assert_eq!(keys, ["S1", "ORG"]);
    let entities: Vec<(&str, bool)> = system
        .entities
        .iter()
        .map(|entity| (entity.wire.as_str(), entity.described().is_some()))
        .collect();
    assert_eq!(
        entities,
        [
            ("ACCOUNT", true),
            ("INVOICE", true),
            ("PARTNER", false),
            ("REGION", true),
            ("USER", false),
        ]
    );
    let (account, invoice) = (entity(&system, "ACCOUNT"), entity(&system, "INVOICE"));
    assert_eq!(
        account.doc.as_deref(),
        Some("Who is billed.\n\nEach of ours belongs to a region.")
    );
    let account = account.described().expect("it is described");
    assert_eq!(account.schema_file, "schemas/shipped/account.yaml");
    assert_eq!(account.extended_in, ["schemas/ours/account.yaml"]);
    assert_eq!(
        account.operations,
        [Operation::Create, Operation::Update, Operation::Retrieve]
    );
    let invoice = invoice.described().expect("it is described");
    assert!(invoice.extended_in.is_empty());
    assert_eq!(invoice.operations.len(), 4);
}

#[test]
fn added_fields_stand_behind_those_of_the_base_and_say_where_they_are_from() {
    let system = read_ours("extends: ../shipped\nfields: {nrTenant: text}\n");
    let account = entity(&system, "ACCOUNT").described().expect("described");
    let names: Vec<&str> = account
        .fields
        .iter()
        .map(|field| field.wire.as_str())
        .collect();
    assert_eq!(
        names,
        [
            "Id", "Name", "TypeId", "Type", "Status", "OwnerId", "Active", "Code", "Kind",
            "nrRegion", "nrNote", "Created", "nrTenant",
        ]
    );
    let region = field(&system, "ACCOUNT", "nrRegion");
    let target = system.entity_named("REGION").expect("it is there").0;
    assert_eq!(region.kind, Kind::Reference(target));
    assert_eq!(region.sources, ["ORG"]);
    assert_eq!(
        region.added_in.as_deref(),
        Some("schemas/ours/account.yaml")
    );
    assert_eq!(field(&system, "ACCOUNT", "nrNote").sources, ["S1"]);
    assert_eq!(field(&system, "ACCOUNT", "Name").added_in, None);
    // What every entity has, those of the base included.
    let tenant = field(&system, "INVOICE", "nrTenant");
    assert_eq!(tenant.added_in.as_deref(), Some("schemas/ours/system.yaml"));
    let status = field(&system, "ACCOUNT", "Status");
    let Kind::Enum(enumeration) = &status.kind else {
        panic!("it is an enum: {status:?}");
    };
    let values: Vec<(&str, Option<&str>)> = enumeration
        .values
        .iter()
        .map(|value| (value.wire.as_str(), value.added_in.as_deref()))
        .collect();
    let ours = Some("schemas/ours/account.yaml");
    assert_eq!(
        values,
        [("ACTIVE", None), ("CLOSED", None), ("FROZEN", ours)]
    );
}

#[test]
fn a_corrected_fact_counts_is_no_guess_any_more_and_says_why() {
    let system = read_ours("extends: ../shipped\n");
    let name = field(&system, "ACCOUNT", "Name");
    assert_eq!(
        name.kind,
        Kind::Text {
            max_length: Some(120)
        }
    );
    // That it is required was a guess, and is known now.
    assert!(name.required && name.inferred.is_empty());
    let [correction] = &name.corrections[..] else {
        panic!("one correction: {name:?}");
    };
    assert_eq!(correction.facts, ["type", "required"]);
    assert_eq!(correction.reason, "Our form asks for it.");
    assert_eq!(correction.schema_file, "schemas/ours/account.yaml");
    // What was said of another type says nothing now: the target, the form of a flag.
    let owner = field(&system, "ACCOUNT", "OwnerId");
    assert_eq!(
        (&owner.kind, owner.relation.as_deref()),
        (&Kind::Integer, None)
    );
    assert!(owner.inferred.is_empty());
    let active = field(&system, "ACCOUNT", "Active");
    assert_eq!(active.kind, Kind::Date(system.wire.date));
    let kind = field(&system, "ACCOUNT", "Kind");
    assert_eq!(kind.inferred, ["access"]);
    assert!(!kind.external_key);
    // In this entity only.
    let created = |entity| field(&system, entity, "Created").access;
    assert_eq!(created("ACCOUNT"), Access::QueryOnly);
    assert_eq!(created("INVOICE"), Access::ReadOnly);
}

#[test]
fn rules_of_the_base_can_be_left_out_and_others_added() {
    let system = read_ours("extends: ../shipped\n");
    let account = entity(&system, "ACCOUNT").described().expect("described");
    let groups: Vec<Vec<&str>> = account
        .one_of
        .iter()
        .map(|group| {
            let names = group.fields.iter();
            names
                .map(|&index| account.fields[index].wire.as_str())
                .collect()
        })
        .collect();
    assert_eq!(groups, [["TypeId", "nrNote"]]);
}

#[test]
fn a_base_may_extend_another_and_its_corrections_may_be_corrected() {
    let schemas = schemas("extends: ../shipped\n");
    let header = "system: mine\nextends: ../ours\noverrides: {Created: {type: date, reason: No time comes.}}\n";
    schemas.put("mine/system.yaml", Content::Text(header));
    let account = "\
extend: ACCOUNT
without_rules: [{one_of: [nrNote, TypeId], reason: We need none.}]
fields: {myNote: text}
values: {Status: [GONE]}
overrides:
  Name: {type: text(200), reason: We made it longer.}
  nrRegion: {required: false, reason: We have but one.}
rules:
  - one_of: [Type, TypeId]
";
    schemas.put("mine/account.yaml", Content::Text(account));
    let systems = read_with_bases(schemas.path(), Some("mine"), &Bases::new());
    let system = systems
        .unwrap_or_else(|problems| panic!("{problems}"))
        .remove(0);
    assert_eq!(system.bases, ["ours", "shipped"]);
    let name = field(&system, "ACCOUNT", "Name");
    assert_eq!(
        name.kind,
        Kind::Text {
            max_length: Some(200)
        }
    );
    assert_eq!(name.corrections.len(), 2);
    let region = field(&system, "ACCOUNT", "nrRegion");
    assert!(!region.required && region.nullable);
    assert_eq!(
        region.added_in.as_deref(),
        Some("schemas/ours/account.yaml")
    );
    assert_eq!(
        region.corrections[0].schema_file,
        "schemas/mine/account.yaml"
    );
    assert!(matches!(
        field(&system, "INVOICE", "Created").kind,
        Kind::Date(_)
    ));
    let account = entity(&system, "ACCOUNT").described().expect("described");
    assert_eq!(account.extended_in.len(), 2);
    // A rule that one leaves out another may have again.
    let names = |index: &usize| account.fields[*index].wire.as_str();
    let [rule] = &account.one_of[..] else {
        panic!("one rule: {account:?}");
    };
    let rule: Vec<&str> = rule.fields.iter().map(names).collect();
    assert_eq!(rule, ["Type", "TypeId"]);
}

#[test]
fn a_base_in_texts_means_what_it_means_in_a_folder() {
    let schemas = schemas("extends: shipped\n");
    let folder = Bases::new().folder("shipped", schemas.path().join("shipped"));
    let texts: Vec<(String, &str)> = FILES
        .iter()
        .map(|(name, text)| (format!("the-crate-1.0/shipped/{name}"), *text))
        .collect();
    // In whatever order they come.
    let texts: Vec<(&str, &str)> = texts
        .iter()
        .rev()
        .map(|(path, text)| (&**path, *text))
        .collect();
    let texts = Bases::new().texts("shipped", &texts);
    let of = |bases| read(&schemas, bases).unwrap_or_else(|problems| panic!("{problems}"));
    let system = of(&texts);
    assert_eq!(of(&folder), system);
    let account = entity(&system, "ACCOUNT").described().expect("described");
    assert_eq!(account.schema_file, "shipped/account.yaml");
}

#[test]
fn a_base_is_a_system_of_its_own_where_no_folder_extends_it() {
    let ours = [
        ("ours/system.yaml", "system: ours\nextends: shipped\n"),
        (
            "ours/site.yaml",
            "entity: SITE\nfields: {Id: id, AccountId: reference(ACCOUNT)}\n",
        ),
    ];
    let bases = Bases::new().texts("shipped", FILES).texts("ours", &ours);
    let system = read_base("ours", &bases).unwrap_or_else(|problems| panic!("{problems}"));
    assert_eq!(
        (&*system.name, &*system.bases),
        ("ours", &["shipped".to_owned()][..])
    );
    assert!(entity(&system, "ACCOUNT").described().is_some());
    assert!(entity(&system, "SITE").described().is_some());

    // The same, with the bases in folders, one of which is named by a path.
    let schemas = schemas("extends: ../shipped\n");
    let folder = Bases::new().folder("ours", schemas.path().join("ours"));
    let system = read_base("ours", &folder).unwrap_or_else(|problems| panic!("{problems}"));
    assert_eq!(system.bases, ["shipped"]);

    for (name, problem) in [
        ("ships", "no base is called `ships`"),
        ("itself", "the system extends itself"),
        ("path", "is a path, but these schemas are in no folder"),
        ("empty", "has no files"),
    ] {
        let bases = bases
            .clone()
            .texts(
                "itself",
                &[("x/system.yaml", "system: itself\nextends: itself\n")],
            )
            .texts(
                "path",
                &[("x/system.yaml", "system: path\nextends: ../shipped\n")],
            )
            .texts("empty", &[]);
        let problems = read_base(name, &bases).unwrap_err().to_string();
        assert!(problems.contains(problem), "{problems}");
    }
}

#[test]
fn problems_are_shown_in_the_file_of_the_base_and_in_ours() {
    let schemas = schemas("extends: shipped\n");
    let system = SYSTEM.replace("access: read-only", "access: raed-only");
    let texts = [
        ("the-crate-1.0/shipped/system.yaml", system.as_str()),
        ("the-crate-1.0/shipped/account.yaml", ACCOUNT),
        ("the-crate-1.0/shipped/invoice.yaml", INVOICE),
    ];
    let account = "\
extend: ACCOUNT
fields:
  name: {type: text, rust: r#type}
  nr_note: {type: text, rust: name}
overrides:
  Name: {nullable: true, reason: It can be cleared.}
  TypeId: {required: true, reason: Our form asks for it.}
  Code: {required: true, reason: Our form asks for it.}
";
    schemas.put("ours/account.yaml", Content::Text(account));
    let problems = read(&schemas, &Bases::new().texts("shipped", &texts))
        .expect_err("there are problems in both");
    insta::assert_snapshot!(schemas.render(&problems));
}

#[test]
fn what_an_extension_cannot_say_is_said_with_the_keys_that_it_has() {
    let schemas = schemas("extends: ../shipped\nprotocol: mini\n");
    let account = "\
extend: ACCOUNT
rust: Customer
source: OGR
fields: [nrRegion]
values: {Name: [A], Status: FROZEN}
overrides: {Name: text, Type: {typ: text, reason: So it is.}}
without_rules: [TypeId]
";
    schemas.put("ours/account.yaml", Content::Text(account));
    let invoice = "entity: INVOICE\nfields: {Id: id}\n";
    schemas.put("ours/invoice.yaml", Content::Text(invoice));
    let problems = read(&schemas, &Bases::new()).expect_err("there are problems");
    insta::assert_snapshot!(schemas.render(&problems));
}

#[test]
fn bindings_can_be_confined_to_some_entities() {
    let system = read_ours("extends: ../shipped\nonly: [INVOICE]\n");
    let entities: Vec<(&str, &Body)> = system
        .entities
        .iter()
        .map(|entity| (entity.wire.as_str(), &entity.body))
        .collect();
    let [
        ("ACCOUNT", Body::NotSelected),
        ("INVOICE", Body::Described(invoice)),
    ] = &entities[..]
    else {
        panic!("an entity and what it points at: {entities:?}");
    };
    let targets: Vec<Option<&str>> = invoice
        .fields
        .iter()
        .map(|field| match &field.kind {
            Kind::Reference(target) => Some(*target),
            Kind::List(item) => match **item {
                Kind::Reference(target) => Some(target),
                _ => None,
            },
            _ => None,
        })
        .map(|target| Some(system.entity(target?)?.wire.as_str()))
        .collect();
    assert_eq!(targets, [None, Some("ACCOUNT"), Some("INVOICE"), None]);

    let schemas = schemas("extends: ../shipped\nonly: [INVOCIE, USER, INVOICE]\n");
    let problems = read(&schemas, &Bases::new()).expect_err("two are no entities to select");
    insta::assert_snapshot!(schemas.render(&problems));
}

#[test]
fn the_documentation_tells_what_is_our_own_and_what_was_corrected() {
    let schemas = schemas("extends: ../shipped\n");
    let out = schemas.path().join("../out");
    let generator = Generator::new(schemas.path(), &out).system("ours");
    generator.run().unwrap_or_else(|error| panic!("{error}"));
    let module = fs::read_to_string(out.join("ours/mod.rs")).expect("it was written");
    assert!(module.contains("//! Extends `shipped`.\n"), "{module}");
    let invoice = fs::read_to_string(out.join("ours/invoice.rs")).expect("it was written");
    assert_eq!(
        invoice.lines().nth(1),
        Some(
            "// Schema, of a base: schemas/shipped/invoice.yaml; for other contents extend it in \
             schemas/ours/invoice.yaml"
        )
    );
    let account = fs::read_to_string(out.join("ours/account.rs")).expect("it was written");
    let (record, _) = account
        .split_once("impl Account {")
        .expect("the record comes first");
    insta::assert_snapshot!(record);
}

#[test]
fn what_names_no_base_is_a_problem_and_never_a_system_without_one() {
    for nothing in [
        "extends:",
        "extends: ''",
        "extends: [../shipped]",
        "extends: {}",
    ] {
        let problems = read(&schemas(&format!("{nothing}\n")), &Bases::new());
        assert!(problems.is_err(), "{nothing}");
    }
    // However the key is written.
    let system = read_ours("\"ext\\u0065nds\": ../shipped\n");
    assert_eq!(system.bases, ["shipped"]);
}

#[test]
fn broken_extensions_end_in_diagnostics_and_never_in_a_panic() {
    const HOSTILE: &[u8] = b"\t{}[]\":,&*!#|>%@`'-?\n\r \0\xFF\xC3";
    let header = "extends: ../shipped\nfields: {nrTenant: text}\noverrides: {Created: {type: date, reason: So.}}\nonly: [ACCOUNT]\n";
    let schemas = schemas(header);
    let header = format!("system: ours\nsources: {{ORG: our configuration}}\n{header}");
    for (path, text) in [
        ("ours/system.yaml", header.as_str()),
        ("ours/account.yaml", ACCOUNT_EXTENSION),
        // Of a base: whatever is missing there, ours may only be reported.
        ("shipped/account.yaml", ACCOUNT),
        ("shipped/system.yaml", SYSTEM),
    ] {
        let bytes = text.as_bytes();
        for position in 0..bytes.len() {
            let (before, behind) = bytes.split_at(position);
            let hostile = HOSTILE[position * 7 % HOSTILE.len()];
            let replaced = [before, &[hostile], &behind[1..]].concat();
            for broken in [before, &replaced] {
                schemas.put(path, Content::Bytes(broken));
                if let Err(problems) = read(&schemas, &Bases::new()) {
                    assert!(problems.to_string().contains("error[BB"));
                }
            }
        }
        schemas.put(path, Content::Text(text));
    }
    read(&schemas, &Bases::new()).unwrap_or_else(|problems| panic!("{problems}"));
}

#[test]
fn an_override_is_not_called_unused_by_what_is_not_known() {
    let schemas = schemas("extends: ../shipped\n");
    let account =
        "extend: ACCOUNT\noverrides: {OwnerId: {type: reference(REGION), reason: It is one.}}\n";
    schemas.put("ours/account.yaml", Content::Text(account));
    schemas.put("ours/region.yaml", Content::Text("entity: [REGION\n"));
    schemas.put("shipped/user.yaml", Content::Text("entity: [USER\n"));
    let problems = read(&schemas, &Bases::new()).expect_err("two files are broken");
    let codes: Vec<&str> = problems
        .diagnostics()
        .iter()
        .map(|found| found.code().id())
        .collect();
    assert_eq!(codes, ["BB0101", "BB0101"]);
}

#[test]
fn examples_of_a_base_stay_unless_a_correction_contradicts_them() {
    let examples = "\
examples:
  - {operation: create, request: {Name: Blue, Type: a}}
  - {operation: create, request: {Name: Red, TypeId: 1}}
  - {operation: retrieve, id: 7, response: {Id: 7, Created: 2015-05-05 08:30:00}}
";
    let read = |extension: &str, header: &str| {
        let schemas = schemas(&format!("extends: ../shipped\n{header}"));
        let base = format!("{ACCOUNT}{examples}");
        schemas.put("shipped/account.yaml", Content::Text(&base));
        schemas.put("ours/account.yaml", Content::Text(extension));
        read(&schemas, &Bases::new())
    };
    let shown = |extension: &str, header: &str| {
        let system = read(extension, header).unwrap_or_else(|problems| panic!("{problems}"));
        let account = entity(&system, "ACCOUNT").described();
        let examples = &account.expect("it is described").examples;
        let names = examples.iter().map(|example| match &example.request {
            ExampleRequest::Records { records, .. } => match records.as_slice() {
                [record] => match record.member("Name").map(|member| &member.value) {
                    Some(ExampleValue::Text(name)) => name.clone(),
                    _ => String::new(),
                },
                _ => String::new(),
            },
            ExampleRequest::Ids(ids) => ids.as_slice().concat(),
            ExampleRequest::Filter(filter) => filter.clone(),
        });
        names.collect::<Vec<String>>()
    };
    assert_eq!(shown("extend: ACCOUNT\n", ""), ["Blue", "Red", "7"]);
    let text_only = "\
extend: ACCOUNT
overrides:
  TypeId: {access: read-only, reason: We use texts.}
without_rules:
  - {one_of: [TypeId, Type], reason: We use texts.}
examples:
  - {operation: create, request: {Name: Green, nrNote: x}, custom: [nrNote]}
";
    assert_eq!(shown(text_only, ""), ["Blue", "7", "Green"]);
    let unseen = "overrides: {Created: {access: query-only, reason: Our role may not read it.}}\n";
    assert_eq!(shown("extend: ACCOUNT\n", unseen), ["Blue", "Red"]);

    let ours = "\
extend: ACCOUNT
examples:
  - {operation: create, request: {Name: Green, TypeId: 1, nrNote: x}}
";
    let problems = read(ours, "").expect_err("nobody added the field");
    let codes: Vec<Code> = problems
        .diagnostics()
        .iter()
        .map(Diagnostic::code)
        .collect();
    assert_eq!(codes, [Code::UnknownField]);
}
