//! Every fault, for a read, a change and a create: what the client makes of it, and what the sandbox
//! had done by then.

use std::ops::RangeInclusive;
use std::time::Duration;

use billbind::billingplatform::{Account, Request, account};
use billbind::client::BlockingTransport;
use billbind::{Error, ErrorKind};
use billbind_sandbox::{ErrorShape, Fault, Operation, Options, RetryAfter, Rule, Sandbox};

use super::stage::{Caller, in_process, new_account};

/// How a call ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Done,
    /// Nobody knows whether it was done.
    Uncertain,
    Fails(ErrorKind),
}

use End::{Done, Fails, Uncertain};

/// How a call ends whose first attempt meets a fault, how often the client sends it, and how often
/// the sandbox applies it.
type Course = (End, usize, usize);

struct Case {
    fault: Fault,
    read: Course,
    change: Course,
    create: Course,
    /// Logins that it costs.
    logins: usize,
    /// Seconds that the client waits before it sends again.
    waits: RangeInclusive<f64>,
}

/// What a client waits without being asked, and not all of it by chance.
const AT_ONCE: RangeInclusive<f64> = 0.0..=0.02;

fn case(fault: Fault, [read, change, create]: [Course; 3]) -> Case {
    Case {
        fault,
        read,
        change,
        create,
        logins: 0,
        waits: AT_ONCE,
    }
}

/// The server says that it did not take the request.
const NOT_TAKEN: [Course; 3] = [(Done, 2, 0), (Done, 2, 1), (Done, 2, 1)];

/// The request was not done, and nobody but the sandbox knows it.
const LOST: [Course; 3] = [(Done, 2, 0), (Done, 2, 1), (Uncertain, 1, 0)];

/// The request was done, and nobody but the sandbox knows it.
const ANSWER_LOST: [Course; 3] = [(Done, 2, 0), (Done, 2, 2), (Uncertain, 1, 1)];

/// The request was done, and it shows.
const HARMLESS: [Course; 3] = [(Done, 1, 0), (Done, 1, 1), (Done, 1, 1)];

/// The server failed and said why: a second attempt would meet the same.
fn failed(applied: usize) -> [Course; 3] {
    let refused = Fails(ErrorKind::Refused);
    [
        (refused, 1, 0),
        (refused, 1, applied),
        (Uncertain, 1, applied),
    ]
}

/// Every fault that a request can meet; `seconds` is what Retry-After says.
fn cases(seconds: u32) -> Vec<Case> {
    let asked = f64::from(seconds);
    let mut cases = Vec::new();
    for (retry_after, waits) in [
        (None, AT_ONCE),
        (Some(RetryAfter::Seconds(seconds)), asked..=asked + 0.02),
        // A date has no parts of a second.
        (Some(RetryAfter::Date(seconds)), asked - 2.0..=asked + 0.02),
    ] {
        for (fault, courses) in [
            (Fault::Throttled { retry_after }, NOT_TAKEN),
            (Fault::Unavailable { retry_after }, LOST),
        ] {
            cases.push(Case {
                waits: waits.clone(),
                ..case(fault, courses)
            });
        }
    }
    for shape in [ErrorShape::Errors, ErrorShape::Message] {
        for applied in [false, true] {
            let fault = Fault::InternalError { shape, applied };
            cases.push(case(fault, failed(applied.into())));
        }
    }
    for fault in [Fault::Unauthorized, Fault::ExpiredSession] {
        cases.push(Case {
            logins: 1,
            ..case(fault, NOT_TAKEN)
        });
    }
    for status in [200, 502] {
        for (applied, courses) in [(false, LOST), (true, ANSWER_LOST)] {
            cases.push(case(Fault::Html { status, applied }, courses));
        }
    }
    for percent in [0, 50, 99] {
        cases.push(case(Fault::Cut { percent }, ANSWER_LOST));
    }
    cases.push(case(Fault::ClosedBefore, LOST));
    cases.push(case(Fault::ClosedAfter, ANSWER_LOST));
    cases.push(case(Fault::Latency(Duration::from_millis(3)), HARMLESS));
    cases.push(case(Fault::ContentType("text/plain".to_owned()), HARMLESS));
    cases
}

fn end<T>(result: &Result<T, Error>) -> End {
    match result {
        Ok(_) => Done,
        Err(error) if error.is_uncertain() => Uncertain,
        Err(error) => Fails(error.kind()),
    }
}

/// Lets the three calls meet the fault, and compares what came of it. `clock` is the time by which
/// the client waits.
fn check(caller: &Caller, sandbox: &Sandbox, case: &Case, clock: &dyn Fn() -> Duration) {
    let id = caller.get(account::create(&new_account("changed"))).id;
    let operations = [
        (Operation::Retrieve, case.read),
        (Operation::Update, case.change),
        (Operation::Create, case.create),
    ];
    for (operation, course) in operations {
        let place = format!("{}, {operation}: {}", caller.name(), case.fault);
        sandbox.clear_log();
        sandbox.add_fault(Rule::new(case.fault.clone()).on(operation).nth(1));
        let name = format!("{place}, {}", id.as_str());
        let begun = clock();
        let (result, error) = match operation {
            Operation::Retrieve => {
                let result = caller.send(account::retrieve_by_id(&id));
                (end(&result), result.err())
            }
            Operation::Update => {
                let changes = Account::changes(&id).description(&place);
                let result = caller.send(account::update(&changes));
                (end(&result), result.err())
            }
            _ => {
                let result = caller.send(account::create(&new_account(&name)));
                (end(&result), result.err())
            }
        };
        let waited = clock().saturating_sub(begun).as_secs_f64();
        sandbox.clear_faults();

        let requests = sandbox.requests();
        let ours = || {
            requests
                .iter()
                .filter(|request| request.operation == operation)
        };
        let seen = (
            result,
            ours().count(),
            ours().filter(|request| request.applied).count(),
        );
        assert_eq!(seen, course, "{place}: {error:?}");
        let (end, sent, applied) = course;
        let logins = requests
            .iter()
            .filter(|request| request.operation == Operation::Login);
        assert_eq!(logins.count(), case.logins, "{place}");
        if sent > 1 {
            assert!(
                case.waits.contains(&waited),
                "{place}: waited {waited} seconds"
            );
        }
        if let Some(error) = error {
            assert_eq!(error.attempts() as usize, sent, "{place}: {error}");
            // It never says that nothing was done where something may have been.
            let is_write = operation != Operation::Retrieve;
            assert!(error.may_be_done() || !is_write, "{place}: {error}");
        }

        // The log says what the records say.
        match operation {
            Operation::Update => {
                let read = caller.get(account::retrieve_by_id(&id));
                let is_changed = read.description.as_deref() == Some(&*place);
                assert_eq!(is_changed, applied > 0, "{place}");
            }
            Operation::Create => {
                let count = caller.accounts_named(&name).len();
                assert_eq!(count, applied, "{place}");
                assert!(end != Done || count == 1);
            }
            _ => {}
        }
    }
}

#[test]
fn every_fault_is_repeated_where_that_is_safe_and_said_to_be_uncertain_where_it_is_not() {
    let sandbox = Sandbox::new(&Options::new()).unwrap();
    let transport = in_process(&sandbox);
    let start = BlockingTransport::now(&transport);
    let clock = || BlockingTransport::now(&transport) - start;
    for caller in Caller::through(&transport) {
        for case in cases(30) {
            check(&caller, &sandbox, &case, &clock);
        }
    }
}

#[test]
fn every_fault_comes_to_the_same_over_http() {
    let server = billbind_sandbox::start().unwrap();
    for caller in Caller::over_http(&server) {
        for case in cases(1) {
            // Real time passes while others build, too.
            let case = Case {
                waits: *case.waits.start()..=60.0,
                ..case
            };
            let start = std::time::Instant::now();
            check(&caller, &server, &case, &|| start.elapsed());
        }
    }
}

#[test]
fn a_login_that_is_refused_or_lost_is_told_or_done_again() {
    for (fault, end, requests) in [
        (Fault::LoginRefused, Fails(ErrorKind::LoginRefused), 1),
        (Fault::ClosedBefore, Done, 3),
        (Fault::ClosedAfter, Done, 3),
        (Fault::Cut { percent: 50 }, Done, 3),
        (
            Fault::Throttled {
                retry_after: Some(RetryAfter::Seconds(2)),
            },
            Done,
            3,
        ),
        (Fault::Unavailable { retry_after: None }, Done, 3),
        (
            Fault::Html {
                status: 502,
                applied: false,
            },
            Done,
            3,
        ),
    ] {
        for at in 0..2 {
            let sandbox = Sandbox::new(&Options::new()).unwrap();
            sandbox.add_fault(Rule::new(fault.clone()).on(Operation::Login).nth(1));
            let result = Caller::in_process(&sandbox)[at].send(account::create(&new_account("a")));
            let seen = match &result {
                Ok(_) => Done,
                Err(error) => Fails(error.kind()),
            };
            assert_eq!(seen, end, "{fault}: {result:?}");
            if let Err(error) = result {
                assert!(!error.may_be_done(), "{fault}: {error}");
            }
            assert_eq!(sandbox.requests().len(), requests, "{fault}");
        }
    }
}

#[test]
fn a_login_that_was_lost_is_nothing_that_the_caller_may_have_done() {
    let sandbox = Sandbox::new(&Options::new()).unwrap();
    for caller in Caller::in_process(&sandbox) {
        let applied = false;
        let shape = ErrorShape::Message;
        let refusal = Fault::InternalError { shape, applied };
        sandbox.add_fault(Rule::new(Fault::ClosedAfter).on(Operation::Login).nth(1));
        sandbox.add_fault(Rule::new(refusal).on(Operation::Login).nth(2));
        let error = caller.send(account::create(&new_account("a"))).unwrap_err();
        assert!(error.is_login_refused() && !error.may_be_done(), "{error}");
        assert!(!error.to_string().contains("may have"), "{error}");
        sandbox.clear_faults();
    }
}

/// Sends with so much time for each attempt.
fn send_within<T: Send>(caller: &Caller, request: Request<T>, time: Duration) -> Result<T, Error> {
    match caller {
        Caller::Blocking(client) => client.call(request).attempt_timeout(time).send(),
        Caller::Async(client, runtime) => {
            runtime.block_on(client.call(request).attempt_timeout(time).send())
        }
    }
}

#[test]
fn an_answer_that_comes_too_late_is_no_answer() {
    let server = billbind_sandbox::start().unwrap();
    let time = Duration::from_millis(700);
    let late = || Fault::Latency(Duration::from_secs(2));
    for caller in Caller::over_http(&server) {
        caller.get(account::retrieve_by_id(1));
        server.add_fault(Rule::new(late()).on(Operation::Retrieve).nth(1));
        server.add_fault(Rule::new(late()).on(Operation::Upsert).nth(1));
        server.add_fault(Rule::new(late()).on(Operation::Create).nth(1));
        send_within(&caller, account::retrieve_by_id(1), time).unwrap();

        let name = format!("{} keyed", caller.name());
        let key = account::Key::custom("my_external_key", &*name);
        let keyed = account::create_or_overwrite(key, &new_account(&name));
        send_within(&caller, keyed, time).unwrap();

        let name = format!("{} once", caller.name());
        let create = account::create(&new_account(&name));
        let error = send_within(&caller, create, time).unwrap_err();
        assert_eq!(error.uncertain_for(), Some(ErrorKind::TimedOut), "{error}");
        assert_eq!(error.attempts(), 1);
        server.clear_faults();
        // Whatever the sandbox still does of what it was asked, it does by then.
        std::thread::sleep(Duration::from_secs(2));
        assert!(caller.accounts_named(&name).len() <= 1);
        let name = format!("{} keyed", caller.name());
        assert_eq!(caller.accounts_named(&name).len(), 1);
    }
}

#[test]
fn a_fault_that_does_not_pass_ends_with_the_attempts_that_were_allowed() {
    let sandbox = Sandbox::new(&Options::new()).unwrap();
    for caller in Caller::in_process(&sandbox) {
        for (fault, kind) in [
            (Fault::Throttled { retry_after: None }, ErrorKind::Throttled),
            (
                Fault::Unavailable { retry_after: None },
                ErrorKind::ServerFailed,
            ),
            (Fault::ClosedBefore, ErrorKind::Connection),
            (
                Fault::Html {
                    status: 200,
                    applied: false,
                },
                ErrorKind::UnexpectedAnswer,
            ),
        ] {
            sandbox.add_fault(Rule::new(fault.clone()).on(Operation::Retrieve));
            let error = caller.send(account::retrieve_by_id(1)).unwrap_err();
            assert_eq!(
                (error.kind(), error.attempts()),
                (kind, 5),
                "{fault}: {error}"
            );
            assert!(!error.may_be_done(), "a read does nothing");
            sandbox.clear_faults();
        }
        // A session that is dead whatever is done is no reason for logins without end.
        sandbox.clear_log();
        sandbox.add_fault(Rule::new(Fault::Unauthorized).on(Operation::Retrieve));
        let error = caller.send(account::retrieve_by_id(1)).unwrap_err();
        assert!(error.is_session_invalid(), "{error}");
        let requests = sandbox.requests();
        let logins = requests
            .iter()
            .filter(|request| request.operation == Operation::Login);
        assert_eq!(logins.count(), 3, "{}", caller.name());
        sandbox.clear_faults();
    }
}
