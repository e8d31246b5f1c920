//! Where things are in this workspace, from whichever of its folders the command was typed in.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use billbind_codegen::Bases;

use crate::failure::Failure;

/// The folder of the workspace.
pub(crate) fn root() -> &'static Path {
    let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
    xtask.parent().unwrap_or(xtask)
}

/// A path in the workspace, as one would type it in the current folder.
pub(crate) fn path(inside: &str) -> PathBuf {
    let here = env::current_dir().ok();
    let below = here
        .as_deref()
        .and_then(|here| here.strip_prefix(root()).ok());
    match below {
        Some(below) => {
            let mut path: PathBuf = below.components().map(|_| "..").collect();
            path.push(inside);
            path
        }
        None => root().join(inside),
    }
}

/// The systems that schemas from elsewhere may extend by name: those of this workspace.
pub(crate) fn bases() -> Bases {
    let schemas = path("schemas");
    let Ok(entries) = fs::read_dir(&schemas) else {
        return Bases::new();
    };
    let names = entries
        .flatten()
        .filter_map(|entry| entry.file_name().into_string().ok());
    names
        .filter(|name| schemas.join(name).join("system.yaml").is_file())
        .fold(Bases::new(), |bases, name| {
            let folder = schemas.join(&name);
            bases.folder(name, folder)
        })
}

/// The folder that cargo builds this workspace in.
pub(crate) fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// The cargo that started this command.
pub(crate) fn cargo() -> OsString {
    env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"))
}

/// What a cargo command prints, run in this workspace.
pub(crate) fn cargo_output(arguments: &[&str]) -> Result<String, Failure> {
    let shown = arguments.join(" ");
    let result = Command::new(cargo())
        .args(arguments)
        .current_dir(root())
        .output()
        .map_err(|error| Failure::new(format!("error: cannot start `cargo {shown}`: {error}")))?;
    if !result.status.success() {
        let said = String::from_utf8_lossy(&result.stderr);
        return Err(Failure::new(format!(
            "error: `cargo {shown}` failed:\n{said}"
        )));
    }
    Ok(String::from_utf8_lossy(&result.stdout).into_owned())
}

/// Gives a crate outside this workspace the versions of its dependencies, so that it is built with
/// the same ones and without asking the registry.
pub(crate) fn copy_lock_file(folder: &Path) -> Result<(), Failure> {
    let (ours, theirs) = (root().join("Cargo.lock"), folder.join("Cargo.lock"));
    fs::copy(&ours, &theirs).map_err(|error| Failure::refused("copy", &ours, &error))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{path, root};

    #[test]
    fn a_path_leads_to_the_workspace_from_a_folder_in_it() {
        // Tests run in the folder of their package.
        assert_eq!(path("generated/src").to_str(), Some("../generated/src"));
        assert!(root().join("xtask/src/workspace.rs").is_file());
    }
}
