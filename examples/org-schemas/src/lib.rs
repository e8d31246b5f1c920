//! BillingPlatform as our organization uses it: the shipped entities with our fields, and our own.
//!
//! `build.rs` generates the bindings from `schemas/`, and from the schemas that these extend, into
//! the build folder.

include!(concat!(env!("OUT_DIR"), "/bindings.rs"));
