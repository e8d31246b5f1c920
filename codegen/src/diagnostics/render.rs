//! Rendering of diagnostics for people: source lines, underlines, help, and a summary.

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::sources::Line;
use super::{Diagnostic, FileId, Place, Sources, Span};

/// Places of one file that are further apart than this are shown as two excerpts: the renderer
/// walks through every line between them, which adds up over many diagnostics of a long file.
const LINES_IN_ONE_EXCERPT: usize = 100;
const BYTES_IN_ONE_EXCERPT: usize = 16 * 1024;

pub(super) fn render(diagnostics: &[Diagnostic], sources: &Sources, colour: bool) -> String {
    let renderer = if colour {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let mut text = String::new();
    for diagnostic in diagnostics {
        let excerpts = excerpts_of(diagnostic, sources);
        let cropped = excerpts.iter().any(|excerpt| excerpt.column.is_some());
        let shown = renderer.render(&[group_of(diagnostic, excerpts, sources)]);
        if cropped {
            text.extend(
                shown
                    .split_inclusive('\n')
                    .filter(|line| !is_empty_origin(line)),
            );
        } else {
            text.push_str(&shown);
        }
        text.push_str("\n\n");
    }
    text.push_str(&summary(diagnostics));
    text.push('\n');
    without_control(&text, colour)
}

/// The text without what a terminal would act on, each such character replaced by one as wide, so
/// that marks stay below what they mark. The renderer does it for most of them, and not for those
/// beyond ASCII, nor in the names of files.
fn without_control(text: &str, colour: bool) -> String {
    let is_safe = |letter: char| {
        let is_control = letter.is_control() && letter != '\n' && !(colour && letter == '\u{1b}');
        let turns = matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        !is_control && !turns
    };
    text.chars()
        .map(|letter| if is_safe(letter) { letter } else { '\u{fffd}' })
        .collect()
}

/// The line that the renderer draws above an excerpt whose place was drawn already.
///
/// No text of the user's can look like it: source lines have their number or a bar in front.
fn is_empty_origin(line: &str) -> bool {
    let mut plain = String::new();
    for part in line.split('\u{1b}') {
        // Behind each escape character comes `[`, numbers, and `m`.
        let visible = part.split_once('m').filter(|_| part.starts_with('['));
        plain.push_str(visible.map_or(part, |(_, visible)| visible));
    }
    plain.trim() == ":::"
}

fn group_of<'a>(
    diagnostic: &'a Diagnostic,
    excerpts: Vec<Excerpt<'a>>,
    sources: &'a Sources,
) -> Group<'a> {
    let mut group = Group::with_title(
        Level::ERROR
            .primary_title(diagnostic.message.as_str())
            .id(diagnostic.code.id()),
    );
    for excerpt in excerpts {
        let path = sources.path(excerpt.file);
        if excerpt.marks.is_empty() {
            group = group.element(Origin::path(path));
            continue;
        }
        let text = sources
            .text(excerpt.file)
            .get(excerpt.from..excerpt.to)
            .unwrap_or("");
        let annotations = excerpt.marks.iter().map(|mark| {
            mark.kind
                .span(mark.span.start - excerpt.from..mark.span.end - excerpt.from)
                .label(mark.label)
        });
        let snippet = Snippet::source(text)
            .line_start(excerpt.first_line)
            .annotations(annotations);
        group = match excerpt.column {
            None => group.element(snippet.path(path)),
            // The renderer would count the column from the beginning of the excerpt.
            Some(column) => group
                .element(
                    Origin::path(path)
                        .line(excerpt.first_line)
                        .char_column(column),
                )
                .element(snippet),
        };
    }
    for help in &diagnostic.helps {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    group
}

/// Some lines of one file with the marks on them; no marks: the file as a whole.
struct Excerpt<'a> {
    file: FileId,
    from: usize,
    to: usize,
    first_line: usize,
    last_line: usize,
    marks: Vec<Mark<'a>>,
    /// Column of the mark, where the excerpt is only a part of a line.
    column: Option<usize>,
}

struct Mark<'a> {
    kind: AnnotationKind,
    span: Span,
    label: Option<&'a str>,
}

fn excerpts_of<'a>(diagnostic: &'a Diagnostic, sources: &'a Sources) -> Vec<Excerpt<'a>> {
    let mut excerpts: Vec<Excerpt<'a>> = Vec::new();
    let first = (
        AnnotationKind::Primary,
        diagnostic.place,
        diagnostic.label.as_deref(),
    );
    let others = diagnostic.related.iter().map(|label| {
        (
            AnnotationKind::Context,
            label.place,
            Some(label.text.as_str()),
        )
    });
    for (kind, place, label) in std::iter::once(first).chain(others) {
        let one = excerpt_of(kind, place, label, sources);
        let joined = excerpts.iter_mut().find(|other| {
            let first_line = other.first_line.min(one.first_line);
            let last_line = other.last_line.max(one.last_line);
            other.file == one.file
                && other.marks.is_empty() == one.marks.is_empty()
                && (other.column, one.column) == (None, None)
                && last_line - first_line < LINES_IN_ONE_EXCERPT
                && other.to.max(one.to) - other.from.min(one.from) < BYTES_IN_ONE_EXCERPT
        });
        match joined {
            Some(other) => {
                other.from = other.from.min(one.from);
                other.to = other.to.max(one.to);
                other.first_line = other.first_line.min(one.first_line);
                other.last_line = other.last_line.max(one.last_line);
                other.marks.extend(one.marks);
            }
            None => excerpts.push(one),
        }
    }
    excerpts
}

fn excerpt_of<'a>(
    kind: AnnotationKind,
    place: Place,
    label: Option<&'a str>,
    sources: &'a Sources,
) -> Excerpt<'a> {
    let text = sources.text(place.file);
    let Some(span) = place.span else {
        return Excerpt {
            file: place.file,
            from: 0,
            to: 0,
            first_line: 1,
            last_line: 1,
            marks: Vec::new(),
            column: None,
        };
    };
    let mut span = on_one_line(text, span);
    let Line {
        number: line,
        start: line_start,
    } = sources.line(place.file, span.start);
    let line_end = line_end(text, span.end);
    let cropped = crop(text, line_start, line_end, span);
    let (from, to) = cropped.unwrap_or((line_start, line_end));
    span.end = span.end.min(to);
    let before = text.get(line_start..span.start).unwrap_or("");
    Excerpt {
        file: place.file,
        from,
        to,
        first_line: line,
        last_line: line,
        marks: vec![Mark { kind, span, label }],
        column: cropped.map(|_| before.chars().count() + 1),
    }
}

/// The text around a mark on a long line: the renderer lays out every character of a line for
/// every diagnostic on it, which takes minutes where thousands of them share a line.
fn crop(text: &str, from: usize, to: usize, span: Span) -> Option<(usize, usize)> {
    const LONG: usize = 1000;
    const AROUND: usize = 60;
    if to - from <= LONG {
        return None;
    }
    let mut start = span.start.saturating_sub(AROUND).max(from);
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let mut end = span
        .end
        .min(span.start + LONG)
        .saturating_add(AROUND)
        .min(to);
    while !text.is_char_boundary(end) {
        end += 1;
    }
    Some((start, end))
}

/// The part of a span that lies on its first line: underlining a whole block says less than
/// underlining its beginning.
fn on_one_line(text: &str, span: Span) -> Span {
    // The renderer panics at a mark inside of a character.
    let mut start = span.start.min(text.len());
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let mut end = span.end.clamp(start, text.len());
    while !text.is_char_boundary(end) {
        end += 1;
    }
    let shown = text.get(start..end).unwrap_or("");
    let line = shown
        .find(['\n', '\r'])
        .and_then(|length| shown.get(..length))
        .unwrap_or(shown);
    Span {
        start,
        end: start + line.trim_end().len(),
        ..span
    }
}

fn line_end(text: &str, byte: usize) -> usize {
    let rest = text.get(byte..).unwrap_or("");
    byte + rest.find('\n').unwrap_or(rest.len())
}

fn summary(diagnostics: &[Diagnostic]) -> String {
    let mut files: Vec<FileId> = diagnostics
        .iter()
        .filter(|found| !found.code.is_about_a_folder())
        .map(|found| found.place.file)
        .collect();
    files.dedup();
    let plural = |count: usize| if count == 1 { "" } else { "s" };
    let problems = diagnostics.len();
    let problems = format!("{problems} problem{}", plural(problems));
    match files.len() {
        0 => problems,
        count => format!("{problems} in {count} file{}", plural(count)),
    }
}
