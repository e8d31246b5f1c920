//! The select list: fields, paths, aggregates, other values with an alias, and children.

use sqlparser::ast::{Expr, FunctionArg, FunctionArgExpr, FunctionArguments, Ident, SelectItem};

use super::clauses::read_children;
use super::names::check_name;
use super::operands::value_of;
use super::scope::Scope;
use super::values::{Place, is_rownum, operand};
use crate::query::error::{QueryError, Result, shown};
use crate::query::statement::{Content, Item, Shape};

/// Reads a select list; the aliases are known in the scope from then on.
pub(super) fn read_items(scope: &mut Scope<'_>, projection: &[SelectItem]) -> Result<Vec<Item>> {
    let mut items: Vec<Item> = Vec::with_capacity(projection.len());
    let mut aliases = Vec::new();
    for selected in projection {
        let (expr, alias) = match selected {
            SelectItem::UnnamedExpr(expr) => (expr, None),
            SelectItem::ExprWithAlias { expr, alias } => {
                check_name(alias)?;
                (expr, Some(alias))
            }
            SelectItem::ExprWithAliases {
                expr: _,
                aliases: _,
            } => return Err(QueryError::new("a value has one alias")),
            SelectItem::QualifiedWildcard(..) | SelectItem::Wildcard(_) => {
                return Err(QueryError::new("there is no `*`: name the fields"));
            }
        };
        let item = read_item(scope, expr, alias)?;
        if let (Some(alias), Content::Value(value, _)) = (alias, &item.content) {
            aliases.push((alias.value.to_ascii_uppercase(), value.clone()));
        }
        add(&mut items, item)?;
    }
    scope.aliases = aliases;
    Ok(items)
}

fn add(items: &mut Vec<Item>, item: Item) -> Result<()> {
    let is_child = matches!(item.content, Content::Children(_));
    // The key of a path may not stand in another's way either: `AccountObj` and `AccountObj.Name`.
    let clash = items.iter().find(|known| {
        let shorter = known.key.len().min(item.key.len());
        known.key.get(..shorter) == item.key.get(..shorter)
            && (known.key.len() != item.key.len() || known.content != item.content)
            || known.key == item.key
    });
    match clash {
        None => items.push(item),
        Some(known) if !is_child && *known == item => {}
        Some(_) => {
            return Err(QueryError::new(format!(
                "two selected values are called `{}`: give one of them another alias, or make two queries",
                shown(&item.key.join("."))
            )));
        }
    }
    Ok(())
}

fn read_item(scope: &mut Scope<'_>, expr: &Expr, alias: Option<&Ident>) -> Result<Item> {
    let key = |own: Vec<String>| match alias {
        Some(alias) => vec![alias.value.to_ascii_uppercase()],
        None => own,
    };
    match expr {
        Expr::Subquery(query) => {
            let (children, entity) = read_children(scope.organization, scope.entity, query)?;
            Ok(Item {
                key: key(vec![entity]),
                content: Content::Children(Box::new(children)),
            })
        }
        Expr::Identifier(name)
            if !is_rownum(name) && !name.value.eq_ignore_ascii_case("systimestamp") =>
        {
            field(scope, std::slice::from_ref(name), key)
        }
        Expr::CompoundIdentifier(names) => field(scope, names, key),
        other => {
            let value = value_of(operand(scope, other, Place::Group)?)?;
            let Some(own) = alias.map(|_| Vec::new()).or_else(|| own_name(other)) else {
                return Err(QueryError::new(
                    "a selected value that is no field needs an alias: `UPPER(Name) AS upper_name`",
                ));
            };
            Ok(Item {
                key: key(own),
                content: Content::Value(value, Shape::Text),
            })
        }
    }
}

fn field(
    scope: &mut Scope<'_>,
    names: &[Ident],
    key: impl FnOnce(Vec<String>) -> Vec<String>,
) -> Result<Item> {
    let found = scope.find(names)?;
    let content = match found.selected()? {
        Some((value, shape)) => Content::Value(value, shape),
        None => Content::Nothing,
    };
    Ok(Item {
        key: key(found.path),
        content,
    })
}

/// What Oracle calls a function without an alias: its text in upper case. Only functions of a field or
/// a path have such a name; what else stands in one may be of any size.
fn own_name(expr: &Expr) -> Option<Vec<String>> {
    let Expr::Function(function) = expr else {
        return None;
    };
    let FunctionArguments::List(list) = &function.args else {
        return None;
    };
    let [FunctionArg::Unnamed(FunctionArgExpr::Expr(argument))] = list.args.as_slice() else {
        return None;
    };
    let names = match argument {
        Expr::Identifier(name) => std::slice::from_ref(name),
        Expr::CompoundIdentifier(names) => names.as_slice(),
        _ => return None,
    };
    let names: Vec<&str> = names.iter().map(|name| name.value.as_str()).collect();
    let name = format!("{}({})", function.name, names.join("."));
    Some(vec![name.to_uppercase()])
}
