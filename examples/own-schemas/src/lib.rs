//! Bindings for the entities that our organization added to BillingPlatform.
//!
//! `build.rs` generates them from `schemas/` into the build folder.

include!(concat!(env!("OUT_DIR"), "/bindings.rs"));
