//! Days of the calendar as numbers, and the text of a point in time.

use std::time::{SystemTime, UNIX_EPOCH};

use billbind_runtime::Date;

/// Days from 1970-01-01 to a date.
pub(crate) fn days_of(date: Date) -> i64 {
    // Years begin in March here, so that the day that not every year has is the last one.
    let month = i64::from(date.month());
    let year = i64::from(date.year()) - i64::from(month <= 2);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + i64::from(date.day()) - 1;
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    // 719,468 days lie between the first of March of year 0 and the first of January of 1970.
    year * 365 + leap_days + day_of_year - 719_468
}

/// The date that many days after 1970-01-01, as `YYYY-MM-DD`; `None` beyond the years 0 to 9999.
pub(crate) fn date_of(days: i64) -> Option<String> {
    let days = days + 719_468;
    // 146,097 days are 400 years.
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = (month_from_march + 2) % 12 + 1;
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (0..=9999)
        .contains(&year)
        .then(|| format!("{year:04}-{month:02}-{day:02}"))
}

/// A point in time as answers write it: `2014-11-03T18:26:11.000Z`.
pub(crate) fn moment_text(moment: SystemTime) -> String {
    // Before 1970 and after the year 9999 no sandbox runs: the nearest moment that can be written.
    let since = moment.duration_since(UNIX_EPOCH).unwrap_or_default();
    let seconds = i64::try_from(since.as_secs()).unwrap_or(0);
    let (days, second) = (seconds / 86_400, seconds % 86_400);
    let day = date_of(days).unwrap_or_else(|| "9999-12-31".to_owned());
    format!(
        "{day}T{:02}:{:02}:{:02}.{:03}Z",
        second / 3600,
        second / 60 % 60,
        second % 60,
        since.subsec_millis()
    )
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, UNIX_EPOCH};

    use super::{date_of, days_of, moment_text};

    #[test]
    fn days_of_ten_thousand_years_are_found_again() {
        let first = days_of("0000-01-01".parse().unwrap());
        let last = days_of("9999-12-31".parse().unwrap());
        assert_eq!(days_of("1970-01-01".parse().unwrap()), 0);
        assert_eq!(days_of("2000-03-01".parse().unwrap()), 11_017);
        assert_eq!((date_of(first - 1), date_of(last + 1)), (None, None));
        for days in (first..=last).step_by(17) {
            let text = date_of(days).unwrap();
            assert_eq!(days_of(text.parse().unwrap()), days, "{text}");
        }
    }

    #[test]
    fn moments_are_written_as_the_vendors_sample_has_them() {
        let moment = UNIX_EPOCH + Duration::from_secs(1_415_039_171);
        assert_eq!(moment_text(moment), "2014-11-03T18:26:11.000Z");
    }
}
