//! What is emitted for any schemas: the same bytes for the same text, and Rust that says where it
//! comes from.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use billbind_codegen::diagnostics::{Code, Diagnostic};
use billbind_codegen::render;
use billbind_codegen::write::{GeneratedFile, MARKER};
use proc_macro2::{TokenStream, TokenTree};

use crate::schemas::Content::Text;
use crate::schemas::{SYSTEM, Schemas};

/// Everything that an entity can have.
const RICH: &str = "\
entity: RICH
fields:
  Id: {type: id, issuer: caller}
  Number: {type: text(20), required: true, external_key: true}
  Kind: {type: enum, values: [small, large]}
  Sign: {type: closed-enum, values: [debit, credit]}
  ParentId: reference(RICH)
  UserId: {type: reference(USER), nullable: false}
  UserName: {type: text, nullable: false}
  Count: integer
  Price: decimal(2)
  Active: flag
  Since: date
  Until: date-time
  Card: {type: secret(16), access: write-only}
  Scan: file
  Layout: raw
  Tags: list(text)
rules:
  - one_of: [UserId, UserName]
";

fn rich_system() -> String {
    let operations = "operations: [create, update, upsert, retrieve, query, delete, undelete, \
                      upload_file, download_file]\nlookup_by_key: true";
    let plain = "operations: [create, update, retrieve, delete]";
    assert!(SYSTEM.contains(plain));
    SYSTEM.replace(plain, operations)
}

fn rendered(schemas: &Schemas) -> Vec<GeneratedFile> {
    let systems = schemas.read();
    let systems = systems.unwrap_or_else(|problems| panic!("{}", schemas.render(&problems)));
    systems.iter().flat_map(render).collect()
}

fn rich() -> Schemas {
    Schemas::with(&[
        ("mini/system.yaml", Text(&rich_system())),
        ("mini/rich.yaml", Text(RICH)),
    ])
}

#[test]
fn the_order_in_which_files_are_listed_changes_no_byte() {
    let names: Vec<String> = (0..20).map(|number| format!("ENTITY_{number}")).collect();
    let entity = |name: &String| {
        let text = format!("entity: {name}\nfields:\n  Id: id\n  OtherId: reference(ACCOUNT)\n");
        (format!("mini/{}.yaml", name.to_lowercase()), text)
    };
    let mut files: Vec<(String, String)> = names.iter().map(entity).collect();
    let generate = |files: &[(String, String)]| {
        // A new folder lists its files in the order in which they were made, or in its reverse,
        // or by hash: each is another order for another folder.
        let schemas = Schemas::empty();
        for (path, text) in files {
            schemas.put(path, Text(text));
        }
        schemas.put("mini/account.yaml", Text(crate::schemas::ACCOUNT));
        schemas.put("mini/system.yaml", Text(SYSTEM));
        rendered(&schemas)
    };
    let first = generate(&files);
    assert_eq!(
        first.len(),
        names.len() + 3,
        "each entity, USER, and mod.rs"
    );
    files.reverse();
    assert_eq!(generate(&files), first);
    files.rotate_left(7);
    assert_eq!(generate(&files), first);
}

#[test]
fn every_file_is_rust_and_says_what_it_was_made_of() {
    let files = rendered(&rich());
    let schema_of = |path: &Path| match path.file_stem().and_then(|stem| stem.to_str()) {
        Some(entity @ ("account" | "rich")) => format!("schemas/mini/{entity}.yaml"),
        _ => "schemas/mini/system.yaml".to_owned(),
    };
    assert_eq!(files.len(), 4);
    for file in files {
        let (path, text) = (&file.path, &file.contents);
        assert_eq!(text.lines().next(), Some(MARKER), "{}", path.display());
        let header: Vec<&str> = text.lines().take(3).collect();
        assert!(header.join("\n").contains(&schema_of(path)), "{header:?}");
        if let Err(error) = syn::parse_file(text) {
            panic!("{}: {error}", path.display());
        }
        assert!(text.ends_with('\n') && !text.contains("\n\n\n") && !text.contains(" \n"));
    }
}

#[test]
fn what_a_file_imports_it_names() {
    for (operations, imports) in [
        ("[]", 1),
        ("[retrieve]", 2),
        ("[delete]", 3),
        ("[query]", 3),
    ] {
        let text = format!("entity: ACCOUNT\noperations: {operations}\nfields:\n  Id: id\n");
        let files = rendered(&Schemas::with(&[
            ("mini/system.yaml", Text(&rich_system())),
            ("mini/account.yaml", Text(&text)),
        ]));
        let file = files.iter().find(|file| file.path.ends_with("account.rs"));
        let text = &file.expect("the entity has a file").contents;
        assert_eq!(
            text.matches("\nuse ").count(),
            imports,
            "{operations}: {text}"
        );
        assert_eq!(
            text.contains(" as protocol;"),
            text.contains("protocol::"),
            "{text}"
        );
        assert_eq!(
            text.contains("::operations;"),
            text.contains(" operations::"),
            "{text}"
        );
    }
}

#[test]
fn a_name_of_a_file_cannot_leave_the_comment_that_names_it() {
    let name = "a\u{202e}b\u{2066}";
    let text = format!("entity: {name:?}\nrust: Turned\nfields:\n  Id: id\n")
        .replace("\\u{202e}", "\\u202e")
        .replace("\\u{2066}", "\\u2066");
    let path = format!("mini/{name}.yaml");
    let files = rendered(&Schemas::with(&[(&path, Text(&text))]));
    let file = files.iter().find(|file| file.path.ends_with("turned.rs"));
    let text = &file.expect("the entity has a file").contents;
    let second = text.lines().nth(1);
    assert!(
        second.is_some_and(|line| line.ends_with(r"schemas/mini/a\u{202e}b\u{2066}.yaml")),
        "{second:?}"
    );
}

#[test]
fn a_builder_with_many_required_fields_pleases_clippy_too() {
    let allows = |required: usize| {
        let mut wide = "entity: WIDE\nfields:\n  Id: id\n".to_owned();
        for number in 0..required {
            writeln!(wide, "  F{number}: {{type: text, required: true}}")
                .expect("memory can be written");
        }
        let files = rendered(&Schemas::with(&[
            ("mini/system.yaml", Text(SYSTEM)),
            ("mini/wide.yaml", Text(&wide)),
        ]));
        let file = files.iter().find(|file| file.path.ends_with("wide.rs"));
        let text = &file.expect("the entity has a file").contents;
        text.matches("clippy::type_complexity").count()
    };
    // Clippy counts 10 for the builder's type and 20 for each of its parameters, up to 250.
    assert_eq!([allows(0), allows(12), allows(13)], [0, 0, 1]);
}

#[test]
fn no_enum_can_be_called_like_a_type_that_the_bindings_name() {
    let files = rendered(&rich());
    let file = files.iter().find(|file| file.path.ends_with("rich.rs"));
    let tokens: TokenStream = file
        .and_then(|file| file.contents.parse().ok())
        .expect("the entity has a file, and it is Rust");
    let mut names = BTreeSet::new();
    bare_types(tokens, &mut names);
    for own in ["Rich", "Kind", "Sign"] {
        assert!(names.remove(own), "{own} is named: {names:?}");
    }
    assert!(names.contains("Draft") && names.contains("Option") && names.contains("R1"));
    // The `Item` of an `IntoIterator` belongs to the trait.
    names.remove("Item");
    for name in names {
        let text = format!(
            "entity: ACCOUNT\nfields:\n  Id: id\n  A: {{type: enum, enum_name: {name}, values: [b]}}\n"
        );
        let schemas = Schemas::with(&[("mini/account.yaml", Text(&text))]);
        let codes: Vec<Code> = match schemas.read() {
            Ok(_) => Vec::new(),
            Err(problems) => problems
                .diagnostics()
                .iter()
                .map(Diagnostic::code)
                .collect(),
        };
        assert_eq!(codes, [Code::ReservedName], "{name}");
    }
}

/// Names of types that stand without a path before them, in the module itself: what an enum of
/// the same name would hide.
fn bare_types(tokens: TokenStream, names: &mut BTreeSet<String>) {
    let mut colons = 0;
    let mut is_skipped = false;
    let mut is_derive = false;
    for token in tokens {
        match &token {
            TokenTree::Group(group) => {
                // Modules inside see their own names only, variants and macros are apart from types.
                if !is_skipped && !is_derive {
                    bare_types(group.stream(), names);
                }
                is_skipped = false;
            }
            TokenTree::Ident(name) => {
                let name = name.to_string();
                is_skipped |= name == "mod" || name == "enum";
                let is_type = name.starts_with(|first: char| first.is_ascii_uppercase());
                let is_constant = !name.contains(|letter: char| letter.is_ascii_lowercase());
                let is_parameter = name.starts_with('R') && name.len() > 1;
                if is_type && colons < 2 && name != "Self" && (!is_constant || is_parameter) {
                    names.insert(name);
                }
            }
            _ => {}
        }
        is_derive = matches!(&token, TokenTree::Ident(name) if name == "derive" || name == "doc");
        colons = match &token {
            TokenTree::Punct(point) if point.as_char() == ':' => colons + 1,
            _ => 0,
        };
    }
}
