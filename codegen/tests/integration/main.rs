//! What the generator promises to those who run it.

mod beside;
mod diagnostics;
mod editors;
mod emission;
mod explanations;
mod extending;
mod fixtures;
mod reading;
mod schemas;
mod sizes;
mod write;
