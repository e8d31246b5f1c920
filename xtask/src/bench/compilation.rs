//! What the generated crate costs the compiler, alone: dependencies are built before.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

use super::measure::{Series, Usage, measured, usage};
use super::model::SYSTEM;
use crate::failure::Failure;
use crate::workspace;

/// What was measured for one crate.
pub(super) struct Compilation {
    /// Processor seconds of `cargo check`.
    pub(super) check: Series,
    /// Processor seconds of `cargo build --release`.
    pub(super) release: Series,
    /// Processor seconds of a `cargo check` that has nothing to do.
    pub(super) idle: Series,
    /// Size of the library in bytes.
    pub(super) library: u64,
    /// Most memory that the compiler held, in bytes.
    pub(super) peak_memory: u64,
}

/// A crate that holds generated bindings and nothing else.
pub(super) struct Crate {
    folder: PathBuf,
    target: PathBuf,
}

impl Crate {
    /// Makes the crate in a folder whose `src` holds the bindings; all such crates share `target`.
    pub(super) fn new(folder: PathBuf, target: PathBuf) -> Result<Self, Failure> {
        let runtime = workspace::root().join("runtime");
        // A workspace of its own, since the folder lies in ours.
        let manifest = format!(
            "[package]\nname = \"bindings\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
             [dependencies]\nbillbind-runtime = {{ path = '{}' }}\n\n[workspace]\n",
            runtime.display()
        );
        write(&folder.join("Cargo.toml"), &manifest)?;
        write(
            &folder.join("src/lib.rs"),
            &format!("//! Measured bindings.\n\npub mod {SYSTEM};\n"),
        )?;
        workspace::copy_lock_file(&folder)?;
        Ok(Self { folder, target })
    }

    /// A crate whose files are there.
    pub(super) fn made(folder: PathBuf, target: PathBuf) -> Self {
        Self { folder, target }
    }

    /// Processor seconds of `cargo check` after a change.
    pub(super) fn check(&self) -> Result<f64, Failure> {
        let usage = self.after_a_change(&["check"])?;
        Ok(usage.processor_time.as_secs_f64())
    }

    /// Compiles the crate so many times.
    pub(super) fn measure(&self, runs: usize) -> Result<Compilation, Failure> {
        let (check, release) = (&["check"][..], &["build", "--release"][..]);
        // The first time cargo builds the dependencies too.
        self.cargo(check)?;
        self.cargo(release)?;
        let mut peak_memory = 0;
        let seconds = |usage: Usage| usage.processor_time.as_secs_f64();
        let mut again = |arguments| {
            let usage = self.after_a_change(arguments)?;
            peak_memory = usage.peak_memory.max(peak_memory);
            Ok(seconds(usage))
        };
        let checked = Series::of(runs, |_| again(check))?;
        let idle = Series::of(runs, |_| self.cargo(check).map(seconds))?;
        let released = Series::of(runs, |_| again(release))?;
        let library = self.target.join("release/libbindings.rlib");
        let metadata = fs::metadata(&library)
            .map_err(|error| Failure::refused("look at", &library, &error))?;
        Ok(Compilation {
            check: checked,
            release: released,
            idle,
            library: metadata.len(),
            peak_memory,
        })
    }

    fn after_a_change(&self, arguments: &[&str]) -> Result<Usage, Failure> {
        self.touch()?;
        self.cargo(arguments)
    }

    /// Lets cargo think that the crate has changed.
    fn touch(&self) -> Result<(), Failure> {
        let path = self.folder.join("src/lib.rs");
        File::options()
            .append(true)
            .open(&path)
            .and_then(|file| file.set_modified(SystemTime::now()))
            .map_err(|error| Failure::refused("touch", &path, &error))
    }

    fn cargo(&self, arguments: &[&str]) -> Result<Usage, Failure> {
        let mut command = measured(workspace::cargo())?;
        set_up(&mut command, &self.folder, &self.target);
        usage(command.args(arguments))
    }
}

/// Makes a cargo work in a folder, silently and whatever is set on this machine.
pub(super) fn set_up(command: &mut Command, folder: &Path, target: &Path) {
    command
        .arg("--quiet")
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", target)
        .env("CARGO_INCREMENTAL", "0")
        .env("RUSTC_WRAPPER", "")
        .env_remove("RUSTFLAGS")
        .env_remove("CARGO_ENCODED_RUSTFLAGS");
}

fn write(path: &Path, text: &str) -> Result<(), Failure> {
    fs::write(path, text).map_err(|error| Failure::refused("write", path, &error))
}
