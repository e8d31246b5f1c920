//! Files through both transports, and how much of them is in memory.

use std::io::{self, Read, Write};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use billbind_runtime::billingplatform::{download_file_to, upload_file_from};
use billbind_runtime::client::{ConnectionOptions, Delivery, Reception, TransportErrorKind};
use billbind_runtime::{Answer, Entity, ErrorKind, FileField, FileSink, FileSource};

use super::server::{Server, Then, answer, ok};
use super::{Failing, stacks};

pub(super) struct Account;

impl Entity for Account {
    const WIRE_NAME: &'static str = "ACCOUNT";
}

pub(super) fn document() -> FileField<Account> {
    FileField::custom("DOCUMENT")
}

/// Bytes that are no text, and more of them than any buffer has.
pub(super) fn contents() -> Vec<u8> {
    (0..=250).cycle().take(300_001).collect()
}

/// The answer to a download, with line breaks after every 64 characters as the vendor has them.
pub(super) fn download_answer(contents: &[u8], before: &str, after: &str) -> String {
    let text = STANDARD.encode(contents);
    let lines: Vec<&str> = text
        .as_bytes()
        .chunks(64)
        .map(|line| std::str::from_utf8(line).unwrap())
        .collect();
    let data = lines.join("\\n") + "\\n";
    format!(r#"{{"file_downloadResponse": [{{{before}"Data": "{data}"{after}}}]}}"#)
}

#[test]
fn an_upload_arrives_as_it_does_from_memory_wherever_it_comes_from() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("document.pdf");
    std::fs::write(&path, contents()).expect("it is written");
    let expected = format!(
        r#"{{"FileName":"a \"b\".pdf","Data":"{}"}}"#,
        STANDARD.encode(contents())
    );
    for stack in stacks(&ConnectionOptions::new()) {
        for (source, is_told) in [
            (FileSource::path(&path), true),
            (FileSource::from(contents()), true),
            (
                FileSource::reader(io::Cursor::new(contents())).with_length(300_001),
                true,
            ),
            (FileSource::reader(io::Cursor::new(contents())), false),
        ] {
            let done = ok(r#"{"file_uploadResponse": [{"ErrorCode": "0", "ErrorText": " "}]}"#);
            let server = Server::start([Then::Answer(done)]);
            let request = upload_file_from(27471, &document(), "a \"b\".pdf", source);
            let answer = stack.try_send(&server, &request).expect("it is answered");
            request.decode(&answer).expect("it is taken");
            let arrived = server.arrived().pop().expect("it arrived");
            assert_eq!(
                arrived.line,
                "POST /myorg/rest/2.0/files/ACCOUNT/27471/DOCUMENT HTTP/1.1"
            );
            assert!(arrived.body == expected.as_bytes(), "{}", stack.name());
            let length = expected.len().to_string();
            assert_eq!(
                arrived.header("content-length"),
                is_told.then_some(&*length)
            );
            assert_eq!(
                arrived.header("transfer-encoding"),
                (!is_told).then_some("chunked")
            );
        }
    }
}

#[test]
fn an_upload_can_be_sent_again_only_as_long_as_its_source_can_be_read_again() {
    for stack in stacks(&ConnectionOptions::new()) {
        let upload = |source| upload_file_from(1, &document(), "a", source);
        for source in [
            FileSource::from(contents()),
            FileSource::path("no-such-file"),
        ] {
            assert!(upload(source).can_be_sent_again());
        }
        let request = upload(FileSource::reader(io::Cursor::new(contents())));
        // Without a connection, nothing is read.
        let error = stack
            .send(
                "http://127.0.0.1:1/o",
                &request,
                Some(Duration::from_secs(10)),
            )
            .expect_err("there is no server");
        assert_eq!(error.delivery(), Delivery::NotSent);
        assert!(request.can_be_sent_again(), "{}", stack.name());

        let server = Server::start([Then::CloseAfterBody]);
        stack.try_send(&server, &request).expect_err("it is closed");
        assert!(!request.can_be_sent_again());
        let error = stack.try_send(&server, &request).expect_err("it is read");
        assert_eq!(error.kind(), TransportErrorKind::LocalIo, "{error}");
        let arrived = server.arrived();
        assert_eq!(arrived.iter().filter(|arrived| arrived.is_whole).count(), 1);
    }
}

#[test]
fn a_source_that_fails_ends_the_upload_and_says_so() {
    for stack in stacks(&ConnectionOptions::new()) {
        for (source, words) in [
            (FileSource::path("no-such-folder/a.pdf"), "no-such-folder"),
            (FileSource::reader(Failing(200_000)), "the disk is on fire"),
            (
                FileSource::reader(Failing(200_000)).with_length(400_000),
                "the disk is on fire",
            ),
            (FileSource::from(contents()).with_length(300_002), "300002"),
            (FileSource::from(contents()).with_length(300_000), "300000"),
        ] {
            let server = Server::start([]);
            let request = upload_file_from(1, &document(), "a", source);
            let error = stack
                .try_send(&server, &request)
                .expect_err("it cannot be read");
            let what = format!("{}: {error}", stack.name());
            assert_eq!(error.kind(), TransportErrorKind::LocalIo, "{what}");
            assert!(error.to_string().contains(words), "{what}");
            assert!(
                server.arrived().iter().all(|arrived| !arrived.is_whole),
                "{what}"
            );
        }
    }
}

#[test]
fn a_download_is_at_its_path_as_a_whole_or_not_at_all() {
    let refusal = r#", "ErrorCode": "23", "ErrorText": "no such field""#;
    let whole = download_answer(&contents(), "", r#", "ErrorCode": "0""#);
    for stack in stacks(&ConnectionOptions::new()) {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("document.pdf");
        let files = || {
            let entries = std::fs::read_dir(folder.path()).expect("a folder");
            entries
                .map(|entry| entry.expect("an entry").file_name())
                .collect::<Vec<_>>()
        };
        let request = download_file_to(27471, &document(), FileSink::path(&path));
        let download = |then: Then| {
            let server = Server::start([then]);
            let answer = stack.try_send(&server, &request);
            answer.map(|answer| request.decode(&answer))
        };
        let broken = [
            // The error comes behind the file.
            (
                ok(&download_answer(&contents(), "", refusal)),
                ErrorKind::RecordRefused,
            ),
            (
                ok(&whole.replace(r#""Data": ""#, r#""Data": "=""#)),
                ErrorKind::UnexpectedAnswer,
            ),
            (ok(&whole.replace("]}", "]")), ErrorKind::UnexpectedAnswer),
            (
                ok(&whole.replace("\\n\"", "Q\"")),
                ErrorKind::UnexpectedAnswer,
            ),
            (answer("404 Not Found", "", &whole), ErrorKind::NotFound),
        ];
        for (answer, kind) in broken {
            let error = download(Then::Answer(answer))
                .expect("it is answered")
                .expect_err("it fails");
            assert_eq!(error.kind(), kind, "{error}");
            assert!(files().is_empty(), "{:?}", files());
        }
        let mut cut = ok(&whole);
        cut.truncate(200_000);
        let error = download(Then::AnswerAndClose(cut)).expect_err("it is cut");
        assert_eq!(error.kind(), TransportErrorKind::Broken, "{error}");
        assert!(files().is_empty(), "{:?}", files());

        let size = download(Then::Answer(ok(&whole)))
            .expect("it is answered")
            .expect("it is right");
        assert_eq!(size, 300_001);
        assert!(std::fs::read(&path).expect("it is there") == contents());
        // Another one replaces it, and one that fails leaves it.
        let empty = r#"{"file_downloadResponse": {"Data": null, "ErrorCode": "0"}}"#;
        assert_eq!(
            download(Then::Answer(ok(empty)))
                .unwrap()
                .expect("it is right"),
            0
        );
        assert_eq!(std::fs::read(&path).expect("it is there"), b"");
        download(Then::CutAnswer).expect_err("it is cut");
        assert_eq!(files(), ["document.pdf"]);

        let elsewhere = FileSink::path(folder.path().join("no-such-folder/a.pdf"));
        let request = download_file_to(1, &document(), elsewhere);
        let server = Server::start([Then::Answer(ok(&whole))]);
        let error = stack
            .try_send(&server, &request)
            .expect_err("there is no folder");
        assert_eq!(error.kind(), TransportErrorKind::LocalIo, "{error}");
        assert!(error.to_string().contains("no-such-folder"), "{error}");
    }
}

#[test]
fn an_answer_that_was_received_as_a_whole_is_written_to_the_sink_as_well() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("document.pdf");
    let request = download_file_to(1, &document(), path.as_path())
        .max_body(1000)
        .max_file(300_001);
    let decode = |body: &str| request.decode(&Answer::new(200, body));
    let more = [contents(), vec![1]].concat();
    let refusal = r#", "ErrorCode": "23""#;
    for (body, kind) in [
        (
            download_answer(&contents(), "", refusal),
            ErrorKind::RecordRefused,
        ),
        (download_answer(&more, "", ""), ErrorKind::AnswerTooLarge),
        (
            r#"{"file_downloadResponse": {"Data": "QQ", "ErrorCode": "0"}}"#.to_owned(),
            ErrorKind::UnexpectedAnswer,
        ),
    ] {
        assert_eq!(decode(&body).expect_err("it fails").kind(), kind);
        assert!(!path.exists());
    }
    let body = download_answer(&contents(), r#""ErrorCode": "0", "#, "");
    assert_eq!(decode(&body).expect("it is right"), 300_001);
    assert!(std::fs::read(&path).expect("it is there") == contents());
    assert_eq!(
        std::fs::read_dir(folder.path()).expect("a folder").count(),
        1
    );
}

#[test]
fn a_download_has_a_limit_of_its_own() {
    let whole = download_answer(&contents(), r#""ErrorCode": "0", "#, "");
    for stack in stacks(&ConnectionOptions::new()) {
        for (max_file, fits) in [(300_001, true), (300_000, false)] {
            let server = Server::start([Then::Answer(ok(&whole))]);
            let written = Written::default();
            // The limit on bodies does not count what goes to the sink.
            let request = download_file_to(1, &document(), FileSink::writer(written.clone()))
                .max_body(1000)
                .max_file(max_file);
            assert!(request.can_be_sent_again());
            let outcome = stack.try_send(&server, &request);
            assert!(!request.can_be_sent_again(), "the writer was written to");
            match outcome {
                Ok(answer) => {
                    assert!(fits);
                    assert_eq!(request.decode(&answer).expect("it is right"), 300_001);
                    assert!(*written.0.lock().unwrap() == contents());
                }
                Err(error) => {
                    assert!(!fits, "{error}");
                    assert_eq!(error.kind(), TransportErrorKind::TooLarge);
                    assert!(error.to_string().contains("max_file"), "{error}");
                }
            }
        }
    }
}

/// A writer whose bytes can be looked at.
#[derive(Clone, Default)]
struct Written(Arc<Mutex<Vec<u8>>>);

impl Write for Written {
    fn write(&mut self, part: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(part)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// How many bytes of a large file have come in and gone out.
#[derive(Clone, Default)]
struct Counter(Arc<AtomicU64>);

impl Counter {
    fn count(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

impl Read for Counter {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.fetch_add(buffer.len() as u64, Ordering::Relaxed);
        Ok(buffer.len())
    }
}

impl Write for Counter {
    fn write(&mut self, part: &[u8]) -> io::Result<usize> {
        self.0.fetch_add(part.len() as u64, Ordering::Relaxed);
        Ok(part.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Size of a large file.
const LARGE: u64 = 200 * 1024 * 1024;

/// Most bytes of it that may be between coming in and going out.
const HELD: u64 = 256 * 1024;

#[test]
fn no_more_than_a_little_of_a_large_upload_is_in_memory() {
    let taken = Counter::default();
    let source = FileSource::reader(taken.clone().take(LARGE)).with_length(LARGE);
    let request = upload_file_from(1, &document(), "large", source);
    let rendered = request
        .render("https://localhost/o")
        .expect("it can be sent");
    let body = rendered.body.expect("it has a body");
    let length = body.length().expect("it is known");
    assert!(length > LARGE / 3 * 4);
    let mut reader = body.open().expect("it can be read");
    let mut part = vec![0; 64 * 1024];
    let mut given = 0;
    loop {
        let count = reader.read(&mut part).expect("it can be read");
        if count == 0 {
            break;
        }
        given += count as u64;
        let held = taken.count().saturating_sub(given / 4 * 3);
        assert!(held < HELD, "{held} bytes are held");
    }
    assert_eq!((given, taken.count()), (length, LARGE));
}

#[test]
fn no_more_than_a_little_of_a_large_download_is_in_memory() {
    let written = Counter::default();
    let sink = FileSink::writer(written.clone());
    // All but the file would have to fit into 1000 bytes.
    let request = download_file_to(1, &document(), sink).max_body(1000);
    let mut reception = Reception::of(&request);
    reception.head(200, []);
    let mut push = |part: &[u8]| reception.push(part).expect("it is taken");
    push(br#"{"file_downloadResponse": [{"Data": ""#);
    let line = STANDARD.encode([7; 48]) + "\\n";
    let part = line.repeat(256);
    let mut pushed = 0;
    while pushed < LARGE {
        push(part.as_bytes());
        pushed += 48 * 256;
        let held = pushed - written.count();
        assert!(held < HELD, "{held} bytes are held");
    }
    push(br#"", "ErrorCode": "0"}]}"#);
    let answer = reception.finish().expect("it is whole");
    assert_eq!(request.decode(&answer).expect("it is right"), pushed);
    assert_eq!(written.count(), pushed);
}
