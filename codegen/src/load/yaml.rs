//! The only module that knows the YAML parser: its events become our spanned tree.
//!
//! Events and not serde, because a tree made from events has the place of everything, keeps the
//! text of a scalar as it is written, and lets us report duplicate keys, anchors and tags in our
//! own words and all at once.

mod syntax;

use std::borrow::Cow;
use std::collections::HashMap;

// The package behind this name is serde-saphyr; `granit_parser` is the parser it re-exports.
use serde_yaml::granit_parser::{self, Event, Parser, ScalarStyle, ScanError, StructureStyle};

use self::syntax::syntax_diagnostic;
use super::tree::{Entry, Mapping, Node, Value};
use crate::diagnostics::{Code, Diagnostic, FileId, Place, Sink, Span, quoted};

/// Collections inside collections; the schema language needs seven.
const DEPTH: usize = 32;

/// Mappings with fewer entries look for duplicate keys one by one, larger ones with a table.
const FEW_ENTRIES: usize = 16;

/// Reads one document. `None`: the file has no tree, and the reason was reported.
pub(crate) fn parse<'s>(file: FileId, text: &'s str, sink: &mut Sink) -> Option<Node<'s>> {
    let mut builder = Builder {
        file,
        text,
        sink,
        stack: Vec::new(),
        root: None,
        documents: 0,
    };
    let mut options = granit_parser::Options::default();
    options.set_emit_comments(false);
    options.disallow_directives = true;
    options.emit_unresolved_aliases = true;
    options.emit_anchor_events = true;
    options.flow_nesting_limit = DEPTH;
    options.block_nesting_limit = DEPTH;
    for event in Parser::new_from_str_with_options(text, options) {
        match event {
            Ok((event, span)) => {
                if !builder.take(event, &span) {
                    return None;
                }
            }
            Err(error) => {
                builder.report_syntax(&error);
                return None;
            }
        }
    }
    builder.finish()
}

struct Builder<'s, 'k> {
    file: FileId,
    text: &'s str,
    sink: &'k mut Sink,
    stack: Vec<Frame<'s>>,
    root: Option<Node<'s>>,
    documents: usize,
}

/// A collection whose end has not come yet.
enum Frame<'s> {
    List {
        start: Span,
        flow: bool,
        refused: bool,
        items: Vec<Node<'s>>,
    },
    Mapping {
        start: Span,
        refused: bool,
        mapping: Mapping<'s>,
        key: PendingKey<'s>,
        seen: Seen,
    },
}

enum PendingKey<'s> {
    None,
    Key(Cow<'s, str>, Span),
    /// The key was reported: its value is dropped.
    Refused,
}

/// Hashes of the keys of a large mapping to their first entries. Filled from [`FEW_ENTRIES`] on.
type Seen = HashMap<String, usize>;

impl<'s> Builder<'s, '_> {
    /// Takes one event; `false` ends the reading.
    fn take(&mut self, event: Event<'s>, source: &granit_parser::Span) -> bool {
        let span = self.span(source);
        match event {
            Event::DocumentStart(..) => {
                self.documents += 1;
                if self.documents > 1 {
                    self.report(
                        Diagnostic::new(
                            Code::SecondDocument,
                            span.place(),
                            "a second document starts here, a schema file holds one",
                        )
                        .with_help("write one file per entity, without `---` in between"),
                    );
                    return false;
                }
            }
            Event::Alias(_) | Event::UnresolvedAlias(_) => {
                self.report_anchor(span, "alias");
                self.attach(Node {
                    value: Value::Refused,
                    span,
                });
            }
            Event::Anchor(..) => self.report_anchor(span, "anchor"),
            Event::Scalar(text, style, _, tag) => {
                let refused = self.refuse_tag(tag.is_some(), source, span);
                let plain = style == ScalarStyle::Plain;
                let value = if refused {
                    Value::Refused
                } else if plain && is_null(&text) {
                    Value::Null
                } else {
                    Value::Text(text)
                };
                if plain && self.is_merge_key(&value) {
                    self.refuse_merge_key(span);
                } else {
                    self.attach(Node { value, span });
                }
            }
            Event::SequenceStart(style, _, tag) => {
                let refused = self.refuse_tag(tag.is_some(), source, span);
                let flow = style == StructureStyle::Flow;
                self.stack.push(Frame::List {
                    start: span,
                    flow,
                    refused,
                    items: Vec::new(),
                });
            }
            Event::MappingStart(style, _, tag) => {
                let refused = self.refuse_tag(tag.is_some(), source, span);
                let flow = style == StructureStyle::Flow;
                self.stack.push(Frame::Mapping {
                    start: span,
                    refused,
                    mapping: Mapping {
                        entries: Vec::new(),
                        incomplete: false,
                        flow,
                    },
                    key: PendingKey::None,
                    seen: Seen::new(),
                });
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(span),
            // Stream and document ends, and comments where another crate turns them on.
            _ => {}
        }
        true
    }

    fn close(&mut self, end: Span) {
        let node = match self.stack.pop() {
            Some(Frame::List {
                start,
                flow,
                refused,
                items,
            }) => {
                let first = items.first().map(|item| item.span);
                let span = collection_span(start, end, flow, first);
                let value = if refused {
                    Value::Refused
                } else {
                    Value::List(items)
                };
                Node { value, span }
            }
            Some(Frame::Mapping {
                start,
                refused,
                mapping,
                ..
            }) => {
                let first = mapping.entries.first().map(|entry| entry.key_span);
                let span = collection_span(start, end, mapping.flow, first);
                let value = if refused {
                    Value::Refused
                } else {
                    Value::Mapping(mapping)
                };
                Node { value, span }
            }
            None => return,
        };
        self.attach(node);
    }

    /// Puts a complete node where it belongs: into the innermost open collection.
    fn attach(&mut self, mut node: Node<'s>) {
        match self.stack.last_mut() {
            None => self.root = Some(node),
            Some(Frame::List { items, .. }) => items.push(node),
            Some(Frame::Mapping {
                mapping, key, seen, ..
            }) => {
                match std::mem::replace(key, PendingKey::None) {
                    PendingKey::None => {
                        let place = node.span.place();
                        *key = match node.value {
                            Value::Text(text) => PendingKey::Key(text, node.span),
                            Value::Refused => PendingKey::Refused,
                            value => {
                                let found = match value {
                                    Value::List(_) => "a list",
                                    Value::Mapping(_) => "a mapping",
                                    _ => "nothing",
                                };
                                let help = "`null` and `~` mean nothing: quote them where they \
                                            are names";
                                self.sink.report(
                                    Diagnostic::new(
                                        Code::KeyNotText,
                                        place,
                                        format!("a key must be a text, but it is {found}"),
                                    )
                                    .with_help(help),
                                );
                                PendingKey::Refused
                            }
                        };
                        if matches!(key, PendingKey::Refused) {
                            mapping.incomplete = true;
                        }
                    }
                    PendingKey::Key(name, span) => {
                        if matches!(node.value, Value::Null) {
                            // A value that is left out has no text of its own to point at.
                            node.span = span;
                        }
                        let entry = Entry {
                            key: name,
                            key_span: span,
                            value: node,
                        };
                        match first_with_key(mapping, seen, &entry.key) {
                            None => mapping.entries.push(entry),
                            Some(first) => {
                                self.sink.report(
                                    Diagnostic::new(
                                        Code::DuplicateKey,
                                        span.place(),
                                        format!("{} is given twice", quoted(&entry.key)),
                                    )
                                    .labelled("given again")
                                    .with_related(first.place(), "given first here")
                                    .with_help("keep one of the two"),
                                );
                            }
                        }
                    }
                    PendingKey::Refused => {}
                }
            }
        }
    }

    fn is_merge_key(&self, value: &Value<'s>) -> bool {
        let at_key = matches!(
            self.stack.last(),
            Some(Frame::Mapping {
                key: PendingKey::None,
                ..
            })
        );
        at_key && matches!(value, Value::Text(text) if text == "<<")
    }

    fn refuse_merge_key(&mut self, span: Span) {
        self.report(
            Diagnostic::new(Code::MergeKey, span.place(), "merge keys are not used here")
                .with_help("write the keys out; what all entities share belongs in system.yaml"),
        );
        self.attach(Node {
            value: Value::Refused,
            span,
        });
    }

    fn refuse_tag(&mut self, tagged: bool, source: &granit_parser::Span, node: Span) -> bool {
        if !tagged {
            return false;
        }
        let span = source.tag_span().map_or(node, |tag| self.span(&tag));
        self.report(
            Diagnostic::new(Code::Tag, span.place(), "YAML tags are not used here")
                .with_help("remove the tag; quote the value where it must stay a text"),
        );
        true
    }

    fn report_anchor(&mut self, span: Span, what: &str) {
        self.report(
            Diagnostic::new(
                Code::Anchor,
                span.place(),
                format!("an {what}: anchors and aliases are not used here"),
            )
            .with_help("write the value out; what all entities share belongs in system.yaml")
            .with_help(format!(
                "quote it where a text begins with {}",
                match what {
                    "alias" => "`*`",
                    _ => "`&`",
                }
            )),
        );
    }

    fn report_syntax(&mut self, error: &ScanError) {
        let start = error.marker().byte_offset().unwrap_or(self.text.len());
        let start = floor_boundary(self.text, start);
        let mut diagnostic = syntax_diagnostic(error.kind(), self.word_at(start).place());
        if diagnostic.code() == Code::Tab {
            let place = self.tab_near(start).place();
            diagnostic = syntax_diagnostic(error.kind(), place);
        } else if diagnostic.code() == Code::Syntax
            && let Some(opened) = self
                .innermost_bracket()
                .filter(|opened| opened.start != start)
        {
            // Forgotten brackets are noticed lines below the place where they are missing.
            let bracket = Span {
                end: opened.start + 1,
                ..opened
            };
            diagnostic = diagnostic.with_related(bracket.place(), "this is still open");
        }
        self.sink.report(diagnostic);
    }

    fn word_at(&self, start: usize) -> Span {
        let rest = self.text.get(start..).unwrap_or("");
        let word = rest.find(char::is_whitespace).unwrap_or(rest.len());
        let first = rest.chars().next().map_or(0, char::len_utf8);
        Span {
            file: self.file,
            start,
            end: start + word.max(first),
        }
    }

    /// The first tab of the line that the parser stumbled over, or of the lines behind it.
    fn tab_near(&self, start: usize) -> Span {
        let before = self.text.get(..start).unwrap_or("");
        let line = before.rfind('\n').map_or(0, |newline| newline + 1);
        let behind = self.text.get(line..).unwrap_or("");
        match behind.find('\t') {
            Some(tab) => Span {
                file: self.file,
                start: line + tab,
                end: line + tab + 1,
            },
            None => self.word_at(start),
        }
    }

    fn innermost_bracket(&self) -> Option<Span> {
        self.stack.iter().rev().find_map(|frame| match frame {
            Frame::List {
                start, flow: true, ..
            } => Some(*start),
            Frame::Mapping { start, mapping, .. } if mapping.flow => Some(*start),
            _ => None,
        })
    }

    fn report(&mut self, diagnostic: Diagnostic) {
        self.sink.report(diagnostic);
    }

    fn finish(self) -> Option<Node<'s>> {
        match self.root {
            Some(Node {
                value: Value::Null, ..
            })
            | None => {
                self.sink.report(
                    Diagnostic::new(
                        Code::EmptyFile,
                        Place::whole(self.file),
                        "the file is empty",
                    )
                    .with_help(
                        "describe the entity (`entity: NAME` and `fields:`), or remove the file",
                    ),
                );
                None
            }
            root => root,
        }
    }

    fn span(&self, span: &granit_parser::Span) -> Span {
        let end = self.text.len();
        let start = floor_boundary(self.text, span.start.byte_offset().unwrap_or(end));
        let end = floor_boundary(self.text, span.end.byte_offset().unwrap_or(end));
        Span {
            file: self.file,
            start,
            end: end.max(start),
        }
    }
}

/// What YAML 1.2 reads as nothing when it is not quoted.
fn is_null(text: &str) -> bool {
    matches!(text, "" | "~" | "null" | "Null" | "NULL")
}

/// `[...]` as a whole, but of a block only its first entry: underlining all of it helps nobody.
fn collection_span(start: Span, end: Span, flow: bool, first: Option<Span>) -> Span {
    match first {
        Some(first) if !flow => first,
        _ => Span {
            end: end.end.max(start.start),
            ..start
        },
    }
}

/// The key's first place, when the mapping has it already.
fn first_with_key(mapping: &Mapping<'_>, seen: &mut Seen, key: &str) -> Option<Span> {
    let entries = &mapping.entries;
    if entries.len() < FEW_ENTRIES {
        return entries
            .iter()
            .find(|entry| entry.key == key)
            .map(|entry| entry.key_span);
    }
    // Every entry since the last look-up is new to the table: all of them on the first one.
    for (index, entry) in entries.iter().enumerate().skip(seen.len()) {
        seen.insert(entry.key.to_string(), index);
    }
    let first = seen.get(key)?;
    entries.get(*first).map(|entry| entry.key_span)
}

fn floor_boundary(text: &str, byte: usize) -> usize {
    let mut byte = byte.min(text.len());
    while !text.is_char_boundary(byte) {
        byte -= 1;
    }
    byte
}
