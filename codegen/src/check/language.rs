//! The definition of the schema language: every mapping with its keys.
//!
//! The checker reads by these tables, so that they cannot say anything that it does not do.

/// A mapping of the schema language.
#[derive(Debug)]
pub(crate) struct Shape {
    /// What such a mapping describes, for messages: "a field".
    pub(crate) what: &'static str,
    pub(crate) keys: &'static [Key],
}

/// A key of a mapping.
#[derive(Debug)]
pub(crate) struct Key {
    pub(crate) name: &'static str,
    pub(crate) required: bool,
    /// The key as it may stand in a file.
    pub(crate) example: &'static str,
}

impl Shape {
    pub(crate) fn key(&self, name: &str) -> Option<&'static Key> {
        self.keys.iter().find(|key| key.name == name)
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = &'static str> + Clone + use<> {
        self.keys.iter().map(|key| key.name)
    }
}

const fn required(name: &'static str, example: &'static str) -> Key {
    Key {
        name,
        required: true,
        example,
    }
}

const fn optional(name: &'static str, example: &'static str) -> Key {
    Key {
        name,
        required: false,
        example,
    }
}

pub(crate) const SYSTEM: Shape = Shape {
    what: "a system",
    keys: &[
        required("system", "system: billingplatform"),
        required("rust", "rust: BillingPlatform"),
        required("protocol", "protocol: billingplatform"),
        optional("doc", "doc: What the system is."),
        optional("sources", "sources: {S1: the vendor's reference}"),
        required(
            "wire",
            "wire: {flag: 0/1, date: YYYYMMDD, date-time: YYYY-MM-DD HH:MM:SS}",
        ),
        optional(
            "query",
            "query: {date_literal: YYYY-MM-DD, like_escape: none}",
        ),
        optional("lookup_by_key", "lookup_by_key: true"),
        required("operations", "operations: [create, update, retrieve]"),
        optional(
            "fields",
            "fields: {Created: {type: date-time, access: read-only}}",
        ),
        optional(
            "external",
            "external: {USER: {doc: A person who may log in.}}",
        ),
    ],
};

pub(crate) const WIRE: Shape = Shape {
    what: "`wire`",
    keys: &[
        required("flag", "flag: 0/1"),
        required("date", "date: YYYYMMDD"),
        required("date-time", "date-time: YYYY-MM-DD HH:MM:SS"),
    ],
};

pub(crate) const QUERY: Shape = Shape {
    what: "`query`",
    keys: &[
        optional("date_literal", "date_literal: YYYY-MM-DD"),
        optional(
            "date_time_literal",
            "date_time_literal: YYYY-MM-DD HH:MM:SS",
        ),
        optional("like_escape", "like_escape: backslash"),
    ],
};

pub(crate) const EXTERNAL: Shape = Shape {
    what: "an external entity",
    keys: &[
        optional("doc", "doc: What it is."),
        optional("rust", "rust: User"),
        optional("source", "source: S1"),
    ],
};

pub(crate) const ENTITY: Shape = Shape {
    what: "an entity",
    keys: &[
        required("entity", "entity: ACCOUNT"),
        optional("rust", "rust: Account"),
        optional("doc", "doc: What it is."),
        optional("source", "source: [S1, S2]"),
        optional("operations", "operations: {except: [upsert]}"),
        optional("without", "without: [Created]"),
        required("fields", "fields: {Id: id, Name: text(80)}"),
        optional("rules", "rules: [{one_of: [TypeId, Type]}]"),
    ],
};

pub(crate) const OPERATIONS: Shape = Shape {
    what: "a choice of operations",
    keys: &[required("except", "except: [upsert]")],
};

pub(crate) const FIELD: Shape = Shape {
    what: "a field",
    keys: &[
        required("type", "type: text(80)"),
        optional("rust", "rust: name"),
        optional("doc", "doc: What it is."),
        optional("source", "source: S1"),
        optional("inferred", "inferred: [type]"),
        optional("required", "required: true"),
        optional("access", "access: read-only"),
        optional("nullable", "nullable: false"),
        optional("external_key", "external_key: true"),
        optional("issuer", "issuer: caller"),
        optional("wire", "wire: Y/N"),
        optional("relation", "relation: ParentObj"),
        optional("values", "values: [ACTIVE, CLOSED]"),
        optional("enum_name", "enum_name: Status"),
    ],
};

/// A system.yaml with `extends`.
pub(crate) const EXTENDING_SYSTEM: Shape = Shape {
    what: "a system that extends another",
    keys: &[
        required("system", "system: billingplatform"),
        required("extends", "extends: billingplatform"),
        optional("doc", "doc: What the system is."),
        optional("sources", "sources: {ORG: our own configuration}"),
        optional(
            "fields",
            "fields: {nrTenant: {type: text, access: read-only}}",
        ),
        optional(
            "overrides",
            "overrides: {Created: {access: query-only, reason: Why it is so.}}",
        ),
        optional("external", "external: {nrPARTNER: {doc: A partner.}}"),
        optional("only", "only: [ACCOUNT, INVOICE]"),
    ],
};

/// An entity file with `extend`.
pub(crate) const EXTENSION: Shape = Shape {
    what: "an extension of an entity",
    keys: &[
        required("extend", "extend: ACCOUNT"),
        optional("doc", "doc: What we use it for."),
        optional("source", "source: ORG"),
        optional("operations", "operations: [upsert]"),
        optional("without", "without: [Created]"),
        optional("fields", "fields: {nrRegion: text(10)}"),
        optional("values", "values: {Status: [FROZEN]}"),
        optional(
            "overrides",
            "overrides: {Name: {required: false, reason: Why it is so.}}",
        ),
        optional("rules", "rules: [{one_of: [TypeId, Type]}]"),
        optional(
            "without_rules",
            "without_rules: [{one_of: [TypeId, Type], reason: Why it does not hold.}]",
        ),
    ],
};

/// An entry of `overrides`: keys of a field, and why they are corrected.
pub(crate) const OVERRIDE: Shape = Shape {
    what: "an override",
    keys: &[
        optional("type", "type: text(80)"),
        optional("rust", "rust: name"),
        optional("doc", "doc: What it is."),
        optional("source", "source: S1"),
        optional("inferred", "inferred: [type]"),
        optional("required", "required: true"),
        optional("access", "access: read-only"),
        optional("nullable", "nullable: false"),
        optional("external_key", "external_key: true"),
        optional("issuer", "issuer: caller"),
        optional("wire", "wire: Y/N"),
        optional("relation", "relation: ParentObj"),
        optional("values", "values: [ACTIVE, CLOSED]"),
        optional("enum_name", "enum_name: Status"),
        optional("reason", "reason: Why it is so."),
    ],
};

/// An entry of `without_rules`.
pub(crate) const DROPPED_RULE: Shape = Shape {
    what: "a rule that does not hold",
    keys: &[
        required("one_of", "one_of: [TypeId, Type]"),
        optional("reason", "reason: Why it does not hold."),
    ],
};

pub(crate) const VALUE: Shape = Shape {
    what: "a value of an enum",
    keys: &[
        optional("rust", "rust: Active"),
        optional("doc", "doc: What it means."),
    ],
};

pub(crate) const RULE: Shape = Shape {
    what: "a rule",
    keys: &[required("one_of", "one_of: [TypeId, Type]")],
};

/// Facts of a field that may be marked as a guess.
pub(crate) const INFERRED: &[&str] = &["type", "target", "values", "access", "required"];
