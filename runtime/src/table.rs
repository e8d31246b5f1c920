//! The static tables that generated code carries: what the codec, the builders and the requests
//! know about an entity at run time.

use std::borrow::Cow;
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use crate::dialect::Dialect;

/// A kind of record: the type that ids, keys and filters belong to.
///
/// Implemented by generated code, for records and for entities that are known by name only.
pub trait Entity: 'static {
    /// The entity's name on the wire.
    const WIRE_NAME: &'static str;

    /// How conditions on its records are written, where its system says other than the default.
    #[doc(hidden)]
    const DIALECT: Dialect = Dialect::DEFAULT;
}

/// All that is known of an entity at run time.
#[derive(Debug)]
#[non_exhaustive]
pub struct Table {
    /// The entity's name on the wire.
    pub entity: Cow<'static, str>,
    /// Position of the field that holds the record's id.
    pub id: u16,
    /// The fields; those that are never returned come last.
    pub fields: &'static [Field],
    /// Names of fields that hold secrets and are not in the list.
    secrets: Vec<String>,
    /// Groups of fields of which exactly one is given on create, as positions.
    pub one_of: &'static [&'static [u16]],
    /// Number of fields that must be given on create, counted on the first write: a loop here would
    /// run in the compiler, once per table.
    required: OnceLock<usize>,
    /// The fields' names as JSON writes them before a value, made on the first write.
    written_names: OnceLock<Box<[Box<[u8]>]>>,
}

impl Table {
    /// Used by generated code.
    #[doc(hidden)]
    #[must_use]
    pub const fn new(entity: &'static str, id: u16, fields: &'static [Field]) -> Self {
        Self::with_groups(entity, id, fields, &[])
    }

    /// Used by generated code, where the schema has groups of which one field is given.
    #[doc(hidden)]
    #[must_use]
    pub const fn with_groups(
        entity: &'static str,
        id: u16,
        fields: &'static [Field],
        one_of: &'static [&'static [u16]],
    ) -> Self {
        Self {
            entity: Cow::Borrowed(entity),
            id,
            fields,
            one_of,
            required: OnceLock::new(),
            secrets: Vec::new(),
            written_names: OnceLock::new(),
        }
    }

    /// The table of an entity that no schema describes; `secrets` names the fields that hold some.
    pub(crate) fn of_entity(name: String, secrets: Vec<String>) -> Self {
        Self {
            entity: Cow::Owned(name),
            secrets,
            ..Self::new("", 0, &[])
        }
    }

    /// Names of fields that hold secrets and are not in the list.
    pub(crate) fn secrets(&self) -> &[String] {
        &self.secrets
    }

    /// Number of fields that must be given on create.
    pub(crate) fn required(&self) -> usize {
        *self.required.get_or_init(|| {
            let required = self.fields.iter().filter(|field| field.rules.required);
            required.count()
        })
    }

    /// The field at a position.
    #[must_use]
    pub fn field(&self, position: u16) -> Option<&'static Field> {
        self.fields.get(usize::from(position))
    }

    /// The fields' names as JSON writes them before a value: `"Name":`.
    pub(crate) fn written_names(&self) -> &[Box<[u8]>] {
        self.written_names.get_or_init(|| {
            self.fields
                .iter()
                .map(|field| crate::json::written_name(field.name))
                .collect()
        })
    }

    /// Finds a field by its exact wire name.
    #[must_use]
    pub fn position(&self, wire_name: &str) -> Option<u16> {
        self.position_from(0, wire_name)
    }

    /// Finds a field by its exact wire name, trying first the one at `hint`: answers mostly list
    /// fields in the table's order.
    pub(crate) fn position_from(&self, hint: usize, wire_name: &str) -> Option<u16> {
        let count = self.fields.len();
        let mut at = hint;
        for _ in 0..count {
            if at >= count {
                at = 0;
            }
            if self.fields[at].name == wire_name {
                return u16::try_from(at).ok();
            }
            at += 1;
        }
        None
    }

    /// Whether the field of this name holds secrets.
    pub(crate) fn is_secret(&self, wire_name: &str) -> bool {
        self.position(wire_name)
            .and_then(|position| self.field(position))
            .is_some_and(|field| crate::decode::is_secret(field.kind))
            || self.secrets.iter().any(|secret| secret == wire_name)
    }

    /// Wire name of the id field.
    pub(crate) fn id_name(&self) -> &'static str {
        self.field(self.id).map_or("Id", |field| field.name)
    }
}

/// A table that generated code carries, or one that was made at run time and lives as long as
/// somebody holds it.
///
/// Operations ask the table for the entity and not the type, so that one type
/// ([`DynamicRecord`](crate::billingplatform::dynamic::DynamicRecord)) serves all entities that no
/// schema describes.
#[derive(Debug, Clone)]
pub(crate) enum TableRef {
    Static(&'static Table),
    Shared(Arc<Table>),
}

impl TableRef {
    /// The name of the table's entity.
    pub(crate) fn entity(&self) -> Cow<'static, str> {
        match self {
            Self::Static(table) => Cow::Borrowed(&table.entity),
            Self::Shared(table) => table.entity.clone(),
        }
    }
}

impl Deref for TableRef {
    type Target = Table;

    fn deref(&self) -> &Table {
        match self {
            Self::Static(table) => table,
            Self::Shared(table) => table,
        }
    }
}

impl From<&'static Table> for TableRef {
    fn from(table: &'static Table) -> Self {
        Self::Static(table)
    }
}

impl PartialEq for TableRef {
    /// Tables made at run time are equal when they say the same of the same entity.
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Shared(left), Self::Shared(right)) => {
                left.entity == right.entity && left.secrets == right.secrets
            }
            _ => std::ptr::eq(&raw const **self, &raw const **other),
        }
    }
}

/// One field of an entity at run time.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// Name on the wire.
    pub name: &'static str,
    /// What values it holds and how they are written.
    pub kind: Kind,
    /// Who may write it, and when it is given.
    pub rules: Rules,
}

/// Who may write a field, and when it is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rules {
    /// Who may write it.
    pub access: Access,
    /// Must be given on create.
    pub required: bool,
    /// May be cleared by an update.
    pub nullable: bool,
    /// Can be the key of an upsert or a look-up.
    pub external_key: bool,
}

impl Rules {
    /// May be left out and cleared.
    pub const OPTIONAL: Self = Self {
        access: Access::ReadWrite,
        required: false,
        nullable: true,
        external_key: false,
    };

    /// Must be given on create.
    pub const REQUIRED: Self = Self {
        required: true,
        nullable: false,
        ..Self::OPTIONAL
    };

    /// May be left out on create and not be cleared.
    pub const FIXED: Self = Self {
        nullable: false,
        ..Self::OPTIONAL
    };

    /// The server fills it.
    pub const READ_ONLY: Self = Self {
        access: Access::ReadOnly,
        ..Self::FIXED
    };

    /// Only queries see it.
    pub const QUERY_ONLY: Self = Self {
        access: Access::QueryOnly,
        ..Self::FIXED
    };
}

/// What values a field holds and how they are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kind {
    /// The record's own id.
    Id,
    /// The id of a record of the named entity.
    Reference {
        /// Wire name of the target.
        target: &'static str,
        /// Name of the look-up object and of query paths (`AccountObj`), where there is one.
        relation: Option<&'static str>,
    },
    /// Text.
    Text,
    /// Text of at most so many characters.
    TextUpTo(u32),
    /// A whole number.
    Integer,
    /// A decimal number.
    Decimal,
    /// A decimal number with at most so many digits after the point.
    DecimalTo(u32),
    /// Yes or no.
    Flag(FlagForm),
    /// A calendar date.
    Date(DateForm),
    /// A point in time.
    DateTime(DateTimeForm),
    /// One of a list of texts that may grow.
    Enum,
    /// One of these texts and no other.
    ClosedEnum(&'static [&'static str]),
    /// Text that must never be shown.
    Secret,
    /// Text of at most so many characters that must never be shown.
    SecretUpTo(u32),
    /// A file, moved by upload and download.
    File,
    /// Any value.
    Raw,
    /// Several values of one kind.
    List(&'static Kind),
}

impl Kind {
    /// Name of the look-up object that may stand for a reference.
    pub(crate) fn relation(self) -> Option<&'static str> {
        match self {
            Self::Reference { relation, .. } => relation,
            _ => None,
        }
    }
}

/// How a flag is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum FlagForm {
    /// `"0"` and `"1"`.
    ZeroOne,
    /// `"N"` and `"Y"`.
    YesNo,
    /// `true` and `false`.
    TrueFalse,
}

impl FlagForm {
    /// The flag's text.
    pub(crate) fn text(self, flag: bool) -> &'static str {
        match (self, flag) {
            (Self::ZeroOne, false) => "0",
            (Self::ZeroOne, true) => "1",
            (Self::YesNo, false) => "N",
            (Self::YesNo, true) => "Y",
            (Self::TrueFalse, false) => "false",
            (Self::TrueFalse, true) => "true",
        }
    }
}

/// How a date is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum DateForm {
    /// `20150505`.
    Compact,
    /// `2015-05-05`.
    Dashed,
}

/// How a date-time is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum DateTimeForm {
    /// `2014-11-03T18:26:11Z`, in UTC.
    Zulu,
    /// `2014-11-03 18:26:11`, in UTC.
    Spaced,
}

/// Who may write a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Access {
    /// Written and returned.
    ReadWrite,
    /// Returned, never written.
    ReadOnly,
    /// Written, never returned.
    WriteOnly,
    /// Seen by queries only.
    QueryOnly,
}
