//! How much an entity can have: what is beyond gives bindings that do not compile, or that no
//! machine compiles in a reasonable time.

use super::field::CheckedField;
use super::reader::Reader;
use crate::diagnostics::{Code, Diagnostic, Place};

/// Most fields of an entity: positions in its table have 16 bits.
const MOST_FIELDS: usize = 1 << 16;

/// Most places in the type of the builder. Each call in its chain names all of them, so what is
/// printed and compiled grows with their square.
const MOST_REQUIRED: usize = 250;

/// Reports an entity with more than the bindings can hold.
pub(super) fn report_excess(
    reader: &mut Reader<'_>,
    fields: &[CheckedField],
    groups: usize,
    owner: Place,
) {
    if fields.len() > MOST_FIELDS {
        let message = format!(
            "the entity has {} fields, and {MOST_FIELDS} are the most that its bindings can hold",
            fields.len()
        );
        reader.report(Diagnostic::new(Code::TooMany, owner, message).with_help(
            "leave out fields that your program does not name: what an answer says of them is kept \
             in `extra`, and `custom` sets them",
        ));
    }
    let required = fields
        .iter()
        .filter(|checked| checked.field.required)
        .count()
        + groups;
    if required > MOST_REQUIRED {
        let message = format!(
            "{required} fields or groups of them must be given on create, and {MOST_REQUIRED} are \
             the most that the builder can count"
        );
        reader.report(Diagnostic::new(Code::TooMany, owner, message).with_help(
            "leave out `required` where the server says so itself, and say it in `doc`",
        ));
    }
}
