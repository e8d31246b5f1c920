//! What is wrong, in forms for machines: lines of JSON, and the workflow commands of GitHub.

use std::fmt::Write as _;
use std::path::Path;

use super::{Code, Diagnostic, Place, Sources};
use crate::json::Json;

/// How to write down what is wrong.
///
/// For people it is shown with source lines and marks. The other two are for tools, one line per
/// problem:
///
/// - [`Json`](Self::Json): an object with the members
///   `code` (`"BB0101"`; `null` where the schemas are right and something else is wrong),
///   `title` (what the code stands for, or `null`),
///   `path` (as it would be typed),
///   `line` and `column` (counted from 1, the column in characters; `null` for a file as a whole),
///   `end` (an object with `line` and `column` of the first character behind the place, or `null`),
///   `message`,
///   `label` (what to say at the place, or `null`),
///   `help` (a list of texts: what to do) and
///   `related` (a list of other places, as objects with `path`, `line`, `column`, `end` and
///   `message`).
/// - [`Github`](Self::Github): a workflow command, `::error file=...,line=...::message`, which
///   GitHub shows at the place in a pull request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Format {
    /// For people.
    Human {
        /// Coloured, for a terminal.
        colour: bool,
    },
    /// One JSON object per line.
    Json,
    /// One workflow command per line.
    Github,
}

/// One thing that is wrong.
pub(crate) struct Finding {
    pub(crate) code: Option<Code>,
    pub(crate) spot: Spot,
    pub(crate) message: String,
    pub(crate) label: Option<String>,
    pub(crate) help: Vec<String>,
    pub(crate) related: Vec<(Spot, String)>,
}

/// A place without the texts that its meaning depends on.
pub(crate) struct Spot {
    path: String,
    /// First character, and the first one behind; line and column from 1.
    range: Option<[(usize, usize); 2]>,
}

impl Finding {
    /// Something that is wrong with a file as a whole, apart from the schemas.
    pub(crate) fn about(path: &Path, message: String) -> Self {
        Self {
            code: None,
            spot: Spot {
                path: path.display().to_string(),
                range: None,
            },
            message,
            label: None,
            help: Vec::new(),
            related: Vec::new(),
        }
    }

    pub(super) fn new(diagnostic: &Diagnostic, sources: &Sources) -> Self {
        let related = diagnostic.related.iter();
        Self {
            code: Some(diagnostic.code),
            spot: Spot::new(diagnostic.place, sources),
            message: diagnostic.message.clone(),
            label: diagnostic.label.clone(),
            help: diagnostic.helps.clone(),
            related: related
                .map(|label| (Spot::new(label.place, sources), label.text.clone()))
                .collect(),
        }
    }
}

impl Spot {
    fn new(place: Place, sources: &Sources) -> Self {
        Self {
            path: sources.path(place.file).to_owned(),
            range: place
                .span
                .map(|span| [span.start, span.end].map(|byte| sources.position(place.file, byte))),
        }
    }
}

/// A line of JSON per finding.
pub(crate) fn to_json(findings: &[Finding]) -> String {
    let mut lines = String::new();
    for finding in findings {
        let related = finding.related.iter().map(|(spot, text)| {
            let members = spot_members(spot);
            Json::object(members).with("message", text.clone())
        });
        let [path, line, column, end] = spot_members(&finding.spot);
        let object = Json::object([
            ("code", or_null(finding.code.map(Code::id))),
            ("title", or_null(finding.code.map(Code::title))),
            path,
            line,
            column,
            end,
            ("message", finding.message.clone().into()),
            ("label", or_null(finding.label.clone())),
            ("help", Json::list(finding.help.iter().cloned())),
            ("related", Json::List(related.collect())),
        ]);
        lines.push_str(&object.to_line());
        lines.push('\n');
    }
    lines
}

fn spot_members(spot: &Spot) -> [(&'static str, Json); 4] {
    let (line, column, end) = match spot.range {
        Some([(line, column), (end_line, end_column)]) => (
            line.into(),
            column.into(),
            Json::object([("line", end_line.into()), ("column", end_column.into())]),
        ),
        None => (Json::Null, Json::Null, Json::Null),
    };
    [
        ("path", spot.path.clone().into()),
        ("line", line),
        ("column", column),
        ("end", end),
    ]
}

fn or_null(value: Option<impl Into<Json>>) -> Json {
    value.map_or(Json::Null, Into::into)
}

/// A workflow command per finding.
///
/// The syntax is that of GitHub's documentation, "Workflow commands for GitHub Actions"; what is
/// escaped, and how, is that of its toolkit, `packages/core/src/command.ts`.
pub(crate) fn to_github(findings: &[Finding]) -> String {
    let mut lines = String::new();
    for finding in findings {
        let mut properties = format!("file={}", property(&finding.spot.path));
        if let Some([(line, column), (end_line, end_column)]) = finding.spot.range {
            let _ = write!(
                properties,
                ",line={line},endLine={end_line},col={column},endColumn={end_column}"
            );
        }
        if let Some(code) = finding.code {
            let title = property(&format!("{}: {}", code.id(), code.title()));
            let _ = write!(properties, ",title={title}");
        }
        let mut text = finding.message.clone();
        if let Some(label) = &finding.label {
            let _ = write!(text, "\n{label}");
        }
        for (spot, said) in &finding.related {
            let at = spot.range.map_or_else(String::new, |[(line, column), _]| {
                format!(":{line}:{column}")
            });
            let _ = write!(text, "\n{}{at}: {said}", spot.path);
        }
        for help in &finding.help {
            let _ = write!(text, "\nhelp: {help}");
        }
        let _ = writeln!(lines, "::error {properties}::{}", data(&text));
    }
    lines
}

/// A text behind `::`.
fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// The value of a property, which ends at a comma or a colon.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::{Finding, Spot, to_github, to_json};

    fn hostile() -> Finding {
        Finding {
            spot: Spot {
                path: "a,b:c%.yaml".to_owned(),
                range: Some([(1, 2), (3, 4)]),
            },
            help: vec!["first\r\n::error::second".to_owned()],
            ..Finding::about(std::path::Path::new(""), "100 % \"x\"\u{1b}".to_owned())
        }
    }

    #[test]
    fn a_workflow_command_stays_one_command_whatever_it_says() {
        assert_eq!(
            to_github(&[hostile()]),
            "::error file=a%2Cb%3Ac%25.yaml,line=1,endLine=3,col=2,endColumn=4::100 %25 \"x\"\u{1b}\
             %0Ahelp: first%0D%0A::error::second\n"
        );
    }

    #[test]
    fn an_object_stays_on_its_line_whatever_it_says() {
        assert_eq!(
            to_json(&[hostile()]),
            "{\"code\":null,\"title\":null,\"path\":\"a,b:c%.yaml\",\"line\":1,\"column\":2,\
             \"end\":{\"line\":3,\"column\":4},\"message\":\"100 % \\\"x\\\"\\u001b\",\
             \"label\":null,\"help\":[\"first\\r\\n::error::second\"],\"related\":[]}\n"
        );
    }
}
