//! How fast programs read and write records, against structs written by hand for serde.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::compilation::set_up;
use super::generation::{generate, write_system};
use super::measure::Series;
use super::model::{SYSTEM, SYSTEM_FILE};
use crate::failure::Failure;
use crate::workspace;

/// The record that is read and written, in the schema language.
const SCHEMA: &str = include_str!("records/measured.yaml");

/// What its references point to.
const EXTERNAL: &str = "external: {ACCOUNT: , PRODUCT: }\n";

/// The program that measures, and the structs that the bindings are measured against.
const PROGRAM: &str = include_str!("records/program.rs");
const PEER: &str = include_str!("records/peer.rs");

/// One thing that was measured.
pub(super) struct Comparison {
    /// What was done, and against what.
    pub(super) what: String,
    /// How many times as fast ours was.
    pub(super) ratio: Series,
    /// Nanoseconds per record or request.
    pub(super) ours: Series,
}

/// Makes, builds and runs the program in a folder.
pub(super) fn measure(folder: &Path, target: &Path) -> Result<Vec<Comparison>, Failure> {
    let schemas = folder.join("schemas");
    let system = format!("{SYSTEM_FILE}{EXTERNAL}");
    write_system(
        &schemas,
        [("system.yaml", &*system), ("measured.yaml", SCHEMA)],
    )?;
    generate(&schemas, &folder.join("src"))?;
    let manifest = format!(
        "[package]\nname = \"bindings\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n\
         [dependencies]\nbillbind-runtime = {{ path = '{}' }}\n\
         nix = {{ version = \"*\", default-features = false, features = [\"resource\"] }}\n\
         serde = {{ version = \"1\", features = [\"derive\"] }}\nserde_json = \"1\"\n",
        workspace::root().join("runtime").display()
    );
    let library = format!("//! Measured bindings.\n\npub mod {SYSTEM};\n");
    let files = [
        ("Cargo.toml", &*manifest),
        ("src/lib.rs", &library),
        ("src/main.rs", PROGRAM),
        ("src/peer.rs", PEER),
    ];
    run_program(folder, target, &files)
}

/// Writes the files of a crate, and runs it.
pub(super) fn run_program(
    folder: &Path,
    target: &Path,
    files: &[(&str, &str)],
) -> Result<Vec<Comparison>, Failure> {
    let source = folder.join("src");
    fs::create_dir_all(&source).map_err(|error| Failure::refused("create", &source, &error))?;
    for (name, text) in files {
        let path = folder.join(name);
        fs::write(&path, text).map_err(|error| Failure::refused("write", &path, &error))?;
    }
    workspace::copy_lock_file(folder)?;

    let mut command = Command::new(workspace::cargo());
    set_up(&mut command, folder, target);
    let output = command
        .args(["run", "--release"])
        .output()
        .map_err(|error| Failure::new(format!("error: cannot start {command:?}: {error}")))?;
    let said = String::from_utf8_lossy(&output.stdout);
    if !output.status.success() {
        let complaint = String::from_utf8_lossy(&output.stderr);
        return Err(Failure::new(format!(
            "error: {command:?} failed:\n{said}{complaint}"
        )));
    }
    comparisons(&said).ok_or_else(|| {
        Failure::new(format!(
            "error: {command:?} said what it should not:\n{said}"
        ))
    })
}

/// Reads the lines that the program prints, one for each round.
fn comparisons(said: &str) -> Option<Vec<Comparison>> {
    let mut rounds: Vec<(&str, Vec<[f64; 2]>)> = Vec::new();
    for line in said.lines() {
        let mut parts = line.split('\t');
        let what = parts.next()?;
        let numbers = [parts.next()?.parse().ok()?, parts.next()?.parse().ok()?];
        match rounds.last_mut() {
            Some((last, numbers_of)) if *last == what => numbers_of.push(numbers),
            _ => rounds.push((what, vec![numbers])),
        }
    }
    rounds
        .into_iter()
        .map(|(what, numbers)| {
            let column = |at: usize| Series::new(numbers.iter().map(|row| row[at]).collect());
            Some(Comparison {
                what: what.to_owned(),
                ratio: column(0)?,
                ours: column(1)?,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::comparisons;

    #[test]
    fn rounds_of_the_same_are_one_series() {
        let said = "decode\t1.5\t100\t150\ndecode\t1.7\t100\t170\nencode\t2\t50\t100\n";
        let found = comparisons(said).expect("the lines are complete");
        let shown: Vec<_> = found
            .iter()
            .map(|found| {
                format!(
                    "{} {} {}",
                    found.what,
                    found.ratio.median(),
                    found.ours.median()
                )
            })
            .collect();
        assert_eq!(shown, ["decode 1.6 100", "encode 2 50"]);
        assert!(comparisons("panicked\n").is_none());
    }
}
