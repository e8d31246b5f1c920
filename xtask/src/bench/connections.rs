//! What the clients add to a bare loop over the same HTTP stack, and what the sandbox takes for a
//! request.

use std::path::Path;

use super::records::{self, Comparison};
use crate::failure::Failure;
use crate::workspace;

/// The program that measures.
const PROGRAM: &str = include_str!("connections/program.rs");

/// Makes, builds and runs the program in a folder.
pub(super) fn measure(folder: &Path, target: &Path) -> Result<Vec<Comparison>, Failure> {
    let root = workspace::root();
    let manifest = format!(
        "[package]\nname = \"connections\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n\
         [dependencies]\n\
         axum = {{ version = \"*\", default-features = false, features = [\"http1\", \"tokio\"] }}\n\
         billbind = {{ path = '{}', features = [\"async\", \"blocking\"] }}\n\
         billbind-sandbox = {{ path = '{}' }}\n\
         reqwest = {{ version = \"*\", default-features = false }}\n\
         rustls = {{ version = \"0.23\", default-features = false, features = [\"ring\"] }}\n\
         serde = {{ version = \"1\", features = [\"derive\"] }}\nserde_json = \"1\"\n\
         tokio = {{ version = \"1\", features = [\"macros\", \"net\", \"rt-multi-thread\", \"time\"] }}\n\
         ureq = {{ version = \"*\", default-features = false }}\n",
        root.join("generated").display(),
        root.join("sandbox").display(),
    );
    records::run_program(
        folder,
        target,
        &[("Cargo.toml", &manifest), ("src/main.rs", PROGRAM)],
    )
}
