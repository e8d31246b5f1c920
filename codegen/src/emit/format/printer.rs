//! Reads tokens from left to right and lays them out as prettyplease does.
//!
//! This file has what all kinds of code share; `items`, `types` and `expressions` say how each of
//! them is laid out. What they do not know is [`Unknown`], never a guess.

use std::borrow::Cow;

use super::layout::{INDENT, Layout};
use super::tokens::{TokenKind, Tokens};

/// Code of a shape that this printer does not know; prettyplease has to print it.
#[derive(Debug)]
pub(super) struct Unknown;

/// What comes of laying something out.
pub(super) type Known<T = ()> = Result<T, Unknown>;

/// A place in the tokens, and the layout of what stands before it.
#[derive(Debug)]
pub(super) struct Printer<'t> {
    tokens: &'t Tokens,
    pub(super) at: usize,
    pub(super) layout: Layout<'t>,
}

impl<'t> Printer<'t> {
    /// Starts at a token.
    pub(super) fn new(tokens: &'t Tokens, at: usize) -> Self {
        Self {
            tokens,
            at,
            layout: Layout::default(),
        }
    }

    pub(super) fn kind(&self) -> Option<TokenKind> {
        self.tokens.kind(self.at)
    }

    pub(super) fn text(&self) -> &'t str {
        self.tokens.text(self.at)
    }

    pub(super) fn kind_at(&self, at: usize) -> Option<TokenKind> {
        self.tokens.kind(at)
    }

    pub(super) fn text_at(&self, at: usize) -> &'t str {
        self.tokens.text(at)
    }

    /// Whether a token is this name, keyword or bracket.
    pub(super) fn is(&self, text: &str) -> bool {
        self.is_at(self.at, text)
    }

    pub(super) fn is_at(&self, at: usize, text: &str) -> bool {
        self.text_at(at) == text && self.kind_at(at) != Some(TokenKind::Literal)
    }

    /// Whether a token is this character and no part of a longer operator.
    pub(super) fn is_alone(&self, at: usize, text: &str) -> bool {
        self.is_at(at, text) && !self.joins(at)
    }

    /// Whether a token and the next one are this operator of two characters.
    pub(super) fn is_pair(&self, at: usize, first: &str, second: &str) -> bool {
        self.is_at(at, first)
            && self.kind_at(at) == Some(TokenKind::Punct { joint: true })
            && self.is_at(at + 1, second)
    }

    /// Whether a character and the next one are one operator.
    fn joins(&self, at: usize) -> bool {
        self.kind_at(at) == Some(TokenKind::Punct { joint: true })
            && match (self.text_at(at), self.text_at(at + 1)) {
                (_, "=") | ("-" | "=", ">") => true,
                (first @ ("&" | "|" | "<" | ">" | "." | ":"), second) => first == second,
                _ => false,
            }
    }

    /// Goes past a token that must be there.
    pub(super) fn expect(&mut self, text: &str) -> Known {
        self.take(text).then_some(()).ok_or(Unknown)
    }

    /// Goes past a token if it is there.
    pub(super) fn take(&mut self, text: &str) -> bool {
        let found = self.is(text);
        if found {
            self.at += 1;
        }
        found
    }

    /// Goes past an operator of two characters if it is there.
    pub(super) fn take_pair(&mut self, first: &str, second: &str) -> bool {
        let found = self.is_pair(self.at, first, second);
        if found {
            self.at += 2;
        }
        found
    }

    /// Goes into a group with this opening bracket, and says where it ends.
    pub(super) fn enter(&mut self, open: &str) -> Known<usize> {
        match self.kind() {
            Some(TokenKind::Open { close }) if self.is(open) => {
                self.at += 1;
                Ok(close)
            }
            _ => Err(Unknown),
        }
    }

    /// Leaves a group of which everything was laid out.
    pub(super) fn leave(&mut self, close: usize) -> Known {
        if self.at == close {
            self.at += 1;
            Ok(())
        } else {
            Err(Unknown)
        }
    }

    /// Goes past the comma behind an element of a list that ends at `close`, and says whether the
    /// element is the last one.
    pub(super) fn next_in_list(&mut self, close: usize) -> Known<bool> {
        if self.at == close {
            return Ok(true);
        }
        self.expect(",")?;
        Ok(self.at == close)
    }

    pub(super) fn word(&mut self, word: impl Into<Cow<'t, str>>) {
        self.layout.word(word);
    }

    /// Lays out a name that is no keyword.
    pub(super) fn name(&mut self) -> Known {
        let name = self.text();
        if self.kind() != Some(TokenKind::Ident) || is_keyword(name) {
            return Err(Unknown);
        }
        self.at += 1;
        self.word(name);
        Ok(())
    }

    /// Whether a lifetime stands here.
    pub(super) fn is_lifetime(&self) -> bool {
        self.is("'") && self.kind_at(self.at + 1) == Some(TokenKind::Ident)
    }

    pub(super) fn lifetime(&mut self) -> Known {
        if !self.is_lifetime() {
            return Err(Unknown);
        }
        self.word("'");
        self.at += 1;
        self.word(self.text());
        self.at += 1;
        Ok(())
    }

    /// Lays out attributes and documentation; inner ones have an exclamation mark.
    pub(super) fn attributes(&mut self, inner: bool) -> Known {
        loop {
            let marked = usize::from(inner);
            let found = self.is("#")
                && (!inner || self.is_at(self.at + 1, "!"))
                && self.is_at(self.at + 1 + marked, "[");
            if !found {
                return Ok(());
            }
            self.at += 1 + marked;
            let close = self.enter("[")?;
            if self.is("doc") && self.is_at(self.at + 1, "=") && self.at + 3 == close {
                self.at += 2;
                self.documentation(inner)?;
            } else {
                self.word(if inner { "#!" } else { "#" });
                self.word("[");
                self.meta()?;
                self.word("]");
                self.layout.space();
            }
            self.leave(close)?;
        }
    }

    fn documentation(&mut self, inner: bool) -> Known {
        let mut text = value_of_text(self.text()).ok_or(Unknown)?;
        // These become comments of another kind.
        if text.contains('\n') || (!inner && text.starts_with('/')) {
            return Err(Unknown);
        }
        self.at += 1;
        let trimmed = text.trim_end_matches(' ').len();
        match &mut text {
            Cow::Borrowed(text) => *text = text.get(..trimmed).unwrap_or_default(),
            Cow::Owned(text) => text.truncate(trimmed),
        }
        self.word(if inner { "//!" } else { "///" });
        self.word(text);
        self.layout.line();
        Ok(())
    }

    /// What an attribute says: `name`, `name = "text"`, `name = macro!(...)` or `name(...)`.
    fn meta(&mut self) -> Known {
        // It becomes a comment.
        if self.is("comment") {
            return Err(Unknown);
        }
        self.name()?;
        while self.take_pair(":", ":") {
            self.word("::");
            self.name()?;
        }
        if self.is_alone(self.at, "=") {
            self.at += 1;
            self.word(" = ");
            if self.kind() == Some(TokenKind::Literal) {
                self.word(self.text());
                self.at += 1;
            } else {
                self.text_of_macro()?;
            }
        } else if self.is("(") {
            self.list_of_attribute()?;
        }
        Ok(())
    }

    /// `concat!("a", b!(), "c")` as the value of an attribute, where it is short enough for one line.
    fn text_of_macro(&mut self) -> Known {
        const MOST: usize = 70;
        let mut line = String::new();
        self.macro_name(&mut line)?;
        let close = self.enter("(")?;
        line.push('(');
        while self.at != close {
            if self.kind() == Some(TokenKind::Literal) {
                line.push_str(self.text());
                self.at += 1;
            } else {
                self.macro_name(&mut line)?;
                let empty = self.enter("(")?;
                self.leave(empty)?;
                line.push_str("()");
            }
            if self.at != close {
                self.expect(",")?;
                line.push_str(", ");
            }
        }
        self.leave(close)?;
        line.push(')');
        if line.len() > MOST {
            return Err(Unknown);
        }
        self.word(line);
        Ok(())
    }

    fn macro_name(&mut self, line: &mut String) -> Known {
        if self.kind() != Some(TokenKind::Ident) {
            return Err(Unknown);
        }
        line.push_str(self.text());
        line.push('!');
        self.at += 1;
        self.expect("!")
    }

    /// `(a, b = "c", d(e))` behind the name of an attribute. A comma behind the last one is neither
    /// added nor, where the list breaks, taken away.
    fn list_of_attribute(&mut self) -> Known {
        let close = self.enter("(")?;
        if self.at == close {
            return Err(Unknown);
        }
        self.word("(");
        self.layout.consistent(INDENT);
        self.layout.zero();
        while self.at != close {
            self.meta()?;
            if self.take(",") {
                self.layout.comma(self.at == close);
            } else if self.at == close {
                self.layout.zero();
            } else {
                return Err(Unknown);
            }
        }
        self.layout.offset(-INDENT);
        self.layout.end();
        self.word(")");
        self.leave(close)
    }
}

/// Whether a word has a meaning of its own in Rust 2024, and is no name of anything.
pub(super) fn is_keyword(word: &str) -> bool {
    matches!(
        word,
        "abstract"
            | "as"
            | "async"
            | "await"
            | "become"
            | "box"
            | "break"
            | "const"
            | "continue"
            | "do"
            | "dyn"
            | "else"
            | "enum"
            | "extern"
            | "final"
            | "fn"
            | "for"
            | "gen"
            | "if"
            | "impl"
            | "in"
            | "let"
            | "loop"
            | "macro"
            | "match"
            | "mod"
            | "move"
            | "mut"
            | "override"
            | "priv"
            | "pub"
            | "ref"
            | "return"
            | "static"
            | "struct"
            | "trait"
            | "try"
            | "type"
            | "typeof"
            | "unsafe"
            | "unsized"
            | "use"
            | "virtual"
            | "where"
            | "while"
            | "yield"
    )
}

/// What a literal text says; `None` for one that is written in a rare way.
fn value_of_text(literal: &str) -> Option<Cow<'_, str>> {
    if let Some(raw) = literal.strip_prefix('r') {
        let text = raw.trim_start_matches('#');
        let hashes = raw.len() - text.len();
        let end = text.len().checked_sub(hashes)?;
        let inside = text.get(..end)?.strip_prefix('"')?.strip_suffix('"')?;
        return Some(Cow::Borrowed(inside));
    }
    let inside = literal.strip_prefix('"')?.strip_suffix('"')?;
    if !inside.contains('\\') {
        return Some(Cow::Borrowed(inside));
    }
    let mut value = String::with_capacity(inside.len());
    let mut letters = inside.chars();
    while let Some(letter) = letters.next() {
        value.push(match letter {
            '\\' => match letters.next()? {
                same @ ('\\' | '"' | '\'') => same,
                't' => '\t',
                'r' => '\r',
                'u' => {
                    let (code, rest) = letters.as_str().strip_prefix('{')?.split_once('}')?;
                    letters = rest.chars();
                    char::from_u32(u32::from_str_radix(code, 16).ok()?)?
                }
                _ => return None,
            },
            plain => plain,
        });
    }
    Some(Cow::Owned(value))
}
