//! Receives an answer with a file in it: the file goes to its sink as it arrives.

use std::fmt;
use std::io;
use std::sync::{Mutex, PoisonError};

use super::decode::Base64;
use super::extract::{Extractor, FilePlace, Piece};
use super::sink::{FileSink, OpenSink};

/// What is to be done with the file of an answer.
#[derive(Debug, Clone)]
pub(crate) struct Download {
    pub(crate) place: FilePlace,
    pub(crate) sink: FileSink,
    /// Largest file, in bytes.
    pub(crate) max_file: u64,
}

/// Why no more of the answer is taken.
#[derive(Debug)]
pub(crate) enum Stopped {
    /// The file is larger than so many bytes.
    TooLarge(u64),
    /// The sink failed.
    Sink(io::Error),
}

/// Takes the parts of an answer.
pub(crate) struct Receiver<'d> {
    download: &'d Download,
    extractor: Extractor,
    base64: Base64,
    sink: Option<OpenSink>,
    size: u64,
    problem: Option<String>,
}

impl<'d> Receiver<'d> {
    pub(crate) fn new(download: &'d Download) -> Self {
        Self {
            extractor: Extractor::new(download.place),
            base64: Base64::default(),
            sink: None,
            size: 0,
            problem: None,
            download,
        }
    }

    /// Takes the next part, and adds what is no file to `rest`.
    pub(crate) fn push(&mut self, part: &[u8], rest: &mut Vec<u8>) -> Result<(), Stopped> {
        let Self {
            download,
            extractor,
            base64,
            sink,
            size,
            problem,
        } = self;
        extractor.push(part, rest, |piece| {
            // What the file would be is of no interest any more; what the answer says of it is.
            if problem.is_some() {
                return Ok(());
            }
            let decoded = match piece {
                Piece::Text(text) => base64.push(text),
                Piece::End => base64.finish(),
                Piece::Problem(expected) => {
                    *problem = Some(expected.to_owned());
                    return Ok(());
                }
            };
            let decoded = match decoded {
                Ok(decoded) => decoded,
                Err(cause) => {
                    *problem = Some(not_base64(&cause));
                    return Ok(());
                }
            };
            if decoded.is_empty() {
                return Ok(());
            }
            *size += decoded.len() as u64;
            if *size > download.max_file {
                return Err(Stopped::TooLarge(download.max_file));
            }
            let open = match sink {
                Some(open) => open,
                None => sink.insert(download.sink.open().map_err(Stopped::Sink)?),
            };
            open.write(decoded).map_err(Stopped::Sink)
        })
    }

    /// What was received. Whether the answer means success is for its decoder to say.
    pub(crate) fn finish(self) -> Received {
        Received {
            sink: Mutex::new(self.sink),
            size: self.size,
            problem: self.problem,
        }
    }
}

impl fmt::Debug for Receiver<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Receiver({} bytes)", self.size)
    }
}

/// What stands in the place of a file that is none.
pub(crate) fn not_base64(cause: &base64::DecodeError) -> String {
    format!("base64 ({cause})")
}

/// A file that has arrived and is not in its place yet.
pub(crate) struct Received {
    sink: Mutex<Option<OpenSink>>,
    size: u64,
    /// What should have stood where the file is.
    problem: Option<String>,
}

impl Received {
    /// What should have stood in the place of the file, where it is not what came.
    pub(crate) fn problem(&self) -> Option<&str> {
        self.problem.as_deref()
    }

    /// Puts the file in its place and gives its size.
    pub(crate) fn put_in_place(&self, download: &Download) -> io::Result<u64> {
        let sink = self
            .sink
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        match sink {
            Some(sink) => sink.finish()?,
            // An empty file is one as well.
            None if self.size == 0 => download.sink.open()?.finish()?,
            // The same answer was decoded before.
            None => {}
        }
        Ok(self.size)
    }
}

impl fmt::Debug for Received {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Received({} bytes)", self.size)
    }
}
