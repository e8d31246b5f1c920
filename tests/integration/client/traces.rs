//! What clients tell `tracing`.

use std::collections::BTreeMap;
use std::fmt::{Debug, Write as _};
use std::sync::{Arc, Mutex};

use billbind::Answer;
use billbind::billingplatform::account;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use super::scripted::{DRIVERS, Server, account_answer, login_answer};

/// Keeps spans and events as they are told.
#[derive(Clone, Default)]
struct Recorder(Arc<Mutex<Vec<Told>>>);

#[derive(Default, Clone)]
struct Told {
    name: &'static str,
    parent: Option<u64>,
    fields: BTreeMap<String, String>,
}

impl Visit for Told {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.fields
            .insert(field.name().to_owned(), format!("{value:?}"));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.fields
            .insert(field.name().to_owned(), value.to_owned());
    }
}

impl Subscriber for Recorder {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let mut told = Told {
            name: span.metadata().name(),
            parent: span.parent().map(Id::into_u64),
            ..Told::default()
        };
        span.record(&mut told);
        let mut all = self.0.lock().unwrap();
        all.push(told);
        Id::from_u64(all.len() as u64)
    }

    fn record(&self, span: &Id, values: &Record<'_>) {
        let mut all = self.0.lock().unwrap();
        let at = usize::try_from(span.into_u64()).unwrap() - 1;
        values.record(&mut all[at]);
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut told = Told {
            name: "event",
            parent: event.parent().map(Id::into_u64),
            ..Told::default()
        };
        event.record(&mut told);
        self.0.lock().unwrap().push(told);
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

impl Recorder {
    /// All that was told, a line each, without what differs from run to run.
    fn lines(&self) -> Vec<String> {
        let all = self.0.lock().unwrap();
        let line = |told: &Told| {
            let mut line = told.name.to_owned();
            if let Some(parent) = told.parent {
                let parent = &all[usize::try_from(parent).unwrap() - 1];
                write!(line, " in {}", parent.fields["otel.name"]).unwrap();
            }
            for (name, value) in &told.fields {
                if !["billbind.request_id", "milliseconds"].contains(&name.as_str()) {
                    write!(line, " {name}={value}").unwrap();
                }
            }
            line
        };
        all.iter().map(line).collect()
    }
}

#[test]
fn each_call_and_each_attempt_is_a_span_with_the_usual_names() {
    for driver in DRIVERS {
        let mut busy = true;
        let server = Server::new(move |sent| match sent.is_login() {
            true => login_answer("session-secret"),
            false if std::mem::take(&mut busy) => Answer::new(503, "").into(),
            false => account_answer(),
        });
        let recorder = Recorder::default();
        tracing::subscriber::with_default(recorder.clone(), || {
            driver
                .client(&server)
                .send(account::retrieve_by_id(27471))
                .unwrap();
        });
        let url = "https://sandbox.billingplatform.com/myorg/rest/2.0";
        let attempt = |method: &str, status: u16, more: &str, path: &str| {
            format!(
                "http.request.method={method}{more} http.response.status_code={status} \
                 otel.kind=client otel.name={method}{} server.address=sandbox.billingplatform.com \
                 server.port=443 url.full={url}{path}",
                if status >= 400 {
                    " otel.status_code=ERROR"
                } else {
                    ""
                },
            )
        };
        assert_eq!(
            recorder.lines(),
            [
                "call billbind.entity=ACCOUNT billbind.operation=retrieve \
                 billbind.system=BillingPlatform otel.kind=internal otel.name=retrieve ACCOUNT"
                    .to_owned(),
                "call billbind.operation=login billbind.system=BillingPlatform otel.kind=internal \
                 otel.name=login"
                    .to_owned(),
                format!("attempt in login {}", attempt("POST", 200, "", "/login")),
                format!(
                    "attempt in retrieve ACCOUNT error.type=503 {}",
                    attempt("GET", 503, "", "/ACCOUNT/27471")
                ),
                "event in retrieve ACCOUNT message=the attempt failed".to_owned(),
                format!(
                    "attempt in retrieve ACCOUNT {}",
                    attempt("GET", 200, " http.request.resend_count=1", "/ACCOUNT/27471")
                ),
            ],
            "{driver:?}"
        );
        let all = format!("{:?}", recorder.lines());
        assert!(
            !all.contains("session-secret") && !all.contains("pass-word-1"),
            "{all}"
        );
    }
}

#[test]
fn the_span_of_a_call_that_failed_says_why() {
    for driver in DRIVERS {
        let server = Server::new(|sent| {
            if sent.is_login() {
                return login_answer("s1");
            }
            Answer::new(400, r#"{"error": "bad", "message": "no"}"#).into()
        });
        let recorder = Recorder::default();
        tracing::subscriber::with_default(recorder.clone(), || {
            let client = driver.client(&server);
            client.send(account::retrieve_by_id(27471)).unwrap_err();
        });
        let lines = recorder.lines();
        assert!(
            lines[0].contains("error.type=Refused"),
            "{driver:?}: {lines:#?}"
        );
        assert!(
            lines[0].contains("otel.status_code=ERROR"),
            "{driver:?}: {lines:#?}"
        );
    }
}
