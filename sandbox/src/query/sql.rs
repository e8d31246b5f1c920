//! From a checked statement to SQLite's SQL: names of the model in quotes, and all values bound.

use std::time::SystemTime;

use rusqlite::ToSql;
use rusqlite::types::{Null, ToSqlOutput};

use super::read::MIDNIGHT;
use super::statement::{
    Aggregate, Condition, Content, Kind, Node, Scalar, Statement, Value, Window,
};
use crate::store::{DELETED, moment_text, quoted};

/// A statement for SQLite.
#[derive(Debug)]
pub(super) struct Sql {
    pub(super) text: String,
    pub(super) bound: Vec<Scalar>,
    /// For a sub-query, the place in `bound` of the parent's id.
    pub(super) parent_at: Option<usize>,
}

impl ToSql for Scalar {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        match self {
            Self::Nothing => Null.to_sql(),
            Self::Integer(number) => number.to_sql(),
            Self::Text(text) => text.to_sql(),
        }
    }
}

/// Writes a statement. Its first column is the id of the record, or NULL for a group; the values of
/// the items follow. `now` is what `systimestamp` stands for.
pub(super) fn write(statement: &Statement, now: SystemTime) -> Sql {
    let mut writer = Writer {
        sql: Sql {
            text: String::new(),
            bound: Vec::new(),
            parent_at: None,
        },
        now: moment_text(now),
        tables: "t",
    };
    writer.statement(statement);
    writer.sql
}

struct Writer {
    sql: Sql,
    now: String,
    /// What the names of tables start with: the rows of a window are counted in a query of their own.
    tables: &'static str,
}

impl Writer {
    fn statement(&mut self, statement: &Statement) {
        self.push("SELECT ");
        if statement.is_grouped {
            self.push("NULL");
        } else {
            self.id(statement);
        }
        for item in &statement.items {
            if let Content::Value(value, _) = &item.content {
                self.push(", ");
                self.value(value);
            }
        }
        self.tables_of(statement);
        match statement.window {
            Some(window) => self.window(statement, window),
            None => self.conditions(statement),
        }
        if !statement.groups.is_empty() {
            self.push(" GROUP BY ");
            self.list(&statement.groups);
        }
        if let Some(having) = &statement.having {
            self.push(" HAVING ");
            self.condition(having);
        }
        self.order(statement);
        if let Some(page) = statement.page {
            self.push(" LIMIT ");
            self.bind(Scalar::Integer(page.rows));
            self.push(" OFFSET ");
            self.bind(Scalar::Integer(page.offset));
        }
    }

    fn id(&mut self, statement: &Statement) {
        if let Some(own) = statement.tables.first() {
            self.column(0, &own.id);
        }
    }

    fn tables_of(&mut self, statement: &Statement) {
        for (at, table) in statement.tables.iter().enumerate() {
            let name = quoted(&table.name);
            let (alias, id) = (format!("{}{at}", self.tables), quoted(&table.id));
            match &table.reached {
                None => self.push(&format!(" FROM {name} {alias}")),
                Some(reached) => {
                    let from = format!("{}{}", self.tables, reached.from);
                    let (reference, deleted) = (quoted(&reached.reference), quoted(DELETED));
                    self.push(&format!(
                        " LEFT JOIN {name} {alias} ON {alias}.{id} = {from}.{reference} AND \
                         {alias}.{deleted} = 0"
                    ));
                }
            }
        }
    }

    /// Rows by their number in the order of their ids, before any other order.
    fn window(&mut self, statement: &Statement, window: Window) {
        self.push(" WHERE ");
        self.id(statement);
        self.push(" IN (SELECT ");
        self.tables = "w";
        self.id(statement);
        self.tables_of(statement);
        self.conditions(statement);
        self.push(" ORDER BY ");
        self.id(statement);
        self.tables = "t";
        let first = window.first.max(1);
        self.push(" LIMIT ");
        self.bind(Scalar::Integer(
            window.last.saturating_sub(first).saturating_add(1).max(0),
        ));
        self.push(" OFFSET ");
        self.bind(Scalar::Integer(first - 1));
        self.push(")");
    }

    fn conditions(&mut self, statement: &Statement) {
        self.push(" WHERE ");
        self.column(0, DELETED);
        self.push(" = 0");
        if let Some(parent) = &statement.parent {
            self.push(" AND ");
            self.column(0, parent);
            self.push(" = ");
            self.sql.parent_at = Some(self.sql.bound.len());
            self.bind(Scalar::Nothing);
        }
        if statement.condition != Condition::All(Vec::new()) {
            self.push(" AND ");
            self.condition(&statement.condition);
        }
    }

    /// What is not there comes last, and first in a descending order, as in Oracle.
    fn order(&mut self, statement: &Statement) {
        self.push(" ORDER BY ");
        for order in &statement.order {
            self.compared(&order.by);
            self.push(if order.is_descending {
                " DESC NULLS FIRST, "
            } else {
                " ASC NULLS LAST, "
            });
        }
        // Equal rows have an order too, so that pages fit together.
        if !statement.is_grouped {
            self.id(statement);
        } else if statement.groups.is_empty() {
            self.push("1");
        } else {
            self.list(&statement.groups);
        }
    }

    fn list(&mut self, values: &[Value]) {
        for (at, value) in values.iter().enumerate() {
            if at > 0 {
                self.push(", ");
            }
            self.compared(value);
        }
    }

    /// A value where it is compared or put in order.
    fn compared(&mut self, value: &Value) {
        self.value(value);
        if value.kind == Kind::Decimal {
            self.push(" COLLATE bb_decimal");
        }
    }

    fn value(&mut self, value: &Value) {
        match &value.node {
            Node::Column { table, name } => self.column(*table, name),
            Node::Bound(scalar) => self.bind(scalar.clone()),
            Node::Now => self.bind(Scalar::Text(self.now.clone())),
            Node::Converted(inner) => self.converted(inner, value.kind),
            Node::Upper(inner) => self.call("bb_upper(", inner),
            Node::ToChar(inner, format) => {
                self.push("bb_to_char(");
                self.value(inner);
                self.push(", ");
                self.bind(Scalar::Text(format.clone()));
                self.push(")");
            }
            Node::Nvl(inner, otherwise) => {
                self.push("COALESCE(");
                self.value(inner);
                self.push(", ");
                self.value(otherwise);
                self.push(")");
            }
            Node::Case(branches, otherwise) => {
                self.push("CASE");
                for (condition, value) in branches {
                    self.push(" WHEN ");
                    self.condition(condition);
                    self.push(" THEN ");
                    self.value(value);
                }
                if let Some(otherwise) = otherwise {
                    self.push(" ELSE ");
                    self.value(otherwise);
                }
                self.push(" END");
            }
            Node::Aggregate(aggregate, inner) => {
                self.push(match aggregate {
                    Aggregate::Count => "COUNT(",
                    Aggregate::Min => "MIN(",
                    Aggregate::Max => "MAX(",
                    Aggregate::Number(function) => function.name(),
                });
                if let Aggregate::Number(_) = aggregate {
                    self.push("(");
                }
                self.compared(inner);
                self.push(")");
            }
        }
    }

    /// A value of one kind as it is compared with those of another.
    fn converted(&mut self, inner: &Value, kind: Kind) {
        match (inner.kind, kind) {
            (Kind::Integer | Kind::Flag(_), Kind::Decimal | Kind::Text)
            | (Kind::ExternalId, Kind::Text) => {
                self.push("CAST(");
                self.value(inner);
                self.push(" AS TEXT)");
            }
            (Kind::Text | Kind::Key | Kind::ExternalId, Kind::Decimal) => {
                self.call("bb_number(", inner);
            }
            (Kind::Date, Kind::DateTime) => {
                self.push("(");
                self.value(inner);
                self.push(&format!(" || '{MIDNIGHT}')"));
            }
            _ => self.value(inner),
        }
    }

    fn call(&mut self, start: &str, inner: &Value) {
        self.push(start);
        self.value(inner);
        self.push(")");
    }

    /// A condition, in parentheses.
    fn condition(&mut self, condition: &Condition) {
        self.push("(");
        match condition {
            Condition::All(parts) => self.joined(parts, " AND ", "1"),
            Condition::Any(parts) => self.joined(parts, " OR ", "0"),
            Condition::Not(inner) => {
                self.push("NOT ");
                self.condition(inner);
            }
            Condition::Compare(left, operator, right) => {
                self.compared(left);
                self.push(" ");
                self.push(operator.sql());
                self.push(" ");
                self.value(right);
            }
            Condition::Between {
                value,
                low,
                high,
                is_negated,
            } => {
                self.compared(value);
                self.push(if *is_negated {
                    " NOT BETWEEN "
                } else {
                    " BETWEEN "
                });
                self.value(low);
                self.push(" AND ");
                self.value(high);
            }
            Condition::In {
                value,
                list,
                is_negated,
            } => {
                self.compared(value);
                self.push(if *is_negated { " NOT IN " } else { " IN " });
                // One bound value, however long the list is: SQLite limits how many there are.
                self.push("(SELECT value FROM json_each(");
                self.bind(Scalar::Text(json_list(list)));
                self.push("))");
            }
            Condition::Like {
                value,
                pattern,
                escape,
                is_negated,
            } => {
                self.push(if *is_negated {
                    "NOT bb_like("
                } else {
                    "bb_like("
                });
                self.value(value);
                self.push(", ");
                self.value(pattern);
                self.push(", ");
                self.bind(escape.map_or(Scalar::Nothing, |escape| Scalar::Text(escape.into())));
                self.push(")");
            }
            Condition::Null { value, is_negated } => {
                self.value(value);
                self.push(if *is_negated {
                    " IS NOT NULL"
                } else {
                    " IS NULL"
                });
            }
        }
        self.push(")");
    }

    /// Halved again and again: SQLite's tree may be 1,000 deep, and a plain chain is as deep as it is
    /// long.
    fn joined(&mut self, parts: &[Condition], word: &str, none: &str) {
        match parts {
            [] => self.push(none),
            [only] => self.condition(only),
            _ => {
                let (left, right) = parts.split_at(parts.len() / 2);
                self.push("(");
                self.joined(left, word, none);
                self.push(word);
                self.joined(right, word, none);
                self.push(")");
            }
        }
    }

    fn column(&mut self, table: usize, name: &str) {
        let column = format!("{}{table}.{}", self.tables, quoted(name));
        self.push(&column);
    }

    fn bind(&mut self, scalar: Scalar) {
        self.push("?");
        self.sql.bound.push(scalar);
    }

    fn push(&mut self, text: &str) {
        self.sql.text.push_str(text);
    }
}

fn json_list(list: &[Scalar]) -> String {
    let values = list.iter().map(|scalar| match scalar {
        Scalar::Nothing => serde_json::Value::Null,
        Scalar::Integer(number) => (*number).into(),
        Scalar::Text(text) => text.as_str().into(),
    });
    serde_json::Value::Array(values.collect()).to_string()
}
