//! The definition of the schema language: every mapping with its keys, and every type.
//!
//! The checker reads by these tables, and the JSON Schemas for editors and the tables of the
//! documentation are made from them. A key is one entry: its name, the form of its value, what it
//! says, and an example.

mod example;
mod extending;
mod shape;

use Form::{
    Either, Flag, List, Mapping, Named as Map, Nothing, RustName, Sequence, Text, Type, TypeAlone,
    WireName, Word,
};

pub(crate) use self::example::{EXAMPLE, EXAMPLE_OPERATIONS};
pub(crate) use self::extending::{DROPPED_RULE, EXTENDING_SYSTEM, EXTENSION, OVERRIDE};
pub(crate) use self::shape::{Argument, Form, Key, Named, Owner, Shape, TypeName};
use self::shape::{optional, required, words};
use super::{field, wire};
use crate::model::Operation;
use crate::naming::NameKind;

/// The file `system.yaml`.
pub(crate) const SYSTEM: Shape = Shape {
    name: "system",
    what: "a system",
    keys: &[
        required(
            "system",
            RustName(NameKind::SystemModule),
            "The name of the folder, and of the module of the bindings.",
            "system: billingplatform",
        ),
        required(
            "rust",
            RustName(NameKind::Marker),
            "The name of the system's marker type in the runtime.",
            "rust: BillingPlatform",
        ),
        required(
            "protocol",
            RustName(NameKind::SystemModule),
            "Which protocol of the runtime writes the system's requests.",
            "protocol: billingplatform",
        ),
        optional(
            "doc",
            Text,
            "What the system is.",
            "doc: What the system is.",
        ),
        optional(
            "sources",
            SOURCES,
            "What the short keys stand for that `source` names.",
            "sources: {S1: the vendor's reference}",
        )
        .left_out("nothing has a source"),
        required(
            "wire",
            Mapping(&WIRE),
            "The forms of values, all three. A field may override its own with `wire`.",
            "wire: {flag: 0/1, date: YYYYMMDD, date-time: YYYY-MM-DD HH:MM:SS}",
        ),
        optional(
            "query",
            Mapping(&QUERY),
            "How statements are written where the vendor has no rule.",
            "query: {date_literal: YYYY-MM-DD, like_escape: none}",
        )
        .left_out("the first form of each"),
        optional(
            "lookup_by_key",
            Flag,
            "Whether a reference may be written as `FooObj: {key: value}`.",
            "lookup_by_key: true",
        )
        .left_out("`false`"),
        required(
            "operations",
            List(&OPERATION, 0),
            "The operations that the system has.",
            "operations: [create, update, retrieve]",
        ),
        optional(
            "fields",
            FIELDS,
            "Fields that every entity has, unless it lists them in `without` or describes them \
             itself.",
            "fields: {Created: {type: date-time, access: read-only}}",
        )
        .left_out("none"),
        optional(
            "external",
            EXTERNALS,
            "Entities that are pointed at and that no file describes.",
            "external: {USER: {doc: A person who may log in.}}",
        )
        .left_out("none"),
    ],
};

/// `wire` of a system.
pub(crate) const WIRE: Shape = Shape {
    name: "wire",
    what: "`wire`",
    keys: &[
        required(
            "flag",
            Word(&FLAG_FORMS),
            "How yes and no are written.",
            "flag: 0/1",
        ),
        required(
            "date",
            Word(&DATE_FORMS),
            "How a calendar date is written.",
            "date: YYYYMMDD",
        ),
        required(
            "date-time",
            Word(&DATE_TIME_FORMS),
            "How a point in time is written.",
            "date-time: YYYY-MM-DD HH:MM:SS",
        ),
    ],
};

/// `query` of a system.
pub(crate) const QUERY: Shape = Shape {
    name: "query",
    what: "`query`",
    keys: &[
        optional(
            "date_literal",
            Word(&DATE_LITERALS),
            "How a calendar date is written, between quotes.",
            "date_literal: YYYY-MM-DD",
        )
        .left_out("`YYYY-MM-DD`"),
        optional(
            "date_time_literal",
            Word(&DATE_TIME_LITERALS),
            "How a point in time is written, between quotes.",
            "date_time_literal: YYYY-MM-DD HH:MM:SS",
        )
        .left_out("`YYYY-MM-DDTHH:MM:SSZ`"),
        optional(
            "like_escape",
            Word(&LIKE_ESCAPES),
            "How `%` and `_` stand for themselves in a pattern; with `none` they cannot.",
            "like_escape: backslash",
        )
        .left_out("`none`"),
    ],
};

/// An entry of `external`.
pub(crate) const EXTERNAL: Shape = Shape {
    name: "external",
    what: "an external entity",
    keys: &[
        optional("doc", Text, "What the entity is.", "doc: What it is."),
        optional(
            "rust",
            RustName(NameKind::Record),
            "The name of its record type. The name of its module is derived from it as well.",
            "rust: User",
        )
        .left_out("derived from the wire name"),
        optional("source", SOURCE, SOURCE_DOC, "source: S1").left_out("none"),
    ],
};

/// The file of an entity.
pub(crate) const ENTITY: Shape = Shape {
    name: "entity",
    what: "an entity",
    keys: &[
        required(
            "entity",
            WireName,
            "The wire name. The file is named after it, in lower case.",
            "entity: ACCOUNT",
        ),
        optional(
            "rust",
            RustName(NameKind::Record),
            "The name of the record type, where the derived one is wrong. The name of the module \
             is derived from it as well.",
            "rust: Account",
        )
        .left_out("derived from the wire name"),
        optional("doc", Text, "What the entity is.", "doc: What it is."),
        optional("source", SOURCE, SOURCE_DOC, "source: [S1, S2]").left_out("none"),
        optional(
            "operations",
            Either(&[List(&OPERATION, 0), Mapping(&OPERATIONS)]),
            "The operations that the entity offers, or the ones of the system that it does not.",
            "operations: {except: [upsert]}",
        )
        .left_out("all of the system"),
        optional(
            "without",
            List(&WireName, 0),
            "Fields of the system that this entity does not have.",
            "without: [Created]",
        )
        .left_out("it has all of them"),
        required(
            "fields",
            FIELDS,
            "The entity's fields by their wire names. Exactly one has the type `id`.",
            "fields: {Id: id, Name: text(80)}",
        ),
        optional(
            "rules",
            List(&Mapping(&RULE), 0),
            "Rules over several fields.",
            "rules: [{one_of: [TypeId, Type]}]",
        )
        .left_out("none"),
        optional(
            "examples",
            EXAMPLES,
            "Requests and answers as they are on the wire.",
            "examples: [{operation: create, request: {Name: Blue}}]",
        )
        .left_out("none"),
    ],
};

/// `operations` of an entity, where it is not a list.
pub(crate) const OPERATIONS: Shape = Shape {
    name: "operations",
    what: "a choice of operations",
    keys: &[required(
        "except",
        List(&OPERATION, 0),
        "The operations of the system that the entity does not offer.",
        "except: [upsert]",
    )],
};

/// An entry of `fields`, where it is not a type alone.
pub(crate) const FIELD: Shape = Shape {
    name: "field",
    what: "a field",
    keys: &[
        required(
            "type",
            Type,
            "What the field holds: one of the types below.",
            "type: text(80)",
        ),
        optional(
            "rust",
            RustName(NameKind::Field),
            "The name in Rust.",
            "rust: name",
        )
        .left_out("derived from the wire name"),
        optional("doc", Text, "What the field is.", "doc: What it is."),
        optional("source", SOURCE, SOURCE_DOC, "source: S1").left_out("those of the entity"),
        optional(
            "inferred",
            List(&Word(INFERRED), 0),
            "Which facts of the field are a guess; `target` is that of a reference, `values` \
             those of an enum.",
            "inferred: [type]",
        )
        .left_out("none: all is documented"),
        optional(
            "required",
            Flag,
            "Whether it must be given on create. An id of the caller always must.",
            "required: true",
        )
        .left_out("`false`; `true` for an id of the caller"),
        optional(
            "access",
            Word(&ACCESS),
            "Who may write and read it. `write-only` is never returned, `query-only` is for \
             queries alone.",
            "access: read-only",
        )
        .left_out("`read-write`; `read-only` for an id of the server and for a file"),
        optional(
            "nullable",
            Flag,
            "Whether an update may clear it.",
            "nullable: false",
        )
        .left_out("`true` for a writable field that is not required, otherwise `false`"),
        optional(
            "external_key",
            Flag,
            "Whether it can be the key of an upsert or a look-up; not for a list, a file or `raw`.",
            "external_key: true",
        )
        .left_out("`false`"),
        optional(
            "issuer",
            Word(&ISSUERS),
            "Who makes the id.",
            "issuer: caller",
        )
        .left_out("`server`")
        .only_for(&AN_ID),
        optional(
            "wire",
            Word(&ALL_FORMS),
            "The form of this field's values: one that its type has.",
            "wire: Y/N",
        )
        .left_out("the system's")
        .only_for(&A_VALUE_WITH_FORMS),
        optional(
            "relation",
            WireName,
            "The name that paths and look-ups use, or `none`.",
            "relation: ParentObj",
        )
        .left_out("the wire name without a final `Id`, plus `Obj`")
        .only_for(&A_REFERENCE),
        required(
            "values",
            VALUES,
            "The values of the enum.",
            "values: [ACTIVE, CLOSED]",
        )
        .only_for(&AN_ENUM),
        optional(
            "enum_name",
            RustName(NameKind::Enum),
            "The name of the enum type.",
            "enum_name: Status",
        )
        .left_out("derived from the field's wire name")
        .only_for(&AN_ENUM),
    ],
};

/// A value of an enum, where it is more than its text.
pub(crate) const VALUE: Shape = Shape {
    name: "value",
    what: "a value of an enum",
    keys: &[
        optional(
            "rust",
            RustName(NameKind::Variant),
            "The name of the variant.",
            "rust: Active",
        )
        .left_out("derived from the value"),
        optional("doc", Text, "What the value means.", "doc: What it means."),
    ],
};

/// An entry of `rules`.
pub(crate) const RULE: Shape = Shape {
    name: "rule",
    what: "a rule",
    keys: &[required(
        "one_of",
        List(&WireName, 2),
        "Two or more writable fields of which exactly one is given on create. Such a field is not \
         `required` by itself, and is in one rule only.",
        "one_of: [TypeId, Type]",
    )],
};

/// Every mapping, in the order in which a reader meets them.
pub(crate) const SHAPES: &[&Shape] = &[
    &SYSTEM,
    &WIRE,
    &QUERY,
    &EXTERNAL,
    &ENTITY,
    &OPERATIONS,
    &FIELD,
    &VALUE,
    &RULE,
    &EXAMPLE,
    &EXTENDING_SYSTEM,
    &EXTENSION,
    &OVERRIDE,
    &DROPPED_RULE,
];

/// Facts of a field that may be marked as a guess.
pub(crate) const INFERRED: &[&str] = &["type", "target", "values", "access", "required"];

const SOURCES: Form = Map(Named {
    key: "source key",
    what: None,
    wire: false,
    value: &Text,
    least: 0,
});

const EXTERNALS: Form = Map(Named {
    key: "wire name",
    what: None,
    wire: true,
    value: &Either(&[Nothing, Mapping(&EXTERNAL)]),
    least: 0,
});

const FIELDS: Form = Map(Named {
    key: "wire name",
    what: None,
    wire: true,
    value: &Either(&[TypeAlone, Mapping(&FIELD)]),
    least: 0,
});

const VALUES: Form = Either(&[
    List(&WireName, 1),
    Map(Named {
        key: "text",
        what: None,
        wire: true,
        value: &Either(&[Nothing, Mapping(&VALUE)]),
        least: 1,
    }),
]);

const EXAMPLES: Form = Sequence(&Mapping(&EXAMPLE), 0);

const SOURCE: Form = Either(&[Text, List(&Text, 0)]);
const SOURCE_DOC: &str = "Where the facts are from: keys of `sources` in system.yaml.";

const OPERATION: Form = Word(&OPERATION_WORDS);
const OPERATION_WORDS: [&str; Operation::ALL.len()] = words(&Operation::ALL);
const ACCESS: [&str; field::ACCESS.len()] = words(&field::ACCESS);
const ISSUERS: [&str; field::ISSUERS.len()] = words(&field::ISSUERS);
const FLAG_FORMS: [&str; wire::FLAG_FORMS.len()] = words(&wire::FLAG_FORMS);
const DATE_FORMS: [&str; wire::DATE_FORMS.len()] = words(&wire::DATE_FORMS);
const DATE_TIME_FORMS: [&str; wire::DATE_TIME_FORMS.len()] = words(&wire::DATE_TIME_FORMS);
const DATE_LITERALS: [&str; wire::DATE_LITERALS.len()] = words(&wire::DATE_LITERALS);
const DATE_TIME_LITERALS: [&str; wire::DATE_TIME_LITERALS.len()] = words(&wire::DATE_TIME_LITERALS);
const LIKE_ESCAPES: [&str; wire::LIKE_ESCAPES.len()] = words(&wire::LIKE_ESCAPES);
const ALL_FORMS: [&str; 7] = {
    let [zero, letter, word] = FLAG_FORMS;
    let [compact, dashed] = DATE_FORMS;
    let [zulu, spaced] = DATE_TIME_FORMS;
    [zero, letter, word, compact, dashed, zulu, spaced]
};

/// Fields of these types have an issuer.
const AN_ID: Owner = Owner {
    what: "an id",
    types: &["id"],
    in_lists: false,
};

/// Fields of these types have values.
pub(crate) const AN_ENUM: Owner = Owner {
    what: "an enum",
    types: &["enum", "closed-enum"],
    in_lists: false,
};

/// Fields of these types have a relation, and a target that can be a guess.
const A_REFERENCE: Owner = Owner {
    what: "a reference",
    types: &["reference"],
    in_lists: false,
};

/// Fields of these types are written in one of several forms.
const A_VALUE_WITH_FORMS: Owner = Owner {
    what: "a flag, a date or a date-time",
    types: &["flag", "date", "date-time"],
    in_lists: true,
};

/// Facts that can be a guess only where a field has them.
pub(crate) const INFERRED_OF: &[(&str, &Owner)] = &[
    (
        "target",
        &Owner {
            in_lists: true,
            ..A_REFERENCE
        },
    ),
    ("values", &AN_ENUM),
];

/// The types of fields.
pub(crate) const TYPES: &[TypeName] = &[
    of_type("id", Argument::None, "id", "the record's id").not_in_list(),
    of_type(
        "reference",
        Argument::Entity,
        "reference(ENTITY)",
        "the id of a record of another entity, described or external",
    ),
    of_type(
        "text",
        Argument::Limit(1),
        "text(80)",
        "text, with the longest length in characters where the vendor documents one",
    ),
    of_type("integer", Argument::None, "integer", "a whole number"),
    of_type(
        "decimal",
        Argument::Limit(0),
        "decimal(2)",
        "a decimal number, with the most digits after the point where documented",
    ),
    of_type("flag", Argument::None, "flag", "yes or no"),
    of_type("date", Argument::None, "date", "a calendar date"),
    of_type("date-time", Argument::None, "date-time", "a point in time"),
    of_type(
        "enum",
        Argument::None,
        "enum",
        "one of `values`, or another value, which is kept",
    )
    .not_in_list(),
    of_type(
        "closed-enum",
        Argument::None,
        "closed-enum",
        "one of `values` and nothing else",
    )
    .not_in_list(),
    of_type(
        "secret",
        Argument::Limit(1),
        "secret(16)",
        "text that must never be shown: cards, banks, tokens, identity numbers",
    )
    .not_in_list(),
    of_type(
        "file",
        Argument::None,
        "file",
        "a file, moved by upload and download",
    )
    .not_in_list(),
    of_type(
        "raw",
        Argument::None,
        "raw",
        "any value, kept as it is on the wire",
    ),
    of_type(
        LIST,
        Argument::Type,
        "list(T)",
        "several values of a type, which is none of `id`, `enum`, `closed-enum`, `secret`, \
         `file`, `list`",
    )
    .not_in_list(),
];

/// The type of lists.
pub(crate) const LIST: &str = "list";

/// The type of this name.
pub(crate) fn type_named(name: &str) -> Option<&'static TypeName> {
    TYPES.iter().find(|known| known.name == name)
}

const fn of_type(
    name: &'static str,
    argument: Argument,
    example: &'static str,
    doc: &'static str,
) -> TypeName {
    TypeName {
        name,
        argument,
        in_list: true,
        example,
        doc,
    }
}

impl TypeName {
    const fn not_in_list(mut self) -> Self {
        self.in_list = false;
        self
    }
}
