//! Measures what the clients add to a bare loop over the same HTTP stack, and what the sandbox takes
//! for a request.
//!
//! Prints one line for each round: what, how many times as fast as the bare loop, nanoseconds per
//! request here and there. `cargo xtask bench` writes this program to a crate of its own and runs it.

use std::error::Error;
use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use axum::Router;
use axum::http::Uri;
use axum::http::header::CONTENT_TYPE;
use axum::routing::any;
use billbind::Secret;
use billbind::billingplatform::{
    Account, BlockingClient, Client, Contract, ContractRate, Credentials, account, contract,
    contract_rate, login,
};
use billbind::Date;
use billbind_sandbox::Options;
use serde::Deserialize;

type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

/// How long one measurement takes.
const TIME: Duration = Duration::from_millis(150);

/// Measurements of each pair. They are short and many, and the two take turns, so that a machine that
/// is busier in one second than in the next slows both.
const ROUNDS: usize = 41;

/// How many records the answer of a read holds.
const RECORDS: [usize; 2] = [1, 100];

/// Connections that are open at the same time.
const CONNECTIONS: [usize; 2] = [1, 64];

/// Rows of the table that the sandbox searches, and how often the search is measured.
const ROWS: [usize; 2] = [10_000, 100_000];
const SEARCHES: usize = 5;

fn main() -> Outcome<()> {
    // The bare client shares reqwest's features with ours, which brings a provider of its own.
    if rustls::crypto::ring::default_provider().install_default().is_err() {
        return Err("there is another provider of cryptography".into());
    }
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    for records in RECORDS {
        let server = runtime.block_on(serve(answer(records)))?;
        for connections in CONNECTIONS {
            runtime.block_on(asynchronous(&server, records, connections))?;
            blocking(&server, records, connections)?;
        }
    }
    runtime.block_on(sandbox())?;
    searches()
}

/// What a read is answered by.
fn answer(records: usize) -> String {
    let record = |number: usize| {
        format!(
            r#"{{"Id": "{number}", "Name": "Account {number}", "Created": "2014-11-03T18:26:11.000Z",
            "AccountTypeId": "1", "ParentAccountId": "1", "ParentAccountName": "BILLING PLATFORM",
            "Status": "ACTIVE", "Description": "made for a measurement"}}"#
        )
    };
    let records: Vec<String> = (0..records).map(record).collect();
    format!(r#"{{"retrieveResponse": [{}]}}"#, records.join(","))
}

/// Answers a login, and every other request by the same body. Gives the base URL.
async fn serve(body: String) -> Outcome<String> {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let body = Arc::new(body);
    let router = Router::new().fallback(any(move |url: Uri| {
        let body = if url.path().ends_with("/login") {
            r#"{"loginResponse": [{"SessionID": "s", "ErrorCode": "0"}]}"#.to_owned()
        } else {
            body.as_str().to_owned()
        };
        async move { ([(CONTENT_TYPE, "application/json")], body) }
    }));
    tokio::spawn(async move { axum::serve(listener, router).await });
    Ok(format!("http://{address}/myorg"))
}

/// What a program without bindings decodes an answer to.
#[derive(Deserialize)]
struct Bare {
    #[serde(rename = "retrieveResponse")]
    records: Vec<BareAccount>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct BareAccount {
    id: Option<String>,
    name: Option<String>,
    created: Option<String>,
    account_type_id: Option<String>,
    parent_account_id: Option<String>,
    parent_account_name: Option<String>,
    status: Option<String>,
    description: Option<String>,
}

impl BareAccount {
    /// Every member counts, so that none is left out by the compiler.
    fn length(&self) -> usize {
        let members = [
            &self.id,
            &self.name,
            &self.created,
            &self.account_type_id,
            &self.parent_account_id,
            &self.parent_account_name,
            &self.status,
            &self.description,
        ];
        members.into_iter().flatten().map(String::len).sum()
    }
}

fn decoded(body: &[u8], records: usize) -> Outcome<()> {
    let bare: Bare = serde_json::from_slice(body)?;
    let length: usize = bare.records.iter().map(BareAccount::length).sum();
    if bare.records.len() == records && length > 0 {
        Ok(())
    } else {
        Err("the answer is not what the server sends".into())
    }
}

fn request() -> billbind::billingplatform::Request<Vec<Account>> {
    account::retrieve(&account::COL.id.ge(20_000))
}

async fn asynchronous(base_url: &str, records: usize, connections: usize) -> Outcome<()> {
    let client = Client::builder(base_url)
        .credentials(Credentials::login("my.username", "password"))
        .build()?;
    // Both send the same headers: our client says who it is, and ureq does so by itself.
    let bare = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .user_agent("billbind/0.1.0")
        .build()?;
    // Both know what to send before they begin, and make it ready each time.
    let request = request();
    let url = request.render(base_url)?.url;
    let ours = move || {
        let (client, request) = (client.clone(), request.clone());
        async move {
            let found = client.send(request).await?;
            check(found.len(), records)
        }
    };
    let theirs = move || {
        let (bare, url) = (bare.clone(), url.clone());
        async move {
            let sent = bare.get(url).header("sessionid", "s").send().await?;
            decoded(&sent.bytes().await?, records)
        }
    };
    let what = format!("async client, {}", of(records, connections));
    for _ in 0..ROUNDS {
        let ours = tasks(connections, ours.clone()).await?;
        let theirs = tasks(connections, theirs.clone()).await?;
        print(&what, ours, theirs);
    }
    Ok(())
}

fn blocking(base_url: &str, records: usize, connections: usize) -> Outcome<()> {
    let client = BlockingClient::builder(base_url)
        .credentials(Credentials::login("my.username", "password"))
        .build()?;
    let config = ureq::Agent::config_builder()
        .max_redirects(0)
        .max_idle_connections(connections)
        .max_idle_connections_per_host(connections);
    let bare: ureq::Agent = config.build().into();
    let request = request();
    let url = request.render(base_url)?.url;
    let ours = || {
        let found = client.send(request.clone())?;
        check(found.len(), records)
    };
    let theirs = || {
        let mut sent = bare.get(&url).header("sessionid", "s").call()?;
        decoded(&sent.body_mut().read_to_vec()?, records)
    };
    let what = format!("blocking client, {}", of(records, connections));
    for _ in 0..ROUNDS {
        let ours = threads(connections, &ours)?;
        let theirs = threads(connections, &theirs)?;
        print(&what, ours, theirs);
    }
    Ok(())
}

/// Reads and creates in the sandbox, against a server that does nothing, over the same client.
async fn sandbox() -> Outcome<()> {
    let sandbox = Options::new().examples(true).start()?;
    let nothing = serve(String::from("{}")).await?;
    let session = {
        let bare = reqwest::Client::new();
        let request = login("my.username", &Secret::new("password"));
        let rendered = request.render(&sandbox.url())?;
        let body = rendered.body.ok_or("a login has a body")?.to_bytes()?;
        let sent = bare.post(&rendered.url).body(body).send().await?;
        let status = sent.status().as_u16();
        request.decode(&billbind::Answer::new(status, sent.bytes().await?.to_vec()))?
    };
    let new = Account::builder()
        .name("Measured")
        .status(account::Status::Active)
        .account_type_id(1)
        .build();
    let read = account::retrieve_by_id(27471).authorized(&session);
    let create = account::create(&new).authorized(&session);
    let bare = reqwest::Client::new();
    for (what, ours, theirs) in [
        ("retrieve", read.render(&sandbox.url())?, read.render(&nothing)?),
        ("create", create.render(&sandbox.url())?, create.render(&nothing)?),
    ] {
        for connections in CONNECTIONS {
            let send = |rendered: &billbind::RenderedRequest| {
                let (bare, rendered) = (bare.clone(), rendered.clone());
                move || {
                    let method = reqwest::Method::from_bytes(rendered.method.as_str().as_bytes());
                    let body = rendered.body.as_ref().map(|body| body.to_bytes());
                    let mut http = bare.request(method.unwrap_or_default(), &rendered.url);
                    for (name, value) in &rendered.headers {
                        http = http.header(*name, value.expose());
                    }
                    async move {
                        if let Some(body) = body {
                            http = http.body(body?);
                        }
                        let sent = http.send().await?.error_for_status()?;
                        sent.bytes().await?;
                        Ok(())
                    }
                }
            };
            let what = format!("sandbox, {what} over {connections} connections");
            for _ in 0..ROUNDS {
                let ours = tasks(connections, send(&ours)).await?;
                let theirs = tasks(connections, send(&theirs)).await?;
                print(&what, ours, theirs);
            }
        }
    }
    Ok(())
}

/// A pattern at the end of a path of two steps, over tables of both sizes.
fn searches() -> Outcome<()> {
    let mut per_row = Vec::new();
    for rows in ROWS {
        let sandbox = Options::new().examples(true).start()?;
        let client = BlockingClient::builder(sandbox.url())
            .credentials(Credentials::login("my.username", "password"))
            .build()?;
        fill(&client, rows)?;
        let name = contract_rate::PATH
            .contract
            .then(&contract::PATH.account)
            .col(&account::COL.name);
        let query = contract_rate::query()
            .columns(&contract_rate::COL.id)
            .filter(name.contains("needle"));
        let mut times = Vec::new();
        for _ in 0..SEARCHES {
            let start = Instant::now();
            let found = client.send(query.request())?;
            times.push(start.elapsed().as_nanos() as f64 / rows as f64);
            check(found.len(), rows / 1_000)?;
        }
        per_row.push(times);
    }
    let (small, large) = (&per_row[0], &per_row[1]);
    for (small, large) in small.iter().zip(large) {
        let what = "sandbox, LIKE over a path of two steps, 100,000 rows, per row, against 10,000";
        println!("{what}\t{}\t{large}\t{small}", small / large);
    }
    Ok(())
}

/// Contract rates, a thousandth of which belong to an account whose name is searched for.
fn fill(client: &BlockingClient, rows: usize) -> Outcome<()> {
    let start = Date::new(2026, 1, 1)?;
    let mut contracts = Vec::new();
    for (number, name) in ["a needle", "hay"].into_iter().enumerate() {
        let new = Account::builder()
            .name(name)
            .status(account::Status::Active)
            .account_type_id(1)
            .build();
        let account = client.send(account::create(&new))?;
        let new = Contract::builder()
            .account_id(&account.id)
            .contract_number(format!("C-{number}"))
            .start_date(start)
            .on_end_date(contract::OnEndDate::Renew)
            .build();
        contracts.push(client.send(contract::create(&new))?.id);
    }
    let rates: Vec<contract_rate::New> = (0..rows)
        .map(|row| {
            let contract = &contracts[usize::from(row % 1_000 != 0)];
            ContractRate::builder()
                .contract_id(contract)
                .start_date(start)
                .product_id(12670)
                .build()
        })
        .collect();
    for batch in rates.chunks(5_000) {
        client.send(contract_rate::create_many(batch))?.all()?;
    }
    Ok(())
}

fn of(records: usize, connections: usize) -> String {
    format!("{records} records over {connections} connections")
}

fn check(found: usize, expected: usize) -> Outcome<()> {
    if found == expected {
        Ok(())
    } else {
        Err(format!("{found} records are read, and not {expected}").into())
    }
}

/// Nanoseconds per request of so many tasks, each of which sends one after the other.
async fn tasks<F, W>(count: usize, work: W) -> Outcome<f64>
where
    F: Future<Output = Outcome<()>> + Send,
    W: Fn() -> F + Clone + Send + 'static,
{
    let start = Instant::now();
    let mut running = tokio::task::JoinSet::new();
    for _ in 0..count {
        let work = work.clone();
        running.spawn(async move {
            let mut done = 0_u64;
            while start.elapsed() < TIME {
                work().await?;
                done += 1;
            }
            Outcome::Ok(done)
        });
    }
    let mut done = 0;
    while let Some(ended) = running.join_next().await {
        done += ended??;
    }
    Ok(start.elapsed().as_nanos() as f64 / done as f64)
}

/// Nanoseconds per request of so many threads that send one after the other.
fn threads(count: usize, work: &(impl Fn() -> Outcome<()> + Sync)) -> Outcome<f64> {
    let done = AtomicU64::new(0);
    let start = Instant::now();
    std::thread::scope(|scope| {
        let thread = || -> Outcome<()> {
            while start.elapsed() < TIME {
                work()?;
                done.fetch_add(1, Ordering::Relaxed);
            }
            Ok(())
        };
        let running: Vec<_> = (0..count).map(|_| scope.spawn(thread)).collect();
        for thread in running {
            thread.join().map_err(|_| "a thread panicked")??;
        }
        Outcome::Ok(())
    })?;
    Ok(start.elapsed().as_nanos() as f64 / done.load(Ordering::Relaxed) as f64)
}

fn print(what: &str, ours: f64, theirs: f64) {
    println!("{what}\t{}\t{ours}\t{theirs}", theirs / ours);
}
