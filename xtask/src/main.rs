//! `cargo xtask`: the commands of this repository, thin over the libraries.
//!
//! Of the workspace it depends on `billbind-codegen` alone and starts everything else through
//! cargo, so that bindings that do not compile never keep anyone from generating better ones.

mod api;
mod bench;
mod codegen;
mod demo;
mod dependencies;
mod explain;
mod failure;
mod packages;
mod pages;
mod sandbox;
mod soak;
mod terminal;
mod workspace;

use std::process::ExitCode;

use clap::Parser;

/// The commands of the billbind repository.
#[derive(Parser)]
#[command(bin_name = "cargo xtask")]
enum Command {
    /// Write the Rust bindings that the schemas describe
    Codegen(codegen::Arguments),
    /// Start a sandbox, and go through ten steps from an account to its contract rate
    Demo(demo::Arguments),
    /// Say what a code such as BB0101 means, with a wrong example and the mended one
    Explain(explain::Arguments),
    /// Record what users of the libraries can name, or show how it differs from the record
    Api(api::Arguments),
    /// Check what the published packages would hold and say of themselves
    Packages(packages::Arguments),
    /// Check the licences of all dependencies, and what users compile with the published crates
    Dependencies(dependencies::Arguments),
    /// Measure the generator, and what its output costs the compiler and the program
    Bench(bench::Arguments),
    /// Start a local server that speaks the protocol of a system and keeps state
    Sandbox(sandbox::Arguments),
    /// Try everything random for a long time: property tests, fuzz targets, killed runs
    Soak(soak::Arguments),
    /// Print the processor time and memory that a command takes
    #[command(hide = true)]
    Measure(bench::measure::Arguments),
}

fn main() -> ExitCode {
    let result = match Command::parse() {
        Command::Codegen(arguments) => codegen::run(&arguments),
        Command::Demo(arguments) => demo::run(&arguments),
        Command::Explain(arguments) => explain::run(&arguments),
        Command::Api(arguments) => api::run(&arguments),
        Command::Dependencies(arguments) => dependencies::run(&arguments),
        Command::Packages(arguments) => packages::run(&arguments),
        Command::Bench(arguments) => bench::run(&arguments),
        Command::Sandbox(arguments) => sandbox::run(&arguments),
        Command::Soak(arguments) => soak::run(&arguments),
        Command::Measure(arguments) => bench::measure::run(&arguments),
    };
    result.unwrap_or_else(|failure| {
        eprintln!("{failure}");
        ExitCode::FAILURE
    })
}
