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
///
/// A constructor and not a function makes it: the compiler checks thousands of columns in a crate of
/// bindings, and each call would cost it twice as much. For the same reason they are fields of one
/// static (as constants they would be one body each to check), and the marker of the types is in the
/// variant that generated code never makes: each one to infer would be a third of a column's cost.
pub enum Column<E, T> {
    /// A field of the table.
    #[doc(hidden)]
    Field(&'static str),
    /// A flag of the table that is not written `0` and `1`.
    #[doc(hidden)]
    Flag(&'static str, FlagForm),
    /// A field that the table lacks, or one at the end of a path.
    #[doc(hidden)]
    Other(String, FlagForm, PhantomData<fn() -> (E, T)>),
}

impl<E, T> Column<E, T> {
    /// A field with this name, for code by hand.
    #[doc(hidden)]
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        Self::Field(name)
    }

    /// A field with a name that is only known at run time and that somebody has checked.
    pub(crate) fn named(name: &str) -> Self {
        Self::Other(name.to_owned(), FlagForm::ZeroOne, PhantomData)
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
        if !name.split('.').all(is_name) {
            return Err(ParseError::new("a field name of letters, digits and `_`"));
        }
        Ok(Self::named(name))
    }

    /// The field's name on the wire, with the path that leads to it.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Field(name) | Self::Flag(name, _) => name,
            Self::Other(name, ..) => name,
        }
    }

    /// How the field's flags are written, where it holds flags.
    pub(crate) fn flag_form(&self) -> FlagForm {
        match self {
            Self::Field(_) => FlagForm::ZeroOne,
            Self::Flag(_, form) | Self::Other(_, form, _) => *form,
        }
    }
}

/// Whether a text can be the name of a field or an entity: ASCII letters, digits and `_`, no digit
/// first.
pub(crate) fn is_name(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

impl<E, T> Clone for Column<E, T> {
    fn clone(&self) -> Self {
        match self {
            Self::Field(name) => Self::Field(name),
            Self::Flag(name, form) => Self::Flag(name, *form),
            Self::Other(name, form, types) => Self::Other(name.clone(), *form, *types),
        }
    }
}

impl<E: Entity, T> fmt::Debug for Column<E, T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}.{}", E::WIRE_NAME, self.name())
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
        let name = format!("{}.{}", self.name, column.name());
        Column::Other(name, column.flag_form(), PhantomData)
    }
}

/// A field of entity `E` that holds a file.
///
/// Those that the schema knows are the constants of the entity's module `file`; every org adds its
/// own ("this can be different depending on the entity configuration", REST Methods, FILE UPLOAD).
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
