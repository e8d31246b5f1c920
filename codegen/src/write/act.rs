//! Carries out a plan, step by step, so that a kill between or within steps harms no file.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::error::WriteError;
use super::plan::{MODULE_FILE, Plan, TEMPORARY_PREFIX, TEMPORARY_SUFFIX};

/// One thing to do on disk.
#[derive(Debug)]
pub(super) enum Step<'a> {
    /// Removes what a killed run left.
    RemoveLeftover(&'a Path),
    /// Makes a folder and those above it.
    MakeFolder(PathBuf),
    /// Puts a complete file in place at once.
    ReplaceFile { path: &'a Path, contents: &'a str },
    /// Removes a file that is no longer generated.
    RemoveFile(&'a Path),
    /// Removes a folder that the removals left empty.
    RemoveFolderIfEmpty(&'a Path),
}

/// The steps of a plan, in the order that keeps the tree whole: a file before the `mod.rs` that
/// names it, and gone only after no `mod.rs` names it. Where a whole system goes, its `mod.rs` goes
/// last: by it the next run knows what a killed one left.
pub(super) fn steps<'a>(plan: &'a Plan<'_>) -> Vec<Step<'a>> {
    let mut steps: Vec<Step<'a>> = plan
        .leftovers
        .iter()
        .map(|path| Step::RemoveLeftover(path))
        .collect();

    let folders = plan
        .missing_folders
        .iter()
        .map(|path| Step::MakeFolder(path.clone()));
    steps.extend(folders);

    let mut writes: Vec<(&Path, &str)> = plan
        .changes
        .iter()
        .filter_map(|change| Some((change.path.as_path(), change.after?)))
        .collect();
    writes.sort_by_key(|&(path, _)| turn(path));
    steps.extend(
        writes
            .into_iter()
            .map(|(path, contents)| Step::ReplaceFile { path, contents }),
    );

    let mut superfluous: Vec<&Path> = plan
        .changes
        .iter()
        .filter(|change| change.after.is_none())
        .map(|change| change.path.as_path())
        .collect();
    superfluous.sort_by_key(|path| turn(path));
    steps.extend(superfluous.into_iter().map(Step::RemoveFile));
    steps.extend(
        plan.folders_that_may_empty
            .iter()
            .map(|path| Step::RemoveFolderIfEmpty(path)),
    );
    steps
}

/// Sorts plain files before the `mod.rs` files, and these from the deepest up.
fn turn(path: &Path) -> (bool, usize, &Path) {
    let is_module = path.file_name().is_some_and(|name| name == MODULE_FILE);
    let height = if is_module {
        usize::MAX - path.components().count()
    } else {
        0
    };
    (is_module, height, path)
}

/// Does one step.
pub(super) fn perform(step: &Step<'_>) -> Result<(), WriteError> {
    match step {
        Step::RemoveLeftover(path) | Step::RemoveFile(path) => remove_file(path),
        Step::MakeFolder(path) => make_folder(path),
        Step::ReplaceFile { path, contents } => replace_file(path, contents),
        Step::RemoveFolderIfEmpty(path) => remove_folder_if_empty(path),
    }
}

/// Makes a folder and those above it, unless they exist.
pub(super) fn make_folder(path: &Path) -> Result<(), WriteError> {
    fs::create_dir_all(path).map_err(|source| WriteError::io("create the folder", path, source))
}

/// Writes beside the file and renames, which is atomic within one folder. Nothing is synced: that
/// guards against a power cut, which a run of the generator repairs, and costs seconds.
fn replace_file(path: &Path, contents: &str) -> Result<(), WriteError> {
    let refused = |source| WriteError::io("write it", path, source);
    let folder = path.parent().unwrap_or(Path::new("."));
    // Opened by hand, since the crate's own way makes files that only their owner can read.
    let mut temporary = tempfile::Builder::new()
        .prefix(TEMPORARY_PREFIX)
        .suffix(TEMPORARY_SUFFIX)
        .make_in(folder, |path| {
            File::options().write(true).create_new(true).open(path)
        })
        .map_err(refused)?;
    temporary.write_all(contents.as_bytes()).map_err(refused)?;
    temporary
        .persist(path)
        .map_err(|error| refused(error.error))?;
    Ok(())
}

fn remove_file(path: &Path) -> Result<(), WriteError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(WriteError::io("remove it", path, error))
        }
        _ => Ok(()),
    }
}

fn remove_folder_if_empty(path: &Path) -> Result<(), WriteError> {
    match fs::remove_dir(path) {
        Err(error)
            if !matches!(
                error.kind(),
                io::ErrorKind::DirectoryNotEmpty | io::ErrorKind::NotFound
            ) =>
        {
            Err(WriteError::io("remove it", path, error))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::fs;
    use std::path::{Path, PathBuf};

    use super::super::plan::plan;
    use super::super::{GeneratedFile, MARKER, Mode, write};
    use super::{perform, steps};

    /// A system of these modules, every file saying which version it is of.
    fn system(version: &str, modules: &[&str]) -> Vec<GeneratedFile> {
        let declarations: Vec<String> = modules.iter().map(|name| format!("mod {name};")).collect();
        let root = ("mod.rs".to_owned(), declarations.join("\n"));
        let modules = modules
            .iter()
            .map(|name| (format!("{name}.rs"), String::new()));
        modules
            .chain([root])
            .map(|(name, text)| GeneratedFile {
                path: Path::new("system").join(name),
                contents: format!("{MARKER}\n// {version}\n{text}"),
            })
            .collect()
    }

    fn by_path(files: &[GeneratedFile]) -> BTreeMap<&Path, &str> {
        files
            .iter()
            .map(|file| (file.path.as_path(), file.contents.as_str()))
            .collect()
    }

    #[test]
    fn stopping_after_any_step_leaves_old_or_new_files_and_no_module_without_its_file() {
        let old = system("old", &["account", "contract", "gone"]);
        let new = system("new", &["account", "added", "contract"]);
        let owned = ["system"];
        let mut count = usize::MAX;
        let mut stop = 0;
        while stop <= count {
            let out = tempfile::tempdir().expect("a temporary folder");
            write(&old, out.path(), &owned, Mode::Write).expect("nothing is in the way");
            let plan = plan(&new, out.path(), &owned).expect("nothing is in the way");
            let steps = steps(&plan);
            count = steps.len();
            for step in &steps[..stop] {
                perform(step).expect("nothing is in the way");
            }

            let folder = out.path().join("system");
            for entry in fs::read_dir(&folder).expect("it was written") {
                let name = PathBuf::from("system").join(entry.expect("an entry").file_name());
                let text = fs::read_to_string(out.path().join(&name)).expect("it is text");
                let known = [
                    by_path(&old).get(&*name).copied(),
                    by_path(&new).get(&*name).copied(),
                ];
                assert!(
                    known.contains(&Some(text.as_str())),
                    "{stop}: {} is neither",
                    name.display()
                );
            }
            let root = fs::read_to_string(folder.join("mod.rs")).expect("it was written");
            for name in root.lines().filter_map(|line| line.strip_prefix("mod ")) {
                let file = folder.join(name.trim_end_matches(';')).with_extension("rs");
                assert!(
                    file.exists(),
                    "{stop}: mod.rs names {name} and the file is not there"
                );
            }
            stop += 1;
        }
        assert_eq!(count, 5, "three written, mod.rs, one removed");
    }
}
