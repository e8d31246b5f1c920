//! The clauses of a SELECT, one after the other.

use sqlparser::ast::{Distinct, Expr, GroupByExpr, Query, Select, SelectFlavor};

use super::conditions::{condition, where_condition};
use super::from::{find_entity, from};
use super::groups::check_groups;
use super::items::read_items;
use super::operands::value_of;
use super::outer::{Clauses, page, read_order, refuse_position, take_apart};
use super::scope::Scope;
use super::values::{Place, operand};
use crate::organization::{Entity, Organization};
use crate::query::MAX_PAGE;
use crate::query::error::{QueryError, Result, shown};
use crate::query::statement::{Condition, Page, Statement, Value};

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
