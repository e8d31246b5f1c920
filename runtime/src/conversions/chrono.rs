//! `Date` and `DateTime` to and from the types of chrono.

use chrono::{Datelike as _, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, Timelike, Utc};

use super::ConversionError;
use super::moments::{
    OUT_OF_RANGE, YEAR, clock_time, date, date_alone, date_time, expect_no_offset, offset_seconds,
};
use crate::{Date, DateTime, Time};

impl TryFrom<Date> for NaiveDate {
    type Error = ConversionError;

    /// # Errors
    /// [`ConversionError`] for a date with a time of day.
    fn try_from(date: Date) -> Result<Self, ConversionError> {
        naive_date(date_alone(date)?)
    }
}

impl TryFrom<NaiveDate> for Date {
    type Error = ConversionError;

    /// # Errors
    /// [`ConversionError`] for a year that is not from 0 to 9999.
    fn try_from(other: NaiveDate) -> Result<Self, ConversionError> {
        date(other.year(), part(other.month())?, part(other.day())?)
    }
}

impl TryFrom<DateTime> for NaiveDateTime {
    type Error = ConversionError;

    /// # Errors
    /// [`ConversionError`] for a date-time that names its distance from UTC, and for a leap second.
    fn try_from(moment: DateTime) -> Result<Self, ConversionError> {
        expect_no_offset(moment)?;
        naive_date_time(moment)
    }
}

impl TryFrom<NaiveDateTime> for DateTime {
    type Error = ConversionError;

    /// # Errors
    /// [`ConversionError`] for a year that is not from 0 to 9999.
    fn try_from(other: NaiveDateTime) -> Result<Self, ConversionError> {
        date_time(other.date().try_into()?, clock(&other)?, None)
    }
}

impl TryFrom<DateTime> for chrono::DateTime<FixedOffset> {
    type Error = ConversionError;

    /// Keeps the moment and its distance from UTC.
    ///
    /// # Errors
    /// [`ConversionError`] for a date-time that names no distance from UTC, and for a leap second.
    fn try_from(moment: DateTime) -> Result<Self, ConversionError> {
        let offset = FixedOffset::east_opt(offset_seconds(moment)?).ok_or(OUT_OF_RANGE)?;
        naive_date_time(moment)?
            .and_local_timezone(offset)
            .single()
            .ok_or(OUT_OF_RANGE)
    }
}

impl TryFrom<chrono::DateTime<FixedOffset>> for DateTime {
    type Error = ConversionError;

    /// Keeps the moment and its distance from UTC.
    ///
    /// # Errors
    /// [`ConversionError`] for a year that is not from 0 to 9999, and for a distance from UTC that
    /// is not one of whole minutes.
    fn try_from(other: chrono::DateTime<FixedOffset>) -> Result<Self, ConversionError> {
        let local = other.naive_local();
        let offset = other.offset().local_minus_utc();
        date_time(local.date().try_into()?, clock(&local)?, Some(offset))
    }
}

impl TryFrom<DateTime> for chrono::DateTime<Utc> {
    type Error = ConversionError;

    /// Keeps the moment.
    ///
    /// # Errors
    /// [`ConversionError`] for a date-time that names no distance from UTC, and for a leap second.
    fn try_from(moment: DateTime) -> Result<Self, ConversionError> {
        chrono::DateTime::<FixedOffset>::try_from(moment).map(|moment| moment.to_utc())
    }
}

impl TryFrom<chrono::DateTime<Utc>> for DateTime {
    type Error = ConversionError;

    /// The moment, in UTC.
    ///
    /// # Errors
    /// [`ConversionError`] for a year that is not from 0 to 9999.
    fn try_from(other: chrono::DateTime<Utc>) -> Result<Self, ConversionError> {
        other.fixed_offset().try_into()
    }
}

fn naive_date(date: Date) -> Result<NaiveDate, ConversionError> {
    NaiveDate::from_ymd_opt(date.year().into(), date.month().into(), date.day().into())
        .ok_or(OUT_OF_RANGE)
}

fn naive_date_time(moment: DateTime) -> Result<NaiveDateTime, ConversionError> {
    let time = clock_time(moment)?;
    let (hour, minute, second) = (time.hour.into(), time.minute.into(), time.second.into());
    let time =
        NaiveTime::from_hms_nano_opt(hour, minute, second, time.nanosecond).ok_or(OUT_OF_RANGE)?;
    Ok(NaiveDateTime::new(naive_date(moment.date())?, time))
}

/// chrono counts a leap second as the nanoseconds of the second before it.
fn clock(time: &impl Timelike) -> Result<Time, ConversionError> {
    const SECOND: u32 = 1_000_000_000;
    let leap = time.nanosecond() / SECOND;
    Ok(Time {
        hour: part(time.hour())?,
        minute: part(time.minute())?,
        second: part(time.second() + leap)?,
        nanosecond: time.nanosecond() % SECOND,
    })
}

fn part(number: u32) -> Result<u8, ConversionError> {
    u8::try_from(number).map_err(|_| YEAR)
}
