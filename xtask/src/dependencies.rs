//! `cargo xtask dependencies`: what users compile with the published crates is what ARCHITECTURE.md
//! says, once each, and under licences that they can live with.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::process::ExitCode;

use clap::Args;
use serde_json::Value;

use crate::failure::Failure;
use crate::{terminal, workspace};

mod licence;

/// What every dependency may be under, those of tests and of this command included.
const LICENCES: [&str; 10] = [
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    // Root certificates: data, not code.
    "CDLA-Permissive-2.0",
    "ISC",
    "MIT",
    "MIT-0",
    "Unicode-3.0",
    "Zlib",
];

/// The heading over the table in ARCHITECTURE.md.
const HEADING: &str = "## Dependencies";

/// What is compiled in two versions, of which crate, because nothing else would do.
///
/// The SQL parser of the sandbox guards its stack with a macro that is made with an older `syn`.
const TWICE: [(&str, &str); 1] = [("billbind-sandbox", "syn")];

/// Trees differ a little between systems. One is enough to see that something was added.
const TARGET: &str = "x86_64-unknown-linux-gnu";

/// Checks licences, and the trees in ARCHITECTURE.md.
#[derive(Args)]
pub(crate) struct Arguments {}

/// Runs the command. Fails with everything that is wrong.
pub(crate) fn run(_: &Arguments) -> Result<ExitCode, Failure> {
    let metadata = workspace::cargo_output(&["metadata", "--locked", "--format-version=1"])?;
    let metadata: Value = serde_json::from_str(&metadata)
        .map_err(|error| Failure::new(format!("error: cannot read `cargo metadata`: {error}")))?;
    let packages = metadata["packages"]
        .as_array()
        .map_or(&[][..], Vec::as_slice);
    let mut problems = licence_problems(packages);

    let page = workspace::path("ARCHITECTURE.md");
    let page =
        fs::read_to_string(&page).map_err(|error| Failure::refused("read", &page, &error))?;
    let rows = rows(&page);
    if rows.is_empty() {
        problems.push(format!("ARCHITECTURE.md has no table under `{HEADING}`"));
    }
    for (row, said) in &rows {
        let versions = tree(row)?;
        problems.extend(twice(row, &versions, &TWICE));
        let mut wanted = said.clone();
        if let Some(alone) = row.feature.as_ref().and(rows.get(&row.without_feature())) {
            wanted.extend(alone.iter().cloned());
        }
        let names: BTreeSet<String> = versions.into_keys().collect();
        problems.extend(differences(row, &wanted, &names));
    }
    if !problems.is_empty() {
        return Err(Failure::new(format!(
            "error: the dependencies are not what they should be:\n  {}",
            problems.join("\n  ")
        )));
    }
    let (packages, rows) = (packages.len(), rows.len());
    terminal::print(&format!(
        "the licences of {packages} packages are fine, and {rows} trees are those in ARCHITECTURE.md\n"
    ))
    .map_err(|error| Failure::new(format!("error: cannot print: {error}")))?;
    Ok(ExitCode::SUCCESS)
}

fn licence_problems(packages: &[Value]) -> Vec<String> {
    let mut problems = Vec::new();
    for package in packages {
        let name = package["name"].as_str().unwrap_or_default();
        let terms = package["license"].as_str().unwrap_or_default();
        if !licence::is_allowed(terms, &LICENCES) {
            problems.push(format!(
                "{name} is under {terms:?}; replace it, or allow that licence in xtask/src/dependencies.rs"
            ));
        }
    }
    problems
}

/// One row of the table: a crate, alone or with one feature.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Row {
    package: String,
    feature: Option<String>,
}

impl Row {
    fn without_feature(&self) -> Self {
        Self {
            package: self.package.clone(),
            feature: None,
        }
    }

    fn shown(&self) -> String {
        match &self.feature {
            Some(feature) => format!("{} with {feature}", self.package),
            None => self.package.clone(),
        }
    }
}

/// What the table says: for a feature, what it adds.
fn rows(page: &str) -> BTreeMap<Row, BTreeSet<String>> {
    let section = page.split(HEADING).nth(1).unwrap_or_default();
    let section = section.split("\n## ").next().unwrap_or_default();
    let cells = section.lines().filter_map(|line| {
        let mut cells = line.strip_prefix('|')?.split('|');
        Some((cells.next()?, cells.next()?))
    });
    cells
        .filter_map(|(of, tree)| {
            let mut of = quoted(of).into_iter();
            let row = Row {
                package: of.next()?,
                feature: of.next(),
            };
            Some((row, quoted(tree).into_iter().collect()))
        })
        .collect()
}

/// The words in backticks.
fn quoted(text: &str) -> Vec<String> {
    text.split('`')
        .skip(1)
        .step_by(2)
        .map(str::to_owned)
        .collect()
}

/// The versions of all packages that a user of this crate compiles, by name.
fn tree(row: &Row) -> Result<BTreeMap<String, BTreeSet<String>>, Failure> {
    let features = row.feature.as_deref().unwrap_or_default();
    let printed = workspace::cargo_output(&[
        "tree",
        "--locked",
        "--package",
        &row.package,
        "--no-default-features",
        "--features",
        features,
        "--edges=normal",
        "--target",
        TARGET,
        "--prefix=none",
        "--format={p}",
    ])?;
    let mut versions: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for line in printed.lines() {
        let mut words = line.split(' ');
        if let (Some(name), Some(version)) = (words.next(), words.next())
            && name != row.package
        {
            let of_name = versions.entry(name.to_owned()).or_default();
            of_name.insert(version.to_owned());
        }
    }
    Ok(versions)
}

/// Packages that users would compile more than once, and exceptions that are none any more.
fn twice(
    row: &Row,
    versions: &BTreeMap<String, BTreeSet<String>>,
    exceptions: &[(&str, &str)],
) -> Vec<String> {
    let of = row.shown();
    let mut problems = Vec::new();
    for (name, versions) in versions {
        let is_exception = exceptions.contains(&(&row.package, name));
        if versions.len() > 1 && !is_exception {
            let versions: Vec<&str> = versions.iter().map(String::as_str).collect();
            let versions = versions.join(" and ");
            problems.push(format!(
                "{of} has {name} in {versions}; bring them to one version"
            ));
        }
        if versions.len() == 1 && is_exception {
            problems.push(format!(
                "{of} has {name} in one version; take it out of `TWICE` in xtask/src/dependencies.rs"
            ));
        }
    }
    problems
}

fn differences(row: &Row, said: &BTreeSet<String>, found: &BTreeSet<String>) -> Vec<String> {
    let of = row.shown();
    let more = found.difference(said).map(|name| {
        format!(
            "{of} depends on {name}; if that must be, say so under `{HEADING}` in ARCHITECTURE.md"
        )
    });
    let less = said.difference(found).map(|name| {
        format!("{of} does not depend on {name} any more; take it out under `{HEADING}` in ARCHITECTURE.md")
    });
    more.chain(less).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use serde_json::json;

    use super::{Row, differences, licence_problems, rows, twice};

    fn set(names: &[&str]) -> BTreeSet<String> {
        names.iter().map(|&name| name.to_owned()).collect()
    }

    fn row() -> Row {
        Row {
            package: "a-crate".to_owned(),
            feature: Some("time".to_owned()),
        }
    }

    #[test]
    fn the_table_under_the_heading_is_read_and_no_other() {
        let page = "| `x` | `y` |\n## Dependencies\n\n| crate | tree |\n| --- | --- |\n\
             | `a-crate` | `one`, `two` |\n| `a-crate`, feature `time` | `time` |\n| `b-crate` | nothing |\n\
             ## More\n| `x` | `y` |\n";
        let expected = [
            (row().without_feature(), set(&["one", "two"])),
            (row(), set(&["time"])),
            (
                Row {
                    package: "b-crate".to_owned(),
                    feature: None,
                },
                set(&[]),
            ),
        ];
        assert_eq!(rows(page), expected.into_iter().collect());
    }

    #[test]
    fn a_dependency_more_or_less_is_told() {
        let found = differences(&row(), &set(&["a", "b"]), &set(&["b", "c"]));
        assert_eq!(found.len(), 2);
        assert!(
            found[0].starts_with("a-crate with time depends on c;"),
            "{found:?}"
        );
        assert!(
            found[1].contains("does not depend on a any more"),
            "{found:?}"
        );
        assert!(differences(&row(), &set(&["a"]), &set(&["a"])).is_empty());
    }

    #[test]
    fn a_package_in_two_versions_is_told() {
        let versions = BTreeMap::from([
            ("syn".to_owned(), set(&["v2.0.1", "v3.0.9"])),
            ("quote".to_owned(), set(&["v1.0.0"])),
        ]);
        assert_eq!(
            twice(&row(), &versions, &[]),
            ["a-crate with time has syn in v2.0.1 and v3.0.9; bring them to one version"]
        );
        assert!(twice(&row(), &versions, &[("a-crate", "syn")]).is_empty());
        let stale = twice(
            &row(),
            &versions,
            &[("a-crate", "syn"), ("a-crate", "quote")],
        );
        assert_eq!(stale.len(), 1);
        assert!(
            stale[0].contains("quote in one version; take it out"),
            "{stale:?}"
        );
    }

    #[test]
    fn a_licence_that_is_not_allowed_is_told() {
        let packages = [
            json!({"name": "fine", "license": "MIT OR GPL-3.0-only"}),
            json!({"name": "strict", "license": "GPL-3.0-only"}),
            json!({"name": "silent", "license": null}),
        ];
        let problems = licence_problems(&packages);
        assert_eq!(problems.len(), 2);
        assert!(
            problems[0].starts_with("strict is under \"GPL-3.0-only\";"),
            "{problems:?}"
        );
        assert!(
            problems[1].starts_with("silent is under \"\";"),
            "{problems:?}"
        );
    }
}
