//! `Date` and `DateTime` to and from the types of jiff.

use jiff::Timestamp;
use jiff::civil;
use jiff::tz::Offset;

use super::ConversionError;
use super::moments::{
    OUT_OF_RANGE, YEAR, clock_time, date, date_alone, date_time, expect_no_offset, offset_seconds,
};
use crate::{Date, DateTime, Time};

impl TryFrom<Date> for civil::Date {
    type Error = ConversionError;

    /// # Errors
    /// [`ConversionError`] for a date with a time of day.
    fn try_from(date: Date) -> Result<Self, ConversionError> {
        civil_date(date_alone(date)?)
    }
}

impl TryFrom<civil::Date> for Date {
    type Error = ConversionError;

    /// # Errors
    /// [`ConversionError`] for a year before 0.
    fn try_from(other: civil::Date) -> Result<Self, ConversionError> {
        let (month, day) = (part(other.month())?, part(other.day())?);
        date(other.year().into(), month, day)
    }
}

impl TryFrom<DateTime> for civil::DateTime {
    type Error = ConversionError;

    /// # Errors
    /// [`ConversionError`] for a date-time that names its distance from UTC, and for a leap second.
    fn try_from(moment: DateTime) -> Result<Self, ConversionError> {
        expect_no_offset(moment)?;
        civil_date_time(moment)
    }
}

impl TryFrom<civil::DateTime> for DateTime {
    type Error = ConversionError;

    /// # Errors
    /// [`ConversionError`] for a year before 0.
    fn try_from(other: civil::DateTime) -> Result<Self, ConversionError> {
        from_civil(other, None)
    }
}

impl TryFrom<DateTime> for Timestamp {
    type Error = ConversionError;

    /// Keeps the moment.
    ///
    /// # Errors
    /// [`ConversionError`] for a date-time that names no distance from UTC, for a leap second, and
    /// for a moment outside of jiff's range.
    fn try_from(moment: DateTime) -> Result<Self, ConversionError> {
        let offset = Offset::from_seconds(offset_seconds(moment)?).map_err(|_| OUT_OF_RANGE)?;
        offset
            .to_timestamp(civil_date_time(moment)?)
            .map_err(|_| OUT_OF_RANGE)
    }
}

impl TryFrom<Timestamp> for DateTime {
    type Error = ConversionError;

    /// The moment, in UTC.
    ///
    /// # Errors
    /// [`ConversionError`] for a year before 0.
    fn try_from(other: Timestamp) -> Result<Self, ConversionError> {
        from_civil(Offset::UTC.to_datetime(other), Some(0))
    }
}

fn civil_date(date: Date) -> Result<civil::Date, ConversionError> {
    let year = i16::try_from(date.year()).map_err(|_| OUT_OF_RANGE)?;
    let (month, day) = (small(date.month())?, small(date.day())?);
    civil::Date::new(year, month, day).map_err(|_| OUT_OF_RANGE)
}

fn civil_date_time(moment: DateTime) -> Result<civil::DateTime, ConversionError> {
    let time = clock_time(moment)?;
    let nanosecond = i32::try_from(time.nanosecond).map_err(|_| OUT_OF_RANGE)?;
    let (hour, minute, second) = (small(time.hour)?, small(time.minute)?, small(time.second)?);
    let time = civil::Time::new(hour, minute, second, nanosecond).map_err(|_| OUT_OF_RANGE)?;
    Ok(civil::DateTime::from_parts(
        civil_date(moment.date())?,
        time,
    ))
}

fn from_civil(other: civil::DateTime, offset: Option<i32>) -> Result<DateTime, ConversionError> {
    let time = Time {
        hour: part(other.hour())?,
        minute: part(other.minute())?,
        second: part(other.second())?,
        nanosecond: u32::try_from(other.subsec_nanosecond()).map_err(|_| OUT_OF_RANGE)?,
    };
    date_time(Date::try_from(other.date())?, time, offset)
}

fn small(number: u8) -> Result<i8, ConversionError> {
    i8::try_from(number).map_err(|_| OUT_OF_RANGE)
}

fn part(number: i8) -> Result<u8, ConversionError> {
    u8::try_from(number).map_err(|_| YEAR)
}
