//! Diagnostics: what is wrong with the schemas, as values with code, place and help.

pub mod codes;
mod finding;
mod render;
mod sources;
pub(crate) mod suggest;

use std::collections::HashSet;
use std::fmt;

pub use codes::Code;
pub use finding::Format;
pub(crate) use finding::{Finding, to_github, to_json};
pub(crate) use sources::Sources;

/// One problem of the schemas.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    code: Code,
    message: String,
    place: Place,
    label: Option<String>,
    related: Vec<Label>,
    helps: Vec<String>,
}

impl Diagnostic {
    /// What kind of problem it is.
    #[must_use]
    pub fn code(&self) -> Code {
        self.code
    }

    /// What is wrong, in one sentence.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Where it is.
    #[must_use]
    pub fn place(&self) -> Place {
        self.place
    }

    /// What to say at the place.
    #[must_use]
    pub fn label(&self) -> Option<&str> {
        self.label.as_deref()
    }

    /// Other places that matter.
    #[must_use]
    pub fn related(&self) -> &[Label] {
        &self.related
    }

    /// What to do about it.
    #[must_use]
    pub fn helps(&self) -> &[String] {
        &self.helps
    }

    pub(crate) fn new(code: Code, place: Place, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            place,
            label: None,
            related: Vec::new(),
            helps: Vec::new(),
        }
    }

    pub(crate) fn labelled(mut self, label: impl Into<String>) -> Self {
        self.label = Some(label.into());
        self
    }

    pub(crate) fn with_related(mut self, place: Place, text: impl Into<String>) -> Self {
        self.related.push(Label {
            place,
            text: text.into(),
        });
        self
    }

    pub(crate) fn with_help(mut self, help: impl Into<String>) -> Self {
        self.helps.push(help.into());
        self
    }

    /// Adds "did you mean" where one of the candidates is near, otherwise the list of the
    /// candidates where it is short enough to be read.
    pub(crate) fn with_choices<'c>(
        self,
        word: &str,
        candidates: impl Iterator<Item = &'c str> + Clone,
    ) -> Self {
        const READABLE: usize = 20;
        if let Some(near) = suggest::nearest(word, candidates.clone()) {
            return self.with_help(format!("did you mean {}?", quoted(near)));
        }
        let choices: Vec<String> = candidates.take(READABLE + 1).map(quoted).collect();
        if choices.is_empty() || choices.len() > READABLE {
            return self;
        }
        self.with_help(format!("known here: {}", choices.join(", ")))
    }
}

/// A second place of a diagnostic, with what to say there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    place: Place,
    text: String,
}

impl Label {
    /// Where it is.
    #[must_use]
    pub fn place(&self) -> Place {
        self.place
    }

    /// What to say there.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }
}

/// A place in the schemas: a file or folder as a whole, or some text of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    pub(crate) file: FileId,
    pub(crate) span: Option<Span>,
}

impl Place {
    pub(crate) fn whole(file: FileId) -> Self {
        Self { file, span: None }
    }
}

/// A file or folder that was looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct FileId(pub(crate) usize);

/// Bytes `start..end` of a file's text.
///
/// The file is part of it: what one field's facts are may be said in several files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Span {
    pub(crate) file: FileId,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

impl Span {
    pub(crate) fn place(self) -> Place {
        Place {
            file: self.file,
            span: Some(self),
        }
    }
}

/// Where the stages put what they find.
#[derive(Debug, Default)]
pub(crate) struct Sink {
    found: Vec<Diagnostic>,
}

impl Sink {
    pub(crate) fn report(&mut self, diagnostic: Diagnostic) {
        self.found.push(diagnostic);
    }

    /// Adds what was found elsewhere.
    pub(crate) fn append(&mut self, mut other: Self) {
        self.found.append(&mut other.found);
    }

    pub(crate) fn len(&self) -> usize {
        self.found.len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.found.is_empty()
    }
}

/// Everything that is wrong with a folder of schemas, with the texts needed to show it.
///
/// [`Display`](fmt::Display) and [`Debug`](fmt::Debug) both give the plain rendering, so that an
/// `unwrap` in somebody's `build.rs` is readable too.
pub struct Problems {
    diagnostics: Vec<Diagnostic>,
    sources: Sources,
}

impl Problems {
    /// The diagnostics, ordered by file and place.
    #[must_use]
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// All diagnostics with the source lines they are about, and a summary line.
    #[must_use]
    pub fn render(&self, colour: bool) -> String {
        render::render(&self.diagnostics, &self.sources, colour)
    }

    /// All diagnostics in a format for people or for tools.
    ///
    /// # Examples
    ///
    /// ```
    /// use billbind_codegen::diagnostics::Format;
    ///
    /// let problems = billbind_codegen::read("no/such/folder".as_ref(), None).unwrap_err();
    /// let line = problems.render_as(Format::Json);
    /// assert!(line.starts_with(r#"{"code":"BB0001","title":"The schemas folder cannot be read","#));
    /// ```
    #[must_use]
    pub fn render_as(&self, format: Format) -> String {
        match format {
            Format::Human { colour } => self.render(colour),
            Format::Json => to_json(&self.findings()),
            Format::Github => to_github(&self.findings()),
        }
    }

    fn findings(&self) -> Vec<Finding> {
        let diagnostics = self.diagnostics.iter();
        diagnostics
            .map(|diagnostic| Finding::new(diagnostic, &self.sources))
            .collect()
    }

    /// The path of a place, as the user would type it.
    #[must_use]
    pub fn path(&self, place: Place) -> &str {
        self.sources.path(place.file)
    }

    /// Line and column of a place, both counted from 1, the column in characters.
    ///
    /// `None` for a place that is a file as a whole.
    #[must_use]
    pub fn position(&self, place: Place) -> Option<(usize, usize)> {
        let span = place.span?;
        Some(self.sources.position(place.file, span.start))
    }

    pub(crate) fn new(mut sink: Sink, sources: Sources) -> Self {
        // Schemas that several systems extend are read for each of them.
        let mut seen = HashSet::new();
        sink.found.retain(|diagnostic| {
            let Place { file, span } = diagnostic.place;
            let span = span.map(|span| (span.start, span.end));
            seen.insert((
                sources.path(file).to_owned(),
                span,
                diagnostic.code,
                diagnostic.message.clone(),
            ))
        });
        sink.found.sort_by_key(|diagnostic| {
            let Place { file, span } = diagnostic.place;
            (file, span, diagnostic.code)
        });
        Self {
            diagnostics: sink.found,
            sources,
        }
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.render(false))
    }
}

impl fmt::Debug for Problems {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

impl std::error::Error for Problems {}

/// A name of the user's, quoted for a message: on one line and of readable length.
pub(crate) fn quoted(name: &str) -> String {
    const READABLE: usize = 80;
    let mut shown = String::with_capacity(name.len().min(READABLE) + 2);
    shown.push('`');
    for (index, letter) in name.chars().enumerate() {
        if index == READABLE {
            shown.push('…');
            break;
        }
        if letter.is_control() {
            shown.extend(letter.escape_default());
        } else {
            shown.push(letter);
        }
    }
    shown.push('`');
    shown
}
