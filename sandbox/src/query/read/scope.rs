//! What the names of a statement stand for: fields of its entity, and of those that paths lead to.

use billbind_codegen::model::Access;
use sqlparser::ast::Ident;

use super::names::{check_name, is_same_plainly};
use crate::organization::{Entity, Field, IdKind, Kind as FieldKind, Organization};
use crate::query::error::{QueryError, Result, shown};
use crate::query::statement::{Kind, Node, Reached, Shape, Table, Value};

/// SQLite joins 64 tables at most.
const MAX_TABLES: usize = 60;

/// The tables of a statement, and what is known by name in it.
pub(super) struct Scope<'a> {
    pub(super) organization: &'a Organization,
    pub(super) entity: &'a Entity,
    pub(super) tables: Vec<Table>,
    entities: Vec<&'a Entity>,
    /// In upper case, with what they stand for.
    pub(super) aliases: Vec<(String, Value)>,
}

/// A field that a name or a path leads to.
pub(super) struct Found<'a> {
    pub(super) entity: &'a Entity,
    pub(super) field: &'a Field,
    table: usize,
    /// The canonical names of the path.
    pub(super) path: Vec<String>,
}

impl<'a> Scope<'a> {
    pub(super) fn new(organization: &'a Organization, entity: &'a Entity) -> Self {
        Self {
            organization,
            entity,
            tables: vec![Table {
                name: entity.name.clone(),
                id: entity.id_field().name.clone(),
                reached: None,
            }],
            entities: vec![entity],
            aliases: Vec::new(),
        }
    }

    /// Follows a name or a path.
    pub(super) fn find(&mut self, names: &[Ident]) -> Result<Found<'a>> {
        let mut table = 0;
        let mut path = Vec::with_capacity(names.len());
        let Some((last, relations)) = names.split_last() else {
            return Err(QueryError::new("a name is missing"));
        };
        for name in relations {
            check_name(name)?;
            let (next, relation) = self.follow(table, &name.value)?;
            table = next;
            path.push(relation);
        }
        check_name(last)?;
        let entity = self.entities[table];
        let field = self.field(entity, &last.value)?;
        path.push(field.name.clone());
        Ok(Found {
            entity,
            field,
            table,
            path,
        })
    }

    /// The table that a relation leads to, which may be there already.
    fn follow(&mut self, from: usize, name: &str) -> Result<(usize, String)> {
        let entity = self.entities[from];
        let found = entity
            .relation_in_any_case(name)
            .and_then(|field| Some((field, field.target()?, field.relation.clone()?)));
        let Some((field, target, relation)) = found else {
            return Err(no_relation(entity, name));
        };
        let reached = Some(Reached {
            from,
            reference: field.name.clone(),
        });
        let known = self
            .tables
            .iter()
            .position(|table| table.reached == reached);
        if let Some(table) = known {
            return Ok((table, relation));
        }
        if self.tables.len() >= MAX_TABLES {
            return Err(QueryError::new(format!(
                "the paths of the statement lead to more than {MAX_TABLES} records: make several queries"
            )));
        }
        let target = self.organization.entity(target);
        self.tables.push(Table {
            name: target.name.clone(),
            id: target.id_field().name.clone(),
            reached,
        });
        self.entities.push(target);
        Ok((self.tables.len() - 1, relation))
    }

    fn field(&self, entity: &'a Entity, name: &str) -> Result<&'a Field> {
        if let Some(field) = entity.field_in_any_case(name) {
            return Ok(field);
        }
        // Physical names: `LOWER_BAND` is `LowerBand` (seen in client programs).
        let mut same = entity
            .fields
            .iter()
            .filter(|field| is_same_plainly(&field.name, name));
        match (same.next(), same.next()) {
            (Some(field), None) => Ok(field),
            (Some(first), Some(second)) => Err(QueryError::new(format!(
                "`{}` may be {} or {} of {}: write the one you mean",
                shown(name),
                first.name,
                second.name,
                entity.name
            ))),
            (None, _) => Err(self.no_field(entity, name)),
        }
    }

    fn no_field(&self, entity: &Entity, name: &str) -> QueryError {
        let hint = if entity.relation_in_any_case(name).is_some() {
            format!("; it is a relation: add a field, like `{}.Id`", shown(name))
        } else if self
            .aliases
            .iter()
            .any(|(alias, _)| alias.eq_ignore_ascii_case(name))
        {
            "; an alias is known in ORDER BY only: repeat what it stands for".to_owned()
        } else {
            let near = entity
                .fields
                .iter()
                .find(|field| is_near(&field.name, name));
            match near {
                Some(field) => format!(": did you mean {}?", field.name),
                None if name.eq_ignore_ascii_case("sysdate") => {
                    ": the current time is `systimestamp`".to_owned()
                }
                None => "; text stands in single quotes: 'text'".to_owned(),
            }
        };
        QueryError::new(format!(
            "{} has no field `{}`{hint}",
            entity.name,
            shown(name)
        ))
    }
}

impl Found<'_> {
    /// The value, to be selected.
    ///
    /// `None` for a file: it is moved by upload and download only.
    pub(super) fn selected(&self) -> Result<Option<(Value, Shape)>> {
        if self.field.access == Access::WriteOnly {
            return Err(QueryError::new(format!(
                "{} is written and never returned, so it cannot be selected",
                self.name()
            )));
        }
        let shape = match self.field.kind {
            FieldKind::File => return Ok(None),
            FieldKind::List(_) => Shape::Json,
            _ => Shape::Text,
        };
        Ok(Some((self.value(), shape)))
    }

    /// The value, to be compared, grouped or put in order.
    pub(super) fn compared(&self) -> Result<Value> {
        let is_secret = self.field.access == Access::WriteOnly
            || matches!(self.field.kind, FieldKind::Secret { .. });
        if is_secret {
            return Err(QueryError::new(format!(
                "{} is secret: whether it is there can be asked (IS NULL), and nothing else",
                self.name()
            )));
        }
        self.tested()
    }

    /// The value, to be asked whether it is there.
    pub(super) fn tested(&self) -> Result<Value> {
        if matches!(self.field.kind, FieldKind::File) {
            return Err(QueryError::new(format!(
                "{} is a file: files are moved by upload and download, and no part of a condition",
                self.name()
            )));
        }
        Ok(self.value())
    }

    fn value(&self) -> Value {
        Value {
            kind: kind_of(&self.field.kind),
            node: Node::Column {
                table: self.table,
                name: self.field.name.clone(),
            },
        }
    }

    pub(super) fn name(&self) -> String {
        format!("{} of {}", self.field.name, self.entity.name)
    }
}

fn kind_of(kind: &FieldKind) -> Kind {
    match kind {
        FieldKind::Id(key) | FieldKind::Reference { key, .. } => match key {
            IdKind::Issued => Kind::Integer,
            IdKind::Given => Kind::Key,
            IdKind::External => Kind::ExternalId,
        },
        FieldKind::Integer => Kind::Integer,
        FieldKind::Decimal { .. } => Kind::Decimal,
        FieldKind::Flag(form) => Kind::Flag(*form),
        FieldKind::Date => Kind::Date,
        FieldKind::DateTime => Kind::DateTime,
        FieldKind::Text { .. }
        | FieldKind::Enum { .. }
        | FieldKind::Secret { .. }
        | FieldKind::File
        | FieldKind::Raw
        | FieldKind::List(_) => Kind::Text,
    }
}

fn no_relation(entity: &Entity, name: &str) -> QueryError {
    let hint = if let Some(relation) = entity
        .field_in_any_case(name)
        .and_then(|field| field.relation.as_ref())
    {
        format!(": the record behind it is reached by {relation}")
    } else if is_same_plainly(&entity.name, name) {
        "; fields of the entity itself are written alone, and tables have no other names".to_owned()
    } else {
        let relations: Vec<&str> = entity
            .fields
            .iter()
            .filter_map(|field| field.relation.as_deref())
            .take(12)
            .collect();
        if relations.is_empty() {
            "; it has none".to_owned()
        } else {
            format!("; it has {}", relations.join(", "))
        }
    };
    QueryError::new(format!(
        "`{}` is no relation of {}{hint}",
        shown(name),
        entity.name
    ))
}

/// Whether somebody who wrote the one may have meant the other: a letter more, fewer or other.
fn is_near(known: &str, written: &str) -> bool {
    let (known, written) = (known.to_ascii_lowercase(), written.to_ascii_lowercase());
    let (known, written) = (known.as_bytes(), written.as_bytes());
    if known.len().abs_diff(written.len()) > 1 || written.len() < 3 {
        return false;
    }
    let start = known
        .iter()
        .zip(written)
        .take_while(|(left, right)| left == right)
        .count();
    let end = known
        .iter()
        .rev()
        .zip(written.iter().rev())
        .take_while(|(left, right)| left == right)
        .count();
    start + end + 1 >= known.len().max(written.len())
}
