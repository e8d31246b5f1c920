//! JSON with its members in the order in which they were put, whatever features of the JSON
//! library another crate of the build asks for.

use std::borrow::Cow;

use serde::ser::{Serialize, SerializeMap as _, Serializer};

/// A JSON value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Json {
    Null,
    Flag(bool),
    Number(usize),
    Text(Cow<'static, str>),
    List(Vec<Json>),
    Object(Vec<(Cow<'static, str>, Json)>),
}

impl Json {
    /// An object of these members.
    pub(crate) fn object<const COUNT: usize>(members: [(&'static str, Json); COUNT]) -> Self {
        let members = members.into_iter();
        Self::Object(
            members
                .map(|(name, value)| (Cow::from(name), value))
                .collect(),
        )
    }

    /// A list of what can be a value.
    pub(crate) fn list<T: Into<Json>>(items: impl IntoIterator<Item = T>) -> Self {
        Self::List(items.into_iter().map(Into::into).collect())
    }

    /// Adds a member at the end of an object.
    pub(crate) fn with(mut self, name: &'static str, value: impl Into<Json>) -> Self {
        if let Self::Object(members) = &mut self {
            members.push((Cow::from(name), value.into()));
        }
        self
    }

    /// On one line.
    pub(crate) fn to_line(&self) -> String {
        // Every key is a text and nothing here can refuse to be written.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Indented, with a line break at the end.
    pub(crate) fn to_page(&self) -> String {
        let mut page = serde_json::to_string_pretty(self).unwrap_or_default();
        page.push('\n');
        page
    }
}

impl From<&'static str> for Json {
    fn from(text: &'static str) -> Self {
        Self::Text(Cow::from(text))
    }
}

impl From<String> for Json {
    fn from(text: String) -> Self {
        Self::Text(Cow::from(text))
    }
}

impl From<bool> for Json {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

impl From<usize> for Json {
    fn from(number: usize) -> Self {
        Self::Number(number)
    }
}

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Flag(flag) => serializer.serialize_bool(*flag),
            Self::Number(number) => serializer.serialize_u64(*number as u64),
            Self::Text(text) => serializer.serialize_str(text),
            Self::List(items) => serializer.collect_seq(items),
            Self::Object(members) => {
                let mut map = serializer.serialize_map(Some(members.len()))?;
                for (name, value) in members {
                    map.serialize_entry(name, value)?;
                }
                map.end()
            }
        }
    }
}
