//! The JSON Schemas in this repository fit every schema file in it, and refuse what one file alone
//! can have wrong, as a real validator judges them.

use std::fs;
use std::path::{Path, PathBuf};

use billbind_codegen::reference::{editor_schemas, error_codes, key_tables};
use billbind_codegen::write::{Mode, Written, write_beside, write_sections};
use jsonschema::Validator;
use serde_json::Value;

/// Folders with a folder per system, and the JSON Schemas beside these.
const PUBLISHED: &[&str] = &[
    "schemas",
    "examples/own-schemas/schemas",
    "examples/org-schemas/schemas",
];

fn workspace(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)
}

/// The JSON Schema as it stands in the repository.
fn validator(folder: &str, name: &str) -> Validator {
    let text = fs::read_to_string(workspace(folder).join(name)).expect("it can be read");
    let schema: Value = serde_json::from_str(&text).expect("it is JSON");
    jsonschema::draft7::new(&schema).expect("it is a JSON Schema of draft 7")
}

/// Every YAML file in the folders of a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("the folder can be read") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files.extend(self::files(&path));
        } else if path.extension().is_some_and(|ending| ending == "yaml") {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// A file as an editor reads it: by the rules of YAML 1.2.
fn as_editors_read(text: &str) -> Value {
    let options = serde_yaml::options! { strict_booleans: true };
    serde_yaml::from_str_with_options(text, options).expect("it is YAML")
}

fn schema_for(path: &Path) -> &'static str {
    if path.ends_with("system.yaml") {
        "system.schema.json"
    } else {
        "entity.schema.json"
    }
}

#[test]
fn every_schema_file_fits_the_json_schema_beside_it() {
    let fixtures = "tests/integration/fixtures";
    let folders = PUBLISHED.iter().map(|folder| (*folder, *folder));
    for (folder, schemas) in folders.chain([(fixtures, "schemas")]) {
        let files = files(&workspace(folder));
        assert!(files.len() > 1, "{folder}");
        for path in files {
            let text = fs::read_to_string(&path).expect("it can be read");
            let validator = validator(schemas, schema_for(&path));
            let errors: Vec<String> = validator
                .iter_errors(&as_editors_read(&text))
                .map(|error| format!("{}: {error}", error.instance_path()))
                .collect();
            assert!(errors.is_empty(), "{}: {errors:#?}", path.display());
        }
    }
}

#[test]
fn a_schema_file_that_names_a_json_schema_names_the_right_one() {
    for folder in PUBLISHED {
        for path in files(&workspace(folder)) {
            let text = fs::read_to_string(&path).expect("it can be read");
            let Some(named) = text.strip_prefix("# yaml-language-server: $schema=") else {
                panic!("{} names none", path.display());
            };
            let named = named.lines().next().unwrap_or_default();
            assert_eq!(named, format!("../{}", schema_for(&path)));
            let beside = path.parent().expect("a file is in a folder").join(named);
            assert!(beside.is_file(), "{}", beside.display());
        }
    }
}

const SYSTEM: &str = "\
system: mini
rust: Mini
protocol: mini
wire: {flag: 0/1, date: YYYYMMDD, date-time: 'YYYY-MM-DD HH:MM:SS'}
operations: [create]
";

#[test]
fn editors_mark_the_mistakes_that_one_file_shows() {
    let entity = validator("schemas", "entity.schema.json");
    let system = validator("schemas", "system.schema.json");
    let field = |text: &str| format!("entity: A\nfields: {{Id: id, X: {text}}}\n");
    let head = |text: &str| format!("entity: A\nfields: {{Id: id}}\n{text}\n");
    let mistakes = [
        ("unknown key of an entity", head("docs: x")),
        (
            "unknown key of a field",
            field("{type: text, requird: true}"),
        ),
        (
            "unknown key of a value",
            field("{type: enum, values: {A: {name: x}}}"),
        ),
        ("unknown key of a rule", head("rules: [{any_of: [A, B]}]")),
        (
            "unknown key of operations",
            head("operations: {but: [create]}"),
        ),
        ("no entity", "fields: {Id: id}\n".to_owned()),
        ("no fields", "entity: A\n".to_owned()),
        ("no type", field("{doc: x}")),
        ("an enum without values", field("{type: enum}")),
        ("an enum without values, in short", field("enum")),
        ("empty list of values", field("{type: enum, values: []}")),
        (
            "wrong word for access",
            field("{type: text, access: readonly}"),
        ),
        ("wrong word for issuer", field("{type: id, issuer: client}")),
        (
            "wrong word in inferred",
            field("{type: text, inferred: [typ]}"),
        ),
        ("wrong form", field("{type: flag, wire: yes/no}")),
        ("wrong operation", head("operations: [creat]")),
        ("wrong word for yes", field("{type: text, required: yes}")),
        ("number for yes", field("{type: text, nullable: 0}")),
        ("unknown type", field("string")),
        ("unknown type in a mapping", field("{type: txet}")),
        ("length that is none", field("text(abc)")),
        ("length of nothing", field("text(0)")),
        ("negative scale", field("decimal(-1)")),
        ("parentheses that are not closed", field("'text(80'")),
        ("parentheses for a flag", field("flag(1)")),
        ("reference to nothing", field("reference()")),
        ("list of nothing", field("list")),
        ("list of ids", field("list(id)")),
        ("list of lists", field("list(list(text))")),
        ("text for a list", head("without: Created")),
        ("list for a text", head("doc: [x]")),
        ("list for a field", field("[text]")),
        ("nothing for a field", field("")),
        (
            "list of fields",
            "entity: A\nfields: [Id, Name]\n".to_owned(),
        ),
        ("mapping for rules", head("rules: {one_of: [A, B]}")),
        ("rule over one field", head("rules: [{one_of: [A]}]")),
        ("value given twice", field("{type: enum, values: [A, A]}")),
        ("values of a text", field("{type: text, values: [A]}")),
        (
            "relation of a list",
            field("{type: list(reference(B)), relation: B}"),
        ),
        ("issuer of a text", field("{type: text, issuer: caller}")),
        ("form of a text", field("{type: text, wire: 0/1}")),
        (
            "Rust name in the wrong case",
            field("{type: text, rust: MyName}"),
        ),
        ("code for a Rust name", head("rust: 'A; fn main() {}'")),
        ("blank in front of a wire name", field("text, ' Y': text")),
        ("empty wire name", field("text, '': text")),
        ("a list for the file", "- entity: A\n".to_owned()),
        (
            "key of an entity in an extension",
            "extend: A\nrust: B\n".to_owned(),
        ),
        (
            "correction without a reason",
            "extend: A\noverrides: {X: {required: true}}\n".to_owned(),
        ),
        (
            "rule that does not hold without a reason",
            "extend: A\nwithout_rules: [{one_of: [X, Y]}]\n".to_owned(),
        ),
    ];
    for (name, text) in &mistakes {
        let value = as_editors_read(text);
        assert!(!entity.is_valid(&value), "{name} is taken:\n{text}");
    }
    assert!(entity.is_valid(&as_editors_read(&head("doc: nothing wrong"))));
    let right = "extend: A\noverrides: {X: {required: true, reason: So it is.}}\n";
    assert!(entity.is_valid(&as_editors_read(right)));

    assert!(system.is_valid(&as_editors_read(SYSTEM)));
    let mistakes = [
        ("unknown key", SYSTEM.to_owned() + "lookup: true\n"),
        ("no protocol", SYSTEM.replace("protocol: mini\n", "")),
        (
            "a form that is missing",
            SYSTEM.replace("date: YYYYMMDD, ", ""),
        ),
        ("wrong form", SYSTEM.replace("YYYYMMDD", "DDMMYYYY")),
        ("wrong operation", SYSTEM.replace("create", "creat")),
        (
            "upper case for a module",
            SYSTEM.replace("system: mini", "system: Mini"),
        ),
        (
            "lower case for a type",
            SYSTEM.replace("rust: Mini", "rust: mini"),
        ),
        ("a list of sources", SYSTEM.to_owned() + "sources: [S1]\n"),
        (
            "an external entity with fields",
            SYSTEM.to_owned() + "external: {A: {fields: {}}}\n",
        ),
        (
            "a common field of no type",
            SYSTEM.to_owned() + "fields: {Created: datetime}\n",
        ),
        (
            "a protocol beside that of a base",
            SYSTEM.to_owned() + "extends: ../base\n",
        ),
        (
            "a list of bases",
            "system: mini\nextends: [../base]\n".to_owned(),
        ),
    ];
    for (name, text) in &mistakes {
        let value = as_editors_read(text);
        assert!(!system.is_valid(&value), "{name} is taken:\n{text}");
    }
}

#[test]
fn what_is_made_from_the_definition_of_the_language_is_up_to_date() {
    let mut all = Written::default();
    for folder in PUBLISHED {
        let written = write_beside(&editor_schemas(), &workspace(folder), Mode::Check);
        all.add(written.expect("nothing is in the way"));
    }
    for (page, sections) in [
        ("docs/schema-language.md", key_tables()),
        ("docs/errors.md", error_codes()),
    ] {
        let written = write_sections(&workspace(page), &sections, Mode::Check);
        all.add(written.expect("every section has its place"));
    }
    let stale: Vec<&str> = all.changes.iter().map(|change| &*change.diff).collect();
    assert!(
        stale.is_empty(),
        "run `cargo xtask codegen`:\n{}",
        stale.join("\n")
    );
    assert_eq!(all.unchanged, 8);
}
