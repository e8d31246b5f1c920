//! How much an entity can have: what is beyond gives bindings that do not compile, or that take the
//! compiler minutes. The times are those of `cargo check` on one processor.

use super::field::CheckedField;
use super::reader::Reader;
use crate::diagnostics::{Code, Diagnostic, Place};

/// Most fields of an entity. The compiler takes 20 s and 1.2 GB for so many, and 110 s and 3.5 GB
/// for 65,536, which is where positions of 16 bits end.
const MOST_FIELDS: usize = 20_000;

/// Most values of an enum. The compiler takes 4 s for so many, and the time grows with their square:
/// 16 s for 20,000, 69 s for 40,000.
const MOST_VALUES: usize = 10_000;

/// Most places in the type of the builder. Each call in its chain names all of them, so what is
/// printed and compiled grows with their square: 1.1 MB and 1 s for so many.
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
            "the entity has {} fields, and {MOST_FIELDS} are the most that its bindings have",
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

/// Reports an enum with more values than the bindings can hold.
pub(super) fn report_excess_of_values(reader: &mut Reader<'_>, count: usize, field: Place) {
    if count > MOST_VALUES {
        let message = format!(
            "the enum has {count} values, and {MOST_VALUES} are the most that its bindings have"
        );
        reader.report(Diagnostic::new(Code::TooMany, field, message).with_help(
            "list those that your program names, since an open enum keeps any other value as well; \
             or make the field a `text`",
        ));
    }
}
