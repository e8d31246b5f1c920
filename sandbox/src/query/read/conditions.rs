//! Conditions: what stands behind WHERE and HAVING, and in CASE.

use sqlparser::ast::{BinaryOperator, Expr, UnaryOperator, Value as Written, ValueWithSpan};

use super::operands::{Operand, text_of, unify};
use super::scope::Scope;
use super::values::{Place, is_rownum, no_value, operand};
use crate::query::error::{QueryError, Result};
use crate::query::pattern::Pattern;
use crate::query::statement::{Condition, Node, Operator, Scalar, Value, Window};

/// Reads the condition of a WHERE, with the conditions on ROWNUM that stand beside the others.
pub(super) fn where_condition(
    scope: &mut Scope<'_>,
    expr: &Expr,
) -> Result<(Condition, Option<Window>)> {
    let mut window: Option<Window> = None;
    let mut conditions = Vec::new();
    for part in conjuncts(expr) {
        match rownum_window(part)? {
            Some(next) => {
                let known = window.unwrap_or(Window::ALL);
                window = Some(Window {
                    first: known.first.max(next.first),
                    last: known.last.min(next.last),
                });
            }
            None => conditions.push(condition(scope, part, Place::Record)?),
        }
    }
    Ok((Condition::All(conditions), window))
}

/// Reads a condition.
pub(super) fn condition(scope: &mut Scope<'_>, expr: &Expr, place: Place) -> Result<Condition> {
    match expr {
        Expr::Nested(inner) => condition(scope, inner, place),
        Expr::UnaryOp {
            op: UnaryOperator::Not,
            expr,
        } => Ok(Condition::Not(Box::new(condition(scope, expr, place)?))),
        Expr::BinaryOp { left, op, right } => match op {
            BinaryOperator::And => {
                all_of(scope, expr, &BinaryOperator::And, place).map(Condition::All)
            }
            BinaryOperator::Or => {
                all_of(scope, expr, &BinaryOperator::Or, place).map(Condition::Any)
            }
            _ => compare(scope, left, op, right, place),
        },
        Expr::IsNull(value) => null_test(scope, value, false, place),
        Expr::IsNotNull(value) => null_test(scope, value, true, place),
        Expr::InList {
            expr,
            list,
            negated,
        } => in_list(scope, expr, list, *negated, place),
        Expr::Between {
            expr,
            negated,
            low,
            high,
        } => {
            let sides = vec![
                operand(scope, expr, place)?,
                operand(scope, low, place)?,
                operand(scope, high, place)?,
            ];
            let (_, values) = unify(sides)?;
            match <[Value; 3]>::try_from(values) {
                Ok([value, low, high]) => Ok(Condition::Between {
                    value,
                    low,
                    high,
                    is_negated: *negated,
                }),
                Err(_) => Err(QueryError::new("BETWEEN takes two values")),
            }
        }
        Expr::Like {
            negated,
            any: false,
            expr,
            pattern,
            escape_char,
        } => like(
            scope,
            *negated,
            expr,
            pattern,
            escape_char.as_deref(),
            place,
        ),
        Expr::ILike { .. } | Expr::SimilarTo { .. } | Expr::RLike { .. } | Expr::Like { .. } => {
            Err(QueryError::new(
                "patterns are compared with LIKE; for any case, UPPER(Name) LIKE 'BLUE%'",
            ))
        }
        Expr::Identifier(_)
        | Expr::CompoundIdentifier(_)
        | Expr::Value(_)
        | Expr::Function(_)
        | Expr::Case { .. }
        | Expr::TypedString(_) => Err(QueryError::new(
            "a value stands where a condition is expected: compare it, like `VoidFlag = '1'`",
        )),
        other => Err(no_value(other)),
    }
}

/// The operands of a chain of one operator. The parser nests a chain as deep as it is long, so it is
/// walked and not descended.
fn chain<'e>(expr: &'e Expr, operator: &BinaryOperator) -> Vec<&'e Expr> {
    let mut operands = Vec::new();
    let mut rest = expr;
    while let Expr::BinaryOp { left, op, right } = rest
        && op == operator
    {
        operands.push(&**right);
        rest = left;
    }
    operands.push(rest);
    operands.reverse();
    operands
}

/// The parts that all have to hold, also those in parentheses.
fn conjuncts(expr: &Expr) -> Vec<&Expr> {
    let mut found = Vec::new();
    let mut waiting = vec![expr];
    while let Some(expr) = waiting.pop() {
        match expr {
            Expr::Nested(inner) => waiting.push(inner),
            Expr::BinaryOp {
                left: _,
                op: BinaryOperator::And,
                right: _,
            } => waiting.extend(chain(expr, &BinaryOperator::And).into_iter().rev()),
            other => found.push(other),
        }
    }
    found
}

fn all_of(
    scope: &mut Scope<'_>,
    expr: &Expr,
    operator: &BinaryOperator,
    place: Place,
) -> Result<Vec<Condition>> {
    chain(expr, operator)
        .into_iter()
        .map(|part| condition(scope, part, place))
        .collect()
}

fn operator_of(operator: &BinaryOperator) -> Option<Operator> {
    Some(match operator {
        BinaryOperator::Eq => Operator::Equal,
        BinaryOperator::NotEq => Operator::NotEqual,
        BinaryOperator::Lt => Operator::Less,
        BinaryOperator::LtEq => Operator::LessOrEqual,
        BinaryOperator::Gt => Operator::Greater,
        BinaryOperator::GtEq => Operator::GreaterOrEqual,
        _ => return None,
    })
}

fn compare(
    scope: &mut Scope<'_>,
    left: &Expr,
    operator: &BinaryOperator,
    right: &Expr,
    place: Place,
) -> Result<Condition> {
    let Some(operator) = operator_of(operator) else {
        return Err(QueryError::new(
            "values are compared with =, <>, <, <=, >, >=, and not computed with",
        ));
    };
    let sides = vec![operand(scope, left, place)?, operand(scope, right, place)?];
    let (_, values) = unify(sides)?;
    match <[Value; 2]>::try_from(values) {
        Ok([left, right]) => Ok(Condition::Compare(left, operator, right)),
        Err(_) => Err(QueryError::new("a comparison has two sides")),
    }
}

fn null_test(
    scope: &mut Scope<'_>,
    expr: &Expr,
    is_negated: bool,
    place: Place,
) -> Result<Condition> {
    let mut inner = expr;
    while let Expr::Nested(nested) = inner {
        inner = nested;
    }
    let value = match inner {
        Expr::Identifier(name)
            if !is_rownum(name) && !name.value.eq_ignore_ascii_case("systimestamp") =>
        {
            scope.find(std::slice::from_ref(name))?.tested()?
        }
        Expr::CompoundIdentifier(names) => scope.find(names)?.tested()?,
        other => super::operands::value_of(operand(scope, other, place)?)?,
    };
    Ok(Condition::Null { value, is_negated })
}

fn in_list(
    scope: &mut Scope<'_>,
    expr: &Expr,
    list: &[Expr],
    is_negated: bool,
    place: Place,
) -> Result<Condition> {
    let mut operands = vec![operand(scope, expr, place)?];
    for item in list {
        let item = operand(scope, item, Place::Record)?;
        let is_known = match &item {
            Operand::Literal(_) => true,
            Operand::Value(value) => matches!(value.node, Node::Bound(_)),
        };
        if !is_known {
            return Err(QueryError::new(
                "the list of IN holds values: compare fields with `=`, joined by OR",
            ));
        }
        operands.push(item);
    }
    let (_, values) = unify(operands)?;
    let mut values = values.into_iter();
    let value = values
        .next()
        .ok_or_else(|| QueryError::new("IN has a value before it"))?;
    let list = values
        .map(|item| match item.node {
            Node::Bound(scalar) => Ok(scalar),
            _ => Err(QueryError::new(
                "the values of the list of IN are of several kinds: write them in one form",
            )),
        })
        .collect::<Result<_>>()?;
    Ok(Condition::In {
        value,
        list,
        is_negated,
    })
}

fn like(
    scope: &mut Scope<'_>,
    is_negated: bool,
    expr: &Expr,
    pattern: &Expr,
    escape: Option<&Expr>,
    place: Place,
) -> Result<Condition> {
    let value = text_of(operand(scope, expr, place)?, "LIKE")?;
    let pattern = text_of(operand(scope, pattern, place)?, "LIKE")?;
    let escape = escape.map(escape_of).transpose()?;
    if let (Some(escape), Node::Bound(Scalar::Text(pattern))) = (escape, &pattern.node)
        && Pattern::check(pattern, escape).is_err()
    {
        return Err(QueryError::new(format!(
            "in the pattern, `{escape}` stands before `%`, `_` or itself only"
        )));
    }
    Ok(Condition::Like {
        value,
        pattern,
        escape,
        is_negated,
    })
}

fn escape_of(expr: &Expr) -> Result<char> {
    let refused =
        || QueryError::new("behind ESCAPE stands one letter or sign in quotes: ESCAPE '\\'");
    let Expr::Value(ValueWithSpan {
        value: Written::SingleQuotedString(text),
        span: _,
    }) = expr
    else {
        return Err(refused());
    };
    let mut letters = text.chars();
    match (letters.next(), letters.next()) {
        (Some(escape), None) => Ok(escape),
        _ => Err(refused()),
    }
}

/// What a condition on ROWNUM asks for; `None` for another condition.
fn rownum_window(expr: &Expr) -> Result<Option<Window>> {
    let refused = || {
        QueryError::new(
            "ROWNUM is compared with a whole number: ROWNUM < 100, ROWNUM <= 100, ROWNUM BETWEEN 21 AND 40",
        )
    };
    match expr {
        Expr::BinaryOp { left, op, right } => {
            let Some(operator) = operator_of(op) else {
                return Ok(None);
            };
            let (operator, number) = match (is_rownum_expr(left), is_rownum_expr(right)) {
                (true, false) => (operator, right),
                (false, true) => (operator.reversed(), left),
                (true, true) => return Err(refused()),
                (false, false) => return Ok(None),
            };
            let number = row_number(number).ok_or_else(refused)?;
            let all = Window::ALL;
            Ok(Some(match operator {
                Operator::Less => Window {
                    last: number.saturating_sub(1),
                    ..all
                },
                Operator::LessOrEqual => Window {
                    last: number,
                    ..all
                },
                Operator::Greater => Window {
                    first: number.saturating_add(1),
                    ..all
                },
                Operator::GreaterOrEqual => Window {
                    first: number,
                    ..all
                },
                Operator::Equal => Window {
                    first: number,
                    last: number,
                },
                Operator::NotEqual => return Err(refused()),
            }))
        }
        Expr::Between {
            expr,
            negated,
            low,
            high,
        } if is_rownum_expr(expr) => {
            if *negated {
                return Err(refused());
            }
            match (row_number(low), row_number(high)) {
                (Some(first), Some(last)) => Ok(Some(Window { first, last })),
                _ => Err(refused()),
            }
        }
        _ => Ok(None),
    }
}

fn is_rownum_expr(expr: &Expr) -> bool {
    match expr {
        Expr::Identifier(name) => is_rownum(name),
        Expr::Nested(inner) => is_rownum_expr(inner),
        _ => false,
    }
}

/// A whole number, bare or quoted.
fn row_number(expr: &Expr) -> Option<i64> {
    match expr {
        Expr::Nested(inner) => row_number(inner),
        Expr::Value(ValueWithSpan { value, span: _ }) => match value {
            Written::Number(digits, false) => digits.parse().ok(),
            Written::SingleQuotedString(text) => text.parse().ok(),
            _ => None,
        },
        _ => None,
    }
}
