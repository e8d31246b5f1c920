//! The server that the samples of the pages for users run against: a sandbox with an organization
//! that has fields and records of its own.

use std::env;
use std::fs;
use std::ops::Deref;
use std::path::Path;

use billbind_sandbox::{Options, Server};
use tempfile::TempDir;

/// Records that samples name by their ids.
const RECORDS: [(&str, &[(&str, &str)]); 6] = [
    (
        "ACCOUNT",
        &[
            ("Id", "27471"),
            ("Name", "Blue Ltd"),
            ("AccountTypeId", "1"),
            ("Status", "ACTIVE"),
            ("nrRegion", "EMEA"),
            ("nrCreditLimit", "1000.00"),
        ],
    ),
    (
        "ACCOUNT",
        &[("Id", "27472"), ("Name", "Red Ltd"), LIVE, TYPE],
    ),
    (
        "ACCOUNT",
        &[("Id", "27473"), ("Name", "Green Ltd"), LIVE, TYPE],
    ),
    (
        "ACCOUNT",
        &[
            ("Id", "27474"),
            ("Name", "O'Hara Ltd"),
            ("Status", "DEACTIVATED"),
            ("nrRegion", "EMEA"),
            TYPE,
        ],
    ),
    (
        "CONTRACT",
        &[
            ("AccountId", "27471"),
            ("ContractNumber", "C-2026-1"),
            ("StartDate", "20260101"),
        ],
    ),
    (
        "INVOICE",
        &[
            ("BillingProfileId", "30001"),
            ("Status", "CURRENT"),
            ("DueDate", "20260131"),
            ("GrandTotalAmount", "120.00"),
        ],
    ),
];

const LIVE: (&str, &str) = ("Status", "ACTIVE");
const TYPE: (&str, &str) = ("AccountTypeId", "1");

/// A sandbox for one sample, and the folder that its files are in.
pub struct Setting {
    server: Server,
    _folder: TempDir,
}

impl Deref for Setting {
    type Target = Server;

    fn deref(&self) -> &Server {
        &self.server
    }
}

/// Starts the sandbox of a sample, and makes a folder with the files that it reads the current one.
/// Each sample is a process of its own.
///
/// # Panics
/// Where that fails.
#[must_use]
pub fn setting() -> Setting {
    let schemas = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    let options = Options::new().schemas(schemas).examples(true);
    let server = options.start().expect("the sandbox starts");
    for (entity, values) in RECORDS {
        let put = server.put_record(entity, values);
        put.unwrap_or_else(|error| panic!("{entity} {values:?}: {error}"));
    }
    let folder = TempDir::new().expect("there is room for files");
    fs::write(folder.path().join("contract.pdf"), b"%PDF-1.7").expect("it can be written");
    let authority = include_str!("../integration/transports/ca.pem");
    fs::write(folder.path().join("company-ca.pem"), authority).expect("it can be written");
    env::set_current_dir(folder.path()).expect("it is there");
    Setting {
        server,
        _folder: folder,
    }
}
