//! Formats of `to_char` for dates: the parts that client programs use, in any order.

use super::error::{QueryError, Result, shown};

/// A format that was read.
#[derive(Debug)]
pub(super) struct DateFormat {
    parts: Vec<Part>,
}

#[derive(Debug, Clone, Copy)]
enum Part {
    /// The letters of a stored date-time from one place to another.
    Digits(usize, usize),
    Sign(char),
}

/// The words, the longer ones before those that they start with, and where a stored
/// `YYYY-MM-DDTHH:MM:SS.sssZ` has the part.
const WORDS: [(&str, usize, usize); 7] = [
    ("YYYY", 0, 4),
    ("YY", 2, 4),
    ("MM", 5, 7),
    ("DD", 8, 10),
    ("HH24", 11, 13),
    ("MI", 14, 16),
    ("SS", 17, 19),
];

impl DateFormat {
    /// Reads a format like `YYYY-MM-DD HH24:MI:SS`.
    pub(super) fn read(format: &str) -> Result<Self> {
        let mut parts = Vec::new();
        let mut rest = format;
        'parts: while let Some(letter) = rest.chars().next() {
            for (word, from, to) in WORDS {
                let start = rest.get(..word.len());
                if start.is_some_and(|start| start.eq_ignore_ascii_case(word)) {
                    parts.push(Part::Digits(from, to));
                    rest = rest.get(word.len()..).unwrap_or_default();
                    continue 'parts;
                }
            }
            if letter.is_alphanumeric() || letter == '"' {
                return Err(QueryError::new(format!(
                    "`{}` is no format of to_char: it is made of YYYY, YY, MM, DD, HH24, MI, SS and the \
                     signs between them",
                    shown(format)
                )));
            }
            parts.push(Part::Sign(letter));
            rest = rest.get(letter.len_utf8()..).unwrap_or_default();
        }
        Ok(Self { parts })
    }

    /// A stored date or date-time in this format; a date is its midnight.
    pub(super) fn write(&self, moment: &str) -> Option<String> {
        const MIDNIGHT: &str = "0000-00-00T00:00:00";
        let mut text = String::new();
        for part in &self.parts {
            match *part {
                Part::Digits(from, to) => {
                    let digits = moment.get(from..to).or_else(|| MIDNIGHT.get(from..to))?;
                    text.push_str(digits);
                }
                Part::Sign(sign) => text.push(sign),
            }
        }
        Some(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_dates_and_moments_are_written_in_any_order() {
        let written = |format: &str, moment: &str| {
            let format = DateFormat::read(format).expect("a format");
            format.write(moment).expect("it is long enough")
        };
        assert_eq!(written("YYYY-MM-DD", "2015-05-06"), "2015-05-06");
        let moment = "2015-05-06T07:08:09.010Z";
        assert_eq!(written("dd.mm.yy hh24:mi:ss", moment), "06.05.15 07:08:09");
        assert_eq!(written("HH24MI", "2015-05-06"), "0000");
        for format in ["Month", "YYYY-Q", "YYYY\"T\""] {
            assert!(DateFormat::read(format).is_err(), "{format}");
        }
    }
}
