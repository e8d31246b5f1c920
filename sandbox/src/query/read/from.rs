//! The entity behind FROM.

use billbind_codegen::model::Operation;
use sqlparser::ast::{Select, TableFactor, TableWithJoins};

use super::names::{check_name, parts};
use crate::organization::{Entity, Organization};
use crate::query::error::{QueryError, Result, shown};

/// The parts of the name behind FROM.
pub(super) fn from(select: &Select) -> Result<Vec<String>> {
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

pub(super) fn find_entity<'a>(organization: &'a Organization, name: &str) -> Result<&'a Entity> {
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
