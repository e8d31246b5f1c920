//! What a run of the generator costs, as the process that a maintainer starts.

use std::fs;
use std::path::Path;

use super::measure::{Series, Usage, measured, this_program, usage};
use super::model::{Entity, SYSTEM, SYSTEM_FILE};
use crate::failure::Failure;

/// What was measured for one model.
pub(super) struct Generation {
    /// Runs into an empty folder.
    pub(super) cold: Runs,
    /// Runs after one field of one entity has changed.
    pub(super) changed: Runs,
    /// Runs that find everything up to date.
    pub(super) unchanged: Runs,
    /// Lines of all generated files.
    pub(super) lines: u64,
    /// Bytes of all generated files.
    pub(super) bytes: u64,
}

/// Runs of the same kind.
pub(super) struct Runs {
    /// Seconds on a processor.
    pub(super) processor: Series,
    /// Seconds on the clock.
    pub(super) wall: Series,
    /// Most memory that one of them held, in bytes.
    pub(super) peak_memory: u64,
}

impl Runs {
    fn of(
        count: usize,
        mut once: impl FnMut(usize) -> Result<Usage, Failure>,
    ) -> Result<Self, Failure> {
        let mut peak_memory = 0;
        let mut wall = Vec::new();
        let processor = Series::of(count, |run| {
            let usage = once(run)?;
            peak_memory = usage.peak_memory.max(peak_memory);
            wall.push(usage.wall_time.as_secs_f64());
            Ok(usage.processor_time.as_secs_f64())
        })?;
        let wall = Series::of(wall.len(), |run| Ok(wall[run]))?;
        Ok(Self {
            processor,
            wall,
            peak_memory,
        })
    }
}

/// Writes the schemas of a model to a folder.
pub(super) fn write_schemas(model: &[Entity], schemas: &Path) -> Result<(), Failure> {
    let files: Vec<_> = model
        .iter()
        .map(|entity| (entity.file_name(), entity.schema()))
        .collect();
    let entities = files
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_str()));
    write_system(schemas, entities.chain([("system.yaml", SYSTEM_FILE)]))
}

/// Writes the files of the made-up system to a folder of schemas.
pub(super) fn write_system<'a>(
    schemas: &Path,
    files: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> Result<(), Failure> {
    let folder = schemas.join(SYSTEM);
    fs::create_dir_all(&folder).map_err(|error| Failure::refused("make", &folder, &error))?;
    for (name, text) in files {
        let path = folder.join(name);
        fs::write(&path, text).map_err(|error| Failure::refused("write", &path, &error))?;
    }
    Ok(())
}

/// Generates into `out` and, for the further runs from nothing, into folders beside it.
///
/// A folder that was emptied a moment ago is not the same as a new one: some file systems make
/// refilling it ten times as dear.
pub(super) fn measure(
    model: &[Entity],
    schemas: &Path,
    out: &Path,
    runs: usize,
) -> Result<Generation, Failure> {
    let cold = Runs::of(runs, |run| match run {
        0 => generate(schemas, out),
        _ => generate(schemas, &out.with_file_name(format!("again_{run}"))),
    })?;
    let changed = Runs::of(runs, |run| {
        change_a_field(model, schemas, run)?;
        generate(schemas, out)
    })?;
    let unchanged = Runs::of(runs, |_| generate(schemas, out))?;
    let (mut lines, mut bytes) = (0, 0);
    let folder = out.join(SYSTEM);
    let refused = |error| Failure::refused("read", &folder, &error);
    for entry in fs::read_dir(&folder).map_err(refused)? {
        let text = fs::read_to_string(entry.map_err(refused)?.path()).map_err(refused)?;
        lines += text.lines().count() as u64;
        bytes += text.len() as u64;
    }
    Ok(Generation {
        cold,
        changed,
        unchanged,
        lines,
        bytes,
    })
}

/// Changes the documentation of one field, each time in another way.
fn change_a_field(model: &[Entity], schemas: &Path, run: usize) -> Result<(), Failure> {
    let Some(entity) = model.get(model.len() / 2) else {
        return Ok(());
    };
    let text = entity.schema();
    let changed = text.replacen("\n    doc: ", &format!("\n    doc: Change {run}. "), 1);
    write_system(schemas, [(entity.file_name().as_str(), changed.as_str())])
}

/// Runs `xtask codegen`, the very program that is running now.
pub(super) fn generate(schemas: &Path, out: &Path) -> Result<Usage, Failure> {
    let mut command = measured(this_program()?)?;
    usage(
        command
            // What is kept for the next run goes when the measurements do.
            .env("CARGO_TARGET_DIR", out.with_file_name("target"))
            .arg("codegen")
            .arg("--schemas")
            .arg(schemas)
            .arg("--out")
            .arg(out),
    )
}
