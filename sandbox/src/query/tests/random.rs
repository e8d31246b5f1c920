//! Random conditions on random records find what a plain evaluation of the same tree finds.

use std::cmp::Ordering;

use billbind_runtime::Decimal;
use proptest::prelude::*;
use proptest::sample::select;

use super::World;

/// An invoice; the values are those of the columns.
#[derive(Debug, Clone, Default)]
struct Invoice {
    id: i64,
    parent: Option<usize>,
    is_deleted: bool,
    name: Option<String>,
    amount: Option<String>,
    due: Option<String>,
    created: Option<String>,
    is_void: Option<bool>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Field {
    Id,
    Name,
    Amount,
    Due,
    Created,
    Void,
}

/// A value that compares as the column does.
#[derive(Debug, Clone, PartialEq)]
enum Value {
    Number(Decimal),
    Text(String),
}

#[derive(Debug, Clone)]
struct Column {
    is_parents: bool,
    field: Field,
}

/// A literal: what it means, and how it is written.
#[derive(Debug, Clone)]
struct Literal {
    means: Option<Value>,
    written: String,
}

#[derive(Debug, Clone)]
enum Tree {
    All(Vec<Tree>),
    Any(Vec<Tree>),
    Not(Box<Tree>),
    Compare(Column, &'static str, Literal),
    Between(Column, bool, Literal, Literal),
    In(Column, bool, Vec<Literal>),
    Null(Column, bool),
    Like(Column, bool, String),
}

impl Field {
    fn name(self) -> &'static str {
        match self {
            Self::Id => "Id",
            Self::Name => "FileName",
            Self::Amount => "GrandTotalAmount",
            Self::Due => "DueDate",
            Self::Created => "Created",
            Self::Void => "VoidFlag",
        }
    }
}

impl Invoice {
    fn value(&self, field: Field) -> Option<Value> {
        match field {
            Field::Id => Some(Value::Number(self.id.into())),
            Field::Name => self.name.clone().map(Value::Text),
            Field::Amount => self.amount.as_ref().map(|amount| number(amount)),
            Field::Due => self.due.clone().map(Value::Text),
            Field::Created => self.created.clone().map(Value::Text),
            Field::Void => self
                .is_void
                .map(|is_void| Value::Number(i64::from(is_void).into())),
        }
    }

    fn insert(&self, world: &World, rows: &[Invoice]) {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let parent = self.parent.map(|at| rows[at].id.to_string());
        let void = self.is_void.map(|is_void| i64::from(is_void).to_string());
        world.insert(
            "INVOICE",
            &[
                ("Id", &self.id.to_string()),
                ("CreatedByInvoiceId", &text(&parent)),
                ("FileName", &text(&self.name)),
                ("GrandTotalAmount", &text(&self.amount)),
                ("DueDate", &text(&self.due)),
                ("Created", &text(&self.created)),
                ("VoidFlag", &text(&void)),
            ],
            self.is_deleted.into(),
        );
    }
}

fn number(text: &str) -> Value {
    Value::Number(text.parse().expect("a number"))
}

fn order(left: &Value, right: &Value) -> Ordering {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => left.cmp(right),
        (Value::Text(left), Value::Text(right)) => left.cmp(right),
        _ => panic!("values of one column are of one kind"),
    }
}

impl Column {
    fn sql(&self) -> String {
        let path = if self.is_parents {
            "CreatedByInvoiceObj."
        } else {
            ""
        };
        format!("{path}{}", self.field.name())
    }

    fn value(&self, row: &Invoice, rows: &[Invoice]) -> Option<Value> {
        if !self.is_parents {
            return row.value(self.field);
        }
        let parent = &rows[row.parent?];
        if parent.is_deleted {
            return None;
        }
        parent.value(self.field)
    }
}

impl Tree {
    fn sql(&self) -> String {
        let list = |parts: &[Tree], word: &str| {
            let parts: Vec<String> = parts
                .iter()
                .map(|part| format!("({})", part.sql()))
                .collect();
            parts.join(word)
        };
        let not = |is_negated: &bool| if *is_negated { "NOT " } else { "" };
        match self {
            Self::All(parts) => list(parts, " AND "),
            Self::Any(parts) => list(parts, " OR "),
            Self::Not(inner) => format!("NOT ({})", inner.sql()),
            Self::Compare(column, operator, literal) => {
                format!("{} {operator} {}", column.sql(), literal.written)
            }
            Self::Between(column, is_negated, low, high) => {
                format!(
                    "{} {}BETWEEN {} AND {}",
                    column.sql(),
                    not(is_negated),
                    low.written,
                    high.written
                )
            }
            Self::In(column, is_negated, literals) => {
                let list: Vec<&str> = literals
                    .iter()
                    .map(|literal| literal.written.as_str())
                    .collect();
                format!(
                    "{} {}IN ({})",
                    column.sql(),
                    not(is_negated),
                    list.join(", ")
                )
            }
            Self::Null(column, is_negated) => {
                format!("{} IS {}NULL", column.sql(), not(is_negated))
            }
            Self::Like(column, is_negated, pattern) => {
                format!(
                    "{} {}LIKE '{}'",
                    column.sql(),
                    not(is_negated),
                    pattern.replace('\'', "''")
                )
            }
        }
    }

    /// True, false, or nobody knows.
    fn holds(&self, row: &Invoice, rows: &[Invoice]) -> Option<bool> {
        match self {
            Self::All(parts) => {
                let all: Vec<Option<bool>> =
                    parts.iter().map(|part| part.holds(row, rows)).collect();
                if all.contains(&Some(false)) {
                    Some(false)
                } else {
                    all.into_iter().collect::<Option<Vec<_>>>().map(|_| true)
                }
            }
            Self::Any(parts) => {
                let all: Vec<Option<bool>> =
                    parts.iter().map(|part| part.holds(row, rows)).collect();
                if all.contains(&Some(true)) {
                    Some(true)
                } else {
                    all.into_iter().collect::<Option<Vec<_>>>().map(|_| false)
                }
            }
            Self::Not(inner) => inner.holds(row, rows).map(|holds| !holds),
            Self::Compare(column, operator, literal) => {
                let order = order(&column.value(row, rows)?, literal.means.as_ref()?);
                Some(match *operator {
                    "=" => order.is_eq(),
                    "<>" => order.is_ne(),
                    "<" => order.is_lt(),
                    "<=" => order.is_le(),
                    ">" => order.is_gt(),
                    _ => order.is_ge(),
                })
            }
            Self::Between(column, is_negated, low, high) => {
                let at_least = Self::Compare(column.clone(), ">=", low.clone());
                let at_most = Self::Compare(column.clone(), "<=", high.clone());
                let within = Self::All(vec![at_least, at_most]).holds(row, rows)?;
                Some(within != *is_negated)
            }
            Self::In(column, is_negated, literals) => {
                let equals = literals
                    .iter()
                    .map(|literal| Self::Compare(column.clone(), "=", literal.clone()));
                let within = Self::Any(equals.collect()).holds(row, rows)?;
                Some(within != *is_negated)
            }
            Self::Null(column, is_negated) => {
                Some(column.value(row, rows).is_none() != *is_negated)
            }
            Self::Like(column, is_negated, pattern) => {
                let Some(Value::Text(text)) = column.value(row, rows) else {
                    return None;
                };
                let (pattern, text): (Vec<char>, Vec<char>) =
                    (pattern.chars().collect(), text.chars().collect());
                Some(is_like(&pattern, &text) != *is_negated)
            }
        }
    }
}

fn is_like(pattern: &[char], text: &[char]) -> bool {
    match pattern.split_first() {
        None => text.is_empty(),
        Some(('%', rest)) => (0..=text.len()).any(|at| is_like(rest, &text[at..])),
        Some((letter, rest)) => text.split_first().is_some_and(|(first, others)| {
            (*letter == '_' || letter == first) && is_like(rest, others)
        }),
    }
}

const NAMES: [&str; 8] = ["", "a", "A", "ab", "O'Neil", "ä%_b", "10", "9"];
const AMOUNTS: [&str; 8] = [
    "0",
    "0.00",
    "-1.5",
    "1.50",
    "10",
    "9.99",
    "12345678901234567890.123456789",
    "12345678901234567890.12345678",
];
const DATES: [&str; 4] = ["2014-12-31", "2015-01-01", "2015-05-05", "2016-02-29"];
const MOMENTS: [(&str, &str); 4] = [
    ("2014-12-31T23:59:59.999Z", "'2014-12-31 23:59:59.999'"),
    ("2015-01-01T00:00:00.000Z", "DATE '2015-01-01'"),
    ("2015-05-05T12:00:00.000Z", "'2015-05-05T14:00:00+02:00'"),
    (
        "2015-05-05T12:00:00.001Z",
        "TIMESTAMP '2015-05-05 12:00:00.001'",
    ),
];

fn invoices() -> impl Strategy<Value = Vec<Invoice>> {
    let text = |values: &'static [&'static str]| {
        proptest::option::of(select(values))
            .prop_map(|value| value.filter(|text| !text.is_empty()).map(str::to_owned))
    };
    let moment = proptest::option::of(select(&MOMENTS[..]))
        .prop_map(|moment| moment.map(|(stored, _)| stored.to_owned()));
    let one = (
        (text(&NAMES), text(&AMOUNTS), text(&DATES), moment),
        (
            proptest::option::of(any::<bool>()),
            any::<u8>(),
            prop::bool::weighted(0.15),
            any::<bool>(),
        ),
    );
    proptest::collection::vec(one, 1..12).prop_map(|rows| {
        let count = rows.len();
        let rows = rows.into_iter().enumerate();
        rows.map(
            |(at, ((name, amount, due, created), (is_void, parent, is_deleted, has_parent)))| {
                Invoice {
                    id: i64::try_from(at).expect("few rows") * 3 + 1,
                    parent: has_parent.then(|| usize::from(parent) % count),
                    is_deleted,
                    name,
                    amount,
                    due,
                    created,
                    is_void,
                }
            },
        )
        .collect()
    })
}

fn column() -> impl Strategy<Value = Column> {
    const FIELDS: [Field; 6] = [
        Field::Id,
        Field::Name,
        Field::Amount,
        Field::Due,
        Field::Created,
        Field::Void,
    ];
    (any::<bool>(), select(&FIELDS[..]))
        .prop_map(|(is_parents, field)| Column { is_parents, field })
}

fn literal(field: Field) -> BoxedStrategy<Literal> {
    let quoted = |text: &str| format!("'{}'", text.replace('\'', "''"));
    let either = move |means: Value, text: String, is_quoted: bool| Literal {
        means: Some(means),
        written: if is_quoted { quoted(&text) } else { text },
    };
    let value = match field {
        Field::Id => (
            select(
                &[
                    "0",
                    "1",
                    "4",
                    "7.0",
                    "7.5",
                    "31",
                    "-3",
                    "99999999999999999999",
                ][..],
            ),
            any::<bool>(),
        )
            .prop_map(move |(text, is_quoted)| either(number(text), text.to_owned(), is_quoted))
            .boxed(),
        Field::Amount => (select(&AMOUNTS[..]), any::<bool>())
            .prop_map(move |(text, is_quoted)| either(number(text), text.to_owned(), is_quoted))
            .boxed(),
        Field::Void => (select(&["0", "1", "2"][..]), any::<bool>())
            .prop_map(move |(text, is_quoted)| either(number(text), text.to_owned(), is_quoted))
            .boxed(),
        Field::Name => select(&NAMES[..])
            .prop_map(move |text| either(Value::Text(text.to_owned()), text.to_owned(), true))
            .boxed(),
        Field::Due => (select(&DATES[..]), 0..3)
            .prop_map(move |(date, form)| Literal {
                means: Some(Value::Text(date.to_owned())),
                written: match form {
                    0 => format!("'{date}'"),
                    1 => format!("'{}'", date.replace('-', "")),
                    _ => format!("DATE '{date}'"),
                },
            })
            .boxed(),
        Field::Created => select(&MOMENTS[..])
            .prop_map(|(moment, written)| Literal {
                means: Some(Value::Text(moment.to_owned())),
                written: written.to_owned(),
            })
            .boxed(),
    };
    let nothing = Just(Literal {
        means: None,
        written: "NULL".to_owned(),
    });
    prop_oneof![12 => value, 1 => nothing].boxed()
}

fn leaf() -> impl Strategy<Value = Tree> {
    const OPERATORS: [&str; 6] = ["=", "<>", "<", "<=", ">", ">="];
    let compare = (column(), select(&OPERATORS[..])).prop_flat_map(|(column, operator)| {
        literal(column.field)
            .prop_map(move |literal| Tree::Compare(column.clone(), operator, literal))
    });
    let between = (column(), any::<bool>()).prop_flat_map(|(column, is_negated)| {
        (literal(column.field), literal(column.field))
            .prop_map(move |(low, high)| Tree::Between(column.clone(), is_negated, low, high))
    });
    let list = (column(), any::<bool>()).prop_flat_map(|(column, is_negated)| {
        proptest::collection::vec(literal(column.field), 1..4)
            .prop_map(move |literals| Tree::In(column.clone(), is_negated, literals))
    });
    let null =
        (column(), any::<bool>()).prop_map(|(column, is_negated)| Tree::Null(column, is_negated));
    let like = (any::<bool>(), any::<bool>(), "[aAbä%_0-9']{0,4}").prop_map(
        |(is_parents, is_negated, pattern)| {
            Tree::Like(
                Column {
                    is_parents,
                    field: Field::Name,
                },
                is_negated,
                pattern,
            )
        },
    );
    prop_oneof![4 => compare, 2 => between, 2 => list, 1 => null, 1 => like]
}

fn tree() -> impl Strategy<Value = Tree> {
    leaf().prop_recursive(4, 24, 3, |inner| {
        let several = || proptest::collection::vec(inner.clone(), 1..4);
        prop_oneof![
            several().prop_map(Tree::All),
            several().prop_map(Tree::Any),
            inner.clone().prop_map(|tree| Tree::Not(Box::new(tree))),
        ]
    })
}

thread_local! {
    static WORLD: World = World::empty();
}

fn with_rows<T>(rows: &[Invoice], work: impl FnOnce(&World) -> T) -> T {
    WORLD.with(|world| {
        world.with(|connection| {
            connection
                .execute("DELETE FROM \"INVOICE\"", [])
                .expect("it is emptied")
        });
        for row in rows {
            row.insert(world, rows);
        }
        work(world)
    })
}

proptest! {
    #[test]
    fn conditions_find_what_a_plain_evaluation_finds(rows in invoices(), tree in tree()) {
        let found = with_rows(&rows, |world| world.matching("INVOICE", &tree.sql()));
        let meant: Vec<String> = rows
            .iter()
            .filter(|row| !row.is_deleted && tree.holds(row, &rows) == Some(true))
            .map(|row| row.id.to_string())
            .collect();
        prop_assert_eq!(found, meant.join(" "), "{}", tree.sql());
    }

    #[test]
    fn order_windows_and_pages_are_those_of_a_plain_evaluation(
        rows in invoices(),
        tree in tree(),
        (column, is_descending) in (column(), any::<bool>()),
        (first, last) in (0_usize..6, 0_usize..12),
        (offset, fetch) in (0_usize..4, 0_usize..6),
    ) {
        let by = column.sql();
        let direction = if is_descending { "DESC" } else { "ASC" };
        let statement = format!(
            "SELECT Id FROM Invoice WHERE ({}) AND ROWNUM BETWEEN {first} AND {last} ORDER BY {by} {direction} \
             OFFSET {offset} ROWS FETCH NEXT {fetch} ROWS ONLY",
            tree.sql()
        );
        let found = with_rows(&rows, |world| world.select(&statement));
        let found: Vec<&str> = found.as_array().expect("rows").iter().map(|row| row["Id"].as_str().expect("an id")).collect();
        let mut meant: Vec<&Invoice> = rows
            .iter()
            .filter(|row| !row.is_deleted && tree.holds(row, &rows) == Some(true))
            .enumerate()
            .filter(|(at, _)| (first..=last).contains(&(at + 1)))
            .map(|(_, row)| row)
            .collect();
        meant.sort_by(|left, right| {
            let sides = (column.value(left, &rows), column.value(right, &rows));
            let order = match &sides {
                (Some(left), Some(right)) => order(left, right),
                (None, None) => Ordering::Equal,
                (None, Some(_)) => Ordering::Greater,
                (Some(_), None) => Ordering::Less,
            };
            if is_descending { order.reverse() } else { order }
        });
        let meant: Vec<String> = meant.iter().skip(offset).take(fetch).map(|row| row.id.to_string()).collect();
        prop_assert_eq!(found, meant, "{}", statement);
    }

    #[test]
    fn groups_are_those_of_a_plain_evaluation(rows in invoices(), tree in tree()) {
        let statement = format!(
            "SELECT VoidFlag, COUNT(Id) AS n, COUNT(DueDate) AS dates, MAX(DueDate) AS last, MIN(FileName) AS name FROM Invoice \
             WHERE {} GROUP BY VoidFlag ORDER BY VoidFlag",
            tree.sql()
        );
        let found = with_rows(&rows, |world| world.select(&statement));
        let matching: Vec<&Invoice> = rows.iter().filter(|row| !row.is_deleted && tree.holds(row, &rows) == Some(true)).collect();
        let mut meant = Vec::new();
        for flag in [Some(false), Some(true), None] {
            let group: Vec<&&Invoice> = matching.iter().filter(|row| row.is_void == flag).collect();
            if group.is_empty() {
                continue;
            }
            meant.push(serde_json::json!({
                "Id": null,
                "VoidFlag": flag.map(|flag| u8::from(flag).to_string()),
                "N": group.len().to_string(),
                "DATES": group.iter().filter(|row| row.due.is_some()).count().to_string(),
                "LAST": group.iter().filter_map(|row| row.due.as_ref()).max(),
                "NAME": group.iter().filter_map(|row| row.name.as_ref()).min(),
            }));
        }
        prop_assert_eq!(found, serde_json::Value::Array(meant), "{}", statement);
    }

    #[test]
    fn sums_are_exact(amounts in proptest::collection::vec((-1_000_000_000_000_i64..1_000_000_000_000, 0_u8..6), 1..12)) {
        let rows: Vec<Invoice> = amounts.iter().enumerate().map(|(at, (mantissa, scale))| Invoice {
            id: i64::try_from(at).expect("few rows") + 1,
            amount: Some(Decimal::new((*mantissa).into(), *scale).expect("a number").to_string()),
            ..Invoice::default()
        }).collect();
        let found = with_rows(&rows, |world| world.select("SELECT SUM(GrandTotalAmount) AS s, AVG(GrandTotalAmount) AS a FROM Invoice"));
        let sum: Decimal = found[0]["S"].as_str().expect("a number").parse().expect("a number");
        let millionths: i128 = amounts.iter().map(|(mantissa, scale)| i128::from(*mantissa) * 10_i128.pow(6 - u32::from(*scale))).sum();
        prop_assert_eq!(sum, Decimal::new(millionths, 6).expect("a number"));
        let average: Decimal = found[0]["A"].as_str().expect("a number").parse().expect("a number");
        // Twelve digits after the point, which are less than what an average has.
        let shortened = |number: Decimal| match u32::from(number.scale()) {
            scale if scale > 12 => number.mantissa() / 10_i128.pow(scale - 12),
            scale => number.mantissa() * 10_i128.pow(12 - scale),
        };
        let count = i128::try_from(amounts.len()).expect("few rows");
        let meant = millionths * 10_i128.pow(6) / count;
        prop_assert!((shortened(average) - meant).abs() <= 1, "{average} of {amounts:?}");
    }
}
