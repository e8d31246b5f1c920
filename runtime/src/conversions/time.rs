//! `Date` and `DateTime` to and from the types of time.

use time::{Month, OffsetDateTime, PrimitiveDateTime, UtcOffset};

use super::ConversionError;
use super::moments::{
    OUT_OF_RANGE, clock_time, date, date_alone, date_time, expect_no_offset, offset_seconds,
};
use crate::{Date, DateTime, Time};

impl TryFrom<Date> for time::Date {
    type Error = ConversionError;

    /// # Errors
    /// [`ConversionError`] for a date with a time of day.
    fn try_from(date: Date) -> Result<Self, ConversionError> {
        calendar_date(date_alone(date)?)
    }
}

impl TryFrom<time::Date> for Date {
    type Error = ConversionError;

    /// # Errors
    /// [`ConversionError`] for a year that is not from 0 to 9999.
    fn try_from(other: time::Date) -> Result<Self, ConversionError> {
        date(other.year(), other.month().into(), other.day())
    }
}

impl TryFrom<DateTime> for PrimitiveDateTime {
    type Error = ConversionError;

    /// # Errors
    /// [`ConversionError`] for a date-time that names its distance from UTC, and for a leap second.
    fn try_from(moment: DateTime) -> Result<Self, ConversionError> {
        expect_no_offset(moment)?;
        primitive(moment)
    }
}

impl TryFrom<PrimitiveDateTime> for DateTime {
    type Error = ConversionError;

    /// # Errors
    /// [`ConversionError`] for a year that is not from 0 to 9999.
    fn try_from(other: PrimitiveDateTime) -> Result<Self, ConversionError> {
        date_time(other.date().try_into()?, clock(other.time()), None)
    }
}

impl TryFrom<DateTime> for OffsetDateTime {
    type Error = ConversionError;

    /// Keeps the moment and its distance from UTC.
    ///
    /// # Errors
    /// [`ConversionError`] for a date-time that names no distance from UTC, and for a leap second.
    fn try_from(moment: DateTime) -> Result<Self, ConversionError> {
        let offset =
            UtcOffset::from_whole_seconds(offset_seconds(moment)?).map_err(|_| OUT_OF_RANGE)?;
        Ok(primitive(moment)?.assume_offset(offset))
    }
}

impl TryFrom<OffsetDateTime> for DateTime {
    type Error = ConversionError;

    /// Keeps the moment and its distance from UTC.
    ///
    /// # Errors
    /// [`ConversionError`] for a year that is not from 0 to 9999, and for a distance from UTC that
    /// is not one of whole minutes below a day.
    fn try_from(other: OffsetDateTime) -> Result<Self, ConversionError> {
        let offset = other.offset().whole_seconds();
        date_time(other.date().try_into()?, clock(other.time()), Some(offset))
    }
}

fn calendar_date(date: Date) -> Result<time::Date, ConversionError> {
    let month = Month::try_from(date.month()).map_err(|_| OUT_OF_RANGE)?;
    time::Date::from_calendar_date(date.year().into(), month, date.day()).map_err(|_| OUT_OF_RANGE)
}

fn primitive(moment: DateTime) -> Result<PrimitiveDateTime, ConversionError> {
    let time = clock_time(moment)?;
    let time = time::Time::from_hms_nano(time.hour, time.minute, time.second, time.nanosecond)
        .map_err(|_| OUT_OF_RANGE)?;
    Ok(PrimitiveDateTime::new(calendar_date(moment.date())?, time))
}

fn clock(time: time::Time) -> Time {
    Time {
        hour: time.hour(),
        minute: time.minute(),
        second: time.second(),
        nanosecond: time.nanosecond(),
    }
}
