//! Conversions between the runtime's numbers and dates and those of well-known crates, each behind
//! a feature of the crate's name.
//!
//! The rule for all of them: what comes back from there and back equals what went, by `==` of the
//! runtime's type, or the conversion is an error that says what would be lost. The text that a date
//! came from, and the distance from UTC where the other type holds a bare moment, are no part of
//! equality and stay behind.

use std::fmt;

#[cfg(any(feature = "chrono", feature = "jiff", feature = "time"))]
use crate::{Date, DateTime, Time};

#[cfg(feature = "chrono")]
mod chrono;
#[cfg(feature = "jiff")]
mod jiff;
#[cfg(feature = "rust_decimal")]
mod rust_decimal;
#[cfg(feature = "time")]
mod time;

/// A conversion that would lose something, or has to make something up.
///
/// ```
/// # #[cfg(feature = "rust_decimal")] {
/// use billbind_runtime::{ConversionError, Decimal};
///
/// let long: Decimal = "0.123456789012345678901234567890".parse().unwrap();
/// let error: ConversionError = rust_decimal::Decimal::try_from(long).unwrap_err();
/// assert_eq!(error.to_string(), "it has more than 28 digits after the point");
/// # }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ConversionError {
    reason: &'static str,
}

impl ConversionError {
    const fn new(reason: &'static str) -> Self {
        Self { reason }
    }
}

impl fmt::Display for ConversionError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.reason)
    }
}

impl std::error::Error for ConversionError {}

#[cfg(any(feature = "chrono", feature = "jiff", feature = "time"))]
mod moments {
    use super::{ConversionError, Date, DateTime, Time};

    pub(super) const OUT_OF_RANGE: ConversionError =
        ConversionError::new("it is outside of the range that the other type holds");
    pub(super) const YEAR: ConversionError = ConversionError::new("its year is not from 0 to 9999");
    const TIME_OF_DAY: ConversionError =
        ConversionError::new("its time of day would be lost: convert it as a date-time");
    const LEAP_SECOND: ConversionError =
        ConversionError::new("it is a leap second, which the other type does not hold");
    const NO_OFFSET: ConversionError = ConversionError::new(
        "it names no distance from UTC, so nobody knows which moment it is: convert it to a \
         date-time without a zone",
    );
    const OFFSET: ConversionError = ConversionError::new(
        "its distance from UTC would be lost: convert it to a type that has a zone or is a moment",
    );
    const OFFSET_SECONDS: ConversionError =
        ConversionError::new("its distance from UTC is not one of whole minutes below a day");

    /// A date without a time of day; midnight is none.
    pub(super) fn date_alone(date: Date) -> Result<Date, ConversionError> {
        match date.time() {
            Some(time) if time != Time::default() => Err(TIME_OF_DAY),
            _ => Ok(date),
        }
    }

    /// The time of a date-time, where every clock has it.
    pub(super) fn clock_time(moment: DateTime) -> Result<Time, ConversionError> {
        let time = moment.time();
        if time.second > 59 {
            return Err(LEAP_SECOND);
        }
        Ok(time)
    }

    /// Seconds east of UTC.
    pub(super) fn offset_seconds(moment: DateTime) -> Result<i32, ConversionError> {
        let minutes = moment.offset_minutes().ok_or(NO_OFFSET)?;
        Ok(i32::from(minutes) * 60)
    }

    /// That there is no distance from UTC to lose.
    pub(super) fn expect_no_offset(moment: DateTime) -> Result<(), ConversionError> {
        match moment.offset_minutes() {
            Some(_) => Err(OFFSET),
            None => Ok(()),
        }
    }

    /// A date from its parts.
    pub(super) fn date(year: i32, month: u8, day: u8) -> Result<Date, ConversionError> {
        let year = u16::try_from(year).map_err(|_| YEAR)?;
        Date::new(year, month, day).map_err(|_| YEAR)
    }

    /// A date-time from its parts.
    pub(super) fn date_time(
        date: Date,
        time: Time,
        offset_seconds: Option<i32>,
    ) -> Result<DateTime, ConversionError> {
        let offset = match offset_seconds {
            None => String::new(),
            Some(0) => "Z".to_owned(),
            Some(seconds) => {
                let minutes = seconds.unsigned_abs() / 60;
                if seconds % 60 != 0 || minutes >= 24 * 60 {
                    return Err(OFFSET_SECONDS);
                }
                let sign = if seconds < 0 { '-' } else { '+' };
                format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60)
            }
        };
        let fraction = match time.nanosecond {
            0 => String::new(),
            nanosecond => format!(".{nanosecond:09}").trim_end_matches('0').to_owned(),
        };
        let (hour, minute, second) = (time.hour, time.minute, time.second);
        format!("{date}T{hour:02}:{minute:02}:{second:02}{fraction}{offset}")
            .parse()
            .map_err(|_| OUT_OF_RANGE)
    }
}
