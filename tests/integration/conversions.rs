//! Numbers and dates go to the types of other crates and come back as they were, or an error says
//! what would be lost.

use billbind::{ConversionError, Date, DateTime, Decimal};
use proptest::prelude::*;

use crate::properties::values::{date, date_time, decimal};

fn number(text: &str) -> Decimal {
    text.parse().expect("it is a number")
}

fn day(text: &str) -> Date {
    text.parse().expect("it is a date")
}

fn moment(text: &str) -> DateTime {
    text.parse().expect("it is a date and time")
}

/// That a value goes to `T` and comes back equal.
fn comes_back<V, T>(value: V) -> T
where
    V: Copy + PartialEq + std::fmt::Debug + TryFrom<T, Error: std::fmt::Debug>,
    T: TryFrom<V, Error = ConversionError> + Clone,
{
    let other = T::try_from(value).unwrap_or_else(|error| panic!("{error}: {value:?}"));
    assert_eq!(
        V::try_from(other.clone()).expect("it came from here"),
        value
    );
    other
}

/// That a value does not go to `T`, and why.
fn refusal<V, T: TryFrom<V, Error = ConversionError>>(value: V) -> String {
    match T::try_from(value) {
        Ok(_) => panic!("something is lost"),
        Err(error) => error.to_string(),
    }
}

#[test]
fn decimals_keep_value_and_scale_within_28_digits() {
    for text in [
        "0",
        "0.00",
        "1.10",
        "-0.05",
        "12345678901234567.89",
        "0.0000000000000000000000000001",
        "79228162514264337593543950335",
    ] {
        let other: rust_decimal::Decimal = comes_back(number(text));
        assert_eq!(other.to_string(), text);
        assert_eq!(Decimal::from(other).to_string(), text);
    }
    let scale = refusal::<_, rust_decimal::Decimal>(number("0.00000000000000000000000000001"));
    assert!(scale.contains("28 digits after the point"), "{scale}");
    let digits = refusal::<_, rust_decimal::Decimal>(number("79228162514264337593543950336"));
    assert!(digits.contains("more digits"), "{digits}");
}

#[test]
fn dates_go_without_a_time_of_day_only() {
    for text in [
        "20150505",
        "2015-05-05",
        "2015-05-05T00:00:00Z",
        "0000-01-01",
        "9999-12-31",
    ] {
        comes_back::<_, jiff::civil::Date>(day(text));
        comes_back::<_, chrono::NaiveDate>(day(text));
        comes_back::<_, time::Date>(day(text));
    }
    assert_eq!(
        comes_back::<_, jiff::civil::Date>(day("20150505")),
        jiff::civil::date(2015, 5, 5)
    );
    let late = day("20150505 10:11");
    for refusal in [
        refusal::<_, jiff::civil::Date>(late),
        refusal::<_, chrono::NaiveDate>(late),
        refusal::<_, time::Date>(late),
    ] {
        assert!(refusal.contains("time of day"), "{refusal}");
    }
    let before = jiff::civil::date(-1, 1, 1);
    assert!(refusal::<_, Date>(before).contains("year"));
}

#[test]
fn moments_keep_their_offset_where_the_other_type_has_one() {
    let east = moment("2014-11-03T20:26:11.125+02:00");
    let utc = "2014-11-03T18:26:11.125Z";
    let kept: chrono::DateTime<chrono::FixedOffset> = comes_back(east);
    assert_eq!(kept.to_rfc3339(), "2014-11-03T20:26:11.125+02:00");
    let kept: time::OffsetDateTime = comes_back(east);
    assert_eq!(
        DateTime::try_from(kept).map(|back| back.offset_minutes()),
        Ok(Some(120))
    );

    let bare: jiff::Timestamp = comes_back(east);
    assert_eq!(bare.to_string(), utc);
    assert_eq!(
        DateTime::try_from(bare)
            .map(|back| back.to_string())
            .as_deref(),
        Ok(utc)
    );
    let bare: chrono::DateTime<chrono::Utc> = comes_back(east);
    assert_eq!(
        DateTime::try_from(bare)
            .map(|back| back.to_string())
            .as_deref(),
        Ok(utc)
    );
}

#[test]
fn a_moment_that_nobody_knows_is_not_made_up_and_a_known_one_not_forgotten() {
    let local = moment("2014-11-03 18:26:11");
    comes_back::<_, jiff::civil::DateTime>(local);
    comes_back::<_, chrono::NaiveDateTime>(local);
    comes_back::<_, time::PrimitiveDateTime>(local);
    for refusal in [
        refusal::<_, jiff::Timestamp>(local),
        refusal::<_, chrono::DateTime<chrono::Utc>>(local),
        refusal::<_, chrono::DateTime<chrono::FixedOffset>>(local),
        refusal::<_, time::OffsetDateTime>(local),
    ] {
        assert!(refusal.contains("no distance from UTC"), "{refusal}");
    }
    let zulu = moment("2014-11-03T18:26:11Z");
    for refusal in [
        refusal::<_, jiff::civil::DateTime>(zulu),
        refusal::<_, chrono::NaiveDateTime>(zulu),
        refusal::<_, time::PrimitiveDateTime>(zulu),
    ] {
        assert!(refusal.contains("would be lost"), "{refusal}");
    }
}

#[test]
fn leap_seconds_are_refused_where_the_clock_has_none_and_taken_from_where_it_has() {
    let leap = moment("2016-12-31T23:59:60Z");
    for refusal in [
        refusal::<_, jiff::Timestamp>(leap),
        refusal::<_, chrono::DateTime<chrono::Utc>>(leap),
        refusal::<_, time::OffsetDateTime>(leap),
    ] {
        assert!(refusal.contains("leap second"), "{refusal}");
    }
    let other = chrono::NaiveDate::from_ymd_opt(2016, 12, 31)
        .and_then(|date| date.and_hms_milli_opt(23, 59, 59, 1_500))
        .expect("chrono has leap seconds");
    assert_eq!(
        DateTime::try_from(other.and_utc())
            .map(|back| back.to_string())
            .as_deref(),
        Ok("2016-12-31T23:59:60.5Z")
    );
}

#[test]
fn offsets_that_a_text_cannot_say_are_refused() {
    let seconds = chrono::FixedOffset::east_opt(3601).expect("chrono has it");
    let odd = chrono::DateTime::from_timestamp(0, 0)
        .expect("the epoch")
        .with_timezone(&seconds);
    assert!(refusal::<_, DateTime>(odd).contains("whole minutes"));
    let far = time::UtcOffset::from_whole_seconds(25 * 3600).expect("time has it");
    let odd = time::OffsetDateTime::UNIX_EPOCH.to_offset(far);
    assert!(refusal::<_, DateTime>(odd).contains("whole minutes"));
}

proptest! {
    #[test]
    fn every_decimal_comes_back_or_is_refused(decimal in decimal()) {
        if let Ok(other) = rust_decimal::Decimal::try_from(decimal) {
            let back = Decimal::from(other);
            prop_assert_eq!((back.mantissa(), back.scale()), (decimal.mantissa(), decimal.scale()));
            prop_assert_eq!(other.to_string(), decimal.to_string());
        } else {
            prop_assert!(decimal.scale() > 28 || decimal.mantissa().unsigned_abs() >= 1 << 96);
        }
    }

    #[test]
    fn every_date_and_moment_comes_back(date in date(), moment in date_time(), minutes in -1439..=1439_i32) {
        comes_back::<_, jiff::civil::Date>(date);
        comes_back::<_, chrono::NaiveDate>(date);
        comes_back::<_, time::Date>(date);
        comes_back::<_, chrono::DateTime<chrono::Utc>>(moment);
        comes_back::<_, time::OffsetDateTime>(moment);
        // jiff's range ends some hours before the year does.
        if date.year() < 9999 {
            if let Ok(other) = jiff::Timestamp::try_from(moment) {
                prop_assert_eq!(DateTime::try_from(other), Ok(moment));
            } else {
                prop_assert_eq!(moment.date().year(), 9999);
            }
        }
        let sign = if minutes < 0 { '-' } else { '+' };
        let text = format!(
            "{}{sign}{:02}:{:02}",
            moment.as_str().trim_end_matches('Z'), minutes.abs() / 60, minutes.abs() % 60,
        );
        let moment: DateTime = text.parse().expect("it is a moment");
        let other: chrono::DateTime<chrono::FixedOffset> = comes_back(moment);
        let back = DateTime::try_from(other).expect("it came from here");
        prop_assert_eq!(back.offset_minutes(), moment.offset_minutes());
        comes_back::<_, time::OffsetDateTime>(moment);
    }
}
