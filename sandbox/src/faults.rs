//! Faults on request: which ones a request meets, and what they make of its answer.
//!
//! They come from a header of the request itself, and from rules that hold for all requests. A
//! request meets any latencies, the end of its session, and one fault that makes the answer; of
//! several of the latter the first one wins, the header's before those of rules.

mod answer;
mod fault;
mod rule;

use std::time::Duration;

pub use fault::{ErrorShape, Fault, NotAFault, RetryAfter};
pub use rule::{Call, Rule};

pub(crate) use answer::replacement;

use crate::Incoming;
use rule::ActiveRule;

/// The header that asks for faults of the request that carries it.
pub(crate) const HEADER: &str = "x-sandbox-fault";

/// The faults that one request meets.
#[derive(Debug, Default)]
pub(crate) struct Plan(Vec<Fault>);

impl Plan {
    /// How long the answer is held back.
    pub(crate) fn delay(&self) -> Duration {
        let delays = self.0.iter().map(|fault| match fault {
            Fault::Latency(time) => *time,
            _ => Duration::ZERO,
        });
        delays.sum()
    }

    /// Whether the session ends before the request is looked at.
    pub(crate) fn expires_session(&self) -> bool {
        self.0.contains(&Fault::ExpiredSession)
    }

    /// The fault that makes the answer.
    pub(crate) fn main(&self) -> Option<&Fault> {
        self.0.iter().find(|fault| is_main(fault))
    }

    pub(crate) fn into_faults(self) -> Vec<Fault> {
        self.0
    }

    fn add(&mut self, fault: Fault) {
        let is_taken = match fault {
            Fault::Latency(_) => false,
            Fault::ExpiredSession => self.expires_session(),
            _ => self.main().is_some(),
        };
        if !is_taken {
            self.0.push(fault);
        }
    }
}

fn is_main(fault: &Fault) -> bool {
    !matches!(fault, Fault::Latency(_) | Fault::ExpiredSession)
}

/// The rules of a sandbox.
pub(crate) struct Faults {
    seed: u64,
    added: u64,
    rules: Vec<ActiveRule>,
}

impl Faults {
    /// No rules yet. What is random in rules follows from the seed and their order.
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            seed,
            added: 0,
            rules: Vec::new(),
        }
    }

    pub(crate) fn add(&mut self, rule: Rule) {
        let seed = self.seed.wrapping_add(self.added.wrapping_mul(0x9e37_79b9));
        self.added += 1;
        self.rules.push(ActiveRule::new(rule, seed));
    }

    pub(crate) fn clear(&mut self) {
        self.rules.clear();
    }

    /// What this request meets. Every rule counts it, also where an earlier one has made the answer.
    pub(crate) fn plan(
        &mut self,
        call: &Call<'_>,
        has_connection: bool,
    ) -> Result<Plan, NotAFault> {
        let mut plan = Plan::default();
        for fault in asked_for(call.incoming)? {
            if !fault.fits(call.operation) {
                return Err(NotAFault(format!(
                    "`{}` cannot happen to the operation `{}`",
                    fault.name(),
                    call.operation
                )));
            }
            if !has_connection && fault.breaks_connection() {
                return Err(NotAFault(format!(
                    "`{}` breaks the connection, and here is none: use `Sandbox::exchange`",
                    fault.name()
                )));
            }
            plan.add(fault);
        }
        for rule in &mut self.rules {
            if let Some(fault) = rule.meet(call, has_connection) {
                plan.add(fault);
            }
        }
        Ok(plan)
    }
}

/// The faults that the headers of a request name.
fn asked_for(incoming: &Incoming) -> Result<Vec<Fault>, NotAFault> {
    let mut faults = Vec::new();
    for (name, value) in &incoming.headers {
        if name.eq_ignore_ascii_case(HEADER) {
            faults.extend(Fault::list(&String::from_utf8_lossy(value))?);
        }
    }
    Ok(faults)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Call, Fault, Faults, Rule};
    use crate::{Incoming, Operation};

    fn with_header(value: &str) -> Incoming {
        Incoming {
            method: "POST".to_owned(),
            path: "/myorg/rest/2.0/account".to_owned(),
            query: None,
            headers: vec![("X-Sandbox-Fault".to_owned(), value.as_bytes().to_vec())],
            body: Vec::new(),
        }
    }

    fn call(incoming: &Incoming) -> Call<'_> {
        Call {
            operation: Operation::Create,
            entity: Some("ACCOUNT"),
            incoming,
        }
    }

    #[test]
    fn the_header_comes_before_rules_and_latencies_add_up() {
        let mut faults = Faults::new(1);
        faults.add(Rule::new(Fault::Unauthorized));
        faults.add(Rule::new(Fault::Latency(Duration::from_millis(3))));
        faults.add(Rule::new(Fault::ExpiredSession));
        let incoming = with_header("latency; ms=4, closed-after");
        let plan = faults.plan(&call(&incoming), true).unwrap();
        assert_eq!(plan.delay(), Duration::from_millis(7));
        assert_eq!(plan.main(), Some(&Fault::ClosedAfter));
        assert!(plan.expires_session());
        let names: Vec<&str> = plan.into_faults().iter().map(Fault::name).collect();
        assert_eq!(
            names,
            ["latency", "closed-after", "latency", "expired-session"]
        );
    }

    #[test]
    fn a_rule_counts_the_requests_whose_answer_another_one_made() {
        let mut faults = Faults::new(1);
        faults.add(Rule::new(Fault::Unauthorized).nth(1));
        faults.add(Rule::new(Fault::ClosedBefore).nth(2));
        let incoming = with_header("latency; ms=0");
        let mut mains = (0..3).map(|_| {
            let plan = faults.plan(&call(&incoming), true).unwrap();
            plan.main().map(Fault::name)
        });
        assert_eq!(mains.next(), Some(Some("unauthorized")));
        assert_eq!(mains.next(), Some(Some("closed-before")));
        assert_eq!(mains.next(), Some(None));
    }

    #[test]
    fn a_header_that_cannot_be_met_is_told() {
        let mut faults = Faults::new(1);
        for (value, has_connection, told) in [
            ("x", true, "there is no fault"),
            (
                "login-refused",
                true,
                "cannot happen to the operation `create`",
            ),
            ("cut", false, "use `Sandbox::exchange`"),
        ] {
            let incoming = with_header(value);
            let error = faults.plan(&call(&incoming), has_connection).unwrap_err();
            assert!(error.to_string().contains(told), "{error}");
        }
    }
}
