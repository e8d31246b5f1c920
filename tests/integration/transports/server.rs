//! A tiny HTTP server that answers, stalls or closes its connections where it is told to, and notes
//! what arrived.

use std::collections::VecDeque;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

/// The authority that signed the certificate of a server with TLS.
pub(super) const AUTHORITY: &str = include_str!("ca.pem");

/// What a server does with the next connection or request.
#[derive(Clone, Debug)]
pub(super) enum Then {
    /// Closes the connection before it reads.
    CloseBeforeReading,
    /// Reads the head of the request and closes the connection.
    CloseAfterHead,
    /// Reads the request and closes the connection.
    CloseAfterBody,
    /// Reads the request and sends less than it says, then closes the connection.
    CutAnswer,
    /// Reads the request and answers with these bytes.
    Answer(Vec<u8>),
    /// Answers, and closes the connection without having said so.
    AnswerAndClose(Vec<u8>),
    /// Reads the request and says nothing for a while.
    Stall,
    /// Sends the beginning of an answer, and then nothing for a while.
    StallInAnswer,
    /// Sends an answer without end.
    Flood,
}

/// A request that arrived, at least its head.
#[derive(Clone, Debug, Default)]
pub(super) struct Arrived {
    pub(super) line: String,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Vec<u8>,
    /// Whether all of it was read.
    pub(super) is_whole: bool,
}

impl Arrived {
    /// The value of a header, which is there once.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        let mut found = self.headers.iter().filter(|(other, _)| other == name);
        let value = found.next().map(|(_, value)| value.as_str());
        assert!(found.next().is_none(), "header {name} is sent once");
        value
    }
}

/// A server on a port of its own, as long as the test lasts.
pub(super) struct Server {
    pub(super) address: SocketAddr,
    is_https: bool,
    seen: Arc<Seen>,
}

#[derive(Default)]
struct Seen {
    plan: Mutex<VecDeque<Then>>,
    arrived: Mutex<Vec<Arrived>>,
    connections: Mutex<usize>,
    sent: Mutex<usize>,
}

/// An answer with status 200 and a JSON body.
pub(super) fn ok(body: &str) -> Vec<u8> {
    answer("200 OK", "content-type: application/json\r\n", body)
}

/// An answer that says its length.
pub(super) fn answer(status: &str, headers: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!("HTTP/1.1 {status}\r\n{headers}content-length: {length}\r\n\r\n{body}").into_bytes()
}

impl Server {
    /// Starts a server that does this with one request after the other, and answers `{}` to all
    /// that come after.
    pub(super) fn start(plan: impl IntoIterator<Item = Then>) -> Self {
        Self::start_with(plan, None)
    }

    /// The same with TLS.
    pub(super) fn start_https(plan: impl IntoIterator<Item = Then>) -> Self {
        let chain = CertificateDer::pem_slice_iter(include_bytes!("server.pem"))
            .collect::<Result<Vec<_>, _>>()
            .expect("the certificate of the tests is PEM");
        let key = PrivateKeyDer::from_pem_slice(include_bytes!("server-key.pem"))
            .expect("the key of the tests is PEM");
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .expect("ring has them")
            .with_no_client_auth()
            .with_single_cert(chain, key)
            .expect("the key fits the certificate");
        Self::start_with(plan, Some(Arc::new(config)))
    }

    fn start_with(plan: impl IntoIterator<Item = Then>, tls: Option<Arc<ServerConfig>>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("there is a free port");
        let seen = Arc::new(Seen {
            plan: Mutex::new(plan.into_iter().collect()),
            ..Seen::default()
        });
        let server = Self {
            address: listener.local_addr().expect("it is bound"),
            is_https: tls.is_some(),
            seen: Arc::clone(&seen),
        };
        std::thread::spawn(move || {
            for connection in listener.incoming() {
                let Ok(connection) = connection else { return };
                let (seen, tls) = (Arc::clone(&seen), tls.clone());
                *seen.connections.lock().unwrap() += 1;
                // What goes wrong on a connection is what the client does; the test asks that.
                std::thread::spawn(move || match tls {
                    None => serve(connection, &seen),
                    Some(tls) => {
                        let tls = ServerConnection::new(tls).map_err(io::Error::other)?;
                        serve(StreamOwned::new(tls, connection), &seen)
                    }
                });
            }
        });
        server
    }

    /// The URL of an organization on it.
    pub(super) fn url(&self) -> String {
        let scheme = if self.is_https { "https" } else { "http" };
        format!("{scheme}://localhost:{}/myorg", self.address.port())
    }

    /// The requests that arrived.
    pub(super) fn arrived(&self) -> Vec<Arrived> {
        self.seen.arrived.lock().unwrap().clone()
    }

    /// How many connections there were.
    pub(super) fn connections(&self) -> usize {
        *self.seen.connections.lock().unwrap()
    }

    /// How many bytes of a flood were sent.
    pub(super) fn sent(&self) -> usize {
        *self.seen.sent.lock().unwrap()
    }
}

/// Serves one connection until it is closed.
fn serve(stream: impl Read + Write, seen: &Seen) -> io::Result<()> {
    let mut stream = BufReader::new(stream);
    loop {
        let next = seen.plan.lock().unwrap().front().cloned();
        if let Some(Then::CloseBeforeReading) = next {
            seen.plan.lock().unwrap().pop_front();
            return Ok(());
        }
        let Some(mut arrived) = read_head(&mut stream)? else {
            return Ok(());
        };
        let at = {
            let mut all = seen.arrived.lock().unwrap();
            all.push(arrived.clone());
            all.len() - 1
        };
        let then = seen.plan.lock().unwrap().pop_front();
        let then = then.unwrap_or_else(|| Then::Answer(ok("{}")));
        if matches!(then, Then::CloseAfterHead) {
            return Ok(());
        }
        read_body(&mut stream, &mut arrived)?;
        arrived.is_whole = true;
        seen.arrived.lock().unwrap()[at] = arrived;
        let stream = stream.get_mut();
        match then {
            Then::Answer(bytes) => stream.write_all(&bytes)?,
            Then::AnswerAndClose(bytes) => return stream.write_all(&bytes),
            Then::CutAnswer => {
                return stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"a\": ");
            }
            Then::Stall => std::thread::sleep(Duration::from_secs(20)),
            Then::StallInAnswer => {
                stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{")?;
                stream.flush()?;
                std::thread::sleep(Duration::from_secs(20));
            }
            Then::Flood => {
                stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\n\r\n")?;
                let part = vec![b'x'; 64 * 1024];
                loop {
                    stream.write_all(&part)?;
                    *seen.sent.lock().unwrap() += part.len();
                }
            }
            Then::CloseAfterBody | Then::CloseAfterHead | Then::CloseBeforeReading => return Ok(()),
        }
        stream.flush()?;
    }
}

/// The head of a request, or `None` where the connection was closed.
fn read_head(stream: &mut impl BufRead) -> io::Result<Option<Arrived>> {
    let mut line = String::new();
    if stream.read_line(&mut line)? == 0 {
        return Ok(None);
    }
    let mut arrived = Arrived {
        line: line.trim_end().to_owned(),
        ..Arrived::default()
    };
    loop {
        let mut line = String::new();
        stream.read_line(&mut line)?;
        let Some((name, value)) = line.trim_end().split_once(':') else {
            return Ok(Some(arrived));
        };
        let header = (name.to_ascii_lowercase(), value.trim().to_owned());
        arrived.headers.push(header);
    }
}

fn read_body(stream: &mut impl BufRead, arrived: &mut Arrived) -> io::Result<()> {
    if let Some(length) = arrived.header("content-length") {
        let length = length.parse().map_err(io::Error::other)?;
        arrived.body = vec![0; length];
        return stream.read_exact(&mut arrived.body);
    }
    if arrived.header("transfer-encoding") != Some("chunked") {
        return Ok(());
    }
    loop {
        let mut line = String::new();
        stream.read_line(&mut line)?;
        let size = usize::from_str_radix(line.trim(), 16).map_err(io::Error::other)?;
        let start = arrived.body.len();
        arrived.body.resize(start + size, 0);
        stream.read_exact(&mut arrived.body[start..])?;
        stream.read_exact(&mut [0; 2])?;
        if size == 0 {
            return Ok(());
        }
    }
}

/// A proxy that leads to whatever it is asked for, and notes how it was asked.
pub(super) struct ProxyServer {
    pub(super) address: SocketAddr,
    asked: Arc<Mutex<Vec<Arrived>>>,
}

impl ProxyServer {
    pub(super) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("there is a free port");
        let address = listener.local_addr().expect("it is bound");
        let asked: Arc<Mutex<Vec<Arrived>>> = Arc::default();
        let log = Arc::clone(&asked);
        std::thread::spawn(move || {
            for connection in listener.incoming() {
                let Ok(connection) = connection else { return };
                let log = Arc::clone(&log);
                std::thread::spawn(move || tunnel(connection, &log));
            }
        });
        Self { address, asked }
    }

    /// How it was asked.
    pub(super) fn asked(&self) -> Vec<Arrived> {
        self.asked.lock().unwrap().clone()
    }
}

fn tunnel(mut client: TcpStream, asked: &Mutex<Vec<Arrived>>) -> io::Result<()> {
    // A head without a body: nothing of the tunnel comes before the answer.
    let head = read_head(&mut BufReader::new(client.try_clone()?))?.unwrap_or_default();
    let target = head.line.split(' ').nth(1).unwrap_or_default().to_owned();
    asked.lock().unwrap().push(head);
    let mut server = TcpStream::connect(target.replace("localhost", "127.0.0.1"))?;
    client.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n")?;
    let (mut from, mut to) = (client.try_clone()?, server.try_clone()?);
    std::thread::spawn(move || io::copy(&mut from, &mut to));
    io::copy(&mut server, &mut client).map(drop)
}
