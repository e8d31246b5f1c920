//! The whole way from a folder of schemas to a folder of bindings, as one call.

use std::env;
use std::error::Error;
use std::fmt::{self, Display, Formatter};
use std::fs::{self, File};
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::cache::{Cache, Digest, Made, MadeFile, slashed};
use crate::diagnostics::{Finding, Format, to_github, to_json};
use crate::emit::in_comment;
use crate::inputs::Inputs;
use crate::model::{Entity, System};
use crate::reference::editor_schemas;
use crate::write::{
    Change, GeneratedFile, MARKER, Mode, Obstacle, Reason, WriteError, Written, holds_only, write,
    write_beside,
};
use crate::{Bases, Problems, emit, parallel};

/// Generates the bindings of the systems that a folder describes.
///
/// For a tool of your own, or the build script of the crate that holds your bindings:
///
/// ```no_run
/// use billbind_codegen::Generator;
///
/// fn main() -> Result<(), Box<dyn std::error::Error>> {
///     println!("cargo::rerun-if-changed=schemas");
///     let summary = Generator::new("schemas", "src").run()?;
///     println!("{summary}");
///     Ok(())
/// }
/// ```
///
/// Each system gets a folder of its own in the output folder, named like its module. Only files
/// that carry [`MARKER`](crate::write::MARKER) are replaced or removed there; the `mod` item that
/// names the module is yours to write. What becomes of the bindings of a system that these schemas
/// do not describe any more, [`for_these_schemas_alone`](Self::for_these_schemas_alone) says.
#[derive(Debug, Clone)]
#[must_use = "a generator does nothing until it is run"]
pub struct Generator {
    schemas: PathBuf,
    out: PathBuf,
    system: Option<String>,
    bases: Bases,
    mode: Mode,
    editor_schemas: bool,
    alone: bool,
    cache: Option<PathBuf>,
    /// Stands for another build of this generator.
    #[cfg(test)]
    other: Option<Digest>,
}

impl Generator {
    /// Reads the systems in `schemas` and writes their modules into `out`.
    ///
    /// `schemas` holds one folder per system. Paths are taken from the current folder and are
    /// repeated in messages as they are given here.
    pub fn new(schemas: impl Into<PathBuf>, out: impl Into<PathBuf>) -> Self {
        Self {
            schemas: schemas.into(),
            out: out.into(),
            system: None,
            bases: Bases::new(),
            mode: Mode::Write,
            editor_schemas: false,
            alone: false,
            cache: None,
            #[cfg(test)]
            other: None,
        }
    }

    /// Lets the schemas extend others by their names in `bases` (`extends: billingplatform`).
    ///
    /// Schemas that extend others by path need none of it.
    pub fn bases(mut self, bases: Bases) -> Self {
        self.bases = bases;
        self
    }

    /// Generates this system only; the others' bindings are not looked at.
    pub fn system(mut self, name: impl Into<String>) -> Self {
        self.system = Some(name.into());
        self
    }

    /// Checks or shows the difference instead of writing.
    pub fn mode(mut self, mode: Mode) -> Self {
        self.mode = mode;
        self
    }

    /// Also keeps the JSON Schemas for editors up to date, `entity.schema.json` and
    /// `system.schema.json` in the schemas folder itself, as [`editor_schemas`] makes them.
    ///
    /// They are for the command that a person runs, and not for a build script: that must not
    /// change anything outside of its `OUT_DIR`. They depend on the language alone, so they are
    /// written even where the schemas have problems: whoever mends these has use for them. Then the
    /// run is an error as ever, and no bindings are written.
    pub fn with_editor_schemas(mut self) -> Self {
        self.editor_schemas = true;
        self
    }

    /// Says that no other schemas folder is generated into the output folder, as is so for a
    /// build script and its `OUT_DIR`.
    ///
    /// Then bindings of a system that the schemas do not describe any more are removed. Otherwise
    /// they are an error: another schemas folder of the same name may have made them, and that
    /// cannot be seen. Where only one [`system`](Self::system) is generated, the others' bindings
    /// are left alone in any case.
    pub fn for_these_schemas_alone(mut self) -> Self {
        self.alone = true;
        self
    }

    /// Keeps in this folder what was made from what, so that the next run makes only what has
    /// changed. A build script may give a folder in `OUT_DIR`; it is no place for sources.
    ///
    /// The cache decides nothing by itself: all schemas and all bindings are read in every run, and
    /// compared by their contents with what the cache says. It is used by [`Mode::Write`] only, and
    /// by the very program that wrote it. Whatever else stands in the folder is ignored, and it may
    /// be removed at any time.
    pub fn cache(mut self, folder: impl Into<PathBuf>) -> Self {
        self.cache = Some(folder.into());
        self
    }

    /// Runs all stages, or those that are needed.
    ///
    /// In [`Mode::Check`] bindings that are not up to date are no error here: ask
    /// [`Summary::is_current`].
    ///
    /// # Errors
    ///
    /// Every problem of the schemas at once, or what keeps the files from being written. Nothing
    /// is written unless all schemas are right.
    pub fn run(&self) -> Result<Summary, GenerateError> {
        let start = Instant::now();
        let for_editors = self.write_editor_schemas();
        let inputs = Inputs::read(&self.schemas, self.system.as_deref(), &self.bases);
        let digest = inputs.digest();
        let cache = self.open_cache();
        let known = cache.as_ref().and_then(Cache::load);
        if let Some(known) = known.as_ref()
            && Some(known.inputs) == digest
            && self.has_made(known)
        {
            let mut summary = unchanged(known, start);
            summary.add(for_editors.map_err(GenerateError::Write)?);
            return Ok(summary);
        }

        let systems = inputs.check().map_err(GenerateError::Schemas)?;
        let for_editors = for_editors.map_err(GenerateError::Write)?;
        let by_path = known.as_ref().map(Made::by_path).unwrap_or_default();
        let made = |path: &Path, origin: Digest| {
            let made = by_path.get(slashed(path).as_str())?;
            (made.origin == origin).then(|| made.on_disk(&self.out))?
        };
        let (files, origins): (Vec<GeneratedFile>, Vec<Digest>) = systems
            .iter()
            .flat_map(|system| emit::render_with(system, made))
            .unzip();
        let names: Vec<(String, String)> = systems
            .iter()
            .map(|system| (system.name.clone(), system.schema_file.clone()))
            .collect();
        self.refuse_foreign(&names).map_err(GenerateError::Write)?;
        let owned = self.owned(&names);
        let mut written = write(&files, &self.out, &by_reference(&owned), self.mode)
            .map_err(GenerateError::Write)?;
        written.add(for_editors);

        let described = || {
            let entities = systems.iter().flat_map(|system: &System| &system.entities);
            entities.filter_map(Entity::described)
        };
        let summary = Summary {
            mode: self.mode,
            systems: systems.len(),
            entities: described().count(),
            fields: described().map(|entity| entity.fields.len()).sum(),
            written: written.written(),
            unchanged: written.unchanged,
            removed: written.removed(),
            changes: written.changes,
            elapsed: start.elapsed(),
        };
        if let (Some(cache), Some(inputs)) = (cache, digest) {
            let files: Vec<_> = files.iter().zip(origins).collect();
            cache.store(&Made {
                inputs,
                entities: summary.entities,
                fields: summary.fields,
                systems: names,
                files: parallel::map(&files, |(file, origin)| MadeFile::new(file, *origin)),
            });
        }
        Ok(Summary {
            elapsed: start.elapsed(),
            ..summary
        })
    }

    /// The cache, where one is wanted and this run may believe it.
    fn open_cache(&self) -> Option<Cache> {
        let folder = self.cache.as_deref().filter(|_| self.mode == Mode::Write)?;
        let settings = (
            &self.schemas,
            &self.out,
            &self.system,
            env::current_dir().ok(),
        );
        let cache = Cache::new(folder, &settings)?;
        #[cfg(test)]
        let cache = match self.other {
            Some(other) => cache.of_generator(other),
            None => cache,
        };
        Some(cache)
    }

    /// Whether everything that was made is there still, and nothing of ours besides.
    fn has_made(&self, known: &Made) -> bool {
        let owned = self.owned(&known.systems);
        let paths: Vec<PathBuf> = known.files.iter().map(MadeFile::path).collect();
        holds_only(&paths, &self.out, &by_reference(&owned)) && known.is_on_disk(&self.out)
    }

    /// Refuses bindings that look like those of a system that is gone, and that may be others'.
    fn refuse_foreign(&self, systems: &[(String, String)]) -> Result<(), WriteError> {
        if self.alone || self.system.is_some() {
            return Ok(());
        }
        let obstacles: Vec<Obstacle> = forsaken(&self.out, systems)
            .into_iter()
            .map(|(folder, schema)| Obstacle {
                path: self.out.join(folder),
                reason: Reason::NoSuchSystem(schema),
            })
            .collect();
        if obstacles.is_empty() {
            Ok(())
        } else {
            Err(WriteError::Blocked(obstacles))
        }
    }

    /// The folders that this run owns: those of the systems, given with the paths of their
    /// `system.yaml`, and those of systems that are gone.
    fn owned(&self, systems: &[(String, String)]) -> Vec<String> {
        let mut owned: Vec<String> = systems.iter().map(|(name, _)| name.clone()).collect();
        if self.system.is_none() {
            let forsaken = forsaken(&self.out, systems).into_iter();
            owned.extend(forsaken.map(|(folder, _)| folder));
        }
        owned
    }
}

fn by_reference(names: &[String]) -> Vec<&str> {
    names.iter().map(String::as_str).collect()
}

/// What a run says that found everything as it was made.
fn unchanged(known: &Made, start: Instant) -> Summary {
    Summary {
        mode: Mode::Write,
        systems: known.systems.len(),
        entities: known.entities,
        fields: known.fields,
        written: 0,
        unchanged: known.files.len(),
        removed: 0,
        changes: Vec::new(),
        elapsed: start.elapsed(),
    }
}

impl Generator {
    fn write_editor_schemas(&self) -> Result<Written, WriteError> {
        if !self.editor_schemas || !holds_a_system(&self.schemas) {
            return Ok(Written::default());
        }
        // Schemas are read through a link as well; the output folder is another matter.
        let linked = self.schemas.is_symlink();
        let real = linked.then(|| fs::canonicalize(&self.schemas).ok());
        let folder = real.flatten().unwrap_or_else(|| self.schemas.clone());
        write_beside(&editor_schemas(), &folder, self.mode)
    }
}

/// Whether this is a schemas folder, and not another one that somebody gave by mistake.
fn holds_a_system(schemas: &Path) -> bool {
    let entries = fs::read_dir(schemas).into_iter().flatten().flatten();
    entries
        .map(|entry| entry.path().join("system.yaml"))
        .any(|file| file.is_file())
}

/// The folders of `out` with bindings of systems that these schemas do not describe, and did once if
/// no other schemas folder has their name; and the schema of each. Who made a folder is read from its
/// `mod.rs`. That has no path of the schemas folder, which would be another one on every machine.
fn forsaken(out: &Path, systems: &[(String, String)]) -> Vec<(String, String)> {
    let root = systems.iter().find_map(|(name, schema)| {
        let schema = schema.strip_suffix("/system.yaml")?;
        schema.strip_suffix(name.as_str())?.strip_suffix('/')
    });
    let (Some(root), Ok(entries)) = (root, fs::read_dir(out)) else {
        return Vec::new();
    };
    let mut found: Vec<(String, String)> = entries
        .flatten()
        .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()))
        .filter_map(|entry| entry.file_name().into_string().ok())
        .filter(|folder| systems.iter().all(|(system, _)| system != folder))
        .filter_map(|folder| {
            let schema = schema_of(&out.join(&folder).join("mod.rs"))?;
            let would_be_ours = in_comment(&format!("{root}/{folder}/system.yaml"));
            (schema == would_be_ours).then_some((folder, schema))
        })
        .collect();
    found.sort();
    found
}

/// The schema that a generated file names in its second line.
fn schema_of(file: &Path) -> Option<String> {
    const SCHEMA: &str = "// Schema, the file to edit for other contents: ";
    if !fs::symlink_metadata(file).ok()?.is_file() {
        return None;
    }
    let mut lines = BufReader::new(File::open(file).ok()?).lines();
    if lines.next()?.ok()? != MARKER {
        return None;
    }
    let second = lines.next()?.ok()?;
    second.strip_prefix(SCHEMA).map(str::to_owned)
}

/// What a run did, or would do; displayed as one line.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Summary {
    /// What the run was asked to do.
    pub mode: Mode,
    /// How many systems were read.
    pub systems: usize,
    /// How many entities they describe.
    pub entities: usize,
    /// How many fields these have.
    pub fields: usize,
    /// How many files were made or replaced, or would be.
    pub written: usize,
    /// How many files were up to date already.
    pub unchanged: usize,
    /// How many files were removed because they are no longer generated, or would be.
    pub removed: usize,
    /// The files that were written or removed or would be, with their differences where nothing
    /// was written.
    pub changes: Vec<Change>,
    /// How long the run took.
    pub elapsed: Duration,
}

impl Summary {
    /// Adds what another write of the same run changed.
    pub fn add(&mut self, written: Written) {
        self.written += written.written();
        self.unchanged += written.unchanged;
        self.removed += written.removed();
        self.changes.extend(written.changes);
    }

    /// Whether every file was up to date before the run.
    #[must_use]
    pub fn is_current(&self) -> bool {
        self.changes.is_empty()
    }
}

impl Summary {
    /// The files that are not up to date as problems, in a format for tools; for people the
    /// [`changes`](Self::changes) show the differences.
    ///
    /// `command` is what brings them up to date.
    #[must_use]
    pub fn render_stale(&self, format: Format, command: &str) -> String {
        let findings: Vec<Finding> = self
            .changes
            .iter()
            .map(|change| {
                let message = format!("the file is {}", change.kind);
                let mut finding = Finding::about(&change.path, message);
                finding.help.push(format!("run `{command}`"));
                finding
            })
            .collect();
        match format {
            Format::Human { .. } => String::new(),
            Format::Json => to_json(&findings),
            Format::Github => to_github(&findings),
        }
    }
}

impl Display for Summary {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        let Self {
            mode,
            systems,
            entities,
            fields,
            written,
            unchanged,
            removed,
            ..
        } = self;
        let plural = |count: usize| if count == 1 { "" } else { "s" };
        let entity = if *entities == 1 { "entity" } else { "entities" };
        write!(
            formatter,
            "{systems} system{}, {entities} {entity}, {fields} field{}: ",
            plural(*systems),
            plural(*fields),
        )?;
        let file = plural(*written);
        match mode {
            Mode::Write => write!(
                formatter,
                "{written} file{file} written, {unchanged} unchanged, {removed} removed"
            )?,
            Mode::Check | Mode::Diff => write!(
                formatter,
                "{written} file{file} to write, {unchanged} up to date, {removed} to remove"
            )?,
        }
        match self.elapsed {
            long if long >= Duration::from_secs(1) => {
                write!(formatter, " ({:.1} s)", long.as_secs_f64())
            }
            short => write!(formatter, " ({} ms)", short.as_millis()),
        }
    }
}

/// Why a run made no bindings.
#[non_exhaustive]
pub enum GenerateError {
    /// The schemas have problems; all of them are listed.
    Schemas(Problems),
    /// The bindings could not be written.
    Write(WriteError),
}

impl GenerateError {
    /// The message for a person; the problems of schemas with their source lines, coloured for a
    /// terminal where asked.
    #[must_use]
    pub fn render(&self, colour: bool) -> String {
        match self {
            Self::Schemas(problems) => problems.render(colour),
            Self::Write(error) => error.to_string(),
        }
    }

    /// The message in a format for people or for tools.
    #[must_use]
    pub fn render_as(&self, format: Format) -> String {
        match (self, format) {
            (Self::Schemas(problems), _) => problems.render_as(format),
            (Self::Write(error), Format::Json) => to_json(&error.findings()),
            (Self::Write(error), Format::Github) => to_github(&error.findings()),
            (_, Format::Human { colour }) => self.render(colour),
        }
    }
}

impl Display for GenerateError {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Schemas(problems) => Display::fmt(problems, formatter),
            Self::Write(error) => Display::fmt(error, formatter),
        }
    }
}

impl fmt::Debug for GenerateError {
    /// As `Display`: it is what `main` of a build script prints.
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        Display::fmt(self, formatter)
    }
}

impl Error for GenerateError {
    // Both are shown in full above; their own sources are what is left to tell.
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Schemas(problems) => problems.source(),
            Self::Write(error) => error.source(),
        }
    }
}

#[cfg(test)]
mod tests;
