//! Regular expressions for what is written as a text: names and type expressions.
//!
//! They take what the checker takes, and are written so that the dialects of JavaScript and Rust
//! agree on them.

use crate::check::language::{self, Argument, TypeName};
use crate::naming::NameKind;

/// What a name on the wire looks like: no blank at its ends, no control character.
pub(super) const WIRE_NAME: &str =
    r"^[^\s\x00-\x1F\x7F-\x9F]([^\x00-\x1F\x7F-\x9F]*[^\s\x00-\x1F\x7F-\x9F])?$";

/// What a name in Rust looks like; keywords and reserved names look no different.
pub(super) fn rust_name(kind: NameKind) -> &'static str {
    match kind {
        NameKind::Field => "^(r#)?[a-z][a-z0-9]*(_[a-z0-9]+)*_?$",
        NameKind::Module | NameKind::SystemModule => "^[a-z][a-z0-9]*(_[a-z0-9]+)*_?$",
        NameKind::Record | NameKind::Enum | NameKind::Variant | NameKind::Marker => {
            "^[A-Z][A-Za-z0-9]*$"
        }
    }
}

/// What a type expression looks like, of the types that pass a test by their names.
pub(super) fn type_expression(wanted: impl Fn(&str) -> bool) -> String {
    let is_list = |known: &&TypeName| known.argument == Argument::Type;
    let held: Vec<String> = language::TYPES
        .iter()
        .filter(|known| known.in_list)
        .map(single)
        .collect();
    let lists = language::TYPES
        .iter()
        .filter(is_list)
        .map(|list| format!(r"{}\s*\(\s*({})\s*\)", list.name, held.join("|")));
    let choices: Vec<String> = language::TYPES
        .iter()
        .filter(|known| !is_list(known) && wanted(known.name))
        .map(single)
        .chain(lists)
        .collect();
    format!(r"^\s*({})\s*$", choices.join("|"))
}

/// How the type expressions begin whose types pass a test: it is given a type's name, and whether
/// it is that of what a list holds.
pub(super) fn type_of(wanted: impl Fn(&str, bool) -> bool) -> String {
    let names = |is_list: bool| {
        let types = language::TYPES.iter();
        let fitting = types.filter(|known| {
            let possible = if is_list {
                known.in_list
            } else {
                known.argument != Argument::Type
            };
            possible && wanted(known.name, is_list)
        });
        fitting.map(|known| known.name).collect::<Vec<_>>()
    };
    let mut choices = vec![format!(r"({})\s*(\(|$)", names(false).join("|"))];
    let held = names(true);
    if !held.is_empty() {
        let list = language::LIST;
        choices.push(format!(r"{list}\s*\(\s*({})\s*[()]", held.join("|")));
    }
    format!(r"^\s*({})", choices.join("|"))
}

fn single(known: &TypeName) -> String {
    let name = known.name;
    match known.argument {
        Argument::None | Argument::Type => name.to_owned(),
        Argument::Entity => format!(r"{name}\s*\(\s*\S.*\)"),
        Argument::Limit(0) => format!(r"{name}(\s*\(\s*0*[0-9]{{1,10}}\s*\))?"),
        // A longer number does not fit where the length is kept.
        Argument::Limit(_) => format!(r"{name}(\s*\(\s*0*[1-9][0-9]{{0,9}}\s*\))?"),
    }
}
