//! Generates the bindings whenever a schema has changed, of this crate or of billbind.

use std::env;
use std::error::Error;
use std::fs;
use std::path::PathBuf;
use std::process;

use billbind_codegen::{Bases, Generator};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=schemas");
    let out = PathBuf::from(env::var("OUT_DIR")?);
    // What `extends: billingplatform` in schemas/billingplatform/system.yaml stands for.
    let shipped = Bases::new().texts("billingplatform", billbind_schemas::BILLINGPLATFORM);
    let generator = Generator::new("schemas", &out).bases(shipped);
    // Bindings of a system that is gone go too: nobody else writes here.
    if let Err(error) = generator.for_these_schemas_alone().run() {
        // Every problem of the schemas at once, with place and help.
        eprintln!("{error}");
        process::exit(1);
    }
    // What `src/lib.rs` includes: a `mod` item in that place finds `billingplatform/mod.rs` beside
    // it. The name is that of the system's folder, `schemas/billingplatform`.
    fs::write(out.join("bindings.rs"), "pub mod billingplatform;\n")?;
    Ok(())
}
