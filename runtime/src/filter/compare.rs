//! What columns can be compared with, and how.

use super::{Filter, Part};
use crate::Decimal;
use crate::column::Column;
use crate::dialect::{Dialect, quote};
use crate::enumeration::{Enumeration, enum_text};
use crate::id::Id;
use crate::moment::{Date, DateTime};
use crate::table::FlagForm;

/// A value in a condition.
#[doc(hidden)]
#[derive(Debug, Clone, PartialEq)]
pub enum Literal {
    /// Written in single quotes.
    Text(String),
    /// Digits, point and sign only; written bare.
    Number(String),
    /// Written as text, in the form of the column.
    Flag(bool),
    /// Written in the form of the dialect.
    Date(Date),
    /// Written in the form of the dialect.
    DateTime(DateTime),
}

impl Literal {
    pub(super) fn write(&self, sql: &mut String, dialect: Dialect) {
        match self {
            Self::Text(text) => quote(sql, text),
            Self::Number(digits) => sql.push_str(digits),
            // A column gives a flag its form before it gets here.
            Self::Flag(flag) => quote(sql, FlagForm::ZeroOne.text(*flag)),
            Self::Date(date) => dialect.write_date(sql, *date),
            Self::DateTime(moment) => dialect.write_date_time(sql, *moment),
        }
    }
}

/// A type whose values can be compared in a condition.
///
/// Secrets are none: they would stand in the request's URL, which servers log.
#[diagnostic::on_unimplemented(
    message = "a column of `{Self}` cannot be compared with a value",
    label = "only `is_null` and `is_not_null` are for columns of this type"
)]
pub trait Comparable {
    /// The value as it stands in a condition.
    #[doc(hidden)]
    fn literal(self) -> Literal;
}

/// A type whose values have an order in a condition.
#[diagnostic::on_unimplemented(
    message = "a column of `{Self}` has no order",
    label = "`lt`, `le`, `gt`, `ge` and `between` are for numbers, dates, ids and text"
)]
pub trait Ordered: Comparable {}

/// A type whose values are matched by patterns.
#[diagnostic::on_unimplemented(
    message = "a column of `{Self}` is not matched by patterns",
    label = "`like` is for columns of text"
)]
pub trait Pattern: Comparable {}

impl Comparable for String {
    fn literal(self) -> Literal {
        Literal::Text(self)
    }
}

impl Ordered for String {}
impl Pattern for String {}

impl<E> Comparable for Id<E> {
    /// Numbers are written bare, as REST Methods does (`Id>=20000`), everything else as text.
    fn literal(self) -> Literal {
        let text = self.as_str();
        let is_number = (1..=18).contains(&text.len())
            && text.bytes().all(|byte| byte.is_ascii_digit())
            && (text == "0" || !text.starts_with('0'));
        if is_number {
            Literal::Number(text.to_owned())
        } else {
            Literal::Text(text.to_owned())
        }
    }
}

impl<E> Ordered for Id<E> {}

impl Comparable for i64 {
    fn literal(self) -> Literal {
        Literal::Number(self.to_string())
    }
}

impl Ordered for i64 {}

impl Comparable for Decimal {
    fn literal(self) -> Literal {
        Literal::Number(self.to_string())
    }
}

impl Ordered for Decimal {}

impl Comparable for bool {
    /// In the form that the field's flags have on the wire.
    fn literal(self) -> Literal {
        Literal::Flag(self)
    }
}

impl Comparable for Date {
    fn literal(self) -> Literal {
        Literal::Date(self)
    }
}

impl Ordered for Date {}

impl Comparable for DateTime {
    fn literal(self) -> Literal {
        Literal::DateTime(self)
    }
}

impl Ordered for DateTime {}

impl<T: Enumeration> Comparable for T {
    fn literal(self) -> Literal {
        Literal::Text(enum_text(&self).into_owned())
    }
}

impl<E, Of> Filter<E, Of> {
    /// What stands on the left is a column or an aggregate.
    pub(crate) fn compare(left: &str, operator: &'static str, value: Literal) -> Self {
        Self::of(Part::Compare {
            left: left.to_owned(),
            operator,
            value,
        })
    }

    pub(crate) fn between(left: &str, low: Literal, high: Literal) -> Self {
        Self::of(Part::Between {
            left: left.to_owned(),
            low,
            high,
        })
    }
}

impl<E, T> Column<E, T> {
    /// The field has no value.
    #[must_use]
    pub fn is_null(&self) -> Filter<E> {
        Filter::of(Part::Null {
            left: self.name().to_owned(),
            negated: false,
        })
    }

    /// The field has a value.
    #[must_use]
    pub fn is_not_null(&self) -> Filter<E> {
        Filter::of(Part::Null {
            left: self.name().to_owned(),
            negated: true,
        })
    }

    /// The field has this value.
    #[must_use]
    pub fn eq(&self, value: impl Into<T>) -> Filter<E>
    where
        T: Comparable,
    {
        self.compare("=", value.into())
    }

    /// The field has another value; records without a value do not match.
    #[must_use]
    pub fn ne(&self, value: impl Into<T>) -> Filter<E>
    where
        T: Comparable,
    {
        self.compare("<>", value.into())
    }

    /// The field has one of these values.
    #[must_use]
    pub fn is_in<V: Into<T>>(&self, values: impl IntoIterator<Item = V>) -> Filter<E>
    where
        T: Comparable,
    {
        self.in_list(false, values)
    }

    /// The field has a value and it is none of these.
    #[must_use]
    pub fn not_in<V: Into<T>>(&self, values: impl IntoIterator<Item = V>) -> Filter<E>
    where
        T: Comparable,
    {
        self.in_list(true, values)
    }

    /// The field is less than the value.
    #[must_use]
    pub fn lt(&self, value: impl Into<T>) -> Filter<E>
    where
        T: Ordered,
    {
        self.compare("<", value.into())
    }

    /// The field is at most the value.
    #[must_use]
    pub fn le(&self, value: impl Into<T>) -> Filter<E>
    where
        T: Ordered,
    {
        self.compare("<=", value.into())
    }

    /// The field is greater than the value.
    #[must_use]
    pub fn gt(&self, value: impl Into<T>) -> Filter<E>
    where
        T: Ordered,
    {
        self.compare(">", value.into())
    }

    /// The field is at least the value.
    #[must_use]
    pub fn ge(&self, value: impl Into<T>) -> Filter<E>
    where
        T: Ordered,
    {
        self.compare(">=", value.into())
    }

    /// The field is at least `low` and at most `high`.
    #[must_use]
    pub fn between(&self, low: impl Into<T>, high: impl Into<T>) -> Filter<E>
    where
        T: Ordered,
    {
        let (low, high) = (self.literal(low.into()), self.literal(high.into()));
        Filter::between(self.name(), low, high)
    }

    /// The text matches a pattern, in which `%` is any text and `_` any character.
    ///
    /// A pattern made of a value also matches where `%` or `_` in the value stand for something
    /// else: [`contains`](Column::contains) and its siblings look for a text as it is.
    #[must_use]
    pub fn like(&self, pattern: impl Into<T>) -> Filter<E>
    where
        T: Pattern,
    {
        self.compare("LIKE", pattern.into())
    }

    /// The text starts with this one.
    ///
    /// BillingPlatform documents no way to write `%` and `_` in a pattern for themselves. Where the
    /// system's schema names none either (`like_escape`), a request with such a text is refused
    /// before it is sent: it would match too much.
    #[must_use]
    pub fn starts_with(&self, text: &str) -> Filter<E>
    where
        T: Pattern,
    {
        self.holds(text, false, true)
    }

    /// The text ends with this one; for `%` and `_` see [`starts_with`](Column::starts_with).
    #[must_use]
    pub fn ends_with(&self, text: &str) -> Filter<E>
    where
        T: Pattern,
    {
        self.holds(text, true, false)
    }

    /// The text contains this one; for `%` and `_` see [`starts_with`](Column::starts_with).
    #[must_use]
    pub fn contains(&self, text: &str) -> Filter<E>
    where
        T: Pattern,
    {
        self.holds(text, true, true)
    }

    fn holds(&self, text: &str, before: bool, after: bool) -> Filter<E> {
        Filter::of(Part::Holds {
            left: self.name().to_owned(),
            text: text.to_owned(),
            before,
            after,
        })
    }

    fn compare(&self, operator: &'static str, value: T) -> Filter<E>
    where
        T: Comparable,
    {
        Filter::compare(self.name(), operator, self.literal(value))
    }

    /// A value in the form of this column.
    fn literal(&self, value: T) -> Literal
    where
        T: Comparable,
    {
        match value.literal() {
            Literal::Flag(flag) => Literal::Text(self.flag_form().text(flag).to_owned()),
            literal => literal,
        }
    }

    fn in_list<V: Into<T>>(&self, negated: bool, values: impl IntoIterator<Item = V>) -> Filter<E>
    where
        T: Comparable,
    {
        Filter::of(Part::In {
            left: self.name().to_owned(),
            negated,
            values: values
                .into_iter()
                .map(|value| self.literal(value.into()))
                .collect(),
        })
    }
}
