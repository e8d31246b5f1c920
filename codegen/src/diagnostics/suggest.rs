//! "Did you mean": the nearest of the known words.

/// Words longer than this are compared by their beginning: nobody mistypes only the end of a
/// novel, and the cost grows with the square of the length.
const COMPARED_CHARACTERS: usize = 64;

/// So many candidates are looked at: with thousands of words that are wrong among thousands that are
/// known, comparing all with all would take minutes.
const MOST_CANDIDATES: usize = 2_000;

/// The candidate nearest to `word`, unless all of them are too far away to be meant.
pub(crate) fn nearest<'c>(
    word: &str,
    candidates: impl IntoIterator<Item = &'c str>,
) -> Option<&'c str> {
    let sketch = Sketch::of(word);
    // Every letter is one step away from every other, so a single one is never mistyped.
    let mut limit = (sketch.length / 3).max(usize::from(sketch.length > 1));
    let word: Vec<char> = folded(word).collect();
    let mut best = None;
    for candidate in candidates.into_iter().take(MOST_CANDIDATES) {
        if sketch.least_distance(Sketch::of(candidate)) > limit {
            continue;
        }
        let other: Vec<char> = folded(candidate).collect();
        let Some(distance) = edit_distance(&word, &other, limit) else {
            continue;
        };
        best = Some(candidate);
        // From here on only what is nearer counts.
        match distance.checked_sub(1) {
            Some(nearer) => limit = nearer,
            None => break,
        }
    }
    best
}

/// Case and the choice of `-`, `_` or blank are the most common slips: they cost nothing.
fn folded(word: &str) -> impl Iterator<Item = char> {
    word.chars()
        .take(COMPARED_CHARACTERS)
        .flat_map(char::to_lowercase)
        .map(|letter| match letter {
            '-' | ' ' => '_',
            other => other,
        })
}

/// What is known of a folded word without a comparison.
#[derive(Clone, Copy)]
struct Sketch {
    length: usize,
    /// A bit for each letter that the word has; some letters share one.
    letters: u64,
}

impl Sketch {
    fn of(word: &str) -> Self {
        let empty = Self {
            length: 0,
            letters: 0,
        };
        folded(word).fold(empty, |sketch, letter| Self {
            length: sketch.length + 1,
            letters: sketch.letters | 1 << (u32::from(letter) % u64::BITS),
        })
    }

    /// What the distance of two words is at least: no step changes more than two bits.
    fn least_distance(self, other: Self) -> usize {
        let letters = (self.letters ^ other.letters).count_ones().div_ceil(2);
        self.length.abs_diff(other.length).max(letters as usize)
    }
}

/// Insertions, deletions, replacements and swaps of neighbours that turn one word into the other;
/// `None` where it takes more than `limit` of them.
fn edit_distance(left: &[char], right: &[char], limit: usize) -> Option<usize> {
    let width = right.len() + 1;
    let too_far = limit + 1;
    let mut row_before: Vec<usize> = vec![too_far; width];
    let mut above: Vec<usize> = (0..width).map(|column| column.min(too_far)).collect();
    let mut current: Vec<usize> = vec![too_far; width];
    for (row, from) in left.iter().enumerate() {
        // Further from the diagonal than `limit`, nothing can be near.
        let band = row.saturating_sub(limit)..(row + limit + 1).min(right.len());
        current.fill(too_far);
        current[0] = (row + 1).min(too_far);
        let mut nearest = current[0];
        for column in band {
            let to = right[column];
            let replaced = above[column] + usize::from(*from != to);
            let mut least = replaced.min(above[column + 1] + 1).min(current[column] + 1);
            let swapped =
                row > 0 && column > 0 && left[row - 1] == to && right[column - 1] == *from;
            if swapped {
                least = least.min(row_before[column - 1] + 1);
            }
            current[column + 1] = least.min(too_far);
            nearest = nearest.min(least);
        }
        if nearest > limit && above.iter().all(|&distance| distance > limit) {
            return None;
        }
        std::mem::swap(&mut row_before, &mut above);
        std::mem::swap(&mut above, &mut current);
    }
    Some(above[right.len()]).filter(|&distance| distance <= limit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_finds_the_word_that_was_meant() {
        let types = ["reference", "text", "integer", "decimal", "date-time"];
        assert_eq!(nearest("refrence", types), Some("reference"));
        assert_eq!(nearest("txet", types), Some("text"));
        assert_eq!(nearest("Date_Time", types), Some("date-time"));
    }

    #[test]
    fn a_quick_look_and_a_limit_change_no_distance() {
        let words = [
            "",
            "text",
            "txet",
            "etxt",
            "date-time",
            "Datum",
            "reference",
            "refrecne",
            "RÉFÉRENCE",
            "🙂",
        ];
        for one in words {
            for other in words {
                let [left, right] = [one, other].map(|word| folded(word).collect::<Vec<char>>());
                let distance = edit_distance(&left, &right, 100).expect("they are short");
                let least = Sketch::of(one).least_distance(Sketch::of(other));
                assert!(least <= distance, "{one} {other}");
                for limit in 0..12 {
                    let within = edit_distance(&left, &right, limit);
                    assert_eq!(within, Some(distance).filter(|&known| known <= limit));
                }
            }
        }
        assert_eq!(edit_distance(&['a', 'b'], &['b', 'a'], 3), Some(1));
    }

    #[test]
    fn a_word_far_from_all_finds_nothing() {
        assert_eq!(nearest("banana", ["text", "flag"]), None);
        assert_eq!(nearest("", ["text"]), None);
        assert_eq!(nearest("B", ["A"]), None);
        assert_eq!(nearest("b", ["A", "B"]), Some("B"));
    }
}
