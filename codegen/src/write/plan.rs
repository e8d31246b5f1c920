//! Compares what was generated with what is on disk, and finds everything in the way.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File, Metadata};
use std::io::{self, Read as _};
use std::ops::RangeInclusive;
use std::path::{Component, Path, PathBuf};

use super::error::{Obstacle, Reason, WriteError};
use super::{ChangeKind, GeneratedFile, MARKER, NOTICE};

/// The file that declares the modules of its folder, and is therefore written after them.
pub(super) const MODULE_FILE: &str = "mod.rs";

/// How the names of our temporary files begin, so that the next run knows a killed one's leftovers.
pub(super) const TEMPORARY_PREFIX: &str = ".billbind-";

/// How the names of our temporary files end.
pub(super) const TEMPORARY_SUFFIX: &str = ".tmp";

/// What has to be done so that the folders hold the generated files.
#[derive(Debug)]
pub(super) struct Plan<'a> {
    /// Files to make, replace or remove, sorted by path.
    pub(super) changes: Vec<PlannedChange<'a>>,
    /// How many files are up to date.
    pub(super) unchanged: usize,
    /// Folders to make, outer ones first.
    pub(super) missing_folders: Vec<PathBuf>,
    /// Temporary files of killed runs.
    pub(super) leftovers: Vec<PathBuf>,
    /// Folders inside a system's folder that lose a file, or that folder itself where nothing is
    /// generated into it, the deepest first.
    pub(super) folders_that_may_empty: Vec<PathBuf>,
}

/// One file that is not up to date.
#[derive(Debug)]
pub(super) struct PlannedChange<'a> {
    /// Where, with the output folder in front.
    pub(super) path: PathBuf,
    /// What the file says now; `None`: it does not exist.
    pub(super) before: Option<Vec<u8>>,
    /// What it shall say; `None`: it shall not exist.
    pub(super) after: Option<&'a str>,
}

impl PlannedChange<'_> {
    /// In what way the file is not up to date.
    pub(super) fn kind(&self) -> ChangeKind {
        match (&self.before, self.after) {
            (_, None) => ChangeKind::Superfluous,
            (None, Some(_)) => ChangeKind::Missing,
            (Some(_), Some(_)) => ChangeKind::Stale,
        }
    }
}

/// The output folder without trailing separators, which would hide that it is a link.
pub(super) fn as_folder(out: &Path) -> PathBuf {
    let folder: PathBuf = out.components().collect();
    if folder.as_os_str().is_empty() {
        PathBuf::from(".")
    } else {
        folder
    }
}

/// Refuses paths that leave the owned folders, come twice or would not be recognised as ours.
pub(super) fn check_paths(
    files: &[GeneratedFile],
    out: &Path,
    owned: &[&str],
) -> Result<(), WriteError> {
    let mut obstacles = Vec::new();
    for folder in owned
        .iter()
        .map(Path::new)
        .filter(|folder| !is_plain(folder, 1..=1))
    {
        obstacles.push(Obstacle {
            path: folder.to_path_buf(),
            reason: Reason::OutsideFolder,
        });
    }
    check_files(files, out, &mut obstacles, |path| {
        is_plain(path, 2..=usize::MAX) && owned.iter().any(|folder| path.starts_with(folder))
    });
    blocked_by(obstacles)
}

/// Refuses what is no plain name, comes twice or would not be recognised as ours.
pub(super) fn check_names(files: &[GeneratedFile], folder: &Path) -> Result<(), WriteError> {
    let mut obstacles = Vec::new();
    check_files(files, folder, &mut obstacles, |path| is_plain(path, 1..=1));
    blocked_by(obstacles)
}

fn check_files(
    files: &[GeneratedFile],
    out: &Path,
    obstacles: &mut Vec<Obstacle>,
    is_inside: impl Fn(&Path) -> bool,
) {
    let mut seen = BTreeSet::new();
    for file in files {
        let reason = if !is_inside(&file.path) {
            Reason::OutsideFolder
        } else if !seen.insert(file.path.to_string_lossy().to_lowercase()) {
            Reason::Twice
        } else if !is_ours(file.contents.as_bytes()) {
            Reason::NoMarker
        } else {
            continue;
        };
        // Joining a path that leaves the folder would show a place that nobody wrote to.
        let path = match reason {
            Reason::OutsideFolder => file.path.clone(),
            _ => out.join(&file.path),
        };
        obstacles.push(Obstacle { path, reason });
    }
}

/// Whether a path consists of so many names and of no `..`, root or drive.
fn is_plain(path: &Path, length: RangeInclusive<usize>) -> bool {
    length.contains(&path.components().count())
        && path.components().all(|part| matches!(part, Component::Normal(_)))
        // Windows takes `a:b` for a stream of a file, and a NUL ends a path early.
        && !path.as_os_str().as_encoded_bytes().iter().any(|byte| matches!(byte, b':' | b'\\' | 0))
}

/// Whether the output folder exists; refuses one that is a file or a link, or lies in a file.
pub(super) fn check_out(out: &Path) -> Result<bool, WriteError> {
    if let Some(metadata) = look_at(out)? {
        let reason = wrong_folder(out, &metadata)?;
        let obstacle = reason.map(|reason| Obstacle {
            path: out.to_path_buf(),
            reason,
        });
        blocked_by(obstacle.into_iter().collect())?;
        return Ok(true);
    }
    // Links above the output folder are the user's own way to it, so they are followed.
    let nearest = out
        .ancestors()
        .skip(1)
        .find_map(|above| Some((above, fs::metadata(above).ok()?)));
    let obstacle = nearest
        .filter(|(_, metadata)| !metadata.is_dir())
        .map(|(above, _)| Obstacle {
            path: above.to_path_buf(),
            reason: Reason::FileForFolder,
        });
    blocked_by(obstacle.into_iter().collect())?;
    Ok(false)
}

/// Compares the generated files with the folders named `owned`. Looks only, and lists everything
/// in the way. The arguments have passed [`check_paths`] and [`check_out`].
pub(super) fn plan<'a>(
    files: &'a [GeneratedFile],
    out: &Path,
    owned: &[&str],
) -> Result<Plan<'a>, WriteError> {
    let mut obstacles = Vec::new();
    let (missing_folders, blocked_folders) = survey_folders(files, out, owned, &mut obstacles)?;

    let produced = by_path(files, out);
    let (mut changes, unchanged) = compare(&produced, &blocked_folders, &mut obstacles)?;
    blocked_by(obstacles)?;

    let mut leftovers = Vec::new();
    let mut emptied = BTreeSet::new();
    for folder in owned.iter().map(|name| out.join(name)) {
        for path in files_in(&folder)? {
            if is_temporary(&path) {
                leftovers.push(path);
            } else if !produced.contains_key(&path) && begins_as_ours(&path)? {
                // The folder of a system that is no longer generated goes as well.
                let stays = if produced.keys().any(|path| path.starts_with(&folder)) {
                    folder.as_path()
                } else {
                    out
                };
                let inside = path.ancestors().skip(1).take_while(|above| *above != stays);
                emptied.extend(inside.map(Path::to_path_buf));
                let before = Some(read(&path)?);
                changes.push(PlannedChange {
                    path,
                    before,
                    after: None,
                });
            }
        }
    }
    changes.sort_by(|one, other| one.path.cmp(&other.path));
    let mut folders_that_may_empty: Vec<PathBuf> = emptied.into_iter().collect();
    folders_that_may_empty.reverse();
    Ok(Plan {
        changes,
        unchanged,
        missing_folders,
        leftovers,
        folders_that_may_empty,
    })
}

/// Compares single files with what is in their folder. Looks only, and lists everything in the way.
/// The arguments have passed [`check_names`] and [`check_out`].
pub(super) fn plan_beside<'a>(
    files: &'a [GeneratedFile],
    folder: &Path,
) -> Result<Plan<'a>, WriteError> {
    let produced = by_path(files, folder);
    let mut obstacles = Vec::new();
    let (changes, unchanged) = compare(&produced, &[], &mut obstacles)?;
    blocked_by(obstacles)?;
    Ok(Plan {
        changes,
        unchanged,
        missing_folders: Vec::new(),
        leftovers: leftovers_in(folder)?,
        folders_that_may_empty: Vec::new(),
    })
}

fn by_path<'a>(files: &'a [GeneratedFile], out: &Path) -> BTreeMap<PathBuf, &'a str> {
    files
        .iter()
        .map(|file| (out.join(&file.path), file.contents.as_str()))
        .collect()
}

/// Which files are not up to date, by path, and how many are.
fn compare<'a>(
    produced: &BTreeMap<PathBuf, &'a str>,
    blocked_folders: &[PathBuf],
    obstacles: &mut Vec<Obstacle>,
) -> Result<(Vec<PlannedChange<'a>>, usize), WriteError> {
    let mut changes = Vec::new();
    let mut unchanged = 0;
    for (path, &contents) in produced {
        if blocked_folders
            .iter()
            .any(|folder| path.starts_with(folder))
        {
            continue;
        }
        let before = match existing_file(path)? {
            Existing::Nothing => None,
            Existing::Blocked(reason) => {
                obstacles.push(Obstacle {
                    path: path.clone(),
                    reason,
                });
                continue;
            }
            Existing::File(bytes) if bytes == contents.as_bytes() => {
                unchanged += 1;
                continue;
            }
            Existing::File(bytes) if !is_ours(&bytes) => {
                obstacles.push(Obstacle {
                    path: path.clone(),
                    reason: Reason::HandMade,
                });
                continue;
            }
            Existing::File(bytes) => Some(bytes),
        };
        changes.push(PlannedChange {
            path: path.clone(),
            before,
            after: Some(contents),
        });
    }
    Ok((changes, unchanged))
}

/// Temporary files of killed runs in this very folder.
pub(super) fn leftovers_in(folder: &Path) -> Result<Vec<PathBuf>, WriteError> {
    let refused = |source| WriteError::io("list it", folder, source);
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.map_err(refused)?,
    };
    let mut found = Vec::new();
    for entry in entries {
        let entry = entry.map_err(refused)?;
        let path = entry.path();
        if entry.file_type().map_err(refused)?.is_file() && is_temporary(&path) {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// Whether each of these is a regular file in a real folder, and the folders named `owned` hold
/// nothing else that is ours.
pub(super) fn holds_only(
    paths: &[PathBuf],
    out: &Path,
    owned: &[&str],
) -> Result<bool, WriteError> {
    let mut missing: BTreeSet<PathBuf> = paths.iter().map(|path| out.join(path)).collect();
    for folder in owned.iter().map(|name| out.join(name)) {
        // Nothing behind a link is ours, and every system has a file.
        if look_at(&folder)?.is_none_or(|metadata| !metadata.is_dir()) {
            return Ok(false);
        }
        for path in files_in(&folder)? {
            if !missing.remove(&path) && (is_temporary(&path) || begins_as_ours(&path)?) {
                return Ok(false);
            }
        }
    }
    Ok(missing.is_empty())
}

fn blocked_by(obstacles: Vec<Obstacle>) -> Result<(), WriteError> {
    if obstacles.is_empty() {
        Ok(())
    } else {
        Err(WriteError::Blocked(obstacles))
    }
}

/// Looks at every folder that a generated file needs: which are to be made, which cannot be.
fn survey_folders(
    files: &[GeneratedFile],
    out: &Path,
    owned: &[&str],
    obstacles: &mut Vec<Obstacle>,
) -> Result<(Vec<PathBuf>, Vec<PathBuf>), WriteError> {
    let mut folders: BTreeSet<&Path> = owned.iter().map(Path::new).collect();
    let needed: BTreeSet<&Path> = files
        .iter()
        .flat_map(|file| file.path.ancestors().skip(1))
        .collect();
    folders.extend(
        needed
            .iter()
            .filter(|folder| !folder.as_os_str().is_empty()),
    );

    let (mut missing, mut blocked) = (Vec::new(), Vec::<PathBuf>::new());
    for folder in folders {
        let path = out.join(folder);
        if blocked.iter().any(|above| path.starts_with(above)) {
            continue;
        }
        match look_at(&path)? {
            None if needed.contains(folder) => missing.push(path),
            None => {}
            Some(metadata) => {
                if let Some(reason) = wrong_folder(&path, &metadata)? {
                    obstacles.push(Obstacle {
                        path: path.clone(),
                        reason,
                    });
                    blocked.push(path);
                }
            }
        }
    }
    Ok((missing, blocked))
}

/// What is where a generated file must be.
enum Existing {
    Nothing,
    File(Vec<u8>),
    Blocked(Reason),
}

fn existing_file(path: &Path) -> Result<Existing, WriteError> {
    let Some(metadata) = look_at(path)? else {
        return Ok(Existing::Nothing);
    };
    if metadata.is_file() {
        read(path).map(Existing::File)
    } else if metadata.is_symlink() {
        target(path).map(|target| Existing::Blocked(Reason::Link(target)))
    } else if metadata.is_dir() {
        Ok(Existing::Blocked(Reason::FolderForFile))
    } else {
        Ok(Existing::Blocked(Reason::NoRegularFile))
    }
}

/// Why this is no folder to write into; `None` where it is one.
fn wrong_folder(path: &Path, metadata: &Metadata) -> Result<Option<Reason>, WriteError> {
    if metadata.is_dir() {
        Ok(None)
    } else if metadata.is_symlink() {
        target(path).map(|target| Some(Reason::Link(target)))
    } else {
        Ok(Some(Reason::FileForFolder))
    }
}

/// What is at a path, without following a link; `None` where nothing is.
fn look_at(path: &Path) -> Result<Option<Metadata>, WriteError> {
    match fs::symlink_metadata(path) {
        Ok(metadata) => Ok(Some(metadata)),
        Err(error)
            if matches!(
                error.kind(),
                io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
            ) =>
        {
            Ok(None)
        }
        Err(source) => Err(WriteError::io("look at it", path, source)),
    }
}

fn target(link: &Path) -> Result<PathBuf, WriteError> {
    fs::read_link(link).map_err(|source| WriteError::io("look at it", link, source))
}

fn read(path: &Path) -> Result<Vec<u8>, WriteError> {
    fs::read(path).map_err(|source| WriteError::io("read it", path, source))
}

/// The text of a page that is there and is a file.
pub(super) fn read_page(page: &Path) -> Result<String, WriteError> {
    let refused = |source| WriteError::io("read it", page, source);
    match existing_file(page)? {
        Existing::File(bytes) => String::from_utf8(bytes)
            .map_err(|error| refused(io::Error::new(io::ErrorKind::InvalidData, error))),
        Existing::Nothing => Err(refused(io::ErrorKind::NotFound.into())),
        Existing::Blocked(reason) => Err(WriteError::Blocked(vec![Obstacle {
            path: page.to_path_buf(),
            reason,
        }])),
    }
}

/// Every regular file in a folder and below, links not followed, hidden folders left alone.
fn files_in(folder: &Path) -> Result<Vec<PathBuf>, WriteError> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(folder) = open.pop() {
        let refused = |source| WriteError::io("list it", &folder, source);
        let entries = match fs::read_dir(&folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            entries => entries.map_err(refused)?,
        };
        for entry in entries {
            let entry = entry.map_err(refused)?;
            let kind = entry.file_type().map_err(refused)?;
            if kind.is_file() {
                found.push(entry.path());
            } else if kind.is_dir() && !entry.file_name().as_encoded_bytes().starts_with(b".") {
                open.push(entry.path());
            }
        }
    }
    found.sort();
    Ok(found)
}

fn is_temporary(path: &Path) -> bool {
    let name = path
        .file_name()
        .map(|name| name.to_string_lossy())
        .unwrap_or_default();
    name.starts_with(TEMPORARY_PREFIX) && name.ends_with(TEMPORARY_SUFFIX)
}

/// Whether a file says of itself that it is ours, also after a checkout with Windows line ends.
fn is_ours(bytes: &[u8]) -> bool {
    if let Some(rest) = bytes.strip_prefix(MARKER.as_bytes()) {
        return rest.is_empty() || rest.starts_with(b"\n") || rest.starts_with(b"\r\n");
    }
    let first_member = || {
        let member = bytes.strip_prefix(b"{")?.trim_ascii_start();
        let value = member.strip_prefix(b"\"$comment\":")?.trim_ascii_start();
        let notice = value.strip_prefix(b"\"")?.strip_prefix(NOTICE.as_bytes())?;
        Some(notice.starts_with(b"\""))
    };
    first_member() == Some(true)
}

/// [`is_ours`], reading no more of the file than that takes.
fn begins_as_ours(path: &Path) -> Result<bool, WriteError> {
    /// The notice with whatever stands around it, in Rust or in JSON.
    const ENOUGH: usize = NOTICE.len() + 40;
    let mut first = Vec::with_capacity(ENOUGH);
    File::open(path)
        .and_then(|file| file.take(ENOUGH as u64).read_to_end(&mut first))
        .map_err(|source| WriteError::io("read it", path, source))?;
    Ok(is_ours(&first))
}
