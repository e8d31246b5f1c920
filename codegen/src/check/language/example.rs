//! What an example of an entity says.

use super::shape::{Form, Named, Shape, optional, required};
use super::{SOURCE, SOURCE_DOC};
use crate::model::Operation;

use Form::{Either, List, Named as Map, Nothing, Sequence, Text, WireName, Word};

/// An entry of `examples`.
pub(crate) const EXAMPLE: Shape = Shape {
    name: "example",
    what: "an example",
    keys: &[
        required(
            "operation",
            Word(&OPERATIONS),
            "Which request it is.",
            "operation: create",
        ),
        optional(
            "doc",
            Text,
            "What the example shows, and what of its source was mended.",
            "doc: Adds an account.",
        ),
        optional("source", SOURCE, SOURCE_DOC, "source: S1").left_out("none"),
        optional(
            "request",
            RECORDS,
            "What create, update and upsert send: a record, or a list of records that one request sends. A field that the \
             request clears has no value (`Description:`).",
            "request: {Name: Blue, Status: ACTIVE}",
        ),
        optional(
            "key",
            WireName,
            "For an upsert, the field that finds the record; its value stands in `request`.",
            "key: Number",
        ),
        optional(
            "id",
            Either(&[Text, Sequence(&Text, 1)]),
            "Which record retrieve, delete and undelete are about; for delete also a list of them.",
            "id: 27471",
        ),
        optional(
            "filter",
            Text,
            "For retrieve, instead of `id`: the condition on the records that are read.",
            "filter: Id>=20000",
        ),
        optional(
            "response",
            RECORDS,
            "What the answer holds: the records that were read, or of each record that was \
             written its id.",
            "response: {Id: 27471}",
        )
        .left_out("the example shows no answer"),
        optional(
            "custom",
            List(&WireName, 0),
            "Fields of the example that an organization added, so that the schema does not know \
             them.",
            "custom: [nrRegion]",
        )
        .left_out("none"),
    ],
};

/// A request or an answer: one record or several.
const RECORDS: Form = Either(&[RECORD, Sequence(&RECORD, 1)]);

const RECORD: Form = Map(Named {
    key: "wire name",
    what: Some("record"),
    wire: true,
    value: &Either(&[Nothing, Text, Sequence(&Text, 0)]),
    least: 1,
});

/// All but those whose requests are no records: a statement of the query language, a file.
pub(crate) const EXAMPLE_OPERATIONS: [(&str, Operation); 6] = [
    ("create", Operation::Create),
    ("update", Operation::Update),
    ("upsert", Operation::Upsert),
    ("retrieve", Operation::Retrieve),
    ("delete", Operation::Delete),
    ("undelete", Operation::Undelete),
];
const OPERATIONS: [&str; EXAMPLE_OPERATIONS.len()] = super::words(&EXAMPLE_OPERATIONS);
