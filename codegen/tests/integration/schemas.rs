//! Small folders of schemas for the other tests: a valid system, and files laid over it.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use billbind_codegen::Problems;
use billbind_codegen::model::System;
use tempfile::TempDir;

pub(crate) const SYSTEM: &str = "\
system: mini
rust: Mini
protocol: mini
sources: {S1: the reference}
wire: {flag: 0/1, date: YYYYMMDD, date-time: 'YYYY-MM-DD HH:MM:SS'}
operations: [create, update, retrieve, delete]
fields:
  Created: {type: date-time, access: read-only}
external:
  USER:
";

pub(crate) const ACCOUNT: &str = "\
entity: ACCOUNT
fields:
  Id: id
";

/// What stands at a path of a schemas folder.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Content<'c> {
    Text(&'c str),
    Bytes(&'c [u8]),
    Folder,
    /// A symbolic link to this place.
    #[cfg(unix)]
    Link(&'c str),
    /// A file of so many bytes, which takes no room on the disk.
    Hole(u64),
    Missing,
}

/// A schemas folder that goes away with the test.
pub(crate) struct Schemas {
    root: PathBuf,
    _folder: TempDir,
}

impl Schemas {
    /// An empty folder.
    pub(crate) fn empty() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let root = folder.path().join("schemas");
        Self {
            root,
            _folder: folder,
        }
    }

    /// The valid system, with some files replaced or added.
    pub(crate) fn with(files: &[(&str, Content<'_>)]) -> Self {
        let schemas = Self::empty();
        schemas.put("mini/system.yaml", Content::Text(SYSTEM));
        schemas.put("mini/account.yaml", Content::Text(ACCOUNT));
        for (path, content) in files {
            schemas.put(path, *content);
        }
        schemas
    }

    pub(crate) fn put(&self, path: &str, content: Content<'_>) {
        let path = self.root.join(path);
        let folder = path.parent().expect("the root is above every file");
        fs::create_dir_all(folder).expect("a temporary folder can be written");
        let written = match content {
            Content::Text(text) => fs::write(path, text),
            Content::Bytes(bytes) => fs::write(path, bytes),
            Content::Folder => fs::create_dir_all(path),
            #[cfg(unix)]
            Content::Link(target) => std::os::unix::fs::symlink(target, path),
            Content::Hole(size) => File::create(path).and_then(|file| file.set_len(size)),
            Content::Missing if path.is_dir() => fs::remove_dir_all(path),
            Content::Missing => fs::remove_file(path),
        };
        written.expect("a temporary folder can be written");
    }

    pub(crate) fn path(&self) -> &Path {
        &self.root
    }

    pub(crate) fn read(&self) -> Result<Vec<System>, Problems> {
        billbind_codegen::read(&self.root, None)
    }

    /// The plain rendering, as it looks to somebody who typed `schemas`.
    pub(crate) fn render(&self, problems: &Problems) -> String {
        problems
            .to_string()
            .replace(&*self.root.to_string_lossy(), "schemas")
    }
}
