//! Decoders on any answer: a value or an error, and never a panic.
//!
//! The first byte of an input chooses the status, the rest is the body.

use std::fmt::Debug;

use billbind::billingplatform::{
    Account, account, dynamic, invoice, login, logout, oauth_token, pricing, query, raw, user,
};
use billbind::{Answer, Error, FileField, Method, Secret};
use serde_json::value::RawValue;

use crate::Outcome;

const STATUSES: [u16; 16] = [
    200, 200, 200, 200, 200, 200, 201, 204, 0, 301, 400, 401, 404, 429, 500, 999,
];

/// Longest message that an error may have: it shows some of an answer, and not all of it.
const LONGEST_MESSAGE: usize = 4_000;

/// Members of answers, and values that are hard to read.
pub const WORDS: &[&str] = &[
    "\"retrieveResponse\":",
    "\"queryResponse\":",
    "\"createResponse\":",
    "\"loginResponse\":",
    "\"file_downloadResponse\":",
    "\"errors\":",
    "\"ErrorCode\":",
    "\"ErrorText\":",
    "\"Id\":",
    "\"Name\":",
    "\"Status\":",
    "\"Created\":",
    "\"Quantity\":",
    "\"ParentAccountObj\":",
    "\"ParentAccountObj.Name\":",
    "\"Data\":",
    "\"SessionID\":",
    "\"N\":",
    "\"ACCOUNT\":",
    "[{",
    "}]",
    "{\"",
    "\":\"",
    "\",",
    "null",
    "true",
    "-0",
    "1e400",
    "0.1e-5",
    "01",
    "\\ud800",
    "\\udc00",
    "\\u0000",
    "\\x",
    "\"20150505\"",
    "\"2014-11-03T18:26:11.000+14:00\"",
    "\"2015-02-30\"",
    "\"1.10\"",
    "9223372036854775808",
    "[[[[[[[[",
    "{\"a\":{\"a\":",
    "\u{feff}",
    "<html>",
];

/// Answers as the vendor shows them.
#[must_use]
pub fn seeds() -> Vec<Vec<u8>> {
    let bodies: &[&str] = &[
        r#"{"createResponse": [{"ErrorCode": "0", "ErrorText": " ", "ErrorElementField": "", "Id": "27471"}]}"#,
        r#"{"retrieveResponse": [{"Id": 1, "Name": "a", "Status": "ACTIVE", "Created": "2014-11-03T18:26:11.000Z", "nrX": {"a": [1, 2.50]}}]}"#,
        r#"{"retrieveResponse": {"Id": "1", "Rate": 1.10, "EndDate": "20150505", "RerateFlag": "1"}}"#,
        r#"{"queryResponse": [{"Id": 1, "ParentAccountObj": {"Name": "b"}, "ACCOUNT": [{"Id": 2, "ParentAccountObj.Name": "c"}], "N": 5}]}"#,
        r#"{"loginResponse": [{"SessionID": "abc"}]}"#,
        r#"{"access_token": "abc", "token_type": "Bearer", "expires_in": 3600}"#,
        r#"{"file_downloadResponse": [{"Data": "YWJj", "FileName": "a.txt"}]}"#,
        r#"{"errors": [{"error_code": "1", "error_text": "no"}]}"#,
        r#"{"error": "invalid", "message": "no"}"#,
        "[]",
    ];
    let with_status = |(number, body): (usize, &&str)| {
        let status = if number == 7 { 10 } else { 0 };
        [&[status], body.as_bytes()].concat()
    };
    bodies.iter().enumerate().map(with_status).collect()
}

/// Decodes the answer with every kind of decoder.
///
/// # Panics
///
/// Where a decoder panics, takes for an answer what is no JSON, or repeats too much of it.
pub fn run(input: &[u8]) -> Outcome {
    let (status, body) = input.split_first().unwrap_or((&0, &[]));
    let status = STATUSES[usize::from(*status) % STATUSES.len()];
    let answer = Answer::new(status, body);
    let is_json = serde_json::from_slice::<&RawValue>(body).is_ok();
    let is_success = (200..300).contains(&status);
    let mut told = Vec::new();
    for outcome in decode_with_all(&answer) {
        match outcome {
            Ok(_) => {
                assert!(
                    is_success || status == 404,
                    "{status} was taken for a success"
                );
                assert!(
                    is_json || body.is_empty() || told.len() >= JSON_DECODERS,
                    "no JSON was decoded by {}",
                    told.len()
                );
                told.push(String::new());
            }
            Err(error) => {
                let text = format!("{error} {error:?}");
                assert!(text.len() < LONGEST_MESSAGE, "too long: {text}");
                // Numbers and what the server said differ without end.
                let kind: String = error
                    .to_string()
                    .chars()
                    .filter(char::is_ascii_lowercase)
                    .take(40)
                    .collect();
                told.push(kind);
            }
        }
    }
    Outcome::of(&(status, told))
}

/// How many of the decoders below, from the first on, take nothing but JSON.
const JSON_DECODERS: usize = 14;

fn decode_with_all(answer: &Answer) -> Vec<Result<String, Error>> {
    fn shown<T: Debug>(result: Result<T, Error>) -> Result<String, Error> {
        result.map(|value| format!("{value:?}"))
    }
    let new = Account::builder()
        .name("a")
        .status(account::Status::Active)
        .account_type("b")
        .build();
    let changes = Account::changes(1).clear_description();
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
    let entity = dynamic::entity("ACCOUNT").expect("it is a name");
    let file = FileField::custom("DOCUMENT");
    vec![
        shown(account::create(&new).decode(answer)),
        shown(account::create_many(&[new.clone(), new.clone()]).decode(answer)),
        shown(account::update(&changes).decode(answer)),
        shown(account::retrieve(&all).decode(answer)),
        shown(account::retrieve(&all).strict().decode(answer)),
        shown(pricing::retrieve_by_id(1).decode(answer)),
        shown(invoice::retrieve_by_id(1).decode(answer)),
        shown(user::retrieve_by_id(1).decode(answer)),
        shown(dynamic::retrieve_by_id(&entity, 1).decode(answer)),
        shown(query("SELECT 1 FROM ACCOUNT").decode(answer)),
        shown(records.decode(answer)),
        shown(rows.clone().decode(answer)),
        shown(rows.strict().decode(answer)),
        shown(login("a", &secret).decode(answer)),
        shown(account::retrieve(&all).empty_on_not_found().decode(answer)),
        shown(account::retrieve_by_id(1).max_body(20).decode(answer)),
        shown(account::delete(account::Id::from(1)).decode(answer)),
        shown(account::undelete(1).decode(answer)),
        shown(account::upload_file(1, &file, "a", b"b").decode(answer)),
        shown(account::download_file(1, &file).decode(answer)),
        shown(raw(Method::Get, &["a"], None).decode(answer)),
        shown(logout().decode(answer)),
        shown(oauth_token("a", &secret).decode(answer)),
    ]
}
