//! Creates through random faults of all kinds: none is done twice, and none is lost without a word.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

use billbind::Answer;
use billbind::billingplatform::{Account, BlockingClient, Credentials, account};
use billbind::client::{Delivery, InProcess, TransportError, TransportErrorKind};
use proptest::prelude::{Just, Strategy, prop, prop_oneof, proptest};
use serde_json::Value;

use super::scripted::BASE_URL;

/// What goes wrong, and whether the server had done the work by then.
#[derive(Debug, Clone, Copy)]
enum Fault {
    None,
    NotSent,
    Lost {
        is_done: bool,
    },
    Failed {
        status: u16,
        is_done: bool,
    },
    Throttled,
    DeadSession {
        status: u16,
    },
    /// The work is done, and the answer is not the one that was meant.
    Garbled(&'static str),
}

fn any_fault() -> impl Strategy<Value = Fault> {
    let is_done = || prop_oneof![Just(false), Just(true)];
    let status = || prop_oneof![Just(500), Just(502), Just(503), Just(504)];
    prop_oneof![
        6 => Just(Fault::None),
        1 => Just(Fault::NotSent),
        2 => is_done().prop_map(|is_done| Fault::Lost { is_done }),
        2 => (status(), is_done()).prop_map(|(status, is_done)| Fault::Failed { status, is_done }),
        1 => Just(Fault::Throttled),
        1 => prop_oneof![Just(401), Just(500)].prop_map(|status| Fault::DeadSession { status }),
        1 => prop_oneof![
            Just(Fault::Garbled("<html></html>")),
            Just(Fault::Garbled(r#"{"createResponse": [{"ErrorCo"#)),
            Just(Fault::Garbled("")),
        ],
    ]
}

/// How many records there are of each name, and of which keys there is one.
#[derive(Default)]
struct Books {
    created: BTreeMap<String, usize>,
    keyed: BTreeSet<String>,
}

impl Books {
    fn write(&mut self, body: &Value) {
        let record = &body["brmObjects"];
        match body["externalIDFieldName"].as_str() {
            // A second record with the same key is the same record.
            Some(key) => {
                self.keyed.insert(record[key].to_string());
            }
            None => *self.created.entry(record["Name"].to_string()).or_default() += 1,
        }
    }
}

/// A server whose requests meet these faults, one after the other, over and over.
fn client(faults: Vec<Fault>, books: &Arc<Mutex<Books>>) -> BlockingClient {
    let books = Arc::clone(books);
    let next = Mutex::new(faults.into_iter().cycle());
    let transport = InProcess::new(move |request| {
        if request.url.ends_with("/login") {
            let body = r#"{"loginResponse": [{"SessionID": "s", "ErrorCode": "0"}]}"#;
            return Ok(Answer::new(200, body));
        }
        let fault = next.lock().unwrap().next().unwrap();
        let body = request.body.as_ref().unwrap().to_bytes().unwrap();
        let write = || {
            books
                .lock()
                .unwrap()
                .write(&serde_json::from_slice(&body).unwrap());
        };
        let broken = |delivery| {
            let kind = TransportErrorKind::Broken;
            Err(TransportError::new(kind, delivery, "cut"))
        };
        match fault {
            Fault::None => {
                write();
                let body = r#"{"createResponse": [{"ErrorCode": "0", "Id": "1"}]}"#;
                Ok(Answer::new(200, body))
            }
            Fault::NotSent => broken(Delivery::NotSent),
            Fault::Lost { is_done } => {
                if is_done {
                    write();
                }
                broken(Delivery::Unknown)
            }
            Fault::Failed { status, is_done } => {
                if is_done {
                    write();
                }
                Ok(Answer::new(status, ""))
            }
            Fault::Throttled => Ok(Answer::new(429, "").with_header("retry-after", "1")),
            Fault::DeadSession { status } => {
                let body = r#"{"errors": [{"error_code": "INVALID_SESSION_ID"}]}"#;
                Ok(Answer::new(status, body))
            }
            Fault::Garbled(body) => {
                write();
                Ok(Answer::new(200, body))
            }
        }
    });
    BlockingClient::builder(BASE_URL)
        .credentials(Credentials::login("my.username", "password"))
        .transport(transport)
        .build()
        .unwrap()
}

fn record(number: usize) -> account::New {
    Account::builder()
        .name(format!("account {number}"))
        .status(account::Status::Active)
        .account_type("Required")
        .build()
}

proptest! {
    #[test]
    fn each_create_is_done_once_or_said_to_be_uncertain(
        faults in prop::collection::vec(any_fault(), 1..60),
    ) {
        let books = Arc::new(Mutex::new(Books::default()));
        let client = client(faults, &books);
        for number in 0..20 {
            let result = client.send(account::create(&record(number)));
            let name = format!("\"account {number}\"");
            let there = books.lock().unwrap().created.get(&name).copied().unwrap_or(0);
            match result {
                Ok(_) => assert_eq!(there, 1),
                Err(error) if error.is_uncertain() => assert!(there <= 1, "{error}"),
                Err(error) => assert_eq!(there, 0, "{error}"),
            }
        }
    }

    #[test]
    fn a_create_under_a_key_that_succeeds_is_done_and_one_that_fails_says_what_is_known(
        faults in prop::collection::vec(any_fault(), 1..60),
    ) {
        let books = Arc::new(Mutex::new(Books::default()));
        let client = client(faults, &books);
        for number in 0..20 {
            let key = account::Key::custom("my_key", format!("k{number}"));
            let result = client.send(account::create_or_overwrite(key, &record(number)));
            let there = books.lock().unwrap().keyed.contains(&format!("\"k{number}\""));
            match result {
                Ok(_) => assert!(there),
                Err(error) => {
                    assert!(!error.is_uncertain(), "{error}");
                    assert!(error.may_be_done() || !there, "{error}");
                }
            }
        }
        assert!(books.lock().unwrap().created.is_empty());
    }
}
