//! `cargo xtask sandbox`: starts the sandbox in the folder that the command was typed in.

use std::ffi::OsString;
use std::process::{Command, ExitCode};

use clap::Args;

use crate::failure::Failure;
use crate::workspace;

/// Everything is passed on: the sandbox knows what it takes.
#[derive(Args)]
#[command(disable_help_flag = true)]
pub(crate) struct Arguments {
    /// What the sandbox takes; `--help` lists it
    #[arg(
        trailing_var_arg = true,
        allow_hyphen_values = true,
        value_name = "ARGUMENTS"
    )]
    arguments: Vec<OsString>,
}

/// Starts the sandbox, and ends when it does.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let mut cargo = Command::new(workspace::cargo());
    cargo.args(["run", "--quiet", "--manifest-path"]);
    cargo.arg(workspace::root().join("Cargo.toml"));
    cargo.args(["--package", "billbind-sandbox", "--"]);
    cargo.args(&arguments.arguments);
    become_command(cargo)
}

/// The sandbox takes this process over, so that it is the one that ctrl-c stops and waits for.
#[cfg(unix)]
fn become_command(mut command: Command) -> Result<ExitCode, Failure> {
    use std::os::unix::process::CommandExt as _;

    let error = command.exec();
    Err(Failure::new(format!("error: cannot start cargo: {error}")))
}

#[cfg(not(unix))]
fn become_command(mut command: Command) -> Result<ExitCode, Failure> {
    let status = command
        .status()
        .map_err(|error| Failure::new(format!("error: cannot start cargo: {error}")))?;
    let code = status.code().and_then(|code| u8::try_from(code).ok());
    Ok(code.map_or(ExitCode::FAILURE, ExitCode::from))
}
