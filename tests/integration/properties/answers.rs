//! Answers that nobody promised: no decoder panics, and nothing that the server sent is lost.

use billbind::billingplatform::{
    Account, account, login, logout, oauth_token, pricing, query, raw,
};
use billbind::{Answer, Error, FileField, Method, Secret};
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::Value as Json;
use serde_json::value::RawValue;

use super::values::{json, json_text, member_name, text};

/// Decodes an answer with every decoder that there is; `Ok` says what was made of it.
fn decode_with_all(answer: &Answer) -> Vec<Result<String, Error>> {
    fn shown<T: std::fmt::Debug>(result: Result<T, Error>) -> Result<String, Error> {
        result.map(|value| format!("{value:?}"))
    }
    let new = new_account();
    let changes = Account::changes(1).clear_description();
    let upsert = Account::upsert(2);
    let file = FileField::custom("DOCUMENT");
    let secret = Secret::new("c");
    let all = account::Filter::all([]);
    let parent = account::PATH.parent_account.col(&account::COL.name);
    let children = account::query()
        .select((&account::COL.id, &parent))
        .children_of(&account::PATH.parent_account);
    let records = account::query()
        .columns((&account::COL.id, &parent))
        .request();
    let mean = account::COL.id.count().alias("N");
    let rows = account::query().select((&parent, children, mean)).request();
    vec![
        shown(account::create(&new).decode(answer)),
        shown(account::create_many(&[new.clone(), new.clone()]).decode(answer)),
        shown(account::update(&changes).decode(answer)),
        shown(account::update_many(std::slice::from_ref(&changes)).decode(answer)),
        shown(account::upsert(&upsert).decode(answer)),
        shown(account::upsert_many(std::slice::from_ref(&upsert)).decode(answer)),
        shown(account::retrieve(&all).decode(answer)),
        shown(account::retrieve(&all).strict().decode(answer)),
        shown(account::retrieve(&all).empty_on_not_found().decode(answer)),
        shown(account::retrieve_by_id(1).decode(answer)),
        shown(account::retrieve_by_id(1).max_body(20).decode(answer)),
        shown(account::retrieve_by_ids(&[1.into()]).decode(answer)),
        shown(pricing::retrieve_by_id(1).decode(answer)),
        shown(account::delete(account::Id::from(1)).decode(answer)),
        shown(account::delete_many(&[account::Id::from(1).into()]).decode(answer)),
        shown(account::undelete(1).decode(answer)),
        shown(account::upload_file(1, &file, "a", b"b").decode(answer)),
        shown(account::download_file(1, &file).decode(answer)),
        shown(query("SELECT 1 FROM ACCOUNT").decode(answer)),
        shown(records.decode(answer)),
        shown(rows.clone().decode(answer)),
        shown(rows.strict().decode(answer)),
        shown(raw(Method::Get, &["a"], None).decode(answer)),
        shown(login("a", &secret).decode(answer)),
        shown(logout().decode(answer)),
        shown(oauth_token("a", &secret).decode(answer)),
    ]
}

fn new_account() -> account::New {
    Account::builder()
        .name("a")
        .status(account::Status::Active)
        .account_type("b")
        .build()
}

fn status() -> impl Strategy<Value = u16> {
    prop_oneof![
        4 => Just(200),
        1 => prop::sample::select(&[0, 201, 204, 301, 307, 400, 401, 404, 429, 500, 503, 999][..]),
    ]
}

/// Objects like those of answers, with any value in any place.
fn envelope() -> impl Strategy<Value = String> {
    let record = || {
        vec((member_name(), json()), 0..5).prop_map(|members| members.into_iter().collect::<Json>())
    };
    let records = prop_oneof![record(), vec(record(), 0..3).prop_map(Json::from), json(),];
    vec((member_name(), records), 0..3)
        .prop_map(|members| members.into_iter().collect::<Json>().to_string())
}

/// Bodies that are JSON, that were JSON, and that never were.
fn body() -> impl Strategy<Value = Vec<u8>> {
    let cut =
        (envelope(), any::<prop::sample::Index>(), any::<u8>()).prop_map(|(json, at, byte)| {
            let mut bytes = json.into_bytes();
            let at = at.index(bytes.len());
            if byte % 2 == 0 {
                bytes.truncate(at);
            } else {
                bytes[at] = byte;
            }
            bytes
        });
    prop_oneof![
        4 => envelope().prop_map(String::into_bytes),
        1 => json_text().prop_map(String::into_bytes),
        2 => cut,
        1 => vec(any::<u8>(), 0..64),
        1 => (0_usize..400).prop_map(|depth| "[".repeat(depth).into_bytes()),
        1 => (0_usize..400).prop_map(|depth| {
            format!("{{\"retrieveResponse\": {}", "[{\"a\":".repeat(depth)).into_bytes()
        }),
    ]
}

/// Members of an object, with the bytes of each value.
fn members() -> impl Strategy<Value = Vec<(String, String)>> {
    // No field of a schema begins so.
    let name = text().prop_map(|text| format!("nr{text}"));
    vec((name, json_text()), 0..6)
}

fn object(members: &[(String, String)]) -> String {
    let members: Vec<String> = members
        .iter()
        .map(|(name, value)| format!("{} : {value}", Json::from(&**name)))
        .collect();
    format!("{{{}}}", members.join(" , "))
}

fn owned<'a>(kept: impl Iterator<Item = (&'a str, &'a billbind::Raw)>) -> Vec<(String, String)> {
    kept.map(|(name, raw)| (name.to_owned(), raw.as_json().to_owned()))
        .collect()
}

/// Whether a value is one of the vendor's ways to say that there is none.
fn is_nothing(value: &Json) -> bool {
    match value {
        Json::Null => true,
        Json::String(text) => text.trim().is_empty(),
        Json::Array(items) => items.is_empty(),
        _ => false,
    }
}

proptest! {
    #[test]
    fn no_answer_makes_a_decoder_panic(status in status(), body in body()) {
        let answer = Answer::new(status, body);
        for outcome in decode_with_all(&answer) {
            match outcome {
                Ok(shown) => prop_assert!(status == 404 || (200..300).contains(&status), "{shown}"),
                Err(error) => {
                    let text = format!("{error} {error:?}");
                    prop_assert!(text.len() < 4_000, "{text}");
                }
            }
        }
    }

    #[test]
    fn only_json_is_decoded(body in body()) {
        let is_json = serde_json::from_slice::<&RawValue>(&body).is_ok();
        let answer = Answer::new(200, body);
        let all = account::Filter::all([]);
        prop_assert!(is_json || account::retrieve(&all).decode(&answer).is_err());
        prop_assert!(is_json || account::create(&new_account()).decode(&answer).is_err());
        prop_assert!(is_json || login("a", &Secret::new("b")).decode(&answer).is_err());
    }

    #[test]
    fn every_list_of_objects_is_read_as_records(rows in vec(members(), 0..4), gap in "[ \n\r\t]{0,2}", tail in members()) {
        let objects: Vec<String> = rows.iter().map(|row| object(row)).collect();
        let list = format!("{gap}[{gap}{}{gap}]", objects.join(&format!("{gap},{gap}")));
        let mut outer = tail;
        outer.push(("retrieveResponse".to_owned(), list));
        outer.rotate_right(1);
        let answer = Answer::new(200, format!("{gap}{}{gap}", object(&outer)));
        let all = account::Filter::all([]);
        let read = account::retrieve(&all).strict().decode(&answer).expect("it is an answer");
        let kept: Vec<_> = read.iter().map(|account| owned(account.extra.unknown())).collect();
        prop_assert_eq!(kept, rows);
    }

    #[test]
    fn every_unknown_field_is_kept_byte_for_byte(members in members(), at in any::<prop::sample::Index>()) {
        let mut all = members.clone();
        all.insert(at.index(all.len() + 1), ("Name".to_owned(), "\"a\"".to_owned()));
        let body = format!("{{\"retrieveResponse\": [{}]}}", object(&all));
        let read = account::retrieve_by_id(1).decode(&Answer::new(200, body));
        let account = read.expect("it is an answer");
        prop_assert_eq!(account.name.as_deref(), Some("a"));
        prop_assert_eq!(owned(account.extra.unknown()), members);
    }

    #[test]
    fn every_column_of_a_query_is_kept_byte_for_byte(rows in vec(members(), 0..3)) {
        let objects: Vec<String> = rows.iter().map(|row| object(row)).collect();
        let body = format!("{{\"queryResponse\": [{}]}}", objects.join(","));
        let read = query("SELECT 1 FROM ACCOUNT").decode(&Answer::new(200, body));
        let read = read.expect("it is an answer");
        let columns: Vec<_> = read.iter().map(|row| owned(row.columns())).collect();
        prop_assert_eq!(columns, rows);
    }

    #[test]
    fn a_known_field_is_read_or_kept_as_a_misfit(value in json()) {
        let fields = ["Id", "ProductId", "Rate", "EndDate", "Created", "RerateFlag"];
        let members: Vec<_> = fields
            .iter()
            .map(|&field| (field.to_owned(), value.to_string()))
            .collect();
        let answer = Answer::new(200, format!("{{\"retrieveResponse\": {}}}", object(&members)));
        let pricing = pricing::retrieve_by_id(1).decode(&answer).expect("it is an answer");
        let is_read = [
            pricing.id.is_some(),
            pricing.product_id.is_some(),
            pricing.rate.is_some(),
            pricing.end_date.is_some(),
            pricing.created.is_some(),
            pricing.rerate_flag.is_some(),
        ];
        for (field, is_read) in fields.iter().zip(is_read) {
            let misfits: Vec<_> = pricing.extra.misfits().iter().filter(|misfit| misfit.path() == *field).collect();
            if is_read || is_nothing(&value) {
                prop_assert!(misfits.is_empty(), "{field}: {misfits:?}");
                prop_assert!(is_read != is_nothing(&value), "{field}");
            } else {
                let kept: Vec<_> = misfits.iter().map(|misfit| misfit.value().expose()).collect();
                prop_assert_eq!(kept, [value.to_string()]);
            }
        }
        let is_strict = pricing::retrieve_by_id(1).strict().decode(&answer).is_ok();
        prop_assert_eq!(is_strict, pricing.extra.misfits().is_empty());
    }
}
