//! How expressions, patterns and statements are laid out.

use super::layout::{Break, INDENT};
use super::printer::{Known, Printer, Unknown, is_keyword};
use super::tokens::TokenKind;
use super::types::PathIn;

/// What an operand begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Atom {
    Literal,
    Path,
    /// `A { b: c }`, with the place of its brace.
    Struct(usize),
    Array,
    /// `(a)`, which is no tuple.
    Parentheses,
    Tuple,
    /// `match a {}`, with the place of its brace.
    Match(usize),
}

/// What stands behind an operand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Postfix {
    /// `(a)`
    Call,
    /// `.name(a)`
    Method,
    /// `.name`
    Field,
    /// `[a]`
    Index,
    /// `?`
    Try,
}

/// An operand without what stands before it: `a.b(c)?`.
#[derive(Debug)]
struct Chain {
    start: usize,
    atom: Atom,
    end_of_atom: usize,
    postfixes: Vec<Postfix>,
    end: usize,
}

impl Chain {
    /// The last postfix of the first so many, and how many stand before it.
    fn split(&self, count: usize) -> Option<(Postfix, usize)> {
        let before = count.checked_sub(1)?;
        self.postfixes.get(before).map(|last| (*last, before))
    }

    /// Whether nothing but the atom stands there, and it has its own brackets.
    fn has_own_brackets(&self) -> bool {
        self.postfixes.is_empty()
            && matches!(self.atom, Atom::Struct(_) | Atom::Array | Atom::Tuple)
    }
}

impl Printer<'_> {
    pub(super) fn expression(&mut self) -> Known {
        self.expression_at(false, true)
    }

    /// Lays out an expression; `first` says that it begins its line, `braces` that a brace behind a
    /// path is a struct's.
    fn expression_at(&mut self, first: bool, braces: bool) -> Known {
        let operand = self.end_of_prefixes();
        let chain = self.chain(operand, braces)?;
        if self.is_at(chain.end, "as") {
            self.layout.inconsistent(INDENT);
            self.layout.inconsistent(-INDENT);
            self.prefixes(operand)?;
            // An operator or a cast around it takes the place at the beginning of the line.
            self.print_chain(&chain, false)?;
            self.layout.end();
            self.layout.space();
            self.expect("as")?;
            self.word("as ");
            self.ty()?;
            self.layout.end();
            return Ok(());
        }
        if self.is_pair(chain.end, "=", "=") {
            self.layout.inconsistent(INDENT);
            self.layout.inconsistent(-INDENT);
            self.prefixes(operand)?;
            self.print_chain(&chain, false)?;
            self.layout.end();
            self.layout.space();
            self.at += 2;
            self.word("== ");
            let other = self.end_of_prefixes();
            let chain = self.chain(other, braces)?;
            self.prefixes(other)?;
            self.print_chain(&chain, false)?;
            self.layout.end();
            return Ok(());
        }
        let first = first && operand == self.at;
        self.prefixes(operand)?;
        self.print_chain(&chain, first)
    }

    /// Where the operand begins whose prefixes begin here. Looks only.
    fn end_of_prefixes(&self) -> usize {
        let mut operand = self.at;
        while matches!(self.text_at(operand), "&" | "*" | "-" | "!" | "mut")
            && self.kind_at(operand) != Some(TokenKind::Literal)
        {
            operand += 1;
        }
        operand
    }

    /// `&`, `&mut`, `*`, `-` and `!` before an operand.
    fn prefixes(&mut self, operand: usize) -> Known {
        while self.at < operand {
            match self.text() {
                "&" if self.is_at(self.at + 1, "mut") => {
                    self.word("&mut ");
                    self.at += 2;
                }
                prefix @ ("&" | "*" | "-" | "!") if self.is_alone(self.at, prefix) => {
                    self.word(prefix);
                    self.at += 1;
                }
                _ => return Err(Unknown),
            }
        }
        Ok(())
    }

    /// Finds what an operand consists of. Looks only.
    fn chain(&self, start: usize, braces: bool) -> Known<Chain> {
        let (atom, end_of_atom) = self.atom(start, braces).ok_or(Unknown)?;
        let mut postfixes = Vec::new();
        let mut end = end_of_atom;
        loop {
            let at = end;
            let postfix = match self.kind_at(at) {
                Some(TokenKind::Open { close }) if self.is_at(at, "(") => {
                    end = close + 1;
                    Postfix::Call
                }
                Some(TokenKind::Open { close }) if self.is_at(at, "[") => {
                    end = close + 1;
                    Postfix::Index
                }
                Some(TokenKind::Punct { .. }) if self.is_alone(at, "?") => {
                    end = at + 1;
                    Postfix::Try
                }
                Some(TokenKind::Punct { .. }) if self.is_alone(at, ".") => {
                    if self.kind_at(at + 1) != Some(TokenKind::Ident)
                        || is_keyword(self.text_at(at + 1))
                    {
                        return Err(Unknown);
                    }
                    match self.kind_at(at + 2) {
                        Some(TokenKind::Open { close }) if self.is_at(at + 2, "(") => {
                            end = close + 1;
                            Postfix::Method
                        }
                        // A turbofish on a method.
                        _ if self.is_pair(at + 2, ":", ":") => return Err(Unknown),
                        _ => {
                            end = at + 2;
                            Postfix::Field
                        }
                    }
                }
                _ => break,
            };
            postfixes.push(postfix);
        }
        let simple = matches!(atom, Atom::Path | Atom::Parentheses);
        if !postfixes.is_empty() && !simple {
            return Err(Unknown);
        }
        Ok(Chain {
            start,
            atom,
            end_of_atom,
            postfixes,
            end,
        })
    }

    fn atom(&self, at: usize, braces: bool) -> Option<(Atom, usize)> {
        match self.kind_at(at)? {
            TokenKind::Literal => Some((Atom::Literal, at + 1)),
            TokenKind::Open { close } => match self.text_at(at) {
                "[" => Some((Atom::Array, close + 1)),
                "(" => {
                    let is_tuple = close == at + 1 || self.has_comma(at + 1, close);
                    let atom = if is_tuple {
                        Atom::Tuple
                    } else {
                        Atom::Parentheses
                    };
                    Some((atom, close + 1))
                }
                _ => None,
            },
            TokenKind::Ident if matches!(self.text_at(at), "true" | "false") => {
                Some((Atom::Literal, at + 1))
            }
            TokenKind::Ident if self.is_at(at, "match") => {
                let condition = self.chain(at + 1, false).ok()?;
                match self.kind_at(condition.end)? {
                    TokenKind::Open { close } if self.is_at(condition.end, "{") => {
                        Some((Atom::Match(condition.end), close + 1))
                    }
                    _ => None,
                }
            }
            TokenKind::Ident | TokenKind::Punct { .. } => {
                let end = self.end_of_path(at)?;
                match self.kind_at(end) {
                    Some(TokenKind::Open { close }) if braces && self.is_at(end, "{") => {
                        Some((Atom::Struct(end), close + 1))
                    }
                    // A macro.
                    Some(TokenKind::Punct { .. }) if self.is_at(end, "!") => None,
                    _ => Some((Atom::Path, end)),
                }
            }
            TokenKind::Close => None,
        }
    }

    /// Whether a comma stands between two tokens, outside of groups. In an expression, a comma in
    /// angles needs a path before it; such a path makes the parentheses a tuple here, and unknown
    /// when they are laid out.
    fn has_comma(&self, mut at: usize, end: usize) -> bool {
        while at < end {
            if self.is_at(at, ",") {
                return true;
            }
            at = match self.kind_at(at) {
                Some(TokenKind::Open { close }) => close + 1,
                _ => at + 1,
            };
        }
        false
    }

    fn print_chain(&mut self, chain: &Chain, first: bool) -> Known {
        self.chain_part(chain, chain.postfixes.len(), first)?;
        if self.at == chain.end {
            Ok(())
        } else {
            Err(Unknown)
        }
    }

    /// Lays out an operand with so many of its postfixes.
    fn chain_part(&mut self, chain: &Chain, count: usize, first: bool) -> Known {
        let Some((last, before)) = chain.split(count) else {
            return self.print_atom(chain);
        };
        match last {
            Postfix::Call => {
                self.chain_part(chain, before, false)?;
                self.call_arguments()
            }
            Postfix::Index => {
                self.chain_part(chain, before, first)?;
                self.index()
            }
            Postfix::Try => {
                self.chain_part(chain, before, first)?;
                self.question_mark()
            }
            Postfix::Method => {
                self.layout.consistent(INDENT);
                let unindent = first && self.is_short_name(chain, before);
                self.chain_method(chain, before, first, unindent)?;
                self.layout.end();
                Ok(())
            }
            Postfix::Field => {
                self.layout.consistent(INDENT);
                self.chain_field(chain, before, first)?;
                self.layout.end();
                Ok(())
            }
        }
    }

    /// The same for what stands before a dot: the boxes around all of it are those of the whole.
    fn chain_prefix(&mut self, chain: &Chain, count: usize, first: bool) -> Known {
        let Some((last, before)) = chain.split(count) else {
            self.layout.consistent(-INDENT);
            self.print_atom(chain)?;
            self.layout.end();
            return Ok(());
        };
        match last {
            Postfix::Call => {
                self.chain_prefix(chain, before, false)?;
                self.call_arguments()
            }
            Postfix::Index => {
                self.chain_prefix(chain, before, first)?;
                self.index()
            }
            Postfix::Try => {
                self.chain_prefix(chain, before, first)?;
                self.question_mark()
            }
            Postfix::Method => self.chain_method(chain, before, first, false),
            Postfix::Field => self.chain_field(chain, before, first),
        }
    }

    fn chain_method(&mut self, chain: &Chain, before: usize, first: bool, unindent: bool) -> Known {
        self.chain_field(chain, before, first)?;
        self.layout.consistent(if unindent { -INDENT } else { 0 });
        self.call_arguments()?;
        self.layout.end();
        Ok(())
    }

    fn chain_field(&mut self, chain: &Chain, before: usize, first: bool) -> Known {
        self.chain_prefix(chain, before, first)?;
        if !(first && self.is_short_name(chain, before)) {
            self.layout.zero();
        }
        self.expect(".")?;
        self.word(".");
        self.name()
    }

    fn index(&mut self) -> Known {
        let close = self.enter("[")?;
        self.word("[");
        self.expression()?;
        self.word("]");
        self.leave(close)
    }

    fn question_mark(&mut self) -> Known {
        self.expect("?")?;
        self.word("?");
        Ok(())
    }

    /// Whether the operand before a postfix is a name that is not longer than an indentation.
    fn is_short_name(&self, chain: &Chain, before: usize) -> bool {
        before == 0
            && chain.atom == Atom::Path
            && chain.end_of_atom == chain.start + 1
            && self.text_at(chain.start).len() <= 4
    }

    fn print_atom(&mut self, chain: &Chain) -> Known {
        match chain.atom {
            Atom::Literal => {
                let text = self.text();
                self.at += 1;
                self.word(text);
                Ok(())
            }
            Atom::Path => self.path(PathIn::Expression),
            Atom::Struct(brace) => self.struct_literal(brace),
            Atom::Array => self.array(),
            Atom::Parentheses => {
                let close = self.enter("(")?;
                self.word("(");
                self.expression()?;
                self.word(")");
                self.leave(close)
            }
            Atom::Tuple => self.tuple(),
            Atom::Match(brace) => self.match_expression(brace),
        }
    }

    fn call_arguments(&mut self) -> Known {
        let close = self.enter("(")?;
        self.word("(");
        let only = self.chain(self.at, true).ok().filter(|only| {
            only.end == close || (self.is_at(only.end, ",") && only.end + 1 == close)
        });
        if let Some(only) = only.filter(Chain::has_own_brackets) {
            self.print_chain(&only, false)?;
            self.next_in_list(close)?;
        } else {
            self.layout.consistent(INDENT);
            self.layout.zero();
            while self.at != close {
                self.expression()?;
                let is_last = self.next_in_list(close)?;
                self.layout.comma(is_last);
            }
            self.layout.offset(-INDENT);
            self.layout.end();
        }
        self.word(")");
        self.leave(close)
    }

    fn array(&mut self) -> Known {
        let close = self.enter("[")?;
        // Whether a number in another base is a whole one is a longer story.
        let is_based = |at| {
            let bases = ["0x", "0o", "0b"];
            bases.iter().any(|base| self.text_at(at).starts_with(base))
        };
        if (self.at..close).any(is_based) {
            return Err(Unknown);
        }
        if self.at == close {
            self.word("[]");
        } else if self.is_simple_array(close) {
            self.layout.consistent(INDENT);
            self.word("[");
            self.layout.zero();
            self.layout.inconsistent(0);
            loop {
                self.word(self.text());
                self.at += 1;
                if self.next_in_list(close)? {
                    break;
                }
                self.word(",");
                self.layout.space();
            }
            self.layout.end();
            self.layout.comma(true);
            self.layout.offset(-INDENT);
            self.word("]");
            self.layout.end();
        } else {
            self.word("[");
            self.layout.consistent(INDENT);
            self.layout.zero();
            while self.at != close {
                self.expression()?;
                let is_last = self.next_in_list(close)?;
                self.layout.comma(is_last);
            }
            self.layout.offset(-INDENT);
            self.layout.end();
            self.word("]");
        }
        self.leave(close)
    }

    /// Whether an array has nothing but short literals, which then share lines.
    fn is_simple_array(&self, close: usize) -> bool {
        (self.at..close).step_by(2).all(|at| {
            let text = self.text_at(at);
            let is_short = match self.kind_at(at) {
                Some(TokenKind::Literal) => {
                    text.starts_with('\'') || text.starts_with("b'") || is_integer(text)
                }
                Some(TokenKind::Ident) => matches!(text, "true" | "false"),
                _ => false,
            };
            is_short && (at + 1 == close || self.is_at(at + 1, ","))
        })
    }

    fn tuple(&mut self) -> Known {
        let close = self.enter("(")?;
        self.word("(");
        self.layout.consistent(INDENT);
        self.layout.zero();
        let mut count = 0;
        while self.at != close {
            self.expression()?;
            count += 1;
            let is_last = self.next_in_list(close)?;
            if count == 1 && is_last {
                if !self.is_at(self.at - 1, ",") {
                    return Err(Unknown);
                }
                self.word(",");
                self.layout.zero();
            } else {
                self.layout.comma(is_last);
            }
        }
        self.layout.offset(-INDENT);
        self.layout.end();
        self.word(")");
        self.leave(close)
    }

    fn struct_literal(&mut self, brace: usize) -> Known {
        /// Structs are wider than this on one line at most.
        const WIDTH: isize = 34;
        self.layout.consistent(INDENT);
        self.layout.inconsistent(-INDENT);
        self.path(PathIn::Expression)?;
        if self.at != brace {
            return Err(Unknown);
        }
        self.layout.end();
        self.word(" {");
        self.layout.add_break(Break {
            blanks: 1,
            if_nonempty: true,
            ..Break::default()
        });
        let close = self.enter("{")?;
        // Whether `{}` breaks depends on how far the original has looked ahead.
        if self.at == close {
            return Err(Unknown);
        }
        while self.at != close && !self.is_pair(self.at, ".", ".") {
            match self.kind() {
                Some(TokenKind::Literal) => {
                    self.word(self.text());
                    self.at += 1;
                }
                _ => self.name()?,
            }
            if self.is_alone(self.at, ":") {
                self.at += 1;
                self.word(": ");
                self.layout.inconsistent(0);
                self.expression()?;
                self.layout.end();
            }
            let is_last = self.next_in_list(close)?;
            self.layout.comma_in_braces(is_last);
        }
        if self.take_pair(".", ".") {
            self.word("..");
            self.expression()?;
            self.layout.space();
        }
        self.layout.offset(-INDENT);
        self.layout.end_with_limit(WIDTH);
        self.word("}");
        self.leave(close)
    }

    fn match_expression(&mut self, brace: usize) -> Known {
        self.expect("match")?;
        self.layout.inconsistent(0);
        self.word("match ");
        let condition = self.chain(self.at, false)?;
        if condition.end != brace {
            return Err(Unknown);
        }
        self.layout.consistent(0);
        self.print_chain(&condition, false)?;
        let wraps = condition
            .postfixes
            .iter()
            .rev()
            .find(|postfix| !matches!(postfix, Postfix::Call | Postfix::Try));
        if wraps.is_some() {
            self.layout.space();
        } else {
            self.word(" ");
        }
        self.layout.end();
        let close = self.enter("{")?;
        self.word("{");
        self.layout.never();
        self.layout.consistent(INDENT);
        self.layout.line_if_nonempty();
        while self.at != close {
            self.arm(close)?;
            self.layout.line();
        }
        self.layout.offset(-INDENT);
        self.layout.end();
        self.word("}");
        self.layout.end();
        self.leave(close)
    }

    fn arm(&mut self, close: usize) -> Known {
        self.layout.inconsistent(0);
        self.pattern()?;
        if !self.take_pair("=", ">") {
            return Err(Unknown);
        }
        self.word(" => ");
        // A block, and `()`, which becomes one, are laid out in other ways.
        let is_unit = self.is("(") && self.kind() == Some(TokenKind::Open { close: self.at + 1 });
        if self.is("{") || is_unit || self.is("match") {
            return Err(Unknown);
        }
        self.layout.never();
        self.layout.consistent(INDENT);
        self.layout.add_break(Break {
            before: Some('{'),
            ..Break::default()
        });
        self.expression_at(true, true)?;
        self.layout.add_break(Break {
            offset: -INDENT,
            after: "}",
            instead: Some(','),
            ..Break::default()
        });
        self.layout.end();
        self.layout.end();
        self.next_in_list(close)?;
        Ok(())
    }

    fn pattern(&mut self) -> Known {
        if self.kind() == Some(TokenKind::Literal) {
            self.word(self.text());
            self.at += 1;
            return Ok(());
        }
        self.path(PathIn::Expression)?;
        if self.is("(") {
            let close = self.enter("(")?;
            self.word("(");
            self.layout.consistent(INDENT);
            self.layout.zero();
            while self.at != close {
                self.pattern()?;
                let is_last = self.next_in_list(close)?;
                self.layout.comma(is_last);
            }
            self.layout.offset(-INDENT);
            self.layout.end();
            self.word(")");
            self.leave(close)?;
        }
        Ok(())
    }

    /// The statements of a body, to its end.
    pub(super) fn statements(&mut self, close: usize) -> Known {
        while self.at != close {
            match self.text() {
                "let" => self.let_statement()?,
                "const" | "static" | "use" | "type" | "fn" | "#" => self.item()?,
                _ => self.expression_statement(close)?,
            }
        }
        Ok(())
    }

    fn let_statement(&mut self) -> Known {
        self.expect("let")?;
        self.layout.inconsistent(0);
        self.word("let ");
        if self.take("mut") {
            self.word("mut ");
        }
        self.name()?;
        if self.is_alone(self.at, ":") {
            self.at += 1;
            self.word(": ");
            self.ty()?;
        }
        if !self.is_alone(self.at, "=") {
            return Err(Unknown);
        }
        self.at += 1;
        self.word(" = ");
        self.layout.never();
        self.expression()?;
        self.expect(";")?;
        self.layout.end();
        self.word(";");
        self.layout.line();
        Ok(())
    }

    fn expression_statement(&mut self, close: usize) -> Known {
        let begins_with_match = self.is("match");
        self.layout.inconsistent(0);
        self.expression_at(true, true)?;
        if self.take(";") {
            self.word(";");
        } else if self.at != close && !begins_with_match {
            return Err(Unknown);
        }
        self.layout.end();
        self.layout.line();
        Ok(())
    }
}

/// Whether a literal is a whole number in decimal digits.
fn is_integer(literal: &str) -> bool {
    let suffix = literal.trim_start_matches(|digit: char| digit.is_ascii_digit() || digit == '_');
    let size = suffix.strip_prefix(['i', 'u']);
    suffix.len() < literal.len()
        && (suffix.is_empty() || matches!(size, Some("8" | "16" | "32" | "64" | "128" | "size")))
}
