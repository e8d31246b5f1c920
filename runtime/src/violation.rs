//! What keeps a record from being sent: which record, which field, which rule, what was given.

use std::borrow::Cow;
use std::fmt;

use crate::table::{Access, DateForm, DateTimeForm, FlagForm, Kind};

/// A rule that a record breaks, found before anything is sent.
///
/// `Display` says what is wrong, where, and how to mend it. It never shows a secret; other values
/// are cut to a few characters.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Violation {
    record: usize,
    field: Option<Cow<'static, str>>,
    item: Option<usize>,
    rule: Rule,
    given: String,
}

/// What a record must keep to.
///
/// Most rules are the schema's, and a request can be sent
/// [without them](crate::Request::without_validation). The last four are the protocol's: a record
/// that breaks one of them would be taken for something else.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Rule {
    /// The value is of this kind, and in its form on the wire.
    Kind(Kind),
    /// Text has at most so many characters, counted as Unicode scalar values.
    MaxLength(u32),
    /// A number has at most so many digits after the point, zeros at the end counted.
    MaxScale(u32),
    /// The value is one of these: the enum is closed.
    Values(&'static [&'static str]),
    /// The id or key of another record is not empty.
    NamesRecord,
    /// The field is not written, since its access is another.
    Access(Access),
    /// The field is not cleared.
    NotNullable,
    /// The field is given on create.
    Required,
    /// Exactly one of these fields is given on create.
    ExactlyOneOf(Vec<&'static str>),
    /// The id or key that finds the record itself is not empty.
    FindsRecord,
    /// The field that finds the record is not cleared by the same write.
    KeepsKey,
    /// A field has a name.
    Named,
    /// The name belongs to the protocol.
    Reserved,
}

impl Rule {
    /// Whether the rule is the schema's and can be skipped.
    #[must_use]
    pub fn is_of_schema(&self) -> bool {
        !matches!(
            self,
            Self::FindsRecord | Self::KeepsKey | Self::Named | Self::Reserved
        )
    }
}

impl Violation {
    pub(crate) fn new(record: usize, rule: Rule) -> Self {
        Self {
            record,
            field: None,
            item: None,
            rule,
            given: String::new(),
        }
    }

    pub(crate) fn of_field(mut self, name: impl Into<Cow<'static, str>>) -> Self {
        self.field = Some(name.into());
        self
    }

    pub(crate) fn of_item(mut self, item: Option<usize>) -> Self {
        self.item = item;
        self
    }

    pub(crate) fn given(mut self, given: String) -> Self {
        self.given = given;
        self
    }

    /// The record's place in the request, counted from 0.
    #[must_use]
    pub fn record(&self) -> usize {
        self.record
    }

    /// Wire name of the field; `None` where several fields break the rule together.
    #[must_use]
    pub fn field(&self) -> Option<&str> {
        self.field.as_deref()
    }

    /// The place of the value in the field's list, counted from 0, where the field holds a list.
    #[must_use]
    pub fn item(&self) -> Option<usize> {
        self.item
    }

    /// The rule that is broken.
    #[must_use]
    pub fn rule(&self) -> &Rule {
        &self.rule
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "record {}", self.record)?;
        if let Some(field) = &self.field {
            write!(formatter, ", field `{}`", field.escape_debug())?;
        }
        if let Some(item) = self.item {
            write!(formatter, ", item {item}")?;
        }
        formatter.write_str(": ")?;
        let given = &self.given;
        match &self.rule {
            Rule::Kind(Kind::File) => formatter
                .write_str("a file is moved by upload and download, not with the record; leave it out"),
            Rule::Kind(kind) => write!(
                formatter,
                "{given} is not {}; the field's own setter takes nothing else",
                Expected(*kind)
            ),
            Rule::MaxLength(longest) => write!(
                formatter,
                "{given} is too long, at most {longest} are allowed; shorten it"
            ),
            Rule::MaxScale(most) => write!(
                formatter,
                "{given} has too many digits after the point, at most {most} are allowed; round it"
            ),
            Rule::Values(values) => write!(
                formatter,
                "{given} is not in the closed list of values; use one of {}",
                Listed(values)
            ),
            Rule::NamesRecord => formatter
                .write_str("the id or key is empty; give one, or leave the field out"),
            Rule::Access(Access::QueryOnly) => {
                formatter.write_str("it is seen by queries only; leave it out")
            }
            Rule::Access(_) => formatter.write_str("it is read-only; leave it out"),
            Rule::NotNullable => {
                formatter.write_str("it cannot be cleared; give it a value or leave it out")
            }
            Rule::Required => formatter.write_str("it is required on create; set it"),
            Rule::ExactlyOneOf(fields) => write!(
                formatter,
                "exactly one of {} is given on create, and this record has {given}",
                Listed(fields)
            ),
            Rule::FindsRecord => formatter.write_str(
                "the id or key that finds the record is empty, which the server would take for none",
            ),
            Rule::KeepsKey => {
                formatter.write_str("it finds the record, so the same write cannot clear it")
            }
            Rule::Named => formatter.write_str("the name of the field is empty"),
            Rule::Reserved => formatter.write_str("this is no field; clearing a field writes it (`clear` or `clear_custom`)"),
        }
    }
}

impl std::error::Error for Violation {}

/// Most names that a message lists.
const MAX_NAMES: usize = 10;

/// Names in a sentence.
pub(crate) struct Listed<'a>(pub(crate) &'a [&'a str]);

impl fmt::Display for Listed<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, name) in self.0.iter().take(MAX_NAMES).enumerate() {
            let comma = if at == 0 { "" } else { ", " };
            write!(formatter, "{comma}`{}`", name.escape_debug())?;
        }
        match self.0.len().checked_sub(MAX_NAMES) {
            None | Some(0) => Ok(()),
            Some(more) => write!(formatter, " and {more} more"),
        }
    }
}

/// A kind as what a value is expected to be.
struct Expected(Kind);

impl fmt::Display for Expected {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self.0 {
            Kind::Id => "the id of a record",
            Kind::Reference { target, .. } => {
                return write!(formatter, "the id of a record of `{target}`");
            }
            Kind::Text | Kind::TextUpTo(_) | Kind::Enum | Kind::ClosedEnum(_) => "text",
            Kind::Secret | Kind::SecretUpTo(_) => "a secret text",
            Kind::Integer => "a whole number",
            Kind::Decimal | Kind::DecimalTo(_) => {
                "a decimal number of at most 38 digits, like `12.50`"
            }
            Kind::Flag(FlagForm::ZeroOne) => "a flag, written `0` or `1`",
            Kind::Flag(FlagForm::YesNo) => "a flag, written `Y` or `N`",
            Kind::Flag(FlagForm::TrueFalse) => "a flag, written `true` or `false` without quotes",
            Kind::Date(DateForm::Compact) => "a date, written `YYYYMMDD`",
            Kind::Date(DateForm::Dashed) => "a date, written `YYYY-MM-DD`",
            Kind::DateTime(DateTimeForm::Zulu) => {
                "a date and time in UTC, written `YYYY-MM-DDTHH:MM:SSZ`"
            }
            Kind::DateTime(DateTimeForm::Spaced) => {
                "a date and time in UTC, written `YYYY-MM-DD HH:MM:SS`"
            }
            Kind::File => "a file",
            Kind::Raw => "a value",
            Kind::List(_) => "a list",
        })
    }
}
