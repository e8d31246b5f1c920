//! What the generator promises to those who run it.

mod diagnostics;
mod emission;
mod extending;
mod fixtures;
mod reading;
mod schemas;
mod write;
