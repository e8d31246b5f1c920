//! Where the file of an upload comes from.

use std::fmt;
use std::fs::File;
use std::io::{self, Cursor, Read};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// Where the file of an upload comes from: a path, bytes, or a reader.
///
/// It is read while it is sent. An upload that has to be sent again is read again from its
/// beginning; a [reader](FileSource::reader) can be read once only, so an upload from one is not
/// repeated once a byte has been read.
///
/// ```
/// use billbind_runtime::FileSource;
///
/// let from_disk = FileSource::path("contract.pdf");
/// let from_memory = FileSource::from(b"terms".to_vec());
/// let from_anywhere = FileSource::reader(std::io::repeat(b'x').take_five_bytes()).with_length(5);
/// # use std::io::Read;
/// # trait Five: Read + Sized { fn take_five_bytes(self) -> std::io::Take<Self> { self.take(5) } }
/// # impl<R: Read> Five for R {}
/// ```
#[derive(Clone)]
pub struct FileSource {
    origin: Origin,
    length: Option<u64>,
}

#[derive(Clone)]
enum Origin {
    Path(PathBuf),
    Bytes(Arc<[u8]>),
    Reader(Slot),
}

/// A reader until somebody reads from it.
type Slot = Arc<Mutex<Option<Box<dyn Read + Send>>>>;

impl FileSource {
    /// A file on disk. Its size is looked up each time it is sent, and it must not change while it
    /// is.
    pub fn path(path: impl Into<PathBuf>) -> Self {
        Self {
            origin: Origin::Path(path.into()),
            length: None,
        }
    }

    /// What a reader gives, up to its end.
    ///
    /// Without [`with_length`](FileSource::with_length), the request has to be sent in chunks;
    /// whether every server takes that, the vendor does not say.
    pub fn reader(reader: impl Read + Send + 'static) -> Self {
        Self {
            origin: Origin::Reader(Arc::new(Mutex::new(Some(Box::new(reader))))),
            length: None,
        }
    }

    /// Says how many bytes the reader gives. An upload fails where it gives more or fewer.
    #[must_use]
    pub fn with_length(mut self, bytes: u64) -> Self {
        self.length = Some(bytes);
        self
    }

    /// The size in bytes, where it is known.
    pub(crate) fn length(&self) -> Option<u64> {
        self.length.or_else(|| match &self.origin {
            Origin::Path(path) => path.metadata().ok().map(|metadata| metadata.len()),
            Origin::Bytes(bytes) => Some(bytes.len() as u64),
            Origin::Reader(_) => None,
        })
    }

    /// Whether it can be read from its beginning.
    pub(crate) fn is_available(&self) -> bool {
        match &self.origin {
            Origin::Path(_) | Origin::Bytes(_) => true,
            Origin::Reader(slot) => locked(slot).is_some(),
        }
    }

    /// Begins to read, from the beginning.
    pub(crate) fn open(&self) -> io::Result<Box<dyn Read + Send>> {
        match &self.origin {
            Origin::Path(path) => Ok(Box::new(
                File::open(path).map_err(|cause| at(path, &cause))?,
            )),
            Origin::Bytes(bytes) => Ok(Box::new(Cursor::new(Arc::clone(bytes)))),
            Origin::Reader(slot) => Ok(Box::new(Once {
                slot: Arc::clone(slot),
                reader: None,
            })),
        }
    }
}

/// A reader that is taken when it is first read from: an attempt that finds no connection leaves it
/// to the next one.
struct Once {
    slot: Slot,
    reader: Option<Box<dyn Read + Send>>,
}

impl Read for Once {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.reader.is_none() {
            self.reader = locked(&self.slot).take();
        }
        match &mut self.reader {
            Some(reader) => reader.read(buffer),
            None => Err(io::Error::other(
                "the reader of this upload was read before, and cannot be read again",
            )),
        }
    }
}

/// What is in the slot. A panic elsewhere leaves it as it was.
fn locked(slot: &Slot) -> std::sync::MutexGuard<'_, Option<Box<dyn Read + Send>>> {
    slot.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A failure of the file system that names the file.
pub(super) fn at(path: &Path, cause: &io::Error) -> io::Error {
    io::Error::new(cause.kind(), format!("{}: {cause}", path.display()))
}

impl From<Vec<u8>> for FileSource {
    fn from(bytes: Vec<u8>) -> Self {
        Self {
            origin: Origin::Bytes(bytes.into()),
            length: None,
        }
    }
}

impl From<&[u8]> for FileSource {
    fn from(bytes: &[u8]) -> Self {
        Self::from(bytes.to_vec())
    }
}

impl From<&Path> for FileSource {
    fn from(path: &Path) -> Self {
        Self::path(path)
    }
}

impl From<PathBuf> for FileSource {
    fn from(path: PathBuf) -> Self {
        Self::path(path)
    }
}

impl fmt::Debug for FileSource {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.origin {
            Origin::Path(path) => write!(formatter, "FileSource({})", path.display()),
            Origin::Bytes(bytes) => write!(formatter, "FileSource({} bytes)", bytes.len()),
            Origin::Reader(_) => formatter.write_str("FileSource(a reader)"),
        }
    }
}
