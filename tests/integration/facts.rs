//! The schemas say what is known of the entities: nothing less, nothing made up, and no guess as
//! a documented fact.

mod compare;
mod doctored;
mod known;

use std::fs;
use std::path::Path;

use billbind_codegen::model::System;

use self::compare::unexplained;
use self::known::Known;
use crate::outlines::schemas;

#[test]
fn the_schemas_say_what_is_known() {
    for system in billbind_codegen::read(&schemas(), None).expect("the schemas are right") {
        let file = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("facts")
            .join(format!("{}.yaml", system.name));
        let text = fs::read_to_string(&file).expect("every system has a file of facts");
        let differences = differences(&text, &system);
        assert!(
            differences.is_empty(),
            "schemas and facts differ; mend the schema, or say in {} what is known (under \
             `entities`) or why they differ (under `exceptions`):\n{}",
            file.display(),
            differences.join("\n")
        );
    }
}

/// What a system's schemas say otherwise than the text of a file of facts, unless that explains it.
pub(crate) fn differences(facts: &str, system: &System) -> Vec<String> {
    unexplained(&Known::read(facts), system)
}
