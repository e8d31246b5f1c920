//! The schemas that others extend: handed over by name, or found in a folder.
//!
//! A path suits schemas that are kept together. A crate that depends on published crates only has no
//! path to the shipped ones, and its schemas should not differ between a build script and the
//! command: so a name stands in them, and whoever runs the generator says what it stands for. Paths
//! in the model come from what is written, never from where it leads, so both give the same bytes.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Component, Path, PathBuf};

use super::files::decode;
use super::folders::{
    SYSTEM_FILE, is_schema_name, list, read_system, report_missing_system_file, shown,
};
use super::tree::Value;
use super::{Base, SchemaFile, SystemFiles, yaml};
use crate::diagnostics::{Code, Diagnostic, Place, Sink, Sources, quoted};

/// The systems that schemas may extend by name (`extends: billingplatform`).
///
/// A base that is written as a path (`extends: ../vendor/billingplatform`) needs no entry here.
///
/// ```
/// use billbind_codegen::{Bases, Generator};
///
/// let ours = ("shared/ours/system.yaml", "system: ours\nextends: billingplatform\n");
/// let bases = Bases::new()
///     .folder("billingplatform", "vendor/billingplatform")
///     .texts("ours", &[ours]);
/// let generator = Generator::new("schemas", "src").bases(bases);
/// ```
#[derive(Debug, Clone, Default)]
pub struct Bases {
    by_name: BTreeMap<String, Location>,
}

/// Where the schemas of a system are.
#[derive(Debug, Clone)]
enum Location {
    /// Paths for messages and texts.
    Texts(Vec<(String, String)>),
    Folder(PathBuf),
}

impl Location {
    fn identity(&self, name: &str) -> Identity {
        match self {
            Self::Folder(path) => Identity::of_folder(path),
            Self::Texts(_) => Identity::Name(name.to_owned()),
        }
    }

    fn folder(&self) -> Option<PathBuf> {
        match self {
            Self::Folder(path) => Some(path.clone()),
            Self::Texts(_) => None,
        }
    }
}

impl Bases {
    /// No bases.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a base whose files come as texts: for each, its path and what is in it.
    ///
    /// The paths are shown in messages, and the last part of each is the name of the file, as in
    /// `shipped/billingplatform/account.yaml`. A base that was there under the name is replaced.
    #[must_use]
    pub fn texts(mut self, name: impl Into<String>, files: &[(&str, &str)]) -> Self {
        let mut files: Vec<(String, String)> = files
            .iter()
            .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()))
            .collect();
        files.sort();
        self.by_name.insert(name.into(), Location::Texts(files));
        self
    }

    /// Adds a base that is a folder with a `system.yaml`. A base that was there under the name is
    /// replaced.
    #[must_use]
    pub fn folder(mut self, name: impl Into<String>, path: impl Into<PathBuf>) -> Self {
        let location = Location::Folder(path.into());
        self.by_name.insert(name.into(), location);
        self
    }

    /// Reads the base of a name, as a system of its own, and what it extends.
    pub(super) fn read_named(
        &self,
        name: &str,
        sources: &mut Sources,
        sink: &mut Sink,
    ) -> Option<SystemFiles> {
        let place = Place::whole(sources.add(name.to_owned(), String::new()));
        let Some(location) = self.by_name.get(name) else {
            let message = format!("no base is called {}", quoted(name));
            let known = self.by_name.keys().map(String::as_str);
            sink.report(
                Diagnostic::new(Code::UnknownBase, place, message)
                    .with_choices(name, known)
                    .with_help(
                        "a name is one that the generator was given, see `Generator::bases`",
                    ),
            );
            return None;
        };
        let found = Found {
            identity: location.identity(name),
            location: location.clone(),
            name: name.to_owned(),
            model_path: name.to_owned(),
        };
        let wanted = WantedBase {
            text: name.to_owned(),
            model_path: String::new(),
            place,
        };
        let mut system = found.read(&wanted, sources, sink)?;
        system.base = self.read_chain(
            &system,
            found.identity,
            found.location.folder(),
            sources,
            sink,
        );
        Some(system)
    }

    /// Reads what a system in a folder extends, and what that extends in its turn.
    pub(super) fn read(
        &self,
        system: &SystemFiles,
        folder: &Path,
        sources: &mut Sources,
        sink: &mut Sink,
    ) -> Base<SystemFiles> {
        let identity = Identity::of_folder(folder);
        self.read_chain(system, identity, Some(folder.to_path_buf()), sources, sink)
    }

    fn read_chain(
        &self,
        system: &SystemFiles,
        identity: Identity,
        mut here: Option<PathBuf>,
        sources: &mut Sources,
        sink: &mut Sink,
    ) -> Base<SystemFiles> {
        let mut chain: Vec<SystemFiles> = Vec::new();
        let mut seen = vec![identity];
        let mut innermost = Base::None;
        loop {
            let wanted = match wanted_base(chain.last().unwrap_or(system), sources) {
                Wanted::None => break,
                Wanted::Unclear => {
                    innermost = Base::Missing;
                    break;
                }
                Wanted::Base(wanted) => wanted,
            };
            let found = self
                .locate(&wanted, here.as_deref(), sink)
                .filter(|found| !report_cycle(&wanted, &found.identity, &seen, sink));
            let files = found
                .as_ref()
                .and_then(|found| found.read(&wanted, sources, sink));
            let (Some(found), Some(files)) = (found, files) else {
                innermost = Base::Missing;
                break;
            };
            seen.push(found.identity);
            here = found.location.folder();
            chain.push(files);
        }
        chain.into_iter().rev().fold(innermost, |base, files| {
            Base::Found(Box::new(SystemFiles { base, ..files }))
        })
    }

    /// Finds a base; reported where there is none.
    fn locate(&self, wanted: &WantedBase, here: Option<&Path>, sink: &mut Sink) -> Option<Found> {
        let text = wanted.text.as_str();
        if text.chars().any(is_control) {
            // It is named in comments of generated files.
            let message = "`extends` holds line breaks or other control characters";
            sink.report(
                Diagnostic::new(Code::UnknownBase, wanted.place, message)
                    .with_help("write a name or a path on one line"),
            );
            return None;
        }
        if !is_path(text) {
            let Some(location) = self.by_name.get(text) else {
                let message = format!("no base is called {}", quoted(text));
                let known = self.by_name.keys().map(String::as_str);
                let diagnostic = Diagnostic::new(Code::UnknownBase, wanted.place, message)
                    .with_choices(text, known)
                    .with_help(
                        "a name is one that the generator was given, see `Generator::bases`",
                    );
                sink.report(if text.is_empty() {
                    diagnostic
                } else {
                    let path = quoted(&format!("./{text}"));
                    diagnostic.with_help(format!("a path has a slash: {path}"))
                });
                return None;
            };
            return Some(Found {
                identity: location.identity(text),
                location: location.clone(),
                name: text.to_owned(),
                model_path: text.to_owned(),
            });
        }
        let Some(here) = here else {
            let message = format!(
                "{} is a path, but these schemas are in no folder",
                quoted(text)
            );
            sink.report(
                Diagnostic::new(Code::UnknownBase, wanted.place, message)
                    .with_help("hand the base to the generator too, and write its name here"),
            );
            return None;
        };
        let path = simplified(here.join(text));
        let model_path = model_path(&wanted.model_path, text);
        let name = model_path.rsplit('/').next().unwrap_or(text);
        Some(Found {
            identity: Identity::of_folder(&path),
            location: Location::Folder(path),
            name: name.to_owned(),
            model_path,
        })
    }
}

/// The path of a base for the model: the same on every machine, so it comes from what is written
/// and not from where it leads to. `..` beyond what is known of `here` is left out.
fn model_path(here: &str, text: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    let start = if Path::new(text).is_absolute() {
        ""
    } else {
        here
    };
    for part in start.split('/').chain(text.split(['/', '\\'])) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    if start.is_empty() {
        // Of an absolute path, what is left on another machine as well.
        parts.drain(..parts.len().saturating_sub(2));
    }
    if parts.is_empty() {
        text.to_owned()
    } else {
        parts.join("/")
    }
}

/// The path without its `..` and `.`, where that leads to the same folder.
fn simplified(path: PathBuf) -> PathBuf {
    let mut simple = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir
                if matches!(simple.components().next_back(), Some(Component::Normal(_))) =>
            {
                simple.pop();
            }
            part => simple.push(part),
        }
    }
    // A symbolic link in between turns `..` elsewhere.
    match (fs::canonicalize(&path), fs::canonicalize(&simple)) {
        (Ok(long), Ok(short)) if long == short => simple,
        _ => path,
    }
}

/// What tells one base from another.
#[derive(Debug, PartialEq, Eq)]
enum Identity {
    Name(String),
    Folder(PathBuf),
}

impl Identity {
    fn of_folder(path: &Path) -> Self {
        Self::Folder(fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf()))
    }
}

/// A base that may be read.
struct Found {
    identity: Identity,
    location: Location,
    name: String,
    model_path: String,
}

impl Found {
    fn read(
        &self,
        wanted: &WantedBase,
        sources: &mut Sources,
        sink: &mut Sink,
    ) -> Option<SystemFiles> {
        match &self.location {
            Location::Texts(texts) => self.read_texts(texts, wanted, sources, sink),
            Location::Folder(path) => self.read_folder(path, wanted, sources, sink),
        }
    }

    fn read_texts(
        &self,
        texts: &[(String, String)],
        wanted: &WantedBase,
        sources: &mut Sources,
        sink: &mut Sink,
    ) -> Option<SystemFiles> {
        if texts.is_empty() {
            report_unusable(wanted, "has no files", sink);
            return None;
        }
        let folder = sources.add(self.model_path.clone(), String::new());
        let files: Vec<SchemaFile> = texts
            .iter()
            .map(|(path, text)| {
                let name = path.rsplit('/').next().unwrap_or(path);
                let bytes = text.clone().into_bytes();
                let (id, readable) = decode(bytes, path.clone(), sources, sink);
                SchemaFile {
                    id,
                    name: name.to_owned(),
                    model_path: format!("{}/{name}", self.model_path),
                    readable,
                }
            })
            .collect();
        report_missing_system_file(&files, folder, sink);
        Some(SystemFiles {
            name: self.name.clone(),
            files,
            base: Base::None,
        })
    }

    fn read_folder(
        &self,
        path: &Path,
        wanted: &WantedBase,
        sources: &mut Sources,
        sink: &mut Sink,
    ) -> Option<SystemFiles> {
        let names = match list(path) {
            Ok(names) => names,
            Err(error) => {
                let problem = format!("cannot be read: {}: {error}", shown(path));
                report_unusable(wanted, &problem, sink);
                return None;
            }
        };
        if !names
            .iter()
            .any(|name| is_schema_name(&name.to_string_lossy()))
        {
            report_unusable(wanted, "is a folder without schemas", sink);
            return None;
        }
        read_system(&self.name, path, &self.model_path, sources, sink)
    }
}

fn report_unusable(wanted: &WantedBase, problem: &str, sink: &mut Sink) {
    let message = format!("the base {} {problem}", quoted(&wanted.text));
    sink.report(
        Diagnostic::new(Code::UnknownBase, wanted.place, message).with_help(
            "give the folder of one system, which has a system.yaml, as a path from the folder of \
             this file",
        ),
    );
}

fn report_cycle(wanted: &WantedBase, found: &Identity, seen: &[Identity], sink: &mut Sink) -> bool {
    let Some(position) = seen.iter().position(|seen| seen == found) else {
        return false;
    };
    let message = match position {
        0 if seen.len() == 1 => "the system extends itself".to_owned(),
        _ => format!("{} extends this system in its turn", quoted(&wanted.text)),
    };
    sink.report(
        Diagnostic::new(Code::ExtendsItself, wanted.place, message)
            .with_help("one system of the circle must describe everything itself"),
    );
    true
}

/// Those that turn the direction of text round are among them: compilers refuse these in comments.
fn is_control(letter: char) -> bool {
    letter.is_control() || matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Whether the text of `extends` is a path and no name.
fn is_path(text: &str) -> bool {
    text.contains(['/', '\\']) || matches!(text, "." | "..")
}

/// What a system.yaml says of its base.
enum Wanted {
    None,
    /// It cannot be read what it says. The file is read once more, by the stage `check`, which
    /// reports why.
    Unclear,
    Base(WantedBase),
}

struct WantedBase {
    text: String,
    /// Path for the model of the folder that wants it.
    model_path: String,
    place: Place,
}

fn wanted_base(system: &SystemFiles, sources: &Sources) -> Wanted {
    const KEY: &str = "extends";
    let file = system
        .files
        .iter()
        .find(|file| file.name == SYSTEM_FILE && file.readable);
    let Some(file) = file else {
        return Wanted::None;
    };
    let text = sources.text(file.id);
    let root = yaml::parse(file.id, text, &mut Sink::default());
    let Some(Value::Mapping(mapping)) = root.map(|root| root.value) else {
        return Wanted::Unclear;
    };
    let entry = mapping.entries.iter().find(|entry| entry.key == KEY);
    match entry.map(|entry| &entry.value) {
        None => Wanted::None,
        Some(node) => match &node.value {
            Value::Text(text) => Wanted::Base(WantedBase {
                text: text.to_string(),
                model_path: match file.model_path.rsplit_once('/') {
                    Some((folder, _)) => folder.to_owned(),
                    None => String::new(),
                },
                place: node.span.place(),
            }),
            _ => Wanted::Unclear,
        },
    }
}
