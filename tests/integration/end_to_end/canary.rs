//! Secrets are planted in everything that has a place for one, and looked for in everything that is
//! shown: Debug, Display, errors of every kind, traces, panics, and what the sandbox says of itself.

use std::fmt::{Debug, Write as _};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use billbind::billingplatform::{
    Account, BillingProfile, BlockingClient, Client, Credentials, account, billing_profile,
    dynamic, login, oauth_token, query,
};
use billbind::client::{AttemptEnd, AttemptView, InProcess, Layer};
use billbind::{Answer, Secret};
use billbind_sandbox::{Incoming, Options, Rule, Sandbox};
use serde_json::Value;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use super::stage::{async_in_process, blocking_in_process, exchange, new_account};

/// In every secret of this test.
const CANARY: &str = "canary";
const PASSWORD: &str = "canary-password";
const OAUTH: &str = "canary-oauth";
const CARD: &str = "canary-4111-1111";
const PIN: &str = "canary-pin";

/// All that was shown to anybody, and the sessions that were given.
#[derive(Clone, Default)]
struct Shown {
    texts: Arc<Mutex<Vec<String>>>,
    sessions: Arc<Mutex<Vec<String>>>,
}

impl Shown {
    fn text(&self, text: impl Into<String>) {
        self.texts.lock().unwrap().push(text.into());
    }

    fn debug(&self, value: &dyn Debug) {
        self.text(format!("{value:?}"));
        self.text(format!("{value:#?}"));
    }

    /// Shows a failure the ways in which programs show one.
    fn failure<T: Debug>(&self, result: Result<T, billbind::Error>, what: &str) {
        let error = match result {
            Ok(value) => panic!("{what}: {value:?}"),
            Err(error) => error,
        };
        self.text(format!("{what}: {error}"));
        self.debug(&error);
        self.text(format!("{error:#}"));
        let parts = [
            error.text(),
            error.code(),
            error.excerpt(),
            error.cause(),
            error.field(),
            error.path(),
            error.expected(),
        ];
        self.text(parts.into_iter().flatten().collect::<Vec<_>>().join("\n"));
    }

    /// Shows what a program says that panics.
    fn panic<T>(&self, act: impl FnOnce() -> T) {
        let Err(panic) = catch_unwind(AssertUnwindSafe(act)) else {
            panic!("it does not panic");
        };
        let text = panic.downcast::<String>().unwrap();
        self.text(format!("panic: {text}"));
    }

    fn session(&self) -> String {
        self.sessions.lock().unwrap().last().cloned().unwrap()
    }

    /// Fails where any secret was shown.
    fn assert_no_secret(&self) {
        let basic = STANDARD.encode(format!("robot:{OAUTH}"));
        let sessions = self.sessions.lock().unwrap();
        assert!(sessions.len() >= 4);
        let texts = self.texts.lock().unwrap();
        for text in texts.iter() {
            let secrets = sessions.iter().map(String::as_str).chain([CANARY, &*basic]);
            for secret in secrets {
                assert!(!text.contains(secret), "{secret} is shown: {text}");
            }
        }
    }
}

/// Writes down all spans and events.
impl Subscriber for Shown {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        self.trace(|line| span.record(line));
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        self.trace(|line| values.record(line));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        self.trace(|line| event.record(line));
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

impl Shown {
    fn trace(&self, record: impl FnOnce(&mut Line)) {
        let mut line = Line("trace:".to_owned());
        record(&mut line);
        self.text(line.0);
    }
}

struct Line(String);

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        write!(self.0, " {}={value:?}", field.name()).unwrap();
    }
}

/// A layer as somebody writes one who logs too much.
impl Layer for Shown {
    fn before(&self, attempt: &mut AttemptView<'_>) {
        self.debug(&attempt);
        self.text(attempt.url());
    }

    fn after(&self, attempt: &AttemptView<'_>, end: &AttemptEnd<'_>) {
        self.debug(attempt);
        self.debug(end);
    }
}

/// A sandbox, and what is answered in its place, where something is.
#[derive(Clone)]
struct Stage {
    shown: Shown,
    sandbox: Sandbox,
    said: Arc<Mutex<Option<Said>>>,
}

#[derive(Clone)]
enum Said {
    ToLogins(Answer),
    ToOthers(Answer),
}

impl Stage {
    fn transport(&self) -> InProcess {
        let Self {
            shown,
            sandbox,
            said,
        } = self.clone();
        InProcess::new(move |request| {
            shown.debug(request);
            let is_login = request.url.contains("login") || request.url.contains("authenticate");
            match said.lock().unwrap().clone() {
                Some(Said::ToLogins(answer)) if is_login => return Ok(answer),
                Some(Said::ToOthers(answer)) if !is_login => return Ok(answer),
                _ => {}
            }
            let answer = exchange(&sandbox, request)?;
            if is_login {
                let body: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
                let members = [
                    &body["loginResponse"][0]["SessionID"],
                    &body["access_token"],
                    &body["refresh_token"],
                ];
                let given = members.into_iter().filter_map(Value::as_str);
                shown
                    .sessions
                    .lock()
                    .unwrap()
                    .extend(given.map(str::to_owned));
            }
            Ok(answer)
        })
    }

    fn say(&self, said: Option<Said>) {
        *self.said.lock().unwrap() = said;
    }
}

fn profile(account: &account::Id) -> billing_profile::New {
    BillingProfile::builder()
        .account_id(account)
        .billing_cycle(billing_profile::BillingCycle::Monthly)
        .payment_term_days(30)
        .billing_method(billing_profile::BillingMethod::Mail)
        .bill_to("John Doe")
        .address1("742 Evergreen Terrace")
        .time_zone_id(1)
        .credit_card_number(CARD)
        .credit_card_ccv("canary-ccv")
        .national_identity_number("canary-identity")
        .build()
}

/// Answers that repeat what was sent, in every shape that an error has.
fn answers(secrets: &str) -> Vec<Answer> {
    let json = |status, body: String| Answer::new(status, body);
    let text = format!("cannot take {secrets}");
    let record = format!(
        r#"{{"ErrorCode": "7", "ErrorText": "{text}", "ErrorElementField": "{secrets}", "CreditCardNumber": "{secrets}"}}"#
    );
    let mut answers = vec![
        json(
            500,
            format!(r#"{{"errors": [{{"error_code": "E", "error_text": "{text}"}}]}}"#),
        ),
        json(
            500,
            format!(r#"{{"errors": [{{"error_text": ["{text}"]}}]}}"#),
        ),
        json(
            500,
            format!(r#"{{"errors": [{{"error_text": {{"Number": "{secrets}"}}}}]}}"#),
        ),
        json(
            200,
            format!(r#"{{"errors": [{{"error_code": "{secrets}", "error_text": "{text}"}}]}}"#),
        ),
        json(
            200,
            format!(r#"{{"createResponse": [{record}], "loginResponse": [{record}]}}"#),
        ),
        json(
            200,
            format!(r#"{{"createResponse": {record}, "loginResponse": {record}}}"#),
        ),
        json(
            200,
            format!(
                r#"{{"createResponse": [{{"Other": "{secrets}"}}], "loginResponse": [{{"Other": "{secrets}"}}]}}"#
            ),
        ),
        json(
            200,
            format!(r#"{{"createResponse": [{{"CreditCardNumber": "{secrets}"#),
        ),
        json(
            200,
            format!(r#"{{"loginResponse": [{{"SessionID": ["{secrets}"]}}]}}"#),
        ),
        json(
            200,
            format!(r#"{{"access_token": {{"x": "{secrets}"}}, "y": "{secrets}"}}"#),
        ),
        json(200, format!(r#"{{"x": "{secrets}"#)),
        json(200, format!("<html>{secrets}</html>")),
        json(200, format!("\"{secrets}\"")),
        json(302, secrets.to_owned()).with_header(
            "location",
            format!("https://elsewhere.example/?{}", secrets.len()),
        ),
    ];
    for status in [400, 401, 403, 404, 405, 409, 415, 422, 429, 500, 502, 503] {
        let message = format!(r#"{{"error": "{secrets}", "message": "{text}"}}"#);
        answers.push(json(status, message));
        answers.push(json(status, format!("<html><body>{secrets}</body></html>")));
        answers.push(json(status, format!(r#"{{"message": "{secrets}"#)));
    }
    answers
}

fn stage() -> Stage {
    let shown = Shown::default();
    let listener = shown.clone();
    let options = Options::new()
        .user("jane", PASSWORD)
        .client("robot", OAUTH)
        .on_request(move |exchange| {
            listener.text(exchange.to_string());
            listener.debug(exchange);
        });
    shown.debug(&options);
    let sandbox = Sandbox::new(&options).unwrap();
    Stage {
        shown,
        sandbox,
        said: Arc::default(),
    }
}

#[test]
fn no_secret_is_shown_by_clients_requests_records_errors_traces_panics_and_sandbox() {
    let stage = stage();
    let shown = stage.shown.clone();
    show_what_is_made_of_secrets(&shown);
    tracing::subscriber::with_default(shown.clone(), || {
        let client: BlockingClient = blocking_in_process(&stage.transport())
            .credentials(Credentials::login("jane", PASSWORD))
            .layer(shown.clone())
            .build()
            .unwrap();
        shown.debug(&client);
        work(&stage, &client);
        fail(&stage, &client);
        fail_to_log_in(&stage);

        let runtime = tokio::runtime::Builder::new_current_thread()
            .build()
            .unwrap();
        let builder = async_in_process(&stage.transport());
        let client: Client = builder
            .credentials(Credentials::oauth("robot", OAUTH))
            .layer(shown.clone())
            .build()
            .unwrap();
        shown.debug(&client);
        let read = runtime.block_on(client.send(account::retrieve_by_id(1)));
        shown.debug(&read.unwrap());
    });
    let sandbox = &stage.sandbox;
    shown.text(sandbox.log());
    shown.debug(&sandbox.requests());
    shown.debug(&sandbox);
    let texts = shown.texts.lock().unwrap().join("\n");
    // That something was looked at at all.
    for part in [
        "trace:",
        "jane",
        "robot",
        "BILLING_PROFILE",
        "create",
        "John Doe",
        "panic:",
    ] {
        assert!(texts.contains(part), "{part} is nowhere");
    }
    shown.assert_no_secret();
}

/// Everything that holds a secret before anything is sent.
fn show_what_is_made_of_secrets(shown: &Shown) {
    shown.debug(&Credentials::login("jane", PASSWORD));
    shown.debug(&Credentials::oauth("robot", OAUTH));
    let base_url = "https://sandbox.billingplatform.com/myorg";
    let blocking = BlockingClient::builder(base_url)
        .credentials(Credentials::login("jane", PASSWORD))
        .proxy("http://user:canary-proxy@127.0.0.1:3128");
    shown.debug(&blocking);
    let asynchronous = Client::builder(base_url)
        .credentials(Credentials::oauth("robot", OAUTH))
        .proxy("http://user:canary-proxy@127.0.0.1:3128");
    shown.debug(&asynchronous);
    let proxy = BlockingClient::builder(base_url).proxy("not a proxy: canary-proxy");
    if let Err(error) = proxy.build() {
        shown.failure(Err::<(), _>(error), "build");
    }

    let new = profile(&account::Id::new("1"));
    shown.debug(&new);
    let changes = BillingProfile::changes(1)
        .credit_card_number(CARD)
        .credit_card_token("canary-token");
    shown.debug(&changes);
    let upsert =
        BillingProfile::upsert(billing_profile::Id::new("1")).ach_bank_acct_num("canary-bank");
    shown.debug(&upsert);
    shown.debug(&billing_profile::create(&new));
    shown.debug(&billing_profile::create_many(&[new]));
    shown.debug(&billing_profile::update(&changes));
    shown.debug(&billing_profile::upsert(&upsert));
    shown.debug(&login("jane", &Secret::new(PASSWORD)));
    shown.debug(&oauth_token("robot", &Secret::new(OAUTH)));
    let mut record = BillingProfile::default();
    record.credit_card_number = Some(Secret::new(CARD));
    record.bill_to = Some("John Doe".to_owned());
    shown.debug(&record);

    let custom = || BillingProfile::changes(1).custom("OurPin", Secret::new(PIN));
    shown.debug(&custom());
    shown.debug(&billing_profile::update(&custom()));

    let vault = dynamic::entity("MY_VAULT").unwrap().with_secret("Pin");
    let new = vault.new_record().set("Pin", PIN).set("Name", "n");
    shown.debug(&vault);
    shown.debug(&new);
    shown.debug(&dynamic::create(&new));
    shown.debug(&vault.changes("1").set("Pin", PIN));

    let incoming = Incoming {
        method: "POST".to_owned(),
        path: "/myorg/rest/2.0/login".to_owned(),
        query: Some(format!("x={CARD}")),
        headers: vec![("sessionid".to_owned(), CARD.into())],
        body: PASSWORD.into(),
    };
    shown.debug(&incoming);
}

/// Calls that succeed, through all that is asked of a sandbox.
fn work(stage: &Stage, client: &BlockingClient) {
    let shown = &stage.shown;
    let account = client
        .send(account::create(&new_account("John Doe")))
        .unwrap();
    let request = billing_profile::create(&profile(&account.id));
    let call = client.call(request);
    shown.debug(&call);
    let created = call.send().unwrap();
    shown.debug(&created);
    let changes = BillingProfile::changes(&created.id).credit_card_number("canary-5500");
    client.send(billing_profile::update(&changes)).unwrap();
    let read = client
        .send(billing_profile::retrieve_by_id(&created.id))
        .unwrap();
    shown.debug(&read);
    let rows = billing_profile::query().select((
        &billing_profile::COL.bill_to,
        &billing_profile::COL.credit_card_number,
    ));
    if let Ok(rows) = client.send(rows.request()) {
        shown.debug(&rows);
    }
    let statement = format!("SELECT Id FROM BILLING_PROFILE WHERE CreditCardNumber = '{CARD}'");
    let request = query(&statement);
    shown.debug(&request);
    let result = client.send(request);
    shown.debug(&result);
    let profiles = dynamic::entity("BILLING_PROFILE")
        .unwrap()
        .with_secret("CreditCardNumber");
    let changes = profiles
        .changes(created.id.as_str())
        .set("CreditCardNumber", CARD);
    client.send(dynamic::update(&changes)).unwrap();
    let id = dynamic::Id::new(created.id.as_str());
    shown.debug(&client.send(dynamic::retrieve_by_id(&profiles, id)).unwrap());

    // A dead session, and another one in its place.
    stage.sandbox.expire_sessions();
    client.send(account::retrieve_by_id(1)).unwrap();
    // A refusal that the sandbox words itself.
    let wrong = Account::changes(&account.id).custom("NoSuchField", "x");
    shown.failure(client.send(account::update(&wrong)), "unknown field");
    let wrong = BillingProfile::changes(&created.id)
        .credit_card_number(CARD)
        .custom("NoSuchField", "x");
    shown.failure(
        client.send(billing_profile::update(&wrong)),
        "unknown field beside a card",
    );
    shown.panic(|| client.send(billing_profile::update(&wrong)).unwrap());
    shown.panic(|| {
        client
            .send(login("jane", &Secret::new("canary-wrong")))
            .unwrap()
    });
    let wrong = BillingProfile::changes("").credit_card_number(CARD);
    shown.failure(client.send(billing_profile::update(&wrong)), "not sent");
    for fault in [
        "cut; percent=60",
        "closed-after",
        "html; status=200; applied",
        "internal-error; applied",
    ] {
        let rule: Rule = format!("create:{fault}:#1").parse().unwrap();
        stage.sandbox.add_fault(rule);
        shown.failure(
            client.send(billing_profile::create(&profile(&account.id))),
            fault,
        );
        stage.sandbox.clear_faults();
    }
}

/// Calls whose answers repeat the card and the session.
fn fail(stage: &Stage, client: &BlockingClient) {
    let vault = dynamic::entity("MY_VAULT").unwrap().with_secret("Pin");
    client.send(account::retrieve_by_id(1)).unwrap();
    for number in 0..answers("").len() {
        // A 401 among them is the end of a session, and there is another one behind it.
        for repeats_all in [true, false] {
            client.send(account::retrieve_by_id(1)).unwrap();
            let session = stage.shown.session();
            let secrets = if repeats_all {
                format!("{CARD}, canary-ccv and {session}")
            } else {
                session
            };
            let answer = answers(&secrets).swap_remove(number);
            let what = format!("create answered by {}", answer.status);
            stage.say(Some(Said::ToOthers(answer)));
            let request = billing_profile::create(&profile(&account::Id::new("1")));
            let result = client.call(request).retries(1).send();
            stage.shown.failure(result, &what);
            stage.say(None);
        }
    }
    for answer in answers(PIN) {
        stage.say(Some(Said::ToOthers(answer)));
        let request = dynamic::create(&vault.new_record().set("Pin", PIN));
        stage
            .shown
            .failure(client.call(request).retries(1).send(), "vault");
        let custom = BillingProfile::changes(1).custom("OurPin", Secret::new(PIN));
        let request = billing_profile::update(&custom);
        stage
            .shown
            .failure(client.call(request).retries(1).send(), "custom");
        stage.say(None);
        client.send(account::retrieve_by_id(1)).unwrap();
    }
}

/// Logins whose answers repeat the password.
fn fail_to_log_in(stage: &Stage) {
    for (credentials, secret) in [
        (Credentials::login("jane", PASSWORD), PASSWORD),
        (Credentials::oauth("robot", OAUTH), OAUTH),
    ] {
        for answer in answers(secret) {
            let what = format!("login answered by {}", answer.status);
            stage.say(Some(Said::ToLogins(answer)));
            let client: BlockingClient = blocking_in_process(&stage.transport())
                .credentials(credentials.clone())
                .layer(stage.shown.clone())
                .retries(1)
                .build()
                .unwrap();
            stage
                .shown
                .failure(client.send(account::retrieve_by_id(1)), &what);
            stage.say(None);
        }
    }
}
