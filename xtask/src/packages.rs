//! `cargo xtask packages`: what would be published holds what it needs and nothing else, and says of
//! itself what a registry shows.

mod compile;

use std::path::Path;
use std::process::ExitCode;

use clap::Args;
use serde_json::Value;

use crate::failure::Failure;
use crate::{terminal, workspace};

/// A package that is published.
struct Published {
    name: &'static str,
    /// Its folder in the workspace.
    folder: &'static str,
    /// What it holds beside [`EVERY`]: `*` stands for a part of a name, `**` for folders too. Of
    /// each pattern there is at least one file.
    holds: &'static [&'static str],
}

/// In the order in which they are published: what a package depends on comes first.
const PUBLISHED: [Published; 5] = [
    Published {
        name: "billbind-runtime",
        folder: "runtime",
        holds: &["src/**.rs"],
    },
    Published {
        name: "billbind-codegen",
        folder: "codegen",
        // The pages are what `explain` prints.
        holds: &["src/**.rs", "src/diagnostics/explanations/BB*.md"],
    },
    Published {
        name: "billbind-schemas",
        folder: "schemas",
        // Schemas name the JSON Schemas beside them, for editors.
        holds: &[
            "build.rs",
            "src/lib.rs",
            "*/*.yaml",
            "entity.schema.json",
            "system.schema.json",
        ],
    },
    Published {
        name: "billbind-sandbox",
        folder: "sandbox",
        // The schemas are what the organization of the vendor's samples has of its own.
        holds: &["src/**.rs", "schemas/*/*.yaml"],
    },
    Published {
        name: "billbind",
        folder: "generated",
        holds: &["src/**.rs"],
    },
];

/// What every package holds.
const EVERY: [&str; 6] = [
    "Cargo.lock",
    "Cargo.toml",
    "Cargo.toml.orig",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "README.md",
];

/// Cargo adds it where the package is in a repository.
const OF_GIT: &str = ".cargo_vcs_info.json";

/// Checks all packages that are published.
#[derive(Args)]
pub(crate) struct Arguments {
    /// Make the packages too, and compile them from what they hold, with all features
    #[arg(long)]
    compile: bool,
    /// Compile with this version of Rust, which rustup has installed, such as 1.89
    #[arg(long, value_name = "VERSION", requires = "compile")]
    toolchain: Option<String>,
}

/// Runs the command. Fails with everything that is wrong with any of the packages.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let metadata = workspace::cargo_output(&["metadata", "--no-deps", "--format-version=1"])?;
    let metadata: Value = serde_json::from_str(&metadata)
        .map_err(|error| Failure::new(format!("error: cannot read `cargo metadata`: {error}")))?;
    let mut problems = Vec::new();
    for member in list(&metadata["packages"]) {
        let name = text(&member["name"]);
        match PUBLISHED.iter().find(|package| package.name == name) {
            Some(package) => {
                let about = about(member, package.folder);
                let list = ["package", "--list", "--allow-dirty", "--package", name];
                let files = workspace::cargo_output(&list)?;
                let contents = contents(package.holds, &files.lines().collect::<Vec<_>>());
                let readme = workspace::path(&format!("{}/README.md", package.folder));
                let readme = std::fs::read_to_string(&readme)
                    .map_err(|error| Failure::refused("read", &readme, &error))?;
                let links = links(&readme, text(&member["repository"]), workspace::root());
                let found = about.into_iter().chain(contents).chain(links);
                problems.extend(found.map(|problem| format!("{name}: {problem}")));
            }
            None if list(&member["publish"]).is_empty() && member["publish"].is_array() => {}
            None => problems.push(format!(
                "{name}: it could be published and is not meant to be; set `publish = false`, or name it in \
                 xtask/src/packages.rs"
            )),
        }
    }
    if !problems.is_empty() {
        return Err(Failure::new(format!(
            "error: these packages cannot be published as they are:\n  {}",
            problems.join("\n  ")
        )));
    }
    let names = PUBLISHED.map(|package| package.name);
    if arguments.compile {
        compile::compile(&names, arguments.toolchain.as_deref())?;
    }
    terminal::print(&format!(
        "the packages hold what they need and nothing else: {}\n",
        names.join(", ")
    ))
    .map_err(|error| Failure::new(format!("error: cannot print: {error}")))?;
    Ok(ExitCode::SUCCESS)
}

/// What is missing or wrong in what a package says of itself.
fn about(member: &Value, folder: &str) -> Vec<String> {
    let mut problems = Vec::new();
    for key in ["description", "license", "repository", "rust_version"] {
        if text(&member[key]).is_empty() {
            problems.push(format!(
                "{folder}/Cargo.toml has no `{}`",
                key.replace('_', "-")
            ));
        }
    }
    for (key, limit) in [("keywords", 5), ("categories", 5)] {
        let count = list(&member[key]).len();
        if !(1..=limit).contains(&count) {
            problems.push(format!(
                "{folder}/Cargo.toml has {count} `{key}`; give 1 to {limit}"
            ));
        }
    }
    if member["readme"] != "README.md" {
        problems.push("it has no README.md of its own".to_owned());
    }
    // A package of an older version would be taken from the registry, and may lack what is new.
    let version = format!("^{}", text(&member["version"]));
    for dependency in list(&member["dependencies"]) {
        let name = text(&dependency["name"]);
        let is_ours = PUBLISHED.iter().any(|package| package.name == name);
        if is_ours && dependency["kind"].is_null() && dependency["req"] != version {
            problems.push(format!(
                "it asks for {name} {}, and this is {version}; mend [workspace.dependencies] in Cargo.toml",
                text(&dependency["req"])
            ));
        }
    }
    problems
}

/// What is missing in a package, and what has no business there.
fn contents(holds: &[&str], files: &[&str]) -> Vec<String> {
    let mut problems = Vec::new();
    for pattern in EVERY.iter().chain(holds) {
        if !files.iter().any(|file| matches(pattern, file)) {
            problems.push(format!(
                "it would not hold {pattern}; mend `include` in its Cargo.toml"
            ));
        }
    }
    for file in files {
        let mut allowed = EVERY.iter().chain(holds).chain([&OF_GIT]);
        if !allowed.any(|pattern| matches(pattern, file)) {
            problems.push(format!(
                "it would hold {file}; leave it out by `include` in its Cargo.toml, or allow it in \
                 xtask/src/packages.rs"
            ));
        }
    }
    problems
}

/// Links of a README that lead nowhere from a registry's page.
fn links(readme: &str, repository: &str, root: &Path) -> Vec<String> {
    let mut problems = Vec::new();
    let targets = readme.split("](").skip(1);
    for target in targets.filter_map(|rest| rest.split(')').next()) {
        let Some(inside) = target.strip_prefix(repository) else {
            if !(target.starts_with("https://") || target.starts_with('#')) {
                problems.push(format!(
                    "README.md has the relative link {target}; write {repository}/blob/main/..."
                ));
            }
            continue;
        };
        let (place, heading) = inside.split_once('#').unwrap_or((inside, ""));
        let path = ["/blob/main/", "/tree/main/"]
            .iter()
            .find_map(|prefix| place.strip_prefix(prefix));
        if let Some(path) = path.filter(|path| !root.join(path).exists()) {
            problems.push(format!("README.md links to {path}, which is not there"));
        } else if !heading.is_empty() {
            let page = path.unwrap_or("README.md");
            let text = std::fs::read_to_string(root.join(page)).unwrap_or_default();
            if !text
                .lines()
                .any(|line| anchor(line).as_deref() == Some(heading))
            {
                problems.push(format!(
                    "README.md links to #{heading} of {page}, which is not there"
                ));
            }
        }
    }
    problems
}

/// What a forge calls the heading in a line of Markdown.
fn anchor(line: &str) -> Option<String> {
    let heading = line.trim_start_matches('#').strip_prefix(' ')?;
    let is_kept = |letter: &char| letter.is_alphanumeric() || matches!(letter, ' ' | '-' | '_');
    let kept = heading.trim().chars().filter(is_kept);
    line.starts_with('#')
        .then(|| kept.collect::<String>().to_lowercase().replace(' ', "-"))
}

/// Whether a path is of this form: `*` stands for a part of a name, `**` for folders too.
fn matches(pattern: &str, path: &str) -> bool {
    let Some((before, after)) = pattern.split_once('*') else {
        return pattern == path;
    };
    let Some(rest) = path.strip_prefix(before) else {
        return false;
    };
    let (after, crosses) = match after.strip_prefix('*') {
        Some(after) => (after, true),
        None => (after, false),
    };
    let ends = rest.char_indices().map(|(at, _)| at).chain([rest.len()]);
    ends.filter(|&end| end > 0 && (crosses || !rest[..end].contains('/')))
        .any(|end| matches(after, &rest[end..]))
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

#[cfg(test)]
mod tests {
    use super::{EVERY, contents, links, matches};
    use crate::workspace;

    #[test]
    fn a_star_stays_in_its_folder_and_two_do_not() {
        assert!(matches("*/*.yaml", "billingplatform/account.yaml"));
        assert!(!matches("*/*.yaml", "billingplatform/old/account.yaml"));
        assert!(!matches("*/*.yaml", "account.yaml"));
        assert!(matches("src/**.rs", "src/emit/drafts.rs"));
        assert!(matches("src/**.rs", "src/lib.rs"));
        assert!(!matches("src/**.rs", "src/lib.rs.orig"));
        assert!(!matches("src/**.rs", "tests/lib.rs"));
        assert!(!matches("build.rs", "src/build.rs"));
    }

    #[test]
    fn too_much_and_too_little_in_a_package_are_both_told() {
        let holds = ["src/**.rs"];
        let all = [&EVERY[..], &["src/lib.rs", ".cargo_vcs_info.json"]].concat();
        assert!(contents(&holds, &all).is_empty());
        let more = [&all[..], &["src/lib.rs.orig", ".env"]].concat();
        assert_eq!(contents(&holds, &more).len(), 2);
        let no_licence: Vec<&str> = all
            .iter()
            .copied()
            .filter(|name| *name != "LICENSE-MIT")
            .collect();
        assert_eq!(contents(&holds, &no_licence).len(), 1);
        assert_eq!(contents(&holds, &EVERY).len(), 1);
    }

    #[test]
    fn links_of_a_readme_work_from_anywhere() {
        let wrong = |readme| links(readme, "https://forge.example/us", workspace::root());
        assert_eq!(wrong("[a](docs/storage.md)").len(), 1);
        assert_eq!(
            wrong("[a](https://forge.example/us/blob/main/docs/gone.md)").len(),
            1
        );
        assert_eq!(
            wrong("[a](https://forge.example/us#no-such-heading)").len(),
            1
        );
        assert_eq!(
            wrong("[a](https://forge.example/us/blob/main/docs/storage.md#gone)").len(),
            1
        );
        let right = "[a](https://forge.example/us/blob/main/docs/storage.md#a-record), [b](#here), \
             [c](https://forge.example/us#set-up), [d](https://example.com)";
        assert!(wrong(right).is_empty());
    }
}
