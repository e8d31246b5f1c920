//! Typed conditions, written as the text that follows `WHERE` or `HAVING`.
//!
//! What is written here is plain SQL; what a vendor decides is in [`crate::dialect`].

mod compare;

use std::fmt;
use std::marker::PhantomData;

pub(crate) use compare::Literal;
pub use compare::{Comparable, Ordered, Pattern};

use crate::dialect::{Dialect, LikeEscape, quote};
use crate::table::Entity;

/// A condition on the records of entity `E`.
///
/// Made from columns ([`Column::eq`](crate::Column::eq) and its siblings) and joined by
/// [`and`](Filter::and), [`or`](Filter::or) and [`not`](Filter::not). Values are written as
/// literals that no value can leave; a condition on another entity does not compile.
///
/// ```
/// # use billbind_runtime::{Column, Entity, Filter, Id};
/// # struct Account;
/// # impl Entity for Account { const WIRE_NAME: &'static str = "ACCOUNT"; }
/// # const ID: Column<Account, Id<Account>> = Column::new("Id");
/// # const NAME: Column<Account, String> = Column::new("Name");
/// let filter = NAME.like("%O'Hara%").and(ID.ge(20000)).or(NAME.is_null());
/// assert_eq!(filter.to_sql(), "Name LIKE '%O''Hara%' AND Id >= 20000 OR Name IS NULL");
/// ```
///
/// `Of` says what the condition is on: [`EachRecord`], or [`EachGroup`] in a [`Having`].
pub struct Filter<E, Of = EachRecord> {
    /// Operands before what joins them, so that no depth of conditions is a depth of calls: a
    /// filter of any size is written and dropped in a loop.
    parts: Vec<Part>,
    types: PhantomData<fn() -> (E, Of)>,
}

/// A condition on the groups of a query: on what its aggregates give.
///
/// Made from aggregates; a condition on records is none, nor the other way round.
pub type Having<E> = Filter<E, EachGroup>;

/// Says of a condition that it is on each record.
#[derive(Debug, Clone, Copy)]
pub enum EachRecord {}

/// Says of a condition that it is on each group of a query.
#[derive(Debug, Clone, Copy)]
pub enum EachGroup {}

#[derive(Debug, Clone, PartialEq)]
enum Part {
    /// Joins so many of the conditions before it.
    Joined(Word, usize),
    /// Turns the condition before it round.
    Not,
    Compare {
        left: String,
        operator: &'static str,
        value: Literal,
    },
    /// The text stands in the value: with anything before it, after it, or both.
    Holds {
        left: String,
        text: String,
        before: bool,
        after: bool,
    },
    In {
        left: String,
        negated: bool,
        values: Vec<Literal>,
    },
    Between {
        left: String,
        low: Literal,
        high: Literal,
    },
    Null {
        left: String,
        negated: bool,
    },
    Raw(String),
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Word {
    And,
    Or,
}

impl<E, Of> Filter<E, Of> {
    fn of(part: Part) -> Self {
        Self::from_parts(vec![part])
    }

    fn from_parts(parts: Vec<Part>) -> Self {
        Self {
            parts,
            types: PhantomData,
        }
    }

    /// Both conditions hold.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self::all([self, other])
    }

    /// One condition or both hold.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self::any([self, other])
    }

    /// The condition does not hold.
    #[must_use]
    #[expect(
        clippy::should_implement_trait,
        reason = "it reads as `and` and `or` do, which no operator can"
    )]
    pub fn not(mut self) -> Self {
        self.parts.push(Part::Not);
        self
    }

    /// All of the conditions hold; with none, every record matches.
    #[must_use]
    pub fn all(conditions: impl IntoIterator<Item = Self>) -> Self {
        Self::joined(Word::And, conditions)
    }

    /// At least one of the conditions holds; with none, no record matches.
    #[must_use]
    pub fn any(conditions: impl IntoIterator<Item = Self>) -> Self {
        Self::joined(Word::Or, conditions)
    }

    /// A list in a list of the same word becomes one list, and a list of one is itself.
    fn joined(word: Word, conditions: impl IntoIterator<Item = Self>) -> Self {
        let mut parts = Vec::new();
        let mut count = 0;
        for mut filter in conditions {
            match filter.parts.last() {
                Some(Part::Joined(inner, operands)) if *inner == word => {
                    count += operands;
                    filter.parts.pop();
                }
                _ => count += 1,
            }
            if parts.is_empty() {
                parts = filter.parts;
            } else {
                parts.append(&mut filter.parts);
            }
        }
        if count != 1 {
            parts.push(Part::Joined(word, count));
        }
        Self::from_parts(parts)
    }

    /// A condition in the vendor's own words, put in parentheses and sent as it is.
    ///
    /// Whoever calls this answers for what values do in the text.
    #[must_use]
    pub fn raw(condition: impl Into<String>) -> Self {
        Self::of(Part::Raw(condition.into()))
    }

    pub(crate) fn to_sql_in(&self, dialect: Dialect) -> String {
        let mut sql = String::new();
        write(&self.parts, &mut sql, dialect);
        sql
    }

    /// Why the condition cannot be sent, where it cannot.
    pub(crate) fn problems_in(&self, dialect: Dialect) -> impl Iterator<Item = String> {
        self.parts
            .iter()
            .filter_map(move |part| part.problem(dialect))
    }
}

impl<E: Entity, Of> Filter<E, Of> {
    /// The text that follows `WHERE` or `HAVING`.
    #[must_use]
    pub fn to_sql(&self) -> String {
        self.to_sql_in(E::DIALECT)
    }
}

impl<E, Of> Clone for Filter<E, Of> {
    fn clone(&self) -> Self {
        Self::from_parts(self.parts.clone())
    }
}

impl<E, Of> PartialEq for Filter<E, Of> {
    fn eq(&self, other: &Self) -> bool {
        self.parts == other.parts
    }
}

impl<E: Entity, Of> fmt::Debug for Filter<E, Of> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} where {}", E::WIRE_NAME, self.to_sql())
    }
}

/// What is still to be written.
enum Step {
    Text(&'static str),
    /// The condition that ends with this part.
    Condition(usize),
}

fn write(parts: &[Part], sql: &mut String, dialect: Dialect) {
    let sizes = sizes(parts);
    let mut steps: Vec<Step> = parts
        .len()
        .checked_sub(1)
        .map(Step::Condition)
        .into_iter()
        .collect();
    // Last in, first written: what comes later is put down first.
    while let Some(step) = steps.pop() {
        let at = match step {
            Step::Text(text) => {
                sql.push_str(text);
                continue;
            }
            Step::Condition(at) => at,
        };
        match &parts[at] {
            Part::Joined(word, 0) => sql.push_str(word.none()),
            Part::Joined(word, count) => {
                let mut end = at;
                for left in (0..*count).rev() {
                    // Each operand has a part of its own, so there is one before `end`.
                    let operand = end - 1;
                    let is_nested = *word == Word::And
                        && matches!(&parts[operand], Part::Joined(Word::Or, inner) if *inner > 1);
                    if is_nested {
                        steps.push(Step::Text(")"));
                    }
                    steps.push(Step::Condition(operand));
                    if is_nested {
                        steps.push(Step::Text("("));
                    }
                    if left > 0 {
                        steps.push(Step::Text(word.text()));
                    }
                    end -= sizes[operand];
                }
            }
            Part::Not => {
                sql.push_str("NOT (");
                steps.push(Step::Text(")"));
                steps.push(Step::Condition(at - 1));
            }
            leaf => leaf.write(sql, dialect),
        }
    }
}

/// Of how many parts the condition consists that ends with each part.
fn sizes(parts: &[Part]) -> Vec<usize> {
    let mut sizes: Vec<usize> = Vec::with_capacity(parts.len());
    for (at, part) in parts.iter().enumerate() {
        let operands = match part {
            Part::Joined(_, count) => *count,
            Part::Not => 1,
            _ => 0,
        };
        let mut size = 1;
        for _ in 0..operands {
            // The operands stand before the part, by the way filters are made.
            size += sizes[at - size];
        }
        sizes.push(size);
    }
    sizes
}

impl Word {
    fn text(self) -> &'static str {
        match self {
            Self::And => " AND ",
            Self::Or => " OR ",
        }
    }

    /// What a list of no conditions says.
    fn none(self) -> &'static str {
        match self {
            Self::And => "1=1",
            Self::Or => "1=0",
        }
    }
}

impl Part {
    /// Writes a condition that joins no others.
    fn write(&self, sql: &mut String, dialect: Dialect) {
        match self {
            Self::Compare {
                left,
                operator,
                value,
            } => {
                sql.extend([left, " ", operator, " "]);
                value.write(sql, dialect);
            }
            Self::Holds {
                left,
                text,
                before,
                after,
            } => {
                sql.extend([left, " LIKE "]);
                write_pattern(sql, text, *before, *after, dialect);
            }
            Self::In {
                left,
                negated,
                values,
            } => write_in(sql, left, *negated, values, dialect),
            Self::Between { left, low, high } => {
                sql.extend([left, " BETWEEN "]);
                low.write(sql, dialect);
                sql.push_str(" AND ");
                high.write(sql, dialect);
            }
            Self::Null { left, negated } => {
                sql.push_str(left);
                sql.push_str(if *negated { " IS NOT NULL" } else { " IS NULL" });
            }
            Self::Raw(condition) => sql.extend(["(", condition, ")"]),
            Self::Joined(..) | Self::Not => {}
        }
    }

    fn problem(&self, dialect: Dialect) -> Option<String> {
        match self {
            Self::Holds { left, text, .. }
                if dialect.like_escape() == LikeEscape::None && text.contains(['%', '_']) =>
            {
                Some(format!(
                    "part of `{left}` is compared with a text that holds `%` or `_`, and the system's \
                     schema names no escape for them; use `like`, where they stand for any text and \
                     any character"
                ))
            }
            _ => None,
        }
    }
}

fn write_pattern(sql: &mut String, text: &str, before: bool, after: bool, dialect: Dialect) {
    let mut pattern = String::with_capacity(text.len() + 2);
    if before {
        pattern.push('%');
    }
    let escape = dialect.like_escape();
    for letter in text.chars() {
        if escape == LikeEscape::Backslash && matches!(letter, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(letter);
    }
    if after {
        pattern.push('%');
    }
    quote(sql, &pattern);
    if escape == LikeEscape::Backslash {
        sql.push_str(" ESCAPE '\\'");
    }
}

fn write_in(sql: &mut String, left: &str, negated: bool, values: &[Literal], dialect: Dialect) {
    if values.is_empty() {
        // `IN ()` is no SQL; nothing is in an empty list.
        sql.push_str(if negated { "1=1" } else { "1=0" });
        return;
    }
    sql.push_str(left);
    sql.push_str(if negated { " NOT IN (" } else { " IN (" });
    for (at, value) in values.iter().enumerate() {
        if at > 0 {
            sql.push_str(", ");
        }
        value.write(sql, dialect);
    }
    sql.push(')');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Column, Date, DateLiteral, DateTime, DateTimeLiteral};

    struct Thing;

    impl Entity for Thing {
        const WIRE_NAME: &'static str = "THING";
    }

    /// A thing of a system whose schema says how dates are written.
    struct Other;

    impl Entity for Other {
        const WIRE_NAME: &'static str = "OTHER";
        const DIALECT: Dialect = Dialect::DEFAULT.with_date(DateLiteral::Keyword);
    }

    const NAME: Column<Thing, String> = Column::new("Name");

    #[test]
    fn a_filter_of_any_depth_is_written_copied_compared_and_dropped() {
        let mut filter = NAME.eq("a");
        for _ in 0..100_000 {
            filter = filter.not();
        }
        let sql = filter.to_sql();
        assert!(sql.starts_with("NOT (NOT (") && sql.ends_with("))"));
        assert_eq!(sql.matches("NOT (").count(), 100_000);
        assert!(filter.clone() == filter);

        let mut filter = NAME.eq("a");
        for _ in 0..50_000 {
            filter = filter.and(NAME.eq("b")).or(NAME.eq("c"));
        }
        assert_eq!(filter.to_sql().matches(" OR ").count(), 50_000);
    }

    #[test]
    fn a_part_of_a_text_is_escaped_or_refused() {
        let filter = NAME.contains(r"50%_\'");
        assert_eq!(filter.problems_in(Dialect::DEFAULT).count(), 1);
        let escaping = Dialect::DEFAULT.with_like_escape(LikeEscape::Backslash);
        assert_eq!(filter.problems_in(escaping).count(), 0);
        assert_eq!(
            filter.to_sql_in(escaping),
            r"Name LIKE '%50\%\_\\''%' ESCAPE '\'"
        );
        assert_eq!(NAME.starts_with("a").to_sql(), "Name LIKE 'a%'");
        assert_eq!(NAME.ends_with("a").to_sql(), "Name LIKE '%a'");
        assert_eq!(NAME.contains("a").problems_in(Dialect::DEFAULT).count(), 0);
    }

    #[test]
    fn dates_are_written_as_the_dialect_says() {
        let day: Column<Thing, Date> = Column::new("Day");
        let at: Column<Thing, DateTime> = Column::new("At");
        let date: Date = "20150505".parse().expect("a date");
        let moment = DateTime::utc(date, 1, 2, 3).expect("a moment");
        let filter = day.eq(date).and(at.lt(moment));
        let other: Column<Other, Date> = Column::new("Day");
        assert_eq!(other.eq(date).to_sql(), "Day = DATE '2015-05-05'");
        let written = [
            (
                DateLiteral::Dashed,
                DateTimeLiteral::Zulu,
                "Day = '2015-05-05' AND At < '2015-05-05T01:02:03Z'",
            ),
            (
                DateLiteral::Compact,
                DateTimeLiteral::Spaced,
                "Day = '20150505' AND At < '2015-05-05 01:02:03'",
            ),
            (
                DateLiteral::Keyword,
                DateTimeLiteral::Keyword,
                "Day = DATE '2015-05-05' AND At < TIMESTAMP '2015-05-05 01:02:03'",
            ),
        ];
        for (date, date_time, sql) in written {
            let dialect = Dialect::DEFAULT.with_date(date).with_date_time(date_time);
            assert_eq!(filter.to_sql_in(dialect), sql);
        }
    }
}
