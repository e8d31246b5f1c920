//! A sandbox inside of a test: on a free port or in process, from threads and from async code.

use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, SystemTime};

use billbind_sandbox::{Operation, Options, Sandbox};
use serde_json::{Value, json};

use crate::caller::Caller;
use crate::raw::send;

const LOGIN: &[u8] = br#"{"username": "my.username", "password": "password"}"#;

#[test]
fn each_sandbox_has_its_own_port_and_records() {
    let servers: Vec<_> = (0..3).map(|_| billbind_sandbox::start().unwrap()).collect();
    for server in &servers {
        assert_eq!(server.url(), format!("http://{}/myorg", server.address()));
        let reply = send(
            server.address(),
            "POST",
            "/myorg/rest/2.0/login",
            &[],
            LOGIN,
        );
        assert_eq!(reply.unwrap().status, 200);
        assert_eq!(server.requests().len(), 1);
    }
}

#[test]
fn a_sandbox_works_inside_of_async_code() {
    for mut builder in [
        tokio::runtime::Builder::new_current_thread(),
        tokio::runtime::Builder::new_multi_thread(),
    ] {
        let runtime = builder.enable_all().build().unwrap();
        runtime.block_on(async {
            let server = billbind_sandbox::start().unwrap();
            let address = server.address();
            let reply = tokio::task::spawn_blocking(move || {
                send(address, "POST", "/myorg/rest/2.0/login", &[], LOGIN)
            });
            assert_eq!(reply.await.unwrap().unwrap().status, 200);
            drop(server);
            assert!(tokio::net::TcpStream::connect(address).await.is_err());
        });
    }
}

#[test]
fn a_socket_and_the_process_see_the_same_records() {
    let server = Options::new().organization("acme").start().unwrap();
    assert!(server.url().ends_with("/acme"), "{server:?}");
    let mut caller = Caller {
        sandbox: server.sandbox().clone(),
        session: String::new(),
    };
    caller.session = caller.log_in();
    let id = caller.account("Shared");
    let headers = [("sessionid", caller.session.as_str())];
    let target = format!("/acme/rest/2.0/ACCOUNT/{id}");
    let reply = send(server.address(), "GET", &target, &headers, b"").unwrap();
    assert_eq!(reply.json()["retrieveResponse"][0]["Name"], "Shared");
    server.stop().unwrap();
    assert!(caller.record("ACCOUNT", &id).is_some());
}

#[test]
fn many_write_at_once_and_nothing_is_lost_or_doubled() {
    let server = billbind_sandbox::start().unwrap();
    let caller = Caller {
        sandbox: server.sandbox().clone(),
        session: String::new(),
    };
    let session = caller.log_in();
    thread::scope(|scope| {
        for writer in 0..8 {
            let (session, address) = (&session, server.address());
            scope.spawn(move || {
                for number in 0..25 {
                    let record = json!({
                        "Name": format!("{writer}-{number}"), "AccountTypeId": "1", "Status": "ACTIVE",
                    });
                    let body = json!({"brmObjects": record}).to_string();
                    let headers = [("sessionid", session.as_str())];
                    let target = "/myorg/rest/2.0/account";
                    let reply = send(address, "POST", target, &headers, body.as_bytes()).unwrap();
                    assert_eq!(reply.json()["createResponse"][0]["ErrorCode"], "0");
                }
            });
        }
    });
    let headers = [("sessionid", session.as_str())];
    let target = "/myorg/rest/2.0/query?sql=SELECT+COUNT%28Id%29+AS+n+FROM+ACCOUNT+WHERE+Name+LIKE+%27%25-%25%27";
    let reply = send(server.address(), "GET", target, &headers, b"").unwrap();
    assert_eq!(reply.json()["queryResponse"][0]["N"], "200");
    let creates = server.requests();
    let creates = creates
        .iter()
        .filter(|seen| seen.operation == Operation::Create);
    assert_eq!(creates.filter(|seen| seen.applied).count(), 200);
}

#[test]
fn tests_can_ask_what_the_sandbox_saw() {
    let caller = Caller::with_examples();
    caller.sandbox.clear_log();
    let records = json!({"brmObjects": [
        {"Name": "A", "AccountTypeId": "1", "Status": "ACTIVE"},
        {"Name": "B", "AccountTypeId": "987654321", "Status": "ACTIVE"},
    ]});
    caller.call("POST", "Account", &records);
    caller.call(
        "GET",
        "ACCOUNT?queryAnsiSql=Id>=20000+AND+Id<=20001",
        &Value::Null,
    );
    caller.call(
        "GET",
        "query?sql=SELECT+Id+FROM+ACCOUNT+WHERE+Id=20000",
        &Value::Null,
    );
    caller.call("GET", "NO_SUCH_ENTITY/1", &Value::Null);
    caller.send_to("GET", "/elsewhere", &[], "");
    let seen = caller.sandbox.requests();
    let facts: Vec<_> = seen
        .iter()
        .map(|seen| {
            (
                seen.operation,
                seen.entity.as_deref(),
                seen.status,
                seen.records,
                seen.refused,
                seen.applied,
            )
        })
        .collect();
    assert_eq!(
        facts,
        [
            (Operation::Create, Some("ACCOUNT"), Some(200), 1, 1, true),
            (Operation::Retrieve, Some("ACCOUNT"), Some(200), 2, 0, false),
            (Operation::Query, None, Some(200), 1, 0, false),
            (
                Operation::Retrieve,
                Some("NO_SUCH_ENTITY"),
                Some(404),
                0,
                0,
                false
            ),
            (Operation::Unknown, None, Some(404), 0, 0, false),
        ]
    );
    assert_eq!((seen[0].number, seen[4].number), (2, 6));
}

#[test]
fn sessions_go_by_the_clock_and_the_idle_time_of_the_options() {
    static SECONDS: AtomicU64 = AtomicU64::new(0);
    let options = Options::new()
        .session_idle(Duration::from_secs(60))
        .clock(|| {
            SystemTime::UNIX_EPOCH
                + Duration::from_secs(1_764_000_000 + SECONDS.load(Ordering::SeqCst))
        });
    let caller = Caller::new(&options);
    for (seconds, status) in [(50, 200), (100, 200), (161, 500)] {
        SECONDS.store(seconds, Ordering::SeqCst);
        let (found, _) = caller.call("GET", "ACCOUNT_TYPE/1", &Value::Null);
        assert_eq!(found, status, "{seconds}");
    }
}

#[test]
fn a_listener_that_panics_hurts_nobody() {
    let options = Options::new().on_request(|_| panic!("as the test wants it"));
    let caller = Caller::new(&options);
    caller.account("A");
    assert_eq!(caller.sandbox.requests().len(), 2);
    let sandbox: &Sandbox = &caller.sandbox;
    assert_eq!(sandbox.log().lines().count(), 2);
}
