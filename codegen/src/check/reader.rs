//! Reading of the spanned tree by the tables of the language: every deviation is reported where
//! it stands, and reading goes on with what is left.

use std::collections::{HashMap, hash_map};

use super::language::{Key, Shape};
use crate::diagnostics::{Code, Diagnostic, Place, Sink, Span, quoted, suggest};
use crate::load::Document;
use crate::load::tree::{Entry, Mapping, Node, Value};

/// Reads nodes, of whichever file.
pub(crate) struct Reader<'k> {
    pub(crate) sink: &'k mut Sink,
}

/// A text with its place.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Text<'d> {
    pub(crate) text: &'d str,
    pub(crate) span: Span,
}

impl Text<'_> {
    /// The place of a part of the text.
    ///
    /// Where escapes or line breaks make text and source differ in length, it is the whole.
    pub(crate) fn part(&self, start: usize, end: usize) -> Span {
        const QUOTES: usize = 2;
        let written = self.span.end - self.span.start;
        // A line break is one blank in the text, and no escape makes a text longer but those of
        // some other blanks: with blanks the difference may add up to what quotes are by accident.
        let holds = |is_blank: fn(char) -> bool| self.text.contains(is_blank);
        let before = match written.checked_sub(self.text.len()) {
            Some(0) if !holds(|letter| letter.is_whitespace() && letter != ' ') => 0,
            Some(QUOTES) if !holds(char::is_whitespace) => 1,
            _ => return self.span,
        };
        Span {
            start: self.span.start + before + start,
            end: self.span.start + before + end,
            ..self.span
        }
    }
}

/// A mapping whose keys are those of a [`Shape`].
#[derive(Debug, Clone, Copy)]
pub(crate) struct Members<'d, 's> {
    shape: &'static Shape,
    entries: &'d [Entry<'s>],
}

impl<'d, 's> Members<'d, 's> {
    pub(crate) fn get(&self, key: &str) -> Option<Member<'d, 's>> {
        let entry = self.entries.iter().find(|entry| entry.key == key)?;
        let key = self.shape.key(key)?;
        Some(Member {
            key,
            key_span: entry.key_span,
            node: &entry.value,
        })
    }

    /// The members that the shape has, in file order.
    pub(crate) fn all(&self) -> impl Iterator<Item = Member<'d, 's>> + use<'d, 's> {
        let shape = self.shape;
        self.entries.iter().filter_map(move |entry| {
            Some(Member {
                key: shape.key(&entry.key)?,
                key_span: entry.key_span,
                node: &entry.value,
            })
        })
    }
}

/// A key of the language with the value that a file gives it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Member<'d, 's> {
    pub(crate) key: &'static Key,
    pub(crate) key_span: Span,
    pub(crate) node: &'d Node<'s>,
}

impl Reader<'_> {
    #[expect(
        clippy::unused_self,
        reason = "the other half of `report`, which takes what it gives"
    )]
    pub(crate) fn at(&self, span: Span) -> Place {
        span.place()
    }

    pub(crate) fn report(&mut self, diagnostic: Diagnostic) {
        self.sink.report(diagnostic);
    }

    /// The mapping that a file as a whole is.
    pub(crate) fn root<'d, 's>(
        &mut self,
        document: &'d Document<'s>,
        example: &str,
    ) -> Option<&'d Mapping<'s>> {
        if let Value::Mapping(mapping) = &document.root.value {
            return Some(mapping);
        }
        let help = format!(
            "write keys at the left margin, for example {}",
            quoted(example)
        );
        self.report_shape("the file", &document.root, "a mapping", Some(help));
        None
    }

    /// The keys of a mapping, after unknown and missing ones were reported.
    ///
    /// `owner` is what misses a missing key: the name of the thing that the mapping describes.
    pub(crate) fn members<'d, 's>(
        &mut self,
        mapping: &'d Mapping<'s>,
        shape: &'static Shape,
        owner: Span,
    ) -> Members<'d, 's> {
        let mut meant = Vec::new();
        for entry in &mapping.entries {
            if shape.key(&entry.key).is_none() {
                self.report_unknown_key(mapping, entry, shape);
                meant.extend(suggest::nearest(&entry.key, shape.names()));
            }
        }
        let members = Members {
            shape,
            entries: &mapping.entries,
        };
        if mapping.incomplete {
            return members;
        }
        let required = |key: &&Key| key.is_always_required() && !key.has_own_code;
        for key in shape.keys.iter().filter(required) {
            // A key that is there under a mistyped name was reported already.
            if members.get(key.name).is_none() && !meant.contains(&key.name) {
                let message = format!("{} needs the key {}", shape.what, quoted(key.name));
                self.report(
                    Diagnostic::new(Code::MissingKey, self.at(owner), message)
                        .with_help(format!("for example {}", quoted(key.example))),
                );
            }
        }
        members
    }

    /// A member that is a text.
    pub(crate) fn text<'d>(&mut self, member: Member<'d, '_>) -> Option<Text<'d>> {
        match &member.node.value {
            Value::Text(text) => Some(Text {
                text,
                span: member.node.span,
            }),
            _ => self.wrong_shape(member, "a text"),
        }
    }

    /// A member that documents something; line breaks at its end are not part of it.
    pub(crate) fn doc(&mut self, member: Option<Member<'_, '_>>) -> Option<String> {
        let text = self.text(member?)?.text.trim();
        (!text.is_empty()).then(|| text.to_owned())
    }

    /// A member that is `true` or `false`.
    pub(crate) fn flag(&mut self, member: Member<'_, '_>) -> Option<bool> {
        let Value::Text(text) = &member.node.value else {
            return self.wrong_shape(member, "`true` or `false`");
        };
        match text.as_ref() {
            "true" => Some(true),
            "false" => Some(false),
            other => {
                let meant = match other.to_lowercase().as_str() {
                    "yes" | "y" | "on" | "1" | "true" => Some("true"),
                    "no" | "n" | "off" | "0" | "false" => Some("false"),
                    _ => None,
                };
                let message = format!("{} is neither `true` nor `false`", quoted(other));
                let diagnostic =
                    Diagnostic::new(Code::NotTrueOrFalse, self.at(member.node.span), message);
                let help = match meant {
                    Some(meant) => format!("write `{}: {meant}`", member.key.name),
                    None => format!("write `{0}: true` or `{0}: false`", member.key.name),
                };
                self.report(diagnostic.with_help(help));
                None
            }
        }
    }

    /// A member that is one text or a list of texts.
    pub(crate) fn one_or_more<'d>(&mut self, member: Member<'d, '_>) -> Vec<Text<'d>> {
        match &member.node.value {
            Value::Text(text) => vec![Text {
                text,
                span: member.node.span,
            }],
            _ => self.texts(member),
        }
    }

    /// A member that is a list of texts, none of them twice.
    pub(crate) fn texts<'d>(&mut self, member: Member<'d, '_>) -> Vec<Text<'d>> {
        let Value::List(items) = &member.node.value else {
            return self
                .wrong_shape(member, "a list of texts")
                .unwrap_or_default();
        };
        let mut texts: Vec<Text<'d>> = Vec::with_capacity(items.len());
        for item in items {
            match &item.value {
                Value::Text(text) => texts.push(Text {
                    text,
                    span: item.span,
                }),
                Value::Refused => {}
                other => {
                    let place = if matches!(other, Value::Null) {
                        member.key_span
                    } else {
                        item.span
                    };
                    let message = format!(
                        "{} is a list of texts, but holds {}",
                        quoted(member.key.name),
                        describe(other)
                    );
                    self.report(
                        Diagnostic::new(Code::WrongShape, self.at(place), message)
                            .with_help(format!("write it like {}", quoted(member.key.example))),
                    );
                }
            }
        }
        texts
    }

    /// Reports what a list names twice, and drops the repeats.
    pub(crate) fn without_repeats<'d>(&mut self, mut texts: Vec<Text<'d>>) -> Vec<Text<'d>> {
        let mut first: HashMap<&'d str, Span> = HashMap::with_capacity(texts.len());
        texts.retain(|text| match first.entry(text.text) {
            hash_map::Entry::Vacant(vacant) => {
                vacant.insert(text.span);
                true
            }
            hash_map::Entry::Occupied(earlier) => {
                let message = format!("{} is in the list twice", quoted(text.text));
                self.report(
                    Diagnostic::new(Code::Repeated, self.at(text.span), message)
                        .labelled("listed again")
                        .with_related(self.at(*earlier.get()), "listed first here")
                        .with_help("remove one of the two"),
                );
                false
            }
        });
        texts
    }

    /// A member that is one of a few words.
    pub(crate) fn word<T: Copy>(
        &mut self,
        member: Member<'_, '_>,
        words: &[(&'static str, T)],
    ) -> Option<T> {
        let text = self.text(member)?;
        let found = words.iter().find(|(word, _)| *word == text.text);
        if found.is_none() {
            self.report_unknown_word(member.key.name, text, words.iter().map(|(word, _)| *word));
        }
        found.map(|(_, value)| *value)
    }

    pub(crate) fn report_unknown_word<'c>(
        &mut self,
        key: &str,
        text: Text<'_>,
        words: impl Iterator<Item = &'c str> + Clone,
    ) {
        let message = format!("{} does not take {}", quoted(key), quoted(text.text));
        self.report(
            Diagnostic::new(Code::UnknownWord, self.at(text.span), message)
                .with_choices(text.text, words),
        );
    }

    /// A member that is a mapping.
    pub(crate) fn mapping<'d, 's>(&mut self, member: Member<'d, 's>) -> Option<&'d Mapping<'s>> {
        match &member.node.value {
            Value::Mapping(mapping) => Some(mapping),
            _ => self.wrong_shape(member, "a mapping"),
        }
    }

    /// Reports that a member is not what it must be; nothing for what was reported before.
    pub(crate) fn wrong_shape<T>(&mut self, member: Member<'_, '_>, expected: &str) -> Option<T> {
        let (name, example) = (member.key.name, member.key.example);
        let help = format!("write it like {}", quoted(example));
        self.report_shape(&quoted(name), member.node, expected, Some(help));
        None
    }

    /// Reports that a node is not what it must be; nothing for what was reported before.
    pub(crate) fn report_shape(
        &mut self,
        name: &str,
        node: &Node<'_>,
        expected: &str,
        help: Option<String>,
    ) {
        if matches!(node.value, Value::Refused) {
            return;
        }
        let found = describe(&node.value);
        let message = format!("{name} must be {expected}, but it is {found}");
        let mut diagnostic = Diagnostic::new(Code::WrongShape, self.at(node.span), message)
            .labelled(format!("this is {found}"));
        if let Some(help) = help {
            diagnostic = diagnostic.with_help(help);
        }
        self.report(diagnostic);
    }

    fn report_unknown_key(&mut self, mapping: &Mapping<'_>, entry: &Entry<'_>, shape: &Shape) {
        let message = format!("{} has no key {}", shape.what, quoted(&entry.key));
        let diagnostic = Diagnostic::new(Code::UnknownKey, self.at(entry.key_span), message);
        // `{doc: Yes, it is}` reads as a key `it is` without a value.
        let cut_off = mapping.flow && matches!(entry.value.value, Value::Null);
        self.report(if cut_off {
            diagnostic.with_help("a text that contains a comma must be quoted inside of `{...}`")
        } else {
            diagnostic.with_choices(&entry.key, shape.names())
        });
    }
}

fn describe(value: &Value<'_>) -> &'static str {
    match value {
        Value::Null => "nothing",
        Value::Text(_) => "a text",
        Value::List(_) => "a list",
        Value::Mapping(_) | Value::Refused => "a mapping",
    }
}
