//! The generator on any files: problems that can be shown, or code that is Rust.
//!
//! An input is one or more files, each behind a line `=== folder/name`. Without such a line it is
//! an entity file of a small system.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Component, Path};

use billbind_codegen::diagnostics::Diagnostic;
use billbind_codegen::model::System;
use billbind_codegen::write::{GeneratedFile, MARKER};
use billbind_codegen::{read, render};
use proc_macro2::{TokenStream, TokenTree};

use crate::Outcome;

/// Begins a line that names a file.
const HEAD: &[u8] = b"=== ";

const SYSTEM: &str = "\
system: fuzzed
rust: BillingPlatform
protocol: billingplatform
sources: {S: the reference}
wire: {flag: 0/1, date: YYYYMMDD, date-time: 'YYYY-MM-DD HH:MM:SS'}
operations: [create, update, upsert, retrieve, query, delete, undelete, upload_file, download_file]
lookup_by_key: true
";

/// An entity with everything that one can have.
const RICH: &str = "\
entity: ACCOUNT
doc: Who is billed.
source: S
operations: {except: [undelete]}
fields:
  Id: {type: id, issuer: caller}
  Number: {type: text(20), required: true, external_key: true}
  Kind: {type: enum, values: [small, large]}
  Sign: {type: closed-enum, enum_name: Side, values: {debit: {rust: Debit, doc: out}, credit: }}
  ParentId: reference(ACCOUNT)
  UserId: {type: reference(USER), nullable: false, relation: owner}
  UserName: {type: text, nullable: false}
  Count: {type: integer, access: read-only, inferred: [type, access]}
  Price: decimal(2)
  Active: {type: flag, wire: Y/N}
  Since: date
  Until: date-time
  Card: {type: secret(16), access: write-only}
  Scan: file
  Layout: raw
  Tags: list(text)
rules:
  - one_of: [UserId, UserName]
";

const EXTENSION: &str = "\
extend: ACCOUNT
doc: Every account of ours.
source: ORG
operations: [undelete]
without: [Created]
fields:
  nrRegion: text(10)
values:
  Kind: {middle: {doc: ours}}
overrides:
  ParentId: {required: true, reason: Our workflow wants it.}
rules:
  - one_of: [nrRegion, Since]
without_rules:
  - {one_of: [UserId, UserName], reason: We have users.}
";

/// Words of the schema language, and names that are hard to get right.
pub const WORDS: &[&str] = &[
    "=== fuzzed/system.yaml",
    "=== fuzzed/account.yaml",
    "=== fuzzed/b.yaml",
    "=== own/account.yaml",
    "=== own/system.yaml",
    "extends: ../fuzzed",
    "extends: fuzzed",
    "extends: ..",
    "extend: ACCOUNT",
    "entity: ACCOUNT",
    "entity: B",
    "fields:",
    "rules:",
    "overrides:",
    "values:",
    "external:",
    "only: [ACCOUNT]",
    "without: [Id]",
    "operations: [create]",
    "operations: {except: [create]}",
    "query: {like_escape: backslash}",
    "- one_of: [Id, Number]",
    "reason: x",
    "doc: |-",
    "source: S",
    "sources: {S: x}",
    "type: ",
    "rust: ",
    "enum_name: ",
    "relation: none",
    "wire: Y/N",
    "issuer: caller",
    "required: true",
    "nullable: false",
    "external_key: true",
    "access: read-only",
    "access: write-only",
    "access: query-only",
    "inferred: [type]",
    "lookup_by_key: false",
    "X: id",
    "X: text",
    "X: {type: enum, values: [a]}",
    "X: list(date)",
    "X: reference(ACCOUNT)",
    "reference(B)",
    "list(",
    "list(text)",
    "text(",
    "text(0)",
    "text(4294967296)",
    "decimal(255)",
    "closed-enum",
    "secret(1)",
    "file",
    "raw",
    "flag",
    "null",
    "~",
    "{}",
    "[]",
    "&a",
    "*a",
    "<<: *a",
    "!!str",
    "---",
    "...",
    "%YAML 1.2",
    "? ",
    "- ",
    "\"\\u202e\"",
    "\"\\0\"",
    "'",
    "|",
    ">",
    "Self",
    "self",
    "crate",
    "super",
    "type",
    "r#type",
    "Id",
    "id",
    "Unknown",
    "Draft",
    "R1",
    "extra",
    "build",
    "clear_x",
    "aux",
    "CON",
    "2fa",
    "a_1",
    "a1",
    "*/",
    "]]",
    "\"#",
    "```",
    "[x](y)",
    "<b>",
    "{}",
    "{0}",
    "日本",
    "ß",
    "😀",
    "../../x",
];

/// The shipped entities and those above, each with a system of its own.
#[must_use]
pub fn seeds() -> Vec<Vec<u8>> {
    let small = bundle(&[
        ("fuzzed/system.yaml", &with_external(SYSTEM, &["USER"])),
        ("fuzzed/account.yaml", RICH),
    ]);
    let own = "system: own\nextends: ../fuzzed\nsources: {ORG: ours}\nfields:\n  nrTenant: text\n";
    let extended = [
        small.clone(),
        bundle(&[("own/system.yaml", own), ("own/account.yaml", EXTENSION)]),
    ];
    let mut seeds = vec![RICH.into(), small, extended.concat()];
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("../schemas/billingplatform");
    let system = fs::read_to_string(shipped.join("system.yaml")).unwrap_or_default();
    let mut paths: Vec<_> = fs::read_dir(shipped)
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect();
    paths.sort();
    for path in paths {
        let name = path
            .file_name()
            .map(|name| name.to_string_lossy().into_owned());
        let (Some(name), Ok(text)) = (name, fs::read_to_string(&path)) else {
            continue;
        };
        if name == "system.yaml" || text.len() > 8_000 {
            continue;
        }
        let targets = text.split("reference(").skip(1);
        let mut targets: BTreeSet<&str> = targets
            .filter_map(|rest| Some(rest.split_once(')')?.0))
            .collect();
        targets.retain(|target| !text.contains(&format!("entity: {target}\n")));
        let external: Vec<&str> = targets.into_iter().collect();
        let place = format!("billingplatform/{name}");
        let system = with_external(&system, &external);
        seeds.push(bundle(&[
            ("billingplatform/system.yaml", &system),
            (&place, &text),
        ]));
    }
    seeds
}

/// The text of a system that knows these entities by name, and no others.
fn with_external(system: &str, names: &[&str]) -> String {
    let own = system.split("\nexternal:").next().unwrap_or_default();
    let names: Vec<String> = names.iter().map(|name| format!("  {name}:\n")).collect();
    format!("{}\nexternal:\n{}", own.trim_end(), names.concat())
}

fn bundle(files: &[(&str, &str)]) -> Vec<u8> {
    let file = |(name, text): &(&str, &str)| format!("=== {name}\n{}\n", text.trim_end());
    files.iter().map(file).collect::<String>().into_bytes()
}

/// Reads the files, and renders what was accepted.
///
/// # Panics
///
/// Where problems cannot be shown, or accepted schemas give what is no Rust, is in no place of its
/// own, or has other wire names.
pub fn run(input: &[u8]) -> Outcome {
    let folder = tempfile::tempdir().expect("the system has a folder for temporary files");
    let schemas = folder.path().join("schemas");
    for (name, text) in files(input) {
        let path = schemas.join(name);
        let parent = path.parent().expect("it was joined");
        // A name may be used for a file and a folder, or be too long.
        let _ = fs::create_dir_all(parent).and_then(|()| fs::write(&path, text));
    }
    match read(&schemas, None) {
        Ok(systems) => {
            for system in &systems {
                check_rendered(system);
            }
            let shape: Vec<_> = systems
                .iter()
                .map(|system| (system.entities.len(), system.sources.len()))
                .collect();
            Outcome::of(&shape)
        }
        Err(problems) => {
            let shown = problems.render(false);
            assert!(!problems.diagnostics().is_empty() && !shown.is_empty());
            let raw = shown.chars().find(|letter| is_unsafe_to_show(*letter));
            assert!(raw.is_none(), "a terminal would act on {raw:?}: {shown:?}");
            let codes: BTreeSet<_> = problems
                .diagnostics()
                .iter()
                .map(Diagnostic::code)
                .collect();
            Outcome::of(&codes)
        }
    }
}

/// Characters that move the cursor, change colours or turn the direction of what follows.
fn is_unsafe_to_show(letter: char) -> bool {
    (letter.is_control() && letter != '\n')
        || matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn check_rendered(system: &System) {
    let files = render(system);
    for file in &files {
        check_file(system, file);
    }
    for entity in &system.entities {
        let Some(described) = entity.described() else {
            continue;
        };
        let path = Path::new(&system.name)
            .join(&entity.module)
            .with_extension("rs");
        let file = files.iter().find(|file| file.path == path);
        let file = file.expect("a described entity has a file");
        let tokens: TokenStream = file.contents.parse().expect("it is Rust");
        let mut literals = BTreeSet::new();
        collect(tokens, &mut literals);
        assert!(
            literals.contains(&entity.wire),
            "{} is not in its file",
            entity.wire
        );
        for field in &described.fields {
            assert!(
                literals.contains(&field.wire),
                "{} is not in its file",
                field.wire
            );
        }
    }
}

fn check_file(system: &System, file: &GeneratedFile) {
    let mut parts = file.path.components();
    assert_eq!(parts.next(), Some(Component::Normal(system.name.as_ref())));
    assert!(
        matches!(parts.next(), Some(Component::Normal(_))),
        "{file:?}"
    );
    assert_eq!(parts.next(), None, "{file:?}");
    assert_eq!(file.contents.lines().next(), Some(MARKER));
    if let Err(error) = syn::parse_file(&file.contents) {
        panic!("{}: {error}\n{}", file.path.display(), file.contents);
    }
}

/// The values of all text literals.
fn collect(tokens: TokenStream, found: &mut BTreeSet<String>) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => collect(group.stream(), found),
            TokenTree::Literal(literal) => {
                if let Ok(text) = syn::parse_str::<syn::LitStr>(&literal.to_string()) {
                    found.insert(text.value());
                }
            }
            _ => {}
        }
    }
}

/// The files of an input; names that would leave the folder are passed over.
fn files(input: &[u8]) -> Vec<(String, Vec<u8>)> {
    if !input.starts_with(HEAD) && !input.windows(5).any(|bytes| bytes == b"\n=== ") {
        return vec![
            (
                "fuzzed/system.yaml".to_owned(),
                with_external(SYSTEM, &["USER"]).into_bytes(),
            ),
            ("fuzzed/account.yaml".to_owned(), input.to_vec()),
        ];
    }
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    for line in input.split_inclusive(|byte| *byte == b'\n') {
        match (line.strip_prefix(HEAD), files.last_mut()) {
            (Some(name), _) => {
                let name = String::from_utf8_lossy(name).trim().to_owned();
                files.push((name, Vec::new()));
            }
            (None, Some((_, text))) => text.extend_from_slice(line),
            (None, None) => {}
        }
    }
    files.retain(|(name, _)| is_plain(name));
    files
}

fn is_plain(name: &str) -> bool {
    let parts: Vec<&str> = name.split('/').collect();
    parts.len() <= 3
        && parts
            .iter()
            .all(|part| !matches!(*part, "" | "." | "..") && !part.contains(['\\', '\0']))
}
