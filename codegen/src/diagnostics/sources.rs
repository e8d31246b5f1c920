//! The files that were looked at: their paths as the user would type them, and their texts.

use std::hash::{Hash, Hasher};
use std::sync::OnceLock;

use super::FileId;

/// Paths and texts, by [`FileId`].
#[derive(Debug, Default, Hash)]
pub(crate) struct Sources {
    files: Vec<SourceFile>,
}

#[derive(Debug)]
struct SourceFile {
    path: String,
    text: String,
    /// First bytes of the lines, found when a place is asked for: thousands of places of one file
    /// must not walk through it thousands of times.
    lines: OnceLock<Vec<usize>>,
}

/// A line of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Line {
    /// Counted from 1.
    pub(super) number: usize,
    /// Its first byte.
    pub(super) start: usize,
}

impl Hash for SourceFile {
    fn hash<H: Hasher>(&self, state: &mut H) {
        // The lines follow from the text.
        (&self.path, &self.text).hash(state);
    }
}

impl Sources {
    /// Adds a file; one that has no readable text (a folder, a missing file) has an empty one.
    pub(crate) fn add(&mut self, path: String, text: String) -> FileId {
        self.files.push(SourceFile {
            path,
            text,
            lines: OnceLock::new(),
        });
        FileId(self.files.len() - 1)
    }

    pub(crate) fn path(&self, file: FileId) -> &str {
        self.files
            .get(file.0)
            .map_or("", |source| source.path.as_str())
    }

    pub(crate) fn text(&self, file: FileId) -> &str {
        self.files
            .get(file.0)
            .map_or("", |source| source.text.as_str())
    }

    /// The line that holds a byte.
    pub(super) fn line(&self, file: FileId, byte: usize) -> Line {
        let starts = self.files.get(file.0).map_or(&[][..], SourceFile::lines);
        let number = starts.partition_point(|&start| start <= byte).max(1);
        let start = starts.get(number - 1).copied().unwrap_or(0);
        Line { number, start }
    }

    /// Line and column of a byte, both counted from 1, the column in characters.
    pub(crate) fn position(&self, file: FileId, byte: usize) -> (usize, usize) {
        let Line { number, start } = self.line(file, byte);
        let before = self.text(file).get(start..byte).unwrap_or("");
        (number, before.chars().count() + 1)
    }
}

impl SourceFile {
    fn lines(&self) -> &[usize] {
        self.lines.get_or_init(|| {
            let newlines = self.text.match_indices('\n');
            let after = newlines.map(|(newline, _)| newline + 1);
            std::iter::once(0).chain(after).collect()
        })
    }
}
