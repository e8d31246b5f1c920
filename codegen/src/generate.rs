//! The whole way from a folder of schemas to a folder of bindings, as one call.

use std::error::Error;
use std::fmt::{self, Display, Formatter};
use std::fs::{self, File};
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::diagnostics::{Finding, Format, to_github, to_json};
use crate::model::{Entity, System};
use crate::reference::editor_schemas;
use crate::write::{Change, GeneratedFile, MARKER, Mode, WriteError, Written, write, write_beside};
use crate::{Bases, Problems, emit, read_with_bases};

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
/// names the module is yours to write. The files of a system that these schemas do not describe any
/// more are removed as well, unless only one system is generated.
#[derive(Debug, Clone)]
#[must_use = "a generator does nothing until it is run"]
pub struct Generator {
    schemas: PathBuf,
    out: PathBuf,
    system: Option<String>,
    bases: Bases,
    mode: Mode,
    editor_schemas: bool,
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

    /// Runs all stages.
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
        let systems = read_with_bases(&self.schemas, self.system.as_deref(), &self.bases)
            .map_err(GenerateError::Schemas)?;
        let for_editors = for_editors.map_err(GenerateError::Write)?;
        let files: Vec<GeneratedFile> = systems.iter().flat_map(emit::render).collect();
        let mut owned: Vec<&str> = systems.iter().map(|system| system.name.as_str()).collect();
        let forsaken = match self.system {
            Some(_) => Vec::new(),
            None => forsaken(&self.out, &systems),
        };
        owned.extend(forsaken.iter().map(String::as_str));
        let mut written =
            write(&files, &self.out, &owned, self.mode).map_err(GenerateError::Write)?;
        written.add(for_editors);

        let described = || systems.iter().flat_map(|system: &System| &system.entities);
        let fields = described()
            .filter_map(Entity::described)
            .map(|entity| entity.fields.len());
        Ok(Summary {
            mode: self.mode,
            systems: systems.len(),
            entities: described().filter_map(Entity::described).count(),
            fields: fields.sum(),
            written: written.written(),
            unchanged: written.unchanged,
            removed: written.removed(),
            changes: written.changes,
            elapsed: start.elapsed(),
        })
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

/// The folders of `out` with bindings of systems that these schemas described once and do not any
/// more. Who made a folder is read from its `mod.rs`, since other schemas may share `out`.
fn forsaken(out: &Path, systems: &[System]) -> Vec<String> {
    let root = systems.iter().find_map(|system| {
        let schema = system.schema_file.strip_suffix("/system.yaml")?;
        schema.strip_suffix(&system.name)?.strip_suffix('/')
    });
    let (Some(root), Ok(entries)) = (root, fs::read_dir(out)) else {
        return Vec::new();
    };
    let mut found: Vec<String> = entries
        .flatten()
        .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()))
        .filter_map(|entry| entry.file_name().into_string().ok())
        .filter(|folder| systems.iter().all(|system| system.name != *folder))
        .filter(|folder| {
            let module = out.join(folder).join("mod.rs");
            schema_of(&module)
                .is_some_and(|schema| schema == format!("{root}/{folder}/system.yaml"))
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
mod tests {
    use std::fs;
    use std::path::Path;

    use super::{GenerateError, Generator};
    use crate::write::{MARKER, Mode};

    /// Two systems of one entity each, and a folder to generate into.
    fn schemas() -> (tempfile::TempDir, Generator) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for system in ["one", "two"] {
            let text = format!(
                "system: {system}\nrust: BillingPlatform\nprotocol: billingplatform\nwire: {{flag: \
                 0/1, date: YYYYMMDD, date-time: YYYY-MM-DDTHH:MM:SSZ}}\noperations: [retrieve]\n"
            );
            put(
                folder.path(),
                &format!("schemas/{system}/system.yaml"),
                &text,
            );
            let entity = "entity: ACCOUNT\nfields:\n  Id: id\n  Name: text\n";
            put(
                folder.path(),
                &format!("schemas/{system}/account.yaml"),
                entity,
            );
        }
        let path = |name| folder.path().join(name);
        let generator = Generator::new(path("schemas"), path("out"));
        (folder, generator)
    }

    fn put(folder: &Path, name: &str, text: &str) {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().expect("it is in a folder")).expect("can be made");
        fs::write(path, text).expect("can be written");
    }

    #[test]
    fn a_second_run_finds_everything_up_to_date_and_says_so_in_one_line() {
        let (_folder, generator) = schemas();
        let first = generator.run().expect("the schemas are right");
        assert!(!first.is_current());
        let text = first.to_string();
        let expected = "2 systems, 2 entities, 4 fields: 4 files written, 0 unchanged, 0 removed (";
        assert!(text.starts_with(expected), "{text}");
        let second = generator
            .clone()
            .mode(Mode::Check)
            .run()
            .expect("the schemas are right");
        assert!(second.is_current());
        let text = second.to_string();
        let expected =
            "2 systems, 2 entities, 4 fields: 0 files to write, 4 up to date, 0 to remove (";
        assert!(text.starts_with(expected), "{text}");
    }

    #[test]
    fn generating_one_system_leaves_the_other_alone() {
        let (folder, generator) = schemas();
        generator.run().expect("the schemas are right");
        fs::remove_file(folder.path().join("schemas/one/account.yaml")).expect("it is there");
        let stale = "out/two/stale.rs";
        put(folder.path(), stale, MARKER);
        let summary = generator
            .clone()
            .system("one")
            .run()
            .expect("the schemas are right");
        assert_eq!((summary.systems, summary.removed), (1, 1));
        assert!(folder.path().join(stale).exists());
        assert!(!folder.path().join("out/one/account.rs").exists());
    }

    #[test]
    fn bindings_of_a_system_that_is_gone_go_too() {
        let (folder, generator) = schemas();
        generator.run().expect("the schemas are right");
        let at = |name: &str| folder.path().join(name);
        // Other schemas that share the output folder, and modules that people wrote.
        let header = "// Schema, the file to edit for other contents:";
        for (name, schema) in [
            ("others", "theirs/others/system.yaml"),
            ("copied", "schemas/one/system.yaml"),
        ] {
            let text = format!("{MARKER}\n{header} {schema}\n");
            put(folder.path(), &format!("out/{name}/mod.rs"), &text);
        }
        put(folder.path(), "out/own/mod.rs", "// By hand.\n");
        fs::remove_dir_all(at("schemas/two")).expect("it is there");

        let one = generator.clone().system("one").mode(Mode::Check);
        assert!(one.run().expect("the schemas are right").is_current());
        let check = generator.clone().mode(Mode::Check);
        let summary = check.run().expect("the schemas are right");
        assert_eq!((summary.written, summary.removed), (0, 2));
        assert!(at("out/two/mod.rs").exists());

        let summary = generator.run().expect("the schemas are right");
        assert_eq!((summary.written, summary.removed), (0, 2));
        assert!(!at("out/two").exists());
        for kept in ["one", "others", "copied", "own"] {
            assert!(at("out").join(kept).join("mod.rs").exists(), "{kept}");
        }
        assert!(check.run().expect("the schemas are right").is_current());
    }

    #[test]
    fn nothing_is_written_unless_all_schemas_are_right() {
        let (folder, generator) = schemas();
        put(
            folder.path(),
            "schemas/two/account.yaml",
            "entity: ACCOUNT\n",
        );
        let error = generator.run().expect_err("a key is missing");
        assert!(matches!(error, GenerateError::Schemas(_)));
        assert!(error.render(false).contains("account.yaml"));
        assert!(!folder.path().join("out").exists());
    }
}
