//! What an error says to people: one sentence, and what to do about it.

use std::fmt;

use super::{Error, ErrorKind};
use crate::redact::OnOneLine;
use crate::request::Retry;
use crate::violation::{Rule, Violation};

impl Error {
    /// Whether the failure leaves open if a write was done.
    fn may_have_written(&self) -> bool {
        let is_session = matches!(self.0.operation, "login" | "logout" | "oauth_token");
        let is_write = matches!(self.0.class, Some(Retry::Idempotent | Retry::Once));
        let status = self.0.status;
        let is_open = match self.0.kind {
            // The error code that comes with it is the generic one, and proves nothing.
            ErrorKind::Refused => status.is_some_and(|status| status >= 500),
            ErrorKind::UnexpectedAnswer => status.is_none_or(|status| status < 300),
            ErrorKind::ServerFailed | ErrorKind::AnswerTooLarge => true,
            _ => false,
        };
        is_write && !is_session && is_open
    }

    fn is_redirect(&self) -> bool {
        self.0
            .status
            .is_some_and(|status| (300..400).contains(&status))
    }

    fn breaks_schema(&self) -> bool {
        let mut rules = self.0.violations.iter().map(Violation::rule);
        rules.any(Rule::is_of_schema)
    }

    /// What to do about it, in a sentence.
    #[must_use]
    pub fn next_step(&self) -> &'static str {
        match self.0.kind {
            _ if self.may_have_written() => match self.0.class {
                Some(Retry::Once) => {
                    "the server may have done the work: look for the record before you send it again"
                }
                _ => "the server may have done the work; repeating it leaves the same state",
            },
            ErrorKind::InvalidRequest if self.breaks_schema() => {
                "mend the request, or render it `without_validation()` where the schema is wrong; \
                 nothing was sent"
            }
            ErrorKind::InvalidRequest => "mend the request; nothing was sent",
            ErrorKind::RecordRefused => "mend the record and send it again",
            ErrorKind::SessionInvalid => "log in again and repeat the request",
            ErrorKind::LoginRefused => {
                "check the user, the password and that the user may use the API"
            }
            ErrorKind::NotFound if self.0.entity_exists => "no record matches; the entity is there",
            ErrorKind::UnknownEntity => {
                "check the entity's name, the organization in the base URL, and that the user may see it"
            }
            ErrorKind::NotFound => {
                "no record matches, or the base URL, the organization or the entity name is wrong: \
                 the vendor answers both with 404"
            }
            ErrorKind::Throttled => "space out the requests and try again",
            ErrorKind::Refused => "check the parameters of the request",
            ErrorKind::ServerFailed => "see the vendor's text; a read can be repeated",
            ErrorKind::UnexpectedAnswer if self.is_redirect() => match self.0.status {
                Some(301..=303) => {
                    "give the client the address that the server really has; a redirect of a write \
                     may come after the work: look whether it was done"
                }
                _ => "give the client the address that the server really has; nothing was done",
            },
            ErrorKind::UnexpectedAnswer if self.0.record.is_some() => {
                "the schema and the organization differ in this field; without `strict()` a value \
                 that does not fit is kept aside"
            }
            ErrorKind::UnexpectedAnswer => {
                "check that the base URL names the API, and report the answer if it does"
            }
            ErrorKind::AnswerTooLarge => {
                "ask for fewer records, or raise the limit with `max_body`"
            }
            ErrorKind::Uncertain => {
                "it was not sent again, since that could do it twice: look whether it was done, and \
                 send it again only if it was not; what is created by an external key can be repeated"
            }
            ErrorKind::Connection | ErrorKind::TimedOut if self.0.may_be_done => {
                "it may have been done; repeating it leaves the same state"
            }
            ErrorKind::Connection => {
                "check the network, the base URL and the proxy; nothing was changed"
            }
            ErrorKind::TimedOut => "try again, or allow more time; nothing was changed",
            ErrorKind::LocalIo => "mend the file, the reader or the writer, and repeat the request",
            ErrorKind::InvalidConfiguration => "mend the settings of the client",
        }
    }
}

impl ErrorKind {
    /// What failed, in the words of a message.
    fn words(self) -> &'static str {
        match self {
            Self::InvalidRequest => "the request cannot be sent",
            Self::RecordRefused => "the server refused the record",
            Self::SessionInvalid => "the session is not valid",
            Self::LoginRefused => "the login was refused",
            Self::NotFound => "nothing found",
            Self::UnknownEntity => "the organization has no such entity",
            Self::Throttled => "too many requests",
            Self::Refused => "the server refused the request",
            Self::ServerFailed => "the server failed",
            Self::UnexpectedAnswer => "unexpected answer",
            Self::AnswerTooLarge => "the answer is too large",
            Self::Uncertain => "nobody knows whether it was done",
            Self::Connection => "no answer",
            Self::TimedOut => "it took too long",
            Self::LocalIo => "reading or writing failed on this machine",
            Self::InvalidConfiguration => "the client cannot be made",
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts = &*self.0;
        if let Some(entity) = &parts.entity {
            write!(formatter, "{entity} ")?;
        }
        write!(formatter, "{}: {}", parts.operation, parts.kind.words())?;
        if let Some(kind) = parts.uncertain_for {
            write!(formatter, ": {}", kind.words())?;
        }
        if let Some(status) = parts.status {
            write!(formatter, " (HTTP {status})")?;
        }
        if let Some(record) = parts.record {
            write!(formatter, ", record {record}")?;
        }
        if let Some(field) = &parts.field {
            write!(formatter, ", field {}", OnOneLine(field))?;
        }
        for words in [&parts.code, &parts.text, &parts.cause]
            .into_iter()
            .flatten()
        {
            write!(formatter, ": {}", OnOneLine(words))?;
        }
        if let Some(path) = &parts.path {
            write!(formatter, ", at {}", OnOneLine(path))?;
        }
        if let Some(expected) = &parts.expected {
            write!(formatter, ": expected {expected}")?;
        }
        if let Some(excerpt) = &parts.excerpt {
            write!(formatter, ", in `{}`", OnOneLine(excerpt.as_str()))?;
        }
        write!(formatter, "; {}", self.next_step())?;
        if let Some(asked) = parts.retry_after {
            write!(formatter, "; not before {} s have passed", asked.as_secs())?;
        }
        if parts.attempts > 1 {
            write!(formatter, "; sent {} times", parts.attempts)?;
            let is_definite = !matches!(parts.kind, ErrorKind::Connection | ErrorKind::TimedOut);
            if parts.may_be_done && is_definite {
                formatter.write_str("; an earlier attempt may have done it")?;
            }
        }
        if let Some(id) = &parts.request_id {
            write!(formatter, " [call {id}]")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Error({:?}: {self})", self.0.kind)
    }
}
