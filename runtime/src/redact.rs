//! What errors repeat of answers, with every secret masked: excerpts, and the server's own words.

use std::collections::HashMap;
use std::fmt::{self, Write as _};

use crate::Secret;
use crate::scan::Scanner;

/// A short part of an answer that shows no secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Excerpt(String);

/// What an excerpt shows of a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sight {
    /// Its value.
    Shown,
    /// The members that its value has; a value without members is hidden.
    Passage,
    /// Its name only.
    Hidden,
}

/// Longest excerpt, in characters.
const MAX_CHARACTERS: usize = 240;

/// Names of members that are secrets in every answer, in lower case.
const SECRET_NAMES: [&str; 9] = [
    "sessionid",
    "access_token",
    "refresh_token",
    "password",
    "client_secret",
    "clientsecret",
    "authorization",
    "secret",
    "token",
];

impl Excerpt {
    /// The part of a body around a byte position.
    ///
    /// Text is masked wherever it could be a secret: in JSON the values of members that are named
    /// as secrets, here or by the entity's table, and of those that the schema does not know;
    /// outside of JSON nothing tells what is a secret, so the words are not shown at all. The same
    /// holds behind the first byte that is no JSON: from there on nobody knows what is a name and
    /// what a value.
    pub(crate) fn around(body: &str, position: usize, shows: &dyn Fn(&str) -> Sight) -> Self {
        if !looks_like_json(body) {
            return Self(format!("[{} bytes that are not JSON]", body.len()));
        }
        let end = Scanner::well_formed(body);
        let known = body.get(..end).unwrap_or_default();
        Self(masked(known, position, end < body.len(), shows))
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

/// Secrets that were sent, to be found in texts that a server says.
///
/// A text is walked over once, however many secrets there are: an answer to a large batch has
/// thousands of texts, and each may repeat a secret of any record.
pub(crate) struct Masks<'a> {
    /// The secrets by their first bytes, the longest of each first: one may begin as another does.
    by_start: HashMap<[u8; SHORTEST], Vec<&'a str>>,
}

/// Longest text of a server that an error carries, in characters.
const MAX_TOLD: usize = 500;

/// Shortest secret that is masked, in bytes: fewer are in every text, and give nothing away.
const SHORTEST: usize = 3;

impl<'a> Masks<'a> {
    pub(crate) fn of(secrets: &'a [Secret]) -> Self {
        let mut by_start: HashMap<[u8; SHORTEST], Vec<&str>> = HashMap::new();
        for secret in secrets.iter().map(Secret::expose) {
            if let Some(start) = secret.as_bytes().first_chunk() {
                by_start.entry(*start).or_default().push(secret);
            }
        }
        for group in by_start.values_mut() {
            group.sort_unstable_by_key(|secret| std::cmp::Reverse(secret.len()));
            group.dedup();
        }
        Self { by_start }
    }

    /// What a server says, without the secrets, and not at any length.
    pub(crate) fn told(&self, text: Option<String>) -> Option<String> {
        let mut text = self.masked(text?);
        if let Some((end, _)) = text.char_indices().nth(MAX_TOLD) {
            text.truncate(end);
            text.push('…');
        }
        Some(text)
    }

    fn masked(&self, text: String) -> String {
        if self.by_start.is_empty() {
            return text;
        }
        let mut masked = String::new();
        let (mut kept, mut at) = (0, 0);
        while let Some(start) = text.as_bytes().get(at..).and_then(<[u8]>::first_chunk) {
            let group = self.by_start.get(start).map_or(&[][..], Vec::as_slice);
            let rest = &text.as_bytes()[at..];
            let found = group
                .iter()
                .find(|secret| rest.starts_with(secret.as_bytes()));
            if let Some(secret) = found {
                // Where a text is found in another one, it begins and ends between characters.
                masked.push_str(text.get(kept..at).unwrap_or_default());
                masked.push_str("[redacted]");
                at += secret.len();
                kept = at;
            } else {
                at += 1;
            }
        }
        if kept == 0 {
            return text;
        }
        masked.push_str(text.get(kept..).unwrap_or_default());
        masked
    }
}

/// What a server says, in a message: without line breaks and other control characters, with which it
/// could write lines of its own into a log.
pub(crate) struct OnOneLine<'a>(pub(crate) &'a str);

impl fmt::Display for OnOneLine<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for letter in self.0.chars() {
            if letter.is_control() {
                write!(formatter, "{}", letter.escape_debug())?;
            } else {
                formatter.write_char(letter)?;
            }
        }
        Ok(())
    }
}

/// Whether a name is one of a secret in every answer.
pub(crate) fn is_secret_name(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    SECRET_NAMES.contains(&name.as_str())
}

fn looks_like_json(body: &str) -> bool {
    body.trim_start().starts_with(['{', '['])
}

/// The part of a text around a position, on one line, with its secrets masked.
///
/// Walks over the text as over JSON: a string followed by a colon is a name, and what follows it is
/// shown only where `shows` agrees. Only what is near the position is kept.
fn masked(body: &str, position: usize, is_cut: bool, shows: &dyn Fn(&str) -> Sight) -> String {
    let mut window = Window::default();
    let mut depth = 0_usize;
    // Depth of the member that the walk is in, and what is piece of it. What is in no member has no
    // name that tells whether it is a secret.
    let mut member: Option<(usize, Sight)> = None;
    let mut at = 0;
    let bytes = body.as_bytes();
    while let Some(&byte) = bytes.get(at) {
        let start = at;
        let piece;
        match byte {
            b'"' => {
                at = end_of_string(bytes, at);
                let text = body.get(start..at).unwrap_or_default();
                // All that is inside a hidden member stays hidden.
                let names =
                    member.is_none_or(|(outer, sight)| sight != Sight::Hidden || depth <= outer);
                if followed_by_colon(bytes, at) && names {
                    let name = text.trim_matches('"');
                    let sight = if is_secret_name(name) {
                        Sight::Hidden
                    } else {
                        shows(name)
                    };
                    member = Some((depth, sight));
                    piece = text;
                } else {
                    let is_shown = member.is_some_and(|(_, sight)| sight == Sight::Shown);
                    piece = if is_shown { text } else { "\"…\"" };
                }
            }
            b'{' | b'}' | b'[' | b']' | b',' | b':' | b' ' | b'\n' | b'\r' | b'\t' => {
                at += 1;
                match byte {
                    b'{' | b'[' => depth += 1,
                    b'}' | b']' => depth = depth.saturating_sub(1),
                    _ => {}
                }
                if member.is_some_and(|(outer, _)| depth < outer) {
                    member = None;
                }
                piece = body.get(start..at).unwrap_or_default();
            }
            _ => {
                at = end_of_word(bytes, at);
                let word = body.get(start..at).unwrap_or_default();
                let is_shown = member.is_some_and(|(_, sight)| sight == Sight::Shown);
                piece = if is_shown { word } else { "…" };
            }
        }
        if !window.push(piece, start <= position) {
            break;
        }
    }
    window.finish(is_cut || at < bytes.len())
}

/// The text around a position: what came shortly before it, and a little after.
#[derive(Default)]
struct Window {
    text: String,
    is_cut_in_front: bool,
    after: usize,
}

impl Window {
    /// Takes a piece of text; says whether more is wanted.
    fn push(&mut self, piece: &str, is_before: bool) -> bool {
        let piece: String = piece.chars().take(MAX_CHARACTERS).collect();
        self.text.push_str(&piece);
        if !is_before {
            self.after += piece.len();
            return self.after < MAX_CHARACTERS;
        }
        if self.text.len() > 16 * MAX_CHARACTERS {
            self.cut_front();
        }
        true
    }

    fn cut_front(&mut self) {
        let keep = self
            .text
            .char_indices()
            .rev()
            .nth(MAX_CHARACTERS / 2)
            .map_or(0, |(at, _)| at);
        self.is_cut_in_front |= keep > 0;
        self.text.drain(..keep);
    }

    fn finish(mut self, is_cut: bool) -> String {
        if self.text.chars().count() > MAX_CHARACTERS {
            let after = self.text.split_off(self.text.len() - self.after);
            self.cut_front();
            self.text.push_str(&after);
        }
        let words: Vec<&str> = self.text.split_whitespace().collect();
        let open = if self.is_cut_in_front { "…" } else { "" };
        format!("{open}{}{}", words.join(" "), if is_cut { "…" } else { "" })
    }
}

fn end_of_string(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'"' => return at + 1,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    bytes.len()
}

fn end_of_word(bytes: &[u8], start: usize) -> usize {
    let is_end = |byte: &u8| matches!(byte, b'"' | b'{' | b'}' | b'[' | b']' | b',' | b':');
    bytes
        .iter()
        .skip(start)
        .position(|byte| is_end(byte) || byte.is_ascii_whitespace())
        .map_or(bytes.len(), |length| start + length)
}

fn followed_by_colon(bytes: &[u8], at: usize) -> bool {
    bytes
        .iter()
        .skip(at)
        .find(|byte| !byte.is_ascii_whitespace())
        == Some(&b':')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_secret_and_unknown_members_are_masked() {
        let body = r#"{"retrieveResponse": [{"Name": "A \"b\"", "CreditCardNumber": "4111",
            "nrPin": {"a": 99, "b": ["x"]}, "SessionID": "abc", "Status": "ACTIVE"}]}"#;
        let known = ["retrieveResponse", "Name", "Status", "SessionID", "a", "b"];
        let excerpt = Excerpt::around(body, 0, &|name| {
            if known.contains(&name) {
                Sight::Shown
            } else {
                Sight::Hidden
            }
        });
        for secret in ["4111", "abc", "99", "\"x\""] {
            assert!(!excerpt.as_str().contains(secret), "{}", excerpt.as_str());
        }
        for text in ["A \\\"b\\\"", "ACTIVE", "SessionID"] {
            assert!(excerpt.as_str().contains(text), "{}", excerpt.as_str());
        }
    }

    #[test]
    fn values_without_a_name_are_masked() {
        for body in [
            r#"["abc"]"#,
            r#"[4111, {"Status": "x"}, "abc"]"#,
            r#"[{"Status": "x"}, 4111]"#,
        ] {
            let excerpt = Excerpt::around(body, 0, &|_| Sight::Shown);
            for secret in ["4111", "abc"] {
                assert!(!excerpt.as_str().contains(secret), "{}", excerpt.as_str());
            }
        }
    }

    #[test]
    fn a_passage_shows_only_what_its_members_show() {
        let body = r#"{"xResponse": ["abc", {"Status": "x"}], "xResponse": "abc"}"#;
        let excerpt = Excerpt::around(body, 0, &|name| match name {
            "Status" => Sight::Shown,
            _ => Sight::Passage,
        });
        assert_eq!(
            excerpt.as_str(),
            r#"{"xResponse": ["…", {"Status": "x"}], "xResponse": "…"}"#
        );
    }

    #[test]
    fn an_excerpt_is_short_and_around_its_place() {
        let body = format!(r#"{{"Name": "{}", "Status": 12"#, "é".repeat(10_000));
        let excerpt = Excerpt::around(&body, body.len() - 1, &|_| Sight::Shown);
        assert!(excerpt.as_str().chars().count() < 300);
        assert!(excerpt.as_str().ends_with("12"), "{}", excerpt.as_str());
    }

    #[test]
    fn what_is_not_json_is_not_shown() {
        let excerpt = Excerpt::around("<html>password=abc</html>", 0, &|_| Sight::Shown);
        assert_eq!(excerpt.as_str(), "[25 bytes that are not JSON]");
    }
}
