//! Keeps two runs from mixing their files.
//!
//! The lock is on the output folder itself, so that nothing is left in the user's tree, and the
//! operating system releases it when a run is killed. Where folders cannot be locked (Windows,
//! some network file systems) a file in the system's temporary folder stands for the folder.

use std::env;
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use super::error::WriteError;

/// How long to wait for another run. Writing ten thousand files takes a few seconds.
const PATIENCE: Duration = Duration::from_secs(60);

/// Pause between two attempts.
const PAUSE: Duration = Duration::from_millis(5);

/// A held lock; dropping it releases it.
pub(super) struct Lock {
    _file: File,
}

/// Waits until this run is the only one on the folder, which exists.
pub(super) fn exclusive(out: &Path) -> Result<Lock, WriteError> {
    match File::open(out).and_then(|folder| wait_for(folder, File::try_lock)) {
        Ok(Some(lock)) => return Ok(lock),
        Ok(None) => {
            return Err(WriteError::Busy {
                out: out.to_path_buf(),
            });
        }
        Err(_folders_cannot_be_locked_here) => {}
    }
    let path = stand_in(out).map_err(|source| WriteError::io("find it", out, source))?;
    let file = File::options()
        .write(true)
        .create(true)
        .truncate(false)
        .open(&path)
        .map_err(|source| WriteError::io("open it", &path, source))?;
    match wait_for(file, File::try_lock) {
        Ok(Some(lock)) => Ok(lock),
        Ok(None) => Err(WriteError::Busy {
            out: out.to_path_buf(),
        }),
        Err(source) => Err(WriteError::io("lock it", &path, source)),
    }
}

/// Waits until no run writes to the folder, where that can be known without writing anything.
pub(super) fn shared(out: &Path) -> Option<Lock> {
    let folder = File::open(out).ok()?;
    wait_for(folder, File::try_lock_shared).ok().flatten()
}

/// Tries until the lock is had (`Some`) or patience ends (`None`).
fn wait_for(
    file: File,
    attempt: fn(&File) -> Result<(), TryLockError>,
) -> io::Result<Option<Lock>> {
    let start = Instant::now();
    loop {
        match attempt(&file) {
            Ok(()) => return Ok(Some(Lock { _file: file })),
            Err(TryLockError::Error(error)) => return Err(error),
            Err(TryLockError::WouldBlock) if start.elapsed() > PATIENCE => return Ok(None),
            Err(TryLockError::WouldBlock) => thread::sleep(PAUSE),
        }
    }
}

/// The file that stands for a folder: the same for every way to write the folder's path.
fn stand_in(out: &Path) -> io::Result<PathBuf> {
    let out = fs::canonicalize(out)?;
    // FNV-1a, since the hasher of `std` may differ between two builds of the generator.
    let hash = out
        .as_os_str()
        .as_encoded_bytes()
        .iter()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, &byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
        });
    Ok(env::temp_dir().join(format!("billbind-{hash:016x}.lock")))
}

#[cfg(test)]
mod tests {
    use super::{exclusive, shared, stand_in};

    #[test]
    fn a_lock_is_released_when_dropped_and_leaves_nothing_behind() {
        let out = tempfile::tempdir().expect("a temporary folder");
        drop(exclusive(out.path()).expect("nobody else is here"));
        drop(exclusive(out.path()).expect("the first is gone"));
        let readers = (shared(out.path()), shared(out.path()));
        assert!(
            readers.0.is_some() && readers.1.is_some(),
            "readers do not keep each other out"
        );
        assert_eq!(out.path().read_dir().expect("a folder").count(), 0);
    }

    #[test]
    fn two_ways_to_write_a_folder_share_one_stand_in() {
        let out = tempfile::tempdir().expect("a temporary folder");
        let detour = out
            .path()
            .join(".")
            .join("..")
            .join(out.path().file_name().expect("a name"));
        assert_eq!(
            stand_in(out.path()).expect("it exists"),
            stand_in(&detour).expect("it exists")
        );
    }
}
