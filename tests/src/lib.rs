//! Shared parts of the tests, and the samples of the pages for users as doc tests.

pub mod samples;
// Bindings of a made-up system with what no shipped schema has, generated from integration/fixtures/workshop.
// Formatted by the generator.
#[rustfmt::skip]
pub mod workshop;

/// The samples of README.md; `build.rs` says what is added to them.
#[cfg(doctest)]
#[doc = include_str!(concat!(env!("OUT_DIR"), "/README.md"))]
pub mod readme {}

/// The sample of the README that the package `billbind` brings.
#[cfg(doctest)]
#[doc = include_str!(concat!(env!("OUT_DIR"), "/generated-README.md"))]
pub mod package_readme {}

/// The samples of docs/integrating.md.
#[cfg(doctest)]
#[doc = include_str!(concat!(env!("OUT_DIR"), "/docs-integrating.md"))]
pub mod integrating {}
