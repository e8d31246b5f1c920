//! Strategies that several properties share, and values that are kept as they are.

use billbind::{Date, DateTime, Decimal, Raw};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::strategy::Union;
use serde_json::Value as Json;

/// Text made of what breaks out of literals, URLs and JSON, between ordinary letters.
pub(crate) fn text() -> impl Strategy<Value = String> {
    const PIECES: &[&str] = &[
        "'", "''", "\\", "\\'", "\"", "`", "--", "-- ", "/*", "*/", ";", "\0", "%", "_", "\n",
        "\r\n", "\t", " ", "/", "..", "?", "&", "=", "#", "+", "%27", "\u{7f}", "\u{a0}", "é",
        "😀", "\u{202e}", "\u{2028}", "\u{feff}", " OR 1=1", ") OR (", "N'", "E'", "$$", "{", "}",
        "[", "]", "a", "0",
    ];
    let piece = prop_oneof![
        3 => prop::sample::select(PIECES).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
    ];
    vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

/// Text with something to see in it, as ids and enum values have.
pub(super) fn word() -> impl Strategy<Value = String> {
    text().prop_map(|text| format!("x{text}x"))
}

pub(crate) fn decimal() -> impl Strategy<Value = Decimal> {
    let parts = prop_oneof![
        (any::<i32>().prop_map(i128::from), 0_u8..6),
        (
            any::<i128>().prop_map(|mantissa| mantissa % 10_i128.pow(38)),
            0_u8..39
        ),
    ];
    parts.prop_map(|(mantissa, scale)| Decimal::new(mantissa, scale).expect("it holds them"))
}

pub(crate) fn date() -> impl Strategy<Value = Date> {
    (0_u16..=9999, 1_u8..=12, 1_u8..=31)
        .prop_filter_map("the calendar has no such day", |(year, month, day)| {
            Date::new(year, month, day).ok()
        })
}

pub(crate) fn date_time() -> impl Strategy<Value = DateTime> {
    (date(), 0_u8..24, 0_u8..60, 0_u8..60).prop_map(|(date, hour, minute, second)| {
        DateTime::utc(date, hour, minute, second).expect("the clock has the time")
    })
}

/// Any JSON: what answers hold, and what they should not.
pub(super) fn json() -> impl Strategy<Value = Json> {
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::from),
        any::<i64>().prop_map(Json::from),
        any::<f64>().prop_map(Json::from),
        text().prop_map(Json::from),
        scalar_text().prop_map(Json::from),
    ];
    leaf.prop_recursive(3, 24, 5, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Json::from),
            vec((member_name(), inner), 0..4).prop_map(|members| members.into_iter().collect()),
        ]
    })
}

/// Names that answers use, and others.
pub(super) fn member_name() -> impl Strategy<Value = String> {
    const NAMES: &[&str] = &[
        "Id",
        "Name",
        "Status",
        "Created",
        "Quantity",
        "N",
        "ACCOUNT",
        "ParentAccountObj",
        "ParentAccountObj.Name",
        "ErrorCode",
        "ErrorText",
        "ErrorElementField",
        "Success",
        "created",
        "Data",
        "SessionID",
        "errors",
        "error_code",
        "error_text",
        "error",
        "message",
        "access_token",
        "expires_in",
        "retrieveResponse",
        "queryResponse",
        "createResponse",
        "loginResponse",
        "file_uploadResponse",
        "file_downloadResponse",
    ];
    prop_oneof![
        4 => prop::sample::select(NAMES).prop_map(str::to_owned),
        1 => text(),
    ]
}

/// JSON text with blanks between its tokens or without.
pub(crate) fn json_text() -> impl Strategy<Value = String> {
    (json(), any::<bool>()).prop_map(|(json, is_pretty)| {
        if is_pretty {
            format!("{json:#}")
        } else {
            json.to_string()
        }
    })
}

/// Texts in the forms of numbers, flags, dates and "nothing".
pub(crate) fn scalar_text() -> impl Strategy<Value = String> {
    Union::new(
        [
            "",
            " ",
            "0",
            "1",
            "Y",
            "true",
            "27471",
            "-1.50",
            ".1",
            "1e400",
            "20150505",
            "2015-02-29",
            "2014-11-03T18:26:11.000Z",
            "INVALID_SESSION_ID",
            "ACTIVE",
            "aGk=",
        ]
        .map(|text| Just(text.to_owned())),
    )
}

proptest! {
    #[test]
    fn any_text_is_the_same_text_in_raw_json(text in text()) {
        let raw = Raw::text(&text);
        let read: String = serde_json::from_str(raw.as_json()).expect("it is a JSON string");
        prop_assert_eq!(&read, &text);
        let shown = raw.as_text();
        prop_assert_eq!(shown.as_deref(), Some(&*text));
    }

    #[test]
    fn raw_json_is_kept_byte_for_byte(json in json_text()) {
        let raw = Raw::json(json.clone()).expect("it is JSON");
        prop_assert_eq!(raw.as_json(), json);
    }

    #[test]
    fn two_json_values_are_not_one_raw_value(one in json_text(), other in json_text()) {
        let text = format!("{one} {other}");
        prop_assert!(Raw::json(text).is_err());
    }
}
