//! A cargo project beside the tests' own build, for code that is compiled by a test.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

/// A package that depends on the bindings and on the runtime of this workspace.
///
/// All of them share one build folder, and none needs the network: their dependencies are those
/// of the workspace, at the same versions.
pub(crate) struct Project {
    root: PathBuf,
    name: String,
}

impl Project {
    /// The package of this name; `manifest` is added to its `Cargo.toml`.
    pub(crate) fn new(name: &str, manifest: &str) -> Self {
        let root = folder().join(name);
        let workspace = workspace();
        let project = Self {
            root,
            name: name.to_owned(),
        };
        let text = format!(
            "[package]\nname = {name:?}\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n\
             [workspace]\n\n\
             [dependencies]\nbillbind = {{ path = {} }}\nbillbind-runtime = {{ path = {} }}\n\n\
             {manifest}",
            as_toml(&workspace.join("generated")),
            as_toml(&workspace.join("runtime")),
        );
        project.put("Cargo.toml", &text);
        let lock = fs::read_to_string(workspace.join("Cargo.lock"))
            .expect("the workspace's lock file can be read");
        // Cargo cuts the copy down to what the package needs; only another original replaces it.
        if project.put("workspace.lock", &lock) {
            project.put("Cargo.lock", &lock);
        }
        project
    }

    /// The package's folder.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// Writes a file, unless it says the same already: cargo would compile it again.
    pub(crate) fn put(&self, path: &str, text: &str) -> bool {
        let path = self.root.join(path);
        if fs::read_to_string(&path).is_ok_and(|old| old == text) {
            return false;
        }
        let folder = path.parent().expect("the root is above every file");
        fs::create_dir_all(folder).expect("the build folder can be written");
        fs::write(&path, text).expect("the build folder can be written");
        true
    }

    /// Makes these the package's examples, and no others.
    pub(crate) fn put_examples(&self, examples: &[(String, String)]) {
        let folder = self.root.join("examples");
        let wanted: BTreeSet<String> = examples
            .iter()
            .map(|(name, _)| format!("{name}.rs"))
            .collect();
        for entry in fs::read_dir(&folder).into_iter().flatten() {
            let entry = entry.expect("the build folder can be read");
            if !wanted.contains(&*entry.file_name().to_string_lossy()) {
                fs::remove_file(entry.path()).expect("the build folder can be written");
            }
        }
        for (name, text) in examples {
            self.put(&format!("examples/{name}.rs"), text);
        }
    }

    /// Checks the package and reads what the compiler says of each target.
    pub(crate) fn check(&self, arguments: &[&str]) -> Checked {
        let output = self
            .cargo("check")
            .args(["--message-format=json", "--keep-going"])
            .args(arguments)
            .output()
            .expect("cargo can be started");
        Checked::read(&self.name, &output)
    }

    /// Where `cargo doc` writes.
    #[expect(clippy::unused_self)] // the projects share it
    pub(crate) fn documentation(&self) -> PathBuf {
        folder().join("target/doc")
    }

    /// Cargo in this package, away from the network and from whatever this test run was given.
    pub(crate) fn cargo(&self, command: impl AsRef<OsStr>) -> Command {
        let mut cargo = Command::new(env!("CARGO"));
        cargo
            .arg(command)
            .args(["--offline", "--target-dir"])
            .arg(folder().join("target"))
            .current_dir(&self.root);
        for variable in [
            "CARGO_ENCODED_RUSTFLAGS",
            "RUSTC_WORKSPACE_WRAPPER",
            "RUSTDOCFLAGS",
            "RUSTFLAGS",
        ] {
            cargo.env_remove(variable);
        }
        cargo
    }
}

/// What the compiler said, target by target.
pub(crate) struct Checked {
    errors: BTreeMap<String, Vec<Vec<String>>>,
    built: BTreeSet<String>,
}

impl Checked {
    fn read(package: &str, output: &Output) -> Self {
        let mut checked = Self {
            errors: BTreeMap::new(),
            built: BTreeSet::new(),
        };
        let text = String::from_utf8_lossy(&output.stdout);
        for line in text.lines() {
            let message: Value = serde_json::from_str(line).expect("cargo writes JSON lines");
            let target = message["target"]["name"].as_str().unwrap_or_default();
            match message["reason"].as_str() {
                Some("compiler-artifact") => {
                    checked.built.insert(target.to_owned());
                }
                Some("compiler-message") if is_error(&message["message"]) => {
                    let parts = parts(&message["message"]);
                    checked
                        .errors
                        .entry(target.to_owned())
                        .or_default()
                        .push(parts);
                }
                _ => {}
            }
        }
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert!(
            checked.built.contains("billbind") && !checked.errors.contains_key("billbind"),
            "{package}: the bindings themselves were not compiled:\n{stderr}"
        );
        checked
    }

    /// The errors of a target; of each, the message and every label and note.
    pub(crate) fn errors_of(&self, target: &str) -> &[Vec<String>] {
        self.errors.get(target).map_or(&[], Vec::as_slice)
    }

    /// Whether a target was compiled without an error.
    pub(crate) fn is_built(&self, target: &str) -> bool {
        self.built.contains(target)
    }
}

/// The last error of a target has no place: it counts the others.
fn is_error(message: &Value) -> bool {
    message["level"] == "error"
        && message["spans"]
            .as_array()
            .is_some_and(|spans| !spans.is_empty())
}

fn parts(message: &Value) -> Vec<String> {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let mut parts: Vec<String> = text(&message["message"]).into_iter().collect();
    parts.extend(
        list(&message["spans"])
            .iter()
            .filter_map(|span| text(&span["label"])),
    );
    for child in list(&message["children"]) {
        parts.extend(text(&child["message"]));
    }
    parts
}

/// A path as a string of TOML, whose escapes are those of JSON.
fn as_toml(path: &Path) -> Value {
    Value::from(path.to_string_lossy())
}

/// Where all projects of these tests are.
fn folder() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("projects")
}

fn workspace() -> PathBuf {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    tests
        .parent()
        .expect("the tests are in the workspace")
        .to_owned()
}
