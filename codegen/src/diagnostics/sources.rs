//! The files that were looked at: their paths as the user would type them, and their texts.

use super::FileId;

/// Paths and texts, by [`FileId`].
#[derive(Debug, Default)]
pub(crate) struct Sources {
    files: Vec<SourceFile>,
}

#[derive(Debug)]
struct SourceFile {
    path: String,
    text: String,
}

impl Sources {
    /// Adds a file; one that has no readable text (a folder, a missing file) has an empty one.
    pub(crate) fn add(&mut self, path: String, text: String) -> FileId {
        self.files.push(SourceFile { path, text });
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

    /// Line and column of a byte, both counted from 1, the column in characters.
    pub(crate) fn position(&self, file: FileId, byte: usize) -> (usize, usize) {
        let text = self.text(file);
        let before = text.get(..byte).unwrap_or(text);
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let line = before.bytes().filter(|&byte| byte == b'\n').count() + 1;
        let column = before.get(line_start..).unwrap_or("").chars().count() + 1;
        (line, column)
    }
}
