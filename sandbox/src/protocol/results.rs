//! What an answer says of each record of a request, and why one was refused.

use serde_json::{Map, Value, json};

/// Why a record is refused. The request goes on with the next one.
///
/// The vendor documents one `ErrorCode`, "0" for success; these are the sandbox's own, and say so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Flaw {
    code: &'static str,
    text: String,
    field: Option<String>,
}

/// The codes of [`Flaw`]s.
pub(crate) mod code {
    pub(crate) const REQUIRED: &str = "SIMULATED_REQUIRED";
    pub(crate) const ONE_OF: &str = "SIMULATED_ONE_OF";
    pub(crate) const READ_ONLY: &str = "SIMULATED_READ_ONLY";
    pub(crate) const UNKNOWN_FIELD: &str = "SIMULATED_UNKNOWN_FIELD";
    pub(crate) const INVALID_VALUE: &str = "SIMULATED_INVALID_VALUE";
    pub(crate) const TOO_LONG: &str = "SIMULATED_TOO_LONG";
    pub(crate) const NOT_IN_LIST: &str = "SIMULATED_NOT_IN_LIST";
    pub(crate) const NO_SUCH_REFERENCE: &str = "SIMULATED_NO_SUCH_REFERENCE";
    pub(crate) const AMBIGUOUS_KEY: &str = "SIMULATED_AMBIGUOUS_KEY";
    pub(crate) const DUPLICATE_KEY: &str = "SIMULATED_DUPLICATE_KEY";
    pub(crate) const NOT_NULLABLE: &str = "SIMULATED_NOT_NULLABLE";
    pub(crate) const NO_SUCH_RECORD: &str = "SIMULATED_NO_SUCH_RECORD";
    pub(crate) const STILL_REFERENCED: &str = "SIMULATED_STILL_REFERENCED";
}

impl Flaw {
    pub(crate) fn new(code: &'static str, field: &str, text: impl Into<String>) -> Self {
        Self {
            code,
            text: text.into(),
            field: Some(field.to_owned()),
        }
    }

    /// A flaw of the record as a whole.
    pub(crate) fn of_record(code: &'static str, text: impl Into<String>) -> Self {
        Self {
            code,
            text: text.into(),
            field: None,
        }
    }
}

/// What kept a record from being worked on.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Something about the record: the request goes on.
    Flaw(Flaw),
    /// The database: the request as a whole fails.
    Database(rusqlite::Error),
}

impl From<Flaw> for Failure {
    fn from(flaw: Flaw) -> Self {
        Self::Flaw(flaw)
    }
}

impl From<rusqlite::Error> for Failure {
    fn from(error: rusqlite::Error) -> Self {
        Self::Database(error)
    }
}

/// Which members the results of an operation have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// `ErrorElementField` and `Id`: create, update and upsert.
    Write,
    /// `Id` and `Success`: delete and undelete.
    Delete,
    /// `ErrorElementField`: upload of a file.
    File,
}

/// The results of the records of a request, in its order.
#[derive(Debug, Default)]
pub(crate) struct Results {
    list: Vec<Value>,
    pub(crate) records: usize,
    pub(crate) refused: usize,
}

impl Results {
    /// Adds what became of a record; `id` is its id, where it has one.
    ///
    /// # Errors
    ///
    /// Those of the database, which are of the request and not of a record.
    pub(crate) fn add(
        &mut self,
        shape: Shape,
        id: Option<String>,
        done: Result<(), Failure>,
    ) -> Result<(), rusqlite::Error> {
        let flaw = match done {
            Ok(()) => None,
            Err(Failure::Flaw(flaw)) => Some(flaw),
            Err(Failure::Database(error)) => return Err(error),
        };
        self.records += 1;
        self.refused += usize::from(flaw.is_some());
        self.list.push(result(shape, id, flaw));
        Ok(())
    }

    /// The body of the answer: the results under the operation's key.
    pub(crate) fn body(self, key: &str) -> Value {
        json!({ key: self.list })
    }
}

fn result(shape: Shape, id: Option<String>, flaw: Option<Flaw>) -> Value {
    let success = flaw.is_none();
    // One blank is the vendor's "nothing" ("REST Methods, CREATE").
    let (code, text, field) = match flaw {
        None => ("0", " ".to_owned(), None),
        Some(flaw) => (flaw.code, flaw.text, flaw.field),
    };
    let mut members = Map::new();
    members.insert("ErrorCode".to_owned(), code.into());
    members.insert("ErrorText".to_owned(), text.into());
    if shape != Shape::Delete {
        let field = field.unwrap_or_else(|| " ".to_owned());
        members.insert("ErrorElementField".to_owned(), field.into());
    }
    if shape != Shape::File {
        let id = id.unwrap_or_else(|| " ".to_owned());
        members.insert("Id".to_owned(), id.into());
    }
    if shape == Shape::Delete {
        members.insert("Success".to_owned(), success.to_string().into());
    }
    Value::Object(members)
}
