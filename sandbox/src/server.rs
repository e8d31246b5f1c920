//! The HTTP server: every request, whatever its method and path, goes to the sandbox.

mod connection;
mod request_line;

use std::future::{Future, poll_fn};
use std::io;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{ConnectInfo, Request, State};
use axum::http::header::{CONTENT_LENGTH, HeaderName, HeaderValue, SERVER};
use axum::http::{Response, StatusCode};
use futures_core::Stream;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use crate::protocol::Refusal;
use crate::{Incoming, Outcome, Outgoing, Sandbox};
use connection::{Door, Link};

pub(crate) use connection::Patience;

/// What a server is careful about.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    /// The largest body of a request, in bytes.
    pub(crate) body: usize,
    pub(crate) patience: Patience,
    /// How long running requests may go on when the server stops.
    pub(crate) farewell: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            // A file of 512 MiB in base64.
            body: 700 << 20,
            patience: Patience::default(),
            farewell: Duration::from_secs(10),
        }
    }
}

/// Answers requests until `stop` is ready; then requests that are running end.
pub(crate) async fn serve(
    listener: std::net::TcpListener,
    sandbox: Sandbox,
    limits: Limits,
    stop: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    listener.set_nonblocking(true)?;
    let door = Door {
        listener: TcpListener::from_std(listener)?,
        patience: limits.patience,
    };
    let router = Router::new()
        .fallback(answer)
        .with_state(Arc::new(Host { sandbox, limits }));
    let service = router.into_make_service_with_connect_info::<Link>();
    let (stopped, has_stopped) = oneshot::channel::<()>();
    let stop = async {
        stop.await;
        drop(stopped);
    };
    let server = axum::serve(door, service).with_graceful_shutdown(stop);
    let deadline = async {
        // An error is what a dropped sender gives.
        let _ = has_stopped.await;
        tokio::time::sleep(limits.farewell).await;
    };
    tokio::select! {
        result = server => result,
        // Whoever is still connected does not end its request.
        () = deadline => Ok(()),
    }
}

struct Host {
    sandbox: Sandbox,
    limits: Limits,
}

async fn answer(
    State(host): State<Arc<Host>>,
    ConnectInfo(link): ConnectInfo<Link>,
    request: Request,
) -> Response<Body> {
    let started = Instant::now();
    let (head, body) = request.into_parts();
    let body = read_body(body, host.limits.body).await;
    link.request_is_read();
    let body = match body {
        Ok(body) => body,
        Err(refusal) => return response(Refusal::bad_request(refusal).answer()),
    };
    let incoming = Incoming {
        method: head.method.as_str().to_owned(),
        path: head.uri.path().to_owned(),
        query: head.uri.query().map(str::to_owned),
        headers: head
            .headers
            .iter()
            .map(|(name, value)| (name.as_str().to_owned(), value.as_bytes().to_vec()))
            .collect(),
        body,
    };
    let begun = host.sandbox.begin(&incoming, true, started);
    // A timer takes up to a millisecond also for nothing.
    if !begun.delay().is_zero() {
        tokio::time::sleep(begun.delay()).await;
    }
    let sandbox = host.sandbox.clone();
    // Whoever leaves before the answer comes does not stop the work.
    let work = tokio::task::spawn_blocking(move || sandbox.finish(&incoming, begun));
    match work.await {
        Ok(Outcome::Answer(answer)) => response(answer),
        Ok(Outcome::Closed { .. }) => {
            link.close();
            Response::new(Body::empty())
        }
        Ok(Outcome::Cut { answer, length }) => {
            let part = Part {
                bytes: Some(Bytes::from(answer.body)),
                link,
            };
            let mut response = response(Outgoing {
                body: Vec::new(),
                ..answer
            });
            response
                .headers_mut()
                .insert(CONTENT_LENGTH, HeaderValue::from(length));
            *response.body_mut() = Body::from_stream(part);
            response
        }
        // The runtime is going down, since a panic is caught inside.
        Err(_) => response(Refusal::Failure("The sandbox has stopped".to_owned()).answer()),
    }
}

/// All of a body. One that is too long is read to its end all the same: most clients look for an
/// answer only when they have sent everything.
async fn read_body(body: Body, limit: usize) -> Result<Vec<u8>, String> {
    let mut stream = pin!(body.into_data_stream());
    let mut bytes = Vec::new();
    let mut length: usize = 0;
    while let Some(chunk) = poll_fn(|context| stream.as_mut().poll_next(context)).await {
        let chunk = chunk.map_err(|_| "The body of the request does not end as it should")?;
        length = length.saturating_add(chunk.len());
        if length <= limit {
            bytes.extend_from_slice(&chunk);
        } else {
            bytes = Vec::new();
        }
    }
    if length > limit {
        return Err(format!(
            "The body has {length} bytes; this sandbox takes up to {limit}"
        ));
    }
    Ok(bytes)
}

fn response(answer: Outgoing) -> Response<Body> {
    let mut response = Response::new(Body::from(answer.body));
    // Both are so wherever the sandbox makes them.
    *response.status_mut() =
        StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    headers.insert(SERVER, HeaderValue::from_static(connection::SERVER));
    for (name, value) in answer.headers {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            headers.append(name, value);
        }
    }
    response
}

/// A part of a body, behind which the connection ends.
struct Part {
    bytes: Option<Bytes>,
    link: Link,
}

impl Stream for Part {
    type Item = Result<Bytes, io::Error>;

    fn poll_next(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, io::Error>>> {
        match self.bytes.take() {
            Some(bytes) if !bytes.is_empty() => Poll::Ready(Some(Ok(bytes))),
            _ => {
                // The connection flushes what it has, and ends.
                self.link.cut();
                Poll::Pending
            }
        }
    }
}

#[cfg(test)]
mod tests;
