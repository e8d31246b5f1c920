//! The fuzz targets: functions that take any bytes and panic where a promise is broken.
//!
//! Two drivers share them: those in `fuzz_targets/` for cargo-fuzz, and [`drive`] for stable Rust.

#![deny(missing_docs)]

pub mod answers;
pub mod drive;
pub mod mutate;
pub mod schemas;
pub mod statements;
pub mod stored;
pub mod values;

mod pieces;

use std::hash::{DefaultHasher, Hash, Hasher as _};

/// One fuzz target.
#[derive(Debug, Clone, Copy)]
pub struct Target {
    /// What it is called on the command line.
    pub name: &'static str,
    /// Does the work; panics where a promise is broken.
    pub run: fn(&[u8]) -> Outcome,
    /// Inputs to begin with.
    pub seeds: fn() -> Vec<Vec<u8>>,
    /// What mutations put in besides single bytes.
    pub words: &'static [&'static str],
}

/// All targets.
pub const TARGETS: &[Target] = &[
    Target {
        name: "schemas",
        run: schemas::run,
        seeds: schemas::seeds,
        words: schemas::WORDS,
    },
    Target {
        name: "answers",
        run: answers::run,
        seeds: answers::seeds,
        words: answers::WORDS,
    },
    Target {
        name: "stored",
        run: stored::run,
        seeds: stored::seeds,
        words: stored::WORDS,
    },
    Target {
        name: "statements",
        run: statements::run,
        seeds: statements::seeds,
        words: statements::WORDS,
    },
    Target {
        name: "values",
        run: values::run,
        seeds: values::seeds,
        words: values::WORDS,
    },
];

/// What an input led to, as a number: an input with a new one is worth being mutated further.
///
/// It takes the place of the coverage that stable Rust does not measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Outcome(u64);

impl Outcome {
    /// The outcome that is told by this.
    pub fn of(what: &impl Hash) -> Self {
        let mut hasher = DefaultHasher::new();
        what.hash(&mut hasher);
        Self(hasher.finish())
    }
}
