//! Conditions as a small tree: what was meant, and what a SQL parser reads.

use sqlparser::ast::{
    BinaryOperator, Expr, SetExpr, Statement, UnaryOperator, Value, ValueWithSpan,
};
use sqlparser::dialect::Dialect;
use sqlparser::parser::Parser;

/// A condition. Two that mean the same by the rules of AND and OR are equal once they are
/// [flat](Tree::flat).
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Tree {
    And(Vec<Tree>),
    Or(Vec<Tree>),
    Not(Box<Tree>),
    Compare(String, &'static str, Literal),
    In {
        column: String,
        is_negated: bool,
        values: Vec<Literal>,
    },
    Between(String, Literal, Literal),
    Null {
        column: String,
        is_negated: bool,
    },
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Literal {
    Text(String),
    Number(String),
}

impl Tree {
    /// `1=1`, or `1=0`: every record matches, or none.
    pub(super) fn constant(holds: bool) -> Self {
        let right = Literal::Number(if holds { "1" } else { "0" }.to_owned());
        Self::Compare("1".to_owned(), "=", right)
    }

    /// Without lists of one, lists in lists of the same kind, and constants that change nothing.
    pub(super) fn flat(self) -> Self {
        match self {
            Self::And(trees) => Self::joined(trees, true),
            Self::Or(trees) => Self::joined(trees, false),
            Self::Not(tree) => Self::Not(Box::new(tree.flat())),
            leaf => leaf,
        }
    }

    fn joined(trees: Vec<Self>, is_and: bool) -> Self {
        let mut flat = Vec::new();
        for tree in trees {
            match (tree.flat(), is_and) {
                (Self::And(inner), true) | (Self::Or(inner), false) => flat.extend(inner),
                (other, _) => flat.push(other),
            }
        }
        flat.retain(|tree| *tree != Self::constant(is_and));
        match (flat.len(), is_and) {
            (0, _) => Self::constant(is_and),
            (1, _) => flat.remove(0),
            (_, true) => Self::And(flat),
            (_, false) => Self::Or(flat),
        }
    }
}

/// Reads the text behind `WHERE`; the error says what else stands in it.
pub(super) fn read(dialect: &dyn Dialect, condition: &str) -> Result<Tree, String> {
    let statement = |condition: &str| -> Result<Statement, String> {
        let sql = format!("SELECT 1 FROM t WHERE {condition}");
        let mut statements =
            Parser::parse_sql(dialect, &sql).map_err(|error| format!("{error}: {sql}"))?;
        match (statements.pop(), statements.is_empty()) {
            (Some(statement), true) => Ok(statement),
            _ => Err(format!("several statements: {sql}")),
        }
    };
    let read = statement(condition)?;
    let selection = selection_of(&read).ok_or("no SELECT with a condition")?;
    // Everything but the condition is that of the statement around it.
    let mut plain = statement("1 = 1")?;
    *selection_mut(&mut plain).ok_or("no SELECT")? = selection.clone();
    if plain != read {
        return Err(format!("more than a condition: {condition}"));
    }
    tree(selection)
}

fn selection_of(statement: &Statement) -> Option<&Expr> {
    let Statement::Query(query) = statement else {
        return None;
    };
    match &*query.body {
        SetExpr::Select(select) => select.selection.as_ref(),
        _ => None,
    }
}

fn selection_mut(statement: &mut Statement) -> Option<&mut Expr> {
    let Statement::Query(query) = statement else {
        return None;
    };
    match &mut *query.body {
        SetExpr::Select(select) => select.selection.as_mut(),
        _ => None,
    }
}

pub(super) fn tree(expr: &Expr) -> Result<Tree, String> {
    Ok(match expr {
        Expr::Nested(inner) => tree(inner)?,
        Expr::UnaryOp {
            op: UnaryOperator::Not,
            expr,
        } => Tree::Not(Box::new(tree(expr)?)),
        Expr::BinaryOp { left, op, right } => match op {
            BinaryOperator::And => Tree::And(vec![tree(left)?, tree(right)?]),
            BinaryOperator::Or => Tree::Or(vec![tree(left)?, tree(right)?]),
            _ => Tree::Compare(column(left)?, operator(op)?, literal(right)?),
        },
        Expr::Like {
            negated: false,
            any: false,
            expr,
            pattern,
            escape_char: None,
        } => Tree::Compare(column(expr)?, "LIKE", literal(pattern)?),
        Expr::InList {
            expr,
            list,
            negated,
        } => Tree::In {
            column: column(expr)?,
            is_negated: *negated,
            values: list.iter().map(literal).collect::<Result<_, _>>()?,
        },
        Expr::Between {
            expr,
            negated: false,
            low,
            high,
        } => Tree::Between(column(expr)?, literal(low)?, literal(high)?),
        Expr::IsNull(expr) => Tree::Null {
            column: column(expr)?,
            is_negated: false,
        },
        Expr::IsNotNull(expr) => Tree::Null {
            column: column(expr)?,
            is_negated: true,
        },
        other => return Err(format!("unexpected: {other}")),
    })
}

pub(super) fn column(expr: &Expr) -> Result<String, String> {
    match expr {
        Expr::Identifier(name) if name.quote_style.is_none() => Ok(name.value.clone()),
        Expr::CompoundIdentifier(names) if names.iter().all(|name| name.quote_style.is_none()) => {
            let names: Vec<&str> = names.iter().map(|name| name.value.as_str()).collect();
            Ok(names.join("."))
        }
        Expr::Value(ValueWithSpan {
            value: Value::Number(digits, false),
            ..
        }) => Ok(digits.clone()),
        // An aggregate, compared as a text.
        Expr::Function(function) => Ok(function.to_string()),
        other => Err(format!("no column: {other}")),
    }
}

fn operator(operator: &BinaryOperator) -> Result<&'static str, String> {
    Ok(match operator {
        BinaryOperator::Eq => "=",
        BinaryOperator::NotEq => "<>",
        BinaryOperator::Lt => "<",
        BinaryOperator::LtEq => "<=",
        BinaryOperator::Gt => ">",
        BinaryOperator::GtEq => ">=",
        other => return Err(format!("unexpected operator: {other}")),
    })
}

fn literal(expr: &Expr) -> Result<Literal, String> {
    match expr {
        Expr::Value(value) => match &value.value {
            Value::Number(digits, false) => Ok(Literal::Number(digits.clone())),
            Value::SingleQuotedString(text) => Ok(Literal::Text(text.clone())),
            other => Err(format!("unexpected literal: {other}")),
        },
        Expr::UnaryOp {
            op: UnaryOperator::Minus,
            expr,
        } => match literal(expr)? {
            Literal::Number(digits) => Ok(Literal::Number(format!("-{digits}"))),
            Literal::Text(text) => Err(format!("minus before a text: {text}")),
        },
        other => Err(format!("no literal: {other}")),
    }
}
