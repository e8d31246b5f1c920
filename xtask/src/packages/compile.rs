//! Compiles what the packages hold, and nothing else: a file that was left out is missed here, and
//! not by the first user.
//!
//! `cargo package` can do it too, and takes what it has compiled once for this version for good: the
//! packages are "from a registry" there, whose versions never change, so that bindings of tonight
//! were compiled against a runtime of this morning. Here they are crates in folders.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::failure::Failure;
use crate::workspace;

/// Makes the packages, unpacks them beside each other and compiles them with all features: with
/// this version of Rust (`1.89`), or else the current one.
pub(super) fn compile(names: &[&str], toolchain: Option<&str>) -> Result<(), Failure> {
    let target = fs::create_dir_all(workspace::target())
        .and_then(|()| workspace::target().canonicalize())
        .map_err(|error| Failure::refused("make", &workspace::target(), &error))?;
    make(names, &target)?;
    let folder = target.join("packages");
    unpack(names, &target, &folder)?;
    fs::write(folder.join("Cargo.toml"), manifest(names))
        .map_err(|error| Failure::refused("write", &folder.join("Cargo.toml"), &error))?;
    workspace::copy_lock_file(&folder)?;
    let mut check = match toolchain {
        Some(version) => {
            let mut rustup = Command::new("rustup");
            rustup.args(["run", version, "cargo"]);
            rustup
        }
        None => Command::new(workspace::cargo()),
    };
    check
        .args(["check", "--workspace", "--all-features"])
        .current_dir(&folder)
        .env("CARGO_TARGET_DIR", &target);
    run(
        &mut check,
        "the packages do not compile from what they hold",
    )
}

fn make(names: &[&str], target: &Path) -> Result<(), Failure> {
    let mut package = Command::new(workspace::cargo());
    // What is not committed is packaged too, for those who try this out. Lock files are made of what
    // the registry says of packages that may not be there, and nothing is compiled with them.
    package
        .args(["package", "--no-verify", "--allow-dirty", "--quiet"])
        .arg("--exclude-lockfile")
        .args(names.iter().flat_map(|name| ["--package", name]))
        .current_dir(workspace::root())
        .env("CARGO_TARGET_DIR", target);
    run(&mut package, "the packages cannot be made")
}

fn unpack(names: &[&str], target: &Path, folder: &Path) -> Result<(), Failure> {
    if folder.exists() {
        fs::remove_dir_all(folder).map_err(|error| Failure::refused("remove", folder, &error))?;
    }
    fs::create_dir_all(folder).map_err(|error| Failure::refused("make", folder, &error))?;
    for name in names {
        let mut tar = Command::new("tar");
        tar.arg("-xzf")
            .arg(archive(name, target))
            .current_dir(folder);
        run(&mut tar, "a package cannot be unpacked")?;
    }
    Ok(())
}

/// The file that cargo made of a package.
fn archive(name: &str, target: &Path) -> PathBuf {
    let file = format!("{}.crate", of_this_version(name));
    target.join("package").join(file)
}

/// The name of a package's folder in its archive. All packages have the version of this command.
fn of_this_version(name: &str) -> String {
    format!("{name}-{}", env!("CARGO_PKG_VERSION"))
}

/// A workspace of the unpacked packages, in which each takes the others from there.
fn manifest(names: &[&str]) -> String {
    let members: Vec<String> = names
        .iter()
        .map(|name| format!("{:?}", of_this_version(name)))
        .collect();
    let patches: Vec<String> = names
        .iter()
        .map(|name| format!("{name} = {{ path = {:?} }}", of_this_version(name)))
        .collect();
    format!(
        "[workspace]\nresolver = \"3\"\nmembers = [{}]\n\n[patch.crates-io]\n{}\n",
        members.join(", "),
        patches.join("\n")
    )
}

fn run(command: &mut Command, otherwise: &str) -> Result<(), Failure> {
    let program = command.get_program().to_string_lossy().into_owned();
    let status = command
        .status()
        .map_err(|error| Failure::new(format!("error: cannot start `{program}`: {error}")))?;
    if status.success() {
        return Ok(());
    }
    Err(Failure::new(format!(
        "error: {otherwise}; see what `{program}` said above"
    )))
}
