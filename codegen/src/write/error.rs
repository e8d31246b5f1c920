//! What can keep the writer from its work, each with the place and the next step.

use std::error::Error;
use std::fmt::{self, Display, Formatter};
use std::io;
use std::path::{Path, PathBuf};

use crate::diagnostics::Finding;

/// Why the bindings could not be written.
#[derive(Debug)]
#[non_exhaustive]
pub enum WriteError {
    /// Things are in the way. All of them are listed, and nothing was touched.
    Blocked(Vec<Obstacle>),
    /// Another run holds the output folder and does not end.
    Busy {
        /// The output folder.
        out: PathBuf,
    },
    /// The operating system refused. Each file is either as before or complete.
    Io {
        /// What was tried: `write it`.
        action: &'static str,
        /// On what.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
}

/// Something in the way of a generated file.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Obstacle {
    /// Where.
    pub path: PathBuf,
    /// What.
    pub reason: Reason,
}

/// What is in the way of a generated file.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reason {
    /// A file that the generator did not make has the name of one that it makes.
    HandMade,
    /// A folder has the name of a file.
    FolderForFile,
    /// A file has the name of a folder.
    FileForFolder,
    /// A symbolic link, pointing there; what it points to may belong to someone else.
    Link(PathBuf),
    /// Neither file, folder nor link: a pipe, a socket, a device.
    NoRegularFile,
    /// The path is not inside a folder that this run owns.
    OutsideFolder,
    /// Two generated files have names that differ in case at most.
    Twice,
    /// A folder has bindings that were made from this schema, which the schemas do not have. Either
    /// the system is gone, or another schemas folder of the same name is generated here as well.
    NoSuchSystem(String),
    /// A page lacks the marks between which this section of it is generated, or has them twice.
    NoSection(String),
    /// The text to write does not begin with [`MARKER`](super::MARKER), so that the next run
    /// could not tell the file from a hand-made one.
    NoMarker,
}

impl WriteError {
    /// Each thing that is wrong by itself.
    pub(crate) fn findings(&self) -> Vec<Finding> {
        match self {
            Self::Blocked(obstacles) => obstacles
                .iter()
                .map(|obstacle| Finding::about(&obstacle.path, obstacle.reason.to_string()))
                .collect(),
            Self::Busy { out: path } | Self::Io { path, .. } => {
                let shown = self.to_string();
                let place = format!("{}: ", path.display());
                let message = shown.strip_prefix(&place).unwrap_or(&shown);
                vec![Finding::about(path, message.to_owned())]
            }
        }
    }

    pub(super) fn io(action: &'static str, path: &Path, source: io::Error) -> Self {
        Self::Io {
            action,
            path: path.to_path_buf(),
            source,
        }
    }
}

impl Display for WriteError {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Blocked(obstacles) => {
                write!(
                    formatter,
                    "nothing was written, because something is in the way:"
                )?;
                obstacles
                    .iter()
                    .try_for_each(|obstacle| write!(formatter, "\n{obstacle}"))
            }
            Self::Busy { out } => write!(
                formatter,
                "{}: another run is writing here and does not end; wait for it or stop it, then \
                 run this again",
                out.display()
            ),
            Self::Io {
                action,
                path,
                source,
            } => write!(
                formatter,
                "{}: cannot {action}: {source}; {}",
                path.display(),
                next_step(source)
            ),
        }
    }
}

impl Error for WriteError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Io { source, .. } => Some(source),
            Self::Blocked(_) | Self::Busy { .. } => None,
        }
    }
}

/// What the user can do about a refusal of the operating system.
fn next_step(source: &io::Error) -> &'static str {
    match source.kind() {
        io::ErrorKind::PermissionDenied => "give yourself the right to, then run this again",
        io::ErrorKind::ReadOnlyFilesystem => "choose an output folder that can be written",
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            "free some space, then run this again: each file is either as before or complete"
        }
        _ => "run this again when that is settled: each file is either as before or complete",
    }
}

impl Display for Obstacle {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        write!(formatter, "  {}: {}", self.path.display(), self.reason)
    }
}

impl Display for Reason {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Reason::HandMade => formatter.write_str(
                "a generated file has this name, and the one here was made by hand; move or \
                 delete it",
            ),
            Reason::FolderForFile => formatter.write_str(
                "a generated file has this name, and here is a folder; move or delete it",
            ),
            Reason::FileForFolder => {
                formatter.write_str("a folder must be here, and here is a file; move or delete it")
            }
            Reason::Link(target) => write!(
                formatter,
                "a symbolic link to {}, and links are not followed; replace it by what it points \
                 to, or give that place as the output folder",
                target.display()
            ),
            Reason::NoRegularFile => formatter
                .write_str("a generated file has this name, and here is no file; delete it"),
            Reason::OutsideFolder => formatter.write_str(
                "this path is not in the folder of a system that is being generated; report it \
                 as a defect of the generator",
            ),
            Reason::Twice => formatter.write_str(
                "two generated files have this name (upper and lower case are the same to some \
                 file systems); give one of the entities another name",
            ),
            Reason::NoSuchSystem(schema) => write!(
                formatter,
                "the bindings here were made from {schema}, which these schemas do not have; if the \
                 system is gone, delete this folder; if another schemas folder of the same name is \
                 generated here as well, give one of the two another name or another output folder"
            ),
            Reason::NoSection(name) => {
                let [begin, end] = super::sections::marks(name);
                write!(
                    formatter,
                    "the section `{name}` is generated between two lines, `{begin}` and `{end}`, \
                     and these are not here once each in this order; add them where it belongs"
                )
            }
            Reason::NoMarker => formatter.write_str(
                "the generated text lacks its first line; report it as a defect of the generator",
            ),
        }
    }
}
