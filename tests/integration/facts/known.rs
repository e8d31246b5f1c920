//! What is known of a system's entities, as a file in `tests/facts` says it.

use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;

/// Everything that is known of one system; the head of the file explains the words.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Known {
    pub(super) default_fields: BTreeMap<String, FieldFacts>,
    pub(super) entities: BTreeMap<String, EntityFacts>,
    pub(super) names_only: Vec<String>,
    pub(super) exceptions: Vec<Exception>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct EntityFacts {
    pub(super) sources: Vec<String>,
    pub(super) default_fields: Vec<String>,
    pub(super) external_key: Option<String>,
    #[serde(default)]
    pub(super) operations: BTreeMap<String, bool>,
    /// Nothing stands behind the name of a field of which nothing else is known.
    pub(super) fields: BTreeMap<String, Option<FieldFacts>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a word of the file")]
pub(super) struct FieldFacts {
    pub(super) id: bool,
    pub(super) system: bool,
    pub(super) read_only: bool,
    pub(super) required: bool,
    pub(super) sample: Sample,
    pub(super) sensitive: Option<Sensitive>,
    pub(super) target: Option<String>,
    pub(super) guessed_target: Option<String>,
    pub(super) r#type: Option<String>,
    pub(super) guessed_type: Option<String>,
    pub(super) values: Option<Vec<String>>,
    pub(super) guessed_values: Option<Vec<String>>,
    pub(super) longest: Option<u32>,
    pub(super) sources: Vec<String>,
}

/// What the vendor's page shows for a value.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Sample {
    #[default]
    Text,
    Number,
    Unknown,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Sensitive {
    Card,
    Bank,
    Token,
    Identity,
}

/// A difference that is there on purpose.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Exception {
    pub(super) entity: String,
    pub(super) field: Option<String>,
    pub(super) about: About,
    pub(super) reason: String,
}

/// What facts and schema differ in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum About {
    /// Whether it is there at all.
    Existence,
    Sources,
    Operations,
    Access,
    Required,
    Key,
    Type,
    Target,
    Values,
    Length,
    Secrecy,
}

impl Known {
    /// Reads a file of `tests/facts`.
    pub(super) fn read(text: &str) -> Self {
        serde_yaml::from_str(text).unwrap_or_else(|problem| panic!("the facts: {problem}"))
    }
}

impl fmt::Display for Exception {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.entity)?;
        if let Some(field) = &self.field {
            write!(formatter, ".{field}")?;
        }
        write!(formatter, ", {}: {}", self.about, self.reason)
    }
}

impl fmt::Display for About {
    /// The word for it in a file of facts.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Existence => "existence",
            Self::Sources => "sources",
            Self::Operations => "operations",
            Self::Access => "access",
            Self::Required => "required",
            Self::Key => "key",
            Self::Type => "type",
            Self::Target => "target",
            Self::Values => "values",
            Self::Length => "length",
            Self::Secrecy => "secrecy",
        })
    }
}

impl fmt::Display for Sensitive {
    /// The word for it in a file of facts.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Card => "card",
            Self::Bank => "bank",
            Self::Token => "token",
            Self::Identity => "identity",
        })
    }
}
