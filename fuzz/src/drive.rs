//! Runs a target on mutated inputs for some time, with stable Rust.

use std::cell::RefCell;
use std::collections::HashSet;
use std::fs;
use std::io;
use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::mutate::{Random, mutate};
use crate::{Outcome, Target};

/// Most inputs that are kept for further mutation, the seeds not counted.
const MOST_KEPT: usize = 4_000;

thread_local! {
    /// What the last panic said.
    static SAID: RefCell<String> = const { RefCell::new(String::new()) };
}

/// What a run of a target came to.
#[derive(Debug)]
pub struct Report {
    /// How many inputs were tried.
    pub inputs: u64,
    /// How many different outcomes they had.
    pub outcomes: usize,
    /// The longest time that one input took.
    pub slowest: Duration,
    /// The first input that broke a promise.
    pub failure: Option<Failure>,
}

/// An input that broke a promise.
#[derive(Debug)]
pub struct Failure {
    /// Where the input is, cut down to what is needed.
    pub input: PathBuf,
    /// What was said.
    pub message: String,
}

/// Tries inputs until the time is over or one of them fails.
///
/// The input that is being tried is in `<artifacts>/<target>-current`, for the case that it ends
/// the whole process.
///
/// # Errors
///
/// What the operating system says to writing into the folder.
pub fn run(target: Target, seed: u64, time: Duration, artifacts: &Path) -> io::Result<Report> {
    fs::create_dir_all(artifacts)?;
    let current = artifacts.join(format!("{}-current", target.name));
    panic::set_hook(Box::new(|info| {
        SAID.with_borrow_mut(|said| *said = info.to_string());
    }));
    let mut random = Random::new(seed);
    let mut corpus = (target.seeds)();
    let mut outcomes = HashSet::new();
    let mut report = Report {
        inputs: 0,
        outcomes: 0,
        slowest: Duration::ZERO,
        failure: None,
    };
    let most = corpus.len() + MOST_KEPT;
    let mut untried = corpus.clone().into_iter();
    let start = Instant::now();
    while start.elapsed() < time {
        let input = untried.next().unwrap_or_else(|| {
            let parent = random.below(corpus.len());
            let parent = corpus.get(parent).cloned().unwrap_or_default();
            mutate(&mut random, &parent, &corpus, target.words)
        });
        fs::write(&current, &input)?;
        let began = Instant::now();
        let outcome = attempt(target, &input);
        report.slowest = report.slowest.max(began.elapsed());
        report.inputs += 1;
        match outcome {
            Ok(outcome) if outcomes.insert(outcome) && corpus.len() < most => corpus.push(input),
            Ok(_) => {}
            Err(message) => {
                let small = cut_down(target, input);
                let path = artifacts.join(format!("{}-seed-{seed}", target.name));
                fs::write(&path, small)?;
                report.failure = Some(Failure {
                    input: path,
                    message,
                });
                break;
            }
        }
    }
    report.outcomes = outcomes.len();
    drop(panic::take_hook());
    fs::remove_file(&current)?;
    Ok(report)
}

/// Runs the target once; the error is what a panic said.
fn attempt(target: Target, input: &[u8]) -> Result<Outcome, String> {
    panic::catch_unwind(AssertUnwindSafe(|| (target.run)(input)))
        .map_err(|_| SAID.with_borrow(String::clone))
}

/// Leaves out whatever the failure does not need.
fn cut_down(target: Target, mut input: Vec<u8>) -> Vec<u8> {
    let patience = Instant::now();
    let mut length = input.len().next_power_of_two() / 2;
    while length > 0 && patience.elapsed() < Duration::from_secs(20) {
        let mut at = 0;
        while at < input.len() {
            let mut shorter = input.clone();
            shorter.drain(at..input.len().min(at + length));
            if attempt(target, &shorter).is_err() {
                input = shorter;
            } else {
                at += length;
            }
        }
        length /= 2;
    }
    input
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::run;
    use crate::{Outcome, Target};

    fn fragile(input: &[u8]) -> Outcome {
        assert!(!input.windows(2).any(|pair| pair == b"ab"), "it broke");
        Outcome::of(&input.len())
    }

    #[test]
    fn a_broken_promise_is_found_cut_down_and_found_again_by_its_seed() {
        let target = Target {
            name: "fragile",
            run: fragile,
            seeds: || vec![b"xxxxxx".to_vec()],
            words: &["a", "b"],
        };
        let folder = tempfile::tempdir().expect("a temporary folder");
        let find = || {
            let report = run(target, 5, Duration::from_secs(60), folder.path());
            let report = report.expect("the folder can be written");
            let failure = report.failure.expect("it is found");
            assert!(failure.message.contains("it broke"), "{}", failure.message);
            let input = std::fs::read(failure.input).expect("it was written");
            assert_eq!(input, b"ab");
            report.inputs
        };
        assert_eq!(find(), find());
    }
}
