//! What a run does, without a cache and with one.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{fs, thread};

use super::{Bases, Cache, GenerateError, Generator};
use crate::write::{MARKER, Mode};

mod determinism;
mod neighbours;

/// Two systems of one entity each, and a folder to generate into.
fn schemas() -> (tempfile::TempDir, Generator) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for system in ["one", "two"] {
        let text = format!(
            "system: {system}\nrust: BillingPlatform\nprotocol: billingplatform\nwire: {{flag: \
             0/1, date: YYYYMMDD, date-time: YYYY-MM-DDTHH:MM:SSZ}}\noperations: [retrieve]\n"
        );
        put(
            folder.path(),
            &format!("schemas/{system}/system.yaml"),
            &text,
        );
        let entity = "entity: ACCOUNT\nfields:\n  Id: id\n  Name: text\n";
        put(
            folder.path(),
            &format!("schemas/{system}/account.yaml"),
            entity,
        );
    }
    let path = |name| folder.path().join(name);
    let generator = Generator::new(path("schemas"), path("out"));
    (folder, generator)
}

fn put(folder: &Path, name: &str, text: &str) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().expect("it is in a folder")).expect("can be made");
    fs::write(path, text).expect("can be written");
}

#[test]
fn a_second_run_finds_everything_up_to_date_and_says_so_in_one_line() {
    let (_folder, generator) = schemas();
    let first = generator.run().expect("the schemas are right");
    assert!(!first.is_current());
    let text = first.to_string();
    let expected = "2 systems, 2 entities, 4 fields: 4 files written, 0 unchanged, 0 removed (";
    assert!(text.starts_with(expected), "{text}");
    let second = generator
        .clone()
        .mode(Mode::Check)
        .run()
        .expect("the schemas are right");
    assert!(second.is_current());
    let text = second.to_string();
    let expected = "2 systems, 2 entities, 4 fields: 0 files to write, 4 up to date, 0 to remove (";
    assert!(text.starts_with(expected), "{text}");
}

#[test]
fn generating_one_system_leaves_the_other_alone() {
    let (folder, generator) = schemas();
    generator.run().expect("the schemas are right");
    fs::remove_file(folder.path().join("schemas/one/account.yaml")).expect("it is there");
    let stale = "out/two/stale.rs";
    put(folder.path(), stale, MARKER);
    let summary = generator
        .clone()
        .system("one")
        .run()
        .expect("the schemas are right");
    assert_eq!((summary.systems, summary.removed), (1, 1));
    assert!(folder.path().join(stale).exists());
    assert!(!folder.path().join("out/one/account.rs").exists());
}

#[test]
fn nothing_is_written_unless_all_schemas_are_right() {
    let (folder, generator) = schemas();
    put(
        folder.path(),
        "schemas/two/account.yaml",
        "entity: ACCOUNT\n",
    );
    let error = generator.run().expect_err("a key is missing");
    assert!(matches!(error, GenerateError::Schemas(_)));
    assert!(error.render(false).contains("account.yaml"));
    assert!(!folder.path().join("out").exists());
}

/// The same with a cache, and one run done.
fn cached() -> (tempfile::TempDir, Generator) {
    let (folder, generator) = schemas();
    let generator = generator.cache(folder.path().join("cache"));
    generator.run().expect("the schemas are right");
    (folder, generator)
}

/// How many files a run writes, leaves and removes.
fn counts(generator: &Generator) -> (usize, usize, usize) {
    let summary = generator.run().expect("the schemas are right");
    (summary.written, summary.unchanged, summary.removed)
}

/// All generated files with their texts.
fn outcome(folder: &Path) -> BTreeMap<PathBuf, String> {
    let mut files = BTreeMap::new();
    for system in ["out/one", "out/two"] {
        for entry in fs::read_dir(folder.join(system)).expect("it was generated") {
            let path = entry.expect("an entry").path();
            let text = fs::read_to_string(&path).expect("it is a text");
            files.insert(path, text);
        }
    }
    files
}

/// The only cache there is.
fn cache_file(folder: &Path) -> PathBuf {
    let mut entries = fs::read_dir(folder.join("cache")).expect("it was made");
    let only = entries.next().expect("a cache").expect("an entry").path();
    assert!(entries.next().is_none(), "one cache, and nothing left over");
    only
}

#[test]
fn with_a_cache_nothing_is_done_where_nothing_has_changed() {
    let (folder, generator) = cached();
    let before = outcome(folder.path());
    let made = Cache::load(&generator.open_cache().expect("there is one")).expect("it is ours");
    assert!(generator.has_made(&made), "the short way is open");
    assert_eq!(counts(&generator), (0, 4, 0));
    assert_eq!(outcome(folder.path()), before);
    let summary = generator.run().expect("the schemas are right").to_string();
    assert!(
        summary.starts_with("2 systems, 2 entities, 4 fields: 0 files"),
        "{summary}"
    );
}

#[test]
fn a_new_date_of_a_file_is_no_change() {
    let (folder, generator) = cached();
    for name in ["schemas/one/account.yaml", "out/one/account.rs"] {
        let file = fs::File::options()
            .append(true)
            .open(folder.path().join(name));
        let date = std::time::SystemTime::UNIX_EPOCH;
        file.and_then(|file| file.set_modified(date))
            .expect("it is there");
    }
    assert_eq!(counts(&generator), (0, 4, 0));
}

#[test]
fn an_old_date_hides_no_change() {
    let (folder, generator) = cached();
    let path = folder.path().join("schemas/one/account.yaml");
    let date = fs::metadata(&path).and_then(|metadata| metadata.modified());
    let text = fs::read_to_string(&path).expect("it is there");
    // As long as before, too.
    fs::write(&path, text.replace("Name", "Nome")).expect("can be written");
    let file = fs::File::options()
        .append(true)
        .open(&path)
        .expect("it is there");
    file.set_modified(date.expect("it has one"))
        .expect("can be set");
    assert_eq!(counts(&generator), (1, 3, 0));
    let made = fs::read_to_string(folder.path().join("out/one/account.rs"));
    assert!(made.expect("it was made").contains("pub nome:"));
}

#[test]
fn bindings_that_somebody_changed_are_made_again() {
    let (folder, generator) = cached();
    let before = outcome(folder.path());
    let path = folder.path().join("out/one/account.rs");
    fs::write(&path, format!("{}// mine\n", before[&path])).expect("can be written");
    assert_eq!(counts(&generator), (1, 3, 0));
    fs::remove_file(&path).expect("it is there");
    assert_eq!(counts(&generator), (1, 3, 0));
    put(folder.path(), "out/two/stray.rs", MARKER);
    assert_eq!(counts(&generator), (0, 4, 1));
    put(folder.path(), "out/two/.billbind-killed.tmp", "");
    assert_eq!(counts(&generator), (0, 4, 0));
    assert_eq!(outcome(folder.path()), before);
}

#[test]
fn a_check_takes_nothing_from_the_cache() {
    let (folder, generator) = cached();
    let check = generator.clone().mode(Mode::Check);
    assert!(check.open_cache().is_none());
    let path = folder.path().join("out/one/account.rs");
    let mine = format!("{MARKER}\n");
    fs::write(&path, &mine).expect("can be written");
    // A cache that says that this is how it was made.
    let cache = generator.open_cache().expect("there is one");
    let mut made = cache.load().expect("it is ours");
    for file in &mut made.files {
        if file.path == "one/account.rs" {
            file.text = blake3::hash(mine.as_bytes());
        }
    }
    cache.store(&made);
    assert!(!check.run().expect("the schemas are right").is_current());
}

#[test]
fn another_generator_makes_everything_again() {
    let (folder, mut generator) = cached();
    let cache = generator.open_cache().expect("there is one");
    let mut made = cache.load().expect("it is ours");
    // What another generator made need not be what this one would make.
    let stale = format!("{MARKER}\n// stale\n");
    let path = folder.path().join("out/one/account.rs");
    fs::write(&path, &stale).expect("can be written");
    for file in &mut made.files {
        if file.path == "one/account.rs" {
            file.text = blake3::hash(stale.as_bytes());
        }
    }
    cache.store(&made);
    assert_eq!(
        counts(&generator),
        (0, 4, 0),
        "it is believed, if it is ours"
    );
    generator.other = Some(blake3::hash(b"another"));
    assert!(
        generator
            .open_cache()
            .expect("there is one")
            .load()
            .is_none()
    );
    assert_eq!(counts(&generator), (1, 3, 0));
}

#[test]
fn a_damaged_or_foreign_cache_is_as_good_as_none() {
    let (folder, generator) = cached();
    let path = cache_file(folder.path());
    let whole = fs::read(&path).expect("it is there");
    let cache = || generator.open_cache().expect("there is one");
    for length in 0..whole.len() {
        fs::write(&path, &whole[..length]).expect("can be written");
        assert!(cache().load().is_none(), "cut off at {length}");
    }
    for at in (0..whole.len()).step_by(7) {
        let mut damaged = whole.clone();
        damaged[at] ^= 1;
        fs::write(&path, &damaged).expect("can be written");
        assert!(cache().load().is_none(), "changed at {at}");
    }
    fs::write(&path, &whole[..whole.len() / 2]).expect("can be written");
    assert_eq!(counts(&generator), (0, 4, 0));
    assert_eq!(
        fs::read(&path).expect("it is there"),
        whole,
        "it is right again"
    );
    fs::remove_file(&path).expect("it is there");
    fs::create_dir(&path).expect("can be made");
    assert_eq!(
        counts(&generator),
        (0, 4, 0),
        "even a folder in its place does no harm"
    );
}

#[test]
fn a_hostile_cache_makes_nothing_happen_outside_or_inside_of_the_bindings() {
    let (folder, generator) = cached();
    put(folder.path(), "precious.rs", MARKER);
    put(folder.path(), "out/others/account.rs", MARKER);
    let cache = generator.open_cache().expect("there is one");
    let made = cache.load().expect("it is ours");
    let with_file = |path: &str| {
        let mut made = made.clone();
        made.files[0].path = path.to_owned();
        made
    };
    let with_system = |name: &str| {
        let mut made = made.clone();
        made.systems
            .push((name.to_owned(), "schemas/x/system.yaml".to_owned()));
        made
    };
    let hostile = [
        with_file("../precious.rs"),
        with_file("one/../../precious.rs"),
        with_file("/etc/passwd"),
        with_file("one"),
        with_file("others/account.rs"),
        with_file("one/a\\b.rs"),
        with_file("one/line\nbreak.rs"),
        with_system(".."),
        with_system("others/.."),
        with_system(""),
    ];
    for made in hostile {
        cache.store(&made);
        assert!(cache.load().is_none(), "{made:?}");
        assert_eq!(counts(&generator), (0, 4, 0), "{made:?}");
    }
    // A name like any other: but nothing is removed because a cache says so.
    cache.store(&with_system("others"));
    assert!(cache.load().is_some());
    assert_eq!(counts(&generator), (0, 4, 0));
    for kept in ["precious.rs", "out/others/account.rs"] {
        assert!(folder.path().join(kept).exists(), "{kept}");
    }
}

#[test]
fn problems_of_schemas_are_found_with_a_cache_as_without() {
    let (folder, generator) = cached();
    put(
        folder.path(),
        "schemas/one/contract.yaml",
        "entity: CONTRACT\n",
    );
    let error = generator.run().err().map(|error| error.to_string());
    let bare = Generator {
        cache: None,
        ..generator.clone()
    };
    assert_eq!(error, bare.run().err().map(|error| error.to_string()));
    assert!(error.is_some());
}

#[test]
fn a_change_that_other_entities_show_makes_them_again() {
    let (folder, generator) = cached();
    let entity = "entity: CONTRACT\nfields:\n  Id: id\n  AccountId: reference(ACCOUNT)\n";
    put(folder.path(), "schemas/one/contract.yaml", entity);
    generator.run().expect("the schemas are right");
    // The contract's schema stays, but not the name of what it points at.
    let account = "entity: ACCOUNT\nrust: Customer\nfields:\n  Id: id\n  Name: text\n";
    put(folder.path(), "schemas/one/account.yaml", account);
    generator.run().expect("the schemas are right");
    let with_cache = outcome(folder.path());
    let bare = Generator {
        cache: None,
        ..generator
    };
    assert_eq!(counts(&bare).0, 0, "without a cache, it is the same");
    assert_eq!(outcome(folder.path()), with_cache);
    let contract = &with_cache[&folder.path().join("out/one/contract.rs")];
    assert!(contract.contains("super::customer::"), "{contract}");
}

#[test]
fn runs_at_once_leave_a_whole_cache() {
    let (folder, generator) = cached();
    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| generator.run().expect("the schemas are right"));
        }
    });
    assert!(
        generator
            .open_cache()
            .expect("there is one")
            .load()
            .is_some()
    );
    cache_file(folder.path());
}

/// A system `ours` that extends the system `one` under the name `base`.
fn extending() -> (tempfile::TempDir, Generator) {
    let (folder, _) = schemas();
    let at = |name| folder.path().join(name);
    put(
        folder.path(),
        "own/ours/system.yaml",
        "system: ours\nextends: base\n",
    );
    let generator = Generator::new(at("own"), at("out")).cache(at("cache"));
    (folder, generator)
}

#[test]
fn a_base_that_changes_is_noticed_with_a_cache_as_without() {
    let (folder, generator) = extending();
    let base = folder.path().join("schemas/one");
    let system = fs::read_to_string(base.join("system.yaml")).expect("it is there");
    let of_field = |name: &str| format!("entity: ACCOUNT\nfields:\n  Id: id\n  {name}: text\n");
    let in_folder = || generator.clone().bases(Bases::new().folder("base", &base));
    let in_texts = |account: &str| {
        let files = [
            ("base/system.yaml", &*system),
            ("base/account.yaml", account),
        ];
        generator.clone().bases(Bases::new().texts("base", &files))
    };
    let account =
        || fs::read_to_string(folder.path().join("out/ours/account.rs")).expect("it was generated");

    assert_eq!(counts(&in_folder()), (2, 0, 0));
    assert_eq!(counts(&in_folder()), (0, 2, 0));
    put(&base, "account.yaml", &of_field("Town"));
    assert_eq!(counts(&in_folder()), (1, 1, 0));
    assert!(account().contains("pub town:"), "{}", account());

    // Of a base in texts the files have other paths, and are named so.
    counts(&in_texts(&of_field("Town")));
    assert_eq!(counts(&in_texts(&of_field("Town"))), (0, 2, 0));
    assert_eq!(counts(&in_texts(&of_field("Street"))), (1, 1, 0));
    assert!(account().contains("pub street:"), "{}", account());
}

#[test]
fn a_base_of_another_place_is_another_one() {
    let (folder, generator) = extending();
    let name = |text: &str| text.replace("Name", "Label");
    let account = fs::read_to_string(folder.path().join("schemas/two/account.yaml"));
    let account = name(&account.expect("it is there"));
    put(folder.path(), "schemas/two/account.yaml", &account);
    let of = |system: &str| {
        let base = folder.path().join("schemas").join(system);
        generator.clone().bases(Bases::new().folder("base", base))
    };
    assert_eq!(counts(&of("one")), (2, 0, 0));
    assert_eq!(counts(&of("two")), (1, 1, 0));
    assert_eq!(counts(&of("one")), (1, 1, 0));
    assert_eq!(counts(&of("one")), (0, 2, 0));
}

#[test]
fn json_schemas_are_brought_up_to_date_where_the_schemas_have_not_changed() {
    let (folder, generator) = cached();
    assert_eq!(counts(&generator), (0, 4, 0));
    let generator = generator.with_editor_schemas();
    assert_eq!(counts(&generator), (2, 4, 0));
    assert_eq!(counts(&generator), (0, 6, 0));
    let path = folder.path().join("schemas/entity.schema.json");
    let right = fs::read_to_string(&path).expect("it was made");
    fs::write(&path, right.replace("entity", "thing")).expect("can be written");
    assert_eq!(counts(&generator), (1, 5, 0));
    assert_eq!(fs::read_to_string(&path).expect("it was made"), right);
}
