//! Whether an organization has an entity: what tells "no record" from "no such entity" where a
//! system answers both alike.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// What is known of an entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Existence {
    /// The organization has it.
    Exists,
    /// The organization has none of this name.
    Missing,
    /// The server did not say.
    Unknown,
}

/// What a client has found out, so that it asks once for each entity.
#[derive(Debug, Default)]
pub(super) struct Existences(Mutex<BTreeMap<String, Existence>>);

impl Existences {
    pub(super) fn get(&self, entity: &str) -> Option<Existence> {
        // The map is whole after each step, also where a thread ended in the middle of one.
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.get(entity).copied()
    }

    pub(super) fn put(&self, entity: &str, existence: Existence) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.insert(entity.to_owned(), existence);
    }
}

#[cfg(test)]
mod tests {
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};
    use std::time::{Duration, Instant};

    use crate::billingplatform::{BillingPlatform, BlockingClient, Client, Credentials, dynamic};
    use crate::client::{BlockingTransport, InProcess};
    use crate::{Answer, Error, ErrorKind, Request};

    const TOTAL: Duration = Duration::from_secs(120);

    /// Throttles the first read for 100 seconds, then finds nothing; its catalogue is throttled for
    /// a minute at a time.
    fn server() -> InProcess {
        let reads = std::sync::atomic::AtomicU32::new(0);
        InProcess::new(move |request| {
            let throttled = |seconds| Answer::new(429, "").with_header("retry-after", seconds);
            Ok(if request.url.ends_with("/login") {
                Answer::new(
                    200,
                    r#"{"loginResponse": [{"SessionID": "s", "ErrorCode": "0"}]}"#,
                )
            } else if request.url.contains("/query") {
                throttled("60")
            } else if reads.fetch_add(1, std::sync::atomic::Ordering::Relaxed) == 0 {
                throttled("100")
            } else {
                Answer::new(404, "")
            })
        })
    }

    fn read() -> Request<BillingPlatform, dynamic::DynamicRecord> {
        let entity = dynamic::entity("MY_ENTITY").expect("it is a name");
        dynamic::retrieve_by_id(&entity, "1")
    }

    #[track_caller]
    fn check(error: &Error, server: &InProcess, start: Instant) {
        assert_eq!(error.kind(), ErrorKind::NotFound);
        let took = BlockingTransport::now(server) - start;
        assert!(
            (Duration::from_secs(100)..=TOTAL).contains(&took),
            "{took:?}"
        );
    }

    #[test]
    fn the_question_whether_an_entity_exists_takes_no_longer_than_its_call_may() {
        let credentials = || Credentials::login("my.username", "password");
        let base_url = "https://sandbox.billingplatform.com/myorg";

        let server_of_threads = server();
        let start = BlockingTransport::now(&server_of_threads);
        let client = BlockingClient::builder(base_url).credentials(credentials());
        let client = client.timeout(TOTAL).transport(server_of_threads.clone());
        let client = client.build().expect("it can be made");
        let error = client.send(read()).expect_err("there is none");
        check(&error, &server_of_threads, start);

        let server_of_tasks = server();
        let start = BlockingTransport::now(&server_of_tasks);
        let client = Client::builder(base_url).credentials(credentials());
        let client = client.timeout(TOTAL).transport(server_of_tasks.clone());
        let client = client.build().expect("it can be made");
        let mut sending = pin!(client.send(read()));
        let polled = sending
            .as_mut()
            .poll(&mut Context::from_waker(Waker::noop()));
        let Poll::Ready(Err(error)) = polled else {
            panic!("in process, nothing has to be waited for, and nothing is found");
        };
        check(&error, &server_of_tasks, start);
    }
}
