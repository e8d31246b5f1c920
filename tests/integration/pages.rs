//! Links between the pages for users lead somewhere.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

#[test]
fn links_between_pages_lead_to_files_and_headings_that_are_there() {
    let mut broken = Vec::new();
    let pages = pages();
    assert!(pages.len() > 6, "{pages:?}");
    for page in &pages {
        let text = read(page);
        for link in links(&text) {
            let (file, heading) = link.split_once('#').unwrap_or((link, ""));
            let target = if file.is_empty() {
                page.clone()
            } else {
                page.parent().expect("a page is in a folder").join(file)
            };
            let leads = target.exists()
                && (heading.is_empty() || headings(&read(&target)).contains(heading));
            if !leads {
                broken.push(format!("{}: {link}", page.display()));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

/// The pages of the workspace and of its examples.
fn pages() -> Vec<PathBuf> {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    let workspace = tests.parent().expect("the tests are in the workspace");
    let examples = files(&workspace.join("examples"));
    let mut folders = vec![workspace.to_owned(), workspace.join("docs")];
    folders.extend(examples.into_iter().filter(|path| path.is_dir()));
    let is_page = |path: &PathBuf| path.extension().is_some_and(|ending| ending == "md");
    let files = folders.iter().flat_map(|folder| files(folder));
    files.filter(is_page).collect()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("the folder can be listed");
    entries
        .map(|entry| entry.expect("the folder can be listed").path())
        .collect()
}

/// Where the links of a page lead inside of the repository.
fn links(text: &str) -> impl Iterator<Item = &str> {
    let targets = text.split("](").skip(1);
    targets
        .filter_map(|rest| rest.split_once(')'))
        .map(|(target, _)| target)
        .filter(|target| !target.contains("://"))
}

/// The anchors that GitHub gives the headings of a page.
fn headings(text: &str) -> BTreeSet<String> {
    let headings = text.lines().filter_map(|line| {
        let heading = line.strip_prefix('#')?.trim_start_matches('#');
        heading.strip_prefix(' ')
    });
    headings.map(anchor).collect()
}

fn anchor(heading: &str) -> String {
    let kept = heading.to_lowercase();
    let kept = kept.chars().filter_map(|letter| match letter {
        ' ' => Some('-'),
        '-' | '_' => Some(letter),
        _ => letter.is_alphanumeric().then_some(letter),
    });
    kept.collect()
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
