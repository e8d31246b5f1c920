//! Records in a user's own storage: the stable form that serde writes and reads.
//!
//! With the feature `serde`, records, the enums of their fields, ids, decimals, dates and date-times
//! implement serde's `Serialize` and `Deserialize`. What they are written as is a promise of its
//! own, apart from the wire: a later version of these crates reads what an earlier one stored,
//! also where the schema has changed in between.
//!
//! A record is a map with the fields' wire names as keys. Ids, text, decimals (with their scale),
//! dates (as the text they came from) and enums are text; whole numbers are numbers; flags are
//! `true` and `false`. A field without a value is left out. Unknown fields whose value is plain text,
//! a flag or a small whole number stand under their names; everything else that the record kept,
//! misfits too, stands in `$kept`, a list of pairs of a name and the JSON text of the value, byte for
//! byte as it came:
//!
//! ```json
//! {
//!   "Id": "27471",
//!   "RateHierarchy": true,
//!   "Created": "2014-11-03T18:26:11.000Z",
//!   "nrRegion": "EMEA",
//!   "$kept": [["nrRate", "1.10"]]
//! }
//! ```
//!
//! A record that was read from an answer, stored and read again equals the record that was stored,
//! but for its secrets. Reading is as lenient as reading an answer: a value that does not fit its
//! field is a misfit and fails nothing. Only a float as the value of a field that the schema knows is
//! an error: it may have lost digits.
//!
//! Fields that the schema knows as secrets are left out; [`WithSecrets`] and [`with_secrets`] store
//! them. [`Secret`] itself does not implement `Serialize`, so that a struct which holds one does not
//! compile before somebody has decided.
//!
//! Formats that do not describe themselves (postcard, bincode) work as long as the schema knows every
//! stored field with the same kind of value. All rules are in `docs/storage.md` of the repository.

mod read;
mod scalars;
mod write;

use serde_core::{Deserialize, Deserializer, Serialize, Serializer};

use crate::Secret;
use crate::record::Slots;

use write::Secrets;
#[doc(hidden)]
pub use {read::deserialize_record, scalars::deserialize_enum, write::Stored};

/// The traits, for generated code: a crate of bindings need not depend on serde.
#[doc(hidden)]
pub use serde_core as serde;

/// Name of the member that holds what cannot be stored under its own name.
const KEPT: &str = "$kept";

/// Stores a record with its secrets.
///
/// ```
/// # use billbind_runtime::{Secret, storage::WithSecrets};
/// # fn store(card: &Secret) -> Result<(), serde_json::Error> {
/// let json = serde_json::to_string(&WithSecrets(card))?;
/// # Ok(()) }
/// ```
#[derive(Debug, Clone, Copy)]
pub struct WithSecrets<'a, T: ?Sized>(pub &'a T);

impl<T: HoldsSecrets + ?Sized> Serialize for WithSecrets<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize_with_secrets(serializer)
    }
}

/// What can be stored with its secrets: records, [`Secret`], and `Option` and `Vec` of them.
pub trait HoldsSecrets {
    /// Serializes the value, secrets and all.
    ///
    /// # Errors
    /// Those of the serializer.
    #[doc(hidden)]
    fn serialize_with_secrets<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error>;
}

impl<R: Slots> HoldsSecrets for R {
    fn serialize_with_secrets<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        write::serialize(self, serializer, Secrets::Stored)
    }
}

impl HoldsSecrets for Secret {
    fn serialize_with_secrets<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.expose())
    }
}

impl<T: HoldsSecrets> HoldsSecrets for Option<T> {
    fn serialize_with_secrets<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Some(value) => serializer.serialize_some(&WithSecrets(value)),
            None => serializer.serialize_none(),
        }
    }
}

impl<T: HoldsSecrets> HoldsSecrets for Vec<T> {
    fn serialize_with_secrets<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter().map(WithSecrets))
    }
}

/// For fields of your own structs that are stored with their secrets:
/// `#[serde(with = "billbind::storage::with_secrets")]`.
pub mod with_secrets {
    use super::{Deserialize, Deserializer, HoldsSecrets, Serializer};

    /// Serializes the value, secrets and all.
    ///
    /// # Errors
    /// Those of the serializer.
    pub fn serialize<T: HoldsSecrets + ?Sized, S: Serializer>(
        value: &T,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        value.serialize_with_secrets(serializer)
    }

    /// Reads the value; secrets are taken where they are.
    ///
    /// # Errors
    /// Those of the deserializer.
    pub fn deserialize<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<T, D::Error> {
        T::deserialize(deserializer)
    }
}

/// `Serialize` of all records.
///
/// # Errors
/// Those of the serializer.
#[doc(hidden)]
pub fn serialize_record<S: Serializer>(
    record: &dyn Slots,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    write::serialize(record, serializer, Secrets::LeftOut)
}
