//! What the bindings cost the compiler, beside what prost makes of the same model: messages and enums,
//! without builders, queries and requests.
//!
//! Milliseconds are those of a machine and an hour. Two crates that are compiled in turns tell of the
//! crates.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use super::compilation::{Crate, set_up};
use super::measure::Series;
use super::model::{Entity, Field, Kind};
use crate::failure::Failure;
use crate::workspace;

/// Those of the measurements of other generators that the target is taken from.
const PROST: &str = "0.14.4";
const PROTOX: &str = "0.10.0";

/// The program that makes the peer.
const GENERATOR: &str = include_str!("prost/generator.rs");

/// `cargo check` of both crates, in processor seconds.
pub(super) struct Beside {
    /// The bindings.
    pub(super) ours: Series,
    /// What prost made.
    pub(super) prost: Series,
    /// Ours in parts of the other, round by round.
    pub(super) ratio: Series,
}

/// Makes the peer of a model in a folder, and checks both crates in turns.
pub(super) fn measure(
    model: &[Entity],
    bindings: &Crate,
    folder: &Path,
    target: &Path,
    runs: usize,
) -> Result<Beside, Failure> {
    let prost = peer(model, folder, target)?;
    // The first time cargo builds the dependencies too.
    bindings.check()?;
    prost.check()?;
    let rounds: Result<Vec<_>, Failure> = (0..runs)
        .map(|_| Ok((bindings.check()?, prost.check()?)))
        .collect();
    let (ours, prost): (Vec<f64>, Vec<f64>) = rounds?.into_iter().unzip();
    let ratio = ours.iter().zip(&prost).map(|(ours, prost)| ours / prost);
    let ratio = Series::new(ratio.collect());
    match (Series::new(ours), Series::new(prost), ratio) {
        (Some(ours), Some(prost), Some(ratio)) => Ok(Beside { ours, prost, ratio }),
        _ => Err(Failure::new("error: there is no round to measure")),
    }
}

/// The crate that prost makes of a model.
fn peer(model: &[Entity], folder: &Path, target: &Path) -> Result<Crate, Failure> {
    let (generator, messages) = (folder.join("generator"), folder.join("crate"));
    for source in [generator.join("src"), messages.join("src")] {
        fs::create_dir_all(&source).map_err(|error| Failure::refused("create", &source, &error))?;
    }
    let proto = folder.join("model.proto");
    let dependencies = format!("prost-build = \"={PROST}\"\nprotox = \"={PROTOX}\"\n");
    for (path, text) in [
        (&proto, proto_of(model)),
        (
            &generator.join("Cargo.toml"),
            manifest("generator", &dependencies),
        ),
        (&generator.join("src/main.rs"), GENERATOR.to_owned()),
        (
            &messages.join("Cargo.toml"),
            manifest("messages", &format!("prost = \"={PROST}\"\n")),
        ),
    ] {
        fs::write(path, text).map_err(|error| Failure::refused("write", path, &error))?;
    }
    let mut command = Command::new(workspace::cargo());
    set_up(&mut command, &generator, target);
    let output = command
        .args(["run", "--"])
        .args([&proto, &messages.join("src")])
        .output()
        .map_err(|error| Failure::new(format!("error: cannot start {command:?}: {error}")))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(Failure::new(format!("error: {command:?} failed:\n{said}")));
    }
    let (made, library) = (messages.join("src/billing.rs"), messages.join("src/lib.rs"));
    fs::rename(&made, &library).map_err(|error| Failure::refused("rename", &made, &error))?;
    Ok(Crate::made(messages, target.to_owned()))
}

fn manifest(name: &str, dependencies: &str) -> String {
    format!(
        "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
         [dependencies]\n{dependencies}\n[workspace]\n"
    )
}

/// The model as Protocol Buffers: of each entity the record, what is given on create and on update,
/// and a list, as the measurements of other generators had it.
fn proto_of(model: &[Entity]) -> String {
    let mut text = "syntax = \"proto3\";\npackage billing;\n".to_owned();
    for entity in model {
        let name = &entity.name;
        for field in &entity.fields {
            if let Kind::Enum(values) = &field.kind {
                let values: String =
                    values
                        .iter()
                        .enumerate()
                        .fold(String::new(), |mut values, (at, value)| {
                            let value = value.replace([' ', '-'], "_");
                            // Writing to a string cannot fail.
                            let _ =
                                writeln!(values, "  {name}_{}_{value} = {};", field.name, at + 1);
                            values
                        });
                let _ = write!(
                    text,
                    "enum {name}{0}Enum {{\n  {name}_{0}_NONE = 0;\n{values}}}\n",
                    field.name
                );
            }
        }
        let all: Vec<&Field> = entity.fields.iter().collect();
        let writable = || entity.fields.iter().filter(|field| !field.read_only);
        let created: Vec<&Field> = writable().collect();
        let updated: Vec<&Field> = entity.fields.iter().take(1).chain(writable()).collect();
        for (message, fields) in [("", all), ("Create", created), ("Update", updated)] {
            let _ = writeln!(text, "// A {name} record.\nmessage {name}{message} {{");
            for (at, field) in fields.into_iter().enumerate() {
                let kind = proto_kind(name, field);
                let _ = writeln!(
                    text,
                    "  // {0} of the {name}.\n  optional {kind} {0} = {1};",
                    field.name,
                    at + 1
                );
            }
            text.push_str("}\n");
        }
        let _ = writeln!(
            text,
            "message {name}List {{ repeated {name} records = 1; int64 total = 2; }}"
        );
    }
    text
}

fn proto_kind(entity: &str, field: &Field) -> String {
    match &field.kind {
        Kind::Id | Kind::Reference(_) => "int64".to_owned(),
        Kind::Text(_) | Kind::Secret(_) | Kind::Date | Kind::DateTime => "string".to_owned(),
        Kind::Decimal(_) => "double".to_owned(),
        Kind::Integer => "int32".to_owned(),
        Kind::Flag => "bool".to_owned(),
        Kind::Enum(_) => format!("{entity}{}Enum", field.name),
    }
}

#[cfg(test)]
mod tests {
    use super::proto_of;
    use crate::bench::model::entities;

    #[test]
    fn a_model_has_four_messages_for_each_entity() {
        let text = proto_of(&entities(3, 30));
        assert_eq!(text.matches("\nmessage ").count(), 12);
        assert_eq!(text.matches("optional int64 Id = 1;").count(), 6);
    }
}
