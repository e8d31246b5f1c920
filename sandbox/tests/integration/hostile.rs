//! Any bytes get an answer in a documented shape, and the sandbox goes on with its records whole.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::SystemTime;

use billbind_sandbox::{Incoming, Options, Sandbox, Server};
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::caller::Caller;
use crate::raw;

/// One sandbox for all cases: what one of them breaks, the next ones meet.
fn caller() -> &'static Caller {
    static CALLER: OnceLock<Caller> = OnceLock::new();
    CALLER.get_or_init(Caller::with_examples)
}

fn server() -> &'static (Server, String) {
    static SERVER: OnceLock<(Server, String)> = OnceLock::new();
    SERVER.get_or_init(|| {
        let server = Options::new().examples(true).start().unwrap();
        let caller = Caller {
            sandbox: server.sandbox().clone(),
            session: String::new(),
        };
        let session = caller.log_in();
        (server, session)
    })
}

/// Sends anything with a session, checks the form of the answer and that the records are there.
fn check(incoming: &Incoming) -> Result<(), TestCaseError> {
    let caller = caller();
    let mut incoming = incoming.clone();
    let session = ("sessionid".to_owned(), caller.session.clone().into_bytes());
    incoming.headers.push(session);
    let answer = caller.sandbox.answer(&incoming);
    let text = String::from_utf8_lossy(&answer.body).into_owned();
    let body: Value = serde_json::from_str(&text)
        .map_err(|error| TestCaseError::fail(format!("{error}: {text}")))?;
    let is_documented = match answer.status {
        200 => body.as_object().is_some_and(|members| {
            members
                .iter()
                .all(|(key, value)| key.ends_with("Response") && (value.is_array()))
        }),
        400 | 401 | 404 | 405 => body["error"].is_string() && body["message"].is_string(),
        500 => {
            body["errors"][0]["error_text"].is_string()
                && body["errors"][0]["error_code"].is_string()
        }
        _ => false,
    };
    prop_assert!(is_documented, "{}: {text}", answer.status);
    prop_assert_ne!(
        &body["errors"][0]["error_code"],
        "SIMULATED_SANDBOX_FAILURE"
    );
    Ok(())
}

fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("rest".to_owned()),
        Just("2.0".to_owned()),
        Just("myorg".to_owned()),
        Just("account".to_owned()),
        Just("ENTITY_FIELD".to_owned()),
        Just("CURRENCY".to_owned()),
        Just("query".to_owned()),
        Just("login".to_owned()),
        Just("delete".to_owned()),
        Just("undelete".to_owned()),
        Just("files".to_owned()),
        Just("27471".to_owned()),
        Just("DOCUMENT".to_owned()),
        Just("auth".to_owned()),
        Just("..".to_owned()),
        Just("%2e%2e%2f".to_owned()),
        Just("%00".to_owned()),
        Just("%".to_owned()),
        Just("%zz%f".to_owned()),
        Just("%ff%fe".to_owned()),
        Just("$files".to_owned()),
        Just("sqlite_schema".to_owned()),
        Just("a\" OR 1=1 --".to_owned()),
        Just("99999999999999999999999999".to_owned()),
        Just("-1".to_owned()),
        any::<String>(),
    ]
}

fn path() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => vec(word(), 0..3).prop_map(|words| format!("/myorg/rest/2.0/{}", words.join("/"))),
        1 => vec(word(), 0..8).prop_map(|words| words.join("/")),
    ]
}

fn method() -> impl Strategy<Value = String> {
    prop_oneof![
        8 => prop::sample::select(vec!["GET", "POST", "PUT", "PATCH", "DELETE"]).prop_map(str::to_owned),
        1 => prop::sample::select(vec!["HEAD", "OPTIONS", "TRACE", "get", "UNDELETE", ""]).prop_map(str::to_owned),
        1 => any::<String>(),
    ]
}

/// JSON of any kind, with names that mean something here and there.
fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        word().prop_map(Value::from),
        Just(json!("20150505")),
        Just(json!("2014-11-03T18:26:11.000Z")),
        Just(json!("1e999999999")),
        Just(json!("x".repeat(100_000))),
    ];
    let name = prop_oneof![
        8 => prop::sample::select(vec![
            "brmObjects", "Id", "Name", "Status", "AccountTypeId", "AccountType", "AccountTypeIdObj",
            "ParentAccountId", "ParentAccountObj", "fieldsToNull", "externalIDFieldName", "my_external_key",
            "EmptyRecycleBin", "Created", "sql", "username", "password", "FileName", "Data", "DOCUMENT",
            "CurrencyCode", "Rate", "Quantity", "StartDate",
        ]).prop_map(str::to_owned),
        1 => any::<String>(),
    ];
    leaf.prop_recursive(6, 40, 6, move |inner| {
        prop_oneof![
            vec(inner.clone(), 0..5).prop_map(Value::from),
            vec((name.clone(), inner), 0..6)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

fn body() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        4 => value().prop_map(|value| value.to_string().into_bytes()),
        4 => value().prop_map(|value| json!({"brmObjects": value}).to_string().into_bytes()),
        1 => value().prop_map(|value| {
            let record = json!({"externalIDFieldName": "my_external_key", "brmObjects": value});
            record.to_string().into_bytes()
        }),
        1 => vec(any::<u8>(), 0..200),
        1 => prop::sample::select(vec![
            "[".repeat(100_000), "{\"a\":".repeat(100_000), format!("{}{}", "[".repeat(127), "]".repeat(127)),
            "{\"brmObjects\":{\"Name\":\"\\ud800\"}}".to_owned(),
            "{\"brmObjects\":{\"Name\":\"\\u0000\",\"Status\":\"ACTIVE\",\"AccountTypeId\":1}}".to_owned(),
            format!("{{\"brmObjects\":{{\"Id\":{}}}}}", "9".repeat(100_000)),
            "{\"brmObjects\":{\"Id\":1e400}}".to_owned(),
            "{\"brmObjects\":{\"Id\":-0}}".to_owned(),
            "{\"brmObjects\":{},\"brmObjects\":{}}".to_owned(),
            "\u{feff}{}".to_owned(),
        ]).prop_map(String::into_bytes),
    ]
}

fn statement() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        6 => prop::sample::select(vec![
            "SELECT", "Id", "Name", "FROM", "ACCOUNT", "Invoice", "WHERE", "(", ")", "'a'", "'", "\"", "=", "<>",
            ">=", "AND", "OR", "NOT", "LIKE", "'%'", "IN", "BETWEEN", "1", "1e400", "NULL", "IS", "GROUP BY",
            "ORDER BY", "HAVING", "COUNT(Id)", "SUM(GrandTotalAmount)", "AS", "x", ",", "AccountObj.Name",
            "BillingProfileObj.AccountObj.Name", "OFFSET 1 ROWS", "FETCH NEXT 2 ROWS ONLY", "ROWNUM", "UNION",
            "JOIN", ";", "--", "/*", "DROP TABLE ACCOUNT", "CASE", "WHEN", "THEN", "END", "*", "\"$deleted\"",
            "sqlite_schema", "systimestamp", "UPPER(Name)", "to_char(Created,'YYYY')", "\u{0}", "\u{1f980}",
        ]).prop_map(str::to_owned),
        1 => any::<String>(),
    ];
    vec(piece, 0..24).prop_map(|pieces| pieces.join(" "))
}

fn encoded(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}

proptest! {
    #[test]
    fn any_request_is_answered_in_a_documented_form(
        method in method(),
        path in path(),
        query in proptest::option::of(any::<String>()),
        headers in vec((any::<String>(), vec(any::<u8>(), 0..20)), 0..4),
        body in body(),
    ) {
        check(&Incoming { method, path, query, headers, body })?;
    }

    #[test]
    fn any_statement_is_run_or_refused(statement in statement(), of_query in any::<bool>()) {
        let (resource, name) = if of_query { ("query", "sql") } else { ("account", "queryAnsiSql") };
        check(&Incoming {
            method: "GET".to_owned(),
            path: format!("/myorg/rest/2.0/{resource}"),
            query: Some(format!("{name}={}", encoded(&statement))),
            ..Incoming::default()
        })?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_in_a_socket_leave_the_server_up(
        beginning in prop_oneof![
            Just(Vec::new()),
            Just(b"GET /myorg/rest/2.0/account?queryAnsiSql=".to_vec()),
            Just(b"POST /myorg/rest/2.0/account HTTP/1.1\r\ncontent-length: 40\r\n".to_vec()),
            Just(b"POST /a HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n".to_vec()),
        ],
        rest in vec(any::<u8>(), 0..300),
    ) {
        let (server, session) = server();
        let bytes = [&beginning[..], &rest[..], b" HTTP/1.1\r\n\r\n\r\n\r\n"].concat();
        // A request that is never complete is given up by the peer here.
        let answer = {
            use std::io::{Read as _, Write as _};
            let mut stream = std::net::TcpStream::connect(server.address()).unwrap();
            stream.set_read_timeout(Some(std::time::Duration::from_secs(20))).unwrap();
            let _ = stream.write_all(&bytes);
            let _ = stream.shutdown(std::net::Shutdown::Write);
            let mut answer = Vec::new();
            let _ = stream.read_to_end(&mut answer);
            answer
        };
        if !answer.is_empty() {
            prop_assert!(answer.starts_with(b"HTTP/1.1 "), "{}", String::from_utf8_lossy(&answer));
        }
        let headers = [("sessionid", session.as_str())];
        let reply = raw::send(server.address(), "GET", "/myorg/rest/2.0/ACCOUNT_TYPE/1", &headers, b"");
        prop_assert_eq!(reply.unwrap().status, 200);
    }
}

#[test]
fn a_panic_in_the_middle_of_a_write_takes_the_write_back() {
    static PANICS: AtomicBool = AtomicBool::new(false);
    let options = Options::new().clock(|| {
        assert!(!PANICS.load(Ordering::SeqCst), "as the test wants it");
        SystemTime::now()
    });
    let sandbox = Sandbox::new(&options).unwrap();
    let mut caller = Caller {
        sandbox,
        session: String::new(),
    };
    caller.session = caller.log_in();
    let first = caller.account("First");
    PANICS.store(true, Ordering::SeqCst);
    let record =
        json!({"brmObjects": {"Name": "Second", "AccountTypeId": "1", "Status": "ACTIVE"}});
    let (status, answer) = caller.call("POST", "account", &record);
    assert_eq!(status, 500);
    assert_eq!(
        answer["errors"][0]["error_code"],
        "SIMULATED_SANDBOX_FAILURE"
    );
    PANICS.store(false, Ordering::SeqCst);
    let seen = caller.sandbox.requests();
    let last = &seen[seen.len() - 1];
    assert_eq!((last.status, last.applied), (Some(500), false));
    assert!(caller.record("ACCOUNT", &first).is_some());
    let (_, all) = caller.call(
        "GET",
        "account?queryAnsiSql=Name+LIKE+%27%25d%27",
        &Value::Null,
    );
    assert_eq!(all["message"], "No record of ACCOUNT fits");
    caller.account("Second");
}
