//! What schemas say that extend others: their system.yaml, extensions of entities, corrections.

use super::shape::{Form, Key, Named, Shape, optional, required};
use super::{EXAMPLES, EXTERNALS, FIELD, FIELDS, OPERATION, RULE, SOURCE, SOURCES, VALUE};
use crate::naming::NameKind;

use Form::{Either, List, Mapping, Named as Map, Nothing, RustName, Text, WireName};

/// A system.yaml with `extends`.
pub(crate) const EXTENDING_SYSTEM: Shape = Shape {
    name: "extending-system",
    what: "a system that extends another",
    keys: &[
        required(
            "system",
            RustName(NameKind::SystemModule),
            "The name of the folder, and of the module of the bindings: one of its own or that of \
             the base.",
            "system: billingplatform",
        ),
        required(
            "extends",
            Text,
            "The base: a name that the generator is given, or with a slash the path of its folder, \
             from this folder.",
            "extends: billingplatform",
        ),
        optional(
            "doc",
            Text,
            "What the system is.",
            "doc: What the system is.",
        )
        .left_out("what the base says"),
        optional(
            "sources",
            SOURCES,
            "More short keys that `source` names, and what they stand for.",
            "sources: {ORG: our own configuration}",
        )
        .left_out("none"),
        optional(
            "fields",
            FIELDS,
            "More fields that every entity has, those of the base too.",
            "fields: {nrTenant: {type: text, access: read-only}}",
        )
        .left_out("none"),
        optional(
            "overrides",
            OVERRIDES,
            "Corrections of the base's `fields`.",
            "overrides: {Created: {access: query-only, reason: Why it is so.}}",
        )
        .left_out("none"),
        optional(
            "external",
            EXTERNALS,
            "More entities that are pointed at and that no file describes.",
            "external: {nrPARTNER: {doc: A partner.}}",
        )
        .left_out("none"),
        optional(
            "only",
            List(&WireName, 0),
            "The entities that bindings are generated of. All schemas are checked; what these point \
             at is known by name.",
            "only: [ACCOUNT, INVOICE]",
        )
        .left_out("all of them"),
    ],
};

/// An entity file with `extend`.
pub(crate) const EXTENSION: Shape = Shape {
    name: "extension",
    what: "an extension of an entity",
    keys: &[
        required(
            "extend",
            WireName,
            "The wire name of an entity that the base describes. The file is named after it, in \
             lower case.",
            "extend: ACCOUNT",
        ),
        optional(
            "doc",
            Text,
            "More of what the entity is; it stands behind what the base says.",
            "doc: What we use it for.",
        ),
        optional(
            "source",
            SOURCE,
            "Where the facts of the added fields are from: keys of `sources` in system.yaml, of \
             the base too.",
            "source: ORG",
        )
        .left_out("none"),
        optional(
            "operations",
            List(&OPERATION, 0),
            "More operations of the system, where the base leaves some out.",
            "operations: [upsert]",
        )
        .left_out("none"),
        optional(
            "without",
            List(&WireName, 0),
            "Fields of the system that this entity does not have.",
            "without: [Created]",
        )
        .left_out("as in the base"),
        optional(
            "fields",
            FIELDS,
            "New fields, by their wire names. They stand behind those of the base.",
            "fields: {nrRegion: text(10)}",
        )
        .left_out("none"),
        optional(
            "values",
            Map(Named {
                key: "wire name",
                what: None,
                wire: true,
                value: &ADDED_VALUES,
                least: 0,
            }),
            "New values of the base's enums, by the wire names of the fields.",
            "values: {Status: [FROZEN]}",
        )
        .left_out("none"),
        optional(
            "overrides",
            OVERRIDES,
            "Corrections of the base's fields, by their wire names.",
            "overrides: {Name: {required: false, reason: Why it is so.}}",
        )
        .left_out("none"),
        optional(
            "rules",
            List(&Mapping(&RULE), 0),
            "More rules over several fields.",
            "rules: [{one_of: [TypeId, Type]}]",
        )
        .left_out("none"),
        optional(
            "examples",
            EXAMPLES,
            "More examples. Those of the base that your corrections contradict are left out.",
            "examples: [{operation: create, request: {Name: Blue}}]",
        )
        .left_out("none"),
        optional(
            "without_rules",
            List(&Mapping(&DROPPED_RULE), 0),
            "Rules of the base that do not hold.",
            "without_rules: [{one_of: [TypeId, Type], reason: Why it does not hold.}]",
        )
        .left_out("none"),
    ],
};

/// An entry of `overrides`: keys of a field, and why they are corrected.
pub(crate) const OVERRIDE: Shape = Shape {
    name: "override",
    what: "an override",
    keys: &CORRECTED,
};

/// An entry of `without_rules`.
pub(crate) const DROPPED_RULE: Shape = Shape {
    name: "dropped-rule",
    what: "a rule that does not hold",
    keys: &[
        required(
            "one_of",
            List(&WireName, 0),
            "The fields of the rule, all of them, in any order.",
            "one_of: [TypeId, Type]",
        ),
        required(
            "reason",
            Text,
            "Why the rule does not hold.",
            "reason: Why it does not hold.",
        )
        .with_own_code(),
    ],
};

const OVERRIDES: Form = Map(Named {
    key: "wire name",
    what: None,
    wire: true,
    value: &Mapping(&OVERRIDE),
    least: 0,
});

/// As the values of a field.
const ADDED_VALUES: Form = Either(&[
    List(&WireName, 1),
    Map(Named {
        key: "text",
        what: None,
        wire: true,
        value: &Either(&[Nothing, Mapping(&VALUE)]),
        least: 1,
    }),
]);

/// The keys of a field, none of them required, and behind them the reason.
const CORRECTED: [Key; FIELD.keys.len() + 1] = {
    let reason = required(
        "reason",
        Text,
        "Why the base is wrong here. It is shown in the documentation.",
        "reason: Why it is so.",
    )
    .with_own_code();
    let mut keys = [reason; FIELD.keys.len() + 1];
    let mut index = 0;
    while index < FIELD.keys.len() {
        keys[index] = Key {
            required: false,
            ..FIELD.keys[index]
        }
        .left_out("as the base says");
        index += 1;
    }
    keys
};
