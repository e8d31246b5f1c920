//! What the tables of the language are made of: mappings, their keys, and the forms of values.

use crate::naming::NameKind;

/// A mapping of the schema language.
#[derive(Debug)]
pub(crate) struct Shape {
    /// What it is called in the JSON Schemas, and in the marks around its table in the
    /// documentation.
    pub(crate) name: &'static str,
    /// What such a mapping describes, for messages: "a field".
    pub(crate) what: &'static str,
    pub(crate) keys: &'static [Key],
}

/// A key of a mapping.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Key {
    pub(crate) name: &'static str,
    pub(crate) required: bool,
    /// Whether the checker reports its absence where it reads the key, as a problem of its own kind.
    pub(crate) has_own_code: bool,
    /// What its value looks like.
    pub(crate) form: Form,
    /// What it says, in Markdown.
    pub(crate) doc: &'static str,
    /// The key as it may stand in a file.
    pub(crate) example: &'static str,
    /// What holds where it is left out, in Markdown.
    pub(crate) left_out: Option<&'static str>,
    /// The fields that it belongs to, where it is not for all of them.
    pub(crate) owner: Option<&'static Owner>,
}

/// What a value looks like.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Form {
    /// Left out, `~` or `null`.
    Nothing,
    /// Any scalar: numbers and words such as `true` are texts too.
    Text,
    /// `true` or `false`.
    Flag,
    /// A name as it is on the wire.
    WireName,
    /// A name as it is in Rust.
    RustName(NameKind),
    /// One of these.
    Word(&'static [&'static str]),
    /// A type expression.
    Type,
    /// The type expression that stands for a field without further keys.
    TypeAlone,
    /// At least so many values, none of them twice.
    List(&'static Form, usize),
    /// At least so many values, which may be alike.
    Sequence(&'static Form, usize),
    /// A mapping with keys of the language.
    Mapping(&'static Shape),
    /// A mapping whose keys are the user's.
    Named(Named),
    /// Any of these.
    Either(&'static [Form]),
}

/// A mapping whose keys are the user's.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Named {
    /// What a key names: "wire name".
    pub(crate) key: &'static str,
    /// What such a mapping is called in the tables of the page, where that is explained there.
    pub(crate) what: Option<&'static str>,
    /// Whether the keys are names on the wire.
    pub(crate) wire: bool,
    pub(crate) value: &'static Form,
    /// How many entries there are at least.
    pub(crate) least: usize,
}

/// The fields that a key belongs to, by their types.
#[derive(Debug)]
pub(crate) struct Owner {
    /// What such a field is, for messages: "an enum".
    pub(crate) what: &'static str,
    pub(crate) types: &'static [&'static str],
    /// Whether a list of such values counts as well.
    pub(crate) in_lists: bool,
}

/// A type of the language.
#[derive(Debug)]
pub(crate) struct TypeName {
    pub(crate) name: &'static str,
    pub(crate) argument: Argument,
    /// Whether a list can hold it.
    pub(crate) in_list: bool,
    /// The type as it may stand in a file, with an argument where it takes one.
    pub(crate) example: &'static str,
    /// What it holds, in Markdown.
    pub(crate) doc: &'static str,
}

/// What stands in parentheses behind a type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Argument {
    None,
    /// The entity that is pointed at.
    Entity,
    /// A whole number from this one up, or no parentheses at all.
    Limit(u32),
    /// Another type.
    Type,
}

impl Shape {
    pub(crate) fn key(&self, name: &str) -> Option<&'static Key> {
        self.keys.iter().find(|key| key.name == name)
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = &'static str> + Clone + use<> {
        self.keys.iter().map(|key| key.name)
    }
}

impl Key {
    /// Whether every such mapping needs the key, and not only that of certain fields.
    pub(crate) fn is_always_required(&self) -> bool {
        self.required && self.owner.is_none()
    }

    /// Says that the absence of the key has a code of its own.
    pub(super) const fn with_own_code(mut self) -> Self {
        self.has_own_code = true;
        self
    }

    /// Says what holds where the key is left out.
    pub(super) const fn left_out(mut self, meaning: &'static str) -> Self {
        self.left_out = Some(meaning);
        self
    }

    /// Says that the key belongs to certain fields only; a required one is required of these.
    pub(super) const fn only_for(mut self, owner: &'static Owner) -> Self {
        self.owner = Some(owner);
        self
    }
}

impl Owner {
    /// Whether a field of this type is one.
    pub(crate) fn holds(&self, type_name: &str, is_list: bool) -> bool {
        self.types.contains(&type_name) && (self.in_lists || !is_list)
    }
}

/// A key that must be there.
pub(super) const fn required(
    name: &'static str,
    form: Form,
    doc: &'static str,
    example: &'static str,
) -> Key {
    Key {
        required: true,
        ..optional(name, form, doc, example)
    }
}

/// A key that may be left out.
pub(super) const fn optional(
    name: &'static str,
    form: Form,
    doc: &'static str,
    example: &'static str,
) -> Key {
    Key {
        name,
        required: false,
        has_own_code: false,
        form,
        doc,
        example,
        left_out: None,
        owner: None,
    }
}

/// The words of a table that says what each of them means.
pub(super) const fn words<T: Copy, const COUNT: usize>(
    table: &[(&'static str, T); COUNT],
) -> [&'static str; COUNT] {
    let mut words = [""; COUNT];
    let mut index = 0;
    while index < COUNT {
        words[index] = table[index].0;
        index += 1;
    }
    words
}
