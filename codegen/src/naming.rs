//! Rust names for what the wire calls otherwise: derived once, checked once.
//!
//! Rust names are ASCII. A wire name with other letters, or with none at all, needs a name that a
//! person chose; so no two names can differ in a way that Rust or a file system does not see.
//!
//! What is derived and is no identifier yet is mended by these rules:
//! - a name that begins with a digit gets an `n` in front: `2fa` is `n2fa`, type `N2fa`
//!   (an underscore would trip lints in every crate that looks at the field);
//! - a field that is a keyword becomes a raw identifier, `type` is `r#type`; the four that cannot
//!   be raw, `self`, `Self`, `super` and `crate`, get an underscore behind them;
//! - a module that is a keyword gets an underscore behind it, because its name is a file name too.

use heck::{ToSnakeCase, ToUpperCamelCase};

/// What is to be named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NameKind {
    /// A field of a record, and its setters.
    Field,
    /// The module of an entity.
    Module,
    /// The record type of an entity.
    Record,
    /// The type of an enum field.
    Enum,
    /// A value of an enum.
    Variant,
    /// A module of the runtime or of the bindings as a whole.
    SystemModule,
    /// The marker type of a system.
    Marker,
}

impl NameKind {
    /// What to call it in a message.
    pub(crate) const fn describe(self) -> &'static str {
        match self {
            NameKind::Field => "field",
            NameKind::Module | NameKind::SystemModule => "module",
            NameKind::Record => "record type",
            NameKind::Enum => "enum type",
            NameKind::Variant => "enum value",
            NameKind::Marker => "marker type",
        }
    }

    /// How a schema gives such a name.
    pub(crate) const fn how_to_give(self) -> &'static str {
        match self {
            NameKind::Field => "`{type: ..., rust: other_name}`",
            NameKind::Enum => "`enum_name: OtherName`",
            NameKind::Variant => "`values: {THIS: {rust: OtherName}, ...}`",
            NameKind::Module | NameKind::SystemModule | NameKind::Record | NameKind::Marker => {
                "`rust: OtherName`"
            }
        }
    }

    const fn is_type_like(self) -> bool {
        match self {
            NameKind::Record | NameKind::Enum | NameKind::Variant | NameKind::Marker => true,
            NameKind::Field | NameKind::Module | NameKind::SystemModule => false,
        }
    }
}

/// Derives a Rust name; `None` where the wire name holds no ASCII letter or digit, or others too.
pub(crate) fn derive(kind: NameKind, wire: &str) -> Option<String> {
    let letters_only_ascii = wire
        .chars()
        .all(|letter| letter.is_ascii() || !letter.is_alphanumeric());
    if !letters_only_ascii {
        return None;
    }
    let mut name = if kind.is_type_like() {
        wire.to_upper_camel_case()
    } else {
        wire.to_snake_case()
    };
    if name.is_empty() {
        return None;
    }
    if name.starts_with(|first: char| first.is_ascii_digit()) {
        name.insert(0, if kind.is_type_like() { 'N' } else { 'n' });
    }
    Some(legal(kind, name))
}

/// Takes a name that a schema gives; the error is a name that would do, where there is one.
pub(crate) fn accept(kind: NameKind, given: &str) -> Result<String, Option<String>> {
    let bare = match kind {
        NameKind::Field => given.strip_prefix("r#").unwrap_or(given),
        _ => given,
    };
    let mut letters = bare.chars();
    let first = letters.next();
    let fits = if kind.is_type_like() {
        first.is_some_and(|letter| letter.is_ascii_uppercase())
            && letters.all(|letter| letter.is_ascii_alphanumeric())
    } else {
        first.is_some_and(|letter| letter.is_ascii_lowercase())
            && letters.all(|letter| {
                letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_'
            })
    };
    // Rust's own lint takes two underscores in a row for no snake case.
    let plain = !bare.contains("__");
    if fits && plain && (kind == NameKind::Field || !is_keyword(bare)) {
        Ok(legal(kind, bare.to_owned()))
    } else {
        Err(derive(kind, bare).filter(|better| better != given))
    }
}

/// Why a name is not free, where it is not.
pub(crate) fn reserved(kind: NameKind, name: &str) -> Option<&'static str> {
    let is_parameter = name
        .strip_prefix('R')
        .is_some_and(|number| number.parse::<u16>().is_ok());
    if is_parameter && TYPES.contains(&kind) {
        return Some("a parameter of the builder's type");
    }
    if matches!(kind, NameKind::Module | NameKind::SystemModule) && is_device(name) {
        return Some("not a file name on Windows");
    }
    RESERVED
        .iter()
        .find(|(kinds, reserved, _)| *reserved == name && kinds.contains(&kind))
        .map(|(_, _, reason)| *reason)
}

/// Whether Windows takes a name for a device, whatever ending it has: `con.rs`, `com1.rs`.
fn is_device(name: &str) -> bool {
    let port = ["com", "lpt"]
        .iter()
        .find_map(|port| name.strip_prefix(port));
    matches!(name, "aux" | "con" | "nul" | "prn")
        || port.is_some_and(|number| matches!(number.as_bytes(), [b'0'..=b'9']))
}

/// Names that the bindings use themselves.
const RESERVED: &[(&[NameKind], &str, &str)] = &[
    (
        FIELDS,
        "extra",
        "the record keeps there what the schema does not know",
    ),
    (FIELDS, "build", "the builder's last call"),
    (
        FIELDS,
        "custom",
        "the setter of fields that the schema does not know",
    ),
    (FIELDS, "clear", "the call that clears several fields"),
    (
        FIELDS,
        "clear_custom",
        "the call that clears a field that the schema does not know",
    ),
    (MODULES, "runtime", "a module of the bindings"),
    (MODULES, "system", "a module of the bindings"),
    (MODULES, "session", "a module of the bindings"),
    (MODULES, "dynamic", "a module of the bindings"),
    (RECORDS, "Request", "the type of the system's requests"),
    (RECORDS, "Client", "the client of the system"),
    (RECORDS, "Credentials", "what the client logs in with"),
    (TYPES, "Id", "the type of the entity's ids"),
    (TYPES, "Key", "the type of the entity's keys"),
    (TYPES, "New", "the type of a record to be created"),
    (TYPES, "Builder", "the type of the entity's builder"),
    (TYPES, "Changes", "the type of the entity's changes"),
    (TYPES, "Columns", "the type of the entity's columns"),
    (TYPES, "Draft", "the type of the entity's drafts"),
    (
        TYPES,
        "Nullable",
        "the type of the fields that can be cleared",
    ),
    (TYPES, "Paths", "the type of the entity's paths"),
    (TYPES, "Upsert", "the type of the entity's upserts"),
    (TYPES, "For", "a parameter of the draft's type"),
    (TYPES, "Found", "a parameter of the type of changes"),
    (TYPES, "AsRef", "a trait of Rust's prelude"),
    (TYPES, "Clone", "a trait of Rust's prelude"),
    (TYPES, "Eq", "a trait of Rust's prelude"),
    (TYPES, "FnMut", "a trait of Rust's prelude"),
    (TYPES, "PartialEq", "a trait of Rust's prelude"),
    (TYPES, "Into", "a trait of Rust's prelude"),
    (TYPES, "IntoIterator", "a trait of Rust's prelude"),
    (TYPES, "Filter", "the type of the entity's filters"),
    (TYPES, "Box", "a type of Rust's prelude"),
    (TYPES, "None", "a value of Rust's prelude"),
    (TYPES, "Option", "a type of Rust's prelude"),
    (TYPES, "Result", "a type of Rust's prelude"),
    (TYPES, "Some", "a value of Rust's prelude"),
    (TYPES, "String", "a type of Rust's prelude"),
    (TYPES, "Vec", "a type of Rust's prelude"),
    (TYPES_AND_VARIANTS, "Self", "a keyword"),
    (
        VARIANTS,
        "Unknown",
        "the variant that keeps values outside the list",
    ),
];

const FIELDS: &[NameKind] = &[NameKind::Field];
const MODULES: &[NameKind] = &[NameKind::Module];
const RECORDS: &[NameKind] = &[NameKind::Record];
const TYPES: &[NameKind] = &[NameKind::Record, NameKind::Enum];
const TYPES_AND_VARIANTS: &[NameKind] = &[
    NameKind::Record,
    NameKind::Enum,
    NameKind::Variant,
    NameKind::Marker,
];
const VARIANTS: &[NameKind] = &[NameKind::Variant];

fn legal(kind: NameKind, mut name: String) -> String {
    // `Self` is no legal name, but a reserved one: that gives a message and not a surprise.
    if kind.is_type_like() || !is_keyword(&name) {
        return name;
    }
    if kind == NameKind::Field && !matches!(name.as_str(), "self" | "super" | "crate") {
        name.insert_str(0, "r#");
    } else {
        name.push('_');
    }
    name
}

/// Keywords of all editions, used and reserved ones, sorted.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate",
    "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl",
    "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref",
    "return", "self", "static", "struct", "super", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// Whether a name needs to be mended to be an identifier.
pub(crate) fn is_keyword(name: &str) -> bool {
    KEYWORDS.binary_search(&name).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(kind: NameKind, wires: &[&str]) -> Vec<String> {
        wires
            .iter()
            .map(|wire| derive(kind, wire).unwrap_or_else(|| "-".to_owned()))
            .collect()
    }

    #[test]
    fn no_module_has_the_name_of_a_device() {
        for name in ["con", "aux", "com1", "lpt9"] {
            for kind in [NameKind::Module, NameKind::SystemModule] {
                assert_eq!(
                    reserved(kind, name),
                    Some("not a file name on Windows"),
                    "{name}"
                );
            }
            assert_eq!(reserved(NameKind::Field, name), None, "{name}");
        }
        for name in ["com", "com10", "comx", "console"] {
            assert_eq!(reserved(NameKind::Module, name), None, "{name}");
        }
    }

    #[test]
    fn wire_names_become_snake_case_fields() {
        let wires = [
            "SSPFormula",
            "Address1",
            "nrRegion",
            "Id",
            "ParentAccountId",
            "i_customer",
        ];
        let expected = [
            "ssp_formula",
            "address1",
            "nr_region",
            "id",
            "parent_account_id",
            "i_customer",
        ];
        assert_eq!(names(NameKind::Field, &wires), expected);
    }

    #[test]
    fn names_that_differ_in_case_only_become_one() {
        let wires = [
            "ProcessStatus",
            "PROCESS_STATUS",
            "processStatus",
            "process status",
        ];
        assert_eq!(names(NameKind::Field, &wires), ["process_status"; 4]);
    }

    #[test]
    fn entities_and_values_become_pascal_case() {
        let wires = [
            "CONTRACT_RATE",
            "AccountInfo",
            "PER TRANSACTION",
            "ACTIVE",
            "1099-K",
            "USD",
        ];
        let expected = [
            "ContractRate",
            "AccountInfo",
            "PerTransaction",
            "Active",
            "N1099K",
            "Usd",
        ];
        assert_eq!(names(NameKind::Record, &wires), expected);
        assert_eq!(names(NameKind::Variant, &wires), expected);
    }

    #[test]
    fn keywords_become_raw_fields_and_mended_modules() {
        let wires = ["Type", "self", "Self", "crate", "super", "gen", "async"];
        let fields = [
            "r#type", "self_", "self_", "crate_", "super_", "r#gen", "r#async",
        ];
        let modules = [
            "type_", "self_", "self_", "crate_", "super_", "gen_", "async_",
        ];
        assert_eq!(names(NameKind::Field, &wires), fields);
        assert_eq!(names(NameKind::Module, &wires), modules);
    }

    #[test]
    fn a_leading_digit_gets_a_letter() {
        assert_eq!(
            names(NameKind::Field, &["2fa", "3D-Secure"]),
            ["n2fa", "n3d_secure"]
        );
        assert_eq!(names(NameKind::Enum, &["2fa"]), ["N2fa"]);
    }

    #[test]
    fn a_name_without_ascii_letters_has_no_rust_name() {
        let wires = ["", "_", "---", "😀", "Straße", "Ⅳ", "名前", "+"];
        assert_eq!(names(NameKind::Field, &wires), ["-"; 8]);
        assert_eq!(names(NameKind::Record, &wires), ["-"; 8]);
    }

    #[test]
    fn a_derived_name_is_an_identifier() {
        let long = "Very".repeat(75);
        let wires = [
            "a b", "a😀b", "../../x", "\"#", "*/", "]]x", "a\nb", "Ä", &long, "__x__", "9",
        ];
        for kind in [
            NameKind::Field,
            NameKind::Module,
            NameKind::Record,
            NameKind::Variant,
        ] {
            for wire in wires {
                if let Some(name) = derive(kind, wire) {
                    assert!(
                        syn::parse_str::<syn::Ident>(&name).is_ok(),
                        "{wire:?} gave {name}"
                    );
                }
            }
        }
    }

    #[test]
    fn a_given_name_is_taken_as_it_is_or_refused_with_a_better_one() {
        assert_eq!(accept(NameKind::Field, "kind"), Ok("kind".to_owned()));
        assert_eq!(accept(NameKind::Field, "type"), Ok("r#type".to_owned()));
        assert_eq!(accept(NameKind::Field, "r#type"), Ok("r#type".to_owned()));
        assert_eq!(
            accept(NameKind::Field, "AccountName"),
            Err(Some("account_name".to_owned()))
        );
        assert_eq!(
            accept(NameKind::Record, "invoice line"),
            Err(Some("InvoiceLine".to_owned()))
        );
        assert_eq!(
            accept(NameKind::Record, "X; fn main() {}"),
            Err(Some("XFnMain".to_owned()))
        );
        assert_eq!(accept(NameKind::Field, "Größe"), Err(None));
        assert_eq!(accept(NameKind::Field, ""), Err(None));
        assert_eq!(accept(NameKind::Field, "a__b"), Err(Some("a_b".to_owned())));
        assert_eq!(
            accept(NameKind::SystemModule, "type_"),
            Ok("type_".to_owned())
        );
        assert_eq!(
            accept(NameKind::SystemModule, "type"),
            Err(Some("type_".to_owned()))
        );
    }

    #[test]
    fn names_of_the_bindings_are_reserved_with_a_reason() {
        assert!(reserved(NameKind::Field, "extra").is_some());
        assert!(reserved(NameKind::Field, "id").is_none());
        assert!(reserved(NameKind::Field, "new").is_none());
        assert!(reserved(NameKind::Enum, "Filter").is_some());
        assert!(reserved(NameKind::Enum, "R1").is_some());
        assert!(reserved(NameKind::Enum, "R").is_none());
        assert!(reserved(NameKind::Variant, "Filter").is_none());
        assert!(reserved(NameKind::Variant, "Self").is_some());
    }

    #[test]
    fn the_keyword_table_is_sorted() {
        assert!(KEYWORDS.is_sorted());
    }
}
