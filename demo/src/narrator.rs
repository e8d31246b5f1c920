//! Sends requests, and prints what goes over the wire as a person would want to read it.

use billbind::billingplatform::{Client, Request};
use billbind::{Body, Error};
use serde_json::Value;

/// How far what belongs to a step is indented.
const INDENT: &str = "    ";

/// Tells a story of requests.
pub(crate) struct Narrator {
    client: Client,
    base_url: String,
}

impl Narrator {
    pub(crate) fn new(client: Client, base_url: String) -> Self {
        Self { client, base_url }
    }

    /// Prints a request, sends it, and gives its answer.
    pub(crate) async fn send<T: Send>(&self, request: Request<T>) -> Result<T, Error> {
        let rendered = request.render(&self.base_url)?;
        let path = rendered.url.strip_prefix(&self.base_url);
        println!(
            "{INDENT}{} {}",
            rendered.method.as_str(),
            path.unwrap_or(&rendered.url)
        );
        if let Some(body) = rendered.body.as_ref().and_then(Body::as_bytes) {
            print_json(body);
        }
        self.client.send(request).await
    }
}

/// Opens a step.
pub(crate) fn step(number: u32, title: &str) {
    println!("\n{number:>2}. {title}");
}

/// Says what came of it.
pub(crate) fn outcome(text: &str) {
    println!("{INDENT}=> {text}");
}

fn print_json(body: &[u8]) {
    let Ok(json) = serde_json::from_slice::<Value>(body) else {
        return;
    };
    for line in format!("{json:#}").lines() {
        println!("{INDENT}{line}");
    }
}
