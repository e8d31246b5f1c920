//! What the bindings promise to those who use them, seen from outside of all crates.

mod client;
mod compile_fail;
mod conversions;
mod editors;
mod end_to_end;
mod facts;
mod features;
mod freshness;
mod guides;
mod hostile;
mod obstacles;
mod outlines;
mod pages;
mod printing;
mod project;
mod properties;
mod review;
mod sizes;
mod storage;
mod transports;
mod wire;
