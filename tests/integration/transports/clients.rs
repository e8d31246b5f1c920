//! Both clients over the HTTP stacks of this crate: one login, files, and the throttle.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use billbind_runtime::billingplatform::{
    BlockingClient, Client, Credentials, download_file_to, upload_file_from,
};
use billbind_runtime::client::{Attempt, BlockingTransport, Reception, TransportError};
use billbind_runtime::{ErrorKind, FileSink, FileSource};

use super::files::{contents, document, download_answer};
use super::server::{Server, Then, answer, ok};
use super::{create, read};

const LOGIN: &str = r#"{"loginResponse": [{"SessionID": "5F3A", "ErrorCode": "0"}]}"#;

fn credentials() -> Credentials {
    Credentials::login("my.username", "password")
}

/// What a server does with a client that logs in, reads, uploads and downloads, and whose requests
/// break where that does no harm.
fn plan() -> Vec<Then> {
    let uploaded = r#"{"file_uploadResponse": [{"ErrorCode": "0"}]}"#;
    let downloaded = download_answer(&contents(), r#""ErrorCode": "0", "#, "");
    let mut cut = ok(&downloaded);
    cut.truncate(100_000);
    vec![
        Then::Answer(ok(LOGIN)),
        Then::CloseAfterBody,
        Then::Answer(ok("{}")),
        Then::CloseAfterHead,
        Then::Answer(ok(uploaded)),
        Then::AnswerAndClose(cut),
        Then::Answer(ok(&downloaded)),
    ]
}

/// What arrived has one login, and the session in all that came after.
fn check_arrived(server: &Server) {
    let arrived = server.arrived();
    let is_login: Vec<bool> = arrived
        .iter()
        .map(|one| one.line.contains("/login"))
        .collect();
    assert_eq!(is_login, [true, false, false, false, false, false, false]);
    for one in &arrived[1..] {
        assert_eq!(one.header("sessionid"), Some("5F3A"));
    }
}

#[test]
fn a_blocking_client_logs_in_and_moves_files_over_broken_connections() {
    let server = Server::start(plan());
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("document.pdf");
    let client = BlockingClient::builder(server.url())
        .credentials(credentials())
        .backoff(Duration::ZERO, Duration::ZERO)
        .build()
        .expect("the settings are right");
    client.send(read()).expect("it is read");
    let source = FileSource::from(contents());
    let upload = upload_file_from(1, &document(), "a", source);
    client.send(upload).expect("it is uploaded");
    let download = download_file_to(1, &document(), FileSink::path(&path));
    assert_eq!(client.send(download).expect("it is downloaded"), 300_001);
    assert!(std::fs::read(&path).expect("it is there") == contents());
    check_arrived(&server);
}

#[tokio::test]
async fn an_asynchronous_client_does_the_same() {
    let server = Server::start(plan());
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("document.pdf");
    let client = Client::builder(server.url())
        .credentials(credentials())
        .backoff(Duration::ZERO, Duration::ZERO)
        .build()
        .expect("the settings are right");
    client.send(read()).await.expect("it is read");
    let source = FileSource::from(contents());
    let upload = upload_file_from(1, &document(), "a", source);
    client.send(upload).await.expect("it is uploaded");
    let download = download_file_to(1, &document(), FileSink::path(&path));
    assert_eq!(
        client.send(download).await.expect("it is downloaded"),
        300_001
    );
    assert!(std::fs::read(&path).expect("it is there") == contents());
    check_arrived(&server);
}

#[test]
fn what_cannot_be_read_or_written_again_is_not_repeated() {
    let server = Server::start([Then::CloseAfterBody]);
    let client = BlockingClient::builder(server.url())
        .backoff(Duration::ZERO, Duration::ZERO)
        .build()
        .expect("the settings are right");
    let source = FileSource::reader(std::io::Cursor::new(contents()));
    let upload = upload_file_from(1, &document(), "a", source);
    let error = client.send(upload).expect_err("it broke");
    assert_eq!(error.kind(), ErrorKind::Connection, "{error}");
    assert_eq!(server.arrived().len(), 1);

    let mut cut = ok(&download_answer(&contents(), "", ""));
    cut.truncate(100_000);
    let server = Server::start([Then::AnswerAndClose(cut)]);
    let client = BlockingClient::builder(server.url())
        .backoff(Duration::ZERO, Duration::ZERO)
        .build()
        .expect("the settings are right");
    let download = download_file_to(1, &document(), FileSink::writer(std::io::sink()));
    let error = client.send(download).expect_err("it broke");
    assert_eq!(error.kind(), ErrorKind::Connection, "{error}");
    assert_eq!(server.arrived().len(), 1);
}

#[test]
fn a_create_is_not_repeated_when_its_connection_breaks() {
    for stage in [Then::CloseAfterHead, Then::CloseAfterBody, Then::CutAnswer] {
        let server = Server::start([stage.clone()]);
        let client = BlockingClient::builder(server.url())
            .build()
            .expect("the settings are right");
        let error = client.send(create()).expect_err("it broke");
        assert!(error.is_uncertain(), "{stage:?}: {error}");
        assert_eq!(server.arrived().len(), 1, "{stage:?}");
    }
}

/// A transport that takes a while and notes when it is used, and how often at once.
#[derive(Clone, Default)]
struct Watched {
    at_once: Arc<AtomicUsize>,
    most: Arc<AtomicUsize>,
    starts: Arc<Mutex<Vec<Instant>>>,
    /// How many of the first requests are refused.
    refused: Arc<AtomicUsize>,
}

impl BlockingTransport for Watched {
    fn send(&self, _: &Attempt<'_>, reception: &mut Reception<'_>) -> Result<(), TransportError> {
        self.starts.lock().unwrap().push(Instant::now());
        let now = self.at_once.fetch_add(1, Ordering::SeqCst) + 1;
        self.most.fetch_max(now, Ordering::SeqCst);
        std::thread::sleep(Duration::from_millis(5));
        self.at_once.fetch_sub(1, Ordering::SeqCst);
        let take = |left: usize| left.checked_sub(1);
        let is_refused = self
            .refused
            .fetch_update(Ordering::SeqCst, Ordering::SeqCst, take);
        reception.head(if is_refused.is_ok() { 429 } else { 200 }, []);
        reception.push(b"{}")
    }
}

/// Sends from many threads.
fn send_from_many(client: &BlockingClient, threads: usize) {
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| client.send(read()).expect("it is read"));
        }
    });
}

#[test]
fn a_client_keeps_to_its_rates() {
    let watched = Watched::default();
    let client = BlockingClient::builder("https://localhost/o")
        .transport(watched.clone())
        .concurrent_requests(3)
        .build()
        .expect("the settings are right");
    send_from_many(&client, 24);
    assert_eq!(watched.most.load(Ordering::SeqCst), 3);

    let watched = Watched::default();
    let client = BlockingClient::builder("https://localhost/o")
        .transport(watched.clone())
        .requests_per_second(100.0)
        .build()
        .expect("the settings are right");
    send_from_many(&client, 12);
    let mut starts = watched.starts.lock().unwrap().clone();
    starts.sort_unstable();
    let took = starts[11] - starts[0];
    // Threads may start late, but never early: eleven steps of ten milliseconds.
    assert!(took >= Duration::from_millis(100), "{took:?}");
}

#[test]
fn a_client_that_is_refused_sends_less_at_once() {
    let watched = Watched::default();
    watched.refused.store(1, Ordering::SeqCst);
    let client = BlockingClient::builder("https://localhost/o")
        .transport(watched.clone())
        .concurrent_requests(4)
        .backoff(Duration::ZERO, Duration::ZERO)
        .build()
        .expect("the settings are right");
    client.send(read()).expect("the second attempt is answered");
    assert_eq!(watched.starts.lock().unwrap().len(), 2);
    send_from_many(&client, 24);
    assert_eq!(watched.most.load(Ordering::SeqCst), 2);
}

#[test]
fn a_call_whose_turn_would_come_too_late_fails_and_sends_nothing() {
    let watched = Watched::default();
    let client = BlockingClient::builder("https://localhost/o")
        .transport(watched.clone())
        .requests_per_second(0.01)
        .build()
        .expect("the settings are right");
    client.send(read()).expect("it is read");
    let call = client.call(create()).timeout(Duration::from_secs(50));
    let error = call.send().expect_err("the next turn is in 100 seconds");
    assert!(error.is_timed_out(), "{error}");
    assert!(!error.is_uncertain(), "{error}");
    assert_eq!(watched.starts.lock().unwrap().len(), 1);
}

#[test]
fn settings_that_cannot_be_used_make_no_client() {
    let builder = || BlockingClient::builder("https://localhost/o");
    for builder in [
        builder().requests_per_second(0.0),
        builder().requests_per_second(f64::NAN),
        builder().concurrent_requests(0),
        builder().proxy("socks5://user:hunter2@proxy"),
        builder().root_certificates("no PEM"),
        builder().user_agent("two\r\nlines"),
    ] {
        let error = builder.build().map(drop).expect_err("it cannot be used");
        assert_eq!(error.kind(), ErrorKind::InvalidConfiguration, "{error}");
        assert!(!error.to_string().contains("hunter2"), "{error}");
    }
}

#[test]
fn a_call_that_is_throttled_by_the_server_is_sent_again() {
    let refusal = answer("429 Too Many Requests", "retry-after: 0\r\n", "");
    let server = Server::start([Then::Answer(refusal), Then::Answer(ok("{}"))]);
    let client = BlockingClient::builder(server.url())
        .backoff(Duration::ZERO, Duration::ZERO)
        .build()
        .expect("the settings are right");
    client.send(create()).expect("a refused create did nothing");
    assert_eq!(server.arrived().len(), 2);
}
