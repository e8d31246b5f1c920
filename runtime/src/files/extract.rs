//! Finds the file in an answer that arrives in parts, and leaves the rest of the answer as it is.
//!
//! The answer is one object; a member of it is an object, or a list whose first item is one, and a
//! member of that is the file as a text: `{"file_downloadResponse": [{"Data": "…"}]}`. This walks
//! over the bytes once and keeps next to nothing. It does not judge JSON: what it leaves is decoded
//! by those who decode all other answers, and what is broken is broken there, too.

use crate::json::next_escape;

/// Where the file is in an answer.
#[derive(Debug, Clone, Copy)]
pub(crate) struct FilePlace {
    /// The member of the answer that holds the result.
    pub(crate) result: &'static str,
    /// The member of the result that is the file.
    pub(crate) file: &'static str,
}

/// Longest name of a member that is looked at, in bytes as written.
const MAX_NAME: usize = 128;

/// Takes an answer apart.
pub(crate) struct Extractor {
    place: FilePlace,
    at: At,
    /// Objects and lists that it is in.
    depth: usize,
    within: Within,
    /// Whether a text would be the name of a member.
    is_name_next: bool,
    /// Whether the value that comes is the one that was looked for.
    is_found: bool,
    files: usize,
}

/// In what kind of token the last part ended.
enum At {
    /// Between tokens, or in a number or a word.
    Between,
    /// A name as far as it is looked at, and whether a backslash stands before what comes.
    Name(Vec<u8>, bool),
    Text(Escape),
    File(Escape),
}

#[derive(Clone, Copy)]
enum Escape {
    No,
    Begun,
    /// Hexadecimal digits of `\u`, and what they are so far.
    Digits(u8, u16),
}

/// How near to the file it is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Within {
    Nothing,
    /// The outermost object.
    Answer,
    /// The list of results.
    List,
    /// The result, which is at this depth.
    Result(usize),
}

/// A part of the file's text, or why there is none.
pub(crate) enum Piece<'a> {
    /// Characters of base64.
    Text(&'a [u8]),
    /// The text is over.
    End,
    /// There is a second file, or a character that base64 does not have.
    Problem(&'static str),
}

impl Extractor {
    pub(crate) fn new(place: FilePlace) -> Self {
        Self {
            place,
            at: At::Between,
            depth: 0,
            within: Within::Nothing,
            is_name_next: false,
            is_found: false,
            files: 0,
        }
    }

    /// Takes a part of the answer: gives what belongs to the file to `file`, and adds all else to
    /// `rest`, where the file is an empty text.
    pub(crate) fn push<E>(
        &mut self,
        part: &[u8],
        rest: &mut Vec<u8>,
        mut file: impl FnMut(Piece<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut bytes = part;
        while let Some((&byte, after)) = bytes.split_first() {
            bytes = match self.at {
                At::File(Escape::No) => {
                    let length = next_escape(bytes, 0).unwrap_or(bytes.len());
                    let (text, left) = bytes.split_at(length);
                    if !text.is_empty() {
                        file(Piece::Text(text))?;
                    }
                    let Some((&byte, left)) = left.split_first() else {
                        return Ok(());
                    };
                    match byte {
                        b'"' => {
                            rest.push(byte);
                            self.at = At::Between;
                            file(Piece::End)?;
                        }
                        b'\\' => self.at = At::File(Escape::Begun),
                        // A line break that should have been escaped.
                        blank => file(Piece::Text(&[blank]))?,
                    }
                    left
                }
                At::File(escape) => {
                    self.at = At::File(unescape(escape, byte, &mut file)?);
                    after
                }
                At::Text(Escape::No) => {
                    let is_end = |byte: &u8| matches!(byte, b'"' | b'\\');
                    let length = bytes.iter().position(is_end).unwrap_or(bytes.len());
                    let taken = (length + 1).min(bytes.len());
                    let (text, left) = bytes.split_at(taken);
                    rest.extend_from_slice(text);
                    match text.get(length) {
                        Some(b'"') => self.at = At::Between,
                        Some(_) => self.at = At::Text(Escape::Begun),
                        None => {}
                    }
                    left
                }
                At::Text(_) => {
                    rest.push(byte);
                    self.at = At::Text(Escape::No);
                    after
                }
                At::Name(..) => {
                    rest.push(byte);
                    self.take_of_name(byte);
                    after
                }
                At::Between => {
                    rest.push(byte);
                    self.take_token(byte, &mut file)?;
                    after
                }
            };
        }
        Ok(())
    }

    fn take_token<E>(
        &mut self,
        byte: u8,
        file: &mut impl FnMut(Piece<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        match byte {
            b'"' if self.is_name_next => self.at = At::Name(Vec::new(), false),
            b'"' if self.is_found && matches!(self.within, Within::Result(_)) => {
                self.is_found = false;
                self.files += 1;
                self.at = At::File(Escape::No);
                if self.files > 1 {
                    file(Piece::Problem("one file, not several"))?;
                }
            }
            b'"' => self.at = At::Text(Escape::No),
            b'{' | b'[' => {
                let is_object = byte == b'{';
                self.depth += 1;
                self.within = match (self.within, self.depth) {
                    (Within::Nothing, 1) if is_object => Within::Answer,
                    (Within::Answer, 2) if self.is_found && !is_object => Within::List,
                    (Within::Answer, 2) if self.is_found => Within::Result(2),
                    (Within::List, 3) if is_object && self.is_found => Within::Result(3),
                    (within, _) => within,
                };
                // In a list it is the first item that counts.
                self.is_found = self.within == Within::List && self.depth == 2;
                self.is_name_next = is_object && self.has_names_here();
            }
            b'}' | b']' => {
                self.depth = self.depth.saturating_sub(1);
                self.within = match self.within {
                    Within::Result(depth) if self.depth < depth => Within::Answer,
                    Within::List if self.depth < 2 => Within::Answer,
                    Within::Answer if self.depth < 1 => Within::Nothing,
                    within => within,
                };
                self.is_name_next = false;
                self.is_found = false;
            }
            b',' => {
                self.is_name_next = self.has_names_here();
                self.is_found = false;
            }
            b':' => self.is_name_next = false,
            _ => {}
        }
        Ok(())
    }

    /// Whether it is directly in an object whose names matter.
    fn has_names_here(&self) -> bool {
        match self.within {
            Within::Answer => self.depth == 1,
            Within::Result(depth) => self.depth == depth,
            Within::Nothing | Within::List => false,
        }
    }

    fn take_of_name(&mut self, byte: u8) {
        let At::Name(name, is_escaped) = &mut self.at else {
            return;
        };
        if byte != b'"' || *is_escaped {
            *is_escaped = byte == b'\\' && !*is_escaped;
            // One byte more than is looked at tells that it is too long.
            if name.len() <= MAX_NAME {
                name.push(byte);
            }
            return;
        }
        let wanted = match self.within {
            Within::Result(_) => self.place.file,
            _ => self.place.result,
        };
        self.is_found = is_name(name, wanted);
        self.is_name_next = false;
        self.at = At::Between;
    }
}

/// Takes a byte of an escape in the file's text.
fn unescape<E>(
    escape: Escape,
    byte: u8,
    file: &mut impl FnMut(Piece<'_>) -> Result<(), E>,
) -> Result<Escape, E> {
    const NO_BASE64: &str = "base64, not another character";
    match (escape, byte) {
        (Escape::Begun, b'u') => return Ok(Escape::Digits(0, 0)),
        (Escape::Begun, b'/') => file(Piece::Text(b"/"))?,
        (Escape::Begun, b'n' | b'r' | b't') => file(Piece::Text(b"\n"))?,
        (Escape::Digits(count, value), digit) => {
            let Some(digit) = char::from(digit).to_digit(16) else {
                file(Piece::Problem(NO_BASE64))?;
                return Ok(Escape::No);
            };
            // A hexadecimal digit is below 16.
            let value = (value << 4) | u16::try_from(digit).unwrap_or_default();
            if count < 3 {
                return Ok(Escape::Digits(count + 1, value));
            }
            match u8::try_from(value) {
                Ok(byte) if byte.is_ascii() => file(Piece::Text(&[byte]))?,
                _ => file(Piece::Problem(NO_BASE64))?,
            }
        }
        _ => file(Piece::Problem(NO_BASE64))?,
    }
    Ok(Escape::No)
}

/// Whether a name as written between its quotes is this one.
fn is_name(written: &[u8], name: &str) -> bool {
    if !written.contains(&b'\\') {
        return written == name.as_bytes();
    }
    let quoted = [b"\"", written, b"\""].concat();
    serde_json::from_slice::<String>(&quoted).is_ok_and(|read| read == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLACE: FilePlace = FilePlace {
        result: "file_downloadResponse",
        file: "Data",
    };

    /// The file's text, or the problem with it, and the rest of the answer.
    fn taken_apart(answer: &str, step: usize) -> (Result<Option<String>, &'static str>, String) {
        let mut extractor = Extractor::new(PLACE);
        let (mut rest, mut text) = (Vec::new(), Vec::new());
        for part in answer.as_bytes().chunks(step) {
            let outcome = extractor.push(part, &mut rest, |piece| match piece {
                Piece::Text(part) => {
                    text.extend_from_slice(part);
                    Ok(())
                }
                Piece::End => Ok(()),
                Piece::Problem(problem) => Err(problem),
            });
            if let Err(problem) = outcome {
                return (Err(problem), String::new());
            }
        }
        let text = (extractor.files > 0).then(|| String::from_utf8(text).expect("UTF-8"));
        (Ok(text), String::from_utf8(rest).expect("UTF-8"))
    }

    #[test]
    fn the_file_is_found_wherever_the_answer_is_cut() {
        for (answer, file, rest) in [
            (
                r#"{"file_downloadResponse": [{"ErrorCode": "0", "Data": "QUJD"}]}"#,
                Some("QUJD"),
                r#"{"file_downloadResponse": [{"ErrorCode": "0", "Data": ""}]}"#,
            ),
            (
                r#"{"file_downloadResponse": {"Data": "QU\nJD\u0041\/", "ErrorCode": "1"}}"#,
                Some("QU\nJDA/"),
                r#"{"file_downloadResponse": {"Data": "", "ErrorCode": "1"}}"#,
            ),
            (
                r#"{"a\"b\\": {"Data": "x"}, "file\u005fdownloadResponse" : [ {"Dat\u0061" : "QQ=="}]}"#,
                Some("QQ=="),
                r#"{"a\"b\\": {"Data": "x"}, "file\u005fdownloadResponse" : [ {"Dat\u0061" : ""}]}"#,
            ),
            (
                r#"{"Data": "x", "other": [{"Data": "y"}], "file_downloadResponse": [{"in": {"Data": "z"}, "Data": "QQ=="}, {"Data": "w"}]}"#,
                Some("QQ=="),
                r#"{"Data": "x", "other": [{"Data": "y"}], "file_downloadResponse": [{"in": {"Data": "z"}, "Data": ""}, {"Data": "w"}]}"#,
            ),
            (
                r#"{"x": "file_downloadResponse", "file_downloadResponse": [{"ErrorText": "Data", "Data": null}]}"#,
                None,
                r#"{"x": "file_downloadResponse", "file_downloadResponse": [{"ErrorText": "Data", "Data": null}]}"#,
            ),
            (
                r#"[{"file_downloadResponse": {"Data": "x"}}]"#,
                None,
                r#"[{"file_downloadResponse": {"Data": "x"}}]"#,
            ),
            ("<html>", None, "<html>"),
            ("", None, ""),
        ] {
            for step in 1..=answer.len().max(1) {
                let (found, left) = taken_apart(answer, step);
                let found = found.expect("there is no problem");
                assert_eq!(found.as_deref(), file, "{answer} by {step}");
                assert_eq!(left, rest, "{answer} by {step}");
            }
        }
    }

    #[test]
    fn what_base64_does_not_have_and_a_second_file_are_problems_wherever_the_answer_is_cut() {
        for answer in [
            r#"{"file_downloadResponse": {"Data": "Q\u00e9"}}"#,
            r#"{"file_downloadResponse": {"Data": "Q\u00gg"}}"#,
            r#"{"file_downloadResponse": {"Data": "Q\b"}}"#,
            r#"{"file_downloadResponse": {"Data": "Q\""}}"#,
            r#"{"file_downloadResponse": {"Data": "QQ==", "Data": "QQ=="}}"#,
            r#"{"file_downloadResponse": {"Data": "QQ=="}, "file_downloadResponse": {"Data": ""}}"#,
        ] {
            for step in 1..=answer.len() {
                assert!(taken_apart(answer, step).0.is_err(), "{answer} by {step}");
            }
        }
    }

    #[test]
    fn a_long_name_and_a_deep_answer_take_no_room() {
        let mut extractor = Extractor::new(PLACE);
        let mut rest = Vec::new();
        let mut push = |part: &[u8]| {
            rest.clear();
            let outcome: Result<(), ()> = extractor.push(part, &mut rest, |_| Ok(()));
            outcome.expect("nothing fails");
            if let At::Name(name, _) = &extractor.at {
                assert!(name.len() <= MAX_NAME + 1);
            }
        };
        push(b"{\"");
        (0..10_000).for_each(|_| push(b"long\\\\"));
        push(b"n\": ");
        (0..10_000).for_each(|_| push(b"[{"));
        assert_eq!(extractor.depth, 20_001);
    }
}
