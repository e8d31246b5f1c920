//! Ids, keys and references that belong to one entity.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;

use crate::redact::OnOneLine;
use crate::table::Entity;
use crate::value::{KeyValue, Value};

/// The id of a record of entity `E`.
///
/// Ids are text on the wire, whether they look like numbers (`"27471"`) or not (`"USD"`). An id of
/// one entity is not accepted where another's is wanted.
///
/// ```
/// # use billbind_runtime::{Entity, Id};
/// # #[derive(Debug)] struct Account;
/// # impl Entity for Account { const WIRE_NAME: &'static str = "ACCOUNT"; }
/// let id: Id<Account> = Id::from(27471);
/// assert_eq!(id.as_str(), "27471");
/// assert_eq!(format!("{id:?}"), "ACCOUNT 27471");
/// ```
pub struct Id<E> {
    text: Box<str>,
    entity: PhantomData<fn() -> E>,
}

impl<E> Id<E> {
    /// An id as the server writes it.
    pub fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into().into_boxed_str(),
            entity: PhantomData,
        }
    }

    pub(crate) fn from_box(text: Box<str>) -> Self {
        Self {
            text,
            entity: PhantomData,
        }
    }

    /// The id as the server writes it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl<E> Clone for Id<E> {
    fn clone(&self) -> Self {
        Self {
            text: self.text.clone(),
            entity: PhantomData,
        }
    }
}

impl<E> PartialEq for Id<E> {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl<E> Eq for Id<E> {}

impl<E> PartialOrd for Id<E> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<E> Ord for Id<E> {
    /// The order of the texts, which is not the order of the numbers in them.
    fn cmp(&self, other: &Self) -> Ordering {
        self.text.cmp(&other.text)
    }
}

impl<E> Hash for Id<E> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}

impl<E: Entity> fmt::Debug for Id<E> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        debug_id(E::WIRE_NAME, &self.text, formatter)
    }
}

impl<E> fmt::Display for Id<E> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.text)
    }
}

impl<E> From<&Id<E>> for Id<E> {
    fn from(id: &Id<E>) -> Self {
        id.clone()
    }
}

/// Once for the ids of all entities, so that each costs the compiler little.
fn debug_id(entity: &str, id: &str, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(formatter, "{entity} {}", OnOneLine(id))
}

/// A field of entity `E` with a value that names at most one record.
///
/// It is what an upsert finds its record by, and what a reference may be written as instead of an
/// id. The module `key` of an entity makes keys of its documented external keys; those that an org
/// added are made by [`Key::custom`].
#[derive(Clone, PartialEq)]
#[must_use]
pub struct Key<E> {
    pub(crate) field: Cow<'static, str>,
    pub(crate) value: Value,
    entity: PhantomData<fn() -> E>,
}

impl<E> Key<E> {
    /// A key of a field that the schema knows.
    #[doc(hidden)]
    pub fn of(field: &'static str, value: impl Into<Value>) -> Self {
        Self {
            field: Cow::Borrowed(field),
            value: value.into(),
            entity: PhantomData,
        }
    }

    /// A key of a field that this org marked as an external key.
    ///
    /// ```
    /// # use billbind_runtime::{Entity, Key};
    /// # struct Account;
    /// # impl Entity for Account { const WIRE_NAME: &'static str = "ACCOUNT"; }
    /// let key = Key::<Account>::custom("my_external_key", "unique_value_12345");
    /// assert_eq!(key.field(), "my_external_key");
    /// ```
    pub fn custom(field: impl Into<String>, value: impl Into<Value>) -> Self {
        Self {
            field: Cow::Owned(field.into()),
            value: value.into(),
            entity: PhantomData,
        }
    }

    /// The wire name of the key's field.
    #[must_use]
    pub fn field(&self) -> &str {
        &self.field
    }
}

impl<E: Entity> fmt::Debug for Key<E> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "{} by {} = {:?}",
            E::WIRE_NAME,
            self.field,
            KeyValue(&self.field, &self.value)
        )
    }
}

/// What a reference field takes on write: the id of its target or a key that finds it.
#[derive(Clone, PartialEq)]
pub enum Reference<E> {
    /// The target's id.
    Id(Id<E>),
    /// A field of the target and its value; sent as `FooObj: {field: value}` instead of `FooId`.
    Key(Key<E>),
}

impl<E: Entity> fmt::Debug for Reference<E> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Id(id) => id.fmt(formatter),
            Self::Key(key) => key.fmt(formatter),
        }
    }
}

/// What names a record of entity `E`: its id, as [`Id`], number or text, or one of its keys.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not name a record of `{E}`",
    label = "an id belongs to its entity",
    note = "ids of other entities are not accepted; text and whole numbers are taken as ids",
    note = "the id of a record that was read is an `Option`: take it out first"
)]
pub trait Names<E> {
    /// The id or key.
    #[doc(hidden)]
    fn into_reference(self) -> Reference<E>;
}

impl<E> Names<E> for Id<E> {
    fn into_reference(self) -> Reference<E> {
        Reference::Id(self)
    }
}

impl<E> Names<E> for &Id<E> {
    fn into_reference(self) -> Reference<E> {
        Reference::Id(self.clone())
    }
}

impl<E> Names<E> for Key<E> {
    fn into_reference(self) -> Reference<E> {
        Reference::Key(self)
    }
}

impl<E> Names<E> for Reference<E> {
    fn into_reference(self) -> Reference<E> {
        self
    }
}

/// What is an id of a record of entity `E`: an [`Id`], or a number or text that becomes one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not the id of a record of `{E}`",
    label = "an id belongs to its entity",
    note = "ids of other entities are not accepted; text and whole numbers are taken as ids",
    note = "the id of a record that was read is an `Option`: take it out first",
    note = "a key finds a record in an upsert or a reference only"
)]
pub trait IdOf<E> {
    /// The id.
    #[doc(hidden)]
    fn into_id(self) -> Id<E>;
}

impl<E> IdOf<E> for Id<E> {
    fn into_id(self) -> Id<E> {
        self
    }
}

impl<E> IdOf<E> for &Id<E> {
    fn into_id(self) -> Id<E> {
        self.clone()
    }
}

macro_rules! from_plain_values {
    ($($plain:ty)*) => {$(
        impl<E> From<$plain> for Id<E> {
            fn from(plain: $plain) -> Self {
                Self::new(plain.to_string())
            }
        }

        impl<E> IdOf<E> for $plain {
            fn into_id(self) -> Id<E> {
                Id::from(self)
            }
        }

        impl<E> Names<E> for $plain {
            fn into_reference(self) -> Reference<E> {
                Reference::Id(Id::from(self))
            }
        }
    )*};
}

from_plain_values!(&str String i32 i64 u32 u64);
