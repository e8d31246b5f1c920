//! Where the file of a download goes.

use std::fmt;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use super::source::at;

/// Where the file of a download goes: a path, or a writer.
///
/// - A **path** gets the file when it is whole: until then it is written beside the path, under a
///   name of its own, and it is removed where the download fails. A file that is there is replaced.
///   The folder must exist.
/// - A **writer** gets the file as it arrives, so it may have got a part of it when the download
///   fails. A download into a writer is not repeated once a byte has been written.
///
/// ```
/// use billbind_runtime::FileSink;
///
/// let to_disk = FileSink::path("contract.pdf");
/// let to_anywhere = FileSink::writer(std::io::sink());
/// ```
#[derive(Clone)]
pub struct FileSink(Target);

#[derive(Clone)]
enum Target {
    Path(PathBuf),
    Writer(Slot),
}

/// A writer while nothing writes to it.
type Slot = Arc<Mutex<Option<Box<dyn Write + Send>>>>;

impl FileSink {
    /// A file on disk, which is there as a whole or not at all.
    pub fn path(path: impl Into<PathBuf>) -> Self {
        Self(Target::Path(path.into()))
    }

    /// A writer. It must not block for long where it is used in a future.
    pub fn writer(writer: impl Write + Send + 'static) -> Self {
        Self(Target::Writer(Arc::new(Mutex::new(Some(Box::new(writer))))))
    }

    /// Whether a file can be written to it from its beginning.
    pub(crate) fn is_available(&self) -> bool {
        match &self.0 {
            Target::Path(_) => true,
            Target::Writer(slot) => slot
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .is_some(),
        }
    }

    /// Begins to write a file.
    pub(crate) fn open(&self) -> io::Result<OpenSink> {
        match &self.0 {
            Target::Path(path) => Partial::beside(path).map(OpenSink::Partial),
            Target::Writer(slot) => {
                let writer = slot.lock().unwrap_or_else(PoisonError::into_inner).take();
                writer.map(OpenSink::Writer).ok_or_else(|| {
                    io::Error::other("the writer of this download was written to before")
                })
            }
        }
    }
}

/// A file that is being written.
pub(crate) enum OpenSink {
    Partial(Partial),
    Writer(Box<dyn Write + Send>),
}

impl OpenSink {
    pub(crate) fn write(&mut self, part: &[u8]) -> io::Result<()> {
        match self {
            Self::Partial(partial) => {
                let file = partial.file.as_mut();
                let written = file.map_or(Ok(()), |file| file.write_all(part));
                written.map_err(|cause| at(&partial.temporary, &cause))
            }
            Self::Writer(writer) => writer.write_all(part),
        }
    }

    /// The file is whole.
    pub(crate) fn finish(self) -> io::Result<()> {
        match self {
            Self::Partial(partial) => partial.put_in_place(),
            Self::Writer(mut writer) => writer.flush(),
        }
    }
}

/// A file that is written beside its place. It is removed when this is dropped.
pub(crate) struct Partial {
    /// `None` once it is closed.
    file: Option<File>,
    temporary: PathBuf,
    path: PathBuf,
}

impl Partial {
    fn beside(path: &Path) -> io::Result<Self> {
        static NUMBER: AtomicU64 = AtomicU64::new(0);
        let Some(name) = path.file_name() else {
            let message = format!("{}: a download needs the path of a file", path.display());
            return Err(io::Error::new(io::ErrorKind::InvalidInput, message));
        };
        loop {
            // Two downloads to one path, of this process or of two, do not meet.
            let number = NUMBER.fetch_add(1, Ordering::Relaxed);
            let mut own = std::ffi::OsString::from(".");
            own.push(name);
            own.push(format!(".{}-{number}.partial", std::process::id()));
            let temporary = path.with_file_name(own);
            match OpenOptions::new()
                .write(true)
                .create_new(true)
                .open(&temporary)
            {
                Ok(file) => {
                    return Ok(Self {
                        file: Some(file),
                        temporary,
                        path: path.to_owned(),
                    });
                }
                // What a killed process of the same id has left.
                Err(cause) if cause.kind() == io::ErrorKind::AlreadyExists => {}
                Err(cause) => return Err(at(&temporary, &cause)),
            }
        }
    }

    fn put_in_place(mut self) -> io::Result<()> {
        if let Some(file) = self.file.take() {
            // Without this, a crash of the machine could leave an empty file under the name.
            file.sync_all()
                .map_err(|cause| at(&self.temporary, &cause))?;
        }
        fs::rename(&self.temporary, &self.path).map_err(|cause| at(&self.path, &cause))
    }
}

impl Drop for Partial {
    fn drop(&mut self) {
        // Closed before it is removed: not every system removes an open file.
        drop(self.file.take());
        // After it was put in its place, there is none; and nobody can be told of another failure.
        let _ = fs::remove_file(&self.temporary);
    }
}

impl From<&Path> for FileSink {
    fn from(path: &Path) -> Self {
        Self::path(path)
    }
}

impl From<PathBuf> for FileSink {
    fn from(path: PathBuf) -> Self {
        Self::path(path)
    }
}

impl fmt::Debug for FileSink {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Target::Path(path) => write!(formatter, "FileSink({})", path.display()),
            Target::Writer(_) => formatter.write_str("FileSink(a writer)"),
        }
    }
}
