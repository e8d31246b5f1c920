//! The clauses of a SELECT, one after the other.

use billbind_codegen::model::Operation;
use sqlparser::ast::{
    Distinct, Expr, Fetch, GroupByExpr, LimitClause, Offset, OffsetRows, OrderBy, OrderByExpr,
    OrderByKind, OrderByOptions, OrderBySort, Query, Select, SelectFlavor, SetExpr, TableFactor,
    TableWithJoins, Value as Written, ValueWithSpan,
};

use super::conditions::{condition, where_condition};
use super::groups::check_groups;
use super::items::read_items;
use super::names::{check_name, parts};
use super::operands::value_of;
use super::scope::Scope;
use super::values::{Place, operand};
use crate::organization::{Entity, Organization};
use crate::query::MAX_PAGE;
use crate::query::error::{QueryError, Result, shown};
use crate::query::statement::{Condition, Order, Page, Statement, Value};

/// Most items of a list of a statement.
const MAX_ITEMS: usize = 1_000;

/// Reads a whole statement.
pub(in crate::query) fn read_statement(
    organization: &Organization,
    query: &Query,
) -> Result<Statement> {
    let (select, clauses) = take_apart(query)?;
    let names = from(select)?;
    let [name] = names.as_slice() else {
        return Err(QueryError::new(format!(
            "`{}` behind FROM: one entity by its name; a path from a child to its parent is for \
             sub-queries in the select list",
            shown(&names.join("."))
        )));
    };
    let entity = find_entity(organization, name)?;
    let mut scope = Scope::new(organization, entity);
    let mut statement = read_select(&mut scope, select, &clauses)?;
    statement.page = Some(page(&clauses)?);
    statement.tables = scope.tables;
    Ok(statement)
}

/// Reads a condition on whole records; what is selected is their ids.
pub(in crate::query) fn read_condition(
    organization: &Organization,
    entity: &Entity,
    expr: &Expr,
) -> Result<Statement> {
    let mut scope = Scope::new(organization, entity);
    let (condition, window) = where_condition(&mut scope, expr)?;
    Ok(Statement {
        tables: scope.tables,
        parent: None,
        items: Vec::new(),
        condition,
        window,
        is_grouped: false,
        groups: Vec::new(),
        having: None,
        order: Vec::new(),
        page: Some(Page {
            offset: 0,
            rows: MAX_PAGE,
        }),
    })
}

/// Reads a sub-query of a select list: the children of each record.
pub(super) fn read_children(
    organization: &Organization,
    parent: &Entity,
    query: &Query,
) -> Result<(Statement, String)> {
    let (select, clauses) = take_apart(query)?;
    let names = from(select)?;
    let [name, relation] = names.as_slice() else {
        return Err(QueryError::new(format!(
            "`{}` behind FROM of a sub-query: it is the children's entity and its relation to {}, like \
             `Activity.InvoiceObj`",
            shown(&names.join(".")),
            parent.name
        )));
    };
    let entity = find_entity(organization, name)?;
    let reference = entity.relation_in_any_case(relation).ok_or_else(|| {
        QueryError::new(format!(
            "`{}` is no relation of {}: behind FROM stands the children's entity and its relation to {}",
            shown(relation),
            entity.name,
            parent.name
        ))
    })?;
    if reference.target() != Some(parent.id) {
        return Err(QueryError::new(format!(
            "{} of {} does not lead to {}, whose records are selected",
            shown(relation),
            entity.name,
            parent.name
        )));
    }
    if clauses.offset.is_some() || clauses.fetch.is_some() {
        return Err(QueryError::new(
            "children have no pages: leave out OFFSET and FETCH of the sub-query, or query the children \
             themselves",
        ));
    }
    let mut scope = Scope::new(organization, entity);
    let mut statement = read_select(&mut scope, select, &clauses)?;
    if statement.is_grouped {
        return Err(QueryError::new(
            "children have no groups and no aggregates: query the children themselves, grouped by \
             their relation",
        ));
    }
    if statement.window.is_some() {
        return Err(QueryError::new(
            "ROWNUM is not for children: query the children themselves",
        ));
    }
    statement.parent = Some(reference.name.clone());
    statement.tables = scope.tables;
    Ok((statement, entity.name.clone()))
}

/// The clauses around a SELECT that the language has.
struct Clauses<'q> {
    order: &'q [OrderByExpr],
    offset: Option<&'q Offset>,
    fetch: Option<&'q Fetch>,
}

fn take_apart(query: &Query) -> Result<(&Select, Clauses<'_>)> {
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

/// The parts of the name behind FROM.
fn from(select: &Select) -> Result<Vec<String>> {
    let [table] = select.from.as_slice() else {
        return Err(QueryError::new(if select.from.is_empty() {
            "a query names its entity behind FROM (is there a comma too many before FROM?)"
        } else {
            "one entity stands behind FROM: follow a relation with a path like `AccountObj.Name`"
        }));
    };
    let TableWithJoins { relation, joins } = table;
    if !joins.is_empty() {
        return Err(QueryError::new(
            "there are no joins: follow a relation with a path like `AccountObj.Name`",
        ));
    }
    let TableFactor::Table {
        name,
        alias,
        args,
        with_hints,
        version,
        with_ordinality,
        partitions,
        json_path,
        sample,
        index_hints,
    } = relation
    else {
        return Err(QueryError::new(
            "behind FROM stands the name of an entity, and no sub-query or function",
        ));
    };
    if let Some(alias) = alias {
        return Err(QueryError::new(format!(
            "`{}` behind the entity: tables have no other names; write fields alone, or with a path like \
             `AccountObj.Name`",
            shown(&alias.name.value)
        )));
    }
    let is_plain = args.is_none()
        && with_hints.is_empty()
        && version.is_none()
        && !with_ordinality
        && partitions.is_empty()
        && json_path.is_none()
        && sample.is_none()
        && index_hints.is_empty();
    if !is_plain {
        return Err(QueryError::new(
            "behind FROM stands the name of an entity and nothing else",
        ));
    }
    parts(name)?
        .into_iter()
        .map(|part| {
            check_name(part)?;
            Ok(part.value.clone())
        })
        .collect()
}

fn find_entity<'a>(organization: &'a Organization, name: &str) -> Result<&'a Entity> {
    let entity = organization.entity_in_statement(name).ok_or_else(|| {
        QueryError::new(format!(
            "there is no entity `{}`; `SELECT EntityName FROM ENTITY` lists them",
            shown(name)
        ))
    })?;
    if entity.is_described && !entity.offers(Operation::Query) {
        return Err(QueryError::new(format!(
            "{} offers no queries, by its schema",
            entity.name
        )));
    }
    Ok(entity)
}

fn read_select(scope: &mut Scope<'_>, select: &Select, clauses: &Clauses<'_>) -> Result<Statement> {
    check_rest(select)?;
    let (projection, selection, having) = (&select.projection, &select.selection, &select.having);
    let groups = match &select.group_by {
        GroupByExpr::Expressions(groups, modifiers) if modifiers.is_empty() => groups.as_slice(),
        GroupByExpr::Expressions(..) | GroupByExpr::All(_) => {
            return Err(QueryError::new(
                "behind GROUP BY stand fields and paths only",
            ));
        }
    };
    for (list, length) in [
        ("SELECT", projection.len()),
        ("GROUP BY", groups.len()),
        ("ORDER BY", clauses.order.len()),
    ] {
        if length > MAX_ITEMS {
            return Err(QueryError::new(format!(
                "{length} items behind {list}: at most {MAX_ITEMS}"
            )));
        }
    }
    if having.is_some() && groups.is_empty() {
        return Err(QueryError::new(
            "HAVING is a condition on groups and needs GROUP BY; conditions on records stand in WHERE",
        ));
    }
    let items = read_items(scope, projection)?;
    let (condition, window) = match selection {
        Some(selection) => where_condition(scope, selection)?,
        None => (Condition::All(Vec::new()), None),
    };
    let groups = groups
        .iter()
        .map(|group| group_value(scope, group))
        .collect::<Result<Vec<_>>>()?;
    let having = having
        .as_ref()
        .map(|having| self::condition(scope, having, Place::Group))
        .transpose()?;
    let order = read_order(scope, clauses.order)?;
    let mut statement = Statement {
        tables: Vec::new(),
        parent: None,
        items,
        condition,
        window,
        is_grouped: false,
        groups,
        having,
        order,
        page: None,
    };
    check_groups(&mut statement)?;
    Ok(statement)
}

/// Refuses what a SELECT can have in other systems.
fn check_rest(select: &Select) -> Result<()> {
    let Select {
        select_token: _,
        optimizer_hints,
        distinct,
        select_modifiers,
        top,
        top_before_distinct: _,
        projection: _,
        exclude,
        into,
        from: _,
        lateral_views,
        prewhere,
        selection: _,
        connect_by,
        group_by: _,
        cluster_by,
        distribute_by,
        sort_by,
        having: _,
        named_window,
        qualify,
        window_before_qualify: _,
        value_table_mode,
        flavor,
    } = select;
    let refused = [
        (
            matches!(distinct, Some(Distinct::Distinct | Distinct::On(_))),
            "DISTINCT: group by the fields instead",
        ),
        (matches!(distinct, Some(Distinct::All)), "ALL: leave it out"),
        (
            top.is_some(),
            "TOP: write FETCH NEXT 10 ROWS ONLY at the end, or ROWNUM <= 10 in WHERE",
        ),
        (into.is_some(), "INTO: what is selected is answered"),
        (
            !connect_by.is_empty(),
            "CONNECT BY: follow relations with paths",
        ),
        (
            qualify.is_some() || !named_window.is_empty(),
            "WINDOW and QUALIFY: group by fields instead",
        ),
        (
            *flavor != SelectFlavor::Standard,
            "FROM before SELECT: write SELECT ... FROM ...",
        ),
        (
            !optimizer_hints.is_empty()
                || select_modifiers.is_some()
                || exclude.is_some()
                || !lateral_views.is_empty()
                || prewhere.is_some()
                || !cluster_by.is_empty()
                || !distribute_by.is_empty()
                || !sort_by.is_empty()
                || value_table_mode.is_some(),
            "other clauses than WHERE, GROUP BY, HAVING, ORDER BY, OFFSET and FETCH",
        ),
    ];
    match refused.into_iter().find(|(is_there, _)| *is_there) {
        Some((_, reason)) => Err(QueryError::new(format!("there is no {reason}"))),
        None => Ok(()),
    }
}

fn group_value(scope: &mut Scope<'_>, expr: &Expr) -> Result<Value> {
    refuse_position(expr, "GROUP BY")?;
    value_of(operand(scope, expr, Place::Record)?)
}

fn read_order(scope: &mut Scope<'_>, terms: &[OrderByExpr]) -> Result<Vec<Order>> {
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

fn refuse_position(expr: &Expr, clause: &str) -> Result<()> {
    if let Expr::Value(_) = expr {
        return Err(QueryError::new(format!(
            "a value stands behind {clause}: name the field or the alias, and not its position"
        )));
    }
    Ok(())
}

fn page(clauses: &Clauses<'_>) -> Result<Page> {
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
