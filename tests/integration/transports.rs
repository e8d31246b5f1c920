//! Both transports against a server that closes, stalls and floods: what arrives, how often, and
//! what is said of it.

mod clients;
mod files;
mod server;

use std::io;
use std::net::TcpListener;
use std::time::{Duration, Instant};

use billbind_runtime::billingplatform::{BillingPlatform, raw};
use billbind_runtime::client::{
    Attempt, BlockingTransport, ConnectionOptions, Delivery, Proxy, Reception, ReqwestTransport,
    Transport, TransportError, TransportErrorKind, UreqTransport,
};
use billbind_runtime::{Answer, Method, Raw, Request};

use server::{AUTHORITY, ProxyServer, Server, Then, answer, ok};

/// What must not show anywhere.
const CANARY: &str = "hunter2-canary";

/// One of the transports.
enum Stack {
    Ureq(UreqTransport),
    Reqwest(ReqwestTransport, tokio::runtime::Runtime),
}

/// Both transports with these options.
fn stacks(options: &ConnectionOptions) -> [Stack; 2] {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("there is a runtime");
    [
        Stack::Ureq(UreqTransport::new(options).expect("the options are right")),
        Stack::Reqwest(
            ReqwestTransport::new(options).expect("the options are right"),
            runtime,
        ),
    ]
}

impl Stack {
    fn name(&self) -> &'static str {
        match self {
            Self::Ureq(_) => "ureq",
            Self::Reqwest(..) => "reqwest",
        }
    }

    /// Sends one attempt.
    fn send<T>(
        &self,
        base_url: &str,
        request: &Request<BillingPlatform, T>,
        timeout: Option<Duration>,
    ) -> Result<Answer, TransportError> {
        let rendered = request.render(base_url).expect("it can be sent");
        let mut reception = Reception::of(request);
        let mut attempt = Attempt::new(&rendered);
        attempt.timeout = timeout;
        match self {
            Self::Ureq(transport) => transport.send(&attempt, &mut reception)?,
            Self::Reqwest(transport, runtime) => {
                runtime.block_on(transport.send(attempt, &mut reception))?;
            }
        }
        reception.finish()
    }

    /// Sends one attempt that may take a while.
    fn try_send<T>(
        &self,
        server: &Server,
        request: &Request<BillingPlatform, T>,
    ) -> Result<Answer, TransportError> {
        self.send(&server.url(), request, Some(Duration::from_secs(10)))
    }
}

/// A create.
fn create() -> Request<BillingPlatform, Raw> {
    let body = Raw::json(r#"{"brmObjects": {"Name": "A"}}"#).expect("it is JSON");
    raw(Method::Post, &["rest", "2.0", "ACCOUNT"], Some(body))
}

fn read() -> Request<BillingPlatform, Raw> {
    raw(Method::Get, &["rest", "2.0", "ACCOUNT", "1"], None)
}

#[test]
fn every_method_arrives_with_its_body_and_its_headers() {
    for stack in stacks(&ConnectionOptions::new().user_agent("tests/1")) {
        let server = Server::start([]);
        let methods = [Method::Post, Method::Put, Method::Patch, Method::Delete];
        for method in methods {
            let body = Raw::json(format!(r#"{{"by": "{}"}}"#, method.as_str()));
            let request = raw(
                method,
                &["rest", "2.0", "A B"],
                Some(body.expect("it is JSON")),
            )
            .parameter("sql", "SELECT 1 WHERE a = '%+&'")
            .authorized(&billbind_runtime::billingplatform::Session::from_id("5F3A"));
            let answer = stack.try_send(&server, &request).expect("it is answered");
            assert_eq!((answer.status, &answer.body[..]), (200, &b"{}"[..]));
        }
        stack.try_send(&server, &read()).expect("it is answered");

        let arrived = server.arrived();
        for (method, arrived) in methods.iter().zip(&arrived) {
            let line = "/myorg/rest/2.0/A%20B?sql=SELECT%201%20WHERE%20a%20%3D%20%27%25%2B%26%27";
            assert_eq!(arrived.line, format!("{} {line} HTTP/1.1", method.as_str()));
            assert_eq!(
                arrived.body,
                format!(r#"{{"by": "{}"}}"#, method.as_str()).into_bytes()
            );
            assert_eq!(arrived.header("sessionid"), Some("5F3A"));
            assert_eq!(arrived.header("user-agent"), Some("tests/1"));
            assert_eq!(
                arrived.header("content-type"),
                Some("application/json; charset=utf-8")
            );
            let length = arrived.body.len().to_string();
            assert_eq!(arrived.header("content-length"), Some(&*length));
            for unwanted in ["accept-encoding", "referer", "cookie", "expect"] {
                assert_eq!(arrived.header(unwanted), None, "{}", stack.name());
            }
        }
        assert_eq!(arrived.len(), methods.len() + 1);
        assert_eq!(arrived[methods.len()].header("content-length"), None);
        assert_eq!(
            server.connections(),
            1,
            "{} keeps its connection",
            stack.name()
        );
    }
}

#[test]
fn no_request_is_sent_twice_wherever_its_connection_is_closed() {
    for request in [create(), read()] {
        for stage in [
            Then::CloseBeforeReading,
            Then::CloseAfterHead,
            Then::CloseAfterBody,
            Then::CutAnswer,
        ] {
            for is_reused in [false, true] {
                for stack in stacks(&ConnectionOptions::new()) {
                    let before = is_reused.then(|| Then::Answer(ok("{}")));
                    let server = Server::start(before.into_iter().chain([stage.clone()]));
                    let what = format!("{request:?} {stage:?} {is_reused} {}", stack.name());
                    if is_reused {
                        stack.try_send(&server, &read()).expect("it is answered");
                        if matches!(stage, Then::CloseBeforeReading) {
                            // By now the server has closed the connection that waits.
                            std::thread::sleep(Duration::from_millis(50));
                        }
                    }
                    let before = server.arrived().len();
                    let outcome = stack.try_send(&server, &request);
                    // A repetition would come at once.
                    std::thread::sleep(Duration::from_millis(30));
                    let arrived = server.arrived().len() - before;
                    match outcome {
                        // The closed connection was seen before the request was written.
                        Ok(_) => {
                            assert!(
                                is_reused && matches!(stage, Then::CloseBeforeReading),
                                "{what}"
                            );
                            assert_eq!(arrived, 1, "{what}");
                        }
                        Err(error) => {
                            assert!(arrived <= 1, "{what}: it arrived {arrived} times");
                            assert_eq!(error.delivery(), Delivery::Unknown, "{what}: {error}");
                            assert_eq!(error.kind(), TransportErrorKind::Broken, "{what}: {error}");
                        }
                    }
                }
            }
        }
    }
}

#[test]
fn no_request_is_sent_twice_when_a_connection_is_closed_just_as_it_is_used_again() {
    for stack in stacks(&ConnectionOptions::new()) {
        for round in 0..40 {
            let server = Server::start([Then::AnswerAndClose(ok("{}"))]);
            stack.try_send(&server, &read()).expect("it is answered");
            // From at once to long after.
            std::thread::sleep(Duration::from_micros(round * 25));
            let outcome = stack.try_send(&server, &create());
            std::thread::sleep(Duration::from_millis(5));
            let arrived = server.arrived().len() - 1;
            match outcome {
                Ok(_) => assert_eq!(arrived, 1, "{}", stack.name()),
                Err(error) if error.delivery() == Delivery::NotSent => {
                    assert_eq!(arrived, 0, "{}: {error}", stack.name());
                }
                Err(error) => assert!(arrived <= 1, "{}: {error}", stack.name()),
            }
        }
    }
}

#[test]
fn what_finds_no_connection_was_surely_not_sent() {
    // A port that nobody listens on.
    let closed = TcpListener::bind("127.0.0.1:0")
        .and_then(|listener| listener.local_addr())
        .expect("there is a free port");
    let plain = Server::start([]);
    let stranger = Server::start_https([]);
    for base_url in [
        format!("http://127.0.0.1:{}/o", closed.port()),
        "https://no-such-host.invalid/o".to_owned(),
        // TLS, but there is none; and a certificate that nobody knows.
        format!("https://localhost:{}/o", plain.address.port()),
        stranger.url(),
    ] {
        for stack in stacks(&ConnectionOptions::new()) {
            let error = stack
                .send(&base_url, &create(), Some(Duration::from_secs(10)))
                .expect_err("there is no server");
            let what = format!("{base_url} {}: {error}", stack.name());
            assert_eq!(error.delivery(), Delivery::NotSent, "{what}");
            assert_eq!(error.kind(), TransportErrorKind::Connect, "{what}");
            let is_stranger = base_url == stranger.url();
            assert_eq!(
                error.to_string().contains("root_certificates"),
                is_stranger,
                "{what}"
            );
        }
    }
    assert!(stranger.arrived().is_empty());
}

#[test]
fn what_a_proxy_does_not_lead_to_was_surely_not_sent() {
    let closed = TcpListener::bind("127.0.0.1:0")
        .and_then(|listener| listener.local_addr())
        .expect("there is a free port");
    // A server in the place of a proxy refuses to lead anywhere.
    let refusing = Server::start([
        Then::Answer(answer("407 Proxy Authentication Required", "", "")),
        Then::Answer(answer("407 Proxy Authentication Required", "", "")),
    ]);
    for address in [closed, refusing.address] {
        let proxy = Proxy::new(&format!("http://user:{CANARY}@{address}")).expect("a proxy");
        for stack in stacks(&ConnectionOptions::new().proxy(proxy)) {
            let error = stack
                .send(
                    "https://localhost:1/o",
                    &create(),
                    Some(Duration::from_secs(10)),
                )
                .expect_err("there is no way");
            let what = format!("{address} {}: {error}", stack.name());
            assert_eq!(error.delivery(), Delivery::NotSent, "{what}");
            assert!(!format!("{error:?}{error}").contains(CANARY), "{what}");
        }
    }
}

#[test]
fn a_proxy_leads_to_a_server_with_a_certificate_of_one_s_own_authority() {
    let proxy = ProxyServer::start();
    let settings = Proxy::new(&format!("http://{}", proxy.address)).expect("a proxy");
    let options = ConnectionOptions::new()
        .root_certificates(AUTHORITY)
        .proxy(settings.credentials("user", "pass word"));
    for stack in stacks(&options) {
        let server = Server::start_https([]);
        let answer = stack.try_send(&server, &create()).expect("it is answered");
        assert_eq!(answer.status, 200);
        assert_eq!(server.arrived().len(), 1);
        assert_eq!(server.arrived()[0].header("proxy-authorization"), None);
        let asked = proxy.asked().pop().expect("the proxy was asked");
        assert_eq!(
            asked.line,
            format!("CONNECT localhost:{} HTTP/1.1", server.address.port())
        );
        // `user:pass word`
        assert_eq!(
            asked.header("proxy-authorization"),
            Some("Basic dXNlcjpwYXNzIHdvcmQ=")
        );
    }
}

#[test]
fn cryptography_is_not_installed_for_the_whole_process() {
    let options = ConnectionOptions::new()
        .root_certificates(AUTHORITY)
        .without_machine_certificates();
    for stack in stacks(&options) {
        let server = Server::start_https([]);
        stack.try_send(&server, &create()).expect("it is answered");
    }
    assert!(rustls::crypto::CryptoProvider::get_default().is_none());
}

#[test]
fn redirects_and_compressed_answers_come_as_they_are() {
    for stack in stacks(&ConnectionOptions::new()) {
        let elsewhere = Server::start([]);
        let location = format!("location: {}\r\nX-Some: Thing\r\n", elsewhere.url());
        for status in [
            "301 Moved",
            "302 Found",
            "303 Other",
            "307 Temporary",
            "308 Permanent",
        ] {
            let server = Server::start([Then::Answer(answer(status, &location, "there"))]);
            let answer = stack.try_send(&server, &create()).expect("it is answered");
            assert!(status.starts_with(&answer.status.to_string()));
            assert_eq!(server.arrived().len(), 1);
        }
        assert_eq!(elsewhere.connections(), 0, "{}", stack.name());

        let gzip = answer("200 OK", "content-encoding: gzip\r\n", "\u{1f}gzip");
        let server = Server::start([Then::Answer(gzip)]);
        let answer = stack.try_send(&server, &read()).expect("it is answered");
        assert_eq!(answer.body, b"\x1fgzip");
    }
}

#[test]
fn an_answer_larger_than_allowed_is_not_read_to_its_end() {
    for stack in stacks(&ConnectionOptions::new()) {
        let server = Server::start([Then::Flood]);
        let error = stack
            .try_send(&server, &read().max_body(100_000))
            .expect_err("it is too large");
        assert_eq!(error.kind(), TransportErrorKind::TooLarge, "{error}");
        std::thread::sleep(Duration::from_millis(100));
        let sent = server.sent();
        std::thread::sleep(Duration::from_millis(100));
        assert_eq!(
            server.sent(),
            sent,
            "{} has closed the connection",
            stack.name()
        );
    }
}

#[test]
fn a_server_that_stalls_is_not_waited_for() {
    for stage in [Then::Stall, Then::StallInAnswer] {
        for stack in stacks(&ConnectionOptions::new()) {
            let server = Server::start([stage.clone()]);
            let start = Instant::now();
            let error = stack
                .send(&server.url(), &create(), Some(Duration::from_millis(200)))
                .expect_err("it takes too long");
            let what = format!("{stage:?} {}: {error}", stack.name());
            assert!(start.elapsed() < Duration::from_secs(10), "{what}");
            assert_eq!(error.kind(), TransportErrorKind::TimedOut, "{what}");
            assert_eq!(error.delivery(), Delivery::Unknown, "{what}");
            assert_eq!(server.arrived().len(), 1, "{what}");
        }
    }
}

#[test]
fn a_handshake_that_stalls_was_surely_not_sent() {
    // A listener that accepts connections by the system and never speaks.
    let silent = TcpListener::bind("127.0.0.1:0").expect("there is a free port");
    let port = silent.local_addr().expect("it is bound").port();
    let options = ConnectionOptions::new().connect_timeout(Duration::from_millis(200));
    for stack in stacks(&options) {
        let error = stack
            .send(
                &format!("https://localhost:{port}/o"),
                &create(),
                Some(Duration::from_secs(10)),
            )
            .expect_err("nobody answers");
        let what = format!("{}: {error}", stack.name());
        assert_eq!(error.kind(), TransportErrorKind::TimedOut, "{what}");
        assert_eq!(error.delivery(), Delivery::NotSent, "{what}");
    }
}

#[test]
fn no_failure_shows_the_url_s_query_or_a_header() {
    let plan = [
        Then::CloseBeforeReading,
        Then::CloseAfterHead,
        Then::CloseAfterBody,
        Then::CutAnswer,
        Then::Stall,
        Then::Answer(b"no HTTP at all\r\n\r\n".to_vec()),
        Then::Answer(format!("HTTP/1.1 200 OK\r\n{CANARY}\r\n\r\n").into_bytes()),
        Then::Answer(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nxyz\r\n".to_vec()),
    ];
    let session = billbind_runtime::billingplatform::Session::from_id(CANARY);
    let request = create().parameter("sql", CANARY).authorized(&session);
    let mut failures = 0;
    for stack in stacks(&ConnectionOptions::new()) {
        for stage in &plan {
            let server = Server::start([stage.clone()]);
            let outcome = stack.send(&server.url(), &request, Some(Duration::from_millis(500)));
            if let Err(error) = outcome {
                failures += 1;
                let told = format!("{error} {error:?}");
                assert!(!told.contains(CANARY), "{stage:?} {}: {told}", stack.name());
            }
        }
        for base_url in ["http://localhost:1/o", "https://no-such-host.invalid/o"] {
            let error = stack
                .send(base_url, &request, Some(Duration::from_secs(10)))
                .expect_err("there is no server");
            failures += 1;
            let told = format!("{error} {error:?} {stack:?}", stack = stack.name());
            assert!(!told.contains(CANARY), "{told}");
        }
    }
    assert!(
        failures >= 2 * (plan.len() - 1 + 2),
        "{failures} failures were looked at"
    );
}

#[test]
fn options_that_cannot_be_used_are_refused() {
    for options in [
        ConnectionOptions::new().root_certificates("no PEM"),
        ConnectionOptions::new().user_agent("two\r\nlines"),
    ] {
        let errors = [
            UreqTransport::new(&options).map(drop).expect_err("ureq"),
            ReqwestTransport::new(&options)
                .map(drop)
                .expect_err("reqwest"),
        ];
        for error in errors {
            assert_eq!(error.kind(), TransportErrorKind::Options, "{error}");
            assert_eq!(error.delivery(), Delivery::NotSent);
        }
    }
}

/// A reader that gives some bytes and then fails.
struct Failing(usize);

impl io::Read for Failing {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.0 == 0 {
            return Err(io::Error::other("the disk is on fire"));
        }
        let count = self.0.min(buffer.len());
        buffer[..count].fill(b'x');
        self.0 -= count;
        Ok(count)
    }
}
