//! Values written as text, and requests made of any texts: nothing leaves its place.

use billbind::billingplatform::{Account, account, query, raw};
use billbind::{Date, DateTime, Decimal, FileField, Key, Method, Raw};
use serde_json::value::RawValue;

use crate::Outcome;
use crate::pieces::Pieces;

/// Values as text, and what means something in a URL.
pub const WORDS: &[&str] = &[
    "20150505",
    "2015-05-05",
    "2014-11-03T18:26:11.000Z",
    "2014-11-03 18:26:11",
    "+14:00",
    "24:00",
    "1.10",
    "-0.00",
    "1e5",
    "170141183460469231731687303715884105727",
    "00",
    "..",
    "%2e%2e",
    "/",
    "?",
    "#",
    "&",
    "=",
    "%00",
    "\r\nHost: x",
    "https://",
    "http://a@b",
    "[::1]",
    "\\\\",
    "{\"a\": 1}",
    "[1]",
    "1=1",
    "Name",
];

/// A few of each.
#[must_use]
pub fn seeds() -> Vec<Vec<u8>> {
    let texts = [
        "2014-11-03T18:26:11.000Z\nhttps://my.billingplatform.com/myorg\n27471\nName\na",
        "20150505\nhttp://localhost:8080\na/b\nDOCUMENT\nfile.pdf",
        "-170141183460469231731687303715884105728\nhttps://x\n1\nNumber\n\u{e9}",
        "{\"a\": [1, 2.50, \"x\"]}\nhttps://x/\n-1\nx",
    ];
    texts.iter().map(|text| text.as_bytes().to_vec()).collect()
}

/// Reads the first line as every type of value, and makes requests of the others.
///
/// # Panics
///
/// Where a value is another one after it was written, or a text leaves its place in a request.
#[expect(
    clippy::must_use_candidate,
    reason = "a target is run for its promises"
)]
pub fn run(input: &[u8]) -> Outcome {
    let mut pieces = Pieces::of(input);
    let text = pieces.text();
    let read = check_values(&text);
    let rendered = check_requests(&mut pieces);
    Outcome::of(&(read, rendered))
}

fn check_values(text: &str) -> [bool; 4] {
    let decimal = text.parse::<Decimal>().ok();
    if let Some(decimal) = decimal {
        let again: Decimal = decimal.to_string().parse().expect("it was written by us");
        let parts = |decimal: Decimal| (decimal.mantissa(), decimal.scale());
        assert_eq!(parts(again), parts(decimal), "{text:?}");
    }
    let date = text.parse::<Date>().ok();
    if let Some(date) = &date {
        let again: Date = date.as_str().parse().expect("it was written by us");
        assert_eq!(again, *date, "{text:?}");
        assert!(
            Date::new(date.year(), date.month(), date.day()).is_ok(),
            "{text:?}"
        );
    }
    let moment = text.parse::<DateTime>().ok();
    if let Some(moment) = &moment {
        let again: DateTime = moment.as_str().parse().expect("it was written by us");
        assert_eq!(again, *moment, "{text:?}");
        let _ = (moment.date(), moment.time(), moment.offset_minutes());
    }
    let raw = Raw::json(text);
    let is_json = serde_json::from_str::<&RawValue>(text).is_ok();
    assert_eq!(raw.is_ok(), is_json, "{text:?}");
    if let Ok(raw) = &raw {
        let _ = (
            raw.as_text(),
            raw.read::<i64>(),
            raw.read::<String>(),
            raw.read::<Vec<Decimal>>(),
        );
        let _ = (
            raw.read::<Date>(),
            raw.read::<DateTime>(),
            raw.read::<bool>(),
            raw.read::<Vec<bool>>(),
        );
    }
    [decimal.is_some(), date.is_some(), moment.is_some(), is_json]
}

fn check_requests(pieces: &mut Pieces<'_>) -> Vec<bool> {
    let [base, id, field, text] = [pieces.text(), pieces.text(), pieces.text(), pieces.text()];
    let new = Account::builder()
        .name(&*text)
        .status(account::Status::custom(&text))
        .account_type(&*id)
        .custom(&field, &*text)
        .build();
    let changes = Account::changes(&*id)
        .description(&*text)
        .clear_custom(&field);
    let file = FileField::custom(&field);
    let key = Key::custom(&*field, &*text);
    let rendered = [
        account::create(&new).render(&base),
        account::update(&changes).render(&base),
        account::retrieve_by_id(&*id).render(&base),
        account::delete(account::Id::new(&*id)).render(&base),
        account::upload_file(&*id, &file, &text, text.as_bytes()).render(&base),
        account::download_file(&*id, &file).render(&base),
        account::upsert(&Account::upsert(key)).render(&base),
        query(text.clone()).render(&base),
        raw(Method::Post, &[&id, &field], None).render(&base),
    ];
    let told = rendered.iter().map(|request| {
        let Ok(request) = request else {
            return false;
        };
        let is_plain = |text: &str| !text.chars().any(char::is_control);
        assert!(
            request.url.bytes().all(|byte| (0x21..0x7f).contains(&byte)),
            "{}",
            request.url
        );
        assert!(
            request.url.starts_with(base.trim().trim_end_matches('/')),
            "{}",
            request.url
        );
        assert!(
            request
                .headers
                .iter()
                .all(|(name, value)| is_plain(name) && is_plain(value.expose()))
        );
        if let Some(body) = &request.body {
            let body = body.to_bytes().expect("what is in memory is read");
            let is_json = serde_json::from_slice::<&RawValue>(&body).is_ok();
            assert!(is_json, "{:?}", String::from_utf8_lossy(&body));
        }
        true
    });
    told.collect()
}
