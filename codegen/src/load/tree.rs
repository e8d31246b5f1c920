//! The spanned tree that a schema file is read into: our own, so that no type of the YAML parser
//! leaves its module.

use std::borrow::Cow;

use crate::diagnostics::Span;

/// A value with its place.
#[derive(Debug)]
pub(crate) struct Node<'s> {
    pub(crate) value: Value<'s>,
    /// The text of a scalar, `[...]` or `{...}` of a flow collection, the first entry of a block
    /// collection, and the key of a value that is left out.
    pub(crate) span: Span,
}

#[derive(Debug)]
pub(crate) enum Value<'s> {
    /// Left out, `~` or `null`.
    Null,
    /// Any other scalar, as its text: what it means is up to the place where it stands, so that
    /// `007` stays `007` and `NO` stays `NO`.
    Text(Cow<'s, str>),
    List(Vec<Node<'s>>),
    Mapping(Mapping<'s>),
    /// Something that was reported when the file was read; to be passed over in silence.
    Refused,
}

#[derive(Debug)]
pub(crate) struct Mapping<'s> {
    /// Entries in file order, no key twice.
    pub(crate) entries: Vec<Entry<'s>>,
    /// Whether an entry was left out because its key was reported: a key that seems to be missing
    /// may then be there.
    pub(crate) incomplete: bool,
    /// Written with braces.
    pub(crate) flow: bool,
}

#[derive(Debug)]
pub(crate) struct Entry<'s> {
    pub(crate) key: Cow<'s, str>,
    pub(crate) key_span: Span,
    pub(crate) value: Node<'s>,
}
