//! What the last run has made from what, so that the next one need not do it again.
//!
//! A cache holds no text. It says that this generator made, from what has this digest, a file that
//! has that digest. Both are compared with what is there: with the schemas as they are read, and
//! with the bindings as they are on disk. So nothing is taken for up to date because of its age,
//! and a file that somebody has changed is made again. A cache of another build of the generator,
//! of another version of this format, or that is damaged says nothing.

use std::collections::HashMap;
use std::env;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::hash::{Hash, Hasher};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::str::{Lines, SplitN};
use std::sync::OnceLock;

use crate::parallel;
use crate::write::GeneratedFile;

/// First line of a cache. Another format needs another number.
const FORMAT: &str = "billbind-codegen cache 1";

/// Stands for contents: two that differ do not have the same.
pub(crate) type Digest = blake3::Hash;

/// The digest of a value. It holds within one build of the generator only.
pub(crate) fn digest_of(value: &impl Hash) -> Digest {
    let mut hasher = Blake3(blake3::Hasher::new());
    value.hash(&mut hasher);
    hasher.0.finalize()
}

/// Lets whatever can be hashed be hashed so that nobody can find a second value with the hash.
struct Blake3(blake3::Hasher);

impl Hasher for Blake3 {
    fn write(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// Required; what is wanted is the whole digest.
    fn finish(&self) -> u64 {
        let digest = self.0.finalize();
        let (first, _) = digest.as_bytes().split_at(8);
        first.try_into().map_or(0, u64::from_le_bytes)
    }
}

/// Where a generator keeps its cache, and which generator it is.
#[derive(Debug, Clone)]
pub(crate) struct Cache {
    file: PathBuf,
    generator: Digest,
}

/// What a run has made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Made {
    /// Digest of all schemas.
    pub(crate) inputs: Digest,
    /// What the summary says.
    pub(crate) entities: usize,
    pub(crate) fields: usize,
    /// Each system's name and the path of its `system.yaml`.
    pub(crate) systems: Vec<(String, String)>,
    /// The files, in the order in which they were made.
    pub(crate) files: Vec<MadeFile>,
}

/// One file that a run has made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct MadeFile {
    /// Where it goes in the output folder, with a slash.
    pub(crate) path: String,
    /// Digest of its text.
    pub(crate) text: Digest,
    /// Digest of all that it was made from.
    pub(crate) origin: Digest,
}

impl Cache {
    /// The cache in a folder that runs with these settings share. `None`: what this program is
    /// cannot be known here, so what it did cannot be known either.
    pub(crate) fn new(folder: &Path, settings: &impl Hash) -> Option<Self> {
        let name = digest_of(settings).to_hex();
        Some(Self {
            file: folder.join(format!("{name}.cache")),
            generator: this_program()?,
        })
    }

    /// The same of another build of the generator.
    #[cfg(test)]
    pub(crate) fn of_generator(self, generator: Digest) -> Self {
        Self { generator, ..self }
    }

    /// What the last run of this very generator has made; `None` where that is not known.
    pub(crate) fn load(&self) -> Option<Made> {
        let text = fs::read_to_string(&self.file).ok()?;
        let (head, body) = text.split_once('\n')?;
        if head != FORMAT {
            return None;
        }
        let (sum, body) = body.split_once('\n')?;
        // Whoever writes here can write the generator itself: this is against accidents.
        if blake3::hash(body.as_bytes()).to_hex().as_str() != sum {
            return None;
        }
        parse(body, self.generator)
    }

    /// Keeps what was made for the next run. Failing to is no failure of the run: the next one has
    /// more to do.
    pub(crate) fn store(&self, made: &Made) {
        // Forgetting is right in any case; what is there may be of another format.
        if self.replace(made).is_err() {
            let _ = fs::remove_file(&self.file);
        }
    }

    /// Two runs at once may both do this: the last one stays, and is right.
    fn replace(&self, made: &Made) -> io::Result<()> {
        let Some(body) = print(made, self.generator) else {
            return Err(io::Error::other("a name has a line break"));
        };
        let folder = self.file.parent().unwrap_or(Path::new("."));
        fs::create_dir_all(folder)?;
        let mut temporary = tempfile::Builder::new().make_in(folder, |path| {
            File::options().write(true).create_new(true).open(path)
        })?;
        let sum = blake3::hash(body.as_bytes()).to_hex();
        write!(temporary, "{FORMAT}\n{sum}\n{body}")?;
        temporary.persist(&self.file).map_err(|error| error.error)?;
        Ok(())
    }
}

impl Made {
    /// Whether each file says on disk what it said when it was made.
    pub(crate) fn is_on_disk(&self, out: &Path) -> bool {
        let are_same = parallel::map(&self.files, |file| file.on_disk(out).is_some());
        are_same.into_iter().all(|is_same| is_same)
    }

    /// The files by their paths.
    pub(crate) fn by_path(&self) -> HashMap<&str, &MadeFile> {
        let by_path = self.files.iter().map(|file| (file.path.as_str(), file));
        by_path.collect()
    }
}

impl MadeFile {
    /// What a file was made from, and what it says.
    pub(crate) fn new(file: &GeneratedFile, origin: Digest) -> Self {
        Self {
            path: slashed(&file.path),
            text: blake3::hash(file.contents.as_bytes()),
            origin,
        }
    }

    /// Where it goes in the output folder.
    pub(crate) fn path(&self) -> PathBuf {
        self.path.split('/').collect()
    }

    /// The file as it is on disk, if that is how it was made.
    pub(crate) fn on_disk(&self, out: &Path) -> Option<GeneratedFile> {
        let path = self.path();
        let bytes = fs::read(out.join(&path)).ok()?;
        if blake3::hash(&bytes) != self.text {
            return None;
        }
        let contents = String::from_utf8(bytes).ok()?;
        Some(GeneratedFile { path, contents })
    }
}

/// A path in the output folder as it is written on every system.
pub(crate) fn slashed(path: &Path) -> String {
    let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
    parts.join("/")
}

/// The digest of the program that is running, which is the generator and all that it is made of:
/// no version is forgotten to be raised, and no dependency overlooked.
fn this_program() -> Option<Digest> {
    static DIGEST: OnceLock<Option<Digest>> = OnceLock::new();
    *DIGEST.get_or_init(|| {
        let program = File::open(env::current_exe().ok()?).ok()?;
        let mut hasher = blake3::Hasher::new();
        hasher.update_reader(program).ok()?;
        Some(hasher.finalize())
    })
}

/// `None`: a name has what separates names here.
fn print(made: &Made, generator: Digest) -> Option<String> {
    let names = made
        .systems
        .iter()
        .flat_map(|(name, schema)| [name, schema])
        .chain(made.files.iter().map(|file| &file.path));
    if names.into_iter().any(|name| name.contains(['\n', '\t'])) {
        return None;
    }
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _ = writeln!(text, "generator\t{generator}");
    let _ = writeln!(text, "inputs\t{}", made.inputs);
    let _ = writeln!(text, "counts\t{}\t{}", made.entities, made.fields);
    for (name, schema) in &made.systems {
        let _ = writeln!(text, "system\t{name}\t{schema}");
    }
    for MadeFile {
        path,
        text: of_text,
        origin,
    } in &made.files
    {
        let _ = writeln!(text, "file\t{of_text}\t{origin}\t{path}");
    }
    Some(text)
}

/// `None`: another generator's, or nothing that this one would write.
fn parse(body: &str, generator: Digest) -> Option<Made> {
    let mut lines = body.lines();
    if digest(row(&mut lines, "generator")?.next()?)? != generator {
        return None;
    }
    let inputs = digest(row(&mut lines, "inputs")?.next()?)?;
    let mut counts = row(&mut lines, "counts")?;
    let (entities, fields) = (counts.next()?.parse().ok()?, counts.next()?.parse().ok()?);
    let (mut systems, mut files) = (Vec::new(), Vec::new());
    for line in lines {
        let mut cells = line.splitn(4, '\t');
        match cells.next()? {
            "system" => systems.push((cells.next()?.to_owned(), cells.next()?.to_owned())),
            "file" => files.push(MadeFile {
                text: digest(cells.next()?)?,
                origin: digest(cells.next()?)?,
                path: cells.next()?.to_owned(),
            }),
            _ => return None,
        }
    }
    let is_right = systems.iter().all(|(name, _)| is_name(name))
        && files.iter().all(|file| is_in_one_of(&systems, &file.path));
    is_right.then_some(Made {
        inputs,
        entities,
        fields,
        systems,
        files,
    })
}

fn row<'l>(lines: &mut Lines<'l>, name: &str) -> Option<SplitN<'l, char>> {
    let mut cells = lines.next()?.splitn(3, '\t');
    (cells.next()? == name).then_some(cells)
}

fn digest(hex: &str) -> Option<Digest> {
    Digest::from_hex(hex).ok()
}

/// Whether a path is that of a file in the folder of a system.
fn is_in_one_of(systems: &[(String, String)], path: &str) -> bool {
    path.split_once('/').is_some_and(|(folder, file)| {
        is_name(file) && systems.iter().any(|(system, _)| system == folder)
    })
}

/// Whether this is the name of something and no path.
fn is_name(name: &str) -> bool {
    !matches!(name, "" | "." | "..") && !name.contains(['/', '\\', ':', '\0'])
}
