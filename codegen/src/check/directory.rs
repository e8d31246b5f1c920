//! The entities of a system by their wire names, for whatever points at one of them.

use std::collections::{BTreeMap, BTreeSet};

use super::reader::{Reader, Text};
use crate::diagnostics::{Code, Diagnostic, quoted};
use crate::model::EntityId;

/// Which entities there are.
#[derive(Debug, Default)]
pub(crate) struct Directory<'d> {
    ids: BTreeMap<&'d str, EntityId>,
    /// Lower-case names that may be those of entities whose files say it wrongly or not at all.
    uncertain: BTreeSet<String>,
    /// Whether the list of external entities is not known.
    incomplete: bool,
}

impl<'d> Directory<'d> {
    /// Makes the directory of entities that come sorted by wire name.
    pub(crate) fn new(
        sorted: impl Iterator<Item = &'d str>,
        uncertain: BTreeSet<String>,
        incomplete: bool,
    ) -> Self {
        Self {
            ids: sorted
                .enumerate()
                .map(|(index, wire)| (wire, EntityId(index)))
                .collect(),
            uncertain,
            incomplete,
        }
    }

    /// Whether every entity is in it.
    pub(crate) fn is_complete(&self) -> bool {
        !self.incomplete && self.uncertain.is_empty()
    }

    /// The entity that a reference points at; reported where there is none.
    pub(crate) fn resolve(&self, reader: &mut Reader<'_>, target: Text<'_>) -> Option<EntityId> {
        if let Some(id) = self.ids.get(target.text) {
            return Some(*id);
        }
        let may_exist = self.incomplete || self.uncertain.contains(&target.text.to_lowercase());
        if !may_exist {
            let message = format!("no entity is called {}", quoted(target.text));
            reader.report(
                Diagnostic::new(Code::UnknownTarget, reader.at(target.span), message)
                    .with_choices(target.text, self.ids.keys().copied())
                    .with_help("describe it in a file of its own, or list it under `external` in system.yaml"),
            );
        }
        None
    }
}
