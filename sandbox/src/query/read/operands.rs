//! What is compared with what: values of one kind, and literals that take the kind of the others.
//!
//! The vendor documents no rule for literals. Ids and numbers are seen quoted and bare in client
//! programs, and dates as quoted text; the rest follows Oracle where it has a rule.

use billbind_runtime::{Date, Decimal};

use crate::organization::{IdKind, Kind as FieldKind};
use crate::query::error::{QueryError, Result, shown};
use crate::query::statement::{Kind, Node, Scalar, Value};
use crate::store;

/// One side of a comparison.
#[derive(Debug, Clone)]
pub(super) enum Operand {
    Value(Value),
    Literal(Literal),
}

/// A value as it was written; what it is depends on what it is compared with.
#[derive(Debug, Clone)]
pub(super) enum Literal {
    Text(String),
    Number(String),
    Nothing,
}

/// What values are brought to one kind for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Purpose {
    /// To be compared: a text and a number are compared as numbers, as in Oracle.
    Comparison,
    /// To be one value or the other: a text and a number are both texts.
    Result,
}

/// Brings the sides of a comparison to one kind.
pub(super) fn unify(operands: Vec<Operand>) -> Result<(Kind, Vec<Value>)> {
    unify_for(operands, Purpose::Comparison)
}

/// Brings the values of which one is taken to one kind.
pub(super) fn unify_results(operands: Vec<Operand>) -> Result<(Kind, Vec<Value>)> {
    unify_for(operands, Purpose::Result)
}

fn unify_for(operands: Vec<Operand>, purpose: Purpose) -> Result<(Kind, Vec<Value>)> {
    let kind = common_kind(&operands, purpose)?;
    let values = operands
        .into_iter()
        .map(|operand| convert(operand, kind))
        .collect::<Result<_>>()?;
    Ok((kind, values))
}

/// A single value; a literal is what it looks like.
pub(super) fn value_of(operand: Operand) -> Result<Value> {
    let (_, mut values) = unify(vec![operand])?;
    values
        .pop()
        .ok_or_else(|| QueryError::new("a value is missing"))
}

/// A value of one of the kinds that are text; numbers become what they look like.
pub(super) fn text_of(operand: Operand, what: &str) -> Result<Value> {
    let value = match operand {
        Operand::Literal(Literal::Number(digits)) => {
            value_of(Operand::Literal(Literal::Text(digits)))?
        }
        other => value_of(other)?,
    };
    match value.kind {
        Kind::Text | Kind::Key => Ok(value),
        Kind::Integer | Kind::Decimal | Kind::Flag(_) | Kind::ExternalId => {
            Ok(converted(value, Kind::Text))
        }
        Kind::Date | Kind::DateTime => Err(QueryError::new(format!(
            "{what} is for text, and {} is given: make one of it, like `to_char(DueDate, 'YYYY-MM-DD')`",
            value.kind.noun()
        ))),
    }
}

fn common_kind(operands: &[Operand], purpose: Purpose) -> Result<Kind> {
    let is_comparison = purpose == Purpose::Comparison;
    let literals = || {
        operands.iter().filter_map(|operand| match operand {
            Operand::Value(_) => None,
            Operand::Literal(literal) => Some(literal),
        })
    };
    let has_text = literals().any(|literal| matches!(literal, Literal::Text(_)));
    let has_number = literals().any(|literal| matches!(literal, Literal::Number(_)));
    let mut kinds = operands.iter().filter_map(|operand| match operand {
        Operand::Value(value) => Some(value.kind),
        Operand::Literal(_) => None,
    });
    let Some(first) = kinds.next() else {
        let all_are_numbers = literals().all(|literal| match literal {
            Literal::Text(text) => is_comparison && text.parse::<Decimal>().is_ok(),
            Literal::Number(_) | Literal::Nothing => true,
        });
        return Ok(if has_number && all_are_numbers {
            Kind::Decimal
        } else {
            Kind::Text
        });
    };
    let mut kind = first;
    for next in kinds {
        kind = wider(kind, next, purpose)?;
    }
    Ok(match kind {
        Kind::Text if is_comparison && has_number && !has_text => Kind::Decimal,
        Kind::Integer | Kind::Flag(_) | Kind::Decimal
            if !is_comparison && literals().any(is_no_number) =>
        {
            Kind::Text
        }
        Kind::Integer | Kind::Flag(_) if literals().any(is_beyond_integers) => Kind::Decimal,
        Kind::Date if literals().any(has_time) => Kind::DateTime,
        kind => kind,
    })
}

/// The kind that values of both can be compared in.
fn wider(left: Kind, right: Kind, purpose: Purpose) -> Result<Kind> {
    Ok(match (left, right) {
        (left, right) if left == right => left,
        (Kind::Flag(form), Kind::Flag(_)) => Kind::Flag(form),
        (Kind::Integer | Kind::Flag(_), Kind::Integer | Kind::Flag(_)) => Kind::Integer,
        (Kind::Integer, Kind::ExternalId) | (Kind::ExternalId, Kind::Integer) => Kind::ExternalId,
        (Kind::Date | Kind::DateTime, Kind::Date | Kind::DateTime) => Kind::DateTime,
        (Kind::Text | Kind::Key | Kind::ExternalId, Kind::Text | Kind::Key | Kind::ExternalId) => {
            Kind::Text
        }
        (left, right) if left.is_number() && right.is_number() => Kind::Decimal,
        (left, right) if is_numeric_or_text(left) && is_numeric_or_text(right) => match purpose {
            Purpose::Comparison => Kind::Decimal,
            Purpose::Result => Kind::Text,
        },
        (left, right) => {
            return Err(QueryError::new(format!(
                "{} cannot be compared with {}",
                left.noun(),
                right.noun()
            )));
        }
    })
}

fn is_numeric_or_text(kind: Kind) -> bool {
    kind.is_number() || kind.is_text() || kind == Kind::ExternalId
}

/// Whether a literal is a number, and none that a column of whole numbers can hold.
fn is_beyond_integers(literal: &Literal) -> bool {
    match literal {
        Literal::Text(text) | Literal::Number(text) => {
            text.parse::<Decimal>().is_ok() && whole(text).is_none()
        }
        Literal::Nothing => false,
    }
}

fn is_no_number(literal: &Literal) -> bool {
    matches!(literal, Literal::Text(text) if text.parse::<Decimal>().is_err())
}

/// `5`, also as `5.0` and `05`.
fn whole(text: &str) -> Option<i64> {
    let number: Decimal = text.parse().ok()?;
    let unit = 10_i128.pow(number.scale().into());
    let is_whole = number.mantissa() % unit == 0;
    i64::try_from(number.mantissa() / unit)
        .ok()
        .filter(|_| is_whole)
}

fn has_time(literal: &Literal) -> bool {
    match literal {
        Literal::Text(text) => text.parse::<Date>().is_ok_and(|date| date.time().is_some()),
        Literal::Number(_) | Literal::Nothing => false,
    }
}

fn convert(operand: Operand, kind: Kind) -> Result<Value> {
    match operand {
        Operand::Value(value) if value.kind == kind => Ok(value),
        Operand::Value(value) => Ok(converted(value, kind)),
        Operand::Literal(literal) => Ok(Value {
            kind,
            node: Node::Bound(scalar(literal, kind)?),
        }),
    }
}

fn converted(value: Value, kind: Kind) -> Value {
    let node = match (value.kind, value.node, kind) {
        // A value of the statement stays one, so that it can stand in the list of IN.
        (Kind::Date, Node::Bound(Scalar::Text(date)), Kind::DateTime) => {
            Node::Bound(Scalar::Text(format!("{date}{MIDNIGHT}")))
        }
        (from, node, _) => Node::Converted(Box::new(Value { kind: from, node })),
    };
    Value { kind, node }
}

/// A literal in the form that values of a kind are stored in.
pub(super) fn scalar(literal: Literal, kind: Kind) -> Result<Scalar> {
    let (text, is_number) = match literal {
        Literal::Nothing => return Ok(Scalar::Nothing),
        Literal::Text(text) => (text, false),
        Literal::Number(digits) => (digits, true),
    };
    let refused = |expected: &str| {
        let hint = if text.is_empty() {
            "; a value that is not there is found by IS NULL"
        } else {
            ""
        };
        QueryError::new(format!(
            "`{}` stands where {expected} is expected{hint}",
            shown(&text)
        ))
    };
    let stored = match kind {
        Kind::Text | Kind::Key => return Ok(Scalar::Text(text)),
        Kind::Integer => {
            return whole(&text)
                .map(Scalar::Integer)
                .ok_or_else(|| refused(kind.noun()));
        }
        Kind::Flag(form) => match whole(&text) {
            Some(number) => return Ok(Scalar::Integer(number)),
            None => store::stored(&FieldKind::Flag(form), &text),
        },
        Kind::Decimal => store::stored(&FieldKind::Decimal { scale: None }, &text),
        Kind::ExternalId => store::stored(&FieldKind::Id(IdKind::External), &text),
        Kind::Date | Kind::DateTime if is_number => {
            return Err(QueryError::new(format!(
                "{text} stands where {} is expected: a date is written 'YYYY-MM-DD'",
                kind.noun()
            )));
        }
        Kind::Date => store::stored(&FieldKind::Date, &text),
        Kind::DateTime => {
            store::stored(&FieldKind::DateTime, &text).or_else(|expected| {
                // A date is its midnight.
                match store::stored(&FieldKind::Date, &text) {
                    Ok(rusqlite::types::Value::Text(date)) => {
                        Ok(rusqlite::types::Value::Text(format!("{date}{MIDNIGHT}")))
                    }
                    _ => Err(expected),
                }
            })
        }
    };
    match stored.map_err(|expected| refused(&expected))? {
        rusqlite::types::Value::Integer(number) => Ok(Scalar::Integer(number)),
        rusqlite::types::Value::Text(text) => Ok(Scalar::Text(text)),
        _ => Err(refused(kind.noun())),
    }
}

/// What makes a stored date a stored date-time.
pub(in crate::query) const MIDNIGHT: &str = "T00:00:00.000Z";
