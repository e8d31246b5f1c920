//! Generates the bindings whenever a schema has changed.

use std::env;
use std::error::Error;
use std::fs;
use std::path::PathBuf;
use std::process;

use billbind_codegen::Generator;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=schemas");
    let out = PathBuf::from(env::var("OUT_DIR")?);
    // Bindings of a system that is gone go too: nobody else writes here.
    let generator = Generator::new("schemas", &out).for_these_schemas_alone();
    if let Err(error) = generator.run() {
        // Every problem of the schemas at once, with place and help.
        eprintln!("{error}");
        process::exit(1);
    }
    // What `src/lib.rs` includes: a `mod` item in that place finds `fleet/mod.rs` beside it. The name
    // is that of the system's folder, `schemas/fleet`.
    fs::write(out.join("bindings.rs"), "pub mod fleet;\n")?;
    Ok(())
}
