//! Requests as any program sends them: bytes through a socket, without our client.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use serde_json::Value;

/// An answer, or as much of it as arrived.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
    /// Whether the body is as long as the headers say.
    pub(crate) is_whole: bool,
}

impl Reply {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let found = self
            .headers
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    /// Panics unless the answer says that something went wrong in one of the documented shapes.
    pub(crate) fn expect_error(&self) {
        assert!(self.status >= 400, "{self:?}");
        let body = self.json();
        let of_errors = body["errors"][0]["error_text"].is_string()
            && body["errors"][0]["error_code"].is_string();
        let of_message = body["error"].is_string() && body["message"].is_string();
        assert!(of_errors || of_message, "{}", self.text());
    }
}

/// Sends bytes and reads until the server closes. `None` where nothing came.
pub(crate) fn send_bytes(address: SocketAddr, bytes: &[u8]) -> Option<Reply> {
    let mut stream = TcpStream::connect(address).unwrap();
    stream
        .set_read_timeout(Some(Duration::from_secs(60)))
        .unwrap();
    // A server that refuses what it has read so far may close before it has read everything.
    let _ = stream.write_all(bytes);
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    parse(&answer)
}

/// Sends a request in the bytes that curl sends.
pub(crate) fn send(
    address: SocketAddr,
    method: &str,
    target: &str,
    headers: &[(&str, &str)],
    body: &[u8],
) -> Option<Reply> {
    let mut bytes = format!(
        "{method} {target} HTTP/1.1\r\nHost: {address}\r\nUser-Agent: curl/8.5.0\r\nAccept: */*\r\n"
    )
    .into_bytes();
    for (name, value) in headers {
        bytes.extend(format!("{name}: {value}\r\n").bytes());
    }
    if !body.is_empty() {
        bytes.extend(format!("Content-Length: {}\r\n", body.len()).bytes());
    }
    bytes.extend(b"Connection: close\r\n\r\n");
    bytes.extend(body);
    send_bytes(address, &bytes)
}

fn parse(answer: &[u8]) -> Option<Reply> {
    let end = answer.windows(4).position(|bytes| bytes == b"\r\n\r\n")?;
    let head = std::str::from_utf8(&answer[..end]).unwrap();
    let mut lines = head.split("\r\n");
    let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
    let headers: Vec<(String, String)> = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    let body = answer[end + 4..].to_vec();
    let mut reply = Reply {
        status,
        headers,
        body,
        is_whole: true,
    };
    let length = reply.header("content-length");
    reply.is_whole = length.is_none_or(|length| length.parse() == Ok(reply.body.len()));
    Some(reply)
}
