//! Takes the time and memory of other processes.
//!
//! Processor time (user and system, of a process and all that it starts) is the figure to compare:
//! on a busy machine it hardly changes, while the wall clock may show three times as much. The
//! operating system adds it up over all processes that one has started, and cargo, which started
//! this one, may just have compiled it; so each command runs below a fresh process of our own,
//! `xtask measure`, that has started nothing else.

use std::env;
use std::ffi::{OsStr, OsString};
use std::io;
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use clap::Args;

use crate::failure::Failure;
use crate::terminal;

/// The command to measure.
#[derive(Args)]
pub(crate) struct Arguments {
    #[arg(required = true, trailing_var_arg = true, allow_hyphen_values = true)]
    command: Vec<OsString>,
}

/// What a process and all that it started have used.
#[derive(Debug, Clone, Copy)]
pub(super) struct Usage {
    /// Time on a processor.
    pub(super) processor_time: Duration,
    /// Time on the clock.
    pub(super) wall_time: Duration,
    /// Most memory that one of them held, in bytes.
    pub(super) peak_memory: u64,
}

/// A command that runs this program below `xtask measure`; for [`usage`].
pub(super) fn measured(program: impl AsRef<OsStr>) -> Result<Command, Failure> {
    let mut command = Command::new(this_program()?);
    command.arg("measure").arg(program);
    Ok(command)
}

/// The program that is running.
pub(super) fn this_program() -> Result<OsString, Failure> {
    env::current_exe()
        .map(OsString::from)
        .map_err(|error| Failure::new(format!("error: cannot find this program: {error}")))
}

/// Runs a command made by [`measured`] to its end, silently, and returns what it used. A command
/// that fails is a failure that repeats what it said.
pub(super) fn usage(command: &mut Command) -> Result<Usage, Failure> {
    let output = command
        .stdin(Stdio::null())
        .output()
        .map_err(|error| Failure::new(format!("error: cannot start {command:?}: {error}")))?;
    let said = String::from_utf8_lossy(&output.stdout);
    let mut numbers = said.split_whitespace().map(str::parse::<u64>);
    let mut next = || numbers.next().and_then(Result::ok);
    match (output.status.success(), next(), next(), next()) {
        (true, Some(processor), Some(wall), Some(peak_memory)) => Ok(Usage {
            processor_time: Duration::from_micros(processor),
            wall_time: Duration::from_micros(wall),
            peak_memory,
        }),
        _ => Err(Failure::new(format!(
            "{said}{}",
            String::from_utf8_lossy(&output.stderr)
        ))),
    }
}

/// `xtask measure`: runs a command and prints what it used: microseconds on a processor and on the
/// clock, and bytes.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let Some((program, rest)) = arguments.command.split_first() else {
        return Err(Failure::new("error: there is no command to measure"));
    };
    let start = Instant::now();
    let output = Command::new(program).args(rest).output().map_err(|error| {
        Failure::new(format!(
            "error: cannot start {}: {error}",
            program.display()
        ))
    })?;
    let wall = start.elapsed().as_micros();
    if !output.status.success() {
        let said = [output.stdout, output.stderr].concat();
        return Err(Failure::new(format!(
            "error: `{}` failed:\n{}",
            arguments.command.join(OsStr::new(" ")).display(),
            beginning(&String::from_utf8_lossy(&said))
        )));
    }
    let usage = used_by_children()
        .map_err(|error| Failure::new(format!("error: cannot measure processes: {error}")))?;
    let (processor, peak_memory) = usage;
    let processor = processor.as_micros();
    terminal::print(&format!("{processor} {wall} {peak_memory}\n"))
        .map_err(|error| Failure::new(format!("error: cannot print: {error}")))?;
    Ok(ExitCode::SUCCESS)
}

/// The first lines of a text: a compiler may find the same mistake in each of 100 entities.
fn beginning(text: &str) -> String {
    const LINES: usize = 40;
    let mut shown = text.lines().take(LINES).collect::<Vec<_>>().join("\n");
    let left = text.lines().skip(LINES).count();
    if left > 0 {
        shown = format!("{shown}\n... and {left} more lines");
    }
    shown
}

/// Time on a processor, and most memory in bytes.
#[cfg(unix)]
fn used_by_children() -> io::Result<(Duration, u64)> {
    use nix::sys::resource::{UsageWho, getrusage};
    use nix::sys::time::TimeVal;

    let usage = getrusage(UsageWho::RUSAGE_CHILDREN)?;
    let time = |value: TimeVal| {
        let seconds = u64::try_from(value.tv_sec()).unwrap_or_default();
        let micros = u64::try_from(value.tv_usec()).unwrap_or_default();
        Duration::from_secs(seconds) + Duration::from_micros(micros)
    };
    // macOS counts bytes, the others kibibytes.
    let unit = if cfg!(target_os = "macos") { 1 } else { 1024 };
    Ok((
        time(usage.user_time()) + time(usage.system_time()),
        u64::try_from(usage.max_rss()).unwrap_or_default() * unit,
    ))
}

#[cfg(not(unix))]
fn used_by_children() -> io::Result<(Duration, u64)> {
    Err(io::Error::new(
        io::ErrorKind::Unsupported,
        "this needs Linux, macOS or another Unix",
    ))
}

/// Several measurements of the same thing.
#[derive(Debug, Clone)]
pub(super) struct Series(Vec<f64>);

impl Series {
    /// Measures so many times, at least once.
    pub(super) fn of(
        runs: usize,
        mut once: impl FnMut(usize) -> Result<f64, Failure>,
    ) -> Result<Self, Failure> {
        let mut values = (0..runs.max(1))
            .map(&mut once)
            .collect::<Result<Vec<f64>, Failure>>()?;
        values.sort_by(f64::total_cmp);
        Ok(Self(values))
    }

    /// What others have measured; `None` where they did not.
    pub(super) fn new(mut values: Vec<f64>) -> Option<Self> {
        values.sort_by(f64::total_cmp);
        (!values.is_empty()).then_some(Self(values))
    }

    /// The same measurements in another unit.
    pub(super) fn map(&self, convert: impl Fn(f64) -> f64) -> Self {
        let mut values: Vec<f64> = self.0.iter().map(|&value| convert(value)).collect();
        values.sort_by(f64::total_cmp);
        Self(values)
    }

    /// The one in the middle.
    pub(super) fn median(&self) -> f64 {
        let middle = self.0.len() / 2;
        if self.0.len().is_multiple_of(2) {
            f64::midpoint(self.0[middle - 1], self.0[middle])
        } else {
            self.0[middle]
        }
    }

    /// The least and the most.
    pub(super) fn range(&self) -> (f64, f64) {
        (self.0[0], self.0[self.0.len() - 1])
    }
}

#[cfg(test)]
mod tests {
    use super::Series;

    #[test]
    fn the_median_is_the_middle_of_the_sorted_values() {
        let of = |values: &[f64]| Series::of(values.len(), |run| Ok(values[run]));
        let odd = of(&[3.0, 1.0, 2.0]).expect("it does not fail");
        assert_eq!(
            format!("{} {:?}", odd.median(), odd.range()),
            "2 (1.0, 3.0)"
        );
        let even = of(&[4.0, 1.0, 2.0, 3.0]).expect("it does not fail");
        assert_eq!(format!("{}", even.median()), "2.5");
        let turned = odd.map(|value| -value);
        assert_eq!(
            format!("{} {:?}", turned.median(), turned.range()),
            "-2 (-3.0, -1.0)"
        );
    }
}
