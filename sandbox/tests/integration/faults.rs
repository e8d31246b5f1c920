//! Every fault on request, over a socket and in process, by header, option and rule.

use std::time::{Duration, Instant, SystemTime};

use billbind_sandbox::{
    ErrorShape, Fault, Incoming, Operation, Options, Outcome, RetryAfter, Rule, Sandbox, Server,
};
use serde_json::{Value, json};

use crate::raw::{self, Reply};

const LOGIN: &str = r#"{"username": "my.username", "password": "password"}"#;

fn create(name: &str) -> String {
    json!({"brmObjects": {"Name": name, "AccountTypeId": "1", "Status": "ACTIVE"}}).to_string()
}

/// A sandbox over a socket, with a session.
struct Peer {
    server: Server,
    session: String,
}

impl Peer {
    fn new() -> Self {
        let server = billbind_sandbox::start().unwrap();
        let mut peer = Self {
            server,
            session: String::new(),
        };
        peer.session = peer.log_in();
        peer
    }

    fn log_in(&self) -> String {
        let reply = self.send("POST", "login", None, LOGIN).unwrap();
        let session = &reply.json()["loginResponse"][0]["SessionID"];
        session.as_str().unwrap().to_owned()
    }

    fn send(&self, method: &str, resource: &str, fault: Option<&str>, body: &str) -> Option<Reply> {
        let mut headers = vec![("sessionid", self.session.as_str())];
        headers.extend(fault.map(|fault| ("X-Sandbox-Fault", fault)));
        raw::send(
            self.server.address(),
            method,
            &format!("/myorg/rest/2.0/{resource}"),
            &headers,
            body.as_bytes(),
        )
    }

    /// Creates an account with a fault, and gives the answer and whether the account is there.
    fn create(&self, name: &str, fault: &str) -> (Option<Reply>, bool) {
        let reply = self.send("POST", "account", Some(fault), &create(name));
        (reply, self.has_account(name))
    }

    fn has_account(&self, name: &str) -> bool {
        let resource = format!("account?queryAnsiSql=Name=%27{name}%27");
        let reply = self.send("GET", &resource, None, "").unwrap();
        assert!(matches!(reply.status, 200 | 404), "{}", reply.text());
        reply.status == 200
    }
}

#[test]
fn a_throttled_request_is_not_applied_and_says_when_to_come_back() {
    let peer = Peer::new();
    let (reply, applied) = peer.create("A1", "throttled");
    let reply = reply.unwrap();
    assert_eq!((reply.status, applied), (429, false));
    assert_eq!(reply.header("retry-after"), None);
    reply.expect_error();
    let (reply, _) = peer.create("A2", "throttled; retry-after=2");
    assert_eq!(reply.unwrap().header("retry-after"), Some("2"));

    let (reply, applied) = peer.create("A3", "unavailable; retry-after-date=30");
    let reply = reply.unwrap();
    assert_eq!((reply.status, applied), (503, false));
    let date = reply.header("retry-after").unwrap();
    let date = httpdate::parse_http_date(date).unwrap();
    let wait = date.duration_since(SystemTime::now()).unwrap();
    assert!(
        wait <= Duration::from_secs(30) && wait >= Duration::from_secs(20),
        "{wait:?}"
    );
}

#[test]
fn an_internal_error_comes_in_both_shapes_with_and_without_the_work() {
    let peer = Peer::new();
    for (name, fault, is_applied) in [
        ("B1", "internal-error", false),
        ("B2", "internal-error; applied", true),
    ] {
        let (reply, applied) = peer.create(name, fault);
        let reply = reply.unwrap();
        assert_eq!((reply.status, applied), (500, is_applied), "{fault}");
        assert!(reply.json()["errors"][0]["error_code"].is_string());
    }
    let (reply, applied) = peer.create("B3", "internal-error; shape=message");
    let reply = reply.unwrap();
    assert_eq!((reply.status, applied), (500, false));
    assert!(reply.json()["error"].is_string() && reply.json()["message"].is_string());
}

#[test]
fn a_session_that_expires_on_request_is_really_over() {
    let mut peer = Peer::new();
    let reply = peer.send("GET", "ACCOUNT_TYPE/1", Some("unauthorized"), "");
    let reply = reply.unwrap();
    assert_eq!(reply.status, 401);
    assert_eq!(
        reply.json(),
        json!({"error": "unauthorized", "message": "Invalid session ID"})
    );
    // That was only said.
    assert_eq!(
        peer.send("GET", "ACCOUNT_TYPE/1", None, "").unwrap().status,
        200
    );

    for fault in [Some("expired-session"), None] {
        let reply = peer.send("POST", "account", fault, &create("C1")).unwrap();
        assert_eq!(reply.status, 500);
        assert_eq!(
            reply.json()["errors"][0]["error_code"],
            "INVALID_SESSION_ID"
        );
    }
    peer.session = peer.log_in();
    assert!(!peer.has_account("C1"));
    peer.server.expire_sessions();
    assert_eq!(
        peer.send("GET", "ACCOUNT_TYPE/1", None, "").unwrap().status,
        500
    );
}

#[test]
fn a_login_is_refused_as_with_a_wrong_password() {
    let peer = Peer::new();
    let refused = peer.send("POST", "login", Some("login-refused"), LOGIN);
    let wrong = LOGIN.replace("\"password\"}", "\"wrong\"}");
    let wrong = peer.send("POST", "login", None, &wrong).unwrap();
    let refused = refused.unwrap();
    assert_eq!(
        (refused.status, refused.json()),
        (wrong.status, wrong.json())
    );
    let result = &wrong.json()["loginResponse"][0];
    assert_ne!(result["ErrorCode"], "0");
    assert_eq!(result["SessionID"], Value::Null);
}

#[test]
fn a_latency_holds_the_answer_back_and_goes_together_with_other_faults() {
    let peer = Peer::new();
    let started = Instant::now();
    let (reply, applied) = peer.create("D1", "latency; ms=150, latency; ms=100, closed-after");
    assert!(reply.is_none());
    assert!(applied);
    assert!(started.elapsed() >= Duration::from_millis(250));
}

#[test]
fn a_closed_connection_gives_nothing_whether_or_not_the_work_was_done() {
    let peer = Peer::new();
    let (reply, applied) = peer.create("E1", "closed-before");
    assert_eq!((reply.is_none(), applied), (true, false));
    let (reply, applied) = peer.create("E2", "closed-after");
    assert_eq!((reply.is_none(), applied), (true, true));
}

#[test]
fn an_answer_is_cut_mislabelled_or_a_page_of_html() {
    let peer = Peer::new();
    let (reply, applied) = peer.create("F1", "cut");
    let reply = reply.unwrap();
    assert_eq!((reply.status, reply.is_whole, applied), (200, false, true));
    assert!(serde_json::from_slice::<Value>(&reply.body).is_err());

    let (reply, applied) = peer.create("F2", "content-type");
    let reply = reply.unwrap();
    assert!(applied);
    assert_eq!(reply.header("content-type"), Some("text/plain"));
    assert_eq!(reply.json()["createResponse"][0]["ErrorCode"], "0");

    for (name, fault, status, is_applied) in [
        ("F3", "html", 502, false),
        ("F4", "html; status=200; applied", 200, true),
    ] {
        let (reply, applied) = peer.create(name, fault);
        let reply = reply.unwrap();
        assert_eq!((reply.status, applied), (status, is_applied), "{fault}");
        assert_eq!(
            reply.header("content-type"),
            Some("text/html; charset=utf-8")
        );
        assert!(reply.text().starts_with("<html>"));
    }
}

#[test]
fn a_header_that_asks_for_no_fault_is_refused_and_nothing_is_applied() {
    let peer = Peer::new();
    for fault in ["throtled", "latency", "login-refused", "cut; percent=x", ""] {
        let (reply, applied) = peer.create("G1", fault);
        let reply = reply.unwrap();
        assert_eq!((reply.status, applied), (400, false), "{fault}");
        reply.expect_error();
    }
}

fn incoming(method: &str, resource: &str, session: &str, body: &str) -> Incoming {
    Incoming {
        method: method.to_owned(),
        path: format!("/myorg/rest/2.0/{resource}"),
        query: None,
        headers: vec![("sessionid".to_owned(), session.as_bytes().to_vec())],
        body: body.as_bytes().to_vec(),
    }
}

/// Logs in, in process.
fn log_in(sandbox: &Sandbox) -> String {
    let answer = sandbox.answer(&incoming("POST", "login", "", LOGIN));
    let answer: Value = serde_json::from_slice(&answer.body).unwrap();
    answer["loginResponse"][0]["SessionID"]
        .as_str()
        .unwrap()
        .to_owned()
}

#[test]
fn callers_in_process_meet_broken_connections_too() {
    let sandbox = Sandbox::new(&Options::new()).unwrap();
    let session = log_in(&sandbox);
    for fault in [
        Fault::ClosedBefore,
        Fault::ClosedAfter,
        Fault::Cut { percent: 10 },
    ] {
        let rule = Rule::new(fault).on(Operation::Create).of("account").nth(1);
        sandbox.add_fault(rule);
    }
    let request = incoming("POST", "account", &session, &create("H1"));
    // Each rule counts the creates, and the first one makes the answer.
    assert_eq!(
        sandbox.exchange(&request),
        Outcome::Closed { applied: false }
    );
    let whole = sandbox.exchange(&request).answer().unwrap();

    sandbox.clear_faults();
    sandbox.add_fault(Rule::new(Fault::ClosedAfter));
    assert_eq!(
        sandbox.exchange(&request),
        Outcome::Closed { applied: true }
    );
    // What was refused was not applied, even if the work was done.
    let empty = incoming("POST", "account", &session, r#"{"brmObjects": {}}"#);
    assert_eq!(sandbox.exchange(&empty), Outcome::Closed { applied: false });

    sandbox.clear_faults();
    sandbox.add_fault(Rule::new(Fault::Cut { percent: 10 }));
    let Outcome::Cut { answer, length } = sandbox.exchange(&request) else {
        panic!("the answer was to be cut");
    };
    assert_eq!((length, answer.body.len()), (whole.body.len(), length / 10));
    assert_eq!(answer.headers, whole.headers);

    // Where there is no connection, rules do not break it, and a header cannot ask for it.
    assert_eq!(sandbox.answer(&request).status, 200);
    let mut asks = request.clone();
    asks.headers
        .push(("x-sandbox-fault".to_owned(), b"closed-after".to_vec()));
    assert_eq!(sandbox.answer(&asks).status, 400);
}

#[test]
fn rules_are_by_operation_entity_and_predicate() {
    let sandbox = Sandbox::new(&Options::new().examples(true)).unwrap();
    let session = log_in(&sandbox);
    let status = |method: &str, resource: &str, body: &str| {
        sandbox
            .answer(&incoming(method, resource, &session, body))
            .status
    };
    let throttled = || Rule::new(Fault::Throttled { retry_after: None });
    sandbox.add_fault(throttled().on(Operation::Retrieve).of("contract_rate"));
    assert_eq!(status("GET", "CONTRACT_RATE/4652", ""), 429);
    assert_eq!(status("GET", "Contract_Rate/4652", ""), 429);
    assert_eq!(status("GET", "ACCOUNT_PRODUCT/4652", ""), 200);
    assert_eq!(status("POST", "account", &create("I1")), 200);
    sandbox.clear_faults();
    sandbox.add_fault(
        throttled().matching(|call| {
            call.operation == Operation::Create && call.incoming.body.len() > 1000
        }),
    );
    assert_eq!(status("POST", "account", &create("I2")), 200);
    assert_eq!(status("POST", "account", &create(&"I".repeat(1000))), 429);
}

#[test]
fn a_share_of_requests_follows_from_the_seed_and_is_counted() {
    let run = |seed: u64| {
        let faults = [
            Fault::Throttled {
                retry_after: Some(RetryAfter::Seconds(0)),
            },
            Fault::InternalError {
                shape: ErrorShape::Errors,
                applied: false,
            },
            Fault::ClosedBefore,
            Fault::ClosedAfter,
        ];
        let options = Options::new()
            .fault(Rule::any_of(faults).on(Operation::Create).share(0.2))
            .fault_seed(seed);
        let sandbox = Sandbox::new(&options).unwrap();
        let session = log_in(&sandbox);
        let request = incoming("POST", "account", &session, &create("J"));
        let statuses: Vec<Option<u16>> = (0..200)
            .map(|_| match sandbox.exchange(&request) {
                Outcome::Answer(answer) => Some(answer.status),
                _ => None,
            })
            .collect();
        (statuses, sandbox.faults_met(), sandbox.requests())
    };
    let (statuses, met, requests) = run(5);
    assert_eq!(run(5).0, statuses);
    assert_ne!(run(6).0, statuses);
    let count: u64 = met.values().sum();
    assert!((15..=70).contains(&count), "{met:?}");
    assert_eq!(met.len(), 4, "{met:?}");
    let missing = statuses.iter().filter(|status| status.is_none()).count();
    assert_eq!(missing as u64, met["closed-before"] + met["closed-after"]);
    // The log of each request says which fault it met.
    let told: usize = requests.iter().map(|request| request.faults.len()).sum();
    assert_eq!(told as u64, count);
    let lost: Vec<bool> = requests
        .iter()
        .filter(|request| request.status.is_none())
        .map(|request| request.applied)
        .collect();
    assert_eq!(
        lost.iter().filter(|applied| **applied).count() as u64,
        met["closed-after"]
    );
}
