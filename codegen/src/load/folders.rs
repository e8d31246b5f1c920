//! The layout of a schemas folder: `<system>/system.yaml` and one file per entity beside it.
//!
//! Whatever order the file system lists names in, they are sorted before anything looks at them.

use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::files::read_file;
use super::{Base, Bases, SchemaFile, SystemFiles};
use crate::diagnostics::{Code, Diagnostic, FileId, Place, Sink, Sources, quoted};

pub(super) const SYSTEM_FILE: &str = "system.yaml";

/// Reads all systems, or the one that is named.
pub(super) fn read_systems(
    schemas: &Path,
    wanted: Option<&str>,
    bases: &Bases,
    sources: &mut Sources,
    sink: &mut Sink,
) -> Vec<SystemFiles> {
    let root_name = name_of_root(schemas);
    let names = match list(schemas) {
        Ok(names) => names,
        Err(error) => {
            let root = sources.add(shown(schemas), String::new());
            sink.report(
                Diagnostic::new(
                    Code::SchemasFolder,
                    Place::whole(root),
                    format!("the schemas folder cannot be read: {error}"),
                )
                .with_help("give the folder that holds one folder per system"),
            );
            return Vec::new();
        }
    };
    if is_one_system(schemas, &names) {
        let place = Place::whole(sources.add(shown(schemas), String::new()));
        let message = "this is the folder of a system, not the folder that holds the systems";
        sink.report(
            Diagnostic::new(Code::NoSystem, place, message).with_help(format!(
                "give its parent, {}",
                quoted(&shown(&parent(schemas)))
            )),
        );
        return Vec::new();
    }
    let mut systems = Vec::new();
    let mut folders = Vec::new();
    for name in &names {
        let path = schemas.join(name);
        let text = name.to_string_lossy();
        if path.is_dir() {
            folders.push((text, path));
        } else if wanted.is_none() && is_schema_name(&text) {
            let file = sources.add(shown(&path), String::new());
            sink.report(
                Diagnostic::new(
                    Code::StrayFile,
                    Place::whole(file),
                    "a schema stands outside of every system's folder",
                )
                .with_help("move it into the folder of its system"),
            );
        }
    }
    let mut known = Vec::new();
    for (name, path) in &folders {
        if wanted.is_some_and(|wanted| wanted != name) {
            if path.join(SYSTEM_FILE).is_file() {
                known.push(name);
            }
        } else if let Some(mut system) =
            read_system(name, path, &format!("{root_name}/{name}"), sources, sink)
        {
            system.base = bases.read(&system, path, sources, sink);
            systems.push(system);
        }
    }
    if systems.is_empty() {
        let place = Place::whole(sources.add(shown(schemas), String::new()));
        let diagnostic = match wanted {
            Some(wanted) => Diagnostic::new(
                Code::UnknownSystem,
                place,
                format!("there is no system {}", quoted(wanted)),
            )
            .with_choices(wanted, known.iter().map(AsRef::as_ref))
            .with_help("a system is a folder with a system.yaml"),
            None => Diagnostic::new(Code::NoSystem, place, "the schemas folder holds no system")
                .with_help("describe one in `<system>/system.yaml`"),
        };
        sink.report(diagnostic);
    }
    systems
}

/// Whether the user gave the folder of one system instead of the one around it.
fn is_one_system(schemas: &Path, names: &[OsString]) -> bool {
    schemas.join(SYSTEM_FILE).is_file()
        && !names
            .iter()
            .any(|name| schemas.join(name).join(SYSTEM_FILE).is_file())
}

/// The folder around a folder, as the user would type it.
fn parent(folder: &Path) -> PathBuf {
    match (folder.file_name(), folder.parent()) {
        (Some(_), Some(parent)) if parent.as_os_str().is_empty() => PathBuf::from("."),
        (Some(_), Some(parent)) => parent.to_path_buf(),
        _ => folder.join(".."),
    }
}

/// Reads the files of one folder; `None` when nothing in it is a schema.
///
/// `model_path` is the path of the folder for the model.
pub(super) fn read_system(
    name: &str,
    path: &Path,
    model_path: &str,
    sources: &mut Sources,
    sink: &mut Sink,
) -> Option<SystemFiles> {
    let names = match list(path) {
        Ok(names) => names,
        Err(error) => {
            let folder = sources.add(shown(path), String::new());
            let message = format!("the folder cannot be read: {error}");
            sink.report(
                Diagnostic::new(Code::UnreadableFile, Place::whole(folder), message)
                    .with_help("check that you may read it"),
            );
            return None;
        }
    };
    let schemas: Vec<&OsString> = names
        .iter()
        .filter(|file| {
            let file_path = path.join(file);
            !report_stray(&file_path, sources, sink) && is_schema_name(&file.to_string_lossy())
        })
        .collect();
    if schemas.is_empty() {
        return None;
    }
    let folder = sources.add(shown(path), String::new());
    let mut files = Vec::with_capacity(schemas.len());
    for file in schemas {
        let file_path = path.join(file);
        let file_name = file.to_string_lossy().into_owned();
        let ending = file_path.extension();
        // In this case only: where case matters, `.YAML` would be missed by others.
        if ending.is_none_or(|ending| ending != "yaml") {
            report_ending(&file_path, &file_name, sources, sink);
            continue;
        }
        let (id, readable) = read_file(&file_path, shown(&file_path), sources, sink);
        let schema_file = format!("{model_path}/{file_name}");
        files.push(SchemaFile {
            id,
            name: file_name,
            model_path: schema_file,
            readable,
        });
    }
    report_missing_system_file(&files, folder, sink);
    Some(SystemFiles {
        name: name.to_owned(),
        files,
        base: Base::None,
    })
}

/// Reports files of a system among which there is none for the system itself.
pub(super) fn report_missing_system_file(files: &[SchemaFile], folder: FileId, sink: &mut Sink) {
    if !files.iter().any(|file| file.name == SYSTEM_FILE) {
        sink.report(
            Diagnostic::new(
                Code::MissingSystemFile,
                Place::whole(folder),
                format!("the folder holds schemas, but no {SYSTEM_FILE}"),
            )
            .with_help(format!(
                "add {SYSTEM_FILE} with at least `system`, `rust`, `protocol`, `wire` and \
                 `operations`, or with `system` and `extends`"
            )),
        );
    }
}

/// Reports a folder inside a system's folder that holds schemas: nobody would ever read them.
fn report_stray(path: &Path, sources: &mut Sources, sink: &mut Sink) -> bool {
    if is_schema_name(&shown(path)) || !path.is_dir() {
        return false;
    }
    let holds_schemas = list(path).is_ok_and(|names| {
        names
            .iter()
            .any(|name| is_schema_name(&name.to_string_lossy()))
    });
    if holds_schemas {
        let folder = sources.add(shown(path), String::new());
        sink.report(
            Diagnostic::new(
                Code::StrayFile,
                Place::whole(folder),
                "a folder inside a system's folder holds schemas",
            )
            .with_help("move them one level up: a system has no sub-folders"),
        );
    }
    true
}

fn report_ending(path: &Path, name: &str, sources: &mut Sources, sink: &mut Sink) -> FileId {
    let file = sources.add(shown(path), String::new());
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    sink.report(
        Diagnostic::new(
            Code::FileEnding,
            Place::whole(file),
            format!("{} does not end in `.yaml`", quoted(name)),
        )
        .with_help(format!("rename it to {}", quoted(&format!("{stem}.yaml")))),
    );
    file
}

/// Names in a folder, sorted, without hidden ones.
pub(super) fn list(folder: &Path) -> io::Result<Vec<OsString>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name();
        if !name.to_string_lossy().starts_with('.') {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

/// Whether a name ends like YAML, correctly or not.
pub(super) fn is_schema_name(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, ending)| {
        ending.eq_ignore_ascii_case("yaml") || ending.eq_ignore_ascii_case("yml")
    })
}

/// The folder's own name, also where the user typed `.` or `..`.
fn name_of_root(schemas: &Path) -> String {
    let typed = schemas.file_name().map(PathBuf::from);
    let found = typed.or_else(|| {
        let absolute = fs::canonicalize(schemas).ok()?;
        absolute.file_name().map(PathBuf::from)
    });
    found.map_or_else(
        || "schemas".to_owned(),
        |name| name.to_string_lossy().into_owned(),
    )
}

/// A path as the user would type it, on one line.
pub(super) fn shown(path: &Path) -> String {
    let text = path.to_string_lossy();
    if text.chars().any(char::is_control) {
        text.chars().flat_map(char::escape_default).collect()
    } else {
        text.into_owned()
    }
}
