//! A connection of the server: it can be broken off on request, gives up on peers that do not go on,
//! and sees to it that refusals by the HTTP parser have a documented body too.

use std::fmt::Write as _;
use std::io::{self, ErrorKind, IoSlice};
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{Sleep, sleep};

use super::request_line::RequestLine;
use crate::protocol::Refusal;

/// How long a peer may take.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Patience {
    /// For one request, from its first byte to the end of its body.
    pub(crate) request: Duration,
    /// Between two requests.
    pub(crate) idle: Duration,
    /// Until it takes more of an answer.
    pub(crate) answer: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            request: Duration::from_secs(120),
            idle: Duration::from_secs(600),
            answer: Duration::from_secs(120),
        }
    }
}

/// Marks the answers of the sandbox; those of the HTTP parser have no such header.
pub(super) const SERVER: &str = "billbind-sandbox";

/// What the handler of requests can do to the connection that they came through.
#[derive(Clone)]
pub(super) struct Link(Arc<AtomicU8>);

/// The peer is to send a request, or the rest of one.
const READING: u8 = 0;
/// The peer waits for its answer.
const ANSWERING: u8 = 1;
/// As soon as what was written has gone out, the connection ends.
const CUT: u8 = 2;
/// The connection has ended.
const BROKEN: u8 = 3;

impl Link {
    fn new() -> Self {
        Self(Arc::new(AtomicU8::new(READING)))
    }

    /// The request is there.
    pub(super) fn request_is_read(&self) {
        self.change(READING, ANSWERING);
    }

    /// Ends the connection without a further byte.
    pub(super) fn close(&self) {
        self.0.store(BROKEN, Ordering::SeqCst);
    }

    /// Ends the connection as soon as the bytes that were written so far have gone out.
    pub(super) fn cut(&self) {
        self.change(ANSWERING, CUT);
        self.change(READING, CUT);
    }

    /// Goes from one state to another; any other state stays as it is.
    fn change(&self, from: u8, to: u8) -> bool {
        let changed = self
            .0
            .compare_exchange(from, to, Ordering::SeqCst, Ordering::SeqCst);
        changed.is_ok()
    }

    fn is(&self, state: u8) -> bool {
        self.0.load(Ordering::SeqCst) == state
    }

    fn check(&self) -> io::Result<()> {
        if self.is(BROKEN) {
            return Err(ErrorKind::ConnectionAborted.into());
        }
        Ok(())
    }
}

impl Connected<IncomingStream<'_, Door>> for Link {
    fn connect_info(stream: IncomingStream<'_, Door>) -> Self {
        stream.io().link.clone()
    }
}

/// Accepts connections.
pub(super) struct Door {
    pub(super) listener: TcpListener,
    pub(super) patience: Patience,
}

impl Listener for Door {
    type Io = Connection;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Connection, SocketAddr) {
        // The listener of axum waits where there are too many open files.
        let (stream, address) = Listener::accept(&mut self.listener).await;
        // Without it the last part of a large answer waits for the acknowledgement of the one before.
        let _ = stream.set_nodelay(true);
        let connection = Connection {
            stream,
            link: Link::new(),
            patience: self.patience,
            line: Some(RequestLine::default()),
            ready: Vec::new(),
            reading: Timer::None,
            writing: None,
            refusal: Vec::new(),
        };
        (connection, address)
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }
}

/// One connection.
pub(super) struct Connection {
    stream: TcpStream,
    link: Link,
    patience: Patience,
    /// While the first line of a request is on its way.
    line: Option<RequestLine>,
    /// What has come with that line and was not given on yet.
    ready: Vec<u8>,
    reading: Timer,
    writing: Option<Pin<Box<Sleep>>>,
    /// What is yet to be written in place of a refusal by the HTTP parser.
    refusal: Vec<u8>,
}

/// How much is read at once while a line is on its way.
const CHUNK: usize = 8192;

impl Connection {
    /// Reads what the peer sent, with the first line of a request as the parser takes it.
    fn poll_bytes(
        &mut self,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        while let Some(line) = &mut self.line
            && self.ready.is_empty()
        {
            let mut chunk = [0; CHUNK];
            let mut chunk = ReadBuf::new(&mut chunk);
            match Pin::new(&mut self.stream).poll_read(context, &mut chunk) {
                Poll::Ready(Ok(())) => {}
                other => return other,
            }
            let is_end = chunk.filled().is_empty();
            if let Some(ready) = line.take(chunk.filled()) {
                self.ready = ready;
                self.line = None;
            } else if is_end {
                self.ready = line.release();
                self.line = None;
            } else if matches!(self.reading, Timer::None | Timer::Idle(_)) {
                self.reading = Timer::Request(Box::pin(sleep(self.patience.request)));
            }
        }
        if self.ready.is_empty() {
            return Pin::new(&mut self.stream).poll_read(context, buffer);
        }
        let length = self.ready.len().min(buffer.remaining());
        buffer.put_slice(&self.ready[..length]);
        self.ready.drain(..length);
        Poll::Ready(Ok(()))
    }
}

/// What the connection waits for, and until when.
enum Timer {
    None,
    /// The first byte of a request.
    Idle(Pin<Box<Sleep>>),
    /// The rest of a request.
    Request(Pin<Box<Sleep>>),
}

impl AsyncRead for Connection {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        self.link.check()?;
        let this = &mut *self;
        let before = buffer.filled().len();
        let result = this.poll_bytes(context, buffer);
        if !this.link.is(READING) {
            // Whoever waits for an answer owes nothing; what is read now only shows that they left.
            this.reading = Timer::None;
            return result;
        }
        match result {
            Poll::Ready(result) => {
                let is_more = buffer.filled().len() > before;
                if is_more && !matches!(this.reading, Timer::Request(_)) {
                    this.reading = Timer::Request(Box::pin(sleep(this.patience.request)));
                }
                Poll::Ready(result)
            }
            Poll::Pending => {
                if matches!(this.reading, Timer::None) {
                    this.reading = Timer::Idle(Box::pin(sleep(this.patience.idle)));
                }
                let is_over = match &mut this.reading {
                    Timer::Idle(timer) | Timer::Request(timer) => {
                        timer.as_mut().poll(context).is_ready()
                    }
                    Timer::None => false,
                };
                if is_over {
                    return Poll::Ready(Err(ErrorKind::TimedOut.into()));
                }
                Poll::Pending
            }
        }
    }
}

impl AsyncWrite for Connection {
    fn poll_write(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.poll_write_vectored(context, &[IoSlice::new(buffer)])
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffers: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.link.check()?;
        let this = &mut *self;
        if this.link.change(ANSWERING, READING) && this.ready.is_empty() {
            // The answer has begun, so what comes next is another request.
            this.line = Some(RequestLine::default());
        }
        if let [head] = buffers
            && let Some(status) = refusal_of_parser(head)
        {
            if this.refusal.is_empty() {
                this.refusal = documented_refusal(status);
            }
            while !this.refusal.is_empty() {
                let written = Pin::new(&mut this.stream).poll_write(context, &this.refusal);
                match in_time(written, &mut this.writing, this.patience.answer, context) {
                    Poll::Ready(Ok(count)) => drop(this.refusal.drain(..count)),
                    other => return other,
                }
            }
            return Poll::Ready(Ok(head.len()));
        }
        let written = Pin::new(&mut this.stream).poll_write_vectored(context, buffers);
        in_time(written, &mut this.writing, this.patience.answer, context)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let flushed = Pin::new(&mut self.stream).poll_flush(context);
        if flushed.is_ready() {
            self.link.change(CUT, BROKEN);
            self.link.check()?;
        }
        flushed
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

/// Turns a wait that is too long into an error.
fn in_time(
    written: Poll<io::Result<usize>>,
    timer: &mut Option<Pin<Box<Sleep>>>,
    patience: Duration,
    context: &mut Context<'_>,
) -> Poll<io::Result<usize>> {
    if written.is_ready() {
        *timer = None;
        return written;
    }
    let timer = timer.get_or_insert_with(|| Box::pin(sleep(patience)));
    if timer.as_mut().poll(context).is_ready() {
        return Poll::Ready(Err(ErrorKind::TimedOut.into()));
    }
    Poll::Pending
}

/// The status of an answer that the HTTP parser gave by itself, to bytes that are no request: it has
/// no body, and not the header of the sandbox's own answers.
fn refusal_of_parser(head: &[u8]) -> Option<u16> {
    let head = std::str::from_utf8(head).ok()?;
    let status = head.strip_prefix("HTTP/1.1 ")?.get(..3)?.parse().ok()?;
    let is_refusal = matches!(status, 400 | 414 | 431)
        && head.ends_with("\r\n\r\n")
        && head.contains("content-length: 0\r\n")
        && !head.contains(SERVER);
    is_refusal.then_some(status)
}

/// The same refusal in the documented form. The vendor names no other status than 400 for requests
/// with invalid characters.
fn documented_refusal(status: u16) -> Vec<u8> {
    let text = match status {
        414 => "The URL is too long; POST /query takes long statements",
        431 => "There are too many headers, or they are too long",
        _ => "This is not a request of HTTP/1.1",
    };
    let answer = Refusal::bad_request(text).answer();
    let mut bytes = format!(
        "HTTP/1.1 {} Bad Request\r\nserver: {SERVER}\r\nconnection: close\r\ncontent-length: {}\r\n",
        answer.status,
        answer.body.len()
    );
    for (name, value) in &answer.headers {
        // Memory can always be written.
        let _ = write!(bytes, "{name}: {value}\r\n");
    }
    bytes.push_str("\r\n");
    let mut bytes = bytes.into_bytes();
    bytes.extend(answer.body);
    bytes
}

#[cfg(test)]
mod tests {
    use super::{SERVER, documented_refusal, refusal_of_parser};

    #[test]
    fn only_refusals_of_the_parser_are_replaced() {
        let of_parser = "HTTP/1.1 431 Request Header Fields Too Large\r\nconnection: close\r\n\
             content-length: 0\r\ndate: Wed, 25 Nov 2026 16:00:00 GMT\r\n\r\n";
        assert_eq!(refusal_of_parser(of_parser.as_bytes()), Some(431));
        let ours =
            format!("HTTP/1.1 400 Bad Request\r\nserver: {SERVER}\r\ncontent-length: 0\r\n\r\n");
        assert_eq!(refusal_of_parser(ours.as_bytes()), None);
        for bytes in [
            &b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n"[..],
            b"HTTP/1.1 100 Continue\r\n\r\n",
            b"HTTP/1.1 ",
            b"HTTP/1.1 4\xc3\xa4",
            b"{\"retrieveResponse\":[]}",
            b"\xff",
            b"",
        ] {
            assert_eq!(refusal_of_parser(bytes), None);
        }
        assert_eq!(refusal_of_parser(&documented_refusal(414)), None);
    }
}
