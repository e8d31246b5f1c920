//! The sandbox in process: faults, the protocol behind them, and the log, around each request.

use std::collections::BTreeMap;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use crate::faults::{Call, Fault, Faults, NotAFault, Plan, Rule, replacement};
use crate::log::{self, Exchange, Journal, Listener};
use crate::protocol::{Effect, Protocol, RecordError, Refusal};
use crate::{Incoming, Operation, Options, Outcome, Outgoing, StartError};

/// A sandbox in this process. Clones are the same sandbox.
///
/// Without a socket, requests and answers are plain data:
///
/// ```
/// use billbind_sandbox::{Incoming, Options, Sandbox};
///
/// let sandbox = Sandbox::new(&Options::new())?;
/// let login = Incoming {
///     method: "POST".to_owned(),
///     path: "/myorg/rest/2.0/login".to_owned(),
///     body: br#"{"username": "my.username", "password": "password"}"#.to_vec(),
///     ..Incoming::default()
/// };
/// assert_eq!(sandbox.answer(&login).status, 200);
/// # Ok::<(), billbind_sandbox::StartError>(())
/// ```
///
/// What it was asked can be asked, and what goes wrong can be told in advance:
///
/// ```
/// use billbind_sandbox::{Fault, Incoming, Operation, Options, Outcome, Rule, Sandbox};
///
/// let sandbox = Sandbox::new(&Options::new())?;
/// sandbox.add_fault(Rule::new(Fault::ClosedBefore).on(Operation::Login).nth(1));
/// let login = Incoming {
///     method: "POST".to_owned(),
///     path: "/myorg/rest/2.0/login".to_owned(),
///     body: br#"{"username": "my.username", "password": "password"}"#.to_vec(),
///     ..Incoming::default()
/// };
/// assert_eq!(sandbox.exchange(&login), Outcome::Closed { applied: false });
/// assert!(sandbox.exchange(&login).answer().is_some());
///
/// let requests = sandbox.requests();
/// assert_eq!((requests[0].status, requests[1].status), (None, Some(200)));
/// assert_eq!(sandbox.faults_met()["closed-before"], 1);
/// # Ok::<(), billbind_sandbox::StartError>(())
/// ```
#[derive(Clone)]
pub struct Sandbox {
    shared: Arc<Shared>,
}

struct Shared {
    organization: String,
    protocol: Protocol,
    faults: Mutex<Faults>,
    journal: Mutex<Journal>,
    listener: Option<Listener>,
}

/// A request of which is known what it asks for and which faults it meets.
pub(crate) struct Begun {
    started: Instant,
    operation: Operation,
    entity: Option<String>,
    plan: Result<Plan, Unplanned>,
}

/// Why a request is answered before anyone looks at it.
enum Unplanned {
    /// It asks for a fault that there is not.
    NotAFault(NotAFault),
    /// The sandbox, or the predicate of a rule, panicked.
    Panicked,
}

impl Begun {
    /// How long the answer is to be held back.
    pub(crate) fn delay(&self) -> Duration {
        self.plan.as_ref().map_or(Duration::ZERO, Plan::delay)
    }
}

impl Sandbox {
    /// Makes a sandbox.
    ///
    /// # Errors
    ///
    /// Schemas with problems, and data that cannot be opened or does not fit the schemas.
    pub fn new(options: &Options) -> Result<Self, StartError> {
        let mut faults = Faults::new(options.fault_seed);
        for rule in &options.faults {
            faults.add(rule.clone());
        }
        let shared = Shared {
            organization: options.organization.clone(),
            protocol: options.open()?,
            faults: Mutex::new(faults),
            journal: Mutex::new(Journal::new()),
            listener: options.listener.clone(),
        };
        Ok(Self {
            shared: Arc::new(shared),
        })
    }

    /// Answers a request, for callers that have no connection which could break.
    ///
    /// Rules whose faults break it ([`Fault::breaks_connection`]) are passed over; a request that
    /// asks for one in its header is refused with 400.
    #[must_use]
    pub fn answer(&self, incoming: &Incoming) -> Outgoing {
        match self.run(incoming, false) {
            Outcome::Answer(answer) => answer,
            // Faults that break a connection are not planned where there is none.
            Outcome::Closed { .. } | Outcome::Cut { .. } => failed(),
        }
    }

    /// Answers a request, or breaks the connection that the caller plays. A transport of a client is
    /// to make of [`Outcome::Closed`] and [`Outcome::Cut`] what it makes of a connection that is
    /// closed after the request was sent.
    #[must_use]
    pub fn exchange(&self, incoming: &Incoming) -> Outcome {
        self.run(incoming, true)
    }

    /// Puts a record there as the platform itself would, and gives its id: fields that requests
    /// cannot write can be given, and none is required. A record of the id that is given is changed.
    ///
    /// ```
    /// use billbind_sandbox::{Options, Sandbox};
    ///
    /// let sandbox = Sandbox::new(&Options::new())?;
    /// // Only billing computes the total of an invoice.
    /// let total = [("Status", "CLOSED"), ("GrandTotalAmount", "25.00")];
    /// let invoice = sandbox.put_record("INVOICE", &total)?;
    /// sandbox.put_record("INVOICE", &[("Id", &invoice), ("Status", "CURRENT")])?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// An entity or field that the organization does not have, a value that does not fit its field,
    /// a reference to no record, a record in the recycle bin.
    pub fn put_record(&self, entity: &str, values: &[(&str, &str)]) -> Result<String, RecordError> {
        self.shared.protocol.put(entity, values)
    }

    /// Lets requests meet a fault from now on.
    pub fn add_fault(&self, rule: Rule) {
        lock(&self.shared.faults).add(rule);
    }

    /// Forgets all rules for faults, those of the options too.
    pub fn clear_faults(&self) {
        lock(&self.shared.faults).clear();
    }

    /// How often each fault was met, by its name.
    #[must_use]
    pub fn faults_met(&self) -> BTreeMap<&'static str, u64> {
        lock(&self.shared.journal).faults()
    }

    /// Ends all sessions, as if two hours had passed without a request.
    pub fn expire_sessions(&self) {
        self.shared.protocol.expire_sessions();
    }

    /// The last 100,000 requests that were finished, and what became of them.
    #[must_use]
    pub fn requests(&self) -> Vec<Exchange> {
        lock(&self.shared.journal).exchanges()
    }

    /// The same as text, a line per request.
    #[must_use]
    pub fn log(&self) -> String {
        lock(&self.shared.journal).lines()
    }

    /// Forgets all requests so far, and how often faults were met.
    pub fn clear_log(&self) {
        lock(&self.shared.journal).forget();
    }

    /// The name of the organization for URLs.
    #[must_use]
    pub fn organization(&self) -> &str {
        &self.shared.organization
    }

    fn run(&self, incoming: &Incoming, has_connection: bool) -> Outcome {
        let begun = self.begin(incoming, has_connection, Instant::now());
        if begun.delay() > Duration::ZERO {
            thread::sleep(begun.delay());
        }
        self.finish(incoming, begun)
    }

    /// Finds out what is asked for, and which faults the request meets.
    pub(crate) fn begin(
        &self,
        incoming: &Incoming,
        has_connection: bool,
        started: Instant,
    ) -> Begun {
        let mut begun = Begun {
            started,
            operation: Operation::Unknown,
            entity: None,
            plan: Err(Unplanned::Panicked),
        };
        // A panic leaves what `begun` says by now.
        let _ = catch_unwind(AssertUnwindSafe(|| {
            (begun.operation, begun.entity) = self.shared.protocol.asked_for(incoming);
            let call = Call {
                operation: begun.operation,
                entity: begun.entity.as_deref(),
                incoming,
            };
            let plan = lock(&self.shared.faults).plan(&call, has_connection);
            begun.plan = plan.map_err(Unplanned::NotAFault);
        }));
        begun
    }

    /// Does what is asked for, as far as the faults let it, and keeps a record of it.
    pub(crate) fn finish(&self, incoming: &Incoming, begun: Begun) -> Outcome {
        let nothing = Effect::default();
        let (outcome, effect, plan) = match begun.plan {
            Ok(plan) => {
                let done = catch_unwind(AssertUnwindSafe(|| {
                    self.carry_out(incoming, begun.operation, &plan)
                }));
                // The transaction of a request that panicked was rolled back.
                let failed = |_| (Outcome::Answer(failed()), nothing);
                let (outcome, effect) = done.unwrap_or_else(failed);
                (outcome, effect, plan)
            }
            Err(Unplanned::NotAFault(error)) => {
                let refusal = Refusal::bad_request(error.to_string());
                (Outcome::Answer(refusal.answer()), nothing, Plan::default())
            }
            Err(Unplanned::Panicked) => (Outcome::Answer(failed()), nothing, Plan::default()),
        };
        let status = match &outcome {
            Outcome::Answer(answer) | Outcome::Cut { answer, .. } => Some(answer.status),
            Outcome::Closed { .. } => None,
        };
        self.keep(Exchange {
            number: 0,
            at: SystemTime::now(),
            method: log::shown(&incoming.method),
            path: log::shown(&incoming.path),
            statement: log::statement(incoming),
            operation: begun.operation,
            entity: begun.entity.as_deref().map(log::shown),
            status,
            records: effect.records.saturating_sub(effect.refused),
            refused: effect.refused,
            applied: effect.applied,
            faults: plan.into_faults(),
            took: begun.started.elapsed(),
        });
        outcome
    }

    fn carry_out(
        &self,
        incoming: &Incoming,
        operation: Operation,
        plan: &Plan,
    ) -> (Outcome, Effect) {
        let protocol = &self.shared.protocol;
        if plan.expires_session() {
            protocol.expire_session(incoming);
        }
        let Some(fault) = plan.main() else {
            let (answer, effect) = protocol.answer(incoming);
            return (Outcome::Answer(answer), effect);
        };
        if !fault.lets_work_be_done() {
            let outcome = match fault {
                Fault::ClosedBefore => Outcome::Closed { applied: false },
                Fault::LoginRefused => Outcome::Answer(Protocol::refused_login(operation)),
                _ => Outcome::Answer(replacement(fault).unwrap_or_else(failed)),
            };
            return (outcome, Effect::default());
        }
        let (answer, effect) = protocol.answer(incoming);
        let outcome = match fault {
            Fault::ClosedAfter => Outcome::Closed {
                applied: effect.applied,
            },
            Fault::Cut { percent } => cut(answer, *percent),
            Fault::ContentType(value) => Outcome::Answer(with_content_type(answer, value)),
            _ => Outcome::Answer(replacement(fault).unwrap_or(answer)),
        };
        (outcome, effect)
    }

    fn keep(&self, exchange: Exchange) {
        let mut journal = lock(&self.shared.journal);
        let exchange = journal.keep(exchange);
        if let Some(listener) = &self.shared.listener {
            // With the journal held, hence in the order of the numbers. A listener that panics hurts
            // nobody else.
            let _ = catch_unwind(AssertUnwindSafe(|| listener(exchange)));
        }
    }
}

impl fmt::Debug for Sandbox {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Sandbox({})", self.shared.organization)
    }
}

fn cut(mut answer: Outgoing, percent: u8) -> Outcome {
    let length = answer.body.len();
    // Never all of it, so that it is always too short.
    let part = (length * usize::from(percent) / 100).min(length.saturating_sub(1));
    answer.body.truncate(part);
    Outcome::Cut { answer, length }
}

fn with_content_type(mut answer: Outgoing, value: &str) -> Outgoing {
    answer
        .headers
        .retain(|(name, _)| !name.eq_ignore_ascii_case("content-type"));
    answer
        .headers
        .push(("content-type".to_owned(), value.to_owned()));
    answer
}

fn failed() -> Outgoing {
    let text =
        "The sandbox failed: the mistake is in it and not in the request. Nothing was applied";
    Refusal::Failure(text.to_owned()).answer()
}

/// What a panic left behind is whole: each change is one assignment or push.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
