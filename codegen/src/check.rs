//! The stage `check`: documents become the model, and every problem is reported at once.

mod directory;
mod entity;
mod examples;
mod extension;
mod field;
mod header;
pub(crate) mod language;
mod limits;
mod names;
mod operations;
mod reader;
mod rules;
mod selection;
mod system;
mod types;
mod unused;
mod values;
mod wire;

use crate::diagnostics::Sink;
use crate::load::SystemDocuments;
use crate::model::System;

/// Checks the documents of each system.
///
/// What comes back may be used only when nothing was reported: it has gaps otherwise.
pub(crate) fn check_systems(documents: &[SystemDocuments<'_>], sink: &mut Sink) -> Vec<System> {
    documents
        .iter()
        .map(|documents| system::check_system(documents, sink))
        .collect()
}
