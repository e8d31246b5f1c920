//! How paths, types, generics and where clauses are laid out.

use super::layout::INDENT;
use super::printer::{Known, Printer, Unknown, is_keyword};
use super::tokens::TokenKind;

/// Where a path stands, which decides how its generic arguments are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PathIn {
    /// `a::B<T>`
    Type,
    /// `a::B::<T>`
    Expression,
}

impl Printer<'_> {
    pub(super) fn path(&mut self, place: PathIn) -> Known {
        if self.take_pair(":", ":") {
            self.word("::");
        }
        loop {
            self.name()?;
            let turbofish = self.is_pair(self.at, ":", ":") && self.is_at(self.at + 2, "<");
            match place {
                PathIn::Expression if turbofish => {
                    self.at += 2;
                    if self.is_at(self.at + 1, ">") {
                        return Err(Unknown);
                    }
                    self.word("::");
                    self.generic_arguments()?;
                }
                PathIn::Type if turbofish => return Err(Unknown),
                PathIn::Type if self.is("<") => self.generic_arguments()?,
                PathIn::Type if self.is("(") => return self.arguments_of_function_trait(),
                _ => {}
            }
            if !self.take_pair(":", ":") {
                return Ok(());
            }
            self.word("::");
        }
    }

    fn generic_arguments(&mut self) -> Known {
        self.expect("<")?;
        // Nothing is printed for no arguments.
        if self.take(">") {
            return Ok(());
        }
        self.word("<");
        self.layout.consistent(INDENT);
        self.layout.zero();
        let mut types = false;
        loop {
            if self.is_lifetime() {
                // Lifetimes are printed first, and so they have to come.
                if types {
                    return Err(Unknown);
                }
                self.lifetime()?;
            } else {
                types = true;
                self.generic_argument()?;
            }
            let is_last = self.next_in_angles()?;
            self.layout.comma(is_last);
            if is_last {
                break;
            }
        }
        self.layout.offset(-INDENT);
        self.layout.end();
        self.word(">");
        Ok(())
    }

    fn generic_argument(&mut self) -> Known {
        match self.kind() {
            Some(TokenKind::Literal) => {
                self.word(self.text());
                self.at += 1;
                Ok(())
            }
            Some(TokenKind::Ident) if self.is_alone(self.at + 1, "=") => {
                self.name()?;
                self.at += 1;
                self.word(" = ");
                self.ty()
            }
            Some(TokenKind::Open { .. }) if self.is("{") => Err(Unknown),
            _ => self.ty(),
        }
    }

    /// Goes past a comma or the closing angle, and says whether that was the end.
    fn next_in_angles(&mut self) -> Known<bool> {
        if self.take(",") {
            return Ok(self.take(">"));
        }
        self.expect(">")?;
        Ok(true)
    }

    /// `(A, B) -> C` of `Fn(A, B) -> C`.
    fn arguments_of_function_trait(&mut self) -> Known {
        self.layout.consistent(INDENT);
        let close = self.enter("(")?;
        self.word("(");
        self.layout.zero();
        while self.at != close {
            self.ty()?;
            let is_last = self.next_in_list(close)?;
            self.layout.comma(is_last);
        }
        self.leave(close)?;
        self.layout.offset(-INDENT);
        self.word(")");
        self.return_type()?;
        self.layout.end();
        Ok(())
    }

    pub(super) fn return_type(&mut self) -> Known {
        if self.take_pair("-", ">") {
            self.word(" -> ");
            self.ty()?;
        }
        Ok(())
    }

    pub(super) fn ty(&mut self) -> Known {
        match self.text() {
            "&" if self.is_alone(self.at, "&") => {
                self.at += 1;
                self.word("&");
                if self.is_lifetime() {
                    self.lifetime()?;
                    self.word(" ");
                }
                if self.take("mut") {
                    self.word("mut ");
                }
                self.ty()
            }
            "[" => self.slice_or_array(),
            "(" => self.tuple_type(),
            "!" => {
                self.at += 1;
                self.word("!");
                Ok(())
            }
            "dyn" => {
                self.at += 1;
                self.word("dyn ");
                self.bounds_in_line()
            }
            "impl" => {
                self.at += 1;
                self.word("impl ");
                self.bounds_in_line()
            }
            "fn" => self.function_pointer(),
            _ => {
                self.path(PathIn::Type)?;
                // A macro, which follows a grammar of its own.
                if self.is("!") { Err(Unknown) } else { Ok(()) }
            }
        }
    }

    fn slice_or_array(&mut self) -> Known {
        let close = self.enter("[")?;
        self.word("[");
        self.ty()?;
        if self.take(";") {
            self.word("; ");
            self.expression()?;
        }
        self.word("]");
        self.leave(close)
    }

    fn tuple_type(&mut self) -> Known {
        let close = self.enter("(")?;
        self.word("(");
        self.layout.consistent(INDENT);
        self.layout.zero();
        let mut count = 0;
        while self.at != close {
            self.ty()?;
            count += 1;
            let is_last = self.next_in_list(close)?;
            if count == 1 && is_last {
                if !self.is_at(self.at - 1, ",") {
                    // A type in parentheses is no tuple, and rare.
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

    fn function_pointer(&mut self) -> Known {
        self.expect("fn")?;
        let close = self.enter("(")?;
        self.word("fn(");
        self.layout.consistent(INDENT);
        self.layout.zero();
        while self.at != close {
            self.ty()?;
            let is_last = self.next_in_list(close)?;
            self.layout.comma(is_last);
        }
        self.leave(close)?;
        self.layout.offset(-INDENT);
        self.layout.end();
        self.word(")");
        self.return_type()
    }

    /// Bounds behind `dyn` and `impl`, which never break.
    fn bounds_in_line(&mut self) -> Known {
        self.bound()?;
        while self.is_alone(self.at, "+") {
            self.at += 1;
            self.word(" + ");
            self.bound()?;
        }
        Ok(())
    }

    fn bound(&mut self) -> Known {
        if self.is_lifetime() {
            return self.lifetime();
        }
        if self.take("?") {
            self.word("?");
        }
        self.path(PathIn::Type)
    }

    /// `<A, B: C = D>` behind the name of an item.
    pub(super) fn generics(&mut self) -> Known {
        if !self.take("<") || self.take(">") {
            return Ok(());
        }
        self.word("<");
        self.layout.consistent(0);
        self.layout.zero();
        let mut types = false;
        loop {
            if self.is_lifetime() {
                if types {
                    return Err(Unknown);
                }
                self.lifetime()?;
                if self.is(":") {
                    return Err(Unknown);
                }
            } else {
                types = true;
                self.type_parameter()?;
            }
            let is_last = self.next_in_angles()?;
            self.layout.comma(is_last);
            if is_last {
                break;
            }
        }
        self.layout.offset(-INDENT);
        self.layout.end();
        self.word(">");
        Ok(())
    }

    fn type_parameter(&mut self) -> Known {
        self.name()?;
        self.layout.inconsistent(INDENT);
        if self.is_alone(self.at, ":") {
            self.at += 1;
            self.word(": ");
            self.bound()?;
            while self.is_alone(self.at, "+") {
                self.at += 1;
                self.layout.space();
                self.word("+ ");
                self.bound()?;
            }
        }
        if self.is_alone(self.at, "=") {
            self.at += 1;
            self.layout.space();
            self.word("= ");
            self.ty()?;
        }
        self.layout.end();
        Ok(())
    }

    /// The where clause before a body, or the blank that stands there without one.
    pub(super) fn where_before_body(&mut self) -> Known {
        if !self.take("where") || self.is("{") {
            self.word(" ");
            return Ok(());
        }
        self.layout.line();
        self.layout.offset(-INDENT);
        self.word("where");
        self.layout.line();
        while !self.is("{") {
            self.where_predicate()?;
            self.word(",");
            self.layout.line();
            if !self.take(",") && !self.is("{") {
                return Err(Unknown);
            }
        }
        self.layout.offset(-INDENT);
        Ok(())
    }

    fn where_predicate(&mut self) -> Known {
        if self.is_lifetime() || self.is("for") {
            return Err(Unknown);
        }
        self.ty()?;
        if !self.is_alone(self.at, ":") {
            return Err(Unknown);
        }
        self.at += 1;
        self.word(":");
        let bounds = self.layout.inconsistent(0);
        self.word(" ");
        self.bound()?;
        while self.is_alone(self.at, "+") {
            self.at += 1;
            self.layout.set_offset(bounds, INDENT);
            self.layout.space();
            self.word("+ ");
            self.bound()?;
        }
        self.layout.end();
        Ok(())
    }

    /// Where a path that begins here ends; `None` where there is none. Looks only.
    pub(super) fn end_of_path(&self, mut at: usize) -> Option<usize> {
        if self.is_pair(at, ":", ":") {
            at += 2;
        }
        loop {
            if self.kind_at(at) != Some(TokenKind::Ident) || is_keyword(self.text_at(at)) {
                return None;
            }
            at += 1;
            if self.is_pair(at, ":", ":") && self.is_at(at + 2, "<") {
                at = self.end_of_angles(at + 2)?;
            }
            if !self.is_pair(at, ":", ":") {
                return Some(at);
            }
            at += 2;
        }
    }

    fn end_of_angles(&self, mut at: usize) -> Option<usize> {
        let mut depth = 0_usize;
        loop {
            match (self.kind_at(at)?, self.text_at(at)) {
                (TokenKind::Open { close }, _) => at = close,
                (_, "<") => depth += 1,
                (TokenKind::Punct { joint: true }, "-") => at += 1,
                (_, ">") => {
                    depth = depth.checked_sub(1)?;
                    if depth == 0 {
                        return Some(at + 1);
                    }
                }
                _ => {}
            }
            at += 1;
        }
    }
}
