//! Excerpts of answers for error messages, with every secret masked.

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
    /// outside of JSON nothing tells what is a secret, so the words are not shown at all.
    pub(crate) fn around(body: &str, position: usize, shows: &dyn Fn(&str) -> Sight) -> Self {
        let masked = if looks_like_json(body) {
            Masked::of(body, shows)
        } else {
            return Self(format!("[{} bytes that are not JSON]", body.len()));
        };
        Self(masked.cut(position))
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
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

/// A body with its secrets masked, and where the original's positions went.
struct Masked {
    text: String,
    /// Pairs of original and masked position, growing.
    marks: Vec<(usize, usize)>,
}

impl Masked {
    /// Walks over the text as over JSON, without asking that it is: a string followed by a colon
    /// is a name, and what follows it is shown only where `shows` agrees.
    fn of(body: &str, shows: &dyn Fn(&str) -> Sight) -> Self {
        let mut masked = Self {
            text: String::new(),
            marks: vec![(0, 0)],
        };
        let mut depth = 0_usize;
        // Depth of the member that the walk is in, and what is shown of it. What is in no member has
        // no name that tells whether it is a secret.
        let mut member: Option<(usize, Sight)> = None;
        let mut at = 0;
        let bytes = body.as_bytes();
        while let Some(&byte) = bytes.get(at) {
            let start = at;
            match byte {
                b'"' => {
                    at = end_of_string(bytes, at);
                    let text = body.get(start..at).unwrap_or_default();
                    let is_name = followed_by_colon(bytes, at);
                    // All that is inside a hidden member stays hidden.
                    let names = member
                        .is_none_or(|(outer, sight)| sight != Sight::Hidden || depth <= outer);
                    if is_name && names {
                        let name = text.trim_matches('"');
                        let sight = if is_secret_name(name) {
                            Sight::Hidden
                        } else {
                            shows(name)
                        };
                        member = Some((depth, sight));
                        masked.push(start, text);
                    } else {
                        let is_shown = member.is_some_and(|(_, sight)| sight == Sight::Shown);
                        masked.push(start, if is_shown { text } else { "\"…\"" });
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
                    masked.push(start, body.get(start..at).unwrap_or_default());
                }
                _ => {
                    at = end_of_word(bytes, at);
                    let word = body.get(start..at).unwrap_or_default();
                    let is_shown = member.is_some_and(|(_, sight)| sight == Sight::Shown);
                    masked.push(start, if is_shown { word } else { "…" });
                }
            }
        }
        masked
    }

    fn push(&mut self, start: usize, text: &str) {
        self.marks.push((start, self.text.len()));
        self.text.push_str(text);
    }

    /// The part around an original position, on one line.
    fn cut(&self, position: usize) -> String {
        let mark = self
            .marks
            .partition_point(|(original, _)| *original <= position);
        let at = mark
            .checked_sub(1)
            .and_then(|mark| self.marks.get(mark))
            .map_or(0, |mark| mark.1);
        let before = self.text.get(..at).unwrap_or_default();
        let from = before
            .char_indices()
            .rev()
            .nth(MAX_CHARACTERS / 2)
            .map_or(0, |(at, _)| at);
        let rest = self.text.get(from..).unwrap_or_default();
        let to = rest
            .char_indices()
            .nth(MAX_CHARACTERS)
            .map_or(rest.len(), |(at, _)| at);
        let line: Vec<&str> = rest
            .get(..to)
            .unwrap_or_default()
            .split_whitespace()
            .collect();
        let open = if from > 0 { "…" } else { "" };
        let close = if to < rest.len() { "…" } else { "" };
        format!("{open}{}{close}", line.join(" "))
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
