//! What a request asks for.

use std::fmt;
use std::str::FromStr;

/// What a request asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Operation {
    /// A session for user and password.
    Login,
    /// The end of a session.
    Logout,
    /// An OAuth access token for client credentials.
    Token,
    /// New records.
    Create,
    /// Changes of records by id.
    Update,
    /// New records or changes, by a key.
    Upsert,
    /// Whole records by id or filter.
    Retrieve,
    /// A statement of the query language.
    Query,
    /// The end of records.
    Delete,
    /// Records back from the recycle bin.
    Undelete,
    /// A file into a record.
    Upload,
    /// A file out of a record.
    Download,
    /// Nothing that the sandbox knows: a wrong path or method.
    Unknown,
}

const ALL: [Operation; 13] = [
    Operation::Login,
    Operation::Logout,
    Operation::Token,
    Operation::Create,
    Operation::Update,
    Operation::Upsert,
    Operation::Retrieve,
    Operation::Query,
    Operation::Delete,
    Operation::Undelete,
    Operation::Upload,
    Operation::Download,
    Operation::Unknown,
];

impl Operation {
    /// The name, as a rule for faults and the log have it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Login => "login",
            Self::Logout => "logout",
            Self::Token => "token",
            Self::Create => "create",
            Self::Update => "update",
            Self::Upsert => "upsert",
            Self::Retrieve => "retrieve",
            Self::Query => "query",
            Self::Delete => "delete",
            Self::Undelete => "undelete",
            Self::Upload => "upload",
            Self::Download => "download",
            Self::Unknown => "unknown",
        }
    }

    /// Whether it changes records.
    #[must_use]
    pub fn is_write(self) -> bool {
        matches!(
            self,
            Self::Create
                | Self::Update
                | Self::Upsert
                | Self::Delete
                | Self::Undelete
                | Self::Upload
        )
    }
}

impl fmt::Display for Operation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.name())
    }
}

impl FromStr for Operation {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let found = ALL.into_iter().find(|known| known.name() == text);
        found.ok_or_else(|| {
            let text: String = text.chars().take(40).collect();
            let names = ALL.map(Self::name).join(", ");
            format!("there is no operation {text:?}; there are {names}")
        })
    }
}
