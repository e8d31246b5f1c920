//! Tokens as a flat list, so that the printer can look ahead, and a way back to their text.

use std::fmt::Write as _;
use std::ops::Range;

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};

/// All tokens of a file, groups flattened.
#[derive(Debug)]
pub(super) struct Tokens {
    /// The texts of the tokens, one after the other.
    text: String,
    tokens: Vec<Token>,
}

#[derive(Debug)]
struct Token {
    kind: TokenKind,
    text: Range<usize>,
}

/// What kind of token it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TokenKind {
    /// A name or keyword.
    Ident,
    /// A number, text or character.
    Literal,
    /// One character; whether the next one belongs to it.
    Punct {
        /// Whether nothing may stand between this and the next token.
        joint: bool,
    },
    /// An opening bracket.
    Open {
        /// Where the closing one is.
        close: usize,
    },
    /// A closing bracket.
    Close,
}

impl Tokens {
    /// Flattens a stream.
    pub(super) fn new(stream: TokenStream) -> Self {
        let mut tokens = Self {
            text: String::new(),
            tokens: Vec::new(),
        };
        tokens.extend(stream);
        tokens
    }

    fn extend(&mut self, stream: TokenStream) {
        for tree in stream {
            match tree {
                TokenTree::Ident(ident) => {
                    self.push(TokenKind::Ident, |text| write!(text, "{ident}"));
                }
                TokenTree::Literal(literal) => {
                    self.push(TokenKind::Literal, |text| write!(text, "{literal}"));
                }
                TokenTree::Punct(punct) => {
                    let joint = punct.spacing() == Spacing::Joint;
                    self.push(TokenKind::Punct { joint }, |text| {
                        text.write_char(punct.as_char())
                    });
                }
                TokenTree::Group(group) => {
                    let (open, close) = match group.delimiter() {
                        Delimiter::Parenthesis => ('(', ')'),
                        Delimiter::Brace => ('{', '}'),
                        Delimiter::Bracket => ('[', ']'),
                        // Only a macro's arguments are such groups; `quote` makes none.
                        Delimiter::None => {
                            self.extend(group.stream());
                            continue;
                        }
                    };
                    let at = self.tokens.len();
                    self.push(TokenKind::Close, |text| text.write_char(open));
                    let inside = group.stream();
                    // The last owner of a stream is given its tokens, another one copies them.
                    drop(group);
                    self.extend(inside);
                    let end = self.tokens.len();
                    self.push(TokenKind::Close, |text| text.write_char(close));
                    if let Some(opening) = self.tokens.get_mut(at) {
                        opening.kind = TokenKind::Open { close: end };
                    }
                }
            }
        }
    }

    fn push(&mut self, kind: TokenKind, write: impl FnOnce(&mut String) -> std::fmt::Result) {
        let start = self.text.len();
        // Writing to a string cannot fail.
        let _ = write(&mut self.text);
        self.tokens.push(Token {
            kind,
            text: start..self.text.len(),
        });
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.tokens.len()
    }

    /// The kind of a token; `None` behind the last one.
    pub(super) fn kind(&self, at: usize) -> Option<TokenKind> {
        self.tokens.get(at).map(|token| token.kind)
    }

    /// The text of a token; empty behind the last one.
    pub(super) fn text(&self, at: usize) -> &str {
        let range = self.tokens.get(at).map(|token| token.text.clone());
        range
            .and_then(|range| self.text.get(range))
            .unwrap_or_default()
    }

    /// Some of the tokens as text that gives the same tokens when it is parsed.
    pub(super) fn source(&self, range: Range<usize>) -> String {
        let mut source = String::new();
        for at in range {
            source.push_str(self.text(at));
            if !matches!(self.kind(at), Some(TokenKind::Punct { joint: true })) {
                source.push(' ');
            }
        }
        source
    }
}
