//! Typed names of fields, for filters and setters, and the paths that lead to them.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use crate::parse::ParseError;
use crate::table::{Entity, FlagForm};

/// A field of entity `E` whose values are of type `T`.
///
/// The columns of an entity are the fields of the static `COL` in its module; those that the schema does not
/// know are made by [`Column::custom`].
pub struct Column<E, T> {
    position: u16,
    name: Cow<'static, str>,
    flag: FlagForm,
    types: PhantomData<fn() -> (E, T)>,
}

impl<E> Column<E, bool> {
    /// A flag of the table that is not written `0` and `1`.
    #[doc(hidden)]
    #[must_use]
    pub const fn flag(position: u16, name: &'static str, flag: FlagForm) -> Self {
        Self {
            position,
            name: Cow::Borrowed(name),
            flag,
            types: PhantomData,
        }
    }
}

impl<E, T> Column<E, T> {
    /// A field of the table.
    #[doc(hidden)]
    #[must_use]
    pub const fn new(position: u16, name: &'static str) -> Self {
        Self {
            position,
            name: Cow::Borrowed(name),
            flag: FlagForm::ZeroOne,
            types: PhantomData,
        }
    }

    /// A field that this org added and the schema does not know.
    ///
    /// ```
    /// # use billbind_runtime::{Column, Entity};
    /// # struct Account;
    /// # impl Entity for Account { const WIRE_NAME: &'static str = "ACCOUNT"; }
    /// let region = Column::<Account, String>::custom("nrRegion")?;
    /// assert_eq!(region.eq("EMEA").to_sql(), "nrRegion = 'EMEA'");
    /// assert!(Column::<Account, String>::custom("1=1 OR x").is_err());
    /// # Ok::<(), billbind_runtime::ParseError>(())
    /// ```
    ///
    /// # Errors
    /// [`ParseError`] where the name is not made of letters, digits and `_`, starting with a
    /// letter or `_`; parts may be joined by points.
    pub fn custom(name: &str) -> Result<Self, ParseError> {
        let is_name = |part: &str| {
            part.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
                && part
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        };
        if !name.split('.').all(is_name) {
            return Err(ParseError::new("a field name of letters, digits and `_`"));
        }
        Ok(Self {
            position: u16::MAX,
            name: Cow::Owned(name.to_owned()),
            flag: FlagForm::ZeroOne,
            types: PhantomData,
        })
    }

    /// The field's name on the wire, with the path that leads to it.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// How the field's flags are written, where it holds flags.
    pub(crate) fn flag_form(&self) -> FlagForm {
        self.flag
    }

    pub(crate) fn position(&self) -> u16 {
        self.position
    }
}

impl<E, T> Clone for Column<E, T> {
    fn clone(&self) -> Self {
        Self {
            position: self.position,
            name: self.name.clone(),
            flag: self.flag,
            types: PhantomData,
        }
    }
}

impl<E: Entity, T> fmt::Debug for Column<E, T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}.{}", E::WIRE_NAME, self.name)
    }
}

/// A way from entity `E` to an entity `T` that it points at.
///
/// The paths that start at an entity are the fields of the static `PATH` in its module.
pub struct Path<E, T> {
    name: Cow<'static, str>,
    types: PhantomData<fn() -> (E, T)>,
}

impl<E, T> Path<E, T> {
    /// A relation of the schema.
    #[doc(hidden)]
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        Self {
            name: Cow::Borrowed(name),
            types: PhantomData,
        }
    }

    /// The path's name in the query language: `BillingProfileObj.AccountObj`.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Goes on from the entity that this path leads to.
    #[must_use]
    pub fn then<U>(&self, next: &Path<T, U>) -> Path<E, U> {
        Path {
            name: Cow::Owned(format!("{}.{}", self.name, next.name)),
            types: PhantomData,
        }
    }

    /// A column of the entity that this path leads to, seen from the entity it starts at.
    #[must_use]
    pub fn col<V>(&self, column: &Column<T, V>) -> Column<E, V> {
        Column {
            position: u16::MAX,
            name: Cow::Owned(format!("{}.{}", self.name, column.name)),
            flag: column.flag,
            types: PhantomData,
        }
    }
}

/// A field of entity `E` that holds a file.
///
/// Those that the schema knows are the constants of the entity's module `file`; every org adds its
/// own ("this can be different depending on the entity configuration", seed 001, FILE UPLOAD).
pub struct FileField<E> {
    pub(crate) name: Cow<'static, str>,
    entity: PhantomData<fn() -> E>,
}

impl<E> FileField<E> {
    /// A file field of the schema.
    #[doc(hidden)]
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        Self {
            name: Cow::Borrowed(name),
            entity: PhantomData,
        }
    }

    /// A file field that this org added.
    pub fn custom(name: impl Into<String>) -> Self {
        Self {
            name: Cow::Owned(name.into()),
            entity: PhantomData,
        }
    }
}

impl<E> Clone for FileField<E> {
    fn clone(&self) -> Self {
        Self {
            name: self.name.clone(),
            entity: PhantomData,
        }
    }
}

impl<E: Entity> fmt::Debug for FileField<E> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}.{}", E::WIRE_NAME, self.name)
    }
}
