//! The command `billbind-sandbox`: a sandbox that listens until it is told to stop.

use std::io::{self, Write as _};
use std::net::{SocketAddr, ToSocketAddrs as _};
use std::panic;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use billbind_sandbox::{Options, Rule, Server, StartError, StartProblem};
use clap::{Parser, ValueEnum};
use tokio::runtime;

/// A local server that speaks the protocol of a billing platform and keeps state.
///
/// There is no TLS: it is for programs on this machine. Exit codes: 0 stopped, 2 wrong arguments,
/// 3 schemas with problems, 4 data that cannot be used, 5 an address that cannot be used.
#[derive(Parser)]
#[command(name = "billbind-sandbox", version)]
struct Arguments {
    /// Whose protocol to speak
    #[arg(value_enum, default_value = "billingplatform")]
    system: System,
    /// Where to listen; with port 0 the system chooses one
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
    listen: String,
    /// Listen also where other machines can connect, without TLS
    #[arg(long)]
    allow_remote: bool,
    /// Keep the records in this file; without it they are gone when the sandbox stops
    #[arg(long, value_name = "FILE")]
    data: Option<PathBuf>,
    /// Play the organization that these schemas describe; they may extend the shipped ones
    #[arg(long, value_name = "FOLDER")]
    schemas: Option<PathBuf>,
    /// Put more records there, beside those that the vendor's calls take for granted
    #[arg(long, value_name = "RECORDS")]
    seed: Option<Seed>,
    /// Name of the organization in the URL that is printed; requests may have any
    #[arg(long, value_name = "NAME", default_value = "myorg")]
    org: String,
    /// A user who may log in, in place of my.username; can be repeated, each with a --password
    #[arg(long, value_name = "NAME")]
    user: Vec<String>,
    /// The password of the user, in the same order
    #[arg(long, value_name = "WORD")]
    password: Vec<String>,
    /// An OAuth client, in place of the default one; can be repeated, each with a --client-secret
    #[arg(long, value_name = "ID")]
    client: Vec<String>,
    /// The secret of the OAuth client, in the same order
    #[arg(long, value_name = "WORD")]
    client_secret: Vec<String>,
    /// After how many seconds without a request a session ends
    #[arg(long, value_name = "SECONDS", default_value_t = 7200, value_parser = clap::value_parser!(u64).range(1..=31_536_000))]
    session_idle: u64,
    /// Let requests meet a fault: [OPERATION[/ENTITY]:]FAULT[|FAULT...][:20%|:#3|:first-2]; can be
    /// repeated
    #[arg(long, value_name = "RULE")]
    fault: Vec<Rule>,
    /// What is random in faults follows from this number
    #[arg(long, value_name = "N", default_value_t = 0)]
    fault_seed: u64,
    /// The largest body of a request, in MiB
    #[arg(long, value_name = "MIB", default_value_t = 700, value_parser = clap::value_parser!(u32).range(1..=16_384))]
    max_body: u32,
    /// Print a line per request, without secrets
    #[arg(long)]
    log: bool,
}

/// Whose protocol to speak.
#[derive(Clone, Copy, ValueEnum)]
enum System {
    Billingplatform,
}

/// Records to begin with.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Seed {
    /// All that the examples of the schemas mention
    Examples,
}

const WRONG_ARGUMENTS: u8 = 2;

fn main() -> ExitCode {
    hide_what_panics_say();
    let arguments = Arguments::parse();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("error: {}", failure.text);
            ExitCode::from(failure.code)
        }
    }
}

/// Why the command ends other than by being told to.
struct Failure {
    text: String,
    code: u8,
}

impl From<StartError> for Failure {
    fn from(error: StartError) -> Self {
        let code = match error.problem() {
            StartProblem::Schemas => 3,
            StartProblem::Data => 4,
            StartProblem::Address => 5,
            // What a later version adds.
            _ => 1,
        };
        Self {
            text: error.to_string(),
            code,
        }
    }
}

fn run(arguments: &Arguments) -> Result<(), Failure> {
    let System::Billingplatform = arguments.system;
    let address = address(arguments)?;
    let options = options(arguments)?;
    let runtime = runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| failed(&error))?;
    runtime.block_on(async {
        // Who stops it at once is heard too.
        let stop = stop().map_err(|error| failed(&error))?;
        let server = options.listen(address)?;
        print(&told(arguments, &options, &server));
        stop.await;
        server.stop().map_err(|error| failed(&error))?;
        print("stopped\n");
        Ok(())
    })
}

/// The address to listen on, which has to be one of this machine alone unless told otherwise.
fn address(arguments: &Arguments) -> Result<SocketAddr, Failure> {
    let given = &arguments.listen;
    let resolved = given.to_socket_addrs();
    let Some(address) = resolved.ok().and_then(|mut found| found.next()) else {
        return Err(wrong(format!(
            "--listen {given:?} is no address with a port, such as 127.0.0.1:8080"
        )));
    };
    if !address.ip().is_loopback() && !arguments.allow_remote {
        return Err(wrong(format!(
            "{address} can be reached from other machines, and passwords would travel without TLS: listen on \
             127.0.0.1, or say --allow-remote"
        )));
    }
    Ok(address)
}

fn options(arguments: &Arguments) -> Result<Options, Failure> {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_.~".contains(c);
    if arguments.org.is_empty() || !arguments.org.chars().all(is_plain) {
        return Err(wrong(format!(
            "--org {:?} is no name of an organization: letters, digits, - and _ are taken",
            arguments.org
        )));
    }
    let mut options = Options::new()
        .organization(arguments.org.as_str())
        .examples(arguments.seed == Some(Seed::Examples))
        .session_idle(Duration::from_secs(arguments.session_idle))
        .fault_seed(arguments.fault_seed)
        .max_body(usize::try_from(arguments.max_body).unwrap_or(usize::MAX) << 20);
    if let Some(folder) = &arguments.schemas {
        options = options.schemas(folder);
    }
    if let Some(file) = &arguments.data {
        options = options.data(file);
    }
    for (name, word) in pairs("--user", &arguments.user, "--password", &arguments.password)? {
        options = options.user(name, word);
    }
    let secrets = &arguments.client_secret;
    for (id, word) in pairs("--client", &arguments.client, "--client-secret", secrets)? {
        options = options.client(id, word);
    }
    for rule in &arguments.fault {
        options = options.fault(rule.clone());
    }
    if arguments.log {
        options = options.on_request(|exchange| print(&format!("{exchange}\n")));
    }
    Ok(options)
}

fn pairs<'a>(
    name: &str,
    names: &'a [String],
    secret: &str,
    secrets: &'a [String],
) -> Result<impl Iterator<Item = (&'a str, &'a str)>, Failure> {
    if names.len() != secrets.len() {
        let (some, others) = (names.len(), secrets.len());
        return Err(wrong(format!(
            "{some} {name} and {others} {secret}: give one of each, in the same order"
        )));
    }
    Ok(names
        .iter()
        .map(String::as_str)
        .zip(secrets.iter().map(String::as_str)))
}

fn wrong(text: String) -> Failure {
    Failure {
        text,
        code: WRONG_ARGUMENTS,
    }
}

fn failed(error: &io::Error) -> Failure {
    Failure {
        text: error.to_string(),
        code: 1,
    }
}

/// Is ready on ctrl-c, or when another program ends this one in an orderly way.
#[cfg(unix)]
fn stop() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};

    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

#[cfg(not(unix))]
fn stop() -> io::Result<impl Future<Output = ()>> {
    Ok(async {
        // Where ctrl-c cannot be heard, the sandbox runs until it is ended.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    })
}

/// What is printed at the start. Secrets that were given are known to whoever gave them, and are not
/// shown.
fn told(arguments: &Arguments, options: &Options, server: &Server) -> String {
    let shown = |(name, secret): (&str, &str), is_given: bool| {
        if is_given {
            format!("{name} (as given)")
        } else {
            format!("{name} / {secret}")
        }
    };
    let users: Vec<String> = options
        .users()
        .map(|user| shown(user, !arguments.user.is_empty()))
        .collect();
    let clients: Vec<String> = options
        .clients()
        .map(|client| shown(client, !arguments.client.is_empty()))
        .collect();
    let schemas = match &arguments.schemas {
        Some(folder) => folder.display().to_string(),
        None => "the shipped ones".to_owned(),
    };
    let records = if arguments.seed.is_some() {
        "what the vendor's calls take for granted, and all that the examples mention"
    } else {
        "what the vendor's calls take for granted"
    };
    let data = match &arguments.data {
        Some(file) => file.display().to_string(),
        None => "in memory, gone when it stops".to_owned(),
    };
    let faults = match arguments.fault.as_slice() {
        [] => String::new(),
        rules => {
            let rules: Vec<String> = rules.iter().map(ToString::to_string).collect();
            format!("  faults         {}\n", rules.join("\n                 "))
        }
    };
    let remote = if arguments.allow_remote {
        "  careful        other machines may be able to connect, and there is no TLS\n"
    } else {
        ""
    };
    format!(
        "Sandbox of BillingPlatform, ready\n\
         \x20 base URL       {}\n\
         \x20 user           {}\n\
         \x20 OAuth client   {}\n\
         \x20 schemas        {schemas}\n\
         \x20 records        {records}\n\
         \x20 data           {data}\n\
         {faults}{remote}\
         \x20 stop           ctrl-c\n",
        server.url(),
        users.join("\n                 "),
        clients.join("\n                 "),
    )
}

/// A reader that stops reading (`| head`) does not stop the sandbox.
fn print(text: &str) {
    let mut output = io::stdout().lock();
    let _ = output
        .write_all(text.as_bytes())
        .and_then(|()| output.flush());
}

/// The text of a panic may hold a part of what a request held, so only its place is printed.
fn hide_what_panics_say() {
    panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string);
        let place = place.unwrap_or_default();
        let _ = writeln!(
            io::stderr(),
            "mistake in the sandbox at {place}: please report it"
        );
    }));
}
