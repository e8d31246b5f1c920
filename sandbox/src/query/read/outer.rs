//! What stands around a SELECT: its order and its page, and much that the language does not have.

use sqlparser::ast::{
    Expr, Fetch, LimitClause, Offset, OffsetRows, OrderBy, OrderByExpr, OrderByKind,
    OrderByOptions, OrderBySort, Query, Select, SetExpr, Value as Written, ValueWithSpan,
};

use super::operands::value_of;
use super::scope::Scope;
use super::values::{Place, operand};
use crate::query::MAX_PAGE;
use crate::query::error::{QueryError, Result};
use crate::query::statement::{Order, Page, Value};

/// The clauses around a SELECT that the language has.
pub(super) struct Clauses<'q> {
    pub(super) order: &'q [OrderByExpr],
    pub(super) offset: Option<&'q Offset>,
    pub(super) fetch: Option<&'q Fetch>,
}

pub(super) fn take_apart(query: &Query) -> Result<(&Select, Clauses<'_>)> {
    let Query {
        with,
        body,
        order_by,
        limit_clause,
        fetch,
        locks,
        for_clause,
        settings,
        format_clause,
        pipe_operators,
    } = query;
    if with.is_some() {
        return Err(QueryError::new("there is no WITH: run several queries"));
    }
    if !locks.is_empty() || for_clause.is_some() {
        return Err(QueryError::new("there is no FOR: records are not locked"));
    }
    if settings.is_some() || format_clause.is_some() || !pipe_operators.is_empty() {
        return Err(QueryError::new(
            "there are no SETTINGS, no FORMAT and no pipes",
        ));
    }
    let select = match &**body {
        SetExpr::Select(select) => &**select,
        SetExpr::SetOperation {
            left: _,
            op: _,
            set_quantifier: _,
            right: _,
        } => {
            return Err(QueryError::new(
                "there is no UNION, MINUS or INTERSECT: run two queries",
            ));
        }
        SetExpr::Query(_) => {
            return Err(QueryError::new("a statement stands without parentheses"));
        }
        _ => return Err(QueryError::new("only SELECT statements are run")),
    };
    let order = match order_by {
        None => &[][..],
        Some(OrderBy {
            kind: OrderByKind::Expressions(terms),
            interpolate: None,
        }) => terms.as_slice(),
        Some(_) => {
            return Err(QueryError::new(
                "behind ORDER BY stand fields, paths and aliases, each with ASC or DESC",
            ));
        }
    };
    let offset = match limit_clause {
        None => None,
        Some(LimitClause::LimitOffset {
            limit: None,
            offset,
            limit_by,
        }) if limit_by.is_empty() => offset.as_ref(),
        Some(_) => {
            return Err(QueryError::new(
                "there is no LIMIT: write OFFSET 0 ROWS FETCH NEXT 10 ROWS ONLY, or ROWNUM <= 10 in WHERE",
            ));
        }
    };
    Ok((
        select,
        Clauses {
            order,
            offset,
            fetch: fetch.as_ref(),
        },
    ))
}

pub(super) fn read_order(scope: &mut Scope<'_>, terms: &[OrderByExpr]) -> Result<Vec<Order>> {
    let mut order: Vec<Order> = Vec::with_capacity(terms.len());
    for term in terms {
        let OrderByExpr {
            expr,
            options: OrderByOptions { sort, nulls_first },
            with_fill,
        } = term;
        if nulls_first.is_some() || with_fill.is_some() {
            return Err(QueryError::new(
                "there is no NULLS FIRST or NULLS LAST: what is not there comes last, with DESC first",
            ));
        }
        let is_descending = match sort {
            None | Some(OrderBySort::Asc) => false,
            Some(OrderBySort::Desc) => true,
            Some(OrderBySort::Using(_)) => {
                return Err(QueryError::new(
                    "behind a name in ORDER BY stands ASC or DESC",
                ));
            }
        };
        refuse_position(expr, "ORDER BY")?;
        let by = match alias(scope, expr) {
            Some(value) => value,
            None => value_of(operand(scope, expr, Place::Group)?)?,
        };
        // A second time, nothing is left to be put in order by it.
        if !order.iter().any(|known| known.by == by) {
            order.push(Order { by, is_descending });
        }
    }
    Ok(order)
}

fn alias(scope: &Scope<'_>, expr: &Expr) -> Option<Value> {
    let Expr::Identifier(name) = expr else {
        return None;
    };
    let found = scope
        .aliases
        .iter()
        .find(|(alias, _)| alias.eq_ignore_ascii_case(&name.value))?;
    name.quote_style.is_none().then(|| found.1.clone())
}

pub(super) fn refuse_position(expr: &Expr, clause: &str) -> Result<()> {
    if let Expr::Value(_) = expr {
        return Err(QueryError::new(format!(
            "a value stands behind {clause}: name the field or the alias, and not its position"
        )));
    }
    Ok(())
}

pub(super) fn page(clauses: &Clauses<'_>) -> Result<Page> {
    let offset = match clauses.offset {
        None => 0,
        Some(Offset { value, rows }) => {
            if *rows == OffsetRows::None {
                return Err(QueryError::new("an offset is written OFFSET 20 ROWS"));
            }
            row_count(value)
                .ok_or_else(|| QueryError::new("an offset is a whole number: OFFSET 20 ROWS"))?
        }
    };
    let rows = match clauses.fetch {
        None => MAX_PAGE,
        Some(Fetch {
            with_ties: false,
            percent: false,
            quantity: Some(quantity),
        }) => row_count(quantity)
            .ok_or_else(|| {
                QueryError::new("a page is a whole number of rows: FETCH NEXT 20 ROWS ONLY")
            })?
            .min(MAX_PAGE),
        Some(Fetch {
            with_ties: _,
            percent: _,
            quantity: _,
        }) => return Err(QueryError::new("a page is written FETCH NEXT 20 ROWS ONLY")),
    };
    Ok(Page { offset, rows })
}

/// A number of rows; one beyond all that a table can have is cut.
fn row_count(expr: &Expr) -> Option<i64> {
    let Expr::Value(ValueWithSpan {
        value: Written::Number(digits, false),
        span: _,
    }) = expr
    else {
        return None;
    };
    let are_digits = digits.bytes().all(|byte| byte.is_ascii_digit());
    are_digits.then(|| digits.parse().unwrap_or(i64::MAX))
}
