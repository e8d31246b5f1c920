//! Dates and points in time that keep the text they came from.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::num::NonZeroU8;
use std::str::FromStr;

use crate::parse::ParseError;
use crate::table::{DateForm, DateTimeForm};

/// Longest text of a date or date-time that is kept, in bytes.
const MAX_TEXT: usize = 39;

/// A calendar date, with the time of day where the text it came from had one.
///
/// Reads `20150505`, `2015-05-05` and either followed by a time. Order and equality look at the
/// date alone.
///
/// ```
/// use billbind_runtime::Date;
///
/// let start: Date = "20150505".parse()?;
/// assert_eq!((start.year(), start.month(), start.day()), (2015, 5, 5));
/// assert_eq!(start.as_str(), "20150505");
/// assert_eq!(start, Date::new(2015, 5, 5)?);
/// # Ok::<(), billbind_runtime::ParseError>(())
/// ```
#[derive(Clone, Copy)]
pub struct Date(Moment);

impl Date {
    /// The date of a year from 0 to 9999, a month from 1 and a day from 1.
    ///
    /// # Errors
    /// [`ParseError`] where the calendar has no such date.
    pub fn new(year: u16, month: u8, day: u8) -> Result<Self, ParseError> {
        format!("{year:04}-{month:02}-{day:02}").parse()
    }

    /// The year, 0 to 9999.
    #[must_use]
    pub fn year(&self) -> u16 {
        self.0.parts().year
    }

    /// The month, 1 to 12.
    #[must_use]
    pub fn month(&self) -> u8 {
        self.0.parts().month
    }

    /// The day of the month, 1 to 31.
    #[must_use]
    pub fn day(&self) -> u8 {
        self.0.parts().day
    }

    /// The time of day, where the text had one.
    #[must_use]
    pub fn time(&self) -> Option<Time> {
        self.0.parts().time
    }

    /// The text the date came from.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// Appends the date alone, in one of the forms that systems ask for.
    pub(crate) fn write(&self, json: &mut Vec<u8>, form: DateForm) {
        let kept = self.0.bytes();
        // A date without a time has one of these two forms; mostly it is the one that is asked for.
        let is_in_form = match form {
            DateForm::Compact => kept.len() == 8,
            DateForm::Dashed => kept.len() == 10 && kept[4] == b'-',
        };
        if is_in_form {
            json.extend_from_slice(kept);
        } else {
            json.extend_from_slice(self.in_form(form).as_bytes());
        }
    }

    /// The date alone, in one of the forms that systems ask for.
    pub(crate) fn in_form(self, form: DateForm) -> String {
        let mut text = String::with_capacity(10);
        push_date(&mut text, self.order(), form == DateForm::Dashed);
        text
    }

    fn order(&self) -> (u16, u8, u8) {
        let parts = self.0.parts();
        (parts.year, parts.month, parts.day)
    }
}

impl FromStr for Date {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        Parts::read(text)
            .and_then(|_| Moment::keep(text))
            .map(Self)
            .ok_or(ParseError::new("a date, like `2015-05-05` or `20150505`"))
    }
}

/// A date and a time of day, with its distance from UTC where the text names one.
///
/// Reads what [`Date`] reads, when a time follows: `2014-11-03T18:26:11.000Z`,
/// `2014-11-03 18:26:11`. Two are equal when their texts mean the same moment; one without a
/// distance from UTC is taken as UTC for order and equality, and says so by [`offset`].
///
/// [`offset`]: DateTime::offset_minutes
#[derive(Clone, Copy)]
pub struct DateTime(Moment);

impl DateTime {
    /// The point in time of a date and a time, in UTC.
    ///
    /// # Errors
    /// [`ParseError`] where the calendar or the clock has no such moment.
    pub fn utc(date: Date, hour: u8, minute: u8, second: u8) -> Result<Self, ParseError> {
        let (year, month, day) = date.order();
        format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z").parse()
    }

    /// The date part.
    #[must_use]
    pub fn date(&self) -> Date {
        Date(self.0)
    }

    /// The time of day.
    #[must_use]
    pub fn time(&self) -> Time {
        // A `DateTime` is made only from a text with a time; midnight is never taken.
        self.0.parts().time.unwrap_or_default()
    }

    /// Minutes east of UTC, where the text names them (`Z` is 0).
    #[must_use]
    pub fn offset_minutes(&self) -> Option<i16> {
        self.0.parts().offset
    }

    /// The text the value came from.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// Appends the moment in UTC, in one of the forms that systems ask for.
    pub(crate) fn write(&self, json: &mut Vec<u8>, form: DateTimeForm) {
        if let Some(seconds) = self.0.whole_seconds(form) {
            json.extend_from_slice(seconds);
            json.extend_from_slice(if form == DateTimeForm::Zulu {
                b"Z"
            } else {
                b""
            });
        } else {
            json.extend_from_slice(self.in_form(form).as_bytes());
        }
    }

    /// The moment in UTC, in one of the forms that systems ask for; a fraction of a second only
    /// where there is one.
    pub(crate) fn in_form(self, form: DateTimeForm) -> String {
        let (seconds, nanosecond) = self.order();
        // A moment that is in the calendar only where it was written, like the end of year 9999
        // five hours west of UTC, is written as the nearest one that is.
        let (first, last) = (days_before_year(0) + 1, days_before_year(10_000));
        let seconds = seconds.clamp(first * 86_400, last * 86_400 + 86_399);
        let (year, month, day) = date_of_day(seconds.div_euclid(86_400)).unwrap_or((0, 1, 1));
        let second = seconds.rem_euclid(86_400);
        let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
        let mut text = String::with_capacity(20);
        push_date(&mut text, (year, month, day), true);
        text.push(if form == DateTimeForm::Zulu { 'T' } else { ' ' });
        for (part, end) in [(hour, ":"), (minute, ":"), (second, "")] {
            push_two(&mut text, part);
            text.push_str(end);
        }
        if nanosecond > 0 {
            // As long as it has to be, and three digits at least: the vendor's answers have three.
            let digits = format!("{nanosecond:09}");
            let length = digits.trim_end_matches('0').len().max(3);
            text.push('.');
            text.push_str(digits.get(..length).unwrap_or(&digits));
        }
        if form == DateTimeForm::Zulu {
            text.push('Z');
        }
        text
    }

    /// Seconds and nanoseconds since the start of year 0.
    fn order(&self) -> (i64, u32) {
        let moment = self.0.parts();
        let time = moment.time.unwrap_or_default();
        let days = days_before_year(moment.year)
            + (1..moment.month)
                .map(|month| i64::from(days_in_month(moment.year, month)))
                .sum::<i64>()
            + i64::from(moment.day);
        let minutes = i64::from(time.hour) * 60 + i64::from(time.minute)
            - i64::from(moment.offset.unwrap_or(0));
        (
            days * 86_400 + minutes * 60 + i64::from(time.second),
            time.nanosecond,
        )
    }
}

impl FromStr for DateTime {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        Parts::read(text)
            .filter(|parts| parts.time.is_some())
            .and_then(|_| Moment::keep(text))
            .map(Self)
            .ok_or(ParseError::new(
                "a date and time, like `2014-11-03T18:26:11Z`",
            ))
    }
}

/// A time of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Time {
    /// 0 to 23.
    pub hour: u8,
    /// 0 to 59.
    pub minute: u8,
    /// 0 to 60: a leap second is kept.
    pub second: u8,
    /// 0 to 999,999,999.
    pub nanosecond: u32,
}

/// A text that was found to be a date: one small value without allocation behind both types.
#[derive(Clone, Copy)]
struct Moment {
    text: [u8; MAX_TEXT],
    length: NonZeroU8,
}

/// What a text means.
#[derive(Clone, Copy, Default)]
struct Parts {
    year: u16,
    month: u8,
    day: u8,
    time: Option<Time>,
    offset: Option<i16>,
}

impl Moment {
    /// Keeps a text that `parts` were read from.
    fn keep(text: &str) -> Option<Self> {
        let length = NonZeroU8::new(u8::try_from(text.len()).ok()?)?;
        let mut kept = [0; MAX_TEXT];
        kept.get_mut(..text.len())?.copy_from_slice(text.as_bytes());
        Some(Self { text: kept, length })
    }

    fn bytes(&self) -> &[u8] {
        &self.text[..usize::from(self.length.get())]
    }

    fn as_str(&self) -> &str {
        // The bytes were copied from a `&str` as a whole.
        std::str::from_utf8(self.bytes()).unwrap_or_default()
    }

    /// The text up to the seconds, where it has the form that is asked for apart from a fraction
    /// of zeros: vendors answer moments as they take them, so most need not be worked out anew.
    fn whole_seconds(&self, form: DateTimeForm) -> Option<&[u8]> {
        let (seconds, rest) = self.bytes().split_at_checked(19)?;
        let (between, zone) = match form {
            DateTimeForm::Zulu => (b'T', &b"Z"[..]),
            DateTimeForm::Spaced => (b' ', &b""[..]),
        };
        let fraction = rest.strip_suffix(zone)?;
        let is_plain = seconds[4] == b'-'
            && seconds[10] == between
            && seconds[13] == b':'
            && seconds[16] == b':'
            // A leap second is written as the next minute.
            && seconds[17] != b'6'
            && fraction.iter().all(|byte| matches!(byte, b'.' | b'0'));
        is_plain.then_some(seconds)
    }

    fn parts(&self) -> Parts {
        // Only a text that was read once is kept, and it reads the same again.
        Parts::read(self.as_str()).unwrap_or_default()
    }
}

impl Parts {
    fn read(text: &str) -> Option<Self> {
        let mut rest = Digits(text.as_bytes());
        let year = rest.number(4)?;
        let dashed = rest.take(b'-');
        let month = u8::try_from(rest.number(2)?).ok()?;
        if dashed && !rest.take(b'-') {
            return None;
        }
        let day = u8::try_from(rest.number(2)?).ok()?;
        if !(1..=12).contains(&month) || day == 0 || day > days_in_month(year, month) {
            return None;
        }
        let (time, offset) = if rest.0.is_empty() {
            (None, None)
        } else {
            rest.time()?
        };
        Some(Self {
            year,
            month,
            day,
            time,
            offset,
        })
    }
}

/// Reads fixed-width numbers off the front of a text.
struct Digits<'a>(&'a [u8]);

impl Digits<'_> {
    fn take(&mut self, byte: u8) -> bool {
        let found = self.0.first() == Some(&byte);
        if found {
            self.0 = &self.0[1..];
        }
        found
    }

    fn number(&mut self, width: usize) -> Option<u16> {
        let (digits, rest) = self.0.split_at_checked(width)?;
        let mut number = 0;
        for digit in digits {
            if !digit.is_ascii_digit() {
                return None;
            }
            number = number * 10 + u16::from(digit - b'0');
        }
        self.0 = rest;
        Some(number)
    }

    fn time(&mut self) -> Option<(Option<Time>, Option<i16>)> {
        if !self.take(b'T') && !self.take(b't') && !self.take(b' ') {
            return None;
        }
        let hour = u8::try_from(self.number(2)?).ok()?;
        let colons = self.take(b':');
        let minute = u8::try_from(self.number(2)?).ok()?;
        let mut second = 0;
        if if colons {
            self.take(b':')
        } else {
            self.0.first().is_some_and(u8::is_ascii_digit)
        } {
            second = u8::try_from(self.number(2)?).ok()?;
        }
        let nanosecond = if self.take(b'.') { self.fraction()? } else { 0 };
        if hour > 23 || minute > 59 || second > 60 {
            return None;
        }
        let offset = if self.0.is_empty() {
            None
        } else {
            Some(self.offset()?)
        };
        Some((
            Some(Time {
                hour,
                minute,
                second,
                nanosecond,
            }),
            offset,
        ))
    }

    fn fraction(&mut self) -> Option<u32> {
        let mut nanoseconds = 0;
        let mut unit = 100_000_000;
        let mut width = 0;
        while let Some(digit) = self.0.first().filter(|byte| byte.is_ascii_digit()) {
            nanoseconds += u32::from(digit - b'0') * unit;
            unit /= 10;
            width += 1;
            self.0 = &self.0[1..];
        }
        (width > 0).then_some(nanoseconds)
    }

    /// The distance from UTC in minutes, up to the end of the text.
    fn offset(&mut self) -> Option<i16> {
        let mut minutes = 0;
        if !self.take(b'Z') && !self.take(b'z') {
            let sign = if self.take(b'+') {
                1
            } else if self.take(b'-') {
                -1
            } else {
                return None;
            };
            let hours = i16::try_from(self.number(2)?)
                .ok()
                .filter(|hours| *hours < 24)?;
            self.take(b':');
            let rest = if self.0.is_empty() {
                0
            } else {
                i16::try_from(self.number(2)?).ok()?
            };
            minutes = sign * (hours * 60 + rest);
        }
        self.0.is_empty().then_some(minutes)
    }
}

fn is_leap(year: u16) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

fn days_in_month(year: u16, month: u8) -> u8 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

fn days_before_year(year: u16) -> i64 {
    let year = i64::from(year);
    let before = (year - 1).max(0);
    year * 365 + before / 4 - before / 100 + before / 400 + i64::from(year > 0)
}

fn push_date(text: &mut String, (year, month, day): (u16, u8, u8), dashed: bool) {
    push_two(text, i64::from(year / 100));
    push_two(text, i64::from(year % 100));
    for part in [month, day] {
        if dashed {
            text.push('-');
        }
        push_two(text, i64::from(part));
    }
}

/// Two digits of a number below 100; `format!` takes ten times as long, and every write has dates.
fn push_two(text: &mut String, number: i64) {
    for digit in [number / 10, number % 10] {
        text.push(char::from(b'0' + u8::try_from(digit).unwrap_or(0)));
    }
}

/// The date of a day counted as [`DateTime::order`] counts it.
fn date_of_day(day: i64) -> Option<(u16, u8, u8)> {
    // A guess that is at most one year off.
    let guess = u16::try_from(day * 400 / 146_097)
        .ok()
        .filter(|year| *year <= 10_000)?;
    let year = if days_before_year(guess) >= day {
        guess.checked_sub(1)?
    } else if days_before_year(guess + 1) < day {
        guess + 1
    } else {
        guess
    };
    let mut rest = day - days_before_year(year);
    for month in 1..=12 {
        let length = days_in_month(year, month);
        if rest <= i64::from(length) {
            return Some((year, month, u8::try_from(rest).ok()?)).filter(|_| year < 10_000);
        }
        rest -= i64::from(length);
    }
    None
}

macro_rules! moment_traits {
    ($($moment:ty)*) => {$(
        impl fmt::Display for $moment {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.pad(self.as_str())
            }
        }

        impl fmt::Debug for $moment {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(self.as_str())
            }
        }

        impl PartialEq for $moment {
            fn eq(&self, other: &Self) -> bool {
                self.order() == other.order()
            }
        }

        impl Eq for $moment {}

        impl PartialOrd for $moment {
            fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
                Some(self.cmp(other))
            }
        }

        impl Ord for $moment {
            fn cmp(&self, other: &Self) -> Ordering {
                self.order().cmp(&other.order())
            }
        }

        impl Hash for $moment {
            fn hash<H: Hasher>(&self, state: &mut H) {
                self.order().hash(state);
            }
        }
    )*};
}

moment_traits!(Date DateTime);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_documented_form_is_read_and_its_text_kept() {
        for text in [
            "20150505",
            "2015-05-05",
            "2015-05-05T00:00:00Z",
            "20150505 10:11",
        ] {
            let date: Date = text
                .parse()
                .unwrap_or_else(|error| panic!("{text}: {error}"));
            assert_eq!(
                (date.year(), date.month(), date.day()),
                (2015, 5, 5),
                "{text}"
            );
            assert_eq!(date.as_str(), text);
        }
        let seed: DateTime = "2014-11-03T18:26:11.000Z"
            .parse()
            .expect("REST Methods, RETRIEVE");
        assert_eq!(
            seed.time(),
            Time {
                hour: 18,
                minute: 26,
                second: 11,
                nanosecond: 0
            }
        );
        assert_eq!(seed.offset_minutes(), Some(0));
    }

    #[test]
    fn what_the_calendar_does_not_have_is_refused() {
        for text in [
            "",
            "2015",
            "20150229",
            "2015-13-01",
            "2015-00-01",
            "2015-01-32",
            "2015/01/01",
            "2015-0101",
            "05/05/2015",
            "2015-05-05T",
            "2015-05-05T25:00",
            "2015-05-05T10:00:00.",
            "2015-05-05T10:00:00+",
            "2015-05-05T10:00:00Zzz",
            "２０１５０５０５",
        ] {
            assert!(text.parse::<Date>().is_err(), "{text:?}");
        }
        assert!("2015-05-05".parse::<DateTime>().is_err());
        assert!(Date::new(2016, 2, 29).is_ok());
        assert!(Date::new(10_000, 1, 1).is_err());
    }

    #[test]
    fn moments_are_compared_across_offsets() {
        let utc: DateTime = "2014-11-03T18:26:11Z".parse().expect("a form above");
        let east: DateTime = "2014-11-03T20:26:11.000+02:00"
            .parse()
            .expect("a form above");
        let next_day: DateTime = "2014-11-04T00:00:00+23:00".parse().expect("a form above");
        assert_eq!(utc, east);
        assert!(next_day < utc);
    }

    #[test]
    fn a_moment_is_written_in_utc_on_every_day_of_the_calendar() {
        let mut previous = None;
        for year in [
            0, 1, 4, 99, 100, 400, 1900, 1999, 2000, 2014, 2016, 9998, 9999,
        ] {
            for month in 1..=12 {
                for day in 1..=days_in_month(year, month) {
                    let date = Date::new(year, month, day).expect("a day of the calendar");
                    let moment = DateTime::utc(date, 23, 59, 58).expect("a time of the clock");
                    assert_eq!(moment.in_form(DateTimeForm::Zulu), moment.as_str());
                    assert!(previous < Some(moment), "{moment}");
                    previous = Some(moment);
                }
            }
        }
        let east: DateTime = "2016-03-01T00:30:00+01:00"
            .parse()
            .expect("a documented form");
        assert_eq!(east.in_form(DateTimeForm::Spaced), "2016-02-29 23:30:00");
    }

    #[test]
    fn a_moment_out_of_the_calendar_in_utc_is_written_as_the_nearest_in_it() {
        for (text, written) in [
            ("9999-12-31T23:59:59-05:00", "9999-12-31T23:59:59Z"),
            ("0000-01-01T00:00:00+05:00", "0000-01-01T00:00:00Z"),
            ("9999-12-31T23:59:59.500Z", "9999-12-31T23:59:59.500Z"),
            ("2014-11-03T18:26:11.900Z", "2014-11-03T18:26:11.900Z"),
            ("2014-11-03T18:26:11.123456Z", "2014-11-03T18:26:11.123456Z"),
        ] {
            let moment: DateTime = text.parse().expect("a documented form");
            assert_eq!(moment.in_form(DateTimeForm::Zulu), written);
        }
    }

    #[test]
    fn what_is_written_from_the_kept_text_is_what_would_be_worked_out() {
        for text in ["20150505", "2015-05-05", "2015-05-05T10:00:00Z"] {
            let date: Date = text.parse().expect(text);
            for form in [DateForm::Compact, DateForm::Dashed] {
                let mut json = Vec::new();
                date.write(&mut json, form);
                assert_eq!(String::from_utf8(json), Ok(date.in_form(form)), "{text}");
            }
        }
        for text in [
            "2014-11-03T18:26:11Z",
            "2014-11-03T18:26:11.000Z",
            "2014-11-03T18:26:11.0Z",
            "2014-11-03T18:26:11.010Z",
            "2014-11-03T18:26:11",
            "2014-11-03T18:26:11+00:00",
            "2014-11-03T18:26:11-05:00",
            "2014-11-03 18:26:11",
            "2014-11-03 18:26:11.000",
            "2014-11-03 18:26:11Z",
            "2016-12-31T23:59:60Z",
            "20141103T182611Z",
            "2014-11-03T18:26Z",
        ] {
            let Ok(moment) = text.parse::<DateTime>() else {
                continue;
            };
            for form in [DateTimeForm::Zulu, DateTimeForm::Spaced] {
                let mut json = Vec::new();
                moment.write(&mut json, form);
                assert_eq!(String::from_utf8(json), Ok(moment.in_form(form)), "{text}");
            }
        }
    }
}
