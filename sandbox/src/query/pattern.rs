//! Patterns of LIKE, matched in time that grows with text times pattern at worst.
//!
//! A pattern is cut at its `%`. The first piece stands at the start, the last one at the end, and
//! each piece between them is taken where it is found first: if there is a match at all, there is
//! one that does so. Nothing is ever tried again.

/// A pattern that was read.
#[derive(Debug)]
pub(super) struct Pattern {
    /// What stands between the `%`; one piece where there is none.
    pieces: Vec<Piece>,
}

#[derive(Debug)]
enum Piece {
    /// Letters that stand for themselves.
    Letters(String),
    /// Letters, and `None` for any one (`_`).
    Mixed(Vec<Option<char>>),
}

/// Why a pattern is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct BadEscape;

impl Pattern {
    /// Reads a pattern; an escape that escapes nothing stands for itself.
    pub(super) fn new(pattern: &str, escape: Option<char>) -> Self {
        let mut pieces = Vec::new();
        let mut piece = Vec::new();
        let mut letters = pattern.chars();
        while let Some(letter) = letters.next() {
            if Some(letter) == escape {
                piece.push(Some(letters.next().unwrap_or(letter)));
            } else if letter == '%' {
                pieces.push(Piece::new(std::mem::take(&mut piece)));
            } else {
                piece.push((letter != '_').then_some(letter));
            }
        }
        pieces.push(Piece::new(piece));
        Self { pieces }
    }

    /// Whether every escape stands before `%`, `_` or itself, as Oracle demands.
    pub(super) fn check(pattern: &str, escape: char) -> Result<(), BadEscape> {
        let mut letters = pattern.chars();
        while let Some(letter) = letters.next() {
            if letter == escape {
                match letters.next() {
                    Some(next) if next == '%' || next == '_' || next == escape => {}
                    _ => return Err(BadEscape),
                }
            }
        }
        Ok(())
    }

    /// Whether the whole text matches.
    pub(super) fn matches(&self, text: &str) -> bool {
        let Some((first, rest)) = self.pieces.split_first() else {
            return text.is_empty();
        };
        let Some(mut left) = first.strip_start(text) else {
            return false;
        };
        let Some((last, between)) = rest.split_last() else {
            return left.is_empty();
        };
        for piece in between {
            let Some(after) = piece.strip_first_found(left) else {
                return false;
            };
            left = after;
        }
        last.is_end_of(left)
    }
}

impl Piece {
    fn new(letters: Vec<Option<char>>) -> Self {
        match letters.iter().copied().collect() {
            Some(plain) => Self::Letters(plain),
            None => Self::Mixed(letters),
        }
    }

    /// What follows the piece where the text starts with it.
    fn strip_start<'a>(&self, text: &'a str) -> Option<&'a str> {
        match self {
            Self::Letters(letters) => text.strip_prefix(letters.as_str()),
            Self::Mixed(letters) => {
                let mut rest = text.chars();
                for wanted in letters {
                    let letter = rest.next()?;
                    if wanted.is_some_and(|wanted| wanted != letter) {
                        return None;
                    }
                }
                Some(rest.as_str())
            }
        }
    }

    /// What follows the piece where it is found first.
    fn strip_first_found<'a>(&self, text: &'a str) -> Option<&'a str> {
        match self {
            Self::Letters(letters) => {
                let at = text.find(letters.as_str())?;
                text.get(at + letters.len()..)
            }
            Self::Mixed(_) => text
                .char_indices()
                .find_map(|(at, _)| self.strip_start(text.get(at..)?)),
        }
    }

    fn is_end_of(&self, text: &str) -> bool {
        match self {
            Self::Letters(letters) => text.ends_with(letters.as_str()),
            Self::Mixed(letters) => {
                let mut rest = text.chars();
                letters.iter().rev().all(|wanted| {
                    rest.next_back()
                        .is_some_and(|letter| wanted.is_none_or(|wanted| wanted == letter))
                })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The definition, tried out in full: a `%` is any beginning of the rest.
    fn matches_by_definition(pattern: &[char], text: &[char]) -> bool {
        match pattern.split_first() {
            None => text.is_empty(),
            Some(('%', rest)) => {
                (0..=text.len()).any(|at| matches_by_definition(rest, &text[at..]))
            }
            Some((letter, rest)) => text.split_first().is_some_and(|(first, others)| {
                (*letter == '_' || letter == first) && matches_by_definition(rest, others)
            }),
        }
    }

    #[test]
    fn every_short_pattern_matches_what_the_definition_says() {
        let words = |letters: &[char], most: usize| {
            let mut all = vec![String::new()];
            let mut last = all.clone();
            for _ in 0..most {
                last = last
                    .iter()
                    .flat_map(|word| letters.iter().map(move |letter| format!("{word}{letter}")))
                    .collect();
                all.extend(last.iter().cloned());
            }
            all
        };
        let texts = words(&['a', 'ä'], 5);
        for pattern in words(&['a', 'ä', '%', '_'], 5) {
            let read = Pattern::new(&pattern, None);
            let letters: Vec<char> = pattern.chars().collect();
            for text in &texts {
                let text_letters: Vec<char> = text.chars().collect();
                assert_eq!(
                    read.matches(text),
                    matches_by_definition(&letters, &text_letters),
                    "{text} LIKE {pattern}"
                );
            }
        }
    }

    #[test]
    fn an_escape_takes_the_meaning_of_the_next_letter() {
        let pattern = Pattern::new(r"50\%\_\\%", Some('\\'));
        assert!(pattern.matches(r"50%_\ of it"));
        assert!(!pattern.matches(r"500_\"));
        assert_eq!(Pattern::check(r"50\%", '\\'), Ok(()));
        assert_eq!(Pattern::check(r"50\a", '\\'), Err(BadEscape));
        assert_eq!(Pattern::check(r"50\", '\\'), Err(BadEscape));
    }

    #[test]
    fn many_signs_for_any_text_take_no_time() {
        let text = "a".repeat(20_000);
        let pattern = format!("{}b", "%a".repeat(20_000));
        assert!(!Pattern::new(&pattern, None).matches(&text));
        let pattern = format!("{}_b", "%_a".repeat(5_000));
        assert!(!Pattern::new(&pattern, None).matches(&text));
    }
}
