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

/// Reads and checks one of the `bases` as a system of its own: schemas that a program holds as texts
/// and that are in no folder.
///
/// ```
/// use billbind_codegen::{Bases, read_base};
///
/// let system = "
/// system: shop
/// rust: Shop
/// protocol: billingplatform
/// wire: {flag: 0/1, date: YYYY-MM-DD, date-time: 'YYYY-MM-DDTHH:MM:SSZ'}
/// operations: [create, retrieve]
/// ";
/// let order = "{entity: ORDER, fields: {Id: id, Total: decimal}}";
/// let texts = [("shop/system.yaml", system), ("shop/order.yaml", order)];
/// let shop = read_base("shop", &Bases::new().texts("shop", &texts))?;
/// assert!(shop.entity_named("ORDER").is_some());
/// # Ok::<(), billbind_codegen::Problems>(())
/// ```
///
/// # Errors
///
/// Everything that is wrong with any of the files, at once; a name that is no base's.
pub fn read_base(name: &str, bases: &Bases) -> Result<model::System, Problems> {
    let mut systems = inputs::Inputs::read_base(name, bases).check()?;
    // One system was read, and `check` gives one model per system or reports why not.
    Ok(systems.remove(0))
}

/// The example in the README, compiled.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
