//! `cargo xtask bench`: the generator and its output in figures, on a made-up model of any size.

mod compilation;
mod connections;
mod generation;
pub(crate) mod measure;
mod model;
mod prost;
mod random;
mod records;
mod report;
mod words;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, ValueEnum};

use self::compilation::{Compilation, Crate};
use self::generation::Generation;
use self::measure::Series;
use self::prost::Beside;
use self::records::Comparison;
use self::report::{Report, Target};
use crate::failure::Failure;
use crate::{terminal, workspace};

/// A larger model takes minutes to compile, and says nothing new.
const MOST_COMPILED: usize = 100;

/// What to measure.
#[derive(Args)]
pub(crate) struct Arguments {
    /// Sizes of the made-up model; those of more than 100 entities are generated, not compiled
    #[arg(
        long,
        value_name = "COUNTS",
        value_delimiter = ',',
        default_value = "10,100,1000"
    )]
    #[arg(value_parser = clap::value_parser!(u16).range(1..=model::MOST_ENTITIES as i64))]
    entities: Vec<u16>,
    /// Fields of each entity
    #[arg(long, value_name = "COUNT", default_value_t = 30)]
    #[arg(value_parser = clap::value_parser!(u16).range(1..=500))]
    fields: u16,
    /// How often to repeat each measurement
    #[arg(long, value_name = "COUNT", default_value_t = 5)]
    #[arg(value_parser = clap::value_parser!(u16).range(1..))]
    runs: u16,
    /// Measure this part only
    #[arg(long, value_name = "PART")]
    only: Option<Part>,
    /// Keep the schemas, the crates and what was compiled
    #[arg(long)]
    keep: bool,
}

/// A part of the measurements.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Part {
    /// What a run of the generator costs
    Generation,
    /// What the generated crate costs the compiler
    Compilation,
    /// What the generated crate costs the compiler, beside what prost makes of the same model
    Prost,
    /// How fast records are read and written
    Records,
    /// What the clients add to a bare loop over HTTP, and what the sandbox takes for a request
    Connections,
}

impl Arguments {
    fn wants(&self, part: Part) -> bool {
        self.only.is_none_or(|only| only == part)
    }

    /// The sizes in ascending order, each once.
    fn sizes(&self) -> BTreeSet<usize> {
        self.entities.iter().copied().map(usize::from).collect()
    }
}

/// Runs the command and prints the table. A missed target is no failure: what a machine measures
/// is for people to judge.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let base = workspace::target().join("bench");
    clear(&base)?;
    let mut report = Report::default();
    let compiles = arguments.wants(Part::Compilation) || arguments.wants(Part::Prost);
    if arguments.wants(Part::Generation) || compiles {
        let mut earlier = None;
        for size in arguments.sizes() {
            if !arguments.wants(Part::Generation) && size > MOST_COMPILED {
                continue;
            }
            let generation = measure_generation(arguments, &base, size, &mut report)?;
            report_growth(&mut report, earlier, size, generation.as_ref());
            earlier = generation.map(|generation| (size, generation));
        }
    }
    if arguments.wants(Part::Compilation) {
        for size in arguments.sizes() {
            if size > MOST_COMPILED {
                continue;
            }
            eprintln!("compiling {size} entities");
            let bindings = Crate::new(crate_of(&base, size), base.join("target"))?;
            let compilation = bindings.measure(usize::from(arguments.runs))?;
            report_compilation(&mut report, size, &compilation);
        }
    }
    let largest = arguments
        .sizes()
        .into_iter()
        .rfind(|size| *size <= MOST_COMPILED);
    if let Some(size) = largest.filter(|_| arguments.wants(Part::Prost)) {
        eprintln!("compiling what prost makes of {size} entities");
        let target = base.join("target");
        let model = model::entities(size, usize::from(arguments.fields));
        let bindings = Crate::new(crate_of(&base, size), target.clone())?;
        let runs = usize::from(arguments.runs);
        let beside = prost::measure(&model, &bindings, &base.join("prost"), &target, runs)?;
        report_beside(&mut report, size, &beside);
    }
    if arguments.wants(Part::Records) {
        eprintln!("reading and writing records");
        for comparison in records::measure(&base.join("records"), &base.join("target"))? {
            report_comparison(&mut report, &comparison);
        }
    }
    if arguments.wants(Part::Connections) {
        eprintln!("sending requests");
        for comparison in connections::measure(&base.join("connections"), &base.join("target"))? {
            report_requests(&mut report, &comparison);
        }
    }
    terminal::print(&report.to_string())
        .map_err(|error| Failure::new(format!("error: cannot print: {error}")))?;
    if arguments.keep {
        eprintln!("kept in {}", base.display());
    } else {
        clear(&base)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Generates a model, often enough to measure it where that is asked for.
fn measure_generation(
    arguments: &Arguments,
    base: &Path,
    size: usize,
    report: &mut Report,
) -> Result<Option<Generation>, Failure> {
    eprintln!("generating {size} entities");
    let schemas = place(base, size).join("schemas");
    let out = crate_of(base, size).join("src");
    let model = model::entities(size, usize::from(arguments.fields));
    generation::write_schemas(&model, &schemas)?;
    if arguments.wants(Part::Generation) {
        let runs = usize::from(arguments.runs);
        let generation = generation::measure(&model, &schemas, &out, runs)?;
        report_generation(report, size, &generation);
        Ok(Some(generation))
    } else {
        generation::generate(&schemas, &out)?;
        Ok(None)
    }
}

/// Where all that belongs to the model of a size goes.
fn place(base: &Path, size: usize) -> PathBuf {
    base.join(size.to_string())
}

/// Where the crate with the bindings of a model goes.
fn crate_of(base: &Path, size: usize) -> PathBuf {
    place(base, size).join("crate")
}

fn clear(base: &Path) -> Result<(), Failure> {
    match fs::remove_dir_all(base) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(Failure::refused("remove", base, &error))
        }
        _ => Ok(()),
    }
}

/// The targets are those of a release build and of the largest model.
fn report_generation(report: &mut Report, entities: usize, generation: &Generation) {
    let is_release = !cfg!(debug_assertions);
    let build = if is_release { "release" } else { "dev" };
    let at_most = |limit| match (is_release, entities) {
        (true, 1000) => Target::AtMost(limit),
        _ => Target::None,
    };
    let (model, count) = (Some(entities), entities as u64);
    let kinds = [
        ("from nothing", &generation.cold, at_most(4.5), Target::None),
        (
            "one field changed",
            &generation.changed,
            Target::None,
            at_most(1.0),
        ),
        (
            "nothing changed",
            &generation.unchanged,
            Target::None,
            at_most(0.15),
        ),
    ];
    for (kind, runs, of_processor, of_wall) in kinds {
        let title = |unit| format!("generate, {kind} ({build} build), {unit}");
        report.series(model, &title("CPU s"), &runs.processor, of_processor);
        report.series(model, &title("wall s"), &runs.wall, of_wall);
        let mebibytes = ratio(runs.peak_memory, 1024 * 1024);
        report.figure(model, &title("peak MiB"), mebibytes, at_most(300.0));
    }
    report.figure(
        model,
        "lines per entity",
        ratio(generation.lines, count),
        Target::None,
    );
    report.figure(
        model,
        "kB per entity",
        ratio(generation.bytes, count * 1000),
        Target::None,
    );
}

/// What a model that is larger by a factor costs more.
fn report_growth(
    report: &mut Report,
    smaller: Option<(usize, Generation)>,
    size: usize,
    larger: Option<&Generation>,
) {
    let (Some((smaller_size, smaller)), Some(larger)) = (smaller, larger) else {
        return;
    };
    let growth = larger.cold.processor.median() / smaller.cold.processor.median();
    let target = match (smaller_size, size) {
        (100, 1000) => Target::AtMost(11.0),
        _ => Target::None,
    };
    let title = format!("generate from nothing, times the CPU of {smaller_size} entities");
    report.figure(Some(size), &title, growth, target);
}

fn report_compilation(report: &mut Report, entities: usize, compilation: &Compilation) {
    let (model, count) = (Some(entities), entities as u64);
    let milliseconds = |seconds: f64| seconds * ratio(1000, count);
    let idle = compilation.idle.median();
    let mut pair = |what: &str, series: &Series, limit| {
        let title = format!("{what}, crate alone, CPU ms per entity");
        report.series(
            model,
            &title,
            &series.map(milliseconds),
            Target::AtMost(limit),
        );
        let title = format!("{what}, less what cargo takes for nothing");
        let less = series.map(|seconds| milliseconds(seconds - idle));
        report.series(model, &title, &less, Target::None);
    };
    pair("`cargo check`", &compilation.check, 40.0);
    pair("`cargo build --release`", &compilation.release, 100.0);
    let library = ratio(compilation.library, count * 1_000_000);
    report.figure(model, "rlib, MB per entity", library, Target::AtMost(0.25));
    let mebibytes = ratio(compilation.peak_memory, 1024 * 1024);
    report.figure(model, "compile, peak memory, MiB", mebibytes, Target::None);
}

/// What the target of 40 ms per entity is on any machine: where that was set, prost took 244, for
/// each of as many entities as are compiled at most. Of few, what cargo takes for nothing is a large
/// part.
const OF_PROST: f64 = 40.0 / 244.0;

fn report_beside(report: &mut Report, entities: usize, beside: &Beside) {
    let (model, count) = (Some(entities), entities as u64);
    let target = match entities {
        MOST_COMPILED => Target::AtMost(OF_PROST),
        _ => Target::None,
    };
    let title = "`cargo check`, in parts of what prost's crate of the same model takes";
    report.series(model, title, &beside.ratio, target);
    for (what, series) in [("here", &beside.ours), ("prost", &beside.prost)] {
        let milliseconds = series.map(|seconds| seconds * ratio(1000, count));
        let title = format!("that is, CPU ms per entity, {what}");
        report.series(model, &title, &milliseconds, Target::None);
    }
}

/// A client has a target, the sandbox only figures.
fn report_requests(report: &mut Report, comparison: &Comparison) {
    let target = if comparison.what.contains("client") {
        Target::AtLeast(0.9)
    } else {
        Target::None
    };
    let what = format!("{}, times as fast as without", comparison.what);
    report.series(None, &what, &comparison.ratio, target);
    let microseconds = comparison.ours.map(|nanoseconds| nanoseconds / 1e3);
    report.series(None, "that is, wall µs each", &microseconds, Target::None);
}

fn report_comparison(report: &mut Report, comparison: &Comparison) {
    let what = format!("{}, times as fast", comparison.what);
    report.series(None, &what, &comparison.ratio, Target::AtLeast(1.0));
    let microseconds = comparison.ours.map(|nanoseconds| nanoseconds / 1e3);
    report.series(
        None,
        "that is, CPU µs per record",
        &microseconds,
        Target::None,
    );
}

/// One number in terms of another.
#[expect(
    clippy::cast_precision_loss,
    reason = "figures for people have three digits"
)]
fn ratio(value: u64, unit: u64) -> f64 {
    value as f64 / unit as f64
}
