//! Which requests a fault meets: by operation, entity and predicate, and of those the nth, the first
//! few, or a share that follows from a seed.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use super::fault::{Fault, NotAFault};
use crate::{Incoming, Operation};

/// A request as a rule sees it.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct Call<'a> {
    /// What is asked for.
    pub operation: Operation,
    /// The entity, by its wire name where the sandbox knows it.
    pub entity: Option<&'a str>,
    /// All of it.
    pub incoming: &'a Incoming,
}

/// Says which requests meet a fault, for as long as the sandbox runs.
///
/// ```
/// use billbind_sandbox::{Fault, Operation, Rule};
///
/// // The third create of an account is applied, but its answer is lost.
/// let rule = Rule::new(Fault::ClosedAfter).on(Operation::Create).of("ACCOUNT").nth(3);
/// // One of five requests is throttled or cut off.
/// let others = Rule::any_of([Fault::Throttled { retry_after: None }, Fault::ClosedBefore]).share(0.2);
/// // The same as texts, as `--fault` takes them.
/// let same: Rule = "create/ACCOUNT:closed-after:#3".parse()?;
/// assert_eq!(same.to_string(), rule.to_string());
/// assert_eq!(others.to_string(), "*:throttled|closed-before:20%");
/// # Ok::<(), billbind_sandbox::NotAFault>(())
/// ```
#[derive(Clone)]
pub struct Rule {
    faults: Vec<Fault>,
    operation: Option<Operation>,
    entity: Option<String>,
    predicate: Option<Predicate>,
    when: When,
}

type Predicate = Arc<dyn Fn(&Call<'_>) -> bool + Send + Sync>;

/// Which of the requests that a rule speaks of meet the fault.
#[derive(Debug, Clone, Copy, PartialEq)]
enum When {
    Always,
    Nth(u64),
    First(u64),
    Share(f64),
}

impl Rule {
    /// Every request meets this fault, unless more is said.
    #[must_use]
    pub fn new(fault: Fault) -> Self {
        Self::any_of([fault])
    }

    /// Every request meets one of these faults, unless more is said. Which one follows from the seed
    /// of the sandbox. Without faults nothing is met.
    #[must_use]
    pub fn any_of(faults: impl IntoIterator<Item = Fault>) -> Self {
        Self {
            faults: faults.into_iter().collect(),
            operation: None,
            entity: None,
            predicate: None,
            when: When::Always,
        }
    }

    /// Only requests for this operation.
    #[must_use]
    pub fn on(mut self, operation: Operation) -> Self {
        self.operation = Some(operation);
        self
    }

    /// Only requests for this entity, in any case.
    #[must_use]
    pub fn of(mut self, entity: impl Into<String>) -> Self {
        self.entity = Some(entity.into());
        self
    }

    /// Only requests of which this is true.
    #[must_use]
    pub fn matching(
        mut self,
        predicate: impl Fn(&Call<'_>) -> bool + Send + Sync + 'static,
    ) -> Self {
        self.predicate = Some(Arc::new(predicate));
        self
    }

    /// Only the nth of these requests, counted from one.
    #[must_use]
    pub fn nth(mut self, number: u64) -> Self {
        self.when = When::Nth(number);
        self
    }

    /// Only the first few of these requests.
    #[must_use]
    pub fn first(mut self, count: u64) -> Self {
        self.when = When::First(count);
        self
    }

    /// Only this share of these requests, from 0 to 1. Which ones follows from the seed of the
    /// sandbox and the order in which they come.
    #[must_use]
    pub fn share(mut self, share: f64) -> Self {
        self.when = When::Share(share);
        self
    }

    fn speaks_of(&self, call: &Call<'_>) -> bool {
        let has_operation = self.operation.is_none_or(|wanted| wanted == call.operation);
        let has_entity = self.entity.as_deref().is_none_or(|wanted| {
            let given = call.entity.unwrap_or_default();
            given.eq_ignore_ascii_case(wanted)
        });
        has_operation
            && has_entity
            && self
                .predicate
                .as_ref()
                .is_none_or(|predicate| predicate(call))
    }
}

impl fmt::Debug for Rule {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Rule({self})")
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.operation.map_or("*", Operation::name))?;
        if let Some(entity) = &self.entity {
            write!(formatter, "/{entity}")?;
        }
        if self.predicate.is_some() {
            formatter.write_str("[some]")?;
        }
        for (place, fault) in self.faults.iter().enumerate() {
            write!(formatter, "{}{fault}", if place == 0 { ":" } else { "|" })?;
        }
        match self.when {
            When::Always => Ok(()),
            When::Nth(number) => write!(formatter, ":#{number}"),
            When::First(count) => write!(formatter, ":first-{count}"),
            When::Share(share) => write!(formatter, ":{}%", share * 100.0),
        }
    }
}

/// Reads `[OPERATION[/ENTITY]:]FAULT[|FAULT...][:WHEN]`, where `WHEN` is `20%`, `#3` or `first-2`.
impl FromStr for Rule {
    type Err = NotAFault;

    fn from_str(text: &str) -> Result<Self, NotAFault> {
        let parts: Vec<&str> = text.split(':').map(str::trim).collect();
        // With two parts it is the fault that tells which of the two was left out.
        let (target, faults, when) = match parts[..] {
            [faults] => (None, faults, None),
            [first, second] if read_when(second).is_some() => (None, first, Some(second)),
            [first, second] => (Some(first), second, None),
            [first, second, third] => (Some(first), second, Some(third)),
            _ => {
                return Err(NotAFault(format!(
                    "{text:?} has too many colons; `OPERATION/ENTITY:FAULT:WHEN` is the longest form"
                )));
            }
        };
        let faults: Result<Vec<Fault>, NotAFault> = faults.split('|').map(str::parse).collect();
        let mut rule = Self::any_of(faults?);
        if let Some(target) = target {
            let (operation, entity) = match target.split_once('/') {
                Some((operation, entity)) => (operation.trim(), Some(entity.trim())),
                None => (target, None),
            };
            if operation != "*" {
                rule.operation = Some(operation.parse().map_err(NotAFault)?);
            }
            rule.entity = entity.filter(|&entity| entity != "*").map(str::to_owned);
        }
        if let Some(when) = when {
            rule.when = read_when(when).ok_or_else(|| {
                NotAFault(format!(
                    "{when:?} does not say which requests; `20%`, `#3` or `first-2` is wanted"
                ))
            })?;
        }
        if let Some(operation) = rule.operation
            && let Some(fault) = rule.faults.iter().find(|fault| !fault.fits(operation))
        {
            return Err(NotAFault(format!(
                "`{}` cannot happen to the operation `{}`",
                fault.name(),
                operation.name()
            )));
        }
        Ok(rule)
    }
}

fn read_when(text: &str) -> Option<When> {
    if let Some(number) = text.strip_prefix('#') {
        let number: u64 = number.parse().ok()?;
        return (number > 0).then_some(When::Nth(number));
    }
    if let Some(count) = text.strip_prefix("first-") {
        return count.parse().ok().map(When::First);
    }
    let share: f64 = text.strip_suffix('%')?.trim_end().parse().ok()?;
    (0.0..=100.0)
        .contains(&share)
        .then_some(When::Share(share / 100.0))
}

/// A rule at work: it counts, and has its own random choices, so that rules do not change each
/// other's.
pub(super) struct ActiveRule {
    rule: Rule,
    seen: u64,
    random: fastrand::Rng,
}

impl ActiveRule {
    pub(super) fn new(rule: Rule, seed: u64) -> Self {
        Self {
            rule,
            seen: 0,
            random: fastrand::Rng::with_seed(seed),
        }
    }

    /// The fault that this request meets, if any. Faults that need a connection are left out where
    /// there is none.
    pub(super) fn meet(&mut self, call: &Call<'_>, has_connection: bool) -> Option<Fault> {
        let mut faults = self
            .rule
            .faults
            .iter()
            .filter(|fault| fault.fits(call.operation))
            .filter(|fault| has_connection || !fault.breaks_connection());
        let count = faults.clone().count();
        if count == 0 || !self.rule.speaks_of(call) {
            return None;
        }
        self.seen += 1;
        let is_met = match self.rule.when {
            When::Always => true,
            When::Nth(number) => self.seen == number,
            When::First(count) => self.seen <= count,
            When::Share(share) => self.random.f64() < share,
        };
        if !is_met {
            return None;
        }
        faults.nth(self.random.usize(0..count)).cloned()
    }
}

#[cfg(test)]
mod tests {
    use super::{ActiveRule, Call, Fault, Rule};
    use crate::{Incoming, Operation};

    fn incoming() -> Incoming {
        Incoming {
            method: "POST".to_owned(),
            path: "/myorg/rest/2.0/account".to_owned(),
            query: None,
            headers: Vec::new(),
            body: b"{}".to_vec(),
        }
    }

    /// Which of so many creates of accounts meet the rule's fault.
    fn met(rule: &Rule, seed: u64, requests: usize) -> Vec<usize> {
        let incoming = incoming();
        let call = Call {
            operation: Operation::Create,
            entity: Some("ACCOUNT"),
            incoming: &incoming,
        };
        let mut active = ActiveRule::new(rule.clone(), seed);
        (1..=requests)
            .filter(|_| active.meet(&call, true).is_some())
            .collect()
    }

    #[test]
    fn a_rule_meets_the_requests_that_it_speaks_of() {
        let rule = Rule::new(Fault::ClosedAfter);
        assert_eq!(met(&rule.clone().nth(3), 0, 5), [3]);
        assert_eq!(met(&rule.clone().first(2), 0, 5), [1, 2]);
        assert_eq!(met(&rule.clone().of("account"), 0, 2), [1, 2]);
        assert_eq!(met(&rule.clone().of("CONTRACT"), 0, 2), [0usize; 0]);
        assert_eq!(met(&rule.clone().on(Operation::Update), 0, 2), [0usize; 0]);
        let of_body = rule.clone().matching(|call| call.incoming.body == b"{}");
        assert_eq!(met(&of_body, 0, 1), [1]);
        assert_eq!(met(&rule.matching(|_| false), 0, 1), [0usize; 0]);
    }

    #[test]
    fn a_share_follows_from_the_seed_and_is_as_large_as_it_says() {
        let rule = Rule::new(Fault::ClosedAfter).share(0.2);
        let first = met(&rule, 7, 10_000);
        assert_eq!(first, met(&rule, 7, 10_000));
        assert_ne!(first, met(&rule, 8, 10_000));
        assert!((1_800..2_200).contains(&first.len()), "{}", first.len());
        assert!(met(&rule.clone().share(0.0), 7, 100).is_empty());
        assert_eq!(met(&rule.share(1.0), 7, 100).len(), 100);
    }

    #[test]
    fn a_fault_that_cannot_happen_is_not_counted() {
        let incoming = incoming();
        let call = Call {
            operation: Operation::Create,
            entity: None,
            incoming: &incoming,
        };
        let mut refused = ActiveRule::new(Rule::new(Fault::LoginRefused), 0);
        assert_eq!(refused.meet(&call, true), None);
        let both = Rule::any_of([Fault::ClosedAfter, Fault::Unauthorized]);
        let mut active = ActiveRule::new(both, 0);
        for _ in 0..20 {
            assert_eq!(active.meet(&call, false), Some(Fault::Unauthorized));
        }
        let mut nothing = ActiveRule::new(Rule::any_of([]), 0);
        assert_eq!(nothing.meet(&call, true), None);
    }

    #[test]
    fn rules_are_read_as_they_are_written() {
        for text in [
            "*:throttled",
            "create:closed-before|cut; percent=50:20%",
            "*/ACCOUNT:internal-error; shape=message; applied:first-2",
            "query:latency; ms=5:#1",
            "login:login-refused",
        ] {
            assert_eq!(text.parse::<Rule>().unwrap().to_string(), text);
        }
        let short: Rule = "throttled:20%".parse().unwrap();
        assert_eq!(short.to_string(), "*:throttled:20%");
        let shortest: Rule = "throttled".parse().unwrap();
        assert_eq!(shortest.to_string(), "*:throttled");
    }

    #[test]
    fn what_is_no_rule_is_told() {
        for (text, told) in [
            ("make:throttled", "there is no operation \"make\""),
            ("create:throtled:20%", "there is no fault \"throtled\""),
            ("create:throttled:often", "does not say which requests"),
            ("create:throttled:101%", "does not say which requests"),
            ("create:throttled:#0", "does not say which requests"),
            ("a:b:c:d", "too many colons"),
            (
                "create:login-refused",
                "cannot happen to the operation `create`",
            ),
        ] {
            let error = text.parse::<Rule>().unwrap_err().to_string();
            assert!(error.contains(told), "{text}: {error}");
        }
    }
}
