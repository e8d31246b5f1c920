//! Shared parts of the tests: the bindings of a made-up system with what no shipped schema has yet.
//!
//! The schemas are `integration/fixtures/workshop`: lengths and scales, closed enums, lists, ids of
//! the caller, other forms of flags and dates. A test says how to bring the bindings up to date.

// Formatted by the generator.
#[rustfmt::skip]
pub mod workshop;
