//! Dates and points in time against the calendar's arithmetic.

use billbind::{Date, DateTime};
use proptest::prelude::*;

use super::values::{date, text};

/// Days since 1970-01-01, by the algorithm of the standard "days from civil".
fn day_number(date: Date) -> i64 {
    let (year, month, day) = (
        i64::from(date.year()),
        i64::from(date.month()),
        i64::from(date.day()),
    );
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

#[derive(Debug, Clone, Copy)]
struct Clock {
    date: Date,
    second: u32,
    nanosecond: u32,
    /// Minutes east of UTC.
    offset: i16,
}

impl Clock {
    fn written(self) -> String {
        let Self {
            date,
            second,
            nanosecond,
            offset,
        } = self;
        let (sign, minutes) = (if offset < 0 { '-' } else { '+' }, offset.abs());
        format!(
            "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{nanosecond:09}{sign}{:02}:{:02}",
            date.year(),
            date.month(),
            date.day(),
            second / 3600,
            second / 60 % 60,
            second % 60,
            minutes / 60,
            minutes % 60,
        )
    }

    fn moment(self) -> (i64, u32) {
        let seconds = day_number(self.date) * 86_400 + i64::from(self.second);
        (seconds - i64::from(self.offset) * 60, self.nanosecond)
    }
}

fn clock() -> impl Strategy<Value = Clock> {
    (date(), 0_u32..86_400, 0_u32..1_000_000_000, -1439_i16..1440).prop_map(
        |(date, second, nanosecond, offset)| Clock {
            date,
            second,
            nanosecond,
            offset,
        },
    )
}

proptest! {
    #[test]
    fn a_date_has_its_text_and_its_parts(date in date()) {
        let (year, month, day) = (date.year(), date.month(), date.day());
        for text in [
            format!("{year:04}{month:02}{day:02}"),
            format!("{year:04}-{month:02}-{day:02}"),
            format!("{year:04}-{month:02}-{day:02} 23:59"),
        ] {
            let read: Date = text.parse().expect("a documented form");
            prop_assert_eq!(read, date);
            prop_assert_eq!(read.as_str(), text);
        }
    }

    #[test]
    fn the_order_of_dates_is_that_of_the_calendar(left in date(), right in date()) {
        prop_assert_eq!(left.cmp(&right), day_number(left).cmp(&day_number(right)));
    }

    #[test]
    fn the_order_of_moments_is_that_of_time(left in clock(), right in clock()) {
        let (earlier, later): (DateTime, DateTime) = (
            left.written().parse().expect("a documented form"),
            right.written().parse().expect("a documented form"),
        );
        prop_assert_eq!(earlier.cmp(&later), left.moment().cmp(&right.moment()));
        prop_assert_eq!(earlier.offset_minutes(), Some(left.offset));
        prop_assert_eq!(earlier.as_str(), left.written());
    }

    #[test]
    fn text_is_no_date_or_kept_as_it_is(text in text(), tail in "[0-9]{4}-?[01][0-9]-?[0-3][0-9](.{0,12})") {
        for text in [text, tail] {
            if let Ok(date) = text.parse::<Date>() {
                prop_assert_eq!(date.as_str(), &text);
                prop_assert_eq!(Date::new(date.year(), date.month(), date.day()), Ok(date));
            }
            if let Ok(moment) = text.parse::<DateTime>() {
                prop_assert_eq!(moment.as_str(), &text);
            }
        }
    }
}
