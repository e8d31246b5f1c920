//! Shows what a write would change, as a unified diff.

use std::path::Path;
use std::time::Duration;

use similar::TextDiff;

use super::plan::PlannedChange;

/// Longest search for the smallest difference of one file; after that a larger one is shown.
const PATIENCE: Duration = Duration::from_secs(1);

/// What stands for a file that is not there, as `git` and `patch` write it.
const NOTHING: &str = "/dev/null";

/// The difference that a planned change makes.
pub(super) fn of_change(change: &PlannedChange<'_>) -> String {
    let before = change
        .before
        .as_deref()
        .map(String::from_utf8_lossy)
        .unwrap_or_default();
    let after = change.after.unwrap_or_default();
    let name = |exists: bool| {
        if exists {
            shown(&change.path)
        } else {
            NOTHING.to_owned()
        }
    };
    TextDiff::configure()
        .timeout(PATIENCE)
        .diff_lines(before.as_ref(), after)
        .unified_diff()
        .header(
            &name(change.before.is_some()),
            &name(change.after.is_some()),
        )
        .to_string()
}

/// A path as it stands in the head of a diff.
fn shown(path: &Path) -> String {
    path.display().to_string()
}
