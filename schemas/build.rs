//! Lists the files of each system, so that no list can forget one: `src/lib.rs` includes what is
//! written here.

use std::env;
use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=.");
    let package = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    let shown = format!(
        "{}-{}",
        env::var("CARGO_PKG_NAME")?,
        env::var("CARGO_PKG_VERSION")?
    );
    let mut code = String::new();
    for system in names_in(&package)? {
        let folder = package.join(&system);
        if !folder.join("system.yaml").is_file() {
            continue;
        }
        let name = system.to_uppercase();
        writeln!(
            code,
            "/// The files of the system `{system}`, sorted by name."
        )?;
        writeln!(code, "pub const {name}: &[(&str, &str)] = &[")?;
        let files = names_in(&folder)?;
        for file in files.iter().filter(|file| is_schema(file)) {
            let path = format!("/{system}/{file}");
            let text = format!("include_str!(concat!(env!(\"CARGO_MANIFEST_DIR\"), {path:?}))");
            writeln!(code, "    ({:?}, {text}),", format!("{shown}{path}"))?;
        }
        code.push_str("];\n");
    }
    let out = PathBuf::from(env::var("OUT_DIR")?);
    fs::write(out.join("systems.rs"), code)?;
    Ok(())
}

/// Names in a folder, sorted, as far as they are text.
fn names_in(folder: &Path) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        names.extend(entry?.file_name().into_string());
    }
    names.sort();
    Ok(names)
}

fn is_schema(name: &str) -> bool {
    Path::new(name)
        .extension()
        .is_some_and(|ending| ending == "yaml")
}
