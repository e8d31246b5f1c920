//! Generates typed Rust bindings for billing platforms from YAML entity schemas.
//!
//! Five stages, each a module, each stage's output a type: `load` reads files, [`check`](read)
//! judges them and makes the [`model`], `lower` gives it Rust's shape, `emit` prints it, `write`
//! puts it on disk.

#![deny(missing_docs)]

mod cache;
mod check;
pub mod diagnostics;
mod emit;
mod generate;
mod inputs;
mod json;
mod load;
mod lower;
pub mod model;
mod naming;
mod parallel;
pub mod reference;
pub mod write;

use std::path::Path;

pub use diagnostics::Problems;
pub use emit::render;
#[doc(hidden)]
pub use emit::{items_of_unknown_shape, render_from_whole};
pub use generate::{GenerateError, Generator, Summary};
pub use load::Bases;

/// Reads and checks the schemas of all systems in a folder, or of the one that is named.
///
/// # Errors
///
/// Everything that is wrong with any of the files, at once.
pub fn read(schemas: &Path, system: Option<&str>) -> Result<Vec<model::System>, Problems> {
    read_with_bases(schemas, system, &Bases::new())
}

/// Like [`read`], for schemas that may extend others by their names in `bases`.
///
/// # Errors
///
/// Everything that is wrong with any of the files, those of the bases included, at once.
pub fn read_with_bases(
    schemas: &Path,
    system: Option<&str>,
    bases: &Bases,
) -> Result<Vec<model::System>, Problems> {
    inputs::Inputs::read(schemas, system, bases).check()
}

/// The example in the README, compiled.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
