//! Base64 of what a reader gives, between two given texts, as a reader.

use std::io::{self, Read};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// Bytes that are encoded together: a multiple of three, so that only the last ones are padded.
const BLOCK: usize = 3 * 8 * 1024;

/// A text, the base64 of what a reader gives on one line, and another text.
pub(crate) struct Enclosed<R> {
    inner: R,
    /// How many bytes `inner` has to give, where that is known.
    expected: Option<u64>,
    /// How many it has given.
    taken: u64,
    block: Box<[u8]>,
    /// What is ready to be read from `at` on.
    ready: Vec<u8>,
    at: usize,
    /// What comes last, until it has come.
    after: Option<Vec<u8>>,
}

impl<R: Read> Enclosed<R> {
    pub(crate) fn new(before: Vec<u8>, inner: R, expected: Option<u64>, after: Vec<u8>) -> Self {
        Self {
            inner,
            expected,
            taken: 0,
            block: vec![0; BLOCK].into_boxed_slice(),
            ready: before,
            at: 0,
            after: Some(after),
        }
    }

    /// Size of the whole in bytes, for a file of so many bytes; `None` where that is no number.
    pub(crate) fn length(before: usize, contents: u64, after: usize) -> Option<u64> {
        let encoded = contents.div_ceil(3).checked_mul(4)?;
        encoded
            .checked_add(before as u64)?
            .checked_add(after as u64)
    }

    /// Makes the next block ready.
    fn refill(&mut self) -> io::Result<()> {
        self.ready.clear();
        self.at = 0;
        let Some(after) = self.after.take() else {
            return Ok(());
        };
        let filled = match read_full(&mut self.inner, &mut self.block) {
            Ok(filled) => filled,
            Err(cause) => {
                self.after = Some(after);
                return Err(cause);
            }
        };
        self.taken += filled as u64;
        let is_last = filled < self.block.len();
        // Judged before the end is written: a receiver cannot take a body without it for whole.
        check_length(self.expected, self.taken, is_last)?;
        self.ready.resize(filled.div_ceil(3) * 4, 0);
        let block = self.block.get(..filled).unwrap_or_default();
        STANDARD
            .encode_slice(block, &mut self.ready)
            .map_err(io::Error::other)?;
        if is_last {
            self.ready.extend_from_slice(&after);
        } else {
            self.after = Some(after);
        }
        Ok(())
    }
}

impl<R: Read> Read for Enclosed<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        if self.at == self.ready.len() {
            self.refill()?;
        }
        let mut left = self.ready.get(self.at..).unwrap_or_default();
        let count = left.read(buffer)?;
        self.at += count;
        Ok(count)
    }
}

/// Fills a buffer as far as the reader goes.
fn read_full(reader: &mut impl Read, buffer: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while let Some(rest) = buffer.get_mut(filled..).filter(|rest| !rest.is_empty()) {
        match reader.read(rest) {
            Ok(0) => break,
            Ok(count) => filled += count,
            Err(cause) if cause.kind() == io::ErrorKind::Interrupted => {}
            Err(cause) => return Err(cause),
        }
    }
    Ok(filled)
}

/// The size of the body has been told to the server by then, so the file must keep to it.
fn check_length(expected: Option<u64>, taken: u64, is_last: bool) -> io::Result<()> {
    let Some(expected) = expected else {
        return Ok(());
    };
    if taken > expected || (is_last && taken < expected) {
        let change = if taken > expected { "more" } else { "fewer" };
        return Err(io::Error::new(
            io::ErrorKind::InvalidData,
            format!("the file gives {change} than the {expected} bytes that it had at first"),
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A reader that gives at most so many bytes at once.
    struct Trickle<'a>(&'a [u8], usize);

    impl Read for Trickle<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let most = self.1.min(buffer.len());
            self.0.read(&mut buffer[..most])
        }
    }

    fn encoded(contents: &[u8], expected: Option<u64>, step: usize) -> io::Result<Vec<u8>> {
        let inner = Trickle(contents, step);
        let reader = Enclosed::new(b"<".to_vec(), inner, expected, b">".to_vec());
        let mut reader = reader;
        let mut all = Vec::new();
        let mut part = vec![0; step];
        loop {
            match reader.read(&mut part)? {
                0 => return Ok(all),
                count => all.extend_from_slice(&part[..count]),
            }
        }
    }

    #[test]
    fn it_is_the_base64_of_the_whole_however_it_is_read() {
        for size in [0, 1, 2, 3, 4, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK + 2] {
            let contents: Vec<u8> = (0..=250).cycle().take(size).collect();
            for step in [1, 5, 4096, 1 << 20] {
                if step == 1 && size > 10 {
                    continue;
                }
                let sent = encoded(&contents, Some(size as u64), step).expect("it can be read");
                assert_eq!(
                    sent,
                    format!("<{}>", STANDARD.encode(&contents)).into_bytes()
                );
                let length = Enclosed::<&[u8]>::length(1, size as u64, 1);
                assert_eq!(length, Some(sent.len() as u64));
            }
        }
    }

    #[test]
    fn a_file_that_is_not_as_long_as_it_was_ends_in_an_error_and_not_in_a_whole_body() {
        for (size, told) in [(3, 4), (4, 3), (BLOCK, BLOCK - 1), (BLOCK, BLOCK + 1)] {
            let contents = vec![7; size];
            let error = encoded(&contents, Some(told as u64), 4096).expect_err("it has changed");
            assert!(error.to_string().contains(&told.to_string()), "{error}");
        }
    }
}
