//! A scanner that walks over JSON text once, without building anything.
//!
//! The decoder of records spends its time here. It differs from a general reader in what it gives:
//! every value as the text that stands there, so that numbers keep all their digits and unknown
//! values their bytes. Lists and objects inside a record are rare; they are left to serde_json.

use std::borrow::Cow;

use serde_json::value::RawValue;

use crate::json::Token;

/// A place in a JSON text.
pub(crate) struct Scanner<'a> {
    text: &'a str,
    at: usize,
}

/// Why the text is not what it should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Unexpected {
    /// What should stand there.
    pub(crate) expected: &'static str,
    /// The byte it should start at.
    pub(crate) at: usize,
}

/// A value: what it means, and the text that it is.
#[doc(hidden)]
#[derive(Debug)]
pub struct Scanned<'a> {
    pub(crate) token: Token<'a>,
    pub(crate) json: &'a str,
}

impl<'a> Scanned<'a> {
    /// Looks at a text that is one JSON value.
    pub(crate) fn of(json: &'a str) -> Self {
        Self {
            token: Token::of(json),
            json,
        }
    }
}

impl<'a> Scanner<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    /// The byte that the next value starts with.
    pub(crate) fn peek(&mut self) -> Option<u8> {
        let bytes = self.text.as_bytes();
        while let Some(byte) = bytes.get(self.at) {
            if !matches!(byte, b' ' | b'\n' | b'\r' | b'\t') {
                return Some(*byte);
            }
            self.at += 1;
        }
        None
    }

    /// How many bytes of a text are JSON: all of them, or those before the first mistake.
    pub(crate) fn well_formed(text: &str) -> usize {
        match serde_json::from_str::<&RawValue>(text) {
            Ok(_) => text.len(),
            // What is there is right; only the rest is missing.
            Err(cause) if cause.is_eof() => text.len(),
            Err(cause) => byte_of(text, &cause),
        }
    }

    /// The byte it is at.
    pub(crate) fn position(&self) -> usize {
        self.at
    }

    /// Steps into an object or a list.
    pub(crate) fn open(&mut self, bracket: u8, expected: &'static str) -> Result<(), Unexpected> {
        if self.peek() == Some(bracket) {
            self.at += 1;
            Ok(())
        } else {
            Err(self.unexpected(expected))
        }
    }

    /// The name of an object's next member, or `None` after the last.
    pub(crate) fn name(&mut self, is_first: bool) -> Result<Option<Cow<'a, str>>, Unexpected> {
        if !self.goes_on(is_first, b'}')? {
            return Ok(None);
        }
        if self.peek() != Some(b'"') {
            return Err(self.unexpected("JSON, here the name of a member"));
        }
        let start = self.at;
        let Token::Text(name) = self.string()? else {
            return Err(Unexpected {
                expected: "a name that is text",
                at: start,
            });
        };
        Ok(Some(name))
    }

    /// Steps from a member's name to its value.
    pub(crate) fn colon(&mut self) -> Result<(), Unexpected> {
        self.open(b':', "JSON, here a `:`")
    }

    /// Whether a list goes on, with its next item ahead.
    pub(crate) fn item(&mut self, is_first: bool) -> Result<bool, Unexpected> {
        self.goes_on(is_first, b']')
    }

    fn goes_on(&mut self, is_first: bool, close: u8) -> Result<bool, Unexpected> {
        match self.peek() {
            Some(byte) if byte == close => {
                self.at += 1;
                Ok(false)
            }
            Some(b',') if !is_first => {
                self.at += 1;
                // A comma before the end promises what does not come.
                if self.peek() == Some(close) {
                    return Err(self.unexpected("JSON, here no end after a comma"));
                }
                Ok(true)
            }
            Some(_) if is_first => Ok(true),
            _ => Err(self.unexpected("JSON, here a `,` or the end of the list or object")),
        }
    }

    /// The next value as a whole.
    pub(crate) fn value(&mut self) -> Result<Scanned<'a>, Unexpected> {
        let first = self.peek();
        let start = self.at;
        let token = match first {
            Some(b'"') => self.string()?,
            Some(b'{' | b'[') => {
                let json = self.nested()?;
                return Ok(Scanned {
                    token: Token::Nested(json),
                    json,
                });
            }
            Some(b't') => self.word("true")?,
            Some(b'f') => self.word("false")?,
            Some(b'n') => self.word("null").map(|_| Token::Null)?,
            Some(b'-' | b'0'..=b'9') => self.number()?,
            _ => return Err(self.unexpected("JSON, here a value")),
        };
        // Every scan above ends behind an ASCII byte, so the slice is on a boundary.
        Ok(Scanned {
            token,
            json: self.text.get(start..self.at).unwrap_or_default(),
        })
    }

    /// Nothing but blanks follows.
    pub(crate) fn end(&mut self) -> Result<(), Unexpected> {
        match self.peek() {
            None => Ok(()),
            Some(_) => Err(self.unexpected("nothing after the end of the JSON")),
        }
    }

    fn unexpected(&self, expected: &'static str) -> Unexpected {
        Unexpected {
            expected,
            at: self.at,
        }
    }

    fn string(&mut self) -> Result<Token<'a>, Unexpected> {
        let start = self.at;
        let bytes = self.text.as_bytes();
        let mut has_escapes = false;
        self.at += 1;
        loop {
            let Some(found) = crate::json::next_escape(bytes, self.at) else {
                self.at = bytes.len();
                return Err(self.unexpected("JSON, here the end of a text"));
            };
            self.at = found + 1;
            match bytes.get(found) {
                Some(b'"') => break,
                Some(b'\\') => {
                    has_escapes = true;
                    self.at += 1;
                }
                _ => {
                    return Err(Unexpected {
                        expected: "JSON, here an escaped character",
                        at: found,
                    });
                }
            }
        }
        let json = self.text.get(start..self.at).unwrap_or_default();
        if !has_escapes {
            return Ok(Token::Text(Cow::Borrowed(&json[1..json.len() - 1])));
        }
        // serde_json knows what may follow a backslash; its raw value also takes half of a
        // surrogate pair, which `Token::of` then leaves as it stands.
        match serde_json::from_str::<&RawValue>(json) {
            Ok(_) => Ok(Token::of(json)),
            Err(_) => Err(Unexpected {
                expected: "JSON, here an escape that it has",
                at: start,
            }),
        }
    }

    fn word(&mut self, word: &'static str) -> Result<Token<'a>, Unexpected> {
        let end = self.at + word.len();
        match self.text.get(self.at..end) {
            Some(found) if found == word => {
                self.at = end;
                Ok(Token::Scalar(found))
            }
            _ => Err(self.unexpected("JSON, here a value")),
        }
    }

    fn number(&mut self) -> Result<Token<'a>, Unexpected> {
        let start = self.at;
        let bytes = self.text.as_bytes();
        let byte = |at: usize| bytes.get(at).copied();
        let digits = |mut at: usize| {
            while byte(at).is_some_and(|byte| byte.is_ascii_digit()) {
                at += 1;
            }
            at
        };
        let whole = start + usize::from(byte(start) == Some(b'-'));
        let mut at = if byte(whole) == Some(b'0') {
            whole + 1
        } else {
            digits(whole)
        };
        let mut is_number = at > whole;
        if byte(at) == Some(b'.') {
            let fraction = at + 1;
            at = digits(fraction);
            is_number &= at > fraction;
        }
        if matches!(byte(at), Some(b'e' | b'E')) {
            let exponent = at + 1 + usize::from(matches!(byte(at + 1), Some(b'+' | b'-')));
            at = digits(exponent);
            is_number &= at > exponent;
        }
        self.at = at;
        match self.text.get(start..at) {
            Some(number) if is_number => Ok(Token::Scalar(number)),
            _ => Err(Unexpected {
                expected: "JSON, here a number",
                at: start,
            }),
        }
    }

    fn nested(&mut self) -> Result<&'a str, Unexpected> {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let mut values = serde_json::Deserializer::from_str(rest).into_iter::<&RawValue>();
        match values.next() {
            Some(Ok(value)) => {
                self.at += values.byte_offset();
                Ok(value.get())
            }
            _ => Err(self.unexpected("JSON, here a list or an object that is whole")),
        }
    }
}

/// The byte that an error of serde_json points at, on a boundary between characters.
pub(crate) fn byte_of(text: &str, cause: &serde_json::Error) -> usize {
    let lines = text
        .split_inclusive('\n')
        .take(cause.line().saturating_sub(1));
    let before: usize = lines.map(str::len).sum();
    let mut at = (before + cause.column().saturating_sub(1)).min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Line and column (in characters) of a byte, counted from 1.
pub(crate) fn line_and_column(text: &str, at: usize) -> (usize, usize) {
    let before = text.get(..at).unwrap_or(text);
    let start_of_line = before.rfind('\n').map_or(0, |end| end + 1);
    let line = before.matches('\n').count() + 1;
    (
        line,
        before.chars().count()
            - before
                .get(..start_of_line)
                .unwrap_or_default()
                .chars()
                .count()
            + 1,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads a text as one value, as the decoder does with what it does not know.
    fn scan(text: &str) -> Option<String> {
        let mut scanner = Scanner::new(text);
        let value = scanner.value().ok()?;
        scanner.end().ok()?;
        Some(value.json.to_owned())
    }

    #[test]
    fn what_is_a_json_value_is_what_serde_json_says() {
        let texts = [
            "null",
            "nul",
            "nullx",
            "true",
            "false",
            "tru",
            "0",
            "-0",
            "00",
            "01",
            "-",
            "-a",
            "1.",
            "1.5",
            ".5",
            "1e5",
            "1e",
            "1E+5",
            "1e-",
            "1.5e-3x",
            "+1",
            "\"\"",
            "\"a",
            "\"a\\\"b\"",
            "\"\\u0041\"",
            "\"\\u00g0\"",
            "\"\\ud800\"",
            "\"\\x\"",
            "\"\\",
            "\"\u{1}\"",
            "\"é😀\"",
            "\"\t\"",
            "[]",
            "[1,]",
            "[1 2]",
            "{}",
            "{\"a\":1}",
            "{\"a\" 1}",
            "{a:1}",
            "[[[[",
            "",
            " ",
            " 1 ",
            "1 2",
            "\u{feff}1",
            "NaN",
            "[\"]\"]",
            "{\"}\":\"\\\"\"}",
            "-1.0E+10",
        ];
        for text in texts {
            let expected = serde_json::from_str::<&RawValue>(text)
                .ok()
                .map(|value| value.get().to_owned());
            assert_eq!(scan(text), expected, "{text:?}");
        }
    }

    #[test]
    fn members_and_items_are_walked_as_json_has_them() {
        let mut scanner = Scanner::new(" { \"a\" : 1 , \"\\u0062\" : [ 2 ] } ");
        let mut names = Vec::new();
        scanner.open(b'{', "an object").expect("an object");
        while let Some(name) = scanner.name(names.is_empty()).expect("a member") {
            names.push(name.into_owned());
            scanner.colon().expect("a colon");
            scanner.value().expect("a value");
        }
        scanner.end().expect("the end");
        assert_eq!(names, ["a", "b"]);

        for text in [
            "{,}",
            "{\"a\":1,}",
            "{\"a\":1 \"b\":2}",
            "{\"a\"}",
            "{1:1}",
            "{\"a\":1",
        ] {
            let mut scanner = Scanner::new(text);
            scanner.open(b'{', "an object").expect("an object");
            let mut is_first = true;
            let outcome = loop {
                match scanner.name(std::mem::take(&mut is_first)) {
                    Ok(Some(_)) => match scanner.colon().and_then(|()| scanner.value()) {
                        Ok(_) => {}
                        Err(error) => break Err(error),
                    },
                    Ok(None) => break Ok(()),
                    Err(error) => break Err(error),
                }
            };
            assert!(outcome.is_err(), "{text}");
        }
    }
}
