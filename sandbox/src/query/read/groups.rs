//! Groups: what is selected of a group must be the same in all of its records, or an aggregate.

use crate::query::error::{QueryError, Result, shown};
use crate::query::statement::{Condition, Content, Node, Statement, Value};

/// Decides whether the statement is about groups, and checks it if so.
pub(super) fn check_groups(statement: &mut Statement) -> Result<()> {
    let values = statement
        .items
        .iter()
        .filter_map(|item| match &item.content {
            Content::Value(value, _) => Some(value),
            Content::Nothing | Content::Children(_) => None,
        });
    let has_aggregates = values.clone().any(has_aggregate)
        || statement.order.iter().any(|order| has_aggregate(&order.by));
    statement.is_grouped = has_aggregates || !statement.groups.is_empty();
    if !statement.is_grouped {
        return Ok(());
    }
    for item in &statement.items {
        let name = shown(&item.key.join("."));
        match &item.content {
            Content::Value(value, _) => check(value, &statement.groups, &name)?,
            Content::Nothing => return Err(not_of_group(&name)),
            Content::Children(_) => {
                return Err(QueryError::new(
                    "a group has no children: make a query of its own for them",
                ));
            }
        }
    }
    if let Some(having) = &statement.having {
        check_condition(having, &statement.groups)?;
    }
    for order in &statement.order {
        check(&order.by, &statement.groups, "a value of ORDER BY")?;
    }
    Ok(())
}

fn not_of_group(name: &str) -> QueryError {
    QueryError::new(format!(
        "`{name}` is not the same in all records of a group: name it in GROUP BY, or take an aggregate \
         of it"
    ))
}

fn has_aggregate(value: &Value) -> bool {
    match &value.node {
        Node::Aggregate(..) => true,
        Node::Column { .. } | Node::Bound(_) | Node::Now => false,
        Node::Converted(inner) | Node::Upper(inner) | Node::ToChar(inner, _) => {
            has_aggregate(inner)
        }
        Node::Nvl(left, right) => has_aggregate(left) || has_aggregate(right),
        Node::Case(branches, otherwise) => {
            branches.iter().any(|(condition, value)| {
                condition_has_aggregate(condition) || has_aggregate(value)
            }) || otherwise.as_deref().is_some_and(has_aggregate)
        }
    }
}

fn condition_has_aggregate(condition: &Condition) -> bool {
    match condition {
        Condition::All(parts) | Condition::Any(parts) => parts.iter().any(condition_has_aggregate),
        Condition::Not(inner) => condition_has_aggregate(inner),
        other => values_of(other).into_iter().any(has_aggregate),
    }
}

fn check(value: &Value, groups: &[Value], name: &str) -> Result<()> {
    if groups.contains(value) {
        return Ok(());
    }
    match &value.node {
        Node::Aggregate(..) | Node::Bound(_) | Node::Now => Ok(()),
        Node::Column { .. } => Err(not_of_group(name)),
        Node::Converted(inner) | Node::Upper(inner) | Node::ToChar(inner, _) => {
            check(inner, groups, name)
        }
        Node::Nvl(left, right) => {
            check(left, groups, name)?;
            check(right, groups, name)
        }
        Node::Case(branches, otherwise) => {
            for (condition, value) in branches {
                check_condition(condition, groups)?;
                check(value, groups, name)?;
            }
            otherwise
                .as_ref()
                .map_or(Ok(()), |otherwise| check(otherwise, groups, name))
        }
    }
}

fn check_condition(condition: &Condition, groups: &[Value]) -> Result<()> {
    match condition {
        Condition::All(parts) | Condition::Any(parts) => parts
            .iter()
            .try_for_each(|part| check_condition(part, groups)),
        Condition::Not(inner) => check_condition(inner, groups),
        other => values_of(other)
            .into_iter()
            .try_for_each(|value| check(value, groups, "a value of a condition on groups")),
    }
}

/// The values that a condition without parts compares.
fn values_of(condition: &Condition) -> Vec<&Value> {
    match condition {
        Condition::All(_) | Condition::Any(_) | Condition::Not(_) => Vec::new(),
        Condition::Compare(left, _, right) => vec![left, right],
        Condition::Between {
            value, low, high, ..
        } => vec![value, low, high],
        Condition::In { value, .. } | Condition::Null { value, .. } => vec![value],
        Condition::Like { value, pattern, .. } => vec![value, pattern],
    }
}
