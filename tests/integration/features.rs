//! Each feature of the schema language in a fixture of its own, and what is emitted for it.

use std::fs;
use std::path::Path;

use billbind_codegen::model::System;
use quote::ToTokens;
use syn::Item;

/// The emitted items of a fixture that have these titles, in emitted order.
fn emitted(fixture: &str, titles: &[&str]) -> String {
    let system = read(fixture);
    let files = billbind_codegen::render(&system);
    let file = files
        .iter()
        .find(|file| {
            let stem = file.path.file_stem().and_then(|stem| stem.to_str());
            let entities = &mut system.entities.iter();
            entities.any(|entity| entity.described().is_some() && Some(&*entity.module) == stem)
        })
        .expect("the fixture describes an entity");
    let mut parsed = syn::parse_file(&file.contents).expect("what is emitted is Rust");
    let all: Vec<String> = parsed.items.iter().map(title).collect();
    for title in titles {
        assert!(
            all.iter().any(|other| other == title),
            "no {title} in {all:#?}"
        );
    }
    parsed.items.retain(|item| titles.contains(&&*title(item)));
    parsed.attrs.clear();
    prettyplease::unparse(&parsed)
}

/// All titles of a fixture's module.
fn outline(fixture: &str) -> String {
    let system = read(fixture);
    let mut outline = String::new();
    for file in billbind_codegen::render(&system) {
        let parsed = syn::parse_file(&file.contents).expect("what is emitted is Rust");
        outline.push_str(&file.path.to_string_lossy());
        outline.push('\n');
        for item in &parsed.items {
            outline.extend(["  ", &title(item), "\n"]);
        }
    }
    outline
}

pub(crate) fn read(fixture: &str) -> System {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("integration/fixtures");
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let schemas = folder.path().join("schemas");
    let copy = schemas.join("mini");
    fs::create_dir_all(&copy).expect("a temporary folder can be written");
    let put = |from: &Path, name: &str| {
        fs::copy(from, copy.join(name)).expect("a temporary folder can be written");
    };
    put(&fixtures.join("system.yaml"), "system.yaml");
    for entry in fs::read_dir(fixtures.join(fixture)).expect("the fixture can be read") {
        let entry = entry.expect("the fixture can be read");
        put(&entry.path(), &entry.file_name().to_string_lossy());
    }
    let systems = billbind_codegen::read(&schemas, None);
    let mut systems = systems.unwrap_or_else(|problems| panic!("{fixture}: {problems}"));
    systems.pop().expect("the fixture is a system")
}

/// `struct Rate`, `impl Draft < For >`, `mod key`.
fn title(item: &Item) -> String {
    match item {
        Item::Struct(item) => format!("struct {}", item.ident),
        Item::Enum(item) => format!("enum {}", item.ident),
        Item::Type(item) => format!("type {}", item.ident),
        Item::Static(item) => format!("static {}", item.ident),
        Item::Mod(item) => format!("mod {}", item.ident),
        Item::Fn(item) => format!("fn {}", item.sig.ident),
        Item::Use(item) => format!("use {}", item.tree.to_token_stream()),
        Item::Impl(item) => {
            let of = item.trait_.as_ref().map_or_else(String::new, |(path, _)| {
                let name = path
                    .segments
                    .last()
                    .map(|segment| segment.ident.to_string());
                format!("{} for ", name.unwrap_or_default())
            });
            format!("impl {of}{}", item.self_ty.to_token_stream())
        }
        Item::Macro(item) => {
            let path = item.mac.path.to_token_stream().to_string().replace(' ', "");
            format!("{path}!({})", item.mac.tokens)
        }
        _ => "something else".to_owned(),
    }
}

macro_rules! snapshot {
    ($fixture:literal, $text:expr) => {
        insta::with_settings!({omit_expression => true}, {
            insta::assert_snapshot!($fixture, $text);
        });
    };
}

#[test]
fn an_open_enum_takes_other_values_and_a_closed_one_does_not() {
    let titles = [
        "enum RateKind",
        "impl RateKind",
        "impl Enumeration for RateKind",
        "enum Sign",
        "impl Sign",
        "impl Enumeration for Sign",
        "mod table",
    ];
    snapshot!("enums", emitted("enums", &titles));
}

#[test]
fn a_group_counts_as_one_required_field() {
    let titles = [
        "type Builder",
        "mod required",
        "impl Builder < R1 , R2 >",
        "mod table",
    ];
    snapshot!("one_of", emitted("one_of", &titles));
}

#[test]
fn an_id_that_the_caller_gives_is_required_and_stays() {
    let titles = [
        "type Builder",
        "impl Builder < R1 >",
        "impl Currency",
        "enum Nullable",
    ];
    snapshot!("caller_id", emitted("caller_id", &titles));
}

#[test]
fn an_external_key_finds_records_and_references_take_keys() {
    let titles = [
        "impl Customer",
        "impl Draft < For >",
        "struct Paths",
        "static PATH",
        "mod key",
    ];
    snapshot!("keys", emitted("keys", &titles));
}

#[test]
fn lists_raw_values_files_and_secrets_have_types_of_their_own() {
    let titles = [
        "struct Document",
        "impl Draft < For >",
        "mod file",
        "mod table",
    ];
    snapshot!("kinds", emitted("kinds", &titles));
}

#[test]
fn an_entity_that_is_only_read_has_nothing_to_write_with() {
    snapshot!("no_create", outline("no_create"));
}

#[test]
fn what_the_schema_says_of_the_query_language_is_a_constant_of_the_system() {
    let mut text = emitted("query", &["fn query", "impl Entity for Note"]);
    let files = billbind_codegen::render(&read("query"));
    for file in &files {
        let name = file.path.file_name().and_then(|name| name.to_str());
        let mut parsed = syn::parse_file(&file.contents).expect("what is emitted is Rust");
        match name {
            Some("mod.rs") => parsed.items.retain(|item| matches!(item, Item::Const(_))),
            Some("country.rs") => parsed.items.retain(|item| matches!(item, Item::Impl(_))),
            _ => continue,
        }
        parsed.attrs.clear();
        text.push_str(&prettyplease::unparse(&parsed));
    }
    snapshot!("query", text);
}

#[test]
fn keywords_stay_usable_as_names() {
    let titles = [
        "struct Type",
        "type Builder",
        "impl Builder < R1 >",
        "enum Nullable",
        "struct Paths",
        "mod key",
    ];
    snapshot!("keyword_names", emitted("keyword_names", &titles));
}

#[test]
fn hostile_text_stays_text() {
    snapshot!("hostile_docs", emitted("hostile_docs", &["struct Note"]));
}
