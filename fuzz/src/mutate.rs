//! Makes new inputs of old ones, always the same ones for the same seed.

/// Random numbers from a seed: SplitMix64 by Steele, Lea and Flood, which is small and passes the
/// usual tests.
#[derive(Debug, Clone)]
pub struct Random(u64);

impl Random {
    /// The numbers of this seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next number.
    pub fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`; zero where that is zero.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the result is below a usize"
    )]
    pub fn below(&mut self, end: usize) -> usize {
        match end {
            0 => 0,
            end => (self.draw() % end as u64) as usize,
        }
    }

    fn pick<'a, T>(&mut self, choices: &'a [T]) -> Option<&'a T> {
        choices.get(self.below(choices.len()))
    }
}

/// An input beyond this is cut: a longer one finds no more, and takes longer.
const LONGEST: usize = 64 << 10;

/// Characters that some reader takes for something else.
const CHARACTERS: &[&str] = &[
    "\0",
    "\t",
    "\n",
    "\r\n",
    "\u{1b}[31m",
    "\u{7f}",
    "\u{85}",
    "\u{a0}",
    "\u{2028}",
    "\u{202e}",
    "\u{2066}",
    "\u{feff}",
    "\u{fffd}",
    "é",
    "日本",
    "😀",
    "e\u{301}",
    "\u{10ffff}",
    "'",
    "\"",
    "\\",
    "`",
    "/",
    "*/",
    "/*",
    "\"#",
    "]]",
    "{",
    "}",
    "[",
    "]",
    ":",
    ": ",
    ",",
    "#",
    "&",
    "*",
    "!",
    "|",
    ">",
    "%",
    "@",
    "-",
    "--",
    "_",
    "..",
    "../../x",
    "{}",
    "{{",
    "0",
    "1e400",
    "-0",
    "9999999999999999999999",
];

/// Changes an input in one to four places; `others` are inputs to take parts of.
pub fn mutate(random: &mut Random, input: &[u8], others: &[Vec<u8>], words: &[&str]) -> Vec<u8> {
    let mut bytes = input.to_vec();
    for _ in 0..=random.below(4) {
        change(random, &mut bytes, others, words);
    }
    bytes.truncate(LONGEST);
    bytes
}

fn change(random: &mut Random, bytes: &mut Vec<u8>, others: &[Vec<u8>], words: &[&str]) {
    let at = random.below(bytes.len() + 1);
    match random.below(14) {
        0 => {
            let bit = 1 << random.below(8);
            if let Some(byte) = bytes.get_mut(at) {
                *byte ^= bit;
            }
        }
        1 => {
            let new = random.draw().to_le_bytes()[0];
            if let Some(byte) = bytes.get_mut(at) {
                *byte = new;
            }
        }
        2 => {
            let length = random.below(16);
            let end = bytes.len().min(at + length);
            bytes.drain(at..end);
        }
        3 => bytes.truncate(at),
        4 | 5 => {
            let word = random.pick(words).copied().unwrap_or_default();
            insert(bytes, at, word.as_bytes());
        }
        6 => {
            let text = random.pick(CHARACTERS).copied().unwrap_or_default();
            insert(bytes, at, text.as_bytes());
        }
        7 => {
            let length = random.below(64);
            let part = bytes[at..bytes.len().min(at + length)].to_vec();
            for _ in 0..=random.below(4) {
                insert(bytes, at, &part);
            }
        }
        8 => {
            let other = random.pick(others).map_or(&[][..], Vec::as_slice);
            let from = random.below(other.len() + 1);
            let length = random.below(256);
            let part = other[from..other.len().min(from + length)].to_vec();
            insert(bytes, at, &part);
        }
        9..=12 => change_line(random, bytes, others, words),
        _ => {
            // A word in the place of another.
            let is_letter = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
            let start = bytes[..at].iter().rposition(|byte| !is_letter(byte));
            let start = start.map_or(0, |before| before + 1);
            let length = bytes[start..]
                .iter()
                .take_while(|byte| is_letter(byte))
                .count();
            let word = random.pick(words).copied().unwrap_or_default();
            bytes.splice(start..start + length, word.bytes());
        }
    }
}

/// What people do to files that consist of lines.
fn change_line(random: &mut Random, bytes: &mut Vec<u8>, others: &[Vec<u8>], words: &[&str]) {
    let mut lines: Vec<Vec<u8>> = bytes
        .split(|byte| *byte == b'\n')
        .map(<[u8]>::to_vec)
        .collect();
    let at = random.below(lines.len());
    match random.below(6) {
        0 => {
            lines.remove(at);
        }
        1 => lines.insert(at, lines[at].clone()),
        2 => {
            let other = random.below(lines.len());
            lines.swap(at, other);
        }
        3 => {
            let blanks = lines[at].iter().take_while(|byte| **byte == b' ').count();
            lines[at].splice(..blanks, vec![b' '; random.below(9)]);
        }
        4 => {
            let other = random.pick(others).map_or(&[][..], Vec::as_slice);
            let theirs: Vec<&[u8]> = other.split(|byte| *byte == b'\n').collect();
            let line = random
                .pick(&theirs)
                .map_or_else(Vec::new, |line| line.to_vec());
            lines.insert(at, line);
        }
        _ => {
            let word = random.pick(words).copied().unwrap_or_default();
            let blanks = random.below(5);
            lines.insert(at, format!("{:blanks$}{word}", "").into_bytes());
        }
    }
    *bytes = lines.join(&b'\n');
}

fn insert(bytes: &mut Vec<u8>, at: usize, part: &[u8]) {
    let at = at.min(bytes.len());
    bytes.splice(at..at, part.iter().copied());
}

#[cfg(test)]
mod tests {
    use super::{Random, mutate};

    #[test]
    fn a_seed_gives_the_same_inputs_again() {
        let make = |seed| {
            let mut random = Random::new(seed);
            let others = [b"a\nb\nc".to_vec()];
            let inputs = (0..200).map(|_| mutate(&mut random, b"one\n two", &others, &["word"]));
            inputs.collect::<Vec<_>>()
        };
        assert_eq!(make(1), make(1));
        assert_ne!(make(1), make(2));
    }
}
