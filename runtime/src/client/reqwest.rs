//! The transport over reqwest, on tokio.

use std::error::Error as _;
use std::fmt;
use std::io::{self, Read};
use std::pin::Pin;
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures_core::Stream;
use reqwest::header::{CONTENT_LENGTH, HeaderName, HeaderValue};
use reqwest::redirect;
use rustls::{ClientConfig, RootCertStore};
use tokio::task::JoinHandle;

use super::connection::{ConnectionOptions, MAX_IDLE, Proxy, no_connection, unusable};
use super::transport::{
    Attempt, BoxFuture, Delivery, Reception, Transport, TransportError, TransportErrorKind,
};
use super::upload::{Failure, Upload};
use crate::RenderedRequest;

/// Bytes of an upload that are read at once.
const PART: usize = 64 * 1024;

/// Sends requests by reqwest. Clones share their connections.
///
/// It needs a tokio runtime, with its IO and its time switched on.
#[derive(Clone)]
pub struct ReqwestTransport {
    client: reqwest::Client,
    origin: Arc<OnceLock<Origin>>,
}

impl fmt::Debug for ReqwestTransport {
    /// Without what reqwest shows of its settings: the proxy's password is one of them.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("ReqwestTransport")
    }
}

impl ReqwestTransport {
    /// A transport with these options. It connects when it sends.
    ///
    /// # Errors
    /// [`TransportErrorKind::Options`] where the options cannot be used.
    pub fn new(options: &ConnectionOptions) -> Result<Self, TransportError> {
        let user_agent = HeaderValue::from_str(&options.user_agent)
            .map_err(|_| unusable("the user agent holds a character that no header may hold"))?;
        let mut builder = reqwest::Client::builder()
            .tls_backend_preconfigured(tls(options)?)
            .redirect(redirect::Policy::none())
            .retry(reqwest::retry::never())
            .referer(false)
            .no_proxy()
            .no_gzip()
            .no_brotli()
            .no_deflate()
            .no_zstd()
            .http1_only()
            .user_agent(user_agent)
            .connect_timeout(options.connect_timeout)
            .pool_idle_timeout(MAX_IDLE);
        if let Some(settings) = &options.proxy {
            builder = builder.proxy(proxy(settings)?);
        }
        match builder.build() {
            Ok(client) => Ok(Self {
                client,
                origin: Arc::default(),
            }),
            Err(_) => Err(unusable("reqwest does not take the options")),
        }
    }

    async fn exchange(
        &self,
        request: &RenderedRequest,
        reception: &mut Reception<'_>,
    ) -> Result<(), TransportError> {
        let (request, failure) = http_request(request, &self.origin).await?;
        // The failure of a source looks like one of the connection.
        let told = |cause| failure.take().unwrap_or_else(|| told(cause));
        let mut response = self.client.execute(request).await.map_err(told)?;
        let headers = response.headers().iter();
        reception.head(
            response.status().as_u16(),
            headers.filter_map(|(name, value)| Some((name.as_str(), value.to_str().ok()?))),
        );
        while let Some(part) = response.chunk().await.map_err(told)? {
            reception.push(&part)?;
        }
        Ok(())
    }
}

impl Transport for ReqwestTransport {
    fn send<'a>(
        &'a self,
        attempt: Attempt<'a>,
        reception: &'a mut Reception<'_>,
    ) -> BoxFuture<'a, Result<(), TransportError>> {
        Box::pin(async move {
            let exchange = self.exchange(attempt.request, reception);
            let Some(limit) = attempt.timeout else {
                return exchange.await;
            };
            tokio::time::timeout(limit, exchange)
                .await
                .unwrap_or_else(|_| {
                    Err(TransportError::new(
                        TransportErrorKind::TimedOut,
                        Delivery::Unknown,
                        "the answer took too long",
                    ))
                })
        })
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        Box::pin(tokio::time::sleep(duration))
    }

    fn spawn(&self, task: BoxFuture<'static, ()>) {
        // Without a runtime, nothing can be sent any more.
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            runtime.spawn(task);
        }
    }
}

/// The request with the types of reqwest, and where the failure of its source will be.
async fn http_request(
    request: &RenderedRequest,
    origin: &OnceLock<Origin>,
) -> Result<(reqwest::Request, Failure), TransportError> {
    let unsendable = || {
        let message = "the request has a URL or a header that HTTP does not have";
        TransportError::new(TransportErrorKind::Other, Delivery::NotSent, message)
    };
    let url = parse(&request.url, origin).ok_or_else(unsendable)?;
    let method = reqwest::Method::from_bytes(request.method.as_str().as_bytes());
    let mut http = reqwest::Request::new(method.map_err(|_| unsendable())?, url);
    // Room for those that reqwest and hyper add, so that they are not all hashed once more.
    http.headers_mut().reserve(request.headers.len() + 4);
    for (name, value) in &request.headers {
        let mut value = HeaderValue::from_str(value.expose()).map_err(|_| unsendable())?;
        // What logs requests leaves it out.
        value.set_sensitive(true);
        // Layers name headers as they like.
        let name = HeaderName::from_bytes(name.as_bytes()).map_err(|_| unsendable())?;
        http.headers_mut().insert(name, value);
    }
    let Some(body) = &request.body else {
        return Ok((http, Failure::default()));
    };
    if let Some(bytes) = body.as_bytes() {
        *http.body_mut() = Some(bytes.to_vec().into());
        return Ok((http, Failure::default()));
    }
    // A file system may take its time to open a file.
    let source = request.clone();
    let opened =
        tokio::task::spawn_blocking(move || (Upload::of(&source), Upload::length_of(&source)));
    let (upload, length) = opened.await.map_err(|_| unsendable())?;
    let Some(upload) = upload? else {
        return Ok((http, Failure::default()));
    };
    if let Some(length) = length {
        http.headers_mut().insert(CONTENT_LENGTH, length.into());
    }
    let failure = upload.failure();
    *http.body_mut() = Some(reqwest::Body::wrap_stream(Parts::Next(Some(upload))));
    Ok((http, failure))
}

/// Where the requests of a client go. Its URL is parsed once, and only what differs with each
/// request: parsing a host takes longer than all else that is done to a request.
struct Origin {
    /// Scheme and authority, as requests write them.
    text: String,
    url: reqwest::Url,
}

/// The URL of a request, where it is one.
fn parse(url: &str, origin: &OnceLock<Origin>) -> Option<reqwest::Url> {
    let whole = || reqwest::Url::parse(url).ok();
    let path = url
        .split_once("://")
        .and_then(|(scheme, rest)| Some(scheme.len() + "://".len() + rest.find('/')?));
    let Some((text, target)) = path
        .filter(|_| !url.contains('#'))
        .map(|at| url.split_at(at))
    else {
        return whole();
    };
    let Some(known) = origin.get() else {
        let parsed = whole()?;
        // Another request may have been the first meanwhile.
        let _ = origin.set(Origin {
            text: text.to_owned(),
            url: parsed.clone(),
        });
        return Some(parsed);
    };
    if known.text != text {
        return whole();
    }
    let (path, query) = match target.split_once('?') {
        Some((path, query)) => (path, Some(query)),
        None => (target, None),
    };
    let mut url = known.url.clone();
    url.set_path(path);
    url.set_query(query);
    Some(url)
}

/// The parts of an upload. Each is read on a thread that may wait, since a file may make it wait.
enum Parts {
    /// `None` at the end.
    Next(Option<Upload>),
    Reading(JoinHandle<(Upload, io::Result<Vec<u8>>)>),
}

impl Stream for Parts {
    type Item = io::Result<Vec<u8>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            match &mut *self {
                Self::Next(upload) => {
                    let Some(mut upload) = upload.take() else {
                        return Poll::Ready(None);
                    };
                    *self = Self::Reading(tokio::task::spawn_blocking(move || {
                        let mut part = Vec::with_capacity(PART);
                        let read = (&mut upload).take(PART as u64).read_to_end(&mut part);
                        (upload, read.map(|_| part))
                    }));
                }
                Self::Reading(reading) => {
                    let outcome = ready!(Pin::new(reading).poll(context));
                    let (upload, part) = match outcome {
                        Ok((upload, part)) => (Some(upload), part),
                        // The source panicked, or the runtime ends.
                        Err(cause) => (None, Err(io::Error::other(cause))),
                    };
                    let is_over = part.as_ref().map_or(true, Vec::is_empty);
                    *self = Self::Next(upload.filter(|_| !is_over));
                    return Poll::Ready(
                        Some(part)
                            .filter(|part| part.as_ref().map_or(true, |part| !part.is_empty())),
                    );
                }
            }
        }
    }
}

fn tls(options: &ConnectionOptions) -> Result<ClientConfig, TransportError> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(options.trusted()?);
    let builder = ClientConfig::builder_with_provider(ConnectionOptions::cryptography())
        .with_safe_default_protocol_versions()
        .map_err(|_| unusable("TLS has no version that can be used"))?;
    let mut tls = builder.with_root_certificates(roots).with_no_client_auth();
    tls.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(tls)
}

fn proxy(proxy: &Proxy) -> Result<reqwest::Proxy, TransportError> {
    let scheme = if proxy.is_https { "https" } else { "http" };
    let url = format!("{scheme}://{}:{}", proxy.host, proxy.port);
    let made = reqwest::Proxy::all(url).map_err(|_| unusable("the proxy cannot be used"))?;
    Ok(match &proxy.credentials {
        Some((user, password)) => made.basic_auth(user.expose(), password.expose()),
        None => made,
    })
}

/// The failure in words without secrets: reqwest's own hold the URL.
fn told(cause: reqwest::Error) -> TransportError {
    use TransportErrorKind as Kind;

    // Nothing of the request is written before the connection stands, TLS and proxy included.
    let (kind, delivery) = match (cause.is_connect(), cause.is_timeout()) {
        (true, true) => (Kind::TimedOut, Delivery::NotSent),
        (true, false) => (Kind::Connect, Delivery::NotSent),
        (false, true) => (Kind::TimedOut, Delivery::Unknown),
        (false, false) if cause.is_request() || cause.is_body() || cause.is_decode() => {
            (Kind::Broken, Delivery::Unknown)
        }
        (false, false) => (Kind::Other, Delivery::Unknown),
    };
    let cause = cause.without_url();
    let mut words = String::new();
    let mut source = cause.source();
    while let Some(cause) = source {
        // The outer ones say what the inner one says, or less.
        words = cause.to_string();
        source = cause.source();
    }
    let message = match kind {
        Kind::TimedOut if delivery == Delivery::NotSent => "connecting took too long".to_owned(),
        Kind::TimedOut => "the answer took too long".to_owned(),
        Kind::Connect => no_connection(&words),
        _ => format!("the connection broke: {words}"),
    };
    TransportError::new(kind, delivery, message)
}

#[cfg(test)]
mod tests {
    use std::sync::OnceLock;

    use super::{http_request, parse};
    use crate::Secret;
    use crate::request::{Method, RenderedRequest};

    fn with_header(name: &'static str) -> Result<reqwest::Request, super::TransportError> {
        let request = RenderedRequest {
            method: Method::Get,
            url: "https://h/o".to_owned(),
            headers: vec![(name, Secret::new("value"))],
            body: None,
        };
        let runtime = tokio::runtime::Builder::new_current_thread().build();
        let runtime = runtime.expect("it needs nothing of the machine");
        let made = runtime.block_on(http_request(&request, &OnceLock::new()));
        made.map(|(request, _)| request)
    }

    #[test]
    fn a_url_of_a_known_host_is_what_parsing_it_as_a_whole_gives() {
        for origin in [
            "https://my.billingplatform.com",
            "http://127.0.0.1:8080",
            "http://[::1]:81",
        ] {
            let known = OnceLock::new();
            assert!(parse(&format!("{origin}/first?x=1"), &known).is_some());
            assert!(known.get().is_some());
            for target in [
                "/o",
                "/o/",
                "/",
                "",
                "/o?",
                "/o?a=b&c=%20%3F",
                "/o/%2F/%2e%2e/x",
                "/a/../b?c/d?e",
                "/\u{e9} '\"?\u{e9} '\"",
                "/o#x",
                "/o?#x",
                "?x",
                "/o//p",
            ] {
                let url = format!("{origin}{target}");
                assert_eq!(parse(&url, &known), reqwest::Url::parse(&url).ok(), "{url}");
            }
            for other in [
                "https://elsewhere.example/o?x",
                "no URL",
                "http:///o",
                "://h/o",
            ] {
                assert_eq!(
                    parse(other, &known),
                    reqwest::Url::parse(other).ok(),
                    "{other}"
                );
            }
        }
    }

    #[test]
    fn a_header_of_a_layer_may_be_in_any_case_and_one_that_is_none_is_an_error() {
        let request = with_header("X-Request-Id").expect("it is a header");
        assert_eq!(request.headers()["x-request-id"], "value");
        for name in ["", "x y", "x:", "x\r\ny"] {
            let error = with_header(name).expect_err(name);
            assert_eq!(error.delivery(), super::Delivery::NotSent);
        }
    }
}
