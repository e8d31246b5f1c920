//! Whether an organization has an entity: what tells "no record" from "no such entity" where a
//! system answers both alike.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// What is known of an entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Existence {
    /// The organization has it.
    Exists,
    /// The organization has none of this name.
    Missing,
    /// The server did not say.
    Unknown,
}

/// What a client has found out, so that it asks once for each entity.
#[derive(Debug, Default)]
pub(super) struct Existences(Mutex<BTreeMap<String, Existence>>);

impl Existences {
    pub(super) fn get(&self, entity: &str) -> Option<Existence> {
        // The map is whole after each step, also where a thread ended in the middle of one.
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.get(entity).copied()
    }

    pub(super) fn put(&self, entity: &str, existence: Existence) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.insert(entity.to_owned(), existence);
    }
}
