//! Prints for people and for pipes: colour only where it can be seen and is wanted.

use std::env;
use std::io::{self, ErrorKind, IsTerminal, Write as _};

const RED: &str = "\x1b[31m";
const GREEN: &str = "\x1b[32m";
const CYAN: &str = "\x1b[36m";
const BOLD: &str = "\x1b[1m";
const PLAIN: &str = "\x1b[0m";

/// Whether what is written to this stream should be coloured.
pub(crate) fn wants_colour(stream: &impl IsTerminal) -> bool {
    let refused = env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    !refused && stream.is_terminal()
}

/// Writes to the standard output. A reader that stops reading (`| head`) is no failure.
pub(crate) fn print(text: &str) -> io::Result<()> {
    let mut output = io::stdout().lock();
    match output
        .write_all(text.as_bytes())
        .and_then(|()| output.flush())
    {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        result => result,
    }
}

/// A unified diff with the colours that `git` gives it.
pub(crate) fn coloured_diff(diff: &str) -> String {
    let mut coloured = String::with_capacity(diff.len() * 2);
    for line in diff.split_inclusive('\n') {
        let text = line.trim_end_matches('\n');
        let colour = match text.as_bytes() {
            [b'+', b'+', b'+', b' ', ..] | [b'-', b'-', b'-', b' ', ..] => BOLD,
            [b'@', b'@', ..] => CYAN,
            [b'+', ..] => GREEN,
            [b'-', ..] => RED,
            _ => PLAIN,
        };
        coloured.push_str(colour);
        coloured.push_str(text);
        coloured.push_str(PLAIN);
        coloured.push_str(&line[text.len()..]);
    }
    coloured
}

#[cfg(test)]
mod tests {
    use super::{BOLD, GREEN, PLAIN, coloured_diff};

    #[test]
    fn colour_adds_nothing_but_colour_and_ends_before_the_line_does() {
        let coloured = coloured_diff("+++ b\n+new\n");
        assert_eq!(
            coloured,
            format!("{BOLD}+++ b{PLAIN}\n{GREEN}+new{PLAIN}\n")
        );
    }
}
