//! What the sandbox was asked and what became of it, without anything that could be a secret: no
//! bodies, no headers, and of statements no values.

use std::collections::{BTreeMap, VecDeque};
use std::fmt::{self, Write as _};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use percent_encoding::percent_decode;
use serde_json::Value;

use crate::{Fault, Incoming, Operation};

/// One request and what became of it. `Display` is the line of the log.
///
/// It holds no body and no header, and the texts and numbers in statements are replaced by `?`: they
/// may be card numbers as well as ids.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Exchange {
    /// Counted from one, in the order in which requests were finished.
    pub number: u64,
    /// When it was finished.
    pub at: SystemTime,
    /// `GET`, `POST`, ...
    pub method: String,
    /// As it was sent, shortened.
    pub path: String,
    /// The statement of `sql` or `queryAnsiSql`, from the query or the body, without its values.
    pub statement: Option<String>,
    /// What was asked for.
    pub operation: Operation,
    /// The entity, by its wire name where the sandbox knows it.
    pub entity: Option<String>,
    /// The HTTP status; `None` where the connection was closed without an answer.
    pub status: Option<u16>,
    /// How many records were written or read without an error.
    pub records: usize,
    /// How many records of a write were refused.
    pub refused: usize,
    /// Whether it changed any record, also where the answer does not say so.
    pub applied: bool,
    /// The faults that it met on request.
    pub faults: Vec<Fault>,
    /// From the whole request to the answer, latencies on request included.
    pub took: Duration,
}

impl fmt::Display for Exchange {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (number, method, path) = (self.number, &self.method, &self.path);
        write!(formatter, "{number} {method} {path}: {}", self.operation)?;
        if let Some(entity) = &self.entity {
            write!(formatter, " {entity}")?;
        }
        match self.status {
            Some(status) => write!(formatter, " -> {status}")?,
            None => formatter.write_str(" -> closed")?,
        }
        let unit = if self.records == 1 {
            "record"
        } else {
            "records"
        };
        if self.records > 0 {
            write!(formatter, ", {} {unit}", self.records)?;
        }
        if self.refused > 0 {
            write!(formatter, ", {} refused", self.refused)?;
        }
        if self.operation.is_write() {
            formatter.write_str(if self.applied {
                ", applied"
            } else {
                ", not applied"
            })?;
        }
        write!(formatter, ", {:.1} ms", self.took.as_secs_f64() * 1000.0)?;
        if let Some(statement) = &self.statement {
            write!(formatter, ", statement {statement}")?;
        }
        for (place, fault) in self.faults.iter().enumerate() {
            let before = if place == 0 { ", on request: " } else { ", " };
            write!(formatter, "{before}{fault}")?;
        }
        Ok(())
    }
}

/// What is told of each request as it is finished.
pub(crate) type Listener = Arc<dyn Fn(&Exchange) + Send + Sync>;

/// The last exchanges of a sandbox.
pub(crate) struct Journal {
    exchanges: VecDeque<Exchange>,
    count: u64,
    faults: BTreeMap<&'static str, u64>,
}

/// More exchanges than any test makes; older ones are forgotten, so that a server that runs for
/// weeks does not grow.
const MAX_EXCHANGES: usize = 100_000;

impl Journal {
    pub(crate) fn new() -> Self {
        Self {
            exchanges: VecDeque::new(),
            count: 0,
            faults: BTreeMap::new(),
        }
    }

    /// Numbers the exchange and keeps it.
    pub(crate) fn keep(&mut self, mut exchange: Exchange) -> &Exchange {
        self.count += 1;
        exchange.number = self.count;
        for fault in &exchange.faults {
            *self.faults.entry(fault.name()).or_default() += 1;
        }
        if self.exchanges.len() == MAX_EXCHANGES {
            self.exchanges.pop_front();
        }
        self.exchanges.push_back(exchange);
        // It was just pushed.
        &self.exchanges[self.exchanges.len() - 1]
    }

    pub(crate) fn exchanges(&self) -> Vec<Exchange> {
        self.exchanges.iter().cloned().collect()
    }

    pub(crate) fn lines(&self) -> String {
        let mut lines = String::new();
        for exchange in &self.exchanges {
            // Memory can always be written.
            let _ = writeln!(lines, "{exchange}");
        }
        lines
    }

    pub(crate) fn faults(&self) -> BTreeMap<&'static str, u64> {
        self.faults.clone()
    }

    pub(crate) fn forget(&mut self) {
        self.exchanges.clear();
        self.faults.clear();
    }
}

/// A word of a request as the log shows it: nothing in it can end the line or colour a terminal.
pub(crate) fn shown(text: &str) -> String {
    printable(text, 200)
}

/// The statement that a request carries, without its values.
pub(crate) fn statement(incoming: &Incoming) -> Option<String> {
    let text = in_query(incoming).or_else(|| in_body(incoming))?;
    Some(printable(&without_values(&text), 400))
}

fn in_query(incoming: &Incoming) -> Option<String> {
    let mut pairs = incoming.query.as_deref()?.split('&');
    let value = pairs.find_map(|pair| {
        let (name, value) = pair.split_once('=')?;
        let is_statement = ["sql", "queryAnsiSql"]
            .iter()
            .any(|known| known.eq_ignore_ascii_case(name));
        is_statement.then_some(value)
    })?;
    let spaced = value.replace('+', " ");
    let text = percent_decode(spaced.as_bytes()).decode_utf8_lossy();
    Some(text.into_owned())
}

/// The statement of `POST /query`.
fn in_body(incoming: &Incoming) -> Option<String> {
    if !incoming.path.to_ascii_lowercase().ends_with("/query") {
        return None;
    }
    let body: Value = serde_json::from_slice(&incoming.body).ok()?;
    body.get("sql")?.as_str().map(str::to_owned)
}

/// A statement with `?` in place of each text and number. A text that does not end takes the rest
/// with it.
fn without_values(statement: &str) -> String {
    let mut shown = String::with_capacity(statement.len());
    let mut rest = statement;
    // Whether the last character belongs to a name, in which digits are no number.
    let mut is_in_name = false;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            quote @ ('\'' | '"') => {
                shown.push('?');
                rest[1..].find(quote).map_or(rest.len(), |end| end + 2)
            }
            '0'..='9' if !is_in_name => {
                shown.push('?');
                let is_part = |c: char| c.is_ascii_alphanumeric() || c == '.';
                rest.find(|c| !is_part(c)).unwrap_or(rest.len())
            }
            other => {
                shown.push(other);
                is_in_name = other.is_alphanumeric() || other == '_';
                rest = &rest[other.len_utf8()..];
                continue;
            }
        };
        is_in_name = false;
        rest = &rest[length..];
    }
    shown
}

/// At most so many characters, all of which can be printed.
fn printable(text: &str, limit: usize) -> String {
    let mut shown: String = text
        .chars()
        .take(limit)
        .map(|c| if c.is_control() { '\u{fffd}' } else { c })
        .collect();
    if text.chars().nth(limit).is_some() {
        shown.push_str("...");
    }
    shown
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

    use super::{Exchange, Journal, MAX_EXCHANGES, shown, statement, without_values};
    use crate::{Fault, Incoming, Operation};

    fn exchange() -> Exchange {
        Exchange {
            number: 0,
            at: SystemTime::UNIX_EPOCH,
            method: "POST".to_owned(),
            path: "/myorg/rest/2.0/account".to_owned(),
            statement: None,
            operation: Operation::Create,
            entity: Some("ACCOUNT".to_owned()),
            status: Some(200),
            records: 1,
            refused: 0,
            applied: true,
            faults: Vec::new(),
            took: Duration::from_micros(1_250),
        }
    }

    #[test]
    fn a_line_says_what_was_asked_and_what_became_of_it() {
        let mut journal = Journal::new();
        assert_eq!(
            journal.keep(exchange()).to_string(),
            "1 POST /myorg/rest/2.0/account: create ACCOUNT -> 200, 1 record, applied, 1.2 ms"
        );
        let lost = Exchange {
            status: None,
            records: 2,
            refused: 1,
            faults: vec![Fault::Latency(Duration::from_millis(1)), Fault::ClosedAfter],
            ..exchange()
        };
        assert_eq!(
            journal.keep(lost).to_string(),
            "2 POST /myorg/rest/2.0/account: create ACCOUNT -> closed, 2 records, 1 refused, applied, 1.2 ms, \
             on request: latency; ms=1, closed-after"
        );
        assert_eq!(journal.faults()["closed-after"], 1);
        assert_eq!(journal.lines().lines().count(), 2);
        journal.forget();
        assert!(journal.exchanges().is_empty() && journal.faults().is_empty());
    }

    #[test]
    fn a_sandbox_that_runs_for_weeks_does_not_grow() {
        let mut journal = Journal::new();
        for _ in 0..=MAX_EXCHANGES {
            journal.keep(exchange());
        }
        let kept = journal.exchanges();
        assert_eq!((kept.len(), kept[0].number), (MAX_EXCHANGES, 2));
    }

    #[test]
    fn a_statement_shows_its_names_and_none_of_its_values() {
        for (text, shown) in [
            ("Id>=20000", "Id>=?"),
            ("Name = 'O''Neil' AND Q1=2", "Name = ?? AND Q1=?"),
            ("Card=4111111111111111", "Card=?"),
            ("a=1.5e7 OR b=0x1F", "a=? OR b=?"),
            ("Name='never ends 42", "Name=?"),
            ("\"x\"='", "?=?"),
            ("\u{e4}1=1", "\u{e4}1=?"),
            ("", ""),
        ] {
            assert_eq!(without_values(text), shown, "{text}");
        }
    }

    #[test]
    fn a_statement_is_found_in_the_query_as_it_is_encoded() {
        let incoming = |query: &str| Incoming {
            method: "GET".to_owned(),
            path: String::new(),
            query: Some(query.to_owned()),
            headers: Vec::new(),
            body: Vec::new(),
        };
        assert_eq!(
            statement(&incoming("a=1&SQL=SELECT+Id%2C%20Name%0AFROM+ACCOUNT")).as_deref(),
            Some("SELECT Id, Name\u{fffd}FROM ACCOUNT")
        );
        assert_eq!(statement(&incoming("grant_type=client_credentials")), None);
        assert_eq!(
            statement(&incoming("queryAnsiSql=%FF%zz")).as_deref(),
            Some("\u{fffd}%zz")
        );
    }

    #[test]
    fn a_path_cannot_end_the_line_or_fill_the_log() {
        assert_eq!(shown("/a\n\u{1b}[31m"), "/a\u{fffd}\u{fffd}[31m");
        assert_eq!(shown(&"a".repeat(1000)).len(), 203);
    }
}
