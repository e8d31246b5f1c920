//! Numbers for SQLite: exact sums and averages, which its own floats do not give.

use std::panic::{RefUnwindSafe, UnwindSafe};

use billbind_runtime::Decimal;
use rusqlite::functions::{Aggregate, Context, FunctionFlags};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, Error};

/// An aggregate of numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NumberFunction {
    Sum,
    Average,
}

impl NumberFunction {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Sum => "bb_sum",
            Self::Average => "bb_avg",
        }
    }
}

/// Makes `bb_sum`, `bb_avg` and `bb_number` known to a connection.
pub(super) fn register(connection: &Connection) -> rusqlite::Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    for function in [NumberFunction::Sum, NumberFunction::Average] {
        connection.create_aggregate_function(function.name(), 1, flags, Totals(function))?;
    }
    connection.create_scalar_function("bb_number", 1, flags, |context| {
        let number = match context.get_raw(0) {
            ValueRef::Text(text) => std::str::from_utf8(text)
                .ok()
                .and_then(|text| text.trim().parse::<Decimal>().ok()),
            ValueRef::Integer(number) => Some(Decimal::from(number)),
            ValueRef::Null | ValueRef::Real(_) | ValueRef::Blob(_) => None,
        };
        Ok(number.map(|number| number.to_string()))
    })
}

struct Totals(NumberFunction);

/// What was added so far. Numbers of different scale are kept apart, so that nothing is lost or
/// overflows before it must.
#[derive(Default)]
struct Total {
    sum: Exact,
    count: u64,
}

impl UnwindSafe for Totals {}
impl RefUnwindSafe for Totals {}

impl Aggregate<Total, Option<String>> for Totals {
    fn init(&self, _: &mut Context<'_>) -> rusqlite::Result<Total> {
        Ok(Total::default())
    }

    fn step(&self, context: &mut Context<'_>, total: &mut Total) -> rusqlite::Result<()> {
        let number = match context.get_raw(0) {
            ValueRef::Null => return Ok(()),
            ValueRef::Integer(number) => Some(Decimal::from(number)),
            ValueRef::Text(text) => std::str::from_utf8(text)
                .ok()
                .and_then(|text| text.parse::<Decimal>().ok()),
            ValueRef::Real(_) | ValueRef::Blob(_) => None,
        };
        let number = number.ok_or_else(|| failure("a value that is added is no number"))?;
        total.sum = total
            .sum
            .plus(Exact::of(number))
            .ok_or_else(|| failure("a sum has more than 38 digits"))?;
        total.count += 1;
        Ok(())
    }

    fn finalize(
        &self,
        _: &mut Context<'_>,
        total: Option<Total>,
    ) -> rusqlite::Result<Option<String>> {
        let Some(total) = total.filter(|total| total.count > 0) else {
            return Ok(None);
        };
        let number = match self.0 {
            NumberFunction::Sum => total.sum,
            NumberFunction::Average => total.sum.divided_by(total.count),
        };
        let number = number
            .decimal()
            .ok_or_else(|| failure("a sum has more than 38 digits"))?;
        Ok(Some(number.to_string()))
    }
}

fn failure(reason: &str) -> Error {
    Error::UserFunctionError(reason.into())
}

/// A decimal with all the digits that an `i128` has.
#[derive(Debug, Clone, Copy, Default)]
struct Exact {
    mantissa: i128,
    scale: u32,
}

/// Most digits after the point, as in [`Decimal`].
const MAX_SCALE: u32 = 38;

impl Exact {
    fn of(number: Decimal) -> Self {
        Self {
            mantissa: number.mantissa(),
            scale: number.scale().into(),
        }
        .shortened()
    }

    /// Without zeros at the end: a sum of amounts reads `25024`, as the vendor's sample has it.
    fn shortened(mut self) -> Self {
        while self.scale > 0 && self.mantissa % 10 == 0 {
            self.mantissa /= 10;
            self.scale -= 1;
        }
        self
    }

    fn plus(self, other: Self) -> Option<Self> {
        let scale = self.scale.max(other.scale);
        let mantissa = self.at(scale)?.checked_add(other.at(scale)?)?;
        Some(Self { mantissa, scale }.shortened())
    }

    fn at(self, scale: u32) -> Option<i128> {
        self.mantissa
            .checked_mul(10_i128.checked_pow(scale - self.scale)?)
    }

    /// To 38 digits, the last one rounded.
    fn divided_by(self, count: u64) -> Self {
        let count = i128::from(count);
        let mut quotient = self.mantissa / count;
        let mut rest = self.mantissa % count;
        let mut scale = self.scale;
        let room = 10_i128.pow(MAX_SCALE - 1);
        while rest != 0 && scale < MAX_SCALE && quotient.abs() < room {
            rest *= 10;
            quotient = quotient * 10 + rest / count;
            rest %= count;
            scale += 1;
        }
        if rest.abs() * 2 >= count {
            quotient += rest.signum();
        }
        Self {
            mantissa: quotient,
            scale,
        }
        .shortened()
    }

    fn decimal(self) -> Option<Decimal> {
        Decimal::new(self.mantissa, u8::try_from(self.scale).ok()?).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(connection: &Connection, expression: &str, values: &[&str]) -> Result<String, String> {
        let rows: Vec<String> = values.iter().map(|value| format!("('{value}')")).collect();
        let sql = format!(
            "WITH t(v) AS (VALUES {}) SELECT {expression} FROM t",
            rows.join(",")
        );
        connection
            .query_row(&sql, [], |row| row.get(0))
            .map_err(|error| error.to_string())
    }

    #[test]
    fn sums_and_averages_are_exact() {
        let connection = Connection::open_in_memory().expect("a database");
        register(&connection).expect("functions");
        for (expression, values, result) in [
            ("bb_sum(v)", &["0.1", "0.2"][..], "0.3"),
            ("bb_sum(v)", &["12.50", "12.50"], "25"),
            (
                "bb_sum(v)",
                &["12345678901234567890123456789012345.67", "0.01"],
                "12345678901234567890123456789012345.68",
            ),
            ("bb_sum(v)", &["-1", "1.00"], "0"),
            ("bb_avg(v)", &["1", "2"], "1.5"),
            (
                "bb_avg(v)",
                &["0.1", "0.1", "0.2"],
                "0.13333333333333333333333333333333333333",
            ),
            (
                "bb_avg(v)",
                &["-1", "-1", "0"],
                "-0.66666666666666666666666666666666666667",
            ),
            ("bb_number(v)", &["007"], "7"),
        ] {
            assert_eq!(
                of(&connection, expression, values),
                Ok(result.to_owned()),
                "{values:?}"
            );
        }
        let nines = "99999999999999999999999999999999999999";
        let refused = of(&connection, "bb_sum(v)", &[nines, "1"]);
        assert!(refused.is_err_and(|reason| reason.contains("more than 38 digits")));
        let none: Option<String> = connection
            .query_row("SELECT bb_sum(NULL)", [], |row| row.get(0))
            .expect("a row");
        assert_eq!(none, None);
    }
}
