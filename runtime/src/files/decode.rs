//! Base64 that comes in parts, cut anywhere and broken into lines, as the bytes that it stands for.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// Characters that are decoded together: a multiple of four.
const BLOCK: usize = 4 * 4096;

/// Decodes base64 part by part.
///
/// Blanks and line breaks are skipped: BillingPlatform breaks downloads into lines of 64 characters
/// (REST Methods, FILE DOWNLOAD).
#[derive(Default)]
pub(crate) struct Base64 {
    /// Characters that are not decoded yet.
    waiting: Vec<u8>,
    decoded: Vec<u8>,
    /// Whether padding was seen: nothing may follow it.
    is_over: bool,
}

impl Base64 {
    /// Takes a part and gives what is decoded by now: whole blocks, so that a sink gets no crumbs.
    pub(crate) fn push(&mut self, part: &[u8]) -> Result<&[u8], base64::DecodeError> {
        self.decoded.clear();
        let mut rest = part;
        while !rest.is_empty() {
            let room = BLOCK - self.waiting.len();
            let (now, later) = rest.split_at(rest.len().min(room));
            rest = later;
            if now.iter().any(u8::is_ascii_whitespace) {
                let characters = now.iter().filter(|byte| !byte.is_ascii_whitespace());
                self.waiting.extend(characters);
            } else {
                self.waiting.extend_from_slice(now);
            }
            if self.waiting.len() == BLOCK {
                self.decode_block()?;
            }
        }
        Ok(&self.decoded)
    }

    /// Checks that nothing is missing, and gives what was not given yet.
    pub(crate) fn finish(&mut self) -> Result<&[u8], base64::DecodeError> {
        self.decoded.clear();
        self.decode_block()?;
        Ok(&self.decoded)
    }

    fn decode_block(&mut self) -> Result<(), base64::DecodeError> {
        if self.waiting.is_empty() {
            return Ok(());
        }
        if self.is_over {
            return Err(base64::DecodeError::InvalidByte(0, b'='));
        }
        STANDARD.decode_vec(&self.waiting, &mut self.decoded)?;
        self.is_over = self.waiting.last() == Some(&b'=');
        self.waiting.clear();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What comes out for a text in parts of a size.
    fn decoded(text: &[u8], step: usize) -> Option<Vec<u8>> {
        let mut base64 = Base64::default();
        let mut all = Vec::new();
        for part in text.chunks(step.max(1)) {
            all.extend_from_slice(base64.push(part).ok()?);
        }
        all.extend_from_slice(base64.finish().ok()?);
        Some(all)
    }

    #[test]
    fn a_text_in_parts_decodes_to_what_the_whole_does() {
        let contents: Vec<u8> = (0..=250).cycle().take(3 * BLOCK + 1).collect();
        for size in [0, 1, 2, 3, 4, 5, 48, 49, 100, BLOCK, 3 * BLOCK + 1] {
            let text = STANDARD.encode(&contents[..size]);
            let lines: Vec<&[u8]> = text.as_bytes().chunks(64).collect();
            let broken = [lines.join(&b"\n"[..]), b" \r\n".to_vec()].concat();
            for step in [1, 3, 4, 63, 64, 65, 4096, BLOCK, 1 << 20] {
                assert_eq!(decoded(&broken, step).as_deref(), Some(&contents[..size]));
            }
        }
    }

    #[test]
    fn what_is_no_base64_as_a_whole_is_none_in_parts() {
        for text in [
            "A", "AA", "AAA", "AAAAA", "=", "====", "A===", "AB==", "QQ==QUJD", "QQ==Q", "Q=Q=",
            "QQ==\n=", "QU-_", "é", "QUJDQQ", "QQ===",
        ] {
            let whole = STANDARD.decode(text.replace('\n', ""));
            assert!(whole.is_err(), "{text}");
            for step in 1..10 {
                assert_eq!(decoded(text.as_bytes(), step), None, "{text} by {step}");
            }
        }
    }
}
