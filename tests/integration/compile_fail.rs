//! What must not compile does not, and the compiler says why in a sentence of ours.
//!
//! Each case is a file of `compile_fail`; its `// expects:` lines are what the compiler's one error
//! must say. A case without such a line must compile: it shows that the cases fail for the reason
//! that they name.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use crate::project::{Checked, Project};

macro_rules! cases {
    ($($case:ident)*) => {
        const CASES: &[&str] = &[$(stringify!($case)),*];
        $(
            #[test]
            fn $case() {
                judge(stringify!($case));
            }
        )*
    };
}

cases! {
    bindings_need_a_runtime_that_knows_their_form
    build_needs_every_required_field
    build_needs_one_field_of_a_group
    build_needs_the_id_that_the_caller_gives
    children_are_selected_of_their_parent
    create_takes_its_own_entitys_records
    create_takes_only_complete_records
    compiles
    enums_have_no_order
    filters_belong_to_one_entity
    filters_take_no_conditions_on_groups
    flags_have_no_order
    flags_match_no_pattern
    having_takes_conditions_on_groups
    ids_belong_to_their_entity
    ids_of_changes_belong_to_their_entity
    ids_of_requests_belong_to_their_entity
    ids_that_were_read_are_taken_out_first
    ids_to_delete_belong_to_their_entity
    ids_to_restore_belong_to_their_entity
    keys_belong_to_their_entity
    one_field_of_a_group_is_enough
    only_numbers_are_added
    open_enums_are_never_matched_in_full
    paths_lead_to_their_own_entitys_columns
    queries_are_grouped_by_their_own_columns
    queries_are_put_in_order_by_their_own_columns
    queries_for_records_take_columns_only
    queries_select_something
    queries_select_their_own_entitys_columns
    read_only_fields_have_no_setter
    records_are_not_written_as_literals
    required_fields_are_not_cleared
    required_fields_are_not_in_the_list_of_nullable_ones
    secrets_are_not_compared
    requests_belong_to_one_system
}

#[test]
fn every_case_has_a_test() {
    let files: BTreeSet<String> = case_files()
        .iter()
        .map(|path| name_of(path).to_owned())
        .collect();
    let tests: BTreeSet<String> = CASES.iter().map(|&case| case.to_owned()).collect();
    assert_eq!(files, tests);
}

/// The cases, checked together: what they depend on is compiled once.
static CHECKED: LazyLock<Checked> = LazyLock::new(|| {
    let project = Project::new("compile-fail", "");
    project.put("src/lib.rs", "//! Nothing: the cases are examples.\n");
    let examples: Vec<(String, String)> = case_files()
        .iter()
        .map(|path| (name_of(path).to_owned(), read(path)))
        .collect();
    project.put_examples(&examples);
    project.check(&["--examples"])
});

fn judge(case: &str) {
    let source = read(&folder().join(format!("{case}.rs")));
    let expected: Vec<&str> = source
        .lines()
        .filter_map(|line| line.strip_prefix("// expects: "))
        .collect();
    let errors = CHECKED.errors_of(case);
    if expected.is_empty() {
        assert!(errors.is_empty(), "{case}: {errors:#?}");
        assert!(CHECKED.is_built(case), "{case} was not compiled");
        return;
    }
    let [error] = errors else {
        panic!("{case}: one error is wanted, for the one reason: {errors:#?}");
    };
    for sentence in expected {
        assert!(
            error.iter().any(|part| part.contains(sentence)),
            "{case}: no part of the error says {sentence:?}: {error:#?}"
        );
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("integration/compile_fail")
}

fn case_files() -> Vec<PathBuf> {
    let entries = fs::read_dir(folder()).expect("the folder of the cases can be read");
    let mut files: Vec<PathBuf> = entries
        .map(|entry| entry.expect("the folder of the cases can be read").path())
        .collect();
    files.sort();
    files
}

fn name_of(path: &Path) -> &str {
    path.file_stem()
        .and_then(|name| name.to_str())
        .expect("the name of a case is plain text")
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
