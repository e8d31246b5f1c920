//! Generated sections of pages that people write: each between two lines that name it.

use std::path::{Path, PathBuf};

use super::error::{Obstacle, Reason, WriteError};
use super::plan::{self, Plan, PlannedChange};
use super::{Mode, Written};

/// A part of a page that is generated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// What the lines around it call it: `keys of field`.
    pub name: String,
    /// Its text, in Markdown, without a line break at the end.
    pub text: String,
}

/// Makes a page hold these sections, each between the lines `<!-- begin generated: NAME -->` and
/// `<!-- end generated: NAME -->`, which people put there. What stands outside of them is kept.
///
/// # Errors
///
/// [`WriteError::Blocked`] when the page is no file, or when sections have no place in it: all of
/// them are listed and nothing was touched. Otherwise what the operating system refused.
pub fn write_sections(
    page: &Path,
    sections: &[Section],
    mode: Mode,
) -> Result<Written, WriteError> {
    let folder = plan::as_folder(page.parent().unwrap_or(Path::new("")));
    let before = plan::read_page(page)?;
    let after = replace_sections(&before, page, sections)?;
    super::carry_out(&folder, mode, || {
        let changed = before != after;
        let change = PlannedChange {
            path: page.to_path_buf(),
            before: Some(before.clone().into_bytes()),
            after: Some(after.as_str()),
        };
        Ok(Plan {
            changes: if changed { vec![change] } else { Vec::new() },
            unchanged: usize::from(!changed),
            missing_folders: Vec::new(),
            leftovers: plan::leftovers_in(&folder)?,
            folders_that_may_empty: Vec::new(),
        })
    })
}

/// The lines around a section.
pub(super) fn marks(name: &str) -> [String; 2] {
    ["begin", "end"].map(|side| format!("<!-- {side} generated: {name} -->"))
}

fn replace_sections(page: &str, path: &Path, sections: &[Section]) -> Result<String, WriteError> {
    let mut text = page.to_owned();
    let mut obstacles = Vec::new();
    for section in sections {
        match replace_section(&text, section) {
            Some(replaced) => text = replaced,
            None => obstacles.push(Obstacle {
                path: PathBuf::from(path),
                reason: Reason::NoSection(section.name.clone()),
            }),
        }
    }
    if obstacles.is_empty() {
        Ok(text)
    } else {
        Err(WriteError::Blocked(obstacles))
    }
}

/// The page with the section in its place; `None` where it has no place, or several.
fn replace_section(page: &str, section: &Section) -> Option<String> {
    let [begin, end] = marks(&section.name);
    let (before, rest) = page.split_once(&begin)?;
    let (_, after) = rest.split_once(&end)?;
    if [before, rest].iter().any(|part| part.contains(&begin)) || after.contains(&end) {
        return None;
    }
    // A checkout may have given the page Windows line ends.
    let line_end = if rest.starts_with("\r\n") {
        "\r\n"
    } else {
        "\n"
    };
    let text = section.text.replace('\n', line_end);
    let blank = format!("{line_end}{line_end}");
    Some(format!("{before}{begin}{blank}{text}{blank}{end}{after}"))
}
