//! Names: from what the wire or the schema says to a Rust name that is free.

use std::collections::{HashMap, hash_map};

use super::reader::{Reader, Text};
use crate::diagnostics::{Code, Diagnostic, Place, Sink, quoted};
use crate::naming::{self, NameKind};

/// A Rust name with the place that it comes from.
#[derive(Debug, Clone)]
pub(crate) struct Named {
    pub(crate) rust: String,
    /// The given name, otherwise the wire name that it is derived from.
    pub(crate) place: Place,
}

/// The Rust name of something: the given one, otherwise the derived one.
///
/// A name that cannot be used is reported; the returned one is then empty, and collides with
/// nothing.
pub(crate) fn rust_name(
    reader: &mut Reader<'_>,
    kind: NameKind,
    wire: Text<'_>,
    given: Option<Text<'_>>,
) -> Named {
    let place = reader.at(given.unwrap_or(wire).span);
    let rust = match given {
        Some(given) => given_name(reader, kind, given),
        None => derived_name(reader, kind, wire),
    };
    let rust = rust.filter(|rust| !report_reserved(reader.sink, kind, rust, place));
    Named {
        rust: rust.unwrap_or_default(),
        place,
    }
}

/// A name that a schema gives; reported and `None` where it is no Rust name of its kind.
pub(crate) fn given_name(
    reader: &mut Reader<'_>,
    kind: NameKind,
    given: Text<'_>,
) -> Option<String> {
    let better = match naming::accept(kind, given.text) {
        Ok(name) => return Some(name),
        Err(better) => better,
    };
    let message = format!(
        "{} cannot be the name of a Rust {}",
        quoted(given.text),
        kind.describe()
    );
    let diagnostic = Diagnostic::new(Code::BadRustName, reader.at(given.span), message);
    reader.report(match better {
        Some(better) => diagnostic.with_help(format!("write {}", quoted(&better))),
        None => diagnostic.with_help("use ASCII letters and digits, a letter first"),
    });
    None
}

/// Reports a name that the bindings use themselves.
pub(crate) fn report_reserved(sink: &mut Sink, kind: NameKind, rust: &str, place: Place) -> bool {
    let Some(reason) = naming::reserved(kind, rust) else {
        return false;
    };
    let message = format!(
        "the {} cannot be called {} in Rust",
        kind.describe(),
        quoted(rust)
    );
    sink.report(
        Diagnostic::new(Code::ReservedName, place, message)
            .labelled(format!("{}: {reason}", quoted(rust)))
            .with_help(format!("give another name: {}", kind.how_to_give())),
    );
    true
}

/// Reports a wire name that cannot be one; such names are typing errors without exception.
pub(crate) fn check_wire_name(reader: &mut Reader<'_>, name: Text<'_>) {
    let wrong = if name.text.is_empty() {
        "a name on the wire cannot be empty"
    } else if name.text.trim() != name.text {
        "a name on the wire cannot begin or end with a blank"
    } else if name.text.chars().any(char::is_control) {
        "a name on the wire cannot hold line breaks or other control characters"
    } else {
        return;
    };
    reader.report(
        Diagnostic::new(Code::BadWireName, reader.at(name.span), wrong)
            .with_help("write the name as the vendor's reference does"),
    );
}

/// Something whose name must differ from that of its neighbours.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Neighbour<'n> {
    pub(crate) rust: &'n str,
    pub(crate) wire: &'n str,
    pub(crate) place: Place,
    /// Whether it was compared with its neighbours before; two such are not reported again.
    pub(crate) settled: bool,
}

/// Reports neighbours with one Rust name.
pub(crate) fn report_collisions<'n>(
    sink: &mut Sink,
    kind: NameKind,
    neighbours: impl Iterator<Item = Neighbour<'n>>,
) {
    let mut first: HashMap<&str, Neighbour<'n>> = HashMap::new();
    for neighbour in neighbours {
        if neighbour.rust.is_empty() {
            continue;
        }
        match first.entry(neighbour.rust) {
            hash_map::Entry::Vacant(vacant) => {
                vacant.insert(neighbour);
            }
            hash_map::Entry::Occupied(earlier) => {
                let earlier = *earlier.get();
                if !(earlier.settled && neighbour.settled) {
                    // What is settled stands in system.yaml: the other one is to be changed.
                    let (kept, changed) = if neighbour.settled {
                        (neighbour, earlier)
                    } else {
                        (earlier, neighbour)
                    };
                    report_collision(sink, kind, kept, changed);
                }
            }
        }
    }
}

fn report_collision(sink: &mut Sink, kind: NameKind, kept: Neighbour<'_>, changed: Neighbour<'_>) {
    let message = format!(
        "{} and {} are both called {} in Rust",
        quoted(kept.wire),
        quoted(changed.wire),
        quoted(changed.rust)
    );
    sink.report(
        Diagnostic::new(Code::NameCollision, changed.place, message)
            .labelled(format!("also {}", quoted(changed.rust)))
            .with_related(kept.place, format!("this is {}", quoted(kept.rust)))
            .with_help(format!(
                "give one of them another name: {}",
                kind.how_to_give()
            )),
    );
}

fn derived_name(reader: &mut Reader<'_>, kind: NameKind, wire: Text<'_>) -> Option<String> {
    let name = naming::derive(kind, wire.text);
    if name.is_none() && !wire.text.is_empty() {
        let message = format!(
            "{} gives no name for a Rust {}",
            quoted(wire.text),
            kind.describe()
        );
        reader.report(
            Diagnostic::new(Code::NoRustName, reader.at(wire.span), message)
                .labelled("Rust names are made of ASCII letters and digits")
                .with_help(format!("give one: {}", kind.how_to_give())),
        );
    }
    name
}
