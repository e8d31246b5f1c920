//! A statement whose every name and value was checked against the model: all that is ever run.

use billbind_codegen::model::FlagForm;

use super::decimal_functions::NumberFunction;

/// What a value is, and so how it is stored and compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A whole number; ids of the server are some.
    Integer,
    /// 0 or 1; the form is for what goes out.
    Flag(FlagForm),
    /// A decimal number as text, compared by value.
    Decimal,
    /// Text, compared letter by letter.
    Text,
    /// An id that is a text: a number without quotes stands for its digits.
    Key,
    /// An id of an entity that is known by name only: a number where it looks like one, else a text.
    ExternalId,
    /// `YYYY-MM-DD`.
    Date,
    /// `YYYY-MM-DDTHH:MM:SS.sssZ`.
    DateTime,
}

impl Kind {
    /// What values of the kind are called in messages.
    pub(super) fn noun(self) -> &'static str {
        match self {
            Self::Integer => "a whole number",
            Self::Flag(_) => "a flag",
            Self::Decimal => "a number",
            Self::Text => "text",
            Self::Key | Self::ExternalId => "an id",
            Self::Date => "a date",
            Self::DateTime => "a point in time",
        }
    }

    pub(super) fn is_number(self) -> bool {
        matches!(self, Self::Integer | Self::Flag(_) | Self::Decimal)
    }

    pub(super) fn is_text(self) -> bool {
        matches!(self, Self::Text | Self::Key)
    }
}

/// A value of a row or of a group.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Value {
    pub(super) kind: Kind,
    pub(super) node: Node,
}

/// How a value comes about.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Node {
    /// A column of one of the statement's tables.
    Column {
        table: usize,
        name: String,
    },
    /// A value of the statement.
    Bound(Scalar),
    /// `systimestamp`.
    Now,
    /// Another value in the form of this one's kind.
    Converted(Box<Value>),
    Upper(Box<Value>),
    ToChar(Box<Value>, String),
    Nvl(Box<Value>, Box<Value>),
    Case(Vec<(Condition, Value)>, Option<Box<Value>>),
    Aggregate(Aggregate, Box<Value>),
}

/// A value of a statement, in the form that its kind is stored in.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Scalar {
    Nothing,
    Integer(i64),
    Text(String),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Aggregate {
    Count,
    Min,
    Max,
    Number(NumberFunction),
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Condition {
    All(Vec<Condition>),
    Any(Vec<Condition>),
    Not(Box<Condition>),
    /// Both sides are of one kind.
    Compare(Value, Operator, Value),
    Between {
        value: Value,
        low: Value,
        high: Value,
        is_negated: bool,
    },
    /// The list is of the value's kind.
    In {
        value: Value,
        list: Vec<Scalar>,
        is_negated: bool,
    },
    Like {
        value: Value,
        pattern: Value,
        escape: Option<char>,
        is_negated: bool,
    },
    Null {
        value: Value,
        is_negated: bool,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operator {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

impl Operator {
    pub(super) fn sql(self) -> &'static str {
        match self {
            Self::Equal => "=",
            Self::NotEqual => "<>",
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
        }
    }

    /// The operator with its sides changed over.
    pub(super) fn reversed(self) -> Self {
        match self {
            Self::Less => Self::Greater,
            Self::LessOrEqual => Self::GreaterOrEqual,
            Self::Greater => Self::Less,
            Self::GreaterOrEqual => Self::LessOrEqual,
            Self::Equal | Self::NotEqual => self,
        }
    }
}

/// A table of a statement. The first is the entity's own, each other one is reached from an earlier
/// one by a reference.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Table {
    pub(super) name: String,
    pub(super) id: String,
    pub(super) reached: Option<Reached>,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Reached {
    pub(super) from: usize,
    pub(super) reference: String,
}

/// A checked SELECT.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Statement {
    pub(super) tables: Vec<Table>,
    /// For a sub-query, the column that points at the parent.
    pub(super) parent: Option<String>,
    pub(super) items: Vec<Item>,
    pub(super) condition: Condition,
    pub(super) window: Option<Window>,
    pub(super) is_grouped: bool,
    pub(super) groups: Vec<Value>,
    pub(super) having: Option<Condition>,
    pub(super) order: Vec<Order>,
    pub(super) page: Option<Page>,
}

/// Something that is selected.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Item {
    /// Where it is in an answer: the name, or the path of names.
    pub(super) key: Vec<String>,
    pub(super) content: Content,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Content {
    Value(Value, Shape),
    /// A file: moved by upload and download, so nothing comes in a row.
    Nothing,
    Children(Box<Statement>),
}

/// How a value is written in an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// As text.
    Text,
    /// The value is JSON already.
    Json,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Order {
    pub(super) by: Value,
    pub(super) is_descending: bool,
}

/// Rows by their number before they are put in order (`ROWNUM`), from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Window {
    pub(super) first: i64,
    pub(super) last: i64,
}

/// Rows by their number in the order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Page {
    pub(super) offset: i64,
    pub(super) rows: i64,
}
impl Window {
    pub(super) const ALL: Self = Self {
        first: 1,
        last: i64::MAX,
    };
}
