//! The same schemas give the same bytes: on any number of threads, in whatever order these end, and
//! whatever a cache knows or claims to know.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use super::put;
use crate::generate::{Bases, Generator};
use crate::parallel::schedule::{Schedule, with};
use crate::write::MARKER;

const SYSTEM: &str = "\
rust: BillingPlatform
protocol: billingplatform
sources: {S1: the reference}
wire: {flag: 0/1, date: YYYYMMDD, date-time: YYYY-MM-DDTHH:MM:SSZ}
operations: [create, update, upsert, retrieve, query, delete]
lookup_by_key: true
fields:
  Created: {type: date-time, access: read-only}
external:
  USER: {doc: Who works here.}
";

/// Entities of very different sizes that point at each other, so that they end in any order.
const ENTITIES: usize = 16;

fn entity(number: usize) -> String {
    let other = (number * 7 + 3) % ENTITIES;
    let mut text = format!(
        "entity: E{number}\nfields:\n  Id: id\n  Name: {{type: text(80), required: true, source: \
         S1}}\n  Key: {{type: text, external_key: true}}\n  OtherId: reference(E{other})\n  \
         UserId: reference(USER)\n  Kind: {{type: enum, values: [small, large, V{number}]}}\n"
    );
    for field in 0..number * number % 29 {
        let kind = ["text", "integer", "decimal(2)", "flag", "date"][field % 5];
        writeln!(text, "  F{field}: {kind}").expect("memory can be written");
    }
    let example = "examples:\n  - {operation: create, request: {Name: A}, response: {Id: 1}}\n";
    text + example
}

/// A system of many entities, and one that extends it, in a folder that goes away.
struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    fn new() -> Self {
        let place = Self {
            folder: tempfile::tempdir().expect("a temporary folder"),
        };
        place.put(
            "schemas/large/system.yaml",
            &format!("system: large\n{SYSTEM}"),
        );
        for number in 0..ENTITIES {
            place.put(&format!("schemas/large/e{number}.yaml"), &entity(number));
        }
        place.put("schemas/ours/system.yaml", "system: ours\nextends: base\n");
        let extension = "extend: E5\nfields:\n  nrRegion: text(10)\nvalues:\n  Kind: [huge]\n";
        place.put("schemas/ours/e5.yaml", extension);
        place
    }

    fn put(&self, name: &str, text: &str) {
        put(self.path(), name, text);
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Generates into this folder.
    fn generator(&self, out: &str) -> Generator {
        let base = self.path().join("schemas/large");
        let bases = Bases::new().folder("base", base);
        Generator::new(self.path().join("schemas"), self.path().join(out)).bases(bases)
    }

    fn cached(&self) -> Generator {
        self.generator("out").cache(self.path().join("cache"))
    }

    /// All files in an output folder with their texts.
    fn files(&self, out: &str) -> BTreeMap<PathBuf, String> {
        let out = self.path().join(out);
        let mut files = BTreeMap::new();
        for system in fs::read_dir(&out).expect("it was generated") {
            let system = system.expect("an entry").path();
            for entry in fs::read_dir(system).expect("a folder for each system") {
                let path = entry.expect("an entry").path();
                let text = fs::read_to_string(&path).expect("it is a text");
                let name = path.strip_prefix(&out).expect("it is inside").to_owned();
                files.insert(name, text);
            }
        }
        files
    }

    /// What a run without a cache, on one thread, makes of the schemas as they are.
    fn expected(&self, entities: usize) -> BTreeMap<PathBuf, String> {
        let _ = fs::remove_dir_all(self.path().join("plain"));
        run(&self.generator("plain"), ONE);
        let files = self.files("plain");
        assert_eq!(files.len(), 2 * (entities + 2), "also USER and mod.rs");
        files
    }

    /// Runs with the cache on a schedule, and compares all bytes.
    fn must_give(&self, expected: &BTreeMap<PathBuf, String>, schedule: Schedule, state: &str) {
        run(&self.cached(), schedule);
        assert_same(
            &self.files("out"),
            expected,
            &format!("{state}, {schedule:?}"),
        );
    }

    /// The only cache there is.
    fn cache_file(&self) -> PathBuf {
        super::cache_file(self.path())
    }
}

const ONE: Schedule = Schedule {
    workers: 1,
    seed: 0,
};

/// Few and many threads, in their order and in others.
fn schedules() -> impl Iterator<Item = Schedule> {
    let schedules = [(1, 7), (2, 0), (2, 1), (3, 2), (64, 3)].into_iter();
    schedules.map(|(workers, seed)| Schedule { workers, seed })
}

fn run(generator: &Generator, schedule: Schedule) {
    with(schedule, || generator.run()).expect("the schemas are right");
}

/// As `assert_eq`, without printing all files.
fn assert_same(
    files: &BTreeMap<PathBuf, String>,
    expected: &BTreeMap<PathBuf, String>,
    when: &str,
) {
    let names: Vec<_> = files.keys().collect();
    assert_eq!(names, expected.keys().collect::<Vec<_>>(), "{when}");
    let differs = files.iter().find(|(name, text)| expected[*name] != **text);
    let name = differs.map(|(name, _)| name);
    assert_eq!(name, None, "{when}: other bytes");
}

#[test]
fn any_number_of_threads_in_any_order_gives_the_same_bytes() {
    let place = Place::new();
    let expected = place.expected(ENTITIES);
    for (number, schedule) in schedules().enumerate() {
        let out = format!("out{number}");
        run(&place.generator(&out), schedule);
        assert_same(&place.files(&out), &expected, &format!("{schedule:?}"));
    }
}

#[test]
fn any_number_of_threads_in_any_order_gives_the_same_problems() {
    let place = Place::new();
    for number in 0..ENTITIES {
        let text = match number % 4 {
            0 => "entity: E0\n\tfields:\n".to_owned(),
            1 => "entity: [\n".to_owned(),
            2 => entity(number).replace("type: enum", "typ: enum"),
            _ => entity(number),
        };
        place.put(&format!("schemas/large/e{number}.yaml"), &text);
    }
    let problems = |schedule| {
        let result = with(schedule, || place.generator("out").run());
        result.expect_err("most are wrong").render(false)
    };
    let expected = problems(ONE);
    assert!(expected.matches("error[").count() >= ENTITIES / 4 * 3);
    for schedule in schedules() {
        assert_eq!(problems(schedule), expected, "{schedule:?}");
    }
}

#[test]
fn a_cold_and_a_warm_cache_give_the_same_bytes() {
    let place = Place::new();
    let expected = place.expected(ENTITIES);
    for schedule in schedules() {
        let _ = fs::remove_dir_all(place.path().join("cache"));
        let _ = fs::remove_dir_all(place.path().join("out"));
        place.must_give(&expected, schedule, "cold");
        place.must_give(&expected, schedule, "warm");
        let _ = fs::remove_dir_all(place.path().join("out"));
        place.must_give(&expected, schedule, "warm, and the bindings are gone");
    }
}

#[test]
fn a_partly_stale_cache_gives_the_same_bytes() {
    for schedule in schedules() {
        let place = Place::new();
        run(&place.cached(), schedule);
        // Of the schemas some are changed, one of them so that others show it, and one is new.
        let changed = entity(11).replace("Key:", "Code:");
        place.put("schemas/large/e11.yaml", &changed);
        let renamed = entity(3).replace("entity: E3\n", "entity: E3\nrust: Third\n");
        place.put("schemas/large/e3.yaml", &renamed);
        let alone = entity(12).replace("reference(E7)", "integer");
        place.put("schemas/large/e12.yaml", &alone);
        let added = place.path().join("schemas/large/added.yaml");
        let text = entity(1).replace("entity: E1\n", "entity: ADDED\n");
        place.put("schemas/large/added.yaml", &text);
        let expected = place.expected(ENTITIES + 1);
        // Of the bindings one is changed by hand and one is removed.
        let touched = place.path().join("out/large/e14.rs");
        fs::write(&touched, format!("{MARKER}\n")).expect("can be written");
        fs::remove_file(place.path().join("out/ours/e15.rs")).expect("it was generated");
        place.must_give(&expected, schedule, "partly stale");

        fs::remove_file(added).expect("it is there");
        let expected = place.expected(ENTITIES);
        place.must_give(&expected, schedule, "an entity is gone");
    }
}

#[test]
fn a_foreign_cache_gives_the_same_bytes() {
    let place = Place::new();
    let expected = place.expected(ENTITIES);
    run(&place.cached(), ONE);
    let own = fs::read(place.cache_file()).expect("it is there");

    // Another project's, whose entities are partly ours word by word.
    let other = Place::new();
    for number in (0..ENTITIES).step_by(2) {
        let text = entity(number).replace("Name", "Title");
        other.put(&format!("schemas/large/e{number}.yaml"), &text);
    }
    run(&other.cached(), ONE);
    let of_other = fs::read(other.cache_file()).expect("it is there");
    let caches = [
        ("of another project", of_other.clone()),
        ("half of one", own[..own.len() / 2].to_vec()),
        ("two in one", [own.clone(), of_other].concat()),
        ("no cache", b"billbind-codegen cache 1\n\n".to_vec()),
        ("no text", vec![0xff; 4096]),
    ];
    for schedule in schedules() {
        for (what, bytes) in &caches {
            fs::write(place.cache_file(), bytes).expect("can be written");
            place.must_give(&expected, schedule, what);
            fs::write(place.cache_file(), bytes).expect("can be written");
            let _ = fs::remove_dir_all(place.path().join("out"));
            place.must_give(&expected, schedule, what);
        }
    }
    // The other project's bindings beside its cache, where ours should be.
    for (path, text) in other.files("out") {
        fs::write(place.path().join("out").join(path), text).expect("can be written");
    }
    fs::write(place.cache_file(), &caches[0].1).expect("can be written");
    place.must_give(&expected, ONE, "bindings and cache of another project");
}

#[test]
fn a_cache_of_another_generator_gives_the_same_bytes() {
    let place = Place::new();
    let expected = place.expected(ENTITIES);
    for schedule in schedules() {
        let mut other = place.cached();
        other.other = Some(blake3::hash(b"another"));
        run(&other, schedule);
        // What the other one is said to have made is on disk, and is not what this one makes.
        let cache = other.open_cache().expect("there is one");
        let mut made = cache.load().expect("it is that generator's");
        let text = format!("{MARKER}\n// another generator's\n");
        for file in made.files.iter_mut().step_by(3) {
            file.text = blake3::hash(text.as_bytes());
            fs::write(place.path().join("out").join(file.path()), &text).expect("can be written");
        }
        cache.store(&made);
        place.must_give(&expected, schedule, "another generator's");
    }
}

#[test]
fn runs_in_one_process_do_not_change_each_other() {
    let place = Place::new();
    let other = Place::new();
    for number in 0..ENTITIES {
        let text = entity(number).replace("Kind", "Sort");
        other.put(&format!("schemas/large/e{number}.yaml"), &text);
    }
    let extension = "extend: E5\nvalues:\n  Sort: [huge]\n";
    other.put("schemas/ours/e5.yaml", extension);
    let expected = (place.expected(ENTITIES), other.expected(ENTITIES));
    for number in 0..3 {
        let schedule = Schedule {
            workers: 4,
            seed: number,
        };
        let out = format!("out{number}");
        for (place, expected) in [(&place, &expected.0), (&other, &expected.1)] {
            run(&place.generator(&out), schedule);
            assert_same(&place.files(&out), expected, &format!("run {number}"));
        }
    }
}
