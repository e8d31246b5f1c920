//! The command: what it prints, what it refuses, and what is left when it is stopped or killed.

use std::io::{BufRead as _, BufReader, Read as _};
use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

use crate::raw::{Reply, send};

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_billbind-sandbox"));
    command.args(arguments).stdin(Stdio::null());
    command
}

/// Runs it to its end, which is one for a reason.
fn refused(arguments: &[&str]) -> (i32, String) {
    let Output { status, stderr, .. } = command(arguments).output().unwrap();
    (status.code().unwrap(), String::from_utf8(stderr).unwrap())
}

/// The command, listening.
struct Running {
    child: Child,
    output: BufReader<std::process::ChildStdout>,
    /// What it printed at the start.
    told: String,
    address: SocketAddr,
}

impl Running {
    fn start(arguments: &[&str]) -> Self {
        let mut child = command(&[&["--listen", "127.0.0.1:0"], arguments].concat())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut output = BufReader::new(child.stdout.take().unwrap());
        let mut told = String::new();
        while !told.contains("ctrl-c\n") {
            let count = output.read_line(&mut told).unwrap();
            assert_ne!(count, 0, "it ended: {told}");
        }
        let (_, rest) = told.split_once("http://").unwrap();
        let address = rest.split_once('/').unwrap().0.parse().unwrap();
        Self {
            child,
            output,
            told,
            address,
        }
    }

    fn send(&self, method: &str, resource: &str, session: &str, body: &str) -> Option<Reply> {
        let target = format!("/myorg/rest/2.0/{resource}");
        let headers = [("sessionid", session)];
        send(self.address, method, &target, &headers, body.as_bytes())
    }

    fn log_in(&self, user: &str, password: &str) -> Option<String> {
        let body = json!({"username": user, "password": password}).to_string();
        let answer = self.send("POST", "login", "", &body).unwrap().json();
        let session = answer["loginResponse"][0]["SessionID"].as_str();
        session.map(str::to_owned)
    }

    /// Sends it a signal by name, as a terminal or another program does.
    fn signal(&self, name: &str) {
        let id = self.child.id().to_string();
        let sent = Command::new("kill").args(["-s", name, &id]).status();
        assert!(sent.unwrap().success());
    }

    /// The rest of what it prints, and its exit code.
    fn rest(mut self) -> (String, Option<i32>) {
        let mut rest = String::new();
        self.output.read_to_string(&mut rest).unwrap();
        (rest, self.child.wait().unwrap().code())
    }
}

fn account(name: &str) -> String {
    json!({"brmObjects": {"Name": name, "AccountTypeId": "1", "Status": "ACTIVE"}}).to_string()
}

#[test]
fn it_tells_what_one_needs_and_stops_on_ctrl_c() {
    let running = Running::start(&[
        "--seed",
        "examples",
        "--org",
        "acme",
        "--log",
        "billingplatform",
    ]);
    let url = format!("http://{}/acme\n", running.address);
    for part in [
        url.as_str(),
        "my.username / password",
        "my.client / my.client.secret",
        "all that the examples mention",
        "in memory",
        "ctrl-c",
    ] {
        assert!(running.told.contains(part), "{part}: {}", running.told);
    }
    let session = running.log_in("my.username", "password").unwrap();
    let reply = running.send("GET", "ACCOUNT/27471", &session, "").unwrap();
    assert_eq!(reply.status, 200);
    running.signal("INT");
    let (rest, code) = running.rest();
    assert_eq!(code, Some(0));
    let lines: Vec<&str> = rest.lines().collect();
    assert_eq!(lines.len(), 3, "{rest}");
    assert!(
        lines[0].starts_with("1 POST /myorg/rest/2.0/login: login -> 200, "),
        "{rest}"
    );
    assert!(
        lines[1].starts_with(
            "2 GET /myorg/rest/2.0/ACCOUNT/27471: retrieve ACCOUNT -> 200, 1 record, "
        ),
        "{rest}"
    );
    assert_eq!(lines[2], "stopped");
    assert!(!rest.contains(&session), "{rest}");
}

#[test]
fn credentials_that_were_given_are_taken_and_not_shown() {
    let running = Running::start(&[
        "--user",
        "jane",
        "--password",
        "pw-canary-1",
        "--user",
        "joe",
        "--password",
        "pw-canary-2",
        "--client",
        "robot",
        "--client-secret",
        "pw-canary-3",
        "--log",
    ]);
    assert!(
        running.told.contains("jane (as given)\n"),
        "{}",
        running.told
    );
    assert!(running.log_in("joe", "pw-canary-2").is_some());
    assert!(running.log_in("joe", "pw-canary-1").is_none());
    assert!(running.log_in("my.username", "password").is_none());
    let told = running.told.clone();
    running.signal("TERM");
    let (rest, code) = running.rest();
    assert_eq!(code, Some(0));
    assert!(
        !told.contains("canary") && !rest.contains("canary"),
        "{told}{rest}"
    );
}

#[test]
fn faults_and_the_life_of_sessions_are_options() {
    let running = Running::start(&[
        "--fault",
        "create/ACCOUNT:throttled; retry-after=3:#2",
        "--fault-seed",
        "7",
        "--session-idle",
        "1",
    ]);
    assert!(
        running
            .told
            .contains("create/ACCOUNT:throttled; retry-after=3:#2"),
        "{}",
        running.told
    );
    let session = running.log_in("my.username", "password").unwrap();
    let statuses: Vec<u16> = (0..3)
        .map(|_| {
            running
                .send("POST", "account", &session, &account("A"))
                .unwrap()
                .status
        })
        .collect();
    assert_eq!(statuses, [200, 429, 200]);
    thread::sleep(Duration::from_millis(1_200));
    let reply = running.send("GET", "ACCOUNT_TYPE/1", &session, "").unwrap();
    assert_eq!(
        reply.json()["errors"][0]["error_code"],
        "INVALID_SESSION_ID"
    );
    running.signal("INT");
    assert_eq!(running.rest().1, Some(0));
}

#[test]
fn what_keeps_it_from_starting_has_a_reason_and_a_code() {
    let folder = tempfile::tempdir().unwrap();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = taken.local_addr().unwrap().to_string();
    let not_data = folder.path().join("notes.txt");
    std::fs::write(
        &not_data,
        "these are notes and not a database, ".repeat(100),
    )
    .unwrap();
    let not_data = not_data.display().to_string();
    let gone = folder.path().join("gone").display().to_string();
    let broken = folder.path().join("schemas/broken");
    std::fs::create_dir_all(&broken).unwrap();
    std::fs::write(broken.join("system.yaml"), "system: broken\nprotocol: x\n").unwrap();
    let broken = folder.path().join("schemas").display().to_string();
    let any = "127.0.0.1:0";
    for (arguments, code, told) in [
        (vec!["--listen", "0.0.0.0:0"], 2, "without TLS"),
        (vec!["--listen", "nowhere"], 2, "no address with a port"),
        (vec!["--user", "jane"], 2, "1 --user and 0 --password"),
        (vec!["--org", "my org"], 2, "no name of an organization"),
        (
            vec!["--fault", "create:throtled"],
            2,
            "there is no fault \"throtled\"",
        ),
        (vec!["--session-idle", "0"], 2, "session-idle"),
        (vec!["portabilling"], 2, "billingplatform"),
        (vec!["--listen", any, "--schemas", &gone], 3, "gone"),
        (
            vec!["--listen", any, "--schemas", &broken],
            3,
            "system.yaml",
        ),
        (
            vec!["--listen", any, "--data", &not_data],
            4,
            "is no data of a sandbox",
        ),
        (
            vec!["--listen", any, "--data", folder.path().to_str().unwrap()],
            4,
            "cannot be opened",
        ),
        (vec!["--listen", &taken], 5, "is in use by another program"),
        (
            vec!["--listen", "192.0.2.1:1", "--allow-remote"],
            5,
            "is no address of this machine",
        ),
    ] {
        let (found, text) = refused(&arguments);
        assert_eq!(found, code, "{arguments:?}: {text}");
        assert!(text.contains(told), "{arguments:?}: {text}");
        assert!(!text.contains("panicked"), "{text}");
    }
}

#[test]
fn a_file_is_of_one_sandbox_at_a_time_and_of_its_schemas() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("records").display().to_string();
    let running = Running::start(&["--data", &file]);
    let (code, text) = refused(&["--listen", "127.0.0.1:0", "--data", &file]);
    assert_eq!(code, 4, "{text}");
    assert!(text.contains("is in use by another sandbox"), "{text}");
    let session = running.log_in("my.username", "password").unwrap();
    let reply = running
        .send("POST", "account", &session, &account("A"))
        .unwrap();
    let id = reply.json()["createResponse"][0]["Id"].clone();
    running.signal("INT");
    assert_eq!(running.rest().1, Some(0));

    let again = Running::start(&["--data", &file]);
    assert!(again.told.contains(&file), "{}", again.told);
    let session = again.log_in("my.username", "password").unwrap();
    let resource = format!("ACCOUNT/{}", id.as_str().unwrap());
    assert_eq!(
        again.send("GET", &resource, &session, "").unwrap().status,
        200
    );
    again.signal("INT");
    assert_eq!(again.rest().1, Some(0));
}

/// How often the command is killed; the long form has more.
fn rounds() -> usize {
    std::env::var("BILLBIND_TEST_ROUNDS")
        .ok()
        .and_then(|rounds| rounds.parse().ok())
        .unwrap_or(3)
}

#[test]
fn every_write_that_was_answered_is_there_after_a_kill() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("records").display().to_string();
    let mut expected: Vec<(String, String)> = Vec::new();
    for round in 0..rounds() {
        let mut running = Running::start(&["--data", &file]);
        let session = running.log_in("my.username", "password").unwrap();
        check(&running, &session, &expected);

        // Several write at once, until the process is gone.
        let answered = AtomicUsize::new(0);
        let address = running.address;
        let written: Vec<(String, String)> = thread::scope(|scope| {
            let writers: Vec<_> = (0..3)
                .map(|writer| {
                    let (session, answered) = (&session, &answered);
                    scope.spawn(move || write_until_gone(address, session, round, writer, answered))
                })
                .collect();
            while answered.load(Ordering::SeqCst) < 20 + round * 7 {
                thread::sleep(Duration::from_millis(1));
            }
            // SIGKILL.
            running.child.kill().unwrap();
            running.child.wait().unwrap();
            writers
                .into_iter()
                .flat_map(|writer| writer.join().unwrap())
                .collect()
        });
        assert!(written.len() >= 20, "{}", written.len());
        expected.extend(written);
    }
    let running = Running::start(&["--data", &file]);
    let session = running.log_in("my.username", "password").unwrap();
    check(&running, &session, &expected);
    running.signal("INT");
    assert_eq!(running.rest().1, Some(0));
    assert!(Path::new(&file).is_file());
}

/// Creates accounts as long as there are answers; gives ids and names of those that were answered.
fn write_until_gone(
    address: SocketAddr,
    session: &str,
    round: usize,
    writer: usize,
    answered: &AtomicUsize,
) -> Vec<(String, String)> {
    let mut written = Vec::new();
    for number in 0.. {
        let name = format!("{round}-{writer}-{number}");
        let Some(id) = create(address, session, &name) else {
            break;
        };
        written.push((id, name));
        answered.fetch_add(1, Ordering::SeqCst);
    }
    written
}

fn create(address: SocketAddr, session: &str, name: &str) -> Option<String> {
    use std::io::Write as _;

    let body = account(name);
    let mut stream = std::net::TcpStream::connect(address).ok()?;
    let request = format!(
        "POST /myorg/rest/2.0/account HTTP/1.1\r\nHost: x\r\nsessionid: {session}\r\nContent-Length: {}\r\n\
         Connection: close\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(request.as_bytes()).ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    let (_, body) = answer.split_once("\r\n\r\n")?;
    let body: Value = serde_json::from_str(body).ok()?;
    body["createResponse"][0]["Id"].as_str().map(str::to_owned)
}

/// Whether all accounts are there, each once.
fn check(running: &Running, session: &str, expected: &[(String, String)]) {
    for (id, name) in expected {
        let reply = running.send("GET", &format!("ACCOUNT/{id}"), session, "");
        let reply = reply.unwrap();
        assert_eq!(reply.status, 200, "{id} {name} is gone");
        assert_eq!(reply.json()["retrieveResponse"][0]["Name"], name.as_str());
        let resource = format!("account?queryAnsiSql=Name=%27{name}%27");
        let same = running.send("GET", &resource, session, "").unwrap().json();
        assert_eq!(
            same["retrieveResponse"].as_array().unwrap().len(),
            1,
            "{name}"
        );
    }
}

#[test]
fn the_commands_of_the_guide_do_what_it_says() {
    if Command::new("curl").arg("--version").output().is_err() {
        println!("SKIPPED: there is no curl here");
        return;
    }
    let guide = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/sandbox.md");
    let guide = std::fs::read_to_string(guide).unwrap();
    let blocks = guide.split("```sh\n").skip(1);
    let script: String = blocks.filter_map(|rest| rest.split("```").next()).collect();
    assert_eq!(script.matches("curl ").count(), 5);

    let running = Running::start(&["--seed", "examples"]);
    let script = script.replace("127.0.0.1:8080", &running.address.to_string());
    let output = Command::new("sh")
        .args(["-e", "-c", &script])
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{text}");
    for part in [
        "{\"createResponse\":[{\"ErrorCode\":\"0\"",
        "{\"retrieveResponse\":[{",
        "\"Name\":\"PciptzAMie\"",
        "{\"queryResponse\":[{",
        "HTTP/1.1 429 Too Many Requests",
        "retry-after: 2",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    running.signal("INT");
    assert_eq!(running.rest().1, Some(0));
}
