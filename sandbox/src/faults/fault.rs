//! What can go wrong on request, each with a name by which a header or an option asks for it.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use crate::Operation;

/// Something that goes wrong because a test asked for it.
///
/// As text it is a name with parameters, the form that the header `x-sandbox-fault` and the option
/// `--fault` take:
///
/// ```
/// use std::time::Duration;
/// use billbind_sandbox::{Fault, RetryAfter};
///
/// let fault: Fault = "throttled; retry-after=2".parse()?;
/// assert_eq!(fault, Fault::Throttled { retry_after: Some(RetryAfter::Seconds(2)) });
/// assert_eq!(Fault::Latency(Duration::from_millis(50)).to_string(), "latency; ms=50");
/// # Ok::<(), billbind_sandbox::NotAFault>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// `throttled`: 429, and nothing was applied. With `retry-after=2` the answer says in how many
    /// seconds to come back, with `retry-after-date=2` it says the same as a date.
    Throttled {
        /// What the answer says of when to come back.
        retry_after: Option<RetryAfter>,
    },
    /// `unavailable`: 503, and nothing was applied; takes what `throttled` takes.
    Unavailable {
        /// What the answer says of when to come back.
        retry_after: Option<RetryAfter>,
    },
    /// `internal-error`: 500. With `shape=message` the body has `error` and `message` in place of
    /// `errors`; with `applied` the request did its work all the same.
    InternalError {
        /// Which of the two documented bodies it has.
        shape: ErrorShape,
        /// Whether the request did its work.
        applied: bool,
    },
    /// `unauthorized`: 401, although the session is alive, and nothing was applied.
    Unauthorized,
    /// `expired-session`: the session of the request ends here, for good, and the answer says so.
    ExpiredSession,
    /// `login-refused`: as if the password were wrong. Only for logins and tokens.
    LoginRefused,
    /// `latency; ms=200`: the request is answered, but later. It goes together with other faults.
    Latency(Duration),
    /// `closed-before`: the connection ends without an answer, and nothing was applied.
    ClosedBefore,
    /// `closed-after`: the request did its work, and the connection ends without an answer.
    ClosedAfter,
    /// `cut`: the request did its work, and of the answer's body only the first half arrives;
    /// `percent=10` for another share.
    Cut {
        /// How many hundredths of the body arrive, 0 to 99.
        percent: u8,
    },
    /// `content-type`: the answer is right, but says that it is `text/plain`; `value=text/html` for
    /// another.
    ContentType(String),
    /// `html`: a page as a proxy in between would send it, with 502. `status=200` for another
    /// status; with `applied` the request did its work all the same.
    Html {
        /// The HTTP status, 200 to 599.
        status: u16,
        /// Whether the request did its work.
        applied: bool,
    },
}

/// How an answer says when to come back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RetryAfter {
    /// `Retry-After: 2`
    Seconds(u32),
    /// `Retry-After: Wed, 25 Nov 2026 18:00:02 GMT`, this many seconds after the answer. A date has
    /// whole seconds, so it may be up to one second nearer.
    Date(u32),
}

/// The two bodies of an error with HTTP 500.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorShape {
    /// `{"errors": [{"error_text": "...", "error_code": "..."}]}` (REST Methods, Error Codes)
    Errors,
    /// `{"error": "...", "message": "..."}` (Authentication)
    Message,
}

/// A text is no fault: says which word, and what there is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotAFault(pub(super) String);

impl fmt::Display for NotAFault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for NotAFault {}

/// Names with the parameters that each takes.
const NAMES: [(&str, &[&str]); 12] = [
    ("throttled", &["retry-after", "retry-after-date"]),
    ("unavailable", &["retry-after", "retry-after-date"]),
    ("internal-error", &["shape", "applied"]),
    ("unauthorized", &[]),
    ("expired-session", &[]),
    ("login-refused", &[]),
    ("latency", &["ms"]),
    ("closed-before", &[]),
    ("closed-after", &[]),
    ("cut", &["percent"]),
    ("content-type", &["value"]),
    ("html", &["status", "applied"]),
];

/// The longest latency: longer ones are mistakes in a unit.
const MAX_LATENCY: Duration = Duration::from_secs(600);

impl Fault {
    /// The name by which it is asked for, and counted.
    #[must_use]
    pub fn name(&self) -> &'static str {
        let place = match self {
            Self::Throttled { .. } => 0,
            Self::Unavailable { .. } => 1,
            Self::InternalError { .. } => 2,
            Self::Unauthorized => 3,
            Self::ExpiredSession => 4,
            Self::LoginRefused => 5,
            Self::Latency(_) => 6,
            Self::ClosedBefore => 7,
            Self::ClosedAfter => 8,
            Self::Cut { .. } => 9,
            Self::ContentType(_) => 10,
            Self::Html { .. } => 11,
        };
        NAMES[place].0
    }

    /// Whether it can happen to such a request.
    #[must_use]
    pub fn fits(&self, operation: Operation) -> bool {
        let is_login = matches!(operation, Operation::Login | Operation::Token);
        match self {
            Self::LoginRefused => is_login,
            Self::ExpiredSession | Self::Unauthorized => !is_login,
            _ => true,
        }
    }

    /// Whether it needs a connection that can break: [`Sandbox::answer`](crate::Sandbox::answer)
    /// has none.
    #[must_use]
    pub fn breaks_connection(&self) -> bool {
        matches!(
            self,
            Self::ClosedBefore | Self::ClosedAfter | Self::Cut { .. }
        )
    }

    /// Whether the request does its work all the same.
    #[must_use]
    pub fn lets_work_be_done(&self) -> bool {
        match self {
            Self::InternalError { applied, .. } | Self::Html { applied, .. } => *applied,
            Self::ClosedAfter | Self::Cut { .. } | Self::ContentType(_) | Self::Latency(_) => true,
            Self::Throttled { .. }
            | Self::Unavailable { .. }
            | Self::Unauthorized
            | Self::ExpiredSession
            | Self::LoginRefused
            | Self::ClosedBefore => false,
        }
    }

    /// Reads several of them, separated by commas, as the header has them.
    ///
    /// # Errors
    /// Where one of them is no fault.
    pub(crate) fn list(text: &str) -> Result<Vec<Self>, NotAFault> {
        text.split(',').map(str::parse).collect()
    }
}

impl FromStr for Fault {
    type Err = NotAFault;

    fn from_str(text: &str) -> Result<Self, NotAFault> {
        let mut parts = text.split(';').map(str::trim);
        let name = parts.next().unwrap_or_default().to_ascii_lowercase();
        let Some((_, known)) = NAMES.iter().find(|(known, _)| *known == name) else {
            let names: Vec<&str> = NAMES.iter().map(|(name, _)| *name).collect();
            return Err(NotAFault(format!(
                "there is no fault {:?}; there are {}",
                shortened(&name),
                names.join(", ")
            )));
        };
        let mut parameters = Parameters::read(&name, known, parts)?;
        let fault = match name.as_str() {
            "throttled" => Self::Throttled {
                retry_after: parameters.retry_after()?,
            },
            "unavailable" => Self::Unavailable {
                retry_after: parameters.retry_after()?,
            },
            "internal-error" => Self::InternalError {
                shape: match parameters.take("shape").as_deref() {
                    None | Some("errors") => ErrorShape::Errors,
                    Some("message") => ErrorShape::Message,
                    Some(other) => {
                        return Err(parameters.wrong("shape", other, "`errors` or `message`"));
                    }
                },
                applied: parameters.applied()?,
            },
            "unauthorized" => Self::Unauthorized,
            "expired-session" => Self::ExpiredSession,
            "login-refused" => Self::LoginRefused,
            "latency" => {
                let limit = u32::try_from(MAX_LATENCY.as_millis()).unwrap_or(u32::MAX);
                let Some(milliseconds) = parameters.number("ms", 0, limit)? else {
                    return Err(NotAFault(
                        "`latency` needs how long: `latency; ms=200`".to_owned(),
                    ));
                };
                Self::Latency(Duration::from_millis(milliseconds.into()))
            }
            "closed-before" => Self::ClosedBefore,
            "closed-after" => Self::ClosedAfter,
            "cut" => Self::Cut {
                percent: narrow(parameters.number("percent", 0, 99)?, 50),
            },
            "content-type" => {
                let value = parameters.take("value");
                let value = value.unwrap_or_else(|| "text/plain".to_owned());
                if value.is_empty() || !value.bytes().all(|byte| (0x20..0x7f).contains(&byte)) {
                    return Err(parameters.wrong("value", &value, "a content type"));
                }
                Self::ContentType(value)
            }
            // The list of names has no other.
            _ => Self::Html {
                status: narrow(parameters.number("status", 200, 599)?, 502),
                applied: parameters.applied()?,
            },
        };
        Ok(fault)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())?;
        match self {
            Self::Throttled { retry_after } | Self::Unavailable { retry_after } => {
                match retry_after {
                    None => {}
                    Some(RetryAfter::Seconds(after)) => {
                        write!(formatter, "; retry-after={after}")?;
                    }
                    Some(RetryAfter::Date(after)) => {
                        write!(formatter, "; retry-after-date={after}")?;
                    }
                }
            }
            Self::InternalError { shape, applied } => {
                if *shape == ErrorShape::Message {
                    formatter.write_str("; shape=message")?;
                }
                write_applied(formatter, *applied)?;
            }
            Self::Latency(time) => write!(formatter, "; ms={}", time.as_millis())?,
            Self::Cut { percent } => write!(formatter, "; percent={percent}")?,
            Self::ContentType(value) => write!(formatter, "; value={value}")?,
            Self::Html { status, applied } => {
                write!(formatter, "; status={status}")?;
                write_applied(formatter, *applied)?;
            }
            Self::Unauthorized
            | Self::ExpiredSession
            | Self::LoginRefused
            | Self::ClosedBefore
            | Self::ClosedAfter => {}
        }
        Ok(())
    }
}

fn write_applied(formatter: &mut fmt::Formatter<'_>, applied: bool) -> fmt::Result {
    formatter.write_str(if applied { "; applied" } else { "" })
}

/// What stands behind the name of a fault.
struct Parameters<'a> {
    of: &'a str,
    given: Vec<(String, Option<String>)>,
}

impl<'a> Parameters<'a> {
    fn read<'t>(
        of: &'a str,
        known: &[&str],
        parts: impl Iterator<Item = &'t str>,
    ) -> Result<Self, NotAFault> {
        let mut given: Vec<(String, Option<String>)> = Vec::new();
        for part in parts {
            let (name, value) = match part.split_once('=') {
                Some((name, value)) => (name.trim_end(), Some(value.trim_start())),
                None => (part, None),
            };
            let name = name.to_ascii_lowercase();
            if !known.contains(&name.as_str()) {
                let takes = if known.is_empty() {
                    "it takes none".to_owned()
                } else {
                    format!("it takes {}", known.join(", "))
                };
                return Err(NotAFault(format!(
                    "`{of}` has no parameter {:?}; {takes}",
                    shortened(&name)
                )));
            }
            if given.iter().any(|(earlier, _)| *earlier == name) {
                return Err(NotAFault(format!("`{of}` has `{name}` twice")));
            }
            given.push((name, value.map(str::to_owned)));
        }
        Ok(Self { of, given })
    }

    /// The value of a parameter; the empty text where it has none.
    fn take(&mut self, name: &str) -> Option<String> {
        let place = self.given.iter().position(|(given, _)| given == name)?;
        Some(self.given.remove(place).1.unwrap_or_default())
    }

    fn number(&mut self, name: &str, least: u32, most: u32) -> Result<Option<u32>, NotAFault> {
        let Some(text) = self.take(name) else {
            return Ok(None);
        };
        match text.parse::<u32>() {
            Ok(number) if (least..=most).contains(&number) => Ok(Some(number)),
            _ => Err(self.wrong(name, &text, &format!("a number from {least} to {most}"))),
        }
    }

    fn applied(&mut self) -> Result<bool, NotAFault> {
        match self.take("applied").as_deref() {
            None | Some("false") => Ok(false),
            Some("" | "true") => Ok(true),
            Some(other) => Err(self.wrong("applied", other, "`true` or `false`")),
        }
    }

    fn retry_after(&mut self) -> Result<Option<RetryAfter>, NotAFault> {
        let seconds = self.number("retry-after", 0, 86_400)?;
        let date = self.number("retry-after-date", 0, 86_400)?;
        match (seconds, date) {
            (Some(_), Some(_)) => Err(NotAFault(format!(
                "`{}` has both `retry-after` and `retry-after-date`; give one",
                self.of
            ))),
            (Some(seconds), None) => Ok(Some(RetryAfter::Seconds(seconds))),
            (None, Some(seconds)) => Ok(Some(RetryAfter::Date(seconds))),
            (None, None) => Ok(None),
        }
    }

    fn wrong(&self, name: &str, value: &str, wanted: &str) -> NotAFault {
        NotAFault(format!(
            "`{name}` of `{}` is {:?}; {wanted} is wanted",
            self.of,
            shortened(value)
        ))
    }
}

/// A number that is known to be small enough, or the default.
fn narrow<T: TryFrom<u32>>(number: Option<u32>, default: T) -> T {
    number
        .and_then(|number| T::try_from(number).ok())
        .unwrap_or(default)
}

/// What an error shows of a text that somebody else wrote.
fn shortened(text: &str) -> String {
    text.chars().take(40).collect()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{ErrorShape, Fault, NAMES, RetryAfter};
    use crate::Operation;

    fn one_of_each() -> Vec<Fault> {
        vec![
            Fault::Throttled { retry_after: None },
            Fault::Throttled {
                retry_after: Some(RetryAfter::Seconds(2)),
            },
            Fault::Unavailable {
                retry_after: Some(RetryAfter::Date(30)),
            },
            Fault::InternalError {
                shape: ErrorShape::Errors,
                applied: false,
            },
            Fault::InternalError {
                shape: ErrorShape::Message,
                applied: true,
            },
            Fault::Unauthorized,
            Fault::ExpiredSession,
            Fault::LoginRefused,
            Fault::Latency(Duration::from_millis(250)),
            Fault::ClosedBefore,
            Fault::ClosedAfter,
            Fault::Cut { percent: 0 },
            Fault::ContentType("text/html; charset=utf-8".replace("; ", " ")),
            Fault::Html {
                status: 502,
                applied: false,
            },
            Fault::Html {
                status: 200,
                applied: true,
            },
        ]
    }

    #[test]
    fn every_fault_is_read_as_it_is_written() {
        let faults = one_of_each();
        for fault in &faults {
            assert_eq!(fault.to_string().parse().as_ref(), Ok(fault), "{fault}");
        }
        let mut names: Vec<&str> = faults.iter().map(Fault::name).collect();
        names.dedup();
        assert_eq!(names, NAMES.map(|(name, _)| name));
    }

    #[test]
    fn a_fault_may_be_written_loosely() {
        assert_eq!(
            " Throttled ;retry-after = 2 ".parse(),
            Ok(Fault::Throttled {
                retry_after: Some(RetryAfter::Seconds(2))
            })
        );
        assert_eq!("cut".parse(), Ok(Fault::Cut { percent: 50 }));
        let both = Fault::list("latency; ms=1, closed-after");
        assert_eq!(
            both,
            Ok(vec![
                Fault::Latency(Duration::from_millis(1)),
                Fault::ClosedAfter
            ])
        );
    }

    #[test]
    fn what_is_no_fault_is_told_with_what_there_is() {
        for (text, told) in [
            ("", "there is no fault \"\"; there are throttled,"),
            ("throtled", "there is no fault \"throtled\""),
            ("unauthorized; code=1", "it takes none"),
            ("latency", "`latency; ms=200`"),
            ("latency; ms=-1", "a number from 0 to 600000"),
            ("latency; ms=600001", "a number from 0 to 600000"),
            ("cut; percent=100", "a number from 0 to 99"),
            ("cut; percent=1; percent=2", "twice"),
            ("html; status=99", "a number from 200 to 599"),
            ("internal-error; shape=x", "`errors` or `message`"),
            ("internal-error; applied=x", "`true` or `false`"),
            ("throttled; retry-after=1; retry-after-date=1", "give one"),
            ("content-type; value=a\u{7f}", "a content type is wanted"),
        ] {
            let error = text.parse::<Fault>().unwrap_err().to_string();
            assert!(error.contains(told), "{text}: {error}");
        }
    }

    #[test]
    fn a_login_cannot_find_its_session_dead_and_nothing_else_is_refused_a_login() {
        assert!(Fault::LoginRefused.fits(Operation::Token));
        assert!(!Fault::LoginRefused.fits(Operation::Create));
        assert!(!Fault::ExpiredSession.fits(Operation::Login));
        assert!(Fault::ExpiredSession.fits(Operation::Query));
        assert!(Fault::ClosedAfter.fits(Operation::Login));
    }
}
