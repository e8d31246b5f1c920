//! The vendor's query language BPQL: typed statements, and statements given as text.
//!
//! The builder stays inside of what is documented or seen to work; for the rest there are
//! [`Expression::raw`], [`Filter::raw`] and [`query`].
//!
//! Columns and paths are those of filters. The rest is generic code over three lists ([`Selection`],
//! [`ColumnList`], [`OrderList`]), each a trait for one item and for tuples of items. The type says
//! what comes back: a query starts [`Unselected`], which has no request, and is one for records or
//! for rows from there. Conditions on groups have a type of their own ([`Having`]), so that one on
//! records cannot stand in their place, nor the other way round. What types cannot say (a column
//! beside an aggregate and not in `group_by`) is refused when the request is rendered.

mod aggregate;
#[cfg(feature = "client")]
mod paged;
mod select;
mod statement;

use std::fmt;
use std::marker::PhantomData;

pub use aggregate::{Aggregate, Summable};
pub use select::{Children, ColumnList, Expression, Order, OrderList, Selection};

use super::BillingPlatform;
use super::read::decode_or_empty;
use crate::answer::Answer;
use crate::column::Path;
use crate::error::{Error, ErrorKind};
use crate::filter::{Filter, Having};
use crate::json::Members;
use crate::record::Record;
use crate::request::{Limits, Method, Request, Retry, Subject};
use crate::row::{Answered, Finish, Row, RowValues, Selected, SelectedKind};
use crate::table::{Access, Entity, Table};
use select::{ListOf, OrderTerm};

/// Most rows that the vendor gives in a page (documentation of the public client
/// forgineer/billingplatform-py).
pub const MAX_PAGE: u32 = 10_000;

/// Longest statement that goes in the URL, in bytes; a longer one goes as the body of a POST.
///
/// The vendor documents GET alone and no limit of the URL. Servers commonly end at 8,000 bytes;
/// escaped, this is 6,000 at most. `POST /query` with `{"sql": …}` is undocumented, and three
/// public client programs use it.
pub const MAX_STATEMENT_IN_URL: usize = 2_000;

/// A statement of the query language on entity `E`; `A` says what it is answered by.
///
/// `query()` in the entity's module starts one. [`columns`](Query::columns) makes it a query for
/// records, in which what was not selected is absent; [`select`](Query::select) one for typed
/// [`Row`]s, with parents, aggregates and lists of children. It is plain data: clone it to ask for
/// another page of the same.
///
/// ```
/// # use billbind_runtime::billingplatform::{Query, operations};
/// # use billbind_runtime::{Column, Decimal, Entity, Table};
/// # struct Invoice;
/// # impl Entity for Invoice { const WIRE_NAME: &'static str = "INVOICE"; }
/// # struct Columns { status: Column<Invoice, String>, total: Column<Invoice, Decimal> }
/// # static COL: Columns = Columns { status: Column::new("Status"), total: Column::new("Total") };
/// # static TABLE: Table = Table::new("INVOICE", 0, &[]);
/// # fn query() -> Query<Invoice> { operations::query(&TABLE) }
/// let totals = query()
///     .select((&COL.status, COL.total.sum().alias("total")))
///     .filter(COL.status.ne("VOID"))
///     .group_by(&COL.status)
///     .having(COL.total.sum().gt(100));
/// assert_eq!(
///     totals.to_sql(),
///     "SELECT Status, SUM(Total) AS total FROM INVOICE WHERE Status <> 'VOID' \
///      GROUP BY Status HAVING SUM(Total) > 100"
/// );
/// ```
///
/// What cannot be right (a column beside an aggregate that is not in `group_by`, a page of more
/// than [`MAX_PAGE`] rows) is refused when the request is rendered, all of it at once.
#[must_use = "a query is only data until it is made a request"]
pub struct Query<E, A = Unselected> {
    table: &'static Table,
    selected: Vec<Selected>,
    filters: Vec<Filter<E>>,
    groups: Vec<String>,
    having: Vec<Having<E>>,
    order: Vec<OrderTerm>,
    offset: u64,
    fetch: Option<u32>,
    problems: Vec<String>,
    answer: PhantomData<fn() -> A>,
}

/// Says of a query that it selects nothing yet.
#[derive(Debug, Clone, Copy)]
pub enum Unselected {}

/// Says of a query that it is answered by records.
#[derive(Debug, Clone, Copy)]
pub enum Records {}

/// Says of a query that it is answered by [`Row`]s with these values.
#[derive(Debug, Clone, Copy)]
pub struct Rows<V>(PhantomData<fn() -> V>);

/// A query that selects something.
#[diagnostic::on_unimplemented(
    message = "the query selects nothing yet",
    label = "call `columns` for records, or `select` for rows, before this"
)]
pub trait Selects<E> {
    /// What there is a list of in the answer.
    type Item: Answered;
}

impl<E: Record> Selects<E> for Records {
    type Item = E;
}

impl<E, V: RowValues> Selects<E> for Rows<V> {
    type Item = Row<V>;
}

/// Starts a query; called by generated code.
pub fn query_records<E: Entity>(table: &'static Table) -> Query<E> {
    Query {
        table,
        selected: Vec::new(),
        filters: Vec::new(),
        groups: Vec::new(),
        having: Vec::new(),
        order: Vec::new(),
        offset: 0,
        fetch: None,
        problems: Vec::new(),
        answer: PhantomData,
    }
}

impl<E: Entity> Query<E> {
    /// Selects columns, for an answer of records.
    ///
    /// The vendor adds `Id`. A column at the end of a path has no place in the record: its value
    /// is read by [`Extra::value`](crate::Extra::value).
    pub fn columns(self, columns: impl ColumnList<E>) -> Query<E, Records> {
        let mut names = ListOf::new(self.selected.len());
        columns.add_to(&mut names);
        self.selecting(names)
    }

    /// Selects every column that the schema knows, for an answer of records; the language has no
    /// `*`.
    pub fn all_columns(self) -> Query<E, Records> {
        let mut names = ListOf::new(self.selected.len());
        for field in self.table.fields {
            if field.rules.access != Access::WriteOnly {
                names.push_field(field.name);
            }
        }
        self.selecting(names)
    }

    /// Selects columns, paths, aggregates, children and expressions, for an answer of [`Row`]s.
    ///
    /// A tuple of up to twelve, and where that is not enough, a tuple of tuples.
    pub fn select<S: Selection<E>>(self, selection: S) -> Query<E, Rows<S::Values>> {
        let mut items = ListOf::new(self.selected.len());
        selection.add_to(&mut items);
        self.selecting(items)
    }

    fn selecting<A>(mut self, list: ListOf<Selected>) -> Query<E, A> {
        self.problems.extend(list.problems);
        Query {
            table: self.table,
            selected: list.items,
            filters: self.filters,
            groups: self.groups,
            having: self.having,
            order: self.order,
            offset: self.offset,
            fetch: self.fetch,
            problems: self.problems,
            answer: PhantomData,
        }
    }
}

impl<E: Entity, A> Query<E, A> {
    /// Only records that meet the condition; called again, both conditions.
    ///
    /// A cap on rows in the vendor's older way is `Filter::raw("ROWNUM < 1000")`. It counts before
    /// the rows are put in order, as far as is known; [`page`](Query::page) counts after that.
    pub fn filter(mut self, condition: Filter<E>) -> Self {
        self.filters.push(condition);
        self
    }

    /// One row for each combination of these columns' values.
    pub fn group_by(mut self, columns: impl ColumnList<E>) -> Self {
        let mut names = ListOf::new(0);
        columns.add_to(&mut names);
        self.groups
            .extend(names.items.into_iter().map(|item| item.name));
        self
    }

    /// Only groups that meet the condition, which is one on aggregates:
    /// `COL.amount.sum().gt(100)`; called again, both conditions.
    pub fn having(mut self, condition: Having<E>) -> Self {
        self.having.push(condition);
        self
    }

    /// Puts the rows in order; called again, what is equal by the earlier terms.
    pub fn order_by(mut self, order: impl OrderList<E>) -> Self {
        let mut terms = ListOf::new(0);
        order.add_to(&mut terms);
        self.order.extend(terms.items);
        self
    }

    /// Leaves out so many rows.
    pub fn offset(mut self, rows: u64) -> Self {
        self.offset = rows;
        self
    }

    /// At most so many rows, from 1 to [`MAX_PAGE`].
    pub fn fetch(mut self, rows: u32) -> Self {
        self.fetch = Some(rows);
        self
    }

    /// The page of this number, counted from 0, of so many rows each.
    ///
    /// Pages need an order in which no two rows are alike, or a row may come twice and another
    /// never. So a query with [`offset`](Query::offset) or [`fetch`](Query::fetch) is put in order
    /// by what was asked for and then by `Id`; by the columns of `group_by`, where there are any.
    /// Behind the last page the vendor answers 404, which
    /// [`empty_on_not_found`](Request::empty_on_not_found) makes an empty list.
    pub fn page(self, number: u64, rows: u32) -> Self {
        self.offset(number.saturating_mul(rows.into())).fetch(rows)
    }

    /// How many rows are left out.
    #[must_use]
    pub fn offset_rows(&self) -> u64 {
        self.offset
    }

    /// How many rows are asked for at most, where that is said.
    #[must_use]
    pub fn fetch_rows(&self) -> Option<u32> {
        self.fetch
    }

    /// Makes the query one for the children of another entity's records: an item of the other's
    /// select list.
    ///
    /// `path` leads from a child to its parent, as in
    /// `contract_rate::query().columns(…).children_of(&contract_rate::PATH.contract)`. What the
    /// list looks like in an answer is not documented: it is looked for in every layout that it
    /// could have.
    pub fn children_of<P, T>(self, path: &Path<E, P>) -> Children<P, T>
    where
        A: Selects<E, Item = T>,
    {
        let relation = path.name();
        let mut problems = self.all_problems();
        if relation.contains('.') {
            problems.push(format!(
                "`{relation}` is more than one step: children are those of their own parent"
            ));
        }
        if self.offset > 0 || self.fetch.is_some() || !self.groups.is_empty() {
            problems.push("children have no pages and no groups".to_owned());
        }
        let name = format!("{}.{relation}", E::WIRE_NAME);
        Children::new(
            Selected {
                sql: format!("({})", self.written(&name)),
                name,
                kind: SelectedKind::Children,
                children: self.selected,
            },
            problems,
        )
    }

    /// The request for the rows. A statement of more than [`MAX_STATEMENT_IN_URL`] bytes goes as
    /// POST; either way the request only reads and may be repeated.
    pub fn request<T: Answered>(&self) -> Request<BillingPlatform, Vec<T>>
    where
        // Not `A::Item` in the result: the compiler then says of a query without a selection that
        // it has no such method, and not why.
        A: Selects<E, Item = T>,
    {
        let subject = Subject {
            entity: Some(E::WIRE_NAME.into()),
            table: Some(self.table.into()),
            selected: self.selected.clone(),
            ..query_subject()
        };
        let mut request = send(subject, self.to_sql());
        request.problems.extend(self.all_problems());
        request
    }

    /// The statement.
    #[must_use]
    pub fn to_sql(&self) -> String {
        self.written(E::WIRE_NAME)
    }
}

impl<E, A> Clone for Query<E, A> {
    fn clone(&self) -> Self {
        Self {
            table: self.table,
            selected: self.selected.clone(),
            filters: self.filters.clone(),
            groups: self.groups.clone(),
            having: self.having.clone(),
            order: self.order.clone(),
            offset: self.offset,
            fetch: self.fetch,
            problems: self.problems.clone(),
            answer: PhantomData,
        }
    }
}

impl<E: Entity, A> fmt::Debug for Query<E, A> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.to_sql())
    }
}

/// Runs a statement of the vendor's query language (REST Methods, QUERY), given as text.
///
/// A statement of more than [`MAX_STATEMENT_IN_URL`] bytes goes as POST.
///
/// ```
/// use billbind_runtime::billingplatform::query;
///
/// let request = query("SELECT Status, SUM(GrandTotalAmount) AS total FROM Invoice GROUP BY Status");
/// let rendered = request.render("https://sandbox.billingplatform.com/myorg")?;
/// assert!(rendered.url.starts_with("https://sandbox.billingplatform.com/myorg/rest/2.0/query?sql=SELECT%20"));
/// # Ok::<(), billbind_runtime::Error>(())
/// ```
pub fn query(statement: impl Into<String>) -> Request<BillingPlatform, Vec<Row>> {
    send(query_subject(), statement.into())
}

fn query_subject() -> Subject {
    Subject {
        operation: "query",
        retry: Retry::Read,
        ..Subject::default()
    }
}

fn send<A: Answered>(subject: Subject, statement: String) -> Request<BillingPlatform, Vec<A>> {
    let is_long = statement.len() > MAX_STATEMENT_IN_URL;
    let method = if is_long { Method::Post } else { Method::Get };
    let path = ["rest", "2.0", "query"];
    let request = Request::new(method, &path, subject, decode_rows);
    if is_long {
        let mut json = Vec::with_capacity(statement.len() + 16);
        let mut members = Members::open(&mut json);
        crate::json::write_text(members.member("sql"), &statement);
        members.close();
        request.with_json(json)
    } else {
        request.with_query("sql", statement)
    }
}

/// Decodes the answer to a query.
pub(super) fn decode_rows<A: Answered>(
    subject: &Subject,
    limits: &Limits,
    answer: &Answer,
) -> Result<Vec<A>, Error> {
    let decoded = decode_or_empty(subject, limits, answer)?;
    let how = Finish {
        selected: &subject.selected,
        limits,
    };
    A::finish(decoded, &how).map_err(|misfit| {
        Error::new(
            ErrorKind::UnexpectedAnswer,
            subject.entity.clone(),
            subject.operation,
        )
        .at(format!("queryResponse{}", misfit.path()), misfit.expected())
    })
}
