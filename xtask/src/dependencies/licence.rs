//! Licence expressions as packages state them (SPDX): licences joined by `OR`, `AND` and parentheses.

/// Whether the terms can be met with licences of this list. What is no expression cannot.
pub(crate) fn is_allowed(expression: &str, allowed: &[&str]) -> bool {
    // Before SPDX, `MIT/Apache-2.0` was how to write a choice.
    let spaced = expression
        .replace('/', " OR ")
        .replace('(', " ( ")
        .replace(')', " ) ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut reader = Reader {
        words: &words,
        allowed,
    };
    reader
        .choice()
        .is_some_and(|met| met && reader.words.is_empty())
}

/// Reads from the front. `None`: this is no expression.
struct Reader<'a> {
    words: &'a [&'a str],
    allowed: &'a [&'a str],
}

impl<'a> Reader<'a> {
    fn choice(&mut self) -> Option<bool> {
        let mut met = self.all()?;
        while self.takes("OR") {
            met |= self.all()?;
        }
        Some(met)
    }

    fn all(&mut self) -> Option<bool> {
        let mut met = self.one()?;
        while self.takes("AND") {
            met &= self.one()?;
        }
        Some(met)
    }

    fn one(&mut self) -> Option<bool> {
        if self.takes("(") {
            let met = self.choice()?;
            return self.takes(")").then_some(met);
        }
        let mut licence = self.word()?.to_owned();
        if self.takes("WITH") {
            licence = format!("{licence} WITH {}", self.word()?);
        }
        Some(self.allowed.contains(&&*licence))
    }

    fn word(&mut self) -> Option<&'a str> {
        let (word, rest) = self.words.split_first()?;
        self.words = rest;
        Some(word)
    }

    fn takes(&mut self, word: &str) -> bool {
        let takes = self.words.first() == Some(&word);
        if takes {
            self.words = &self.words[1..];
        }
        takes
    }
}

#[cfg(test)]
mod tests {
    use super::is_allowed;

    #[test]
    fn of_a_choice_one_is_enough_and_otherwise_all_are_wanted() {
        let allowed = ["MIT", "BSD-3-Clause", "Apache-2.0 WITH LLVM-exception"];
        let fine = [
            "MIT",
            "GPL-3.0-only OR MIT",
            "MIT/Apache-2.0",
            "(MIT OR Apache-2.0) AND BSD-3-Clause",
            "Apache-2.0 WITH LLVM-exception",
        ];
        for expression in fine {
            assert!(is_allowed(expression, &allowed), "{expression}");
        }
        let refused = [
            "",
            "Apache-2.0",
            "MIT AND GPL-3.0-only",
            "MIT OR",
            "(MIT",
            "MIT BSD-3-Clause",
            "MIT)",
            "Apache-2.0 WITH Other-exception",
        ];
        for expression in refused {
            assert!(!is_allowed(expression, &allowed), "{expression}");
        }
    }
}
