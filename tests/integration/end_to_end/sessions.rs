//! Crowds over HTTP whose session is killed while they work: one login for each dead session.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use billbind::billingplatform::{BlockingClient, Client, account};
use billbind_sandbox::{Operation, Options, Server};

use super::stage::of_user;

/// How often the session dies.
const DEATHS: usize = 4;

/// The longest that anybody waits for anybody, on a machine that is busy with other things.
const PATIENCE: Duration = Duration::from_secs(120);

/// How often each worker has read, and whether the work is over.
struct Crowd {
    reads: Vec<AtomicUsize>,
    is_over: AtomicBool,
}

impl Crowd {
    fn of(count: usize) -> Arc<Self> {
        Arc::new(Self {
            reads: std::iter::repeat_with(AtomicUsize::default)
                .take(count)
                .collect(),
            is_over: AtomicBool::new(false),
        })
    }

    fn has_read(&self, worker: usize) {
        self.reads[worker].fetch_add(1, Ordering::SeqCst);
    }

    fn goes_on(&self) -> bool {
        !self.is_over.load(Ordering::SeqCst)
    }

    /// Waits until each worker has begun and ended a read with the session that is alive now: so a
    /// session dies on a crowd that uses it, and no call meets more than its share of dead ones.
    fn wait_until_all_have_read(&self) {
        let begun = Instant::now();
        let before: Vec<_> = self
            .reads
            .iter()
            .map(|reads| reads.load(Ordering::SeqCst))
            .collect();
        for (reads, before) in self.reads.iter().zip(before) {
            while reads.load(Ordering::SeqCst) < before + 2 {
                assert!(
                    begun.elapsed() < PATIENCE,
                    "a worker is stuck or has failed"
                );
                thread::sleep(Duration::from_millis(2));
            }
        }
    }
}

/// Lets the session die again and again, and counts logins.
fn kill(crowd: &Crowd, server: &Server, logins: &AtomicUsize) {
    let end = EndOfWork(crowd);
    crowd.wait_until_all_have_read();
    assert_eq!(
        logins.load(Ordering::SeqCst),
        1,
        "one login for the whole crowd"
    );
    for death in 1..=DEATHS {
        server.expire_sessions();
        crowd.wait_until_all_have_read();
        assert_eq!(
            logins.load(Ordering::SeqCst),
            death + 1,
            "after death {death}"
        );
    }
    drop(end);
}

/// Ends the work, also where something has failed.
struct EndOfWork<'c>(&'c Crowd);

impl Drop for EndOfWork<'_> {
    fn drop(&mut self) {
        self.0.is_over.store(true, Ordering::SeqCst);
    }
}

fn server() -> (Server, Arc<AtomicUsize>) {
    let logins = Arc::new(AtomicUsize::new(0));
    let seen = Arc::clone(&logins);
    let options = Options::new().on_request(move |exchange| {
        if exchange.operation == Operation::Login {
            seen.fetch_add(1, Ordering::SeqCst);
        }
    });
    (options.start().unwrap(), logins)
}

#[test]
fn two_hundred_tasks_log_in_once_for_each_session_that_dies_under_them() {
    let (server, logins) = server();
    let client: Client = of_user(Client::builder(server.url()))
        .timeout(PATIENCE)
        .build()
        .unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(4)
        .enable_all()
        .build()
        .unwrap();
    let crowd = Crowd::of(200);
    let tasks: Vec<_> = (0..200)
        .map(|worker| {
            let (client, crowd) = (client.clone(), Arc::clone(&crowd));
            runtime.spawn(async move {
                while crowd.goes_on() {
                    client.send(account::retrieve_by_id(1)).await.unwrap();
                    crowd.has_read(worker);
                }
            })
        })
        .collect();
    kill(&crowd, &server, &logins);
    for task in tasks {
        runtime.block_on(task).unwrap();
    }
    assert_eq!(logins.load(Ordering::SeqCst), DEATHS + 1);
}

#[test]
fn fifty_threads_log_in_once_for_each_session_that_dies_under_them() {
    let (server, logins) = server();
    let client: BlockingClient = of_user(BlockingClient::builder(server.url()))
        .timeout(PATIENCE)
        .build()
        .unwrap();
    let crowd = Crowd::of(50);
    thread::scope(|scope| {
        for worker in 0..50 {
            let (client, crowd) = (&client, &crowd);
            scope.spawn(move || {
                while crowd.goes_on() {
                    client.send(account::retrieve_by_id(1)).unwrap();
                    crowd.has_read(worker);
                }
            });
        }
        kill(&crowd, &server, &logins);
    });
    assert_eq!(logins.load(Ordering::SeqCst), DEATHS + 1);
}

#[test]
fn a_client_that_is_dropped_ends_its_session_where_it_was_asked_to() {
    let server = billbind_sandbox::start().unwrap();
    let logouts = || {
        let requests = server.requests();
        let logouts = requests
            .iter()
            .filter(|request| request.operation == Operation::Logout);
        logouts.count()
    };
    let client: BlockingClient = of_user(BlockingClient::builder(server.url()))
        .logout_on_drop()
        .build()
        .unwrap();
    let clone = client.clone();
    client.send(account::retrieve_by_id(1)).unwrap();
    drop(client);
    assert_eq!(logouts(), 0, "a clone still uses it");
    drop(clone);
    assert_eq!(logouts(), 1);

    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let client: Client = of_user(Client::builder(server.url()))
            .logout_on_drop()
            .build()
            .unwrap();
        client.send(account::retrieve_by_id(1)).await.unwrap();
    });
    let begun = Instant::now();
    while logouts() < 2 {
        assert!(begun.elapsed() < PATIENCE, "nobody logged out");
        thread::sleep(Duration::from_millis(2));
    }
}
