//! What the server promises about connections.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::thread;
use std::time::{Duration, Instant};

use super::{Limits, Patience};
use crate::running::Server;
use crate::{Fault, Incoming, Options, Rule, Sandbox};

fn start(limits: Limits) -> Server {
    let sandbox = Sandbox::new(&Options::new().examples(true)).unwrap();
    let listener = TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], 0))).unwrap();
    Server::start(sandbox, listener, limits).unwrap()
}

/// Logs in without the socket.
fn session(server: &Server) -> String {
    let login = Incoming {
        method: "POST".to_owned(),
        path: "/myorg/rest/2.0/login".to_owned(),
        body: br#"{"username": "my.username", "password": "password"}"#.to_vec(),
        ..Incoming::default()
    };
    let answer: serde_json::Value = serde_json::from_slice(&server.answer(&login).body).unwrap();
    server.clear_log();
    answer["loginResponse"][0]["SessionID"]
        .as_str()
        .unwrap()
        .to_owned()
}

/// Sends bytes as they are, and gives all that comes until the connection ends.
fn send(server: &Server, bytes: &[u8]) -> String {
    let mut stream = TcpStream::connect(server.address()).unwrap();
    stream.write_all(bytes).unwrap();
    all_of(&mut stream)
}

fn all_of(stream: &mut TcpStream) -> String {
    stream
        .set_read_timeout(Some(Duration::from_secs(20)))
        .unwrap();
    let mut answer = Vec::new();
    // A connection that is reset ends too.
    let _ = stream.read_to_end(&mut answer);
    String::from_utf8_lossy(&answer).into_owned()
}

fn get(target: &str, headers: &str) -> Vec<u8> {
    format!("GET {target} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n{headers}\r\n").into_bytes()
}

fn body_of(answer: &str) -> &str {
    answer.split_once("\r\n\r\n").map_or("", |(_, body)| body)
}

#[test]
fn a_request_reaches_the_sandbox_as_it_was_sent() {
    let server = start(Limits::default());
    let answer = send(
        &server,
        &get("/myorg//rest/2.0/%2e%2E/a%zz?x=1&sql=Id=%271%27&y", ""),
    );
    assert!(
        answer.starts_with("HTTP/1.1 401 Unauthorized\r\n"),
        "{answer}"
    );
    assert!(answer.contains("server: billbind-sandbox\r\n"), "{answer}");
    let seen = &server.requests()[0];
    assert_eq!(seen.path, "/myorg//rest/2.0/%2e%2E/a%zz");
    assert_eq!(seen.statement.as_deref(), Some("Id=?"));
}

#[test]
fn characters_that_belong_encoded_are_taken_as_the_vendors_sample_sends_them() {
    let server = start(Limits::default());
    let mut stream = TcpStream::connect(server.address()).unwrap();
    // Twice, since the second request of a connection is read by other code.
    let sample = "GET /myorg/rest/2.0/account?queryAnsiSql=Id>=20000";
    for end in [
        " HTTP/1.1\r\nhost: x\r\n\r\n",
        " HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n",
    ] {
        stream.write_all(sample.as_bytes()).unwrap();
        thread::sleep(Duration::from_millis(20));
        stream.write_all(end.as_bytes()).unwrap();
        thread::sleep(Duration::from_millis(100));
    }
    let answer = all_of(&mut stream);
    assert_eq!(answer.matches("HTTP/1.1 401 ").count(), 2, "{answer}");
    for seen in server.requests() {
        assert_eq!(seen.path, "/myorg/rest/2.0/account");
        assert_eq!(seen.statement.as_deref(), Some("Id>=?"));
    }
}

#[test]
fn several_requests_go_over_one_connection() {
    let server = start(Limits::default());
    let mut requests = b"POST /a HTTP/1.1\r\nhost: x\r\ncontent-length: 3\r\n\r\nabc".repeat(20);
    requests.extend(get("/last", ""));
    let answer = send(&server, &requests);
    assert_eq!(answer.matches("HTTP/1.1 404 ").count(), 21, "{answer}");
    let seen = server.requests();
    assert_eq!((seen.len(), seen[20].path.as_str()), (21, "/last"));
}

#[test]
fn bytes_that_are_no_http_are_refused_in_the_documented_form() {
    let server = start(Limits::default());
    let many = "x: y\r\n".repeat(200);
    let long = format!("x: {}\r\n", "y".repeat(600_000));
    let url = format!("/{}", "a".repeat(70_000));
    for bytes in [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n".to_vec(),
        b"GET / HTTP/1.1\r\nhost: x\r\na b: c\r\n\r\n".to_vec(),
        b"GET /\x00 HTTP/1.1\r\nhost: x\r\n\r\n".to_vec(),
        b"POST / HTTP/1.1\r\nhost: x\r\ncontent-length: x\r\n\r\n".to_vec(),
        get("/", &many),
        get("/", &long),
        get(&url, ""),
    ] {
        let shown = String::from_utf8_lossy(&bytes[..bytes.len().min(60)]).into_owned();
        let answer = send(&server, &bytes);
        assert!(answer.starts_with("HTTP/1.1 400 "), "{shown}: {answer}");
        let body: serde_json::Value = serde_json::from_str(body_of(&answer)).unwrap();
        assert_eq!(body["error"], "bad_request", "{shown}");
        assert!(body["message"].is_string(), "{shown}");
    }
    // Whoever speaks HTTP/2 could not read an answer of HTTP/1.1.
    assert_eq!(send(&server, b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), "");
    // A good request before a bad one keeps its answer.
    let mut both = b"GET /good HTTP/1.1\r\nhost: x\r\n\r\n".to_vec();
    both.extend(b"\x00\x01\r\n\r\n");
    let answer = send(&server, &both);
    assert!(answer.starts_with("HTTP/1.1 404 "), "{answer}");
    assert!(answer.contains("HTTP/1.1 400 Bad Request"), "{answer}");
}

#[test]
fn a_body_that_is_too_long_or_broken_is_told_and_hurts_nobody() {
    let server = start(Limits {
        body: 1000,
        ..Limits::default()
    });
    let post = |length: usize, headers: &str, body: &[u8]| {
        let mut bytes = format!(
            "POST /a HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: {length}\r\n{headers}\r\n"
        )
        .into_bytes();
        bytes.extend(body);
        bytes
    };
    let answer = send(&server, &post(1000, "", &[b'a'; 1000]));
    assert!(answer.starts_with("HTTP/1.1 404 "), "{answer}");
    let answer = send(&server, &post(3_000_000, "", &vec![b'a'; 3_000_000]));
    assert!(answer.starts_with("HTTP/1.1 400 "), "{answer}");
    assert!(answer.contains("takes up to 1000"), "{answer}");
    let chunked =
        b"POST /a HTTP/1.1\r\nhost: x\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\r\n\
        zz\r\nabc\r\n";
    let answer = send(&server, chunked);
    assert!(answer.contains("does not end as it should"), "{answer}");
    // Only whole requests reach the sandbox.
    assert_eq!(server.requests().len(), 1);
}

#[test]
fn a_peer_that_does_not_go_on_is_left() {
    let server = start(Limits {
        patience: Patience {
            request: Duration::from_millis(200),
            idle: Duration::from_millis(400),
            answer: Duration::from_secs(60),
        },
        ..Limits::default()
    });
    for (beginning, at_least) in [
        (&b""[..], 400),
        (b"GET / HTTP/1.1\r\nhost: x\r\n", 200),
        (
            b"POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\nabc",
            200,
        ),
    ] {
        let started = Instant::now();
        let answer = send(&server, beginning);
        let took = started.elapsed();
        assert!(!answer.contains(" 200 "), "{answer}");
        assert!(took >= Duration::from_millis(at_least), "{took:?}");
        assert!(took < Duration::from_secs(10), "{took:?}");
    }
    // A byte now and then does not help.
    let started = Instant::now();
    let mut stream = TcpStream::connect(server.address()).unwrap();
    for byte in
        b"GET / HTTP/1.1\r\nhost: x\r\nslow: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
    {
        if stream.write_all(&[*byte]).is_err() {
            break;
        }
        thread::sleep(Duration::from_millis(10));
    }
    assert_eq!(all_of(&mut stream), "");
    assert!(started.elapsed() < Duration::from_secs(10));
    // Waiting for an answer is no fault of the peer.
    let answer = send(&server, &get("/", "x-sandbox-fault: latency; ms=700\r\n"));
    assert!(answer.starts_with("HTTP/1.1 404 "), "{answer}");
}

#[test]
fn a_peer_that_takes_no_answer_is_left() {
    let server = start(Limits {
        patience: Patience {
            answer: Duration::from_millis(200),
            ..Patience::default()
        },
        ..Limits::default()
    });
    let session = session(&server);
    // More than the buffers of the system take.
    let upload = Incoming {
        method: "POST".to_owned(),
        path: "/myorg/rest/2.0/files/account/27471/DOCUMENT".to_owned(),
        headers: vec![("sessionid".to_owned(), session.clone().into_bytes())],
        body: format!(
            "{{\"FileName\":\"a\",\"Data\":\"{}\"}}",
            "AAAA".repeat(6 << 20)
        )
        .into_bytes(),
        ..Incoming::default()
    };
    assert_eq!(server.answer(&upload).status, 200);
    let mut stream = TcpStream::connect(server.address()).unwrap();
    let request = get(&upload.path, &format!("sessionid: {session}\r\n"));
    stream.write_all(&request).unwrap();
    let asked = Instant::now();
    while server.requests().len() < 2 {
        assert!(asked.elapsed() < Duration::from_secs(60));
        thread::sleep(Duration::from_millis(20));
    }
    thread::sleep(Duration::from_secs(1));
    assert!(all_of(&mut stream).len() < 24 << 20);
}

#[test]
fn a_connection_breaks_where_a_fault_says_so() {
    let server = start(Limits::default());
    let session = session(&server);
    let body = r#"{"brmObjects": {"Name": "A", "AccountTypeId": "1", "Status": "ACTIVE"}}"#;
    let post = |fault: &str| {
        format!(
            "POST /myorg/rest/2.0/account HTTP/1.1\r\nhost: x\r\nsessionid: {session}\r\n\
             content-length: {}\r\nx-sandbox-fault: {fault}\r\n\r\n{body}",
            body.len()
        )
        .into_bytes()
    };
    assert_eq!(send(&server, &post("closed-before")), "");
    assert_eq!(send(&server, &post("closed-after")), "");
    let applied: Vec<bool> = server.requests().iter().map(|seen| seen.applied).collect();
    assert_eq!(applied, [false, true]);
    let whole = send(&server, &post("latency; ms=0"));
    let (_, length) = whole.split_once("content-length: ").unwrap();
    let length: usize = length.split_once('\r').unwrap().0.parse().unwrap();
    for (fault, percent) in [("cut", 50), ("cut; percent=0", 0), ("cut; percent=99", 99)] {
        let answer = send(&server, &post(fault));
        assert!(
            answer.starts_with("HTTP/1.1 200 OK\r\n"),
            "{fault}: {answer:?}"
        );
        let said = format!("content-length: {length}\r\n");
        assert!(answer.contains(&said), "{fault}: {answer}");
        assert_eq!(body_of(&answer).len(), length * percent / 100, "{fault}");
    }
}

#[test]
fn a_panic_is_an_answer_and_not_the_end() {
    let server = start(Limits::default());
    let rule = Rule::new(Fault::Unauthorized);
    server.add_fault(rule.matching(|call| {
        assert!(!call.incoming.path.ends_with("/panic"), "as asked");
        false
    }));
    let answer = send(&server, &get("/panic", ""));
    assert!(answer.starts_with("HTTP/1.1 500 "), "{answer}");
    let body: serde_json::Value = serde_json::from_str(body_of(&answer)).unwrap();
    assert_eq!(body["errors"][0]["error_code"], "SIMULATED_SANDBOX_FAILURE");
    assert!(send(&server, &get("/", "")).starts_with("HTTP/1.1 404 "));
    let seen: Vec<Option<u16>> = server.requests().iter().map(|seen| seen.status).collect();
    assert_eq!(seen, [Some(500), Some(404)]);
}

#[test]
fn a_server_that_stops_lets_running_requests_end_and_takes_no_more() {
    let server = start(Limits::default());
    let address = server.address();
    let mut idle = TcpStream::connect(address).unwrap();
    let mut running = TcpStream::connect(address).unwrap();
    running
        .write_all(&get("/", "x-sandbox-fault: latency; ms=500\r\n"))
        .unwrap();
    thread::sleep(Duration::from_millis(200));
    let started = Instant::now();
    server.stop().unwrap();
    assert!(started.elapsed() < Duration::from_secs(5));
    assert!(all_of(&mut running).starts_with("HTTP/1.1 404 "));
    assert_eq!(all_of(&mut idle), "");
    assert!(TcpStream::connect(address).is_err());
}

#[test]
fn a_server_that_stops_does_not_wait_for_ever() {
    let server = start(Limits {
        farewell: Duration::from_millis(100),
        ..Limits::default()
    });
    let mut stream = TcpStream::connect(server.address()).unwrap();
    stream.write_all(b"GET / HTTP/1.1\r\n").unwrap();
    thread::sleep(Duration::from_millis(50));
    let started = Instant::now();
    server.stop().unwrap();
    assert!(started.elapsed() < Duration::from_secs(5));
}

#[test]
fn a_server_that_is_dropped_is_gone() {
    let server = start(Limits::default());
    let address = server.address();
    let mut waiting = TcpStream::connect(address).unwrap();
    waiting
        .write_all(&get("/", "x-sandbox-fault: latency; ms=60000\r\n"))
        .unwrap();
    thread::sleep(Duration::from_millis(50));
    let kept = server.sandbox().clone();
    let started = Instant::now();
    drop(server);
    assert!(started.elapsed() < Duration::from_secs(5));
    assert_eq!(all_of(&mut waiting), "");
    assert!(TcpStream::connect(address).is_err());
    assert!(kept.requests().is_empty());
}

#[test]
fn a_server_may_be_started_and_dropped_inside_of_a_runtime() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let server = start(Limits::default());
        let answer = send(&server, &get("/", ""));
        assert!(answer.starts_with("HTTP/1.1 404 "), "{answer}");
        drop(server);
    });
}
