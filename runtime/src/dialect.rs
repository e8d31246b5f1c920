//! The border to the vendor: how a system's query language writes what its vendor does not document.
//!
//! Everything else that [`crate::filter`] writes is plain SQL. What is chosen here is a fact of the
//! system, said in its `system.yaml` under `query`; an entity carries it as [`Entity::DIALECT`].
//!
//! [`Entity::DIALECT`]: crate::Entity::DIALECT

use crate::moment::{Date, DateTime};
use crate::table::{DateForm, DateTimeForm};

/// How a system's query language writes dates, points in time and texts in patterns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dialect {
    date: DateLiteral,
    date_time: DateTimeLiteral,
    like_escape: LikeEscape,
}

impl Dialect {
    /// What clients of BillingPlatform send: dates as `'YYYY-MM-DD'`, no escape in patterns. No
    /// rule of the vendor was found.
    pub const DEFAULT: Self = Self {
        date: DateLiteral::Dashed,
        date_time: DateTimeLiteral::Zulu,
        like_escape: LikeEscape::None,
    };

    /// With another form of dates.
    #[must_use]
    pub const fn with_date(self, date: DateLiteral) -> Self {
        Self { date, ..self }
    }

    /// With another form of points in time.
    #[must_use]
    pub const fn with_date_time(self, date_time: DateTimeLiteral) -> Self {
        Self { date_time, ..self }
    }

    /// With another escape in patterns.
    #[must_use]
    pub const fn with_like_escape(self, like_escape: LikeEscape) -> Self {
        Self {
            like_escape,
            ..self
        }
    }

    /// How texts are escaped in patterns.
    pub(crate) fn like_escape(self) -> LikeEscape {
        self.like_escape
    }

    /// Writes a date as a literal.
    pub(crate) fn write_date(self, sql: &mut String, date: Date) {
        let (word, form) = match self.date {
            DateLiteral::Dashed => ("", DateForm::Dashed),
            DateLiteral::Compact => ("", DateForm::Compact),
            DateLiteral::Keyword => ("DATE ", DateForm::Dashed),
        };
        sql.push_str(word);
        quote(sql, &date.in_form(form));
    }

    /// Writes a point in time as a literal.
    pub(crate) fn write_date_time(self, sql: &mut String, moment: DateTime) {
        let (word, form) = match self.date_time {
            DateTimeLiteral::Zulu => ("", DateTimeForm::Zulu),
            DateTimeLiteral::Spaced => ("", DateTimeForm::Spaced),
            DateTimeLiteral::Keyword => ("TIMESTAMP ", DateTimeForm::Spaced),
        };
        sql.push_str(word);
        quote(sql, &moment.in_form(form));
    }
}

/// How a date stands in a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum DateLiteral {
    /// `'2015-05-05'`.
    Dashed,
    /// `'20150505'`.
    Compact,
    /// `DATE '2015-05-05'`.
    Keyword,
}

/// How a point in time stands in a statement, in UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum DateTimeLiteral {
    /// `'2014-11-03T18:26:11Z'`.
    Zulu,
    /// `'2014-11-03 18:26:11'`.
    Spaced,
    /// `TIMESTAMP '2014-11-03 18:26:11'`.
    Keyword,
}

/// How `%` and `_` are written in a pattern where they stand for themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum LikeEscape {
    /// There is no way: a text that holds them cannot be looked for in part.
    None,
    /// `\%` and `\_`, with `ESCAPE '\'` behind the pattern.
    Backslash,
}

/// Writes a text literal. A quote inside is doubled, the rule of SQL: no value leaves its literal.
pub(crate) fn quote(sql: &mut String, text: &str) {
    sql.push('\'');
    sql.push_str(&text.replace('\'', "''"));
    sql.push('\'');
}
