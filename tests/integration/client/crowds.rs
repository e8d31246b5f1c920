//! Many threads and tasks at one client: one login for all who meet the same dead session.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use billbind::Answer;
use billbind::billingplatform::{BlockingClient, Client, Credentials, account};
use billbind::client::{
    Attempt, BlockingTransport, BoxFuture, Reception, Transport, TransportError,
};

use super::scripted::BASE_URL;

const CROWD: usize = 200;

/// A server whose sessions can be ended, and that takes its time.
#[derive(Default)]
struct Office {
    /// The session that is good; 0 where none is.
    session: AtomicUsize,
    logins: AtomicUsize,
    served: AtomicUsize,
}

impl Office {
    fn expire(&self) {
        self.session.store(0, Ordering::SeqCst);
    }

    fn answer(&self, attempt: &Attempt<'_>) -> Answer {
        if attempt.request.url.ends_with("/login") {
            let session = self.logins.fetch_add(1, Ordering::SeqCst) + 1;
            self.session.store(session, Ordering::SeqCst);
            let result = format!(r#"{{"SessionID": "s{session}", "ErrorCode": "0"}}"#);
            return Answer::new(200, format!(r#"{{"loginResponse": [{result}]}}"#));
        }
        let session = format!("s{}", self.session.load(Ordering::SeqCst));
        let mut headers = attempt.request.headers.iter();
        if headers.any(|(name, value)| *name == "sessionid" && value.expose() == session) {
            self.served.fetch_add(1, Ordering::SeqCst);
            return Answer::new(200, r#"{"retrieveResponse": [{"Id": "1"}]}"#);
        }
        let body = r#"{"errors": [{"error_code": "INVALID_SESSION_ID", "error_text": "expired"}]}"#;
        Answer::new(500, body)
    }
}

fn give(answer: &Answer, reception: &mut Reception<'_>) -> Result<(), TransportError> {
    reception.head(answer.status, []);
    reception.push(&answer.body)
}

struct Door(Arc<Office>);

impl BlockingTransport for Door {
    fn send(
        &self,
        attempt: &Attempt<'_>,
        reception: &mut Reception<'_>,
    ) -> Result<(), TransportError> {
        thread::sleep(Duration::from_millis(1));
        give(&self.0.answer(attempt), reception)
    }
}

impl Transport for Door {
    fn send<'a>(
        &'a self,
        attempt: Attempt<'a>,
        reception: &'a mut Reception<'_>,
    ) -> BoxFuture<'a, Result<(), TransportError>> {
        Box::pin(async move {
            tokio::time::sleep(Duration::from_millis(1)).await;
            give(&self.0.answer(&attempt), reception)
        })
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        Box::pin(tokio::time::sleep(duration))
    }
}

#[test]
fn two_hundred_threads_log_in_once_for_each_dead_session() {
    let office = Arc::new(Office::default());
    let client = BlockingClient::builder(BASE_URL)
        .credentials(Credentials::login("my.username", "password"))
        .transport(Door(Arc::clone(&office)))
        .build()
        .unwrap();
    for round in 1..=3 {
        thread::scope(|scope| {
            for _ in 0..CROWD {
                scope.spawn(|| client.send(account::retrieve_by_id(1)).unwrap());
            }
        });
        assert_eq!(office.logins.load(Ordering::SeqCst), round);
        assert_eq!(office.served.load(Ordering::SeqCst), round * CROWD);
        office.expire();
    }
}

#[test]
fn two_hundred_tasks_log_in_once_for_each_dead_session() {
    let office = Arc::new(Office::default());
    let client = Client::builder(BASE_URL)
        .credentials(Credentials::login("my.username", "password"))
        .transport(Door(Arc::clone(&office)))
        .build()
        .unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(4)
        .enable_time()
        .build()
        .unwrap();
    for round in 1..=3 {
        runtime.block_on(async {
            let calls: Vec<_> = (0..CROWD)
                .map(|_| {
                    let client = client.clone();
                    tokio::spawn(async move { client.send(account::retrieve_by_id(1)).await })
                })
                .collect();
            for call in calls {
                call.await.unwrap().unwrap();
            }
        });
        assert_eq!(office.logins.load(Ordering::SeqCst), round);
        assert_eq!(office.served.load(Ordering::SeqCst), round * CROWD);
        office.expire();
    }
}

#[test]
fn a_task_that_is_dropped_while_it_logs_in_leaves_the_login_to_another() {
    let office = Arc::new(Office::default());
    let client = Client::builder(BASE_URL)
        .credentials(Credentials::login("my.username", "password"))
        .transport(Door(Arc::clone(&office)))
        .build()
        .unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .unwrap();
    runtime.block_on(async {
        let call = |client: Client| async move { client.send(account::retrieve_by_id(1)).await };
        let first = tokio::spawn(call(client.clone()));
        tokio::task::yield_now().await;
        let others: Vec<_> = (0..5).map(|_| tokio::spawn(call(client.clone()))).collect();
        tokio::task::yield_now().await;
        first.abort();
        for other in others {
            other.await.unwrap().unwrap();
        }
        assert!(first.await.unwrap_err().is_cancelled());
    });
    // The dropped attempt did not reach the office.
    assert_eq!(office.logins.load(Ordering::SeqCst), 1);
}

#[test]
fn who_waits_for_a_login_waits_no_longer_than_its_call_may_take() {
    struct Closed;
    impl BlockingTransport for Closed {
        fn send(&self, _: &Attempt<'_>, _: &mut Reception<'_>) -> Result<(), TransportError> {
            thread::sleep(Duration::from_millis(400));
            Err(TransportError::new(
                billbind::client::TransportErrorKind::TimedOut,
                billbind::client::Delivery::Unknown,
                "closed",
            ))
        }
    }
    let client = BlockingClient::builder(BASE_URL)
        .credentials(Credentials::login("my.username", "password"))
        .transport(Closed)
        .retries(0)
        .build()
        .unwrap();
    thread::scope(|scope| {
        let slow = scope.spawn(|| client.send(account::retrieve_by_id(1)).unwrap_err());
        thread::sleep(Duration::from_millis(50));
        let begun = std::time::Instant::now();
        let call = client.call(account::retrieve_by_id(1));
        let error = call.timeout(Duration::from_millis(100)).send().unwrap_err();
        assert!(error.is_timed_out() && error.attempts() == 0, "{error}");
        assert!(begun.elapsed() < Duration::from_millis(300));
        assert!(slow.join().unwrap().is_timed_out());
    });
}
