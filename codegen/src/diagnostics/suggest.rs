//! "Did you mean": the nearest of the known words.

/// Words longer than this are compared by their beginning: nobody mistypes only the end of a
/// novel, and the cost grows with the square of the length.
const COMPARED_CHARACTERS: usize = 64;

/// The candidate nearest to `word`, unless all of them are too far away to be meant.
pub(crate) fn nearest<'c>(
    word: &str,
    candidates: impl IntoIterator<Item = &'c str>,
) -> Option<&'c str> {
    let word = folded(word);
    let limit = (word.len() / 3).max(1);
    let mut best: Option<(usize, &'c str)> = None;
    for candidate in candidates {
        let other = folded(candidate);
        if other.len().abs_diff(word.len()) > limit {
            continue;
        }
        let distance = edit_distance(&word, &other);
        if distance <= limit && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// Case and the choice of `-`, `_` or blank are the most common slips: they cost nothing.
fn folded(word: &str) -> Vec<char> {
    word.chars()
        .take(COMPARED_CHARACTERS)
        .flat_map(char::to_lowercase)
        .map(|letter| {
            if matches!(letter, '-' | ' ') {
                '_'
            } else {
                letter
            }
        })
        .collect()
}

/// Insertions, deletions, replacements and swaps of neighbours that turn one word into the other.
fn edit_distance(left: &[char], right: &[char]) -> usize {
    let width = right.len() + 1;
    let mut row_before: Vec<usize> = vec![0; width];
    let mut above: Vec<usize> = (0..width).collect();
    let mut current: Vec<usize> = vec![0; width];
    for (row, from) in left.iter().enumerate() {
        current[0] = row + 1;
        for (column, to) in right.iter().enumerate() {
            let replaced = above[column] + usize::from(from != to);
            let mut least = replaced.min(above[column + 1] + 1).min(current[column] + 1);
            let swapped =
                row > 0 && column > 0 && left[row - 1] == *to && right[column - 1] == *from;
            if swapped {
                least = least.min(row_before[column - 1] + 1);
            }
            current[column + 1] = least;
        }
        std::mem::swap(&mut row_before, &mut above);
        std::mem::swap(&mut above, &mut current);
    }
    above[right.len()]
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
    fn a_word_far_from_all_finds_nothing() {
        assert_eq!(nearest("banana", ["text", "flag"]), None);
        assert_eq!(nearest("", ["text"]), None);
    }
}
