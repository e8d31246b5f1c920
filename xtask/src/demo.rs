//! `cargo xtask demo`: starts the demonstration.

use std::process::{Command, ExitCode};

use clap::Args;

use crate::failure::Failure;
use crate::workspace;

/// It takes nothing.
#[derive(Args)]
pub(crate) struct Arguments {}

/// Starts it, and ends as it does.
pub(crate) fn run(_: &Arguments) -> Result<ExitCode, Failure> {
    let mut cargo = Command::new(workspace::cargo());
    cargo.args(["run", "--quiet", "--manifest-path"]);
    cargo.arg(workspace::root().join("Cargo.toml"));
    cargo.args(["--package", "billbind-demo"]);
    let status = cargo
        .status()
        .map_err(|error| Failure::new(format!("error: cannot start cargo: {error}")))?;
    let code = status.code().and_then(|code| u8::try_from(code).ok());
    Ok(code.map_or(ExitCode::FAILURE, ExitCode::from))
}
