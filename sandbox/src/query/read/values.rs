//! Values of a statement: fields, paths, literals, and the few functions that are known to work.

use sqlparser::ast::{
    CaseWhen, DataType, DuplicateTreatment, Expr, Function, FunctionArg, FunctionArgExpr,
    FunctionArgumentList, FunctionArguments, Ident, TimezoneInfo, TypedString, UnaryOperator,
    Value as Written, ValueWithSpan,
};

use super::conditions::condition;
use super::names::parts;
use super::operands::{Literal, Operand, scalar, text_of, unify_results, value_of};
use super::scope::Scope;
use crate::query::date_format::DateFormat;
use crate::query::decimal_functions::NumberFunction;
use crate::query::error::{QueryError, Result, shown};
use crate::query::statement::{Aggregate, Kind, Node, Value};

/// Where a value stands, and so what it may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Where there is a record.
    Record,
    /// Where there may be a group.
    Group,
    /// In an aggregate.
    Aggregate,
}

/// Reads a value that is compared, grouped, put in order or computed with.
pub(super) fn operand(scope: &mut Scope<'_>, expr: &Expr, place: Place) -> Result<Operand> {
    let value = match expr {
        Expr::Identifier(name) => named(scope, name)?,
        Expr::CompoundIdentifier(names) => scope.find(names)?.compared()?,
        Expr::Nested(inner) => return operand(scope, inner, place),
        Expr::Value(ValueWithSpan { value, span: _ }) => {
            return Ok(Operand::Literal(literal(value)?));
        }
        Expr::UnaryOp {
            op: op @ (UnaryOperator::Minus | UnaryOperator::Plus),
            expr,
        } => return Ok(Operand::Literal(signed(expr, *op == UnaryOperator::Minus)?)),
        Expr::TypedString(typed) => typed_string(typed)?,
        Expr::Function(function) => call(scope, function, place)?,
        Expr::Case {
            case_token: _,
            end_token: _,
            operand: None,
            conditions,
            else_result,
        } => case(scope, conditions, else_result.as_deref(), place)?,
        other => return Err(no_value(other)),
    };
    Ok(Operand::Value(value))
}

fn named(scope: &mut Scope<'_>, name: &Ident) -> Result<Value> {
    if name.quote_style.is_none() {
        if name.value.eq_ignore_ascii_case("systimestamp") {
            return Ok(Value {
                kind: Kind::DateTime,
                node: Node::Now,
            });
        }
        if is_rownum(name) {
            return Err(QueryError::new(
                "ROWNUM stands in WHERE only, beside the other conditions: `... AND ROWNUM < 100` or \
                 `... AND ROWNUM BETWEEN 1 AND 20`",
            ));
        }
    }
    scope.find(std::slice::from_ref(name))?.compared()
}

pub(super) fn is_rownum(name: &Ident) -> bool {
    name.quote_style.is_none() && name.value.eq_ignore_ascii_case("ROWNUM")
}

fn literal(value: &Written) -> Result<Literal> {
    match value {
        Written::Number(digits, false) => Ok(Literal::Number(digits.clone())),
        Written::SingleQuotedString(text) => Ok(Literal::Text(text.clone())),
        Written::Null => Ok(Literal::Nothing),
        Written::Boolean(_) => Err(QueryError::new(
            "there is no TRUE and FALSE: flags are compared with '1' and '0'",
        )),
        _ => Err(QueryError::new(
            "a value is a text in single quotes or a number",
        )),
    }
}

fn signed(expr: &Expr, is_negative: bool) -> Result<Literal> {
    let Expr::Value(ValueWithSpan {
        value: Written::Number(digits, false),
        span: _,
    }) = expr
    else {
        return Err(QueryError::new(
            "a sign stands before a number only: values are compared and not computed with",
        ));
    };
    let sign = if is_negative { "-" } else { "" };
    Ok(Literal::Number(format!("{sign}{digits}")))
}

/// `DATE '2015-05-05'`, `TIMESTAMP '2015-05-05 01:02:03'`.
fn typed_string(typed: &TypedString) -> Result<Value> {
    let TypedString {
        data_type,
        value: ValueWithSpan { value, span: _ },
        uses_odbc_syntax,
    } = typed;
    let kind = match data_type {
        DataType::Date => Kind::Date,
        DataType::Timestamp(None, TimezoneInfo::None) => Kind::DateTime,
        _ => {
            return Err(QueryError::new(
                "the words before a text are DATE and TIMESTAMP only: DATE '2015-05-05'",
            ));
        }
    };
    let literal = literal(value)?;
    if *uses_odbc_syntax || !matches!(literal, Literal::Text(_)) {
        return Err(QueryError::new("a date is written DATE '2015-05-05'"));
    }
    Ok(Value {
        kind,
        node: Node::Bound(scalar(literal, kind)?),
    })
}

fn case(
    scope: &mut Scope<'_>,
    branches: &[CaseWhen],
    otherwise: Option<&Expr>,
    place: Place,
) -> Result<Value> {
    let mut conditions = Vec::with_capacity(branches.len());
    let mut results = Vec::with_capacity(branches.len() + 1);
    for CaseWhen {
        condition: when,
        result,
    } in branches
    {
        conditions.push(condition(scope, when, place)?);
        results.push(operand(scope, result, place)?);
    }
    if let Some(otherwise) = otherwise {
        results.push(operand(scope, otherwise, place)?);
    }
    let (kind, mut values) = unify_results(results)?;
    let otherwise = otherwise.and_then(|_| values.pop()).map(Box::new);
    Ok(Value {
        kind,
        node: Node::Case(conditions.into_iter().zip(values).collect(), otherwise),
    })
}

fn call(scope: &mut Scope<'_>, function: &Function, place: Place) -> Result<Value> {
    let Function {
        name,
        uses_odbc_syntax,
        parameters,
        args,
        within_group,
        filter,
        null_treatment,
        over,
    } = function;
    let names = parts(name)?;
    let name = match names.as_slice() {
        [name] => name.value.to_ascii_uppercase(),
        _ => String::new(),
    };
    let is_plain = !uses_odbc_syntax
        && matches!(parameters, FunctionArguments::None)
        && within_group.is_empty()
        && filter.is_none()
        && null_treatment.is_none()
        && over.is_none();
    if !is_plain {
        return Err(QueryError::new(format!(
            "{}: functions take values in parentheses and nothing else (no OVER, FILTER or WITHIN GROUP)",
            shown(&name)
        )));
    }
    let aggregate = match name.as_str() {
        "COUNT" => Some(Aggregate::Count),
        "SUM" => Some(Aggregate::Number(NumberFunction::Sum)),
        "AVG" => Some(Aggregate::Number(NumberFunction::Average)),
        "MIN" => Some(Aggregate::Min),
        "MAX" => Some(Aggregate::Max),
        _ => None,
    };
    if let Some(aggregate) = aggregate {
        let argument = arguments::<1>(&name, args)?;
        return aggregated(scope, &name, aggregate, argument, place);
    }
    match name.as_str() {
        "UPPER" => {
            let [text] = arguments(&name, args)?;
            let text = text_of(operand(scope, text, place)?, "UPPER")?;
            Ok(Value {
                kind: Kind::Text,
                node: Node::Upper(Box::new(text)),
            })
        }
        "TO_CHAR" => {
            let [moment, format] = arguments(&name, args)?;
            to_char(scope, moment, format, place)
        }
        "NVL" => {
            let [value, otherwise]: [&Expr; 2] = arguments(&name, args)?;
            let both = vec![
                operand(scope, value, place)?,
                operand(scope, otherwise, place)?,
            ];
            let (kind, values) = unify_results(both)?;
            match <[Value; 2]>::try_from(values) {
                Ok([value, otherwise]) => Ok(Value {
                    kind,
                    node: Node::Nvl(Box::new(value), Box::new(otherwise)),
                }),
                Err(_) => Err(QueryError::new("NVL takes two values")),
            }
        }
        _ => Err(unknown_function(&name)),
    }
}

fn aggregated(
    scope: &mut Scope<'_>,
    name: &str,
    aggregate: Aggregate,
    [argument]: [&Expr; 1],
    place: Place,
) -> Result<Value> {
    match place {
        Place::Group => {}
        Place::Record => {
            return Err(QueryError::new(format!(
                "{name} is of a group of records: conditions on it stand in HAVING, after GROUP BY"
            )));
        }
        Place::Aggregate => {
            return Err(QueryError::new(format!(
                "{name} stands in another aggregate: each is of records"
            )));
        }
    }
    let value = value_of(operand(scope, argument, Place::Aggregate)?)?;
    let kind = match aggregate {
        Aggregate::Count => Kind::Integer,
        Aggregate::Min | Aggregate::Max => value.kind,
        Aggregate::Number(_) if value.kind.is_number() => Kind::Decimal,
        Aggregate::Number(_) => {
            return Err(QueryError::new(format!(
                "{name} is of numbers, and {} is given",
                value.kind.noun()
            )));
        }
    };
    Ok(Value {
        kind,
        node: Node::Aggregate(aggregate, Box::new(value)),
    })
}

fn to_char(scope: &mut Scope<'_>, moment: &Expr, format: &Expr, place: Place) -> Result<Value> {
    let moment = value_of(operand(scope, moment, place)?)?;
    let Operand::Literal(Literal::Text(format)) = operand(scope, format, place)? else {
        return Err(QueryError::new(
            "the format of to_char is a text: to_char(DueDate, 'YYYY-MM-DD')",
        ));
    };
    if !matches!(moment.kind, Kind::Date | Kind::DateTime) {
        return Err(QueryError::new(format!(
            "to_char writes dates here, and {} is given",
            moment.kind.noun()
        )));
    }
    DateFormat::read(&format)?;
    Ok(Value {
        kind: Kind::Text,
        node: Node::ToChar(Box::new(moment), format),
    })
}

/// The arguments of a function that takes a fixed number of them.
fn arguments<'e, const COUNT: usize>(
    name: &str,
    written: &'e FunctionArguments,
) -> Result<[&'e Expr; COUNT]> {
    let wrong = |reason: &str| QueryError::new(format!("{name}: {reason}"));
    let FunctionArguments::List(FunctionArgumentList {
        duplicate_treatment,
        args,
        clauses,
    }) = written
    else {
        return Err(wrong("its values stand in parentheses"));
    };
    match duplicate_treatment {
        None => {}
        Some(DuplicateTreatment::Distinct | DuplicateTreatment::All) => {
            return Err(wrong(
                "there is no DISTINCT and no ALL: group by the field and count the groups",
            ));
        }
    }
    if !clauses.is_empty() {
        return Err(wrong("it takes values and no clauses"));
    }
    let mut values = Vec::with_capacity(args.len());
    for arg in args {
        match arg {
            FunctionArg::Unnamed(FunctionArgExpr::Expr(value)) => values.push(value),
            FunctionArg::Unnamed(
                FunctionArgExpr::Wildcard
                | FunctionArgExpr::QualifiedWildcard(_)
                | FunctionArgExpr::WildcardWithOptions(_),
            ) => {
                return Err(wrong(
                    "there is no `*`: count a field that is always there, COUNT(Id)",
                ));
            }
            FunctionArg::Named {
                name: _,
                arg: _,
                operator: _,
            }
            | FunctionArg::ExprNamed {
                name: _,
                arg: _,
                operator: _,
            } => return Err(wrong("its values have no names")),
        }
    }
    let count = values.len();
    values
        .try_into()
        .map_err(|_| wrong(&format!("it takes {COUNT} values, and {count} are given")))
}

fn unknown_function(name: &str) -> QueryError {
    let hint = match name {
        "LOWER" => "; compare in upper case, with UPPER",
        "NOW" | "CURRENT_TIMESTAMP" | "CURRENT_DATE" | "GETDATE" => {
            "; the current time is `systimestamp`"
        }
        "COALESCE" | "IFNULL" | "ISNULL" => "; NVL gives another value where one is missing",
        "TO_DATE" | "TO_TIMESTAMP" => "; a date is written 'YYYY-MM-DD' or DATE '2015-05-05'",
        _ => "",
    };
    QueryError::new(format!(
        "there is no function `{}` here{hint}; known to work are SUM, COUNT, AVG, MIN, MAX, UPPER, \
         to_char, NVL, CASE and systimestamp",
        shown(name)
    ))
}

/// Why something is no value; the parser's tree is not shown, it may be deep.
pub(super) fn no_value(expr: &Expr) -> QueryError {
    QueryError::new(match expr {
        Expr::Subquery(_)
        | Expr::Exists { .. }
        | Expr::InSubquery { .. }
        | Expr::AnyOp { .. }
        | Expr::AllOp { .. } => {
            "a sub-query stands in the select list only, from a child to its parent \
             (`(SELECT Id FROM Activity.InvoiceObj)`); in a condition, follow a path \
             (`AccountObj.Name = 'x'`) or run two queries"
        }
        Expr::Wildcard(_) | Expr::QualifiedWildcard(..) => "there is no `*`: name the fields",
        Expr::BinaryOp { .. }
        | Expr::IsNull(_)
        | Expr::IsNotNull(_)
        | Expr::Between { .. }
        | Expr::InList { .. }
        | Expr::Like { .. } => {
            "a condition or a computation stands where a value is expected: values are compared and not \
             computed with, and CASE WHEN makes a value of a condition"
        }
        Expr::UnaryOp { .. } => "NOT stands before a condition, and a sign before a number",
        Expr::Case { .. } => {
            "CASE is followed by WHEN: CASE WHEN Status = 'CLOSED' THEN 1 ELSE 0 END"
        }
        Expr::Tuple(_) => "a list of values stands behind IN only",
        Expr::Cast { .. } | Expr::Convert { .. } => {
            "there is no CAST: values are compared in the kind of their field"
        }
        Expr::Interval(_) | Expr::Extract { .. } | Expr::AtTimeZone { .. } => {
            "dates are compared and not computed with: write the date itself"
        }
        Expr::Trim { .. }
        | Expr::Substring { .. }
        | Expr::Position { .. }
        | Expr::Overlay { .. }
        | Expr::Ceil { .. }
        | Expr::Floor { .. } => {
            "there is no such function here; known to work are SUM, COUNT, AVG, MIN, MAX, UPPER, to_char, NVL, \
             CASE and systimestamp"
        }
        _ => {
            "a field, a path, a text in single quotes or a number is expected, and something else stands there"
        }
    })
}
