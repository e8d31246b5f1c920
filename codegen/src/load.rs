//! The stage `load`: files of a schemas folder become documents, spanned trees that nobody has
//! judged yet.

mod bases;
mod files;
mod folders;
pub(crate) mod tree;
mod yaml;

use std::path::Path;

use crate::diagnostics::{FileId, Sink, Sources};
use crate::parallel;
pub use bases::Bases;
use tree::Node;

/// The files of one system, read but not parsed: the documents borrow from their texts.
#[derive(Debug, Hash)]
pub(crate) struct SystemFiles {
    /// Name of the folder.
    name: String,
    files: Vec<SchemaFile>,
    base: Base<SystemFiles>,
}

/// The schemas that a system's `extends` names.
#[derive(Debug, Hash)]
pub(crate) enum Base<T> {
    /// It extends none.
    None,
    /// They are not known, and it was reported why.
    Missing,
    Found(Box<T>),
}

#[derive(Debug, Hash)]
struct SchemaFile {
    id: FileId,
    /// `account.yaml`.
    name: String,
    /// Path for the model: the same on every machine, with forward slashes.
    model_path: String,
    /// Whether there is a text to parse; otherwise the reason was reported.
    readable: bool,
}

/// The documents of one system.
#[derive(Debug)]
pub(crate) struct SystemDocuments<'s> {
    /// Name of the folder.
    pub(crate) name: String,
    /// `system.yaml`; missing only after a report.
    pub(crate) system: Option<Document<'s>>,
    /// The other files, sorted by name.
    pub(crate) entities: Vec<Document<'s>>,
    /// Names, without ending, of the files that were reported as unreadable: whatever they
    /// describe may exist.
    pub(crate) unreadable: Vec<String>,
    /// What it extends.
    pub(crate) base: Base<SystemDocuments<'s>>,
}

impl<'s> SystemDocuments<'s> {
    /// This system and everything that it extends, the innermost base first; and whether the
    /// innermost one is there.
    pub(crate) fn layers(&self) -> (Vec<&SystemDocuments<'s>>, bool) {
        let mut layers = vec![self];
        let mut base = &self.base;
        while let Base::Found(documents) = base {
            layers.push(documents);
            base = &documents.base;
        }
        layers.reverse();
        (layers, matches!(base, Base::None))
    }
}

/// A file as a tree.
#[derive(Debug)]
pub(crate) struct Document<'s> {
    pub(crate) file: FileId,
    /// `account.yaml`.
    pub(crate) file_name: String,
    /// `schemas/billingplatform/account.yaml`, the same on every machine.
    pub(crate) schema_file: String,
    pub(crate) root: Node<'s>,
}

/// Reads the files of all systems of a schemas folder, or of the one that is named.
pub(crate) fn read_files(
    schemas: &Path,
    system: Option<&str>,
    bases: &Bases,
    sources: &mut Sources,
    sink: &mut Sink,
) -> Vec<SystemFiles> {
    folders::read_systems(schemas, system, bases, sources, sink)
}

/// Reads the files of one of the bases, as a system of its own.
pub(crate) fn read_base_files(
    name: &str,
    bases: &Bases,
    sources: &mut Sources,
    sink: &mut Sink,
) -> Vec<SystemFiles> {
    bases.read_named(name, sources, sink).into_iter().collect()
}

/// Parses what was read.
pub(crate) fn parse_files<'s>(
    systems: Vec<SystemFiles>,
    sources: &'s Sources,
    sink: &mut Sink,
) -> Vec<SystemDocuments<'s>> {
    systems
        .into_iter()
        .map(|system| parse_system(system, sources, sink))
        .collect()
}

fn parse_system<'s>(
    files: SystemFiles,
    sources: &'s Sources,
    sink: &mut Sink,
) -> SystemDocuments<'s> {
    let mut documents = SystemDocuments {
        name: files.name,
        system: None,
        entities: Vec::with_capacity(files.files.len()),
        unreadable: Vec::new(),
        base: match files.base {
            Base::None => Base::None,
            Base::Missing => Base::Missing,
            Base::Found(base) => Base::Found(Box::new(parse_system(*base, sources, sink))),
        },
    };
    let parsed = parallel::map(&files.files, |file| {
        let mut found = Sink::default();
        let root = file
            .readable
            .then(|| yaml::parse(file.id, sources.text(file.id), &mut found));
        (root.flatten(), found)
    });
    for (file, (root, found)) in files.files.into_iter().zip(parsed) {
        let SchemaFile {
            id,
            name,
            model_path,
            ..
        } = file;
        sink.append(found);
        let Some(root) = root else {
            let stem = name
                .rsplit_once('.')
                .map_or(name.as_str(), |(stem, _)| stem);
            documents.unreadable.push(stem.to_lowercase());
            continue;
        };
        let is_system = name == folders::SYSTEM_FILE;
        let document = Document {
            file: id,
            file_name: name,
            schema_file: model_path,
            root,
        };
        if is_system {
            documents.system = Some(document);
        } else {
            documents.entities.push(document);
        }
    }
    documents
}
