//! Where the schemas of an organization come from: the shipped ones, or a folder.

use std::path::Path;
use std::sync::{Arc, OnceLock};

use billbind_codegen::{Bases, model, read_base, read_with_bases};

use super::Organization;
use crate::error::StartError;

/// What [`Bases`] call the shipped schemas.
const SHIPPED: &str = "billingplatform";

/// The protocol that this sandbox speaks.
const PROTOCOL: &str = "billingplatform";

/// What the organization of the vendor's samples has beside the shipped schemas.
const SAMPLE_ORGANIZATION: &[(&str, &str)] = &[
    (
        "sample/system.yaml",
        include_str!("../../schemas/sample/system.yaml"),
    ),
    (
        "sample/account.yaml",
        include_str!("../../schemas/sample/account.yaml"),
    ),
];

impl Organization {
    /// The organization of the vendor's samples: the shipped schemas, and its own key of ACCOUNT.
    ///
    /// It is read once in a process, which may start a sandbox for each of its tests.
    pub(crate) fn shipped() -> Result<Arc<Self>, StartError> {
        static SHIPPED: OnceLock<Arc<Organization>> = OnceLock::new();
        if let Some(shipped) = SHIPPED.get() {
            return Ok(Arc::clone(shipped));
        }
        let bases = shipped_bases().texts("sample", SAMPLE_ORGANIZATION);
        let shipped = Self::new(&read_base("sample", &bases)?)?;
        Ok(Arc::clone(SHIPPED.get_or_init(|| Arc::new(shipped))))
    }

    /// The organization that the schemas of a folder describe; they may extend `billingplatform`.
    ///
    /// The folder holds one folder per system. Of several systems, the one that speaks the protocol
    /// is taken.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the schemas; no system or several that speak the protocol.
    pub(crate) fn from_folder(schemas: &Path) -> Result<Arc<Self>, StartError> {
        let systems = read_with_bases(schemas, None, &shipped_bases())?;
        let names: Vec<&str> = systems.iter().map(|system| system.name.as_str()).collect();
        let speaks = |system: &&model::System| system.protocol == PROTOCOL;
        let mut fitting = systems.iter().filter(speaks);
        match (fitting.next(), fitting.next()) {
            (Some(system), None) => Self::new(system).map(Arc::new),
            (None, _) => Err(StartError::refused(format!(
                "no system in {} has `protocol: {PROTOCOL}`, which is all that the sandbox speaks; \
                 there are: {}",
                schemas.display(),
                names.join(", ")
            ))),
            (Some(_), Some(_)) => Err(StartError::refused(format!(
                "several systems in {} have `protocol: {PROTOCOL}`: {}. Give a folder with one of \
                 them",
                schemas.display(),
                names.join(", ")
            ))),
        }
    }
}

fn shipped_bases() -> Bases {
    Bases::new().texts(SHIPPED, billbind_schemas::BILLINGPLATFORM)
}
