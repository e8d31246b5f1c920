//! Bindings in the output folder that these schemas do not give: of systems that are gone, and of
//! other schemas that share the folder.

use std::fs;
use std::path::Path;

use super::{cached, counts, put, schemas};
use crate::generate::{GenerateError, Generator};
use crate::write::{MARKER, Mode, Obstacle, Reason, WriteError};

/// What is in the way of a run.
fn obstacles(generator: &Generator) -> Vec<Obstacle> {
    match generator.run() {
        Err(GenerateError::Write(WriteError::Blocked(obstacles))) => obstacles,
        other => panic!("nothing was in the way: {other:?}"),
    }
}

#[test]
fn bindings_of_a_system_that_is_gone_go_too_where_no_others_share_the_folder() {
    let (folder, generator) = schemas();
    let generator = generator.for_these_schemas_alone();
    generator.run().expect("the schemas are right");
    let at = |name: &str| folder.path().join(name);
    // Other schemas that share the output folder all the same, and modules that people wrote.
    let header = "// Schema, the file to edit for other contents:";
    for (name, schema) in [
        ("others", "theirs/others/system.yaml"),
        ("copied", "schemas/one/system.yaml"),
    ] {
        let text = format!("{MARKER}\n{header} {schema}\n");
        put(folder.path(), &format!("out/{name}/mod.rs"), &text);
    }
    put(folder.path(), "out/own/mod.rs", "// By hand.\n");
    fs::remove_dir_all(at("schemas/two")).expect("it is there");

    let one = generator.clone().system("one").mode(Mode::Check);
    assert!(one.run().expect("the schemas are right").is_current());
    let check = generator.clone().mode(Mode::Check);
    let summary = check.run().expect("the schemas are right");
    assert_eq!((summary.written, summary.removed), (0, 2));
    assert!(at("out/two/mod.rs").exists());

    let summary = generator.run().expect("the schemas are right");
    assert_eq!((summary.written, summary.removed), (0, 2));
    assert!(!at("out/two").exists());
    for kept in ["one", "others", "copied", "own"] {
        assert!(at("out").join(kept).join("mod.rs").exists(), "{kept}");
    }
    assert!(check.run().expect("the schemas are right").is_current());
}

#[test]
fn bindings_of_a_system_that_is_gone_are_an_error_where_others_may_share_the_folder() {
    for (folder, generator) in [schemas(), cached()] {
        generator.run().expect("the schemas are right");
        fs::remove_dir_all(folder.path().join("schemas/two")).expect("it is there");
        let gone = folder.path().join("out/two");
        let expected = [Obstacle {
            path: gone.clone(),
            reason: Reason::NoSuchSystem("schemas/two/system.yaml".to_owned()),
        }];
        for mode in [Mode::Write, Mode::Check, Mode::Diff] {
            assert_eq!(obstacles(&generator.clone().mode(mode)), expected);
        }
        assert!(gone.join("account.rs").exists(), "nothing is touched");
        let text = generator.run().expect_err("it is in the way").to_string();
        assert!(text.contains("made from schemas/two/system.yaml"), "{text}");
        assert!(text.contains("delete this folder"), "{text}");
        assert!(text.contains("another output folder"), "{text}");
        let one = generator.clone().system("one");
        assert_eq!(counts(&one), (0, 2, 0));
        fs::remove_dir_all(gone).expect("it is there");
        assert_eq!(counts(&generator), (0, 2, 0));
    }
}

/// Generators of `first/schemas` and `second/schemas`, of one system each, into one folder.
fn two_roots(folder: &Path) -> [Generator; 2] {
    let (made, _) = schemas();
    ["first", "second"].map(|root| {
        let system = if root == "first" { "one" } else { "two" };
        for file in ["system.yaml", "account.yaml"] {
            let name = format!("schemas/{system}/{file}");
            let text = fs::read_to_string(made.path().join(&name)).expect("it is there");
            put(folder, &format!("{root}/{name}"), &text);
        }
        Generator::new(folder.join(root).join("schemas"), folder.join("out"))
    })
}

#[test]
fn two_schemas_folders_of_one_name_never_remove_each_others_bindings() {
    for order in [[0, 1], [1, 0]] {
        for has_cache in [false, true] {
            let folder = tempfile::tempdir().expect("a temporary folder");
            let cache = folder.path().join("cache");
            let generators = two_roots(folder.path()).map(|generator| {
                if has_cache {
                    generator.cache(&cache)
                } else {
                    generator
                }
            });
            let [first, second] = order.map(|number| &generators[number]);
            let [of_first, of_second] = order.map(|number| ["one", "two"][number]);
            assert_eq!(counts(first), (2, 0, 0));
            let in_the_way = obstacles(second);
            assert_eq!(in_the_way.len(), 1);
            assert_eq!(in_the_way[0].path, folder.path().join("out").join(of_first));
            // Named one by one they share the folder; each without its name is refused still.
            assert_eq!(counts(&second.clone().system(of_second)), (2, 0, 0));
            assert_eq!(counts(&first.clone().system(of_first)), (0, 2, 0));
            for generator in [first, second] {
                assert_eq!(obstacles(generator).len(), 1);
            }
            for system in ["one", "two"] {
                let file = folder.path().join("out").join(system).join("account.rs");
                assert!(file.exists(), "{system}");
            }
        }
    }
}

#[test]
fn two_schemas_folders_of_different_names_share_an_output_folder() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let [first, _] = two_roots(folder.path());
    let second = folder.path().join("second");
    fs::rename(second.join("schemas"), second.join("others")).expect("can be renamed");
    let second = Generator::new(second.join("others"), folder.path().join("out"));
    assert_eq!(counts(&first), (2, 0, 0));
    assert_eq!(counts(&second), (2, 0, 0));
    assert_eq!(counts(&first), (0, 2, 0));
}
