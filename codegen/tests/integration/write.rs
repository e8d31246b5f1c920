//! What the writer promises about the files of a user.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, SystemTime};

use billbind_codegen::write::{
    ChangeKind, GeneratedFile, MARKER, Mode, Reason, WriteError, Written, write,
};
use tempfile::TempDir;

/// How often runs are killed; `cargo xtask soak` sets it.
const ROUNDS: &str = "BILLBIND_TEST_ROUNDS";

/// How often runs are killed unless it is set.
const USUAL_ROUNDS: u64 = 25;

/// Set for a process that [`a_writer_that_never_stops`] runs in: the folder to write to.
const NEVER_STOP: &str = "BILLBIND_TEST_NEVER_STOP";

fn folder() -> TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

fn generated(path: &str, text: &str) -> GeneratedFile {
    GeneratedFile {
        path: path.into(),
        contents: format!("{MARKER}\n{text}"),
    }
}

/// Two files of one system, with this text each.
fn system(text: &str) -> Vec<GeneratedFile> {
    vec![
        generated("system/account.rs", text),
        generated("system/mod.rs", text),
    ]
}

fn run(files: &[GeneratedFile], out: &Path) -> Written {
    write(files, out, &["system"], Mode::Write).unwrap_or_else(|error| panic!("{error}"))
}

/// What is in the way according to the error, with paths relative to `out` where they are in it.
fn obstacles(files: &[GeneratedFile], out: &Path) -> Vec<(String, Reason)> {
    match write(files, out, &["system"], Mode::Write) {
        Err(WriteError::Blocked(obstacles)) => obstacles
            .into_iter()
            .map(|obstacle| {
                let path = obstacle.path.strip_prefix(out).unwrap_or(&obstacle.path);
                (path.display().to_string(), obstacle.reason)
            })
            .collect(),
        other => panic!("nothing was in the way: {other:?}"),
    }
}

/// Everything in a folder: files with their text, folders and links with nothing.
fn tree(folder: &Path) -> BTreeMap<PathBuf, Option<Vec<u8>>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let entry = entry.expect("an entry");
        let kind = entry.file_type().expect("a kind");
        if kind.is_dir() {
            found.extend(tree(&entry.path()));
        }
        let text = kind
            .is_file()
            .then(|| fs::read(entry.path()).expect("a file"));
        found.insert(entry.path(), text);
    }
    found
}

fn names(folder: &Path) -> Vec<String> {
    let relative = |path: &PathBuf| {
        path.strip_prefix(folder)
            .expect("a path of this folder")
            .display()
            .to_string()
    };
    tree(folder)
        .iter()
        .filter(|(_, text)| text.is_some())
        .map(|(path, _)| relative(path))
        .collect()
}

fn put(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().expect("a file in a folder")).expect("can be made");
    fs::write(path, text).expect("can be written");
}

#[test]
fn the_first_run_makes_the_folder_and_everything_in_it() {
    let out = folder();
    let out = out.path().join("not").join("there").join("yet");
    let written = run(&system("one"), &out);
    assert_eq!(
        (written.written(), written.unchanged, written.removed()),
        (2, 0, 0)
    );
    assert_eq!(names(&out), ["system/account.rs", "system/mod.rs"]);
    let text = fs::read_to_string(out.join("system/account.rs")).expect("it was written");
    assert_eq!(text, format!("{MARKER}\none"));
}

#[cfg(unix)]
#[test]
fn a_generated_file_can_be_read_by_whoever_can_read_a_file_made_by_hand() {
    use std::os::unix::fs::PermissionsExt as _;

    let out = folder();
    run(&system("one"), out.path());
    put(&out.path().join("by_hand"), "");
    let mode = |name| {
        fs::metadata(out.path().join(name))
            .expect("it exists")
            .permissions()
            .mode()
    };
    assert_eq!(mode("system/account.rs"), mode("by_hand"));
}

#[test]
fn files_whose_bytes_are_the_same_are_not_touched() {
    let out = folder();
    run(&system("one"), out.path());
    let long_ago = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    for name in names(out.path()) {
        let file = File::options()
            .append(true)
            .open(out.path().join(name))
            .expect("it exists");
        file.set_modified(long_ago).expect("can be set");
    }
    let files = [
        generated("system/account.rs", "two"),
        generated("system/mod.rs", "one"),
    ];
    let written = run(&files, out.path());
    assert_eq!((written.written(), written.unchanged), (1, 1));
    let modified = |name| fs::metadata(out.path().join(name)).and_then(|data| data.modified());
    assert_eq!(modified("system/mod.rs").expect("it exists"), long_ago);
    assert_ne!(modified("system/account.rs").expect("it exists"), long_ago);
}

#[test]
fn a_file_that_is_no_longer_generated_is_removed_with_the_folder_it_leaves_empty() {
    let out = folder();
    let mut files = system("one");
    files.push(generated("system/inner/deep/gone.rs", "one"));
    files.push(generated("system/gone.rs", "one"));
    run(&files, out.path());
    let written = run(&system("one"), out.path());
    assert_eq!(
        (written.written(), written.unchanged, written.removed()),
        (0, 2, 2)
    );
    assert_eq!(names(out.path()), ["system/account.rs", "system/mod.rs"]);
    assert!(!out.path().join("system/inner").exists());
}

#[test]
fn a_generated_file_is_ours_after_a_checkout_with_windows_line_ends() {
    let out = folder();
    put(
        &out.path().join("system/account.rs"),
        &format!("{MARKER}\r\none\r\n"),
    );
    put(
        &out.path().join("system/gone.rs"),
        &format!("{MARKER}\r\none\r\n"),
    );
    let written = run(&system("one"), out.path());
    assert_eq!((written.written(), written.removed()), (2, 1));
}

#[test]
fn what_people_put_beside_the_generated_files_stays() {
    let out = folder();
    let mine = [
        "system/account_ext.rs",
        "system/notes/todo.md",
        "lib.rs",
        "system/.git/config",
    ];
    for name in mine {
        put(&out.path().join(name), "mine");
    }
    // Quoting the marker does not make a file ours, and neither does a longer first line.
    put(
        &out.path().join("system/quoted.rs"),
        &format!("//! On {MARKER}\n{MARKER}\n"),
    );
    put(
        &out.path().join("system/longer.rs"),
        &format!("{MARKER} But this one I did.\n"),
    );
    // A folder that this run does not own may belong to the schemas of someone else.
    put(&out.path().join("other/mod.rs"), &format!("{MARKER}\n"));
    let before = tree(out.path());
    let written = run(&system("one"), out.path());
    assert_eq!(written.removed(), 0);
    let after = tree(out.path());
    for (path, text) in before {
        assert_eq!(after.get(&path), Some(&text), "{}", path.display());
    }
}

#[test]
fn a_file_made_by_hand_in_the_way_is_an_error_and_nothing_is_written() {
    let out = folder();
    put(&out.path().join("system/mod.rs"), "mod mine;");
    put(&out.path().join("system/gone.rs"), &format!("{MARKER}\n"));
    let before = tree(out.path());
    assert_eq!(
        obstacles(&system("one"), out.path()),
        [("system/mod.rs".to_owned(), Reason::HandMade)]
    );
    assert_eq!(tree(out.path()), before);
}

#[test]
fn everything_in_the_way_is_named_at_once_with_its_place_and_the_next_step() {
    let out = folder();
    put(&out.path().join("system/mod.rs"), "mine");
    fs::create_dir_all(out.path().join("system/account.rs")).expect("can be made");
    put(&out.path().join("system/inner"), "mine");
    let mut files = system("one");
    files.push(generated("system/inner/one.rs", ""));
    files.push(generated("system/inner/two.rs", ""));
    let before = tree(out.path());
    let error = write(&files, out.path(), &["system"], Mode::Write).expect_err("it is blocked");
    assert_eq!(tree(out.path()), before);
    let text = error
        .to_string()
        .replace(&out.path().display().to_string(), "OUT");
    assert_eq!(
        text.lines().collect::<Vec<_>>(),
        [
            "nothing was written, because something is in the way:",
            "  OUT/system/inner: a folder must be here, and here is a file; move or delete it",
            "  OUT/system/account.rs: a generated file has this name, and here is a folder; move \
             or delete it",
            "  OUT/system/mod.rs: a generated file has this name, and the one here was made by \
             hand; move or delete it",
        ]
    );
}

#[test]
fn a_file_where_a_folder_must_be_is_an_error_wherever_it_stands() {
    let out = folder();
    put(&out.path().join("system"), &format!("{MARKER}\n"));
    assert_eq!(
        obstacles(&system("one"), out.path()),
        [("system".to_owned(), Reason::FileForFolder)]
    );
    let file = out.path().join("system");
    assert_eq!(
        obstacles(&system("one"), &file),
        [(String::new(), Reason::FileForFolder)]
    );
    let below = file.join("below").join("it");
    let [(path, Reason::FileForFolder)] = &obstacles(&system("one"), &below)[..] else {
        panic!("the file in the way is named")
    };
    assert_eq!(Path::new(path), file);
    assert_eq!(names(out.path()), ["system"]);
}

#[cfg(unix)]
#[test]
fn a_symbolic_link_is_not_followed_and_what_it_points_to_is_not_changed() {
    use std::os::unix::fs::symlink;

    let elsewhere = folder();
    let theirs = elsewhere.path().join("account.rs");
    put(&theirs, &format!("{MARKER}\ntheirs"));

    let out = folder();
    symlink(elsewhere.path(), out.path().join("system")).expect("can be made");
    let target = Reason::Link(elsewhere.path().to_path_buf());
    assert_eq!(
        obstacles(&system("one"), out.path()),
        [("system".to_owned(), target.clone())]
    );

    let out = folder();
    fs::create_dir(out.path().join("system")).expect("can be made");
    symlink(&theirs, out.path().join("system/account.rs")).expect("can be made");
    let linked = Reason::Link(theirs.clone());
    assert_eq!(
        obstacles(&system("one"), out.path()),
        [("system/account.rs".to_owned(), linked)]
    );

    // With a trailing separator the system would follow the link.
    let out = folder().path().with_extension("link");
    symlink(elsewhere.path(), &out).expect("can be made");
    let found = obstacles(&system("one"), &out.join(""));
    fs::remove_file(&out).expect("it was made");
    assert_eq!(found, [(String::new(), target)]);

    // A link that is not in the way is someone's own business.
    let out = folder();
    fs::create_dir(out.path().join("system")).expect("can be made");
    symlink(elsewhere.path(), out.path().join("system/theirs")).expect("can be made");
    symlink(&theirs, out.path().join("system/theirs.rs")).expect("can be made");
    assert_eq!(run(&system("one"), out.path()).removed(), 0);

    assert_eq!(
        fs::read_to_string(&theirs).expect("it is there"),
        format!("{MARKER}\ntheirs")
    );
    assert_eq!(names(elsewhere.path()), ["account.rs"]);
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_written_is_an_error_that_names_the_file_and_the_way_on() {
    use std::os::unix::fs::PermissionsExt as _;

    let out = folder();
    run(&system("one"), out.path());
    let locked = out.path().join("system");
    let before = tree(&locked);
    let allow = |mode| fs::set_permissions(&locked, fs::Permissions::from_mode(mode));
    allow(0o555).expect("it is ours");
    let refused = File::create(locked.join("probe")).is_err();
    let result = write(&system("two"), out.path(), &["system"], Mode::Write);
    allow(0o755).expect("it is ours");
    if !refused {
        eprintln!("SKIP: this user may write anywhere");
        return;
    }
    let text = result.expect_err("it cannot be written").to_string();
    assert!(
        text.starts_with(&locked.join("account.rs").display().to_string()),
        "{text}"
    );
    assert!(text.contains("give yourself the right to"), "{text}");
    assert_eq!(tree(&locked), before);
}

/// Set for a process that [`a_writer_without_room`] runs in: the folder to write to.
const NO_ROOM: &str = "BILLBIND_TEST_NO_ROOM";

#[test]
#[ignore = "a part of `a_full_disk_is_an_error_that_says_how_to_go_on`, which starts it"]
fn a_writer_without_room() {
    let Some(out) = std::env::var_os(NO_ROOM) else {
        return;
    };
    let error = write(&version(1), Path::new(&out), &["system"], Mode::Write);
    let error = error.expect_err("a file is too long for what is left");
    println!("refused: {error}");
}

/// A limit on the size of files stands for a full disk: both end a write in the middle of a file.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error_that_says_how_to_go_on() {
    let out = folder();
    run(&system("old"), out.path());
    let before = tree(out.path());
    let this = std::env::current_exe().expect("a test is a program");
    // The signal is ignored, so that the write is refused and the process lives on.
    let script = "trap '' XFSZ; ulimit -f 1; exec \"$0\" --exact write::a_writer_without_room \
                  --ignored --nocapture";
    let output = Command::new("bash")
        .args(["-c", script])
        .arg(this)
        .env(NO_ROOM, out.path())
        .output()
        .expect("there is a shell");
    let said = String::from_utf8_lossy(&output.stdout);
    let stderr = String::from_utf8_lossy(&output.stderr);
    let place = out.path().join("system/entity_0.rs").display().to_string();
    let refusal = said.lines().find(|line| line.contains("refused: "));
    let refusal = refusal.unwrap_or_else(|| panic!("{said}{stderr}"));
    assert!(refusal.contains(&place), "{refusal}");
    assert!(refusal.contains("run this again"), "{refusal}");
    assert!(refusal.contains("as before or complete"), "{refusal}");
    assert_eq!(tree(out.path()), before, "no half of a file is left");
}

#[cfg(target_os = "linux")]
#[test]
fn a_place_that_is_no_folder_of_a_disk_is_an_error_that_names_it() {
    for (out, place) in [
        ("/proc/billbind", "/proc/billbind"),
        ("/dev/null", "/dev/null"),
    ] {
        let error = write(&system("one"), Path::new(out), &["system"], Mode::Write);
        let text = error.expect_err("nothing can be written there").to_string();
        assert!(text.contains(place), "{text}");
        assert!(text.contains("; "), "it says what to do: {text}");
    }
}

#[test]
fn a_folder_that_vanishes_during_a_run_is_an_error_that_names_a_file_or_is_made_again() {
    let out = folder();
    thread::scope(|scope| {
        let writer = scope.spawn(|| {
            (0..40).for_each(|number| {
                let out = out.path().join("bindings");
                let result = write(&version(number % 2), &out, &["system"], Mode::Write);
                if let Err(error) = result {
                    let text = error.to_string();
                    assert!(text.contains("bindings"), "{text}");
                    assert!(text.contains("; "), "it says what to do: {text}");
                }
            });
        });
        while !writer.is_finished() {
            let _ = fs::remove_dir_all(out.path().join("bindings"));
            thread::sleep(Duration::from_millis(3));
        }
    });
    let out = out.path().join("bindings");
    run(&version(7), &out);
    assert_eq!(version_of(&out.join("system/entity_0.rs")), 7);
}

#[test]
fn a_path_that_would_leave_its_folder_is_refused_and_nothing_is_written() {
    let parent = folder();
    let out = parent.path().join("out");
    let hostile = [
        "../escaped.rs",
        "system/../../escaped.rs",
        "system/..",
        "/tmp/billbind-escaped.rs",
        "other/mod.rs",
        "system",
        "escaped.rs",
        "system/C:escaped.rs",
        "system\\..\\..\\escaped.rs",
        "system/a\\..\\..\\b.rs",
        "system/nul\0.rs",
        "./system/mod.rs",
        "",
    ];
    for path in hostile {
        let mut files = system("one");
        files.push(generated(path, ""));
        assert_eq!(
            obstacles(&files, &out),
            [(path.to_owned(), Reason::OutsideFolder)],
            "{path}"
        );
    }
    for owned in ["..", "", "/tmp", "a/b", "."] {
        let result = write(&[], &out, &[owned], Mode::Write);
        assert!(
            matches!(result, Err(WriteError::Blocked(_))),
            "{owned}: {result:?}"
        );
    }
    assert_eq!(names(parent.path()), [""; 0]);
    assert!(!out.exists());
}

#[test]
fn two_files_of_one_name_are_refused_also_where_only_the_case_differs() {
    let out = folder();
    let mut files = system("one");
    files.push(generated("system/Account.rs", "two"));
    assert_eq!(
        obstacles(&files, out.path()),
        [("system/Account.rs".to_owned(), Reason::Twice)]
    );
}

#[test]
fn a_text_that_the_next_run_would_take_for_hand_made_is_refused() {
    let out = folder();
    let files = [GeneratedFile {
        path: "system/mod.rs".into(),
        contents: "mod account;".into(),
    }];
    assert_eq!(
        obstacles(&files, out.path()),
        [("system/mod.rs".to_owned(), Reason::NoMarker)]
    );
}

#[test]
fn check_and_diff_write_nothing_and_say_what_is_not_up_to_date() {
    let out = folder();
    run(&system("first\nold"), out.path());
    put(
        &out.path().join("system/gone.rs"),
        &format!("{MARKER}\ngone\n"),
    );
    put(
        &out.path().join("system/.billbind-killed.tmp"),
        "left by a killed run",
    );
    let files = [
        generated("system/account.rs", "first\nold"),
        generated("system/added.rs", "added\n"),
        generated("system/mod.rs", "first\nnew\n"),
    ];
    let before = tree(out.path());
    for mode in [Mode::Check, Mode::Diff] {
        let written = write(&files, out.path(), &["system"], mode).expect("nothing is in the way");
        assert_eq!(tree(out.path()), before);
        assert_eq!(
            (written.written(), written.unchanged, written.removed()),
            (2, 1, 1)
        );
        let kinds: Vec<_> = written.changes.iter().map(|change| change.kind).collect();
        assert_eq!(
            kinds,
            [
                ChangeKind::Missing,
                ChangeKind::Superfluous,
                ChangeKind::Stale
            ]
        );
        let diff: String = written
            .changes
            .iter()
            .map(|change| change.diff.as_str())
            .collect();
        let diff = diff.replace(&out.path().display().to_string(), "OUT");
        assert_eq!(
            diff,
            format!(
                "--- /dev/null\n+++ OUT/system/added.rs\n@@ -0,0 +1,2 @@\n+{MARKER}\n+added\n\
                 --- OUT/system/gone.rs\n+++ /dev/null\n@@ -1,2 +0,0 @@\n-{MARKER}\n-gone\n\
                 --- OUT/system/mod.rs\n+++ OUT/system/mod.rs\n@@ -1,3 +1,3 @@\n {MARKER}\n \
                 first\n-old\n\\ No newline at end of file\n+new\n"
            )
        );
    }
}

#[test]
fn checking_a_folder_that_does_not_exist_reports_every_file_and_makes_nothing() {
    let parent = folder();
    let out = parent.path().join("out");
    let written = write(&system("one"), &out, &["system"], Mode::Check).expect("it can be checked");
    assert_eq!((written.written(), written.unchanged), (2, 0));
    assert!(!out.exists());
}

#[test]
fn an_up_to_date_folder_passes_the_check_from_a_relative_path_too() {
    let here = std::env::current_dir().expect("a current folder");
    let out = tempfile::tempdir_in(&here).expect("a temporary folder");
    let relative = out.path().strip_prefix(&here).expect("it is below");
    run(&system("one"), relative);
    let written =
        write(&system("one"), relative, &["system"], Mode::Check).expect("it can be checked");
    assert!(written.changes.is_empty());
}

#[test]
fn the_result_does_not_depend_on_the_order_of_the_files() {
    let (one, other) = (folder(), folder());
    let mut files = system("one");
    let written = run(&files, one.path());
    files.reverse();
    let reversed = run(&files, other.path());
    assert_eq!(names(one.path()), names(other.path()));
    let relative = |written: &Written, out: &Path| -> Vec<PathBuf> {
        let paths = written
            .changes
            .iter()
            .map(|change| change.path.strip_prefix(out));
        paths
            .map(|path| path.expect("it is in the folder").to_path_buf())
            .collect()
    };
    assert_eq!(
        relative(&written, one.path()),
        relative(&reversed, other.path())
    );
}

/// Many files of one version, long enough that a kill can fall inside one.
fn version(number: usize) -> Vec<GeneratedFile> {
    let names = (0..20).map(|index| format!("system/entity_{index}.rs"));
    names
        .chain([
            "system/mod.rs".to_owned(),
            format!("system/only_in_{number}.rs"),
        ])
        .map(|name| generated(&name, &format!("// {number}\n").repeat(1_000)))
        .collect()
}

/// Which version a file is of; panics where it is of none or of several.
fn version_of(path: &Path) -> usize {
    let text = fs::read_to_string(path).expect("it can be read");
    let number = text
        .lines()
        .nth(1)
        .and_then(|line| line.strip_prefix("// ")?.parse().ok());
    let number = number.unwrap_or_else(|| panic!("{}: neither old nor new", path.display()));
    let expected = version(number).remove(0).contents;
    assert!(text == expected, "{}: neither old nor new", path.display());
    number
}

#[test]
#[ignore = "runs for ever; `a_killed_run_leaves_whole_files_and_the_next_one_tidies_up` starts it"]
fn a_writer_that_never_stops() {
    let Some(out) = std::env::var_os(NEVER_STOP) else {
        return;
    };
    for files in [version(0), version(1)].iter().cycle() {
        run(files, Path::new(&out));
    }
}

#[test]
fn a_killed_run_leaves_whole_files_and_the_next_one_tidies_up() {
    let rounds = std::env::var(ROUNDS).map_or(USUAL_ROUNDS, |rounds| {
        rounds.parse().expect("a number of rounds")
    });
    let out = folder();
    let system = out.path().join("system");
    let this = std::env::current_exe().expect("a test is a program");
    let modified = || {
        fs::metadata(system.join("mod.rs"))
            .and_then(|data| data.modified())
            .ok()
    };
    let mut leftovers = 0;
    for round in 0..rounds {
        let before = modified();
        let mut child = Command::new(&this)
            .args(["--exact", "write::a_writer_that_never_stops", "--ignored"])
            .env(NEVER_STOP, out.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("a test is a program");
        while modified() == before {
            assert_eq!(
                child.try_wait().expect("it is our child"),
                None,
                "the writer stopped"
            );
            thread::sleep(Duration::from_millis(1));
        }
        thread::sleep(Duration::from_micros(round % USUAL_ROUNDS * 731));
        child.kill().expect("it is our child");
        child.wait().expect("it is our child");
        for name in names(&system) {
            if name.starts_with('.') {
                leftovers += 1;
            } else {
                version_of(&system.join(name));
            }
        }
    }
    eprintln!("{leftovers} temporary files were left by {rounds} killed runs");
    put(
        &system.join(".billbind-killed.tmp"),
        &format!("{MARKER}\n// hal"),
    );
    run(&version(7), out.path());
    let expected: Vec<PathBuf> = version(7).into_iter().map(|file| file.path).collect();
    let found = names(out.path());
    assert_eq!(found.len(), expected.len(), "{found:?}");
    for path in expected {
        assert_eq!(version_of(&out.path().join(path)), 7);
    }
}

#[test]
fn runs_at_the_same_time_do_not_mix_and_leave_no_lock_behind() {
    let out = folder();
    for _ in 0..10 {
        thread::scope(|scope| {
            for number in 0..4 {
                let out = out.path();
                scope.spawn(move || run(&version(number), out));
            }
        });
        let files = names(out.path());
        assert_eq!(files.len(), version(0).len(), "{files:?}");
        let first = version_of(&out.path().join("system/entity_0.rs"));
        for name in files {
            assert_eq!(
                version_of(&out.path().join(name)),
                first,
                "two runs are mixed"
            );
        }
    }
}

#[test]
fn a_check_beside_a_run_never_sees_half_of_it() {
    let out = folder();
    run(&version(0), out.path());
    thread::scope(|scope| {
        let writer = scope.spawn(|| {
            for number in (0..2).cycle().take(8) {
                run(&version(number), out.path());
            }
        });
        while !writer.is_finished() {
            let checked = write(&version(0), out.path(), &["system"], Mode::Check)
                .expect("nothing is in the way");
            let changes = checked.changes.len();
            // Version 1 differs in every file, and in one name each way.
            assert!(
                changes == 0 || changes == version(0).len() + 1,
                "{changes} differ"
            );
            // Checks without a pause between them would never let the writer in.
            thread::sleep(Duration::from_millis(20));
        }
    });
}
