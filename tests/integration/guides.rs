//! The YAML in the pages for schema maintainers is right: the guide's, followed step by step, and
//! the examples of the page of the language.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use billbind_codegen::Bases;

use crate::facts;
use crate::outlines::schemas;

/// The first lines of the files that the guide writes, as it names them.
const SHIPPED: &str = "schemas/billingplatform/";
const ORGANIZATION: &str = "your-crate/schemas/billingplatform/";
const FACTS: &str = "tests/facts/billingplatform.yaml";

#[test]
fn the_guide_for_maintainers_leads_to_right_schemas_and_facts() {
    let folder = tempfile::tempdir().expect("there is room for a folder");
    let mut files = shipped_files();
    for step in steps() {
        step.apply(&mut files);
        let is_of_schemas = step.path.starts_with(SHIPPED) || step.path.starts_with(ORGANIZATION);
        assert!(
            is_of_schemas || step.path == FACTS,
            "{} is nobody's",
            step.path
        );
    }
    put(folder.path(), &files);

    let shipped = folder.path().join("schemas");
    let systems = billbind_codegen::read(&shipped, None)
        .unwrap_or_else(|problems| panic!("{}", problems.render(false)));
    let differences = facts::differences(&files[FACTS], &systems[0]);
    assert!(differences.is_empty(), "{}", differences.join("\n"));

    let bases = Bases::new().folder("billingplatform", shipped.join("billingplatform"));
    let own = folder.path().join("your-crate/schemas");
    billbind_codegen::read_with_bases(&own, None, &bases)
        .unwrap_or_else(|problems| panic!("{}", problems.render(false)));
}

#[test]
fn the_examples_of_the_language_are_right_together() {
    let page = read(&workspace().join("docs/schema-language.md"));
    let mut files: BTreeMap<String, String> = BTreeMap::new();
    for block in yaml_blocks(&page) {
        // More examples of the entity that was shown before.
        if block.starts_with("examples:") {
            let entity = files
                .get_mut("base/billingplatform/account.yaml")
                .expect("the entity is shown first");
            let described = entity.find("\nexamples:").map_or(entity.len(), |at| at + 1);
            entity.truncate(described);
            entity.push_str(&block);
            continue;
        }
        // What extends others is a system of its own, with the other examples as its base.
        let says = |key: &str| block.lines().find_map(|line| line.strip_prefix(key));
        let name = |rest: &str| {
            let word = rest.split_whitespace().next();
            word.expect("a key has a value").to_lowercase()
        };
        let path = if let Some(entity) = says("entity: ") {
            format!("base/billingplatform/{}.yaml", name(entity))
        } else if let Some(entity) = says("extend: ") {
            format!("own/billingplatform/{}.yaml", name(entity))
        } else if says("extends: ").is_some() {
            "own/billingplatform/system.yaml".to_owned()
        } else {
            "base/billingplatform/system.yaml".to_owned()
        };
        files.insert(path, block);
    }
    assert_eq!(files.len(), 4, "{:?}", files.keys());
    let folder = tempfile::tempdir().expect("there is room for a folder");
    put(folder.path(), &files);

    let base = folder.path().join("base");
    billbind_codegen::read(&base, None)
        .unwrap_or_else(|problems| panic!("{}", problems.render(false)));
    let bases = Bases::new().folder("billingplatform", base.join("billingplatform"));
    billbind_codegen::read_with_bases(&folder.path().join("own"), None, &bases)
        .unwrap_or_else(|problems| panic!("{}", problems.render(false)));
}

/// The shipped schemas and the facts by their paths in the repository.
fn shipped_files() -> BTreeMap<String, String> {
    let folder = schemas().join("billingplatform");
    let schemas = fs::read_dir(folder).expect("the schemas can be listed");
    let mut files: BTreeMap<String, String> = schemas
        .map(|entry| {
            let path = entry.expect("the schemas can be listed").path();
            let name = path.file_name().expect("a file has a name");
            (format!("{SHIPPED}{}", name.display()), read(&path))
        })
        .collect();
    files.insert(FACTS.to_owned(), read(&workspace().join(FACTS)));
    files
}

/// A block of YAML, and where its first line says that it belongs.
struct Step {
    path: String,
    /// The key below which the text goes; without one, it is the whole file.
    under: Option<String>,
    text: String,
}

fn steps() -> Vec<Step> {
    let page = read(&workspace().join("docs/maintaining-schemas.md"));
    let steps = yaml_blocks(&page).map(|block| {
        let (first, text) = block.split_once('\n').expect("a block has lines");
        let place = first.strip_prefix("# ").expect("the first line is a place");
        let (path, under) = match place.split_once(", under ") {
            Some((path, key)) => (path, Some(key.to_owned())),
            None => (place, None),
        };
        Step {
            path: path.to_owned(),
            under,
            text: text.to_owned(),
        }
    });
    let steps: Vec<Step> = steps.collect();
    assert!(steps.len() > 5, "the guide has its YAML");
    steps
}

/// The texts of the blocks of YAML in a page.
fn yaml_blocks(page: &str) -> impl Iterator<Item = String> {
    let mut lines = page.lines();
    std::iter::from_fn(move || {
        lines.by_ref().find(|line| *line == "```yaml")?;
        let block = lines.by_ref().take_while(|line| *line != "```");
        Some(block.flat_map(|line| [line, "\n"]).collect())
    })
}

impl Step {
    fn apply(&self, files: &mut BTreeMap<String, String>) {
        let Some(key) = &self.under else {
            let old = files.insert(self.path.clone(), self.text.clone());
            assert!(old.is_none(), "{} is there already", self.path);
            return;
        };
        let file = files
            .get_mut(&self.path)
            .expect("the file is there already");
        let (name, _) = self.text.split_once(':').expect("a line has a key");
        // A line of the same name is corrected.
        let kept = file
            .lines()
            .filter(|line| !line.starts_with(&format!("{name}:")));
        let mut text = String::new();
        for line in kept {
            text.extend([line, "\n"]);
            if line == format!("{key}:") {
                text.push_str(&self.text);
            }
        }
        assert!(text.contains(&self.text), "{} has no {key}", self.path);
        *file = text;
    }
}

fn put(folder: &Path, files: &BTreeMap<String, String>) {
    for (path, text) in files {
        let path = folder.join(path);
        let parent = path.parent().expect("a file is in a folder");
        fs::create_dir_all(parent).expect("the folder can be written");
        fs::write(path, text).expect("the folder can be written");
    }
}

fn workspace() -> &'static Path {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    tests.parent().expect("the tests are in the workspace")
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
