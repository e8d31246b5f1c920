//! The lists of a statement: what is selected, what groups, what gives the order.

use std::fmt;
use std::marker::PhantomData;

use crate::column::Column;
use crate::row::{Answered, RowValues, Selected, SelectedKind};
use crate::table::Entity;
use crate::value::FieldValue;

/// What is put into a list of a statement.
#[doc(hidden)]
#[derive(Debug)]
pub struct ListOf<T> {
    pub(super) items: Vec<T>,
    pub(super) problems: Vec<String>,
}

impl<T> ListOf<T> {
    pub(super) fn new(capacity: usize) -> Self {
        Self {
            items: Vec::with_capacity(capacity),
            problems: Vec::new(),
        }
    }
}

impl ListOf<Selected> {
    pub(super) fn push_field(&mut self, name: &str) {
        self.items.push(Selected {
            sql: name.to_owned(),
            name: name.to_owned(),
            kind: SelectedKind::Field,
            children: Vec::new(),
        });
    }

    /// Something that is called by an alias.
    pub(super) fn push_aliased(&mut self, sql: &str, alias: Option<&str>, kind: SelectedKind) {
        let alias = match alias {
            Some(alias) => {
                self.problems.extend(alias_problem(alias));
                alias.to_owned()
            }
            None => format!("VALUE_{}", self.items.len() + 1),
        };
        self.items.push(Selected {
            sql: format!("{sql} AS {alias}"),
            name: alias,
            kind,
            children: Vec::new(),
        });
    }
}

/// Words of the language, which are no aliases.
const WORDS: [&str; 28] = [
    "ALL", "AND", "AS", "ASC", "BETWEEN", "BY", "CASE", "DESC", "DISTINCT", "ELSE", "END", "FETCH",
    "FROM", "GROUP", "HAVING", "IN", "IS", "LIKE", "NOT", "NULL", "OFFSET", "OR", "ORDER",
    "ROWNUM", "SELECT", "THEN", "WHEN", "WHERE",
];

/// Longest alias: what the oldest databases of the dialect take.
const MAX_ALIAS: usize = 30;

fn alias_problem(alias: &str) -> Option<String> {
    let is_name = alias.starts_with(|first: char| first.is_ascii_alphabetic())
        && alias
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    if !is_name || alias.len() > MAX_ALIAS {
        return Some(format!(
            "`{alias}` is no alias: it is made of up to {MAX_ALIAS} letters, digits and `_`, and starts \
             with a letter"
        ));
    }
    let is_word = WORDS.iter().any(|word| word.eq_ignore_ascii_case(alias));
    is_word.then(|| format!("`{alias}` is a word of the query language and no alias"))
}

/// What can be selected of entity `E`: a column (`&COL.status`), also at the end of a path, an
/// [`Aggregate`](super::Aggregate), [`Children`], an [`Expression`], or a tuple of these.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be selected of `{E}`",
    label = "select columns of this entity (`&COL.name`), paths from it, aggregates, children, or a tuple of them",
    note = "a column of another entity is reached by a path: `PATH.other.col(&other::COL.name)`"
)]
pub trait Selection<E> {
    /// What a row gives for it.
    type Values: RowValues;

    /// Puts it into a select list.
    #[doc(hidden)]
    fn add_to(self, list: &mut ListOf<Selected>);
}

/// Columns of entity `E`: one (`&COL.status`), a tuple, or a list of them.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no column of `{E}`",
    label = "name columns of this entity (`&COL.name`), or a tuple of them",
    note = "aggregates and children are for `select`; a column of another entity is reached by a path"
)]
pub trait ColumnList<E> {
    /// Puts them into a list.
    #[doc(hidden)]
    fn add_to(&self, list: &mut ListOf<Selected>);
}

/// What the rows of a query on entity `E` are put in order by: columns (`&COL.status`,
/// `COL.status.desc()`), aggregates, or a tuple of them.
#[diagnostic::on_unimplemented(
    message = "a query on `{E}` cannot be put in order by `{Self}`",
    label = "name columns of this entity (`&COL.name`, `COL.name.desc()`), or a tuple of them"
)]
pub trait OrderList<E> {
    /// Puts them into a list.
    #[doc(hidden)]
    fn add_to(&self, list: &mut ListOf<OrderTerm>);
}

/// A column or an aggregate with a direction; made by [`Column::asc`] and [`Column::desc`].
#[must_use]
pub struct Order<E> {
    term: OrderTerm,
    entity: PhantomData<fn() -> E>,
}

#[doc(hidden)]
#[derive(Debug, Clone)]
pub struct OrderTerm {
    pub(super) by: String,
    is_descending: bool,
}

impl OrderTerm {
    pub(super) fn to_sql(&self) -> String {
        let direction = if self.is_descending { " DESC" } else { "" };
        format!("{}{direction}", self.by)
    }
}

impl<E> Order<E> {
    pub(super) fn new(by: &str, is_descending: bool) -> Self {
        let by = by.to_owned();
        Self {
            term: OrderTerm { by, is_descending },
            entity: PhantomData,
        }
    }
}

impl<E: Entity> fmt::Debug for Order<E> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} by {}", E::WIRE_NAME, self.term.to_sql())
    }
}

impl<E, T> Column<E, T> {
    /// Puts rows in order by the column, the least first.
    pub fn asc(&self) -> Order<E> {
        Order::new(self.name(), false)
    }

    /// Puts rows in order by the column, the greatest first.
    pub fn desc(&self) -> Order<E> {
        Order::new(self.name(), true)
    }
}

/// An item of a select list in the vendor's own words, with a value of type `T`.
#[must_use]
pub struct Expression<E, T> {
    sql: String,
    alias: String,
    types: PhantomData<fn() -> (E, T)>,
}

impl<E, T> Expression<E, T> {
    /// A text that is sent as it is, and the alias that it is read by.
    ///
    /// Whoever calls this answers for what values do in the text.
    ///
    /// ```
    /// # use billbind_runtime::billingplatform::Expression;
    /// # struct Invoice;
    /// let year = Expression::<Invoice, String>::raw("to_char(DueDate, 'YYYY')", "due_year");
    /// ```
    pub fn raw(sql: impl Into<String>, alias: &str) -> Self {
        Self {
            sql: sql.into(),
            alias: alias.to_owned(),
            types: PhantomData,
        }
    }
}

impl<E: Entity, T> fmt::Debug for Expression<E, T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} of {}", self.sql, E::WIRE_NAME)
    }
}

/// A sub-query: the list of a record's children, read as `A`.
///
/// Made by [`Query::children_of`](super::Query::children_of); `P` is the entity of the parent.
#[must_use]
pub struct Children<P, A> {
    selected: Selected,
    problems: Vec<String>,
    types: PhantomData<fn() -> (P, A)>,
}

impl<P, A> Children<P, A> {
    pub(super) fn new(selected: Selected, problems: Vec<String>) -> Self {
        Self {
            selected,
            problems,
            types: PhantomData,
        }
    }
}

impl<P: Entity, A> fmt::Debug for Children<P, A> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} of {}", self.selected.sql, P::WIRE_NAME)
    }
}

impl<E, T: FieldValue> Selection<E> for &Column<E, T> {
    type Values = Option<T>;

    fn add_to(self, list: &mut ListOf<Selected>) {
        list.push_field(self.name());
    }
}

impl<E, T: FieldValue> Selection<E> for Column<E, T> {
    type Values = Option<T>;

    fn add_to(self, list: &mut ListOf<Selected>) {
        list.push_field(self.name());
    }
}

impl<E, T: FieldValue> Selection<E> for Expression<E, T> {
    type Values = Option<T>;

    fn add_to(self, list: &mut ListOf<Selected>) {
        list.push_aliased(&self.sql, Some(&self.alias), SelectedKind::Expression);
    }
}

impl<P, A: Answered> Selection<P> for Children<P, A> {
    type Values = Vec<A>;

    fn add_to(self, list: &mut ListOf<Selected>) {
        let name = &self.selected.name;
        let problems = self.problems.iter();
        list.problems
            .extend(problems.map(|problem| format!("children {name}: {problem}")));
        list.items.push(self.selected);
    }
}

impl<E, T> ColumnList<E> for Column<E, T> {
    fn add_to(&self, list: &mut ListOf<Selected>) {
        list.push_field(self.name());
    }
}

impl<E, T> OrderList<E> for Column<E, T> {
    fn add_to(&self, list: &mut ListOf<OrderTerm>) {
        list.items.push(self.asc().term);
    }
}

impl<E> OrderList<E> for Order<E> {
    fn add_to(&self, list: &mut ListOf<OrderTerm>) {
        list.items.push(self.term.clone());
    }
}

impl<E, C: ColumnList<E> + ?Sized> ColumnList<E> for &C {
    fn add_to(&self, list: &mut ListOf<Selected>) {
        (**self).add_to(list);
    }
}

impl<E, O: OrderList<E> + ?Sized> OrderList<E> for &O {
    fn add_to(&self, list: &mut ListOf<OrderTerm>) {
        (**self).add_to(list);
    }
}

impl<E, C: ColumnList<E>> ColumnList<E> for Vec<C> {
    fn add_to(&self, list: &mut ListOf<Selected>) {
        for column in self {
            column.add_to(list);
        }
    }
}

impl<E, O: OrderList<E>> OrderList<E> for Vec<O> {
    fn add_to(&self, list: &mut ListOf<OrderTerm>) {
        for term in self {
            term.add_to(list);
        }
    }
}

macro_rules! tuples {
    ($(($($part:ident $at:tt)+))+) => {$(
        impl<E, $($part: Selection<E>),+> Selection<E> for ($($part,)+) {
            type Values = ($($part::Values,)+);

            fn add_to(self, list: &mut ListOf<Selected>) {
                $(self.$at.add_to(list);)+
            }
        }

        impl<E, $($part: ColumnList<E>),+> ColumnList<E> for ($($part,)+) {
            fn add_to(&self, list: &mut ListOf<Selected>) {
                $(self.$at.add_to(list);)+
            }
        }

        impl<E, $($part: OrderList<E>),+> OrderList<E> for ($($part,)+) {
            fn add_to(&self, list: &mut ListOf<OrderTerm>) {
                $(self.$at.add_to(list);)+
            }
        }
    )+};
}

tuples! {
    (A 0)
    (A 0 B 1)
    (A 0 B 1 C 2)
    (A 0 B 1 C 2 D 3)
    (A 0 B 1 C 2 D 3 F 4)
    (A 0 B 1 C 2 D 3 F 4 G 5)
    (A 0 B 1 C 2 D 3 F 4 G 5 H 6)
    (A 0 B 1 C 2 D 3 F 4 G 5 H 6 I 7)
    (A 0 B 1 C 2 D 3 F 4 G 5 H 6 I 7 J 8)
    (A 0 B 1 C 2 D 3 F 4 G 5 H 6 I 7 J 8 K 9)
    (A 0 B 1 C 2 D 3 F 4 G 5 H 6 I 7 J 8 K 9 L 10)
    (A 0 B 1 C 2 D 3 F 4 G 5 H 6 I 7 J 8 K 9 L 10 M 11)
}
