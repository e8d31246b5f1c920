//! `cargo xtask api`: the record of what users of the libraries can name, and how it has changed.
//!
//! The record is made from the sources and not from rustdoc's JSON. That has another form with each
//! version of the compiler, needs a nightly one or a switch that pretends to be one, and would break
//! with every update of Rust. The sources give the same text with every version, in a fraction of a
//! second. What they do not say is what macros make (so macros and their calls are in the record),
//! and auto traits (cargo-semver-checks sees these, see RELEASING.md).

mod outline;
mod paths;
mod record;
mod sources;
mod surface;

use std::fs;
use std::io;
use std::process::ExitCode;

use clap::Args;
use similar::TextDiff;

use crate::failure::Failure;
use crate::{terminal, workspace};

/// The crates by hand that others call: folder and name. Those of the bindings have snapshots.
const RECORDED: [(&str, &str); 2] = [
    ("codegen", "billbind-codegen"),
    ("runtime", "billbind-runtime"),
];

/// What to do with the records in `docs/api`.
#[derive(Args)]
pub(crate) struct Arguments {
    /// Write nothing; fail and show the difference when a record is not up to date
    #[arg(long)]
    check: bool,
}

/// Runs the command.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let mut changed = Vec::new();
    for (folder, name) in RECORDED {
        let sources = sources::Sources::read(&workspace::path(&format!("{folder}/src/lib.rs")))?;
        let text = record::record(name, &sources);
        let shown = format!("docs/api/{name}.rs");
        let path = workspace::path(&shown);
        let recorded = match fs::read_to_string(&path) {
            Ok(recorded) => recorded,
            Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
            Err(error) => return Err(Failure::refused("read", &path, &error)),
        };
        if recorded == text {
            continue;
        }
        let diff = TextDiff::from_lines(&recorded, &text)
            .unified_diff()
            .header(&format!("{shown} (recorded)"), &format!("{shown} (now)"))
            .to_string();
        print(&diff)?;
        if !arguments.check {
            if let Some(folder) = path.parent() {
                fs::create_dir_all(folder)
                    .map_err(|error| Failure::refused("create", folder, &error))?;
            }
            fs::write(&path, text).map_err(|error| Failure::refused("write", &path, &error))?;
        }
        changed.push(shown);
    }
    match (&*changed, arguments.check) {
        ([], _) => print("the records of the public API are up to date\n")?,
        (changed, false) => print(&format!("wrote {}\n", changed.join(", ")))?,
        (changed, true) => {
            return Err(Failure::new(format!(
                "error: the public API is not as recorded in {}: see the difference above\n\
                 If users should see it, run `cargo xtask api` and commit the record with the change and its \
                 lines in CHANGELOG.md; RELEASING.md says which version such a change needs.",
                changed.join(", ")
            )));
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn print(text: &str) -> Result<(), Failure> {
    let text = if terminal::wants_colour(&io::stdout()) {
        terminal::coloured_diff(text)
    } else {
        text.to_owned()
    };
    terminal::print(&text).map_err(|error| Failure::new(format!("error: cannot print: {error}")))
}
