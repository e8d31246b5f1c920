//! How items are laid out.

use super::layout::INDENT;
use super::printer::{Known, Printer, Unknown};
use super::tokens::TokenKind;
use super::types::PathIn;

impl Printer<'_> {
    /// Lays out one item with its documentation and attributes.
    pub(super) fn item(&mut self) -> Known {
        self.attributes(false)?;
        // The words of most items stand in a box that begins before the visibility.
        let keyword = self.text_at(self.after_visibility());
        match keyword {
            "use" => self.use_item(),
            "type" => self.type_alias(),
            "struct" => self.struct_item(),
            "enum" => self.enum_item(),
            "impl" => self.impl_item(),
            "fn" => self.function(),
            "const" if self.is_at(self.after_visibility() + 1, "fn") => self.function(),
            "const" | "static" => self.constant(),
            "mod" => self.module(),
            _ => self.macro_call(),
        }
    }

    /// Where an item ends that begins here; `None` where it has no end. Looks only.
    pub(super) fn end_of_item(&self, mut at: usize) -> Option<usize> {
        // The value of a constant may have braces, and so may an attribute.
        let mut ends_with_semicolon = false;
        loop {
            let text = self.text_at(at);
            at = match self.kind_at(at)? {
                TokenKind::Open { close } => {
                    if text == "{" && !ends_with_semicolon {
                        return Some(close + 1);
                    }
                    close + 1
                }
                TokenKind::Ident => {
                    let is_value = text == "const" && !self.is_at(at + 1, "fn");
                    ends_with_semicolon |= is_value || matches!(text, "static" | "use" | "type");
                    at + 1
                }
                TokenKind::Punct { .. } if text == ";" => return Some(at + 1),
                _ => at + 1,
            };
        }
    }

    /// Where the keyword of an item stands.
    fn after_visibility(&self) -> usize {
        match self.kind_at(self.at + 1) {
            Some(TokenKind::Open { close }) if self.is("pub") && self.is_at(self.at + 1, "(") => {
                close + 1
            }
            _ if self.is("pub") => self.at + 1,
            _ => self.at,
        }
    }

    fn visibility(&mut self) -> Known {
        if !self.take("pub") {
            return Ok(());
        }
        if !self.is("(") {
            self.word("pub ");
            return Ok(());
        }
        let close = self.enter("(")?;
        if !matches!(self.text(), "self" | "super" | "crate") {
            return Err(Unknown);
        }
        self.word("pub(");
        self.name()?;
        self.word(") ");
        self.leave(close)
    }

    fn use_item(&mut self) -> Known {
        self.visibility()?;
        self.expect("use")?;
        self.word("use ");
        if self.take_pair(":", ":") {
            self.word("::");
        }
        self.use_tree()?;
        self.expect(";")?;
        self.word(";");
        self.layout.line();
        Ok(())
    }

    fn use_tree(&mut self) -> Known {
        loop {
            if self.take("*") {
                self.word("*");
                return Ok(());
            }
            if self.is("{") {
                return self.use_group();
            }
            self.name()?;
            if self.take("as") {
                self.word(" as ");
                return self.name();
            }
            if !self.take_pair(":", ":") {
                return Ok(());
            }
            self.word("::");
        }
    }

    fn use_group(&mut self) -> Known {
        let close = self.enter("{")?;
        let (mut at, mut count) = (self.at, 0);
        while at < close {
            match self.kind_at(at) {
                // A group in a group breaks lines in a way of its own.
                Some(TokenKind::Open { .. }) => return Err(Unknown),
                _ if self.is_at(at, ",") => count += 1,
                _ if at + 1 == close => count += 1,
                _ => {}
            }
            at += 1;
        }
        match count {
            0 => self.word("{}"),
            1 if self.is("self") && self.is_pair(self.at + 1, ":", ":") => return Err(Unknown),
            1 if !self.is("self") => {
                self.use_tree()?;
                self.next_in_list(close)?;
            }
            _ => {
                self.layout.consistent(INDENT);
                self.word("{");
                self.layout.zero();
                self.layout.inconsistent(0);
                loop {
                    self.use_tree()?;
                    if self.next_in_list(close)? {
                        break;
                    }
                    self.word(",");
                    self.layout.space();
                }
                self.layout.end();
                self.layout.comma(true);
                self.layout.offset(-INDENT);
                self.word("}");
                self.layout.end();
            }
        }
        self.leave(close)
    }

    fn type_alias(&mut self) -> Known {
        self.layout.consistent(INDENT);
        self.visibility()?;
        self.expect("type")?;
        self.word("type ");
        self.name()?;
        self.generics()?;
        // Of an associated type, too: both have this blank here.
        self.word(" ");
        if !self.is_alone(self.at, "=") {
            return Err(Unknown);
        }
        self.at += 1;
        self.word("= ");
        self.layout.never();
        self.layout.inconsistent(-INDENT);
        self.ty()?;
        self.layout.end();
        self.expect(";")?;
        self.word(";");
        self.layout.end();
        self.layout.line();
        Ok(())
    }

    fn struct_item(&mut self) -> Known {
        self.layout.consistent(INDENT);
        self.visibility()?;
        self.expect("struct")?;
        self.word("struct ");
        self.name()?;
        self.generics()?;
        if self.is("(") {
            self.unnamed_fields()?;
            self.expect(";")?;
            self.word(";");
            self.layout.end();
        } else if self.take(";") {
            self.word(";");
            self.layout.end();
        } else {
            self.where_before_body()?;
            let close = self.open_body()?;
            while self.at != close {
                self.field()?;
                self.next_in_list(close)?;
                self.word(",");
                self.layout.line();
            }
            self.close_body(close)?;
        }
        self.layout.line();
        Ok(())
    }

    fn field(&mut self) -> Known {
        self.attributes(false)?;
        self.visibility()?;
        self.name()?;
        if !self.is_alone(self.at, ":") {
            return Err(Unknown);
        }
        self.at += 1;
        self.word(": ");
        self.ty()
    }

    fn unnamed_fields(&mut self) -> Known {
        let close = self.enter("(")?;
        self.word("(");
        self.layout.zero();
        while self.at != close {
            self.attributes(false)?;
            self.visibility()?;
            self.ty()?;
            let is_last = self.next_in_list(close)?;
            self.layout.comma(is_last);
        }
        self.layout.offset(-INDENT);
        self.word(")");
        self.leave(close)
    }

    fn enum_item(&mut self) -> Known {
        self.layout.consistent(INDENT);
        self.visibility()?;
        self.expect("enum")?;
        self.word("enum ");
        self.name()?;
        self.generics()?;
        self.where_before_body()?;
        let close = self.open_body()?;
        while self.at != close {
            self.variant()?;
            self.next_in_list(close)?;
            self.word(",");
            self.layout.line();
        }
        self.close_body(close)?;
        self.layout.line();
        Ok(())
    }

    fn variant(&mut self) -> Known {
        self.attributes(false)?;
        self.name()?;
        if self.is("(") {
            self.layout.consistent(INDENT);
            self.unnamed_fields()?;
            self.layout.end();
        }
        if self.is_alone(self.at, "=") {
            self.at += 1;
            self.word(" = ");
            self.expression()?;
        }
        Ok(())
    }

    fn impl_item(&mut self) -> Known {
        self.layout.consistent(INDENT);
        self.layout.inconsistent(-INDENT);
        self.layout.consistent(INDENT);
        self.expect("impl")?;
        self.word("impl");
        self.generics()?;
        self.layout.end();
        self.word(" ");
        if self.is("!") {
            return Err(Unknown);
        }
        self.ty()?;
        if self.take("for") {
            self.layout.space();
            self.word("for ");
            self.ty()?;
        }
        self.layout.end();
        self.where_before_body()?;
        let close = self.open_body()?;
        while self.at != close {
            self.associated_item()?;
        }
        self.close_body(close)?;
        self.layout.line();
        Ok(())
    }

    fn associated_item(&mut self) -> Known {
        self.attributes(false)?;
        let keyword = self.after_visibility();
        match self.text_at(keyword) {
            "fn" => self.function(),
            "const" if self.is_at(keyword + 1, "fn") => self.function(),
            "const" => self.constant(),
            "type" => self.type_alias(),
            _ => Err(Unknown),
        }
    }

    fn function(&mut self) -> Known {
        self.layout.consistent(INDENT);
        self.visibility()?;
        if self.take("const") {
            self.word("const ");
        }
        self.expect("fn")?;
        self.word("fn ");
        self.name()?;
        self.generics()?;
        let close = self.enter("(")?;
        self.word("(");
        self.layout.never();
        self.layout.consistent(0);
        self.layout.zero();
        while self.at != close {
            self.parameter()?;
            let is_last = self.next_in_list(close)?;
            self.layout.comma(is_last);
        }
        self.leave(close)?;
        self.layout.offset(-INDENT);
        self.layout.end();
        self.word(")");
        self.layout.consistent(-INDENT);
        self.return_type()?;
        self.layout.end();
        self.where_before_body()?;
        let close = self.open_body()?;
        self.statements(close)?;
        self.close_body(close)?;
        self.layout.line();
        Ok(())
    }

    fn parameter(&mut self) -> Known {
        if self.is_alone(self.at, "&") {
            self.at += 1;
            self.word("&");
            if self.is_lifetime() {
                self.lifetime()?;
                self.word(" ");
            }
            if self.take("mut") {
                self.word("mut ");
            }
            self.expect("self")?;
            self.word("self");
            return Ok(());
        }
        if self.take("mut") {
            self.word("mut ");
        }
        let is_self = self.is("self");
        self.name()?;
        if is_self {
            return Ok(());
        }
        if !self.is_alone(self.at, ":") {
            return Err(Unknown);
        }
        self.at += 1;
        self.word(": ");
        self.ty()
    }

    /// `const` or `static`.
    fn constant(&mut self) -> Known {
        self.layout.consistent(0);
        self.visibility()?;
        let keyword = if self.take("const") {
            "const "
        } else {
            self.expect("static")?;
            "static "
        };
        self.word(keyword);
        self.name()?;
        if !self.is_alone(self.at, ":") {
            return Err(Unknown);
        }
        self.at += 1;
        self.word(": ");
        self.ty()?;
        if !self.is_alone(self.at, "=") {
            return Err(Unknown);
        }
        self.at += 1;
        self.word(" = ");
        self.layout.never();
        self.expression()?;
        self.expect(";")?;
        self.word(";");
        self.layout.end();
        self.layout.line();
        Ok(())
    }

    fn module(&mut self) -> Known {
        self.layout.consistent(INDENT);
        self.visibility()?;
        self.expect("mod")?;
        self.word("mod ");
        self.name()?;
        if self.take(";") {
            self.word(";");
            self.layout.end();
        } else {
            self.word(" ");
            let close = self.open_body()?;
            self.attributes(true)?;
            while self.at != close {
                self.item()?;
            }
            self.close_body(close)?;
        }
        self.layout.line();
        Ok(())
    }

    /// `a::b!(C);`: the call of a macro that takes one name or number.
    fn macro_call(&mut self) -> Known {
        self.path(PathIn::Expression)?;
        self.expect("!")?;
        self.word("!");
        let close = self.enter("(")?;
        self.word("(");
        self.layout.consistent(INDENT);
        self.layout.zero();
        if self.kind() == Some(TokenKind::Literal) {
            self.word(self.text());
            self.at += 1;
        } else {
            self.name()?;
        }
        self.layout.zero();
        self.layout.offset(-INDENT);
        self.layout.end();
        self.word(")");
        self.leave(close)?;
        self.expect(";")?;
        self.word(";");
        self.layout.line();
        Ok(())
    }

    fn open_body(&mut self) -> Known<usize> {
        let close = self.enter("{")?;
        self.word("{");
        self.layout.line_if_nonempty();
        Ok(close)
    }

    fn close_body(&mut self, close: usize) -> Known {
        self.layout.offset(-INDENT);
        self.layout.end();
        self.word("}");
        self.leave(close)
    }
}
