//! `cargo xtask soak`: the long versions of everything random, from a seed that is printed.

use std::fmt::Write as _;
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use clap::{Args, ValueEnum};

use crate::failure::Failure;
use crate::{terminal, workspace};

/// What to try, and for how long.
#[derive(Args)]
pub(crate) struct Arguments {
    /// About how long to go on, without the time to build
    #[arg(long, value_name = "N", default_value_t = 10.0, value_parser = minutes)]
    minutes: f64,
    /// Try this part only
    #[arg(long, value_name = "PART")]
    only: Option<Part>,
    /// What all random choices follow from; left out: the clock
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
}

/// A part of what is random.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
enum Part {
    /// The property tests, with more cases
    Properties,
    /// The fuzz targets, with a driver for stable Rust
    Fuzz,
    /// Creates through faults of all kinds, each of which is to be done once
    Once,
    /// Runs of the writer that are killed or collide, again and again
    Kills,
    /// Schemas as large as they get, and the bindings of them compiled
    Sizes,
}

/// The parts with the hundredths of the time that each is given.
const PARTS: [(Part, f64); 5] = [
    (Part::Properties, 0.30),
    (Part::Fuzz, 0.40),
    (Part::Once, 0.10),
    (Part::Kills, 0.10),
    (Part::Sizes, 0.10),
];

/// Cases of the property tests in a second, on a slow machine.
const CASES_PER_SECOND: f64 = 20.0;

/// Runs of the writer that are killed in a second, on a slow machine.
const KILLS_PER_SECOND: f64 = 4.0;

/// Creates of the test that all are done once, in a second, on a slow machine; it makes them with each
/// client.
const CREATES_PER_SECOND: f64 = 100.0;

/// With less time than this the largest schemas are left out: what is generated of them is compiled,
/// which takes as long as it takes.
const TIME_FOR_SIZES: Duration = Duration::from_secs(30 * 60);

/// Runs all parts, also behind one that fails, and says how to run it again.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    let seed = arguments
        .seed
        .unwrap_or_else(|| now.map_or(0, |now| now.as_secs()));
    let whole = Duration::from_secs_f64(arguments.minutes * 60.0);
    eprintln!("seed {seed}");
    let mut report = String::new();
    let mut code = ExitCode::SUCCESS;
    for (part, share) in PARTS {
        let time = match arguments.only {
            None => whole.mul_f64(share),
            Some(only) if only == part => whole,
            Some(_) => continue,
        };
        if part == Part::Sizes && arguments.only.is_none() && whole < TIME_FOR_SIZES {
            continue;
        }
        let name = format!("{part:?}").to_lowercase();
        eprintln!("== {name}");
        let start = Instant::now();
        let is_sound = command(part, time, seed)?;
        let seconds = start.elapsed().as_secs();
        let outcome = if is_sound {
            "nothing found".to_owned()
        } else {
            code = ExitCode::FAILURE;
            format!(
                "FAILED; again: cargo xtask soak --only {name} --seed {seed} --minutes {}",
                arguments.minutes
            )
        };
        // Memory can always be written.
        let _ = writeln!(report, "{name:10} {seconds:5} s  {outcome}");
    }
    terminal::print(&report)
        .map_err(|error| Failure::new(format!("error: cannot print: {error}")))?;
    Ok(code)
}

/// Runs a part; `false` where it found something.
fn command(part: Part, time: Duration, seed: u64) -> Result<bool, Failure> {
    let mut cargo = Command::new(workspace::cargo());
    cargo.current_dir(workspace::root());
    // What is random in the tests follows from these, here and in the commands below them.
    cargo.env("PROPTEST_RNG_SEED", seed.to_string());
    match part {
        Part::Properties => {
            let cases = at_least(256, time.as_secs_f64() * CASES_PER_SECOND);
            cargo.env("PROPTEST_CASES", cases.to_string());
            cargo.args(["test", "--quiet", "--package", "billbind-tests"]);
            cargo.args(["--test", "integration", "--", "properties::", "storage::"]);
            cargo.arg("end_to_end::model::");
        }
        Part::Fuzz => {
            cargo.env("CARGO_TARGET_DIR", workspace::target());
            cargo.args(["run", "--quiet", "--manifest-path", "fuzz/Cargo.toml", "--"]);
            cargo.args(["--seed", &seed.to_string()]);
            cargo.args(["--seconds", &time.as_secs().max(5).to_string()]);
        }
        Part::Once => {
            let rounds = at_least(10_000, time.as_secs_f64() * CREATES_PER_SECOND);
            cargo.env("BILLBIND_TEST_ROUNDS", rounds.to_string());
            cargo.args(["test", "--quiet", "--package", "billbind-tests"]);
            cargo.args(["--test", "integration", "--", "end_to_end::once::"]);
        }
        Part::Kills => {
            let rounds = at_least(25, time.as_secs_f64() * KILLS_PER_SECOND);
            cargo.env("BILLBIND_TEST_ROUNDS", rounds.to_string());
            cargo.args(["test", "--quiet", "--package", "billbind-codegen"]);
            cargo.args(["--test", "integration", "--", "write::"]);
        }
        Part::Sizes => {
            cargo.args(["test", "--quiet", "--package", "billbind-codegen"]);
            cargo.args(["--package", "billbind-tests"]);
            cargo.args(["--test", "integration", "--", "sizes::"]);
            cargo.args(["--include-ignored", "--nocapture"]);
        }
    }
    let status = cargo
        .status()
        .map_err(|error| Failure::new(format!("error: cannot start cargo: {error}")))?;
    Ok(status.success())
}

/// A count, and never fewer than the tests make without being asked.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the number is positive, and minutes are limited"
)]
fn at_least(fewest: u64, count: f64) -> u64 {
    (count as u64).max(fewest)
}

fn minutes(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(minutes) if minutes > 0.0 && minutes <= 100_000.0 => Ok(minutes),
        _ => Err("a number of minutes between 0 and 100000 is wanted".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::{PARTS, at_least, minutes};

    #[test]
    fn the_parts_share_the_whole_time() {
        let sum: f64 = PARTS.iter().map(|(_, share)| share).sum();
        assert!((sum - 1.0).abs() < 1e-9, "{sum}");
    }

    #[test]
    fn minutes_may_be_fractions_and_never_none() {
        assert_eq!(minutes("0.5"), Ok(0.5));
        for text in ["0", "-1", "NaN", "inf", "x", "1e9"] {
            assert!(minutes(text).is_err(), "{text}");
        }
        assert_eq!((at_least(25, 3.0), at_least(25, 99.9)), (25, 99));
    }
}
