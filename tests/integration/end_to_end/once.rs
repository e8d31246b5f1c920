//! Exactly once: many creates by several tasks through faults of all kinds, and what there is
//! afterwards.

use std::collections::BTreeMap;
use std::env;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use billbind::billingplatform::{
    BlockingClient, Client, Contract, Request, Written, account, contract,
};
use billbind::client::InProcess;
use billbind::{Date, Error};
use billbind_sandbox::{ErrorShape, Fault, Operation, Options, RetryAfter, Rule, Sandbox};

use super::stage::{async_in_process, blocking_in_process, in_process, new_account, of_user};

/// Creates of each kind; `cargo xtask soak` asks for more.
fn rounds() -> usize {
    let asked = env::var("BILLBIND_TEST_ROUNDS").ok();
    asked.and_then(|text| text.parse().ok()).unwrap_or(1_000)
}

/// What all choices of faults follow from.
fn seed() -> u64 {
    let asked = env::var("PROPTEST_RNG_SEED").ok();
    asked
        .and_then(|text| text.parse().ok())
        .unwrap_or(20_261_125)
}

/// One of five requests meets one of these.
fn faults(retry_after: u32) -> Rule {
    let mut faults = vec![
        Fault::Unauthorized,
        Fault::ExpiredSession,
        Fault::LoginRefused,
        Fault::Latency(Duration::from_millis(1)),
        Fault::ClosedBefore,
        Fault::ClosedAfter,
        Fault::Cut { percent: 0 },
        Fault::Cut { percent: 60 },
        Fault::ContentType("text/html".to_owned()),
    ];
    for retry_after in [
        None,
        Some(RetryAfter::Seconds(retry_after)),
        Some(RetryAfter::Date(retry_after)),
    ] {
        faults.push(Fault::Throttled { retry_after });
        faults.push(Fault::Unavailable { retry_after });
    }
    for applied in [false, true] {
        for shape in [ErrorShape::Errors, ErrorShape::Message] {
            faults.push(Fault::InternalError { shape, applied });
        }
        for status in [200, 502] {
            faults.push(Fault::Html { status, applied });
        }
    }
    Rule::any_of(faults).share(0.2)
}

/// What a create was reported as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Report {
    Done,
    Uncertain,
    NotDone,
}

fn report<E>(result: &Result<Written<E>, Error>) -> Report {
    match result {
        Ok(_) => Report::Done,
        Err(error) if error.is_uncertain() => Report::Uncertain,
        Err(error) => {
            assert!(
                !error.may_be_done(),
                "it is not done, and may be done: {error}"
            );
            Report::NotDone
        }
    }
}

fn unkeyed(number: usize) -> Request<Written<billbind::billingplatform::Account>> {
    account::create(&new_account(unkeyed_name(number)))
}

fn unkeyed_name(number: usize) -> String {
    format!("once {number}")
}

fn keyed(number: usize) -> Request<Written<Contract>> {
    let new = Contract::builder()
        .account_id(1)
        .contract_number(key(number))
        .start_date(Date::new(2026, 1, 1).unwrap())
        .on_end_date(contract::OnEndDate::Renew)
        .build();
    contract::create_or_overwrite(contract::key::contract_number(key(number)), &new)
}

fn key(number: usize) -> String {
    format!("key {number}")
}

/// Whether a keyed create is to be sent again: that is safe whatever came of it.
fn is_lost(result: &Result<Written<Contract>, Error>) -> bool {
    match result {
        Ok(_) => false,
        Err(error) => {
            assert!(!error.is_uncertain(), "{error}");
            true
        }
    }
}

/// How many creates and upserts the sandbox applied; its log forgets the oldest requests.
#[derive(Default)]
struct Applied {
    creates: AtomicUsize,
    upserts: AtomicUsize,
}

/// A sandbox whose requests meet faults, and what it applies.
fn faulty(seed: u64, rule: Rule) -> (Options, Arc<Applied>) {
    let applied = Arc::new(Applied::default());
    let counted = Arc::clone(&applied);
    let options = Options::new().fault_seed(seed).fault(rule);
    let options = options.on_request(move |exchange| {
        let count = match exchange.operation {
            Operation::Create => &counted.creates,
            Operation::Upsert => &counted.upserts,
            _ => return,
        };
        count.fetch_add(exchange.applied.into(), Ordering::SeqCst);
    });
    (options, applied)
}

/// Compares what there is with what was reported.
fn settle(sandbox: &Sandbox, applied: &Applied, reports: &[Report]) {
    let keys = reports.len();
    let seen = sandbox.faults_met();
    assert!(
        keys < 500 || seen.len() >= 11,
        "all kinds of faults were met: {seen:?}"
    );
    let creates = applied.creates.load(Ordering::SeqCst);
    let upserts = applied.upserts.load(Ordering::SeqCst);
    sandbox.clear_faults();
    let transport = in_process(sandbox);
    let client: BlockingClient = blocking_in_process(&transport).build().unwrap();

    let mut there: BTreeMap<String, usize> = BTreeMap::new();
    let accounts = account::query().columns(&account::COL.name);
    for account in client.pages(accounts).items() {
        *there.entry(account.unwrap().name.unwrap()).or_default() += 1;
    }
    let mut counts: BTreeMap<(Report, usize), usize> = BTreeMap::new();
    for (number, report) in reports.iter().enumerate() {
        let count = there.get(&unkeyed_name(number)).copied().unwrap_or(0);
        *counts.entry((*report, count)).or_default() += 1;
        let is_right = match report {
            Report::Done => count == 1,
            Report::Uncertain => count <= 1,
            Report::NotDone => count == 0,
        };
        assert!(
            is_right,
            "create {number} was reported as {report:?} and is there {count} times"
        );
    }
    let count = |report, there| counts.get(&(report, there)).copied().unwrap_or(0);
    assert_eq!(
        creates,
        count(Report::Done, 1) + count(Report::Uncertain, 1)
    );
    if reports.len() >= 500 {
        // Otherwise this proves nothing.
        assert!(count(Report::Done, 1) > reports.len() / 2, "{counts:?}");
        assert!(
            count(Report::Uncertain, 0) > 0 && count(Report::Uncertain, 1) > 0,
            "{counts:?}"
        );
    }

    let contracts = contract::query().columns(&contract::COL.contract_number);
    let numbers = client.pages(contracts).items();
    let mut numbers: Vec<_> = numbers
        .filter_map(|found| found.unwrap().contract_number)
        .collect();
    assert_eq!(numbers.len(), keys);
    numbers.sort_unstable();
    numbers.dedup();
    assert_eq!(numbers.len(), keys, "none is there twice");
    assert!((0..keys).all(|number| numbers.binary_search(&key(number)).is_ok()));
    assert!(
        reports.len() < 500 || upserts > keys,
        "some were written twice, and are one"
    );
}

/// Lets a refusal of the login be forgotten, so that the next call tries again.
fn forget_refusal<E>(transport: &InProcess, result: &Result<Written<E>, Error>) {
    if result.as_ref().is_err_and(Error::is_login_refused) {
        transport.advance(Duration::from_secs(16 * 60));
    }
}

#[test]
fn creates_of_many_threads_through_faults_of_all_kinds_are_done_once() {
    let count = rounds();
    let (options, applied) = faulty(seed(), faults(7));
    let sandbox = Sandbox::new(&options).unwrap();
    let transport = in_process(&sandbox);
    let client: BlockingClient = blocking_in_process(&transport)
        .timeout(Duration::MAX)
        .build()
        .unwrap();
    let next = AtomicUsize::new(0);
    let work = || {
        let mut reports = Vec::new();
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            if number >= count {
                return reports;
            }
            let result = client.send(unkeyed(number));
            forget_refusal(&transport, &result);
            reports.push((number, report(&result)));
            loop {
                let result = client.send(keyed(number));
                forget_refusal(&transport, &result);
                if !is_lost(&result) {
                    break;
                }
            }
        }
    };
    let mut reports: Vec<_> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..8).map(|_| scope.spawn(work)).collect();
        let done = workers
            .into_iter()
            .flat_map(|worker| worker.join().unwrap());
        done.collect()
    });
    reports.sort_unstable();
    let reports: Vec<_> = reports.into_iter().map(|(_, report)| report).collect();
    settle(&sandbox, &applied, &reports);
}

#[test]
fn creates_of_many_tasks_through_faults_of_all_kinds_are_done_once() {
    let count = rounds();
    let (options, applied) = faulty(seed() + 1, faults(7));
    let sandbox = Sandbox::new(&options).unwrap();
    let transport = in_process(&sandbox);
    let builder = async_in_process(&transport).timeout(Duration::MAX);
    let reports = run_tasks(&builder.build().unwrap(), count, Some(&transport));
    settle(&sandbox, &applied, &reports);
}

#[test]
fn creates_over_http_are_done_once() {
    // Real waits, real connections that break.
    let count = (rounds() / 10).min(500);
    // A refused login is remembered for half a minute.
    let rule = faults(0).matching(|call| call.operation != Operation::Login);
    let (options, applied) = faulty(seed() + 2, rule);
    let server = options.start().unwrap();
    let client: Client = of_user(Client::builder(server.url())).build().unwrap();
    let reports = run_tasks(&client, count, None);
    settle(&server, &applied, &reports);
}

/// Creates by sixteen tasks on four threads.
fn run_tasks(client: &Client, count: usize, transport: Option<&InProcess>) -> Vec<Report> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(4)
        .enable_all()
        .build()
        .unwrap();
    let next = Arc::new(AtomicUsize::new(0));
    let tasks: Vec<_> = (0..16)
        .map(|_| {
            let (client, next, transport) = (client.clone(), Arc::clone(&next), transport.cloned());
            runtime.spawn(async move {
                let mut reports = Vec::new();
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= count {
                        return reports;
                    }
                    let result = client.send(unkeyed(number)).await;
                    if let Some(transport) = &transport {
                        forget_refusal(transport, &result);
                    }
                    reports.push((number, report(&result)));
                    loop {
                        let result = client.send(keyed(number)).await;
                        if let Some(transport) = &transport {
                            forget_refusal(transport, &result);
                        }
                        if !is_lost(&result) {
                            break;
                        }
                    }
                }
            })
        })
        .collect();
    let mut reports: Vec<(usize, Report)> = tasks
        .into_iter()
        .flat_map(|task| runtime.block_on(task).unwrap())
        .collect();
    reports.sort_unstable();
    reports.into_iter().map(|(_, report)| report).collect()
}
