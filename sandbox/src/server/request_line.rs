//! Request lines with characters that belong percent-encoded, and are not by many clients.
//!
//! "REST Methods, RETRIEVE" itself shows `account?queryAnsiSql=Id>=20000`, and so curl sends it; the
//! HTTP parser takes no `>` there. The server encodes such characters before the parser sees them.

/// The beginning of a request, until its first line is there.
#[derive(Debug, Default)]
pub(super) struct RequestLine {
    held: Vec<u8>,
}

/// Longer lines are refused by the parser.
const MAX_LINE: usize = 100_000;

/// The longest method that is taken for one.
const MAX_METHOD: usize = 16;

impl RequestLine {
    /// Takes bytes as they come. Gives them, and those before, as soon as the line is there, or it is
    /// clear that this is not the beginning of a request; `None` while more has to come.
    pub(super) fn take(&mut self, bytes: &[u8]) -> Option<Vec<u8>> {
        let known = self.held.len();
        self.held.extend_from_slice(bytes);
        if !may_begin_request(&self.held) {
            return Some(self.release());
        }
        let end = bytes.iter().position(|&byte| byte == b'\n');
        match end {
            Some(end) => {
                let all = self.release();
                let (line, rest) = all.split_at(known + end);
                let mut encoded = encode(line);
                encoded.extend_from_slice(rest);
                Some(encoded)
            }
            None if self.held.len() > MAX_LINE => Some(self.release()),
            None => None,
        }
    }

    /// What came so far.
    pub(super) fn release(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.held)
    }
}

/// Whether these bytes are `METHOD /`, or the beginning of it.
///
/// What follows a request that was sent before the answer to the one before may be anything: it is
/// left as it is.
fn may_begin_request(bytes: &[u8]) -> bool {
    let method = bytes.iter().take_while(|byte| byte.is_ascii_uppercase());
    let length = method.count();
    match &bytes[length..] {
        [] => length <= MAX_METHOD,
        [b' '] | [b' ', b'/', ..] => (1..=MAX_METHOD).contains(&length),
        _ => false,
    }
}

fn encode(line: &[u8]) -> Vec<u8> {
    let mut encoded = Vec::with_capacity(line.len() + 16);
    for &byte in line {
        match byte {
            b'"' => encoded.extend(b"%22"),
            b'<' => encoded.extend(b"%3C"),
            b'>' => encoded.extend(b"%3E"),
            b'\\' => encoded.extend(b"%5C"),
            b'^' => encoded.extend(b"%5E"),
            b'`' => encoded.extend(b"%60"),
            _ => encoded.push(byte),
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::{MAX_LINE, RequestLine};

    /// What comes out when bytes come in pieces of this size.
    fn through(bytes: &[u8], size: usize) -> Vec<u8> {
        let mut line = RequestLine::default();
        let mut out = Vec::new();
        for (at, piece) in bytes.chunks(size).enumerate() {
            if let Some(ready) = line.take(piece) {
                out.extend(ready);
                out.extend_from_slice(&bytes[bytes.len().min((at + 1) * size)..]);
                return out;
            }
        }
        line.release()
    }

    #[test]
    fn the_line_is_encoded_and_nothing_behind_it() {
        let sent = b"GET /a?queryAnsiSql=Id>=20000%3C\"x\" HTTP/1.1\r\nx: <>\r\n\r\n<\"body\">";
        let wanted: &[u8] =
            b"GET /a?queryAnsiSql=Id%3E=20000%3C%22x%22 HTTP/1.1\r\nx: <>\r\n\r\n<\"body\">";
        for size in [1, 2, 3, 7, 1000] {
            assert_eq!(through(sent, size), wanted, "{size}");
        }
    }

    #[test]
    fn what_does_not_begin_a_request_is_left_as_it_is() {
        for sent in [
            &b"{\"a\": \"<b>\"}\n"[..],
            b"<\n",
            b" /<\n",
            b"GET <\n",
            b"get /<\n",
            b"ABCDEFGHIJKLMNOPQ /<\n",
            b"\x16\x03\x01<\n",
            b"GET",
            b"",
        ] {
            for size in [1, 2, 1000] {
                assert_eq!(through(sent, size), sent);
            }
        }
        let long = [b"GET /", &vec![b'>'; MAX_LINE][..]].concat();
        assert_eq!(through(&long, 1000), long);
    }
}
