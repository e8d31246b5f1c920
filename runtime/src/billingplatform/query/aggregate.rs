//! Aggregates: what the records of a group give together.

use std::fmt;
use std::marker::PhantomData;

use super::select::{ListOf, Order, Selection};
use crate::Decimal;
use crate::column::Column;
use crate::filter::{Filter, Having, Ordered};
use crate::row::{Selected, SelectedKind};
use crate::table::Entity;
use crate::value::FieldValue;

/// A type whose values can be added.
#[diagnostic::on_unimplemented(
    message = "values of `{Self}` cannot be added",
    label = "`sum` and `avg` are for columns of numbers"
)]
pub trait Summable: Ordered {}

impl Summable for Decimal {}
impl Summable for i64 {}

/// What a column's values in a group give together, as a value of type `T`.
///
/// An answer has it under its alias, in upper case; one without an alias is given one.
#[must_use]
pub struct Aggregate<E, T> {
    sql: String,
    alias: Option<String>,
    kind: SelectedKind,
    types: PhantomData<fn() -> (E, T)>,
}

impl<E, T> Aggregate<E, T> {
    fn new(function: &str, column: &str, kind: SelectedKind) -> Self {
        Self {
            sql: format!("{function}({column})"),
            alias: None,
            kind,
            types: PhantomData,
        }
    }

    /// Names the value, for [`Row::read`](crate::Row::read).
    pub fn alias(mut self, alias: &str) -> Self {
        self.alias = Some(alias.to_owned());
        self
    }

    /// Puts rows in order by it, the least first.
    pub fn asc(&self) -> Order<E> {
        Order::new(&self.sql, false)
    }

    /// Puts rows in order by it, the greatest first.
    pub fn desc(&self) -> Order<E> {
        Order::new(&self.sql, true)
    }
}

impl<E, T: Ordered> Aggregate<E, T> {
    /// It is this value.
    #[must_use]
    pub fn eq(&self, value: impl Into<T>) -> Having<E> {
        self.compare("=", value.into())
    }

    /// It is another value.
    #[must_use]
    pub fn ne(&self, value: impl Into<T>) -> Having<E> {
        self.compare("<>", value.into())
    }

    /// It is less than the value.
    #[must_use]
    pub fn lt(&self, value: impl Into<T>) -> Having<E> {
        self.compare("<", value.into())
    }

    /// It is at most the value.
    #[must_use]
    pub fn le(&self, value: impl Into<T>) -> Having<E> {
        self.compare("<=", value.into())
    }

    /// It is greater than the value.
    #[must_use]
    pub fn gt(&self, value: impl Into<T>) -> Having<E> {
        self.compare(">", value.into())
    }

    /// It is at least the value.
    #[must_use]
    pub fn ge(&self, value: impl Into<T>) -> Having<E> {
        self.compare(">=", value.into())
    }

    /// It is at least `low` and at most `high`.
    #[must_use]
    pub fn between(&self, low: impl Into<T>, high: impl Into<T>) -> Having<E> {
        Filter::between(&self.sql, low.into().literal(), high.into().literal())
    }

    fn compare(&self, operator: &'static str, value: T) -> Having<E> {
        Filter::compare(&self.sql, operator, value.literal())
    }
}

impl<E, T> Clone for Aggregate<E, T> {
    fn clone(&self) -> Self {
        Self {
            sql: self.sql.clone(),
            alias: self.alias.clone(),
            kind: self.kind,
            types: PhantomData,
        }
    }
}

impl<E: Entity, T> fmt::Debug for Aggregate<E, T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} of {}", self.sql, E::WIRE_NAME)
    }
}

impl<E, T> Column<E, T> {
    /// The sum of the values, `SUM`.
    pub fn sum(&self) -> Aggregate<E, Decimal>
    where
        T: Summable,
    {
        Aggregate::new("SUM", self.name(), SelectedKind::Aggregate)
    }

    /// The mean of the values, `AVG`; digits beyond the 38 that a [`Decimal`] has are cut off.
    pub fn avg(&self) -> Aggregate<E, Decimal>
    where
        T: Summable,
    {
        Aggregate::new("AVG", self.name(), SelectedKind::Average)
    }

    /// The number of values, `COUNT`; of `id`, the number of records.
    pub fn count(&self) -> Aggregate<E, i64> {
        Aggregate::new("COUNT", self.name(), SelectedKind::Aggregate)
    }

    /// The least value, `MIN`. That the vendor has it is inferred: other aggregates were seen.
    pub fn min(&self) -> Aggregate<E, T>
    where
        T: Ordered,
    {
        Aggregate::new("MIN", self.name(), SelectedKind::Aggregate)
    }

    /// The greatest value, `MAX`. That the vendor has it is inferred: other aggregates were seen.
    pub fn max(&self) -> Aggregate<E, T>
    where
        T: Ordered,
    {
        Aggregate::new("MAX", self.name(), SelectedKind::Aggregate)
    }
}

impl<E, T: FieldValue> Selection<E> for Aggregate<E, T> {
    type Values = Option<T>;

    fn add_to(self, list: &mut ListOf<Selected>) {
        list.push_aliased(&self.sql, self.alias.as_deref(), self.kind);
    }
}

impl<E, T: FieldValue> Selection<E> for &Aggregate<E, T> {
    type Values = Option<T>;

    fn add_to(self, list: &mut ListOf<Selected>) {
        list.push_aliased(&self.sql, self.alias.as_deref(), self.kind);
    }
}
