//! Typed conditions, written as the text that follows `WHERE`.

use std::fmt;
use std::marker::PhantomData;

use crate::Decimal;
use crate::column::Column;
use crate::enumeration::{Enumeration, enum_text};
use crate::id::Id;
use crate::moment::{Date, DateTime};
use crate::table::{DateForm, DateTimeForm, Entity, FlagForm};

/// A condition on the records of entity `E`.
///
/// Made from columns ([`Column::eq`] and its siblings) and joined by [`and`](Filter::and),
/// [`or`](Filter::or) and [`not`](Filter::not). Values are written as literals that no value can
/// leave; a condition on another entity does not compile.
///
/// ```
/// # use billbind_runtime::{Column, Entity, Filter, Id};
/// # struct Account;
/// # impl Entity for Account { const WIRE_NAME: &'static str = "ACCOUNT"; }
/// # const ID: Column<Account, Id<Account>> = Column::new(0, "Id");
/// # const NAME: Column<Account, String> = Column::new(1, "Name");
/// let filter = NAME.like("%O'Hara%").and(ID.ge(20000)).or(NAME.is_null());
/// assert_eq!(filter.to_sql(), "Name LIKE '%O''Hara%' AND Id >= 20000 OR Name IS NULL");
/// ```
pub struct Filter<E> {
    condition: Condition,
    entity: PhantomData<fn() -> E>,
}

#[derive(Debug, Clone, PartialEq)]
enum Condition {
    All(Vec<Condition>),
    Any(Vec<Condition>),
    Not(Box<Condition>),
    Compare {
        column: String,
        operator: &'static str,
        value: Literal,
    },
    In {
        column: String,
        negated: bool,
        values: Vec<Literal>,
    },
    Between {
        column: String,
        low: Literal,
        high: Literal,
    },
    Null {
        column: String,
        negated: bool,
    },
    Raw(String),
}

/// How a system's query language writes the literals that its vendor does not document.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Dialect {
    pub(crate) date: DateForm,
    pub(crate) date_time: DateTimeForm,
}

impl Dialect {
    /// What clients of BillingPlatform send (reference, query language, section 4): dates as
    /// `'YYYY-MM-DD'`; no vendor rule was found.
    pub(crate) const BILLING_PLATFORM: Self = Self {
        date: DateForm::Dashed,
        date_time: DateTimeForm::Zulu,
    };
}

impl<E> Filter<E> {
    fn new(condition: Condition) -> Self {
        Self {
            condition,
            entity: PhantomData,
        }
    }

    /// Both conditions hold.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self::all([self, other])
    }

    /// One condition or both hold.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self::any([self, other])
    }

    /// The condition does not hold.
    #[must_use]
    #[allow(clippy::should_implement_trait)] // reads as `and` and `or` do, which no operator can
    pub fn not(self) -> Self {
        Self::new(Condition::Not(Box::new(self.condition)))
    }

    /// All of the conditions hold; with none, every record matches.
    #[must_use]
    pub fn all(conditions: impl IntoIterator<Item = Self>) -> Self {
        let mut joined = Vec::new();
        for filter in conditions {
            match filter.condition {
                Condition::All(inner) => joined.extend(inner),
                other => joined.push(other),
            }
        }
        Self::new(Condition::list(joined, Condition::All))
    }

    /// At least one of the conditions holds; with none, no record matches.
    #[must_use]
    pub fn any(conditions: impl IntoIterator<Item = Self>) -> Self {
        let mut joined = Vec::new();
        for filter in conditions {
            match filter.condition {
                Condition::Any(inner) => joined.extend(inner),
                other => joined.push(other),
            }
        }
        Self::new(Condition::list(joined, Condition::Any))
    }

    /// A condition in the vendor's own words, put in parentheses and sent as it is.
    ///
    /// Whoever calls this answers for what values do in the text.
    #[must_use]
    pub fn raw(condition: impl Into<String>) -> Self {
        Self::new(Condition::Raw(condition.into()))
    }

    /// The text that follows `WHERE`.
    #[must_use]
    pub fn to_sql(&self) -> String {
        self.to_sql_in(Dialect::BILLING_PLATFORM)
    }

    pub(crate) fn to_sql_in(&self, dialect: Dialect) -> String {
        let mut sql = String::new();
        self.condition.write(&mut sql, dialect);
        sql
    }
}

impl<E> Clone for Filter<E> {
    fn clone(&self) -> Self {
        Self::new(self.condition.clone())
    }
}

impl<E> PartialEq for Filter<E> {
    fn eq(&self, other: &Self) -> bool {
        self.condition == other.condition
    }
}

impl<E: Entity> fmt::Debug for Filter<E> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} where {}", E::WIRE_NAME, self.to_sql())
    }
}

impl Condition {
    /// A list of conditions; one alone is itself, so that every list in a list has two or more.
    fn list(mut conditions: Vec<Self>, make: fn(Vec<Self>) -> Self) -> Self {
        match conditions.pop() {
            Some(only) if conditions.is_empty() => only,
            last => {
                conditions.extend(last);
                make(conditions)
            }
        }
    }

    fn write(&self, sql: &mut String, dialect: Dialect) {
        match self {
            Self::All(conditions) => join(sql, conditions, " AND ", "1=1", dialect),
            Self::Any(conditions) => join(sql, conditions, " OR ", "1=0", dialect),
            Self::Not(condition) => {
                sql.push_str("NOT (");
                condition.write(sql, dialect);
                sql.push(')');
            }
            Self::Compare {
                column,
                operator,
                value,
            } => {
                sql.push_str(column);
                sql.push(' ');
                sql.push_str(operator);
                sql.push(' ');
                value.write(sql, dialect);
            }
            Self::In {
                column,
                negated,
                values,
            } => {
                write_in(sql, column, *negated, values, dialect);
            }
            Self::Between { column, low, high } => {
                sql.push_str(column);
                sql.push_str(" BETWEEN ");
                low.write(sql, dialect);
                sql.push_str(" AND ");
                high.write(sql, dialect);
            }
            Self::Null { column, negated } => {
                sql.push_str(column);
                sql.push_str(if *negated { " IS NOT NULL" } else { " IS NULL" });
            }
            Self::Raw(condition) => {
                sql.push('(');
                sql.push_str(condition);
                sql.push(')');
            }
        }
    }
}

fn join(sql: &mut String, conditions: &[Condition], word: &str, none: &str, dialect: Dialect) {
    if conditions.is_empty() {
        sql.push_str(none);
    }
    for (at, condition) in conditions.iter().enumerate() {
        if at > 0 {
            sql.push_str(word);
        }
        let nested = match condition {
            Condition::Any(inner) => word == " AND " && inner.len() > 1,
            _ => false,
        };
        if nested {
            sql.push('(');
        }
        condition.write(sql, dialect);
        if nested {
            sql.push(')');
        }
    }
}

fn write_in(sql: &mut String, column: &str, negated: bool, values: &[Literal], dialect: Dialect) {
    if values.is_empty() {
        // `IN ()` is no SQL; nothing is in an empty list.
        sql.push_str(if negated { "1=1" } else { "1=0" });
        return;
    }
    sql.push_str(column);
    sql.push_str(if negated { " NOT IN (" } else { " IN (" });
    for (at, value) in values.iter().enumerate() {
        if at > 0 {
            sql.push_str(", ");
        }
        value.write(sql, dialect);
    }
    sql.push(')');
}

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
    /// Written as text, in the form of the dialect.
    Date(Date),
    /// Written as text, in the form of the dialect.
    DateTime(DateTime),
}

impl Literal {
    fn write(&self, sql: &mut String, dialect: Dialect) {
        match self {
            Self::Text(text) => quote(sql, text),
            Self::Number(digits) => sql.push_str(digits),
            // A column gives a flag its form before it gets here.
            Self::Flag(flag) => quote(sql, FlagForm::ZeroOne.text(*flag)),
            Self::Date(date) => quote(sql, &date.in_form(dialect.date)),
            Self::DateTime(moment) => quote(sql, &moment.in_form(dialect.date_time)),
        }
    }
}

/// A quote inside a literal is doubled, the rule of SQL.
fn quote(sql: &mut String, text: &str) {
    sql.push('\'');
    sql.push_str(&text.replace('\'', "''"));
    sql.push('\'');
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
    /// Numbers are written bare, as seed 001 does (`Id>=20000`), everything else as text.
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

impl<E, T> Column<E, T> {
    /// The field has no value.
    #[must_use]
    pub fn is_null(&self) -> Filter<E> {
        Filter::new(Condition::Null {
            column: self.name().to_owned(),
            negated: false,
        })
    }

    /// The field has a value.
    #[must_use]
    pub fn is_not_null(&self) -> Filter<E> {
        Filter::new(Condition::Null {
            column: self.name().to_owned(),
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
        Filter::new(Condition::Between {
            column: self.name().to_owned(),
            low: self.literal(low.into()),
            high: self.literal(high.into()),
        })
    }

    /// The text matches a pattern, in which `%` is any text and `_` any character.
    ///
    /// The vendor documents no way to escape the two, so a text that contains them also matches
    /// where they stand for something else.
    #[must_use]
    pub fn like(&self, pattern: impl Into<T>) -> Filter<E>
    where
        T: Pattern,
    {
        self.compare("LIKE", pattern.into())
    }

    fn compare(&self, operator: &'static str, value: T) -> Filter<E>
    where
        T: Comparable,
    {
        Filter::new(Condition::Compare {
            column: self.name().to_owned(),
            operator,
            value: self.literal(value),
        })
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
        Filter::new(Condition::In {
            column: self.name().to_owned(),
            negated,
            values: values
                .into_iter()
                .map(|value| self.literal(value.into()))
                .collect(),
        })
    }
}
