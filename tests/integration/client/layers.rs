//! Layers see every attempt and can add headers to it.

use std::sync::{Arc, Mutex};

use billbind::Answer;
use billbind::billingplatform::account;
use billbind::client::{AttemptEnd, AttemptView, Layer};
use billbind::client::{Delivery, TransportErrorKind};

use super::scripted::{Reaction, run, server_with};

#[derive(Clone, Default)]
struct Diary(Arc<Mutex<Vec<String>>>);

struct Named(&'static str, Diary);

impl Layer for Named {
    fn before(&self, attempt: &mut AttemptView<'_>) {
        let line = format!(
            "{} before {} {:?} #{} {}",
            self.0,
            attempt.operation(),
            attempt.entity(),
            attempt.number(),
            attempt.url().rsplit_once("/2.0").unwrap().1,
        );
        self.1.0.lock().unwrap().push(line);
        let id = attempt.request_id().to_owned();
        attempt.set_header("x-request-id", id);
        attempt.set_header("x-bad", "two\r\nx-lines: 1");
    }

    fn after(&self, attempt: &AttemptView<'_>, end: &AttemptEnd<'_>) {
        let end = match end {
            AttemptEnd::Answered(answer) => format!("HTTP {}", answer.status),
            AttemptEnd::Failed(error) => error.to_string(),
            other => panic!("{other:?}"),
        };
        let line = format!("{} after #{}: {end}", self.0, attempt.number());
        self.1.0.lock().unwrap().push(line);
    }
}

#[test]
fn layers_run_around_each_attempt_in_opposite_orders() {
    let diary = Diary::default();
    let server = server_with([
        Reaction::Failure(TransportErrorKind::Broken, Delivery::Unknown),
        Answer::new(400, "{}").into(),
    ]);
    let client = server
        .asynchronous()
        .layer(Named("outer", diary.clone()))
        .layer(Named("inner", diary.clone()))
        .build()
        .unwrap();
    let error = run(client.send(account::retrieve_by_id(27471))).unwrap_err();
    let lines = diary.0.lock().unwrap().clone();
    assert_eq!(
        lines,
        [
            "outer before login None #1 /login",
            "inner before login None #1 /login",
            "inner after #1: HTTP 200",
            "outer after #1: HTTP 200",
            "outer before retrieve Some(\"ACCOUNT\") #1 /ACCOUNT/27471",
            "inner before retrieve Some(\"ACCOUNT\") #1 /ACCOUNT/27471",
            "inner after #1: as the script says",
            "outer after #1: as the script says",
            "outer before retrieve Some(\"ACCOUNT\") #2 /ACCOUNT/27471",
            "inner before retrieve Some(\"ACCOUNT\") #2 /ACCOUNT/27471",
            "inner after #2: HTTP 400",
            "outer after #2: HTTP 400",
        ]
    );
    let sent = server.sent();
    assert_eq!(sent[1].header("x-request-id"), error.request_id());
    assert_eq!(sent[2].header("x-request-id"), error.request_id());
    assert_ne!(sent[0].header("x-request-id"), error.request_id());
    assert!(sent.iter().all(|sent| sent.header("x-bad").is_none()));
}

#[test]
fn nothing_is_sent_that_names_the_call_unless_a_layer_does() {
    let server = server_with([]);
    let client = server.blocking().build().unwrap();
    client.send(account::retrieve_by_id(27471)).unwrap();
    assert_eq!(server.sent()[1].header_names(), ["sessionid"]);
}
