//! Everything that a run reads, before anybody looks at what it says.

use std::path::Path;

use crate::cache::{Digest, digest_of};
use crate::diagnostics::{Problems, Sink, Sources};
use crate::load::{Bases, SystemFiles};
use crate::model::System;
use crate::{check, load};

/// The files of schemas.
pub(crate) struct Inputs {
    files: Vec<SystemFiles>,
    sources: Sources,
    sink: Sink,
}

impl Inputs {
    /// Reads the files of all systems in a folder, or of the one that is named, and of all that they
    /// extend.
    pub(crate) fn read(schemas: &Path, system: Option<&str>, bases: &Bases) -> Self {
        let (mut sources, mut sink) = (Sources::default(), Sink::default());
        let files = load::read_files(schemas, system, bases, &mut sources, &mut sink);
        Self {
            files,
            sources,
            sink,
        }
    }

    /// Reads the files of one of the bases, and of all that they extend.
    pub(crate) fn read_base(name: &str, bases: &Bases) -> Self {
        let (mut sources, mut sink) = (Sources::default(), Sink::default());
        let files = load::read_base_files(name, bases, &mut sources, &mut sink);
        Self {
            files,
            sources,
            sink,
        }
    }

    /// Stands for all that [`check`](Self::check) goes by: which files there are, what they are
    /// called, and their texts. `None`: something could not be read.
    pub(crate) fn digest(&self) -> Option<Digest> {
        let is_whole = self.sink.is_empty();
        is_whole.then(|| digest_of(&(&self.files, &self.sources)))
    }

    /// Parses the files and checks what they say.
    pub(crate) fn check(self) -> Result<Vec<System>, Problems> {
        let Self {
            files,
            sources,
            mut sink,
        } = self;
        let documents = load::parse_files(files, &sources, &mut sink);
        let systems = check::check_systems(&documents, &mut sink);
        drop(documents);
        if sink.is_empty() {
            Ok(systems)
        } else {
            Err(Problems::new(sink, sources))
        }
    }
}
